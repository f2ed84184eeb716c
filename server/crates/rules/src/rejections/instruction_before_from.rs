//! Instruction before the first FROM.
//!
//! # What it does
//! Reports an instruction other than ARG before the first FROM.
//!
//! # Why it matters
//! Every other instruction belongs to a stage, and a stage begins with FROM. Docker rejects the file.
//!
//! # Example
//! ```dockerfile
//! WORKDIR /app
//! FROM alpine:3.22
//! ```
//!
//! # Use instead
//! ```dockerfile
//! FROM alpine:3.22
//! WORKDIR /app
//! ```
//!
//! # Limits
//! This rule reports every such instruction. `docker build` stops at the first.
//!
//! # References
//! - <https://docs.docker.com/reference/dockerfile/#from>
//! - BuildKit: `Parse` in `frontend/dockerfile/instructions/parse.go`

rejection! {
    aliases: &["DL3061", "DU:NO_SOURCE_IMAGE"],
    group: Stages,
}
