//! Commands that do not do what their place in the script suggests.

use std::ops::Range;

use super::{
    Unless,
    atoms::AtomKind,
    files::{mode_of_parents, removal},
    loops::loops,
    script::{Role, Script, Word},
};
use dockwright_analysis::shell::{
    AssignmentKind, CommandKind, Context, Joint, OperatorKind, Scope, ScopeKind, ShellStatement,
    SubstitutionKind,
};

pub(super) fn check(script: &mut Script<'_>) {
    for at in 0..script.view.commands.len() {
        let command = &script.view.commands[at];
        match command.kind {
            CommandKind::Declaration => declaration(script, at),
            CommandKind::Test | CommandKind::DoubleTest => grep_in_test(script, at),
            CommandKind::Simple => match script.name(at) {
                Some("cd" | "pushd" | "popd") => change_of_directory(script, at),
                Some("rm") => removal(script, at),
                Some("mkdir") => mode_of_parents(script, at),
                Some("ln") => link(script, at),
                Some("echo") => echoed_output(script, at),
                _ => {}
            },
        }
    }
    for at in 0..script.view.assignments.len() {
        empty_value(script, at);
    }
    for at in 0..script.words.len() {
        let word = script.words[at].clone();
        keyword(script, &word);
        if word.role == Role::Name {
            name_of_command(script, &word);
        }
    }
    and_or(script);
    negations(script);
    loops(script);
    ways_back(script);
}

/// 2155: the status of a substitution is lost in `export A=$(b)`.
fn declaration(script: &mut Script<'_>, command: usize) {
    let words: Vec<Range<usize>> =
        script.command_words(command).iter().map(|word| word.range.clone()).collect();
    let has_substitution =
        |value: Range<usize>| script.substitutions_in(&value).any(|it| it.kind != SubstitutionKind::Process);
    let mut names = Vec::new();
    for assignment in words.iter().skip(1).filter_map(|word| script.assignment_at(word.start)) {
        let is_kind = matches!(
            assignment.kind,
            AssignmentKind::Export | AssignmentKind::Readonly | AssignmentKind::Declare
        );
        let name = assignment.name_span.range();
        if is_kind && assignment.value.is_some_and(|value| has_substitution(value.range())) {
            names.push(name);
        }
    }
    let keyword = words.first().cloned().unwrap_or_default();
    let is_single = words.len() == 2;
    for name in names {
        let text = script.at(&name).to_owned();
        let word = words.iter().find(|word| word.start == name.start).cloned().unwrap_or_default();
        let is_harmless = outputs_of(script, &word).iter().all(|range| is_sure(script, range));
        let found = script.push(2155, name);
        found.is_minor = is_harmless;
        if is_single {
            found.edits = vec![
                (keyword.start..word.start, "".into()),
                (word.end..word.end, format!(" && export {text}").into()),
            ];
        }
        if is_single
            && script.at(&keyword) != "export"
            && let Some(found) = script.found.last_mut()
        {
            found.edits.clear();
        }
    }
}

/// 1007: a space after the `=` of an assignment, which ends the value.
fn empty_value(script: &mut Script<'_>, at: usize) {
    let assignment = &script.view.assignments[at];
    let is_assigned = !matches!(
        assignment.kind,
        AssignmentKind::For | AssignmentKind::Read | AssignmentKind::Getopts | AssignmentKind::Arithmetic
    );
    if assignment.value.is_some() || !is_assigned || script.view.name(assignment.name) == "IFS" {
        return;
    }
    let name = assignment.name_span.end as usize;
    let rest = script.text.get(name..).unwrap_or_default();
    let Some(rest) = rest.strip_prefix('+').unwrap_or(rest).strip_prefix('=') else { return };
    let start = script.text.len() - rest.len();
    let mut next = rest;
    while let Some(more) = next.strip_prefix([' ', '\t']).or_else(|| next.strip_prefix("\\\n")) {
        next = more;
    }
    let end = script.text.len() - next.len();
    if end > start && !next.is_empty() && !next.starts_with(['\n', ';', '&', '|', ')', '#', '`']) {
        let name = script.at(&assignment.name_span.range()).to_owned();
        script.push_about(1007, start..end, name);
    }
}

/// The substitutions in a word.
fn outputs_of(script: &Script<'_>, word: &Range<usize>) -> Vec<Range<usize>> {
    script.substitutions_in(word).map(|it| it.span.range()).collect()
}

