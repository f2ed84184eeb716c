//! What is wrong with the arguments, in the reader's language, in the layout of clap's own messages.

use std::{env, ffi::OsString, fmt::Write as _};

use clap::error::{ContextKind, ContextValue, ErrorKind};

use dockwright_texts::{Language, Message, cli::arguments as texts};

use super::help::translated;
use crate::language::Locale;

/// The language that arguments ask for before they are parsed: the help and errors are in it too.
pub(super) fn language(arguments: impl Iterator<Item = OsString>) -> Language {
    let mut arguments = arguments.map(|argument| argument.to_string_lossy().into_owned());
    let mut locale = None;
    while let Some(argument) = arguments.next() {
        match argument.strip_prefix("--locale") {
            _ if argument == "--" => break,
            Some("") => locale = arguments.next(),
            Some(value) if value.starts_with('=') => locale = Some(value[1..].to_owned()),
            _ => {}
        }
    }
    Locale { locale }.language()
}

/// The language of this process's arguments.
pub(super) fn language_of_process() -> Language {
    language(env::args_os().skip(1))
}

/// What is written to standard error.
pub(super) fn page(error: &clap::Error, language: Language) -> String {
    let mut out = texts::error(what(error)).text(language);
    out.push('\n');
    if let Some(values) = list(error, ContextKind::ValidValue) {
        let _ = writeln!(out, "  {}{values}]", texts::VALUE_LIST.template(language));
    }
    for tip in tips(error) {
        let _ = writeln!(out, "\n  {}", texts::tip(tip).text(language));
    }
    if let Some(usage) = error.get(ContextKind::Usage) {
        let _ = writeln!(out, "\n{}", translated(&usage.to_string(), language));
    }
    let _ = writeln!(out, "\n{}", texts::MORE.template(language));
    out
}

fn word(error: &clap::Error, kind: ContextKind) -> Option<String> {
    error.get(kind).map(ToString::to_string)
}

/// Several names after each other.
fn list(error: &clap::Error, kind: ContextKind) -> Option<String> {
    match error.get(kind)? {
        ContextValue::Strings(words) => Some(words.join(", ")),
        other => Some(other.to_string()),
    }
}

fn what(error: &clap::Error) -> Message {
    let argument = list(error, ContextKind::InvalidArg);
    let value = word(error, ContextKind::InvalidValue);
    let unusable = || Message::from(&texts::UNUSABLE);
    let Some(argument) = argument else {
        let name = word(error, ContextKind::InvalidSubcommand);
        return name.map_or_else(unusable, texts::unknown_command);
    };
    match (error.kind(), value) {
        (ErrorKind::UnknownArgument, _) => texts::unknown_argument(argument),
        (ErrorKind::InvalidValue, Some(value)) if value.is_empty() => texts::no_value(argument),
        (ErrorKind::InvalidValue | ErrorKind::ValueValidation, Some(value)) => {
            texts::BadValue { argument, value }.message()
        }
        (ErrorKind::TooManyValues, Some(value)) => texts::SuperfluousValue { argument, value }.message(),
        (ErrorKind::InvalidValue | ErrorKind::NoEquals, None) => texts::no_value(argument),
        (ErrorKind::MissingRequiredArgument, _) => texts::missing(argument),
        (ErrorKind::ArgumentConflict, _) => match list(error, ContextKind::PriorArg) {
            Some(other) if other != argument => texts::Conflict { argument, other }.message(),
            _ => texts::repeated(argument),
        },
        _ => unusable(),
    }
}

fn tips(error: &clap::Error) -> impl Iterator<Item = Message> {
    let argument = list(error, ContextKind::SuggestedArg).map(texts::similar_argument);
    let command = list(error, ContextKind::SuggestedSubcommand).map(texts::similar_command);
    let value = list(error, ContextKind::SuggestedValue).map(texts::similar_value);
    [argument, command, value].into_iter().flatten()
}

#[cfg(test)]
mod tests {
    use clap::CommandFactory;

    use super::*;
    use crate::cli::Arguments;

    #[test]
    fn errors_are_in_the_language_of_the_arguments() {
        for (arguments, expected) in [
            (&["chekc"][..], "오류: 알 수 없는 명령 'chekc'\n\n  도움말: 비슷한 명령이 있습니다: 'check'\n"),
            (
                &["check", "--fixx"],
                "오류: 알 수 없는 인자 '--fixx'\n\n  도움말: 비슷한 인자가 있습니다: '--fix'\n",
            ),
            (&["check", "--fix=yes"], "오류: '--fix'에는 값을 지정할 수 없습니다: 'yes'\n"),
            (&["rules", "--format", "jso"], "오류: '--format <FORMAT>'의 값 'jso'가 올바르지 않습니다\n"),
            (&["rules", "--format"], "오류: '--format <FORMAT>'에 값이 필요합니다\n"),
            (&["check", "--jobs", "x"], "오류: '--jobs <N>'의 값 'x'가 올바르지 않습니다\n"),
            (&["check", "--fix", "--fix"], "오류: '--fix'는 한 번만 지정할 수 있습니다\n"),
            (&["explain"], "오류: 필요한 인자가 없습니다: <RULE>\n"),
            (&["check", "--isolated", "--config", "x"], "오류: '--isolated'는 '--config <FILE>'과 "),
        ] {
            let all = ["dockwright"].iter().chain(arguments);
            let error = Arguments::command().try_get_matches_from(all).unwrap_err();
            let page = page(&error, Language::Korean);
            assert!(page.starts_with(expected) && !page.contains("Usage"), "{page}");
            assert!(page.ends_with("자세한 내용은 '--help'로 확인하세요.\n"), "{page}");
        }
    }

    #[test]
    fn the_locale_is_found_before_and_after_a_command() {
        let of = |words: &[&str]| language(words.iter().map(OsString::from));
        assert_eq!(of(&["--locale", "ko", "check"]), Language::Korean);
        assert_eq!(of(&["check", "--locale=ko"]), Language::Korean);
        assert_eq!(of(&["check", "--locale=en", "--help"]), Language::English);
        assert_eq!(of(&["--locale=en", "check", "--", "--locale=ko"]), Language::English);
    }
}
