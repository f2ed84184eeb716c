//! Fixes for what Docker rejects, where the text itself shows what was meant: an extra letter, or a
//! space instead of `=`.
//!
//! They are made from the document, when its problems are collected. What a single instruction
//! shows is corrected while its facts are made.

use std::{borrow::Cow, ops::Range};

use dockwright_analysis::{
    document::Document,
    fix::{Fix, TextEdit},
    model::{Model, image_reference::ImageReference},
    problem::{Problem, Refusal},
    spec::{Instruction, signals::SIGNALS},
    suggest::nearest,
};
use dockwright_texts::{lint::corrections as texts, titles};

/// A problem, and the text that it is about.
struct Correctable<'a> {
    document: &'a Document,
    model: &'a Model,
    range: Range<usize>,
    text: Cow<'a, str>,
}

type Correction = fn(&Correctable<'_>) -> Option<Fix>;

static CORRECTIONS: &[(Refusal, Correction)] = &[
    (Refusal::CopyRemoteSource, download),
    (Refusal::FlagNeedsValue, join_value),
    (Refusal::FlagNotBoolean, truth_value),
    (Refusal::InvalidImageReference, lower_case),
    (Refusal::InvalidMount, join_mount),
    (Refusal::InvalidPort, separate_ports),
    (Refusal::InvalidProtocol, protocol),
    (Refusal::InvalidStopSignal, signal),
    (Refusal::InvalidSubstitution, close_brace),
];

/// Adds the correction of a problem that has its place in the document.
pub(super) fn add(document: &Document, model: &Model, problem: &mut Problem) {
    if problem.fix.is_some() || problem.unless.is_some() {
        return;
    }
    let Some((_, correction)) = CORRECTIONS.iter().find(|(refusal, _)| *refusal == problem.refusal) else {
        return;
    };
    let range = problem.range.clone();
    let text = document.text().slice(range.clone());
    let context = Correctable { document, model, range, text };
    if problem.refusal == Refusal::InvalidSubstitution && is_open(&context.text) {
        problem.note = Some(texts::open_brace());
    }
    if problem.refusal == Refusal::InvalidMount && context.text.ends_with(',') {
        problem.note = Some(texts::mount_ends_at_comma());
    }
    problem.fix = correction(&context);
}

impl Correctable<'_> {
    fn change(&self, word: String) -> Option<Fix> {
        (word != self.text)
            .then(|| Fix::replace(titles::change_to(&word), self.range.clone(), word).unsafe_choice())
    }

    /// The spaces after the text and the next word, on the same line.
    fn next_word(&self) -> Option<(Range<usize>, String)> {
        const FAR: usize = 500;
        let text = self.document.text();
        let after = text.slice(self.range.end..text.len().min(self.range.end + FAR));
        let word = after.trim_start_matches([' ', '\t']);
        let spaces = after.len() - word.len();
        let word = word.split(char::is_whitespace).next().filter(|word| !word.is_empty() && spaces > 0)?;
        Some((self.range.end..self.range.end + spaces, word.to_owned()))
    }
}

/// COPY of a URL to ADD, unless it has flags that only COPY takes.
fn download(ctx: &Correctable<'_>) -> Option<Fix> {
    let (_, block) = ctx.document.block_at(ctx.range.start)?;
    let placed = block.placed(block.item_at(ctx.range.start)?);
    let facts = placed.facts;
    let add = Instruction::Add.spec();
    let takes =
        |flag: &str| add.flag(flag.trim_start_matches('-').split('=').next().unwrap_or_default()).is_some();
    if facts.instruction != Some(Instruction::Copy) || !facts.flags.iter().all(|flag| takes(&flag.text)) {
        return None;
    }
    let keyword = if facts.word.starts_with(char::is_lowercase) { "add" } else { "ADD" };
    let range = placed.start + facts.keyword_range.start..placed.start + facts.keyword_range.end;
    Some(Fix::replace(titles::change_to(keyword), range, keyword.to_owned()).unsafe_choice())
}

