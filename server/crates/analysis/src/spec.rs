//! Tables of the Dockerfile language.
//!
//! This is the single source for instructions, flags and their values; diagnostics, completion,
//! hover and the grammar's tests use it. It follows BuildKit's `frontend/dockerfile`.

pub mod base_images;
pub mod directives;
pub mod engine;
pub mod flags;
pub mod image_variables;
pub mod instruction;
pub mod instructions;
pub mod layout;
pub mod modes;
pub mod mounts;
pub mod official_images;
pub mod option_style;
pub mod package_managers;
pub mod podman;
pub mod ports;
pub mod programs;
pub mod signals;
pub mod signatures;
pub mod since;
pub mod usual;
pub mod wrappers;

pub use engine::Engine;
pub use flags::{FlagKind, FlagSpec, FlagValue};
pub use instruction::Instruction;
pub use instructions::{INSTRUCTIONS, InstructionSpec};
pub use since::Since;
