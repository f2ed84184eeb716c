//! Trigger of ONBUILD that Docker does not allow.
//!
//! # What it does
//! Reports `ONBUILD ONBUILD`, `ONBUILD FROM` and `ONBUILD MAINTAINER`.
//!
//! # Why it matters
//! A trigger runs in the stage that is built on the image. There it cannot start a stage or add a trigger, so Docker
//! rejects the file.
//!
//! # Example
//! ```dockerfile
//! FROM alpine:3.22
//! ONBUILD FROM alpine:3.22
//! ```
//!
//! # Use instead
//! ```dockerfile
//! FROM alpine:3.22
//! ONBUILD COPY . /app
//! ```
//!
//! # Limits
//! Docker accepts other invalid triggers here, and they fail in the build that runs them. `OnbuildTriggerFails` reports
//! them.
//!
//! # References
//! - <https://docs.docker.com/reference/dockerfile/#onbuild>
//! - BuildKit: `parseOnBuild` in `frontend/dockerfile/instructions/parse.go`

rejection! {
    aliases: &["DL3043", "DU:ONBUILD_CHAINING_DISALLOWED", "DU:ONBUILD_TRIGGER_DISALLOWED"],
    group: Stages,
}
