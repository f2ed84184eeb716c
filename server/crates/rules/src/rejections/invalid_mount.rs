//! `RUN --mount` that Docker cannot read.
//!
//! # What it does
//! Reports a mount with an unknown type or key, a value that is not allowed, a missing key, or a key that the type does
//! not have.
//!
//! # Why it matters
//! Docker rejects the file. The flag ends at the first space, so a value with a space needs quotes around the whole
//! `key=value`.
//!
//! # Example
//! ```dockerfile
//! FROM alpine:3.22
//! RUN --mount=type=cache,path=/root/.cache make
//! ```
//!
//! # Use instead
//! ```dockerfile
//! FROM alpine:3.22
//! RUN --mount=type=cache,target=/root/.cache make
//! ```
//!
//! # Limits
//! Targets and sources with variables whose value is not known are reported as information.
//!
//! # References
//! - <https://docs.docker.com/reference/dockerfile/#run---mount>
//! - BuildKit: `parseMount` in `frontend/dockerfile/instructions/commands_runmount.go`

rejection! {
    group: Syntax,
    unfinished: &[Unfinished::Mount],
}
