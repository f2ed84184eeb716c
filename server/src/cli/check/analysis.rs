//! One file of a run: read, fixed where that is asked for, checked, and turned into output.

use std::{collections::HashSet, sync::Arc};

use dockwright_ide::{Applied, Document, Severity, diagnostics_for, fix_all, model::is_predefined_argument};
use dockwright_syntax::Text;

use crate::cli::{
    barrier, build,
    configurations::Configurations,
    diff,
    files::{Input, Source},
    output::{File, Format},
    reason,
    replace::replace,
};

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
pub(super) struct Task<'a> {
    pub(super) configurations: &'a Configurations,
    /// The names of the build arguments on the command line.
    pub(super) args: &'a [String],
    pub(super) format: Format,
    pub(super) mode: Mode,
    pub(super) is_coloured: bool,
}

/// What is left of a file once it is analysed.
#[derive(Debug, Default)]
pub(super) struct Outcome {
    /// Its findings as they are printed, or its diff.
    pub(super) rendered: String,
    pub(super) found: Vec<(&'static str, Severity)>,
    /// Some finding reaches the failure level.
    pub(super) is_failure: bool,
    /// How many findings were fixed, or could be.
    pub(super) fixed: usize,
    /// The build arguments of the command line that it uses.
    pub(super) used_args: Vec<String>,
    /// The fixed text of standard input.
    pub(super) text: Option<String>,
    /// What could not be done about the file, which is reported all the same.
    pub(super) failure: Option<String>,
}

/// The outcome of a file, or the error line where nothing can be said about it.
pub(super) fn analyse(input: &Input, task: &Task<'_>) -> Result<Outcome, String> {
    let source = input.read_source()?;
    let name = input.name();
    barrier::guarded(|| outcome(input, &name, source, task))
        .map_err(|panic| format!("cannot analyse {name}: {panic}"))?
        .map_err(|message| format!("cannot check {name}: {message}"))
}

fn outcome(input: &Input, name: &str, source: Source, task: &Task<'_>) -> Result<Outcome, String> {
    let Source { mut text, is_exact } = source;
    let mut outcome = Outcome::default();
    let (selection, fail_on) = task.configurations.of(input);
    let context = task.configurations.context(input);
    let mut document = Document::with_context(Text::new(&text), Arc::clone(&context));
    if let Some(target) = &context.inputs.target
        && document.model().target().is_none()
    {
        return Err(build::unknown_target(document.model(), target));
    }
    if !task.args.is_empty() {
        let declared: HashSet<&str> = document.declared_arguments().collect();
        let is_used = |name: &&String| declared.contains(name.as_str()) || is_predefined_argument(name);
        outcome.used_args = task.args.iter().filter(is_used).cloned().collect();
    }
    let applied = match task.mode {
        Mode::Report => None,
        Mode::Fix(applied) | Mode::Diff(applied) => Some(applied),
    };
    if let Some(fixed) = applied.and_then(|applied| fix_all(&document, &selection, applied)) {
        let written = match (task.mode, input) {
            _ if !is_exact => Err("it is no UTF-8".to_owned()),
            (Mode::Fix(_), Input::File(path)) => replace(path, &fixed.source).map_err(|error| reason(&error)),
            (_, _) => Ok(()),
        };
        match written {
            Ok(()) => outcome.fixed = fixed.rules.values().sum(),
            Err(reason) => outcome.failure = Some(format!("cannot fix {name}: {reason}")),
        }
        match task.mode {
            Mode::Fix(_) if outcome.failure.is_none() => {
                text = fixed.source;
                document = Document::with_context(Text::new(&text), context);
            }
            Mode::Diff(_) if outcome.failure.is_none() => {
                outcome.rendered = diff::unified(name, &text, &fixed.source, task.is_coloured);
            }
            Mode::Report | Mode::Fix(_) | Mode::Diff(_) => {}
        }
    }
    let diagnostics = diagnostics_for(&document, document.model(), &selection);
    if task.mode.is_shown() {
        let file = File { name, source: &text, diagnostics: &diagnostics, is_coloured: task.is_coloured };
        outcome.rendered = task.format.render(&file);
    }
    outcome.found = diagnostics.iter().map(|diagnostic| (diagnostic.code, diagnostic.severity)).collect();
    // A template is no failure, whatever the level is.
    let counts = |code: &str, severity| code != "TemplateFile" || severity != Severity::Hint;
    outcome.is_failure = outcome
        .found
        .iter()
        .any(|&(code, severity)| counts(code, severity) && fail_on.is_reached_by(severity));
    if matches!((task.mode, input), (Mode::Fix(_), Input::Stdin(_))) {
        outcome.text = Some(text);
    }
    Ok(outcome)
}
