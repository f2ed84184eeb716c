//! Platform that Docker does not know.
//!
//! # What it does
//! Reports a `FROM --platform` whose value is not a platform.
//!
//! # Why it matters
//! A platform is `os/arch` or `os/arch/variant`, such as `linux/arm64`. Docker rejects the file.
//!
//! # Example
//! ```dockerfile
//! ARG BUILDPLATFORM
//! FROM --platform=linus alpine:3.22
//! ```
//!
//! # Use instead
//! ```dockerfile
//! FROM --platform=$BUILDPLATFORM alpine:3.22
//! ```
//!
//! # Limits
//! A platform that Docker knows and the image does not have is reported by the build.
//!
//! # References
//! - <https://docs.docker.com/reference/dockerfile/#from>
//! - BuildKit: `toDispatchState` in `frontend/dockerfile/dockerfile2llb/convert.go`

rejection! {
    group: Stages,
    unfinished: &[Unfinished::Platform],
}
