//! Tests of scripts and their structure.

use dockwright_syntax::Text;

use super::*;
use crate::{
    document::Document,
    shell::{Command, CommandKind, Dialect, ShellView, Word, view},
};

/// The view of a RUN's script, and the text of the instruction.
fn read(script: &str) -> (std::sync::Arc<ShellView>, String) {
    let text =
        if script.contains('\n') { format!("RUN <<'D'\n{script}\nD\n") } else { format!("RUN {script}\n") };
    let document = Document::new(Text::new(&text));
    let placed = document.instructions().next().unwrap();
    let view = view(&document, &placed, Dialect::Posix).unwrap();
    assert!(!view.has_error, "{script}");
    (view, document.source(&placed).into_owned())
}

/// A scope as text: statements in order, pipelines in brackets, scopes by kind.
fn shown(view: &ShellView, scope: u32) -> String {
    let own = view.statements.iter().filter(|statement| statement.scope == scope);
    let mut list = None;
    let mut out = String::new();
    for statement in own {
        let tie = match statement.joint {
            _ if list.is_none() => "",
            Joint::And => " && ",
            Joint::Or => " || ",
            Joint::First | Joint::Pipe => "; ",
        };
        assert_eq!(matches!(tie, " && " | " || "), list == Some(statement.list));
        list = Some(statement.list);
        let parts: Vec<String> = statement.parts.iter().map(|&part| shown_part(view, part)).collect();
        let pipeline = if parts.len() > 1 { format!("[{}]", parts.join(" | ")) } else { parts.concat() };
        out.extend([tie, &pipeline, if statement.is_background { " &" } else { "" }]);
    }
    out
}

fn shown_part(view: &ShellView, part: u32) -> String {
    let text = |word: &Word| word.text.clone().unwrap_or_else(|| "?".into()).into_string();
    let mut pieces = Vec::new();
    if let Some(command) = view.parts[part as usize].command.map(|at| &view.commands[at as usize]) {
        assert_eq!(command.part, part);
        let words = &view.words[command.words.start as usize..command.words.end as usize];
        let words: Vec<String> = words.iter().map(text).collect();
        let around = if command.kind == CommandKind::Simple { ("", "") } else { ("<", ">") };
        pieces.push(format!("{}{}{}", around.0, words.join(" "), around.1));
    }
    for it in view.redirections.iter().filter(|it| it.part == part) {
        let target = it.target.map_or_else(String::new, |word| text(&view.words[word as usize]));
        let descriptor = it.descriptor.map_or_else(String::new, |it| it.to_string());
        pieces.push(format!("{descriptor}{:?}:{target}", it.kind));
    }
    for (at, scope) in view.scopes.iter().enumerate().filter(|(_, scope)| scope.part == Some(part)) {
        let name = scope.name.as_deref().unwrap_or_default();
        pieces.push(format!("{:?} {name}{{{}}}", scope.kind, shown(view, at as u32)).replace(" {", "{"));
    }
    pieces.join(" ")
}

#[test]
fn scripts_have_a_structure() {
    for (script, expected) in [
        ("a b; c && d || e", "a b; c && d || e"),
        ("a && b > f | c", "a && [b Output:f | c]"),
        ("a | b && c 2>&1 | d || e", "[a | b] && [c 2Duplicate:1 | d] || e"),
        ("a && b && c > f | d && e", "a && b && [c Output:f | d] && e"),
        ("a | b | c > f", "[a | b | c Output:f]"),
        ("a > f | b > g && c", "[a Output:f | b Output:g] && c"),
        ("a |& b", "[a | b]"),
        ("a & b", "a &; b"),
        ("a && b & c", "a & && b &; c"),
        ("(a; b) && { c; d; } > f", "Subshell{a; b} && Output:f Group{c; d}"),
        ("! a | b", "[Negation{a} | b]"),
        ("! a && b", "Negation{a} && b"),
        (
            "if a; then b; elif c; then d; else e; fi",
            "IfCondition{a} Branch{b} IfCondition{c} Branch{d} Branch{e}",
        ),
        ("while a; do b | c; done < f", "Input:f LoopCondition{a} LoopBody{[b | c]}"),
        ("for x in 1 2; do a; b; done", "LoopBody{a; b}"),
        ("case x in a) b;; *) c && d;; esac", "Arm{b} Arm{c && d}"),
        ("f() { a; }; f", "Function f{Group{a}}; f"),
        ("a $(b | c) \"$(d; e)\" `g`", "a ? ? ? Substitution{[b | c]} Substitution{d; e} Substitution{g}"),
        ("[ -f x ] && [[ a = b ]] || test c", "<[ -f x> && <[[ a b> || test c"),
        ("A=1 B=2; C=3 a", "; a"),
        ("export A=1 && a", "<export A=1> && a"),
        ("a \\ b \\  && c", "a  b   && c"),
        ("a > f b", "a b Output:f"),
        ("a <<< b >> c &> d < e", "a Herestring:b Append:c OutputAndErrors:d Input:e"),
        ("cat <<E > f\nx\nE\na", "cat Heredoc: Output:f; a"),
        ("a &&\n# b\nc", "a && c"),
        ("a $(b <(c))", "a ? Substitution{b ? Substitution{c}}"),
    ] {
        assert_eq!(shown(&read(script).0, 0), expected, "{script}");
    }
}

