//! `dockwright parse`: prints the syntax tree for users, or the list of instructions for scripts.
//!
//! An invalid Dockerfile is a result, not a failure, so the exit code is 0.

use std::{
    fmt::Write as _,
    io::{self, Write},
    path::PathBuf,
};

use anyhow::anyhow;
use dockwright_analysis::{
    document::Document,
    facts::Form,
    problem::{Phase, Unless},
};
use dockwright_lint::build_report::{InstructionReport, Report, SubReport, report};
use dockwright_syntax::{SyntaxTree, Text};
use dockwright_texts::{Language, cli::errors};
use serde::Serialize;

use super::{Status, barrier, files, unwritable};
use crate::language::Locale;

#[derive(Debug, clap::Args)]
pub(super) struct Options {
    file: PathBuf,
    #[arg(long, value_enum, default_value_t = Format::Sexp)]
    format: Format,
    #[command(flatten)]
    pub(super) locale: Locale,
}

#[derive(Debug, Clone, Copy, clap::ValueEnum)]
enum Format {
    Sexp,
    Json,
}

pub(super) fn run(options: &Options, _: Language) -> anyhow::Result<Status> {
    barrier::install();
    let input = files::Input::named(&options.file);
    let source = input.read().map_err(|message| anyhow!(message))?;
    let text = Text::new(&source);
    let work = || match options.format {
        Format::Sexp => sexp(&SyntaxTree::parse(&text)),
        Format::Json => json(&report(&Document::new(text))),
    };
    let printed = barrier::guarded(work)
        .map_err(|panic| anyhow!(errors::CannotAnalyse { file: input.name(), reason: panic }.message()))?;
    let mut out = io::stdout().lock();
    out.write_all(printed.as_bytes()).and_then(|()| out.flush()).map_err(unwritable)?;
    Ok(Status::Fine)
}

/// The named nodes in the format of tree-sitter's own tools, and the nodes that the parser inserted
/// for missing text.
fn sexp(tree: &SyntaxTree) -> String {
    let mut out = String::new();
    let mut cursor = tree.root().walk();
    let mut depth = 0;
    let mut is_new = true;
    loop {
        let node = cursor.node();
        let is_shown = node.is_named() || node.is_missing();
        if is_new && is_shown {
            if depth > 0 {
                out.push('\n');
            }
            let field = cursor.field_name().map(|name| format!("{name}: ")).unwrap_or_default();
            let missing = if node.is_missing() { "MISSING " } else { "" };
            let (start, end) = (node.start_position(), node.end_position());
            let _ = write!(
                out,
                "{:indent$}{field}({missing}{} [{}, {}] - [{}, {}]",
                "",
                node.kind(),
                start.row,
                start.column,
                end.row,
                end.column,
                indent = 2 * depth
            );
        }
        if is_new && cursor.goto_first_child() {
            depth += 1;
            continue;
        }
        if is_shown {
            out.push(')');
        }
        is_new = cursor.goto_next_sibling();
        if !is_new {
            if !cursor.goto_parent() {
                break;
            }
            depth -= 1;
        }
    }
    out.push('\n');
    out
}

/// The report. Keys without a value are omitted, except those that every script needs.
#[derive(Serialize)]
struct ReportJson<'a> {
    ok: bool,
    errors: Vec<ErrorJson<'a>>,
    #[serde(skip_serializing_if = "Option::is_none")]
    escape: Option<char>,
    #[serde(skip_serializing_if = "Option::is_none")]
    syntax: Option<&'a str>,
    instructions: Vec<InstructionJson<'a>>,
}

#[derive(Serialize)]
struct ErrorJson<'a> {
    line: Option<u32>,
    end_line: Option<u32>,
    phase: &'static str,
    message: &'a str,
    #[serde(skip_serializing_if = "Option::is_none")]
    unless: Option<&'static str>,
}

#[derive(Serialize)]
struct InstructionJson<'a> {
    line: u32,
    end_line: u32,
    keyword: &'a str,
    form: Option<&'static str>,
    flags: &'a [String],
    heredocs: Vec<&'a str>,
    args: &'a [String],
    #[serde(skip_serializing_if = "Option::is_none")]
    json: Option<&'a [String]>,
    #[serde(skip_serializing_if = "<[_]>::is_empty")]
    comments: &'a [String],
    #[serde(skip_serializing_if = "Vec::is_empty")]
    heredoc_info: Vec<HeredocJson<'a>>,
    #[serde(skip_serializing_if = "Option::is_none")]
    sub: Option<SubJson<'a>>,
}

#[derive(Serialize)]
struct HeredocJson<'a> {
    fd: u64,
    expand: bool,
    chomp: bool,
    content: &'a str,
}

#[derive(Serialize)]
struct SubJson<'a> {
    keyword: &'a str,
    form: Option<&'static str>,
    flags: &'a [String],
    args: &'a [String],
    #[serde(skip_serializing_if = "Option::is_none")]
    json: Option<&'a [String]>,
    #[serde(skip_serializing_if = "Option::is_none")]
    sub: Option<Box<SubJson<'a>>>,
}

fn json(report: &Report) -> String {
    let errors = report.errors.iter().map(|error| ErrorJson {
        line: error.line,
        end_line: error.end_line,
        phase: phase(error.phase),
        message: &error.message,
        unless: error.unless.as_ref().map(unless),
    });
    let value = ReportJson {
        ok: report.ok,
        errors: errors.collect(),
        escape: report.escape,
        syntax: report.syntax.as_deref(),
        instructions: report.instructions.iter().map(instruction).collect(),
    };
    let mut text = serde_json::to_string(&value).expect("plain data has a JSON form");
    text.push('\n');
    text
}

fn instruction(report: &InstructionReport) -> InstructionJson<'_> {
    let heredoc_info = report.heredocs.iter().map(|heredoc| HeredocJson {
        fd: heredoc.fd,
        expand: heredoc.expand,
        chomp: heredoc.chomp,
        content: &heredoc.content,
    });
    InstructionJson {
        line: report.line,
        end_line: report.end_line,
        keyword: &report.keyword,
        form: report.form.map(form),
        flags: &report.flags,
        heredocs: report.heredocs.iter().map(|heredoc| heredoc.name.as_str()).collect(),
        args: &report.args,
        json: report.json.as_deref(),
        comments: &report.comments,
        heredoc_info: heredoc_info.collect(),
        sub: report.sub.as_ref().map(sub),
    }
}

fn sub(report: &SubReport) -> SubJson<'_> {
    SubJson {
        keyword: &report.keyword,
        form: report.form.map(form),
        flags: &report.flags,
        args: &report.args,
        json: report.json.as_deref(),
        sub: report.sub.as_deref().map(|report| Box::new(sub(report))),
    }
}

fn form(form: Form) -> &'static str {
    match form {
        Form::Exec => "exec",
        Form::Shell => "shell",
    }
}

fn unless(unless: &Unless) -> &'static str {
    match unless {
        Unless::Base => "base",
        Unless::BuildArg(_) => "build-arg",
    }
}

fn phase(phase: Phase) -> &'static str {
    match phase {
        Phase::Parse => "parse",
        Phase::Instruction => "instruction",
        Phase::Convert => "convert",
    }
}
