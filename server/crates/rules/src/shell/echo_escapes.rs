//! echo may not expand escape sequences.
//!
//! # What it does
//! Reports `echo` with `\n`, `\t` and similar sequences if the shell that runs it prints them as they are.
//!
//! # Why it matters
//! bash and the shell of Alpine expand these sequences only with `-e`. dash, the `/bin/sh` of Debian and Ubuntu, always
//! expands them. Use `printf`, which expands the sequences in its format in every shell.
//!
//! # Example
//! ```dockerfile
//! FROM alpine:3.22
//! RUN echo "first\nsecond" > /list
//! ```
//!
//! # Use instead
//! ```dockerfile
//! FROM alpine:3.22
//! RUN printf 'first\nsecond\n' > /list
//! ```
//!
//! # Limits
//! Nothing is reported if the shell is dash or is not known.
//!
//! # References
//! - <https://www.shellcheck.net/wiki/SC2028>

use dockwright_texts::rules::echo_escapes as texts;

shell_rule! {
    codes: [2028],
    severity: Info,
    finding: |text| texts::finding(text),
}

shell_cases! {
    image: "alpine:3.22",
    found: [("echo \"a\\nb\"", "\"a\\nb\"")],
    quiet: ["echo -e \"a\\nb\"", "printf 'a\\nb'", "echo a"],
}