/// `--from build` to `--from=build`.
fn join_value(ctx: &Correctable<'_>) -> Option<Fix> {
    let (spaces, word) = ctx.next_word()?;
    let is_value = !word.starts_with('-') && !word.ends_with('\\') && !word.ends_with('`');
    let (flag, spaces) = match ctx.text.strip_suffix('=') {
        Some(flag) => (flag, spaces.start - 1..spaces.end),
        None => (&*ctx.text, spaces),
    };
    is_value
        .then(|| Fix::replace(texts::write(format!("{flag}={word}")), spaces, "=".to_owned()).unsafe_choice())
}

/// `yes` to `true`.
fn truth_value(ctx: &Correctable<'_>) -> Option<Fix> {
    let word = match ctx.text.to_lowercase().as_str() {
        "1" | "y" | "yes" | "on" | "t" => "true",
        "0" | "n" | "no" | "off" | "f" => "false",
        other => nearest(other, ["true", "false"])?,
    };
    ctx.change(word.to_owned())
}

/// The name of an image or a stage in lower case.
fn lower_case(ctx: &Correctable<'_>) -> Option<Fix> {
    let lower = ctx.text.to_lowercase();
    if ctx.model.stage_named(&ctx.text).is_some() || ctx.model.stage_named(&lower).is_some() {
        return ctx.change(lower);
    }
    let at = ctx.text.rfind('/').map_or(0, |at| at + 1);
    let end = ctx.text[at..].find([':', '@']).map_or(ctx.text.len(), |end| at + end);
    let (name, rest) = ctx.text.split_at(end);
    // A name of upper-case letters and `_` is a placeholder that is yet to be filled in.
    let is_placeholder = name.contains('_') || rest.chars().any(char::is_uppercase);
    let image = format!("{}{rest}", name.to_lowercase());
    (!is_placeholder && ImageReference::parse(&image).is_ok()).then(|| ctx.change(image))?
}

/// `type=cache, target=/x` to `type=cache,target=/x`.
fn join_mount(ctx: &Correctable<'_>) -> Option<Fix> {
    let (spaces, word) = ctx.next_word()?;
    let is_field = ctx.text.ends_with(',') && word.contains('=') && !word.starts_with('-');
    is_field.then(|| Fix::replace(&texts::REMOVE_SPACE, spaces, String::new()).unsafe_choice())
}

/// `80,443` to `80 443`.
fn separate_ports(ctx: &Correctable<'_>) -> Option<Fix> {
    let ports: Vec<_> = ctx.text.split([',', ';']).filter(|port| !port.is_empty()).collect();
    let is_port = |port: &&str| {
        let (number, protocol) = port.split_once('/').unwrap_or((port, "tcp"));
        number.split('-').all(|it| it.parse::<u16>().is_ok()) && matches!(protocol, "tcp" | "udp" | "sctp")
    };
    (ctx.text.contains([',', ';']) && ports.iter().all(is_port) && !ports.is_empty())
        .then(|| ctx.change(ports.join(" ")))?
}

fn protocol(ctx: &Correctable<'_>) -> Option<Fix> {
    let (port, written) = ctx.text.rsplit_once('/')?;
    let near = nearest(&written.to_lowercase(), ["tcp", "udp", "sctp"])?;
    ctx.change(format!("{port}/{near}"))
}

fn signal(ctx: &Correctable<'_>) -> Option<Fix> {
    let name = ctx.text.to_uppercase();
    let near = nearest(name.strip_prefix("SIG").unwrap_or(&name), SIGNALS.iter().map(|(name, _)| *name))?;
    ctx.change(format!("SIG{near}"))
}

/// `${NAME` to `${NAME}`.
fn close_brace(ctx: &Correctable<'_>) -> Option<Fix> {
    let name = ctx.text.get(ctx.text.rfind("${")? + 2..)?;
    let is_name = !name.is_empty() && name.chars().all(|c| c.is_alphanumeric() || c == '_');
    let end = ctx.range.end..ctx.range.end;
    (is_open(&ctx.text) && is_name).then(|| Fix {
        title: texts::insert_brace(),
        safe: false,
        edits: vec![TextEdit { range: end, text: "}".to_owned() }],
    })
}

fn is_open(text: &str) -> bool {
    text.rfind("${").is_some_and(|at| !text[at..].contains('}'))
}
