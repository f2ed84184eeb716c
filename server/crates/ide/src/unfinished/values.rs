//! Values that can still become valid: typical endings of each kind, and Docker's checks of them.

use super::place::{TypedPlace, completes};
use dockwright_analysis::{
    facts::csv,
    go,
    model::{
        image_reference::{ImageReference, check_digest},
        values::{modes, mounts, ports, signals, sources},
    },
    platform::{self, Platform},
    spec::{
        Engine, FlagValue, Instruction,
        mounts::{MOUNT_KEYS, MOUNT_KINDS, MountKey, MountValue},
        podman,
        signals::SIGNALS,
    },
};

/// `80`, `1-2`, `127.0.0.1:80:80`, `80/tcp`: the rest of a number, a range, an address or a
/// protocol.
pub(super) const PORTS: &[&str] = &[
    "1",
    "99",
    "999",
    "9999",
    "5",
    "35",
    "535",
    "5535",
    "65535",
    "1:1",
    "1.1:1:1",
    "1.1.1:1:1",
    ".1:1:1",
    ".1.1:1:1",
    ".1.1.1:1:1",
    "0.1:1:1",
    "0.0.1:1:1",
    ":1",
    "1:1:1",
    "]:1:1",
    ":1]:1:1",
    "tcp",
    "cp",
    "p",
    "udp",
    "dp",
    "sctp",
    "ctp",
    "tp",
];
pub(super) const DURATIONS: &[&str] = &["s", "1s", "ms", "0ms"];
pub(super) const MODES: &[&str] = &["7", "+x", "x", "u+x"];
pub(super) const PATHS: &[&str] = &["/", ":\\\\"];
const IMAGES: &[&str] = &["a", "/a", "a/a", ".a/a", ":a"];
const ALGORITHMS: [&str; 3] = ["sha256:", "sha384:", "sha512:"];
const PLATFORMS: &[&str] = &["a", "1)/a", ")/a"];
/// The fields that a mount may lack besides the key being typed.
const MOUNT_ENDINGS: [&str; 6] =
    ["", ",target=/x", ",id=x", ",type=cache,target=/x", ",type=tmpfs,target=/x", ",type=secret,id=x"];
const QUERY_KEYS: [&str; 10] = [
    "ref",
    "tag",
    "branch",
    "subdir",
    "checksum",
    "commit",
    "mtime",
    "keep-git-dir",
    "submodules",
    "fetch-by-commit",
];

pub(super) fn is_port(text: &str) -> bool {
    ports::ports(text).is_ok()
}

pub(super) fn is_mode(text: &str) -> bool {
    modes::check_mode(text).is_ok()
}

pub(super) fn is_duration(text: &str) -> bool {
    go::parse_duration(text).is_ok_and(|nanoseconds| nanoseconds == 0 || nanoseconds >= 1_000_000)
}

/// Whether a path is absolute on Linux or on Windows.
pub(super) fn is_absolute(text: &str) -> bool {
    text.starts_with('/') || text.len() == 3 && text.ends_with(":\\")
}

pub(super) fn is_count(text: &str) -> bool {
    matches!(go::parse_int32(text), Ok(0..))
}

pub(super) fn is_signal(place: &TypedPlace<'_>) -> bool {
    let names = || SIGNALS.iter().map(|(name, _)| *name);
    let has_number = |text: &str| signals::is_signal(text);
    let with_prefix: Vec<String> = names().map(|name| format!("SIG{name}")).collect();
    place.is_name(names())
        || place.is_name(with_prefix.iter().map(String::as_str))
        || place.is_value(&["1", "+1", "-1"], has_number)
}

pub(super) fn is_platform(place: &TypedPlace<'_>) -> bool {
    place.is_name(platform::names()) || place.is_value(PLATFORMS, |text| Platform::parse(text).is_ok())
}

pub(super) fn is_reference(text: &str) -> bool {
    ImageReference::parse(text).is_ok()
}

pub(super) fn is_image(place: &TypedPlace<'_>) -> bool {
    let Some(text) = place.with_ending("") else { return place.is_variable() };
    // FROM compares stage names exactly, and they are in lower case.
    if place.facts().instruction != Some(Instruction::From) && place.is_stage() {
        return true;
    }
    // Only a registry or a tag can contain upper-case letters.
    let is_plain = !text.contains(['.', ':', '/']);
    if is_plain && text.contains(char::is_uppercase) {
        return place.is_variable();
    }
    let is_digest = text.split_once('@').is_some_and(|(_, digest)| {
        digest_ending(digest).is_some_and(|ending| is_reference(&format!("{text}{ending}")))
    });
    is_digest || place.is_value(IMAGES, is_reference)
}

pub(super) fn is_digest(place: &TypedPlace<'_>) -> bool {
    let Some((before, after)) = place.word() else { return false };
    after.is_empty() && (digest_ending(&before).is_some() || place.is_variable())
}

