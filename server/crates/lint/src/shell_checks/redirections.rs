//! Redirections that take each other's place, or that do not reach what they seem to.

use std::ops::Range;

use super::script::{Role, Script};
use dockwright_analysis::shell::{Redirection, RedirectionKind, ScopeKind, SubstitutionKind};

pub(super) fn check(script: &mut Script<'_>) {
    if script.view.redirections.is_empty() {
        return;
    }
    for part in 0..script.view.parts.len() as u32 {
        if script.redirections_of(part).is_empty() {
            continue;
        }
        let redirections = of_part(script, part);
        order(script, part, &redirections);
        sudo(script, part, &redirections);
        overridden(script, part, &redirections);
        for redirection in redirections {
            number(script, redirection);
        }
    }
    for statement in 0..script.view.statements.len() {
        same_file(script, statement);
    }
    for at in 0..script.view.substitutions.len() {
        captured(script, at);
    }
}

fn of_part<'a>(script: &Script<'a>, part: u32) -> Vec<&'a Redirection> {
    script.redirections_of(part).iter().map(|at| &script.view.redirections[*at]).collect()
}

/// The operator of a redirection, without the number before it.
fn operator(script: &Script<'_>, redirection: &Redirection) -> Range<usize> {
    let span = redirection.span.range();
    let text = script.at(&span);
    let digits = text.bytes().take_while(u8::is_ascii_digit).count();
    let length = text[digits..].bytes().take_while(|byte| b"<>&|".contains(byte)).count();
    span.start + digits..span.start + digits + length
}

fn target<'a>(script: &Script<'a>, redirection: &Redirection) -> Option<&'a str> {
    let word = &script.view.words[redirection.target? as usize];
    Some(script.at(&word.span.range()))
}

fn is_output(redirection: &Redirection) -> bool {
    matches!(redirection.kind, RedirectionKind::Output | RedirectionKind::Append)
}

fn is_of_stdout(redirection: &Redirection) -> bool {
    matches!(redirection.descriptor, None | Some(1))
}

/// `2>&1`
fn joins_errors(script: &Script<'_>, redirection: &Redirection) -> bool {
    redirection.kind == RedirectionKind::Duplicate
        && redirection.descriptor == Some(2)
        && target(script, redirection) == Some("1")
}

/// 2069: `2>&1 > f`, which leaves errors where the output was.
fn order(script: &mut Script<'_>, part: u32, redirections: &[&Redirection]) {
    let [first, last] = redirections else { return };
    let is_order = joins_errors(script, first)
        && is_output(last)
        && is_of_stdout(last)
        && !script.at(&last.span.range()).contains(">|");
    if is_order && !is_piped(script, part) {
        script.push(2069, first.span.range());
    }
}

/// Whether a pipe or a substitution around a part gets its output.
fn is_piped(script: &Script<'_>, mut part: u32) -> bool {
    loop {
        let statement = &script.view.statements[script.view.parts[part as usize].statement as usize];
        if statement.parts.last() != Some(&part) {
            return true;
        }
        let scope = &script.view.scopes[statement.scope as usize];
        match (scope.kind, scope.part) {
            (ScopeKind::Substitution, _) => return true,
            (_, Some(outer)) => part = outer,
            (_, None) => return false,
        }
    }
}

/// 2024: a file that `sudo` does not open.
fn sudo(script: &mut Script<'_>, part: u32, redirections: &[&Redirection]) {
    let Some(command) = script.command_of(part) else { return };
    if script.command_name_of(command) != Some("sudo") {
        return;
    }
    for redirection in redirections {
        let range = operator(script, redirection);
        let is_file = match redirection.kind {
            RedirectionKind::Input | RedirectionKind::Output | RedirectionKind::Append => {
                redirection.descriptor.is_none()
            }
            RedirectionKind::OutputAndErrors => true,
            _ => false,
        };
        let is_special = target(script, redirection) == Some("/dev/null") || script.at(&range) == ">|";
        if is_file && !is_special {
            let start = range.end - script.at(&range).trim_start_matches('&').len();
            script.push(2024, start..range.end);
        }
    }
}

/// 2259, 2260, 2261: redirections that a pipe or a later redirection loses to.
fn overridden(script: &mut Script<'_>, part: u32, redirections: &[&Redirection]) {
    let statement = &script.view.statements[script.view.parts[part as usize].statement as usize];
    let (is_first, is_last) = (statement.parts.first() == Some(&part), statement.parts.last() == Some(&part));
    let joins = redirections.iter().any(|it| it.kind == RedirectionKind::Duplicate);
    for (at, redirection) in redirections.iter().enumerate() {
        let Some(stream) = self::stream(redirection).filter(|stream| *stream < 3) else { continue };
        let mut others = redirections.iter().enumerate().filter(|(other, _)| *other != at);
        let is_competing = others.any(|(_, it)| self::stream(it) == Some(stream));
        let code = match stream {
            0 if !is_first => 2259,
            1 if !is_last && !joins => 2260,
            _ if is_competing && !joins => 2261,
            _ => continue,
        };
        let range = operator(script, redirection);
        let start = range.end - script.at(&range).trim_start_matches('&').len();
        script.push(code, start..range.end);
    }
}

