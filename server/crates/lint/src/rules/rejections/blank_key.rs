//! Pair without a name before its `=`.
//!
//! # What it does
//! Reports a word of ARG, ENV or LABEL that begins with `=`.
//!
//! # Why it matters
//! The text before the `=` is the name. Docker needs one and rejects the file.
//!
//! # Example
//! ```dockerfile
//! FROM alpine:3.22
//! ENV =production
//! ```
//!
//! # Use instead
//! ```dockerfile
//! FROM alpine:3.22
//! ENV MODE=production
//! ```
//!
//! # Limits
//! A name that becomes empty only when variables are replaced is reported too, if their values are known.
//!
//! # References
//! - <https://docs.docker.com/reference/dockerfile/#env>
//! - BuildKit: `parseEnv` in `frontend/dockerfile/instructions/parse.go`

rejection! {
    aliases: &["DU:SYNTAX_MISSING_NAMES"],
    group: Syntax,
    unfinished: &[Unfinished::Key],
}
