//! Parses the argument of STOPSIGNAL.
//!
//! Source: `signal.ParseSignal` of moby/sys on Linux.

use crate::spec::signals::{SIGNALS, signal_number};

/// Whether Docker accepts a signal: a number other than 0, or a name with or without `SIG`.
pub fn is_signal(text: &str) -> bool {
    match text.parse::<i64>() {
        Ok(number) => number != 0,
        Err(_) => signal_number(text).is_some(),
    }
}

/// The names, without `SIG`.
pub(in crate::model) fn names() -> impl Iterator<Item = &'static str> {
    SIGNALS.iter().map(|(name, _)| *name)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn numbers_and_names() {
        for good in ["9", "-1", "SIGTERM", "term", "sigkill", "RTMIN+3", "SIGRTMAX-14", "+15"] {
            assert!(is_signal(good), "{good}");
        }
        for bad in ["", "0", "SIGFOO", "RTMIN+16", "RTMIN+03", "SIGSIGTERM", "SIGTERM SIGINT"] {
            assert!(!is_signal(bad), "{bad}");
        }
    }
}
