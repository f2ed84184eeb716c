//! Quoting: text that the shell splits, expands or reads literally although it should not.

use std::ops::Range;

use super::{
    Unless,
    atoms::{Atom, AtomKind, Braced, scan},
    printing::{echo, echoed_text, format},
    script::{Role, Script, Word, has_wildcard, is_class},
    splitting::expansions,
    values::Values,
};
use crate::shells::Shells;
use dockwright_analysis::programs::base_name;

pub(super) fn check(script: &mut Script<'_>) {
    let values = Values::new(script);
    for at in 0..script.words.len() {
        if !has_syntax(script.slice(&script.words[at])) {
            continue;
        }
        let word = script.words[at].clone();
        expansions(script, &word, &values);
        quotes_in_quotes(script, &word);
        single_quotes(script, &word);
        if word.role != Role::DoubleTest {
            braces(script, &word);
        }
        escapes(script, &word);
        patterns(script, &word);
        classes(script, &word);
    }
    for expansion in &script.view.expansions {
        removed_pattern(script, &expansion.span.range());
    }
    for at in 0..script.view.substitutions.len() {
        backticks(script, at);
        echoed_text(script, at);
    }
    for at in 0..script.view.commands.len() {
        match script.name(at).map(base_name) {
            Some("printf") => format(script, at),
            Some("echo") => echo(script, at),
            _ => {}
        }
    }
}

/// Whether a word has a character that quotes, expands or is a part of a pattern. Most words have none.
fn has_syntax(word: &str) -> bool {
    const SYNTAX: [bool; 256] = {
        let (mut of, all) = ([false; 256], b"$`'\"\\{}*?[(");
        let mut at = 0;
        while at < all.len() {
            of[all[at] as usize] = true;
            at += 1;
        }
        of
    };
    word.bytes().any(|byte| SYNTAX[usize::from(byte)])
}

/// 2027, 2140: text between quoted texts, where quotes were meant to be inside of quotes.
fn quotes_in_quotes(script: &mut Script<'_>, word: &Word) {
    // The elements of `([a]="b" [c]="d")` are words of their own.
    let is_array = match word.role {
        Role::Value => script.slice(word).starts_with('('),
        Role::Declared => script.slice(word).contains("=("),
        _ => false,
    };
    if word.role == Role::DoubleTest || is_array {
        return;
    }
    let pieces = outer(script, word);
    let is_in_list = |range: &Range<usize>| {
        let text = script.at(&(word.range.start..range.start));
        script.at(range) == "," && text.matches('{').count() > text.matches('}').count()
    };
    let listed: Vec<bool> = pieces.iter().map(|piece| is_in_list(&piece.range)).collect();
    for window in 0..pieces.len().saturating_sub(2) {
        let [first, middle, last] = &pieces[window..window + 3] else { return };
        if first.kind != Some(AtomKind::Double) || last.kind != Some(AtomKind::Double) {
            continue;
        }
        match middle.kind {
            Some(kind) if kind.is_expansion() => {
                script.push(2027, middle.range.clone());
            }
            None => {
                let text = script.at(&middle.range);
                let is_variable = |piece: &Piece| piece.is_single_expansion;
                if listed[window + 1]
                    || matches!(text, "=" | ":" | "/")
                    || is_variable(first) && is_variable(last)
                {
                    continue;
                }
                let is_text = !text.contains(['*', '?', '{', '}', '[', '\n']) || text.starts_with('\\');
                if is_text {
                    script.push(2140, middle.range.clone());
                }
            }
            Some(_) => {}
        }
    }
}

/// A piece of a word outside of quotes, or a quoted text as a whole. Text and escapes together have no kind.
struct Piece {
    kind: Option<AtomKind>,
    range: Range<usize>,
    is_single_expansion: bool,
}

fn outer(script: &Script<'_>, word: &Word) -> Vec<Piece> {
    let mut pieces: Vec<Piece> = Vec::new();
    let atoms = script.atoms_of(word);
    for (at, atom) in atoms.iter().enumerate().filter(|(_, atom)| !atom.is_quoted) {
        let kind = (!matches!(atom.kind, AtomKind::Text | AtomKind::Escape)).then_some(atom.kind);
        if let Some(last) = pieces.last_mut().filter(|last| kind.is_none() && last.kind.is_none()) {
            last.range.end = atom.range.end;
            continue;
        }
        let mut inside = atoms[at + 1..].iter().take_while(|atom| atom.is_quoted);
        let is_single_expansion = atom.kind == AtomKind::Double
            && inside.next().is_some_and(|inner| inner.kind.is_expansion())
            && inside.next().is_none();
        pieces.push(Piece { kind, range: atom.range.clone(), is_single_expansion });
    }
    pieces
}

