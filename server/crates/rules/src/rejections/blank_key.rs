//! Pair without a name before its `=`.
//!
//! # What it does
//! Reports a word of ARG, ENV or LABEL that starts with `=`.
//!
//! # Why it matters
//! The text before `=` is the name. Docker rejects a file in which it is missing.
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
//! A name that is empty only after its variables are replaced is not reported.
//!
//! # References
//! - <https://docs.docker.com/reference/dockerfile/#env>
//! - BuildKit: `parseEnv` in `frontend/dockerfile/instructions/parse.go`

rejection! {
    aliases: &["DU:SYNTAX_MISSING_NAMES"],
    group: Syntax,
    unfinished: &[Unfinished::Key],
}
