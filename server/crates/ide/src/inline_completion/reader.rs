//! Reads a Dockerfile line by line, as it is typed, and remembers what a prediction depends on: the
//! words of the instruction so far, the base image, the previous instruction, and how lines are
//! continued.
//!
//! It works on lines instead of the syntax tree because the line being typed is rarely complete,
//! and because the table must have been counted in exactly the same way. Quotes have no meaning
//! here: words are separated by whitespace.

use std::collections::VecDeque;

use dockwright_syntax::{
    heredoc,
    logical::{continuation, is_list_space},
};

use super::{
    distribution::Distribution,
    words::{Word, hash, mix},
};
use dockwright_analysis::spec::Instruction;

/// How a line continues after a word.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum LineEnd {
    /// Another word follows on the line.
    Word,
    /// The line ends, and with it the instruction or the command of a heredoc.
    End,
    /// The line ends with the escape character.
    Continuation,
}

/// An event that the reader reports.
#[derive(Debug, Clone, Copy)]
pub(super) enum Event<'a> {
    /// A word.
    Word(&'a str),
    /// How the line continues after a word.
    End(LineEnd),
}

/// The body of a heredoc that starts on the next line.
#[derive(Debug, Clone)]
struct Body {
    terminator: String,
    is_script: bool,
}

/// The state after the lines that were read.
#[derive(Debug, Clone)]
pub(super) struct WordReader<'a> {
    escape: char,
    /// The current instruction; for ONBUILD, the one after it.
    pub(super) instruction: Option<Instruction>,
    /// Its keyword and words so far. Empty between instructions.
    pub(super) words: Vec<Word>,
    /// How many of the words are on the current line.
    pub(super) on_line: usize,
    /// How many words the previous line of the same instruction has.
    pub(super) on_last_line: usize,
    /// The next line belongs to the same instruction.
    pub(super) is_continued: bool,
    bodies: VecDeque<Body>,
    /// The indentation of the last continued line of the file, and of this instruction.
    indent: Option<&'a str>,
    own_indent: Option<&'a str>,
    /// The base image of the stage.
    pub(super) base: Base,
    /// The base images of the stages that have names.
    stages: Vec<(u64, Base)>,
    /// The previous instruction: its keyword, and the command that it runs or its first word.
    pub(super) previous: u64,
}

/// The maximum number of words of an instruction that are remembered.
const MOST_WORDS: usize = 400;

impl<'a> WordReader<'a> {
    pub(super) fn new(escape: char) -> Self {
        Self {
            escape,
            instruction: None,
            words: Vec::new(),
            on_line: 0,
            on_last_line: 0,
            is_continued: false,
            bodies: VecDeque::new(),
            indent: None,
            own_indent: None,
            base: Base::default(),
            stages: Vec::new(),
            previous: 0,
        }
    }

    /// Sets the base image of the stage if its FROM is not read.
    pub(super) fn set_base(&mut self, image: &str) {
        self.base = Base::new(image);
    }

    /// Continues an instruction whose start is not read. In a heredoc, `heredoc` is its delimiter and
    /// whether it is a script.
    pub(super) fn resume(&mut self, keyword: &str, heredoc: Option<(&str, bool)>) {
        self.start(keyword);
        match heredoc {
            None => self.is_continued = true,
            Some((terminator, is_script)) => {
                self.bodies.push_back(Body { terminator: terminator.to_owned(), is_script });
                self.push_line_break();
            }
        }
    }

    /// Whether the next line continues an instruction.
    pub(super) fn is_inside(&self) -> bool {
        !self.words.is_empty()
    }

    /// Whether the next line is in a heredoc.
    pub(super) fn is_in_heredoc(&self) -> bool {
        !self.bodies.is_empty()
    }

    /// Whether the next line is text of an unknown kind: the body of a heredoc that no shell reads.
    pub(super) fn is_opaque(&self) -> bool {
        self.bodies.front().is_some_and(|body| !body.is_script)
    }

