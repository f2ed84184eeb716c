//! COPY from a stage that is not defined before it.
//!
//! # What it does
//! Reports `COPY --from` with the name of a later stage, or with a number that no earlier stage has.
//!
//! # Why it matters
//! Stages are built in the order of the file, so COPY can copy files only from earlier ones. Docker rejects the file.
//!
//! # Example
//! ```dockerfile
//! FROM alpine:3.22
//! COPY --from=build /app /app
//! FROM alpine:3.22 AS build
//! RUN make
//! ```
//!
//! # Use instead
//! ```dockerfile
//! FROM alpine:3.22 AS build
//! RUN make
//! FROM alpine:3.22
//! COPY --from=build /app /app
//! ```
//!
//! # Limits
//! A name that no stage has is the name of an image or a named build context, and is not reported here.
//!
//! # References
//! - <https://docs.docker.com/reference/dockerfile/#copy---from>
//! - BuildKit: `dispatchCopy` in `frontend/dockerfile/dockerfile2llb/convert.go`

rejection! {
    aliases: &["DL3022"],
    group: Stages,
    unfinished: &[Unfinished::Stage],
}
