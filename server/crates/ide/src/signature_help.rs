//! Signature help: the syntax of the construct being typed, with the parameter at the cursor.
//!
//! Three constructs have signatures, tried from the innermost to the outermost: a `${…}` that the
//! builder expands, the value of a flag, and the instruction itself.

mod arguments;
mod flags;
mod modifiers;

use std::ops::Range;

use dockwright_analysis::{
    cursor::{Line, Place, Typing},
    document::Document,
    spec::signatures::{self, signatures},
};
use dockwright_texts::{Language, Topic};

/// The signatures of a construct, and the position in it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct SignatureHelp {
    /// The alternative forms.
    pub signatures: Vec<Signature>,
    /// The index of the form that is being typed.
    pub active_signature: usize,
    /// The index of the parameter at the cursor; `None` if there is none.
    pub active_parameter: Option<usize>,
    /// Whether the cursor is in the text of a command, where signatures are shown only on request.
    pub is_free_text: bool,
}

/// One form of a construct.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Signature {
    /// The whole signature.
    pub label: String,
    /// Its description, as Markdown.
    pub documentation: String,
    /// Its parameters, in order.
    pub parameters: Vec<Parameter>,
}

/// A parameter of a signature.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Parameter {
    /// Byte range in the signature's label.
    pub label: Range<usize>,
    /// Its description, as Markdown.
    pub documentation: String,
}

/// The form that is being typed, and the parameter at the cursor by its id.
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

/// The signatures of the construct being typed at `offset`, in a language.
pub fn signature_help(document: &Document, offset: usize, language: Language) -> Option<SignatureHelp> {
    let Place::Instruction(typing) = Line::at(document, offset)?.typing() else { return None };
    modifiers::at(&typing, language)
        .or_else(|| flags::at(&typing, language))
        .or_else(|| Some(of_instruction(&typing, language)))
}

fn of_instruction(typing: &Typing<'_>, language: Language) -> SignatureHelp {
    let instruction = typing.instruction;
    let active = if typing.flag.is_some() { Active::new(0, "flags") } else { arguments::active(typing) };
    let found: Vec<signatures::Layout> =
        signatures(instruction).iter().map(|template| signatures::Layout::new(template)).collect();
    let active_parameter = active.parameter.and_then(|id| found.get(active.signature)?.parameter(id));
    let summary = instruction.topic().intro(language).summary();
    let signatures = found.into_iter().map(|written| {
        let mut signature = signature(written, summary.clone(), language);
        // The first parameter, which represents the flags, lists them.
        if let Some(first) = signature.parameters.first_mut()
            && !instruction.spec().flags.is_empty()
        {
            let flags = instruction.spec().flags_of(typing.engine());
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

/// Builds a signature from a layout.
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
