; The definitions and uses of stages and arguments.
(stage
  (from_instruction
    name: (stage_name) @name)) @definition.module

(arg_declaration
  name: (variable) @name) @definition.constant

(env_pair
  key: (key) @name) @definition.constant

(expansion
  name: (variable) @name) @reference.constant

((flag
  name: (flag_name) @_name
  value: (flag_value) @name) @reference.module
  (#eq? @_name "--from"))
