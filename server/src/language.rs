//! Chooses the language of messages for users.

use std::env;

use dockwright_texts::Language;

/// What a command prints prose in.
#[derive(Debug, Clone, Default, clap::Args)]
pub(crate) struct Locale {
    /// The language of messages, such as `en` or `ko` [default: that of the editor or of the environment].
    #[arg(long, value_name = "LOCALE")]
    pub(crate) locale: Option<String>,
}

impl Locale {
    /// The language, given the locale of an editor's session: the option has precedence over it, and
    /// the environment comes last.
    pub(crate) fn language(&self, client: Option<&str>) -> Language {
        language(self.locale.as_deref(), client, |name| env::var(name).ok())
    }
}

fn language(
    option: Option<&str>,
    client: Option<&str>,
    variable: impl Fn(&str) -> Option<String>,
) -> Language {
    let said = [option, client].into_iter().flatten().find(|locale| !locale.is_empty());
    // In the order that POSIX specifies; an empty variable counts as unset.
    let environment =
        || ["LC_ALL", "LC_MESSAGES", "LANG"].into_iter().filter_map(variable).find(|value| !value.is_empty());
    match said {
        Some(locale) => Language::of_locale(locale),
        None => environment().map_or_else(Language::default, |locale| Language::of_locale(&locale)),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_option_comes_first_and_the_environment_last() {
        let korean = |name: &str| match name {
            "LC_ALL" => Some(String::new()),
            "LANG" => Some("ko_KR.UTF-8".to_owned()),
            _ => None,
        };
        assert_eq!(language(None, None, korean), Language::Korean);
        assert_eq!(language(None, Some(""), korean), Language::Korean);
        assert_eq!(language(None, Some("en-US"), korean), Language::English);
        assert_eq!(language(Some("ko"), Some("en-US"), |_| None), Language::Korean);
        assert_eq!(language(None, None, |_| None), Language::English);
        let messages =
            |name: &str| (name != "LC_ALL").then(|| if name == "LANG" { "ko" } else { "C" }.to_owned());
        assert_eq!(language(None, None, messages), Language::English);
    }
}
