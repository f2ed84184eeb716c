//! What is known about Dockerfile instructions, as tables.
//!
//! The one place that knows instructions, flags and their values; diagnostics, completion, hover and the grammar's
//! tests read it. Source: language.md 3, which follows BuildKit's `frontend/dockerfile`.

pub mod docs;
pub mod instructions;
pub mod phrases;
pub mod rules;

pub use docs::{Entry, Language, Topic};
pub use instructions::{FlagKind, FlagSpec, INSTRUCTIONS, Instruction, InstructionSpec};
