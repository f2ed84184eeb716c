//! Where the cursor is: in which part of which instruction, on which word.
//!
//! The text of the instruction up to the cursor is joined as Docker joins lines, with a mark at its end: where the mark
//! is gone, the cursor was in a remark, or behind the instruction.

use std::ops::Range;

use dockwright_syntax::{
    logical::{LogicalLine, is_list_space},
    words::{extract_flags, split_keyword},
};

use super::Token;
use dockwright_analysis::{
    document::{Document, Placed},
    model::place::Spot,
    spec::{Engine, FlagSpec, Instruction},
};

/// A place in a document.
pub(super) enum Place<'a> {
    /// In a comment line of the file itself.
    Comment(CommentSite),
    /// Where a keyword may be written.
    Start(StartSite),
    /// Behind a keyword.
    Instruction(Box<Site<'a>>),
    /// In a heredoc's body, in a remark between lines.
    Nowhere,
}

/// In a comment.
pub(super) struct CommentSite {
    /// The line from its `#` to the cursor, without the `#`.
    pub(super) text: String,
    /// Where that stands.
    pub(super) start: usize,
    /// The whole rest of the word behind the cursor.
    pub(super) word_end: usize,
    /// Nothing but directives stands before it.
    pub(super) is_header: bool,
}

/// At the first word of a line.
pub(super) struct StartSite {
    /// The word.
    pub(super) token: Token,
    /// What follows the word on the line.
    pub(super) has_rest: bool,
    /// A FROM stands before.
    pub(super) is_in_stage: bool,
}

/// Behind a keyword.
pub(super) struct Site<'a> {
    pub(super) document: &'a Document,
    pub(super) offset: usize,
    /// The instruction in the document.
    pub(super) placed: Placed<'a>,
    /// The number of its stage.
    pub(super) stage: Option<usize>,
    /// Which one it is, for ONBUILD the trigger.
    pub(super) instruction: Instruction,
    /// The keyword as written.
    pub(super) keyword: String,
    /// The flags that are written before the cursor's word.
    pub(super) flags: Vec<String>,
    /// The flag that the cursor is in.
    pub(super) flag: Option<FlagSite>,
    /// The arguments up to the cursor.
    pub(super) text: String,
    /// The word of the arguments that the cursor is in.
    pub(super) token: Token,
    /// How many words stand before it.
    pub(super) words: Vec<String>,
    /// The quote that is open at the cursor.
    pub(super) quote: Option<char>,
    /// The arguments are a JSON array so far.
    pub(super) is_array: bool,
    /// The text right behind the cursor, up to the end of the line.
    pub(super) rest: String,
}

/// In a flag.
pub(super) struct FlagSite {
    /// The flag's name, without dashes, as far as it is written.
    pub(super) name: String,
    /// What stands between `=` and the cursor.
    pub(super) value: Option<String>,
    /// The whole flag.
    pub(super) token: Token,
    /// Where the value starts in the document.
    pub(super) value_start: usize,
}

impl Site<'_> {
    /// The program that builds the file.
    pub(super) fn engine(&self) -> Engine {
        self.document.context().inputs.engine
    }

    /// The flag that the cursor is in, if the instruction has it.
    pub(super) fn flag_spec(&self, name: &str) -> Option<&'static FlagSpec> {
        self.instruction.spec().flag_of(self.engine(), name)
    }
}

/// A character of no text.
const MARK: char = '\u{1}';

