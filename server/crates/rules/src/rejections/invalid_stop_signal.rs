//! STOPSIGNAL is not a signal.
//!
//! # What it does
//! Reports a STOPSIGNAL that is neither the name nor the number of a signal.
//!
//! # Why it matters
//! Docker sends this signal to stop a container. It accepts numbers and the names of Linux signals, with or without
//! `SIG`, and rejects anything else.
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
//! The whole rest of the line is the value, comments included. A value with a variable that the base image may set is
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
