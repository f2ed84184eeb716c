//! Where and when the user last typed in a document.
//!
//! On the line being typed, findings that only say that something is not finished are held back. That ends when the
//! user types elsewhere, saves, or pauses. Typing elsewhere makes a new version of the document, which has its own last
//! edit; saving and pausing are recorded here.

use std::sync::atomic::{AtomicBool, Ordering};
use std::time::{Duration, Instant};

use dockwright_syntax::Edit;

/// After this long without a change, the user waits for the server and not the other way round.
const PAUSE: Duration = Duration::from_secs(2);
/// A change at more places than a user has cursors is not typed: it is a replacement, or a formatter's work.
const MOST_CURSORS: usize = 16;
/// What editors insert when the first character of a pair is typed. The cursor is between them.
const PAIRS: [&str; 6] = ["\"\"", "''", "``", "[]", "{}", "()"];

/// The last edit of one version of a document.
#[derive(Debug, Default)]
pub(crate) struct LastEdit {
    /// Where the cursors are after it; none if nothing was typed.
    cursors: Vec<usize>,
    /// When a pause follows it.
    pause: Option<Instant>,
    is_saved: AtomicBool,
    holds_back: AtomicBool,
}

impl LastEdit {
    /// The last edit where a client typed at these places.
    pub(crate) fn new(cursors: Cursors) -> Self {
        let cursors = cursors.0;
        let is_typed = !cursors.is_empty() && cursors.len() <= MOST_CURSORS;
        let pause = is_typed.then(|| Instant::now() + pause());
        Self { cursors: if is_typed { cursors } else { Vec::new() }, pause, ..Self::default() }
    }

    /// Where the user is typing.
    pub(crate) fn cursors(&self) -> &[usize] {
        if self.is_typing() { &self.cursors } else { &[] }
    }

    /// Whether the user is still typing, as far as is known.
    pub(crate) fn is_typing(&self) -> bool {
        self.pause.is_some_and(|pause| Instant::now() < pause) && !self.is_saved.load(Ordering::Relaxed)
    }

    /// Records that findings are held back; the result is until when.
    pub(crate) fn hold_back(&self) -> Option<Instant> {
        self.holds_back.store(true, Ordering::Relaxed);
        self.pause
    }

    /// The document was saved.
    pub(crate) fn save(&self) {
        self.is_saved.store(true, Ordering::Relaxed);
    }

    /// Whether the client lacks findings that were held back. The caller sees to it that it gets them.
    pub(crate) fn take_held_back(&self) -> bool {
        self.holds_back.swap(false, Ordering::Relaxed)
    }
}

/// The cursors as they move with the edits of one change.
#[derive(Debug, Default)]
pub(crate) struct Cursors(Vec<usize>);

impl Cursors {
    /// An edit that inserts `new`.
    pub(crate) fn edit(&mut self, edit: &Edit, new: &str) {
        for cursor in &mut self.0 {
            if *cursor >= edit.old_end {
                *cursor = *cursor - edit.old_end + edit.new_end;
            } else if *cursor > edit.start {
                *cursor = edit.new_end;
            }
        }
        self.0.push(if PAIRS.contains(&new) { edit.start + 1 } else { edit.new_end });
    }

    /// The text was replaced as a whole.
    pub(crate) fn clear(&mut self) {
        self.0.clear();
    }
}

/// Tests do not wait for seconds.
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
    use dockwright_syntax::Text;

    use super::*;

    fn cursors(source: &str, edits: &[(std::ops::Range<usize>, &str)]) -> Vec<usize> {
        let mut text = Text::new(source);
        let mut cursors = Cursors::default();
        for (range, new) in edits {
            cursors.edit(&text.replace(range.clone(), new), new);
        }
        LastEdit::new(cursors).cursors().to_vec()
    }

    #[test]
    fn cursors_follow_what_is_typed() {
        assert_eq!(cursors("FROM a", &[(6..6, "b")]), [7]);
        assert_eq!(cursors("FROM a", &[(4..6, "")]), [4]);
        assert_eq!(cursors("FROM a", &[(6..6, "\n  ")]), [9]);
        assert_eq!(cursors("CMD ", &[(4..4, "[]")]), [5]);
    }

    #[test]
    fn several_cursors_move_with_the_edits_before_them() {
        assert_eq!(cursors("a\nb\n", &[(3..3, "xx"), (1..1, "y")]), [6, 2]);
        assert_eq!(cursors("a\nb\n", &[(1..1, "y"), (4..4, "xx")]), [2, 6]);
        let many: Vec<_> = (0..17).map(|at| (at..at, "x")).collect();
        assert_eq!(cursors(&"\n".repeat(20), &many), [0; 0]);
    }

    #[test]
    fn saving_ends_it() {
        let mut cursors = Cursors::default();
        cursors.edit(&Text::new("").replace(0..0, "F"), "F");
        let edit = LastEdit::new(cursors);
        assert!(edit.is_typing() && !edit.take_held_back());
        assert!(edit.hold_back().is_some());
        edit.save();
        assert!(!edit.is_typing() && edit.cursors().is_empty());
        assert!(edit.take_held_back() && !edit.take_held_back());
        assert!(!LastEdit::default().is_typing());
    }
}
