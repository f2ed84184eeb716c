//! Hovers for keywords, flags and arguments.

use std::ops::Range;

use dockwright_syntax::words::split_list;

use super::{Hover, card, mode, value};
use dockwright_analysis::{
    cursor::Line,
    parts::{FlagPart, Parts},
    spec::{Engine, FlagValue, Instruction},
    usage::touches,
};
use dockwright_texts::{Language, Topic};

/// The subject of a hover: an instruction, and an offset in it.
struct Asked<'a> {
    line: &'a Line<'a>,
    engine: Engine,
    language: Language,
}

impl Asked<'_> {
    fn is_at(&self, range: &Range<usize>) -> bool {
        touches(range, self.line.cursor)
    }

    fn about(&self, range: &Range<usize>, markdown: String) -> Hover {
        Hover { range: self.line.source(range), markdown }
    }

    fn parameter(&self, range: &Range<usize>, id: &str) -> Option<Hover> {
        let text = card::entry(Topic::Parameters, self.language, id)?;
        Some(self.about(range, text))
    }
}

/// The part of the instruction at the cursor.
pub(super) fn hover(line: &Line<'_>, language: Language) -> Option<Hover> {
    let asked = Asked { line, engine: line.document.context().inputs.engine, language };
    let found = line.parts().iter().rev().find_map(|parts| at_parts(&asked, parts));
    found.filter(|hover| touches(&hover.range, line.offset))
}

fn at_parts(asked: &Asked<'_>, parts: &Parts) -> Option<Hover> {
    let instruction = parts.instruction?;
    if asked.is_at(&parts.keyword) {
        let mut markdown = card::instruction(instruction, asked.language);
        if asked.engine == Engine::Podman
            && let Some(difference) = card::podman_difference(instruction, asked.language)
        {
            markdown = format!("{markdown}\n\n{difference}");
        }
        return Some(asked.about(&parts.keyword, markdown));
    }
    if let Some(flag) = parts.flags().find(|flag| asked.is_at(&flag.range())) {
        return self::flag(asked, instruction, &flag);
    }
    if asked.is_at(&parts.args) && !parts.args.is_empty() {
        argument(asked, instruction, &parts.args)
    } else {
        None
    }
}

fn flag(asked: &Asked<'_>, instruction: Instruction, flag: &FlagPart<'_>) -> Option<Hover> {
    let (name, value) = flag.split();
    let spec = instruction.spec().flag_of(Engine::Podman, name)?;
    let name_end = "--".len() + name.len();
    let name_range = flag.place(0..name_end);
    if value.is_none() || asked.is_at(&name_range) {
        let text = card::flag(instruction, spec, asked.language)?;
        let is_missing = spec.engine == Engine::Podman && asked.engine == Engine::Docker;
        let text = if is_missing { card::only_podman(&text, asked.language) } else { text };
        return Some(asked.about(&name_range, text));
    }
    let value = value.filter(|value| !value.is_empty())?;
    let range = flag.place(name_end + 1..flag.text().len());
    let language = asked.language;
    let about_flag = || {
        let (topic, id) = instruction.spec().flag_entry(spec);
        card::entry(topic, language, &id)
    };
    let text = match spec.value {
        // Its fields have separate texts.
        FlagValue::Mount => return None,
        FlagValue::Mode => mode::spelt_out(value, language),
        FlagValue::Owner => card::entry(Topic::Forms, language, "chown"),
        FlagValue::Duration => value::duration(value, language)
            .zip(about_flag())
            .map(|(normal, text)| format!("{normal}\n\n{text}")),
        FlagValue::Choice(_) | FlagValue::Platform => {
            let (topic, id) = spec.value_entry(instruction, value);
            let anchor = instruction.spec().flag_anchor(spec);
            topic
                .entry(language, &id)
                .map(|entry| card::with_source(entry.text, spec.since, &anchor, language))
        }
        FlagValue::Bool
        | FlagValue::Count
        | FlagValue::Digest
        | FlagValue::From
        | FlagValue::Stage
        | FlagValue::Pattern
        | FlagValue::Device
        | FlagValue::Path
        | FlagValue::Text => None,
    };
    let text = text.or_else(|| card::flag(instruction, spec, language))?;
    Some(asked.about(&range, text))
}

