//! The help, the usage and the version of `dockwright hadolint`, and its options for shell completion.

use std::fmt::Write as _;

use clap::{Arg, ArgAction, ArgMatches, Command};
use dockwright_texts::{
    Language, Message,
    cli::{arguments, hadolint as texts},
};
use unicode_width::UnicodeWidthStr as _;

use super::{
    NAME,
    arguments::{OPTIONS, Spec},
};
use crate::{
    cli::help::line,
    config::hadolint::{HadolintFormat, Threshold},
};

/// The column where explanations begin, and the maximum line width.
const INDENT: usize = 27;
const WIDTH: usize = 80;

/// The output of `--version`. Scripts search it for a version number that is valid for hadolint.
pub(super) fn version() -> String {
    format!("hadolint {} (Dockwright {})\n", super::formats::VERSION, env!("CARGO_PKG_VERSION"))
}

/// The usage for a program name.
pub(super) fn usage(program: &str, language: Language) -> String {
    let start = format!("{} {program}", arguments::USAGE.template(language));
    let mut words: Vec<String> = OPTIONS.iter().filter(|spec| spec.long != "help").map(bracketed).collect();
    words.push("[DOCKERFILE...]".to_owned());
    filled(&start, start.width(), words.iter().map(String::as_str))
}

pub(super) fn help(program: &str, language: Language) -> String {
    let paragraph = |message: Message| {
        let text = message.text(language);
        let mut words = text.split(' ');
        filled(words.next().unwrap_or_default(), 0, words)
    };
    let options = arguments::OPTIONS.template(language);
    let mut out = format!("{}\n{}\n{options}\n", paragraph(texts::intro()), usage(program, language));
    for spec in OPTIONS {
        let short = spec.short.map(|letter| format!("-{letter},")).unwrap_or_default();
        let value = spec.value.map(|value| format!(" {value}")).unwrap_or_default();
        let name = format!("  {short}--{}{value}", spec.long);
        let start = if name.len() < INDENT - 1 {
            format!("{name:INDENT$}")
        } else {
            format!("{name}\n{:INDENT$}", "")
        };
        let text = line(language, NAME, &format!("--{}", spec.long)).unwrap_or_default();
        out.push_str(&filled(&start, INDENT - 1, text.split(' ')));
    }
    out.push('\n');
    out.push_str(&paragraph(texts::exit_codes()));
    out
}

fn bracketed(spec: &Spec) -> String {
    let short = spec.short.map(|letter| format!("-{letter}|")).unwrap_or_default();
    let value = spec.value.map(|value| format!(" {value}")).unwrap_or_default();
    format!("[{short}--{}{value}]", spec.long)
}

/// Wraps words after a start text, in lines with this indentation.
fn filled<'a>(start: &str, indent: usize, words: impl Iterator<Item = &'a str>) -> String {
    let mut out = start.trim_end().to_owned();
    let line = start.rsplit('\n').next().unwrap_or_default();
    let mut column = line.trim_end().width();
    if line.trim().is_empty() {
        let _ = write!(out, "\n{:indent$}", "");
        column = indent;
    } else {
        let padding = indent.saturating_sub(column);
        let _ = write!(out, "{:padding$}", "");
        column += padding;
    }
    for word in words {
        if column + 1 + word.width() > WIDTH && column > indent {
            let _ = write!(out, "\n{:indent$}", "");
            column = indent;
        }
        let space = if column > 0 { " " } else { "" };
        let _ = write!(out, "{space}{word}");
        column += space.len() + word.width();
    }
    out.push('\n');
    out
}

/// The options as clap knows them, used only for the list of commands and for completion;
/// hadolint's arguments are not parsed by clap.
#[derive(Debug)]
pub(in crate::cli) struct Options;

impl clap::FromArgMatches for Options {
    fn from_arg_matches(_: &ArgMatches) -> Result<Self, clap::Error> {
        Ok(Self)
    }

    fn update_from_arg_matches(&mut self, _: &ArgMatches) -> Result<(), clap::Error> {
        Ok(())
    }
}

impl clap::Args for Options {
    fn augment_args(command: Command) -> Command {
        let options = OPTIONS.iter().filter(|spec| spec.long != "help").map(|spec| {
            let arg = Arg::new(spec.long).long(spec.long);
            let arg = spec.short.map_or(arg.clone(), |letter| arg.short(letter));
            let Some(value) = spec.value else { return arg.action(ArgAction::SetTrue) };
            let arg = arg.value_name(value).action(ArgAction::Append);
            match spec.long {
                "format" => arg.value_parser(HadolintFormat::NAMES.map(|(name, _)| name)),
                "failure-threshold" => arg.value_parser(Threshold::ALL.map(|(name, _)| name)),
                _ => return arg,
            }
            // Their texts name them.
            .hide_possible_values(true)
        });
        let files = Arg::new("files").value_name("DOCKERFILE").action(ArgAction::Append);
        command.args(options).arg(files.value_hint(clap::ValueHint::FilePath))
    }

    fn augment_args_for_update(command: Command) -> Command {
        Self::augment_args(command)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn help_is_within_80_columns_and_explains_every_option() {
        for language in Language::all() {
            for text in [help("hadolint", language), usage("dockwright hadolint", language)] {
                for line in text.lines() {
                    assert!(line.width() <= WIDTH && line.trim_end() == line, "{line:?}");
                }
                for spec in OPTIONS.iter().filter(|spec| spec.long != "help") {
                    assert!(text.contains(&format!("--{}", spec.long)), "{}", spec.long);
                    assert!(line(language, NAME, &format!("--{}", spec.long)).is_some(), "{}", spec.long);
                }
            }
        }
    }
}
