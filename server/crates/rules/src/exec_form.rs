//! Helpers for the rules about exec forms: an exec form as users see it, and the conversion of a shell form into one.

use super::{Acc, InStageContext, InstructionContext, Role};
use dockwright_analysis::{
    facts::Facts,
    fix::Fix,
    programs::{any_shell, base_name, is_script, runs_its_arguments, shell_text},
    spec::Instruction,
    words::{BUILTINS, json_array, shell_words},
};
use dockwright_lint::{
    finding::{Finding, Mending},
    rule::Rule,
};
use dockwright_texts::{Message, titles};

/// Programs whose arguments are texts in their own language.
const INTERPRETERS: [&str; 17] = [
    "awk", "bun", "deno", "find", "gawk", "jq", "mongo", "mongosh", "mysql", "node", "perl", "php", "psql",
    "python", "python3", "ruby", "sed",
];

/// An exec form as users see it.
pub(crate) struct Exec<'a> {
    pub(crate) facts: &'a Facts,
    pub(crate) instruction: Instruction,
    pub(crate) words: &'a [String],
    /// The first word is a program. Otherwise all of them are arguments of the ENTRYPOINT.
    pub(crate) is_program: bool,
}

impl<'a> Exec<'a> {
    /// The exec form of CMD, ENTRYPOINT, RUN or HEALTHCHECK, unless nothing is known about its words:
    /// it has none, or a CMD is a script for the shell of the ENTRYPOINT, or that shell ignores it.
    pub(crate) fn of(ctx: &InStageContext<'a>) -> Option<Self> {
        let facts = ctx.facts;
        let instruction = facts.instruction?;
        let words = facts.json.as_deref()?;
        if ctx.role == Role::Inherited || words.is_empty() || words.len() != facts.elements.len() {
            return None;
        }
        let mut is_program = true;
        if instruction == Instruction::Cmd
            && let Some(entrypoint) = ctx.exit.and_then(|exit| exit.entrypoint.as_deref())
            && !entrypoint.words.is_empty()
        {
            if !entrypoint.is_exec || any_shell(&entrypoint.words) {
                return None;
            }
            is_program = runs_its_arguments(entrypoint);
            if !is_program && is_script(&entrypoint.words) {
                return None;
            }
        }
        Some(Self { facts, instruction, words, is_program })
    }

    /// Whether one of the words is one of these programs.
    pub(crate) fn has_program(&self, programs: &[&str]) -> bool {
        self.words.iter().any(|word| programs.contains(&base_name(word)))
    }

    /// Whether one of the words is a program whose arguments are texts in its own language.
    pub(crate) fn has_interpreter(&self) -> bool {
        self.has_program(&INTERPRETERS)
    }
}

/// Reports a shell form that should be an array.
pub(crate) fn report_shell_form(
    ctx: &InstructionContext<'_>,
    rule: &'static Rule,
    message: impl Into<Message>,
    acc: &mut Acc,
) {
    let finding = Finding::own(rule, ctx.facts.command_range.clone(), message);
    acc.push(Finding { mend: Some(as_array), ..finding });
}

/// The fix of a shell form that should be an array, if it does not need a shell.
pub(crate) fn as_array(ctx: &Mending<'_>) -> Option<Fix> {
    let facts = ctx.facts;
    let text = shell_text(facts)?;
    let words = shell_words(text.strip_prefix("exec ").unwrap_or(text))?;
    // A builtin of the shell needs the shell.
    if BUILTINS.contains(&words[0].as_str()) {
        return None;
    }
    Some(ctx.replace(&titles::WRITE_AS_ARRAY, json_array(&words)).unsafe_choice())
}
