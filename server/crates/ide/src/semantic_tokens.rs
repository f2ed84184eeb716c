//! What each piece of the text means, for editors that colour by meaning.
//!
//! Tokens are told in the terms of the protocol's standard types, so that every theme knows them; two are added,
//! for escapes and for the punctuation of JSON. Words and paths without a meaning of their own get no token, nor do
//! the bodies of COPY's and ADD's heredocs, which are files in languages of their own: only variables that are
//! expanded in them are told. What `cmd.exe` reads gets none either.
//!
//! The tokens of an instruction follow from its text, but for a few questions that only the whole document answers:
//! whether a name is that of a stage, and which variable is an ARG. So they are kept with the facts of the
//! instruction, and the questions are asked again each time. An edit costs the tokens of the instructions that it
//! touches.
//!
//! Tokens are in the order of the text, do not overlap, and each lies on one line. The tokens of a range are those of
//! the whole document that have a byte in it: those of the parts that a text is cut into at line starts, one after the
//! other, are those of the whole.

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

pub use relative::{RelativeToken, TokensEdit, relative_tokens, tokens_edit};

use dockwright_analysis::document::Document;

/// A piece of the text and what it means.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct SemanticToken {
    /// Byte range; never empty, on one line.
    pub range: Range<usize>,
    /// What it is.
    pub token_type: TokenType,
    /// What else is known of it.
    pub modifiers: TokenModifiers,
}

macro_rules! token_types {
    ($($(#[$doc:meta])* $variant:ident = $name:literal,)*) => {
        /// What a token is.
        #[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
        pub enum TokenType {
            $($(#[$doc])* $variant,)*
        }

        impl TokenType {
            /// All of them, each at the index that its number is.
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
    /// A stage; in PowerShell a type.
    Class = "class",
    /// One of few fixed values: a tag, a signal, a protocol, a kind of mount.
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

/// What else is known of a token: a set of flags, of which each is a bit in the protocol, too.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, Hash)]
pub struct TokenModifiers(u8);

impl TokenModifiers {
    /// Nothing.
    pub const NONE: Self = Self(0);
    /// The name is declared here.
    pub const DECLARATION: Self = Self(1);
    /// An ARG: no instruction can give it another value.
    pub const READONLY: Self = Self(1 << 1);
    /// A variable or an image that the builder itself knows.
    pub const DEFAULT_LIBRARY: Self = Self(1 << 2);
    /// Docker advises against it.
    pub const DEPRECATED: Self = Self(1 << 3);
    /// A shell assigns the variable here.
    pub const MODIFICATION: Self = Self(1 << 4);

    /// The flags with their names in the protocol, each at the index that its bit has.
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

    /// With the flags of `other`, too.
    #[must_use]
    pub const fn with(self, other: Self) -> Self {
        Self(self.0 | other.0)
    }
}

/// The tokens that have a byte in a byte range, in the order of the text.
pub fn semantic_tokens(document: &Document, range: Range<usize>) -> Vec<SemanticToken> {
    let mut tokens = Vec::new();
    walk::each(document, range, |token| tokens.push(token));
    tokens
}
