//! Arguments that a command reads differently than they look.

use std::ops::Range;

use super::{
    atoms::{AtomKind, Braced},
    script::{Role, Script, Word, is_pattern},
};
use dockwright_analysis::shell::{CommandKind, Context};

pub(super) fn check(script: &mut Script<'_>) {
    for at in 0..script.view.commands.len() {
        match script.name(at) {
            Some("grep") => grep(script, at),
            Some("find") => find(script, at),
            Some("set") if script.command_name_of(at) == Some("set") => set(script, at),
            Some("expr") => expr(script, at),
            Some("su") if script.command_name_of(at) == Some("su") => su(script, at),
            Some("read") => read(script, at),
            Some("export") if script.view.commands[at].kind == CommandKind::Declaration => export(script, at),
            _ => {}
        }
    }
}

/// 2062, 2063, 2022: a pattern of the shell where grep expects a regular expression.
fn grep(script: &mut Script<'_>, at: usize) {
    let arguments: Vec<Word> = script.arguments(at).to_vec();
    let text = |word: &Word| script.slice(word);
    let Some(first) = arguments.iter().find(|word| !text(word).starts_with('-')).cloned() else { return };
    let is_literal = arguments.iter().any(|word| {
        let text = text(word);
        let letters = text.strip_prefix('-').unwrap_or_default();
        let long = ["-fixed-strings", "-include", "-exclude", "-only-matching"];
        if letters.starts_with('-') {
            long.iter().any(|name| letters.starts_with(name))
        } else {
            letters.contains(['F', 'o'])
        }
    });
    if is_pattern(script, &first) {
        script.push(2062, first.range.clone()).quoted();
    }
    let Some(pattern) = script.literal(&first).filter(|_| !is_literal) else { return };
    let mut chars = pattern.chars();
    let is_short = matches!((chars.next(), chars.next(), chars.next()), (Some(c), Some('*'), None) if !".\\".contains(c));
    if pattern.starts_with('*') || is_short {
        script.push(2063, first.range);
        return;
    }
    let is_plain = |c: char| c.is_ascii_alphabetic() || ('1'..='9').contains(&c);
    let follows_plain = |(at, _): (usize, &str)| pattern[..at].ends_with(is_plain);
    if pattern.contains('*')
        && !pattern.contains(['[', ']', '^', '$', '+', '\\'])
        && pattern.match_indices('*').all(follows_plain)
    {
        script.push(2022, first.range);
    }
}

/// The tests of find that read patterns.
const FIND_PATTERNS: [&str; 11] = [
    "-name",
    "-iname",
    "-path",
    "-ipath",
    "-wholename",
    "-iwholename",
    "-lname",
    "-ilname",
    "-regex",
    "-iregex",
    "-iregexp",
];

/// 2061: a pattern that the shell expands before find reads it. 2156: file names as a part of code.
fn find(script: &mut Script<'_>, at: usize) {
    let arguments: Vec<Word> = script.arguments(at).to_vec();
    for pair in arguments.windows(2) {
        if FIND_PATTERNS.contains(&script.slice(&pair[0])) && is_pattern(script, &pair[1]) {
            script.push(2061, pair[1].range.clone()).quoted();
        }
    }
    for (index, word) in arguments.iter().enumerate() {
        if !matches!(script.slice(word), "-exec" | "-execdir") {
            continue;
        }
        let [shell, rest @ ..] = &arguments[index + 1..] else { return };
        if !matches!(script.slice(shell), "sh" | "bash" | "dash" | "ksh") {
            continue;
        }
        let end = rest.iter().position(|word| matches!(script.slice(word), "\\;" | "';'" | "\";\"" | "+"));
        let rest = &rest[..end.unwrap_or(rest.len())];
        let flag = rest.iter().position(|word| script.slice(word) == "-c");
        let code = flag.and_then(|flag| rest.get(flag + 1));
        if let Some(code) = code.filter(|code| script.slice(code).contains("{}")) {
            script.push(2156, code.range.clone());
        }
    }
}

