//! Explains the commands that an instruction runs: programs, their subcommands and options, and
//! packages that they install. Only the tables of texts know them; other programs have no hover.

use std::ops::Range;

use super::{Hover, card, markdown::code};
use dockwright_analysis::{
    commands::{CallIn, CallOption, Commands, OptionName, OptionValue},
    document::Document,
    facts::Form,
    model::place::Spot,
    packages::ManagerCall,
    shell::ShellView,
    spec::programs::family,
    usage::{Shells, shift, touches},
};
use dockwright_texts::{Entry, Language, Topic, ide::hover::program as texts};

/// Programs that have the options and subcommands of another one.
const SAME: &[(&str, &[&str])] = &[
    ("apt-get", &["apt", "aptitude"]),
    ("dnf", &["dnf5", "microdnf", "tdnf", "yum"]),
    ("gpg", &["gpg2"]),
    ("gradle", &["gradlew"]),
    ("grep", &["egrep", "fgrep"]),
    ("mvn", &["mvnw"]),
    ("node", &["nodejs"]),
    ("sh", &["ash", "bash", "dash", "ksh", "zsh"]),
    ("sha256sum", &["md5sum", "sha1sum", "sha512sum"]),
    ("tar", &["bsdtar"]),
    ("xz", &["unxz"]),
];

/// Package managers of distributions: their packages are in the table of packages.
const SYSTEM: &[&str] = &["apk", "apt-get", "dnf", "microdnf", "tdnf", "yum", "zypper"];

/// The word at an offset in the commands of an instruction.
pub(super) fn hover(
    document: &Document,
    spot: &Spot<'_>,
    offset: usize,
    language: Language,
) -> Option<Hover> {
    let (facts, start) = (spot.placed.facts, spot.placed.start);
    let relative = offset.checked_sub(start)?;
    let dialect = Shells::of(document, spot.stage).dialect(spot.item, spot.is_trigger());
    let source = || document.source(&spot.placed);
    let commands = Commands::of(facts, document.escape(), dialect, source);
    let about = |(range, markdown): (Range<usize>, String)| Hover { range: shift(&range, start), markdown };
    // The commands of a nested script follow the one that runs it.
    let calls: Vec<_> = commands.calls().collect();
    // After an element of an array, its bracket or comma has a text.
    let is_exec = spot.facts().form == Some(Form::Exec);
    let is_mark = |range: &Range<usize>| is_exec && range.end == relative;
    let found = calls.iter().rev().find_map(|call| in_call(*call, relative, language));
    let found = found.or_else(|| {
        commands.scripts.iter().rev().find_map(|script| first_word(&script.view, relative, language))
    });
    found.filter(|(range, _)| !is_mark(range)).map(about)
}

/// The first word of a test or a declaration, which is no call.
fn first_word(view: &ShellView, relative: usize, language: Language) -> Option<(Range<usize>, String)> {
    let first = view.commands.iter().find_map(|command| {
        let word = view.words.get(command.words.clone().next()? as usize)?;
        touches(&word.span.range(), relative).then_some(word)
    })?;
    Some((first.span.range(), entry(first.text.as_deref()?, language)?))
}

fn in_call(call: CallIn<'_>, relative: usize, language: Language) -> Option<(Range<usize>, String)> {
    let is_at = |word: usize| touches(&call.range(word), relative);
    if let Some((wrapper, word)) = call.wrappers.iter().find(|(_, word)| is_at(*word)) {
        let name = wrapper.programs.iter().find(|name| Some(**name) == call.text(*word));
        return Some((call.range(*word), entry(name.or(wrapper.programs.first())?, language)?));
    }
    // An option of a wrapper: `python -m pip`.
    let before = call.wrappers.iter().rev().find(|(_, word)| call.range(*word).end <= relative);
    if let Some((wrapper, word)) = before
        && let Some(option) = (*word..call.word).find(|word| is_at(*word))
    {
        let (name, option) = (wrapper.programs[0], (option, call.text(option)?));
        let about = option_entry(name, option.1, language)?;
        return Some((call.range(option.0), titled(&format!("{name} {}", option.1), about)));
    }
    let program = call.name()?;
    if is_at(call.word) {
        return Some((call.range(call.word), entry(program, language)?));
    }
    if let Some(word) = call.options.iter().map(|option| option.word).find(|word| is_at(*word)) {
        let options: Vec<_> = call.options.iter().filter(|option| option.word == word).collect();
        return Some((call.range(word), options_text(call, program, &options, language)?));
    }
    let takes = |option: &&CallOption| matches!(option.value, OptionValue::Word(word) if is_at(word));
    if let Some(option) = call.options.iter().find(takes) {
        let OptionValue::Word(word) = option.value else { return None };
        return Some((call.range(word), options_text(call, program, &[option], language)?));
    }
    let word = *call.operands.iter().find(|word| is_at(**word))?;
    if let Some(markdown) = package(call, word, language) {
        return Some((call.range(word), markdown));
    }
    let text = call.text(word).filter(|_| call.operands.first() == Some(&word))?;
    let about = of_program(program, |name| Topic::Programs.entry(language, &format!("{name} {text}")))?;
    Some((call.range(word), titled(&format!("{program} {text}"), about)))
}

