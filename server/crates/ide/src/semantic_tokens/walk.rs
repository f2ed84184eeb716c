//! Walks the instructions of a range, and the text between them, to collect their tokens.

use std::ops::Range;

use super::{
    SemanticToken, TokenModifiers, TokenType,
    canvas::Link,
    gaps::each_gap_token,
    instruction::{self, Finder},
    names::Names,
};
use dockwright_analysis::{
    document::{BlockView, Document, Placed},
    facts::Facts,
    spec::Instruction,
    usage::{Shells, base_stage, each_from, stage_of},
};

/// Calls `visit` with the tokens that intersect a range, in the order of the text; see
/// [`super::semantic_tokens`].
pub(super) fn each(document: &Document, range: Range<usize>, visit: impl FnMut(SemanticToken)) {
    let range = range.start..range.end.min(document.text().len());
    if range.is_empty() {
        return;
    }
    let finder = Finder::new(document);
    TokenWalk { document, range, at: 0, finder, global: None, visit, modifiers: Vec::new() }.run();
}

struct TokenWalk<'a, V> {
    document: &'a Document,
    range: Range<usize>,
    /// Everything before this offset is finished.
    at: usize,
    finder: Finder<'a>,
    /// The variables that FROM sees.
    global: Option<Names<'a>>,
    visit: V,
    /// The modifiers of the names in an instruction.
    modifiers: Vec<TokenModifiers>,
}

/// The state of the walk within a stage or the preamble.
struct Stay<'a> {
    stage: Option<usize>,
    block: BlockView<'a>,
    names: Option<Names<'a>>,
    shells: &'a Shells,
}

impl<'a, V: FnMut(SemanticToken)> TokenWalk<'a, V> {
    fn run(&mut self) {
        let document = self.document;
        let before = document.blocks_up_to(self.range.start).saturating_sub(1);
        for (stage, block) in document.blocks().skip(before) {
            // Instructions that end before the range have no tokens in it, nor has the text up to its start.
            let first = block.item_at(self.range.start).unwrap_or(0);
            if let Some(placed) = block.items().get(first).map(|_| block.placed(first))
                && self.at == 0
                && placed.start <= self.range.start
            {
                self.at = placed.start;
            }
            let mut stay = Stay { stage, block, names: None, shells: Shells::of(document, stage) };
            for item in first..block.items().len() {
                let placed = block.placed(item);
                self.between(placed.start);
                if placed.start >= self.range.end {
                    return;
                }
                self.instruction(&mut stay, item, &placed);
                self.at = placed.start + placed.facts.len;
            }
        }
        self.between(document.text().len());
    }

    /// Visits comments and directives up to an offset.
    fn between(&mut self, end: usize) {
        let start = self.at;
        if end <= start + 1 || end <= self.range.start || start >= self.range.end {
            return;
        }
        let source = self.document.text().slice(start..end);
        let directives = if start == 0 { self.document.directives() } else { &[] };
        each_gap_token(&source, self.document.escape(), directives, &mut |range, token_type| {
            self.push(start + range.start..start + range.end, token_type, TokenModifiers::NONE);
        });
    }

    fn push(&mut self, range: Range<usize>, token_type: TokenType, modifiers: TokenModifiers) {
        if range.start < self.range.end && range.end > self.range.start {
            (self.visit)(SemanticToken { range, token_type, modifiers });
        }
    }

    fn instruction(&mut self, stay: &mut Stay<'a>, item: usize, placed: &Placed<'a>) {
        if placed.start + placed.facts.len <= self.range.start {
            return;
        }
        let facts = placed.facts.triggered();
        let is_trigger = placed.facts.trigger.is_some();
        let dialect = || stay.shells.dialect(item, is_trigger);
        let tokens = instruction::tokens(self.document, placed, dialect, &mut self.finder);
        self.look_up(stay, item, placed, &tokens.names);
        let mut stages: Option<Vec<bool>> = None;
        let mut is_stage = |at: u32| {
            let stages = stages.get_or_insert_with(|| named_stages(self.document, stay.stage, facts));
            stages.get(at as usize).is_some_and(|&is_stage| is_stage)
        };
        for mark in &tokens.marks {
            let range = placed.start + mark.start as usize..placed.start + mark.end as usize;
            if range.start >= self.range.end || range.end <= self.range.start {
                continue;
            }
            let more = match mark.style.link {
                Link::Name(name) => self.modifiers.get(name as usize).copied().unwrap_or_default(),
                Link::Image(at) if is_stage(at) => continue,
                Link::Stage(at) if !is_stage(at) => continue,
                Link::None | Link::Image(_) | Link::Stage(_) => TokenModifiers::NONE,
            };
            (self.visit)(SemanticToken {
                range,
                token_type: mark.style.token_type,
                modifiers: mark.style.modifiers.with(more),
            });
        }
    }

    /// Looks up the modifiers of the variables that an instruction reads.
    fn look_up(&mut self, stay: &mut Stay<'a>, item: usize, placed: &Placed<'_>, names: &[Box<str>]) {
        self.modifiers.clear();
        if names.is_empty() {
            return;
        }
        let document = self.document;
        let (scope, before) = match placed.facts.instruction {
            Some(Instruction::From) => {
                let preamble = || document.preamble().map(|block| Names::of(document, None, block));
                if self.global.is_none() {
                    self.global = preamble();
                }
                (self.global.as_ref(), usize::MAX)
            }
            instruction => {
                let before = match instruction {
                    // A trigger sees all variables that its stage leaves; a word of ARG sees those before it.
                    Some(Instruction::Onbuild) => usize::MAX,
                    Some(Instruction::Arg) => item + 1,
                    _ => item,
                };
                let (stage, block) = (stay.stage, stay.block);
                (Some(&*stay.names.get_or_insert_with(|| Names::of(document, stage, block))), before)
            }
        };
        for name in names {
            self.modifiers.push(match scope {
                Some(scope) => scope.modifiers(name, before),
                None => super::names::predefined(name),
            });
        }
    }
}

/// For each text of an instruction that may name a stage, whether it does.
fn named_stages(document: &Document, stage: Option<usize>, facts: &Facts) -> Vec<bool> {
    let mut stages = Vec::new();
    if facts.instruction == Some(Instruction::From) {
        stages.push(stage.is_some_and(|stage| base_stage(document, stage).is_some()));
    }
    each_from(facts, &mut |from| stages.push(stage_of(document, facts, from).is_some()));
    stages
}