/// What a redirection to or from a file is about: 0 is the input, 1 the output, 2 the errors.
fn stream(redirection: &Redirection) -> Option<u32> {
    let usual = match redirection.kind {
        RedirectionKind::Input | RedirectionKind::Heredoc | RedirectionKind::Herestring => 0,
        RedirectionKind::Output | RedirectionKind::Append | RedirectionKind::OutputAndErrors => 1,
        _ => return None,
    };
    Some(redirection.descriptor.unwrap_or(usual))
}

/// 2210: `2> 1`, which writes to a file named `1`.
fn number(script: &mut Script<'_>, redirection: &Redirection) {
    let is_file = is_output(redirection) || redirection.kind == RedirectionKind::Input;
    let is_number =
        target(script, redirection).is_some_and(|text| text.bytes().all(|byte| byte.is_ascii_digit()));
    if is_file && is_number {
        let start = operator(script, redirection).start;
        script.push(2210, start..redirection.span.end as usize);
    }
}

/// 2094: a pipeline that reads a file and writes it.
fn same_file(script: &mut Script<'_>, statement: usize) {
    let statement = &script.view.statements[statement];
    let is_file = |it: &&Redirection| {
        is_output(it) || matches!(it.kind, RedirectionKind::Input | RedirectionKind::OutputAndErrors)
    };
    let parts = statement.parts.iter();
    let opened: Vec<&Redirection> = parts
        .flat_map(|part| of_part(script, *part))
        .filter(is_file)
        .filter(|it| it.target.is_some())
        .collect();
    if opened.is_empty() {
        return;
    }
    let span = statement.span.range();
    let substitutions: Vec<Range<usize>> = script.substitutions_in(&span).map(|it| it.span.range()).collect();
    let is_inside =
        |place: &Range<usize>| substitutions.iter().any(|it| it.start < place.start && place.end < it.end);
    // Other places of the pipeline that name a file.
    let commands = statement.parts.iter().flat_map(|part| script.view.parts[*part as usize].commands.clone());
    let named: Vec<(Range<usize>, bool)> = commands
        .flat_map(|command| script.command_words(command as usize))
        .filter(|word| match word.role {
            Role::Argument => !matches!(script.command_name(word), Some("echo" | "printf" | "sponge")),
            Role::Test | Role::DoubleTest => true,
            _ => false,
        })
        .map(|word| (word.range.clone(), false))
        .chain(opened.iter().filter_map(|it| {
            let word = script.view.words[it.target? as usize].span.range();
            Some((word, it.kind == RedirectionKind::Input))
        }))
        .filter(|(place, _)| !is_inside(place))
        .collect();
    let mut found: Vec<Range<usize>> = Vec::new();
    for redirection in &opened {
        let Some(text) = target(script, redirection).filter(|text| !text.starts_with("/dev/")) else {
            continue;
        };
        let Some(own) = redirection.target.map(|word| script.view.words[word as usize].span.range()) else {
            continue;
        };
        let is_input = redirection.kind == RedirectionKind::Input;
        // If both are outputs, the second replaces the first: nothing is read.
        let is_pair = |place: &Range<usize>| {
            let mut outputs = opened.iter().filter(|it| it.kind != RedirectionKind::Input);
            !is_input
                && outputs.any(|it| {
                    it.target.is_some_and(|word| {
                        script.view.words[word as usize].span.start as usize == place.start
                    })
                })
        };
        for (place, reads) in &named {
            if *place != own && script.at(place) == text && !(is_input && *reads) && !is_pair(place) {
                found.extend([own.clone(), place.clone()]);
            }
        }
    }
    found.sort_by_key(|place| place.start);
    found.dedup();
    let truncates = opened.iter().any(|it| it.kind == RedirectionKind::Output);
    for place in found {
        script.push(2094, place).is_minor = !truncates;
    }
}

/// 2327, 2328: a substitution of a command whose output goes elsewhere.
fn captured(script: &mut Script<'_>, at: usize) {
    let substitution = &script.view.substitutions[at];
    let range = substitution.span.range();
    if substitution.kind == SubstitutionKind::Process {
        return;
    }
    let Some(last) = script.single_pipeline(&range).and_then(|parts| parts.last()) else { return };
    let redirections = of_part(script, *last);
    let is_number = |text: &str| text.bytes().all(|byte| byte.is_ascii_digit());
    let away = redirections.iter().position(|it| {
        let is_duplicate = it.kind == RedirectionKind::Duplicate && it.descriptor.is_none();
        is_of_stdout(it) && is_output(it) || is_duplicate && target(script, it).is_some_and(is_number)
    });
    let Some(away) = away else { return };
    // `2>&1 > f` keeps the errors.
    let keeps = |it: &&Redirection| it.kind == RedirectionKind::Duplicate && target(script, it) == Some("1");
    if !redirections[..away].iter().any(keeps) {
        let place = redirections[away].span.range();
        script.push(2327, range);
        script.push(2328, place);
    }
}
