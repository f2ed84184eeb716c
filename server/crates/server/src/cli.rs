//! The command line: arguments, exit codes and error lines.
//!
//! One module per command; each returns a [`Status`] or an error. Results go to standard output;
//! everything else goes to standard error as one line that begins with `dockwright:`. If the output
//! pipe is closed, a command ends silently.

mod barrier;
mod batch;
mod build;
mod check;
mod completions;
mod configurations;
mod context;
mod diff;
mod explain;
mod files;
mod format;
mod graph;
mod hadolint;
mod help;
mod init;
mod lines;
mod output;
mod parse;
mod printable;
mod replace_file;
mod resolve;
#[cfg(test)]
mod rule_pages;
mod rules;
mod stats;
mod temporary_file;
mod usage_errors;

use std::{
    env, io,
    io::{IsTerminal, Write},
    process::ExitCode,
};

use clap::{CommandFactory, Parser, Subcommand, error::ErrorKind};

use dockwright_texts::{Language, Message, cli::errors as texts};

use crate::{language::Locale, regular_file::reason};

/// The arguments. Their texts are in `commandline.md` of the texts.
#[derive(Debug, Parser)]
#[command(name = "dockwright", version)]
struct Arguments {
    #[command(flatten)]
    transport: Transport,
    #[command(subcommand)]
    command: Option<Command>,
}

/// What language clients append to the command of a server.
#[derive(Debug, clap::Args)]
struct Transport {
    // Talk over standard input and output (always so; clients pass it).
    #[arg(long, hide = true)]
    stdio: bool,
    #[command(flatten)]
    locale: Locale,
    // Some clients name their process here as well as in `initialize`.
    #[arg(long = "clientProcessId", hide = true, value_name = "PID")]
    _client_process: Option<u32>,
}

#[derive(Debug, Subcommand)]
enum Command {
    Lsp(Transport),
    Check(Box<check::Options>),
    Format(format::Options),
    Parse(parse::Options),
    Resolve(resolve::Options),
    Graph(graph::Options),
    Init(init::Options),
    Context(context::Options),
    Rules(rules::Options),
    Explain(explain::Options),
    Stats(stats::Options),
    #[command(disable_help_flag = true)]
    Hadolint(hadolint::Options),
    Completions(completions::Options),
}

impl Command {
    /// The locale options of the commands that print prose.
    fn locale(&self) -> Option<&Locale> {
        Some(match self {
            Self::Lsp(transport) => &transport.locale,
            Self::Check(options) => &options.locale,
            Self::Format(options) => &options.locale,
            Self::Parse(options) => &options.locale,
            Self::Resolve(options) => &options.locale,
            Self::Graph(options) => &options.locale,
            Self::Init(options) => &options.locale,
            Self::Context(options) => &options.locale,
            Self::Rules(options) => &options.locale,
            Self::Explain(options) => &options.locale,
            Self::Stats(options) => &options.locale,
            Self::Completions(options) => &options.locale,
            Self::Hadolint(_) => return None,
        })
    }
}

/// How a command ended if no error stopped it.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Status {
    Fine,
    /// Findings at or above the failure level.
    Findings,
    /// A part of the work failed; messages on standard error say which.
    Incomplete,
}

/// Runs the command given by the process arguments.
pub(crate) fn run() -> ExitCode {
    if let Some((program, arguments)) = hadolint::requested(env::args_os()) {
        return hadolint::run(&program, arguments);
    }
    let arguments = match Arguments::try_parse() {
        Ok(arguments) => arguments,
        Err(error) => return answer(&error),
    };
    let Some(command) = arguments.command else {
        let Transport { stdio, locale, .. } = arguments.transport;
        return if stdio {
            code(crate::lsp::serve(locale))
        } else {
            help(usage_errors::language_of_process())
        };
    };
    let own = command.locale().filter(|locale| locale.locale.is_some());
    let language = own.unwrap_or(&arguments.transport.locale).language();
    let result = match command {
        Command::Lsp(transport) => return code(crate::lsp::serve(transport.locale)),
        Command::Check(options) => check::run(&options, language),
        Command::Format(options) => format::run(&options, language),
        Command::Parse(options) => parse::run(&options, language),
        Command::Resolve(options) => resolve::run(&options, language),
        Command::Graph(options) => graph::run(&options, language),
        Command::Init(options) => init::run(&options, language),
        Command::Context(options) => context::run(&options, language),
        Command::Rules(options) => rules::run(&options, language),
        Command::Explain(options) => explain::run(&options, language),
        Command::Stats(options) => stats::run(&options, language),
        // If `--stdio` precedes it, that has no effect.
        Command::Hadolint(_) => {
            let arguments = env::args_os().skip_while(|argument| argument != "hadolint").skip(1);
            return hadolint::run("dockwright hadolint", arguments.collect());
        }
        Command::Completions(options) => completions::run(&options, language),
    };
    match result {
        Ok(Status::Fine) => ExitCode::SUCCESS,
        Ok(Status::Findings) => code(1),
        Ok(Status::Incomplete) => code(2),
        Err(error) if is_closed_pipe(&error) => ExitCode::SUCCESS,
        Err(error) => {
            match error.downcast_ref::<Message>() {
                Some(message) => complain(message, language),
                None => complain_line(&error.to_string()),
            }
            code(2)
        }
    }
}

/// Help, the version, or what is wrong with the arguments.
fn answer(error: &clap::Error) -> ExitCode {
    let language = usage_errors::language_of_process();
    match error.kind() {
        ErrorKind::DisplayVersion => drop(error.print()),
        ErrorKind::DisplayHelp => {
            // The same arguments ask the translated command for the same page.
            let command = help::localized(Arguments::command(), language);
            let page = command.try_get_matches_from(env::args_os()).err();
            let page = page.map(|page| page.render().ansi().to_string()).unwrap_or_default();
            let _ = write!(anstream::stdout(), "{}", help::translated(&page, language));
        }
        _ => drop(write!(io::stderr(), "{}", usage_errors::page(error, language))),
    }
    code(error.exit_code())
}

/// Without arguments: help for a user; a usage error for a program, such as an editor whose
/// settings lack `lsp`.
fn help(language: Language) -> ExitCode {
    let mut command = help::localized(Arguments::command(), language);
    let page = command.render_help().ansi().to_string();
    let page = help::translated(&page, language);
    if io::stdout().is_terminal() {
        let _ = write!(anstream::stdout(), "{page}");
        return ExitCode::SUCCESS;
    }
    let _ = write!(anstream::stderr(), "{page}");
    code(2)
}

/// Prints a message to standard error.
fn complain(message: &Message, language: Language) {
    complain_line(&message.text(language));
}

/// Prints one line to standard error. If even this fails, there is no way to report it.
fn complain_line(message: &str) {
    let _ = writeln!(io::stderr().lock(), "dockwright: {}", printable::line(message));
}

/// An error while writing to standard output, which [`run`] treats as a normal end if the reader
/// has closed the pipe.
fn unwritable(error: io::Error) -> anyhow::Error {
    let reason = reason(&error);
    anyhow::Error::new(error).context(texts::no_command_output(reason))
}

fn is_closed_pipe(error: &anyhow::Error) -> bool {
    error.downcast_ref::<io::Error>().is_some_and(|error| error.kind() == io::ErrorKind::BrokenPipe)
}

fn code(code: i32) -> ExitCode {
    ExitCode::from(u8::try_from(code).unwrap_or(1))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn arguments_are_consistent() {
        Arguments::command().debug_assert();
    }
}
