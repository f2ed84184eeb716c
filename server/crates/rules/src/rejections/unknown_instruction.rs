//! Line does not begin with an instruction.
//!
//! # What it does
//! Reports a line whose first word is not an instruction.
//!
//! # Why it matters
//! Docker knows 18 instructions, in any letter case. Usually the word is misspelt, or the previous line should
//! continue. Docker rejects the file.
//!
//! # Example
//! ```dockerfile
//! FROM alpine:3.22
//! RUNN make
//! ```
//!
//! # Use instead
//! ```dockerfile
//! FROM alpine:3.22
//! RUN make
//! ```
//!
//! # Limits
//! If the previous line lacks the escape character, `MissingLineContinuation` reports that instead.
//!
//! # References
//! - <https://docs.docker.com/reference/dockerfile/#format>
//! - BuildKit: `ParseInstruction` in `frontend/dockerfile/instructions/parse.go`

rejection! {
    aliases: &["DU:UNKNOWN_INSTRUCTION", "T:unknown-instruction", "DFL:invalid_command"],
    group: Syntax,
    unfinished: &[Unfinished::Keyword],
}
