//! What is reported of a file: findings with hadolint's codes, or that Docker cannot read the file.

use std::{collections::HashSet, path::Path, sync::Arc};

use dockwright_analysis::{
    document::{Document, DocumentContext},
    problem::Refusal,
    spec::Instruction,
};
use dockwright_lint::{
    diagnostic::Diagnostic,
    diagnostics::diagnostics_for,
    preset::{Choice, Selection},
    rule::{Preset, RuleOptions, Severity},
};
use dockwright_syntax::Text;
use dockwright_texts::Language;

use crate::{
    cli::{barrier, files::Input, lines::Lines},
    config::{checks::Checks, files::Configuration, hadolint::HadolintSettings},
};

/// What Docker rejects although hadolint reads it, found out by running hadolint on the examples of the rules. It is
/// not reported: a project that passes hadolint today passes tomorrow, and such an error could not be ignored.
const READ_BY_HADOLINT: &[Refusal] = &[
    Refusal::BaseNameEmpty,
    Refusal::BlankKey,
    Refusal::CopyFromVariable,
    Refusal::CopyRemoteSource,
    Refusal::FlagNeedsValue,
    Refusal::FlagNotBoolean,
    Refusal::InvalidChecksum,
    Refusal::InvalidChmod,
    Refusal::InvalidDevice,
    Refusal::InvalidGitSource,
    Refusal::InvalidImageReference,
    Refusal::InvalidPlatform,
    Refusal::InvalidSourceDateEpoch,
    Refusal::InvalidStageName,
    Refusal::InvalidStopSignal,
    Refusal::InvalidSubstitution,
    Refusal::InvalidWindowsPath,
    Refusal::JsonArrayNonString,
    Refusal::LineTooLong,
    Refusal::MountFromUnknownStage,
    Refusal::RequiredVariableUnset,
    Refusal::ShellNeedsJson,
    Refusal::UnknownTarget,
];

/// What is reported of a file.
#[derive(Debug, Default)]
pub(super) struct FileReport {
    /// As the command line names it.
    pub(super) name: String,
    pub(super) error: Option<ParseError>,
    pub(super) findings: Vec<Finding>,
}

/// A finding of a rule.
#[derive(Debug)]
pub(super) struct Finding {
    pub(super) code: &'static str,
    pub(super) level: Severity,
    pub(super) line: usize,
    pub(super) message: String,
}

/// Docker cannot read the file: hadolint's DL1000.
#[derive(Debug)]
pub(super) struct ParseError {
    /// The name of the file as hadolint's parser has it.
    pub(super) name: String,
    pub(super) line: usize,
    /// 1-based; a tab leads to the next multiple of eight.
    pub(super) column: usize,
    pub(super) message: String,
    /// The place, the line with a mark below the place, and the message.
    pub(super) excerpt: String,
}

/// How files are analysed.
pub(super) struct Analysis<'a> {
    selection: Selection,
    settings: &'a HadolintSettings,
    ignored: HashSet<&'a str>,
    language: Language,
}

impl<'a> Analysis<'a> {
    pub(super) fn new(settings: &'a HadolintSettings, language: Language) -> Self {
        let mut selection = Selection::new(Preset::Hadolint, &Choice::default());
        selection.is_deaf_to_hadolint = settings.disable_ignore_pragma == Some(true);
        selection.options = RuleOptions {
            trusted_registries: settings.trusted_registries.clone(),
            label_schema: settings.label_schema.clone(),
            strict_labels: settings.strict_labels == Some(true),
            ..RuleOptions::default()
        };
        let ignored = settings.ignored.iter().map(String::as_str).collect();
        Self { selection, settings, ignored, language }
    }

    /// The report of a file, or the error line.
    pub(super) fn report(&self, input: &Input) -> Result<FileReport, String> {
        let text = input.read().map_err(|message| message.text(self.language))?;
        let name = input.name();
        barrier::guarded(|| self.report_of(&name, &text))
            .map_err(|panic| format!("cannot analyse {name}: {panic}"))
    }

    fn report_of(&self, name: &str, text: &str) -> FileReport {
        let document = Document::without_tree(Text::new(text), context(name));
        let diagnostics = diagnostics_for(&document, document.model(), &self.selection);
        let lines = Lines::new(text);
        let mut report = FileReport { name: name.to_owned(), ..FileReport::default() };
        let unread = diagnostics
            .iter()
            .find(|it| code(it).is_none() && it.severity == Severity::Error && !is_read(&document, it));
        report.error = unread.map(|diagnostic| {
            let message = diagnostic.text(self.language);
            parse_error(name, text, &lines, diagnostic.range.start, message)
        });
        if unread.is_none() {
            let mut findings: Vec<_> =
                diagnostics.iter().filter_map(|diagnostic| self.finding(&lines, diagnostic)).collect();
            // On one line, hadolint's order follows no rule that anyone could see.
            findings.sort_by_key(|finding| (finding.line, finding.code));
            report.findings = findings;
        }
        report
    }

    fn finding(&self, lines: &Lines<'_>, diagnostic: &Diagnostic) -> Option<Finding> {
        let code = code(diagnostic).filter(|code| !self.ignored.contains(code))?;
        Some(Finding {
            code,
            level: self.settings.level_of(code).unwrap_or(diagnostic.severity),
            line: lines.place(diagnostic.range.start).line,
            message: diagnostic.text(self.language),
        })
    }
}

