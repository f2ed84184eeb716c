//! Value of `RUN --network` or `RUN --security` is not known.
//!
//! # What it does
//! Reports a value of `--network` other than `default`, `none` or `host`, and a value of `--security` other than
//! `sandbox` or `insecure`.
//!
//! # Why it matters
//! Docker does not know any other value and rejects the file.
//!
//! # Example
//! ```dockerfile
//! FROM alpine:3.22
//! RUN --network=off make
//! ```
//!
//! # Use instead
//! ```dockerfile
//! FROM alpine:3.22
//! RUN --network=none make
//! ```
//!
//! # Limits
//! `host` and `insecure` are accepted here. Whether the builder allows them depends on `--allow`.
//!
//! # References
//! - <https://docs.docker.com/reference/dockerfile/#run---network>
//! - BuildKit: `parseNetwork` in `frontend/dockerfile/instructions/commands_runnetwork.go`

rejection! {
    group: Syntax,
    unfinished: &[Unfinished::FlagValue],
}
