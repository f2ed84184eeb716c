//! Hovers for the fields of `RUN --mount`: types, keys and values.

use super::{Hover, card, mode};
use dockwright_analysis::{
    cursor::Line,
    facts::operands::{Mount, Operands},
    model::place::Spot,
    spec::{
        Engine, Since,
        mounts::{MountKey, MountKind, MountValue},
    },
    usage::{shift, touches},
};
use dockwright_texts::{Language, Topic};

/// The key or value at an offset.
pub(super) fn hover(line: &Line<'_>, spot: &Spot<'_>, language: Language) -> Option<Hover> {
    let relative = line.offset - spot.placed.start;
    let Operands::Run(mounts) = &spot.facts().operands else { return None };
    let mount = mounts.iter().find(|mount| touches(&mount.range, relative))?;
    let kind = kind(mount);
    mount.fields.iter().find_map(|field| {
        let value = field.value.as_ref();
        let is_key = touches(&field.key.range, relative);
        let range = if is_key { &field.key.range } else { &value?.range };
        if !touches(range, relative) || range.is_empty() {
            return None;
        }
        let key = MountKey::of(Engine::Podman, &field.key.text)?;
        let text = if is_key { None } else { about_value(key, kind, &value?.text, language) };
        let markdown = text.or_else(|| about_key(key, kind, language))?;
        let is_missing =
            key.engine == Engine::Podman && line.document.context().inputs.engine == Engine::Docker;
        let markdown = if is_missing { card::only_podman(&markdown, language) } else { markdown };
        Some(Hover { range: shift(range, spot.placed.start), markdown })
    })
}

/// The type of a mount, by default the first one.
fn kind(mount: &Mount) -> MountKind {
    mount.value(MountValue::Kind).and_then(|value| MountKind::named(&value.text)).unwrap_or_default()
}

/// The meaning of a key for a type of mount, or for the first type that has it.
fn about_key(key: &MountKey, kind: MountKind, language: Language) -> Option<String> {
    if key.engine == Engine::Podman {
        let text = key.topic().entry(language, &key.entry(kind))?.text;
        return Some(card::with_podman_source(text, language));
    }
    let kinds = [kind].into_iter().chain(key.kinds.iter().copied());
    kinds.filter(|kind| key.kinds.contains(kind)).find_map(|kind| {
        let is_kind = key.value == MountValue::Kind;
        let anchor = if is_kind { "run---mount".to_owned() } else { anchor(kind) };
        let text = Topic::Run.entry(language, &key.entry(kind))?.text;
        Some(card::with_source(text, key.since, &anchor, language))
    })
}

fn about_value(key: &MountKey, kind: MountKind, value: &str, language: Language) -> Option<String> {
    match key.value {
        MountValue::Kind => {
            let kind = MountKind::named(value)?;
            let text = Topic::Run.entry(language, &kind.entry())?.text;
            Some(card::with_source(text, None::<Since>, &anchor(kind), language))
        }
        MountValue::Sharing => {
            // The key is also explained for the other mount types, which reject it.
            let kind = key.kinds.iter().copied().find(|own| *own == kind).or(key.kinds.first().copied())?;
            let text = Topic::Run.entry(language, &key.word_entry(kind, &value.to_ascii_lowercase()))?.text;
            Some(card::with_source(text, None::<Since>, &anchor(kind), language))
        }
        MountValue::Mode => mode::spelt_out(value, language),
        MountValue::Word(_) => {
            let text = key.topic().entry(language, &key.word_entry(kind, value))?.text;
            Some(card::with_podman_source(text, language))
        }
        MountValue::Nothing
        | MountValue::Target
        | MountValue::Source
        | MountValue::From
        | MountValue::Bool
        | MountValue::Id
        | MountValue::Name
        | MountValue::Size
        | MountValue::Number => None,
    }
}

fn anchor(kind: MountKind) -> String {
    format!("run---mounttype{}", kind.name())
}
