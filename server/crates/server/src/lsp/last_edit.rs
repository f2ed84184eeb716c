//! Where and when the user last typed in a document.
//!
//! On the line being typed, findings that only mean that something is unfinished are held back.
//! That ends when the user types elsewhere, saves, or pauses. Typing elsewhere makes a new version
//! of the document, which has its own last edit; saving and pausing are recorded here.

use std::{
    sync::atomic::{AtomicBool, Ordering},
    time::{Duration, Instant},
};

use dockwright_syntax::Edit;

/// If there is no change for this long, the user is waiting for the server.
const PAUSE: Duration = Duration::from_secs(2);
/// More cursors than this are not made by a user.
const MOST_CURSORS: usize = 16;
/// Users do not type at different places in succession faster than this.
const FAST: Duration = Duration::from_millis(500);
/// After this many fast changes at different places, they are assumed to come from a program, such
/// as a formatter or an editor's macro. Editors make fewer of them to complete the user's text.
const MANY_JUMPS: u8 = 5;
/// The counter stops here.
const MOST_JUMPS: u8 = 30;
/// The pairs that editors insert when their first character is typed. The cursor is then inside the
/// pair.
const PAIRS: [&str; 6] = ["\"\"", "''", "``", "[]", "{}", "()"];

/// The last edit of one version of a document.
#[derive(Debug, Default)]
pub(crate) struct LastEdit {
    /// The positions of the cursors after it.
    cursors: Vec<usize>,
    /// When it was made; `None` if there was no edit.
    time: Option<Instant>,
    /// When the user is assumed to have paused; `None` if the edit was not typed.
    pause: Option<Instant>,
    /// How many recent changes directly followed the previous one at a different place. A change that
    /// continues at the same place reduces the count.
    jumps: u8,
    is_saved: AtomicBool,
    holds_back: AtomicBool,
}

impl Clone for LastEdit {
    fn clone(&self) -> Self {
        Self {
            cursors: self.cursors.clone(),
            time: self.time,
            pause: self.pause,
            jumps: self.jumps,
            is_saved: AtomicBool::new(self.is_saved.load(Ordering::Relaxed)),
            holds_back: AtomicBool::new(self.holds_back.load(Ordering::Relaxed)),
        }
    }
}

impl LastEdit {
    /// The positions where the user is typing.
    pub(crate) fn cursors(&self) -> &[usize] {
        if self.is_typing() { &self.cursors } else { &[] }
    }

    /// Whether the user is still typing, as far as is known.
    pub(crate) fn is_typing(&self) -> bool {
        self.pause.is_some_and(|pause| Instant::now() < pause) && !self.is_saved.load(Ordering::Relaxed)
    }

    /// Records that findings are held back; returns the time until which they are.
    pub(crate) fn hold_back(&self) -> Option<Instant> {
        self.holds_back.store(true, Ordering::Relaxed);
        self.pause
    }

    /// The document was saved.
    pub(crate) fn save(&self) {
        self.is_saved.store(true, Ordering::Relaxed);
    }

    /// Returns whether the client lacks findings that were held back, and clears that state. The caller
    /// must then send them.
    pub(crate) fn take_held_back(&self) -> bool {
        self.holds_back.swap(false, Ordering::Relaxed)
    }
}

/// A change that consists of several edits, each applied to the result of the previous one.
#[derive(Debug)]
pub(crate) struct Typing<'a> {
    before: &'a LastEdit,
    cursors: Vec<usize>,
    /// The text inserted at all cursors.
    text: String,
    /// Whether it includes an edit that a user cannot type.
    is_foreign: bool,
    /// Whether it continues where the previous change ended.
    goes_on: bool,
}

impl<'a> Typing<'a> {
    /// A change after another one.
    pub(crate) fn after(before: &'a LastEdit) -> Self {
        Self { before, cursors: Vec::new(), text: String::new(), is_foreign: false, goes_on: false }
    }

    /// Adds the next edit, which inserts `new`.
    pub(crate) fn edit(&mut self, edit: &Edit, new: &str) {
        let touches = |cursor: &usize| (edit.start..=edit.old_end).contains(cursor);
        if self.cursors.is_empty() {
            self.goes_on = self.before.cursors.iter().any(touches);
            new.clone_into(&mut self.text);
        } else if !self.cursors.last().is_some_and(touches) {
            // All cursors insert the same text. Adjacent edits are keystrokes that the client sends together.
            self.is_foreign |= self.text != new;
        }
        self.cursors.retain(|cursor| !touches(cursor));
        for cursor in self.cursors.iter_mut().filter(|cursor| **cursor > edit.old_end) {
            *cursor = *cursor - edit.old_end + edit.new_end;
        }
        self.cursors.push(if PAIRS.contains(&new) { edit.start + 1 } else { edit.new_end });
    }

