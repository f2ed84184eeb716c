//! Rules about files that build Dockerfiles: Compose files, Bake files and dev containers. `build_files` finds what they
//! report; these are the records and pages.

pub mod build_arg_unknown;
pub mod build_context_missing;
pub mod build_dockerfile_missing;
pub mod build_inline_and_file;
pub mod build_key_typo;
pub mod build_target_unknown;
