//! Checks the fields of `RUN --mount` after expansion.
//!
//! Source: `parseMount` and `validateMount` in BuildKit's `frontend/dockerfile/instructions`.

use dockwright_texts::{Message, analysis::problems as texts};

use super::{is_bool, quote};
use crate::{
    spec::{
        Engine,
        mounts::{
            MOUNT_KEYS, MOUNT_KINDS, MountKey, MountKind as Kind, MountValue, SHARINGS, mount_key_names,
        },
        podman,
    },
    suggest::nearest,
};

/// A mount, as far as it is parsed.
#[derive(Debug, Clone, Default)]
pub(in crate::model) struct MountReader {
    engine: Engine,
    pub(in crate::model) kind: Kind,
    pub(in crate::model) target: String,
    pub(in crate::model) source: String,
    pub(in crate::model) from: String,
    id: String,
    sharing: Option<String>,
    /// The fields for mode, user and group that are set.
    owned: Vec<&'static MountKey>,
}

/// BuildKit's error for a mount, and the word that was probably meant.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(in crate::model) struct MountError {
    pub(in crate::model) message: String,
    pub(in crate::model) suggestion: Option<&'static str>,
    /// The builder's behaviour, if the rule does not explain it.
    pub(in crate::model) note: Option<Message>,
}

impl From<String> for MountError {
    fn from(message: String) -> Self {
        Self { message, suggestion: None, note: None }
    }
}

impl MountReader {
    /// Parses the mounts of a file for an engine.
    pub(in crate::model) fn new(engine: Engine) -> Self {
        Self { engine, ..Self::default() }
    }

    /// Adds a field: its key, its value after expansion, and its text as written.
    pub(in crate::model) fn field(
        &mut self,
        key: &str,
        value: Option<&str>,
        text: &str,
    ) -> Result<(), MountError> {
        match self.engine {
            Engine::Docker => self.docker_field(key, value, text).map_err(|error| {
                let is_only_podmans = MountKey::is_only_podmans(key);
                MountError { note: is_only_podmans.then(|| texts::podman_only(key)), ..error }
            }),
            Engine::Podman => {
                let known = MountKey::of(Engine::Podman, key);
                let read = match known.filter(|key| key.engine == Engine::Podman) {
                    Some(key) => podman_field(key, value),
                    None => self.docker_field(known.map_or(key, |key| key.name), value, text),
                };
                read.map_err(|error| MountError { note: Some(texts::podman_rejects()), ..error })
            }
        }
    }

    fn docker_field(&mut self, key: &str, value: Option<&str>, text: &str) -> Result<(), MountError> {
        let name = key.to_lowercase();
        let known = MountKey::named(&name);
        let Some(value) = value else {
            return match known.filter(|key| key.is_bare()) {
                Some(key) => Ok(self.check_kind(key, &name)?),
                None => Err(format!("invalid field '{text}' must be a key=value pair").into()),
            };
        };
        let Some(known) = known else {
            return Err(MountError {
                message: format!("unexpected key '{name}' in '{text}'"),
                suggestion: self.nearest_key(&name),
                note: None,
            });
        };
        self.check_kind(known, &name)?;
        let bad_value = || Err(format!("invalid value for {name}: {value}").into());
        match known.value {
            MountValue::Kind => match Kind::named(value) {
                Some(kind) => self.kind = kind,
                None => {
                    return Err(MountError {
                        message: format!("unsupported mount type {}", quote(value)),
                        suggestion: nearest(value, MOUNT_KINDS.iter().map(|(name, _)| *name)),
                        note: None,
                    });
                }
            },
            MountValue::From => value.clone_into(&mut self.from),
            MountValue::Source => value.clone_into(&mut self.source),
            MountValue::Target => value.clone_into(&mut self.target),
            MountValue::Id => value.clone_into(&mut self.id),
            MountValue::Bool if !is_bool(value) => return bad_value(),
            MountValue::Size if !is_size(value) => return bad_value(),
            MountValue::Word(words) if !words.contains(&value) => return bad_value(),
            MountValue::Bool | MountValue::Size | MountValue::Word(_) | MountValue::Name => {}
            MountValue::Nothing => return bad_value(),
            MountValue::Sharing => {
                let sharing = value.to_lowercase();
                if !SHARINGS.contains(&sharing.as_str()) {
                    return Err(MountError {
                        message: format!("unsupported sharing value {}", quote(value)),
                        suggestion: nearest(value, SHARINGS),
                        note: None,
                    });
                }
                self.sharing = Some(sharing);
            }
            MountValue::Mode => self.owned(known, &name, value, 8)?,
            MountValue::Number => self.owned(known, &name, value, 10)?,
        }
        Ok(())
    }

