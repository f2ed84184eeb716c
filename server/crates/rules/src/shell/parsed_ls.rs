//! Output of ls is read by a program.
//!
//! # What it does
//! Reports `ls` with a pipe after it.
//!
//! # Why it matters
//! The output of `ls` is made for people: names with line ends and other special characters can be changed in it. Use a
//! pattern or `find` to get file names.
//!
//! # Example
//! ```dockerfile
//! FROM debian:13
//! RUN ls /src | wc -l
//! ```
//!
//! # Use instead
//! ```dockerfile
//! FROM debian:13
//! RUN find /src -mindepth 1 -maxdepth 1 -printf x | wc -c
//! ```
//!
//! # Limits
//! `ls | xargs` and `ls -N` are not reported.
//!
//! # References
//! - <https://www.shellcheck.net/wiki/SC2012>
//! - <https://www.shellcheck.net/wiki/SC2010>
//! - <https://www.shellcheck.net/wiki/SC2011>

use dockwright_texts::rules::parsed_ls as texts;

shell_rule! {
    codes: [2012, 2010, 2011],
    severity: Hint,
    findings: {
        2012 => |text| texts::finding_2012(text),
        2010 => |text| texts::finding_2010(text),
        2011 => |_| texts::finding_2011(),
    },
}

shell_cases! {
    image: "debian:13",
    found: [("ls a | wc -l", "ls a"), ("ls | grep a", "ls"), ("ls | xargs a", "ls")],
    quiet: ["ls a", "find a | wc -l"],
}
