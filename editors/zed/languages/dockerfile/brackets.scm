(json_array
  "[" @open
  "]" @close)

(expansion
  "${" @open
  "}" @close)
