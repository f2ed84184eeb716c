; A stage, and each instruction in it that spans several lines.
[
  (stage)
  (add_instruction)
  (arg_instruction)
  (cmd_instruction)
  (copy_instruction)
  (entrypoint_instruction)
  (env_instruction)
  (expose_instruction)
  (healthcheck_instruction)
  (label_instruction)
  (onbuild_instruction)
  (run_instruction)
  (shell_instruction)
  (volume_instruction)
  (heredoc_block)
] @fold
