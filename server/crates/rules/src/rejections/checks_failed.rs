//! Check that fails the build because of `error=true`.
//!
//! # What it does
//! Reports a file with `# check=error=true` in which a BuildKit check has a finding.
//!
//! # Why it matters
//! With `error=true`, any finding of these checks fails the build before it starts. Without it, the findings are
//! warnings.
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
//! Only BuildKit's checks count, not the other rules of Dockwright. A finding that depends on the base image is
//! reported as information.
//!
//! # References
//! - <https://docs.docker.com/reference/dockerfile/#check>
//! - BuildKit: `Dockerfile2LLB` in `frontend/dockerfile/dockerfile2llb/convert.go`

rejection! {
    group: Style,
}
