//! `dockwright stats`: statistics about a tree of files, and the time that analysing them takes.

use std::{
    collections::BTreeMap,
    io::{self, Write},
    path::{Path, PathBuf},
    time::{Duration, Instant},
};

use dockwright_analysis::{
    document::{Document, DocumentContext},
    problem::Phase,
    spec::Engine,
};
use dockwright_lint::{build_report::report, diagnostics::diagnostics};
use dockwright_syntax::{SyntaxTree, Text};
use dockwright_texts::{Language, Message, cli::errors};

use super::{Status, barrier, batch, complain, files, files::Input, unwritable};
use crate::language::Locale;

#[derive(Debug, clap::Args)]
pub(super) struct Options {
    #[arg(value_name = "PATH")]
    paths: Vec<PathBuf>,
    #[command(flatten)]
    jobs: batch::Jobs,
    #[command(flatten)]
    pub(super) locale: Locale,
}

/// The statistics of a file, or the sum of several.
#[derive(Debug, Default)]
struct Figures {
    files: usize,
    bytes: usize,
    lines: usize,
    /// Files that Docker rejects.
    rejected: usize,
    syntax_errors: usize,
    /// Files whose tree contains a node that no rule of the grammar produces.
    unexplained: usize,
    rules: BTreeMap<&'static str, usize>,
    parse: Duration,
    analysis: Duration,
}

/// Why there are no statistics for a file.
#[derive(Debug)]
enum Failure {
    Unreadable(Message),
    Panic(Message),
}

pub(super) fn run(options: &Options, language: Language) -> anyhow::Result<Status> {
    barrier::install();
    let started = Instant::now();
    let files::Selected { inputs, mut failures, .. } = files::find(&options.paths, None, None);
    let mut total = Figures::default();
    let mut panics = 0;
    batch::in_order(&inputs, options.jobs, language, measure, |_, result| {
        match result {
            Ok(figures) => total.add(figures),
            Err(Failure::Unreadable(message)) => failures.push(message),
            Err(Failure::Panic(message)) => {
                panics += 1;
                failures.push(message);
            }
        }
        Ok(())
    })?;
    let text = table(&total, panics, started.elapsed());
    let mut out = io::stdout().lock();
    let written = out.write_all(text.as_bytes()).and_then(|()| out.flush());
    for failure in &failures {
        complain(failure, language);
    }
    written.map_err(unwritable)?;
    Ok(if failures.is_empty() { Status::Fine } else { Status::Incomplete })
}

fn measure(input: &Input) -> Result<Figures, Failure> {
    let source = input.read().map_err(Failure::Unreadable)?;
    barrier::guarded(|| figures(&source, &input.name())).map_err(|panic| {
        Failure::Panic(errors::CannotAnalyse { file: input.name(), reason: panic }.message())
    })
}

fn figures(source: &str, name: &str) -> Figures {
    let text = Text::new(source);
    let begin = Instant::now();
    let tree = SyntaxTree::parse(&text);
    let parse = begin.elapsed();

    let begin = Instant::now();
    let file_name = Path::new(name).file_name().map(|name| name.to_string_lossy().into_owned());
    let mut context = DocumentContext { file_name, ..DocumentContext::default() };
    context.inputs.engine = context.file_name.as_deref().map(Engine::of_file_name).unwrap_or_default();
    let document = Document::with_context(text, context.into());
    let diagnostics = diagnostics(&document);
    let analysis = begin.elapsed();

    let report = report(&document);
    let mut rules = BTreeMap::new();
    for diagnostic in &diagnostics {
        *rules.entry(diagnostic.code).or_default() += 1;
    }
    Figures {
        files: 1,
        bytes: source.len(),
        lines: source.lines().count(),
        rejected: usize::from(!report.ok),
        syntax_errors: report.errors.iter().filter(|error| error.phase != Phase::Convert).count(),
        unexplained: usize::from(tree.root().has_error()),
        rules,
        parse,
        analysis,
    }
}

impl Figures {
    fn add(&mut self, other: Self) {
        self.files += other.files;
        self.bytes += other.bytes;
        self.lines += other.lines;
        self.rejected += other.rejected;
        self.syntax_errors += other.syntax_errors;
        self.unexplained += other.unexplained;
        self.parse += other.parse;
        self.analysis += other.analysis;
        for (rule, count) in other.rules {
            *self.rules.entry(rule).or_default() += count;
        }
    }
}

/// One `name: value` per line, so that scripts can read it too.
fn table(total: &Figures, panics: usize, elapsed: Duration) -> String {
    let speed = |time: Duration| {
        // Lossy above 2^53 bytes, far more than a run reads.
        #[expect(clippy::cast_precision_loss)]
        let megabytes = total.bytes as f64 / 1e6;
        if time.is_zero() { 0.0 } else { megabytes / time.as_secs_f64() }
    };
    let milliseconds = |time: Duration| time.as_secs_f64() * 1e3;
    let mut rows = vec![
        ("files".to_owned(), total.files.to_string()),
        ("bytes".to_owned(), total.bytes.to_string()),
        ("lines".to_owned(), total.lines.to_string()),
        ("files that Docker rejects".to_owned(), total.rejected.to_string()),
        ("syntax errors".to_owned(), total.syntax_errors.to_string()),
        ("trees with errors".to_owned(), total.unexplained.to_string()),
        ("findings".to_owned(), total.rules.values().sum::<usize>().to_string()),
    ];
    rows.extend(total.rules.iter().map(|(rule, count)| (format!("  {rule}"), count.to_string())));
    rows.extend([
        (
            "parse time".to_owned(),
            format!("{:.1} ms ({:.1} MB/s)", milliseconds(total.parse), speed(total.parse)),
        ),
        (
            "analysis time, parse included".to_owned(),
            format!("{:.1} ms ({:.1} MB/s)", milliseconds(total.analysis), speed(total.analysis)),
        ),
        ("elapsed".to_owned(), format!("{:.1} ms", milliseconds(elapsed))),
        ("panics caught".to_owned(), panics.to_string()),
    ]);
    let lines: Vec<_> = rows.iter().map(|(name, value)| format!("{name}: {value}\n")).collect();
    lines.concat()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn figures_add_up() {
        let mut total = Figures::default();
        for _ in 0..2 {
            total.add(Figures {
                files: 1,
                bytes: 10,
                rules: BTreeMap::from([("A", 2)]),
                ..Figures::default()
            });
        }
        let text = table(&total, 0, Duration::from_millis(3));
        for line in ["files: 2\n", "bytes: 20\n", "findings: 4\n", "  A: 4\n", "panics caught: 0\n"] {
            assert!(text.contains(line), "{text}");
        }
    }
}
