; A class is a stage, a function an instruction; an entry is a pair of ENV or LABEL.
(stage) @class.around

(stage
  (from_instruction)
  .
  (_) @class.inside
  (_)* @class.inside .)

[
  (add_instruction)
  (arg_instruction)
  (cmd_instruction)
  (copy_instruction)
  (entrypoint_instruction)
  (env_instruction)
  (expose_instruction)
  (from_instruction)
  (healthcheck_instruction)
  (label_instruction)
  (onbuild_instruction)
  (run_instruction)
  (shell_instruction)
  (stopsignal_instruction)
  (user_instruction)
  (volume_instruction)
  (workdir_instruction)
] @function.around

[
  (env_pair)
  (label_pair)
] @entry.around

(comment) @comment.inside

(comment)+ @comment.around
