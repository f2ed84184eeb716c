//! SHELL that is not a JSON array.
//!
//! # What it does
//! Reports a SHELL that is not written as a JSON array.
//!
//! # Why it matters
//! SHELL sets the shell that runs commands in shell form. It has no shell form itself, so Docker rejects the file.
//!
//! # Example
//! ```dockerfile
//! FROM alpine:3.22
//! SHELL /bin/sh -c
//! ```
//!
//! # Use instead
//! ```dockerfile
//! FROM alpine:3.22
//! SHELL ["/bin/sh", "-c"]
//! ```
//!
//! # Limits
//! An array without the option that takes the command is valid. `ShellMissingCommandFlag` reports it.
//!
//! # References
//! - <https://docs.docker.com/reference/dockerfile/#shell>
//! - BuildKit: `parseShell` in `frontend/dockerfile/instructions/parse.go`

rejection! {
    aliases: &["DU:SHELL_JSON_FORM", "DU:SHELL_REQUIRES_ONE"],
    group: Forms,
}
