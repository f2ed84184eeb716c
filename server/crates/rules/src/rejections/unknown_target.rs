//! Target of the build is not a stage of the file.
//!
//! # What it does
//! Reports a build whose `--target` names a stage that the file does not have.
//!
//! # Why it matters
//! Docker does not find a stage with this name and rejects the build.
//!
//! # Example
//! With `--target=app`:
//! ```dockerfile
//! FROM alpine:3.22 AS build
//! RUN make
//! ```
//!
//! # Use instead
//! ```dockerfile
//! FROM alpine:3.22 AS app
//! RUN make
//! ```
//!
//! # Limits
//! Without a target, Docker builds the last stage. Set the target in the settings or on the command line of
//! `dockwright`.
//!
//! # References
//! - <https://docs.docker.com/reference/dockerfile/#from>
//! - BuildKit: `Dockerfile2LLB` in `frontend/dockerfile/dockerfile2llb/convert.go`

rejection! {
    group: Stages,
}
