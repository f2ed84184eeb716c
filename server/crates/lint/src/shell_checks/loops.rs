//! Loops over words.

use std::ops::Range;

use rustc_hash::FxHashSet;

use super::{
    atoms::AtomKind,
    script::{Role, Script, Word, is_list, is_pattern},
};

/// 2041, 2042, 2043, 2066, 2013, 2044, 2045: loops over a single word.
pub(super) fn loops(script: &mut Script<'_>) {
    let only = script.view.loops.iter().filter(|repeat| repeat.words.len() == 1);
    let starts: FxHashSet<usize> =
        only.map(|repeat| script.view.words[repeat.words.start as usize].span.start as usize).collect();
    let is_only = |word: &&Word| word.role == Role::Loop && starts.contains(&word.range.start);
    let words: Vec<Word> = script.words.iter().filter(is_only).cloned().collect();
    for word in words {
        let atoms = script.atoms_of(&word).to_vec();
        if let [atom] = atoms.as_slice()
            && matches!(atom.kind, AtomKind::Command | AtomKind::Backticks)
        {
            loop_over_output(script, &atom.range);
            continue;
        }
        let has_list = atoms.iter().any(|atom| is_list_of_arguments(script.at(&atom.range)));
        let is_changed = is_pattern(script, &word)
            || is_list(script, &word)
            || atoms.iter().any(|atom| !atom.is_quoted && atom.kind.is_expansion());
        let is_expanded = atoms.iter().any(|atom| {
            atom.kind.is_expansion()
                || atom.kind == AtomKind::Text && script.at(&atom.range).contains(['*', '?'])
        });
        let code = match atoms.as_slice() {
            _ if has_list || is_changed => continue,
            [atom] if atom.kind == AtomKind::Single => 2041,
            [atom] if atom.kind == AtomKind::Text && script.at(&atom.range).contains(',') => 2042,
            [quotes, ..] if quotes.range == word.range && is_expanded => 2066,
            _ => 2043,
        };
        script.push(code, word.range.clone());
    }
}

/// `$@`, `${@}`, `${X[@]}`, which stay several words in double quotes.
fn is_list_of_arguments(text: &str) -> bool {
    text == "$@" || text.starts_with("${") && text.contains('@')
}

fn loop_over_output(script: &mut Script<'_>, range: &Range<usize>) {
    let Some(parts) = script.single_pipeline(range) else { return };
    let name = |part: u32| script.command_of(part).and_then(|command| script.command_name_of(command));
    let Some(first) = parts.first().and_then(|part| name(*part)) else { return };
    let code = match first {
        "cat" | "grep" => 2013,
        "find" if parts.len() == 1 => 2044,
        "ls" if parts.len() == 1 => 2045,
        _ => return,
    };
    let subject = first.to_owned();
    script.push_about(code, range.clone(), subject);
}
