; A stage sees its own variables only.
(stage) @local.scope

(arg_declaration
  name: (variable) @local.definition.variable)

(env_pair
  key: (key) @local.definition.variable)

(expansion
  name: (variable) @local.reference)