/// Whether the command of a substitution rarely fails.
fn is_sure(script: &Script<'_>, substitution: &Range<usize>) -> bool {
    const SURE: [&str; 12] = [
        "mktemp", "pwd", "nproc", "uname", "date", "whoami", "id", "hostname", "arch", "echo", "printf",
        "getconf",
    ];
    const FILTERS: [&str; 6] = ["sed", "cut", "tr", "head", "tail", "awk"];
    let Some([first, filters @ ..]) = script.single_pipeline(substitution) else { return false };
    let is_one_of = |part: &u32, names: &[&str]| {
        let name = script.command_of(*part).and_then(|command| script.command_name_of(command));
        name.is_some_and(|name| names.contains(&name))
    };
    is_one_of(first, &SURE) && filters.iter().all(|part| is_one_of(part, &FILTERS))
}

/// 2164: the script continues in the wrong directory if `cd` fails.
fn change_of_directory(script: &mut Script<'_>, at: usize) {
    if script.ends_at_failure {
        return;
    }
    let command = &script.view.commands[at];
    let arguments = script.arguments(at);
    if let [only] = arguments {
        let always = script
            .literal(only)
            .is_some_and(|text| !text.is_empty() && text.chars().all(|c| matches!(c, '.' | '/')));
        if always && script.name(at) == Some("cd") {
            return;
        }
    }
    let statement = script.statement(at);
    if command.context.has(Context::CONDITION) || is_asked(script, statement) {
        return;
    }
    let is_end = script.is_last(statement) && script.view.statements[statement].scope == 0;
    let whole = script.whole(at);
    let end = whole.start + script.at(&whole).trim_end_matches("\\\n").len();
    let is_always_there =
        matches!(arguments, [only] if script.literal(only).is_some_and(|it| is_standard(&it)));
    let found = script.push(2164, whole);
    found.is_minor = is_always_there;
    found.edits = vec![(end..end, " || exit".into())];
    found.unless = if is_end { Unless::Meant } else { Unless::EndsAtFailure };
}

/// Whether every Linux system has a directory.
fn is_standard(path: &str) -> bool {
    const DIRECTORIES: [&str; 24] = [
        "",
        "/bin",
        "/boot",
        "/dev",
        "/etc",
        "/home",
        "/lib",
        "/media",
        "/mnt",
        "/opt",
        "/root",
        "/run",
        "/sbin",
        "/srv",
        "/tmp",
        "/usr",
        "/usr/bin",
        "/usr/lib",
        "/usr/local",
        "/usr/local/bin",
        "/usr/share",
        "/usr/src",
        "/var",
        "~",
    ];
    DIRECTORIES.contains(&path.trim_end_matches('/'))
}

/// Whether the status of a statement, or of what is around it, decides what runs next: before `&&` or `||`, and in the
/// condition of `if` or of a loop.
fn is_asked(script: &Script<'_>, mut statement: usize) -> bool {
    loop {
        let scope = &script.view.scopes[script.view.statements[statement].scope as usize];
        let is_condition = matches!(scope.kind, ScopeKind::IfCondition | ScopeKind::LoopCondition);
        if is_condition || script.next_in_list(statement).is_some() {
            return true;
        }
        let is_open = !matches!(scope.kind, ScopeKind::Function | ScopeKind::Substitution);
        let Some(part) = scope.part.filter(|_| is_open) else { return false };
        statement = script.view.parts[part as usize].statement as usize;
    }
}

/// 2226: `ln` with a single name.
fn link(script: &mut Script<'_>, at: usize) {
    if script.command_name_of(at) != Some("ln") {
        return;
    }
    let mut operands = Vec::new();
    for word in script.arguments(at) {
        let text = script.slice(word);
        let is_option = text.len() > 1 && text.starts_with('-');
        if text == "--" {
            // It is written with care.
            return;
        } else if is_option {
            let is_target =
                if text.starts_with("--") { text.starts_with("--target") } else { text.contains('t') };
            if is_target || text == "--help" || text == "--version" {
                return;
            }
        } else {
            operands.push(word);
        }
    }
    let [only] = operands.as_slice() else { return };
    let may_be_more = script.atoms_of(only).iter().any(|atom| {
        let text = script.at(&atom.range);
        let is_list = text == "$@" || text.contains("[@]") || text == "${@}";
        is_list
            || !atom.is_quoted
                && (atom.kind.is_expansion()
                    || atom.kind == AtomKind::Text && text.contains(['*', '?', '[', '{']))
    });
    if !may_be_more {
        let whole = script.whole(at);
        script.push(2226, whole);
    }
}

