//! A short text with its arguments, which gets its language only when it is shown.

use std::{borrow::Cow, fmt};

use crate::{LANGUAGES, Language, particles};

/// A message in all languages. `{0}` is the first argument, `{{` a literal brace.
#[derive(Debug)]
pub struct Text {
    pub(crate) id: &'static str,
    pub(crate) arguments: usize,
    /// Empty if there is no translation.
    pub(crate) languages: [&'static str; LANGUAGES],
}

/// The texts of a rule.
#[derive(Debug, Clone, Copy)]
pub struct RuleTexts {
    /// The problem in one line; the English text is also the first line of the rule's page.
    pub summary: &'static Text,
    /// What Docker does with such a file.
    pub note: Option<&'static Text>,
}

/// Docker's own messages and other texts that are not translated.
static VERBATIM: Text = Text { id: "verbatim", arguments: 1, languages: ["{0}"; LANGUAGES] };
/// Two messages, one directly after the other.
static THEN: Text = Text { id: "then", arguments: 2, languages: ["{0}{1}"; LANGUAGES] };

/// A message with its arguments.
#[derive(Clone)]
pub struct Message {
    text: &'static Text,
    arguments: Box<[Argument]>,
}

/// The value of a placeholder.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Argument {
    /// Text that the user wrote, or a number.
    Text(Cow<'static, str>),
    /// A translated part of the sentence.
    Message(Message),
}

impl Text {
    /// Its id: the file and the key, such as `rules/untagged_image.finding`.
    pub fn id(&self) -> &'static str {
        self.id
    }

    /// The text in a language, with numbered placeholders; in the first language if there is no
    /// translation.
    pub fn template(&self, language: Language) -> &'static str {
        match self.languages[language as usize] {
            "" => self.languages[0],
            text => text,
        }
    }

    /// Whether it is translated into a language.
    pub fn is_translated(&self, language: Language) -> bool {
        !self.languages[language as usize].is_empty()
    }
}

impl Message {
    /// A message with its arguments, in the order of their numbers.
    pub fn new(text: &'static Text, arguments: Vec<Argument>) -> Self {
        debug_assert_eq!(text.arguments, arguments.len(), "{}", text.id);
        Self { text, arguments: arguments.into_boxed_slice() }
    }

    /// A text that is the same in all languages, such as a BuildKit error.
    pub fn verbatim(text: impl Into<Cow<'static, str>>) -> Self {
        Self::new(&VERBATIM, vec![Argument::Text(text.into())])
    }

    /// This message, directly followed by another.
    #[must_use]
    pub fn then(self, next: Self) -> Self {
        Self::new(&THEN, vec![self.into(), next.into()])
    }

    /// The id of its text.
    pub fn id(&self) -> &'static str {
        self.text.id
    }

    /// The message in a language.
    pub fn text(&self, language: Language) -> String {
        let mut out = String::with_capacity(2 * self.text.template(language).len());
        self.write(language, &mut out);
        out
    }

    /// Appends the message in a language.
    pub fn write(&self, language: Language, out: &mut String) {
        let mut rest = self.text.template(language);
        while let Some(at) = rest.find('{') {
            particles::push(out, &rest[..at]);
            rest = &rest[at + 1..];
            if let Some(after) = rest.strip_prefix('{') {
                out.push('{');
                rest = after;
                continue;
            }
            let Some((number, after)) = rest.split_once('}') else { break };
            match number.parse().ok().and_then(|number: usize| self.arguments.get(number)) {
                Some(Argument::Text(text)) => out.push_str(text),
                Some(Argument::Message(message)) => message.write(language, out),
                None => {}
            }
            rest = after;
        }
        particles::push(out, rest);
    }
}

