//! Suggests the most similar of some words ("did you mean").

/// The candidate that takes the fewest changes, if it takes fewer than three. BuildKit chooses
/// randomly among equally close ones; here a word with the same letters in a different order comes
/// first, then alphabetical order.
pub fn nearest<'a>(word: &str, candidates: impl IntoIterator<Item = &'a str>) -> Option<&'a str> {
    let mut best: Option<(usize, bool, &str)> = None;
    for candidate in candidates {
        let distance = distance(word, candidate);
        if distance == 0 || distance > 2 || best.is_some_and(|best| best.0 < distance) {
            continue;
        }
        let found = (distance, letters(candidate) != letters(word), candidate);
        if best.is_none_or(|best| found < best) {
            best = Some(found);
        }
    }
    best.map(|(_, _, candidate)| candidate)
}

/// Whether the words differ by a single slip: an added, missing or wrong letter, or two adjacent
/// letters swapped.
pub(crate) fn is_near(word: &str, other: &str) -> bool {
    distance(word, other) == 1 || (word.len() == other.len() && is_swapped(word.as_bytes(), other.as_bytes()))
}

fn is_swapped(a: &[u8], b: &[u8]) -> bool {
    let Some(at) = a.iter().zip(b).position(|(a, b)| a != b) else { return false };
    matches!((&a[at..], &b[at..]), ([a, b, rest @ ..], [c, d, other @ ..]) if (a, b) == (d, c) && rest == other)
}

/// The number of edits between two words: added, missing or wrong letters, and swaps of adjacent
/// ones. More than two count as [`usize::MAX`].
pub fn typing_errors(word: &str, other: &str) -> usize {
    let (a, b): (Vec<char>, Vec<char>) = (word.chars().collect(), other.chars().collect());
    if a.len().abs_diff(b.len()) > 2 || a.len() > LONGEST_NAME {
        return usize::MAX;
    }
    // The last rows of the usual table.
    let mut before: Vec<usize> = Vec::new();
    let mut above: Vec<usize> = (0..=b.len()).collect();
    for (i, letter) in a.iter().enumerate() {
        let mut row = vec![i + 1];
        for (j, other) in b.iter().enumerate() {
            let mut least = (above[j] + usize::from(letter != other)).min(above[j + 1] + 1).min(row[j] + 1);
            if i > 0 && j > 0 && a[i - 1] == *other && *letter == b[j - 1] {
                least = least.min(before[j - 1] + 1);
            }
            row.push(least);
        }
        before = std::mem::replace(&mut above, row);
    }
    above.last().copied().filter(|&edits| edits <= 2).unwrap_or(usize::MAX)
}

/// Longer words are not names that users type.
const LONGEST_NAME: usize = 100;

fn letters(word: &str) -> Vec<char> {
    let mut letters: Vec<char> = word.chars().collect();
    letters.sort_unstable();
    letters
}

/// The Levenshtein distance in characters; [`usize::MAX`] if it is more than two.
fn distance(a: &str, b: &str) -> usize {
    if a.is_ascii() && b.is_ascii() {
        return distance_of(a.as_bytes(), b.as_bytes());
    }
    let (a, b): (Vec<char>, Vec<char>) = (a.chars().collect(), b.chars().collect());
    distance_of(&a, &b)
}

/// Most pairs differ greatly in length or early in the text, so few reach the last step.
fn distance_of<T: PartialEq>(a: &[T], b: &[T]) -> usize {
    if a.len().abs_diff(b.len()) > 2 {
        return usize::MAX;
    }
    let prefix = a.iter().zip(b).take_while(|(a, b)| a == b).count();
    let (a, b) = (&a[prefix..], &b[prefix..]);
    let suffix = a.iter().rev().zip(b.iter().rev()).take_while(|(a, b)| a == b).count();
    let (a, b) = (&a[..a.len() - suffix], &b[..b.len() - suffix]);
    within(a, b, 2).unwrap_or(usize::MAX)
}

/// The number of changes, if it is at most `limit`.
fn within<T: PartialEq>(a: &[T], b: &[T], limit: usize) -> Option<usize> {
    let same = a.iter().zip(b).take_while(|(a, b)| a == b).count();
    let (a, b) = (&a[same..], &b[same..]);
    if a.is_empty() || b.is_empty() {
        return Some(a.len() + b.len()).filter(|&rest| rest <= limit);
    }
    let limit = limit.checked_sub(1)?;
    let steps = [within(&a[1..], &b[1..], limit), within(&a[1..], b, limit), within(a, &b[1..], limit)];
    steps.into_iter().flatten().min().map(|rest| rest + 1)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn swapped_neighbours_are_one_slip() {
        for (word, other, expected) in [
            ("build", "build", 0),
            ("biuld", "build", 1),
            ("buildr", "builder", 1),
            ("buidlr", "builder", 2),
            ("ab", "ba", 1),
            ("", "ab", 2),
            ("abc", "cba", 2),
            ("abcd", "dcba", usize::MAX),
            ("a", "abcd", usize::MAX),
        ] {
            assert_eq!(typing_errors(word, other), expected, "{word} {other}");
        }
    }

    #[test]
    fn finds_the_nearest() {
        assert_eq!(nearest("RUNN", ["RUN", "CMD"]), Some("RUN"));
        assert_eq!(nearest("chwon", ["chmod", "chown"]), Some("chown"));
        assert_eq!(nearest("wxyz", ["RUN"]), None);
        assert_eq!(nearest("RUN", ["RUN"]), None);
    }

    #[test]
    fn single_slips() {
        for (word, other) in [("FORM", "FROM"), ("RUNN", "RUN"), ("CMS", "CMD"), ("LABL", "LABEL")] {
            assert!(is_near(word, other), "{word}");
        }
        for (word, other) in [("SET", "USER"), ("RM", "RUN"), ("RUN", "RUN"), ("APK", "ARG")] {
            assert!(!is_near(word, other), "{word}");
        }
    }

    #[test]
    fn distances() {
        for (a, b, expected) in [
            ("", "", 0),
            ("abc", "abc", 0),
            ("abc", "abd", 1),
            ("abc", "ab", 1),
            ("abc", "xabc", 1),
            ("abcd", "badc", usize::MAX),
            ("abc", "acb", 2),
            ("abc", "xyc", 2),
            ("가나다", "가다", 1),
            ("kitten", "sitting", usize::MAX),
        ] {
            assert_eq!((distance(a, b), distance(b, a)), (expected, expected), "{a} {b}");
        }
    }

    #[test]
    fn equals_are_decided_by_the_alphabet() {
        assert_eq!(nearest("A1", ["A3", "A2", "A4"]), Some("A2"));
    }
}
