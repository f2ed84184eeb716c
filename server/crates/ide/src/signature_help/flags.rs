//! The value of a flag: what is being typed of it.

use std::ops::Range;

use super::{Asked, Parameter, Signature, SignatureHelp, signature};
use crate::written::Parts;
use dockwright_analysis::spec::{
    Engine, Entry, FlagValue, Instruction, Language, Topic,
    layout::Layout,
    mounts::{MountKey, MountKind, MountValue},
};

/// The signature of the flag whose value the cursor is in.
pub(super) fn at(asked: &Asked<'_>, instruction: Instruction, parts: &Parts) -> Option<SignatureHelp> {
    let is_at = |range: &Range<usize>| range.start < asked.cursor && asked.cursor <= range.end;
    let flag = parts.flags.iter().find(|flag| is_at(&flag.range))?;
    let (name, before) = asked.text[flag.range.start..asked.cursor].split_once('=')?;
    let spec = instruction.spec().flag_of(asked.engine, name.strip_prefix("--")?)?;
    if spec.value == FlagValue::Mount {
        return Some(mount(&asked.text[flag.range.clone()], before, asked));
    }
    let (topic, id) = instruction.spec().flag_entry(spec);
    let text = topic.entry(asked.language, &id)?;
    let mut layout = Layout { label: format!("--{}", spec.name), parameters: Vec::new() };
    spec.value.push_to(&mut layout);
    let typed = spec.value.separator().map_or(0, |separator| before.matches(separator).count());
    let active_parameter = Some(typed).filter(|typed| *typed < layout.parameters.len());
    let signature = signature(layout, text.summary(), asked.language);
    Some(SignatureHelp {
        signatures: vec![signature],
        active_signature: 0,
        active_parameter,
        is_free_text: false,
    })
}

/// `--mount`: the keys for the type that is named so far.
fn mount(flag: &str, before: &str, asked: &Asked<'_>) -> SignatureHelp {
    let (engine, language) = (asked.engine, asked.language);
    let fields = || flag.split_once('=').map_or("", |(_, value)| value).split(',').map(unquoted);
    let kind = fields().find_map(|field| {
        let (key, value) = field.split_once('=')?;
        key.eq_ignore_ascii_case("type").then(|| MountKind::named(value)).flatten()
    });
    let kind = kind.unwrap_or_default();
    let keys: Vec<&MountKey> = kind.keys_of(engine).collect();
    let mut fields_before = before.split(',').map(unquoted);
    let field = fields_before.next_back().unwrap_or_default();
    let used: Vec<&str> = fields_before
        .filter_map(|field| MountKey::of(engine, field.split('=').next().unwrap_or_default()))
        .map(|key| key.name)
        .collect();
    let active_parameter = match field.split_once('=') {
        Some((name, _)) => {
            MountKey::of(engine, name).and_then(|named| keys.iter().position(|key| key.name == named.name))
        }
        None => keys.iter().position(|key| {
            let mut names = key.names();
            let is_meant = |name: &str| match key.engine {
                Engine::Docker => name.starts_with(&field.to_ascii_lowercase()),
                Engine::Podman => name.starts_with(field),
            };
            !used.contains(&key.name) && names.any(is_meant)
        }),
    };
    let signature = mount_signature(kind, &keys, engine, language);
    SignatureHelp { signatures: vec![signature], active_signature: 0, active_parameter, is_free_text: false }
}

fn mount_signature(kind: MountKind, keys: &[&MountKey], engine: Engine, language: Language) -> Signature {
    let entry = |id: &str| Topic::Run.entry(language, id);
    let mut label = "--mount=".to_owned();
    let mut parameters = Vec::new();
    for key in keys {
        let is_type = key.value == MountValue::Kind;
        if !is_type {
            label.push_str("[,");
        }
        let start = label.len();
        label.push_str(key.name);
        let value = match key.value {
            MountValue::Kind => "=",
            MountValue::Target | MountValue::Source => "=<path>",
            MountValue::From => "=<stage or image>",
            MountValue::Bool | MountValue::Nothing => "",
            MountValue::Id | MountValue::Name => "=<name>",
            MountValue::Sharing | MountValue::Word(_) => &format!("={}", key.words(engine).join("|")),
            MountValue::Size => "=<size>",
            MountValue::Mode => "=<mode>",
            MountValue::Number => "=<number>",
        };
        label.push_str(value);
        if is_type {
            label.push_str(kind.name());
        }
        let documentation = key.topic().entry(language, &key.entry(kind));
        let documentation = documentation.map_or_else(String::new, |entry| entry.text.to_owned());
        parameters.push(Parameter { label: start..label.len(), documentation });
        if !is_type {
            label.push(']');
        }
    }
    let documentation = entry(&kind.entry()).map(Entry::summary);
    Signature { label, documentation: documentation.unwrap_or_default(), parameters }
}

fn unquoted(field: &str) -> &str {
    field.trim_matches(['"', '\''])
}
