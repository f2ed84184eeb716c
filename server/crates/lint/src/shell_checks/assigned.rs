//! Values that are lists or patterns, although an assignment splits and expands nothing.

use super::{
    atoms::{AtomKind, Braced},
    script::{Role, Script, is_list, is_pattern},
};

/// 2124 for a list of arguments as a value, 2125 for a pattern.
pub(super) fn check(script: &mut Script<'_>) {
    for at in 0..script.words.len() {
        let word = &script.words[at];
        let start = match word.role {
            Role::Value => word.range.start,
            Role::Declared => word.range.start + script.slice(word).find('=').map_or(0, |at| at + 1),
            _ => continue,
        };
        let value = start..word.range.end;
        if script.at(&value).starts_with('(') {
            continue;
        }
        let is_arguments = script.atoms_of(word).iter().any(|atom| {
            let text = script.at(&atom.range);
            match atom.kind {
                AtomKind::Parameter => text == "$@",
                AtomKind::Braced => Braced::read(text)
                    .is_some_and(|it| it.prefix.is_none() && (it.name == "@" || it.index == Some("@"))),
                _ => false,
            }
        });
        let is_pattern = is_pattern(script, word) || is_list(script, word);
        if is_arguments {
            script.push(2124, value.clone());
        }
        if is_pattern {
            script.push(2125, value);
        }
    }
}
