//! Shell can replace text without sed.
//!
//! # What it does
//! Reports `echo "$X" | sed s/a/b/` if bash runs the instruction.
//!
//! # Why it matters
//! bash replaces text itself with `${X//a/b}`, without two processes.
//!
//! # Example
//! ```dockerfile
//! FROM fedora:43
//! SHELL ["/bin/bash", "-c"]
//! RUN x=$(echo "$HOME" | sed s/root/app/) && make "$x"
//! ```
//!
//! # Use instead
//! ```dockerfile
//! FROM fedora:43
//! SHELL ["/bin/bash", "-c"]
//! RUN x=${HOME/root/app} && make "$x"
//! ```
//!
//! # Limits
//! Nothing is reported if the shell is not bash, or if `sed` has other options.
//!
//! # References
//! - <https://www.shellcheck.net/wiki/SC2001>

use dockwright_texts::rules::sed_for_expansion as texts;

shell_rule! {
    codes: [2001],
    severity: Hint,
    finding: |text| texts::finding(text),
}

shell_cases! {
    image: "fedora:43",
    found: [("echo \"$a\" | sed s/b/c/", "echo \"$a\" | sed s/b/c/")],
    quiet: ["echo a | sed s/b/c/", "echo \"$a\" | sed -n s/b/c/p"],
}
