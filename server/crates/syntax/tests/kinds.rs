//! `src/kinds.rs` says what the grammar's `node-types.json` says. Renewed by `UPDATE_EXPECT=1`.

#![allow(clippy::unwrap_used, reason = "a test that panics has failed")]

use std::{collections::BTreeSet, fmt::Write};

use expect_test::expect_file;
use serde_json::Value;

const HEAD: &str = "\
//! The names of the grammar's nodes and fields. Generated from `node-types.json` by `tests/kinds.rs`.
//!
//! A misspelt constant does not compile, a misspelt string never matches. Keywords are tokens without a
//! name of their own, so that their kind is the upper-cased keyword; punctuation has no constants.
";

#[test]
fn kinds_are_those_of_the_grammar() {
    let types: Value = serde_json::from_str(dockwright_grammar::NODE_TYPES).unwrap();
    let (mut nodes, mut keywords, mut fields) = (BTreeSet::new(), BTreeSet::new(), BTreeSet::new());
    for node in types.as_array().unwrap() {
        let kind = node["type"].as_str().unwrap();
        if node["named"].as_bool().unwrap() {
            nodes.insert(kind);
        } else if kind.bytes().all(|byte| byte.is_ascii_uppercase()) {
            keywords.insert(kind);
        }
        fields.extend(node["fields"].as_object().into_iter().flatten().map(|(name, _)| name.as_str()));
    }

    let mut text = HEAD.to_owned();
    text.push('\n');
    constants(&mut text, "", "", "Node", &nodes);
    text.push('\n');
    constants(&mut text, "", "_KEYWORD", "Keyword token", &keywords);
    text.push_str("\n/// The names of fields.\npub mod field {\n");
    constants(&mut text, "    ", "", "Field", &fields);
    text.push_str("}\n");
    expect_file!["../src/kinds.rs"].assert_eq(&text);
}

fn constants(text: &mut String, indent: &str, suffix: &str, what: &str, names: &BTreeSet<&str>) {
    for name in names {
        let constant = name.to_uppercase();
        writeln!(text, "{indent}/// {what} `{name}`.").unwrap();
        writeln!(text, "{indent}pub const {constant}{suffix}: &str = \"{name}\";").unwrap();
    }
}
