//! A finding and a cursor in one instruction, with checks of what the text at the cursor can still
//! become.

use std::{borrow::Cow, cell::OnceCell, ops::Range};

use dockwright_syntax::logical::LogicalLine;

use dockwright_analysis::{
    document::Document,
    facts::{Facts, template::Template},
    model::{Budget, Lookup, Model, Scope, expansion::expand, place::Spot},
    spec::{Engine, INSTRUCTIONS, Instruction, InstructionSpec, image_variables::begins_usual},
};

/// Longer words are not examined: they are pasted, not typed.
const LONGEST_WORD: usize = 16 << 10;
/// If there are more spaces than this before the cursor, the line is not being typed.
const LONGEST_GAP: usize = 1 << 10;
/// How far before the cursor the start of a variable is searched for.
const LONGEST_NAME: usize = 256;

/// The instruction at the cursor, and a finding in it. Offsets are relative to the instruction.
pub(super) struct TypedPlace<'a> {
    pub(super) document: &'a Document,
    pub(super) model: &'a Model,
    spot: Spot<'a>,
    /// The text of the instruction, at least up to the cursor.
    pub(super) source: Cow<'a, str>,
    pub(super) cursor: usize,
    /// The range of the finding.
    pub(super) range: Range<usize>,
    /// Shared by all findings of the instruction.
    pub(super) is_in_open_array: OnceCell<bool>,
}

/// The instruction at the cursor, or before it with only spaces between. The range extends from its
/// start to its end, or to the cursor if that is later.
pub(super) fn instruction_at(document: &Document, cursor: usize) -> Option<(Spot<'_>, Range<usize>)> {
    let spot = Spot::before(document, cursor)?;
    let end = spot.end();
    let is_in = cursor <= end
        || cursor - end <= LONGEST_GAP
            && document.text().slice(end..cursor).chars().all(|c| c == ' ' || c == '\t');
    is_in.then(|| (spot, spot.placed.start..end.max(cursor)))
}

/// The variable that the text before the cursor ends with.
enum Reference<'a> {
    /// `$` or `${`.
    Unnamed,
    /// `$NAME` or `${NAME`.
    Named(&'a str),
}

impl<'a> TypedPlace<'a> {
    /// The program that builds the file.
    pub(super) fn engine(&self) -> Engine {
        self.document.context().inputs.engine
    }

    /// The cursor in its instruction, without a finding so far.
    pub(super) fn new(document: &'a Document, model: &'a Model, spot: Spot<'a>, cursor: usize) -> Self {
        let source = document.text().slice(spot.placed.start..spot.end().max(cursor));
        let cursor = cursor - spot.placed.start;
        let is_in_open_array = OnceCell::new();
        Self { document, model, spot, source, cursor, range: 0..0, is_in_open_array }
    }

