//! What rules find: places in instructions, BuildKit's words, and what people are told beyond them.
//!
//! A finding is relative to its instruction, so that it is kept with the stage until the stage changes. Two readers
//! want different things of it: who compares with BuildKit wants its line and its judgement, which takes every base
//! image for an empty one; people want the very word, and no alarm about what the base image may well bring.

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

/// How an editor may render the range of a finding.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Tag {
    /// Faded out.
    Unnecessary,
    /// Struck through.
    Deprecated,
}

/// Something that a rule finds.
#[derive(Debug, Clone)]
pub(crate) struct Finding {
    /// The rule.
    pub(crate) rule: &'static Rule,
    /// Byte range in the instruction, token-exact.
    pub(crate) range: Range<usize>,
    /// BuildKit's words, for its rules.
    pub(crate) message: Message,
    /// What Docker does, where the rule's own note does not say it.
    pub(crate) note: Option<Message>,
    /// How bad it is for people; they are not told of it without.
    pub(crate) severity: Option<Severity>,
    /// Where BuildKit reports it.
    pub(crate) build: BuildPlace,
    /// The instruction whose comment can silence it in BuildKit, by index; none for checks of the whole file.
    pub(crate) silenced_at: Option<usize>,
    /// Other places: instruction by index, range in it, what is there.
    pub(crate) related: Vec<(usize, Range<usize>, Message)>,
    /// A rendering hint.
    pub(crate) tag: Option<Tag>,
    /// Makes the fix once somebody looks.
    pub(crate) mend: Option<Mend>,
    /// Makes a different fix to choose from; its edits have offsets in the document.
    pub(crate) alternative: Option<Mend>,
    /// The edits of the fix have offsets in the document and not in the instruction: some are before it.
    pub(crate) mends_document: bool,
    /// A word for the fix: the one that was probably meant.
    pub(crate) word: Option<String>,
    /// How far behind the start of the instruction it speaks of what Docker refuses, where that is more than the
    /// instruction.
    pub(crate) reach: usize,
    /// It is about a comment above the first instruction, and its places are relative to the file.
    pub(crate) is_in_header: bool,
    /// What may speak against it.
    pub(crate) doubt: Doubt,
    /// The number of the code of `ShellCheck` that it answers to.
    pub(crate) code: Option<u16>,
    /// The shells in which it is true, and the one that runs the instruction.
    pub(crate) shells: Option<ShellTruth>,
}

/// What may speak against something found in a script.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Doubt {
    /// Nothing.
    None,
    /// It seldom matters in a build.
    Minor,
    /// It is nearly always meant, or harmless in a build.
    Meant,
    /// The Dockerfile says why it is harmless.
    Known,
    /// The script cannot be read as a whole.
    Broken,
    /// `ShellCheck` itself reports it only if it is asked to.
    Optional,
}

/// The shells in which something is true, and the one that runs an instruction.
#[derive(Debug, Clone, Copy)]
pub(crate) struct ShellTruth {
    pub(crate) true_in: Shells,
    /// What the stage tells, its base image included.
    pub(crate) known: Option<Shells>,
    /// What SHELL says, and `sh` without one.
    pub(crate) named: Shells,
}

/// Where BuildKit reports a finding.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum BuildPlace {
    /// It does not.
    Nowhere,
    /// The lines of the instruction.
    Instruction,
    /// The last line of the instruction, heredocs left out.
    LastLine,
}

/// Makes the fix of a finding; its edits are relative to the instruction.
pub(crate) type Mend = fn(&Mending<'_>) -> Option<Fix>;

/// What a fix is made of.
#[derive(Debug)]
pub(crate) struct Mending<'a> {
    /// The finding.
    pub(crate) finding: &'a Finding,
    /// What the finding is about: an instruction, or the trigger in an ONBUILD.
    pub(crate) facts: &'a Facts,
    /// The whole instruction.
    pub(crate) whole: &'a Facts,
    /// The text of the instruction.
    pub(crate) source: &'a str,
    /// The escape character in force.
    pub(crate) escape: char,
    /// The document, and where the instruction starts in it.
    pub(crate) document: &'a Document,
    pub(crate) start: usize,
}

impl<'a> Mending<'a> {
    /// What the fix of a finding in an instruction is made of.
    pub(crate) fn new(
        document: &'a Document,
        finding: &'a Finding,
        placed: &Placed<'a>,
        source: &'a str,
    ) -> Self {
        let whole = placed.facts;
        let is_within = |trigger: &&Facts| finding.range.start >= trigger.keyword_range.start;
        let facts = whole.trigger.as_deref().filter(is_within).unwrap_or(whole);
        Self { finding, facts, whole, source, escape: document.escape(), document, start: placed.start }
    }

    /// The line ending of the document.
    pub(crate) fn line_ending(&self) -> &'static str {
        self.document.text().line_ending()
    }

    /// The spaces before the instruction on its line.
    pub(crate) fn indentation(&self) -> String {
        let text = self.document.text();
        let line = text.slice(self.start - text.point(self.start).column..self.start);
        line.trim_start_matches('\u{feff}').to_owned()
    }

    /// The lines of the instruction with the end of the last one; nothing at the end of a file without it.
    pub(crate) fn whole_lines(&self) -> Option<Range<usize>> {
        let end = self.source.trim_end_matches(['\r', '\n']).len();
        let line_end = self.document.text().line_end_at(self.start + end)?;
        Some(0..end + line_end.len())
    }

    /// The text that the finding is about; nothing where its place cuts through a character, as in odd flags.
    pub(crate) fn text(&self) -> &str {
        self.source.get(self.finding.range.clone()).unwrap_or_default()
    }

    /// A fix with a single edit at the finding's range.
    pub(crate) fn replace(&self, title: impl Into<Message>, text: String) -> Fix {
        Fix::replace(title, self.finding.range.clone(), text)
    }
}

/// Writes the word that was probably meant.
pub(crate) fn change_to_word(ctx: &Mending<'_>) -> Option<Fix> {
    let word = ctx.finding.word.clone()?;
    Some(ctx.replace(titles::change_to(&word), word).unsafe_choice())
}

impl Finding {
    /// A finding that BuildKit reports on the instruction's lines and people get with the rule's own severity.
    pub(crate) fn new(rule: &'static Rule, range: Range<usize>, message: impl Into<Message>) -> Self {
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
    pub(crate) fn own(rule: &'static Rule, range: Range<usize>, message: impl Into<Message>) -> Self {
        Self { build: BuildPlace::Nowhere, ..Self::new(rule, range, message) }
    }
}

/// A finding and its instruction.
#[derive(Debug, Clone)]
pub(crate) struct Found {
    /// The index of the instruction in its block.
    pub(crate) item: usize,
    /// What is found.
    pub(crate) finding: Finding,
}