/// Joins messages into one text and adds the full stops that are missing between them.
pub fn sentences(messages: &[Message], language: Language) -> String {
    let mut out = String::new();
    for message in messages {
        let start = out.len();
        if start > 0 {
            out.push_str(if out.ends_with(['.', '?', '!', '\n']) { " " } else { ". " });
        }
        let before = out.len();
        message.write(language, &mut out);
        if out.len() == before {
            out.truncate(start);
        }
    }
    out
}

impl PartialEq for Text {
    fn eq(&self, other: &Self) -> bool {
        self.id == other.id
    }
}

impl Eq for Text {}

impl PartialEq for Message {
    fn eq(&self, other: &Self) -> bool {
        self.text.id == other.text.id && self.arguments == other.arguments
    }
}

impl Eq for Message {}

/// Compares with the English text, for tests.
impl PartialEq<str> for Message {
    fn eq(&self, other: &str) -> bool {
        self.text(Language::default()).as_str() == other
    }
}

/// Compares with the English text, for tests.
impl PartialEq<&str> for Message {
    fn eq(&self, other: &&str) -> bool {
        self.text(Language::default()).as_str() == *other
    }
}

impl From<&'static Text> for Message {
    fn from(text: &'static Text) -> Self {
        Self::new(text, Vec::new())
    }
}

/// In English, for tests and logs.
impl fmt::Display for Message {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.text(Language::default()))
    }
}

impl fmt::Debug for Message {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{:?}", self.to_string())
    }
}

impl From<&str> for Argument {
    fn from(text: &str) -> Self {
        Self::Text(Cow::Owned(text.to_owned()))
    }
}

impl From<&String> for Argument {
    fn from(text: &String) -> Self {
        text.as_str().into()
    }
}

impl From<String> for Argument {
    fn from(text: String) -> Self {
        Self::Text(Cow::Owned(text))
    }
}

impl From<Cow<'_, str>> for Argument {
    fn from(text: Cow<'_, str>) -> Self {
        Self::Text(Cow::Owned(text.into_owned()))
    }
}

impl From<char> for Argument {
    fn from(character: char) -> Self {
        character.to_string().into()
    }
}

impl From<usize> for Argument {
    fn from(number: usize) -> Self {
        number.to_string().into()
    }
}

impl From<u32> for Argument {
    fn from(number: u32) -> Self {
        number.to_string().into()
    }
}

impl From<&'static Text> for Argument {
    fn from(text: &'static Text) -> Self {
        Message::from(text).into()
    }
}

impl From<Message> for Argument {
    fn from(message: Message) -> Self {
        Self::Message(message)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const fn in_two(english: &'static str, korean: &'static str) -> [&'static str; LANGUAGES] {
        let mut languages = [""; LANGUAGES];
        languages[Language::English as usize] = english;
        languages[Language::Korean as usize] = korean;
        languages
    }

    static TEXT: Text =
        Text { id: "test", arguments: 2, languages: in_two("`{0}` in {1}, {{}", "{1}의 `{0}`") };

    #[test]
    fn arguments_take_the_places_of_the_language() {
        let message = Message::new(&TEXT, vec!["{1}".into(), Message::verbatim("x").into()]);
        assert_eq!(message.to_string(), "`{1}` in x, {}");
        assert_eq!(message.text(Language::Korean), "x의 `{1}`");
        assert_eq!(format!("{message:?}"), "\"`{1}` in x, {}\"");
    }

    #[test]
    fn sentences_end_once() {
        let of = |texts: &[&'static str]| {
            let messages: Vec<_> = texts.iter().map(|text| Message::verbatim(*text)).collect();
            sentences(&messages, Language::English)
        };
        assert_eq!(of(&["A", "B.", "C?", "D"]), "A. B. C? D");
        assert_eq!(of(&["A", "", "B"]), "A. B");
    }

    #[test]
    fn a_missing_translation_is_english() {
        static PART: Text = Text { id: "part", arguments: 0, languages: in_two("x", "") };
        assert!(!PART.is_translated(Language::Korean));
        assert_eq!(Message::from(&PART).text(Language::Korean), "x");
    }
}