/// Commands that get text with `$` in it on purpose.
const READ_DOLLARS: [&str; 26] = [
    "awk",
    "gawk",
    "mawk",
    "nawk",
    "perl",
    "trap",
    "sh",
    "bash",
    "ksh",
    "zsh",
    "ssh",
    "eval",
    "xprop",
    "alias",
    "let",
    "sudo",
    "doas",
    "run0",
    "docker",
    "podman",
    "oc",
    "dpkg-query",
    "jq",
    "rename",
    "rg",
    "unset",
];
/// More such commands, which run others or have their own languages.
const READ_DOLLARS_TOO: [&str; 27] = [
    "ash",
    "dash",
    "envsubst",
    "fish",
    "gosu",
    "su",
    "su-exec",
    "timeout",
    "env",
    "xargs",
    "python",
    "python3",
    "ruby",
    "php",
    "node",
    "psql",
    "mysql",
    "nginx",
    "make",
    "tmux",
    "curl",
    "yq",
    "sed",
    "time",
    "nix-shell",
    "powershell",
    "pwsh",
];
/// Variables whose value a shell expands later.
const PROMPTS: [&str; 5] = ["PS1", "PS2", "PS3", "PS4", "PROMPT_COMMAND"];

/// 2016: text that is not expanded because of its single quotes.
fn single_quotes(script: &mut Script<'_>, word: &Word) {
    for at in word.atoms.clone() {
        let Atom { kind: AtomKind::Single, range, .. } = script.atoms[at].clone() else { continue };
        let text = script.at(&range);
        if !looks_expanded(text) {
            continue;
        }
        let mut is_meant = false;
        if let Some(command) = word.command {
            let name = script.name(command).unwrap_or_default();
            let arguments = script.arguments(command);
            let first = arguments.first().map(|word| script.slice(word)).unwrap_or_default();
            let name = if name == "busybox" { first } else { base_name(name) };
            let has_exec = || arguments.iter().any(|word| script.slice(word).starts_with("-exec"));
            if READ_DOLLARS.contains(&name)
                || name == "git" && first == "filter-branch"
                || name == "find" && has_exec()
                || name == "sed" && is_sed(text)
                || word.role == Role::Declared
                    && PROMPTS.iter().any(|it| script.slice(word).starts_with(&format!("{it}=")))
            {
                continue;
            }
            is_meant = READ_DOLLARS_TOO.contains(&name);
        }
        if word.role == Role::Value {
            let value = word.range.start as u32;
            let mut all = script.view.assignments.iter();
            let assigned = all.find(|it| it.value.is_some_and(|span| span.start == value));
            if assigned.is_some_and(|it| PROMPTS.contains(&script.view.name(it.name))) {
                continue;
            }
        }
        // `echo 'export PATH=$PATH:/x' >> ~/.bashrc` writes a script.
        is_meant |= word.command.is_some_and(|command| {
            let part = script.part(command);
            let is_fed = !script.redirections_of(script.view.commands[command].part).is_empty();
            is_fed || script.view.statements[part.statement as usize].parts.len() > 1
        });
        let found = script.push(2016, range);
        if is_meant {
            found.unless = Unless::Meant;
        }
    }
}

/// Whether a text in single quotes has something that the shell would expand elsewhere.
fn looks_expanded(text: &str) -> bool {
    let bytes = text.as_bytes();
    let is_dollar = |at: usize| {
        bytes
            .get(at + 1)
            .is_some_and(|next| next.is_ascii_alphanumeric() || matches!(next, b'_' | b'{' | b'('))
    };
    memchr::memchr_iter(b'$', bytes).any(is_dollar)
        || text.find('`').is_some_and(|open| text[open + 1..].find('`').is_some_and(|length| length > 0))
}

