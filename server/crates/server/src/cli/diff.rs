//! Unified diffs that `git apply` and `patch -p1` accept.

use std::{
    fmt::Write as _,
    ops::Range,
    time::{Duration, Instant},
};

use anstyle::{AnsiColor, Style};
use similar::{Algorithm, DiffTag, capture_diff_slices_deadline, group_diff_ops};

use super::printable::{self, Screen};

/// The number of equal lines shown around a change.
const CONTEXT: usize = 3;
/// After this time, the rest is shown as one replacement: comparing texts with little in common
/// takes quadratic time, and a minimal diff of those is of no use.
const PATIENCE: Duration = Duration::from_secs(2);

const NAME: Style = Style::new().bold();
const HEAD: Style = AnsiColor::Cyan.on_default();
const REMOVED: Style = AnsiColor::Red.on_default();
const INSERTED: Style = AnsiColor::Green.on_default();

/// The diff between two versions of a file; empty if they are equal.
pub(super) fn unified(name: &str, before: &str, after: &str, screen: Screen) -> String {
    let (old, new): (Vec<_>, Vec<_>) =
        (before.split_inclusive('\n').collect(), after.split_inclusive('\n').collect());
    let deadline = Instant::now().checked_add(PATIENCE);
    let hunks = group_diff_ops(capture_diff_slices_deadline(Algorithm::Myers, &old, &new, deadline), CONTEXT);
    let mut out = String::new();
    for hunk in &hunks {
        let (Some(first), Some(last)) = (hunk.first(), hunk.last()) else { continue };
        if out.is_empty() {
            let name = printable::line(name);
            // Absolute names have no prefix that `-p1` could strip.
            let (a, b) = if name.starts_with('/') { ("", "") } else { ("a/", "b/") };
            let _ = writeln!(out, "{}", screen.paint(NAME, &format!("--- {a}{name}")));
            let _ = writeln!(out, "{}", screen.paint(NAME, &format!("+++ {b}{name}")));
        }
        let removed = place(&(first.old_range().start..last.old_range().end));
        let inserted = place(&(first.new_range().start..last.new_range().end));
        let _ = writeln!(out, "{}", screen.paint(HEAD, &format!("@@ -{removed} +{inserted} @@")));
        for change in hunk {
            let is_kept = change.tag() == DiffTag::Equal;
            let (sign, style) = if is_kept { (' ', Style::new()) } else { ('-', REMOVED) };
            for line in &old[change.old_range()] {
                push(&mut out, sign, line, style, screen);
            }
            for line in new[change.new_range()].iter().filter(|_| !is_kept) {
                push(&mut out, '+', line, INSERTED, screen);
            }
        }
    }
    out
}

/// A line range in the format of hunk headers.
fn place(lines: &Range<usize>) -> String {
    match lines.len() {
        0 => format!("{},0", lines.start),
        1 => (lines.start + 1).to_string(),
        count => format!("{},{count}", lines.start + 1),
    }
}

fn push(out: &mut String, sign: char, line: &str, style: Style, screen: Screen) {
    let text = format!("{sign}{}", screen.lines(line.strip_suffix('\n').unwrap_or(line)));
    out.push_str(&screen.paint(style, &text));
    out.push_str(if line.ends_with('\n') { "\n" } else { "\n\\ No newline at end of file\n" });
}

#[cfg(test)]
mod tests {
    use super::*;

    #[track_caller]
    fn check(before: &str, after: &str, expected: &str) {
        assert_eq!(unified("web/Dockerfile", before, after, Screen::default()), expected);
    }

    #[test]
    fn changes_stand_between_their_neighbours() {
        check("a\n", "a\n", "");
        check(
            "1\n2\n3\n4\n5\n6\n7\n8\n",
            "1\n2\n3\n4\nfive\n6\n7\n8\n",
            "--- a/web/Dockerfile\n+++ b/web/Dockerfile\n@@ -2,7 +2,7 @@\n 2\n 3\n 4\n-5\n+five\n 6\n 7\n 8\n",
        );
        check("", "a\n", "--- a/web/Dockerfile\n+++ b/web/Dockerfile\n@@ -0,0 +1 @@\n+a\n");
        check(
            "a\nb",
            "b\n",
            "--- a/web/Dockerfile\n+++ b/web/Dockerfile\n@@ -1,2 +1 @@\n-a\n-b\n\\ No newline at end of file\n+b\n",
        );
    }

    #[test]
    fn distant_changes_are_apart() {
        let lines: Vec<_> = (0..30).map(|n| format!("{n}\n")).collect();
        let before = lines.concat();
        let after = before.replace("\n3\n", "\nx\n").replace("\n9\n", "\ny\n").replace("\n25\n", "\n");
        let diff = unified("f", &before, &after, Screen::default());
        let heads: Vec<_> = diff.lines().filter(|line| line.starts_with("@@")).collect();
        assert_eq!(heads, ["@@ -1,13 +1,13 @@", "@@ -23,7 +23,6 @@"]);
    }

    /// A diff turns the first text into the second, whatever they are, and lists deletions before
    /// insertions.
    #[test]
    fn diffs_are_right() {
        let lines = ["a\n", "b\n", "c\n"];
        let text = |mut seed: usize, length: usize| -> String {
            let mut text = String::new();
            for _ in 0..length {
                text.push_str(lines[seed % 3]);
                seed /= 3;
            }
            text
        };
        for seed in 0..3_usize.pow(7) {
            let (old, new) = (text(seed, 3 + seed % 3), text(seed / 9 + seed % 17, 2 + seed % 4));
            let diff = unified("f", &old, &new, Screen::default());
            // Such short texts produce a single hunk without equal lines at its start and end.
            let body: Vec<_> = diff.lines().skip(3).collect();
            let side = |sign: char| -> String {
                let of_side = body.iter().filter(|line| line.starts_with([' ', sign]));
                of_side.flat_map(|line| [&line[1..], "\n"]).collect()
            };
            let (before, after) = (side('-'), side('+'));
            let at = old.find(&before).unwrap();
            let is_there = |at: usize| {
                let rest = old.get(at..).and_then(|rest| rest.strip_prefix(before.as_str()));
                rest.is_some_and(|rest| format!("{}{after}{rest}", &old[..at]) == new)
            };
            assert!(old == new && diff.is_empty() || (at..old.len()).any(is_there), "{old:?} {new:?} {diff}");
            assert!(!diff.contains("\n+a\n-") && !diff.contains("\n+b\n-"), "{diff}");
        }
    }

    /// Lines in a different order have no short diff.
    #[test]
    fn texts_with_little_in_common_end_as_a_replacement() {
        let text =
            |step: u64| (0..60_000).map(|n| format!("{}\n", n * step % 60_013)).collect::<Vec<_>>().concat();
        let diff = unified("f", &text(7_919), &text(104_729), Screen::default());
        let count = |sign: char| diff.lines().skip(2).filter(|line| line.starts_with(sign)).count();
        let kept = diff.lines().filter(|line| line.starts_with(' ')).count();
        assert!(count('-') > 0 && count('-') == count('+'), "{kept} lines are kept");
    }

    #[test]
    fn colours() {
        assert_eq!(
            unified("f", "a\n", "b\x1b\n", Screen { is_terminal: true, is_coloured: true }),
            "\x1b[1m--- a/f\x1b[0m\n\x1b[1m+++ b/f\x1b[0m\n\x1b[36m@@ -1 +1 @@\x1b[0m\n\x1b[31m-a\x1b[0m\n\x1b[32m+b\\u{1b}\x1b[0m\n"
        );
    }
}
