//! HEALTHCHECK without CMD or NONE.
//!
//! # What it does
//! Reports a HEALTHCHECK whose first word after the flags is neither `CMD` nor `NONE`.
//!
//! # Why it matters
//! This word says whether a command follows or the health check of the base image is turned off. Docker rejects any
//! other word.
//!
//! # Example
//! ```dockerfile
//! FROM alpine:3.22
//! HEALTHCHECK curl -f http://localhost/
//! ```
//!
//! # Use instead
//! ```dockerfile
//! FROM alpine:3.22
//! HEALTHCHECK CMD ["/app", "--check"]
//! ```
//!
//! # Limits
//! A flag after this word is an argument. `MisplacedFlag` reports it.
//!
//! # References
//! - <https://docs.docker.com/reference/dockerfile/#healthcheck>
//! - BuildKit: `parseHealthcheck` in `frontend/dockerfile/instructions/parse.go`

rejection! {
    aliases: &["DU:UNKNOWN_TYPE"],
    group: Metadata,
    unfinished: &[Unfinished::OneOf(&["CMD", "NONE"]), Unfinished::Flag],
}
