//! Reads values from settings, and collects complaints about invalid ones.

use dockwright_texts::{Message, settings as texts};

use super::node::{Complaint, Node, Value};

/// The forms that a label's value can have.
pub(crate) const LABEL_FORMS: &[(&str, ())] =
    &[("text", ()), ("url", ()), ("rfc3339", ()), ("spdx", ()), ("hash", ()), ("semver", ()), ("email", ())];

/// Reads the nodes of one source.
pub(super) struct SettingsReader<'a> {
    pub(super) complaints: &'a mut Vec<Complaint>,
}

impl SettingsReader<'_> {
    /// Adds a complaint.
    pub(super) fn complain(&mut self, line: Option<u64>, message: Message) {
        self.complaints.push((line, message));
    }

    /// Complains about an unknown key.
    pub(super) fn unknown(&mut self, key: &str, line: Option<u64>) {
        self.complain(line, texts::no_key(key));
    }

    /// Complains about a value of the wrong type; `wrong` makes a message from the name of its type.
    /// `null` counts as no value.
    pub(super) fn wrong(&mut self, node: &Node, wrong: impl FnOnce(Message) -> Message) {
        if node.value != Value::Null {
            self.complain(node.line, wrong(node.value.kind()));
        }
    }

    /// The keys of a file, if it is a table.
    pub(super) fn root(&mut self, node: Node) -> Vec<(String, Node)> {
        if let Value::Table(entries) = node.value {
            return entries;
        }
        self.wrong(&node, texts::file_is_not_table);
        Vec::new()
    }

    /// The keys of a table.
    pub(super) fn table(&mut self, key: &str, node: Node) -> Vec<(String, Node)> {
        if let Value::Table(entries) = node.value {
            return entries;
        }
        self.wrong(&node, |kind| texts::IsNotTable { key, kind }.message());
        Vec::new()
    }

    /// A boolean.
    pub(super) fn switch(&mut self, key: &str, node: &Node) -> bool {
        if let Value::Bool(value) = node.value {
            return value;
        }
        self.wrong(node, |kind| texts::IsNotSwitch { key, kind }.message());
        false
    }

    /// A string.
    pub(super) fn text(&mut self, key: &str, node: Node) -> Option<String> {
        if let Value::Text(text) = node.value {
            return Some(text);
        }
        self.wrong(&node, |kind| texts::IsNotText { key, kind }.message());
        None
    }

    /// A string, or a value that can be read as one: `22`, `true`.
    pub(super) fn plain(&mut self, key: &str, node: Node) -> Option<String> {
        match node.value {
            Value::Number(Some(number)) => Some(number.to_string()),
            Value::Bool(value) => Some(value.to_string()),
            _ => self.text(key, node),
        }
    }

    /// The value that corresponds to one of several words.
    pub(super) fn word<T: Copy>(&mut self, key: &str, node: Node, words: &[(&str, T)]) -> Option<T> {
        let line = node.line;
        let text = self.text(key, node)?;
        let found = words.iter().find(|(word, _)| *word == text).map(|(_, value)| *value);
        if found.is_none() {
            let words: Vec<_> = words.iter().map(|(word, _)| *word).collect();
            self.complain(line, texts::IsNotOneOf { key, value: text, words: words.join(", ") }.message());
        }
        found
    }

    /// A list of strings.
    pub(super) fn texts(&mut self, key: &str, node: Node) -> Vec<String> {
        if let Value::List(list) = node.value {
            return list.into_iter().filter_map(|node| self.text(key, node)).collect();
        }
        self.wrong(&node, |kind| texts::IsNotList { key, kind }.message());
        Vec::new()
    }

    /// A non-negative whole number.
    pub(super) fn count(&mut self, key: &str, node: &Node) -> Option<usize> {
        if let Value::Number(number) = node.value {
            let count = number.and_then(|number| usize::try_from(number).ok());
            if count.is_none() {
                self.complain(node.line, texts::is_not_whole(key));
            }
            return count;
        }
        self.wrong(node, |kind| texts::IsNotNumber { key, kind }.message());
        None
    }

    /// Labels, each with the form of its value.
    pub(super) fn label_schema(&mut self, key: &str, node: Node) -> Vec<(String, String)> {
        let mut schema = Vec::new();
        for (label, node) in self.table(key, node) {
            let form = match &node.value {
                Value::Text(form) => form.clone(),
                _ => String::new(),
            };
            if self.word(&format!("{key}.{label}"), node, LABEL_FORMS).is_some() {
                schema.push((label, form));
            }
        }
        schema
    }
}
