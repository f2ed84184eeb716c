//! A Dockerfile inside a build file, and which byte of it comes from which byte of the file.

use std::ops::Range;

use crate::{
    interpolate::{Variables, pieces},
    node::Style,
    spanned::{Known, Place, Text},
};

/// A Dockerfile inside a build file.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Inline {
    /// The text as Docker gets it. An unknown variable stays as it is written.
    pub text: String,
    /// Where it is in the file.
    pub place: Place,
    /// The parts of the text that appear in the file byte for byte, in order; empty if positions cannot
    /// be mapped.
    pub segments: Vec<Segment>,
}

/// A part of an inline Dockerfile that is in the file byte for byte.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Segment {
    /// Where in the Dockerfile.
    pub text: usize,
    /// Where in the file.
    pub file: usize,
    /// How many bytes.
    pub len: usize,
}

impl Inline {
    /// Whether positions can be mapped. They cannot in folded and quoted texts.
    pub fn is_mapped(&self) -> bool {
        !self.segments.is_empty()
    }

    /// The offset in the file of a byte of the Dockerfile. The replacement of a variable counts as its
    /// start.
    pub fn to_file(&self, offset: usize) -> Option<usize> {
        let at = self.segments.partition_point(|segment| segment.text <= offset).checked_sub(1)?;
        let segment = &self.segments[at];
        let inside = (offset - segment.text).min(segment.len);
        Some(segment.file + inside)
    }

    /// Maps a range of the Dockerfile to the file.
    pub fn range_to_file(&self, range: &Range<usize>) -> Option<Range<usize>> {
        let start = self.to_file(range.start)?;
        let end = if range.end > range.start { self.to_file(range.end - 1)? + 1 } else { start };
        Some(start..end.max(start))
    }

    /// Maps a range of the Dockerfile to the file, if it begins and ends with text that the file
    /// contains.
    pub fn covered_range(&self, range: &Range<usize>) -> Option<Range<usize>> {
        let is_covered = |offset: usize| {
            let at = self.segments.partition_point(|segment| segment.text <= offset).checked_sub(1);
            at.is_some_and(|at| offset < self.segments[at].text + self.segments[at].len)
        };
        let last = range.end.max(range.start + 1) - 1;
        let is_end = range.is_empty() && range.start == self.text.len();
        (is_end || is_covered(range.start) && is_covered(last)).then(|| self.range_to_file(range)).flatten()
    }

    /// Maps a range of the Dockerfile to the file, if all of it is there byte for byte on one line, so
    /// that an edit may replace it.
    pub fn exact_range(&self, range: &Range<usize>) -> Option<Range<usize>> {
        let at = self.segments.partition_point(|segment| segment.text <= range.start).checked_sub(1)?;
        let segment = &self.segments[at];
        let start = segment.file + (range.start - segment.text);
        (range.end <= segment.text + segment.len).then(|| start..start + range.len())
    }

    /// The range in the file and its new text that give the Dockerfile a different text; `None` if the file
    /// has variables or other spellings in the lines, or if nothing changes.
    pub fn replacement(&self, source: &str, new: &str) -> Option<(Range<usize>, String)> {
        // In Compose files, and in heredocs of HCL.
        const ESCAPES: [(&str, &str); 3] = [("", ""), ("$", "$$"), ("${", "$${")];
        let first = self.segments.first()?.file;
        let start = source.get(..first)?.rfind('\n').map_or(0, |end| end + 1);
        let indent = &source[start..first];
        // The last line of some blocks has no line end, whatever the text's last line has.
        let new = if self.text.ends_with('\n') { new } else { new.trim_end_matches('\n') };
        let is_in_file = |text: &str| source[start..].starts_with(text);
        let mut spelled = ESCAPES
            .iter()
            .map(|escape| (in_block(&self.text, indent, *escape), in_block(new, indent, *escape)));
        let (old, new) = spelled.find(|(old, _)| is_in_file(old))?;
        // Only the lines that change are replaced.
        let head = same_lines(old.split_inclusive('\n'), new.split_inclusive('\n'));
        let (old_rest, new_rest) = (&old[head..], &new[head..]);
        let tail = same_lines(old_rest.split_inclusive('\n').rev(), new_rest.split_inclusive('\n').rev());
        let range = start + head..start + old.len() - tail;
        let text = new_rest[..new_rest.len() - tail].to_owned();
        (!range.is_empty() || !text.is_empty()).then_some((range, text))
    }

    /// The byte of the Dockerfile at an offset of the file.
    pub fn from_file(&self, offset: usize) -> Option<usize> {
        let at = self.segments.partition_point(|segment| segment.file <= offset).checked_sub(1)?;
        let segment = &self.segments[at];
        let inside = offset - segment.file;
        (inside <= segment.len).then_some(segment.text + inside)
    }
}

/// The length of the lines that two texts have in common before the first difference.
fn same_lines<'a>(a: impl Iterator<Item = &'a str>, b: impl Iterator<Item = &'a str>) -> usize {
    a.zip(b).take_while(|(a, b)| a == b).map(|(line, _)| line.len()).sum()
}

/// A text as it is written in a block: indented, and with some text escaped.
fn in_block(text: &str, indent: &str, (plain, escaped): (&str, &str)) -> String {
    let mut block = String::with_capacity(text.len() * 2);
    for line in text.split_inclusive('\n') {
        if line != "\n" {
            block.push_str(indent);
        }
        if plain.is_empty() {
            block.push_str(line);
        } else {
            block.push_str(&line.replace(plain, escaped));
        }
    }
    block
}

