; Injected text excludes child nodes: continuations, comments and heredoc openers in a command, and
; the parts of a heredoc that Docker expands. A query cannot follow a SHELL instruction that sets a
; different shell.

((comment) @injection.content
  (#set! injection.language "comment"))

((shell_command) @injection.content
  (#set! injection.language "bash"))

((shell_fragment) @injection.content
  (#set! injection.language "bash"))

; RUN <<EOF: a script for the shell, unless its first line names another interpreter.
((run_instruction
  (shell_command
    .
    (heredoc_opener))
  (heredoc_block
    body: (heredoc_body) @injection.content))
  (#not-match? @injection.content "^#!")
  (#set! injection.language "bash"))

((onbuild_instruction
  instruction: (run_instruction
    (shell_command
      .
      (heredoc_opener)))
  (heredoc_block
    body: (heredoc_body) @injection.content))
  (#not-match? @injection.content "^#!")
  (#set! injection.language "bash"))

((heredoc_body) @injection.content
  (#match? @injection.content "^#![^\\n]*sh\\b")
  (#set! injection.language "bash"))

((heredoc_body) @injection.content
  (#match? @injection.content "^#![^\\n]*python")
  (#set! injection.language "python"))

((heredoc_body) @injection.content
  (#match? @injection.content "^#![^\\n]*node")
  (#set! injection.language "javascript"))

((heredoc_body) @injection.content
  (#match? @injection.content "^#![^\\n]*ruby")
  (#set! injection.language "ruby"))

((heredoc_body) @injection.content
  (#match? @injection.content "^#![^\\n]*perl")
  (#set! injection.language "perl"))

((heredoc_body) @injection.content
  (#match? @injection.content "^#![^\\n]*php")
  (#set! injection.language "php"))

; RUN python3 <<EOF: a script for the command.
((run_instruction
  (shell_command
    .
    (shell_fragment) @_command
    .
    (heredoc_opener))
  (heredoc_block
    body: (heredoc_body) @injection.content))
  (#match? @_command "^\\S*python[0-9.]*\\s*$")
  (#set! injection.language "python"))

((run_instruction
  (shell_command
    .
    (shell_fragment) @_command
    .
    (heredoc_opener))
  (heredoc_block
    body: (heredoc_body) @injection.content))
  (#match? @_command "^\\S*sh\\s+[-\\w\\s]*$")
  (#set! injection.language "bash"))

; COPY <<EOF /etc/app.json: the language of the destination file.
((copy_instruction
  (path) @injection.filename
  .
  (heredoc_block
    body: (heredoc_body) @injection.content))
  (#not-match? @injection.content "^#!"))

((add_instruction
  (path) @injection.filename
  .
  (heredoc_block
    body: (heredoc_body) @injection.content))
  (#not-match? @injection.content "^#!"))
