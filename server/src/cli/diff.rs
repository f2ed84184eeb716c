//! Unified diffs, as `git apply` and `patch -p1` take them.
//!
//! The shortest edit script between two lists of lines, by Myers' greedy algorithm. Texts without much in common are
//! shown as one replacement: nobody reads the shortest way between them, and looking for it takes quadratic time.

use std::fmt::Write as _;

use super::printable::{self, Screen};

/// Equal lines shown around a change.
const CONTEXT: usize = 3;
/// A script of more steps than this is not looked for.
const MAX_STEPS: usize = 2_000;

/// A line of one text or of both.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Step {
    Keep,
    Remove,
    Insert,
}

/// The difference between two texts of a file; empty where there is none.
pub(super) fn unified(name: &str, before: &str, after: &str, screen: Screen) -> String {
    let (old, new): (Vec<_>, Vec<_>) =
        (before.split_inclusive('\n').collect(), after.split_inclusive('\n').collect());
    let steps = script(&old, &new);
    let mut out = String::new();
    let name = printable::line(name);
    let paint = |line: &str, colour: &str| {
        if screen.is_coloured { format!("\x1b[{colour}m{line}\x1b[0m") } else { line.to_owned() }
    };
    let (mut at, mut place) = (0, (0, 0));
    while let Some(first) = steps[at..].iter().position(|&step| step != Step::Keep) {
        let start = (at + first).saturating_sub(CONTEXT).max(at);
        advance(&mut place, &steps[at..start]);
        let end = hunk_end(&steps, at + first);
        if out.is_empty() {
            // Absolute names have no folder to strip.
            let (a, b) = if name.starts_with('/') { ("", "") } else { ("a/", "b/") };
            let _ = writeln!(out, "{}", paint(&format!("--- {a}{name}"), "1"));
            let _ = writeln!(out, "{}", paint(&format!("+++ {b}{name}"), "1"));
        }
        let mut next = place;
        advance(&mut next, &steps[start..end]);
        let part = |start: usize, end: usize| match end - start {
            0 => format!("{start},0"),
            1 => (start + 1).to_string(),
            count => format!("{},{count}", start + 1),
        };
        let head = format!("@@ -{} +{} @@", part(place.0, next.0), part(place.1, next.1));
        let _ = writeln!(out, "{}", paint(&head, "36"));
        for &step in &steps[start..end] {
            let (sign, line, colour) = match step {
                Step::Keep => (' ', old[place.0], ""),
                Step::Remove => ('-', old[place.0], "31"),
                Step::Insert => ('+', new[place.1], "32"),
            };
            let text = format!("{sign}{}", screen.lines(line.strip_suffix('\n').unwrap_or(line)));
            out.push_str(&if colour.is_empty() { text } else { paint(&text, colour) });
            out.push_str(if line.ends_with('\n') { "\n" } else { "\n\\ No newline at end of file\n" });
            advance(&mut place, &[step]);
        }
        at = end;
    }
    out
}

fn advance((old, new): &mut (usize, usize), steps: &[Step]) {
    for step in steps {
        *old += usize::from(*step != Step::Insert);
        *new += usize::from(*step != Step::Remove);
    }
}

/// Where the hunk with the change at `at` ends: changes with little between them share one.
fn hunk_end(steps: &[Step], at: usize) -> usize {
    let (mut end, mut kept) = (at, 0);
    for (index, step) in steps.iter().enumerate().skip(at) {
        kept = if *step == Step::Keep { kept + 1 } else { 0 };
        if kept == 0 {
            end = index + 1;
        } else if kept > 2 * CONTEXT {
            break;
        }
    }
    (end + CONTEXT).min(steps.len())
}

