//! Searches a file, once per version, for rare words that make a closer look necessary.

use std::sync::LazyLock;

use dockwright_syntax::Text;
use memchr::memmem::Finder;

/// A word that is searched for.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Mark {
    /// `ignore`, `skip` or `disable=`: a comment may suppress findings.
    Suppression,
    /// `experimental`: a comment may enable an experimental check.
    Experimental,
    /// `{{`, `{%` or `<%`: the file may be a template.
    Template,
}

const WORDS: [(&str, Mark); 7] = [
    ("ignore", Mark::Suppression),
    ("skip", Mark::Suppression),
    ("disable=", Mark::Suppression),
    ("experimental", Mark::Experimental),
    ("{{", Mark::Template),
    ("{%", Mark::Template),
    ("<%", Mark::Template),
];
const LONGEST: usize = 12;

/// The words and the bits of their marks.
static FINDERS: LazyLock<[(Finder<'static>, u8); WORDS.len()]> =
    LazyLock::new(|| WORDS.map(|(word, mark)| (Finder::new(word), 1 << mark as u8)));

/// The marks that a text contains.
#[derive(Debug, Clone, Copy, Default)]
pub(super) struct Marks(u8);

impl Marks {
    /// Searches a text. Only the seams between the rope's chunks are copied.
    pub(super) fn of(text: &Text) -> Self {
        let finders = &*FINDERS;
        let mut found = 0;
        let mut search = |bytes: &[u8]| {
            for (finder, bit) in finders {
                if found & bit == 0 && finder.find(bytes).is_some() {
                    found |= bit;
                }
            }
        };
        let mut seam = Vec::with_capacity(2 * LONGEST);
        let mut offset = 0;
        while offset < text.len() {
            let chunk = text.chunk_at(offset);
            search(chunk);
            if offset > 0 {
                seam.extend_from_slice(&chunk[..chunk.len().min(LONGEST)]);
                search(&seam);
            }
            seam.drain(..seam.len().saturating_sub(LONGEST));
            if chunk.len() >= LONGEST {
                seam.clear();
                seam.extend_from_slice(&chunk[chunk.len() - LONGEST..]);
            } else if offset == 0 {
                seam.extend_from_slice(chunk);
            }
            offset += chunk.len();
        }
        Self(found)
    }

    pub(super) fn has(self, mark: Mark) -> bool {
        self.0 & (1 << mark as u8) != 0
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn marks_are_found_across_chunks() {
        for padding in [0, 10, 1_000, 4_090, 60_000] {
            let text =
                |word: &str| Text::new(&format!("{}{word}{}", "x\n".repeat(padding), "y".repeat(padding)));
            for (word, mark) in WORDS {
                assert!(Marks::of(&text(word)).has(mark), "{word} behind {padding}");
                assert!(!Marks::of(&text(&word[1..])).has(mark), "{word} behind {padding}");
            }
        }
    }

    #[test]
    fn no_word_is_longer_than_the_seams() {
        assert!(WORDS.iter().all(|(word, _)| word.len() <= LONGEST));
    }
}
