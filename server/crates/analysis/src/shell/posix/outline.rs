//! The top level of a script: its statements, and the commands that `&&` and `||` chain in each.
//!
//! Ranges are in the script's text, not in the instruction. About the inside of a command it only
//! says whether `set -e` would exit exactly where `&&` after the command would stop.

use std::ops::Range;

use super::{children, heredocs, tree};
use crate::shell::{
    kinds::Bash,
    script::Script,
    structure::Joint,
    tree::{Field, Node},
};

/// A script's statements.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Outline {
    /// In the order of the text.
    pub statements: Vec<Statement>,
    /// The comments at any depth.
    pub comments: Vec<Range<usize>>,
}

/// A statement: the text between line ends, `;` and `&`.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Statement {
    /// Its commands; never empty.
    pub parts: Vec<Part>,
    /// The `;` or `&` after it.
    pub end: Option<Range<usize>>,
    /// Whether it runs in the background.
    pub is_background: bool,
}

/// A command of a chain, a pipeline, or any other construct between `&&` and `||`.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Part {
    /// How it is joined to the preceding part.
    pub joint: Joint,
    /// The range of that operator; empty for the first part.
    pub operator: Range<usize>,
    /// Its text, including redirections.
    pub range: Range<usize>,
    /// Whether, under `set -e`, its failure ends the script, and nothing in it does so earlier.
    pub is_firm: bool,
}

/// Commands that run other text as commands, or that change the effect of a failure.
const OPAQUE: [&str; 9] = [".", "alias", "builtin", "eval", "shopt", "source", "time", "trap", "unalias"];

/// The outline of a script for `sh` and related shells; `None` if it has syntax errors.
pub fn outline(script: &Script) -> Option<Outline> {
    outline_of(&script.text)
}

/// The outline of a text for such a shell.
pub(crate) fn outline_of(text: &str) -> Option<Outline> {
    let found = heredocs::heredocs(text);
    let tree = tree(&heredocs::replaced(text, &found))?;
    let root = tree.root();
    if tree.has_error || root.kind() != Bash::Program {
        return None;
    }
    let mut outline = Outline { statements: Vec::new(), comments: Vec::new() };
    let reader = Reader { text };
    comments(root, &mut outline.comments);
    for node in root.children() {
        match node.kind() {
            Bash::Comment => {}
            kind @ (Bash::Semicolon | Bash::Background) => {
                let last = outline.statements.last_mut()?;
                last.end = Some(node.range());
                last.is_background = kind == Bash::Background;
            }
            _ if node.is_named() => outline.statements.push(reader.statement(node)?),
            _ => {}
        }
    }
    Some(outline)
}

fn comments(node: Node<'_>, found: &mut Vec<Range<usize>>) {
    node.walk(|node, _| {
        if node.kind() == Bash::Comment {
            found.push(node.range());
        }
        true
    });
    found.sort_unstable_by_key(|range| range.start);
}

struct Reader<'a> {
    text: &'a str,
}

