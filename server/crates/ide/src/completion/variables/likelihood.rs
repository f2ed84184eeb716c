//! Estimates which variable is meant from the text before it.

use std::collections::HashMap;

use dockwright_analysis::{cursor::Typing, spec::Instruction};

/// How many bytes before the cursor are searched for uses.
const WINDOW: usize = 4096;

/// What the text before a variable suggests about it.
pub(super) struct Likelihood {
    /// The name that is being set, as in `ENV PATH=/opt/bin:$PATH`.
    own: Option<String>,
    /// The letters right before the variable, in upper case: `NODE` in `node-v$`.
    word: String,
    /// Whether the text before it often precedes a version: `-`, `=`, `:`, `@`, `v`.
    expects_version: bool,
    /// The offset of each variable's last use.
    uses: HashMap<String, usize>,
}

impl Likelihood {
    /// Reads the text before `offset`, where the variable starts.
    pub(super) fn before(site: &Typing<'_>, offset: usize) -> Self {
        let base = offset.saturating_sub(WINDOW);
        let text = site.line.document.text().slice(base..offset);
        // If the slice starts inside a character, it includes the whole character.
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

    /// The likelihood of a variable; higher values are more likely. `origin` is the offset of its
    /// definition.
    pub(super) fn of(&self, name: &str, origin: Option<usize>) -> (bool, u8, usize, Option<usize>) {
        /// Shorter words occur in too many names.
        const SHORTEST: usize = 3;
        /// If two names share this many letters at the end, it is not a coincidence.
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

/// The names after `$` and `${` with their offsets, in the order of the text, so that later uses
/// replace earlier ones.
fn uses(text: &str) -> impl Iterator<Item = (usize, &str)> {
    text.match_indices('$').filter_map(|(at, _)| {
        let rest = text[at + 1..].trim_start_matches('{');
        let end = rest.find(|c: char| c != '_' && !c.is_alphanumeric()).unwrap_or(rest.len());
        (end > 0).then(|| (at, &rest[..end]))
    })
}

/// The name that is set by the pair at the cursor.
fn own_key(site: &Typing<'_>) -> Option<String> {
    if site.instruction != Instruction::Env {
        return None;
    }
    let pair = site.token.prefix.split_once('=').map(|(key, _)| key.to_owned());
    pair.or_else(|| site.words.before.first().filter(|word| !word.contains('=')).cloned())
}
