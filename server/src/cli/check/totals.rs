//! What all files of a run amount to: counts, the summary and the statistics.

use std::{
    collections::{BTreeMap, HashSet},
    io::{self, Write},
};

use dockwright_lint::{fix_all::Applied, rule::Severity};

use super::{
    Options,
    analysis::{CheckedFile, Mode},
};
use crate::cli::complain;

/// What all files amount to.
#[derive(Debug, Default)]
pub(super) struct Totals {
    pub(super) files: usize,
    severities: BTreeMap<Severity, usize>,
    rules: BTreeMap<&'static str, usize>,
    fixed: usize,
    fixable: (usize, usize),
    pub(super) is_failure: bool,
    /// The build arguments of the command line that some file uses.
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
    fn summary(&self, mode: Mode) -> String {
        let counts: Vec<_> =
            self.severities.iter().map(|(&severity, &count)| counted(count, severity.name())).collect();
        let found = if counts.is_empty() { "no findings".to_owned() } else { counts.join(", ") };
        let files = counted(self.files, "file");
        match mode {
            Mode::Report => format!("{found} in {files}{}", self.fixable(true)),
            Mode::Fix(applied) => {
                let fixable = if applied == Applied::Unsafe { String::new() } else { self.fixable(false) };
                format!("{} fixed; {found} in {files}{fixable}", self.fixed)
            }
            Mode::Diff(_) => format!("{} could be fixed; {found} in {files}", self.fixed),
        }
    }

    /// `, 2 fixable with `--fix` (1 more with `--unsafe-fixes`)`.
    fn fixable(&self, counts_safe: bool) -> String {
        match self.fixable {
            (safe @ 1.., 0) if counts_safe => format!(", {safe} fixable with `--fix`"),
            (safe @ 1.., more) if counts_safe => {
                format!(", {safe} fixable with `--fix` ({more} more with `--unsafe-fixes`)")
            }
            (_, 0) => String::new(),
            (_, others) => format!(", {others} fixable with `--fix --unsafe-fixes`"),
        }
    }

    /// The number of findings of each rule, most frequent first.
    fn statistics(&self) -> String {
        let mut rules: Vec<_> = self.rules.iter().collect();
        rules.sort_by_key(|&(rule, &count)| (std::cmp::Reverse(count), rule));
        let lines: Vec<_> = rules.iter().map(|(rule, count)| format!("{count:>7}  {rule}\n")).collect();
        lines.concat()
    }

    /// What follows the findings: statistics and, for people, the summary. It goes beside the output where that is
    /// for a program: a format, a diff, a fixed text.
    pub(super) fn finish(
        &self,
        out: &mut dyn Write,
        options: &Options,
        is_for_people: bool,
        is_complete: bool,
    ) -> io::Result<()> {
        let mut text = if options.statistics { self.statistics() } else { String::new() };
        if self.files == 0 && is_complete && !options.quiet {
            complain("no Dockerfiles found");
        } else if self.files > 0 && options.is_summed_up() && !options.quiet {
            text += &self.summary(options.mode());
            text.push('\n');
        }
        if is_for_people {
            return out.write_all(text.as_bytes());
        }
        // What is read beside it follows it.
        out.flush()?;
        // Nothing helps where even that fails.
        let _ = io::stderr().write_all(text.as_bytes());
        Ok(())
    }
}

fn counted(count: usize, noun: &str) -> String {
    format!("{count} {noun}{}", if count == 1 { "" } else { "s" })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn summary_counts_by_severity() {
        let mut totals = Totals::default();
        totals.add(&CheckedFile::default());
        assert_eq!(totals.summary(Mode::Report), "no findings in 1 file");
        let found = vec![("B", Severity::Warning), ("A", Severity::Error), ("A", Severity::Error)];
        totals.add(&CheckedFile { found, fixed: 3, ..CheckedFile::default() });
        assert_eq!(totals.summary(Mode::Report), "2 errors, 1 warning in 2 files");
        let fixed = totals.summary(Mode::Fix(Applied::Safe));
        assert_eq!(fixed, "3 fixed; 2 errors, 1 warning in 2 files");
        totals.fixable = (2, 1);
        let report = totals.summary(Mode::Report);
        assert!(report.ends_with("files, 2 fixable with `--fix` (1 more with `--unsafe-fixes`)"), "{report}");
        totals.fixable = (0, 1);
        assert!(totals.summary(Mode::Report).ends_with(", 1 fixable with `--fix --unsafe-fixes`"));
        assert_eq!(totals.statistics(), "      2  A\n      1  B\n");
    }
}