    /// Whether a line that so far contains only `white` is indented like the next line of the
    /// instruction.
    pub(super) fn is_indentation(&self, white: &str) -> bool {
        let usual = if self.is_in_heredoc() { "" } else { self.indent.unwrap_or("    ") };
        white == self.own_indent.unwrap_or(usual)
    }

    /// Reads the cursor's line up to the cursor. Returns the word being typed; `None` where there is
    /// nothing to predict: in comments, in keywords, after a continuation.
    pub(super) fn begin(&mut self, line: &'a str) -> Option<&'a str> {
        if self.is_opaque() || is_comment(line) {
            return None;
        }
        let mut partial = "";
        let mut words = words(line).peekable();
        while let Some(word) = words.next() {
            if words.peek().is_none() && line.ends_with(word) {
                partial = word;
            } else if word.starts_with('#') {
                // The shell treats the rest as a comment.
                return None;
            } else {
                self.push(word);
            }
        }
        let escape = if self.is_in_heredoc() { '\\' } else { self.escape };
        let is_over = partial.ends_with(escape) || partial.starts_with('#');
        // Arguments of other keywords and names of maintainers cannot be predicted.
        let is_known = self.instruction.is_some_and(|instruction| instruction != Instruction::Maintainer);
        (is_known && !is_over).then_some(partial)
    }

    /// Reads a whole line and reports each word and line end before it becomes part of the state.
    pub(super) fn read(&mut self, line: &'a str, mut visit: impl FnMut(&Self, Event<'a>)) {
        let line = line.strip_suffix('\r').unwrap_or(line);
        if let Some(body) = self.bodies.front() {
            if line.trim_start_matches('\t') == body.terminator {
                self.bodies.pop_front();
                if self.bodies.is_empty() {
                    self.finish();
                }
                return;
            }
            if !body.is_script {
                return;
            }
        }
        let visible = line.trim_start();
        if visible.is_empty() || visible.starts_with('#') {
            return;
        }
        // In a heredoc, the shell joins lines.
        let escape = if self.is_in_heredoc() { '\\' } else { self.escape };
        let kept = continuation(line, escape);
        let indent = &line[..line.len() - visible.len()];
        if self.is_in_heredoc() {
            self.own_indent = Some(indent);
        } else if self.is_continued {
            self.indent = Some(indent);
            self.own_indent = Some(indent);
        }
        let text = kept.unwrap_or(line);
        let is_apart = text.is_empty() || text.ends_with(is_list_space);
        let mut words = words(text).peekable();
        let mut markers = Vec::new();
        while let Some(word) = words.next() {
            if let Some(marker) = heredoc::parse(word).filter(|_| self.takes_heredocs()) {
                markers.push(Body { terminator: marker.name, is_script: self.runs_script() });
            }
            if !self.words.is_empty() {
                visit(self, Event::Word(word));
            }
            self.push(word);
            let end = match (words.peek(), kept) {
                (Some(_), _) => LineEnd::Word,
                (None, Some(_)) => LineEnd::Continuation,
                (None, None) => LineEnd::End,
            };
            // An escape character directly after the word does not separate words.
            if !self.words.is_empty() && (end != LineEnd::Continuation || is_apart) {
                visit(self, Event::End(end));
            }
        }
        let is_header = !self.is_in_heredoc();
        self.bodies.extend(markers);
        self.on_last_line = self.on_line;
        self.on_line = 0;
        self.is_continued = kept.is_some();
        if self.is_continued {
            return;
        }
        if self.is_in_heredoc() {
            if is_header {
                self.own_indent = None;
            }
            self.push_line_break();
        } else {
            self.finish();
        }
    }

    /// Each line of a heredoc is a command.
    fn push_line_break(&mut self) {
        self.words.push(Word::LINE_BREAK);
        self.on_last_line = 0;
        self.forget();
    }

    fn forget(&mut self) {
        if self.words.len() > MOST_WORDS {
            self.words.drain(1..self.words.len() - MOST_WORDS / 2);
        }
    }

