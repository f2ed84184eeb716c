//! Mount from a stage that is not defined before it.
//!
//! # What it does
//! Reports `RUN --mount` whose `from` names the same stage or a later one.
//!
//! # Why it matters
//! Stages are built in the order of the file, so only earlier ones can be mounted. Docker rejects the file.
//!
//! # Example
//! ```dockerfile
//! FROM alpine:3.22
//! RUN --mount=from=build,target=/build make -C /build
//! FROM alpine:3.22 AS build
//! RUN make
//! ```
//!
//! # Use instead
//! ```dockerfile
//! FROM alpine:3.22 AS build
//! RUN make
//! FROM alpine:3.22
//! RUN --mount=from=build,target=/build make -C /build
//! ```
//!
//! # Limits
//! A name that no stage has is the name of an image or a named build context, and is not reported here.
//!
//! # References
//! - <https://docs.docker.com/reference/dockerfile/#run---mounttypebind>
//! - BuildKit: `dispatchRunMounts` in `frontend/dockerfile/dockerfile2llb/convert_runmount.go`

rejection! {
    group: Stages,
    unfinished: &[Unfinished::Stage],
}
