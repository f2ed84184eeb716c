//! A pipeline reads a file and writes it.
//!
//! # What it does
//! Reports pipelines that redirect their output to a file that they also read.
//!
//! # Why it matters
//! The shell empties the file before the command reads it, so the content is lost. Write to another file and move it, or
//! use `sed -i`.
//!
//! # Example
//! ```dockerfile
//! FROM debian:13
//! RUN sort /etc/hosts.allow > /etc/hosts.allow
//! ```
//!
//! # Use instead
//! ```dockerfile
//! FROM debian:13
//! RUN sort /etc/hosts.allow > /tmp/sorted && mv /tmp/sorted /etc/hosts.allow
//! ```
//!
//! # Limits
//! The names are compared as they are written. Arguments of `echo`, `printf` and `sponge` and files in `/dev` are not
//! reported.
//!
//! # References
//! - <https://www.shellcheck.net/wiki/SC2094>

use dockwright_texts::rules::file_read_and_written as texts;

shell_rule! {
    codes: [2094],
    severity: Warning,
    presets: [Default],
    finding: |text| texts::finding(text),
}

shell_cases! {
    image: "debian:13",
    found: [("sort a > a", "a"), ("cat b | c > b", "b")],
    quiet: ["sort a > b", "echo a > a", "cat a > b; cat b > a"],
}
