//! Protocol of a port is not TCP, UDP or SCTP.
//!
//! # What it does
//! Reports a word of EXPOSE with anything but `tcp`, `udp` or `sctp` after the slash.
//!
//! # Why it matters
//! Docker knows no other protocols and rejects the file.
//!
//! # Example
//! ```dockerfile
//! FROM alpine:3.22
//! EXPOSE 80/http
//! ```
//!
//! # Use instead
//! ```dockerfile
//! FROM alpine:3.22
//! EXPOSE 80/tcp
//! ```
//!
//! # Limits
//! Capital letters are accepted. `ExposeProtoCasing` reports them.
//!
//! # References
//! - <https://docs.docker.com/reference/dockerfile/#expose>
//! - BuildKit: `dispatchExpose` in `frontend/dockerfile/dockerfile2llb/convert.go`

rejection! {
    aliases: &["DU:INVALID_PROTO"],
    group: Metadata,
    unfinished: &[Unfinished::Port],
}
