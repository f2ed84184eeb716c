//! hadolint's command line: a table of its options, and a parser that follows hadolint's.
//!
//! Long options cannot be abbreviated. Short ones may be bundled, and their value may follow
//! directly. An option that is not a list may be given only once.

use std::{
    collections::HashSet,
    ffi::{OsStr, OsString},
    path::PathBuf,
};

use dockwright_lint::rule::Severity;
use dockwright_texts::{Message, cli::hadolint as texts};

use super::environment::label;
use crate::config::hadolint::{HadolintFormat, HadolintSettings, LEVELS, Threshold};

/// An option. Its text is in `commandline.md` of the texts.
#[derive(Debug)]
pub(super) struct Spec {
    pub(super) short: Option<char>,
    pub(super) long: &'static str,
    /// The name of its value; `None` for a switch.
    pub(super) value: Option<&'static str>,
    /// Whether it may be given more than once.
    pub(super) is_list: bool,
}

impl Spec {
    const fn switch(short: Option<char>, long: &'static str) -> Self {
        Self { short, long, value: None, is_list: false }
    }

    const fn one(short: Option<char>, long: &'static str, value: &'static str) -> Self {
        Self { short, long, value: Some(value), is_list: false }
    }

    const fn list(short: Option<char>, long: &'static str, value: &'static str) -> Self {
        Self { short, long, value: Some(value), is_list: true }
    }
}

/// All options.
pub(super) const OPTIONS: &[Spec] = &[
    Spec::switch(Some('h'), "help"),
    Spec::switch(Some('v'), "version"),
    Spec::one(Some('c'), "config", "FILE"),
    Spec::one(None, "file-path-in-report", "PATH"),
    Spec::list(Some('o'), "output", "FILE"),
    Spec::switch(None, "no-fail"),
    Spec::switch(None, "no-color"),
    Spec::switch(Some('V'), "verbose"),
    Spec::list(Some('f'), "format", "FORMAT"),
    Spec::list(None, "error", "CODE"),
    Spec::list(None, "warning", "CODE"),
    Spec::list(None, "info", "CODE"),
    Spec::list(None, "style", "CODE"),
    Spec::list(None, "ignore", "CODE"),
    Spec::list(None, "trusted-registry", "REGISTRY"),
    Spec::list(None, "require-label", "LABEL[:FORM]"),
    Spec::switch(None, "strict-labels"),
    Spec::switch(None, "disable-ignore-pragma"),
    Spec::one(Some('t'), "failure-threshold", "LEVEL"),
    Spec::one(None, LOCALE, "LOCALE"),
];

/// The only option that hadolint does not have. It is read before the others, so that the errors
/// about these are in the right language.
const LOCALE: &str = "locale";

/// The action that the command line requests.
#[derive(Debug)]
pub(super) enum Request {
    Help,
    Version,
    Lint(Box<Arguments>),
}

/// The options and files of a run.
#[derive(Debug, Default)]
pub(super) struct Arguments {
    pub(super) config: Option<PathBuf>,
    pub(super) files: Vec<OsString>,
    pub(super) path_in_report: Option<String>,
    pub(super) outputs: Vec<PathBuf>,
    pub(super) is_verbose: bool,
    pub(super) settings: HadolintSettings,
}

/// Parses the arguments; the error is the first line of the message.
pub(super) fn parse(arguments: Vec<OsString>) -> Result<Request, Message> {
    let mut parser = Parser::default();
    let mut rest = arguments.into_iter();
    while let Some(argument) = rest.next() {
        let text = argument.to_string_lossy().into_owned();
        if text == "--" {
            parser.parsed.files.extend(rest);
            break;
        }
        let is_help = if let Some(long) = text.strip_prefix("--") {
            let (name, value) =
                long.split_once('=').map_or((long, None), |(name, value)| (name, Some(value)));
            parser.long(&text, name, value, &mut rest)?
        } else if text.len() > 1 && text.starts_with('-') {
            parser.bundle(&text[1..], &mut rest)?
        } else {
            parser.parsed.files.push(argument);
            false
        };
        if is_help {
            return Ok(Request::Help);
        }
    }
    Ok(if parser.wants_version { Request::Version } else { Request::Lint(Box::new(parser.parsed)) })
}

#[derive(Default)]
struct Parser {
    parsed: Arguments,
    wants_version: bool,
    /// The options given so far that may be given only once.
    given: HashSet<&'static str>,
}