/// The rest of an incomplete digest.
fn digest_ending(text: &str) -> Option<String> {
    let (algorithm, hex) = text.split_once(':').unwrap_or((text, ""));
    let algorithm = ALGORITHMS.into_iter().find(|name| name.starts_with(algorithm))?;
    let lengths = [64, 96, 128].into_iter().filter_map(|len: usize| len.checked_sub(hex.len()));
    let mut endings = lengths.map(|len| {
        let rest = algorithm.get(text.len()..).unwrap_or_default();
        format!("{rest}{}", "0".repeat(len))
    });
    endings.find(|ending| !ending.is_empty() && check_digest(&format!("{text}{ending}")).is_ok())
}

pub(super) fn is_mount(place: &TypedPlace<'_>) -> bool {
    let Some((before, after)) = mount(place) else { return false };
    let field = before.rsplit(',').next().unwrap_or_default();
    let endings = match field.split_once('=') {
        Some((key, value)) => value_endings(place.engine(), key, value),
        None => key_endings(place.engine(), field),
    };
    place.is_variable()
        || endings.iter().any(|ending| {
            MOUNT_ENDINGS.iter().any(|more| {
                // The other keys come after the existing ones.
                let text = place.expanded(&format!("{before}{ending}{after}{more}"), true);
                text.is_some_and(|text| is_legal_mount(place.engine(), &text))
            })
        })
}

/// The value of the mount at the cursor, split at the cursor.
fn mount(place: &TypedPlace<'_>) -> Option<(String, String)> {
    let (flag, start) = place.facts().known_flags().find_map(|(flag, spec)| {
        let start = flag.range.start + "--=".len() + spec.name.len();
        let is_it = spec.value == FlagValue::Mount && start <= place.cursor && place.cursor <= flag.range.end;
        is_it.then(|| (flag.range.clone(), start))
    })?;
    if !(flag.start..=flag.end).contains(&place.range.start) {
        return None;
    }
    let before = place.joined(start..place.cursor);
    Some((before.into_owned(), place.joined(place.cursor..flag.end).into_owned()))
}

/// The endings that complete a key, each with a value.
fn key_endings(engine: Engine, begun: &str) -> Vec<String> {
    let mut endings = Vec::new();
    let own = if engine == Engine::Podman { &podman::MOUNT_KEYS[..] } else { &[] };
    for key in MOUNT_KEYS.iter().chain(own) {
        for name in key.names() {
            if let Some(rest) = rest_of(name, begun) {
                let value = example(key.value);
                endings.push(if key.is_bare() { rest.to_owned() } else { format!("{rest}={value}") });
            }
        }
    }
    endings
}

/// The endings that complete a value.
fn value_endings(engine: Engine, key: &str, begun: &str) -> Vec<String> {
    let mut endings: Vec<&str> = vec!["", "1", "x"];
    let known = MountKey::of(engine, key);
    if known.is_some_and(|key| key.value == MountValue::Kind) {
        endings.extend(MOUNT_KINDS.iter().filter_map(|(name, _)| rest_of(name, begun)));
    }
    // Any sharing mode that Docker knows is valid.
    let words = known.map_or(&[][..], |key| key.words(Engine::Docker));
    endings.extend(words.iter().filter_map(|word| rest_of(word, begun)));
    endings.into_iter().map(str::to_owned).collect()
}

fn rest_of<'n>(name: &'n str, begun: &str) -> Option<&'n str> {
    if name.eq_ignore_ascii_case(begun) || completes(name, begun, "") {
        name.get(begun.len()..)
    } else {
        None
    }
}

fn example(value: MountValue) -> &'static str {
    match value {
        MountValue::Kind => "cache",
        MountValue::Sharing | MountValue::Word(_) => "shared",
        MountValue::Bool => "true",
        MountValue::Target
        | MountValue::Source
        | MountValue::From
        | MountValue::Id
        | MountValue::Name
        | MountValue::Size
        | MountValue::Mode
        | MountValue::Number
        | MountValue::Nothing => "1",
    }
}

fn is_legal_mount(engine: Engine, text: &str) -> bool {
    csv::record(text)
        .is_ok_and(|fields| mounts::is_mount(engine, fields.iter().map(|field| field.text.as_str())))
}

/// Whether it is a key or a value in the query of a repository URL.
pub(super) fn is_git_source(place: &TypedPlace<'_>) -> bool {
    let Some((before, _)) = place.word() else { return false };
    let Some((_, query)) = before.split_once('?') else { return false };
    let begun = query.rsplit('&').next().unwrap_or_default();
    let is_git = |text: &str| matches!(sources::source(text), sources::Source::Git(Ok(_)));
    let endings: Vec<String> = match begun.split_once('=') {
        Some((_, value)) => {
            let words = ["true", "false"].into_iter().filter_map(|word| rest_of(word, value));
            words.chain(["x"]).map(str::to_owned).collect()
        }
        None => QUERY_KEYS
            .iter()
            .filter_map(|key| rest_of(key, begun))
            .flat_map(|rest| [format!("{rest}=x"), rest.to_owned()])
            .collect(),
    };
    let endings: Vec<&str> = endings.iter().map(String::as_str).collect();
    place.is_value(&endings, is_git)
}
