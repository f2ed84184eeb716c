//! The signals of Linux.
//!
//! Source: `signal.ParseSignal` of moby/sys on Linux.

/// Their names without `SIG`, and their numbers.
pub const SIGNALS: [(&str, u8); 36] = [
    ("ABRT", 6),
    ("ALRM", 14),
    ("BUS", 7),
    ("CHLD", 17),
    ("CLD", 17),
    ("CONT", 18),
    ("FPE", 8),
    ("HUP", 1),
    ("ILL", 4),
    ("INT", 2),
    ("IO", 29),
    ("IOT", 6),
    ("KILL", 9),
    ("PIPE", 13),
    ("POLL", 29),
    ("PROF", 27),
    ("PWR", 30),
    ("QUIT", 3),
    ("SEGV", 11),
    ("STKFLT", 16),
    ("STOP", 19),
    ("SYS", 31),
    ("TERM", 15),
    ("TRAP", 5),
    ("TSTP", 20),
    ("TTIN", 21),
    ("TTOU", 22),
    ("URG", 23),
    ("USR1", 10),
    ("USR2", 12),
    ("VTALRM", 26),
    ("WINCH", 28),
    ("XCPU", 24),
    ("XFSZ", 25),
    ("RTMIN", RTMIN),
    ("RTMAX", RTMAX),
];

const RTMIN: u8 = 34;
const RTMAX: u8 = 64;

/// The number of a signal given by name, with or without `SIG`, in any letter case.
pub fn signal_number(name: &str) -> Option<u8> {
    let name = name.to_uppercase();
    let name = name.strip_prefix("SIG").unwrap_or(&name);
    let offset = |rest: &str, limit: u8| {
        let is_number = !rest.starts_with('0') && rest.bytes().all(|b| b.is_ascii_digit());
        rest.parse().ok().filter(|n: &u8| is_number && (1..=limit).contains(n))
    };
    if let Some((_, number)) = SIGNALS.iter().find(|(known, _)| *known == name) {
        return Some(*number);
    }
    let above = name.strip_prefix("RTMIN+").and_then(|rest| offset(rest, 15)).map(|above| RTMIN + above);
    let below = || name.strip_prefix("RTMAX-").and_then(|rest| offset(rest, 14)).map(|below| RTMAX - below);
    above.or_else(below)
}

/// The usual name of a signal, with `SIG`; unnamed real-time signals are numbered from `SIGRTMIN`.
pub fn signal_name(number: u8) -> Option<String> {
    // If a signal has two names, the first is the usual one.
    if let Some((name, _)) = SIGNALS.iter().find(|(_, known)| *known == number) {
        return Some(format!("SIG{name}"));
    }
    match number {
        RTMIN..=49 => Some(format!("SIGRTMIN+{}", number - RTMIN)),
        50..RTMAX => Some(format!("SIGRTMAX-{}", RTMAX - number)),
        _ => None,
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use dockwright_texts::Topic;

    #[test]
    fn rows_and_texts_are_the_same() {
        let ids: Vec<_> = Topic::Signals.ids().collect();
        for (name, number) in SIGNALS {
            let usual = signal_name(number).unwrap();
            let is_real_time = number >= RTMIN;
            assert!(is_real_time || ids.contains(&usual.as_str()), "{name}: {usual}");
        }
        for id in ids {
            let number = signal_number(id).unwrap();
            assert_eq!(signal_name(number).as_deref(), Some(id));
        }
    }

    #[test]
    fn numbers_and_names() {
        assert_eq!(signal_number("sigrtmin+3"), Some(37));
        assert_eq!(signal_number("RTMAX-14"), Some(50));
        assert_eq!(signal_number("poll"), Some(29));
        assert_eq!(signal_number("SIGSIGTERM"), None);
        assert_eq!(signal_name(37).as_deref(), Some("SIGRTMIN+3"));
        assert_eq!(signal_name(63).as_deref(), Some("SIGRTMAX-1"));
        assert_eq!(signal_name(33), None);
    }
}
