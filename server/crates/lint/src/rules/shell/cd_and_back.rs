//! Way back starts in the wrong directory if cd fails.
//!
//! # What it does
//! Reports `cd ..` after a `cd` whose failure nothing notices.
//!
//! # Why it matters
//! If the first `cd` fails, `cd ..` leaves the directory that it started in.
//!
//! # Example
//! ```dockerfile
//! FROM debian:13
//! RUN cd /src; make; cd ..; ls
//! ```
//!
//! # Use instead
//! ```dockerfile
//! FROM debian:13
//! RUN (cd /src && make); ls
//! ```
//!
//! # Limits
//! Nothing is reported under `set -e`.
//!
//! # References
//! - <https://www.shellcheck.net/wiki/SC2103>

use dockwright_texts::rules::cd_and_back as texts;

shell_rule! {
    codes: [2103],
    severity: Hint,
    finding: |text| texts::finding(text),
}

shell_cases! {
    image: "debian:13",
    found: [("cd a; b; cd ..", "cd ..")],
    quiet: ["cd a && b && cd ..", "(cd a && b)"],
}
