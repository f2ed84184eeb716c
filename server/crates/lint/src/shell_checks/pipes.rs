//! Pipelines and programs for which there is a better way.

use super::{
    Unless,
    atoms::AtomKind,
    script::{Script, Word},
};
use crate::shells::Shells;
use dockwright_analysis::programs::base_name;

pub(super) fn check(script: &mut Script<'_>) {
    for at in 0..script.view.commands.len() {
        let name = script.command_name_of(at);
        match name.map(base_name) {
            Some("egrep") => obsolete(script, at, 2196, "grep -E"),
            Some("fgrep") => obsolete(script, at, 2197, "grep -F"),
            _ => {}
        }
        if name == Some("find") {
            find_without_path(script, at);
        }
    }
    let pipelines: Vec<Vec<u32>> = script.view.pipelines().map(|statement| statement.parts.clone()).collect();
    for parts in pipelines {
        if let [left, right] = parts.as_slice() {
            text_with_sed(script, *left, *right);
        }
        for pair in parts.windows(2) {
            let Some(left) = script.command_after_not(pair[0]) else { continue };
            let right = script.command_of(pair[1]);
            stage(script, left, right);
        }
    }
}

fn obsolete(script: &mut Script<'_>, at: usize, code: u16, instead: &str) {
    let Some(range) = script.command_words(at).first().map(|word| word.range.clone()) else { return };
    let end = range.end;
    let is_path = script.at(&range).contains('/');
    let found = script.push(code, range);
    if !is_path {
        found.edits = vec![(end - 5..end, instead.into())];
    }
}

/// 2185: find without a place to begin.
fn find_without_path(script: &mut Script<'_>, at: usize) {
    let words = script.arguments(at);
    let is_switch = |word: &&Word| {
        let text = script.slice(word);
        matches!(text, "-L" | "-P" | "-H" | "--") || text.starts_with("-O")
    };
    let first = words.iter().find(|word| !is_switch(word));
    let has_no_path = match first {
        None => true,
        Some(word) => {
            let text = script.slice(word);
            text.starts_with('-') && text.len() > 2 && text != "--help"
        }
    };
    if let Some(name) =
        script.command_words(at).first().map(|word| word.range.clone()).filter(|_| has_no_path)
    {
        let end = name.end;
        let found = script.push(2185, name);
        found.edits = vec![(end..end, " .".into())];
    }
}

/// A command and what reads its output.
fn stage(script: &mut Script<'_>, left: usize, right: Option<usize>) {
    let name = right.and_then(|right| script.command_name_of(right));
    let whole = script.whole(left);
    match (script.command_name_of(left), name) {
        (Some("find"), Some("xargs")) => {
            let has_zeros = script.arguments(left).iter().any(|word| {
                let text = script.slice(word);
                text.starts_with("-print0") || text.starts_with("-printf")
            });
            let reads_zeros = right.is_some_and(|right| {
                script.arguments(right).iter().any(|word| {
                    let text = script.slice(word);
                    let is_bundle = text.starts_with('-')
                        && !text.starts_with("--")
                        && text.contains('0')
                        && text.chars().skip(1).all(|c| c.is_ascii_alphabetic() || c == '0');
                    text == "--null" || is_bundle
                })
            });
            if !has_zeros && !reads_zeros {
                script.push(2038, whole);
            }
        }
        (Some("ls"), reader) => {
            let is_literal =
                script.arguments(left).iter().any(|word| is_flag(script, word, 'N', "--literal"));
            if is_literal && reader != Some("xargs") {
                return;
            }
            match reader {
                Some("grep") => {
                    let range = script.command_words(left)[0].range.clone();
                    script.push(2010, range);
                }
                Some("xargs") => {
                    let range = script.command_words(left)[0].range.clone();
                    script.push(2011, range);
                }
                _ => {
                    script.push(2012, whole);
                }
            }
        }
        (Some("ps"), Some("grep"))
            if !script.arguments(left).iter().any(|word| is_flag(script, word, 'p', "--pid")) =>
        {
            script.push(2009, whole);
        }
        (Some("grep"), Some("wc")) => {
            let is_line_count = right.is_some_and(|right| {
                let flags: Vec<&str> = script
                    .arguments(right)
                    .iter()
                    .map(|word| script.slice(word))
                    .filter(|text| text.starts_with('-'))
                    .collect();
                !flags.is_empty() && flags.iter().all(|flag| matches!(*flag, "-l" | "--lines"))
            });
            let is_open = script.arguments(left).iter().any(|word| prints_more(script.slice(word)));
            if is_line_count && !is_open {
                script.push(2126, whole);
            }
        }
        (Some("cat"), Some(_)) => {
            let words = script.arguments(left);
            let [file] = words else { return };
            let is_file = !script.slice(file).starts_with('-')
                && script.atoms_of(file).iter().all(|atom| {
                    atom.kind != AtomKind::Text
                        || atom.is_quoted
                        || !script.at(&atom.range).contains(['*', '?', '['])
                })
                && script.atoms_of(file).iter().all(|atom| atom.is_quoted || !atom.kind.is_expansion());
            if is_file {
                script.push(2002, whole).unless = Unless::Optional;
            }
        }
        _ => {}
    }
}

/// 2001: `echo "$X" | sed s/a/b/`
fn text_with_sed(script: &mut Script<'_>, left: u32, right: u32) {
    let (Some(echo), Some(sed)) = (script.command_of(left), script.command_of(right)) else { return };
    if (script.command_name_of(echo), script.command_name_of(sed)) != (Some("echo"), Some("sed")) {
        return;
    }
    let [said] = script.arguments(echo) else { return };
    let mut atoms = script.atoms_of(said).iter().filter(|atom| atom.kind != AtomKind::Double);
    let is_expansion = atoms.next().is_some_and(|atom| atom.kind.is_expansion()) && atoms.next().is_none();
    let program = match script.arguments(sed) {
        [program] => program,
        [flag, program] if script.slice(flag) == "-e" => program,
        _ => return,
    };
    if is_expansion && is_substitution(script.slice(program).trim_matches(['\'', '"'])) {
        let (start, end) = (script.whole(echo).start, script.whole(sed).end);
        let found = script.push(2001, start..end);
        found.shells = Shells::BASH;
    }
}

/// Whether a program of sed is `s/…/…/` alone.
fn is_substitution(program: &str) -> bool {
    let mut chars = program.chars();
    let (Some('s'), Some(mark)) = (chars.next(), chars.next()) else { return false };
    !mark.is_alphanumeric() && program[1..].matches(mark).count() == 3
}

fn is_flag(script: &Script<'_>, word: &Word, letter: char, long: &str) -> bool {
    let text = script.slice(word);
    text.starts_with(long) || text.starts_with('-') && !text.starts_with("--") && text.contains(letter)
}

/// Whether an option of grep makes it print something else than a line for each match.
fn prints_more(text: &str) -> bool {
    let long = ["--only", "--recursive", "--files", "--after", "--before", "--context", "--dereference-rec"];
    if text.starts_with("--") {
        return long.iter().any(|name| text.starts_with(name));
    }
    text.starts_with('-') && text.contains(['o', 'r', 'R', 'l', 'L', 'A', 'B', 'C'])
}