impl Reader<'_> {
    fn statement(&self, node: Node<'_>) -> Option<Statement> {
        let mut parts = Vec::new();
        self.parts(node, &mut parts)?;
        // The grammar skips an escaped space, which is a word.
        let is_blank = |gap: &str| {
            gap.split('\n').all(|line| {
                let line = line.trim();
                line.is_empty() || line == "\\" || line.starts_with('#')
            }) && !gap.contains("\\ ")
        };
        let mut end = parts.first()?.range.end;
        for part in &parts[1..] {
            let gaps = [end..part.operator.start, part.operator.end..part.range.start];
            if !gaps.into_iter().all(|gap| self.text.get(gap).is_some_and(is_blank)) {
                return None;
            }
            end = part.range.end;
        }
        Some(Statement { parts, end: None, is_background: false })
    }

    /// The parts of a list, which is nested to the left in the tree.
    fn parts(&self, node: Node<'_>, parts: &mut Vec<Part>) -> Option<()> {
        let mut behind = Vec::new();
        let mut rest = node;
        // Redirections after a list belong to its last command.
        let mut end = node.end();
        let mut is_whole = true;
        loop {
            if let Some(list) = leading_list(rest) {
                is_whole &= self.is_plain(rest) && pipeline(rest).into_iter().all(|it| self.is_firm(it));
                rest = list;
            }
            if rest.kind() != Bash::List {
                break;
            }
            let all = children(rest);
            let at = all.iter().position(|&child| matches!(child.kind(), Bash::And | Bash::Or))?;
            let is_statement = |child: &&Node<'_>| child.is_named() && child.kind() != Bash::Comment;
            let right = *all[at + 1..].iter().find(is_statement)?;
            let left = *all[..at].iter().rfind(is_statement)?;
            let joint = if all[at].kind() == Bash::Or { Joint::Or } else { Joint::And };
            let range = right.start()..end;
            let is_firm = std::mem::replace(&mut is_whole, true) && self.is_firm(right);
            behind.push(Part { joint, operator: all[at].range(), range, is_firm });
            end = left.end();
            rest = left;
        }
        let range = rest.start()..end;
        let start = range.start;
        parts.push(Part { joint: Joint::First, operator: start..start, range, is_firm: self.is_firm(rest) });
        parts.extend(behind.into_iter().rev());
        Some(())
    }

    /// Whether a node is firm, as in [`Part::is_firm`]. POSIX ignores `set -e` in conditions, after
    /// `!`, and in all commands of a list but the last; loops continue after a failure, and a group
    /// would exit at a failure that has no effect now.
    fn is_firm(&self, node: Node<'_>) -> bool {
        match node.kind() {
            Bash::Command => self.is_plain(node) && !self.is_opaque(node),
            Bash::VariableAssignment
            | Bash::VariableAssignments
            | Bash::DeclarationCommand
            | Bash::UnsetCommand
            | Bash::TestCommand => self.is_plain(node),
            Bash::RedirectedStatement => {
                let body = node.field(Field::Body);
                self.is_plain(node) && body.is_some_and(|body| self.is_firm(body))
            }
            Bash::Pipeline => statements(node).into_iter().all(|child| self.is_firm(child)),
            Bash::Subshell => self.is_single(node, |_| true),
            Bash::CompoundStatement => {
                node.first().is_some_and(|child| child.kind() != Bash::DoubleParen)
                    && self.is_single(node, ends_firmly)
            }
            _ => false,
        }
    }

    /// Whether a node contains one statement, made of firm parts and not in the background.
    fn is_single(&self, node: Node<'_>, is_fine: impl Fn(&[Part]) -> bool) -> bool {
        let [statement] = statements(node)[..] else { return false };
        let mut parts = Vec::new();
        !node.children().any(|child| child.kind() == Bash::Background)
            && self.parts(statement, &mut parts).is_some()
            && parts.iter().all(|part| part.is_firm)
            && is_fine(&parts)
    }

    /// Whether substitutions in a text are single commands or pipelines, because `dash` applies `set
    /// -e` in them.
    fn is_plain(&self, node: Node<'_>) -> bool {
        let text = self.text.get(node.range()).unwrap_or_default();
        // Quotes are not considered here, so some texts are rejected unnecessarily.
        let inner = |open: &str, close: char| {
            text.match_indices(open).all(|(at, _)| {
                let rest = &text[at + open.len()..];
                let inner = rest.rfind(close).map_or(rest, |end| &rest[..end]);
                !inner.contains([';', '\n']) && !inner.contains("eval ") && !has_loop(inner)
            })
        };
        inner("$(", ')') && inner("`", '`') && !inner_process(text)
    }

    /// Whether a command runs code that is not visible, or changes the rules.
    fn is_opaque(&self, node: Node<'_>) -> bool {
        let text = self.text.get(node.range()).unwrap_or_default();
        let mut words = text.split_ascii_whitespace().skip_while(|word| word.contains('='));
        let mut name = words.next().unwrap_or_default();
        if name == "command" {
            name = words.next().unwrap_or_default();
        }
        if name == "set" {
            return words.any(|word| word.starts_with('+') || word == "--" || word.contains('$'));
        }
        OPAQUE.contains(&name) || name.contains(['$', '`', '\\', '"', '\''])
    }
}

