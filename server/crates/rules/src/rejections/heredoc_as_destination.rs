//! Heredoc as the destination of COPY or ADD.
//!
//! # What it does
//! Reports a COPY or ADD whose last argument is a heredoc.
//!
//! # Why it matters
//! A heredoc is a source: it contains the text of a file. The last argument is the destination and must be a path, so
//! Docker rejects the file.
//!
//! # Example
//! ```dockerfile
//! FROM alpine:3.22
//! COPY app <<EOF
//! hello
//! EOF
//! ```
//!
//! # Use instead
//! ```dockerfile
//! FROM alpine:3.22
//! COPY <<EOF /app/hello.txt
//! hello
//! EOF
//! ```
//!
//! # Limits
//! One COPY may have several heredocs as sources.
//!
//! # References
//! - <https://docs.docker.com/reference/dockerfile/#copy>
//! - BuildKit: `parseSourcesAndDest` in `frontend/dockerfile/instructions/parse.go`

rejection! {
    group: Syntax,
    unfinished: &[Unfinished::AtEnd],
}
