//! `RUN --device` that the frontend does not accept.
//!
//! # What it does
//! Reports `RUN --device` with an unknown key or without a name. If the frontend of the file does not support it, every
//! `RUN --device` is reported.
//!
//! # Why it matters
//! Devices are available in the `labs` channel of `docker/dockerfile`. Every other frontend rejects the file.
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
//! Nothing is reported if the version of the frontend is not known, or if it is fixed and `NeedsNewerSyntax` reports
//! the device.
//!
//! # References
//! - <https://docs.docker.com/reference/dockerfile/#run---device>
//! - BuildKit: `ParseDevice` in `frontend/dockerfile/instructions/commands_rundevice.go`

rejection! {
    group: Syntax,
    depends_on_frontend: Some(&crate::needs_newer_syntax::RULE),
    unfinished: &[Unfinished::Device],
}