/// 2121: `set X=1`, which sets arguments.
fn set(script: &mut Script<'_>, at: usize) {
    let [first, rest @ ..] = script.arguments(at) else { return };
    let text = script.slice(first);
    let name = text.split('=').next().unwrap_or_default();
    let is_name = !name.is_empty()
        && name.chars().all(|c| c.is_ascii_alphanumeric() || matches!(c, '_' | '.' | '-'))
        && !text.starts_with(['-', '+']);
    if is_name && (text.contains('=') || !rest.is_empty()) {
        let range = first.range.clone();
        script.push(2121, range);
    }
}

/// 2003, 2308: expr, which the shell replaces.
fn expr(script: &mut Script<'_>, at: usize) {
    let arguments = script.arguments(at);
    let texts: Vec<String> = arguments.iter().map(|word| script.literal(word).unwrap_or_default()).collect();
    let first = arguments.first().map(|word| word.range.clone());
    let name = texts.first().map(String::as_str);
    if let (Some("length" | "substr" | "match" | "index"), Some(range)) =
        (name, first.filter(|_| texts.len() > 1))
    {
        script.push(2308, range);
        return;
    }
    let has_more = texts.iter().any(|text| matches!(text.as_str(), ":" | "<" | ">" | "<=" | ">="));
    let place = script.command_words(at).iter().find(|word| script.slice(word) == "expr");
    if let Some(range) = place.map(|word| word.range.clone()).filter(|_| !has_more) {
        script.push(2003, range);
    }
}

/// 2117: su without a command waits for input.
fn su(script: &mut Script<'_>, at: usize) {
    let command = &script.view.commands[at];
    let is_fed = command.context.has(Context::PIPELINE) || is_redirected(script, command.part);
    if !is_fed && script.arguments(at).len() < 2 {
        let whole = script.whole(at);
        script.push(2117, whole);
    }
}

/// Whether something is redirected for a part, or for a construct that it is in.
fn is_redirected(script: &Script<'_>, mut part: u32) -> bool {
    loop {
        if !script.redirections_of(part).is_empty() {
            return true;
        }
        let statement = &script.view.statements[script.view.parts[part as usize].statement as usize];
        match script.view.scopes[statement.scope as usize].part {
            Some(outer) => part = outer,
            None => return false,
        }
    }
}

/// 2162: read without `-r`. 3061: read without a variable.
fn read(script: &mut Script<'_>, at: usize) {
    let arguments: Vec<String> =
        script.arguments(at).iter().map(|word| script.literal(word).unwrap_or_default()).collect();
    let (mut is_raw, mut is_value, mut has_variable) = (false, false, false);
    for text in &arguments {
        let Some(letters) = text.strip_prefix('-').filter(|_| !is_value) else {
            has_variable = true;
            if !std::mem::take(&mut is_value) {
                break;
            }
            continue;
        };
        let flags = letters.find(|letter| "adinNptu".contains(letter));
        is_raw |= letters[..flags.unwrap_or(letters.len())].contains('r');
        is_value = flags.is_some_and(|at| at + 1 == letters.len());
    }
    let words = script.command_words(at);
    let is_direct = script.command_name_of(at) == Some("read");
    let Some(range) = words.iter().find(|word| script.slice(word) == "read").map(|word| word.range.clone())
    else {
        return;
    };
    if !is_raw {
        let end = range.end;
        script.push(2162, range.clone()).edits = vec![(end..end, " -r".into())];
    }
    if is_direct && !has_variable {
        script.push(3061, range).shells = super::bashisms::NOT_BASH;
    }
}

/// 2163: `export $X`
fn export(script: &mut Script<'_>, at: usize) {
    let words: Vec<Range<usize>> = script
        .arguments(at)
        .iter()
        .filter(|word| word.role == Role::Argument)
        .filter(|word| {
            let mut atoms = script.atoms_of(word).iter().filter(|atom| atom.kind != AtomKind::Double);
            let (Some(only), None) = (atoms.next(), atoms.next()) else { return false };
            let text = script.at(&only.range);
            match only.kind {
                AtomKind::Parameter => !text[1..].starts_with(['@', '*', '#', '?', '-', '$', '!']),
                AtomKind::Braced => Braced::read(text).is_some_and(|it| {
                    it.prefix.is_none() && it.index.is_none() && it.rest.is_empty() && it.name != "@"
                }),
                _ => false,
            }
        })
        .map(|word| word.range.clone())
        .collect();
    for range in words {
        script.push(2163, range);
    }
}
