//! Variable in `COPY --from`.
//!
//! # What it does
//! Reports a variable in the value of `COPY --from`.
//!
//! # Why it matters
//! Docker has to know the stages before it replaces variables, so it does not replace any in `--from` and rejects the
//! file.
//!
//! # Example
//! ```dockerfile
//! FROM alpine:3.22
//! ENV TOOL=alpine:3.22
//! COPY --from=$TOOL /bin/sh /sh
//! ```
//!
//! # Use instead
//! ```dockerfile
//! ARG TOOL=alpine:3.22
//! FROM $TOOL AS tool
//! FROM alpine:3.22
//! COPY --from=tool /bin/sh /sh
//! ```
//!
//! # Limits
//! Outside of FROM, an ARG before the first FROM is not visible either: give the image a stage with `FROM $TOOL AS
//! tool`.
//!
//! # References
//! - <https://docs.docker.com/reference/dockerfile/#copy---from>
//! - BuildKit: `dispatchCopy` in `frontend/dockerfile/dockerfile2llb/convert.go`

rejection! {
    aliases: &["DU:FLAG_INVALID_FROM_VALUE"],
    group: Stages,
}
