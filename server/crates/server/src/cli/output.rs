//! The formats of `check`: one module each, which turns the findings of one file into text.
//!
//! If a format has a frame around all files, such as the brackets of a JSON array,
//! [`Format::frame`] returns it.

mod concise;
mod fingerprint;
mod github;
mod gitlab;
mod json;
mod sarif;
mod text;
mod xml;

use dockwright_lint::diagnostic::Diagnostic;
use dockwright_texts::Language;
use serde::Serialize;

/// How `check` prints findings.
#[derive(Debug, Clone, Copy, PartialEq, Eq, clap::ValueEnum)]
pub(super) enum Format {
    Text,
    Concise,
    Json,
    Sarif,
    Github,
    Gitlab,
    Checkstyle,
    Junit,
}

/// The text around the findings of all files.
#[derive(Debug, Default)]
pub(super) struct Frame {
    pub(super) before: String,
    /// The separator between two files with findings.
    pub(super) between: String,
    pub(super) after: String,
}

impl Frame {
    fn new(before: impl Into<String>, between: &str, after: &str) -> Self {
        Self { before: before.into(), between: between.to_owned(), after: after.to_owned() }
    }
}

impl Format {
    pub(super) fn frame(self) -> Frame {
        match self {
            Self::Text | Self::Concise | Self::Github => Frame::default(),
            Self::Sarif => sarif::frame(),
            Self::Checkstyle => xml::checkstyle_frame(),
            Self::Junit => xml::junit_frame(),
            Self::Json | Self::Gitlab => Frame::new("[", ",\n", "]\n"),
        }
    }

    /// The findings of one file; empty if there is nothing to report.
    pub(super) fn render(self, file: &File<'_>) -> String {
        match self {
            Self::Text => text::render(file),
            Self::Concise => concise::render(file),
            Self::Json => json::render(file),
            Self::Sarif => sarif::render(file),
            Self::Github => github::render(file),
            Self::Gitlab => gitlab::render(file),
            Self::Checkstyle => xml::checkstyle(file),
            Self::Junit => xml::junit(file),
        }
    }
}

/// The findings of a file as JSON objects, one per line, for the array in the frame.
fn objects<'a, T: Serialize>(file: &File<'a>, object: impl FnMut(&'a Diagnostic) -> T) -> String {
    /// The usual size of a finding.
    const USUAL: usize = 512;
    let mut out = Vec::with_capacity(file.diagnostics.len() * USUAL);
    for object in file.diagnostics.iter().map(object) {
        if !out.is_empty() {
            out.extend_from_slice(b",\n");
        }
        serde_json::to_writer(&mut out, &object).expect("plain data has a JSON form");
    }
    String::from_utf8(out).expect("JSON is text")
}

/// A file and its findings.
#[derive(Debug, Clone, Copy)]
pub(super) struct File<'a> {
    pub(super) name: &'a str,
    pub(super) source: &'a str,
    pub(super) diagnostics: &'a [Diagnostic],
    /// The language of the messages.
    pub(super) language: Language,
    /// Whether the output is a terminal that supports colours.
    pub(super) is_coloured: bool,
}
