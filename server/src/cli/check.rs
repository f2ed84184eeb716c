//! `dockwright check`: the findings of files, and the exit code that a build can stop at.

use std::{
    collections::BTreeMap,
    io::{self, BufWriter, IsTerminal, Write},
    path::PathBuf,
};

use dockwright_ide::{Choice, Document, Selection, Severity, diagnostics_for};
use dockwright_syntax::Text;

use super::{
    Status, barrier, batch, complain,
    files::{self, Input},
    is_closed_pipe, is_coloured,
    output::{File, Format},
    unwritable,
};

#[derive(Debug, clap::Args)]
#[expect(clippy::struct_excessive_bools, reason = "each is a switch of the command line")]
pub(super) struct Options {
    /// Files, directories to search for Dockerfiles, or `-` for standard input [default: .]
    #[arg(value_name = "PATH")]
    paths: Vec<PathBuf>,
    /// How to print findings.
    #[arg(long, value_enum, default_value_t = Format::Text)]
    format: Format,
    /// The least severity that makes the exit code 1.
    #[arg(long, value_enum, default_value_t = FailOn::Warning, value_name = "SEVERITY")]
    fail_on: FailOn,
    /// Only findings of these rules, by name, alias or group (repeatable, comma lists).
    #[arg(long, value_delimiter = ',', value_name = "NAME")]
    select: Vec<String>,
    /// Also findings of these rules.
    #[arg(long, value_delimiter = ',', value_name = "NAME")]
    extend_select: Vec<String>,
    /// No findings of these rules.
    #[arg(long, value_delimiter = ',', value_name = "NAME")]
    ignore: Vec<String>,
    /// The set of rules to begin with.
    #[arg(long, value_enum, default_value_t = Preset::Default)]
    preset: Preset,
    /// Read no configuration files.
    #[arg(long)]
    isolated: bool,
    /// Do not look at the build context.
    #[arg(long)]
    no_context: bool,
    /// The name to report standard input under.
    #[arg(long, value_name = "FILE")]
    stdin_filename: Option<String>,
    /// How many files to analyse at a time; 0 is one per core.
    #[arg(long, default_value_t = 0, hide_default_value = true, value_name = "N")]
    jobs: usize,
    /// Print findings and errors only, no summary.
    #[arg(long, short)]
    quiet: bool,
    /// Print the number of findings of each rule after them (on standard error unless the format is text).
    #[arg(long)]
    statistics: bool,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, clap::ValueEnum)]
enum FailOn {
    Error,
    Warning,
    Info,
    Hint,
    Never,
}

impl FailOn {
    fn is_reached_by(self, severity: Severity) -> bool {
        match self {
            Self::Error => severity <= Severity::Error,
            Self::Warning => severity <= Severity::Warning,
            Self::Info => severity <= Severity::Info,
            Self::Hint => true,
            Self::Never => false,
        }
    }
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, clap::ValueEnum)]
enum Preset {
    Default,
    Buildkit,
    Hadolint,
    All,
}

impl From<Preset> for dockwright_ide::Preset {
    fn from(preset: Preset) -> Self {
        match preset {
            Preset::Default => Self::Default,
            Preset::Buildkit => Self::Buildkit,
            Preset::Hadolint => Self::Hadolint,
            Preset::All => Self::All,
        }
    }
}

