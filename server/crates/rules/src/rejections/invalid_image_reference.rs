//! Name of an image is not valid.
//!
//! # What it does
//! Reports an image in FROM, `COPY --from` or a mount whose name Docker cannot read.
//!
//! # Why it matters
//! The name of an image has the form `[registry/]name[:tag][@digest]`, in lower case. FROM finds a stage only by its
//! lower-case name, so `Build` in `FROM Build` is taken as an image. Docker rejects the file.
//!
//! # Example
//! ```dockerfile
//! FROM Alpine:3.22
//! ```
//!
//! # Use instead
//! ```dockerfile
//! FROM alpine:3.22
//! ```
//!
//! # Limits
//! Only the registry knows whether the image exists. Values with variables whose value is not known are reported as
//! information.
//!
//! # References
//! - <https://docs.docker.com/reference/dockerfile/#from>
//! - BuildKit: `toDispatchState` in `frontend/dockerfile/dockerfile2llb/convert.go`

rejection! {
    aliases: &["DU:INVALID_REFERENCE_FORMAT"],
    group: Stages,
    unfinished: &[Unfinished::Flag, Unfinished::Image],
}
