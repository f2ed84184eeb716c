//! Flag without its value.
//!
//! # What it does
//! Reports a flag that needs a value and has no `=`, and a true-or-false flag with nothing after `=`, such as
//! `--link=`.
//!
//! # Why it matters
//! The value follows `=` in the same word as the flag. A word after a space is already an argument, so Docker rejects
//! the file.
//!
//! # Example
//! ```dockerfile
//! FROM alpine:3.22
//! COPY --chown 1000 app /app
//! ```
//!
//! # Use instead
//! ```dockerfile
//! FROM alpine:3.22
//! COPY --chown=1000 app /app
//! ```
//!
//! # Limits
//! If there is a next word on the same line, the fix joins it to the flag as its value.
//!
//! # References
//! - <https://docs.docker.com/reference/dockerfile/#copy>
//! - BuildKit: `BFlags.Parse` in `frontend/dockerfile/instructions/bflag.go`

rejection! {
    aliases: &["DU:FLAG_MISSING_VALUE", "DFL:healthcheck_options_missing_args"],
    group: Syntax,
    unfinished: &[Unfinished::InWord],
}
