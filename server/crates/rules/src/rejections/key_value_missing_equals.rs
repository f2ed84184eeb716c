//! Word without `=` after the first pair of ENV or LABEL.
//!
//! # What it does
//! Reports a word without `=` in an ENV or LABEL whose first word has one.
//!
//! # Why it matters
//! If the first word has an `=`, every word must be a pair. Usually a value with spaces lacks its quotes. Docker
//! rejects the file.
//!
//! # Example
//! ```dockerfile
//! FROM alpine:3.22
//! LABEL title=My application
//! ```
//!
//! # Use instead
//! ```dockerfile
//! FROM alpine:3.22
//! LABEL title="My application"
//! ```
//!
//! # Limits
//! `TrailingComment` reports a comment after the pairs.
//!
//! # References
//! - <https://docs.docker.com/reference/dockerfile/#env>
//! - BuildKit: `parseNameVal` in `frontend/dockerfile/parser/line_parsers.go`

rejection! {
    aliases: &["DU:SYNTAX_MISSING_EQUALS", "DFL:label_invalid", "DFL:invalid_format"],
    group: Syntax,
    unfinished: &[Unfinished::InWord],
}
