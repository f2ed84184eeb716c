//! Presents the words of an exec form as the words of a command.

use super::{
    build::Builder,
    script::Script,
    structure::{Joint, Quoting},
    view::{Command, CommandKind, Context, ShellView, Word},
};
use crate::facts::Facts;
use std::ops::Range;

/// The words of an exec form as one command; `None` if there are none, or they cannot be
/// determined.
pub fn exec_words(facts: &Facts) -> Option<ShellView> {
    let elements = facts.json.as_deref().filter(|elements| elements.len() == facts.elements.len())?;
    let script = Script::of_text("");
    let mut builder = Builder::new(&script);
    let whole = facts.elements.first()?.start..facts.elements.last()?.end;
    let list = builder.list();
    let statement = builder.statement(0..0, list, Joint::First, false);
    let part = builder.part(statement, 0..0, None);
    let word = |(text, range): (&String, &Range<usize>)| Word {
        span: range.clone().into(),
        text: Some(text.as_str().into()),
        lead: Box::default(),
        quoting: Quoting::Double,
    };
    builder.view.words = elements.iter().zip(&facts.elements).map(word).collect();
    builder.view.commands.push(Command {
        span: whole.clone().into(),
        words: 0..elements.len() as u32,
        assignments: 0..0,
        joint: Joint::First,
        context: Context::default(),
        kind: CommandKind::Simple,
        part: 0,
    });
    builder.view.parts[0].command = Some(0);
    builder.close_part(&part);
    let mut view = builder.finish();
    (view.scopes[0].span, view.statements[0].span, view.parts[0].span) =
        (whole.clone().into(), whole.clone().into(), whole.into());
    Some(view)
}
