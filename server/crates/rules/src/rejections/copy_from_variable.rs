//! Variable in `COPY --from`.
//!
//! # What it does
//! Reports a variable in the value of `COPY --from`.
//!
//! # Why it matters
//! Docker has to know the stages before it replaces variables. So it does not replace variables in `--from`, and
//! rejects the file.
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
//! An ARG before the first FROM is not visible outside FROM. Make a stage of the image with `FROM $TOOL AS tool`, and
//! copy from that stage.
//!
//! # References
//! - <https://docs.docker.com/reference/dockerfile/#copy---from>
//! - BuildKit: `dispatchCopy` in `frontend/dockerfile/dockerfile2llb/convert.go`

rejection! {
    aliases: &["DU:FLAG_INVALID_FROM_VALUE"],
    group: Stages,
}
