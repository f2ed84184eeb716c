//! Checks the mounts and devices of RUN once variables are expanded.

use std::ops::Range;

use dockwright_texts::titles;

use super::{
    super::{expansion, paths::join_path, values::mounts::MountReader},
    Flow,
};
use crate::{
    facts::{
        Facts,
        operands::{Mount, MountField},
    },
    fix::Fix,
    problem::{Phase, Problem, Refusal},
    spec::{
        Engine, FlagValue, Instruction,
        mounts::{MountKey, MountKind, MountValue},
    },
};

impl Flow<'_> {
    pub(super) fn run(&mut self, facts: &Facts, mounts: &[Mount]) {
        for mount in mounts {
            self.mount(mount);
        }
        let mut known = facts.known_flags();
        let device = known.find(|(flag, spec)| spec.value == FlagValue::Device && flag.text.contains('='));
        if let Some((flag, _)) = device.filter(|_| !self.has_devices) {
            let message = "device feature is only supported in Dockerfile frontend 1.14.0-labs or later";
            self.refuse(Refusal::InvalidDevice, flag.range.clone(), message);
        }
    }

    fn mount(&mut self, mount: &Mount) {
        let engine = self.inputs.engine;
        let mut reader = MountReader::new(engine);
        // Each field may change the meaning of the following ones.
        let mut unless = None;
        let mut source = None;
        for field in &mount.fields {
            let value = match &field.value {
                Some(value) => match self.expand(value) {
                    Some(expansion) => {
                        unless = unless.or_else(|| expansion.unless());
                        if field.is(MountValue::Source) {
                            source = Some((value.range.clone(), expansion.clone()));
                        }
                        Some((expansion.text, &value.text))
                    }
                    None => return,
                },
                None => None,
            };
            let text = match &value {
                Some((_, written)) => format!("{}={written}", field.key.text),
                None => field.key.text.clone(),
            };
            let value_text = value.as_ref().map(|(text, _)| text.as_str());
            if let Err(error) = reader.field(&field.key.text, value_text, &text) {
                let whole = match &field.value {
                    Some(value) => field.key.range.start..value.range.end.max(field.key.range.end),
                    None => field.key.range.clone(),
                };
                let range = if whole.is_empty() { mount.range.clone() } else { whole };
                let mut problem = Problem::new(Refusal::InvalidMount, Phase::Convert, range, error.message);
                problem.fix = correction(field, error.suggestion);
                problem.suggestion = error.suggestion.map(str::to_owned);
                problem.note = error.note;
                problem.unless = unless;
                self.problems.push(problem);
                return;
            }
        }
        let range = mount.range.clone();
        if let Err(message) = reader.finish() {
            self.refuse_unless(unless, Refusal::InvalidMount, range, message);
            return;
        }
        if let Some((range, path)) =
            source.filter(|_| reader.kind == MountKind::Bind && reader.from.is_empty())
        {
            self.remark_source(range, &path, Instruction::Run);
        }
        if !reader.kind.is_directory() || mount.fields.is_empty() || engine == Engine::Podman {
            return;
        }
        // Only relative paths are cleaned.
        let is_root = if reader.target.starts_with('/') {
            reader.target == "/"
        } else {
            let directory = self.state.workdir.text.replace('\\', "/");
            let workdir = &self.state.workdir;
            unless = unless.or_else(|| expansion::unless(workdir.is_certain, workdir.argument.as_ref()));
            join_path(&directory, &reader.target) == "/"
        };
        if is_root {
            self.refuse_unless(unless, Refusal::InvalidMount, range, "invalid mount target \"/\"");
        }
    }
}

/// A fix that writes the word that was probably meant, if the text is plain.
fn correction(field: &MountField, suggestion: Option<&'static str>) -> Option<Fix> {
    let (key, value) = (&field.key, &field.value);
    let is_plain = |range: &Range<usize>, text: &str| range.len() == text.len();
    let (range, word) = match (suggestion, value) {
        (Some(word), _) if MountKey::named(&key.text).is_none() && is_plain(&key.range, &key.text) => {
            (&key.range, word.to_owned())
        }
        (Some(word), Some(value)) if value.literal().is_some() && is_plain(&value.range, &value.text) => {
            (&value.range, word.to_owned())
        }
        (None, None) if is_plain(&key.range, &key.text) => {
            (&key.range, format!("type={}", MountKind::named(&key.text)?.name()))
        }
        _ => return None,
    };
    Some(Fix::replace(titles::change_to(&word), range.clone(), word).unsafe_choice())
}