    /// Adds a word.
    pub(super) fn push(&mut self, word: &str) {
        if self.words.is_empty() {
            // The keyword after ONBUILD is the one that counts.
            if !word.eq_ignore_ascii_case("ONBUILD") {
                self.start(word);
                self.on_line += 1;
            }
            return;
        }
        self.words.push(Word::new(word));
        self.on_line += 1;
        self.note_base(word);
        self.forget();
    }

    fn start(&mut self, keyword: &str) {
        self.instruction = Instruction::from_keyword(keyword);
        let keyword = self.instruction.map_or("", |instruction| instruction.spec().keyword);
        self.words.push(Word::new(keyword));
    }

    /// Records the base image of a stage, and the stage's name.
    fn note_base(&mut self, word: &str) {
        if self.instruction != Some(Instruction::From) || word.starts_with("--") {
            return;
        }
        let before = &self.words[1..self.words.len() - 1];
        if before.iter().all(Word::is_option) {
            let name = stage_key(word);
            let stage = self.stages.iter().rev().find(|(stage, _)| *stage == name);
            self.base = stage.map_or_else(|| Base::new(word), |(_, base)| *base);
        } else if before.last().is_some_and(Word::is_as) {
            self.stages.push((stage_key(word), self.base));
        }
    }

    fn finish(&mut self) {
        if let Some(keyword) = self.words.first() {
            let what = if self.is_shell() {
                super::command_head::head_of(&self.words).key
            } else if self.instruction == Some(Instruction::From) {
                self.base.name
            } else {
                self.words.get(1).map_or(0, |word| word.hash)
            };
            self.previous = mix(keyword.hash, what);
        }
        self.words.clear();
        self.instruction = None;
        self.own_indent = None;
        self.is_continued = false;
        self.on_last_line = 0;
        self.bodies.clear();
    }

    /// Whether the next word is a stage name.
    pub(super) fn is_after_as(&self) -> bool {
        self.instruction == Some(Instruction::From) && self.words.last().is_some_and(Word::is_as)
    }

    /// Whether the words of the instruction are commands.
    pub(super) fn is_shell(&self) -> bool {
        use Instruction::{Cmd, Entrypoint, Healthcheck, Run, Shell};
        matches!(self.instruction, Some(Cmd | Entrypoint | Healthcheck | Run | Shell))
    }

    fn takes_heredocs(&self) -> bool {
        matches!(self.instruction, Some(Instruction::Run | Instruction::Copy | Instruction::Add))
    }

    /// Whether a heredoc that starts here is read by a shell: as the whole command, or as the input of
    /// a shell.
    fn runs_script(&self) -> bool {
        let mut words = self.words[1..].iter().filter(|word| !word.is_option());
        self.instruction == Some(Instruction::Run)
            && words.next().is_none_or(Word::is_shell)
            && words.next().is_none()
    }
}

fn is_comment(line: &str) -> bool {
    line.trim_start().starts_with('#')
}

fn words(line: &str) -> impl Iterator<Item = &str> {
    line.split(is_list_space).filter(|word| !word.is_empty())
}

/// The base image of a stage.
#[derive(Debug, Clone, Copy, Default)]
pub(super) struct Base {
    /// The last part of its name, with `alpine` if its tag says so.
    pub(super) name: u64,
    pub(super) distribution: Option<Distribution>,
}

impl Base {
    fn new(image: &str) -> Self {
        let image = image.to_ascii_lowercase();
        let name = image.rsplit('/').next().unwrap_or_default();
        let (name, tag) = name.split_once([':', '@']).unwrap_or((name, ""));
        let distribution = Distribution::of_image(name, tag);
        let key = hash(name);
        Self { name: if tag.contains("alpine") { mix(key, 1) } else { key }, distribution }
    }
}

/// Stage names are case-insensitive.
fn stage_key(name: &str) -> u64 {
    hash(&name.to_ascii_lowercase())
}
