//! HEALTHCHECK CMD without a command.
//!
//! # What it does
//! Reports a HEALTHCHECK CMD with nothing after CMD.
//!
//! # Why it matters
//! There is nothing to run, so Docker rejects the file.
//!
//! # Example
//! ```dockerfile
//! FROM alpine:3.22
//! HEALTHCHECK --interval=1m CMD
//! ```
//!
//! # Use instead
//! ```dockerfile
//! FROM alpine:3.22
//! HEALTHCHECK --interval=1m CMD ["/app", "--check"]
//! ```
//!
//! # Limits
//! To turn off the health check of the base image, write `HEALTHCHECK NONE`.
//!
//! # References
//! - <https://docs.docker.com/reference/dockerfile/#healthcheck>
//! - BuildKit: `parseHealthcheck` in `frontend/dockerfile/instructions/parse.go`

rejection! {
    aliases: &["DU:HEALTHCHECK_CMD_ARGUMENT_MISSING"],
    group: Metadata,
    unfinished: &[Unfinished::AfterKeyword],
}
