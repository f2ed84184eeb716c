//! Stage that runs an invalid trigger of its base stage.
//!
//! # What it does
//! Reports a FROM whose base stage in the same file has an ONBUILD with an invalid instruction.
//!
//! # Why it matters
//! Docker stores the text of a trigger as it is, and reads it only in the stage that is built on it. There it rejects
//! the file.
//!
//! # Example
//! ```dockerfile
//! FROM alpine:3.22 AS base
//! ONBUILD RUNN make
//! FROM base
//! ```
//!
//! # Use instead
//! ```dockerfile
//! FROM alpine:3.22 AS base
//! ONBUILD RUN make
//! FROM base
//! ```
//!
//! # Limits
//! The triggers of an image from a registry are not known.
//!
//! # References
//! - <https://docs.docker.com/reference/dockerfile/#onbuild>
//! - BuildKit: `dispatchOnBuildTriggers` in `frontend/dockerfile/dockerfile2llb/convert.go`

rejection! {
    aliases: &["T:invalid-onbuild-trigger"],
    group: Stages,
}
