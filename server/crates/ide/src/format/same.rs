//! Whether two texts of a file are the same to a build.
//!
//! The second look at what the formatter did, with nothing of how it did it: what BuildKit reads, the image of every
//! stage, and the commands of RUN, in which blanks outside of quotes may differ.

use crate::{
    document::Document,
    facts::Form,
    report::{InstructionReport, report},
};

/// Whether a build makes the same of both.
pub(super) fn is_same(before: &Document, after: &Document) -> bool {
    let (old, new) = (report(before), report(after));
    old.errors.len() == new.errors.len()
        && old.escape == new.escape
        && old.syntax == new.syntax
        && before.directives().len() == after.directives().len()
        && old.instructions.len() == new.instructions.len()
        && old.instructions.iter().zip(&new.instructions).all(|(old, new)| is_same_instruction(old, new))
        && has_same_images(before, after)
}

fn is_same_instruction(old: &InstructionReport, new: &InstructionReport) -> bool {
    let is_command = old.keyword == "RUN" && old.form == Some(Form::Shell);
    // `AS`, and `CMD` and `NONE`, which BuildKit lists as written.
    let keyword = match old.keyword.as_str() {
        "FROM" => Some(1),
        "HEALTHCHECK" => Some(0),
        _ => None,
    };
    let is_same_argument = |(at, (old, new)): (usize, (&String, &String))| {
        old == new
            || is_command && is_same_command(old, new)
            || keyword == Some(at) && old.eq_ignore_ascii_case(new)
    };
    let arguments = old.args.iter().zip(&new.args);
    let has_same_arguments = old.args.len() == new.args.len() && arguments.enumerate().all(is_same_argument);
    has_same_arguments
        && old.keyword == new.keyword
        && old.form == new.form
        && old.flags == new.flags
        && old.heredocs == new.heredocs
        && old.json == new.json
        && old.sub == new.sub
}

fn has_same_images(before: &Document, after: &Document) -> bool {
    let (old, new) = (before.model(), after.model());
    old.stages.len() == new.stages.len()
        && (0..old.stages.len()).all(|stage| old.image(before, stage) == new.image(after, stage))
}

/// What a shell is in at a place of its text.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Inside {
    Quotes,
    Parens,
}

/// Whether two commands differ in blanks between words at most.
fn is_same_command(old: &str, new: &str) -> bool {
    let (mut old, mut new) = (Words::new(old), Words::new(new));
    loop {
        match (old.next(), new.next()) {
            (None, None) => return true,
            (old, new) if old != new => return false,
            _ => {}
        }
    }
}

/// The characters of a command, of blanks between words one only.
struct Words<'a> {
    text: &'a str,
    inside: Vec<Inside>,
    is_single_quoted: bool,
}

impl<'a> Words<'a> {
    fn new(text: &'a str) -> Self {
        Self { text, inside: Vec::new(), is_single_quoted: false }
    }

    fn is_quoted(&self) -> bool {
        self.is_single_quoted || self.inside.last() == Some(&Inside::Quotes)
    }
}

impl<'a> Iterator for Words<'a> {
    type Item = &'a str;

    fn next(&mut self) -> Option<&'a str> {
        let first = self.text.chars().next()?;
        let mut length = first.len_utf8();
        let is_quoted = self.is_quoted();
        match first {
            '\'' if self.is_single_quoted || !is_quoted => self.is_single_quoted = !self.is_single_quoted,
            _ if self.is_single_quoted => {}
            '\\' => length += self.text[1..].chars().next().map_or(0, char::len_utf8),
            '"' if is_quoted => drop(self.inside.pop()),
            '"' => self.inside.push(Inside::Quotes),
            '$' if self.text.starts_with("$(") => {
                self.inside.push(Inside::Parens);
                length = 2;
            }
            '(' if !is_quoted => self.inside.push(Inside::Parens),
            ')' if !is_quoted => drop(self.inside.pop()),
            ' ' | '\t' if !is_quoted => {
                self.text = self.text.trim_start_matches([' ', '\t']);
                return Some(" ");
            }
            _ => {}
        }
        let (word, rest) = self.text.split_at(length);
        self.text = rest;
        Some(word)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn blanks_between_words_may_differ() {
        let cases = [
            ("a  b", "a b", true),
            ("a b", "ab", false),
            ("a 'b  c'", "a  'b  c'", true),
            ("a 'b  c'", "a 'b c'", false),
            (r#"a "b  $(c  d)""#, r#"a "b  $(c d)""#, true),
            (r#"a "b  $(c  d)""#, r#"a "b $(c  d)""#, false),
            (r#"a "$(b "c  d")  e""#, r#"a "$(b "c  d") e""#, false),
            (r"a\  b", r"a\ b", false),
            (r"a\'  b", r"a\' b", true),
            ("(a  b)  'c'", "(a b) 'c'", true),
        ];
        for (old, new, expected) in cases {
            assert_eq!(is_same_command(old, new), expected, "{old} | {new}");
        }
    }
}
