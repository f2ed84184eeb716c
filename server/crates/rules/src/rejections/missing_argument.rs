//! Instruction without an argument that it needs.
//!
//! # What it does
//! Reports an instruction with fewer arguments than Docker needs, such as a COPY without a destination.
//!
//! # Why it matters
//! Docker rejects the file.
//!
//! # Example
//! ```dockerfile
//! FROM alpine:3.22
//! COPY app
//! ```
//!
//! # Use instead
//! ```dockerfile
//! FROM alpine:3.22
//! COPY app /app
//! ```
//!
//! # Limits
//! An empty RUN, CMD or ENTRYPOINT is valid. `EmptyCommand` reports it. An argument that is a variable the base image
//! may set is reported as information.
//!
//! # References
//! - <https://docs.docker.com/reference/dockerfile/#overview>
//! - BuildKit: `ParseInstruction` in `frontend/dockerfile/instructions/parse.go`

rejection! {
    aliases: &["DU:ARGUMENT_MISSING", "DFL:required_params", "DFL:missing_args"],
    group: Syntax,
    unfinished: &[Unfinished::Argument],
}
