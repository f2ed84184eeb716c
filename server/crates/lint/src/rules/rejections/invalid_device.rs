//! `RUN --device` that the frontend does not accept.
//!
//! # What it does
//! Reports a `RUN --device` with an unknown key or without a name, and any one that the frontend of the file does not
//! support.
//!
//! # Why it matters
//! Devices belong to the `labs` channel of `docker/dockerfile`. Every other frontend rejects the file.
//!
//! # Example
//! ```dockerfile
//! FROM alpine:3.22
//! RUN --device=nvidia.com/gpu=all nvidia-smi
//! ```
//!
//! # Use instead
//! ```dockerfile
//! # syntax=docker/dockerfile:1-labs
//! FROM alpine:3.22
//! RUN --device=nvidia.com/gpu=all nvidia-smi
//! ```
//!
//! # Limits
//! Not reported if the version of the frontend is not known, or if it is fixed and `NeedsNewerSyntax` reports it.
//!
//! # References
//! - <https://docs.docker.com/reference/dockerfile/#run---device>
//! - BuildKit: `ParseDevice` in `frontend/dockerfile/instructions/commands_rundevice.go`

rejection! {
    group: Syntax,
    depends_on_frontend: Some(&crate::rules::needs_newer_syntax::RULE),
    unfinished: &[Unfinished::Device],
}
