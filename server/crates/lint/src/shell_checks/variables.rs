//! Variables that are never read, or never set.

use super::{Unless, conditions::lone_words, script::Script};
use dockwright_analysis::shell::{Assignment, AssignmentKind, CommandKind, PlaceKind};
use rustc_hash::{FxHashMap, FxHashSet};

/// Variables that shells and programs know.
const KNOWN: [&str; 47] = [
    "BASH_ENV",
    "CDPATH",
    "COLUMNS",
    "COMPREPLY",
    "DISPLAY",
    "ENV",
    "EUID",
    "FCEDIT",
    "FIGNORE",
    "FUNCNEST",
    "GLOBIGNORE",
    "HISTCONTROL",
    "HISTFILE",
    "HISTFILESIZE",
    "HISTIGNORE",
    "HISTSIZE",
    "HISTTIMEFORMAT",
    "HOME",
    "HOSTNAME",
    "IFS",
    "IGNOREEOF",
    "INPUTRC",
    "LANG",
    "LANGUAGE",
    "LC_ALL",
    "LC_COLLATE",
    "LC_CTYPE",
    "LC_MESSAGES",
    "LC_MONETARY",
    "LC_NUMERIC",
    "LC_TIME",
    "LINES",
    "LOGNAME",
    "MAIL",
    "MAILCHECK",
    "MAILPATH",
    "OLDPWD",
    "OPTERR",
    "OPTIND",
    "PATH",
    "POSIXLY_CORRECT",
    "PROMPT_COMMAND",
    "PS1",
    "PWD",
    "REPLY",
    "SHELL",
    "TERM",
];
const KNOWN_TOO: [&str; 14] = [
    "TMOUT",
    "TMPDIR",
    "UID",
    "USER",
    "VISUAL",
    "PS2",
    "PS3",
    "PS4",
    "PROMPT_DIRTRIM",
    "TZ",
    "TIMEFORMAT",
    "LD_LIBRARY_PATH",
    "BASH_XTRACEFD",
    "CLICOLOR",
];

pub(super) fn check(script: &mut Script<'_>) {
    for (keyword, variable) in std::mem::take(&mut script.unseparated) {
        let name = script.at(&variable).to_owned();
        if !script.view.expansions.iter().any(|it| script.view.name(it.name) == name) {
            script.push_about(2034, keyword, name).unless = Unless::Meant;
        }
    }
    if !script.view.assignments.is_empty() {
        unused(script);
    }
    if !script.view.expansions.is_empty() {
        unset(script);
    }
}

/// 2034
fn unused(script: &mut Script<'_>) {
    let view = script.view;
    let mut used: FxHashSet<&str> = view.expansions.iter().map(|it| view.name(it.name)).collect();
    let mut exported: FxHashSet<&str> = FxHashSet::default();
    let mut texts: Vec<&str> = Vec::new();
    let mut is_open = false;
    for at in 0..view.commands.len() {
        let name = script.name(at);
        match (view.commands[at].kind, name) {
            (CommandKind::Declaration, Some("export" | "readonly" | "declare" | "typeset" | "local")) => {
                let is_export = name == Some("export")
                    || script.arguments(at).iter().any(|word| {
                        let text = script.slice(word);
                        text.starts_with('-') && text.contains('x')
                    });
                for word in script.arguments(at).iter().filter(|_| is_export) {
                    let text = script.slice(word);
                    exported.insert(text.split('=').next().unwrap_or_default());
                }
            }
            (CommandKind::Test | CommandKind::DoubleTest, _) | (_, Some("test")) => {
                let words = script.command_words(at);
                for pair in words.windows(2).filter(|pair| script.slice(&pair[0]) == "-v") {
                    used.insert(script.slice(&pair[1]));
                }
            }
            (_, Some("trap")) => texts.extend(script.arguments(at).first().map(|word| script.slice(word))),
            (_, Some("." | "source" | "eval")) => is_open = true,
            (_, Some("set")) => {
                is_open |= script.arguments(at).iter().any(|word| {
                    let text = script.slice(word);
                    text == "allexport"
                        || text.starts_with('-') && !text.starts_with("--") && text.contains('a')
                });
            }
            _ => {}
        }
    }
    let mut by_name: FxHashMap<&str, Vec<&Assignment>> = FxHashMap::default();
    for assignment in &view.assignments {
        by_name.entry(view.name(assignment.name)).or_default().push(assignment);
    }
    for (name, assignments) in by_name {
        let is_used = used.contains(name)
            || exported.contains(name)
            || name.starts_with('_')
            || KNOWN.contains(&name)
            || KNOWN_TOO.contains(&name)
            || texts
                .iter()
                .any(|text| text.contains(&format!("${name}")) || text.contains(&format!("${{{name}")));
        if is_used {
            continue;
        }
        for assignment in assignments {
            let is_for_others = matches!(
                assignment.kind,
                AssignmentKind::Prefix | AssignmentKind::Export | AssignmentKind::Default
            );
            if is_for_others || assignment.is_update {
                continue;
            }
            let mut range = assignment.name_span.range();
            if assignment.kind == AssignmentKind::For {
                let found = script.loop_of(assignment.name_span);
                let Some(found) = found else { continue };
                let start = found.span.start as usize;
                let length = script.text[start..].bytes().take_while(u8::is_ascii_alphabetic).count();
                range = start..start + length;
            }
            if assignment.kind == AssignmentKind::Arithmetic {
                // ShellCheck gives the place of the operator.
                let rest = &script.text[range.end..];
                let start = range.end + rest.len() - rest.trim_start().len();
                let length = script.text[start..].find('=').map_or(1, |length| length + 1);
                range = if length <= 3 { start..start + length } else { range };
            }
            let found = script.push_about(2034, range, name.to_owned());
            let is_loop = assignment.kind == AssignmentKind::For;
            (found.unless, found.is_minor) = (Unless::Known(name.into()), is_open || is_loop);
        }
    }
}

