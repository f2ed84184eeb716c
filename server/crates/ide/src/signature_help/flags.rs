//! The value of a flag: what is being typed of it.

use super::{Parameter, Signature, SignatureHelp, signature};
use dockwright_analysis::{
    cursor::Typing,
    spec::{
        Engine, Entry, FlagValue, Language, Topic,
        mounts::{MountKey, MountKind, MountValue},
        signatures::Layout,
    },
};

/// The signature of the flag whose value the cursor is in.
pub(super) fn at(typing: &Typing<'_>, language: Language) -> Option<SignatureHelp> {
    let flag = typing.flag.as_ref()?;
    let before = flag.value.as_deref()?;
    let spec = typing.flag_spec(&flag.name)?;
    if spec.value == FlagValue::Mount {
        let whole = typing.whole_flag(flag);
        let value = whole.split_once('=').map_or("", |(_, value)| value);
        return Some(mount(value, before, typing.engine(), language));
    }
    let (topic, id) = typing.instruction.spec().flag_entry(spec);
    let text = topic.entry(language, &id)?;
    let mut layout = Layout { label: format!("--{}", spec.name), parameters: Vec::new() };
    spec.value.push_to(&mut layout);
    let typed = spec.value.separator().map_or(0, |separator| before.matches(separator).count());
    let active_parameter = Some(typed).filter(|typed| *typed < layout.parameters.len());
    let signature = signature(layout, text.summary(), language);
    Some(SignatureHelp {
        signatures: vec![signature],
        active_signature: 0,
        active_parameter,
        is_free_text: false,
    })
}

/// `--mount`: the keys for the type that is named so far.
fn mount(value: &str, before: &str, engine: Engine, language: Language) -> SignatureHelp {
    let kind = value.split(',').map(unquoted).find_map(|field| {
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
