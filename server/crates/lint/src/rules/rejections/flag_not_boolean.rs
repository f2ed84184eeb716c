//! Value of a true-or-false flag is neither `true` nor `false`.
//!
//! # What it does
//! Reports a flag such as `--link` with a different value.
//!
//! # Why it matters
//! Docker accepts `true` and `false` in any letter case, but neither `1` and `yes` nor variables. It rejects the file.
//!
//! # Example
//! ```dockerfile
//! FROM alpine:3.22
//! COPY --link=yes app /app
//! ```
//!
//! # Use instead
//! ```dockerfile
//! FROM alpine:3.22
//! COPY --link=true app /app
//! ```
//!
//! # Limits
//! A flag without a value, `--link`, is true.
//!
//! # References
//! - <https://docs.docker.com/reference/dockerfile/#copy---link>
//! - BuildKit: `Flag.IsTrue` in `frontend/dockerfile/instructions/bflag.go`

rejection! {
    aliases: &["DU:FLAG_EXPECTED_BOOLEAN_VALUE"],
    group: Syntax,
    unfinished: &[Unfinished::OneOf(&["true", "false"])],
}
