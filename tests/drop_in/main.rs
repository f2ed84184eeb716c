//! `dockwright hadolint` against hadolint itself.

#![allow(clippy::unwrap_used, reason = "a test that panics has failed")]

mod configured;
mod folder;
mod migration;
mod recorded;
mod wrappers;
