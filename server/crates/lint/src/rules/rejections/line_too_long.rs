//! Line of more than 65535 bytes.
//!
//! # What it does
//! Reports a line that is longer than Docker can read.
//!
//! # Why it matters
//! Docker reads a file line by line, with room for 65535 bytes, and rejects the file.
//!
//! # Example
//! With `…` for 65,536 characters:
//! ```dockerfile
//! FROM alpine:3.22
//! RUN ["make", "…"]
//! ```
//!
//! # Use instead
//! ```dockerfile
//! FROM alpine:3.22
//! RUN ["make"]
//! ```
//!
//! # Limits
//! What counts is the line in the file: a long instruction can be continued over several lines.
//!
//! # References
//! - <https://docs.docker.com/reference/dockerfile/#format>
//! - BuildKit: `Parse` in `frontend/dockerfile/parser/parser.go`

rejection! {
    group: Syntax,
}
