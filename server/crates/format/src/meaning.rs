//! Checks that formatting keeps the meaning of a file.
//!
//! This is an independent check that knows nothing of how the formatter works: it compares what
//! BuildKit reads from each instruction, which determines everything else. Only whitespace outside
//! of quotes may differ in the commands of RUN.

use dockwright_analysis::{
    document::Document,
    facts::{Facts, Form},
    spec::Instruction,
};

/// Whether both documents build the same.
pub(super) fn is_same(before: &Document, after: &Document) -> bool {
    let directives = |document: &Document| -> Vec<(String, String)> {
        let both = document.directives().iter().chain(document.header());
        both.map(|it| (it.name.clone(), it.value.clone())).collect()
    };
    directives(before) == directives(after)
        && before.instructions().count() == after.instructions().count()
        && before
            .instructions()
            .zip(after.instructions())
            .all(|(old, new)| is_same_instruction(old.facts, new.facts))
}

fn is_same_instruction(old: &Facts, new: &Facts) -> bool {
    let is_command = old.instruction == Some(Instruction::Run) && old.form == Some(Form::Shell);
    // The positions of `AS`, and of `CMD` and `NONE`, which BuildKit lists as written.
    let keyword = match old.instruction {
        Some(Instruction::From) => Some(1),
        Some(Instruction::Healthcheck) => Some(0),
        _ => None,
    };
    let is_same_argument = |(at, (old, new)): (usize, (&String, &String))| {
        old == new
            || is_command && is_same_command(old, new)
            || keyword == Some(at) && old.eq_ignore_ascii_case(new)
    };
    let arguments = old.args.iter().zip(&new.args);
    let words = |facts: &Facts| facts.flags.iter().map(|flag| flag.text.clone()).collect::<Vec<_>>();
    let heredocs = old.heredocs.iter().zip(&new.heredocs);
    old.keyword == new.keyword
        && old.form == new.form
        && words(old) == words(new)
        && old.args.len() == new.args.len()
        && arguments.enumerate().all(is_same_argument)
        && old.json == new.json
        && old.expression == new.expression
        && old.problems.len() == new.problems.len()
        && old.heredocs.len() == new.heredocs.len()
        && heredocs.into_iter().all(|(old, new)| old.marker == new.marker && old.content == new.content)
}

/// What surrounds a position in shell text.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Inside {
    Quotes,
    Parens,
}

/// Whether two commands differ only in the whitespace between words.
fn is_same_command(old: &str, new: &str) -> bool {
    let (mut old, mut new) = (CommandText::new(old), CommandText::new(new));
    loop {
        match (old.next(), new.next()) {
            (None, None) => return true,
            (old, new) if old != new => return false,
            _ => {}
        }
    }
}

/// Iterates over the characters of a command, with each run of whitespace between words as one
/// space.
struct CommandText<'a> {
    text: &'a str,
    inside: Vec<Inside>,
    is_single_quoted: bool,
}

impl<'a> CommandText<'a> {
    fn new(text: &'a str) -> Self {
        Self { text, inside: Vec::new(), is_single_quoted: false }
    }

    fn is_quoted(&self) -> bool {
        self.is_single_quoted || self.inside.last() == Some(&Inside::Quotes)
    }
}

impl<'a> Iterator for CommandText<'a> {
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
