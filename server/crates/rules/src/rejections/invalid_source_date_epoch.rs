//! Value of `SOURCE_DATE_EPOCH` is not a time.
//!
//! # What it does
//! Reports a default of `ARG SOURCE_DATE_EPOCH` before the first FROM that Docker cannot read as a time.
//!
//! # Why it matters
//! Docker uses this value for the time stamps of the image. It is a number of seconds since 1970, `context`, or the
//! name of a stage with `FROM scratch` and a single ADD of a URL. Docker rejects any other value.
//!
//! # Example
//! ```dockerfile
//! ARG SOURCE_DATE_EPOCH=2025-01-01
//! FROM alpine:3.22
//! ```
//!
//! # Use instead
//! ```dockerfile
//! ARG SOURCE_DATE_EPOCH=1735689600
//! FROM alpine:3.22
//! ```
//!
//! # Limits
//! A value from `--build-arg` replaces the default. The build checks it.
//!
//! # References
//! - <https://docs.docker.com/reference/dockerfile/#arg>
//! - BuildKit: `parseSourceDateEpoch` in `frontend/dockerfile/dockerfile2llb/convert.go`

rejection! {
    group: Variables,
}
