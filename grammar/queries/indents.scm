; The continued lines of an instruction.
([
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
  (volume_instruction)
] @indent.begin
  (#set! indent.immediate 1))

; A heredoc keeps its indentation, and its terminator stays at the margin.
(heredoc_body) @indent.ignore

(heredoc_end) @indent.zero