/// The place of an offset.
pub(super) fn at(document: &Document, offset: usize) -> Place<'_> {
    let text = document.text();
    let row = text.point(offset).row;
    let line_start = line_start(document, offset);
    let before = text.slice(line_start..offset).into_owned();
    let behind = text.slice(offset..text.len().min(offset + 4096)).into_owned();
    let rest = behind.split(['\n', '\r']).next().unwrap_or_default().to_owned();
    let block = document.block_at(offset);
    let candidate = block.and_then(|(stage, view)| {
        let item = view.item_at(offset)?;
        Some(Spot { stage, item, placed: view.placed(item) })
    });
    // Right behind the character that continues the line.
    if rest.trim().is_empty() && before.ends_with(document.escape()) && !before.trim_start().starts_with('#')
    {
        return Place::Nowhere;
    }
    if let Some(spot) = candidate {
        let header = text.slice(spot.placed.start..offset).into_owned();
        for heredoc in &spot.placed.facts.heredocs {
            let start = spot.placed.start + heredoc.content_start;
            // The delimiter's line belongs to it.
            if start <= offset && offset <= spot.placed.start + spot.placed.facts.len && row > 0 {
                return Place::Nowhere;
            }
        }
        let line = LogicalLine::join(&format!("{header}{MARK}"), document.escape());
        if line.text.ends_with(MARK) {
            return in_instruction(document, offset, spot, &line, rest);
        }
        // A remark between the lines of this instruction.
        if !before.trim_start().is_empty() && goes_on(&header, document.escape()) {
            return Place::Nowhere;
        }
    }
    let visible = before.trim_start_matches(['\u{feff}', ' ', '\t']);
    if let Some(comment) = visible.strip_prefix('#') {
        let word = rest.len() - rest.trim_start_matches(|c: char| !c.is_whitespace() && c != ',').len();
        return Place::Comment(CommentSite {
            text: comment.to_owned(),
            start: offset - comment.len(),
            word_end: offset + word,
            is_header: is_header(document, line_start),
        });
    }
    if visible.contains([' ', '\t']) {
        return Place::Nowhere;
    }
    let word = rest.find(is_list_space).unwrap_or(rest.len());
    Place::Start(StartSite {
        token: Token { prefix: visible.to_owned(), range: offset - visible.len()..offset + word },
        has_rest: !rest[word..].trim().is_empty(),
        is_in_stage: block.is_some_and(|(stage, _)| stage.is_some()),
    })
}

fn line_start(document: &Document, offset: usize) -> usize {
    let text = document.text();
    let mut start = offset;
    loop {
        let from = start.saturating_sub(256);
        let part = text.slice(from..start);
        if let Some(at) = part.rfind(['\n', '\r']) {
            return start - (part.len() - at - 1);
        }
        if from == 0 {
            return 0;
        }
        start -= part.len();
    }
}

/// Whether the last line but one of a text goes on in the next, remarks left out.
fn goes_on(header: &str, escape: char) -> bool {
    let Some(end) = header.rfind('\n') else { return false };
    let line = LogicalLine::join(&format!("{}\n{MARK}", &header[..end]), escape);
    line.text.ends_with(MARK)
}

/// Whether nothing but directives stands before a line.
fn is_header(document: &Document, line_start: usize) -> bool {
    let head = document.text().slice(0..line_start);
    let head = head.trim_start_matches('\u{feff}');
    head.lines().enumerate().all(|(at, line)| {
        let line = line.trim();
        let name = line.strip_prefix('#').and_then(|line| line.split_once('=')).map(|(name, _)| name.trim());
        (at == 0 && line.starts_with("#!")) || matches!(name, Some("syntax" | "escape" | "check"))
    })
}

fn in_instruction<'a>(
    document: &'a Document,
    offset: usize,
    spot: Spot<'a>,
    line: &LogicalLine,
    rest: String,
) -> Place<'a> {
    let is_in_stage = spot.stage.is_some_and(|stage| stage > 0 || spot.item > 0);
    let text = line.text.strip_suffix(MARK).unwrap_or(&line.text);
    let lead = text.len() - text.trim_start().len();
    let base = spot.placed.start;
    let source = |at: usize| base + line.map.offset(at);
    let word_end = |of: &str| offset + of.find(is_list_space).unwrap_or(of.len());
    let mut start = lead;
    let mut is_trigger = false;
    let (instruction, keyword) = loop {
        let (keyword, behind) = split_keyword(&text[start..]);
        if behind == keyword.len() {
            // The cursor is in the keyword, or right behind it.
            let token = Token { prefix: keyword.to_owned(), range: source(start)..word_end(&rest) };
            if is_trigger {
                let site =
                    Site { keyword: "ONBUILD".to_owned(), token, ..empty(document, offset, spot, rest) };
                return Place::Instruction(Box::new(site));
            }
            let has_rest = !document
                .text()
                .slice(token.range.end..base + spot.placed.facts.len.max(1))
                .trim()
                .is_empty();
            return Place::Start(StartSite { token, has_rest, is_in_stage });
        }
        let Some(instruction) = Instruction::from_keyword(keyword) else { return Place::Nowhere };
        let keyword = keyword.to_owned();
        start += behind;
        if instruction != Instruction::Onbuild || is_trigger {
            break (instruction, keyword);
        }
        is_trigger = true;
    };
    let stretch = &text[start..];
    let (flags, mut args) = if instruction.spec().checks_flags && !instruction.spec().flags.is_empty() {
        extract_flags(stretch, document.escape())
    } else {
        (Vec::new(), 0)
    };
    let mut site = Site {
        instruction,
        keyword,
        flags: flags.iter().map(|flag| flag.text.clone()).collect(),
        ..empty(document, offset, spot, rest)
    };
    let is_dashes = |text: &str| text == "-" || text == "--";
    let open = match flags.last() {
        Some(last) if last.range.end == stretch.len() => Some((last.range.start, last.text.clone())),
        _ if is_dashes(stretch[args.min(stretch.len())..].trim_start())
            && !instruction.spec().flags.is_empty() =>
        {
            let dashes = stretch[args..].trim_start();
            Some((stretch.len() - dashes.len(), dashes.to_owned()))
        }
        _ if stretch.ends_with("--") && flags.is_empty() && stretch.trim() == "--" => {
            Some((stretch.len() - 2, "--".to_owned()))
        }
        _ => None,
    };
    if let Some((at, written)) = open {
        if flags.last().is_some_and(|last| last.range.start == at) {
            site.flags.pop();
        }
        let (name, value) = match written.trim_start_matches('-').split_once('=') {
            Some((name, value)) => (name.to_owned(), Some(value.to_owned())),
            None => (written.trim_start_matches('-').to_owned(), None),
        };
        let equals = stretch[at..].find('=').map_or(stretch.len(), |equals| at + equals + 1);
        site.flag = Some(FlagSite {
            name,
            value,
            token: Token {
                prefix: stretch[at..].to_owned(),
                range: source(start + at)..word_end(&site.rest),
            },
            value_start: source(start + equals),
        });
        return Place::Instruction(Box::new(site));
    }
    args = args.min(stretch.len());
    let arguments = stretch[args..].trim_start();
    start += stretch.len() - arguments.len();
    split_arguments(&mut site, arguments, |at| source(start + at));
    Place::Instruction(Box::new(site))
}