/// Whether the dollar signs of a sed script are addresses: `$d`, `$!N`, `$a text`.
fn is_sed(text: &str) -> bool {
    let bytes = text.as_bytes();
    let is_address = |at: usize| {
        let is_command = bytes.get(at + 1).is_some_and(|next| b"{acdips".contains(next));
        !bytes
            .get(at + 1)
            .is_some_and(|next| next.is_ascii_alphanumeric() || matches!(next, b'_' | b'{' | b'('))
            || is_command && !bytes.get(at + 2).is_some_and(u8::is_ascii_alphanumeric)
    };
    memchr::memchr_iter(b'$', bytes).all(is_address)
}

/// 1083 for braces that are only text, 3009 for those that not all shells expand.
fn braces(script: &mut Script<'_>, word: &Word) {
    // `! { a; }`
    if word.role == Role::Name && matches!(script.slice(word), "{" | "}") {
        return;
    }
    let mut open: Vec<(usize, bool)> = Vec::new();
    let mut lone: Vec<usize> = Vec::new();
    for index in word.atoms.clone() {
        let atom = script.atoms[index].clone();
        if atom.kind != AtomKind::Text || atom.is_quoted {
            continue;
        }
        let text = script.at(&atom.range);
        for (at, c) in text.char_indices() {
            let place = atom.range.start + at;
            match c {
                '{' => open.push((place, false)),
                ',' => {
                    if let Some(last) = open.last_mut() {
                        last.1 = true;
                    }
                }
                '.' if text[at..].starts_with("..") => {
                    if let Some(last) = open.last_mut() {
                        last.1 = true;
                    }
                }
                '}' => match open.pop() {
                    Some((start, true)) => {
                        let found = script.push(3009, start..place + 1);
                        found.shells = Shells::SH.with(Shells::DASH).with(Shells::ASH);
                    }
                    Some((start, false)) if start + 1 == place => {}
                    Some((start, false)) => lone.extend([start, place]),
                    None => lone.push(place),
                },
                _ => {}
            }
        }
    }
    lone.extend(open.iter().map(|(start, _)| *start));
    // `{fd}>file`
    if script.text[word.range.end..].starts_with(['<', '>']) {
        return;
    }
    let name = word.command.and_then(|command| script.name(command)).map(base_name);
    // These read such words literally.
    let is_meant = matches!(name, Some("find" | "xargs" | "curl" | "git" | "awk" | "jq" | "parallel"));
    for at in lone {
        if script.noted.contains(&(1083, at)) {
            continue;
        }
        let found = script.push(1083, at..at + 1);
        if is_meant {
            found.unless = Unless::Meant;
        }
    }
}

/// 1001, 1012: backslashes that the shell removes without any effect.
fn escapes(script: &mut Script<'_>, word: &Word) {
    if word.in_backticks || word.role == Role::DoubleTest {
        return;
    }
    for at in word.atoms.clone() {
        let Atom { kind: AtomKind::Escape, range, is_quoted: false } = script.atoms[at].clone() else {
            continue;
        };
        let Some(escaped) = script.at(&range)[1..].chars().next() else { continue };
        // `\ls` is the command and not an alias.
        if word.role == Role::Name && range.start == word.range.start && escaped.is_alphabetic() {
            continue;
        }
        let code = match escaped {
            'n' | 't' | 'r' => 1012,
            '-' | ':' | '/' | '%' | '=' | '_' | '^' => 1001,
            c if c.is_alphanumeric() => 1001,
            _ => continue,
        };
        let start = range.start;
        // In `$NAME\_x` it ends the name.
        let before = at.checked_sub(1).map(|before| &script.atoms[before]);
        let ends_name = before.is_some_and(|it| it.kind == AtomKind::Parameter && it.range.end == start);
        let found = script.push_about(code, start..start + 1, script.at(&range).to_owned());
        if code == 1001 && !ends_name {
            found.edits = vec![(start..start + 1, "".into())];
        }
    }
}

