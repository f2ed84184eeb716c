; Stages, by their name, else by their image.
(stage
  (from_instruction
    "FROM" @context
    name: (stage_name) @name)) @item

(stage
  (from_instruction
    "FROM" @context
    image: (image_reference) @name
    !name)) @item
