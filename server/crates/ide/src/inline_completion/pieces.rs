//! Splits a word into pieces: runs of letters, digits and `_`, and the runs of other characters
//! between them.
//!
//! `--no-cache` is `--`, `no`, `-`, `cache`. Words are predicted piece by piece, so that a path or
//! URL that occurs in no other file is still completed as far as its parts are common.

/// Whether a character belongs to the pieces that consist of letters.
pub(super) fn is_letter(c: char) -> bool {
    c.is_alphanumeric() || c == '_'
}

/// The pieces of a word, in order.
pub(super) fn pieces(word: &str) -> impl Iterator<Item = &str> {
    let mut rest = word;
    std::iter::from_fn(move || {
        let kind = is_letter(rest.chars().next()?);
        let end = rest.find(|c| is_letter(c) != kind).unwrap_or(rest.len());
        let (piece, after) = rest.split_at(end);
        rest = after;
        Some(piece)
    })
}

/// The piece after the first `end` bytes of a word, empty at the word's end; `None` if `end` is
/// inside a piece.
pub(super) fn piece_after(word: &str, end: usize) -> Option<&str> {
    let rest = word.get(end..)?;
    let Some(next) = rest.chars().next() else { return Some("") };
    let last = word[..end].chars().next_back();
    (last.is_none_or(|last| is_letter(last) != is_letter(next)))
        .then(|| pieces(rest).next().unwrap_or_default())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn words_are_split_where_letters_begin_and_end() {
        let split = |word| pieces(word).collect::<Vec<_>>().join(" ");
        assert_eq!(split("--no-cache"), "-- no - cache");
        assert_eq!(split("/usr/local/${가_1}"), "/ usr / local /${ 가_1 }");
        assert_eq!(split("&&"), "&&");
        assert_eq!(split(""), "");
    }

    #[test]
    fn a_piece_follows_whole_pieces_only() {
        assert_eq!(piece_after("apt-get", 0), Some("apt"));
        assert_eq!(piece_after("apt-get", 3), Some("-"));
        assert_eq!(piece_after("apt-get", 7), Some(""));
        assert_eq!(piece_after("apt-get", 2), None);
        assert_eq!(piece_after("apt-get", 9), None);
        assert_eq!(piece_after("가-나", 1), None);
    }
}
