//! Variable that `${NAME:?}` requires has no value.
//!
//! # What it does
//! Reports `${NAME?}` and `${NAME:?}` for a variable that has no value.
//!
//! # Why it matters
//! This operator asks Docker to stop if the variable has no value, so the build fails.
//!
//! # Example
//! ```dockerfile
//! FROM scratch
//! ARG NAME
//! ENV MODE=${NAME:?}
//! ```
//!
//! # Use instead
//! ```dockerfile
//! FROM scratch
//! ARG NAME=app
//! ENV MODE=${NAME:?}
//! ```
//!
//! # Limits
//! A variable that the base image or `--build-arg` may set is reported as information.
//!
//! # References
//! - <https://docs.docker.com/reference/dockerfile/#environment-replacement>
//! - BuildKit: `processDollar` in `frontend/dockerfile/shell/lex.go`

rejection! {
    group: Variables,
}
