//! Flag without its value.
//!
//! # What it does
//! Reports a flag that needs a value and has none after `=`, or an empty one.
//!
//! # Why it matters
//! The value is in the same word as the flag, after `=`. A word after a space is already an argument, so Docker rejects
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
//! The fix joins the next word to the flag, if there is one on the same line.
//!
//! # References
//! - <https://docs.docker.com/reference/dockerfile/#copy>
//! - BuildKit: `BFlags.Parse` in `frontend/dockerfile/instructions/bflag.go`

rejection! {
    aliases: &["DU:FLAG_MISSING_VALUE", "DFL:healthcheck_options_missing_args"],
    group: Syntax,
    unfinished: &[Unfinished::InWord],
}
