//! Parses the fields of a mount that is being typed.

use crate::spec::{
    Engine,
    mounts::{MountKey, MountValue},
};

/// The fields of a `--mount` value as written. Unlike the mounts in facts, they may be incomplete.
#[derive(Debug, Clone)]
pub struct MountFields<'a> {
    /// The program that builds the file, which determines the keys.
    pub engine: Engine,
    /// Keys and values; a key without `=` has no value.
    pub written: Vec<(&'a str, Option<&'a str>)>,
}

impl<'a> MountFields<'a> {
    /// Splits a text into fields.
    pub fn of(engine: Engine, text: &'a str) -> Self {
        let fields = text.split(',').map(unquoted).filter(|field| !field.is_empty());
        let pair = |field: &'a str| match field.split_once('=') {
            Some((key, value)) => (key, Some(value)),
            None => (field, None),
        };
        Self { engine, written: fields.map(pair).collect() }
    }

    /// The fields before the one at the cursor, and the text of that one so far.
    pub fn before(engine: Engine, typed: &'a str) -> (Self, &'a str) {
        let (before, field) = typed.split_at(typed.rfind(',').map_or(0, |at| at + 1));
        (Self::of(engine, before), field)
    }

    /// The key of this name.
    pub fn key(&self, name: &str) -> Option<&'static MountKey> {
        MountKey::of(self.engine, name)
    }

    /// Whether a field has this key, by any of its names.
    pub fn has(&self, key: &MountKey) -> bool {
        self.written.iter().any(|(name, _)| self.key(name).is_some_and(|it| it.name == key.name))
    }

    /// The value of the first field whose key has this type.
    pub fn value(&self, of: MountValue) -> Option<&'a str> {
        let is_it = |name: &str| self.key(name).is_some_and(|key| key.value == of);
        self.written.iter().find(|(name, _)| is_it(name)).map(|(_, value)| value.unwrap_or_default())
    }
}

/// A field without the quotes that CSV allows around it.
fn unquoted(field: &str) -> &str {
    field.trim_matches(['"', '\''])
}
