//! Value of `--chmod` is not a file mode.
//!
//! # What it does
//! Reports a `--chmod` value that is neither an octal number up to 7777 nor a symbolic mode.
//!
//! # Why it matters
//! Docker cannot read the value as permissions, so it rejects the file.
//!
//! # Example
//! ```dockerfile
//! FROM alpine:3.22
//! COPY --chmod=888 app /app
//! ```
//!
//! # Use instead
//! ```dockerfile
//! FROM alpine:3.22
//! COPY --chmod=755 app /app
//! ```
//!
//! # Limits
//! A symbolic mode such as `u+x,go-w` needs `docker/dockerfile:1.14` or later. Values with variables whose value is not
//! known are reported as information.
//!
//! # References
//! - <https://docs.docker.com/reference/dockerfile/#copy---chmod>
//! - BuildKit: `dispatchCopy` in `frontend/dockerfile/dockerfile2llb/convert.go`

rejection! {
    group: Context,
    unfinished: &[Unfinished::Mode],
}
