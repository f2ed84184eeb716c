//! `dockwright hadolint`, also available under the program name `hadolint`: a drop-in replacement
//! for hadolint's command line.
//!
//! Options, environment variables, configuration files, exit codes and formats are those of
//! hadolint 2.15.1. The findings are those of the preset `hadolint`, with our own messages. The
//! behaviour was determined by running hadolint. The formats and the output of `--verbose` are the same
//! in every language; findings, help and errors are in that of `--locale` or the environment.

mod arguments;
mod environment;
mod formats;
mod help;
mod lookup;
mod report;
mod sha1;
mod verbose;

use std::{
    ffi::{OsStr, OsString},
    fs,
    io::{self, Write},
    path::{Path, PathBuf},
    process::ExitCode,
};

use anyhow::{anyhow, bail};
use dockwright_texts::{
    Language, Message,
    cli::{errors, hadolint as texts},
};

use self::{
    arguments::{Arguments, Request},
    report::{Analysis, FileReport},
};
use super::{barrier, batch, files::Input, is_closed_pipe, printable, unwritable, usage_errors};
use crate::{
    config::hadolint::{HadolintFile, HadolintFormat, HadolintSettings, Threshold},
    regular_file::{self, reason},
};
pub(super) use help::Options;

/// The prefix of error lines.
const NAME: &str = "hadolint";

/// The arguments for hadolint if its command line is requested: the program is called `hadolint`,
/// or that is the first argument after `--locale`. They come with the program name to show in the usage.
pub(super) fn requested(mut arguments: impl Iterator<Item = OsString>) -> Option<(String, Vec<OsString>)> {
    let program = arguments.next()?;
    if is_named_hadolint(&program) {
        return Some((NAME.to_owned(), arguments.collect()));
    }
    let mut first = arguments.next()?;
    while let Some(rest) = first.to_str().and_then(|first| first.strip_prefix("--locale")) {
        if rest.is_empty() {
            arguments.next()?;
        }
        first = arguments.next()?;
    }
    (first == NAME).then(|| (format!("dockwright {NAME}"), arguments.collect()))
}

/// Whether the program is called `hadolint`, with or without the extension on Windows.
fn is_named_hadolint(program: &OsStr) -> bool {
    let name = Path::new(program).file_name().unwrap_or_default().to_string_lossy();
    let name = if cfg!(windows) { name.to_ascii_lowercase() } else { name.into_owned() };
    name.strip_suffix(".exe").unwrap_or(&name) == NAME
}

/// Runs hadolint's command line. Its exit code is never 2.
pub(super) fn run(program: &str, arguments: Vec<OsString>) -> ExitCode {
    let language = usage_errors::language_of_process();
    let result = match arguments::parse(arguments) {
        Ok(Request::Help) => print(&help::help(program, language)).map(|()| true),
        Ok(Request::Version) => print(&help::version()).map(|()| true),
        Ok(Request::Lint(arguments)) => lint(*arguments, language),
        Err(message) => {
            let (message, usage) = (message.text(language), help::usage(program, language));
            let _ = write!(io::stderr().lock(), "{message}\n\n{usage}");
            Ok(false)
        }
    };
    match result {
        Ok(true) => ExitCode::SUCCESS,
        Ok(false) => ExitCode::FAILURE,
        Err(error) if is_closed_pipe(&error) => ExitCode::SUCCESS,
        Err(error) => {
            match error.downcast_ref::<Message>() {
                Some(message) => complain(&message.text(language)),
                None => complain(&error.to_string()),
            }
            ExitCode::FAILURE
        }
    }
}

fn print(text: &str) -> anyhow::Result<()> {
    let mut out = io::stdout().lock();
    out.write_all(text.as_bytes()).and_then(|()| out.flush()).map_err(unwritable)
}

/// Prints one line to standard error.
fn complain(message: &str) {
    let _ = writeln!(io::stderr().lock(), "{NAME}: {}", printable::line(message));
}

/// Checks files and writes the reports; returns whether no finding reaches the threshold.
fn lint(arguments: Arguments, language: Language) -> anyhow::Result<bool> {
    let Arguments { config, files, path_in_report, outputs, is_verbose, settings: own } = arguments;
    let (environment, is_verbose_by_environment) = environment::settings();
    let file = config.or_else(lookup::configuration_file);
    if is_verbose {
        verbose::print_file(file.as_deref());
    }
    let mut settings = environment;
    settings.overlay(configured(file.as_deref(), language)?);
    settings.overlay(own);
    if is_verbose || is_verbose_by_environment {
        verbose::print_settings(&settings);
    }
    if files.is_empty() {
        return print(&format!("{}\n", texts::no_file().text(language))).map(|()| false);
    }
    let reports = reports(&files, &settings, language)?;
    let look =
        formats::Look { is_coloured: settings.no_color != Some(true), path: path_in_report.as_deref() };
    match write_reports(&reports, &settings.formats, outputs, &look) {
        // The reader closed the pipe early; the findings still determine the exit code.
        Err(error) if !is_closed_pipe(&error) => Err(error),
        Ok(()) | Err(_) => Ok(passes(&reports, &settings)),
    }
}

