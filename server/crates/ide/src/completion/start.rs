//! Completion of keywords, and of whole lines to fill in.

use std::ops::Range;

use super::{Acc, CompletionItem, CompletionKind, DocKey, StarterFile};
use dockwright_analysis::{
    cursor::{KeywordTyping, Token},
    spec::{INSTRUCTIONS, Instruction, usual},
};
use dockwright_texts::{Topic, ide::completion as texts};

pub(super) fn complete(site: &KeywordTyping, acc: &mut Acc<'_>) {
    // There is no text to match, and a line of spaces counts as finished.
    if site.token.prefix.is_empty() && !acc.context.is_by_hand {
        return;
    }
    acc.items.extend(whole_file(&site.token, acc));
    let is_lower = is_lower(acc, &site.token);
    let before = Before::of(acc, site.token.range.start);
    for spec in &INSTRUCTIONS {
        let is_allowed = site.is_in_stage
            || matches!(spec.instruction, Instruction::From | Instruction::Arg | Instruction::Maintainer);
        if is_allowed {
            let item = keyword(spec.instruction, &site.token, is_lower, site.has_rest, acc);
            acc.push(item.rank(before.rank(spec.instruction)));
        }
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

/// A Dockerfile for the project, if the file is empty except for the word under the cursor.
fn whole_file(token: &Token, acc: &Acc<'_>) -> Option<CompletionItem> {
    let text = acc.document.text();
    let is_blank = |range: Range<usize>| text.slice(range).trim().is_empty();
    if !is_blank(0..token.range.start) || !is_blank(token.range.end..text.len()) {
        return None;
    }
    let StarterFile { kind, text } = (acc.context.starter)()?;
    let label = texts::whole_file(&kind).text(acc.context.language);
    let item = CompletionItem::new(CompletionKind::Snippet, label, token).text(text).rank(0);
    // Typing FROM, usually the first word of a Dockerfile, finds this item.
    Some(
        CompletionItem { filter: "FROM".to_owned(), ..item }
            .detail(texts::for_this_project().text(acc.context.language)),
    )
}

/// The instructions of a stage before a position.
struct Before {
    /// The last one.
    last: Option<Instruction>,
    /// Those instructions of the stage that are needed only once.
    done: Vec<Instruction>,
}

impl Before {
    fn of(acc: &Acc<'_>, offset: usize) -> Self {
        /// The number of instructions to search; real stages are not longer.
        const MOST: usize = 200;
        let mut before = Self { last: None, done: Vec::new() };
        let Some((_, block)) = acc.document.block_at(offset) else { return before };
        let end = block.item_at(offset).map_or(0, |at| at + 1);
        let facts = block.items()[..end].iter().rev().take(MOST);
        let known =
            facts.filter(|item| block.start_of(item) < offset).filter_map(|item| item.facts.instruction);
        for instruction in known {
            before.last.get_or_insert(instruction);
            if usual::ONCE.contains(&instruction) {
                before.done.push(instruction);
            }
        }
        before
    }

    /// The rank of an instruction in the list; likely instructions have low ranks.
    fn rank(&self, instruction: Instruction) -> u8 {
        let usual = usual::following(self.last);
        let place = usual.iter().position(|it| *it == instruction).unwrap_or(usual.len());
        let place = u8::try_from(place).unwrap_or(u8::MAX).min(20);
        match instruction {
            Instruction::Maintainer => 90,
            _ if self.done.contains(&instruction) => 40 + place,
            _ => 10 + place,
        }
    }
}

/// The instructions that may follow ONBUILD.
pub(super) fn triggers(token: &Token, is_lower: bool, acc: &mut Acc<'_>) {
    for spec in &INSTRUCTIONS {
        use Instruction::{From, Maintainer, Onbuild};
        if !matches!(spec.instruction, From | Maintainer | Onbuild) {
            let item = keyword(spec.instruction, token, is_lower, false, acc);
            acc.push(item.rank(10 + usual_trigger(spec.instruction)));
        }
    }
}

fn usual_trigger(instruction: Instruction) -> u8 {
    let usual = usual::following(Some(Instruction::From));
    let place = usual.iter().position(|it| *it == instruction).unwrap_or(usual.len());
    u8::try_from(place).unwrap_or(u8::MAX)
}

/// A placeholder text for the rest of the instruction. Arrays are spelled out, since the exec form
/// starts no shell.
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
    // Clients that support snippets show the rest of the line in the label.
    let label =
        if acc.context.has_snippets { format!("{word} {}", pattern(instruction)) } else { word.clone() };
    CompletionItem {
        filter: word,
        doc: Some(DocKey { topic: instruction.topic(), id: None }),
        is_deprecated: instruction == Instruction::Maintainer,
        opens_list: !has_rest && opens_list(instruction),
        ..CompletionItem::new(CompletionKind::Keyword, label, token).text(text)
    }
}

/// Whether there is a list for the first argument of an instruction.
fn opens_list(instruction: Instruction) -> bool {
    use Instruction::{Add, Copy, Env, Expose, From, Healthcheck, Label, Onbuild, Shell, Stopsignal, User};
    matches!(
        instruction,
        Add | Copy | Env | Expose | From | Healthcheck | Label | Onbuild | Shell | Stopsignal | User
    )
}

/// A snippet from the code example of its entry.
fn snippet(id: &'static str, token: &Token, is_lower: bool) -> Option<CompletionItem> {
    let entry = Topic::Snippets.entry(dockwright_texts::Language::English, id)?;
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

/// The keywords at the starts of lines in lower case.
fn in_small_letters(code: &str) -> String {
    let line = |line: &str| match line.split_once(' ') {
        Some((word, rest)) if Instruction::from_keyword(word).is_some() => {
            format!("{} {}", word.to_lowercase(), rest.replace(" AS ", " as "))
        }
        _ => line.to_owned(),
    };
    code.lines().map(line).collect::<Vec<_>>().join("\n")
}

/// Whether keywords are written in lower case: like those of the file or, if it has none, like the
/// one being typed.
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
