//! hadolint's ten formats, byte for byte but for the words of messages.

mod code_quality;
mod json;
mod plain;
mod xml;

use dockwright_lint::rule::Severity;

use super::report::FileReport;
use crate::config::hadolint::{HadolintFormat, level_name};

/// The version of hadolint whose formats these are; some of them name it.
pub(super) const VERSION: &str = "2.15.1";

/// The code of a file that cannot be read.
const PARSE_ERROR: &str = "DL1000";

/// How reports look beside their format.
pub(super) struct Look<'a> {
    /// The format for terminals is coloured, whatever it is written to.
    pub(super) is_coloured: bool,
    /// The path to name instead of that of the file, in some formats.
    pub(super) path: Option<&'a str>,
}

impl Look<'_> {
    /// The path that a report of a file names, in the formats that can have another one.
    fn path<'file>(&'file self, file: &'file FileReport) -> &'file str {
        self.path.unwrap_or(&file.name)
    }
}

/// The reports of all files in a format.
pub(super) fn render(format: HadolintFormat, files: &[FileReport], look: &Look<'_>) -> String {
    match format {
        HadolintFormat::Tty => plain::tty(files, look.is_coloured),
        HadolintFormat::Gnu => plain::gnu(files),
        HadolintFormat::Json => json::json(files),
        HadolintFormat::Codacy => json::codacy(files),
        HadolintFormat::Sonarqube => json::sonarqube(files, look),
        HadolintFormat::Sarif => json::sarif(files),
        HadolintFormat::Codeclimate => code_quality::codeclimate(files, look),
        HadolintFormat::GitlabCodeclimate => code_quality::gitlab(files, look),
        HadolintFormat::Checkstyle => xml::checkstyle(files, look),
        HadolintFormat::Junit => xml::junit(files, look),
    }
}

/// The word for a level.
fn level(severity: Severity) -> &'static str {
    level_name(severity)
}
