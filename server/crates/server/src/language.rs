//! Chooses the language of messages for users.

use std::env;

use dockwright_texts::Language;

/// What a command prints prose in.
#[derive(Debug, Clone, Default, clap::Args)]
pub(crate) struct Locale {
    #[arg(long, value_name = "LOCALE")]
    pub(crate) locale: Option<String>,
}

impl Locale {
    /// The language of a command: the option decides, then the environment.
    pub(crate) fn language(&self) -> Language {
        self.session_language(None, None)
    }

    /// The language of an editor's session. The user's setting decides, then the option, then the
    /// environment, and then the locale that the editor says it has.
    pub(crate) fn session_language(&self, setting: Option<Language>, client: Option<&str>) -> Language {
        setting.unwrap_or_else(|| language(self.locale.as_deref(), client, |name| env::var(name).ok()))
    }
}

fn language(
    option: Option<&str>,
    client: Option<&str>,
    variable: impl Fn(&str) -> Option<String>,
) -> Language {
    // In the order that POSIX specifies; an empty variable counts as unset.
    let environment =
        || ["LC_ALL", "LC_MESSAGES", "LANG"].into_iter().filter_map(variable).find(|value| !value.is_empty());
    let said = option.filter(|locale| !locale.is_empty()).map(str::to_owned);
    let locale = said.or_else(|| environment().filter(|locale| names_a_language(locale)));
    let locale = locale.as_deref().or(client).unwrap_or_default();
    Language::of_locale(locale)
}

/// Whether a locale of the environment is that of a user. `C` is that of a container or a service,
/// which says nothing about the reader.
fn names_a_language(locale: &str) -> bool {
    let name = locale.split(['.', '@']).next().unwrap_or_default();
    !["C", "POSIX"].contains(&name)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_setting_comes_first_and_the_client_last() {
        let korean = |name: &str| match name {
            "LC_ALL" => Some(String::new()),
            "LANG" => Some("ko_KR.UTF-8".to_owned()),
            _ => None,
        };
        assert_eq!(language(None, None, korean), Language::Korean);
        assert_eq!(language(Some(""), Some(""), korean), Language::Korean);
        assert_eq!(language(None, Some("en-US"), korean), Language::Korean);
        assert_eq!(language(Some("en-US"), Some("ko"), korean), Language::English);
        assert_eq!(language(Some("ko"), Some("en-US"), |_| None), Language::Korean);
        assert_eq!(language(None, Some("ko"), |_| None), Language::Korean);
        assert_eq!(language(None, None, |_| None), Language::English);
        let messages =
            |name: &str| (name != "LC_ALL").then(|| if name == "LANG" { "ko" } else { "C" }.to_owned());
        assert_eq!(language(None, None, messages), Language::English);
        for locale in ["C", "C.UTF-8", "POSIX"] {
            let container = |name: &str| (name == "LANG").then(|| locale.to_owned());
            assert_eq!(language(None, Some("ko-KR"), container), Language::Korean, "{locale}");
        }
        let option = Locale { locale: Some("en".to_owned()) };
        assert_eq!(option.session_language(Some(Language::Korean), Some("en")), Language::Korean);
    }
}