fn invalid(argument: &str) -> Message {
    texts::invalid_option(argument)
}

impl Parser {
    /// Parses `--name` or `--name=value`; returns whether it requests help.
    fn long(
        &mut self,
        argument: &str,
        name: &str,
        value: Option<&str>,
        rest: &mut impl Iterator<Item = OsString>,
    ) -> Result<bool, Message> {
        let spec = OPTIONS.iter().find(|spec| spec.long == name).ok_or_else(|| invalid(argument))?;
        self.once(spec, argument)?;
        let shown = format!("--{name}");
        match (spec.value, value) {
            (None, Some(_)) if spec.long != "help" => Err(invalid(argument)),
            (None, _) => self.take(spec, &shown, OsStr::new("")),
            (Some(_), Some(value)) => self.take(spec, &shown, OsStr::new(value)),
            (Some(_), None) => self.take_next(spec, &shown, rest),
        }
    }

    /// Parses the letters after a `-`, the last of which may have a value; returns whether they request
    /// help.
    fn bundle(&mut self, letters: &str, rest: &mut impl Iterator<Item = OsString>) -> Result<bool, Message> {
        let mut letters = letters.chars();
        while let Some(letter) = letters.next() {
            let spec = OPTIONS.iter().find(|spec| spec.short == Some(letter));
            let spec = spec.ok_or_else(|| invalid(&format!("-{letter}{}", letters.as_str())))?;
            self.once(spec, &format!("-{letter}{}", letters.as_str()))?;
            let shown = format!("-{letter}");
            if spec.value.is_none() {
                if self.take(spec, &shown, OsStr::new(""))? {
                    return Ok(true);
                }
            } else if letters.as_str().is_empty() {
                return self.take_next(spec, &shown, rest);
            } else {
                return self.take(spec, &shown, OsStr::new(letters.as_str()));
            }
        }
        Ok(false)
    }

    /// Fails if an option that may be given only once is repeated.
    fn once(&mut self, spec: &Spec, argument: &str) -> Result<(), Message> {
        let is_new = spec.is_list || self.given.insert(spec.long);
        if is_new { Ok(()) } else { Err(invalid(argument)) }
    }

    /// Takes the next argument as the value, even if it looks like an option.
    fn take_next(
        &mut self,
        spec: &Spec,
        shown: &str,
        rest: &mut impl Iterator<Item = OsString>,
    ) -> Result<bool, Message> {
        let value = rest.next().ok_or_else(|| texts::needs_value(shown))?;
        self.take(spec, shown, &value)
    }

    /// Applies an option; returns whether it requests help.
    fn take(&mut self, spec: &Spec, shown: &str, value: &OsStr) -> Result<bool, Message> {
        let Arguments { config, path_in_report, outputs, is_verbose, settings, .. } = &mut self.parsed;
        let text = || value.to_string_lossy().into_owned();
        match spec.long {
            "help" => return Ok(true),
            "version" => self.wants_version = true,
            "config" => *config = Some(PathBuf::from(value)),
            "file-path-in-report" => *path_in_report = Some(text()),
            "output" => outputs.push(PathBuf::from(value)),
            "no-fail" => settings.no_fail = Some(true),
            "no-color" => settings.no_color = Some(true),
            "verbose" => *is_verbose = true,
            "format" => settings.formats.push(word(&text(), &HadolintFormat::NAMES, |value| {
                texts::UnknownValue { option: shown, value }.message()
            })?),
            "ignore" => settings.ignored.push(text()),
            "trusted-registry" => settings.trusted_registries.push(text()),
            "require-label" => {
                let (label, form) =
                    label(&text()).map_err(|form| texts::UnknownForm { option: shown, form }.message())?;
                if !settings.label_schema.iter().any(|(known, _)| *known == label) {
                    settings.label_schema.push((label, form));
                }
            }
            "strict-labels" => settings.strict_labels = Some(true),
            "disable-ignore-pragma" => settings.disable_ignore_pragma = Some(true),
            "failure-threshold" => {
                settings.threshold = Some(word(&text(), &Threshold::ALL, |level| {
                    texts::UnknownLevel { option: shown, level }.message()
                })?);
            }
            LOCALE => {}
            level => {
                let severity: Option<Severity> =
                    LEVELS.iter().find(|(name, _)| *name == level).map(|(_, severity)| *severity);
                settings.overrides.extend(severity.map(|severity| (severity, text())));
            }
        }
        Ok(false)
    }
}

