//! Path on a drive other than C in a Windows image.
//!
//! # What it does
//! Reports a path on a drive other than C in a COPY, ADD or WORKDIR of a Windows stage.
//!
//! # Why it matters
//! A Windows image has only drive C. Docker rejects the file.
//!
//! # Example
//! With `--platform=windows/amd64`:
//! ```dockerfile
//! FROM mcr.microsoft.com/windows/nanoserver:ltsc2022
//! WORKDIR D:/app
//! ```
//!
//! # Use instead
//! ```dockerfile
//! FROM mcr.microsoft.com/windows/nanoserver:ltsc2022
//! WORKDIR C:/app
//! ```
//!
//! # Limits
//! Windows stages are recognised by their platform and their base image.
//!
//! # References
//! - <https://docs.docker.com/reference/dockerfile/#workdir>
//! - BuildKit: `dispatchWorkdir` in `frontend/dockerfile/dockerfile2llb/convert.go`

rejection! {
    group: Context,
}
