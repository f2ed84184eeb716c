//! Git source of ADD that Docker cannot read.
//!
//! # What it does
//! Reports a Git address in ADD with an unknown option, or with options that contradict the flags.
//!
//! # Why it matters
//! Docker reads the options after `?` in the address of a repository. It rejects the file if it does not know an
//! option.
//!
//! # Example
//! ```dockerfile
//! FROM alpine:3.22
//! ADD https://github.com/moby/buildkit.git?depth=1 /src
//! ```
//!
//! # Use instead
//! ```dockerfile
//! FROM alpine:3.22
//! ADD https://github.com/moby/buildkit.git?branch=v0.26.0 /src
//! ```
//!
//! # Limits
//! Whether the repository and the branch exist cannot be checked without the network.
//!
//! # References
//! - <https://docs.docker.com/reference/dockerfile/#add>
//! - BuildKit: `dispatchCopy` in `frontend/dockerfile/dockerfile2llb/convert.go`

rejection! {
    group: Context,
    unfinished: &[Unfinished::GitSource],
}
