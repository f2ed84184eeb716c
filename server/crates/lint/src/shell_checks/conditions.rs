//! Conditions: the terms of `[ … ]` and `[[ … ]]`, and subshells around them.

use super::{
    Unless,
    atoms::{Atom, AtomKind},
    parsing::conditions::UTILITIES,
    script::{Script, Word, is_list, is_pattern},
};
use crate::shells::Shells;
use dockwright_analysis::shell::{CommandKind, Context, Joint, ScopeKind};

/// A term of a test, as indexes of its words.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Term {
    Alone(usize),
    Unary { operator: usize, operand: usize },
    Binary { left: usize, operator: usize, right: usize },
}

pub(super) fn check(script: &mut Script<'_>) {
    for at in 0..script.view.commands.len() {
        let kind = script.view.commands[at].kind;
        match kind {
            CommandKind::Test | CommandKind::DoubleTest => test(script, at, kind == CommandKind::Test),
            _ if script.command_name_of(at) == Some("test") => test_command(script, at),
            _ => {}
        }
    }
    for scope in 0..script.view.scopes.len() {
        if script.view.scopes[scope].kind == ScopeKind::Subshell {
            subshell(script, scope);
        }
    }
}

/// Operators that compare texts or numbers.
const COMPARISONS: [&str; 12] = ["=", "==", "!=", "=~", "<", ">", "-eq", "-ne", "-lt", "-le", "-gt", "-ge"];

/// An operator without the quotes or the backslash that keep it from being a redirection.
fn unquoted(operator: &str) -> &str {
    let text = operator.trim_start_matches('\\');
    let inner = |quote| text.strip_prefix(quote).and_then(|text| text.strip_suffix(quote));
    inner('\'').or_else(|| inner('"')).filter(|text| matches!(*text, "<" | ">")).unwrap_or(text)
}

/// The terms of a test, and the words that join them.
fn terms(texts: &[&str]) -> (Vec<Term>, Vec<usize>) {
    let is_comparison = |at: usize| {
        texts.get(at).is_some_and(|text| {
            COMPARISONS.contains(&unquoted(text)) || matches!(*text, "-nt" | "-ot" | "-ef")
        })
    };
    let is_joint = |text: &str| matches!(text, "-a" | "-o" | "&&" | "||");
    let is_unary = |text: &str| {
        let letter = text.strip_prefix('-').filter(|rest| rest.len() == 1);
        letter.is_some_and(|letter| letter.bytes().all(|byte| byte.is_ascii_alphabetic()))
    };
    let (mut terms, mut joints, mut at) = (Vec::new(), Vec::new(), 0);
    while at < texts.len() {
        if matches!(texts[at], "!" | "(" | "\\(" | ")" | "\\)") && !is_comparison(at + 1) {
            at += 1;
        } else if is_comparison(at + 1) && at + 2 < texts.len() {
            terms.push(Term::Binary { left: at, operator: at + 1, right: at + 2 });
            at += 3;
        } else if is_unary(texts[at]) && at + 1 < texts.len() {
            terms.push(Term::Unary { operator: at, operand: at + 1 });
            at += 2;
        } else {
            terms.push(Term::Alone(at));
            at += 1;
        }
        while texts.get(at).is_some_and(|text| matches!(*text, ")" | "\\)")) {
            at += 1;
        }
        if texts.get(at).is_some_and(|text| is_joint(text)) && !terms.is_empty() {
            joints.push(at);
            at += 1;
        }
    }
    (terms, joints)
}

/// The words that a test checks without an operator.
pub(super) fn lone_words(script: &Script<'_>, command: usize) -> Vec<Word> {
    let [_, words @ .., _] = script.command_words(command) else { return Vec::new() };
    let texts: Vec<&str> = words.iter().map(|word| script.slice(word)).collect();
    let alone = terms(&texts).0.into_iter().filter_map(|term| match term {
        Term::Alone(at) => Some(words[at].clone()),
        _ => None,
    });
    alone.collect()
}

