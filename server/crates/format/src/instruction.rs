//! Formats one instruction: its keywords, the spaces between its parts, its indentation and its
//! line ends.

use std::ops::Range;

use super::{
    indent::{hanging_column, has_gap_behind, levels},
    lines::{End, Line, LineKind, blank_runs, width},
    options::{AsCase, Continuations, FormatOptions, IndentStyle, KeywordCase},
    parts::Parts,
};
use dockwright_analysis::fix::TextEdit;

/// The settings that apply to all instructions of a document.
pub(super) struct Style<'a> {
    pub(super) source: &'a str,
    pub(super) options: &'a FormatOptions,
    pub(super) indent: IndentStyle,
    pub(super) escape: char,
    pub(super) line_end: &'static str,
}

impl Style<'_> {
    pub(super) fn tab_width(&self) -> usize {
        self.options.indent_width.max(1)
    }

    /// `hanging` is the column of the first level, if lines are aligned with the first argument.
    fn indentation(&self, level: usize, hanging: Option<usize>) -> String {
        let width = self.options.indent_width;
        match (self.indent, hanging) {
            (IndentStyle::Space, Some(column)) if level > 0 => " ".repeat(column + (level - 1) * width),
            (IndentStyle::Space, _) => " ".repeat(level * width),
            (IndentStyle::Tab, _) => "\t".repeat(level),
        }
    }
}

/// A line as it will be, except for the spaces before its escape character.
struct Formed {
    /// `None` if the indentation stays.
    indent: Option<String>,
    /// Columns up to the end of the content.
    width: usize,
}

/// The lines of an instruction, and how wide they will be.
pub(super) struct Layout<'a> {
    style: &'a Style<'a>,
    parts: &'a Parts,
    lines: &'a [Line],
    inner: Vec<TextEdit>,
    formed: Vec<Formed>,
}

impl<'a> Layout<'a> {
    /// `more` holds edits of the parts themselves, which replace words by words.
    pub(super) fn new(style: &'a Style<'a>, parts: &'a Parts, lines: &'a [Line], more: &[TextEdit]) -> Self {
        let mut inner = inner_edits(style, parts, lines);
        inner.extend_from_slice(more);
        inner.sort_by_key(|edit| (edit.range.start, edit.range.end));
        let levels = levels(style.source, lines, parts);
        let hanging = hanging_column(style.source, lines, &levels);
        let mut layout = Self { style, parts, lines, inner, formed: Vec::new() };
        layout.formed = lines
            .iter()
            .zip(levels)
            .enumerate()
            .map(|(at, (line, level))| layout.form(line, if at == 0 { Some(0) } else { level }, hanging))
            .collect();
        layout
    }

    fn form(&self, line: &Line, level: Option<usize>, hanging: Option<usize>) -> Formed {
        let tab_width = self.style.tab_width();
        let indent = level.map(|level| self.style.indentation(level, hanging));
        let before = indent.as_deref().unwrap_or(&self.style.source[line.indent.clone()]);
        let content = line.content.clone();
        let first = self.inner.partition_point(|edit| edit.range.start < content.start);
        let edits = self.inner[first..].iter().take_while(|edit| edit.range.end <= content.end);
        let text = edited(self.style.source, &content, edits);
        Formed { width: width(before, tab_width) + width(&text, tab_width), indent }
    }

    /// The width of each line, in columns up to the end of its text.
    pub(super) fn widths(&self) -> impl Iterator<Item = usize> {
        self.formed.iter().map(|formed| formed.width)
    }

    /// The edits, in the order of the text.
    pub(super) fn edits(&self) -> Vec<TextEdit> {
        let source = self.style.source;
        let mut edits = self.inner.clone();
        let mut push = |range: &Range<usize>, text: &str| {
            if source[range.clone()] != *text {
                edits.push(TextEdit { range: range.clone(), text: text.to_owned() });
            }
        };
        let aligned = self.aligned_column();
        for (at, (line, formed)) in self.lines.iter().zip(&self.formed).enumerate() {
            let follows_division = at > 0 && self.lines[at - 1].end == End::Divided;
            if let Some(indent) = &formed.indent
                && !follows_division
                && !(line.kind == LineKind::Continuation && aligned.is_some())
            {
                push(&line.indent, indent);
            }
            let pad = || {
                let blanks = aligned.map_or(1, |column| column.saturating_sub(formed.width).max(1));
                " ".repeat(blanks)
            };
            match &line.end {
                End::Continued { trailing } => {
                    if line.kind == LineKind::Continuation {
                        if let (Some(column), Some(_)) = (aligned, &formed.indent) {
                            push(&line.indent, &" ".repeat(column));
                        }
                    } else if self.is_free_end(at) {
                        push(&line.tail, &pad());
                    }
                    if self.style.options.trim_trailing_blanks {
                        push(trailing, "");
                    }
                }
                End::Divided => {
                    let next = self.formed.get(at + 1).and_then(|next| next.indent.as_deref());
                    let Style { escape, line_end, .. } = self.style;
                    let text = format!("{}{escape}{line_end}{}", pad(), next.unwrap_or(" "));
                    push(&line.tail, &text);
                }
                End::Plain if self.style.options.trim_trailing_blanks => match line.kind {
                    LineKind::Blank => push(&line.indent, ""),
                    LineKind::Text if self.parts.keeps_end => {}
                    LineKind::Text | LineKind::Comment | LineKind::Continuation => push(&line.tail, ""),
                },
                End::Plain => {}
            }
        }
        edits.sort_by_key(|edit| (edit.range.start, edit.range.end));
        edits
    }

