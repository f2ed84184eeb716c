//! Stage that needs itself, directly or through other stages.
//!
//! # What it does
//! Reports every `COPY --from` and mount that makes stages need each other, or a stage need itself.
//!
//! # Why it matters
//! A stage is built after everything that it uses. In a circle, no stage can be built first, so Docker rejects the
//! file.
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
//! If the circle contains a FROM, `CopyFromUnknownStage` or `MountFromUnknownStage` reports it instead.
//!
//! # References
//! - <https://docs.docker.com/reference/dockerfile/#copy---from>
//! - BuildKit: `validateCircularDependency` in `frontend/dockerfile/dockerfile2llb/convert.go`

rejection! {
    aliases: &["T:circular-stage-deps", "DL3023", "DS-0006"],
    group: Stages,
    unfinished: &[Unfinished::Stage],
}
