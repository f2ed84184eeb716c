//! The mounts of a RUN as hadolint compares them.

use dockwright_analysis::facts::Facts;

/// The folders that the cache and tmpfs mounts of a RUN keep out of the image.
fn folders(facts: &Facts) -> impl Iterator<Item = &str> {
    mounts(facts).filter_map(|fields| {
        let field = |names: &[&str]| {
            let mut pairs = fields.split(',').filter_map(|field| field.split_once('='));
            pairs.find(|(name, _)| names.contains(name)).map(|(_, value)| value.trim_matches(['"', '\'']))
        };
        matches!(field(&["type"])?, "cache" | "tmpfs").then_some(())?;
        field(&["target", "dst", "destination"])
    })
}

fn mounts(facts: &Facts) -> impl Iterator<Item = &str> {
    facts.flags.iter().filter_map(|flag| flag.text.strip_prefix("--mount="))
}

/// Whether a mount covers a folder: is at it or below it.
pub(super) fn covers(facts: &Facts, folder: &str) -> bool {
    folders(facts).any(|mounted| {
        let rest = mounted.trim_end_matches('/').strip_prefix(folder);
        rest.is_some_and(|rest| rest.is_empty() || rest.starts_with('/'))
    })
}

/// Whether the path of a mount has a text in it.
pub(super) fn contains(facts: &Facts, text: &str) -> bool {
    folders(facts).any(|mounted| mounted.contains(text))
}

/// Whether two RUN have the same flags, in any order.
pub(super) fn are_equal(a: &Facts, b: &Facts) -> bool {
    let flags = |facts: &Facts| {
        let normal = |text: &str| match text.strip_prefix("--mount=") {
            Some(mount) => {
                let mut fields: Vec<&str> = mount.split(',').collect();
                fields.sort_unstable();
                fields.join(",")
            }
            None => text.to_owned(),
        };
        let mut flags: Vec<String> = facts.flags.iter().map(|flag| normal(&flag.text)).collect();
        flags.sort_unstable();
        flags
    };
    a.flags.is_empty() && b.flags.is_empty() || flags(a) == flags(b)
}
