//! Checks that `src/kinds.rs` agrees with the grammar's `node-types.json`. Set `UPDATE_EXPECT=1` to
//! regenerate it.

#![allow(clippy::unwrap_used, reason = "a test that panics has failed")]

use std::{collections::BTreeSet, fmt::Write};

use expect_test::expect_file;
use serde_json::Value;

const HEAD: &str = "\
//! The kinds of the grammar's nodes and the names of their fields. Generated from `node-types.json` by `tests/kinds.rs`.
//!
//! Keywords are tokens without a name of their own, so that their kind is the upper-cased keyword; other punctuation is
//! [`Kind::Token`].

use tree_sitter::Node;

crate::node_kinds! {
    /// What a node of the Dockerfile grammar is.
    pub Kind: dockwright_grammar::LANGUAGE;
";

const MIDDLE: &str = "\
}

impl Kind {
    /// Whether it is an instruction.
    pub const fn is_instruction(self) -> bool {
        matches!(
            self,
";

const BETWEEN: &str = "        )
    }

    /// Whether it is a keyword.
    pub const fn is_keyword(self) -> bool {
        matches!(
            self,
";

const TRAIT: &str = "        )
    }
}

/// The kind of a node as a value of [`Kind`].
pub trait NodeKind {
    /// What the node is.
    fn syntax_kind(&self) -> Kind;
}

impl NodeKind for Node<'_> {
    fn syntax_kind(&self) -> Kind {
        Kind::of(*self)
    }
}

/// The names of fields.
pub mod field {
";

#[test]
fn kinds_are_those_of_the_grammar() {
    let types: Value = serde_json::from_str(dockwright_grammar::NODE_TYPES).unwrap();
    let (mut kinds, mut fields) = (BTreeSet::new(), BTreeSet::new());
    for node in types.as_array().unwrap() {
        let kind = node["type"].as_str().unwrap();
        if node["named"].as_bool().unwrap() {
            kinds.insert((camel(kind), kind));
        } else if is_keyword(kind) {
            kinds.insert((camel(kind) + "Keyword", kind));
        }
        fields.extend(node["fields"].as_object().into_iter().flatten().map(|(name, _)| name.as_str()));
    }

    let mut text = HEAD.to_owned();
    for (variant, kind) in &kinds {
        writeln!(text, "    {variant} = \"{kind}\",").unwrap();
    }
    text.push_str(MIDDLE);
    is_one_of(&mut text, kinds.iter().filter(|(_, kind)| kind.ends_with("_instruction")));
    text.push_str(BETWEEN);
    is_one_of(&mut text, kinds.iter().filter(|(_, kind)| is_keyword(kind)));
    text.push_str(TRAIT);
    for name in fields {
        writeln!(text, "    /// Field `{name}`.").unwrap();
        writeln!(text, "    pub const {}: &str = \"{name}\";", name.to_uppercase()).unwrap();
    }
    text.push_str("}\n");
    expect_file!["../src/kinds.rs"].assert_eq(&text);
}

/// `env_pair` to `EnvPair`, `FROM` to `From`.
fn camel(name: &str) -> String {
    let word = |word: &str| word[..1].to_uppercase() + &word[1..].to_lowercase();
    name.split('_').map(word).collect()
}

fn is_keyword(kind: &str) -> bool {
    kind.bytes().all(|byte| byte.is_ascii_uppercase())
}

/// A pattern that matches any of these kinds.
fn is_one_of<'a>(text: &mut String, kinds: impl Iterator<Item = &'a (String, &'a str)>) {
    let mut bar = "";
    for (variant, _) in kinds {
        writeln!(text, "            {bar}Self::{variant}").unwrap();
        bar = "    | ";
    }
}
