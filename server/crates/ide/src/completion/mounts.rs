//! The fields of `RUN --mount`.

use super::{
    Acc, CompletionItem, CompletionKind, Token, arguments, image,
    site::{FlagSite, Site, token},
};
use dockwright_analysis::spec::{
    Engine, Topic,
    mounts::{MountKey, MountKind, MountValue},
    usual,
};

/// What is usually cached, by the tool whose folder it is.
const CACHES: [(&str, &str); 18] = [
    ("/var/cache/apt", "apt-get"),
    ("/var/lib/apt", "apt-get"),
    ("/etc/apk/cache", "apk"),
    ("/var/cache/dnf", "dnf"),
    ("/root/.cache/pip", "pip"),
    ("/root/.cache/uv", "uv"),
    ("/root/.npm", "npm"),
    ("/usr/local/share/.cache/yarn", "yarn"),
    ("/root/.local/share/pnpm/store", "pnpm"),
    ("/go/pkg/mod", "go"),
    ("/root/.cache/go-build", "go"),
    ("/usr/local/cargo/registry", "cargo"),
    ("/root/.m2", "maven"),
    ("/root/.gradle", "gradle"),
    ("/root/.nuget/packages", "dotnet"),
    ("/tmp/composer", "composer"),
    ("/usr/local/bundle/cache", "bundler"),
    ("/root/.cache", ""),
];
/// Other names of keys.
const ALIASES: [(&str, &str); 5] = [
    ("dst", "target"),
    ("destination", "target"),
    ("src", "source"),
    ("ro", "readonly"),
    ("rw", "readwrite"),
];
/// The names of the key that says where a mount appears.
const TARGETS: [&str; 3] = ["target", "dst", "destination"];
/// So many bytes after the cursor are searched for the programs that the mount is for.
const SCRIPT: usize = 1024;
/// Keys that need no value.
const BARE: [&str; 3] = ["readonly", "readwrite", "required"];

pub(super) fn complete(site: &Site<'_>, flag: &FlagSite, value: &str, acc: &mut Acc<'_>) {
    let at = value.rfind(',').map_or(0, |at| at + 1);
    let (before, field) = value.split_at(at);
    let fields: Vec<(&str, &str)> = before
        .split(',')
        .filter(|field| !field.is_empty())
        .map(|it| it.split_once('=').unwrap_or((it, "")))
        .collect();
    let of =
        |name: &str| fields.iter().find(|(key, _)| key.eq_ignore_ascii_case(name)).map(|(_, value)| *value);
    // What follows belongs to other fields.
    let end = flag.token.range.end.min(
        site.offset + site.rest.find(|c: char| c == ',' || c.is_whitespace()).unwrap_or(site.rest.len()),
    );
    // Not from the start of the flag, which may go on over the end of a line.
    let start = site.offset.saturating_sub(field.len()).max(flag.value_start);
    let kind = of("type").unwrap_or("bind").to_ascii_lowercase();
    let whole = token(start..end, field);
    match field.split_once('=') {
        None => {
            keys(&kind, of("type").is_some(), &fields, "", &whole, acc);
            if site.engine() == Engine::Podman {
                podman_keys(&kind, &fields, &whole, acc);
            }
        }
        // Without a target, a mount of these types is not finished.
        Some(("type", kind @ ("cache" | "bind" | "tmpfs")))
            if start + field.len() == end && TARGETS.iter().all(|key| of(key).is_none()) =>
        {
            let fields = [fields, vec![("type", kind)]].concat();
            keys(kind, true, &fields, ",", &token(end..end, ""), acc);
        }
        Some((key, text)) => {
            let value = token(start + key.len() + 1..end, text);
            let key = ALIASES.iter().find(|(alias, _)| *alias == key).map_or(key, |(_, key)| *key);
            values(site, &kind, key, &value, acc);
        }
    }
}

/// The keys that only Podman has.
fn podman_keys(kind: &str, fields: &[(&str, &str)], token: &Token, acc: &mut Acc<'_>) {
    let Some(kind) = MountKind::named(kind) else { return };
    let own = kind.keys_of(Engine::Podman).filter(|key| key.engine == Engine::Podman);
    for (at, key) in own.enumerate() {
        if fields.iter().any(|(written, _)| *written == key.name) {
            continue;
        }
        let label = if key.is_bare() { key.name.to_owned() } else { format!("{}=", key.name) };
        let item = CompletionItem::new(CompletionKind::Key, label, token);
        let item = item.rank(30 + u8::try_from(at).unwrap_or(0)).opens_list(!key.is_bare());
        acc.push(item.doc(key.topic(), &key.entry(kind)));
    }
}

