//! The formats of `check`: one module each, which turns the findings of one file into text.
//!
//! A format with a frame around all files (the brackets of a JSON array) says so in [`Format::frame`].

mod json;
mod text;

use dockwright_ide::{Diagnostic, Preset, Severity};

/// How `check` prints findings.
#[derive(Debug, Clone, Copy, PartialEq, Eq, clap::ValueEnum)]
pub(super) enum Format {
    /// For people: the source with the place underlined.
    Text,
    /// For programs: one JSON array.
    Json,
}

/// What stands around the findings of all files.
#[derive(Debug, Clone, Copy)]
pub(super) struct Frame {
    pub(super) before: &'static str,
    /// Between two files with findings.
    pub(super) between: &'static str,
    pub(super) after: &'static str,
}

impl Format {
    pub(super) fn frame(self) -> Frame {
        match self {
            Self::Text => Frame { before: "", between: "", after: "" },
            Self::Json => Frame { before: "[", between: ",\n", after: "]\n" },
        }
    }

    /// The findings of one file; empty where there are none.
    pub(super) fn render(self, file: &File<'_>) -> String {
        match self {
            Self::Text => text::render(file),
            Self::Json => json::render(file),
        }
    }
}

/// A file and its findings.
#[derive(Debug, Clone, Copy)]
pub(super) struct File<'a> {
    pub(super) name: &'a str,
    pub(super) source: &'a str,
    pub(super) diagnostics: &'a [Diagnostic],
    /// Whether the reader is a terminal that takes colours.
    pub(super) is_coloured: bool,
}

/// The word for a preset in every format.
pub(super) fn preset_name(preset: Preset) -> &'static str {
    match preset {
        Preset::Buildkit => "buildkit",
        Preset::Default => "default",
        Preset::Hadolint => "hadolint",
        Preset::All => "all",
    }
}

/// The word for a severity in every format.
pub(super) fn severity_name(severity: Severity) -> &'static str {
    match severity {
        Severity::Error => "error",
        Severity::Warning => "warning",
        Severity::Info => "info",
        Severity::Hint => "hint",
    }
}
