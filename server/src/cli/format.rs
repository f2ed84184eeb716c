//! `dockwright format`: files get the format that the configuration says, in place.
//!
//! A file that is already formatted is not written. A file that is not UTF-8 is rejected because it could not be written
//! back.

use std::{
    io::{self, BufWriter, IsTerminal, Write},
    path::PathBuf,
};

use dockwright_analysis::{document::Document, fix::edited};
use dockwright_format::format;
use dockwright_syntax::Text;

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
use crate::config::checks::Checks;

#[derive(Debug, clap::Args)]
pub(super) struct Options {
    /// Files, directories to search for Dockerfiles, or `-` for standard input, which is printed [default: .]
    #[arg(value_name = "PATH")]
    paths: Vec<PathBuf>,
    /// Change nothing; exit with 1 where something would change.
    #[arg(long)]
    check: bool,
    /// Change nothing; print what would change as a unified diff.
    #[arg(long)]
    diff: bool,
    #[command(flatten)]
    origin: Origin,
    /// The name to report standard input under; its folder's configuration applies.
    #[arg(long, value_name = "FILE")]
    stdin_filename: Option<String>,
    /// How many files to format at a time; 0 is one per core.
    #[arg(long, default_value_t = 0, hide_default_value = true, value_name = "N")]
    jobs: usize,
    /// Print errors, diffs and formatted standard input only.
    #[arg(long, short)]
    quiet: bool,
}

impl Options {
    fn changes_files(&self) -> bool {
        !self.check && !self.diff
    }
}

/// What came of a file.
struct FormattedFile {
    /// What is printed of it: its diff, or the formatted text of standard input.
    shown: String,
    is_changed: bool,
}

pub(super) fn run(options: &Options) -> anyhow::Result<Status> {
    barrier::install();
    let patterns = options.origin.patterns()?;
    let mut found = files::find(&options.paths, options.stdin_filename.as_deref(), patterns.as_ref());
    let configurations = Configurations::new(Checks::default(), &options.origin, &found)?;
    if !options.quiet {
        found.report_templates();
        found.report_links();
    }
    if options.changes_files() {
        temporary_file::remove_leftovers(&found.leftovers);
    }
    let mut failures = std::mem::take(&mut found.failures);
    // What is not written through is not looked at either.
    let inputs: Vec<_> = found.inputs.into_iter().filter(|it| !matches!(it, Input::Link(_))).collect();
    let is_filter = options.changes_files() && inputs.iter().any(|it| matches!(it, Input::Stdin(_)));
    let screen = Screen::of(io::stdout().is_terminal());
    let mut out = BufWriter::new(io::stdout().lock());
    let (mut changed, mut unchanged) = (0, 0);
    let formatted = batch::in_order(
        &inputs,
        options.jobs,
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
                let verb = if options.check { "would format" } else { "formatted" };
                writeln!(out, "{verb} {}", printable::line(&input.name())).map_err(unwritable)?;
            }
            Ok(())
        },
    );
    let summary = summary(options, changed, unchanged);
    let written = formatted.and_then(|()| {
        if !options.quiet && !options.diff && !is_filter && failures.is_empty() {
            writeln!(out, "{summary}").map_err(unwritable)?;
        }
        out.flush().map_err(unwritable)
    });
    for failure in &failures {
        complain(failure);
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
fn summary(options: &Options, changed: usize, unchanged: usize) -> String {
    let files = |count: usize| if count == 1 { "1 file".to_owned() } else { format!("{count} files") };
    let formatted = if options.check { "would be formatted" } else { "formatted" };
    match (changed, unchanged) {
        (0, 0) => "no files".to_owned(),
        (0, count) => format!("{} unchanged", files(count)),
        (count, 0) => format!("{} {formatted}", files(count)),
        (count, rest) => format!("{} {formatted}, {rest} unchanged", files(count)),
    }
}

fn outcome(
    input: &Input,
    options: &Options,
    configurations: &Configurations,
    screen: Screen,
) -> Result<FormattedFile, String> {
    let Source { text, encoding, stamp } = input.read_source()?;
    let name = input.name();
    if let Some(refusal) = encoding.refusal() {
        return Err(format!("cannot format {name}: {refusal}"));
    }
    let format_options = configurations.format(input, options.origin.isolated);
    let formatted = barrier::guarded(|| {
        let document = Document::with_context(Text::new(&text), configurations.context(input));
        edited(&text, &format(&document, &format_options))
    });
    let formatted = formatted.map_err(|panic| format!("cannot format {name}: {panic}"))?;
    let is_changed = formatted != text;
    let shown = match input {
        _ if options.diff => diff::unified(&name, &text, &formatted, screen),
        Input::Stdin(_) if options.changes_files() => formatted,
        Input::File(path) if options.changes_files() && is_changed => {
            replace(path, &formatted, stamp).map_err(|reason| format!("cannot format {name}: {reason}"))?;
            String::new()
        }
        Input::Stdin(_) | Input::File(_) | Input::Link(_) => String::new(),
    };
    Ok(FormattedFile { shown, is_changed })
}
