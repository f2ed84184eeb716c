//! Target of the build is not a stage of the file.
//!
//! # What it does
//! Reports a build with `--target` for a name that no stage has.
//!
//! # Why it matters
//! Docker looks for a stage with this name and rejects the build.
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
//! Without a target the last stage is built. The target is known from the settings and from the command line of
//! `dockwright`.
//!
//! # References
//! - <https://docs.docker.com/reference/dockerfile/#from>
//! - BuildKit: `Dockerfile2LLB` in `frontend/dockerfile/dockerfile2llb/convert.go`

rejection! {
    group: Stages,
}
