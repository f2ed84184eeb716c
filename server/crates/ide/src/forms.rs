//! Exec form and shell form, as the rules about them need them: arrays that are none, and what an array starts.
//!
//! Docker's own judgement, array or not, is made in the facts. Here it is only asked what was meant, and nothing is
//! computed before something looks wrong.

pub(crate) mod array;
pub(crate) mod exec;
pub(crate) mod meant;
#[cfg(test)]
mod tests;
pub(crate) mod words;
