//! Stage that needs itself, directly or through other stages.
//!
//! # What it does
//! Reports a COPY, a mount or a FROM that closes a circle of stages.
//!
//! # Why it matters
//! A stage is built after everything that it uses. In a circle no stage can be the first, so Docker rejects the file.
//!
//! # Example
//! ```dockerfile
//! FROM alpine:3.22 AS build
//! COPY --from=build /app /srv/app
//! ```
//!
//! # Use instead
//! ```dockerfile
//! FROM alpine:3.22 AS build
//! RUN make
//! FROM alpine:3.22
//! COPY --from=build /app /srv/app
//! ```
//!
//! # Limits
//! Every instruction on the circle is reported by `docker build`; here the one that closes it is.
//!
//! # References
//! - <https://docs.docker.com/reference/dockerfile/#copy---from>
//! - BuildKit: `validateCircularDependency` in `frontend/dockerfile/dockerfile2llb/convert.go`

rejection! {
    aliases: &["T:circular-stage-deps", "DL3023", "DS-0006"],
    group: Stages,
    unfinished: &[Unfinished::Stage],
}
