//! A JSON array with an element that is not a string.
//!
//! # What it does
//! Reports a number, `true`, `null`, an array or an object in an array of an instruction.
//!
//! # Why it matters
//! The array is valid JSON, so Docker does not fall back to shell form: it rejects the file.
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
//! An array that is not valid JSON is the matter of `MalformedJsonArray`.
//!
//! # References
//! - <https://docs.docker.com/reference/dockerfile/#shell-and-exec-form>
//! - BuildKit: `parseJSON` in `frontend/dockerfile/parser/line_parsers.go`

rejection! {
    group: Forms,
}
