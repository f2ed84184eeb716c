//! Parser directive that is given twice.
//!
//! # What it does
//! Reports the second parser directive with the same name.
//!
//! # Why it matters
//! Docker accepts each parser directive only once, so it rejects the file.
//!
//! # Example
//! ```dockerfile
//! # escape=`
//! # escape=`
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
//! After the first comment that is not a directive, such a line is a plain comment and is not reported.
//!
//! # References
//! - <https://docs.docker.com/reference/dockerfile/#parser-directives>
//! - BuildKit: `ParseDirective` in `frontend/dockerfile/parser/directives.go`

rejection! {
    aliases: &["DU:DUPLICATED_ESCAPE_DIRECTIVE"],
    group: Syntax,
    foreign: ForeignFiles::Frontends,
}
