; The names are Neovim's; helix/highlights.scm has the same captures with Helix's names. No node is
; captured twice.
; The injected language highlights the text of shell commands.

(comment) @comment @spell

(directive
  "#" @keyword.directive
  name: (directive_name) @keyword.directive
  value: (directive_value) @string)

[
  "ADD"
  "ARG"
  "CMD"
  "COPY"
  "ENTRYPOINT"
  "ENV"
  "EXPOSE"
  "FROM"
  "HEALTHCHECK"
  "LABEL"
  "MAINTAINER"
  "ONBUILD"
  "RUN"
  "SHELL"
  "STOPSIGNAL"
  "USER"
  "VOLUME"
  "WORKDIR"
  "AS"
  "NONE"
] @keyword

(flag_name) @attribute

(mount_key) @property

[
  (flag_value)
  (mount_option_value)
] @string

(image_registry) @string.special.url

(image_port) @number

(image_path) @module

(image_tag) @constant

(image_digest) @string.special

(stage_name) @label

(path) @string.special.path

(user) @string.special

(signal) @constant

(port) @number

(protocol) @type

(env_pair
  key: (key) @variable)

(label_pair
  key: (key) @property)

(value) @string

(raw_text) @string

[
  (double_quoted_string)
  (single_quoted_string)
  (json_string)
] @string

(json_other) @constant

(escape_sequence) @string.escape

(variable) @variable

(operator) @operator

[
  (operand)
  (pattern)
  (replacement)
] @string

(expansion
  [
    "$"
    "${"
    "}"
  ] @punctuation.special)

"=" @operator

(heredoc_operator) @operator

[
  (heredoc_delimiter)
  (heredoc_end)
] @label

(copy_instruction
  (heredoc_block
    body: (heredoc_body) @string))

(add_instruction
  (heredoc_block
    body: (heredoc_body) @string))

(json_array
  [
    "["
    "]"
  ] @punctuation.bracket)

[
  ","
  ":"
  "@"
  "--"
] @punctuation.delimiter

(image_reference
  "/" @punctuation.delimiter)

(port_spec
  "/" @punctuation.delimiter)

(line_continuation) @punctuation.special
