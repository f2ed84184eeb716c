//! One file of a run: read, fixed where that is asked for, checked, and turned into output.

use std::{collections::HashSet, sync::Arc};

use dockwright_analysis::{build_inputs::is_predefined_argument, problem::Refusal};
use dockwright_lint::{diagnostic::Diagnostic, fix_all::Applied, rule::Severity};
use dockwright_texts::{
    Language, Message,
    cli::{check as texts, errors},
};

use super::{build_file, subject::Subject};
use crate::cli::{
    barrier, build,
    configurations::Configurations,
    diff,
    files::{Encoding, Input, Source},
    output::{File, Format},
    printable::Screen,
    replace_file::replace,
};
use crate::config::checks::FailOn;

/// What a run does with fixes.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Mode {
    /// Shows findings.
    Report,
    /// Applies them, and shows the findings that are left.
    Fix(Applied),
    /// Shows what applying them would change, and nothing else.
    Diff(Applied),
}

impl Mode {
    /// Whether findings are shown.
    pub(super) fn is_shown(self) -> bool {
        !matches!(self, Self::Diff(_))
    }
}

/// What a run does with each file.
#[derive(Debug)]
pub(super) struct CheckTask<'a> {
    pub(super) configurations: &'a Configurations,
    /// The names of the build arguments on the command line.
    pub(super) args: &'a [String],
    pub(super) format: Format,
    /// The language of the messages.
    pub(super) language: Language,
    pub(super) mode: Mode,
    pub(super) screen: Screen,
}

/// The results of a file, without its analysis.
#[derive(Debug, Default)]
pub(super) struct CheckedFile {
    /// Its findings as they are printed, or its diff.
    pub(super) rendered: String,
    pub(super) found: Vec<(&'static str, Severity)>,
    /// Some finding reaches the failure level.
    pub(super) is_failure: bool,
    /// How many findings were fixed, or could be.
    pub(super) fixed: usize,
    /// How many findings have a safe fix, and how many have another one.
    pub(super) fixable: (usize, usize),
    /// The build arguments of the command line that it uses.
    pub(super) used_args: Vec<String>,
    /// The fixed text of standard input.
    pub(super) text: Option<String>,
    /// What could not be done about the file, which is reported all the same.
    pub(super) failure: Option<Message>,
}

impl CheckedFile {
    /// Adds the findings.
    fn with(
        mut self,
        name: &str,
        source: &str,
        diagnostics: &[Diagnostic],
        fail_on: FailOn,
        task: &CheckTask<'_>,
    ) -> Self {
        if task.mode.is_shown() {
            let (language, is_coloured) = (task.language, task.screen.is_coloured);
            self.rendered = task.format.render(&File { name, source, diagnostics, language, is_coloured });
        }
        self.found = diagnostics.iter().map(|diagnostic| (diagnostic.code, diagnostic.severity)).collect();
        self.fixable =
            diagnostics.iter().filter_map(|it| it.fix.as_ref()).fold((0, 0), |(safe, others), fix| {
                if fix.safe { (safe + 1, others) } else { (safe, others + 1) }
            });
        // A template is no failure, whatever the level is.
        let counts = |code: &str, severity| code != "TemplateFile" || severity != Severity::Hint;
        let mut found = self.found.iter();
        self.is_failure =
            found.any(|&(code, severity)| counts(code, severity) && fail_on.is_reached_by(severity));
        self
    }
}

/// The outcome of a file, or the error line where nothing can be said about it.
pub(super) fn analyse(input: &Input, task: &CheckTask<'_>) -> Result<CheckedFile, Message> {
    let source = input.read_source()?;
    let name = input.name();
    barrier::guarded(|| outcome(input, &name, source, task))
        .map_err(|panic| errors::CannotAnalyse { file: &name, reason: panic }.message())?
        .map_err(|message| errors::CannotCheck { file: &name, reason: message }.message())
}

fn outcome(input: &Input, name: &str, source: Source, task: &CheckTask<'_>) -> Result<CheckedFile, Message> {
    let Source { mut text, encoding, stamp } = source;
    let mut outcome = CheckedFile::default();
    let (selection, fail_on) = task.configurations.of(input);
    if let Some(path) = build_file::path(input) {
        let diagnostics = build_file::diagnostics(path, &text, input, task.configurations)?;
        // Fixes are not applied to such files.
        let checked = outcome.with(name, &text, &diagnostics, fail_on, task);
        return Ok(CheckedFile { fixable: (0, 0), ..checked });
    }
    let context = task.configurations.context_with_files(input);
    let mut subject = Subject::new(name, &text, Arc::clone(&context));
    if let (Some(target), Some(document)) = (&context.inputs.target, subject.document())
        && document.model().target().is_none()
    {
        return Err(build::unknown_target(document.model(), target));
    }
    if let Some(document) = subject.document().filter(|_| !task.args.is_empty()) {
        let declared: HashSet<&str> = document.declared_arguments().collect();
        let is_used = |name: &&String| declared.contains(name.as_str()) || is_predefined_argument(name);
        outcome.used_args = task.args.iter().filter(is_used).cloned().collect();
    }
    let applied = match task.mode {
        Mode::Report => None,
        Mode::Fix(applied) | Mode::Diff(applied) => Some(applied),
    };
    // A link that is not written through keeps its findings.
    let applied = applied.filter(|_| !matches!(input, Input::Link(_)));
    if let Some(fixed) = applied.and_then(|applied| subject.fix_all(&selection, applied)) {
        let written = match (task.mode, input) {
            _ if encoding != Encoding::Utf8 => encoding.refusal().map_or(Ok(()), Err),
            (Mode::Fix(_), Input::File(path)) => replace(path, &fixed.source, stamp),
            (_, _) => Ok(()),
        };
        match written {
            Ok(()) => outcome.fixed = fixed.rules.values().sum(),
            Err(reason) => outcome.failure = Some(errors::CannotFix { file: name, reason }.message()),
        }
        match task.mode {
            Mode::Fix(_) if outcome.failure.is_none() => {
                text = fixed.source;
                subject = Subject::new(name, &text, context);
            }
            Mode::Diff(_) if outcome.failure.is_none() => {
                outcome.rendered = diff::unified(name, &text, &fixed.source, task.screen);
            }
            Mode::Report | Mode::Fix(_) | Mode::Diff(_) => {}
        }
    }
    let mut diagnostics = subject.diagnostics(&selection);
    if let Encoding::Utf16(decoded) = encoding {
        diagnostics = of_utf16(diagnostics, &decoded);
        text = decoded;
    }
    outcome = outcome.with(name, &text, &diagnostics, fail_on, task);
    if matches!((task.mode, input), (Mode::Fix(_), Input::Stdin(_))) {
        outcome.text = Some(text);
    }
    Ok(outcome)
}

/// Docker takes the bytes of UTF-16 for UTF-8 and finds an instruction that it does not know. That one error says why.
fn of_utf16(diagnostics: Vec<Diagnostic>, decoded: &str) -> Vec<Diagnostic> {
    let first = diagnostics.into_iter().find(|it| it.code == Refusal::UnknownInstruction.name());
    let with_reason = |it: Diagnostic| Diagnostic {
        range: 0..decoded.lines().next().unwrap_or_default().len(),
        message: texts::is_utf16(),
        notes: Vec::new(),
        related: Vec::new(),
        fix: None,
        ..it
    };
    first.map(with_reason).into_iter().collect()
}
