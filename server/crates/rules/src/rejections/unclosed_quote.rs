//! Quote that is not closed.
//!
//! # What it does
//! Reports a word with an unclosed single or double quote in an instruction whose variables the builder replaces.
//!
//! # Why it matters
//! The builder reads the quotes here. It does not find the closing quote in the same word, and rejects the file.
//!
//! # Example
//! ```dockerfile
//! FROM alpine:3.22
//! ENV TITLE="My application
//! ```
//!
//! # Use instead
//! ```dockerfile
//! FROM alpine:3.22
//! ENV TITLE="My application"
//! ```
//!
//! # Limits
//! COPY, ADD and VOLUME split their arguments at spaces before quotes are read. `CopyPathWithSpaces` explains this. The
//! shell reads the text of RUN, CMD and ENTRYPOINT.
//!
//! # References
//! - <https://docs.docker.com/reference/dockerfile/#environment-replacement>
//! - BuildKit: `processDoubleQuote` in `frontend/dockerfile/shell/lex.go`

rejection! {
    aliases: &["DU:SYNTAX_MISSING_SINGLE_QUOTE", "DU:SYNTAX_MISSING_DOUBLE_QUOTE"],
    group: Syntax,
    unfinished: &[Unfinished::Open],
}
