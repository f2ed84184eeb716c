//! The fields of `RUN --mount` after expansion.
//!
//! Source: `parseMount` and `validateMount` in BuildKit's `frontend/dockerfile/instructions`; language.md 3.2.1.

use super::{is_bool, quote};
use crate::{
    go::parse_bool,
    spec::{
        Engine,
        mounts::{MOUNT_KINDS, MountKey, MountKind as Kind, MountValue, SHARINGS, mount_key_names},
        podman,
    },
    suggest::nearest,
};

/// A mount as far as it was read.
#[derive(Debug, Clone, Default)]
pub(in crate::model) struct MountReader {
    engine: Engine,
    pub(in crate::model) kind: Kind,
    pub(in crate::model) target: String,
    pub(in crate::model) source: String,
    pub(in crate::model) from: String,
    id: String,
    sharing: Option<String>,
    /// The first of mode, uid and gid that is set.
    ownership: [bool; 3],
}

/// What BuildKit says of a mount, and what was probably meant.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(in crate::model) struct MountError {
    pub(in crate::model) message: String,
    pub(in crate::model) suggestion: Option<&'static str>,
    /// What the builder does, where the rule does not say it.
    pub(in crate::model) note: Option<String>,
}

impl From<String> for MountError {
    fn from(message: String) -> Self {
        Self { message, suggestion: None, note: None }
    }
}

impl MountReader {
    /// Reads the mounts of a file that an engine builds.
    pub(in crate::model) fn new(engine: Engine) -> Self {
        Self { engine, ..Self::default() }
    }

    /// Takes a field: its key, its value after expansion, and its text as written.
    pub(in crate::model) fn field(
        &mut self,
        key: &str,
        value: Option<&str>,
        text: &str,
    ) -> Result<(), MountError> {
        match self.engine {
            Engine::Docker => self.docker_field(key, value, text).map_err(|error| {
                let is_only_podmans = MountKey::is_only_podmans(key);
                MountError { note: is_only_podmans.then(|| podman::only_podmans(key)), ..error }
            }),
            Engine::Podman => {
                let known = MountKey::of(Engine::Podman, key);
                let read = match known.filter(|key| key.engine == Engine::Podman) {
                    Some(key) => podman_field(key, value),
                    None => self.docker_field(known.map_or(key, |key| key.name), value, text),
                };
                read.map_err(|error| MountError { note: Some(PODMAN_REJECTS.to_owned()), ..error })
            }
        }
    }

    fn docker_field(&mut self, key: &str, value: Option<&str>, text: &str) -> Result<(), MountError> {
        let key = key.to_lowercase();
        let with_size_or_required = |reader: &Self, allowed: &[Kind]| {
            if allowed.contains(&reader.kind) {
                return Ok(());
            }
            Err(format!("unexpected key '{key}' for mount type '{}'", reader.kind.name()))
        };
        let Some(value) = value else {
            return match key.as_str() {
                "readonly" | "ro" | "readwrite" | "rw" => Ok(()),
                "required" => Ok(with_size_or_required(self, &[Kind::Secret, Kind::Ssh])?),
                _ => Err(format!("invalid field '{text}' must be a key=value pair").into()),
            };
        };
        let bad_value = || format!("invalid value for {key}: {value}");
        match key.as_str() {
            "type" => match Kind::named(value) {
                Some(kind) => self.kind = kind,
                None => {
                    return Err(MountError {
                        message: format!("unsupported mount type {}", quote(value)),
                        suggestion: nearest(value, MOUNT_KINDS.iter().map(|(name, _)| *name)),
                        note: None,
                    });
                }
            },
            "from" => value.clone_into(&mut self.from),
            "source" | "src" => value.clone_into(&mut self.source),
            "target" | "dst" | "destination" => value.clone_into(&mut self.target),
            "readonly" | "ro" | "readwrite" | "rw" => {
                if parse_bool(value).is_none() {
                    return Err(bad_value().into());
                }
            }
            "required" => {
                with_size_or_required(self, &[Kind::Secret, Kind::Ssh])?;
                if !is_bool(value) {
                    return Err(bad_value().into());
                }
            }
            "size" => {
                with_size_or_required(self, &[Kind::Tmpfs])?;
                if !is_size(value) {
                    return Err(bad_value().into());
                }
            }
            "id" => value.clone_into(&mut self.id),
            "env" => {}
            "sharing" => {
                let name = value.to_lowercase();
                if !SHARINGS.contains(&name.as_str()) {
                    return Err(MountError {
                        message: format!("unsupported sharing value {}", quote(value)),
                        suggestion: nearest(value, SHARINGS),
                        note: None,
                    });
                }
                self.sharing = Some(name);
            }
            "mode" | "uid" | "gid" => {
                let radix = if key == "mode" { 8 } else { 10 };
                let is_number = !value.starts_with('+') && u32::from_str_radix(value, radix).is_ok();
                if !is_number {
                    return Err(format!("invalid value {value} for {key}").into());
                }
                let at = ["mode", "uid", "gid"].iter().position(|name| *name == key);
                self.ownership[at.unwrap_or_default()] = true;
            }
            _ => {
                return Err(MountError {
                    message: format!("unexpected key '{key}' in '{text}'"),
                    suggestion: self.nearest_key(&key),
                    note: None,
                });
            }
        }
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

    /// What the fields mean together.
    pub(in crate::model) fn finish(&self) -> Result<(), String> {
        let kind = self.kind;
        if matches!(kind, Kind::Bind | Kind::Tmpfs)
            && let Some(at) = self.ownership.iter().position(|&is_set| is_set)
        {
            return Err(format!(
                "{} not allowed for {} type mounts",
                ["mode", "uid", "gid"][at],
                quote(kind.name())
            ));
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

/// What happens to a mount with such a field.
const PODMAN_REJECTS: &str = "Podman rejects the file";

/// A key that only Podman has.
fn podman_field(key: &MountKey, value: Option<&str>) -> Result<(), MountError> {
    let name = key.name;
    match (key.value, value) {
        (MountValue::Nothing, None) => Ok(()),
        (MountValue::Nothing, Some(_)) => {
            Err(format!("{name}: must not provide an argument for option").into())
        }
        (_, None | Some("")) => Err(format!("{name}: must provide an argument for option").into()),
        (MountValue::Word(words), Some(value)) if !words.contains(&value) => Err(MountError {
            message: format!("{name}: {}: invalid mount option", quote(value)),
            suggestion: nearest(value, words.iter().copied()),
            note: None,
        }),
        (_, Some(_)) => Ok(()),
    }
}

/// Whether a mount with these fields is legal in a stage whose working directory is `/`.
pub fn is_mount<'a>(engine: Engine, fields: impl IntoIterator<Item = &'a str>) -> bool {
    let mut reader = MountReader::new(engine);
    for field in fields {
        let (key, value) = field.split_once('=').map_or((field, None), |(key, value)| (key, Some(value)));
        if reader.field(key, value, field).is_err() {
            return false;
        }
    }
    let is_directory = matches!(reader.kind, Kind::Bind | Kind::Cache | Kind::Tmpfs);
    let has_target = !reader.target.trim_matches('/').is_empty();
    reader.finish().is_ok() && (!is_directory || has_target)
}

/// A size as go-units reads it: a number, a blank, a unit up to `p`, with `b` or `ib`.
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
