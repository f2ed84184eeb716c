//! Semantic tokens: the meaning of each piece of the text, for highlighting in editors.
//!
//! Tokens use the protocol's standard types, which every theme knows, and two more, for escapes and
//! for the punctuation of JSON. Plain words and paths get no token. In the heredocs of COPY and
//! ADD, which are files in other languages, only variables get tokens. Commands for `cmd.exe` get
//! none.
//!
//! The tokens of an instruction depend on its text, except for two properties that need the whole
//! document: whether a name is that of a stage, and which variables are arguments. So tokens are
//! cached with the facts of the instruction, and these properties are looked up each time. After an
//! edit, only the tokens of the changed instructions are computed again.
//!
//! Tokens are in the order of the text, do not overlap, and do not cross line ends. The tokens of a
//! range are those of the whole document that intersect it. So if a text is cut at line starts, the
//! tokens of its parts together are those of the whole.

mod canvas;
mod gaps;
mod header;
mod instruction;
mod names;
mod relative;
mod script;
mod strings;
#[cfg(test)]
mod tests;
mod walk;

use std::ops::Range;

pub use relative::{RelativeToken, TokensEdit, encoded_tokens, relative_tokens, tokens_edit};

use dockwright_analysis::document::Document;

/// A range of the text with its meaning.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct SemanticToken {
    /// Byte range; never empty, on one line.
    pub range: Range<usize>,
    /// The type of the token.
    pub token_type: TokenType,
    /// Further properties.
    pub modifiers: TokenModifiers,
}

macro_rules! token_types {
    ($($(#[$doc:meta])* $variant:ident = $name:literal,)*) => {
        /// The type of a token.
        #[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
        pub enum TokenType {
            $($(#[$doc])* $variant,)*
        }

        impl TokenType {
            /// All types; the index of each is its number in the protocol.
            pub const ALL: &[Self] = &[$(Self::$variant,)*];

            /// Its name in the protocol.
            pub fn name(self) -> &'static str {
                match self {
                    $(Self::$variant => $name,)*
                }
            }
        }
    };
}

token_types! {
    /// A keyword of an instruction or of a shell.
    Keyword = "keyword",
    /// The registry or the path of an image.
    Namespace = "namespace",
    /// A stage; in PowerShell, a type.
    Class = "class",
    /// One of a few fixed values: a tag, a signal, a protocol, a type of mount.
    EnumMember = "enumMember",
    /// A flag of an instruction, an option of a command.
    Parameter = "parameter",
    /// The key of a label or a mount.
    Property = "property",
    /// A variable.
    Variable = "variable",
    /// A command, or a function of a shell.
    Function = "function",
    /// A string, a value.
    String = "string",
    /// A number, a port, a duration, a digest.
    Number = "number",
    /// An operator.
    Operator = "operator",
    /// A comment.
    Comment = "comment",
    /// The name of a parser directive.
    Decorator = "decorator",
    /// The delimiter of a heredoc.
    Macro = "macro",
    /// An escaped character, or the character that continues a line.
    EscapeSequence = "escapeSequence",
    /// Brackets and commas of JSON.
    Punctuation = "punctuation",
}

/// Further properties of a token: a set of flags, each of which is also a bit in the protocol.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, Hash)]
pub struct TokenModifiers(u8);

impl TokenModifiers {
    /// No flags.
    pub const NONE: Self = Self(0);
    /// The name is declared here.
    pub const DECLARATION: Self = Self(1);
    /// An ARG, whose value no instruction can change.
    pub const READONLY: Self = Self(1 << 1);
    /// A variable or an image that is built into the builder.
    pub const DEFAULT_LIBRARY: Self = Self(1 << 2);
    /// Docker advises against it.
    pub const DEPRECATED: Self = Self(1 << 3);
    /// A shell assigns the variable here.
    pub const MODIFICATION: Self = Self(1 << 4);

    /// The flags with their names in the protocol; the index of each is that of its bit.
    pub const ALL: &[(Self, &'static str)] = &[
        (Self::DECLARATION, "declaration"),
        (Self::READONLY, "readonly"),
        (Self::DEFAULT_LIBRARY, "defaultLibrary"),
        (Self::DEPRECATED, "deprecated"),
        (Self::MODIFICATION, "modification"),
    ];

    /// The bits.
    pub fn bits(self) -> u32 {
        u32::from(self.0)
    }

    /// Whether all flags of `other` are set.
    pub fn has(self, other: Self) -> bool {
        self.0 & other.0 == other.0
    }

    /// Adds the flags of `other`.
    #[must_use]
    pub const fn with(self, other: Self) -> Self {
        Self(self.0 | other.0)
    }
}

/// The tokens that intersect a byte range, in the order of the text.
pub fn semantic_tokens(document: &Document, range: Range<usize>) -> Vec<SemanticToken> {
    let mut tokens = Vec::new();
    walk::each(document, range, |token| tokens.push(token));
    tokens
}
