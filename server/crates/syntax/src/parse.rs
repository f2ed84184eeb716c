//! Parses a [`Text`], in full or incrementally.

use std::cell::RefCell;

use tree_sitter::{InputEdit, Language, Node, ParseOptions, Parser, Tree};

use crate::text::{Edit, Text};

thread_local! {
    static PARSER: RefCell<Parser> = RefCell::new(parser());
}

fn parser() -> Parser {
    let mut parser = Parser::new();
    let language: Language = dockwright_grammar::LANGUAGE.into();
    parser.set_language(&language).expect("the grammar's ABI is the runtime's");
    parser
}

/// The syntax tree of one [`Text`]; cloning shares it.
#[derive(Debug, Clone)]
pub struct SyntaxTree {
    tree: Tree,
}

impl SyntaxTree {
    /// Parses a whole text.
    pub fn parse(text: &Text) -> Self {
        Self { tree: run(text, None) }
    }

    /// Updates the tree for `text`, which results from applying `edits` to this tree's text, in this
    /// order.
    #[must_use]
    pub fn reparse(&self, text: &Text, edits: &[Edit]) -> Self {
        let mut old = self.tree.clone();
        for edit in edits {
            old.edit(&InputEdit {
                start_byte: edit.start,
                old_end_byte: edit.old_end,
                new_end_byte: edit.new_end,
                start_position: edit.start_point,
                old_end_position: edit.old_end_point,
                new_end_position: edit.new_end_point,
            });
        }
        Self { tree: run(text, Some(&old)) }
    }

    /// The root node, `source_file`.
    pub fn root(&self) -> Node<'_> {
        self.tree.root_node()
    }

    /// The tree-sitter tree.
    pub fn tree(&self) -> &Tree {
        &self.tree
    }
}

fn run(text: &Text, old: Option<&Tree>) -> Tree {
    PARSER.with_borrow_mut(|parser| {
        parser
            .parse_with_options(&mut |offset, _| text.chunk_at(offset), old, None::<ParseOptions<'_>>)
            .expect("a parser with a language and without a cancel callback returns a tree")
    })
}
