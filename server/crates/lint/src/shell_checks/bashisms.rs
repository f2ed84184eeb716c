//! Syntax that only some shells understand, in a table by kind.

use super::{
    Unless,
    atoms::{AtomKind, Braced},
    script::{Role, Script, Word, is_herestring, split},
};
use crate::shells::Shells;
use dockwright_analysis::{
    programs::base_name,
    shell::{
        AssignmentKind, CommandKind, OperatorKind, Redirection, RedirectionKind, ScopeKind, SubstitutionKind,
    },
};
use rustc_hash::FxHashSet;

/// The shells that do not understand: all but bash, or dash alone among those that are known.
pub(super) const NOT_BASH: Shells = Shells::SH.with(Shells::DASH).with(Shells::ASH);
const DASH: Shells = Shells::SH.with(Shells::DASH);
const STRICT: Shells = Shells::SH;

/// Commands that POSIX does not have: the number of the check, and the shells that do not have them either.
const COMMANDS: [(&str, u16, Shells); 16] = [
    ("source", 3046, DASH),
    ("local", 3043, STRICT),
    ("declare", 3044, NOT_BASH),
    ("typeset", 3044, NOT_BASH),
    ("shopt", 3044, NOT_BASH),
    ("pushd", 3044, NOT_BASH),
    ("popd", 3044, NOT_BASH),
    ("dirs", 3044, NOT_BASH),
    ("disown", 3044, NOT_BASH),
    ("enable", 3044, NOT_BASH),
    ("complete", 3044, NOT_BASH),
    ("compgen", 3044, NOT_BASH),
    ("caller", 3044, NOT_BASH),
    ("suspend", 3044, NOT_BASH),
    ("mapfile", 3044, NOT_BASH),
    ("readarray", 3044, NOT_BASH),
];

/// Options of builtins that POSIX has, and the shells besides that do not have the others.
const OPTIONS: [(&str, &str, Shells); 11] = [
    ("cd", "LP", NOT_BASH),
    ("export", "p", NOT_BASH),
    ("hash", "r", NOT_BASH),
    ("jobs", "lp", NOT_BASH),
    ("printf", "", NOT_BASH),
    ("read", "r", NOT_BASH),
    ("trap", "", NOT_BASH),
    ("type", "", NOT_BASH),
    ("ulimit", "f", STRICT),
    ("unset", "fv", NOT_BASH),
    ("wait", "", NOT_BASH),
];

/// The names of `set -o` that POSIX has.
const SET_OPTIONS: [&str; 13] = [
    "allexport",
    "errexit",
    "ignoreeof",
    "monitor",
    "noclobber",
    "noexec",
    "noglob",
    "nolog",
    "notify",
    "nounset",
    "verbose",
    "vi",
    "xtrace",
];

pub(super) fn check(script: &mut Script<'_>) {
    for at in 0..script.view.commands.len() {
        let kind = script.view.commands[at].kind;
        match kind {
            CommandKind::DoubleTest => {
                let range = script.view.commands[at].span.range();
                note(script, 3010, range, DASH);
                equality(script, at, false);
            }
            CommandKind::Test => equality(script, at, false),
            CommandKind::Simple | CommandKind::Declaration => named(script, at),
        }
    }
    tokens(script);
    for at in 0..script.view.redirections.len() {
        let redirection = &script.view.redirections[at];
        let code = match redirection.kind {
            kind if is_herestring(kind) => 3011,
            RedirectionKind::Duplicate if is_named(script, redirection) => 3021,
            RedirectionKind::OutputAndErrors => 3020,
            _ => continue,
        };
        let span = redirection.span.range();
        let text = script.at(&span);
        let operator = match code {
            3011 => "<<<",
            3020 => "&>",
            _ => ">&",
        };
        let Some(found) = text.find(operator) else { continue };
        let start = span.start + found;
        let end = if code == 3011 { start + operator.len() } else { span.end };
        // A merge left its mark: bash does not read this either.
        if code == 3011 && script.text[end..].starts_with('<') {
            continue;
        }
        note(script, code, start..end, if code == 3020 { DASH } else { NOT_BASH });
    }
    for at in 0..script.atoms.len() {
        atom(script, at);
    }
    let arrays: Vec<_> = script
        .words
        .iter()
        .filter(|word| word.role == Role::Value && script.slice(word).starts_with('('))
        .map(|word| word.range.clone())
        .chain(script.words.iter().filter(|word| word.role == Role::Declared).filter_map(|word| {
            let at = script.slice(word).find("=(")?;
            Some(word.range.start + at + 1..word.range.end)
        }))
        .collect();
    for range in arrays {
        note(script, 3030, range, NOT_BASH);
    }
}

