//! `--help` in the reader's language. The texts are data: `commandline.md` has an entry for each
//! command, argument and value. The words that clap adds itself are replaced after it has laid out
//! the page.

use clap::{
    Arg, Command,
    builder::{PossibleValue, PossibleValuesParser},
};

use dockwright_texts::{Language, Text, Topic, cli::arguments as texts};

/// What clap writes in English, and our message for it.
static WORDS: [(&str, &Text); 7] = [
    ("Usage:", &texts::USAGE),
    ("Commands:", &texts::COMMANDS),
    ("Arguments:", &texts::ARGUMENTS),
    ("Options:", &texts::OPTIONS),
    ("Possible values:", &texts::VALUES),
    ("[possible values: ", &texts::VALUE_LIST),
    ("[default: ", &texts::DEFAULT),
];

/// The words that clap wrote, in a language.
pub(super) fn translated(page: &str, language: Language) -> String {
    WORDS.iter().fold(page.to_owned(), |page, (word, text)| page.replace(word, text.template(language)))
}

/// The command with the texts of a language, for its help and for completion scripts. The values of
/// its arguments are plain names, so it is of no use for parsing.
pub(super) fn localized(mut command: Command, language: Language) -> Command {
    command.build();
    let texts = Texts(language);
    let about = Topic::Commandline.intro(language).summary();
    let codes = texts.line("exit codes").unwrap_or_default();
    texts.command(command.about(about).after_help(codes))
}

/// The text of a command's argument such as `--fix`: the command's text, or one that several commands
/// share.
pub(super) fn line(language: Language, command: &str, id: &str) -> Option<String> {
    let texts = Texts(language);
    texts.line(&format!("{command} {id}")).or_else(|| texts.line(id))
}

struct Texts(Language);

impl Texts {
    /// The text of an entry as one line; lists do not end with a full stop.
    fn line(&self, id: &str) -> Option<String> {
        let text = Topic::Commandline.entry(self.0, id)?.summary();
        Some(text.strip_suffix('.').map_or_else(|| text.clone(), str::to_owned))
    }

    fn command(&self, command: Command) -> Command {
        let name = command.get_name().to_owned();
        let command = match self.line(&name) {
            Some(about) => command.about(about),
            None => command,
        };
        command.mut_args(|arg| self.argument(&name, arg)).mut_subcommands(|command| self.command(command))
    }

    fn argument(&self, command: &str, arg: Arg) -> Arg {
        let id = id(&arg);
        let values: Vec<_> = arg.get_possible_values();
        let is_switch = !arg.get_action().takes_values();
        let own = format!("{command} {id}");
        let arg = match line(self.0, command, &id) {
            Some(help) => arg.help(help.clone()).long_help(help),
            None => arg,
        };
        if is_switch || values.is_empty() {
            return arg;
        }
        arg.value_parser(PossibleValuesParser::from(self.values(&own, &values)))
    }

    fn values(&self, argument: &str, values: &[PossibleValue]) -> Vec<PossibleValue> {
        let value = |value: &PossibleValue| {
            let help = self.line(&format!("{argument}={}", value.get_name()));
            help.map_or_else(|| value.clone(), |help| value.clone().help(help))
        };
        values.iter().map(value).collect()
    }
}

/// The name of an argument in `commandline.md`: `--fix`, or `PATH` for one without a name on the
/// command line.
fn id(arg: &Arg) -> String {
    let value = || arg.get_value_names().and_then(|names| names.first()).map(ToString::to_string);
    match arg.get_long() {
        Some(long) => format!("--{long}"),
        None => value().unwrap_or_else(|| arg.get_id().to_string()).to_uppercase(),
    }
}

#[cfg(test)]
mod tests {
    use std::collections::BTreeSet;

    use clap::CommandFactory;

    use super::*;
    use crate::cli::Arguments;

    /// What has to have an entry: commands, visible arguments, and the values of some arguments.
    fn ids() -> BTreeSet<String> {
        let mut command = Arguments::command();
        command.build();
        let mut ids = BTreeSet::from(["exit codes", "--help", "--version", "--locale"].map(str::to_owned));
        for command in command.get_subcommands() {
            let name = command.get_name();
            ids.insert(name.to_owned());
            let arguments = command.get_arguments().filter(|arg| !arg.is_hide_set());
            for arg in arguments.filter(|_| name != "help") {
                let own = format!("{name} {}", id(arg));
                // If one value needs a text, all do.
                let values: Vec<_> = arg.get_possible_values();
                let values = values.iter().map(|value| format!("{own}={}", value.get_name()));
                let values: Vec<_> = values.collect();
                if values.iter().any(|id| Topic::Commandline.entry(Language::English, id).is_some()) {
                    ids.extend(values);
                }
                let is_shared = Topic::Commandline.entry(Language::English, &own).is_none();
                ids.insert(if is_shared { id(arg) } else { own });
            }
        }
        ids
    }

    #[test]
    fn every_argument_has_a_text_and_every_text_an_argument() {
        let found: BTreeSet<_> = Topic::Commandline.ids().map(str::to_owned).collect();
        assert_eq!(found, ids());
    }

    #[test]
    fn pages_are_in_one_language() {
        let mut command = localized(Arguments::command(), Language::Korean);
        let names: Vec<_> = command.get_subcommands().map(|command| command.get_name().to_owned()).collect();
        let pages = names.iter().map(|name| {
            let command = command.find_subcommand_mut(name).unwrap();
            command.render_long_help().to_string()
        });
        let mut pages: Vec<_> = pages.collect();
        pages.push(command.render_long_help().to_string());
        let code = |word: &str| word.contains(|c: char| "`'[]<>{}()/:=.,-".contains(c));
        for page in pages {
            let page = translated(&page, Language::Korean);
            for line in page.lines() {
                let mut run = 0;
                for word in line.split_whitespace() {
                    let is_english = !code(word) && word.chars().all(|c| c.is_ascii_lowercase());
                    run = if is_english { run + 1 } else { 0 };
                    assert!(run < 3, "{line}");
                }
            }
            assert!(
                !page.contains("Print") && !page.contains("Usage") && !page.contains("possible"),
                "{page}"
            );
        }
    }
}