fn test(script: &mut Script<'_>, command: usize, is_single: bool) {
    let words: Vec<Word> = script.command_words(command).to_vec();
    let [first, words @ .., _] = words.as_slice() else { return };
    if !matches!(script.slice(first), "[" | "[[") {
        return;
    }
    let texts: Vec<&str> = words.iter().map(|word| script.slice(word)).collect();
    let start = words.first().map_or(0, |word| word.range.start);
    if is_single
        && !texts.is_empty()
        && UTILITIES.contains(&texts[0])
        && !script.noted.contains(&(1014, start))
    {
        script.push_about(1014, start..start, "[".to_owned()).unless = Unless::Meant;
    }
    let (terms, joints) = terms(&texts);
    if is_single {
        for at in joints.iter().filter(|at| texts[**at].starts_with('-')) {
            script.push(2166, words[*at].range.clone());
        }
    }
    let is_constant = |script: &Script<'_>, at: usize| is_constant(script, &words[at]);
    for term in &terms {
        match *term {
            Term::Binary { left, operator, right } => {
                let is_comparison = COMPARISONS.contains(&unquoted(texts[operator]));
                let is_fixed = is_constant(script, left) && is_constant(script, right);
                if is_comparison && is_fixed {
                    script.push(2050, words[operator].range.clone());
                }
                order(script, words[operator].range.clone(), texts[operator]);
                equality(script, &words[left], texts[operator], &words[right], is_fixed);
                let is_status = |at: usize| matches!(texts[at].trim_matches('"'), "$?" | "${?}");
                let place = match (texts[left], texts[right]) {
                    (_, "0") if is_status(left) => left,
                    ("0", _) if is_status(right) => right,
                    _ => continue,
                };
                let compares = matches!(texts[operator], "=" | "==" | "!=" | "-eq" | "-ne" | "-gt");
                if compares && terms.len() == 1 && !begins_function(script, command) {
                    script.push(2181, words[place].range.clone());
                }
            }
            Term::Unary { operator, operand } if matches!(texts[operator], "-z" | "-n") => {
                let is_split = |atom: &Atom| !atom.is_quoted && atom.kind.is_expansion();
                let may_vanish = script.atoms_of(&words[operand]).iter().any(is_split);
                if is_single && texts[operator] == "-n" && may_vanish {
                    script.push(2070, words[operand].range.clone());
                }
                let is_text = |kind| matches!(kind, AtomKind::Text | AtomKind::Escape);
                let atoms = script.atoms_of(&words[operand]);
                let part = atoms.iter().find(|atom| is_text(atom.kind)).map(|atom| atom.range.clone());
                let text = script.literal(&words[operand]).filter(|text| !text.is_empty());
                if text.is_some() && is_constant(script, operand) {
                    let range = inside_quotes(script, &words[operand]);
                    script.push(2157, range);
                } else if let Some(part) = part.filter(|_| !is_pattern(script, &words[operand])) {
                    script.push(2157, part);
                }
            }
            Term::Alone(at) if joints.len() + 1 == terms.len() => {
                let code = match texts[at] {
                    "0" => 2159,
                    "1" => 2161,
                    "false" => 2158,
                    "true" => 2160,
                    text if text.starts_with('-') && text.len() == 2 => continue,
                    _ => 2078,
                };
                if is_constant(script, at) {
                    script.push(code, words[at].range.clone());
                }
            }
            Term::Unary { .. } | Term::Alone(_) => {}
        }
    }
}

/// `test a = b`
fn test_command(script: &mut Script<'_>, at: usize) {
    let words = script.arguments(at).to_vec();
    for terms in words.windows(3) {
        let [left, operator, right] = terms else { continue };
        let operator = script.slice(operator);
        let is_fixed = is_constant(script, left) && is_constant(script, right);
        equality(script, left, operator, right, is_fixed);
        if matches!(unquoted(operator), "<" | ">") {
            order(script, script.whole(at), operator);
        }
    }
}

/// 3012: texts compared by their order.
fn order(script: &mut Script<'_>, operator: std::ops::Range<usize>, text: &str) {
    if matches!(text, "<" | ">" | "\\<" | "\\>" | "'<'" | "'>'" | "\"<\"" | "\">\"") {
        script.push(3012, operator).shells = Shells::SH;
    }
}