fn note(script: &mut Script<'_>, code: u16, range: std::ops::Range<usize>, shells: Shells) {
    script.push(code, range).shells = shells;
}

/// 3014, 3015: `==` and `=~` in tests.
fn equality(script: &mut Script<'_>, at: usize, is_test: bool) {
    // The grammar does not read `==` as a word.
    let words = split(script.view, script.text, script.view.commands[at].span.range());
    for operator in words.into_iter().skip(2) {
        if script.at(&operator) == "=~" {
            note(script, 3015, operator.clone(), NOT_BASH);
        }
        if script.at(&operator) != "==" {
            continue;
        }
        let range = if is_test { script.whole(at) } else { operator.clone() };
        let found = script.push(3014, range);
        found.shells = DASH;
        found.edits = vec![(operator, "=".into())];
    }
}

fn named(script: &mut Script<'_>, at: usize) {
    let Some(name) = script.name(at) else { return };
    if let Some(&(_, code, shells)) = COMMANDS.iter().find(|(known, ..)| *known == name) {
        let mut whole = script.whole(at);
        if let Some(last) = script.command_words(at).last().filter(|word| word.role == Role::Declared) {
            // The value does not belong to the declaration.
            whole.end = last.range.start + script.slice(last).find('=').unwrap_or(0);
        }
        let keyword = script.command_words(at)[0].range.clone();
        note(script, code, whole, shells);
        if let Some(found) = script.found.last_mut().filter(|_| code == 3046) {
            found.edits = vec![(keyword, ".".into())];
        }
    }
    match base_name(name) {
        "test" => equality(script, at, true),
        "echo" => {
            let Some(first) = script.arguments(at).first().cloned() else { return };
            let text = script.literal(&first).unwrap_or_default();
            let is_flag =
                text.len() > 1 && text.starts_with('-') && text[1..].chars().all(|c| "neE".contains(c));
            if is_flag {
                let shells = if text == "-n" {
                    STRICT
                } else if text.contains('E') {
                    NOT_BASH
                } else {
                    DASH
                };
                note(script, 3037, first.range.clone(), shells);
                if name.contains('/')
                    && let Some(found) = script.found.last_mut()
                {
                    // The program is not a builtin of the shell.
                    found.unless = Unless::Certain;
                }
            }
        }
        "set" => {
            let arguments = script.arguments(at).to_vec();
            set_options(script, &arguments);
        }
        _ => {
            if let Some(&(_, known, shells)) = OPTIONS.iter().find(|(known, ..)| *known == name) {
                let arguments = script.arguments(at).to_vec();
                flags(script, &arguments, known, shells, name);
            }
        }
    }
}

/// 3040
fn set_options(script: &mut Script<'_>, arguments: &[Word]) {
    for pair in arguments.windows(2) {
        let switch = script.slice(&pair[0]);
        let is_switch = switch.len() > 1
            && switch.starts_with(['-', '+'])
            && switch.ends_with('o')
            && !switch.starts_with("--");
        let Some(option) = script.literal(&pair[1]).filter(|_| is_switch) else { continue };
        // The letters of bash are a different matter.
        if switch.contains(['E', 'T', 'B', 'H', 'P'])
            || option.starts_with('-')
            || SET_OPTIONS.contains(&option.as_str())
        {
            continue;
        }
        // BusyBox has `pipefail` alone of these.
        let shells = if option == "pipefail" { DASH } else { NOT_BASH };
        note(script, 3040, pair[1].range.clone(), shells);
        if let Some(found) = script.found.last_mut().filter(|_| option == "pipefail") {
            found.unless = Unless::InOldDash;
        }
    }
}

