//! The instruction list and BuildKit's verdict, for scripts (`parse --format json`).

use crate::{engine::Reader, problems::problems};
use dockwright_analysis::{
    document::{Document, Placed},
    facts::{Facts, Form},
    model::Model,
    problem::{Phase, Unless},
};

/// An error that makes BuildKit reject the file.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct BuildError {
    /// Where it is found.
    pub phase: Phase,
    /// First line, 1-based, as BuildKit counts (`\n` only); `None` if it gives none.
    pub line: Option<u32>,
    /// Last line.
    pub end_line: Option<u32>,
    /// BuildKit's message, suggestion included.
    pub message: String,
    /// What the file leaves open that could make BuildKit accept it.
    pub unless: Option<Unless>,
}

/// A heredoc of an instruction.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct HeredocReport {
    /// Delimiter, unquoted.
    pub name: String,
    /// File descriptor before `<<`.
    pub fd: u64,
    /// Whether the body is expanded (the delimiter is not quoted).
    pub expand: bool,
    /// Whether leading tabs are stripped (`<<-`).
    pub chomp: bool,
    /// The body as written.
    pub content: String,
}

/// The instruction after ONBUILD.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct SubReport {
    /// Upper-cased keyword.
    pub keyword: String,
    /// Exec or shell form, if the instruction has them.
    pub form: Option<Form>,
    /// Flags as extracted, unquoted.
    pub flags: Vec<String>,
    /// Arguments as BuildKit's parser splits them.
    pub args: Vec<String>,
    /// Elements of the JSON form.
    pub json: Option<Vec<String>>,
    /// The instruction after an ONBUILD that is itself a trigger.
    pub sub: Option<Box<SubReport>>,
}

/// One instruction as BuildKit's parser sees it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct InstructionReport {
    /// First line, 1-based.
    pub line: u32,
    /// Last line, heredoc bodies included.
    pub end_line: u32,
    /// Upper-cased keyword.
    pub keyword: String,
    /// Exec or shell form, if the instruction has them.
    pub form: Option<Form>,
    /// Flags as extracted, unquoted.
    pub flags: Vec<String>,
    /// Heredocs in marker order.
    pub heredocs: Vec<HeredocReport>,
    /// Arguments as BuildKit's parser splits them.
    pub args: Vec<String>,
    /// Elements of the JSON form.
    pub json: Option<Vec<String>>,
    /// Comments attached to the instruction.
    pub comments: Vec<String>,
    /// The instruction after ONBUILD.
    pub sub: Option<SubReport>,
}

/// BuildKit's view of a file.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Report {
    /// Whether BuildKit accepts the file.
    pub ok: bool,
    /// All errors, in the order of phase, then of the text.
    pub errors: Vec<BuildError>,
    /// The escape character, if a directive changed it.
    pub escape: Option<char>,
    /// The frontend image of a `syntax` directive.
    pub syntax: Option<String>,
    /// The instructions; empty if the parse phase fails.
    pub instructions: Vec<InstructionReport>,
}

/// The report of a document, for a build with default settings.
pub fn report(document: &Document) -> Report {
    report_for(document, document.model())
}

/// The report of a document, for the build that `model` was made for.
pub fn report_for(document: &Document, model: &Model) -> Report {
    let mut errors: Vec<BuildError> = problems(document, model, Reader::Build)
        .into_iter()
        .map(|placed| BuildError {
            phase: placed.problem.phase,
            line: placed.lines.map(|(first, _)| first),
            end_line: placed.lines.map(|(_, last)| last),
            message: placed.problem.build_message(),
            unless: placed.problem.unless,
        })
        .collect();
    errors.sort_by_key(|error| error.phase);
    let mut comments = document.attached_comments().into_iter();
    let instructions = document
        .instructions()
        .map(|placed| instruction(&placed, comments.next().unwrap_or_default()))
        .collect();
    Report {
        ok: errors.is_empty(),
        errors,
        escape: (document.escape() != '\\').then_some(document.escape()),
        syntax: document.syntax(),
        instructions,
    }
}

fn instruction(placed: &Placed<'_>, comments: Vec<String>) -> InstructionReport {
    let facts = placed.facts;
    InstructionReport {
        line: placed.row + 1,
        end_line: placed.row + facts.rows + 1,
        keyword: facts.keyword.clone(),
        form: facts.form,
        flags: texts(facts),
        heredocs: facts
            .heredocs
            .iter()
            .map(|heredoc| HeredocReport {
                name: heredoc.marker.name.clone(),
                fd: heredoc.marker.fd,
                expand: heredoc.marker.expand,
                chomp: heredoc.marker.chomp,
                content: heredoc.content.clone(),
            })
            .collect(),
        args: facts.args.clone(),
        json: facts.json.clone(),
        comments,
        sub: facts.trigger.as_deref().map(sub),
    }
}

fn sub(facts: &Facts) -> SubReport {
    SubReport {
        keyword: facts.keyword.clone(),
        form: facts.form,
        flags: texts(facts),
        args: facts.args.clone(),
        json: facts.json.clone(),
        sub: facts.trigger.as_deref().map(|facts| Box::new(sub(facts))),
    }
}

fn texts(facts: &Facts) -> Vec<String> {
    facts.flags.iter().map(|flag| flag.text.clone()).collect()
}
