//! Renders hadolint's ten formats, identical byte for byte except for the message texts.

mod code_quality;
mod json;
mod plain;
mod xml;

use dockwright_lint::rule::Severity;

use super::report::FileReport;
use crate::config::hadolint::{HadolintFormat, level_name};

/// The version of hadolint that the formats come from; some of them contain it.
pub(super) const VERSION: &str = "2.15.1";

/// The code of a file that cannot be read.
const PARSE_ERROR: &str = "DL1000";

/// The options of a report besides its format.
pub(super) struct Look<'a> {
    /// Whether the format for terminals is coloured, regardless of where it is written.
    pub(super) is_coloured: bool,
    /// The path that some formats report instead of the file's own.
    pub(super) path: Option<&'a str>,
}

impl Look<'_> {
    /// The path that a report gives for a file, in the formats that can replace it.
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

/// hadolint's name for a severity.
fn level(severity: Severity) -> &'static str {
    level_name(severity)
}