/// The named children, without comments.
fn statements(node: Node<'_>) -> Vec<Node<'_>> {
    let is_statement = |child: &Node<'_>| child.is_named() && child.kind() != Bash::Comment;
    node.children().filter(is_statement).collect()
}

/// The list that a node begins with and only seems to apply to as a whole: in the tree, `a && b > c
/// | d` is a pipeline of a redirected list, although redirections and pipes bind more tightly.
fn leading_list(node: Node<'_>) -> Option<Node<'_>> {
    let mut at = node;
    loop {
        at = match at.kind() {
            Bash::RedirectedStatement => at.field(Field::Body)?,
            Bash::Pipeline => at.children().find(Node::is_named)?,
            Bash::List => return (at != node).then_some(at),
            _ => return None,
        };
    }
}

/// The commands after the first pipe in a node that [`leading_list`] unwraps.
fn pipeline(node: Node<'_>) -> Vec<Node<'_>> {
    let mut found = Vec::new();
    let mut at = Some(node);
    while let Some(node) = at {
        at = match node.kind() {
            Bash::RedirectedStatement => node.field(Field::Body),
            Bash::Pipeline => {
                found.extend(node.children().filter(Node::is_named).skip(1));
                node.children().find(Node::is_named)
            }
            _ => None,
        };
    }
    found.retain(|node| node.kind() != Bash::Comment);
    found
}

/// Whether only the last part can make the whole fail.
pub fn ends_firmly(parts: &[Part]) -> bool {
    parts.len() == 1 || parts.last().is_some_and(|part| part.joint == Joint::Or)
}

fn has_loop(text: &str) -> bool {
    text.split_ascii_whitespace().any(|word| matches!(word, "do" | "{" | "if" | "case"))
}

/// `<(…)` runs concurrently, and the shell does not wait for it.
fn inner_process(text: &str) -> bool {
    text.contains("<(") || text.contains(">(")
}

#[cfg(test)]
mod tests {
    use dockwright_syntax::Text;

    use super::*;
    use crate::{
        document::Document,
        shell::{Dialect, script},
    };

    /// The parts with their joints; parts that are not firm are in brackets.
    fn shown(text: &str) -> Option<String> {
        let document = Document::new(Text::new(&format!("RUN {text}\n")));
        let placed = document.instructions().next()?;
        let script = script(placed.facts, &document.source(&placed), '\\', Dialect::Posix)?;
        let outline = outline(&script)?;
        let part = |part: &Part| {
            let text = &script.text[part.range.clone()];
            let text = if part.is_firm { text.to_owned() } else { format!("[{text}]") };
            format!("{} {text}", &script.text[part.operator.clone()]).trim().to_owned()
        };
        let statement = |it: &Statement| it.parts.iter().map(part).collect::<Vec<_>>().join(" ");
        Some(outline.statements.iter().map(statement).collect::<Vec<_>>().join(" / "))
    }

    #[test]
    fn chains_are_told_part_by_part() {
        for (text, parts) in [
            ("a && b c || d; e", "a && b c || d / e"),
            ("a > x && b 2>&1 | c && d > \"$y\" z", "a > x && b 2>&1 | c && d > \"$y\" z"),
            (
                "set -e; X=1 && export Y=2 && [ -f x ] && cd y",
                "set -e / X=1 && export Y=2 && [ -f x ] && cd y",
            ),
            (
                "(a && b) && (a; b) && { a || b; } && { a && b; }",
                "(a && b) && [(a; b)] && { a || b; } && [{ a && b; }]",
            ),
            ("! a && for x in y; do z; done", "[! a] && [for x in y; do z; done]"),
            (
                "if a; then b; fi && while a; do b; done | c",
                "[if a; then b; fi] && [while a; do b; done | c]",
            ),
            (
                "a $(b | c) && a $(b; c) && . x && eval y && $z",
                "a $(b | c) && [a $(b; c)] && [. x] && [eval y] && [$z]",
            ),
            ("f() { a; } && set +e && set -x", "[f() { a; }] && [set +e] && set -x"),
            ("a \\\n && b \\\n # c\n && d", "a    && b    && d"),
        ] {
            let parts = parts.replace("a    && b    && d", "a && b && d");
            assert_eq!(shown(text).as_deref(), Some(&*parts), "{text}");
        }
        assert_eq!(shown("a && ("), None);
        assert_eq!(shown("a \\ && b").as_deref(), Some("a \\ && b"));
        assert_eq!(shown("<<E\nset -e\na && b # c\n\nc\nE").as_deref(), Some("set -e / a && b / c"));
    }
}
