//! The panic barrier around the analysis of one file.
//!
//! A panic is a bug of ours; it must cost one file and not the run. The hook keeps the place and
//! the message for the error line, and leaves panics outside the barrier to the usual report.

use std::{
    cell::{Cell, RefCell},
    panic::{self, AssertUnwindSafe},
};

thread_local! {
    static GUARDED: Cell<bool> = const { Cell::new(false) };
    static CAUGHT: RefCell<String> = const { RefCell::new(String::new()) };
}

/// Makes panics inside [`guarded`] silent; to be called once.
pub(super) fn install() {
    let usual = panic::take_hook();
    panic::set_hook(Box::new(move |info| {
        if !GUARDED.get() {
            return usual(info);
        }
        let place = info.location().map(|at| format!(" at {}:{}", at.file(), at.line())).unwrap_or_default();
        let payload = info.payload();
        let text =
            payload.downcast_ref::<&str>().copied().or(payload.downcast_ref::<String>().map(String::as_str));
        let text = text.unwrap_or("no message");
        // One line on standard error, whatever the message holds.
        CAUGHT.set(format!("internal error{place}: {}", text.replace('\n', " ")));
    }));
}

/// The result of `work`, or what its panic said.
pub(super) fn guarded<T>(work: impl FnOnce() -> T) -> Result<T, String> {
    GUARDED.set(true);
    // Nothing of the analysis outlives the call but the parser, which starts every text anew.
    let result = panic::catch_unwind(AssertUnwindSafe(work));
    GUARDED.set(false);
    result.map_err(|_| {
        let caught = CAUGHT.take();
        if caught.is_empty() { "internal error".to_owned() } else { caught }
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_panic_is_a_message_and_the_next_file_goes_on() {
        install();
        let message = guarded(|| panic!("broken\ninvariant")).unwrap_err();
        assert!(message.starts_with("internal error at "), "{message}");
        assert!(message.contains("barrier.rs:") && message.ends_with(": broken invariant"), "{message}");
        assert_eq!(guarded(|| 1), Ok(1));
    }
}
