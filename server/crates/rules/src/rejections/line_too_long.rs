//! Line of more than 65535 bytes.
//!
//! # What it does
//! Reports a line that is longer than Docker can read.
//!
//! # Why it matters
//! Docker reads a file line by line, up to 65535 bytes for each line. It rejects a file with a longer line.
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
//! Each line of the file is measured separately. A long instruction can continue over several lines.
//!
//! # References
//! - <https://docs.docker.com/reference/dockerfile/#format>
//! - BuildKit: `Parse` in `frontend/dockerfile/parser/parser.go`

rejection! {
    group: Syntax,
}
