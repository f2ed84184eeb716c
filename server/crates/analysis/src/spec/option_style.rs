//! The conventions by which programs parse their options.

/// How a program parses its options.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum OptionStyle {
    /// `-abc` is three options, `--abc` is one.
    Letters,
    /// `-abc` and `--abc` are one option each.
    Words,
    /// As [`OptionStyle::Letters`], and the first word is a bundle of letters without `-`: `tar xzf`.
    Bundle,
    /// As [`OptionStyle::Letters`], up to the first operand.
    First,
}
