//! Expansions without quotes, whose values the shell splits into words.

use std::ops::Range;

use super::{
    Unless,
    atoms::{Atom, AtomKind, Braced},
    script::{Role, Script, Word},
    values::{Value, Values},
};
use crate::shells::Shells;

/// 2086, 2046, 2048, 2068: expansions that the shell splits into words.
pub(super) fn expansions(script: &mut Script<'_>, word: &Word, values: &Values) {
    let shells = match word.role {
        Role::Argument | Role::Test | Role::Target => Shells::ALL,
        Role::Name if !is_command_name(script, word) => Shells::ALL,
        Role::Declared => Shells::SH.with(Shells::DASH),
        Role::Loop => {
            for at in word.atoms.clone() {
                let atom = &script.atoms[at];
                if let Some(code) = list_code(atom, script.at(&atom.range)).filter(|_| !atom.is_quoted) {
                    let range = atom.range.clone();
                    script.push(code, range);
                }
            }
            return;
        }
        Role::Name | Role::DoubleTest | Role::Value => return,
    };
    let name = word.command.and_then(|command| script.name(command));
    // The word after `exec` is a name itself; `let` reads arithmetic.
    let is_name = word.role == Role::Argument
        && word.number == 1
        && word.atoms.len() == 1
        && script.command_name(word) == Some("exec");
    if is_name || matches!(name, Some("let")) {
        return;
    }
    for at in word.atoms.clone() {
        let Atom { kind, range, is_quoted } = script.atoms[at].clone();
        if is_quoted || !kind.is_expansion() {
            continue;
        }
        let text = script.at(&range);
        match kind {
            AtomKind::Command | AtomKind::Backticks => command_output(script, &range, shells),
            _ => {
                if let Some(code) = list_code(&script.atoms[at], text) {
                    script.push(code, range.clone());
                    if code == 2068 {
                        continue;
                    }
                }
                if is_one_word(text, name) {
                    continue;
                }
                let unless = match values.of(script, text, range.start) {
                    [_, Value::Plain] => continue,
                    [Value::Plain, _] => Unless::Certain,
                    [Value::Outer(name), _] => Unless::Plain(name),
                    [Value::Open, _] => Unless::Never,
                };
                // A value that is empty, or has spaces, breaks a test.
                let is_test = word.role == Role::Test || name == Some("test");
                let is_minor = !is_test
                    || script.slice(word) != text
                    || is_of_loop(script, text)
                    || is_emptiness(script, word);
                let range = with_escape(script.text, range);
                let found = script.push(2086, range).quoted();
                (found.shells, found.unless, found.is_minor) = (shells, unless, is_minor);
            }
        }
    }
}

/// An expansion with the `\` before it, which only one in backticks has: the shell removes it first.
fn with_escape(text: &str, range: Range<usize>) -> Range<usize> {
    let before = &text[..range.start];
    let escapes = before.len() - before.trim_end_matches('\\').len();
    range.start - escapes % 2..range.end
}

/// Whether a word is what `-z` tests. A test without it is true as well, and one with several words fails.
fn is_emptiness(script: &Script<'_>, word: &Word) -> bool {
    let Some(command) = word.command else { return false };
    let before = script.command_words(command).iter().take_while(|it| it.range.start < word.range.start);
    before.last().is_some_and(|it| script.slice(it) == "-z")
}

/// Whether a variable is that of a loop, which is rarely empty.
fn is_of_loop(script: &Script<'_>, expansion: &str) -> bool {
    let name = expansion.trim_matches(|c: char| !c.is_ascii_alphanumeric() && c != '_');
    let mut loops = script.view.loops.iter().filter_map(|it| it.variable);
    loops.any(|variable| script.at(&variable.range()) == name)
}

/// Whether the word is only the name of a command, which must not be quoted.
fn is_command_name(script: &Script<'_>, word: &Word) -> bool {
    let [atom] = script.atoms_of(word) else { return false };
    atom.kind.is_expansion()
}

/// 2048 for all arguments as a text, 2068 for all arguments or elements.
fn list_code(atom: &Atom, text: &str) -> Option<u16> {
    match atom.kind {
        AtomKind::Parameter => match text {
            "$*" => Some(2048),
            "$@" => Some(2068),
            _ => None,
        },
        AtomKind::Braced => {
            let braced = Braced::read(text).filter(|braced| braced.prefix.is_none())?;
            match (braced.name, braced.index) {
                ("*", _) => Some(2048),
                ("@", _) | (_, Some("@")) => Some(2068),
                _ => None,
            }
        }
        _ => None,
    }
}

/// Whether an expansion is always one word or empty.
fn is_one_word(text: &str, command: Option<&str>) -> bool {
    let Some(braced) = Braced::read(text) else {
        return matches!(text, "$?" | "$#" | "$$" | "$!" | "$-");
    };
    // `: ${X:=1}` is only an assignment.
    braced.prefix == Some('#')
        || matches!(braced.name, "?" | "#" | "$" | "!" | "-")
        || braced.is_alternative()
        || braced.assigns() && command == Some(":")
}

fn command_output(script: &mut Script<'_>, range: &Range<usize>, shells: Shells) {
    let parts = script.single_pipeline(range);
    let command = match parts {
        Some([only]) => script.command_of(*only),
        _ => None,
    };
    let name = command.and_then(|command| script.name(command));
    if matches!(name, Some("seq" | "pgrep")) {
        return;
    }
    let first = |at: usize| {
        let word = command.and_then(|command| script.arguments(command).get(at));
        word.map(|word| script.slice(word)).unwrap_or_default()
    };
    // Their output has no spaces and no patterns.
    let is_plain = match name {
        Some("nproc" | "arch" | "getconf" | "whoami" | "hostname" | "id" | "lsb_release" | "mktemp") => true,
        Some("uname") => first(0) != "-a",
        Some("dpkg") => first(0) == "--print-architecture",
        Some("apk") => first(0) == "--print-arch",
        Some("rpm") => first(0) == "-E" || first(0) == "--eval",
        _ => false,
    };
    let found = script.push(2046, with_escape(script.text, range.clone())).quoted();
    found.shells = shells;
    if is_plain {
        found.unless = Unless::Meant;
    }
}
