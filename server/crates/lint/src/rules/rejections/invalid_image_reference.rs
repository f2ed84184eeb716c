//! Name of an image is not valid.
//!
//! # What it does
//! Reports an image in FROM, `COPY --from` or a mount whose name Docker cannot read.
//!
//! # Why it matters
//! An image is `[registry/]name[:tag][@digest]` with a lower-case name. FROM finds a stage only by its lower-case name,
//! so `FROM Build` is an image. Docker rejects the file.
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
//! Whether the image exists is known only to its registry. Values with variables of unknown value are reported as
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