/// 2005: `echo $(a)`
fn echoed_output(script: &mut Script<'_>, at: usize) {
    if script.command_name_of(at) != Some("echo") {
        return;
    }
    let [only] = script.arguments(at) else { return };
    let atoms: Vec<_> = script.atoms_of(only).iter().filter(|atom| atom.kind != AtomKind::Double).collect();
    let [atom] = atoms.as_slice() else { return };
    let is_output = matches!(atom.kind, AtomKind::Command | AtomKind::Backticks);
    let quotes = usize::from(atom.is_quoted);
    let is_whole = atom.range.start == only.range.start + quotes && atom.range.end + quotes == only.range.end;
    if !is_output || !is_whole {
        return;
    }
    let has_command = script.single_list(&atom.range).is_some_and(|statements| {
        statements.iter().flat_map(|at| &script.view.statements[*at].parts).all(|part| {
            let part = &script.view.parts[*part as usize];
            part.commands.start < part.commands.end
        })
    });
    if has_command {
        let range = only.range.clone();
        script.push(2005, range);
    }
}

/// 1010: a keyword that is only a word, as in `for x in a do`.
fn keyword(script: &mut Script<'_>, word: &Word) {
    let is_place = matches!(word.role, Role::Argument | Role::Test | Role::Value | Role::Declared);
    if is_place
        && script.is_bare(word)
        && matches!(script.slice(word), "do" | "done" | "then" | "fi" | "esac")
    {
        let range = word.range.clone();
        // In a script that can be read it is nearly always intended.
        if !script.noted.contains(&(1010, range.start)) {
            script.push(1010, range).unless = Unless::Meant;
        }
    }
}

/// 2288: names that end as if quotes or a separator were missing.
fn name_of_command(script: &mut Script<'_>, word: &Word) {
    let Some(text) = script.literal(word) else { return };
    let is_odd = |c: char| {
        matches!(c, '}' | ',' | '.' | ' ' | ']' | '"' | '#' | '%' | '(' | ')' | '[' | '\'' | '{' | '<' | '\\')
    };
    // `a{b,c}` ends with a brace as well.
    let is_list = text.ends_with('}') && text.contains('{') && (text.contains(',') || text.contains(".."));
    let is_alone = text.chars().count() < 2 || is_list;
    if !is_alone && text.ends_with(is_odd) && !text.chars().all(|c| c == '.') && !text.ends_with("..") {
        script.push(2288, word.range.clone());
    }
}

/// 2015: `a && b || c` also runs `c` if `b` fails.
fn and_or(script: &mut Script<'_>) {
    let lists = statements_by_list(script);
    for list in lists {
        let [.., before, middle, last] = list.as_slice() else { continue };
        let statements = &script.view.statements;
        let is_chain = statements[*last].joint == Joint::Or && statements[*middle].joint == Joint::And;
        if !is_chain || is_harmless(script, *last) || is_test(script, *middle) || is_asked(script, *last) {
            continue;
        }
        let (start, end) = (statements[*before].span.end, statements[*middle].span.start);
        if let Some(operator) = script.operator_between(start, end, OperatorKind::And) {
            let text =
                script.at(&(statements[*middle].span.start as usize..statements[*middle].span.end as usize));
            let text = super::script::short(text);
            script.push_about(2015, operator, text);
        }
    }
}

fn statements_by_list(script: &Script<'_>) -> Vec<Vec<usize>> {
    let mut lists: Vec<Vec<usize>> = Vec::new();
    for scope in 0..script.view.scopes.len() {
        let mut open: Option<u32> = None;
        for &at in script.statements_of(scope) {
            let statement = &script.view.statements[at];
            if open != Some(statement.list) {
                lists.push(Vec::new());
                open = Some(statement.list);
            }
            if let Some(list) = lists.last_mut() {
                list.push(at);
            }
        }
    }
    lists
}

/// The simple command that a statement is.
fn only_command(script: &Script<'_>, statement: usize) -> Option<usize> {
    let [part] = script.view.statements[statement].parts.as_slice() else { return None };
    script.command_of(*part)
}

fn is_harmless(script: &Script<'_>, statement: usize) -> bool {
    let found = &script.view.statements[statement];
    let [only] = found.parts.as_slice() else { return false };
    let part = &script.view.parts[*only as usize];
    let is_assignment = part.commands.is_empty()
        && script
            .view
            .assignments
            .iter()
            .any(|it| it.kind == AssignmentKind::Plain && it.name_span.start == part.span.start);
    let name = script.command_after_not(*only).and_then(|command| script.command_name_of(command));
    is_assignment || matches!(name, Some("echo" | "exit" | "return" | "printf" | "true" | ":"))
}

