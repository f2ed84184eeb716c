//! Variable of the script is never set.
//!
//! # What it does
//! Reports a variable with lower-case letters that neither the script nor the Dockerfile sets.
//!
//! # Why it matters
//! The variable is empty unless the base image sets it. Check whether the name is misspelt.
//!
//! # Example
//! ```dockerfile
//! FROM debian:13
//! RUN file=/etc/app && cat "$fiel"
//! ```
//!
//! # Use instead
//! ```dockerfile
//! FROM debian:13
//! RUN file=/etc/app && cat "$file"
//! ```
//!
//! # Limits
//! Names in capitals usually come from outside and are not reported. Scripts that source a file or use `eval` are not
//! checked.
//!
//! # References
//! - <https://www.shellcheck.net/wiki/SC2154>

use dockwright_texts::rules::unset_shell_variable as texts;

shell_rule! {
    codes: [2154],
    severity: Warning,
    finding: |text| texts::finding(text),
}

shell_cases! {
    image: "debian:13",
    found: [("echo \"$a\"", "$a"), ("echo \"$a\" > \"$B/c\"", "$a")],
    quiet: ["a=1; echo \"$a\"", "echo \"$A\"", "echo \"${a:-}\"", "read -r a; echo \"$a\""],
}
