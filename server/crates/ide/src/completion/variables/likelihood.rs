//! Which variable is probably meant, judged by the text before it.

use std::collections::HashMap;

use dockwright_analysis::{cursor::Typing, spec::Instruction};

/// So much text before the cursor is searched for uses.
const WINDOW: usize = 4096;

/// What the text before a variable says about it.
pub(super) struct Likelihood {
    /// The name that is being set, as in `ENV PATH=/opt/bin:$PATH`.
    own: Option<String>,
    /// The letters right before the variable, in upper case: `NODE` in `node-v$`.
    word: String,
    /// What is before it often comes before a version: `-`, `=`, `:`, `@`, `v`.
    expects_version: bool,
    /// Where each variable was last used.
    uses: HashMap<String, usize>,
}

impl Likelihood {
    /// Looks at the text before `offset`, where the variable starts.
    pub(super) fn before(site: &Typing<'_>, offset: usize) -> Self {
        let base = offset.saturating_sub(WINDOW);
        let text = site.line.document.text().slice(base..offset);
        // A slice gives a character whole that its start cuts.
        let base = offset - text.len().min(offset);
        let line = text.rsplit(|c: char| c.is_whitespace() || "\"'/".contains(c)).next().unwrap_or_default();
        let stem = line.trim_end_matches(['-', '=', ':', '@', '_', 'v']);
        let start = stem.rfind(|c: char| !c.is_ascii_alphanumeric()).map_or(0, |at| at + 1);
        Self {
            own: own_key(site),
            word: stem[start..].to_ascii_uppercase(),
            expects_version: line.ends_with(['-', '=', ':', '@', 'v']),
            uses: uses(&text).map(|(at, name)| (name.to_owned(), base + at)).collect(),
        }
    }

    /// The likelier, the higher. `origin` is where the variable gets its value.
    pub(super) fn of(&self, name: &str, origin: Option<usize>) -> (bool, u8, usize, Option<usize>) {
        /// Shorter words are in too many names.
        const SHORTEST: usize = 3;
        /// So many letters at the end of both are no accident.
        const SHORTEST_END: usize = 2;
        let upper = name.to_ascii_uppercase();
        let is_version = self.expects_version && (upper.ends_with("VERSION") || upper.ends_with("_VER"));
        let is_alike = self.word.len() >= SHORTEST && upper.contains(&self.word);
        let is_own = self.own.as_deref() == Some(name);
        // `OS` of `GOOS=$TARGETOS`.
        let end = upper.bytes().rev().zip(self.word.bytes().rev()).take_while(|(a, b)| a == b).count();
        let end = if end < SHORTEST_END { 0 } else { end };
        let kind = 2 * u8::from(is_alike) + u8::from(is_version);
        (is_own, kind, end, origin.max(self.uses.get(name).copied()))
    }
}

/// The names after `$` and `${`, with their places; later ones of the same name come later.
fn uses(text: &str) -> impl Iterator<Item = (usize, &str)> {
    text.match_indices('$').filter_map(|(at, _)| {
        let rest = text[at + 1..].trim_start_matches('{');
        let end = rest.find(|c: char| c != '_' && !c.is_alphanumeric()).unwrap_or(rest.len());
        (end > 0).then(|| (at, &rest[..end]))
    })
}

/// The name that the pair around the cursor sets.
fn own_key(site: &Typing<'_>) -> Option<String> {
    if site.instruction != Instruction::Env {
        return None;
    }
    let pair = site.token.prefix.split_once('=').map(|(key, _)| key.to_owned());
    pair.or_else(|| site.words.before.first().filter(|word| !word.contains('=')).cloned())
}