/// Whether hadolint reads what Docker rejects.
fn is_read(document: &Document, rejection: &Diagnostic) -> bool {
    READ_BY_HADOLINT.iter().any(|refusal| refusal.name() == rejection.code)
        || (rejection.code == Refusal::UnclosedQuote.name() && !is_in_pairs(document, rejection.range.start))
}

/// Whether a quote that is still open at the end of its instruction is in one where hadolint looks at quotes: in the
/// pairs of ENV and LABEL, and in EXPOSE.
fn is_in_pairs(document: &Document, offset: usize) -> bool {
    let mut instructions = document.instructions();
    let found = instructions.find(|it| it.start <= offset && offset < it.start + it.facts.len);
    let Some(placed) = found else { return false };
    let facts = placed.facts.triggered();
    let source = document.source(&placed);
    let arguments = source.get(facts.keyword_range.end..).unwrap_or_default().trim_start();
    let is_read_with_quotes = match facts.instruction {
        Some(Instruction::Env | Instruction::Label) => {
            arguments.split_whitespace().next().is_some_and(|word| word.contains('='))
        }
        Some(Instruction::Expose) => true,
        _ => false,
    };
    is_read_with_quotes && ends_in_quotes(arguments)
}

fn ends_in_quotes(text: &str) -> bool {
    let mut open = None;
    let mut chars = text.chars();
    while let Some(c) = chars.next() {
        match open {
            _ if c == '\\' => drop(chars.next()),
            Some(quote) if c == quote => open = None,
            None if c == '"' || c == '\'' => open = Some(c),
            _ => {}
        }
    }
    open.is_some()
}

/// hadolint's code of a finding, or `ShellCheck`'s.
fn code(diagnostic: &Diagnostic) -> Option<&'static str> {
    let is_code = |name: &&&str| {
        let number = name.strip_prefix("DL").or_else(|| name.strip_prefix("SC")).unwrap_or_default();
        number.len() == 4 && number.bytes().all(|byte| byte.is_ascii_digit())
    };
    diagnostic.aliases.iter().find(is_code).copied()
}

/// The context of a file, which is only its name.
fn context(name: &str) -> Arc<DocumentContext> {
    let checks = Checks { preset: Some(Preset::Hadolint), ..Checks::default() };
    Configuration::default().context(&checks, Some(Path::new(name)), Vec::new()).into()
}

fn parse_error(name: &str, text: &str, lines: &Lines<'_>, place: usize, message: String) -> ParseError {
    let name = if name == "-" { "/dev/stdin" } else { name };
    let index = lines.line(place);
    let range = lines.range(index);
    let start = lines.floor(place).clamp(range.start, range.end);
    let before = expanded(&text[range.start..start]);
    let (line, column) = (index + 1, before.chars().count() + 1);
    let margin = " ".repeat(line.to_string().len() + 1);
    let excerpt = format!(
        "{name}:{line}:{column}:\n{margin}|\n{line} | {}\n{margin}| {}^\n{message}\n",
        expanded(&text[range]),
        " ".repeat(column - 1),
    );
    ParseError { name: name.to_owned(), line, column, message, excerpt }
}

/// The beginning of a line, with spaces instead of tabs.
fn expanded(text: &str) -> String {
    const TAB: usize = 8;
    let mut out = String::with_capacity(text.len());
    let mut column = 0;
    for c in text.chars() {
        let count = if c == '\t' { TAB - column % TAB } else { 1 };
        column += count;
        if c == '\t' { out.push_str(&" ".repeat(count)) } else { out.push(c) }
    }
    out
}

#[cfg(test)]
mod tests {
    use dockwright_lint::registry::about;

    use super::*;

    fn report(text: &str) -> FileReport {
        Analysis::new(&HadolintSettings::default(), Language::English).report_of("-", text)
    }

    #[test]
    fn what_hadolint_reads_is_a_rejection_without_a_code() {
        for refusal in READ_BY_HADOLINT {
            let aliases = about(*refusal).aliases;
            assert!(!aliases.iter().any(|alias| alias.starts_with("DL")), "{refusal:?}");
        }
    }

    #[test]
    fn an_unreadable_file_has_one_error_and_no_findings() {
        let report = report("FROM debian\n \t  WROKDIR\tx y\r\nFORM b\n");
        assert_eq!(report.findings.len(), 0);
        let error = report.error.unwrap();
        assert_eq!((error.name.as_str(), error.line, error.column), ("/dev/stdin", 2, 11));
        let excerpt = format!(
            "/dev/stdin:2:11:\n  |\n2 |           WROKDIR       x y\n  |           ^\n{}\n",
            error.message
        );
        assert_eq!(error.excerpt, excerpt);
    }

    #[test]
    fn what_hadolint_reads_leaves_the_findings() {
        for line in [
            "STOPSIGNAL nothing",
            "USER \"a",
            "ENV A \"b",
            "LABEL a = \"b",
            "ENV \"A=b\" \\\n C=d",
            "ARG A=\"b",
        ] {
            let report = report(&format!("FROM debian\n{line}\n"));
            assert!(report.error.is_none(), "{line}");
            assert!(report.findings.iter().any(|finding| finding.code == "DL3006"), "{line}");
        }
        for line in ["ENV A=\"b", "ENV A=b C='d", "LABEL a=\"b", "EXPOSE \"80", "STOPSIGNAL"] {
            let report = report(&format!("FROM debian\n{line}\n"));
            assert!(report.error.is_some() && report.findings.is_empty(), "{line}");
        }
    }
}
