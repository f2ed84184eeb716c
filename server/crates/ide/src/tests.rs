//! Tests of several features together.

mod engines;
mod phrases;