/// The argument at the cursor.
fn argument(asked: &Asked<'_>, instruction: Instruction, args: &Range<usize>) -> Option<Hover> {
    let text = &asked.line.text[args.clone()];
    let language = asked.language;
    let is_array = text.starts_with('[');
    let words = || {
        let words = split_list(text).into_iter();
        words.map(|word| args.start + word.range.start..args.start + word.range.end).collect::<Vec<_>>()
    };
    let word = || {
        let words = words();
        let at = words.iter().position(|range| asked.is_at(range))?;
        Some((words[at].clone(), at, words.len()))
    };
    match instruction {
        Instruction::From => {
            let (range, at, count) = word()?;
            let text = &asked.line.text[range.clone()];
            if at == 1 && count == 3 && text.eq_ignore_ascii_case("as") {
                return Some(asked.about(&range, card::entry(Topic::From, language, "AS")?));
            }
            let image = || value::image(text, asked.line.cursor - range.start, language);
            let shown = (at == 0).then(image).flatten()?;
            Some(asked.about(&range, shown))
        }
        Instruction::Expose => port(asked, &word()?.0),
        Instruction::Stopsignal => Some(asked.about(args, value::signal(text, language)?)),
        Instruction::Healthcheck => {
            let (range, at, _) = word()?;
            let id = asked.line.text[range.clone()].to_ascii_uppercase();
            let entry = card::entry(Topic::Healthcheck, language, &id).filter(|_| at == 0)?;
            Some(asked.about(&range, entry))
        }
        Instruction::Label => label(asked, args),
        Instruction::Maintainer => asked.parameter(args, "author"),
        Instruction::Workdir => asked.parameter(args, "workdir"),
        Instruction::User => {
            let colon = text.find(':').map_or(args.end, |colon| args.start + colon);
            let is_group = asked.line.cursor > colon;
            let range = if is_group { colon + 1..args.end } else { args.start..colon };
            asked.parameter(&range, if is_group { "group" } else { "user" })
        }
        Instruction::Volume if !is_array => asked.parameter(&word()?.0, "volume"),
        Instruction::Add | Instruction::Copy if !is_array => {
            let (range, at, count) = word()?;
            // Heredocs are explained elsewhere.
            let is_marker = asked.line.text[range.clone()]
                .trim_start_matches(|c: char| c.is_ascii_digit())
                .starts_with("<<");
            let id = match (at + 1 == count && count > 1, instruction) {
                (true, _) => "destination",
                (false, Instruction::Add) => "add-source",
                (false, _) => "source",
            };
            if is_marker { None } else { asked.parameter(&range, id) }
        }
        _ => None,
    }
}

/// A port, or the protocol that follows it.
fn port(asked: &Asked<'_>, range: &Range<usize>) -> Option<Hover> {
    let text = &asked.line.text[range.clone()];
    let slash = text.find('/').map(|slash| range.start + slash);
    if let Some(slash) = slash.filter(|slash| asked.line.cursor > *slash) {
        let protocol = slash + 1..range.end;
        let shown = value::protocol(&asked.line.text[protocol.clone()], asked.language)?;
        return Some(asked.about(&protocol, shown));
    }
    Some(asked.about(&(range.start..slash.unwrap_or(range.end)), value::port(text, asked.language)?))
}

/// The key of a label.
fn label(asked: &Asked<'_>, args: &Range<usize>) -> Option<Hover> {
    let text = &asked.line.text[args.clone()];
    let cursor = asked.line.cursor - args.start;
    let is_border = |c: char| c.is_whitespace() || matches!(c, '=' | '"' | '\'');
    let start = text[..cursor]
        .rfind(is_border)
        .map_or(0, |at| at + text[at..].chars().next().map_or(1, char::len_utf8));
    let end = text[cursor..].find(is_border).map_or(text.len(), |at| cursor + at);
    let entry = card::entry(Topic::Labels, asked.language, &text[start..end])?;
    Some(asked.about(&(args.start + start..args.start + end), entry))
}
