//! Applies all fixes of a text at once, for the command line and for editors that fix on save.
//!
//! Fixes that touch each other are not applied together: the first one is, and the others get
//! another chance in the next round, on the resulting text. Rounds end when nothing is left to do,
//! or after a small maximum. If Docker rejects more of the file after a round than before, the
//! round is undone: a fix must never break a build.

use std::{collections::BTreeMap, ops::Range, sync::Arc};

use dockwright_syntax::Text;

use crate::{
    diagnostic::Diagnostic, diagnostics::diagnostics_for, engine::Reader, preset::Selection,
    problems::problems,
};
use dockwright_analysis::{document::Document, fix::Fix};

/// Fixes that need this many rounds go in circles.
const MAX_ROUNDS: usize = 16;

/// Which fixes may be applied without review.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Applied {
    /// Those that do not change the build.
    Safe,
    /// Also those that a user should review.
    Unsafe,
}

/// A text after its fixes.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Fixed {
    /// The new text.
    pub source: String,
    /// How many findings of each rule were fixed.
    pub rules: BTreeMap<&'static str, usize>,
}

/// Applies the fixes of the selection's findings; `None` if there are none.
pub fn fix_all(document: &Document, selection: &Selection, applied: Applied) -> Option<Fixed> {
    let source = document.text().slice(0..document.text().len()).into_owned();
    let mut fixed = Fixed { source: source.clone(), rules: BTreeMap::new() };
    let mut last: Option<Document> = None;
    for _ in 0..MAX_ROUNDS {
        let current = last.as_ref().unwrap_or(document);
        let found = diagnostics_for(current, current.model(), selection);
        let chosen = choose(&found, &fixed.source, applied);
        let changed = apply(&fixed.source, chosen.iter().map(|(_, fix)| *fix));
        if changed == fixed.source {
            break;
        }
        let next = Document::with_context(Text::new(&changed), Arc::clone(document.context()));
        if refusals(&next) > refusals(current) {
            break;
        }
        for (rule, _) in chosen {
            *fixed.rules.entry(rule).or_default() += 1;
        }
        (last, fixed.source) = (Some(next), changed);
    }
    (fixed.source != source).then_some(fixed)
}

/// Applies fixes to a text of which nothing is cached between rounds.
pub fn rounds(source: &str, applied: Applied, find: impl Fn(&str) -> Vec<Diagnostic>) -> Option<Fixed> {
    let mut fixed = Fixed { source: source.to_owned(), rules: BTreeMap::new() };
    for _ in 0..MAX_ROUNDS {
        let found = find(&fixed.source);
        let chosen = choose(&found, &fixed.source, applied);
        if chosen.is_empty() {
            break;
        }
        fixed.source = apply(&fixed.source, chosen.iter().map(|(_, fix)| *fix));
        for (rule, _) in chosen {
            *fixed.rules.entry(rule).or_default() += 1;
        }
    }
    (fixed.source != source).then_some(fixed)
}

fn refusals(document: &Document) -> usize {
    problems(document, document.model(), Reader::Build).len()
}

/// The fixes that go together, the earlier in the text before the later, and their rules.
pub fn choose<'a>(found: &'a [Diagnostic], source: &str, applied: Applied) -> Vec<(&'static str, &'a Fix)> {
    let mut taken = Taken::default();
    let mut chosen = Vec::new();
    for diagnostic in found {
        let Some(fix) = &diagnostic.fix else { continue };
        let is_allowed = fix.safe || applied == Applied::Unsafe;
        let is_whole = fix.edits.iter().all(|edit| source.get(edit.range.clone()).is_some());
        if is_allowed && is_whole && fix.edits.iter().all(|edit| taken.is_free(&edit.range)) {
            for edit in &fix.edits {
                taken.ends.insert(edit.range.start, edit.range.end);
            }
            chosen.push((diagnostic.code, fix));
        }
    }
    chosen
}

/// The ranges that fixes replace, which do not touch each other: their ends by their starts.
#[derive(Debug, Default)]
struct Taken {
    ends: BTreeMap<usize, usize>,
}

impl Taken {
    fn is_free(&self, range: &Range<usize>) -> bool {
        let before = self.ends.range(..=range.end).next_back();
        before.is_none_or(|(_, &end)| end < range.start)
    }
}

/// The text with the edits of some fixes, which do not overlap, in the text's own line ends.
pub fn apply<'a>(source: &str, fixes: impl IntoIterator<Item = &'a Fix>) -> String {
    let mut edits: Vec<_> = fixes.into_iter().flat_map(|fix| &fix.edits).collect();
    edits.sort_by_key(|edit| (edit.range.start, edit.range.end));
    let mut out = String::with_capacity(source.len() + 64);
    let is_crlf = source.contains("\r\n");
    let mut at = 0;
    for edit in edits {
        out.push_str(&source[at..edit.range.start]);
        if is_crlf && edit.text.contains('\n') {
            out.push_str(&edit.text.replace("\r\n", "\n").replace('\n', "\r\n"));
        } else {
            out.push_str(&edit.text);
        }
        at = edit.range.end;
    }
    out.push_str(&source[at..]);
    out
}
