//! `dockwright format`: formats files in place, as their configuration specifies.
//!
//! A file that is already formatted is not written. A file that is not UTF-8 is rejected because it
//! could not be written back.

use std::{
    io::{self, BufWriter, IsTerminal, Write},
    path::PathBuf,
};

use dockwright_analysis::{document::Document, fix::edited};
use dockwright_format::{format, format_ignore_file};
use dockwright_syntax::Text;
use dockwright_texts::{
    Language, Message,
    cli::{errors, format as texts},
};

use super::{
    Status, barrier, batch, complain,
    configurations::{Configurations, Origin},
    diff,
    files::{self, Input, Source},
    is_closed_pipe,
    printable::{self, Screen},
    replace_file::replace,
    temporary_file, unwritable,
};
use crate::{config::checks::Checks, dockerfiles::is_ignore_file, language::Locale};

#[derive(Debug, clap::Args)]
pub(super) struct Options {
    #[arg(value_name = "PATH")]
    paths: Vec<PathBuf>,
    #[arg(long)]
    check: bool,
    #[arg(long)]
    diff: bool,
    #[command(flatten)]
    pub(super) locale: Locale,
    #[command(flatten)]
    origin: Origin,
    #[arg(long, value_name = "FILE")]
    stdin_filename: Option<String>,
    #[command(flatten)]
    jobs: batch::Jobs,
    #[arg(long, short)]
    quiet: bool,
}

impl Options {
    fn changes_files(&self) -> bool {
        !self.check && !self.diff
    }
}

/// The result for a file.
struct FormattedFile {
    /// The text to print: its diff, or the formatted text of standard input.
    shown: String,
    is_changed: bool,
}

pub(super) fn run(options: &Options, language: Language) -> anyhow::Result<Status> {
    barrier::install();
    let patterns = options.origin.patterns()?;
    let mut found = files::find(&options.paths, options.stdin_filename.as_deref(), patterns.as_ref());
    let configurations = Configurations::new(Checks::default(), &options.origin, &found, language)?;
    if !options.quiet {
        found.report_templates(language);
        found.report_links(language);
    }
    if options.changes_files() {
        temporary_file::remove_leftovers(&found.leftovers);
    }
    let mut failures = std::mem::take(&mut found.failures);
    // Links that are not written through are not examined either.
    let inputs: Vec<_> = found.inputs.into_iter().filter(|it| !matches!(it, Input::Link(_))).collect();
    let is_filter = options.changes_files() && inputs.iter().any(|it| matches!(it, Input::Stdin(_)));
    let screen = Screen::of(io::stdout().is_terminal());
    let mut out = BufWriter::new(io::stdout().lock());
    let (mut changed, mut unchanged) = (0, 0);
    let formatted = batch::in_order(
        &inputs,
        options.jobs,
        language,
        |input| outcome(input, options, &configurations, screen),
        |input, outcome| {
            let outcome = match outcome {
                Ok(outcome) => outcome,
                Err(message) => {
                    failures.push(message);
                    return Ok(());
                }
            };
            *if outcome.is_changed { &mut changed } else { &mut unchanged } += 1;
            out.write_all(outcome.shown.as_bytes()).map_err(unwritable)?;
            if outcome.is_changed && !options.quiet && !options.diff && !is_filter {
                let name = input.name();
                let name = printable::line(&name);
                let done =
                    if options.check { texts::would_format_file(name) } else { texts::formatted_file(name) };
                writeln!(out, "{}", done.text(language)).map_err(unwritable)?;
            }
            Ok(())
        },
    );
    let summary = summary(options, changed, unchanged);
    let written = formatted.and_then(|()| {
        if !options.quiet && !options.diff && !is_filter && failures.is_empty() {
            writeln!(out, "{}", summary.text(language)).map_err(unwritable)?;
        }
        out.flush().map_err(unwritable)
    });
    for failure in &failures {
        complain(failure, language);
    }
    match written {
        Err(error) if !is_closed_pipe(&error) => return Err(error),
        Ok(()) | Err(_) => {}
    }
    Ok(match (failures.is_empty(), options.check && changed > 0) {
        (false, _) => Status::Incomplete,
        (true, true) => Status::Findings,
        (true, false) => Status::Fine,
    })
}

/// `2 files formatted, 1 unchanged`.
fn summary(options: &Options, changed: usize, unchanged: usize) -> Message {
    match (changed, unchanged, options.check) {
        (0, 0, _) => texts::no_files(),
        (0, 1, _) => texts::one_unchanged(),
        (0, count, _) => texts::many_unchanged(count),
        (1, 0, false) => texts::one_formatted(),
        (1, 0, true) => texts::one_to_format(),
        (1, rest, false) => texts::one_formatted_rest(rest),
        (1, rest, true) => texts::one_to_format_rest(rest),
        (count, 0, false) => texts::many_formatted(count),
        (count, 0, true) => texts::many_to_format(count),
        (count, rest, false) => texts::ManyFormattedRest { count, rest }.message(),
        (count, rest, true) => texts::ManyToFormatRest { count, rest }.message(),
    }
}

fn outcome(
    input: &Input,
    options: &Options,
    configurations: &Configurations,
    screen: Screen,
) -> Result<FormattedFile, Message> {
    let Source { text, encoding, stamp } = input.read_source()?;
    let name = input.name();
    if let Some(refusal) = encoding.refusal() {
        return Err(errors::CannotFormat { file: name, reason: refusal }.message());
    }
    let format_options = configurations.format(input, options.origin.isolated);
    let formatted = barrier::guarded(|| {
        if is_ignore_file(&name) {
            return edited(&text, &format_ignore_file(&text));
        }
        let document = Document::with_context(Text::new(&text), configurations.context(input));
        edited(&text, &format(&document, &format_options))
    });
    let formatted =
        formatted.map_err(|panic| errors::CannotFormat { file: &name, reason: panic }.message())?;
    let is_changed = formatted != text;
    let shown = match input {
        _ if options.diff => diff::unified(&name, &text, &formatted, screen),
        Input::Stdin(_) if options.changes_files() => formatted,
        Input::File(path) if options.changes_files() && is_changed => {
            replace(path, &formatted, stamp)
                .map_err(|reason| errors::CannotFormat { file: &name, reason }.message())?;
            String::new()
        }
        Input::Stdin(_) | Input::File(_) | Input::Link(_) => String::new(),
    };
    Ok(FormattedFile { shown, is_changed })
}
