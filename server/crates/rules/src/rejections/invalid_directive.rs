//! Parser directive with a value that Docker does not know.
//!
//! # What it does
//! Reports an `escape` directive with a value other than a backslash or a backtick, and a `check` directive whose
//! options Docker cannot read.
//!
//! # Why it matters
//! Docker rejects the file before it reads the first instruction.
//!
//! # Example
//! ```dockerfile
//! # escape=/
//! FROM alpine:3.22
//! ```
//!
//! # Use instead
//! ```dockerfile
//! # escape=`
//! FROM alpine:3.22
//! ```
//!
//! # Limits
//! An unknown image in `# syntax=` is not reported: only a registry knows whether it exists.
//!
//! # References
//! - <https://docs.docker.com/reference/dockerfile/#parser-directives>
//! - BuildKit: `setEscapeToken` in `frontend/dockerfile/parser/parser.go`

rejection! {
    aliases: &["DU:INVALID_ESCAPE_DIRECTIVE"],
    group: Syntax,
    unfinished: &[Unfinished::CheckOption],
}
