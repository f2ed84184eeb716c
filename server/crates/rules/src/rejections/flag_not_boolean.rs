//! Value of a true-or-false flag is neither `true` nor `false`.
//!
//! # What it does
//! Reports a true-or-false flag such as `--link` with any value but `true` or `false`.
//!
//! # Why it matters
//! Docker accepts `true` and `false` in any letter case. It rejects a file with `1`, `yes` or a variable.
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
//! A flag without a value, such as `--link`, means `true`.
//!
//! # References
//! - <https://docs.docker.com/reference/dockerfile/#copy---link>
//! - BuildKit: `Flag.IsTrue` in `frontend/dockerfile/instructions/bflag.go`

rejection! {
    aliases: &["DU:FLAG_EXPECTED_BOOLEAN_VALUE"],
    group: Syntax,
    unfinished: &[Unfinished::OneOf(&["true", "false"])],
}
