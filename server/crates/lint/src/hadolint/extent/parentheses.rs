//! `((`, which opens arithmetic or two subshells.

use std::borrow::Cow;

/// Whether `((` opens two subshells, which the shared views read as arithmetic.
pub(in super::super) fn has_odd_parentheses(text: &str) -> bool {
    text.contains("((") && matches!(subshells(text), Cow::Owned(_))
}

/// Returns a text in which every `((` is arithmetic: one of two subshells is replaced by spaces.
pub(in super::super) fn subshells(text: &str) -> Cow<'_, str> {
    let mut out = Cow::Borrowed(text);
    for (at, _) in text.match_indices("((") {
        let Some(end) = text[at..].find("))").map(|end| at + end) else { break };
        let is_command = at == 0 || text[..at].ends_with([' ', '\t', '\n', ';', '&', '|', '(', '$']);
        if is_command && !is_arithmetic(&text[at + 2..end]) {
            out.to_mut().replace_range(at + 1..at + 2, " ");
            out.to_mut().replace_range(end..=end, " ");
        }
    }
    out
}

/// Whether no two operands follow each other.
fn is_arithmetic(text: &str) -> bool {
    let is_operand = |c: char| c.is_alphanumeric() || "_$}\"'".contains(c);
    let mut words = text.split_whitespace().peekable();
    while let (Some(word), Some(next)) = (words.next(), words.peek()) {
        if word.ends_with(is_operand) && next.starts_with(is_operand) {
            return false;
        }
    }
    true
}

#[cfg(test)]
mod tests {
    use super::subshells;

    #[test]
    fn one_of_two_subshells_is_left_out() {
        assert_eq!(
            subshells("a && (( find /x -type f|xargs rm || true ))"),
            "a && (  find /x -type f|xargs rm || true  )"
        );
        for text in ["(( 1 < 2 ))", "a $((x + 1))", "(( i++ ))", "( (a b) )"] {
            assert_eq!(subshells(text), text);
        }
    }
}
