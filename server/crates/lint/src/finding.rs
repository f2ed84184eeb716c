//! The findings of rules: places in instructions, BuildKit's messages, and what users read in
//! addition.
//!
//! A finding is relative to its instruction, so that it can be cached with the stage until the
//! stage changes. It serves two readers. A comparison with BuildKit needs BuildKit's line and its
//! verdict, which treats every base image as empty. Users need the exact word, and no alarm about
//! something that the base image may well provide.

use std::ops::Range;

use crate::{
    rule::{Rule, Severity},
    shells::Shells,
};
use dockwright_analysis::{
    document::{Document, Placed},
    facts::Facts,
    fix::Fix,
};
use dockwright_texts::{Message, titles};

/// The [`Finding::code`] of a finding that `ShellCheck` does not have, from a rule with its codes.
pub const NO_CODE: u16 = 0;

/// How an editor may render the range of a finding.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Tag {
    /// Faded out.
    Unnecessary,
    /// Struck through.
    Deprecated,
}

/// A finding of a rule.
#[derive(Debug, Clone)]
pub struct Finding {
    /// The rule.
    pub rule: &'static Rule,
    /// Byte range in the instruction, token-exact.
    pub range: Range<usize>,
    /// BuildKit's message, for its rules.
    pub message: Message,
    /// What Docker does, if the rule's own note does not say it.
    pub note: Option<Message>,
    /// The severity for users; with `None`, users do not see the finding.
    pub severity: Option<Severity>,
    /// Where BuildKit reports it.
    pub build: BuildPlace,
    /// The instruction whose comment can silence it in BuildKit, by index; `None` for checks of the
    /// whole file.
    pub silenced_at: Option<usize>,
    /// Other places: instruction by index, range in it, what is there.
    pub related: Vec<(usize, Range<usize>, Message)>,
    /// A rendering hint.
    pub tag: Option<Tag>,
    /// Makes the fix when it is requested.
    pub mend: Option<Mend>,
    /// Makes a different fix to choose from; its edits have offsets in the document.
    pub alternative: Option<Mend>,
    /// The edits of the fix have offsets in the document and not in the instruction: some are before it.
    pub mends_document: bool,
    /// A word for the fix: the one that was probably meant.
    pub word: Option<String>,
    /// How far the rejected text reaches after the start of the instruction, if that is more than the
    /// instruction.
    pub reach: usize,
    /// It is about a comment above the first instruction, and its places are relative to the file.
    pub is_in_header: bool,
    /// Reasons to doubt the finding.
    pub doubt: Doubt,
    /// The number of the `ShellCheck` code that it corresponds to; [`NO_CODE`] if it has none, although its
    /// rule has some.
    pub code: Option<u16>,
    /// The shells in which it is true, and the shell that runs the instruction.
    pub shells: Option<ShellTruth>,
}

/// A reason to doubt a finding in a script.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Doubt {
    /// Nothing.
    None,
    /// It rarely matters in a build.
    Minor,
    /// It is nearly always intended, or harmless in a build.
    Meant,
    /// The Dockerfile says why it is harmless.
    Known,
    /// The script cannot be read as a whole.
    Broken,
    /// `ShellCheck` itself reports it only if it is enabled.
    Optional,
}

/// The shells in which something is true, and the shell that runs an instruction.
#[derive(Debug, Clone, Copy)]
pub struct ShellTruth {
    pub true_in: Shells,
    /// The shell as the stage determines it, including its base image.
    pub known: Option<Shells>,
    /// The shell that SHELL names, or `sh` without a SHELL.
    pub named: Shells,
}

/// Where BuildKit reports a finding.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum BuildPlace {
    /// BuildKit does not report it.
    Nowhere,
    /// The lines of the instruction.
    Instruction,
    /// The last line of the instruction, without heredocs.
    LastLine,
}

