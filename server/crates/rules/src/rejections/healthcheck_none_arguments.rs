//! Arguments after HEALTHCHECK NONE.
//!
//! # What it does
//! Reports anything after `HEALTHCHECK NONE`.
//!
//! # Why it matters
//! `NONE` turns off the health check of the base image and takes no arguments. Docker rejects the file.
//!
//! # Example
//! ```dockerfile
//! FROM alpine:3.22
//! HEALTHCHECK NONE curl localhost
//! ```
//!
//! # Use instead
//! ```dockerfile
//! FROM alpine:3.22
//! HEALTHCHECK NONE
//! ```
//!
//! # Limits
//! The fix removes the arguments. If you want a health check, write `CMD` instead of `NONE`.
//!
//! # References
//! - <https://docs.docker.com/reference/dockerfile/#healthcheck>
//! - BuildKit: `parseHealthcheck` in `frontend/dockerfile/instructions/parse.go`

rejection! {
    aliases: &["DU:ARGUMENT_UNNECESSARY"],
    group: Metadata,
}
