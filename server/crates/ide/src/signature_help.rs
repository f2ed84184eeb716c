//! How the thing that is being typed is written: its signature, and the parameter at the cursor.
//!
//! Three things have signatures, asked for from the inside to the outside: a `${…}` that the builder expands, the value
//! of a flag, and the instruction itself. All are looked at up to the cursor, as what stands behind it may belong to
//! something else while a line is half typed.

mod arguments;
mod flags;
mod modifiers;

use std::ops::Range;

use crate::written::{Parts, Written};
use dockwright_analysis::{
    document::Document,
    spec::{
        Engine, Instruction, Language, Topic,
        signatures::{self, signatures},
    },
};

/// The signatures of one thing, and what is being typed of it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct SignatureHelp {
    /// The ways to write it.
    pub signatures: Vec<Signature>,
    /// The way in which it is being written.
    pub active_signature: usize,
    /// The parameter of that signature at the cursor; none where no parameter stands there.
    pub active_parameter: Option<usize>,
    /// The cursor is in the text of a command, where help is wanted only by who asks for it.
    pub is_free_text: bool,
}

/// A way to write something.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Signature {
    /// The whole.
    pub label: String,
    /// What it does, as Markdown.
    pub documentation: String,
    /// Its parameters, in their order.
    pub parameters: Vec<Parameter>,
}

/// A parameter of a signature.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Parameter {
    /// Byte range in the signature's label.
    pub label: Range<usize>,
    /// What stands there, as Markdown.
    pub documentation: String,
}

/// What is asked about.
struct Asked<'a> {
    text: &'a str,
    cursor: usize,
    escape: char,
    engine: Engine,
    language: Language,
}

/// What is found at the cursor: a way to write something, and a parameter of it by its id.
struct Active {
    signature: usize,
    parameter: Option<&'static str>,
    is_free_text: bool,
}

impl Active {
    fn new(signature: usize, parameter: &'static str) -> Self {
        Self { signature, parameter: Some(parameter), is_free_text: false }
    }
}

/// The signature of what is being typed at `offset`, said in a language.
pub fn signature_help(document: &Document, offset: usize, language: Language) -> Option<SignatureHelp> {
    let written = Written::at(document, offset)?;
    let escape = document.escape();
    let engine = document.context().inputs.engine;
    let asked = Asked { text: &written.text, cursor: written.cursor, escape, engine, language };
    let all = written.parts(escape);
    let parts = all.iter().rev().find(|parts| parts.keyword.end < asked.cursor)?;
    let instruction = parts.instruction?;
    modifiers::at(&asked, instruction, parts)
        .or_else(|| flags::at(&asked, instruction, parts))
        .or_else(|| Some(of_instruction(&asked, instruction, parts)))
}

fn of_instruction(asked: &Asked<'_>, instruction: Instruction, parts: &Parts) -> SignatureHelp {
    let language = asked.language;
    let active = if is_in_flags(asked, parts) {
        Active::new(0, "flags")
    } else {
        arguments::active(asked, instruction, &parts.args)
    };
    let found: Vec<signatures::Layout> =
        signatures(instruction).iter().map(|template| signatures::Layout::new(template)).collect();
    let active_parameter = active.parameter.and_then(|id| found.get(active.signature)?.parameter(id));
    let summary = instruction.topic().intro(language).summary();
    let signatures = found.into_iter().map(|written| {
        let mut signature = signature(written, summary.clone(), language);
        // The flags are listed with the place where they stand.
        if let Some(first) = signature.parameters.first_mut()
            && !instruction.spec().flags.is_empty()
        {
            let flags = instruction.spec().flags_of(asked.engine);
            let names: Vec<_> = flags.map(|flag| format!("`--{}`", flag.name)).collect();
            first.documentation = format!("{}\n\n{}", first.documentation, names.join(" "));
        }
        signature
    });
    SignatureHelp {
        signatures: signatures.collect(),
        active_signature: active.signature,
        active_parameter,
        is_free_text: active.is_free_text,
    }
}

/// Whether a flag is being typed whose value has not begun.
fn is_in_flags(asked: &Asked<'_>, parts: &Parts) -> bool {
    let is_at = |range: &Range<usize>| range.start < asked.cursor && asked.cursor <= range.end;
    if parts.flags.iter().any(|flag| is_at(&flag.range)) {
        return true;
    }
    // Two dashes alone end the flags, one is an argument; both may be the beginning of a flag.
    let from = parts.flags.last().map_or(parts.keyword.end, |flag| flag.range.end).min(asked.cursor);
    matches!(asked.text[from..asked.cursor].trim_start(), "-" | "--")
}

/// A template as a signature.
pub fn signature(written: signatures::Layout, documentation: String, language: Language) -> Signature {
    let parameter = |(label, id): (Range<usize>, &str)| Parameter {
        label,
        documentation: Topic::Parameters
            .entry(language, id)
            .map_or_else(String::new, |entry| entry.text.to_owned()),
    };
    let parameters = written.parameters.into_iter().map(parameter).collect();
    Signature { label: written.label, documentation, parameters }
}

#[cfg(test)]
mod tests;
