//! How programs read their options.

/// How a program reads its options.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum OptionStyle {
    /// `-abc` are three options, `--abc` is one.
    Letters,
    /// `-abc` is one, as is `--abc`.
    Words,
    /// As [`OptionStyle::Letters`]; the first word is a bundle of letters without `-`, too: `tar xzf`.
    Bundle,
    /// As [`OptionStyle::Letters`], until the first operand.
    First,
}