    /// The instruction that the finding is about, which is the trigger if it is in the trigger of an ONBUILD.
    pub(super) fn facts(&self) -> &'a Facts {
        let facts = self.spot.placed.facts;
        match &facts.trigger {
            Some(trigger) if trigger.keyword_range.start <= self.range.start => trigger,
            _ => facts,
        }
    }

    /// Whether the finding is in a RUN that is being typed at its end.
    pub(super) fn is_run_being_typed(&self) -> bool {
        self.run_facts().instruction == Some(Instruction::Run)
            && self.range.start <= self.cursor
            && self.source.get(self.cursor..).is_some_and(|rest| rest.trim().is_empty())
    }

    /// The instruction that runs, for ONBUILD its trigger.
    pub(super) fn run_facts(&self) -> &'a Facts {
        self.spot.placed.facts.trigger.as_deref().unwrap_or(self.spot.placed.facts)
    }

    fn spec(&self) -> Option<&'static InstructionSpec> {
        self.facts().instruction.map(Instruction::spec)
    }

    /// A part of the text, with its lines joined.
    pub(super) fn joined(&self, range: Range<usize>) -> Cow<'_, str> {
        let text = self.source.get(range).unwrap_or_default();
        if text.contains('\n') {
            LogicalLine::join(text, self.document.escape()).text.into()
        } else {
            text.into()
        }
    }

    /// Whether the range contains only whitespace and the ends of continued lines.
    pub(super) fn is_blank(&self, range: Range<usize>) -> bool {
        let escape = self.document.escape();
        self.source.get(range).is_some_and(|text| text.chars().all(|c| c.is_whitespace() || c == escape))
    }

    /// Whether the cursor is in the word that the finding is about, or at its end.
    pub(super) fn is_in_word(&self) -> bool {
        self.range.start <= self.cursor && self.cursor <= self.range.end
    }

    /// Like [`Self::is_in_word`], but also true if only whitespace separates the cursor from the word.
    pub(super) fn is_at_end(&self) -> bool {
        self.is_in_word() || self.cursor > self.range.end && self.is_blank(self.range.end..self.cursor)
    }

    /// The word that the finding is about, split at the cursor. For a flag, its value.
    pub(super) fn word(&self) -> Option<(Cow<'_, str>, Cow<'_, str>)> {
        let text = self.source.get(self.range.clone())?;
        let name = if text.starts_with("--") { text.find('=').map_or(0, |at| at + 1) } else { 0 };
        let start = self.range.start + name;
        let is_in_value = start <= self.cursor && self.cursor <= self.range.end;
        (is_in_value && self.range.len() <= LONGEST_WORD)
            .then(|| (self.joined(start..self.cursor), self.joined(self.cursor..self.range.end)))
    }

    /// Whether text typed at the cursor can turn the word into one of these names, in any letter case.
    pub(super) fn is_name<'n>(&self, names: impl IntoIterator<Item = &'n str>) -> bool {
        let Some((before, after)) = self.word() else { return false };
        names.into_iter().any(|name| completes(name, &before, &after))
    }

    /// Whether text typed at the cursor can turn the word into a keyword.
    pub(super) fn is_keyword(&self) -> bool {
        self.is_name(INSTRUCTIONS.iter().map(|spec| spec.keyword))
    }

    /// Whether text typed at the cursor can turn the word into the name of a flag.
    pub(super) fn is_flag(&self) -> bool {
        let (Some(spec), true) = (self.spec(), self.is_in_word()) else { return false };
        let before = self.source.get(self.range.start..self.cursor).unwrap_or_default();
        let after = self.source.get(self.cursor..self.range.end).unwrap_or_default();
        before.starts_with('-')
            && spec.flags_of(self.engine()).any(|flag| completes(&format!("--{}", flag.name), before, after))
    }

    /// The values of those flags of the instruction that have fixed choices.
    pub(super) fn flag_values(&self) -> impl Iterator<Item = &'static str> + use<> {
        let flags = self.spec().map_or(&[][..], |spec| spec.flags);
        flags.iter().flat_map(|flag| flag.value.words().iter().copied())
    }

    /// Whether text typed at the cursor can turn the word into the name of an earlier stage.
    pub(super) fn is_stage(&self) -> bool {
        let earlier = &self.model.stages[..self.spot.stage.unwrap_or_default()];
        self.is_name(earlier.iter().filter_map(|stage| stage.name.as_deref()))
    }

    /// Whether the cursor is in the image of FROM, or at its end.
    pub(super) fn is_in_image(&self) -> bool {
        let image = self.facts().image();
        image.is_some_and(|image| image.range.start <= self.cursor && self.cursor <= image.range.end)
    }

    /// Whether the cursor is in the arguments.
    pub(super) fn is_after_keyword(&self) -> bool {
        self.cursor >= self.facts().keyword_range.end
    }

    /// Whether an argument can be typed at the cursor.
    pub(super) fn is_argument_missing(&self) -> bool {
        let facts = self.facts();
        // One of several paths is empty.
        let is_empty = facts.instruction == Some(Instruction::Volume) && !facts.args.is_empty();
        if is_empty { self.is_in_word() } else { self.is_after_keyword() }
    }

    /// Whether the first character of a template's delimiter was just typed in the word: `{` of `{{`,
    /// `<` of `<%`.
    pub(super) fn is_half_a_mark(&self) -> bool {
        self.is_in_word() && self.source.get(..self.cursor).is_some_and(|before| before.ends_with(['{', '<']))
    }

    /// Whether the `&` before the cursor can become `&&`.
    pub(super) fn is_half_an_operator(&self) -> bool {
        self.is_in_word() && self.source.get(..self.cursor).is_some_and(|before| before.ends_with('&'))
    }

    /// Whether a key can be typed before the `=` at the cursor.
    pub(super) fn is_key_missing(&self) -> bool {
        let (before, after) = self.source.split_at(self.cursor);
        after.starts_with('=') && before.ends_with(char::is_whitespace)
    }

    /// Whether it is a FROM without an image, or with an incomplete `AS name`.
    pub(super) fn is_from(&self) -> bool {
        let facts = self.facts();
        let is_as = |word: &str| !word.is_empty() && completes("AS ", word, "");
        let args: Vec<&str> = facts.args.iter().map(String::as_str).collect();
        let range = &facts.args_range;
        match args.as_slice() {
            [] => self.is_after_keyword(),
            // `FROM image A`
            [_, last] if is_as(last) && self.cursor + last.len() >= range.end => true,
            // `FROM AS name` with the cursor before `AS`
            [first, _] => is_as(first) && self.is_after_keyword() && self.cursor <= range.start,
            // `FROM image A name` with the cursor after `A`
            [_, middle, name] if is_as(middle) => {
                let before = self.source.get(..self.cursor).unwrap_or_default();
                before.ends_with(middle) && self.cursor + name.len() < range.end
            }
            _ => false,
        }
    }

    /// Whether text typed at the cursor can turn the variable there into a known one.
    pub(super) fn is_variable(&self) -> bool {
        self.is_in_word()
            && match self.reference() {
                Some(Reference::Unnamed) => true,
                Some(Reference::Named(name)) => self.knows_longer(name) || begins_usual(name),
                None => false,
            }
    }

    /// Whether text typed at the cursor can make the value valid once its variables are expanded: with
    /// one of these endings, or because the name of a variable is unfinished.
    pub(super) fn is_value(&self, endings: &[&str], is_legal: impl Fn(&str) -> bool) -> bool {
        self.is_variable()
            || endings.iter().any(|ending| self.with_ending(ending).is_some_and(|text| is_legal(&text)))
    }

    /// The word with text typed at the cursor, its variables expanded.
    pub(super) fn with_ending(&self, ending: &str) -> Option<String> {
        let (before, after) = self.word()?;
        self.expanded(&format!("{before}{ending}{after}"), true)
    }

    /// The text with its variables replaced by their values, if it can be expanded.
    pub(super) fn expanded(&self, text: &str, has_quotes: bool) -> Option<String> {
        let template = Template::of_text(text, self.document.escape(), has_quotes);
        let scope = self.scope();
        let result =
            expand(&template, &mut Budget::default(), &mut |reference| match scope.value(&reference.name) {
                Some(value) => Lookup::Set(value.clone()),
                None => Lookup::Unset { is_certain: true, is_argument: false },
            });
        result.ok().map(|expansion| expansion.text)
    }

    /// The variables of the stage, including those defined after the instruction. That is accurate
    /// enough to guess what is being typed, and needs no walk over the stage.
    fn scope(&self) -> &'a Scope {
        match self.spot.stage {
            Some(stage) if self.spot.item > 0 => &self.model.stages[stage].evaluated.exit.scope,
            _ => &self.model.global.scope,
        }
    }

    fn knows_longer(&self, name: &str) -> bool {
        let mut is_known = false;
        self.scope().visit(&mut |known, _| {
            is_known = known.len() > name.len() && known.starts_with(name);
            !is_known
        });
        is_known
    }

    fn reference(&self) -> Option<Reference<'_>> {
        let before = self.source.get(..self.cursor)?;
        let from = (self.cursor.saturating_sub(LONGEST_NAME)..=self.cursor)
            .find(|&at| before.is_char_boundary(at))?;
        let before = &before[from..];
        let dollar = before.rfind('$')?;
        let rest = &before[dollar + 1..];
        let name = rest.strip_prefix('{').unwrap_or(rest);
        let is_name = name.chars().all(|c| c.is_ascii_alphanumeric() || c == '_');
        if !is_name || before[..dollar].ends_with(self.document.escape()) {
            return None;
        }
        Some(if name.is_empty() { Reference::Unnamed } else { Reference::Named(name) })
    }
}

/// Whether typing between `before` and `after` can produce `name`.
pub(super) fn completes(name: &str, before: &str, after: &str) -> bool {
    let middle = name.len().checked_sub(before.len() + after.len());
    let is_start = || name.get(..before.len()).is_some_and(|start| start.eq_ignore_ascii_case(before));
    let is_end = || name.get(name.len() - after.len()..).is_some_and(|end| end.eq_ignore_ascii_case(after));
    middle.is_some_and(|len| len > 0) && is_start() && is_end()
}