    /// The whole text was replaced.
    pub(crate) fn replace_all(&mut self) {
        self.cursors.clear();
        self.is_foreign = true;
    }

    /// The last edit, which the next change follows.
    pub(crate) fn finish(self) -> LastEdit {
        let (now, before) = (Instant::now(), self.before);
        let is_fast = before.time.is_some_and(|time| now.duration_since(time) < FAST);
        let jumps = match (is_fast, self.goes_on) {
            (false, _) => 0,
            (true, true) => before.jumps.saturating_sub(1),
            (true, false) => (before.jumps + 1).min(MOST_JUMPS),
        };
        let is_typed =
            !self.is_foreign && (1..=MOST_CURSORS).contains(&self.cursors.len()) && jumps < MANY_JUMPS;
        let pause = is_typed.then(|| now + pause());
        LastEdit { cursors: self.cursors, time: Some(now), pause, jumps, ..LastEdit::default() }
    }
}

/// Tests use a shorter pause.
fn pause() -> Duration {
    if cfg!(debug_assertions)
        && let Ok(milliseconds) = std::env::var("DOCKWRIGHT_TEST_TYPING_PAUSE")
        && let Ok(milliseconds) = milliseconds.parse()
    {
        return Duration::from_millis(milliseconds);
    }
    PAUSE
}

#[cfg(test)]
mod tests {
    use std::ops::Range;

    use dockwright_syntax::Text;

    use super::*;

    /// Applies a change to a text.
    fn change(text: &mut Text, before: &LastEdit, edits: &[(Range<usize>, &str)]) -> LastEdit {
        let mut typing = Typing::after(before);
        for (range, new) in edits {
            typing.edit(&text.replace(range.clone(), new), new);
        }
        typing.finish()
    }

    fn cursors(source: &str, edits: &[(Range<usize>, &str)]) -> Vec<usize> {
        change(&mut Text::new(source), &LastEdit::default(), edits).cursors().to_vec()
    }

    #[test]
    fn the_cursor_is_after_what_is_typed() {
        assert_eq!(cursors("FROM a", &[(6..6, "b")]), [7]);
        assert_eq!(cursors("FROM a", &[(4..6, "")]), [4]);
        assert_eq!(cursors("FROM a", &[(6..6, "\n  ")]), [9]);
        assert_eq!(cursors("CMD ", &[(4..4, "[]")]), [5]);
        // Keystrokes sent in one change.
        assert_eq!(cursors("", &[(0..0, "R"), (1..1, "U"), (2..2, "N"), (2..3, "")]), [2]);
        assert_eq!(cursors("CMD ", &[(4..4, "[]"), (5..5, "\"\""), (6..6, "a")]), [7]);
    }

    #[test]
    fn several_cursors_get_the_same_text() {
        assert_eq!(cursors("a\nb\n", &[(3..3, "x"), (1..1, "x")]), [5, 2]);
        assert_eq!(cursors("a\nb\n", &[(1..1, "x"), (4..4, "x")]), [2, 5]);
        assert_eq!(cursors("a\nb\n", &[(3..3, "xx"), (1..1, "y")]), [0; 0]);
        let many: Vec<_> = (0..17).map(|at| (2 * at + 1..2 * at + 1, "x")).collect();
        assert_eq!(cursors(&"\n".repeat(40), &many), [0; 0]);
    }

    #[test]
    fn a_program_that_edits_here_and_there_does_not_type() {
        let mut text = Text::new(&"\n".repeat(100));
        let mut last = LastEdit::default();
        let mut typed = Vec::new();
        for at in [10, 11, 50, 51, 20, 70, 30, 60, 80, 81, 20, 40, 41, 42, 43] {
            last = change(&mut text, &last, &[(at..at, "x")]);
            typed.push(last.is_typing());
        }
        let typed: String = typed.iter().map(|&is_typed| if is_typed { 't' } else { '-' }).collect();
        // The counter after each change: 001012345456543
        assert_eq!(typed, "tttttttt-t---tt");
    }

    #[test]
    fn a_text_that_is_replaced_is_not_typed() {
        let before = LastEdit::default();
        let mut typing = Typing::after(&before);
        typing.replace_all();
        assert!(!typing.finish().is_typing());
    }

    #[test]
    fn saving_ends_it() {
        let edit = change(&mut Text::new(""), &LastEdit::default(), &[(0..0, "F")]);
        assert!(edit.is_typing() && !edit.take_held_back());
        assert!(edit.hold_back().is_some());
        edit.save();
        assert!(!edit.is_typing() && edit.cursors().is_empty());
        assert!(edit.take_held_back() && !edit.take_held_back());
        assert!(!LastEdit::default().is_typing());
    }
}
