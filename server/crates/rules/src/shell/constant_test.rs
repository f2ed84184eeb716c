//! Result of the test is always the same.
//!
//! # What it does
//! Reports tests without any variable, such as `[ a = b ]`, `[ -n text ]` and `[ false ]`, and `[ -n $X ]` without quotes.
//!
//! # Why it matters
//! Usually a `$` is missing. `[ false ]` is true, because its text is not empty. If `X` is empty, `[ -n $X ]` becomes
//! `[ -n ]`, which is true as well.
//!
//! # Example
//! ```dockerfile
//! FROM debian:13
//! ARG MODE
//! RUN if [ MODE = debug ]; then make debug; fi
//! ```
//!
//! # Use instead
//! ```dockerfile
//! FROM debian:13
//! ARG MODE
//! RUN if [ "$MODE" = debug ]; then make debug; fi
//! ```
//!
//! # Limits
//! Only `[ … ]` and `[[ … ]]` are checked, not `test`.
//!
//! # References
//! - <https://www.shellcheck.net/wiki/SC2050>
//! - <https://www.shellcheck.net/wiki/SC2070>
//! - <https://www.shellcheck.net/wiki/SC2078>
//! - <https://www.shellcheck.net/wiki/SC2157>
//! - <https://www.shellcheck.net/wiki/SC2158>
//! - <https://www.shellcheck.net/wiki/SC2159>
//! - <https://www.shellcheck.net/wiki/SC2160>
//! - <https://www.shellcheck.net/wiki/SC2161>

use dockwright_texts::rules::constant_test as texts;

shell_rule! {
    codes: [2050, 2070, 2078, 2157, 2158, 2159, 2160, 2161],
    severity: Hint,
    findings: {
        2050 => |text| texts::finding_2050(text),
        2070 => |text| texts::finding_2070(text),
        2078 => |text| texts::finding_2078(text),
        2157 => |text| texts::finding_2078(text),
        2158 => |text| texts::finding_2078(text),
        2159 => |text| texts::finding_2078(text),
        2160 => |text| texts::finding_2078(text),
        2161 => |text| texts::finding_2078(text),
    },
}

shell_cases! {
    image: "debian:13",
    found: [("[ a = b ] || c", "="), ("[ -n a ] && b", "a"), ("[ false ] || a", "false"), ("[ -n $a ] || b", "$a")],
    quiet: ["[ \"$a\" = b ]", "[ -f a ]"],
}
