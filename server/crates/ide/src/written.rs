//! An instruction as it is written: its lines joined, split into keyword, flags and arguments, with the way back to
//! the document.
//!
//! Facts say what an instruction means; this is for who asks what stands at the cursor, on half-typed lines too. It is
//! split by the functions of the syntax crate that facts are made with.

use std::ops::Range;

use dockwright_syntax::{
    logical::{LogicalLine, is_space},
    source_map::SourceMap,
    words::{FlagWord, extract_flags, split_keyword},
};

use dockwright_analysis::{document::Document, spec::Instruction};

/// The header of an instruction: all but heredoc bodies.
#[derive(Debug)]
pub(crate) struct Written {
    /// The joined text, blanks at its end included.
    pub(crate) text: String,
    /// Where the cursor is in it.
    pub(crate) cursor: usize,
    map: SourceMap,
    start: usize,
}

/// An instruction in the joined text; its ranges are of that.
#[derive(Debug)]
pub(crate) struct Parts {
    pub(crate) instruction: Option<Instruction>,
    pub(crate) keyword: Range<usize>,
    pub(crate) flags: Vec<FlagPart>,
    /// The arguments, blanks around them left out.
    pub(crate) args: Range<usize>,
}

/// A flag in the joined text.
#[derive(Debug)]
pub(crate) struct FlagPart {
    /// As the builder sees it, quotes and escapes removed.
    pub(crate) text: String,
    pub(crate) range: Range<usize>,
    map: SourceMap,
    base: usize,
}

impl FlagPart {
    /// The name without the dashes, and the value.
    pub(crate) fn split(&self) -> (&str, Option<&str>) {
        let text = self.text.strip_prefix("--").unwrap_or(&self.text);
        text.split_once('=').map_or((text, None), |(name, value)| (name, Some(value)))
    }

    /// From a range of its text to one of the joined text.
    pub(crate) fn place(&self, range: Range<usize>) -> Range<usize> {
        let found = self.map.range(&self.text, range);
        self.base + found.start..self.base + found.end
    }
}

impl Written {
    /// The instruction that an offset stands in, or behind on the same line. Nothing in heredoc bodies, and nothing in
    /// the comments between its lines.
    pub(crate) fn at(document: &Document, offset: usize) -> Option<Self> {
        let (_, block) = document.block_at(offset)?;
        let placed = block.placed(block.item_at(offset)?);
        let end = placed.start + placed.facts.len;
        let body = placed.facts.heredocs.iter().map(|heredoc| heredoc.content_start).min();
        let header_end = body.map_or(end, |body| (placed.start + body).min(end));
        let header = document.text().slice(placed.start..header_end);
        let is_behind = offset > header_end || (offset == header_end && header.ends_with('\n'));
        // Behind the end there may be blanks that are being typed.
        let behind = if is_behind && body.is_none() {
            document.text().slice(header_end.min(offset)..offset)
        } else {
            "".into()
        };
        let is_open = !header.ends_with('\n') && behind.chars().all(|c| is_space(c) && c != '\n');
        if is_behind && !is_open {
            return None;
        }
        let source = format!("{header}{behind}");
        let relative = offset - placed.start;
        if is_comment_line(&source, relative) {
            return None;
        }
        let LogicalLine { text, trailing, map, .. } = LogicalLine::join(&source, document.escape());
        let mut text = text + &trailing;
        // The blanks before the end of a line that does not go on are part of what is typed.
        if text.len() > source.len() {
            text.truncate(source.len());
        }
        let cursor = cursor(&text, &map, relative);
        Some(Self { text, cursor, map, start: placed.start })
    }

    /// A range of the joined text as one of the document.
    pub(crate) fn source(&self, range: &Range<usize>) -> Range<usize> {
        let end = (range.end..self.text.len()).find(|&end| self.text.is_char_boundary(end));
        let end = end.unwrap_or(self.text.len());
        let found = self.map.range(&self.text, range.start.min(end)..end);
        self.start + found.start..self.start + found.end
    }

    /// The instruction, and behind an ONBUILD the one that it holds.
    pub(crate) fn parts(&self, escape: char) -> Vec<Parts> {
        let mut found = Vec::new();
        let mut from = 0;
        // BuildKit gives up on a chain of them long before this.
        while found.len() < 16 {
            let parts = self.parts_from(from, escape);
            let is_chain = parts.instruction == Some(Instruction::Onbuild) && !parts.args.is_empty();
            from = parts.args.start;
            found.push(parts);
            if !is_chain {
                break;
            }
        }
        found
    }