/// 2154
fn unset(script: &mut Script<'_>) {
    let view = script.view;
    let mut set: FxHashSet<&str> = view
        .assignments
        .iter()
        .filter(|it| it.kind != AssignmentKind::Prefix)
        .map(|it| view.name(it.name))
        .collect();
    let mut is_open = false;
    for at in 0..view.commands.len() {
        match (view.commands[at].kind, script.name(at)) {
            (CommandKind::Declaration, name) if name != Some("unset") => {
                set.extend(script.arguments(at).iter().map(|word| script.slice(word)));
            }
            (CommandKind::Test | CommandKind::DoubleTest, _) => {
                let lone = lone_words(script, at);
                let words = script.command_words(at).windows(2);
                let asked = words.filter(|pair| matches!(script.slice(&pair[0]), "-n" | "-z" | "-v"));
                for word in asked.map(|pair| &pair[1]).chain(&lone) {
                    set.insert(script.slice(word));
                    let all = &view.expansions;
                    let first = all.partition_point(|it| (it.span.start as usize) < word.range.start);
                    let inside =
                        all[first..].iter().take_while(|it| (it.span.start as usize) < word.range.end);
                    set.extend(inside.map(|it| view.name(it.name)));
                }
            }
            (_, Some("." | "source" | "eval")) => is_open = true,
            _ => {}
        }
    }
    let mut seen: FxHashSet<&str> = FxHashSet::default();
    // ShellCheck looks at the redirections of a command before its words.
    let mut expansions: Vec<_> = view.expansions.iter().collect();
    expansions.sort_by_key(|expansion| match expansion.place.kind {
        PlaceKind::Redirection => view.parts[expansion.place.part as usize].span.start,
        _ => expansion.span.start,
    });
    let mut outer = 0..0;
    for expansion in expansions {
        let name = view.name(expansion.name);
        let range = expansion.span.range();
        // In `${X#$Y}`, ShellCheck reports only `X`.
        if outer.contains(&range.start) && range.end <= outer.end {
            continue;
        }
        outer = range.clone();
        if set.contains(name) || !name.bytes().any(|byte| byte.is_ascii_lowercase()) || seen.contains(name) {
            continue;
        }
        // `(( a ) || b )` is not arithmetic, although it begins like that.
        let open = script.text[..range.start].rfind("((");
        if expansion.is_arithmetic && open.is_some_and(|open| !script.text[..open].ends_with('$')) {
            continue;
        }
        let text = script.at(&range);
        let has_default = super::atoms::Braced::read(text)
            .is_some_and(|braced| braced.has_default() || braced.is_alternative());
        if has_default {
            // The script expects that the variable may be unset.
            set.insert(name);
            continue;
        }
        seen.insert(name);
        let found = script.push_about(2154, range, name.to_owned());
        (found.unless, found.is_minor) = (Unless::Known(name.into()), is_open);
    }
}
