//! The totals of a run over all its files: counts, the summary and the statistics.

use std::{
    collections::{BTreeMap, HashSet},
    io::{self, Write},
};

use dockwright_lint::{fix_all::Applied, rule::Severity};
use dockwright_texts::{
    Language, Message,
    cli::{check::no_dockerfiles, totals as texts},
};

use super::{
    Options,
    analysis::{CheckedFile, Mode},
};
use crate::cli::complain;

/// The totals of all files.
#[derive(Debug, Default)]
pub(super) struct Totals {
    pub(super) files: usize,
    severities: BTreeMap<Severity, usize>,
    rules: BTreeMap<&'static str, usize>,
    fixed: usize,
    fixable: (usize, usize),
    pub(super) is_failure: bool,
    /// The build arguments of the command line that at least one file uses.
    pub(super) used_args: HashSet<String>,
}

impl Totals {
    pub(super) fn add(&mut self, outcome: &CheckedFile) {
        self.files += 1;
        self.fixed += outcome.fixed;
        self.fixable.0 += outcome.fixable.0;
        self.fixable.1 += outcome.fixable.1;
        self.is_failure |= outcome.is_failure;
        self.used_args.extend(outcome.used_args.iter().cloned());
        for &(rule, severity) in &outcome.found {
            *self.severities.entry(severity).or_default() += 1;
            *self.rules.entry(rule).or_default() += 1;
        }
    }

    /// `2 errors, 1 warning in 3 files`.
    fn summary(&self, mode: Mode, language: Language) -> Message {
        let counts =
            self.severities.iter().map(|(&severity, &count)| counted(count, severity).text(language));
        let counts: Vec<_> = counts.collect();
        let found =
            if counts.is_empty() { texts::no_findings() } else { Message::verbatim(counts.join(", ")) };
        let files = if self.files == 1 { texts::one_file() } else { texts::files(self.files) };
        match (mode, self.fixable) {
            (Mode::Report, (0, 0)) => texts::Found { found, files }.message(),
            (Mode::Report, (safe @ 1.., 0)) => texts::FoundFixable { found, files, safe }.message(),
            (Mode::Report, (safe @ 1.., more)) => {
                texts::FoundFixableMore { found, files, safe, more }.message()
            }
            (Mode::Report, (0, others)) => texts::FoundFixableUnsafe { found, files, others }.message(),
            (Mode::Fix(Applied::Safe), (_, others @ 1..)) => {
                texts::FixedFixableUnsafe { fixed: self.fixed, found, files, others }.message()
            }
            (Mode::Fix(_), _) => texts::Fixed { fixed: self.fixed, found, files }.message(),
            (Mode::Diff(_), _) => texts::CouldBeFixed { fixed: self.fixed, found, files }.message(),
        }
    }

    /// The number of findings of each rule, most frequent first.
    fn statistics(&self) -> String {
        let mut rules: Vec<_> = self.rules.iter().collect();
        rules.sort_by_key(|&(rule, &count)| (std::cmp::Reverse(count), rule));
        let lines: Vec<_> = rules.iter().map(|(rule, count)| format!("{count:>7}  {rule}\n")).collect();
        lines.concat()
    }

    /// Writes the text after the findings: statistics and, for users, the summary. It goes to standard
    /// error if standard output is meant for programs: a report format, a diff, a fixed text.
    pub(super) fn finish(
        &self,
        out: &mut dyn Write,
        options: &Options,
        language: Language,
        is_for_people: bool,
        is_complete: bool,
    ) -> io::Result<()> {
        let mut text = if options.statistics { self.statistics() } else { String::new() };
        if self.files == 0 && is_complete && !options.quiet {
            complain(&no_dockerfiles(), language);
        } else if self.files > 0 && options.is_summed_up() && !options.quiet {
            self.summary(options.mode(), language).write(language, &mut text);
            text.push('\n');
        }
        if is_for_people {
            return out.write_all(text.as_bytes());
        }
        // Keeps the order if both streams go to the same terminal.
        out.flush()?;
        // If even this fails, there is no way to report it.
        let _ = io::stderr().write_all(text.as_bytes());
        Ok(())
    }
}

fn counted(count: usize, severity: Severity) -> Message {
    match (severity, count) {
        (Severity::Error, 1) => texts::one_error(),
        (Severity::Error, count) => texts::errors(count),
        (Severity::Warning, 1) => texts::one_warning(),
        (Severity::Warning, count) => texts::warnings(count),
        (Severity::Info, 1) => texts::one_info(),
        (Severity::Info, count) => texts::infos(count),
        (Severity::Hint, 1) => texts::one_hint(),
        (Severity::Hint, count) => texts::hints(count),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn summary_counts_by_severity() {
        let mut totals = Totals::default();
        totals.add(&CheckedFile::default());
        assert_eq!(totals.summary(Mode::Report, Language::English).to_string(), "no findings in 1 file");
        let found = vec![("B", Severity::Warning), ("A", Severity::Error), ("A", Severity::Error)];
        totals.add(&CheckedFile { found, fixed: 3, ..CheckedFile::default() });
        assert_eq!(
            totals.summary(Mode::Report, Language::English).to_string(),
            "2 errors, 1 warning in 2 files"
        );
        let fixed = totals.summary(Mode::Fix(Applied::Safe), Language::English).to_string();
        assert_eq!(fixed, "3 fixed; 2 errors, 1 warning in 2 files");
        totals.fixable = (2, 1);
        let report = totals.summary(Mode::Report, Language::English).to_string();
        assert!(report.ends_with("files, 2 fixable with `--fix` (1 more with `--unsafe-fixes`)"), "{report}");
        totals.fixable = (0, 1);
        assert!(
            totals
                .summary(Mode::Report, Language::English)
                .to_string()
                .ends_with(", 1 fixable with `--fix --unsafe-fixes`")
        );
        assert_eq!(totals.statistics(), "      2  A\n      1  B\n");
    }
}
