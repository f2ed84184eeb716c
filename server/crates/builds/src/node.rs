//! YAML and JSON files in one shape, with places.

use crate::spanned::{Place, Text};

/// A value of a YAML or JSON file.
#[derive(Debug, Clone, PartialEq)]
pub(crate) struct Node {
    /// Where it is: a scalar without its quotes, a list or map from its start.
    pub(crate) place: Place,
    /// The value itself.
    pub(crate) value: Value,
    /// How a Compose file wants it to be merged.
    pub(crate) tag: MergeTag,
}

/// How a Compose file wants a value to be merged with that of an earlier file.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub(crate) enum MergeTag {
    /// Merged as usual.
    #[default]
    None,
    /// `!reset`: the key is removed.
    Reset,
    /// `!override`: the earlier value does not count.
    Override,
}

/// How a text is written.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Style {
    /// Without quotes.
    Plain,
    /// In quotes.
    Quoted,
    /// As a literal block, `|`.
    Literal,
    /// As a folded block, `>`.
    Folded,
}

/// The kind of a value, with its content.
#[derive(Debug, Clone, PartialEq)]
pub(crate) enum Value {
    /// Null.
    Null,
    /// A text, number or switch, as the program that reads the file prints it.
    Scalar(Text, Style),
    /// A list.
    List(Vec<Node>),
    /// Keys and their values, in the order of the file.
    Map(Vec<(Text, Node)>),
}

impl Node {
    /// The entries, if it is a map.
    pub(crate) fn entries(&self) -> &[(Text, Node)] {
        match &self.value {
            Value::Map(entries) => entries,
            _ => &[],
        }
    }

    /// The value of a key.
    pub(crate) fn get(&self, key: &str) -> Option<&Node> {
        self.entry(key).map(|(_, node)| node)
    }

    /// A key and its value.
    pub(crate) fn entry(&self, key: &str) -> Option<&(Text, Node)> {
        self.entries().iter().rev().find(|(name, _)| name.text == key)
    }

    /// The elements, if it is a list.
    pub(crate) fn elements(&self) -> &[Node] {
        match &self.value {
            Value::List(elements) => elements,
            _ => &[],
        }
    }

    /// The text, if it is a scalar.
    pub(crate) fn text(&self) -> Option<&Text> {
        match &self.value {
            Value::Scalar(text, _) => Some(text),
            _ => None,
        }
    }

    /// The texts of a list, or the only one.
    pub(crate) fn texts(&self) -> impl Iterator<Item = &Text> {
        self.text().into_iter().chain(self.elements().iter().filter_map(Self::text))
    }
}
