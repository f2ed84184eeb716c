//! Flag that the instruction does not have.
//!
//! # What it does
//! Reports a word before the arguments that starts with `--` and is not a flag of the instruction.
//!
//! # Why it matters
//! Each instruction has its own flags. Docker rejects a file with any other flag.
//!
//! # Example
//! ```dockerfile
//! FROM alpine:3.22
//! COPY --chwon=1000 app /app
//! ```
//!
//! # Use instead
//! ```dockerfile
//! FROM alpine:3.22
//! COPY --chown=1000 app /app
//! ```
//!
//! # Limits
//! A separate `--` ends the flags, and the words after it are arguments. `MisplacedFlag` reports flags after the first
//! argument.
//!
//! # References
//! - <https://docs.docker.com/reference/dockerfile/#overview>
//! - BuildKit: `BFlags.Parse` in `frontend/dockerfile/instructions/bflag.go`

rejection! {
    aliases: &["DU:UNKNOWN_FLAG"],
    group: Syntax,
    unfinished: &[Unfinished::Flag],
}
