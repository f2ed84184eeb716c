//! FROM with a wrong number of words.
//!
//! # What it does
//! Reports a FROM that is neither `FROM image` nor `FROM image AS name`.
//!
//! # Why it matters
//! Docker accepts one argument, or three with `AS` as the second. It rejects every other FROM.
//!
//! # Example
//! ```dockerfile
//! FROM alpine:3.22 base
//! ```
//!
//! # Use instead
//! ```dockerfile
//! FROM alpine:3.22 AS base
//! ```
//!
//! # Limits
//! `TrailingComment` reports a comment after the image.
//!
//! # References
//! - <https://docs.docker.com/reference/dockerfile/#from>
//! - BuildKit: `parseFrom` in `frontend/dockerfile/instructions/parse.go`

rejection! {
    aliases: &["DU:ARGUMENT_REQUIRES_ONE_OR_THREE", "DU:INVALID_AS"],
    group: Stages,
    unfinished: &[Unfinished::From],
}
