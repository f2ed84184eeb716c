//! Port that Docker cannot read.
//!
//! # What it does
//! Reports a word of EXPOSE that is not a port.
//!
//! # Why it matters
//! A port is a number from 0 to 65535 or a range such as `8000-8010`, followed by `/udp` or `/sctp` if it is not TCP.
//! Docker rejects anything else.
//!
//! # Example
//! ```dockerfile
//! FROM alpine:3.22
//! EXPOSE http
//! ```
//!
//! # Use instead
//! ```dockerfile
//! FROM alpine:3.22
//! EXPOSE 80
//! ```
//!
//! # Limits
//! Variables are replaced by their values first. A port with a variable whose value is not known is reported as
//! information.
//!
//! # References
//! - <https://docs.docker.com/reference/dockerfile/#expose>
//! - BuildKit: `dispatchExpose` in `frontend/dockerfile/dockerfile2llb/convert.go`

rejection! {
    aliases: &["DU:INVALID_PORT", "DL3011", "DFL:invalid_port", "DS-0008"],
    group: Metadata,
    unfinished: &[Unfinished::Port],
}
