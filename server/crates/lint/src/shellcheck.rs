//! The bridge to the real `ShellCheck`, for users who enable it.
//!
//! Nothing here starts a program. The scripts of a document become files for `ShellCheck`, a
//! [`source`](answers::AnswerSource) of the caller gets the answers to them, and the answers are
//! read and placed in the document. What the rules of the group `shell` report themselves is left
//! out of the answers.

pub mod answers;
pub mod codes;
mod findings;
mod placing;
mod scripts;

pub(crate) use findings::findings;
pub use scripts::{Checked, scripts};
