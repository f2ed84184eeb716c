//! Checks that the committed parser is the output of the pinned generator for `grammar.js`.
//!
//! `UPDATE_EXPECT=1 cargo test -p dockwright-grammar --test generated` regenerates it.

use std::{env, fs, path::Path};

/// Neovim 0.11 and Helix 25 can load this version; the generator's default is 15.
const ABI: usize = 14;
const GENERATED: [&str; 6] = [
    "parser.c",
    "grammar.json",
    "node-types.json",
    "tree_sitter/alloc.h",
    "tree_sitter/array.h",
    "tree_sitter/parser.h",
];

#[test]
fn committed_parser_is_up_to_date() {
    let root = Path::new(env!("CARGO_MANIFEST_DIR"));
    let out = env::temp_dir().join(format!("dockwright-grammar-{}", std::process::id()));
    fs::create_dir_all(out.join("src")).unwrap();
    fs::copy(root.join("grammar.js"), out.join("grammar.js")).unwrap();
    fs::copy(root.join("tree-sitter.json"), out.join("tree-sitter.json")).unwrap();
    tree_sitter_generate::generate_parser_in_directory(
        &out,
        Some(out.join("src")),
        Some(out.join("grammar.js")),
        ABI,
        None,
        Some("native"),
        true,
        tree_sitter_generate::OptLevel::default(),
        &mut Vec::new(),
    )
    .unwrap_or_else(|error| panic!("{error}"));
    for file in GENERATED {
        let fresh = fs::read(out.join("src").join(file)).unwrap();
        let committed = root.join("src").join(file);
        if env::var_os("UPDATE_EXPECT").is_some() {
            fs::create_dir_all(committed.parent().unwrap()).unwrap();
            fs::write(&committed, &fresh).unwrap();
        } else {
            let old = fs::read(&committed).unwrap_or_default();
            assert!(old == fresh, "{file} is stale; renew with UPDATE_EXPECT=1");
        }
    }
    fs::remove_dir_all(&out).ok();
}
