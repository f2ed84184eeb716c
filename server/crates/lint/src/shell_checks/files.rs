//! Commands on files that do more, or less, than they seem to.

use super::{
    Unless,
    atoms::{AtomKind, Braced},
    script::{Script, Word, is_pattern},
};

/// The rest of a path if its variables are empty.
const DANGEROUS: [&str; 15] = [
    "",
    "/bin",
    "/boot",
    "/dev",
    "/etc",
    "/home",
    "/lib",
    "/lib64",
    "/media",
    "/mnt",
    "/usr",
    "/usr/bin",
    "/usr/local",
    "/usr/share",
    "/var",
];

/// 2114: `rm -rf /usr`. 2115: `rm -rf "$X/"*` removes everything if `X` is empty, and `rm -rf /usr/*` always.
pub(super) fn removal(script: &mut Script<'_>, at: usize) {
    let arguments: Vec<Word> = script.arguments(at).to_vec();
    let is_recursive = |word: &Word| {
        let text = script.slice(word);
        text == "--recursive" || text.starts_with('-') && !text.starts_with("--") && text.contains(['r', 'R'])
    };
    if script.command_name_of(at) != Some("rm") || !arguments.iter().any(is_recursive) {
        return;
    }
    for word in arguments {
        if let Some(path) = script.literal(&word).filter(|_| !is_pattern(script, &word)) {
            let is_of_system = |path: String| {
                path.starts_with('/') && DANGEROUS.contains(&single_slashes(&path).trim_end_matches('/'))
            };
            if alternatives(path).into_iter().any(is_of_system) {
                script.push(2114, word.range.clone());
            }
            continue;
        }
        if let Some(path) = script.literal(&word) {
            let parent = path.strip_suffix('*').and_then(|rest| rest.strip_suffix('/'));
            if path.starts_with('/') && parent.is_some_and(|parent| DANGEROUS.contains(&parent)) {
                script.push(2115, word.range.clone()).unless = Unless::Meant;
            }
            continue;
        }
        let Some(variants) = without_values(script, &word) else { continue };
        let is_dangerous = |path: &String| {
            let rest = path.trim_end_matches('*');
            rest.starts_with('/')
                && (rest.len() == path.len() || rest.ends_with('/'))
                && DANGEROUS.contains(&rest.trim_end_matches('/'))
        };
        if !variants.iter().any(is_dangerous) {
            continue;
        }
        let first = script.atoms_of(&word).iter().find(|atom| atom.kind.is_expansion()).cloned();
        let names = first.as_ref().map(|atom| (atom.kind, script.at(&atom.range), atom.range.clone()));
        let found = script.push(2115, word.range.clone());
        if let Some((kind, text, range)) = names {
            let name = match kind {
                AtomKind::Parameter => Some(&text[1..]),
                AtomKind::Braced => {
                    Braced::read(text).filter(|it| it.rest.is_empty() && it.index.is_none()).map(|it| it.name)
                }
                _ => None,
            };
            if let Some(name) = name {
                found.edits = vec![(range, format!("${{{name}:?}}").into())];
                found.unless = Unless::Plain(name.into());
            }
        }
    }
}

/// A word with its variables empty, once for each of its `{a,b}`; nothing if no variable may be
/// empty.
fn without_values(script: &Script<'_>, word: &Word) -> Option<Vec<String>> {
    let mut text = String::new();
    let mut may_be_empty = false;
    for atom in script.atoms_of(word) {
        let written = script.at(&atom.range);
        match atom.kind {
            AtomKind::Double => {}
            AtomKind::Text => text.push_str(written),
            AtomKind::Single => text.push_str(written.trim_matches('\'')),
            AtomKind::Escape => text.push_str(&written[1..]),
            AtomKind::Braced if Braced::read(written).is_some_and(|it| it.has_default()) => text.push('x'),
            _ => may_be_empty = true,
        }
    }
    if !may_be_empty {
        return None;
    }
    Some(alternatives(text))
}

/// A path once for each of its `{a,b}`.
fn alternatives(path: String) -> Vec<String> {
    let all = path.split_once('{').and_then(|(before, rest)| {
        let (inside, after) = rest.split_once('}')?;
        Some(inside.split(',').map(|part| format!("{before}{part}{after}")).collect::<Vec<_>>())
    });
    all.unwrap_or_else(|| vec![path])
}

fn single_slashes(path: &str) -> String {
    let mut out = path.to_owned();
    while out.contains("//") {
        out = out.replace("//", "/");
    }
    out
}

/// 2174: `mkdir -p -m` sets the mode of the last directory only.
pub(super) fn mode_of_parents(script: &mut Script<'_>, at: usize) {
    if script.command_name_of(at) != Some("mkdir") {
        return;
    }
    let (mut mode, mut has_parents, mut is_value, mut is_deep) = (None, false, false, false);
    for word in script.arguments(at) {
        let text = script.slice(word);
        if std::mem::take(&mut is_value) {
            continue;
        }
        if let Some(long) = text.strip_prefix("--") {
            has_parents |= long == "parents";
            if long == "mode" || long.starts_with("mode=") {
                mode = Some(word.range.clone());
                is_value = long == "mode";
            }
        } else if let Some(letters) = text.strip_prefix('-').filter(|it| !it.is_empty()) {
            let flags = letters.split('m').next().unwrap_or_default();
            has_parents |= flags.contains('p');
            if flags.len() < letters.len() {
                mode = Some(word.range.clone());
                is_value = letters.ends_with('m');
            }
        } else {
            is_deep |= script.literal(word).is_none_or(|path| {
                let mut rest = path.as_str();
                while let Some(next) = rest.strip_prefix("./").or_else(|| rest.strip_prefix("../")) {
                    rest = next;
                }
                rest.contains('/')
            });
        }
    }
    if let Some(mode) = mode.filter(|_| has_parents && is_deep) {
        script.push(2174, mode);
    }
}
