//! read changes backslashes.
//!
//! # What it does
//! Reports `read` without `-r`, and `read` without a variable if the shell of the image needs one.
//!
//! # Why it matters
//! Without `-r`, a backslash in the input removes itself and joins lines.
//!
//! # Example
//! ```dockerfile
//! FROM debian:13
//! RUN while read line; do echo "$line"; done < /etc/paths
//! ```
//!
//! # Use instead
//! ```dockerfile
//! FROM debian:13
//! RUN while read -r line; do echo "$line"; done < /etc/paths
//! ```
//!
//! # Limits
//! A `read` whose options come from a variable is reported as well.
//!
//! # References
//! - <https://www.shellcheck.net/wiki/SC2162>
//! - <https://www.shellcheck.net/wiki/SC3061>

use dockwright_texts::rules::read_without_raw as texts;

shell_rule! {
    codes: [2162, 3061],
    severity: Hint,
    findings: {
        2162 => |text| texts::finding_2162(text),
        3061 => |text| texts::finding_3061(text),
    },
    unsafe_fix: &texts::FIX,
}

shell_cases! {
    image: "debian:13",
    found: [("read a", "read"), ("read -p x a", "read")],
    quiet: ["read -r a", "read -rp x a"],
}
