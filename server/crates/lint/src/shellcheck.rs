//! The bridge to the real `ShellCheck`, for users who ask for it.
//!
//! Nothing here starts a program. The scripts of a document are put together as files that `ShellCheck` reads, its answers
//! are read and placed in the document, and a [`source`](answers::AnswerSource) of the caller's gets the ones from the
//! others. What the rules of the group `shell` report themselves is left out of the answers.

pub mod answers;
pub mod codes;
mod findings;
mod placing;
mod scripts;
#[cfg(test)]
mod tests;

pub(crate) use findings::findings;
pub use scripts::{Checked, scripts};
