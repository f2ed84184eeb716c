//! Declares enums of node kinds, for any tree-sitter language.
//!
//! Kinds are compared as numbers: trees are walked node by node, and comparing names would take
//! most of the time. A misspelled kind does not compile.

/// Declares an enum of those node kinds of a language that its reader looks at.
#[macro_export]
macro_rules! node_kinds {
    ($(#[$doc:meta])* $visibility:vis $enum:ident: $language:expr; $($kind:ident = $name:literal,)*) => {
        $(#[$doc])*
        #[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
        $visibility enum $enum {
            $(#[doc = concat!("`", $name, "`")] $kind,)*
            /// A named node of any other kind.
            Named,
            /// A token of any other kind.
            Token,
        }

        impl $enum {
            /// The names of the kinds in the grammar, in the order of the variants.
            #[allow(dead_code, reason = "only tests compare names")]
            $visibility const NAMES: &[&str] = &[$($name,)*];

            /// The kind of a node.
            $visibility fn of(node: $crate::__tree_sitter::Node<'_>) -> Self {
                static KINDS: std::sync::LazyLock<Vec<$enum>> = std::sync::LazyLock::new(|| {
                    let language: $crate::__tree_sitter::Language = $language.into();
                    (0..language.node_kind_count() as u16)
                        .map(|id| match language.node_kind_for_id(id) {
                            $(Some($name) => $enum::$kind,)*
                            Some(_) | None if language.node_kind_is_named(id) => $enum::Named,
                            Some(_) | None => $enum::Token,
                        })
                        .collect()
                });
                KINDS.get(node.kind_id() as usize).copied().unwrap_or($enum::Named)
            }
        }
    };
}
