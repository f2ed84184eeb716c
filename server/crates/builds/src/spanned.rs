//! Texts of build files: what they say, where, and what is known about their values.

use std::{ops::Range, path::Path, sync::Arc};

/// A stretch of a file, in bytes.
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
pub struct Place {
    /// The absolute path of the file.
    pub file: Arc<Path>,
    /// Where in its text.
    pub range: Range<usize>,
}

/// A text as the file has it, before variables are replaced.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Text {
    /// The text without quotes and escapes.
    pub text: String,
    /// Where it is, without quotes.
    pub place: Place,
    /// The bytes at `place` are exactly `text`, so that an edit may replace them.
    pub is_verbatim: bool,
}

impl Text {
    /// The text before a byte and the text `skip` bytes after it.
    pub fn split(&self, at: usize, skip: usize) -> (Self, Self) {
        let part = |range: Range<usize>| {
            let start = self.place.range.start;
            let place = if self.is_verbatim {
                start + range.start..start + range.end
            } else {
                self.place.range.clone()
            };
            Self {
                text: self.text[range].to_owned(),
                place: Place { file: Arc::clone(&self.place.file), range: place },
                is_verbatim: self.is_verbatim,
            }
        };
        (part(0..at), part(at + skip..self.text.len()))
    }
}

/// What is known about a value.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Known {
    /// The files determine it. Variables have their defaults.
    Certain(String),
    /// A variable from an `.env` file went into it, which the environment of the build may override.
    EnvFile(String),
    /// It depends on the environment of the build.
    Unknown,
}

impl Known {
    /// The value, however it is known.
    pub fn value(&self) -> Option<&str> {
        match self {
            Self::Certain(value) | Self::EnvFile(value) => Some(value),
            Self::Unknown => None,
        }
    }

    /// The value if the files determine it.
    pub fn certain(&self) -> Option<&str> {
        match self {
            Self::Certain(value) => Some(value),
            Self::EnvFile(_) | Self::Unknown => None,
        }
    }
}

/// A value that a file states.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Said {
    /// Its value after variables are replaced.
    pub value: Known,
    /// Where it is stated.
    pub place: Place,
    /// The bytes at `place` are exactly the value, so that an edit may replace them.
    pub is_verbatim: bool,
}

impl Said {
    /// A text without variables.
    pub fn literal(text: &Text) -> Self {
        Self {
            value: Known::Certain(text.text.clone()),
            place: text.place.clone(),
            is_verbatim: text.is_verbatim,
        }
    }

    /// The value, however it is known.
    pub fn value(&self) -> Option<&str> {
        self.value.value()
    }
}
