//! Value of `--retries` is negative or not a whole number.
//!
//! # What it does
//! Reports a `HEALTHCHECK --retries` value that is negative or not a whole number.
//!
//! # Why it matters
//! The value is the number of failures in a row after which a container is unhealthy. Docker rejects anything but a
//! whole number of 0 or more.
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
