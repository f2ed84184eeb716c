//! The command that an array was meant to be, where its words are none: a shell has to split or to expand them.

use dockwright_texts::{Message, titles};

use super::{any_shell, base_name, has_blank, is_posix_shell, is_simple_command};
use crate::{
    spec::Instruction,
    words::{BUILTINS, expanding_line, is_name, json, json_array, shell_words},
};

/// A command as it should be written, and what is done for it, as an imperative.
pub struct Meant {
    pub title: Message,
    /// What stands behind the keyword and the flags.
    pub text: String,
}

/// What the words of an array mean that cannot stand as they are; nothing where they can.
pub fn meant(words: &[String], instruction: Instruction) -> Option<Meant> {
    let [first, ..] = words else { return None };
    if words.len() == 1 && has_blank(first) {
        return Some(split(first, instruction));
    }
    (!any_shell(words) && words.iter().any(|word| variable(word).is_some()))
        .then(|| expanded(words, instruction))?
}

/// One element that holds a whole command: its words, or a shell for it.
pub fn split(command: &str, instruction: Instruction) -> Meant {
    if let Some(words) = split_words(command, true) {
        return Meant { title: titles::split_into_elements(), text: json_array(&words) };
    }
    let is_start = matches!(instruction, Instruction::Cmd | Instruction::Entrypoint);
    let exec = if is_start && is_simple_command(command) { "exec " } else { "" };
    let script = json(&format!("{exec}{}", command.trim()));
    Meant { title: titles::run_with_shell(), text: format!("[\"sh\", \"-c\", {script}]") }
}

/// The words of a command in one element, unless a shell is meant to read them.
pub fn split_words(command: &str, is_alone: bool) -> Option<Vec<String>> {
    let words = shell_words(command).filter(|words| !words.is_empty())?;
    let name = words[0].as_str();
    let is_for_shell = is_posix_shell(base_name(name)) || BUILTINS.contains(&name);
    let is_split =
        !is_for_shell || !is_alone || words.len() > 2 || !name.starts_with(|c: char| c.is_alphabetic());
    is_split.then_some(words)
}

/// Words with variables, for a shell that expands them.
pub fn expanded(words: &[String], instruction: Instruction) -> Option<Meant> {
    if words.iter().any(|word| word.contains(['\\', '%', ';'])) {
        return None;
    }
    let line = expanding_line(words);
    Some(match instruction {
        // Not the shell form, which Docker's own check does not like here.
        Instruction::Cmd => {
            let script = json(&format!("exec {line}"));
            Meant { title: titles::run_with_shell(), text: format!("[\"sh\", \"-c\", {script}]") }
        }
        // Whoever starts the container may give arguments.
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

/// A command in backquotes.
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