    fn parts_from(&self, from: usize, escape: char) -> Parts {
        let from = from + (self.text[from..].len() - self.text[from..].trim_start_matches(is_space).len());
        let all = &self.text[from..];
        let (word, rest) = split_keyword(all);
        let base = from + rest;
        let behind = &self.text[base..];
        let (flags, args_at) = extract_flags(behind, escape);
        let rest = &behind[args_at..];
        let args_start = base + args_at + (rest.len() - rest.trim_start_matches(is_space).len());
        let place = |flag: FlagWord| FlagPart {
            range: base + flag.range.start..base + flag.range.end,
            text: flag.text,
            map: flag.map,
            base,
        };
        Parts {
            instruction: Instruction::from_keyword(word),
            keyword: from..from + word.len(),
            flags: flags.into_iter().map(place).collect(),
            args: args_start..args_start + rest.trim_matches(is_space).len(),
        }
    }
}

/// Whether an offset is in a line of comment between the lines of an instruction.
fn is_comment_line(source: &str, offset: usize) -> bool {
    let offset = (0..=offset.min(source.len())).rev().find(|&at| source.is_char_boundary(at)).unwrap_or(0);
    source[..offset].rfind('\n').is_some_and(|line| {
        source[line + 1..].trim_start().starts_with('#') && {
            let line = &source[line + 1..];
            let line = line.split('\n').next().unwrap_or_default();
            line.trim_start().starts_with('#')
        }
    })
}

/// Where an offset of the source is in the joined text: what is not in it counts as the end of what precedes.
fn cursor(text: &str, map: &SourceMap, relative: usize) -> usize {
    let mut found = 0;
    for (run, source) in map.runs(text.len()) {
        if source > relative {
            break;
        }
        found = (run.start + (relative - source)).min(run.end);
    }
    (0..=found.min(text.len())).rev().find(|&at| text.is_char_boundary(at)).unwrap_or(0)
}

#[cfg(test)]
mod tests {
    use dockwright_syntax::Text;

    use super::*;

    /// The joined text with the cursor in it, and what it is split into.
    #[track_caller]
    fn check(fixture: &str, expected: &str) {
        let file = dockwright_fixture::parse_one(fixture);
        let document = Document::new(Text::new(&file.text));
        let shown = Written::at(&document, file.cursor()).map_or_else(
            || "nothing".to_owned(),
            |written| {
                let (before, behind) = written.text.split_at(written.cursor);
                format!("{before}<|>{behind}")
            },
        );
        assert_eq!(shown, expected);
    }

    #[test]
    fn cursors_are_found_in_joined_lines() {
        check("FROM a\nRUN a \\\n # c\n  b<|> c\n", "RUN a   b<|> c");
        check("FROM a\nRUN a \\\n # c<|>\n  b c\n", "nothing");
        check("FROM a\nCOPY <|>", "COPY <|>");
        check("FROM a\nCOPY a  <|>\nRUN x\n", "COPY a  <|>");
        check("FROM a\r\nCOPY a <|>\r\nRUN x\r\n", "COPY a <|>");
        check("FROM a\nCOPY a\n<|>\nRUN x\n", "nothing");
        check("FROM a\nRUN <<EOF<|>\nx\nEOF\n", "RUN <<EOF<|>");
        check("FROM a\nRUN <<EOF\n<|>x\nEOF\n", "nothing");
        check("FROM a\nRUN --mount=type=cache,\\\n<|>\n", "RUN --mount=type=cache,<|>");
    }

    #[test]
    fn parts_lead_back() {
        let text = "FROM a\nONBUILD run --net\\\nwork='no'ne \"x\"\n";
        let document = Document::new(Text::new(text));
        let written = Written::at(&document, 30).unwrap();
        let parts = written.parts('\\');
        assert_eq!(parts.len(), 2);
        let run = &parts[1];
        assert_eq!(run.instruction, Some(Instruction::Run));
        assert_eq!(&text[written.source(&run.keyword)], "run");
        let flag = &run.flags[0];
        assert_eq!(flag.split(), ("network", Some("none")));
        assert_eq!(&text[written.source(&flag.place(10..14))], "no'ne");
        assert_eq!(&text[written.source(&run.args)], "\"x\"");
    }
}
