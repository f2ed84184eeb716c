//! The modules of each crate are layered: siblings do not use each other in a circle.
//!
//! `cargo test -p dockwright-tests --test layers -- --nocapture` prints the layers, the lowest first. What counts as a
//! use is described in `module_graph.rs`.

#![allow(clippy::unwrap_used, reason = "a test that panics has failed")]
#![allow(clippy::print_stdout, reason = "the layers are for reading")]

use dockwright_tests::{
    module_graph::{ModuleGraph, layers},
    root,
};

/// The root files of the crates that must not have cycles.
const CRATES: &[&str] = &[
    "grammar/bindings/rust/lib.rs",
    "server/crates/analysis/src/lib.rs",
    "server/crates/builds/src/lib.rs",
    "server/crates/context/src/lib.rs",
    "server/crates/init/src/lib.rs",
    "server/crates/fixture/src/lib.rs",
    "server/crates/format/src/lib.rs",
    "server/crates/ide/src/lib.rs",
    "server/crates/lint/src/lib.rs",
    "server/crates/rules/src/lib.rs",
    "server/crates/server/src/lib.rs",
    "server/crates/syntax/src/lib.rs",
    "server/crates/texts/src/lib.rs",
    "server/src/main.rs",
];
/// Prints the layers of a crate, and returns the uses in cycles.
fn cycles(file: &str) -> Vec<String> {
    let levels = ModuleGraph::read(&root().join(file)).unwrap().levels();
    let mut cyclic = Vec::new();
    println!("{file}");
    for (module, level) in &levels {
        let (layers, uses) = layers(level);
        println!("  {module}");
        for (number, layer) in (1..).zip(layers) {
            println!("    {number:2} {}", layer.join(" "));
        }
        for example in uses {
            println!("    in a cycle: {example}");
            cyclic.push(format!("{file}: {example}"));
        }
    }
    cyclic
}

#[test]
fn modules_are_layered() {
    let cyclic: Vec<String> = CRATES.iter().flat_map(|file| cycles(file)).collect();
    assert!(cyclic.is_empty(), "\nthese uses form cycles:\n{}\n", cyclic.join("\n"));
}
