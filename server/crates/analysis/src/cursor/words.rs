//! Finds the word of the arguments that is being typed, and the words before it.

use dockwright_syntax::logical::is_list_space;

use crate::spec::Instruction;

/// Arguments up to the cursor.
#[derive(Debug, Default)]
pub struct Words {
    /// Whether they are a JSON array so far.
    pub is_array: bool,
    /// The words before the one at the cursor; elements of an array keep their quotes.
    pub before: Vec<String>,
    /// Where the word at the cursor starts.
    pub start: usize,
    /// The quote that is still open at the cursor.
    pub quote: Option<char>,
}

impl Words {
    /// Splits the arguments of an instruction as far as they are typed.
    pub fn of(arguments: &str, instruction: Instruction, escape: char) -> Self {
        let mut words = Self { is_array: arguments.starts_with('['), ..Self::default() };
        let keeps_quotes = matches!(instruction, Instruction::Env | Instruction::Label | Instruction::Arg);
        let mut escaped = false;
        for (at, c) in arguments.char_indices() {
            if escaped {
                escaped = false;
                continue;
            }
            match (words.quote, c) {
                (open, c) if c == escape && open != Some('\'') => escaped = true,
                (Some(open), c) if c == open => words.quote = None,
                (None, '"') => words.quote = Some(c),
                (None, '\'') if !words.is_array => words.quote = Some(c),
                _ => {}
            }
            let is_break = if words.is_array {
                words.quote.is_none() && (c == ',' || c == '[' || is_list_space(c))
            } else {
                is_list_space(c) && (words.quote.is_none() || !keeps_quotes)
            };
            if is_break {
                if words.start < at {
                    words.before.push(arguments[words.start..at].to_owned());
                }
                words.start = at + c.len_utf8();
            }
        }
        words
    }
}

/// The length of the rest of the word that a cursor is in.
pub(super) fn end_of_word(after: &str) -> usize {
    after.find(is_list_space).unwrap_or(after.len())
}