/// 3045
fn flags(script: &mut Script<'_>, arguments: &[Word], known: &str, shells: Shells, name: &str) {
    for word in arguments {
        let Some(text) = script.literal(word) else { return };
        let Some(letters) = text.strip_prefix('-').filter(|letters| !letters.is_empty()) else { return };
        if letters.starts_with('-') {
            return;
        }
        if let Some(odd) = letters.chars().find(|&letter| !known.contains(letter)) {
            let shells = match (name, odd) {
                // BusyBox has these, and dash has `-p`.
                ("read", 'p') => STRICT,
                ("read", 's' | 't' | 'n' | 'd') | ("export", 'n') | ("type", 'p') => DASH,
                _ => shells,
            };
            note(script, 3045, word.range.clone(), shells);
            return;
        }
    }
}

/// Checks the pieces of words.
fn atom(script: &mut Script<'_>, at: usize) {
    let atom = script.atoms[at].clone();
    let text = script.at(&atom.range);
    match atom.kind {
        AtomKind::Arithmetic => arithmetic(script, &atom.range),
        AtomKind::Ansi => note(script, 3003, atom.range, DASH),
        AtomKind::Double if is_translated(&script.text[..atom.range.start]) => {
            note(script, 3004, atom.range.start - 1..atom.range.end, NOT_BASH);
        }
        AtomKind::Text if !atom.is_quoted => unquoted_text(script, atom.range),
        AtomKind::Command if is_file_read(text) => note(script, 3034, atom.range, NOT_BASH),
        AtomKind::Braced => {
            let Some(braced) = Braced::read(text) else { return };
            if braced.prefix == Some('!') {
                note(script, 3053, atom.range.clone(), NOT_BASH);
            }
            if braced.index.is_some() && braced.prefix.is_none() {
                note(script, 3054, atom.range.clone(), NOT_BASH);
            }
            let is_part =
                braced.rest.strip_prefix(':').is_some_and(|rest| !rest.starts_with(['-', '=', '?', '+']));
            if is_part && braced.prefix.is_none() {
                note(script, 3057, atom.range, DASH);
            } else if braced.rest.starts_with('/') {
                note(script, 3060, atom.range, DASH);
            }
        }
        _ => {}
    }
}

/// Whether a text ends with the `$` of `$"…"`.
fn is_translated(before: &str) -> bool {
    before.strip_suffix('$').is_some_and(|before| !before.ends_with(['$', '\\']))
}

/// 3026: `[^…]`, which is `[!…]` in POSIX.
fn unquoted_text(script: &mut Script<'_>, range: std::ops::Range<usize>) {
    let text = script.at(&range);
    let mut from = 0;
    // Hardly any text has a bracket.
    while let Some(open) = memchr::memchr(b'[', &text.as_bytes()[from..]).map(|found| from + found) {
        if !text[open..].starts_with("[^") {
            from = open + 1;
            continue;
        }
        let Some(length) = text[open + 2..].find(']') else { return };
        from = open + 3 + length;
        if length > 0 {
            note(script, 3026, range.start + open..range.start + from, DASH);
            if let Some(found) = script.found.last_mut() {
                // It is often the pattern of a program, and no file has such a name.
                found.unless = Unless::Meant;
            }
        }
    }
}

/// `>& f`
fn is_named(script: &Script<'_>, redirection: &Redirection) -> bool {
    let Some(target) = redirection.target.filter(|_| redirection.descriptor.is_none()) else { return false };
    let text = script.at(&script.view.words[target as usize].span.range());
    script.at(&redirection.span.range()).starts_with(">&")
        && !text.starts_with(['$', '-', '"', '&'])
        && !text.bytes().all(|byte| byte.is_ascii_digit())
}

/// Variables that only bash sets.
const VARIABLES: [&str; 35] = [
    "BASHOPTS",
    "BASHPID",
    "BASH_ALIASES",
    "BASH_ARGC",
    "BASH_ARGV",
    "BASH_CMDS",
    "BASH_COMMAND",
    "BASH_EXECUTION_STRING",
    "BASH_LINENO",
    "BASH_REMATCH",
    "BASH_SOURCE",
    "BASH_SUBSHELL",
    "BASH_VERSINFO",
    "COMP_CWORD",
    "COMP_KEY",
    "COMP_LINE",
    "COMP_POINT",
    "COMP_TYPE",
    "DIRSTACK",
    "EPOCHREALTIME",
    "EPOCHSECONDS",
    "EUID",
    "FUNCNAME",
    "GROUPS",
    "HOSTNAME",
    "HOSTTYPE",
    "MACHTYPE",
    "MAPFILE",
    "OSTYPE",
    "PIPESTATUS",
    "RANDOM",
    "SECONDS",
    "SHELLOPTS",
    "SHLVL",
    "UID",
];

