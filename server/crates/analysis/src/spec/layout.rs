//! The syntax of instructions, flags and substitutions, with their parameters marked.
//!
//! In a template, `‹label@id›` is a parameter: the label is displayed, and the id refers to its
//! text in `docs/`.

use std::ops::Range;

/// The syntax of something. Labels are ASCII, because clients disagree on how to count columns in
/// them.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Layout {
    /// The text that is displayed.
    pub label: String,
    /// The parameters: their ranges in the label, and the ids of their texts.
    pub parameters: Vec<(Range<usize>, &'static str)>,
}

impl Layout {
    /// Parses a template.
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
