//! What a Dockerfile says and means: the tables of Docker's language, the facts of each instruction, the scripts in
//! it, and the stages, variables and images that follow.
//!
//! No protocol, no input or output, no judgement: rules and features are made of this. Places are byte offsets into the
//! document's text, or into an instruction where that is said.

pub mod any_platform;
pub mod build_inputs;
pub mod commands;
pub mod cursor;
pub mod document;
pub mod facts;
pub mod fix;
pub mod go;
pub mod heredocs;
pub mod hidden_argument;
pub mod known_builds;
pub mod memo;
pub mod model;
pub mod packages;
pub mod parts;
pub mod platform;
pub mod problem;
pub mod programs;
pub mod shell;
pub mod spec;
pub mod suggest;
pub mod usage;
pub mod words;
