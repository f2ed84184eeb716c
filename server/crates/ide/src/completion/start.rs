//! Keywords, and whole lines to fill in.

use super::{Acc, CompletionItem, CompletionKind, DocKey, Token, site::StartSite};
use crate::spec::{INSTRUCTIONS, Instruction, Topic};

pub(super) fn complete(site: &StartSite, acc: &mut Acc<'_>) {
    let is_lower = is_lower(acc, &site.token);
    for spec in &INSTRUCTIONS {
        let rank = match spec.instruction {
            Instruction::From if !site.is_in_stage => 10,
            Instruction::Arg | Instruction::From => 20,
            Instruction::Maintainer => 90,
            _ if !site.is_in_stage => continue,
            _ => 20,
        };
        acc.push(keyword(spec.instruction, &site.token, is_lower, site.has_rest, acc).rank(rank));
    }
    if !acc.context.has_snippets {
        return;
    }
    if site.is_in_stage {
        let item = keyword(Instruction::Healthcheck, &site.token, is_lower, site.has_rest, acc);
        let word = item.filter.clone();
        let none = if is_lower { "none" } else { "NONE" };
        let whole = format!("{word} {none}");
        let text = if site.has_rest { word } else { whole.clone() };
        let item = CompletionItem { label: whole.clone(), filter: whole, ..item }.text(text);
        acc.push(item.rank(55).doc(Topic::Healthcheck, "NONE"));
    }
    if site.has_rest {
        return;
    }
    for id in Topic::Snippets.ids() {
        if site.is_in_stage || id.starts_with("FROM ") {
            acc.items.extend(snippet(id, &site.token, is_lower));
        }
    }
}

/// The instructions that may stand behind ONBUILD.
pub(super) fn triggers(token: &Token, is_lower: bool, acc: &mut Acc<'_>) {
    for spec in &INSTRUCTIONS {
        use Instruction::{From, Maintainer, Onbuild};
        if !matches!(spec.instruction, From | Maintainer | Onbuild) {
            acc.push(keyword(spec.instruction, token, is_lower, false, acc));
        }
    }
}

/// What follows a keyword, for the eye. Arrays are written out: that is the form which starts no shell.
fn pattern(instruction: Instruction) -> &'static str {
    match instruction {
        Instruction::Add | Instruction::Copy => "source dest",
        Instruction::Arg | Instruction::Maintainer => "name",
        Instruction::Cmd | Instruction::Entrypoint | Instruction::Shell => "[ \"executable\" ]",
        Instruction::Env | Instruction::Label => "key=value",
        Instruction::Expose => "port",
        Instruction::From => "baseImage",
        Instruction::Healthcheck => "--interval=30s CMD command",
        Instruction::Onbuild => "INSTRUCTION",
        Instruction::Run => "command",
        Instruction::Stopsignal => "signal",
        Instruction::User => "daemon",
        Instruction::Volume => "[ \"/data\" ]",
        Instruction::Workdir => "/the/workdir/path",
    }
}

fn keyword(
    instruction: Instruction,
    token: &Token,
    is_lower: bool,
    has_rest: bool,
    acc: &Acc<'_>,
) -> CompletionItem {
    let word = instruction.spec().keyword;
    let word = if is_lower { word.to_lowercase() } else { word.to_owned() };
    let text = if has_rest { word.clone() } else { format!("{word} ") };
    // Clients that know snippets are used to see what follows.
    let label =
        if acc.context.has_snippets { format!("{word} {}", pattern(instruction)) } else { word.clone() };
    CompletionItem {
        filter: word,
        doc: Some(DocKey { topic: topic(instruction), id: None }),
        is_deprecated: instruction == Instruction::Maintainer,
        ..CompletionItem::new(CompletionKind::Keyword, label, token).text(text)
    }
}

/// A snippet's text stands in the code of its entry.
fn snippet(id: &'static str, token: &Token, is_lower: bool) -> Option<CompletionItem> {
    let entry = Topic::Snippets.entry(crate::spec::Language::English, id)?;
    let code = entry.rest().strip_prefix("```dockerfile\n")?.strip_suffix("\n```")?;
    let (keyword, name) = id.split_once(' ')?;
    let (label, text) = if is_lower {
        (format!("{} {name}", keyword.to_lowercase()), in_small_letters(code))
    } else {
        (id.to_owned(), code.to_owned())
    };
    Some(CompletionItem {
        is_snippet: true,
        filter: label.clone(),
        ..CompletionItem::new(CompletionKind::Snippet, label, token)
            .text(text)
            .rank(60)
            .doc(Topic::Snippets, id)
    })
}

/// The keywords at the starts of lines in small letters.
fn in_small_letters(code: &str) -> String {
    let line = |line: &str| match line.split_once(' ') {
        Some((word, rest)) if Instruction::from_keyword(word).is_some() => {
            format!("{} {}", word.to_lowercase(), rest.replace(" AS ", " as "))
        }
        _ => line.to_owned(),
    };
    code.lines().map(line).collect::<Vec<_>>().join("\n")
}

/// Whether keywords are written in small letters: as those of the file are, else as the one that is begun.
pub(super) fn is_lower(acc: &Acc<'_>, token: &Token) -> bool {
    const SAMPLE: usize = 64;
    let others = acc.document.instructions().filter(|placed| placed.start != token.range.start);
    let known = others.take(SAMPLE).filter(|placed| placed.facts.instruction.is_some());
    let (mut upper, mut lower) = (0, 0);
    for placed in known {
        let is_lower = placed.facts.word.starts_with(|c: char| c.is_ascii_lowercase());
        *if is_lower { &mut lower } else { &mut upper } += 1;
    }
    let begins_lower = token.prefix.starts_with(|c: char| c.is_ascii_lowercase());
    if upper == lower { begins_lower } else { lower > upper }
}

/// The texts about an instruction.
pub(super) fn topic(instruction: Instruction) -> Topic {
    match instruction {
        Instruction::Add => Topic::Add,
        Instruction::Arg => Topic::Arg,
        Instruction::Cmd => Topic::Cmd,
        Instruction::Copy => Topic::Copy,
        Instruction::Entrypoint => Topic::Entrypoint,
        Instruction::Env => Topic::Env,
        Instruction::Expose => Topic::Expose,
        Instruction::From => Topic::From,
        Instruction::Healthcheck => Topic::Healthcheck,
        Instruction::Label => Topic::Label,
        Instruction::Maintainer => Topic::Maintainer,
        Instruction::Onbuild => Topic::Onbuild,
        Instruction::Run => Topic::Run,
        Instruction::Shell => Topic::Shell,
        Instruction::Stopsignal => Topic::Stopsignal,
        Instruction::User => Topic::User,
        Instruction::Volume => Topic::Volume,
        Instruction::Workdir => Topic::Workdir,
    }
}
