//! Completion of the fields of `RUN --mount`.

use super::{Acc, CompletionItem, CompletionKind, image, paths};
use dockwright_analysis::{
    cursor::{FlagTyping, MountFields, Token, Typing},
    spec::{
        Engine,
        mounts::{MOUNT_KINDS, MountKey, MountKind, MountValue},
        package_managers::{PACKAGE_MANAGERS, SHARED_CACHE},
        usual,
    },
};
use dockwright_texts::Topic;

/// How many bytes after the cursor are searched for the programs that use the mount.
const SCRIPT: usize = 1024;

pub(super) fn complete(site: &Typing<'_>, flag: &FlagTyping, value: &str, acc: &mut Acc<'_>) {
    let (fields, field) = MountFields::before(site.engine(), value);
    // The following text belongs to other fields.
    let end = flag.token.range.end.min(
        site.line.offset
            + site.line.rest.find(|c: char| c == ',' || c.is_whitespace()).unwrap_or(site.line.rest.len()),
    );
    // The flag may span several lines, so its start cannot be used.
    let start = site.line.offset.saturating_sub(field.len()).max(flag.value_token.range.start);
    let written = fields.value(MountValue::Kind);
    let kind = written.map_or(Some(MountKind::default()), MountKind::named);
    let whole = Token::new(start..end, field);
    let Some((name, text)) = field.split_once('=') else {
        if written.is_none() {
            for item in kinds(&whole, "type=") {
                acc.push(item);
            }
        }
        if let Some(kind) = kind {
            keys(kind, &fields, "", &whole, acc);
        }
        return;
    };
    let Some(key) = fields.key(name) else { return };
    // A mount of a directory is not complete without a target.
    let named = MountKind::named(text).filter(|kind| key.value == MountValue::Kind && kind.is_directory());
    if let Some(kind) = named.filter(|kind| kind.name() == text)
        && start + field.len() == end
        && fields.value(MountValue::Target).is_none()
    {
        let with_kind =
            MountFields { written: [fields.written, vec![(name, Some(text))]].concat(), ..fields };
        keys(kind, &with_kind, ",", &Token::new(end..end, ""), acc);
        return;
    }
    let value = Token::new(start + name.len() + 1..end, text);
    values(site, kind.unwrap_or_default(), key, &value, acc);
}

/// Offers the keys that are not given yet, each with `lead` before it.
fn keys(kind: MountKind, fields: &MountFields<'_>, lead: &str, token: &Token, acc: &mut Acc<'_>) {
    let is_free = |key: &&MountKey| key.value != MountValue::Kind && !fields.has(key);
    let keys = kind.keys_of(fields.engine).filter(is_free);
    // After `type=cache`, Docker's own keys are enough.
    let keys = keys.filter(|key| lead.is_empty() || key.engine == Engine::Docker);
    for (at, key) in keys.enumerate() {
        let label = format!("{lead}{}{}", key.name, if key.is_bare() { "" } else { "=" });
        let rank = match key.engine {
            Engine::Docker => 20 + usual::place_in(&usual::MOUNT_KEYS, key.name),
            Engine::Podman => 30 + u8::try_from(at).unwrap_or(0),
        };
        let item = CompletionItem::new(CompletionKind::Key, label, token).rank(rank);
        acc.push(item.opens_list(!key.is_bare()).doc(key.topic(), &key.entry(kind)));
    }
}

/// The types of mounts, each with `lead` before it.
fn kinds(token: &Token, lead: &str) -> impl Iterator<Item = CompletionItem> {
    MOUNT_KINDS.iter().map(move |(name, kind)| {
        let item_kind = if lead.is_empty() { CompletionKind::Value } else { CompletionKind::Key };
        let item = CompletionItem::new(item_kind, format!("{lead}{name}"), token);
        let item = item.rank(10 + usual::place_in(&usual::MOUNT_TYPES, name));
        item.opens_list(!lead.is_empty() && kind.is_directory()).doc(Topic::Run, &kind.entry())
    })
}

fn values(site: &Typing<'_>, kind: MountKind, key: &MountKey, token: &Token, acc: &mut Acc<'_>) {
    let value = |label: &str| CompletionItem::new(CompletionKind::Value, label, token);
    match key.value {
        MountValue::Kind => kinds(token, "").for_each(|item| acc.push(item)),
        MountValue::From => image::from(site, token, acc),
        MountValue::Target => targets(site, kind, token, acc),
        MountValue::Source if kind == MountKind::Bind => paths::sources(site, token, acc),
        MountValue::Sharing | MountValue::Word(_) => {
            for word in key.words(site.engine()) {
                acc.push(value(word).doc(key.topic(), &key.word_entry(kind, word)));
            }
        }
        MountValue::Bool => key.words(site.engine()).iter().for_each(|word| acc.push(value(word))),
        MountValue::Mode => {
            let modes = if kind == MountKind::Tmpfs { usual::TMPFS_MODES } else { usual::MOUNT_MODES };
            for mode in modes {
                acc.push(value(mode).example());
            }
        }
        MountValue::Size => usual::MOUNT_SIZES.iter().for_each(|size| acc.push(value(size).example())),
        MountValue::Source | MountValue::Id | MountValue::Name | MountValue::Number | MountValue::Nothing => {
        }
    }
}

/// The usual targets of mounts. For caches, the paths that the programs of the RUN and of the base
/// image use.
fn targets(site: &Typing<'_>, kind: MountKind, token: &Token, acc: &mut Acc<'_>) {
    let value = |label: &str| CompletionItem::new(CompletionKind::Value, label, token);
    match kind {
        MountKind::Cache => {
            let script = super::after(site, SCRIPT);
            let base = site.line.spot.stage.and_then(|stage| site.line.document.model().base_image(stage));
            let usual = base.map_or(&[][..], usual::managers_of_image);
            for manager in PACKAGE_MANAGERS {
                let has = |program: &str| manager.programs.contains(&program);
                let is_used = script.split(' ').any(|word| has(word.rsplit('/').next().unwrap_or(word)));
                let rank = match (is_used, usual.iter().any(|program| has(program))) {
                    (true, _) => 10,
                    (false, true) => 15,
                    (false, false) => 20,
                };
                for folder in manager.caches_in(base) {
                    acc.push(value(folder.target).name().detail(manager.programs[0]).rank(rank));
                }
            }
            acc.push(value(SHARED_CACHE).name().rank(20));
        }
        MountKind::Tmpfs => acc.push(value("/tmp").example()),
        MountKind::Bind | MountKind::Secret | MountKind::Ssh => {}
    }
}
