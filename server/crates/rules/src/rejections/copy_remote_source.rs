//! COPY of a URL or a Git repository.
//!
//! # What it does
//! Reports a source of COPY that is a URL or the address of a Git repository.
//!
//! # Why it matters
//! COPY copies files from the build context, a stage or an image. Only ADD downloads files, so Docker rejects the file.
//!
//! # Example
//! ```dockerfile
//! FROM alpine:3.22
//! COPY https://example.com/tool.txt /opt/
//! ```
//!
//! # Use instead
//! ```dockerfile
//! FROM alpine:3.22
//! ADD --checksum=sha256:9f86d081884c7d659a2feaa0c55ad015a3bf4f1b2b0b822cd15d6c15b0f00a08 https://example.com/tool.txt /opt/
//! ```
//!
//! # Limits
//! The fix changes COPY to ADD. It is not offered if the instruction has a flag that ADD does not have.
//!
//! # References
//! - <https://docs.docker.com/reference/dockerfile/#add>
//! - BuildKit: `dispatchCopy` in `frontend/dockerfile/dockerfile2llb/convert.go`

rejection! {
    group: Context,
}