/// The text about a program.
fn entry(program: &str, language: Language) -> Option<String> {
    let about = of_program(program, |name| Topic::Programs.entry(language, name))?;
    Some(titled(program, about))
}

fn titled(name: &str, about: Entry) -> String {
    format!("{}\n\n{}", code(name), about.text)
}

/// What a table has about a program, by its name, by that without a version, or by that of the program
/// whose options it has.
fn of_program<T>(program: &str, find: impl Fn(&str) -> Option<T>) -> Option<T> {
    let name = family(program);
    let same = SAME.iter().find(|(_, others)| others.contains(&name));
    find(program).or_else(|| find(name)).or_else(|| find(same?.0))
}

/// The options in a word: one, or the letters of a bundle such as `-fsSL`.
fn options_text(
    call: CallIn<'_>,
    program: &str,
    options: &[&CallOption],
    language: Language,
) -> Option<String> {
    let shown = |option: &CallOption| match option.name {
        OptionName::Letter(letter) => Some(format!("-{letter}")),
        OptionName::Word(length) => call.view.words[option.word].shown().get(..length).map(str::to_owned),
    };
    // Options of several letters that do not follow the usual rules: `-nv`, `-DskipTests`.
    let whole = call.text(options.first()?.word)?;
    if let Some(about) = of_program(program, |program| option_entry(program, whole, language)) {
        return Some(titled(&format!("{program} {whole}"), about));
    }
    let mut lines = Vec::new();
    for option in options {
        let name = shown(option)?;
        let about = of_program(program, |program| option_entry(program, &name, language));
        if let Some(about) = about {
            lines.push((name, about));
        }
    }
    match lines.as_slice() {
        [] => None,
        [(name, about)] if options.len() == 1 => Some(titled(&format!("{program} {name}"), *about)),
        lines => {
            let lines = lines.iter().map(|(name, about)| format!("- {}: {}", code(name), about.text));
            Some(format!("{}\n\n{}", code(program), lines.collect::<Vec<_>>().join("\n")))
        }
    }
}

/// The entry of an option. Its id names the program and all spellings: `curl -f --fail`.
fn option_entry(program: &str, option: &str, language: Language) -> Option<Entry> {
    let id = Topic::Programs.ids().find(|id| {
        let mut words = id.split(' ');
        words.next() == Some(program) && words.any(|word| word == option)
    })?;
    Topic::Programs.entry(language, id)
}

/// A package that a package manager installs.
fn package(call: CallIn<'_>, word: usize, language: Language) -> Option<String> {
    let managed = ManagerCall::of(call.view, call.call.clone())?;
    let range = call.range(word);
    managed.packages(call.view)?.words.iter().find(|package| **package == range)?;
    let text = call.text(word)?;
    let end = text.char_indices().skip(1).find(|(_, c)| "=<>~!@[".contains(*c));
    let name = &text[..end.map_or(text.len(), |(at, _)| at)];
    let manager = managed.manager.programs[0];
    let known = SYSTEM.contains(&manager).then(|| card::entry(Topic::Packages, language, name)).flatten();
    let installed = texts::package(code(manager)).text(language);
    let lines = [Some(code(name)), known, Some(installed)];
    Some(lines.into_iter().flatten().collect::<Vec<_>>().join("\n\n"))
}
