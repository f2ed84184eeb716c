//! Tests of several features together.

mod cache_directories;
mod engines;
