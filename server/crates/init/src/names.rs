//! Decides which texts of a project may be written into a Dockerfile, and quotes them.
//!
//! A manifest may be hostile or merely odd. The name of a program, a module or a version is used
//! only if it needs no quotes anywhere. Paths may contain spaces and letters of any script, and are
//! quoted; characters that are special even inside quotes are rejected.

use std::fmt::Write as _;

/// Longer names are rejected.
const MOST: usize = 200;

/// Whether a text is a single word for Docker, for a shell and in a JSON string, not an option, and
/// not a path that leaves a folder.
pub(crate) fn is_plain(text: &str) -> bool {
    let is_fine = |c: char| c.is_ascii_alphanumeric() || matches!(c, '.' | '_' | '/' | '@' | '+' | '-');
    let is_inside = !text.starts_with(['-', '/']) && text.split('/').all(|part| part != "..");
    (1..=MOST).contains(&text.len()) && text.chars().all(is_fine) && is_inside
}

/// Whether a text can be a word on a command line: as [`is_plain`], but options are allowed.
pub(crate) fn is_argument(text: &str) -> bool {
    let is_fine = |c: char| {
        c.is_ascii_alphanumeric() || matches!(c, '.' | '_' | '/' | '@' | '+' | '-' | '=' | ':' | ',' | '%')
    };
    (1..=MOST).contains(&text.len()) && text.chars().all(is_fine)
}

/// Whether a text is a relative path inside the project that can be quoted.
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

/// A text as a shell word.
pub(crate) fn shell_word(text: &str) -> String {
    if is_argument(text) { text.to_owned() } else { format!("'{}'", text.replace('\'', "'\\''")) }
}

/// A JSON array for the exec form.
pub(crate) fn exec_form<'a>(words: impl IntoIterator<Item = &'a str>) -> String {
    let mut out = String::from("[");
    for (at, word) in words.into_iter().enumerate() {
        let word = serde_json::Value::from(word);
        let _ = write!(out, "{}{word}", if at == 0 { "" } else { ", " });
    }
    out + "]"
}

/// The arguments of COPY, as an array if a path contains spaces.
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
