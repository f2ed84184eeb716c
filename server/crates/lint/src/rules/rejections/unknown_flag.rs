//! Flag that the instruction does not have.
//!
//! # What it does
//! Reports a word that begins with `--`, before the arguments, and is not a flag of the instruction.
//!
//! # Why it matters
//! Each instruction has its own flags. Docker rejects the file.
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
//! `--` alone ends the flags: what follows are arguments. Flags after the first argument are the matter of
//! `MisplacedFlag`.
//!
//! # References
//! - <https://docs.docker.com/reference/dockerfile/#overview>
//! - BuildKit: `BFlags.Parse` in `frontend/dockerfile/instructions/bflag.go`

rejection! {
    aliases: &["DU:UNKNOWN_FLAG"],
    group: Syntax,
    unfinished: &[Unfinished::Flag],
}
