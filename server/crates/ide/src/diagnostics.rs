//! The findings of a document.

use std::ops::Range;

use crate::{
    document::Document,
    fix::Fix,
    linking::problems,
    problem::{self, Rule},
};

/// How bad a finding is.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Severity {
    /// The build fails or the image is broken.
    Error,
    /// Almost always a mistake.
    Warning,
    /// Worth knowing.
    Info,
    /// A matter of style.
    Hint,
}

/// How an editor may render the range of a finding.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Tag {
    /// Faded out.
    Unnecessary,
    /// Struck through.
    Deprecated,
}

/// A second place that explains a finding.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Related {
    /// Byte range in the same document.
    pub range: Range<usize>,
    /// What is there.
    pub message: String,
}

/// One finding.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Diagnostic {
    /// The rule's canonical name.
    pub code: &'static str,
    /// The rule's other names.
    pub aliases: &'static [&'static str],
    /// How bad it is.
    pub severity: Severity,
    /// Byte range, token-exact.
    pub range: Range<usize>,
    /// What is wrong; then what Docker really does.
    pub message: String,
    /// Other places that belong to it.
    pub related: Vec<Related>,
    /// Rendering hints.
    pub tags: Vec<Tag>,
    /// A change that mends it.
    pub fix: Option<Fix>,
    /// The rule's page.
    pub url: Option<String>,
}

/// All findings, in the order of the text.
pub fn diagnostics(document: &Document) -> Vec<Diagnostic> {
    let mut found: Vec<Diagnostic> = problems(document, document.model())
        .into_iter()
        .map(|placed| {
            let problem = placed.problem;
            Diagnostic {
                code: problem.rule.name,
                aliases: problem.rule.aliases,
                severity: severity(problem.rule),
                message: problem.explanation(),
                range: problem.range,
                related: Vec::new(),
                tags: Vec::new(),
                fix: problem.fix,
                url: None,
            }
        })
        .collect();
    found.sort_by_key(|diagnostic| (diagnostic.range.start, diagnostic.range.end));
    found
}

/// A variable that a build must be given is no fault of the file.
fn severity(rule: &Rule) -> Severity {
    if rule == &problem::REQUIRED_VARIABLE_UNSET { Severity::Warning } else { Severity::Error }
}
