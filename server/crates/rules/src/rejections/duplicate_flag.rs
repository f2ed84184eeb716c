//! Flag that is given twice.
//!
//! # What it does
//! Reports the second use of a flag that an instruction accepts only once.
//!
//! # Why it matters
//! Docker does not choose one of the two values. It rejects the file.
//!
//! # Example
//! ```dockerfile
//! FROM alpine:3.22
//! COPY --chown=1000 --chown=2000 app /app
//! ```
//!
//! # Use instead
//! ```dockerfile
//! FROM alpine:3.22
//! COPY --chown=1000 app /app
//! ```
//!
//! # Limits
//! `--mount`, `--exclude` and `--device` may be repeated.
//!
//! # References
//! - <https://docs.docker.com/reference/dockerfile/#copy>
//! - BuildKit: `BFlags.Parse` in `frontend/dockerfile/instructions/bflag.go`

rejection! {
    aliases: &["DU:FLAG_DUPLICATE"],
    group: Syntax,
}
