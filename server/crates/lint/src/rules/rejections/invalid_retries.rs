//! Value of `--retries` is not a number from 0.
//!
//! # What it does
//! Reports a `HEALTHCHECK --retries` that is not a whole number, or is negative.
//!
//! # Why it matters
//! It is the number of failures in a row that make a container unhealthy. Docker rejects the file.
//!
//! # Example
//! ```dockerfile
//! FROM alpine:3.22
//! HEALTHCHECK --retries=three CMD ["/app", "--check"]
//! ```
//!
//! # Use instead
//! ```dockerfile
//! FROM alpine:3.22
//! HEALTHCHECK --retries=3 CMD ["/app", "--check"]
//! ```
//!
//! # Limits
//! `--retries=0` is accepted and means the default, 3.
//!
//! # References
//! - <https://docs.docker.com/reference/dockerfile/#healthcheck>
//! - BuildKit: `parseHealthcheck` in `frontend/dockerfile/instructions/parse.go`

rejection! {
    aliases: &["DU:FLAG_AT_LEAST_ONE", "DU:INVALID_SYNTAX"],
    group: Metadata,
    unfinished: &[Unfinished::Count],
}
