; Stages, by name, or by image if they have no name.
(stage
  (from_instruction
    "FROM" @context
    name: (stage_name) @name)) @item

(stage
  (from_instruction
    "FROM" @context
    image: (image_reference) @name
    !name)) @item
