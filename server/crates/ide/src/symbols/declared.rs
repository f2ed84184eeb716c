//! Finds the names for a search over many files: stages and ARGs.

use std::ops::Range;

use dockwright_syntax::{
    Text,
    kinds::{self, Kind, NodeKind},
};
use tree_sitter::Node;

use dockwright_analysis::document::Document;

use super::{SymbolKind, line::shown};

/// Longer texts are not names.
const WIDTH: usize = 200;

/// A name that a file declares.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Declared {
    /// The name alone.
    pub name: String,
    /// A stage or a variable.
    pub kind: SymbolKind,
    /// Byte range of the name.
    pub range: Range<usize>,
    /// The name of the stage that contains a variable.
    pub stage: Option<String>,
}

/// The names of stages and ARGs in the order of the text.
pub fn declared_names(document: &Document) -> Vec<Declared> {
    let text = document.text();
    let root = document.tree().root();
    let mut acc = Vec::new();
    let mut cursor = root.walk();
    for part in root.children(&mut cursor) {
        let from = part.child(0).filter(|_| part.syntax_kind() == Kind::Stage);
        let stage = from.and_then(|from| from.child_by_field_name(kinds::field::NAME));
        let stage = stage.and_then(|name| declared(text, name, SymbolKind::Stage, None));
        let name = stage.as_ref().map(|stage| stage.name.clone());
        acc.extend(stage);
        let mut cursor = part.walk();
        let args = part.children(&mut cursor).filter(|child| child.syntax_kind() == Kind::ArgInstruction);
        for arg in args {
            let mut cursor = arg.walk();
            acc.extend(arg.children(&mut cursor).filter_map(|declaration| {
                let variable = declaration.child_by_field_name(kinds::field::NAME)?;
                declared(text, variable, SymbolKind::Variable, name.as_deref())
            }));
        }
    }
    acc
}

fn declared(text: &Text, node: Node<'_>, kind: SymbolKind, stage: Option<&str>) -> Option<Declared> {
    let name = shown(text, node, WIDTH);
    let stage = stage.map(str::to_owned);
    (!name.is_empty()).then(|| Declared { name, kind, range: node.byte_range(), stage })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[track_caller]
    fn check(fixture: &str) {
        let file = dockwright_fixture::parse_one(fixture);
        let document = Document::new(Text::new(&file.text));
        let found = declared_names(&document).into_iter().map(|it| {
            let stage = it.stage.map(|stage| format!(" in {stage}")).unwrap_or_default();
            (it.range, format!("{}{stage}", it.name))
        });
        let expected = file.annotations.into_iter().map(|it| (it.range, it.text));
        assert_eq!(found.collect::<Vec<_>>(), expected.collect::<Vec<_>>());
    }

    #[test]
    fn stages_and_args() {
        check(
            r#"
ARG BASE=alpine
    ^^^^ BASE
FROM $BASE AS 빌드
              ^^ 빌드
ARG A=1 B
    ^ A in 빌드
        ^ B in 빌드
ENV C=1
FROM scratch
ARG A
    ^ A
ARG
ARG =x
FROM b AS
"#,
        );
    }
}