/// The value with this name, or the message that there is none.
fn word<T: Copy>(
    text: &str,
    words: &[(&str, T)],
    unknown: impl FnOnce(&str) -> Message,
) -> Result<T, Message> {
    let found = words.iter().find(|(word, _)| *word == text).map(|(_, value)| *value);
    found.ok_or_else(|| unknown(text))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn parsed(words: &[&str]) -> Result<Request, Message> {
        parse(words.iter().map(OsString::from).collect())
    }

    #[track_caller]
    fn lint(words: &[&str]) -> Arguments {
        match parsed(words) {
            Ok(Request::Lint(arguments)) => *arguments,
            other => panic!("{words:?}: {other:?}"),
        }
    }

    #[test]
    fn values_follow_in_any_form() {
        for words in [
            &["-fgnu", "D"][..],
            &["-f", "gnu", "D"],
            &["--format=gnu", "D"],
            &["D", "--format", "gnu"],
            &["-f", "gnu", "--", "D"],
        ] {
            let arguments = lint(words);
            assert_eq!(arguments.settings.formats, [HadolintFormat::Gnu], "{words:?}");
            assert_eq!(arguments.files, ["D"], "{words:?}");
        }
        let arguments = lint(&["-Vf", "gnu", "-", "--", "-x"]);
        assert!(arguments.is_verbose);
        assert_eq!(arguments.files, ["-", "-x"]);
        // A value may look like an option, or be empty.
        assert_eq!(lint(&["-c", "-v"]).config, Some(PathBuf::from("-v")));
        assert_eq!(lint(&["--ignore", "", "--ignore=DL1"]).settings.ignored, ["", "DL1"]);
    }

    #[test]
    fn help_comes_at_once_and_the_version_at_the_end() {
        assert!(matches!(parsed(&["-vh"]), Ok(Request::Help)));
        assert!(matches!(parsed(&["-h", "--foo"]), Ok(Request::Help)));
        assert!(matches!(parsed(&["--help=1"]), Ok(Request::Help)));
        assert!(matches!(parsed(&["D", "-v"]), Ok(Request::Version)));
        assert_eq!(parsed(&["--foo", "-h"]).unwrap_err(), "Invalid option `--foo'");
        assert_eq!(parsed(&["-v", "-f", "bad"]).unwrap_err(), "option -f: cannot parse value `bad'");
    }

    #[test]
    fn mistakes_are_named() {
        for (words, message) in [
            (&["--form", "json"][..], "Invalid option `--form'"),
            (&["--no-fail=1"], "Invalid option `--no-fail=1'"),
            (&["--version=1"], "Invalid option `--version=1'"),
            (&["-x"], "Invalid option `-x'"),
            (&["-V=1"], "Invalid option `-=1'"),
            (&["---"], "Invalid option `---'"),
            (&["-f"], "The option `-f` expects an argument."),
            (&["--config"], "The option `--config` expects an argument."),
            (&["-f=gnu"], "option -f: cannot parse value `=gnu'"),
            (&["--format="], "option --format: cannot parse value `'"),
            (&["-t", "bad"], "option -t: Invalid severity: bad"),
            (&["--require-label", "a:b:text"], "option --require-label: invalid label type: b:text"),
            (&["-t", "none", "-t", "error"], "Invalid option `-t'"),
            (&["-c", "a", "-cb"], "Invalid option `-cb'"),
            (&["-c", "a", "--config=b"], "Invalid option `--config=b'"),
            (&["--no-fail", "--no-fail"], "Invalid option `--no-fail'"),
        ] {
            assert_eq!(parsed(words).unwrap_err(), message, "{words:?}");
        }
    }

    #[test]
    fn every_option_has_an_effect() {
        for spec in OPTIONS.iter().filter(|spec| spec.long != LOCALE) {
            let mut parser = Parser::default();
            let value = match spec.long {
                "format" => "json",
                "failure-threshold" => "style",
                _ => "x",
            };
            let is_help = parser.take(spec, spec.long, OsStr::new(value)).unwrap();
            let is_changed = is_help
                || parser.wants_version
                || format!("{:?}", parser.parsed) != format!("{:?}", Arguments::default());
            assert!(is_changed, "{}", spec.long);
        }
    }
}
