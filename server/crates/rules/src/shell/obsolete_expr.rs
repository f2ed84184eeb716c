//! expr is not needed for calculations.
//!
//! # What it does
//! Reports `expr` for numbers, and its operators `length`, `substr`, `match` and `index`.
//!
//! # Why it matters
//! The shell calculates with `$((…))` itself, without another process. The operators are not in POSIX.
//!
//! # Example
//! ```dockerfile
//! FROM debian:13
//! RUN jobs=$(expr 2 + 2) && make "-j$jobs"
//! ```
//!
//! # Use instead
//! ```dockerfile
//! FROM debian:13
//! RUN jobs=$((2 + 2)) && make "-j$jobs"
//! ```
//!
//! # Limits
//! Comparisons of texts with `:`, `<` and `>` are not reported.
//!
//! # References
//! - <https://www.shellcheck.net/wiki/SC2003>
//! - <https://www.shellcheck.net/wiki/SC2308>

use dockwright_texts::rules::obsolete_expr as texts;

shell_rule! {
    codes: [2003, 2308],
    severity: Hint,
    findings: {
        2003 => |text| texts::finding_2003(text),
        2308 => |text| texts::finding_2308(text),
    },
}

shell_cases! {
    image: "debian:13",
    found: [("expr 1 + 2", "expr"), ("expr length a", "length")],
    quiet: ["expr a : b", "echo $((1 + 2))"],
}
