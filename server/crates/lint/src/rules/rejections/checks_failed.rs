//! Check that fails the build because of `error=true`.
//!
//! # What it does
//! Reports a file with `# check=error=true` in which BuildKit's checks find something.
//!
//! # Why it matters
//! With `error=true`, any finding of these checks ends the build before it starts. Without it, they are warnings.
//!
//! # Example
//! ```dockerfile
//! # check=error=true
//! FROM alpine:3.22
//! WORKDIR app
//! ```
//!
//! # Use instead
//! ```dockerfile
//! # check=error=true
//! FROM alpine:3.22
//! WORKDIR /app
//! ```
//!
//! # Limits
//! Only BuildKit's own checks count, not the other rules of Dockwright. A check that a different base image could
//! satisfy is reported as information.
//!
//! # References
//! - <https://docs.docker.com/reference/dockerfile/#check>
//! - BuildKit: `Dockerfile2LLB` in `frontend/dockerfile/dockerfile2llb/convert.go`

rejection! {
    group: Style,
}