fn is_test(script: &Script<'_>, statement: usize) -> bool {
    let command = only_command(script, statement).map(|command| script.view.commands[command].kind);
    matches!(command, Some(CommandKind::Test | CommandKind::DoubleTest))
}

/// 2251: `! a` never ends the script.
fn negations(script: &mut Script<'_>) {
    if !script.ends_at_failure {
        return;
    }
    let mut found = Vec::new();
    for scope in script.view.scopes.iter().filter(|scope| scope.kind == ScopeKind::Negation) {
        let Some(part) = scope.part else { continue };
        let statement = script.view.parts[part as usize].statement as usize;
        let own = &script.view.statements[statement];
        let is_alone = own.joint == Joint::First && script.next_in_list(statement).is_none();
        if is_alone && goes_on(script, statement) {
            let start = scope.span.start as usize;
            found.push(start..start + 1);
        }
    }
    for range in found {
        script.push(2251, range);
    }
}

/// Whether something comes after a statement, so that its status is lost.
fn goes_on(script: &Script<'_>, statement: usize) -> bool {
    let scope: &Scope = &script.view.scopes[script.view.statements[statement].scope as usize];
    if scope.kind == ScopeKind::Substitution || is_asked(script, statement) {
        return false;
    }
    if !script.is_last(statement) {
        return true;
    }
    let outer = scope.part.map(|part| script.view.parts[part as usize].statement as usize);
    scope.kind != ScopeKind::Function && outer.is_some_and(|outer| goes_on(script, outer))
}

/// 2103: `cd a; b; cd ..`, where `cd ..` starts somewhere else if `cd a` failed.
fn ways_back(script: &mut Script<'_>) {
    if script.ends_at_failure {
        return;
    }
    let mut found = Vec::new();
    for scope in 0..script.view.scopes.len() {
        let mut has_left = false;
        for &at in script.statements_of(scope) {
            let statement: &ShellStatement = &script.view.statements[at];
            let is_alone = statement.joint == Joint::First && script.next_in_list(at).is_none();
            let Some(command) = only_command(script, at).filter(|_| is_alone) else { continue };
            if script.command_name_of(command) != Some("cd") {
                continue;
            }
            let [target] = script.arguments(command) else { continue };
            let is_back =
                matches!(script.literal(target).as_deref(), Some(".." | "../.." | "../" | "../../"));
            if is_back && has_left {
                found.push(script.whole(command));
            }
            has_left |= !is_back;
        }
    }
    for range in found {
        script.push(2103, range);
    }
}

/// 2143: a test of the output of grep, although its status says as much.
fn grep_in_test(script: &mut Script<'_>, at: usize) {
    let words: Vec<Word> = script.command_words(at).to_vec();
    let count = words.len();
    let Some(last) = words.get(count.wrapping_sub(2)) else { return };
    let inner = words.get(1..count - 1).unwrap_or_default();
    let shape: Vec<&str> = inner.iter().map(|word| script.slice(word)).collect();
    let (operator, is_alone) = match shape.as_slice() {
        [operator @ ("-n" | "-z"), _] | ["!", operator @ ("-n" | "-z"), _] => (Some(*operator), false),
        [_] | ["!", _] => (None, true),
        _ => return,
    };
    let atoms: Vec<_> = script.atoms_of(last).iter().filter(|atom| atom.kind != AtomKind::Double).collect();
    let [atom] = atoms.as_slice() else { return };
    let is_whole = atom.range.len() + 2 * usize::from(atom.is_quoted) == last.range.len();
    if atom.kind != AtomKind::Command || !is_whole {
        return;
    }
    let Some(parts) = script.single_pipeline(&atom.range) else { return };
    let name =
        parts.last().and_then(|part| script.command_of(*part)).and_then(|it| script.command_name_of(it));
    if !matches!(name, Some("grep" | "egrep" | "fgrep" | "zgrep")) {
        return;
    }
    let range = match operator {
        Some(operator) => {
            inner.iter().find(|word| script.slice(word) == operator).map(|word| word.range.clone())
        }
        None => is_alone.then(|| last.range.clone()),
    };
    if let Some(range) = range {
        script.push(2143, range);
    }
}
