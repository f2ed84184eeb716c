//! Rules about files that build Dockerfiles: Compose files, Bake files and dev containers.
//!
//! A line that several builds share has a finding only if it holds for each of them.

pub mod build_arg_unknown;
pub mod build_context_missing;
pub mod build_dockerfile_missing;
pub mod build_inline_and_file;
pub mod build_key_typo;
pub mod build_target_unknown;

// The imports that all of them need.
use dockwright_analysis::fix::Fix;
use dockwright_builds::{Build, Place};
use dockwright_lint::{
    build_file_context::{BuildFileContext, is_sound, literal, shown},
    diagnostic::Diagnostic,
};