    fn check_kind(&self, key: &MountKey, name: &str) -> Result<(), String> {
        if key.is_checked && !key.kinds.contains(&self.kind) {
            return Err(format!("unexpected key '{name}' for mount type '{}'", self.kind.name()));
        }
        Ok(())
    }

    /// Adds a mode, or the number of a user or a group.
    fn owned(&mut self, key: &'static MountKey, name: &str, value: &str, radix: u32) -> Result<(), String> {
        if value.starts_with('+') || u32::from_str_radix(value, radix).is_err() {
            return Err(format!("invalid value {value} for {name}"));
        }
        self.owned.push(key);
        Ok(())
    }

    fn nearest_key(&self, key: &str) -> Option<&'static str> {
        match self.engine {
            Engine::Docker => nearest(key, mount_key_names()),
            Engine::Podman => {
                nearest(key, mount_key_names().chain(podman::MOUNT_KEYS.iter().map(|key| key.name)))
            }
        }
    }

    /// Checks the fields together.
    pub(in crate::model) fn finish(&self) -> Result<(), String> {
        let kind = self.kind;
        // BuildKit checks them in the order of the table.
        let is_foreign = |key: &&MountKey| !key.kinds.contains(&kind) && self.owned.contains(key);
        if let Some(key) = MOUNT_KEYS.iter().find(is_foreign) {
            return Err(format!("{} not allowed for {} type mounts", key.name, quote(kind.name())));
        }
        if kind == Kind::Secret {
            if !self.from.is_empty() {
                return Err("secret mount should not have a from".to_owned());
            }
            if self.sharing.is_some() {
                return Err("secret mount should not define sharing".to_owned());
            }
            if self.source.is_empty() && self.target.is_empty() && self.id.is_empty() {
                return Err("invalid secret mount. one of source, target required".to_owned());
            }
            if !self.source.is_empty() && !self.id.is_empty() {
                return Err("both source and id can't be set".to_owned());
            }
        }
        if self.sharing.is_some() && kind != Kind::Cache {
            return Err(format!("invalid cache sharing set for {} mount", kind.name()));
        }
        if kind == Kind::Ssh && !self.source.is_empty() {
            return Err("ssh does not support source".to_owned());
        }
        Ok(())
    }
}

/// Checks a key that only Podman has.
fn podman_field(key: &MountKey, value: Option<&str>) -> Result<(), MountError> {
    let name = key.name;
    if key.value == MountValue::Nothing {
        let message = || format!("{name}: must not provide an argument for option").into();
        return value.map_or(Ok(()), |_| Err(message()));
    }
    let Some(value) = value.filter(|value| !value.is_empty()) else {
        return Err(format!("{name}: must provide an argument for option").into());
    };
    // Buildah checks the other values only when it mounts.
    let words = key.words(Engine::Podman);
    if words.is_empty() || words.contains(&value) {
        return Ok(());
    }
    Err(MountError {
        message: format!("{name}: {}: invalid mount option", quote(value)),
        suggestion: nearest(value, words.iter().copied()),
        note: None,
    })
}

/// Whether a mount with these fields is valid in a stage whose working directory is `/`.
pub fn is_mount<'a>(engine: Engine, fields: impl IntoIterator<Item = &'a str>) -> bool {
    let mut reader = MountReader::new(engine);
    for field in fields {
        let (key, value) = field.split_once('=').map_or((field, None), |(key, value)| (key, Some(value)));
        if reader.field(key, value, field).is_err() {
            return false;
        }
    }
    let is_directory = reader.kind.is_directory();
    let has_target = !reader.target.trim_matches('/').is_empty();
    reader.finish().is_ok() && (!is_directory || has_target)
}

/// Whether go-units parses a text as a size: a number, an optional space, a unit up to `p`, with
/// `b` or `ib`.
fn is_size(text: &str) -> bool {
    let end = text.rfind(|c: char| c.is_ascii_digit() || c == '.' || c == ' ').map_or(0, |at| at + 1);
    let (number, unit) = text.split_at(end);
    let number = number.strip_suffix(' ').unwrap_or(number);
    let is_number = number.parse::<f64>().is_ok_and(|number| number >= 0.0)
        && number.bytes().all(|b| b.is_ascii_digit() || matches!(b, b'.' | b'+' | b'-' | b'e' | b'E'));
    let unit = unit.to_lowercase();
    is_number
        && (matches!(unit.as_str(), "" | "b")
            || (unit.starts_with(['k', 'm', 'g', 't', 'p']) && matches!(&unit[1..], "" | "b" | "ib")))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn sizes() {
        for good in ["1", "1.5g", "64MiB", "10 kb", "0", "5b"] {
            assert!(is_size(good), "{good}");
        }
        for bad in ["", "abc", "-1", "1x", "1gg", "1ebb"] {
            assert!(!is_size(bad), "{bad}");
        }
    }
}
