//! `cd ..` goes to the wrong directory if the `cd` before it fails.
//!
//! # What it does
//! Reports `cd ..` after a `cd` that can fail unnoticed.
//!
//! # Why it matters
//! If the first `cd` fails, the shell stays where it is, and `cd ..` leaves that directory. The commands after it then
//! run in the wrong place. Use a subshell `( … )`: its `cd` has no effect on the commands after it.
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
//! Nothing is reported after `set -e`.
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