/// Finds the word that the cursor is in, its quote, and the words before it.
fn split_arguments(site: &mut Site<'_>, arguments: &str, source: impl Fn(usize) -> usize) {
    arguments.clone_into(&mut site.text);
    site.is_array = arguments.starts_with('[');
    let keeps_quotes = matches!(site.instruction, Instruction::Env | Instruction::Label | Instruction::Arg);
    let mut word_start = 0;
    let mut quote: Option<(char, usize)> = None;
    let mut words = Vec::new();
    let mut escaped = false;
    for (at, c) in arguments.char_indices() {
        if escaped {
            escaped = false;
            continue;
        }
        match (quote, c) {
            (open, c) if c == site.document.escape() && open.is_none_or(|(open, _)| open != '\'') => {
                escaped = true;
            }
            (Some((open, _)), c) if c == open => quote = None,
            (None, '"') => quote = Some((c, at)),
            (None, '\'') if !site.is_array => quote = Some((c, at)),
            _ => {}
        }
        let is_break = if site.is_array {
            quote.is_none() && (c == ',' || c == '[' || is_list_space(c))
        } else {
            is_list_space(c) && (quote.is_none() || !keeps_quotes)
        };
        if is_break {
            if word_start < at {
                words.push(arguments[word_start..at].to_owned());
            }
            word_start = at + c.len_utf8();
        }
    }
    site.quote = quote.map(|(open, _)| open);
    site.words = words;
    let prefix = arguments[word_start..].to_owned();
    let stops: &[char] = if site.is_array { &['"', ',', ']'] } else { &[] };
    let end = site.rest.find(|c: char| is_list_space(c) || stops.contains(&c)).unwrap_or(site.rest.len());
    let rest = &site.rest[..end];
    // The escape character at the end of the line is no part of the word.
    let is_last = site.rest[end..].trim().is_empty();
    let end = match rest.strip_suffix(site.document.escape()) {
        Some(rest) if is_last => rest.len(),
        _ => end,
    };
    // Opening quotes of an array's element stay.
    let lead = usize::from(site.is_array && prefix.starts_with('"'));
    let start = if word_start == arguments.len() { site.offset } else { source(word_start + lead) };
    site.token =
        Token { prefix: prefix[lead..].to_owned(), range: start.min(site.offset)..site.offset + end };
}

fn empty<'a>(document: &'a Document, offset: usize, spot: Spot<'a>, rest: String) -> Site<'a> {
    Site {
        document,
        offset,
        placed: spot.placed,
        stage: spot.stage,
        instruction: Instruction::Onbuild,
        keyword: String::new(),
        flags: Vec::new(),
        flag: None,
        text: String::new(),
        token: Token { prefix: String::new(), range: offset..offset },
        words: Vec::new(),
        quote: None,
        is_array: false,
        rest,
    }
}

/// A range of the document as a token, with what of it is before the cursor.
pub(super) fn token(range: Range<usize>, prefix: &str) -> Token {
    Token { prefix: prefix.to_owned(), range }
}
