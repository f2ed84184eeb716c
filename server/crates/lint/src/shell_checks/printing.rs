//! Checks how echo and printf read their arguments.

use super::{
    Unless,
    atoms::{Atom, AtomKind},
    script::{Script, Word, is_list, is_pattern},
};
use dockwright_analysis::{programs::base_name, shell::SubstitutionKind};

/// 2059: a variable in the format of printf.
pub(super) fn format(script: &mut Script<'_>, command: usize) {
    if script.command_name_of(command) != Some("printf") {
        return;
    }
    let mut words = script.arguments(command).iter();
    let mut word = words.next();
    while let Some(option) = word.map(|word| script.slice(word)).filter(|text| text.starts_with('-')) {
        if option == "-v" {
            words.next();
        }
        word = words.next();
    }
    let Some(word) = word.cloned() else { return };
    let expands = script.atoms_of(&word).iter().any(|atom| atom.kind.is_expansion());
    let is_pattern = script.is_bare(&word) && script.slice(&word).contains(['*', '?']);
    if !expands && !is_pattern || has_directive(script, &word) {
        return;
    }
    let start = word.range.start;
    let is_alone = script.atoms_of(&word).iter().filter(|atom| atom.kind != AtomKind::Double).count() == 1;
    let found = script.push(2059, word.range);
    if is_alone {
        found.edits = vec![(start..start, "'%s' ".into())];
    }
}

fn has_directive(script: &Script<'_>, word: &Word) -> bool {
    let is_text = |atom: &&Atom| !atom.kind.is_expansion() && atom.kind != AtomKind::Double;
    script.atoms_of(word).iter().filter(is_text).any(|atom| script.at(&atom.range).contains('%'))
}

/// 2028: escapes that only some versions of echo expand.
pub(super) fn echo(script: &mut Script<'_>, command: usize) {
    if script.command_name_of(command).map(base_name) != Some("echo") {
        return;
    }
    let words: Vec<Word> = script.arguments(command).to_vec();
    let mut is_flag = true;
    for word in words {
        let text = script.slice(&word);
        is_flag &= text.len() > 1
            && text.starts_with('-')
            && text[1..].chars().all(|c| matches!(c, 'n' | 'e' | 'E'));
        if is_flag {
            if text.contains('e') {
                return;
            }
            continue;
        }
        if has_echo_escape(&said(script, &word)) {
            let range = script.with_continuation(word.range.clone());
            let found = script.push(2028, range);
            found.unless = Unless::InDash;
        }
    }
}

/// The text of a word, with a space for each expansion in it.
fn said(script: &Script<'_>, word: &Word) -> String {
    let mut out = String::new();
    for atom in script.atoms_of(word) {
        let text = script.at(&atom.range);
        match atom.kind {
            AtomKind::Double => {}
            AtomKind::Text => out.push_str(text),
            AtomKind::Escape => out.push_str(if text == "\\\n" { "" } else { &text[1..] }),
            AtomKind::Single => out.push_str(text.trim_matches('\'')),
            _ => out.push(' '),
        }
    }
    out
}

fn has_echo_escape(text: &str) -> bool {
    text.match_indices('\\').any(|(at, _)| {
        let mut next = text[at + 1..].bytes();
        match next.next() {
            Some(b'a' | b'b' | b'e' | b'f' | b'n' | b'r' | b't' | b'v' | b'0'..=b'7') => true,
            Some(b'x') => next.next().is_some_and(|digit| digit.is_ascii_hexdigit()),
            _ => false,
        }
    })
}

/// 2116: `$(echo a)`
pub(super) fn echoed_text(script: &mut Script<'_>, substitution: usize) {
    let range = script.view.substitutions[substitution].span.range();
    let Some([only]) = script.single_pipeline(&range) else { return };
    let Some(command) = script.command_of(*only).filter(|command| script.name(*command) == Some("echo"))
    else {
        return;
    };
    let is_background = script.view.statements[script.statement(command)].is_background;
    if is_background || script.view.substitutions[substitution].kind == SubstitutionKind::Process {
        return;
    }
    let arguments = script.arguments(command);
    // Backticks inside of backticks are not read.
    let is_more =
        |word: &Word| is_pattern(script, word) || is_list(script, word) || script.slice(word).contains("\\`");
    let is_output = |word: &Word| {
        let mut atoms = script.atoms_of(word).iter().filter(|atom| atom.kind != AtomKind::Double);
        let is_it = |atom: &Atom| matches!(atom.kind, AtomKind::Command | AtomKind::Backticks);
        atoms.next().is_some_and(is_it) && atoms.next().is_none()
    };
    let [first, rest @ ..] = arguments else { return };
    let is_nested = rest.is_empty() && is_output(first);
    // `echo $X-a` may have an option.
    let mut texts = script.atoms_of(first).iter().filter(|atom| {
        !atom.kind.is_expansion() && !matches!(atom.kind, AtomKind::Double | AtomKind::Arithmetic)
    });
    let may_be_option =
        texts.next().is_some_and(|atom| script.at(&atom.range).trim_start_matches('\'').starts_with('-'));
    if !may_be_option && !is_nested && !arguments.iter().any(is_more) {
        script.push(2116, range);
    }
}
