; A stage sees only its own variables.
(stage) @local.scope

(arg_declaration
  name: (variable) @local.definition.variable)

(env_pair
  key: (key) @local.definition.variable)

(expansion
  name: (variable) @local.reference)