/// The settings in the configuration file. If hadolint would reject the file, that is reported, and
/// the settings are empty.
fn configured(file: Option<&Path>, language: Language) -> anyhow::Result<HadolintSettings> {
    let Some(path) = file else { return Ok(HadolintSettings::default()) };
    let name = path.display();
    let text = regular_file::configuration_or_error(path).map_err(|error| {
        anyhow!(errors::CannotRead { file: name.to_string(), reason: reason(&error) }.message())
    })?;
    match HadolintFile::parse(&text) {
        Ok(file) => Ok(file.settings),
        Err((line, problem)) => {
            let line = line.map(|line| format!(":{line}")).unwrap_or_default();
            let message = texts::IgnoredFile { file: format!("{name}{line}"), problem }.message();
            complain(&message.text(language));
            Ok(HadolintSettings::default())
        }
    }
}

/// The reports of all files. Stops with an error at the first file that cannot be read.
fn reports(
    files: &[OsString],
    settings: &HadolintSettings,
    language: Language,
) -> anyhow::Result<Vec<FileReport>> {
    barrier::install();
    let analysis = Analysis::new(settings, language);
    let input = |file: &OsString| {
        if file == "-" { Input::Stdin("-".to_owned()) } else { Input::File(PathBuf::from(file)) }
    };
    let inputs: Vec<Input> = files.iter().map(input).collect();
    if inputs.iter().filter(|input| matches!(input, Input::Stdin(_))).count() > 1 {
        bail!(texts::stdin_twice());
    }
    let mut reports = Vec::with_capacity(inputs.len());
    batch::in_order(
        &inputs,
        batch::Jobs::ALL,
        language,
        |input| analysis.report(input),
        |_, report| {
            reports.push(report.map_err(|message| anyhow!(message))?);
            Ok(())
        },
    )?;
    Ok(reports)
}

/// Writes each format to its file, or to standard output.
fn write_reports(
    reports: &[FileReport],
    formats: &[HadolintFormat],
    outputs: Vec<PathBuf>,
    look: &formats::Look<'_>,
) -> anyhow::Result<()> {
    let count = formats.len().max(outputs.len()).max(1);
    let mut outputs = outputs.into_iter();
    for index in 0..count {
        let format = formats.get(index).copied().unwrap_or(HadolintFormat::Tty);
        let text = formats::render(format, reports, look);
        match outputs.next() {
            Some(path) => fs::write(&path, text).map_err(|error| {
                let file = path.display().to_string();
                anyhow!(texts::CannotWrite { file, reason: reason(&error) }.message())
            })?,
            None => print(&text)?,
        }
    }
    Ok(())
}

/// Whether the exit code is 0.
fn passes(reports: &[FileReport], settings: &HadolintSettings) -> bool {
    let never_fails =
        |format: &HadolintFormat| matches!(format, HadolintFormat::Codacy | HadolintFormat::Codeclimate);
    let Threshold { least, .. } = settings.threshold.unwrap_or(Threshold::DEFAULT);
    settings.no_fail == Some(true)
        || settings.formats.iter().any(never_fails)
        || !reports.iter().any(|report| {
            report.error.is_some() || report.findings.iter().any(|finding| finding.level <= least)
        })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_name_of_the_program_or_the_first_argument_asks_for_it() {
        let requested = |words: &[&str]| requested(words.iter().map(OsString::from));
        let with = |program: &str, rest: &[&str]| {
            Some((program.to_owned(), rest.iter().map(OsString::from).collect::<Vec<_>>()))
        };
        assert_eq!(requested(&["hadolint", "-"]), with("hadolint", &["-"]));
        assert_eq!(requested(&["/usr/bin/hadolint"]), with("hadolint", &[]));
        assert_eq!(requested(&["./hadolint.exe", "hadolint"]), with("hadolint", &["hadolint"]));
        assert_eq!(requested(&["dockwright", "hadolint", "-v"]), with("dockwright hadolint", &["-v"]));
        let korean = &["dockwright", "--locale", "ko", "--locale=ko", "hadolint", "-h"];
        assert_eq!(requested(korean), with("dockwright hadolint", &["-h"]));
        assert_eq!(requested(&["dockwright", "--locale", "hadolint"]), None);
        assert_eq!(requested(&["dockwright", "check", "hadolint"]), None);
        assert_eq!(requested(&["dockwright"]), None);
        assert_eq!(requested(&["hadolint-2"]), None);
        assert_eq!(requested(&[]), None);
    }
}
