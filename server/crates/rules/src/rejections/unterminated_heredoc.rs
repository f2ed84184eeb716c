//! Heredoc that is not closed.
//!
//! # What it does
//! Reports a heredoc without a line that is exactly its delimiter.
//!
//! # Why it matters
//! Docker takes everything up to the end of the file as the text of the heredoc, and the build fails.
//!
//! # Example
//! ```dockerfile
//! FROM alpine:3.22
//! RUN <<EOF
//! make
//! ```
//!
//! # Use instead
//! ```dockerfile
//! FROM alpine:3.22
//! RUN <<EOF
//! set -e
//! make
//! EOF
//! ```
//!
//! # Limits
//! A line with spaces around the delimiter does not end the heredoc. With `<<-`, tabs are allowed before the delimiter.
//! Docker reads `<<` in arithmetic such as `$((1 << 2))` as a heredoc too.
//!
//! # References
//! - <https://docs.docker.com/reference/dockerfile/#here-documents>
//! - BuildKit: `Parse` in `frontend/dockerfile/parser/parser.go`

rejection! {
    group: Syntax,
    unfinished: &[Unfinished::AfterStart],
}
