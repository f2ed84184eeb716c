//! A RUN whose script is for a POSIX shell and can be read whole: what the refactorings of scripts start from.

use std::{borrow::Cow, ops::Range, sync::Arc};

use super::{Place, form};
use crate::{
    facts::Form,
    shell::{self, Command, Context, Dialect, ShellView},
    spec::Instruction,
};

/// A RUN, or one behind ONBUILD.
pub(super) struct Run<'a> {
    pub(super) place: &'a Place<'a>,
    pub(super) view: Arc<ShellView>,
    /// The text of the instruction.
    pub(super) source: Cow<'a, str>,
}

impl<'a> Run<'a> {
    /// The RUN that a refactoring is asked for.
    pub(super) fn at(place: &'a Place<'a>) -> Option<Self> {
        let facts = place.spot.facts();
        if facts.instruction != Some(Instruction::Run) || facts.form != Some(Form::Shell) {
            return None;
        }
        form::shell(place)?;
        let view = shell::view(place.document, &place.spot.placed, Dialect::Posix)?;
        let is_whole = view.dialect == Dialect::Posix && !view.has_error;
        let source = place.document.source(&place.spot.placed);
        is_whole.then_some(Self { place, view, source })
    }

    /// The cursor or the selection, relative to the instruction.
    pub(super) fn selection(&self) -> Range<usize> {
        let start = self.place.spot.placed.start;
        self.place.range.start.saturating_sub(start)..self.place.range.end.saturating_sub(start)
    }

    /// The innermost command that the cursor is on.
    pub(super) fn command(&self) -> Option<(usize, &Command)> {
        let at = self.selection();
        let commands = self.view.commands.iter().enumerate();
        commands
            .filter(|(_, it)| it.span.range().start <= at.start && at.end <= it.span.range().end)
            .filter(|(_, it)| !it.context.has(Context::SUBSTITUTION))
            .min_by_key(|(_, it)| it.span.range().len())
    }
}
