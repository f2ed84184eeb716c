//! Value of `ADD --checksum` does not fit its source.
//!
//! # What it does
//! Reports `ADD --checksum` if the value is not a checksum, if the source is a file of the build context, or if there
//! are several sources.
//!
//! # Why it matters
//! A checksum verifies one download. It is a digest such as `sha256:…` for a URL and a commit for a Git repository.
//! Docker rejects a file with anything else.
//!
//! # Example
//! ```dockerfile
//! FROM alpine:3.22
//! ADD --checksum=sha256:1234 https://example.com/tool.txt /opt/
//! ```
//!
//! # Use instead
//! ```dockerfile
//! FROM alpine:3.22
//! ADD --checksum=sha256:9f86d081884c7d659a2feaa0c55ad015a3bf4f1b2b0b822cd15d6c15b0f00a08 https://example.com/tool.txt /opt/
//! ```
//!
//! # Limits
//! Only the build, which downloads the file, can check whether the checksum is right. Values with variables whose value
//! is not known are reported as information.
//!
//! # References
//! - <https://docs.docker.com/reference/dockerfile/#add---checksum>
//! - BuildKit: `dispatchCopy` in `frontend/dockerfile/dockerfile2llb/convert.go`

rejection! {
    group: Context,
    unfinished: &[Unfinished::Digest],
}
