//! Image name in FROM is empty once its variables are replaced.
//!
//! # What it does
//! Reports a FROM whose image name consists only of variables without a value.
//!
//! # Why it matters
//! Without an image, there is nothing to start from. The build fails at this line unless `--build-arg` sets the
//! variable.
//!
//! # Example
//! ```dockerfile
//! ARG BASE
//! FROM $BASE
//! ```
//!
//! # Use instead
//! ```dockerfile
//! ARG BASE=alpine:3.22
//! FROM $BASE
//! ```
//!
//! # Limits
//! An ARG without a default is reported only as information, because the build may set it. A variable that no ARG
//! before the first FROM declares can never have a value, and is reported as an error.
//!
//! # References
//! - <https://docs.docker.com/reference/dockerfile/#from>
//! - BuildKit: `toDispatchState` in `frontend/dockerfile/dockerfile2llb/convert.go`

rejection! {
    aliases: &["DU:BASE_NAME_EMPTY"],
    group: Stages,
    unfinished: &[Unfinished::Reference],
}
