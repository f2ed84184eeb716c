//! Guesses the intended command of an exec form that cannot work, because a shell would have to
//! split or expand its words.

use dockwright_texts::{Message, titles};

use super::{any_shell, base_name, has_blank, is_posix_shell, is_simple_command};
use crate::{
    spec::Instruction,
    words::{BUILTINS, expanding_line, is_name, json, json_array, shell_words},
};

/// The corrected command, and the title of the fix.
pub struct Meant {
    pub title: Message,
    /// The text after the keyword and the flags.
    pub text: String,
}

/// The intended command of an array; `None` if the words work as they are.
pub fn meant(words: &[String], instruction: Instruction) -> Option<Meant> {
    let [first, ..] = words else { return None };
    if words.len() == 1 && has_blank(first) {
        return Some(split(first, instruction));
    }
    (!any_shell(words) && words.iter().any(|word| variable(word).is_some()))
        .then(|| expanded(words, instruction))?
}

/// Corrects an element that contains a whole command: splits it into words, or runs it with a
/// shell.
pub fn split(command: &str, instruction: Instruction) -> Meant {
    if let Some(words) = split_words(command, true) {
        return Meant { title: titles::split_into_elements(), text: json_array(&words) };
    }
    let is_start = matches!(instruction, Instruction::Cmd | Instruction::Entrypoint);
    let exec = if is_start && is_simple_command(command) { "exec " } else { "" };
    let script = json(&format!("{exec}{}", command.trim()));
    Meant { title: titles::run_with_shell(), text: format!("[\"sh\", \"-c\", {script}]") }
}

/// Splits a command in one element into words, unless it is meant for a shell.
pub fn split_words(command: &str, is_alone: bool) -> Option<Vec<String>> {
    let words = shell_words(command).filter(|words| !words.is_empty())?;
    let name = words[0].as_str();
    let is_for_shell = is_posix_shell(base_name(name)) || BUILTINS.contains(&name);
    let is_split =
        !is_for_shell || !is_alone || words.len() > 2 || !name.starts_with(|c: char| c.is_alphabetic());
    is_split.then_some(words)
}

/// Corrects words with variables: a shell expands them.
pub fn expanded(words: &[String], instruction: Instruction) -> Option<Meant> {
    if words.iter().any(|word| word.contains(['\\', '%', ';'])) {
        return None;
    }
    let line = expanding_line(words);
    Some(match instruction {
        // Not the shell form, which BuildKit's checks discourage for CMD.
        Instruction::Cmd => {
            let script = json(&format!("exec {line}"));
            Meant { title: titles::run_with_shell(), text: format!("[\"sh\", \"-c\", {script}]") }
        }
        // Pass on the arguments with which the container is started.
        Instruction::Entrypoint => {
            let script = json(&format!("exec {line} \"$@\""));
            Meant { title: titles::run_with_shell(), text: format!("[\"sh\", \"-c\", {script}, \"sh\"]") }
        }
        _ => Meant { title: titles::write_in_shell_form(), text: line },
    })
}

/// The first variable or substitution in a word.
pub fn variable(word: &str) -> Option<std::ops::Range<usize>> {
    if word.contains("$$") || word.starts_with('^') {
        return None;
    }
    dollar(word).or_else(|| backquoted(word))
}

/// The first command in backticks.
fn backquoted(word: &str) -> Option<std::ops::Range<usize>> {
    let at = word.find('`')?;
    let len = word[at + 1..].find('`')?;
    let is_command = word[at + 1..].starts_with(|c: char| c.is_ascii_alphanumeric() || "./$_".contains(c));
    (len > 0 && is_command).then_some(at..at + len + 2)
}

fn dollar(word: &str) -> Option<std::ops::Range<usize>> {
    let at = word.find('$')?;
    let rest = &word[at + 1..];
    let end = match rest.chars().next()? {
        '{' => {
            let end = rest.find('}')?;
            let name = rest[1..end].split(|c: char| !c.is_ascii_alphanumeric() && c != '_').next()?;
            is_name(name).then_some(end + 1)?
        }
        '(' => rest.find(')')? + 1,
        c if c.is_ascii_alphabetic() || c == '_' => {
            rest.find(|c: char| !c.is_ascii_alphanumeric() && c != '_').unwrap_or(rest.len())
        }
        _ => return None,
    };
    Some(at..at + 1 + end)
}
