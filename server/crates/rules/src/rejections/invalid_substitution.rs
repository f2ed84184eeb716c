//! Variable with a modifier that the builder does not know.
//!
//! # What it does
//! Reports `${…}` that is not closed, has no name, or has an operator that the builder does not know.
//!
//! # Why it matters
//! The builder is not a shell. It knows `:-`, `-`, `:+`, `+`, `:?`, `?`, `#`, `##`, `%`, `%%`, `/` and `//`, and
//! rejects a file with any other operator.
//!
//! # Example
//! ```dockerfile
//! FROM alpine:3.22
//! ENV MODE=${MODE:=production}
//! ```
//!
//! # Use instead
//! ```dockerfile
//! FROM alpine:3.22
//! ENV MODE=${PATH:-production}
//! ```
//!
//! # Limits
//! The shell reads the text of RUN, CMD, ENTRYPOINT and HEALTHCHECK, so it is not checked.
//!
//! # References
//! - <https://docs.docker.com/reference/dockerfile/#environment-replacement>
//! - BuildKit: `processDollar` in `frontend/dockerfile/shell/lex.go`

rejection! {
    aliases: &["DU:UNSUPPORTED_MODIFIER"],
    group: Variables,
    unfinished: &[Unfinished::Open],
}
