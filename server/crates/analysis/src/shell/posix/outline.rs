//! What a script consists of at its top: statements, and the commands that `&&` and `||` chain in each.
//!
//! Places are byte offsets into the script's text, not into the instruction. Of the inside of a command only one thing
//! is told: whether `set -e` would end the script exactly where `&&` behind the command would.

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
    /// The comments, wherever they stand.
    pub comments: Vec<Range<usize>>,
}

/// A statement: what stands between line ends, `;` and `&`.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Statement {
    /// Its commands, at least one.
    pub parts: Vec<Part>,
    /// The `;` or `&` behind it.
    pub end: Option<Range<usize>>,
    /// It runs in the background.
    pub is_background: bool,
}

/// A command of a chain, a pipeline, or whatever else stands between `&&` and `||`.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Part {
    /// What ties it to the one before.
    pub joint: Joint,
    /// Where that stands; empty for the first.
    pub operator: Range<usize>,
    /// Its text, redirections included.
    pub range: Range<usize>,
    /// Under `set -e`, its failure ends the script, and nothing in it does so earlier.
    pub is_firm: bool,
}

/// Commands whose text is more commands, or that change what a failure does.
const OPAQUE: [&str; 9] = [".", "alias", "builtin", "eval", "shopt", "source", "time", "trap", "unalias"];

/// The outline of a script of `sh` and its kin; `None` where the grammar reads it with errors.
pub fn outline(script: &Script) -> Option<Outline> {
    outline_of(&script.text)
}

/// The outline of a text that such a shell reads.
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
    for node in children(root) {
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
        // The grammar passes over a blank that is escaped, which is a word.
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

    /// The parts of a list, which the grammar nests to the left.
    fn parts(&self, node: Node<'_>, parts: &mut Vec<Part>) -> Option<()> {
        let mut behind = Vec::new();
        let mut rest = node;
        // Redirections behind a list belong to its last command.
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

    /// Whether `set -e` behaves as said in [`Part::is_firm`]. POSIX has it ignored in conditions, after `!` and in all
    /// but the last command of a list; loops go on after a failure, and groups would end at one that now counts for
    /// nothing.
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

    /// Whether a node holds one statement, of firm parts, in no background.
    fn is_single(&self, node: Node<'_>, is_fine: impl Fn(&[Part]) -> bool) -> bool {
        let [statement] = statements(node)[..] else { return false };
        let mut parts = Vec::new();
        !children(node).into_iter().any(|child| child.kind() == Bash::Background)
            && self.parts(statement, &mut parts).is_some()
            && parts.iter().all(|part| part.is_firm)
            && is_fine(&parts)
    }

    /// Whether substitutions in a text are single commands or pipelines: `dash` takes `set -e` into them.
    fn is_plain(&self, node: Node<'_>) -> bool {
        let text = self.text.get(node.range()).unwrap_or_default();
        // Of quotes nothing is known here, so that some texts are refused without need.
        let inner = |open: &str, close: char| {
            text.match_indices(open).all(|(at, _)| {
                let rest = &text[at + open.len()..];
                let inner = rest.rfind(close).map_or(rest, |end| &rest[..end]);
                !inner.contains([';', '\n']) && !inner.contains("eval ") && !has_loop(inner)
            })
        };
        inner("$(", ')') && inner("`", '`') && !inner_process(text)
    }

    /// Whether a command runs more than it shows, or changes the rules.
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

/// The named children without comments.
fn statements(node: Node<'_>) -> Vec<Node<'_>> {
    let is_statement = |child: &Node<'_>| child.is_named() && child.kind() != Bash::Comment;
    children(node).into_iter().filter(is_statement).collect()
}

/// The list that a node begins with, and all of which it seems to be about: the grammar reads `a && b > c | d` as a
/// pipeline from a redirected list, though redirections and pipes bind more tightly.
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

/// The commands behind the first pipe of a node that [`leading_list`] looks through.
fn pipeline(node: Node<'_>) -> Vec<Node<'_>> {
    let mut found = Vec::new();
    let mut at = Some(node);
    while let Some(node) = at {
        at = match node.kind() {
            Bash::RedirectedStatement => node.field(Field::Body),
            Bash::Pipeline => {
                found.extend(children(node).into_iter().filter(Node::is_named).skip(1));
                node.children().find(Node::is_named)
            }
            _ => None,
        };
    }
    found.retain(|node| node.kind() != Bash::Comment);
    found
}

/// Whether the last part alone can make the whole fail.
pub fn ends_firmly(parts: &[Part]) -> bool {
    parts.len() == 1 || parts.last().is_some_and(|part| part.joint == Joint::Or)
}

fn has_loop(text: &str) -> bool {
    text.split_ascii_whitespace().any(|word| matches!(word, "do" | "{" | "if" | "case"))
}

/// `<(…)` runs aside, and nobody waits for it.
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

    /// Parts with their joints; those that are not firm in brackets.
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
