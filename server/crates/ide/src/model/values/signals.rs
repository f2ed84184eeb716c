//! The argument of STOPSIGNAL.
//!
//! Source: `signal.ParseSignal` of moby/sys on Linux, language.md 3.7 and 9.2.

const SIGNALS: [&str; 36] = [
    "ABRT", "ALRM", "BUS", "CHLD", "CLD", "CONT", "FPE", "HUP", "ILL", "INT", "IO", "IOT", "KILL", "PIPE",
    "POLL", "PROF", "PWR", "QUIT", "SEGV", "STKFLT", "STOP", "SYS", "TERM", "TRAP", "TSTP", "TTIN", "TTOU",
    "URG", "USR1", "USR2", "VTALRM", "WINCH", "XCPU", "XFSZ", "RTMIN", "RTMAX",
];

/// Whether Docker knows a signal: a number other than 0, or a name with or without `SIG`.
pub(in crate::model) fn is_signal(text: &str) -> bool {
    if let Ok(number) = text.parse::<i64>() {
        return number != 0;
    }
    let name = text.to_uppercase();
    let name = name.strip_prefix("SIG").unwrap_or(&name);
    let is_offset = |rest: &str, limit: u32| {
        !rest.starts_with('0')
            && rest.bytes().all(|b| b.is_ascii_digit())
            && rest.parse().is_ok_and(|n: u32| (1..=limit).contains(&n))
    };
    SIGNALS.contains(&name)
        || name.strip_prefix("RTMIN+").is_some_and(|rest| is_offset(rest, 15))
        || name.strip_prefix("RTMAX-").is_some_and(|rest| is_offset(rest, 14))
}

/// The names, without `SIG`.
pub(in crate::model) fn names() -> impl Iterator<Item = &'static str> {
    SIGNALS.into_iter()
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
