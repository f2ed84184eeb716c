//! File without FROM.
//!
//! # What it does
//! Reports a file without a stage: it is empty, or has only comments and ARG.
//!
//! # Why it matters
//! Every build starts with FROM. Without one, there is nothing to build, and Docker rejects the file.
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
//! If the file has other instructions, `InstructionBeforeFrom` reports each of them instead.
//!
//! # References
//! - <https://docs.docker.com/reference/dockerfile/#from>
//! - BuildKit: `Dockerfile2LLB` in `frontend/dockerfile/dockerfile2llb/convert.go`

rejection! {
    aliases: &["DU:NO_SOURCE_IMAGE", "DL3061", "T:require-stages", "DFL:from_first"],
    group: Stages,
}