/// 2268: `[ "x$A" = x ]`, a guard for shells that are gone.
fn equality(script: &mut Script<'_>, left: &Word, operator: &str, right: &Word, is_fixed: bool) {
    let guard = |word: &Word| {
        let first = script.atoms_of(word).iter().find(|atom| atom.kind != AtomKind::Double)?;
        let text = script.at(&first.range).trim_start_matches('\'');
        let is_text = matches!(first.kind, AtomKind::Text | AtomKind::Single);
        text.chars().next().filter(|c| is_text && matches!(c, 'x' | 'X'))
    };
    let is_guarded = guard(left).is_some() && guard(left) == guard(right);
    if is_guarded && !is_fixed && matches!(operator, "=" | "==" | "!=") {
        script.push(2268, left.range.clone());
    }
}

/// Whether nothing in a word is expanded.
fn is_constant(script: &Script<'_>, word: &Word) -> bool {
    let is_plain = |kind| {
        matches!(
            kind,
            AtomKind::Text | AtomKind::Escape | AtomKind::Single | AtomKind::Double | AtomKind::Ansi
        )
    };
    script.atoms_of(word).iter().all(|atom| is_plain(atom.kind))
        && !is_pattern(script, word)
        && !is_list(script, word)
        && !script.slice(word).starts_with('~')
}

fn inside_quotes(script: &Script<'_>, word: &Word) -> std::ops::Range<usize> {
    match script.atoms_of(word) {
        [quotes, inner] if quotes.kind == AtomKind::Double => inner.range.clone(),
        _ => word.range.clone(),
    }
}

/// Whether a command is the first one of a function, where `$?` is the status of what ran before the call.
fn begins_function(script: &Script<'_>, command: usize) -> bool {
    let found = &script.view.commands[command];
    if !found.context.has(Context::FUNCTION) {
        return false;
    }
    let start = found.span.start;
    let bodies = script.view.scopes.iter().filter(|it| it.kind == ScopeKind::Function);
    let inner =
        bodies.filter(|it| it.span.start <= start && start < it.span.end).max_by_key(|it| it.span.start);
    inner.is_some_and(|body| {
        !script.view.commands.iter().any(|it| body.span.start <= it.span.start && it.span.start < start)
    })
}

/// Whether a part begins with one of these keywords.
fn begins_with(script: &Script<'_>, part: Option<u32>, keywords: &[&str]) -> bool {
    let text = part.map(|part| script.at(&script.view.parts[part as usize].span.range()));
    text.is_some_and(|text| keywords.iter().any(|keyword| text.starts_with(keyword)))
}

/// 2233, 2234, 2235: `( [ … ] )`
fn subshell(script: &mut Script<'_>, scope: usize) {
    let statements = script.statements_of(scope);
    if statements.is_empty() {
        return;
    }
    let is_test = |command: usize| {
        let kind = script.view.commands[command].kind;
        matches!(kind, CommandKind::Test | CommandKind::DoubleTest)
            || script.command_name_of(command) == Some("test")
    };
    let parts: Vec<u32> =
        statements.iter().flat_map(|it| script.view.statements[*it].parts.iter().copied()).collect();
    let has_only_tests = parts.len() == statements.len()
        && parts.iter().all(|part| script.command_of(*part).is_some_and(is_test))
        && !parts.iter().any(|part| {
            let text = script.at(&script.view.parts[*part as usize].span.range());
            text.starts_with("if") || text.starts_with("while") || text.starts_with('{')
        });
    if !has_only_tests {
        return;
    }
    let found = &script.view.scopes[scope];
    let is_condition = || {
        let part = found.part?;
        let statement = script.view.parts[part as usize].statement as usize;
        let outer = &script.view.scopes[script.view.statements[statement].scope as usize];
        let is_it = match outer.kind {
            ScopeKind::IfCondition | ScopeKind::LoopCondition | ScopeKind::Branch => true,
            ScopeKind::LoopBody => begins_with(script, outer.part, &["while", "until"]),
            _ => false,
        };
        let own = &script.view.statements[statement];
        let is_alone = own.parts.len() == 1
            && own.joint == Joint::First
            && script.next_in_list(statement).is_none()
            && script.view.parts[part as usize].span.start == found.span.start;
        (is_it && is_alone).then_some(())
    };
    let code = if is_condition().is_some() {
        2233
    } else if parts.len() == 1 && script.command_of(parts[0]).is_some() {
        2234
    } else {
        2235
    };
    script.push(code, found.span.range());
}
