//! Stage name with characters that are not allowed.
//!
//! # What it does
//! Reports a name after `AS` that does not start with a letter, or has characters other than letters, digits, `-`, `_`
//! and `.`.
//!
//! # Why it matters
//! Docker rejects the file. Variables are not replaced here, so Docker rejects `AS $NAME` too.
//!
//! # Example
//! ```dockerfile
//! FROM alpine:3.22 AS 1st
//! ```
//!
//! # Use instead
//! ```dockerfile
//! FROM alpine:3.22 AS first
//! ```
//!
//! # Limits
//! Capital letters are accepted. `StageNameCasing` reports them.
//!
//! # References
//! - <https://docs.docker.com/reference/dockerfile/#from>
//! - BuildKit: `parseBuildStageName` in `frontend/dockerfile/instructions/parse.go`

rejection! {
    aliases: &["DU:INVALID_BUILD_STAGE_NAME"],
    group: Stages,
}
