//! The content and meaning of a Dockerfile: the tables of Docker's language, the facts of each
//! instruction, the scripts in it, and the resulting stages, variables and images.
//!
//! This crate contains no protocol, IO or judgement; rules and editor features are built on it.
//! Positions are byte offsets in the document's text, or in an instruction where documented.

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
