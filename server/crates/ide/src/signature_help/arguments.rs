//! Finds the argument of an instruction that is being typed.

use dockwright_syntax::{
    logical::is_list_space,
    words::{split_list, split_pairs},
};

use super::Active;
use dockwright_analysis::{
    cursor::Typing,
    spec::{Instruction, signatures::signatures},
};

/// The arguments of an instruction up to the cursor.
struct ArgumentText<'a> {
    before: &'a str,
    whole: &'a str,
}

impl<'a> ArgumentText<'a> {
    /// The number of words before the one at the cursor.
    fn index(&self) -> usize {
        let count = split_list(self.before).len();
        if self.word().is_empty() { count } else { count - 1 }
    }

    /// The part of the current word before the cursor.
    fn word(&self) -> &'a str {
        self.before.rsplit(is_list_space).next().unwrap_or_default()
    }

    /// Whether another word follows the current one.
    fn has_more(&self) -> bool {
        split_list(self.whole).len() > self.index() + 1
    }

    /// In a JSON array: the number of elements before the current one, and whether more elements
    /// follow.
    fn element(&self) -> (usize, bool) {
        let count = |text: &str| {
            let (mut commas, mut is_string, mut is_escaped) = (0, false, false);
            for c in text.chars() {
                match c {
                    _ if is_escaped => is_escaped = false,
                    '\\' if is_string => is_escaped = true,
                    '"' => is_string = !is_string,
                    ',' if !is_string => commas += 1,
                    _ => {}
                }
            }
            commas
        };
        let index = count(self.before);
        (index, count(self.whole) > index)
    }
}

/// The form and the parameter that are being typed in the arguments.
pub(super) fn active(typing: &Typing<'_>) -> Active {
    let (instruction, is_array) = (typing.instruction, typing.words.is_array);
    let escape = typing.line.document.escape();
    let typed = ArgumentText { before: typing.text(), whole: &typing.line.text[typing.args_start..] };
    let last = signatures(instruction).len() - 1;
    let by_place = |is_source: bool, source| if is_source { source } else { "destination" };
    match instruction {
        Instruction::Run | Instruction::Cmd | Instruction::Entrypoint if !is_array => {
            command(&typed, "command")
        }
        Instruction::Run | Instruction::Cmd | Instruction::Entrypoint | Instruction::Shell => {
            Active::new(last, if typed.element().0 == 0 { "program" } else { "argument" })
        }
        Instruction::Add | Instruction::Copy => {
            let source = if instruction == Instruction::Add { "add-source" } else { "source" };
            if is_array {
                let (index, has_more) = typed.element();
                Active::new(last, by_place(has_more || index == 0, source))
            } else {
                Active::new(0, by_place(typed.has_more() || typed.index() == 0, source))
            }
        }
        Instruction::Volume => Active::new(if is_array { last } else { 0 }, "volume"),
        Instruction::From => match typed.index() {
            0 => Active::new(0, "image"),
            1 => Active::new(0, "as"),
            2 => Active::new(0, "stage-name"),
            _ => Active { signature: 0, parameter: None, is_free_text: false },
        },
        Instruction::Arg => pair(escape, &typed, "arg-name", "arg-default"),
        Instruction::Env => pair(escape, &typed, "env-name", "env-value"),
        Instruction::Label => pair(escape, &typed, "label-key", "label-value"),
        Instruction::Expose => Active::new(0, if typed.word().contains('/') { "protocol" } else { "port" }),
        Instruction::User => Active::new(0, if typed.before.contains(':') { "group" } else { "user" }),
        Instruction::Healthcheck => healthcheck(&typed),
        Instruction::Maintainer => Active::new(0, "author"),
        Instruction::Onbuild => Active::new(0, "trigger"),
        Instruction::Stopsignal => Active::new(0, "signal"),
        Instruction::Workdir => Active::new(0, "workdir"),
    }
}

fn command(typed: &ArgumentText<'_>, id: &'static str) -> Active {
    let is_free_text = !typed.before.trim_start().is_empty();
    Active { is_free_text, ..Active::new(0, id) }
}

fn healthcheck(typed: &ArgumentText<'_>) -> Active {
    let word = typed.word();
    match (typed.index(), split_list(typed.whole).first()) {
        (0, _) if !word.is_empty() && "NONE".starts_with(&word.to_ascii_uppercase()) => {
            Active::new(1, "none")
        }
        (0, _) => Active::new(0, "flags"),
        (1.., Some(first)) if first.text.eq_ignore_ascii_case("none") => {
            Active { signature: 1, parameter: None, is_free_text: false }
        }
        (index, _) => {
            let is_free_text = index > 1 || !word.is_empty();
            Active { is_free_text, ..Active::new(0, "health-command") }
        }
    }
}

/// For `key=value` words. ENV and LABEL have a legacy form without the `=`, for a single pair.
fn pair(escape: char, typed: &ArgumentText<'_>, key: &'static str, value: &'static str) -> Active {
    let words = split_pairs(typed.before, escape);
    let Some((first, last)) = words.first().zip(words.last()) else { return Active::new(0, key) };
    let is_in_last = last.range.end == typed.before.len();
    let is_old = key != "arg-name" && !first.text.contains('=');
    let is_value =
        if is_old { words.len() > 1 || !is_in_last } else { is_in_last && last.text.contains('=') };
    Active::new(0, if is_value { value } else { key })
}
