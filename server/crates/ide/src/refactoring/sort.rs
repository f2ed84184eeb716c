//! Packages in the order of their names.
//!
//! Words change places; blanks, continuations and everything else between them stay. Where a remark stands in the
//! list, nobody knows which packages it speaks of, so that such a list stays as it is.

use super::{Refactoring, RefactoringKind, run::Run};
use crate::{
    fix::TextEdit,
    packages::{PackageList, package_lists},
};

/// `apt-get install b a` to `apt-get install a b`.
pub(super) fn sort(run: &Run<'_>) -> Option<Refactoring> {
    let (command, _) = run.command()?;
    let list = package_lists(&run.view).into_iter().find(|list| list.command == command)?;
    let edits = sorted(&list, &run.source)?.into_iter();
    let edits = edits.map(|edit| TextEdit { range: run.place.shift(&edit.range), text: edit.text });
    Some(Refactoring {
        title: "Sort the package list".to_owned(),
        kind: RefactoringKind::Rewrite,
        edits: edits.collect(),
    })
}

/// The edits that sort a list, relative to the instruction, whose text is `source`. `None` where the list is in order,
/// or nothing is known of a word, or a remark stands in it.
pub(crate) fn sorted(list: &PackageList, source: &str) -> Option<Vec<TextEdit>> {
    let texts: Vec<&str> = list.texts.iter().map(Option::as_deref).collect::<Option<_>>()?;
    let written: Vec<&str> = list.words.iter().map(|word| source.get(word.clone())).collect::<Option<_>>()?;
    let whole = source.get(list.words.first()?.start..list.words.last()?.end)?;
    let has_remark = whole.contains('`') || whole.lines().any(|line| line.trim_start().starts_with('#'));
    if has_remark || written.iter().any(|word| word.contains(['\n', '{'])) {
        return None;
    }
    let mut order: Vec<usize> = (0..texts.len()).collect();
    order.sort_by_key(|&at| (texts[at].to_ascii_lowercase(), texts[at]));
    let edits: Vec<TextEdit> = order
        .into_iter()
        .zip(&list.words)
        .zip(&written)
        .filter(|((from, _), old)| written[*from] != **old)
        .map(|((from, slot), _)| TextEdit { range: slot.clone(), text: written[from].to_owned() })
        .collect();
    (!edits.is_empty()).then_some(edits)
}