/// 3001, 3024, 3028, 3029, 2112, 2113: substitutions, assignments, variables, pipes and functions.
fn tokens(script: &mut Script<'_>) {
    let view = script.view;
    for substitution in view.substitutions.iter().filter(|it| it.kind == SubstitutionKind::Process) {
        note(script, 3001, substitution.span.range(), NOT_BASH);
    }
    for assignment in &view.assignments {
        let name = assignment.name_span.range();
        if script.text[name.end..].starts_with("+=") && assignment.kind != AssignmentKind::Arithmetic {
            note(script, 3024, name, NOT_BASH);
        }
    }
    let of_bash: Vec<_> =
        view.expansions.iter().filter(|it| VARIABLES.contains(&view.name(it.name))).collect();
    let mut set: FxHashSet<&str> = FxHashSet::default();
    if !of_bash.is_empty() {
        let is_exported = |name: &&str| script.text.contains(&format!("export {name}"));
        set.extend(view.assignments.iter().map(|it| view.name(it.name)));
        set.extend(VARIABLES.into_iter().filter(is_exported));
    }
    for expansion in of_bash {
        let name = view.name(expansion.name);
        if !set.contains(name) {
            let found = script.push_about(3028, expansion.span.range(), name.to_owned());
            (found.shells, found.unless) = (NOT_BASH, Unless::Known(name.into()));
        }
    }
    for operator in view.operators.iter().filter(|it| it.kind == OperatorKind::Pipe) {
        let range = operator.span.range();
        if script.at(&range) == "|&" {
            note(script, 3029, range, NOT_BASH);
        }
    }
    for scope in view.scopes.iter().filter(|it| it.kind == ScopeKind::Function) {
        let Some(part) = scope.part else { continue };
        let range = view.parts[part as usize].span.start as usize..scope.span.end as usize;
        let text = script.at(&range);
        if text.starts_with("function") {
            let head = script.at(&(range.start..scope.span.start as usize));
            note(script, if head.contains('(') { 2112 } else { 2113 }, range, DASH);
        }
    }
}

/// 3018, 3019: operators that only bash has in arithmetic. 3005, 3006: arithmetic as a command.
pub(super) fn arithmetic(script: &mut Script<'_>, range: &std::ops::Range<usize>) {
    let text = script.at(range);
    let is_name = |c: char| c.is_ascii_alphanumeric() || matches!(c, '_' | ']' | '}');
    for operator in ["++", "--", "**"] {
        for (at, _) in text.match_indices(operator) {
            let (before, after) = (text[..at].trim_end(), text[at + 2..].trim_start());
            let is_of_variable = before.ends_with(is_name) && !before.ends_with(|c: char| c.is_ascii_digit())
                || before.ends_with(|c: char| c.is_ascii_digit())
                    && before.trim_end_matches(|c: char| c.is_ascii_digit()).ends_with(is_name)
                || after.starts_with(|c: char| c.is_ascii_alphabetic() || matches!(c, '_' | '$'))
                    && !before.ends_with(is_name);
            let place = range.start + at;
            match operator {
                "**" => note(script, 3019, place..place + 2, NOT_BASH),
                _ if is_of_variable => note(script, 3018, place..place + 2, NOT_BASH),
                _ => {}
            }
        }
    }
}

/// `$(<f)`
fn is_file_read(text: &str) -> bool {
    let inner = text.strip_prefix("$(").and_then(|text| text.strip_suffix(')'));
    let name = inner.and_then(|inner| inner.trim().strip_prefix('<'));
    name.is_some_and(|name| {
        !name.starts_with(['<', '('])
            && !name.trim().is_empty()
            && !name.trim().contains([' ', ';', '|', '&'])
    })
}
