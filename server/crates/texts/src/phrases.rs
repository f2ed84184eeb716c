//! Sentences of the explanations, in the reader's language.

use crate::{Language, Topic};

/// A sentence with its placeholders filled in: `{name}` becomes what is given for `name`.
///
/// What is inserted is not looked at again, so a value may hold braces.
pub fn phrase(language: Language, id: &str, values: &[(&str, &str)]) -> String {
    let Some(entry) = Topic::Phrases.entry(language, id) else { return id.to_owned() };
    fill(entry.text, values)
}

fn fill(text: &str, values: &[(&str, &str)]) -> String {
    let mut filled =
        String::with_capacity(text.len() + values.iter().map(|(_, value)| value.len()).sum::<usize>());
    let mut rest = text;
    while let Some(at) = rest.find('{') {
        filled.push_str(&rest[..at]);
        let behind = &rest[at + 1..];
        let found = behind.split_once('}').and_then(|(name, after)| {
            let (_, value) = values.iter().find(|(known, _)| *known == name)?;
            Some((value, after))
        });
        rest = if let Some((value, after)) = found {
            filled.push_str(value);
            after
        } else {
            filled.push('{');
            behind
        };
    }
    filled.push_str(rest);
    filled
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn placeholders_are_filled_once() {
        assert_eq!(fill("{a} and {b}, {a}", &[("a", "{b}"), ("b", "2")]), "{b} and 2, {b}");
        assert_eq!(fill("`}` {x", &[("x", "1")]), "`}` {x");
        assert_eq!(phrase(Language::Korean, "line", &[("line", "3")]), "3번 줄");
    }

    #[test]
    fn languages_have_the_same_placeholders() {
        let names = |text: &'static str| {
            let mut names: Vec<_> =
                text.split('{').skip(1).filter_map(|part| Some(part.split_once('}')?.0)).collect();
            names.sort_unstable();
            names
        };
        for id in Topic::Phrases.ids() {
            let text = |language| Topic::Phrases.entry(language, id).unwrap().text;
            assert_eq!(names(text(Language::English)), names(text(Language::Korean)), "{id}");
        }
    }
}