/// The lines of a text that the file has with the same words but indented.
struct Lines {
    /// For each line of the text: its start in the text, in the file, and its length, with the line end if the file has
    /// the same.
    lines: Vec<(usize, usize, usize)>,
}

impl Lines {
    /// Compares the lines of `text` with those of `source` from `start` on; nothing if they differ in more than
    /// indentation.
    fn compare(text: &str, source: &str, start: usize) -> Option<Self> {
        let mut lines = Vec::new();
        let (mut at, mut file) = (0, start);
        for line in text.split_inclusive('\n') {
            let words = line.trim_end_matches('\n');
            let rest = source.get(file..)?;
            let whole = rest.split_inclusive('\n').next().unwrap_or_default();
            let bare = whole.trim_end_matches('\n');
            let bare = bare.strip_suffix('\r').unwrap_or(bare);
            let indent = match bare.strip_suffix(words) {
                Some(indent) if indent.chars().all(|c| matches!(c, ' ' | '\t')) => indent.len(),
                _ => return None,
            };
            let has_same_end = line.ends_with('\n') && whole.len() == bare.len() + 1;
            lines.push((at, file + indent, words.len() + usize::from(has_same_end)));
            at += line.len();
            file += whole.len();
        }
        Some(Self { lines })
    }

    /// The segments of a part of the text, which becomes text from `out` on.
    fn segments(&self, part: &Range<usize>, out: usize, segments: &mut Vec<Segment>) {
        let first = self.lines.partition_point(|(at, ..)| *at <= part.start).saturating_sub(1);
        for &(at, file, len) in &self.lines[first..] {
            if at >= part.end {
                break;
            }
            let start = part.start.max(at);
            let end = part.end.min(at + len);
            if start < end {
                segments.push(Segment {
                    text: out + (start - part.start),
                    file: file + (start - at),
                    len: end - start,
                });
            }
        }
    }
}

/// The inline Dockerfile of a Compose file.
pub(crate) fn of_yaml(text: &Text, style: Style, source: &str, variables: &Variables) -> Inline {
    let mut inline = Inline { text: String::new(), place: text.place.clone(), segments: Vec::new() };
    let lines = if style == Style::Literal { block_lines(text, source) } else { None };
    for piece in pieces(&text.text, variables) {
        match &piece.value {
            None => {
                if let Some(lines) = &lines {
                    lines.segments(&piece.range, inline.text.len(), &mut inline.segments);
                }
                inline.text.push_str(&text.text[piece.range]);
            }
            Some(Known::Certain(value) | Known::EnvFile(value)) => inline.text.push_str(value),
            Some(Known::Unknown) => inline.text.push_str(&text.text[piece.range]),
        }
    }
    inline
}

/// The lines of a literal block, whose place starts at its indicator or at its first text.
fn block_lines(text: &Text, source: &str) -> Option<Lines> {
    let at = text.place.range.start;
    let line_start = |at: usize| source[..at].rfind('\n').map_or(0, |end| end + 1);
    let mut start =
        if source.get(at..)?.starts_with('|') { at + source[at..].find('\n')? + 1 } else { line_start(at) };
    if let Some(lines) = Lines::compare(&text.text, source, start) {
        return Some(lines);
    }
    // Empty lines before the first text belong to the block.
    for _ in text.text.chars().take_while(|c| *c == '\n') {
        start = line_start(start.checked_sub(1)?);
    }
    Lines::compare(&text.text, source, start)
}

/// A part of a heredoc of HCL.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct HeredocPart {
    /// What it becomes; `None` if that is not known.
    pub(crate) text: Option<String>,
    /// Whether it is literal text; otherwise it is replaced.
    pub(crate) is_literal: bool,
    /// Where it is in the file.
    pub(crate) range: Range<usize>,
}

/// The inline Dockerfile of a heredoc in a Bake file.
pub(crate) fn of_heredoc(parts: &[HeredocPart], place: Place, source: &str) -> Inline {
    let mut inline = Inline { text: String::new(), place, segments: Vec::new() };
    for part in parts {
        let text = part.text.as_deref().or_else(|| source.get(part.range.clone())).unwrap_or_default();
        if part.is_literal {
            literal_segments(text, source, &part.range, inline.text.len(), &mut inline.segments);
        }
        inline.text.push_str(text);
    }
    inline
}

/// The segments of a literal part: indentation and the doubled signs of `$${` and `%%{` are in the file alone.
fn literal_segments(text: &str, source: &str, range: &Range<usize>, out: usize, segments: &mut Vec<Segment>) {
    let (mut at, mut file) = (0, range.start);
    let mut open: Option<Segment> = None;
    while at < text.len() && file < range.end {
        // Indentation that `<<-` removes.
        if open.is_none() && source[..file].ends_with('\n') {
            let blanks = |text: &str| text.len() - text.trim_start_matches([' ', '\t']).len();
            file += blanks(&source[file..range.end]).saturating_sub(blanks(&text[at..]));
        }
        let (ours, theirs) = (text.as_bytes()[at], source.as_bytes()[file]);
        let is_escape = matches!(&source.as_bytes()[file..], [b'$', b'$', b'{', ..] | [b'%', b'%', b'{', ..]);
        if ours == theirs && !is_escape {
            let segment = open.get_or_insert(Segment { text: out + at, file, len: 0 });
            segment.len += 1;
            at += 1;
            file += 1;
            if ours == b'\n' {
                segments.extend(open.take());
            }
        } else {
            segments.extend(open.take());
            file += 1;
        }
    }
    segments.extend(open);
}
