//! ENV or LABEL with a name and no value.
//!
//! # What it does
//! Reports an ENV or LABEL that consists of a single word without `=`.
//!
//! # Why it matters
//! Without `=`, the first word is the name in the old form `ENV name value`. The value is missing, so Docker rejects
//! the file.
//!
//! # Example
//! ```dockerfile
//! FROM alpine:3.22
//! ENV DEBUG
//! ```
//!
//! # Use instead
//! ```dockerfile
//! FROM alpine:3.22
//! ENV DEBUG=1
//! ```
//!
//! # Limits
//! An ARG needs no value: `ARG DEBUG` is valid.
//!
//! # References
//! - <https://docs.docker.com/reference/dockerfile/#env>
//! - BuildKit: `parseNameVal` in `frontend/dockerfile/parser/line_parsers.go`

rejection! {
    aliases: &["DU:ARGUMENT_REQUIRES_TWO"],
    group: Syntax,
    unfinished: &[Unfinished::AfterKeyword],
}
