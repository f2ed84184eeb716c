//! JSON array with an element that is not a string.
//!
//! # What it does
//! Reports a number, `true`, `null`, an array or an object in the array of an instruction.
//!
//! # Why it matters
//! The array is valid JSON, so Docker does not read it as shell form. It rejects the file.
//!
//! # Example
//! ```dockerfile
//! FROM alpine:3.22
//! CMD ["nginx", 8080]
//! ```
//!
//! # Use instead
//! ```dockerfile
//! FROM alpine:3.22
//! CMD ["nginx", "8080"]
//! ```
//!
//! # Limits
//! `MalformedJsonArray` reports an array that is not valid JSON.
//!
//! # References
//! - <https://docs.docker.com/reference/dockerfile/#shell-and-exec-form>
//! - BuildKit: `parseJSON` in `frontend/dockerfile/parser/line_parsers.go`

rejection! {
    group: Forms,
}
