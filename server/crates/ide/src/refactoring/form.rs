//! Converts shell form to exec form and back.
//!
//! Only for commands that a POSIX shell runs: other shells have different quoting. A command with
//! comments between its lines is not converted, since an array on one line has no place for them.

use std::{borrow::Cow, sync::Arc};

use dockwright_syntax::Text;

use super::{Refactoring, RefactoringKind, Selected};
use dockwright_analysis::{
    document::Document,
    facts::{Facts, Form},
    fix::TextEdit,
    model::place::state_at,
    programs::{base_name, is_posix_shell, is_simple_command, shell_text},
    spec::Instruction,
    words::{BUILTINS, json_array, shell_line, shell_words},
};
use dockwright_texts::{Message, ide::refactoring as texts};

/// The default shell of an image.
const SHELL: [&str; 2] = ["/bin/sh", "-c"];

/// Converts `CMD app -x` to `CMD ["app", "-x"]`.
pub(super) fn to_exec(place: &Selected<'_>) -> Option<Refactoring> {
    let facts = place.spot.facts();
    let text = shell_text(facts).filter(|text| !text.is_empty())?;
    if !has_forms(facts) || !facts.heredocs.is_empty() || facts.broken_array.is_some() || has_remark(place) {
        return None;
    }
    let shell = shell(place)?;
    let command =
        if is_start(facts) { text.strip_prefix("exec ").unwrap_or(text).trim_start() } else { text };
    let words = shell_words(command).filter(|words| !BUILTINS.contains(&words[0].as_str()));
    if let Some(words) = words {
        return Some(changed(place, texts::to_exec(), json_array(&words)));
    }
    // The shell in the stages that run a trigger is not known.
    if place.spot.is_trigger() {
        return None;
    }
    let exec = if is_start(facts) && is_simple_command(text) { "exec " } else { "" };
    let script = format!("{exec}{text}");
    let words: Vec<&str> = shell.iter().map(AsRef::as_ref).chain([script.as_str()]).collect();
    Some(changed(place, texts::to_exec_with_shell(), json_array(&words)))
}

/// Converts `CMD ["app", "-x"]` to `CMD exec app -x`, and `["/bin/sh", "-c", "app $X"]` to `app
/// $X`.
pub(super) fn to_shell(place: &Selected<'_>) -> Option<Refactoring> {
    let facts = place.spot.facts();
    let words = facts.json.as_ref().filter(|words| !words.is_empty())?;
    if !has_forms(facts) || has_remark(place) {
        return None;
    }
    let shell = shell(place)?;
    let text = match words.split_last() {
        Some((script, before)) if is_same_shell(before, &shell) => script.trim().to_owned(),
        _ if is_start(facts) => format!("exec {}", shell_line(words)),
        _ => shell_line(words),
    };
    reads_as(place, &text).then(|| changed(place, texts::to_shell(), text))
}

fn has_forms(facts: &Facts) -> bool {
    use Instruction::{Cmd, Entrypoint, Healthcheck, Run};
    matches!(facts.instruction, Some(Cmd | Entrypoint | Healthcheck | Run))
}

fn is_start(facts: &Facts) -> bool {
    matches!(facts.instruction, Some(Instruction::Cmd | Instruction::Entrypoint))
}

/// Whether these words start the same shell that would run the shell form.
fn is_same_shell(words: &[String], shell: &[Cow<'_, str>]) -> bool {
    let (Some(program), Some(own)) = (words.first(), shell.first()) else { return false };
    // `sh` is found through `PATH`.
    let is_same = program == own || (!program.contains('/') && base_name(own) == program);
    is_same && words[1..].iter().map(String::as_str).eq(shell[1..].iter().map(AsRef::as_ref))
}

/// The shell that runs the shell form here; `None` if it is not a POSIX shell.
pub(super) fn shell(place: &Selected<'_>) -> Option<Vec<Cow<'static, str>>> {
    let state = state_at(place.document, place.document.model(), &place.spot, place.spot.placed.start);
    let shell = match &state.shell {
        Some(shell) => Arc::clone(shell).iter().map(|word| Cow::Owned(word.clone())).collect(),
        None if state.is_windows() => return None,
        None => SHELL.map(Cow::Borrowed).to_vec(),
    };
    is_posix_shell(base_name(shell.first()?)).then_some(shell)
}

/// Whether there is a comment between the lines of the command.
fn has_remark(place: &Selected<'_>) -> bool {
    let range = place.shift(&place.spot.facts().command_range);
    place.document.text().slice(range).lines().skip(1).any(|line| line.trim_start().starts_with('#'))
}

/// Whether Docker reads the command in shell form as exactly this text.
fn reads_as(place: &Selected<'_>, text: &str) -> bool {
    let keyword = &place.spot.facts().keyword;
    let check = if keyword == "HEALTHCHECK" { " CMD" } else { "" };
    let source = format!("# escape={}\nFROM a\n{keyword}{check} {text}\n", place.document.escape());
    let document = Document::new(Text::new(&source));
    let mut instructions = document.instructions().skip(1);
    let (Some(only), None) = (instructions.next(), instructions.next()) else { return false };
    only.facts.form == Some(Form::Shell)
        && only.facts.heredocs.is_empty()
        && only.facts.rows == 0
        && only.facts.broken_array.is_none()
        && shell_text(only.facts) == Some(text)
}

fn changed(place: &Selected<'_>, title: Message, text: String) -> Refactoring {
    let range = place.shift(&place.spot.facts().command_range);
    Refactoring { title, kind: RefactoringKind::Rewrite, edits: vec![TextEdit { range, text }] }
}
