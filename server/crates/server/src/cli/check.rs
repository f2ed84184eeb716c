//! `dockwright check`: prints the findings of files, and sets the exit code so that a build can
//! stop.

mod analysis;
mod build_file;
mod migration;
mod shellcheck;
mod subject;
mod totals;

use std::{
    io::{self, BufWriter, IsTerminal, Write},
    path::PathBuf,
    sync::Arc,
};

use anyhow::{anyhow, bail};
use clap::builder::{PossibleValuesParser, TypedValueParser};
use dockwright_analysis::spec::{Engine, engine::ENGINES};
use dockwright_lint::{
    fix_all::Applied,
    preset::{Choice, ShellCheck, is_known_name, nearest_name},
    rule::Preset,
};
use dockwright_texts::{
    Language, Message,
    cli::{build::unused_argument, check as texts},
};

use super::{
    Status, barrier, batch,
    build::BuildOptions,
    complain,
    configurations::{Configurations, Origin},
    files::{self, Input},
    is_closed_pipe,
    output::{Format, Frame},
    printable::Screen,
    temporary_file, unwritable,
};
use crate::config::checks::{Build, Checks, ContextChoice, FailOn, fail_levels, presets};
use crate::language::Locale;
use analysis::{CheckTask, Mode, analyse};
use shellcheck::ShellCheckRuns;
use totals::Totals;

#[derive(Debug, clap::Args)]
#[expect(clippy::struct_excessive_bools, reason = "each is a switch of the command line")]
pub(super) struct Options {
    #[arg(value_name = "PATH")]
    paths: Vec<PathBuf>,
    #[command(flatten)]
    pub(super) locale: Locale,
    #[arg(long, value_enum, default_value_t = Format::Text)]
    format: Format,
    #[arg(long)]
    fix: bool,
    #[arg(long)]
    unsafe_fixes: bool,
    #[arg(long, conflicts_with = "format")]
    diff: bool,
    #[arg(long, value_parser = one_of(fail_levels()), value_name = "SEVERITY")]
    fail_on: Option<FailOn>,
    #[arg(long, value_delimiter = ',', value_name = "NAME")]
    select: Vec<String>,
    #[arg(long, value_delimiter = ',', value_name = "NAME")]
    extend_select: Vec<String>,
    #[arg(long, value_delimiter = ',', value_name = "NAME")]
    ignore: Vec<String>,
    #[arg(long, value_parser = one_of(presets()))]
    preset: Option<Preset>,
    #[command(flatten)]
    build: BuildOptions,
    #[arg(long, value_parser = one_of(ENGINES))]
    engine: Option<Engine>,
    #[command(flatten)]
    origin: Origin,
    #[arg(
        long,
        value_name = "PROGRAM",
        help = "Also report what ShellCheck finds in RUN: its path, or its name to look up in PATH"
    )]
    shellcheck: Option<String>,
    #[arg(long, value_name = "DIR")]
    context: Option<PathBuf>,
    #[arg(long, conflicts_with = "context")]
    no_context: bool,
    #[arg(long, value_name = "FILE")]
    stdin_filename: Option<String>,
    #[command(flatten)]
    jobs: batch::Jobs,
    #[arg(long, short)]
    quiet: bool,
    #[arg(long)]
    statistics: bool,
    #[arg(long, value_name = "FILE", conflicts_with = "paths")]
    #[expect(clippy::option_option, reason = "an option of which the value may be left out")]
    migrate_hadolint: Option<Option<PathBuf>>,
    #[arg(long, requires = "migrate_hadolint")]
    force: bool,
}

/// A parser for one of several words, which are the same as in the settings.
fn one_of<T: Copy + Send + Sync + 'static>(
    words: impl Into<Vec<(&'static str, T)>>,
) -> impl TypedValueParser<Value = T> {
    let words = words.into();
    let names = words.iter().map(|(name, _)| *name);
    PossibleValuesParser::new(names).try_map(move |given| {
        let named = words.iter().find(|(name, _)| *name == given);
        named.map(|(_, value)| *value).ok_or("not one of the names")
    })
}

impl Options {
    fn mode(&self) -> Mode {
        let applied = if self.unsafe_fixes { Applied::Unsafe } else { Applied::Safe };
        match (self.fix, self.diff) {
            (_, true) => Mode::Diff(applied),
            (true, false) => Mode::Fix(applied),
            (false, false) => Mode::Report,
        }
    }

    /// The settings from the command line.
    fn checks(&self) -> Result<Checks, Message> {
        let choice = Choice {
            select: self.select.clone(),
            extend_select: self.extend_select.clone(),
            ignore: self.ignore.clone(),
        };
        let preset = self.preset;
        let build = Build {
            args: self.build.args(),
            target: self.build.target.clone(),
            platform: self.build.platform()?,
            engine: self.engine,
            contexts: match &self.context {
                _ if self.no_context => ContextChoice::Nothing,
                Some(folder) => ContextChoice::Folder(folder.clone()),
                None => ContextChoice::Found,
            },
            ..Build::default()
        };
        Ok(Checks { preset, choice, build, fail_on: self.fail_on, ..Checks::default() })
    }

    /// Fails for the first name that is neither a rule nor an alias or a group.
    fn check_names(&self) -> anyhow::Result<()> {
        let names = [&self.select, &self.extend_select, &self.ignore].into_iter().flatten();
        let mut unknown = names.filter(|name| !is_known_name(name));
        let Some(name) = unknown.next() else { return Ok(()) };
        match nearest_name(name) {
            Some(nearest) => bail!(texts::UnknownRuleNear { name, near: nearest }.message()),
            None => bail!(texts::unknown_rule(name)),
        }
    }