/// Makes the fix of a finding; its edits are relative to the instruction.
pub type Mend = fn(&Mending<'_>) -> Option<Fix>;

/// The input of a fix.
#[derive(Debug)]
pub struct Mending<'a> {
    /// The finding.
    pub finding: &'a Finding,
    /// What the finding is about: an instruction, or the trigger in an ONBUILD.
    pub facts: &'a Facts,
    /// The whole instruction.
    pub whole: &'a Facts,
    /// The text of the instruction.
    pub source: &'a str,
    /// The escape character in effect.
    pub escape: char,
    /// The document, and where the instruction starts in it.
    pub document: &'a Document,
    pub start: usize,
}

impl<'a> Mending<'a> {
    /// The input of the fix for a finding in an instruction.
    pub fn new(document: &'a Document, finding: &'a Finding, placed: &Placed<'a>, source: &'a str) -> Self {
        let whole = placed.facts;
        let is_within = |trigger: &&Facts| finding.range.start >= trigger.keyword_range.start;
        let facts = whole.trigger.as_deref().filter(is_within).unwrap_or(whole);
        Self { finding, facts, whole, source, escape: document.escape(), document, start: placed.start }
    }

    /// The line ending of the document.
    pub fn line_ending(&self) -> &'static str {
        self.document.text().line_ending()
    }

    /// The spaces before the instruction on its line.
    pub fn indentation(&self) -> String {
        let text = self.document.text();
        let line = text.slice(self.start - text.point(self.start).column..self.start);
        line.trim_start_matches('\u{feff}').to_owned()
    }

    /// The lines of the instruction with the end of the last one; nothing at the end of a file without it.
    pub fn whole_lines(&self) -> Option<Range<usize>> {
        let end = self.source.trim_end_matches(['\r', '\n']).len();
        let line_end = self.document.text().line_end_at(self.start + end)?;
        Some(0..end + line_end.len())
    }

    /// The text of the finding; empty if its range cuts through a character, as in odd flags.
    pub fn text(&self) -> &str {
        self.source.get(self.finding.range.clone()).unwrap_or_default()
    }

    /// A fix with a single edit at the finding's range.
    pub fn replace(&self, title: impl Into<Message>, text: String) -> Fix {
        Fix::replace(title, self.finding.range.clone(), text)
    }
}

/// Replaces the text by the word that was probably meant.
pub fn change_to_word(ctx: &Mending<'_>) -> Option<Fix> {
    let word = ctx.finding.word.clone()?;
    Some(ctx.replace(titles::change_to(&word), word).unsafe_choice())
}

impl Finding {
    /// A finding that BuildKit reports on the instruction's lines and that users get with the rule's
    /// own severity.
    pub fn new(rule: &'static Rule, range: Range<usize>, message: impl Into<Message>) -> Self {
        Self {
            rule,
            range,
            message: message.into(),
            note: None,
            severity: Some(rule.severity),
            build: BuildPlace::Instruction,
            silenced_at: None,
            related: Vec::new(),
            tag: None,
            mend: None,
            alternative: None,
            mends_document: false,
            word: None,
            reach: 0,
            is_in_header: false,
            doubt: Doubt::None,
            code: None,
            shells: None,
        }
    }

    /// A finding of a rule that BuildKit does not have.
    pub fn own(rule: &'static Rule, range: Range<usize>, message: impl Into<Message>) -> Self {
        Self { build: BuildPlace::Nowhere, ..Self::new(rule, range, message) }
    }
}

/// A finding and its instruction.
#[derive(Debug, Clone)]
pub struct Found {
    /// The index of the instruction in its block.
    pub item: usize,
    /// The finding.
    pub finding: Finding,
}

impl Found {
    /// The same finding in the same instruction with a different index. Nothing in the finding is about
    /// other instructions.
    #[must_use]
    pub fn moved_to(&self, item: usize) -> Self {
        let mut finding = self.finding.clone();
        finding.silenced_at = finding.silenced_at.map(|_| item);
        finding.related.iter_mut().for_each(|related| related.0 = item);
        Self { item, finding }
    }
}
