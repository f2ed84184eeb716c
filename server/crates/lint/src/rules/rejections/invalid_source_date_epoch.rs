//! Value of `SOURCE_DATE_EPOCH` is not a time.
//!
//! # What it does
//! Reports a default of `ARG SOURCE_DATE_EPOCH` before the first FROM from which Docker can make no time.
//!
//! # Why it matters
//! Docker takes the time stamps of the image from it. It is a number of seconds since 1970, `context`, or the name of a
//! stage with `FROM scratch` and a single ADD of a URL. Docker rejects the file.
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
//! A value from `--build-arg` replaces the default, and is checked by the build.
//!
//! # References
//! - <https://docs.docker.com/reference/dockerfile/#arg>
//! - BuildKit: `parseSourceDateEpoch` in `frontend/dockerfile/dockerfile2llb/convert.go`

rejection! {
    group: Variables,
}
