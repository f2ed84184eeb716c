//! Computes the indentation of continued lines; how deep they are nested is taken from their
//! current indentation.
//!
//! The least indented line is one level deep; a line that is indented more than a line before it is
//! one level deeper. So formatting keeps the nesting as written. Only the commands of one `&&`
//! chain in a RUN get the same level, whatever their columns are.

use dockwright_syntax::logical::BLANKS;

use super::{
    lines::{Line, LineKind, blank_runs},
    parts::Parts,
};

/// The level of each line, `None` for a line that keeps its indentation.
pub(super) fn levels(source: &str, lines: &[Line], parts: &Parts) -> Vec<Option<usize>> {
    let mut levels = vec![None; lines.len()];
    let mut moved = Vec::new();
    for at in 1..lines.len() {
        if parts.is_end_of_array(&lines[at].content) {
            // At the level of the instruction that the array is in.
            levels[at] = Some(0);
        } else if lines[at].kind == LineKind::Text && is_movable(lines, at, parts) {
            moved.push(at);
        }
    }
    let columns = columns(source, lines, parts);
    let Some(base) = moved.iter().map(|&at| columns[at]).min() else { return levels };
    let mut open = vec![base];
    for &at in &moved {
        let column = columns[at];
        open.retain(|&above| above <= column);
        if open.last() != Some(&column) {
            open.push(column);
        }
        levels[at] = Some(open.len());
    }
    for at in 1..lines.len() {
        let line = &lines[at];
        let stays = match line.kind {
            LineKind::Text | LineKind::Blank => true,
            // Comments at the margin are there on purpose.
            LineKind::Comment => line.column == 0,
            LineKind::Continuation => false,
        };
        if !stays && !parts.is_inside(line.content.start) {
            levels[at] = neighbour_level(lines, &levels, at);
        }
    }
    levels
}

/// The columns of the lines, with those of the commands of one chain made equal. A chain ends where
/// a group of commands begins or ends.
fn columns(source: &str, lines: &[Line], parts: &Parts) -> Vec<usize> {
    const CHAIN: &str = "&&";
    let mut columns: Vec<_> = lines.iter().map(|line| line.column).collect();
    let is_run = parts.keywords.first().is_some_and(|it| source[it.clone()].eq_ignore_ascii_case("RUN"));
    let texts = (0..lines.len()).filter(|&at| lines[at].kind == LineKind::Text);
    // One for lines that begin with the operator, one for lines that follow a line ending with it.
    let mut chains = [None; 2];
    let mut before = "";
    for at in texts.take_while(|_| is_run) {
        let text = &source[lines[at].content.clone()];
        // An operator alone on its line belongs to the arguments above it as often as to the chain.
        let is_member = [text.starts_with(CHAIN) && text != CHAIN, before.ends_with(CHAIN) && text != CHAIN];
        if nests(text) || nests(before) {
            chains = [None; 2];
        } else if at > 0
            && let Some(kind) = is_member.iter().position(|is_member| *is_member)
        {
            columns[at] = *chains[kind].get_or_insert(columns[at]);
        }
        before = text;
    }
    columns
}

/// Whether a group of commands may begin or end in a text, or a quoted string may continue after
/// it.
fn nests(text: &str) -> bool {
    const WORDS: [&str; 12] =
        ["if", "then", "elif", "else", "fi", "for", "while", "until", "do", "done", "case", "esac"];
    let count = |sign: char| text.matches(sign).count();
    let is_balanced = count('(') == count(')')
        && count('{') == count('}')
        && ['"', '\'', '`'].into_iter().all(|quote| count(quote) % 2 == 0);
    !is_balanced || text.split([' ', '\t', ';']).any(|word| WORDS.contains(&word))
}

/// The column of continued lines that are aligned with the first argument: `LABEL a=1 \` and `b=2`
/// after six spaces. Scripts and commands are indented instead, whatever they are aligned with.
pub(super) fn hanging_column(source: &str, lines: &[Line], levels: &[Option<usize>]) -> Option<usize> {
    const INDENTED: [&str; 3] = ["HEALTHCHECK", "ONBUILD", "RUN"];
    let first = lines.first()?;
    let text = &source[first.content.clone()];
    let keyword = text.split(BLANKS).next()?;
    let blanks = blank_runs(text, 0).next()?;
    let column = first.column + blanks.end;
    let is_indented = INDENTED.iter().any(|it| keyword.eq_ignore_ascii_case(it));
    let mut outer = lines.iter().zip(levels).filter(|(_, level)| **level == Some(1));
    let is_hanging = outer.all(|(line, _)| line.kind != LineKind::Text || line.column == column);
    (!is_indented && is_hanging && levels.contains(&Some(1))).then_some(keyword.len() + 1)
}

/// The level of a line without text: that of the line above or below, preferring the one in the
/// same column.
fn neighbour_level(lines: &[Line], levels: &[Option<usize>], at: usize) -> Option<usize> {
    let is_text = |other: &usize| lines[*other].kind == LineKind::Text;
    let above = (0..at).rev().find(is_text);
    let below = (at + 1..lines.len()).find(is_text);
    let level = |other: Option<usize>| other.and_then(|other| levels[other]);
    let is_beside = above.is_some_and(|above| lines[above].column == lines[at].column);
    let (first, second) = if is_beside { (above, below) } else { (below, above) };
    level(first).or(level(second))
}

/// Whether the indentation of a line may change: there is whitespace on one side of the line end,
/// and it means nothing.
fn is_movable(lines: &[Line], at: usize, parts: &Parts) -> bool {
    let line = &lines[at];
    let start = line.content.start;
    if parts.is_inside(start) {
        return false;
    }
    !line.indent.is_empty() || has_gap_before(lines, at) || parts.is_in_array(&(start..start))
}

/// Whether the preceding lines have whitespace that separates their text from this line's.
pub(super) fn has_gap_before(lines: &[Line], at: usize) -> bool {
    for before in lines[..at].iter().rev() {
        match before.kind {
            LineKind::Text => return !before.tail.is_empty(),
            LineKind::Continuation if !before.indent.is_empty() => return true,
            LineKind::Continuation | LineKind::Comment | LineKind::Blank => {}
        }
    }
    false
}

/// Whether this line or the following ones have whitespace that separates its text from what
/// follows.
pub(super) fn has_gap_behind(lines: &[Line], at: usize) -> bool {
    if !lines[at].tail.is_empty() {
        return true;
    }
    for behind in &lines[at + 1..] {
        match behind.kind {
            LineKind::Text | LineKind::Continuation if !behind.indent.is_empty() => return true,
            LineKind::Text => return false,
            LineKind::Continuation | LineKind::Comment | LineKind::Blank => {}
        }
    }
    false
}
