//! What hadolint prints of `ShellCheck`'s findings: the last one of each RUN.
//!
//! hadolint passes the script of a RUN to `ShellCheck` with the names of ENV and ARG declared
//! before it, each with a value of one word. Without a SHELL it assumes `sh`, whatever the image
//! is.

use std::{borrow::Cow, iter::successors};

use dockwright_analysis::{
    facts::{Form, operands::Operands},
    programs::base_name,
    spec::Instruction,
};
use rustc_hash::FxHashSet;

use super::{
    file::{File, Line},
    hits::Hits,
    pairs::pairs,
};
use crate::{
    hadolint_codes::Code,
    scripts::shell_findings,
    shell_checks::{ShellFound, Unless},
    shell_report::{comments, knowledge},
    shells::Shells,
};

/// The variables that Docker has an argument for.
const PROXIES: [&str; 10] = [
    "HTTP_PROXY",
    "http_proxy",
    "HTTPS_PROXY",
    "https_proxy",
    "FTP_PROXY",
    "ftp_proxy",
    "NO_PROXY",
    "no_proxy",
    "ALL_PROXY",
    "all_proxy",
];

/// The last finding of each RUN.
pub(super) fn last_of_each(file: &File<'_>, hits: &mut Hits) {
    let mut names: Vec<FxHashSet<Cow<'_, str>>> = Vec::new();
    let mut shell: Option<&[String]> = None;
    for (at, line) in file.each() {
        let facts = line.facts();
        // hadolint forgets the SHELL at these.
        if line.is(Instruction::Env) || line.is(Instruction::Arg) {
            shell = None;
        }
        match facts.instruction {
            Some(Instruction::From) => {
                shell = None;
                names.push(FxHashSet::default());
            }
            Some(Instruction::Shell) => shell = Some(&facts.args),
            Some(Instruction::Env) => {
                names
                    .last_mut()
                    .into_iter()
                    .for_each(|names| names.extend(pairs(facts).map(|pair| pair.key)));
            }
            _ => {}
        }
        if let (Operands::Arg(definitions), Some(names)) = (&facts.operands, names.last_mut()) {
            names.extend(definitions.iter().map(|it| Cow::Borrowed(it.name.text.as_str())));
        }
        if line.runs()
            && facts.triggered().form != Some(Form::Exec)
            && let Some(shell) = shell_of(line, shell)
        {
            let is_declared = |name: &str| {
                let mut stages = successors(line.stage, |&stage| file.parent(stage));
                PROXIES.contains(&name)
                    || stages.any(|stage| names.get(stage).is_some_and(|names| names.contains(name)))
            };
            if let Some((code, found)) = last(file, line, shell, is_declared) {
                hits.push(at, code.name(), found.range.clone());
            }
        }
    }
}

/// The shell that is passed to `ShellCheck`; `None` if `ShellCheck` does not run.
fn shell_of(line: &Line<'_>, shell: Option<&[String]>) -> Option<Shells> {
    let placed = &line.placed;
    let of_name = |name: &str| match base_name(name) {
        "sh" => Some(Shells::SH),
        "zsh" => None,
        _ => knowledge::of_program(name),
    };
    if let Some(named) = comments::shell_at(line.document, placed.start, placed.start + placed.facts.len) {
        return of_name(&named);
    }
    if let Some(program) = knowledge::interpreter(placed.facts) {
        return of_name(program);
    }
    let Some(words) = shell else { return Some(Shells::SH) };
    of_name(words.iter().flat_map(|word| word.split_whitespace()).next()?)
}

fn last<'a>(
    file: &File<'a>,
    line: &Line<'a>,
    shell: Shells,
    is_declared: impl Fn(&str) -> bool,
) -> Option<(&'static Code, &'a ShellFound)> {
    let found = &shell_findings(file.document, &line.placed).found;
    let is_there = |found: &&ShellFound| {
        let is_silent = match &found.unless {
            Unless::Never
            | Unless::Meant
            | Unless::Certain
            | Unless::EndsAtFailure
            | Unless::InDash
            | Unless::InOldDash => false,
            Unless::Optional | Unless::Broken => true,
            Unless::Plain(name) => found.code != 2115 && is_declared(name),
            Unless::Known(name) => is_declared(name),
        };
        // hadolint never has these, or not as the last one.
        let is_extra = matches!(found.code, 1105 | 1141);
        !is_silent && !is_extra && found.shells.has(shell)
    };
    let with_code = |found: &'a ShellFound| Some((Code::of_shell_check(found.code)?, found));
    let all = found.iter().filter(is_there).filter_map(with_code);
    all.max_by_key(|(code, found)| (found.range.start, code.severity, found.code))
}
