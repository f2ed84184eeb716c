//! Hovers for the punctuation of the exec form, for the delimiters of heredocs, and for characters
//! that continue lines.

use std::ops::Range;

use super::{
    Hover, card,
    markdown::{self, code},
};
use dockwright_analysis::{
    cursor::Line,
    document::{Document, Item},
    facts::{Facts, Form, Heredoc},
    model::place::Spot,
    spec::Instruction,
    usage::{delimiters::heredoc_delimiter, shift, touches},
};
use dockwright_texts::{Entry, Language, Topic, ide::hover::form as texts};

/// The maximum number of words of an exec form that are shown.
const MOST: usize = 8;

/// Punctuation of an exec form, or the opening delimiter of a heredoc.
pub(super) fn hover(line: &Line<'_>, spot: &Spot<'_>, language: Language) -> Option<Hover> {
    let (document, offset) = (line.document, line.offset);
    opener(spot, offset, language)
        .or_else(|| element(line, spot, language))
        .or_else(|| mark(document, spot, offset, language))
}

/// An element of an array: a path in the JSON form of COPY, ADD and VOLUME, or a word of a command.
fn element(line: &Line<'_>, spot: &Spot<'_>, language: Language) -> Option<Hover> {
    let (facts, offset) = (spot.facts(), line.offset);
    let relative = offset - spot.placed.start;
    // In a command, a bracket or a comma after the element has its own text.
    let is_command = facts.form == Some(Form::Exec);
    let is_at = |element: &Range<usize>| {
        if is_command { element.contains(&relative) } else { touches(element, relative) }
    };
    let at = facts.elements.iter().position(is_at)?;
    let range = shift(&facts.elements[at], spot.placed.start);
    let is_last = at + 1 == facts.elements.len() && at > 0;
    let id = match facts.instruction? {
        Instruction::Volume => "volume",
        Instruction::Add | Instruction::Copy if is_last => "destination",
        Instruction::Add => "add-source",
        Instruction::Copy => "source",
        _ => {
            let word = facts.json.as_ref()?.get(at)?;
            let is_program = at == 0 && !continues_entrypoint(line.document, spot, word);
            let id = if is_program { "program" } else { "argument" };
            let entry = card::entry(Topic::Parameters, language, id)?;
            return Some(Hover {
                range,
                markdown: format!("{}\n\n{entry}", markdown::value(word, language)),
            });
        }
    };
    let markdown = card::entry(Topic::Parameters, language, id)?;
    Some(Hover { range, markdown })
}

/// Whether the words of a CMD are arguments of the ENTRYPOINT in its stage.
fn continues_entrypoint(document: &Document, spot: &Spot<'_>, first: &str) -> bool {
    let is_entrypoint = |item: &Item| item.facts.instruction == Some(Instruction::Entrypoint);
    let stage = || document.stages().nth(spot.stage?);
    spot.facts().instruction == Some(Instruction::Cmd)
        && (first.starts_with('-') || stage().is_some_and(|stage| stage.items().iter().any(is_entrypoint)))
}

/// A bracket or a comma: shows the arguments that the program receives.
fn mark(document: &Document, spot: &Spot<'_>, offset: usize, language: Language) -> Option<Hover> {
    let facts = spot.facts();
    let words = facts.json.as_ref().filter(|_| facts.form == Some(Form::Exec))?;
    let is_command = matches!(
        facts.instruction,
        Some(Instruction::Run | Instruction::Cmd | Instruction::Entrypoint | Instruction::Healthcheck)
    );
    let command = shift(&facts.command_range, spot.placed.start);
    let is_mark = |at: usize| {
        let is_inside = command.contains(&at)
            && !facts.elements.iter().any(|element| shift(element, spot.placed.start).contains(&at));
        is_inside && matches!(&*document.text().slice(at..at + 1), "[" | "]" | ",")
    };
    let at = [Some(offset), offset.checked_sub(1)].into_iter().flatten().find(|&at| is_mark(at));
    let at = at.filter(|_| is_command && !words.is_empty())?;
    let mut lines = vec![texts::exec_words().text(language), String::new()];
    lines.extend(words.iter().take(MOST).enumerate().map(|(at, word)| format!("{}. {}", at + 1, code(word))));
    if words.len() > MOST {
        lines.push(String::new());
        lines.push(texts::exec_more((words.len() - MOST).to_string()).text(language));
    }
    let entry = Topic::Forms.entry(language, "exec").map(Entry::summary).unwrap_or_default();
    Some(Hover { range: at..at + 1, markdown: format!("{}\n\n{entry}", lines.join("\n")) })
}

fn opener(spot: &Spot<'_>, offset: usize, language: Language) -> Option<Hover> {
    let relative = offset - spot.placed.start;
    let facts = spot.placed.facts;
    let heredoc = facts.heredocs.iter().find(|heredoc| touches(&heredoc.range, relative))?;
    let range = shift(&heredoc.range, spot.placed.start);
    Some(Hover { range, markdown: about(spot.facts(), heredoc, language) })
}

/// The escape character that continues a line.
pub(super) fn continuation(line: &Line<'_>, language: Language) -> Option<Hover> {
    const LONGEST: usize = 128;
    let (document, offset) = (line.document, line.offset);
    let escape = document.escape();
    let text = document.text();
    let is_before = offset.checked_sub(1).is_some_and(|before| text.slice(before..offset).ends_with(escape));
    let behind = text.slice(offset..text.len().min(offset + LONGEST));
    let (blanks, _) = behind.strip_prefix(escape)?.split_once('\n')?;
    let is_it = !is_before && blanks.chars().all(|c| matches!(c, ' ' | '\t' | '\r'));
    let text = card::entry(Topic::Forms, language, "continuation").filter(|_| is_it)?;
    Some(Hover { range: offset..offset + escape.len_utf8(), markdown: text })
}

/// The line that ends the body of a heredoc.
pub(super) fn terminator(document: &Document, offset: usize, language: Language) -> Option<Hover> {
    let places = heredoc_delimiter(document, offset)?;
    let range = places.get(1)?.clone();
    let spot = Spot::at(document, offset)?;
    let ends_before =
        |heredoc: &&Heredoc| spot.placed.start + heredoc.content_start + heredoc.content.len() <= range.start;
    let heredoc = spot.placed.facts.heredocs.iter().rev().find(ends_before)?;
    let markdown = about(spot.facts(), heredoc, language);
    touches(&range, offset).then_some(Hover { range, markdown })
}

fn about(facts: &Facts, heredoc: &Heredoc, language: Language) -> String {
    let is_script = facts.instruction == Some(Instruction::Run);
    let count = heredoc.content.lines().count().to_string();
    let mut sentences = vec![if heredoc.is_terminated {
        texts::heredoc_lines(&count).text(language)
    } else {
        texts::heredoc_open().text(language)
    }];
    // A shell reads a script and expands variables in it; quoting the delimiter matters to a command
    // that reads the body.
    let is_whole_script = is_script && facts.args_range == heredoc.range;
    match (heredoc.marker.expand, is_script) {
        (false, _) if !is_whole_script => sentences.push(texts::heredoc_quoted().text(language)),
        (true, false) => sentences.push(texts::heredoc_expanded().text(language)),
        (_, _) => {}
    }
    if heredoc.marker.chomp {
        sentences.push(texts::heredoc_tabs().text(language));
    }
    let entry = card::entry(Topic::Forms, language, "heredoc").unwrap_or_default();
    let text = format!("{}\n\n{entry}", sentences.join(" "));
    card::with_source(&text, Some("1.4"), "here-documents", language)
}
