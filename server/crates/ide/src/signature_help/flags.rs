//! Signature help for the value of a flag.

use super::{Parameter, Signature, SignatureHelp, signature};
use dockwright_analysis::{
    cursor::{MountFields, Typing},
    spec::{
        Engine, FlagValue,
        layout::Layout,
        mounts::{MountKey, MountKind, MountValue},
    },
};
use dockwright_texts::{Entry, Language, Topic};

/// The signature of the flag whose value contains the cursor.
pub(super) fn at(typing: &Typing<'_>, language: Language) -> Option<SignatureHelp> {
    let flag = typing.flag.as_ref()?;
    let before = flag.value.as_deref()?;
    let spec = typing.flag_spec(&flag.name)?;
    if spec.value == FlagValue::Mount {
        return Some(mount(&typing.whole_value(flag), before, typing.engine(), language));
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

/// `--mount`: the keys for the type that is given so far.
fn mount(value: &str, before: &str, engine: Engine, language: Language) -> SignatureHelp {
    let kind = MountFields::of(engine, value).value(MountValue::Kind);
    let kind = kind.and_then(MountKind::named).unwrap_or_default();
    let keys: Vec<&MountKey> = kind.keys_of(engine).collect();
    let (fields, field) = MountFields::before(engine, before);
    let active_parameter = match field.split_once('=') {
        Some((name, _)) => {
            fields.key(name).and_then(|named| keys.iter().position(|key| key.name == named.name))
        }
        None => keys.iter().position(|key| {
            let mut names = key.names();
            let is_meant = |name: &str| match key.engine {
                Engine::Docker => name.starts_with(&field.to_ascii_lowercase()),
                Engine::Podman => name.starts_with(field),
            };
            !fields.has(key) && names.any(is_meant)
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