/// The keys of a mount, each with `lead` before it.
fn keys(kind: &str, has_type: bool, fields: &[(&str, &str)], lead: &str, token: &Token, acc: &mut Acc<'_>) {
    if !has_type {
        for kind in kinds() {
            let item = CompletionItem::new(CompletionKind::Key, format!("type={kind}"), token);
            let item = item.rank(10 + usual::place_in(&usual::MOUNT_TYPES, kind));
            let item = item.opens_list(matches!(kind, "cache" | "bind" | "tmpfs"));
            acc.push(item.doc(Topic::Run, &format!("--mount=type={kind}")));
        }
    }
    let prefix = format!("--mount=type={kind},");
    for id in Topic::Run.ids() {
        let Some(key) = id.strip_prefix(&prefix).filter(|key| !key.contains('=')) else { continue };
        let is_it = |written: &str| {
            ALIASES.iter().find(|(alias, _)| *alias == written).map_or(written, |(_, key)| *key) == key
        };
        if fields.iter().any(|(written, _)| is_it(written)) || !is_in(acc, kind, key) {
            continue;
        }
        let label = format!("{lead}{key}{}", if BARE.contains(&key) { "" } else { "=" });
        let item = CompletionItem::new(CompletionKind::Key, label, token).doc(Topic::Run, id);
        acc.push(item.rank(20 + usual::place_in(&usual::MOUNT_KEYS, key)).opens_list(!BARE.contains(&key)));
    }
}

/// Whether the engine has a key of Docker's.
fn is_in(acc: &Acc<'_>, kind: &str, key: &str) -> bool {
    let engine = acc.document.context().inputs.engine;
    MountKind::named(kind).is_none_or(|kind| kind.keys_of(engine).any(|known| known.name == key))
}

/// The types of mounts.
fn kinds() -> impl Iterator<Item = &'static str> {
    Topic::Run.ids().filter_map(|id| id.strip_prefix("--mount=type=").filter(|kind| !kind.contains(',')))
}

fn values(site: &Site<'_>, kind: &str, key: &str, token: &Token, acc: &mut Acc<'_>) {
    let value = |label: &str| CompletionItem::new(CompletionKind::Value, label, token);
    match key {
        "type" => {
            for kind in kinds() {
                let item = value(kind).rank(10 + usual::place_in(&usual::MOUNT_TYPES, kind));
                acc.push(item.doc(Topic::Run, &format!("--mount=type={kind}")));
            }
        }
        "from" => image::from(site, token, acc),
        "sharing" => {
            for id in Topic::Run.ids() {
                if let Some(sharing) = id.strip_prefix("--mount=type=cache,sharing=")
                    && site.engine().sharings().contains(&sharing)
                {
                    acc.push(value(sharing).doc(Topic::Run, id));
                }
            }
        }
        "target" if kind == "cache" => {
            let script = super::after(site, SCRIPT);
            let is_used = |tool: &str| !tool.is_empty() && script.split(' ').any(|word| word == tool);
            let base = site.stage.and_then(|stage| arguments::base_image(site, stage));
            let usual = base.map_or(&[][..], usual::managers_of_image);
            for (path, tool) in CACHES {
                let rank = match (is_used(tool), usual.contains(&tool)) {
                    (true, _) => 10,
                    (false, true) => 15,
                    (false, false) => 20,
                };
                acc.push(value(path).name().detail(tool).rank(rank));
            }
        }
        "target" if kind == "tmpfs" => acc.push(value("/tmp").example()),
        "readonly" | "readwrite" | "required" => {
            acc.push(value("true"));
            acc.push(value("false"));
        }
        "mode" => ["0600", "0644", "0755"].iter().for_each(|mode| acc.push(value(mode).example())),
        "size" => ["64m", "256m", "1g"].iter().for_each(|size| acc.push(value(size).example())),
        "tmpfs-size" => ["64m", "256m", "1g"].iter().for_each(|size| acc.push(value(size).example())),
        "tmpfs-mode" => ["0700", "0755", "1777"].iter().for_each(|mode| acc.push(value(mode).example())),
        "source" if kind == "bind" => super::paths::sources(site, token, acc),
        _ if site.engine() == Engine::Podman => {
            let Some(key) = MountKey::of_podman(key) else { return };
            let MountValue::Word(words) = key.value else { return };
            for word in words {
                acc.push(value(word).doc(Topic::Podman, &format!("--mount,{}={word}", key.name)));
            }
        }
        _ => {}
    }
}