#[test]
fn expansions_know_their_places() {
    for (script, expected) in [
        ("a $X \"$X\" b$X", "Word a whole, Word\" a whole, Word a"),
        ("A=$X a \"b-$X\"", "Value a, Word\" a"),
        ("export A=\"$X\"", "Value\" export"),
        ("[ $X = a ] && [[ $X ]]", "Test [, DoubleTest [["),
        ("a $((X + 1)) > $X", "Arithmetic a, Redirection a whole"),
        ("for i in $X; do a \"${X:-$X}\"; done", "ForWord -, Word\" a whole, Word\" a"),
        ("case $X in $X) a;; esac", "CaseWord - whole, Pattern -"),
        ("a \"$(b $X)\" '$X'", "Word b whole"),
        ("cat <<E\n$X\nE", "Heredoc cat"),
        ("a > \"$X\" b", "Redirection\" a whole"),
    ] {
        let (view, source) = read(script);
        let show = |it: &crate::shell::Expansion| {
            let command = view.command_at(it.place).map(|command| &view.words[command.words.start as usize]);
            let command = command.map_or("-", |word| &source[word.span.range()]);
            let quotes = if it.place.is_quoted { "\"" } else { "" };
            let whole = if view.is_whole_word(it.place, it.span) { " whole" } else { "" };
            format!("{:?}{quotes} {command}{whole}", it.place.kind)
        };
        let found: Vec<String> = view.expansions.iter().map(show).collect();
        let expected = expected.replace("ForWord -,", "ForWord - whole,");
        assert_eq!(found.join(", "), expected, "{script}");
    }
}

#[test]
fn commands_know_what_is_around_them() {
    use ScopeKind::{Function, Group, LoopBody, LoopCondition, Script, Subshell, Substitution};
    let (view, _) = read("a; (b && f() { while c; do d $(e); done; })");
    let around = |name: &str| -> Vec<ScopeKind> {
        let is_it =
            |command: &&Command| view.words[command.words.start as usize].text.as_deref() == Some(name);
        let command = view.commands.iter().find(is_it).unwrap();
        view.scopes_around(command).map(|scope| scope.kind).collect()
    };
    assert_eq!(around("a"), [Script]);
    assert_eq!(around("b"), [Subshell, Script]);
    assert_eq!(around("c"), [LoopCondition, Group, Function, Subshell, Script]);
    assert_eq!(around("e"), [Substitution, LoopBody, Group, Function, Subshell, Script]);
}

#[test]
fn words_know_their_quotes() {
    let (view, source) = read("a 'b c'\"$(d 'e')\"f \\g");
    let words: Vec<_> = view
        .words
        .iter()
        .map(|word| {
            let quotes = view.quotes_in(word.span).map(|quote| &source[quote.span.range()]);
            (&source[word.span.range()], word.quoting, quotes.collect::<Vec<_>>())
        })
        .collect();
    assert_eq!(
        words,
        [
            ("a", Quoting::None, vec![]),
            ("'b c'\"$(d 'e')\"f", Quoting::Mixed, vec!["'b c'", "\"$(d 'e')\""]),
            ("\\g", Quoting::Escaped, vec![]),
            ("d", Quoting::None, vec![]),
            ("'e'", Quoting::Single, vec!["'e'"]),
        ]
    );
}
