//! How instructions, flags and substitutions are written, with their parameters marked.
//!
//! In a template `‹label@id›` is a parameter: its label is shown, its id leads to its text in `docs/`.

use std::ops::Range;

/// A way to write something. Labels are ASCII: clients do not agree on how columns in them are counted.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Layout {
    /// The whole as it is shown.
    pub label: String,
    /// The parameters: where they are in the label, and the ids of their texts.
    pub parameters: Vec<(Range<usize>, &'static str)>,
}

impl Layout {
    /// Reads a template.
    pub fn new(template: &'static str) -> Self {
        let mut layout = Self { label: String::new(), parameters: Vec::new() };
        layout.push(template);
        layout
    }

    /// Appends a template.
    pub fn push(&mut self, template: &'static str) {
        for piece in template.split_inclusive('›') {
            let Some((before, parameter)) = piece.split_once('‹') else {
                self.label.push_str(piece);
                continue;
            };
            self.label.push_str(before);
            let parameter = parameter.strip_suffix('›').unwrap_or(parameter);
            let (label, id) = parameter.rsplit_once('@').unwrap_or((parameter, ""));
            self.push_parameter(label, id);
        }
    }

    /// Appends a parameter.
    pub fn push_parameter(&mut self, label: &str, id: &'static str) {
        let start = self.label.len();
        self.label.push_str(label);
        self.parameters.push((start..self.label.len(), id));
    }

    /// The index of a parameter.
    pub fn parameter(&self, id: &str) -> Option<usize> {
        self.parameters.iter().position(|(_, known)| *known == id)
    }
}