/// 2035 for names that may become options, 2211 for patterns as commands, 2231 for split patterns in loops.
fn patterns(script: &mut Script<'_>, word: &Word) {
    let atoms = script.atoms_of(word);
    let is_pattern = |atom: &Atom| has_wildcard(script, atom);
    match word.role {
        Role::Argument => {
            let Some(first) = atoms.first() else { return };
            let range = first.range.clone();
            if first.kind != AtomKind::Text || !script.at(&range).starts_with(['*', '?']) {
                return;
            }
            let Some(command) = word.command else { return };
            let words = script.command_words(command);
            let has_end = words[..word.number].iter().any(|word| script.slice(word) == "--");
            let name = script.name(command);
            if has_end || matches!(name, Some("echo" | "printf")) {
                return;
            }
            let found = script.push_about(2035, range.start..range.start + 1, script.slice(word).to_owned());
            found.edits = vec![(range.start..range.start, "./".into())];
            // These read a pattern themselves.
            if matches!(name, Some("find" | "grep" | "unzip" | "git")) {
                found.unless = Unless::Meant;
            }
        }
        Role::Name if atoms.iter().any(is_pattern) => {
            script.push(2211, word.range.clone());
        }
        Role::Loop if atoms.iter().any(|atom| is_pattern(atom) || is_class(script, atom)) => {
            let split: Vec<Range<usize>> = atoms
                .iter()
                .filter(|atom| atom.kind.is_expansion() && !atom.is_quoted)
                .map(|atom| atom.range.clone())
                .collect();
            for range in split {
                script.push(2231, range).quoted();
            }
        }
        _ => {}
    }
}

/// 2295: an expansion in the pattern of `${X#…}` or `${X%…}`, whose value is a pattern too.
fn removed_pattern(script: &mut Script<'_>, range: &Range<usize>) {
    let Some(braced) = Braced::read(script.at(range)) else { return };
    let pattern = braced.rest.trim_start_matches(['#', '%']);
    if pattern.len() == braced.rest.len() {
        return;
    }
    let mut atoms = Vec::new();
    scan(script.view, script.text, range.end - 1 - pattern.len()..range.end - 1, &mut atoms);
    for atom in atoms.into_iter().filter(|atom| atom.kind.is_expansion() && !atom.is_quoted) {
        script.push(2295, atom.range).quoted();
    }
}

/// 2102: the same character twice in `[…]`.
fn classes(script: &mut Script<'_>, word: &Word) {
    let name = word.command.and_then(|command| script.command_name_of(command));
    if word.role == Role::Name || name == Some("tr") {
        return;
    }
    let mut at = word.range.start;
    let atoms = script.atoms[word.atoms.clone()].to_vec();
    let is_plain = |place: usize| {
        let atom = atoms.iter().find(|atom| atom.kind != AtomKind::Double && atom.range.contains(&place));
        atom.is_some_and(|atom| matches!(atom.kind, AtomKind::Text | AtomKind::Escape) && !atom.is_quoted)
    };
    let is_open = |place: usize| {
        atoms.iter().any(|atom| atom.kind == AtomKind::Text && !atom.is_quoted && atom.range.contains(&place))
    };
    while let Some(open) = script.text[at..word.range.end].find('[').map(|found| at + found) {
        at = open + 1;
        if !is_open(open) || script.text[..open].ends_with('$') {
            continue;
        }
        let Some(length) = script.text[at..word.range.end].find(']') else { return };
        let close = at + length;
        let inner = &script.text[at..close];
        if inner.starts_with([':', '[']) || !(at..close).all(is_plain) || !is_open(close) {
            continue;
        }
        if has_twice(inner.trim_start_matches(['!', '^'])) {
            script.push(2102, open..close + 1);
        }
        at = close + 1;
    }
}

/// Whether a character appears twice, except for the signs of ranges.
fn has_twice(text: &str) -> bool {
    let chars: Vec<char> = text.chars().collect();
    let counted = |&(_, c): &(usize, &char)| *c != '-' && *c != '\\';
    chars.iter().enumerate().filter(counted).any(|(at, c)| chars[at + 1..].contains(c))
}

/// 2006: backticks.
fn backticks(script: &mut Script<'_>, at: usize) {
    let range = script.view.substitutions[at].span.range();
    let text = script.at(&range);
    if !text.starts_with('`') && !text.starts_with("\\`") || text.len() < 3 {
        return;
    }
    let is_nested = text.contains("\\`") || text.contains('\\');
    let found = script.push(2006, range.clone());
    if !is_nested {
        found.edits =
            vec![(range.start..range.start + 1, "$(".into()), (range.end - 1..range.end, ")".into())];
    }
}