    /// Whether the spaces before a line's escape character mean nothing and there may be any.
    fn is_free_end(&self, at: usize) -> bool {
        let line = &self.lines[at];
        let end = line.content.end;
        !self.parts.is_inside(end)
            && self.parts.is_free(&line.tail)
            && (has_gap_behind(self.lines, at) || self.parts.is_in_array(&(end..end)))
    }

    /// The column of the escape characters, if they are to be aligned.
    fn aligned_column(&self) -> Option<usize> {
        let is_continued = |line: &Line| matches!(line.end, End::Continued { .. } | End::Divided);
        let ends = || {
            (0..self.lines.len()).filter(|&at| {
                let line = &self.lines[at];
                is_continued(line)
                    && match line.kind {
                        LineKind::Text => self.is_free_end(at),
                        LineKind::Continuation => self.formed[at].indent.is_some(),
                        LineKind::Comment | LineKind::Blank => false,
                    }
            })
        };
        let is_aligned = match self.style.options.continuations {
            Continuations::Single => false,
            Continuations::Aligned => true,
            Continuations::Auto => self.is_aligned(ends()),
        };
        let is_text = |at: &usize| self.lines[*at].kind == LineKind::Text;
        let widest = ends().filter(is_text).map(|at| self.formed[at].width).max();
        widest.filter(|_| is_aligned).map(|widest| widest + 1)
    }

    /// Whether the escape characters at the line ends are aligned, and some line is padded, so that it
    /// is not by chance.
    fn is_aligned(&self, ends: impl Iterator<Item = usize>) -> bool {
        let source = self.style.source;
        let mut column = None;
        let (mut count, mut has_padding) = (0, false);
        for at in ends {
            let line = &self.lines[at];
            let before = &source[line.indent.start..line.tail.end];
            let own = width(before, self.style.tab_width());
            if *column.get_or_insert(own) != own {
                return false;
            }
            count += 1;
            has_padding |= line.tail.len() > 1;
        }
        count > 1 && has_padding
    }
}

/// A part of the source with edits applied to it.
pub(super) fn edited<'e>(
    source: &str,
    range: &Range<usize>,
    edits: impl Iterator<Item = &'e TextEdit>,
) -> String {
    let mut out = String::new();
    let mut at = range.start;
    for edit in edits {
        out.push_str(&source[at..edit.range.start]);
        out.push_str(&edit.text);
        at = edit.range.end;
    }
    out.push_str(&source[at..range.end]);
    out
}

/// The edits within the lines.
fn inner_edits(style: &Style<'_>, parts: &Parts, lines: &[Line]) -> Vec<TextEdit> {
    let source = style.source;
    let mut edits = keyword_edits(style, parts);
    for line in lines.iter().filter(|line| line.kind == LineKind::Text) {
        for blanks in blank_runs(&source[line.content.clone()], line.content.start) {
            if !parts.is_free(&blanks) {
                continue;
            }
            let before = source[..blanks.start].chars().next_back();
            let behind = source[blanks.end..].chars().next();
            let is_tight =
                parts.is_in_array(&blanks) && (before == Some('[') || matches!(behind, Some(']' | ',')));
            let text = if is_tight { "" } else { " " };
            // An escaped space is text, even if the shell's grammar reads it differently.
            if source[blanks.clone()] != *text && before != Some('\\') && before != Some(style.escape) {
                edits.push(TextEdit { range: blanks, text: text.to_owned() });
            }
        }
    }
    for comma in parts.commas(source) {
        let behind = source[comma + 1..].chars().next();
        let ends_line = lines.iter().any(|line| line.content.end == comma + 1);
        if !ends_line && behind.is_some_and(|c| !matches!(c, ' ' | '\t')) {
            edits.push(TextEdit { range: comma + 1..comma + 1, text: " ".to_owned() });
        }
    }
    edits
}

/// The edits that change the letter case of an instruction's keywords.
pub(super) fn keyword_edits(style: &Style<'_>, parts: &Parts) -> Vec<TextEdit> {
    let source = style.source;
    let mut edits = Vec::new();
    let mut wanted = style.options.keyword_case;
    for (at, keyword) in parts.keywords.iter().enumerate() {
        let written = &source[keyword.clone()];
        if at > 0 && written.eq_ignore_ascii_case("as") {
            match style.options.as_case {
                AsCase::Keep if edits.is_empty() => continue,
                AsCase::Match if wanted == KeywordCase::Keep => {
                    wanted = case_of(&source[parts.keywords[0].clone()]);
                }
                AsCase::Keep | AsCase::Match => {}
            }
        }
        let text = match wanted {
            KeywordCase::Upper => written.to_ascii_uppercase(),
            KeywordCase::Lower => written.to_ascii_lowercase(),
            KeywordCase::Keep => continue,
        };
        // A line end may cut a keyword.
        if text != written && written.bytes().all(|byte| byte.is_ascii_alphabetic()) {
            edits.push(TextEdit { range: keyword.clone(), text });
        }
    }
    edits
}

/// The case of a keyword; `Keep` if it is mixed.
fn case_of(keyword: &str) -> KeywordCase {
    if keyword.bytes().all(|byte| byte.is_ascii_uppercase()) {
        KeywordCase::Upper
    } else if keyword.bytes().all(|byte| byte.is_ascii_lowercase()) {
        KeywordCase::Lower
    } else {
        KeywordCase::Keep
    }
}
