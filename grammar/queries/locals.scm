; A stage sees only its own variables; stage names are visible in all later stages.
(source_file) @local.scope

(stage) @local.scope

(arg_declaration
  name: (variable) @local.definition.var)

(env_pair
  key: (key) @local.definition.var)

((from_instruction
  name: (stage_name) @local.definition.namespace)
  (#set! definition.namespace.scope "global"))

(expansion
  name: (variable) @local.reference)

(from_instruction
  image: (image_reference
    path: (image_path) @local.reference))

((flag
  name: (flag_name) @_name
  value: (flag_value) @local.reference)
  (#eq? @_name "--from"))

((mount_option
  key: (mount_key) @_key
  value: (mount_option_value) @local.reference)
  (#eq? @_key "from"))
