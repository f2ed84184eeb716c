//! Catches panics in the analysis of a file.
//!
//! A panic is a bug in Dockwright; it must affect one file and not the whole run. The hook records
//! the location and the message for the error line. Panics outside the barrier are reported as
//! usual.

use std::{
    cell::{Cell, RefCell},
    panic::{self, AssertUnwindSafe},
};

use dockwright_texts::{Message, cli::errors as texts};

thread_local! {
    static GUARDED: Cell<bool> = const { Cell::new(false) };
    static CAUGHT: RefCell<Option<Message>> = const { RefCell::new(None) };
}

/// Makes panics inside [`guarded`] silent; call it once.
pub(super) fn install() {
    let usual = panic::take_hook();
    panic::set_hook(Box::new(move |info| {
        if !GUARDED.get() {
            return usual(info);
        }
        let payload = info.payload();
        let text =
            payload.downcast_ref::<&str>().copied().or(payload.downcast_ref::<String>().map(String::as_str));
        // Keep to one line on standard error, whatever the message contains.
        let text = text.map_or_else(texts::no_message, |text| Message::verbatim(text.replace('\n', " ")));
        CAUGHT.set(Some(match info.location() {
            Some(at) => texts::InternalAt { file: at.file(), line: at.line(), text }.message(),
            None => texts::internal_with_text(text),
        }));
    }));
}

/// The result of `work`, or the message of its panic.
pub(super) fn guarded<T>(work: impl FnOnce() -> T) -> Result<T, Message> {
    GUARDED.set(true);
    // Of the analysis, only the parser outlives the call, and it starts from scratch for each text.
    let result = panic::catch_unwind(AssertUnwindSafe(work));
    GUARDED.set(false);
    result.map_err(|_| CAUGHT.take().unwrap_or_else(texts::internal))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_panic_is_a_message_and_the_next_file_goes_on() {
        install();
        let message = guarded(|| panic!("broken\ninvariant")).unwrap_err().to_string();
        assert!(message.starts_with("internal error at "), "{message}");
        assert!(message.contains("barrier.rs:") && message.ends_with(": broken invariant"), "{message}");
        assert_eq!(guarded(|| 1), Ok(1));
    }
}