    /// Whether to print a line of counts: not if the output is for a program.
    fn is_summed_up(&self) -> bool {
        self.format == Format::Text
    }
}

pub(super) fn run(options: &Options, language: Language) -> anyhow::Result<Status> {
    if let Some(file) = &options.migrate_hadolint {
        return migration::migrate(file.as_deref(), options.force, language);
    }
    if options.unsafe_fixes && options.mode() == Mode::Report {
        bail!(texts::unsafe_fixes_alone());
    }
    options.check_names()?;
    if let Some(folder) = options.context.as_deref().filter(|folder| !folder.is_dir()) {
        bail!(texts::no_context_folder(folder.display().to_string()));
    }
    barrier::install();
    let mut checks = options.checks().map_err(|message| anyhow!(message))?;
    let mut failures = Vec::new();
    let shellcheck = options.shellcheck.as_deref().map(ShellCheckRuns::new);
    let shellcheck =
        shellcheck.and_then(|found| found.map_err(|message| failures.push(message)).ok()).map(Arc::new);
    checks.shellcheck = shellcheck.clone().map(|runs| ShellCheck(runs));
    let args: Vec<String> = options.build.args().into_iter().map(|(name, _)| name).collect();
    let patterns = options.origin.patterns()?;
    let mut found = files::find(&options.paths, options.stdin_filename.as_deref(), patterns.as_ref());
    build_file::add_dockerfiles(&mut found.inputs);
    let configurations = Configurations::new(checks, &options.origin, &found, language)?;
    let mode = options.mode();
    if !options.quiet {
        found.report_templates(language);
        if mode != Mode::Report {
            found.report_links(language);
        }
    }
    if matches!(mode, Mode::Fix(_)) {
        temporary_file::remove_leftovers(&found.leftovers);
    }
    failures.append(&mut found.failures);
    let inputs = found.inputs;
    // The fixed text is printed instead of the findings, which go to standard error.
    let is_filter = matches!(mode, Mode::Fix(_)) && inputs.iter().any(|it| matches!(it, Input::Stdin(_)));
    let is_terminal = if is_filter { io::stderr().is_terminal() } else { io::stdout().is_terminal() };
    let task = CheckTask {
        configurations: &configurations,
        args: &args,
        format: options.format,
        language,
        mode,
        screen: Screen::of(is_terminal),
    };
    let mut out = BufWriter::new(io::stdout().lock());
    let mut aside = BufWriter::new(io::stderr());
    let mut totals = Totals::default();

    let frame = match mode {
        Mode::Report | Mode::Fix(_) => options.format.frame(),
        Mode::Diff(_) => Frame::default(),
    };
    let mut is_begun = false;
    let analysed = batch::in_order(
        &inputs,
        options.jobs,
        language,
        |input| analyse(input, &task),
        |_, result| {
            let outcome = match result {
                Ok(outcome) => outcome,
                Err(message) => {
                    failures.push(message);
                    return Ok(());
                }
            };
            totals.add(&outcome);
            failures.extend(outcome.failure);
            if let Some(text) = &outcome.text {
                out.write_all(text.as_bytes()).map_err(unwritable)?;
            }
            if !outcome.rendered.is_empty() {
                let out: &mut dyn Write = if is_filter { &mut aside } else { &mut out };
                let separator = if is_begun { &frame.between } else { &frame.before };
                write!(out, "{separator}{}", outcome.rendered).map_err(unwritable)?;
                is_begun = true;
            }
            Ok(())
        },
    );
    let written = analysed.and_then(|()| {
        let is_for_people = options.format == Format::Text && mode.is_shown();
        let out: &mut dyn Write = if is_filter { &mut aside } else { &mut out };
        // If nothing was shown, the start of the frame has not been written yet.
        let before = if is_begun { "" } else { &*frame.before };
        write!(out, "{before}{}", frame.after)
            .and_then(|()| totals.finish(out, options, language, is_for_people, failures.is_empty()))
            .and_then(|()| out.flush())
            .map_err(unwritable)
    });
    let written = written.and_then(|()| out.flush().map_err(unwritable));
    failures.extend(shellcheck.iter().flat_map(|runs| runs.failures()));
    for failure in &failures {
        complain(failure, language);
    }
    for name in args.iter().filter(|name| !totals.used_args.contains(*name)) {
        complain(&unused_argument(name), language);
    }
    match written {
        // The reader closed the pipe early; the findings so far still determine the exit code.
        Err(error) if !is_closed_pipe(&error) => return Err(error),
        Ok(()) | Err(_) => {}
    }
    Ok(match (failures.is_empty(), totals.is_failure) {
        (false, _) => Status::Incomplete,
        (true, true) => Status::Findings,
        (true, false) => Status::Fine,
    })
}

#[cfg(test)]
mod tests {
    use dockwright_lint::rule::Severity;

    use super::*;

    #[test]
    fn failure_levels() {
        assert!(FailOn::AtLeast(Severity::Warning).is_reached_by(Severity::Error));
        assert!(FailOn::AtLeast(Severity::Warning).is_reached_by(Severity::Warning));
        assert!(!FailOn::AtLeast(Severity::Warning).is_reached_by(Severity::Info));
        assert!(FailOn::AtLeast(Severity::Hint).is_reached_by(Severity::Hint));
        assert!(!FailOn::Never.is_reached_by(Severity::Error));
    }
}