fn script(old: &[&str], new: &[&str]) -> Vec<Step> {
    let head = old.iter().zip(new).take_while(|(a, b)| a == b).count();
    let (old, new) = (&old[head..], &new[head..]);
    let tail = old.iter().rev().zip(new.iter().rev()).take_while(|(a, b)| a == b).count();
    let (old, new) = (&old[..old.len() - tail], &new[..new.len() - tail]);
    let mut steps = vec![Step::Keep; head];
    if let Some(mut inner) = shortest(old, new) {
        // People expect what goes before what comes.
        for change in inner.chunk_by_mut(|a, b| *a != Step::Keep && *b != Step::Keep) {
            change.sort_by_key(|step| *step == Step::Insert);
        }
        steps.extend(inner);
    } else {
        steps.resize(steps.len() + old.len(), Step::Remove);
        steps.resize(steps.len() + new.len(), Step::Insert);
    }
    steps.resize(steps.len() + tail, Step::Keep);
    steps
}

/// Of all scripts with `steps` changes, the reach of the furthest on each diagonal; diagonals from `-steps`, two apart.
fn shortest(old: &[&str], new: &[&str]) -> Option<Vec<Step>> {
    let mut rounds: Vec<Vec<usize>> = Vec::new();
    for steps in 0..=MAX_STEPS.min(old.len() + new.len()) {
        let mut reached = Vec::with_capacity(steps + 1);
        for index in 0..=steps {
            let mut x = match rounds.last() {
                None => 0,
                Some(last) => {
                    let removed = index.checked_sub(1).map(|index| last[index] + 1);
                    let inserted = last.get(index).copied();
                    removed.max(inserted).unwrap_or_default()
                }
            };
            // The diagonal is x - y = 2 * index - steps; beyond either text there is nothing to compare.
            while let Some(y) = (x + steps).checked_sub(2 * index)
                && let (Some(a), Some(b)) = (old.get(x), new.get(y))
                && a == b
            {
                x += 1;
            }
            reached.push(x);
            if x >= old.len() && (x + steps).checked_sub(2 * index).is_some_and(|y| y >= new.len()) {
                rounds.push(reached);
                return Some(backwards(&rounds, index, old.len()));
            }
        }
        rounds.push(reached);
    }
    None
}

fn backwards(rounds: &[Vec<usize>], mut index: usize, mut x: usize) -> Vec<Step> {
    let mut steps = Vec::new();
    for round in (1..rounds.len()).rev() {
        let last = &rounds[round - 1];
        let removed = index.checked_sub(1).map(|index| last[index] + 1);
        let inserted = last.get(index).copied();
        let is_removal = removed >= inserted && removed.is_some();
        let start = removed.max(inserted).unwrap_or_default();
        steps.resize(steps.len() + x.saturating_sub(start), Step::Keep);
        steps.push(if is_removal { Step::Remove } else { Step::Insert });
        x = if is_removal { start - 1 } else { start };
        index -= usize::from(is_removal);
    }
    steps.resize(steps.len() + x, Step::Keep);
    steps.reverse();
    steps
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

    /// A script turns the one text into the other, whatever they are.
    #[test]
    fn scripts_are_right() {
        let lines = ["a", "b", "c"];
        let text = |mut seed: usize, length: usize| -> Vec<&str> {
            let mut text = Vec::new();
            for _ in 0..length {
                text.push(lines[seed % 3]);
                seed /= 3;
            }
            text
        };
        for seed in 0..3_usize.pow(7) {
            let (old, new) = (text(seed, 3 + seed % 3), text(seed / 9 + seed % 17, 2 + seed % 4));
            let (mut x, mut y) = (0, 0);
            for step in script(&old, &new) {
                match step {
                    Step::Keep => assert_eq!(old[x], new[y], "{old:?} {new:?}"),
                    Step::Remove | Step::Insert => {}
                }
                x += usize::from(step != Step::Insert);
                y += usize::from(step != Step::Remove);
            }
            assert_eq!((x, y), (old.len(), new.len()), "{old:?} {new:?}");
        }
    }

    #[test]
    fn colours() {
        assert_eq!(
            unified("f", "a\n", "b\x1b\n", Screen { is_terminal: true, is_coloured: true }),
            "\x1b[1m--- a/f\x1b[0m\n\x1b[1m+++ b/f\x1b[0m\n\x1b[36m@@ -1 +1 @@\x1b[0m\n\x1b[31m-a\x1b[0m\n\x1b[32m+b\\u{1b}\x1b[0m\n"
        );
    }
}
