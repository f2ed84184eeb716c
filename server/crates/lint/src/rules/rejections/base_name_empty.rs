//! Image name in FROM is empty once its variables are replaced.
//!
//! # What it does
//! Reports a FROM whose image consists of variables that have no value.
//!
//! # Why it matters
//! Without an image there is nothing to start from: the build fails at this line unless `--build-arg` gives the
//! variable a value.
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
//! An ARG without a default is reported as information only, since the build may be given a value. A variable that no
//! ARG before the first FROM declares can never have one, and is an error.
//!
//! # References
//! - <https://docs.docker.com/reference/dockerfile/#from>
//! - BuildKit: `toDispatchState` in `frontend/dockerfile/dockerfile2llb/convert.go`

rejection! {
    aliases: &["DU:BASE_NAME_EMPTY"],
    group: Stages,
    unfinished: &[Unfinished::Reference],
}
