//! Runs the cases of `test/corpus`, in the format of tree-sitter's own tool: a title between lines
//! of `=`, a text, a line `---` and its tree. The line end before `---` is not part of the text.
//!
//! `UPDATE_EXPECT=1 cargo test -p dockwright-grammar --test corpus` rewrites the trees. Review them
//! before you commit them.

use std::{env, fmt::Write, fs, path::Path};

use tree_sitter::{Parser, TreeCursor};

struct Case<'a> {
    title: &'a str,
    source: &'a str,
    expected: &'a str,
}

fn parser() -> Parser {
    let mut parser = Parser::new();
    parser.set_language(&dockwright_grammar::LANGUAGE.into()).unwrap();
    parser
}

fn is_rule(line: &str) -> bool {
    line.len() >= 3 && line.trim_end().bytes().all(|byte| byte == b'=')
}

fn cases(text: &str) -> Vec<Case<'_>> {
    let mut headers = Vec::new();
    let mut at = 0;
    let lines: Vec<_> = text
        .split_inclusive('\n')
        .map(|line| {
            at += line.len();
            (at - line.len(), line)
        })
        .collect();
    for window in lines.windows(3) {
        let [(start, rule), (_, title), (last, end)] = window else { unreachable!("windows of three") };
        if is_rule(rule) && is_rule(end) && !is_rule(title) {
            headers.push((*start, title.trim(), last + end.len()));
        }
    }
    let ends = headers.iter().skip(1).map(|header| header.0).chain([text.len()]);
    headers
        .iter()
        .zip(ends)
        .map(|(&(_, title, start), end)| {
            let (source, expected) =
                text[start..end].rsplit_once("\n---\n").unwrap_or_else(|| panic!("{title}: no line ---"));
            Case { title, source, expected }
        })
        .collect()
}

/// Prints the named nodes with their fields, one per line.
fn print(cursor: &mut TreeCursor<'_>, depth: usize, out: &mut String) {
    let node = cursor.node();
    if !node.is_named() && !node.is_missing() {
        return;
    }
    if depth > 0 {
        write!(out, "\n{:width$}", "", width = 2 * depth).unwrap();
    }
    if let Some(field) = cursor.field_name() {
        write!(out, "{field}: ").unwrap();
    }
    write!(out, "({}{}", if node.is_missing() { "MISSING " } else { "" }, node.kind()).unwrap();
    if cursor.goto_first_child() {
        loop {
            print(cursor, depth + 1, out);
            if !cursor.goto_next_sibling() {
                break;
            }
        }
        cursor.goto_parent();
    }
    out.push(')');
}

fn normalised(tree: &str) -> String {
    tree.split_whitespace().collect::<Vec<_>>().join(" ").replace(" )", ")").replace("( ", "(")
}

#[test]
fn texts_have_the_expected_trees() {
    let update = env::var_os("UPDATE_EXPECT").is_some();
    let mut parser = parser();
    let mut wrong = String::new();
    let mut count = 0;
    for entry in fs::read_dir(Path::new(env!("CARGO_MANIFEST_DIR")).join("test/corpus")).unwrap() {
        let path = entry.unwrap().path();
        let text = fs::read_to_string(&path).unwrap();
        let mut renewed = String::new();
        for Case { title, source, expected } in cases(&text) {
            count += 1;
            let tree = parser.parse(source, None).unwrap();
            let mut actual = String::new();
            print(&mut tree.walk(), 0, &mut actual);
            let rule = "=".repeat(80);
            write!(renewed, "{rule}\n{title}\n{rule}\n{source}\n---\n\n{actual}\n\n").unwrap();
            if normalised(&actual) != normalised(expected) {
                writeln!(wrong, "{}: {title}\n{source}\n{actual}\n", path.display()).unwrap();
            }
            assert!(!tree.root_node().has_error(), "{}: {title}\n{actual}", path.display());
        }
        if update {
            fs::write(&path, format!("{}\n", renewed.trim_end())).unwrap();
        }
    }
    assert!(count > 100, "only {count} cases");
    assert!(update || wrong.is_empty(), "{wrong}");
}

/// Reduced inputs of the fuzzer's findings.
#[test]
fn findings_of_the_fuzzer_stay_mended() {
    let mut parser = parser();
    for entry in fs::read_dir(Path::new(env!("CARGO_MANIFEST_DIR")).join("fuzz/findings")).unwrap() {
        let path = entry.unwrap().path();
        let tree = parser.parse(fs::read(&path).unwrap(), None).unwrap();
        assert!(!tree.root_node().has_error(), "{}: {}", path.display(), tree.root_node());
    }
}
