//! A continuation may appear between any two characters of an instruction, and does not change its
//! meaning.

#![allow(clippy::unwrap_used, reason = "a test that panics has failed")]

use dockwright_syntax::{SyntaxTree, Text};
use dockwright_tests::samples;
use tree_sitter::Node;

const JOINT: &str = "\\\n";

/// The nodes in their order, each with its text as one line. How text for a shell is cut does not matter.
fn collect(node: Node<'_>, source: &str, out: &mut Vec<(String, String)>) {
    // A quote is a node only where its string is not one token.
    if matches!(node.kind(), "line_continuation" | "comment" | "shell_fragment" | "\"" | "'") {
        return;
    }
    // Spaces at the ends of a text may belong to it or to the gap.
    let text = source[node.byte_range()].replace(JOINT, "");
    out.push((node.kind().to_owned(), text.trim().to_owned()));
    for child in node.children(&mut node.walk()) {
        collect(child, source, out);
    }
}

fn meaning(source: &str) -> Vec<(String, String)> {
    let tree = SyntaxTree::parse(&Text::new(source));
    let mut nodes = Vec::new();
    collect(tree.root(), source, &mut nodes);
    nodes
}

/// Whether a continuation may be inserted before this byte: inside a line of an instruction, unless
/// it would make a comment or meet another backslash.
fn fits(source: &str, at: usize) -> bool {
    let (before, after) = source.split_at(at);
    let line = &before[before.rfind('\n').map_or(0, |newline| newline + 1)..];
    let rest = after.split('\n').next().unwrap();
    !line.trim().is_empty()
        && !line.trim_start_matches('\u{feff}').trim_start().starts_with('#')
        && !rest.trim().is_empty()
        && !rest.trim_start().starts_with(['#', '\\'])
        && !line.trim_end().ends_with('\\')
        // Not between the dashes of a flag, because what follows is not read as a flag then.
        && (!line.ends_with(" -") || !rest.starts_with('-'))
}

#[test]
fn a_continuation_anywhere_changes_no_meaning() {
    let mut count = 0;
    let mut wrong = Vec::new();
    for (path, source) in samples() {
        if source.contains("<<") || source.contains('`') || source.contains('\r') {
            continue;
        }
        let expected = meaning(&source);
        for (at, _) in source.char_indices().filter(|(at, _)| fits(&source, *at)) {
            let continued = [&source[..at], JOINT, &source[at..]].concat();
            count += 1;
            let actual = meaning(&continued);
            if actual != expected {
                let first = expected.iter().zip(&actual).find(|(a, b)| a != b);
                let around = &source[source[..at].rfind('\n').map_or(0, |n| n + 1)..at];
                wrong.push(format!("{}:{around}| {first:?}", path.file_name().unwrap().display()));
            }
        }
    }
    assert!(count > 5_000, "{count}");
    assert!(wrong.is_empty(), "{} of {count}\n{}", wrong.len(), wrong[..wrong.len().min(60)].join("\n"));
}
