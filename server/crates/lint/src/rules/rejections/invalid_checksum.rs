//! Value of `ADD --checksum` does not fit its source.
//!
//! # What it does
//! Reports an `ADD --checksum` whose value is not a checksum, whose source is a file of the build context, or that has
//! several sources.
//!
//! # Why it matters
//! The checksum is that of one download: a digest such as `sha256:…` for a URL, a commit for a Git repository.
//! Otherwise Docker rejects the file.
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
//! Whether the checksum is the right one is seen only by the build, which downloads the file. Values with variables of
//! unknown value are reported as information.
//!
//! # References
//! - <https://docs.docker.com/reference/dockerfile/#add---checksum>
//! - BuildKit: `dispatchCopy` in `frontend/dockerfile/dockerfile2llb/convert.go`

rejection! {
    group: Context,
    unfinished: &[Unfinished::Digest],
}
