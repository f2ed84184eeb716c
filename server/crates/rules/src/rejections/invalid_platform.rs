//! Platform that Docker does not know.
//!
//! # What it does
//! Reports a `FROM --platform` whose value is not a platform.
//!
//! # Why it matters
//! A platform is `os/arch` or `os/arch/variant`, such as `linux/arm64`, or a known system or architecture alone, such
//! as `arm64`. Docker rejects anything else.
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
//! Whether the image exists for the platform is not checked. The build reports it.
//!
//! # References
//! - <https://docs.docker.com/reference/dockerfile/#from>
//! - BuildKit: `toDispatchState` in `frontend/dockerfile/dockerfile2llb/convert.go`

rejection! {
    group: Stages,
    unfinished: &[Unfinished::Platform],
}
