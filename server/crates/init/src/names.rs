//! Which texts of a project may be written in a Dockerfile, and how they are quoted there.
//!
//! A manifest may be hostile or merely odd. A name of a program, a module or a version is taken only if it needs no quotes
//! anywhere. Paths may have spaces and letters of all scripts, which are quoted; what has a meaning inside of quotes too is
//! refused.

use std::fmt::Write as _;

/// Longer names are refused.
const MOST: usize = 200;

/// Whether a text is one word for Docker, for a shell and in a JSON string, no option, and no path that leads out of a folder.
pub(crate) fn is_plain(text: &str) -> bool {
    let is_fine = |c: char| c.is_ascii_alphanumeric() || matches!(c, '.' | '_' | '/' | '@' | '+' | '-');
    let is_inside = !text.starts_with(['-', '/']) && text.split('/').all(|part| part != "..");
    (1..=MOST).contains(&text.len()) && text.chars().all(is_fine) && is_inside
}

/// Whether a text may be a word on a command line: as [`is_plain`], and options as well.
pub(crate) fn is_argument(text: &str) -> bool {
    let is_fine = |c: char| {
        c.is_ascii_alphanumeric() || matches!(c, '.' | '_' | '/' | '@' | '+' | '-' | '=' | ':' | ',' | '%')
    };
    (1..=MOST).contains(&text.len()) && text.chars().all(is_fine)
}

/// Whether a text is a relative path inside of the project that quotes can hold.
pub(crate) fn is_path(text: &str) -> bool {
    let is_fine = |c: char| {
        c.is_alphanumeric() || matches!(c, '.' | '_' | '/' | '@' | '+' | '-' | ' ' | '(' | ')' | '~' | ',')
    };
    let is_name = |name: &str| !name.is_empty() && name != ".." && name.trim() == name;
    (1..=MOST).contains(&text.len())
        && text.chars().all(is_fine)
        && !text.starts_with(['-', '~'])
        && text.split('/').all(is_name)
}

/// A text as a word of a shell.
pub(crate) fn shell_word(text: &str) -> String {
    if is_argument(text) { text.to_owned() } else { format!("'{}'", text.replace('\'', "'\\''")) }
}

/// An array in the exec form.
pub(crate) fn exec_form<'a>(words: impl IntoIterator<Item = &'a str>) -> String {
    let mut out = String::from("[");
    for (at, word) in words.into_iter().enumerate() {
        let word = serde_json::Value::from(word);
        let _ = write!(out, "{}{word}", if at == 0 { "" } else { ", " });
    }
    out + "]"
}

/// The arguments of COPY: an array where a path has spaces.
pub(crate) fn copy_arguments(paths: &[String]) -> String {
    if paths.iter().all(|path| !path.contains(' ')) {
        paths.join(" ")
    } else {
        exec_form(paths.iter().map(String::as_str))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_may_be_written() {
        for text in ["main", "cmd/api", "@scope/x", "1.2.3"] {
            assert!(is_plain(text) && is_path(text), "{text}");
        }
        for text in ["", "-x", "a b", "a\nb", "$(x)", "a;b", "a\"b", "a'b", "a\\b", "`x`", "#x", "é"] {
            assert!(!is_plain(text), "{text}");
        }
        for text in ["Meine App/App.csproj", "앱/앱.csproj", "a (1).csproj"] {
            assert!(is_path(text), "{text}");
        }
        for text in ["../x", "/x", "a//b", "a\nb", "$x", "a*", "a\"", "a'", "a\\", " a", "a/ b", "-a", "[a]"]
        {
            assert!(!is_path(text), "{text}");
        }
    }

    #[test]
    fn quotes() {
        assert_eq!(shell_word("a/b"), "a/b");
        assert_eq!(shell_word("a b"), "'a b'");
        assert_eq!(exec_form(["a", "b \"c"]), r#"["a", "b \"c"]"#);
        let paths =
            |paths: &[&str]| copy_arguments(&paths.iter().map(|&it| it.to_owned()).collect::<Vec<_>>());
        assert_eq!(paths(&["a", "b/"]), "a b/");
        assert_eq!(paths(&["a b", "./"]), r#"["a b", "./"]"#);
    }
}
