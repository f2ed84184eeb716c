//! Loops over words.

use std::ops::Range;

use rustc_hash::FxHashSet;

use super::{
    atoms::AtomKind,
    script::{Role, Script, Word},
};

/// 2043, 2013, 2044, 2045: loops over a single word.
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
        let is_constant = atoms.iter().all(|atom| match atom.kind {
            AtomKind::Double | AtomKind::Escape => true,
            AtomKind::Text => atom.is_quoted || !script.at(&atom.range).contains(['*', '?', '[', '{', ',']),
            _ => false,
        });
        if is_constant {
            script.push(2043, word.range.clone());
        }
    }
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