/// What is left of a file once it is analysed.
#[derive(Debug, Default)]
struct Outcome {
    rendered: String,
    found: Vec<(&'static str, Severity)>,
}

/// What all files amount to.
#[derive(Debug, Default)]
struct Totals {
    files: usize,
    severities: BTreeMap<Severity, usize>,
    rules: BTreeMap<&'static str, usize>,
    is_failure: bool,
}

pub(super) fn run(options: &Options) -> anyhow::Result<Status> {
    barrier::install();
    let files::Inputs { inputs, mut failures } =
        files::find(&options.paths, options.stdin_filename.as_deref());
    let is_coloured = is_coloured(io::stdout().is_terminal());
    let choice = Choice {
        select: options.select.clone(),
        extend_select: options.extend_select.clone(),
        ignore: options.ignore.clone(),
    };
    let selection = Selection::new(options.preset.into(), &choice);
    let mut out = BufWriter::new(io::stdout().lock());
    let mut totals = Totals::default();

    let frame = options.format.frame();
    let mut separator = frame.before;
    let analysed = batch::in_order(
        &inputs,
        options.jobs,
        |input| analyse(input, &selection, options.format, is_coloured),
        |_, result| {
            match result {
                Err(message) => failures.push(message),
                Ok(outcome) => {
                    totals.add(&outcome, options.fail_on);
                    if !outcome.rendered.is_empty() {
                        write!(out, "{separator}{}", outcome.rendered).map_err(unwritable)?;
                        separator = frame.between;
                    }
                }
            }
            Ok(())
        },
    );
    let written = analysed.and_then(|()| {
        // Without findings, what stands before them is still to be written.
        let before = if totals.rules.is_empty() { frame.before } else { "" };
        write!(out, "{before}{}", frame.after)
            .and_then(|()| finish(&mut out, options, &totals, failures.is_empty()))
            .and_then(|()| out.flush())
            .map_err(unwritable)
    });
    for failure in &failures {
        complain(failure);
    }
    match written {
        // The reader has seen enough; what was found so far still counts.
        Err(error) if !is_closed_pipe(&error) => return Err(error),
        Ok(()) | Err(_) => {}
    }
    Ok(match (failures.is_empty(), totals.is_failure) {
        (false, _) => Status::Incomplete,
        (true, true) => Status::Findings,
        (true, false) => Status::Fine,
    })
}

fn analyse(
    input: &Input,
    selection: &Selection,
    format: Format,
    is_coloured: bool,
) -> Result<Outcome, String> {
    let source = input.read()?;
    let name = input.name();
    let work = || {
        let document = Document::new(Text::new(&source));
        let diagnostics = diagnostics_for(&document, document.model(), selection);
        let file = File { name: &name, source: &source, diagnostics: &diagnostics, is_coloured };
        Outcome {
            rendered: format.render(&file),
            found: diagnostics.iter().map(|diagnostic| (diagnostic.code, diagnostic.severity)).collect(),
        }
    };
    barrier::guarded(work).map_err(|panic| format!("cannot analyse {name}: {panic}"))
}

impl Totals {
    fn add(&mut self, outcome: &Outcome, fail_on: FailOn) {
        self.files += 1;
        for &(rule, severity) in &outcome.found {
            *self.severities.entry(severity).or_default() += 1;
            *self.rules.entry(rule).or_default() += 1;
            self.is_failure |= fail_on.is_reached_by(severity);
        }
    }

    /// `2 errors, 1 warning in 3 files`.
    fn summary(&self) -> String {
        let words = |severity: Severity| match severity {
            Severity::Error => ("error", "errors"),
            Severity::Warning => ("warning", "warnings"),
            Severity::Info => ("info", "infos"),
            Severity::Hint => ("hint", "hints"),
        };
        let counts: Vec<_> =
            self.severities.iter().map(|(&severity, &count)| counted(count, words(severity))).collect();
        let found = if counts.is_empty() { "no findings".to_owned() } else { counts.join(", ") };
        format!("{found} in {}", counted(self.files, ("file", "files")))
    }

    /// The number of findings of each rule, most frequent first.
    fn statistics(&self) -> String {
        let mut rules: Vec<_> = self.rules.iter().collect();
        rules.sort_by_key(|&(rule, &count)| (std::cmp::Reverse(count), rule));
        let lines: Vec<_> = rules.iter().map(|(rule, count)| format!("{count:>7}  {rule}\n")).collect();
        lines.concat()
    }
}

/// What follows the findings: statistics and, for people, the summary.
fn finish(out: &mut impl Write, options: &Options, totals: &Totals, is_complete: bool) -> io::Result<()> {
    let is_text = options.format == Format::Text;
    if options.statistics && is_text {
        out.write_all(totals.statistics().as_bytes())?;
    } else if options.statistics {
        let _ = io::stderr().write_all(totals.statistics().as_bytes());
    }
    if totals.files == 0 && is_complete && !options.quiet {
        complain("no Dockerfiles found");
    } else if totals.files > 0 && is_text && !options.quiet {
        writeln!(out, "{}", totals.summary())?;
    }
    Ok(())
}

fn counted(count: usize, (one, many): (&str, &str)) -> String {
    format!("{count} {}", if count == 1 { one } else { many })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn failure_levels() {
        assert!(FailOn::Warning.is_reached_by(Severity::Error));
        assert!(FailOn::Warning.is_reached_by(Severity::Warning));
        assert!(!FailOn::Warning.is_reached_by(Severity::Info));
        assert!(FailOn::Hint.is_reached_by(Severity::Hint));
        assert!(!FailOn::Never.is_reached_by(Severity::Error));
    }

    #[test]
    fn summary_counts_by_severity() {
        let mut totals = Totals::default();
        totals.add(&Outcome::default(), FailOn::Error);
        assert_eq!(totals.summary(), "no findings in 1 file");
        let found = vec![("B", Severity::Warning), ("A", Severity::Error), ("A", Severity::Error)];
        totals.add(&Outcome { rendered: String::new(), found }, FailOn::Error);
        assert_eq!(totals.summary(), "2 errors, 1 warning in 2 files");
        assert_eq!(totals.statistics(), "      2  A\n      1  B\n");
        assert!(totals.is_failure);
    }
}
