//! Inner quotes end the outer ones.
//!
//! # What it does
//! Reports text or a variable between two texts in double quotes, as in `"a "b" c"`.
//!
//! # Why it matters
//! The second quote ends the first text, so the part that you meant to be inside the quotes is outside, and the shell
//! removes the inner quotes. Put the text in single quotes, or write `\"` for the inner quotes.
//!
//! # Example
//! ```dockerfile
//! FROM debian:13
//! RUN echo "{"debug": true}" > /app.json
//! ```
//!
//! # Use instead
//! ```dockerfile
//! FROM debian:13
//! RUN echo '{"debug": true}' > /app.json
//! ```
//!
//! # Limits
//! A lone `=`, `:` or `/` between quotes, as in `"$A"/"$B"`, is not reported, nor is text between two quoted variables.
//!
//! # References
//! - <https://www.shellcheck.net/wiki/SC2140>
//! - <https://www.shellcheck.net/wiki/SC2027>

use dockwright_texts::rules::quotes_inside_quotes as texts;

shell_rule! {
    codes: [2140, 2027],
    severity: Warning,
    findings: {
        2140 => |text| texts::finding_2140(text),
        2027 => |text| texts::finding_2027(text),
    },
}

shell_cases! {
    image: "debian:13",
    found: [("echo \"a\"b\"c\"", "b"), ("A=$(b); echo \"a\"$A\"c\"", "$A")],
    quiet: ["echo \"a\\\"b\\\"c\"", "echo \"$A\"/\"$B\"", "echo 'a\"b\"c'"],
}
