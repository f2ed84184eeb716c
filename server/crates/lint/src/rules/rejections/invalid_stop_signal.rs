//! STOPSIGNAL is not a signal.
//!
//! # What it does
//! Reports a STOPSIGNAL that is neither the name nor the number of a signal.
//!
//! # Why it matters
//! Docker sends it to a container that should stop. It knows the names of Linux, with or without `SIG`, and numbers. It
//! rejects the file.
//!
//! # Example
//! ```dockerfile
//! FROM alpine:3.22
//! STOPSIGNAL SIGSTOPP
//! ```
//!
//! # Use instead
//! ```dockerfile
//! FROM alpine:3.22
//! STOPSIGNAL SIGTERM
//! ```
//!
//! # Limits
//! The whole rest of the line is the value, a comment too. A value with a variable that the base image may set is
//! reported as information.
//!
//! # References
//! - <https://docs.docker.com/reference/dockerfile/#stopsignal>
//! - BuildKit: `dispatchStopSignal` in `frontend/dockerfile/dockerfile2llb/convert.go`

rejection! {
    aliases: &["DU:INVALID_SIGNAL"],
    group: Metadata,
    unfinished: &[Unfinished::Signal],
}
