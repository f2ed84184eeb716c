//! File without FROM.
//!
//! # What it does
//! Reports a file that has no stage: it is empty, or consists of comments and ARG.
//!
//! # Why it matters
//! A FROM begins what is built. Without one there is nothing to build, and Docker rejects the file.
//!
//! # Example
//! ```dockerfile
//! # syntax=docker/dockerfile:1
//! ```
//!
//! # Use instead
//! ```dockerfile
//! FROM alpine:3.22
//! ```
//!
//! # Limits
//! If other instructions are there, each of them is reported by `InstructionBeforeFrom` instead.
//!
//! # References
//! - <https://docs.docker.com/reference/dockerfile/#from>
//! - BuildKit: `Dockerfile2LLB` in `frontend/dockerfile/dockerfile2llb/convert.go`

rejection! {
    aliases: &["DU:NO_SOURCE_IMAGE", "DL3061", "T:require-stages", "DFL:from_first"],
    group: Stages,
}
