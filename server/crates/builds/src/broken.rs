//! The error of a build file that cannot be read.

/// Why a file cannot be read, in the words of its parser.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Broken {
    /// Where, in bytes.
    pub offset: usize,
    /// What is wrong.
    pub message: String,
}
