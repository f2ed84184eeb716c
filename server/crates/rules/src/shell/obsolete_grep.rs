//! egrep and fgrep are obsolete.
//!
//! # What it does
//! Reports `egrep` and `fgrep`.
//!
//! # Why it matters
//! GNU grep 3.8 and later print a warning for each call. Use `grep -E` and `grep -F`, which do the same.
//!
//! # Example
//! ```dockerfile
//! FROM debian:13
//! RUN egrep 'a|b' /etc/passwd
//! ```
//!
//! # Use instead
//! ```dockerfile
//! FROM debian:13
//! RUN grep -E 'a|b' /etc/passwd
//! ```
//!
//! # Limits
//! A path such as `/bin/egrep` is reported, but there is no fix.
//!
//! # References
//! - <https://www.shellcheck.net/wiki/SC2196>
//! - <https://www.shellcheck.net/wiki/SC2197>

use dockwright_texts::rules::obsolete_grep as texts;

shell_rule! {
    codes: [2196, 2197],
    severity: Hint,
    findings: {
        2196 => |text| texts::finding_2196(text),
        2197 => |text| texts::finding_2197(text),
    },
    safe_fix: &texts::FIX,
}

shell_cases! {
    image: "debian:13",
    found: [("egrep a b", "egrep"), ("fgrep a b", "fgrep")],
    quiet: ["grep -E a b"],
}
