//! Which patterns of an ignore file change nothing, independent of the files in the context.
//!
//! A pattern without a special character can only match the path that it names. What earlier
//! patterns decide about that path follows from their texts alone, so a pattern that comes too late
//! or too early can be found without any file.

use std::collections::HashMap;

use dockwright_context::ignore_file::{IgnoreFile, IgnoreRule};

/// What a pattern changes.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Effect {
    /// Something, as far as the text shows.
    Some,
    /// Nothing: an earlier pattern is the same, and no pattern between them has the opposite effect.
    Duplicate(usize),
    /// Nothing: an earlier pattern decides the same about everything that it could match. An earlier
    /// pattern with special characters does not count here: after `.*`, `.env` may be listed for the
    /// reader.
    Covered(usize),
    /// An exception that no earlier pattern makes necessary. A later one would, if there is one.
    NothingBefore(Option<usize>),
    /// An exception for a folder of which an earlier pattern leaves out only a part.
    OnlyInside(usize),
}

/// How many comparisons of patterns with paths are made: a usual file needs a few hundred.
const MOST: usize = 300_000;

/// What each pattern of a file changes.
pub(super) fn effects(file: &IgnoreFile) -> Vec<Effect> {
    let mut seen: HashMap<(bool, &str), usize> = HashMap::new();
    // The last pattern and the last exception so far.
    let mut last: [Option<usize>; 2] = [None; 2];
    let mut budget = MOST;
    let mut effects = Vec::with_capacity(file.rules.len());
    for (index, rule) in file.rules.iter().enumerate() {
        if rule.fault.is_some() || rule.pattern.is_bad() || matches_nothing(rule.pattern.text()) {
            effects.push(Effect::Some);
            continue;
        }
        let other = last[usize::from(!rule.is_exception)];
        let same = seen.insert((rule.is_exception, rule.pattern.text()), index);
        let effect = match same {
            Some(same) if other.is_none_or(|other| other < same) => Effect::Duplicate(same),
            _ if rule.is_exception && last[0].is_none() => Effect::NothingBefore(None),
            _ => effect(file, index, rule, &mut budget),
        };
        effects.push(match (effect, same) {
            (Effect::Covered(_), Some(same)) => Effect::Duplicate(same),
            (Effect::NothingBefore(_), _) => Effect::NothingBefore(later(file, index, &mut budget)),
            _ => effect,
        });
        last[usize::from(rule.is_exception)] = Some(index);
    }
    effects
}

/// Patterns that name the root or what is outside of it.
fn matches_nothing(text: &str) -> bool {
    matches!(text, "" | "." | "/" | "..") || text.starts_with("../")
}

fn effect(file: &IgnoreFile, index: usize, rule: &IgnoreRule, budget: &mut usize) -> Effect {
    let text = rule.pattern.text();
    // A pattern with special characters is judged by the folder that all its matches are in.
    let path = if rule.pattern.is_literal() {
        text
    } else {
        match rule.pattern.literal_prefix().rfind('/') {
            Some(end) if !rule.is_exception => &text[..end],
            _ => return Effect::Some,
        }
    };
    let depth = path.matches('/').count() + 1;
    let Some(left) = budget.checked_sub(2 * index * depth) else { return Effect::Some };
    *budget = left;
    let row = file.row_before(index, path);
    let Some(decided_by) = row.decided_by() else {
        return if rule.is_exception { without_cause(file, index, path) } else { Effect::Some };
    };
    let is_literal = file.rules[decided_by].pattern.is_literal();
    match (rule.is_exception, row.is_ignored()) {
        _ if !is_literal => Effect::Some,
        (false, true) if rule.pattern.is_literal() || file.may_skip(path) => Effect::Covered(decided_by),
        (true, false) => Effect::Covered(decided_by),
        _ => Effect::Some,
    }
}

/// An exception for a path that no pattern before it leaves out.
fn without_cause(file: &IgnoreFile, index: usize, path: &str) -> Effect {
    let is_inside = |rule: &IgnoreRule| {
        let rest = rule.pattern.text().strip_prefix(path);
        !rule.is_exception && rest.is_some_and(|rest| rest.starts_with('/'))
    };
    match file.rules[..index].iter().position(is_inside) {
        Some(inside) => Effect::OnlyInside(inside),
        None => Effect::NothingBefore(None),
    }
}

/// The last later pattern that leaves out what an exception names.
fn later(file: &IgnoreFile, index: usize, budget: &mut usize) -> Option<usize> {
    let rule = &file.rules[index];
    let path = rule.pattern.text();
    if !rule.pattern.is_literal() {
        return None;
    }
    let ends = path.match_indices('/').map(|(at, _)| at).chain([path.len()]);
    let paths: Vec<&str> = ends.map(|end| &path[..end]).collect();
    *budget = budget.checked_sub(paths.len() * (file.rules.len() - index))?;
    let matches = |rule: &IgnoreRule| paths.iter().any(|path| rule.pattern.matches(path));
    let last = file.rules[index + 1..].iter().rposition(|rule| !rule.is_exception && matches(rule));
    last.map(|at| index + 1 + at)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_patterns_change() {
        use Effect::{Covered, Duplicate, NothingBefore, OnlyInside};
        for (text, expected) in [
            ("a\nb\n*.md\n!README.md", &[][..]),
            ("a\na/", &[(1, Duplicate(0))]),
            ("*.md\n!README.md\n*.md", &[]),
            ("a\n!a/b\na", &[(2, Duplicate(0))]),
            ("*\n!a\n!a", &[(2, Duplicate(1))]),
            ("*\n!a\nb\n!a", &[(3, Duplicate(1))]),
            ("*\nREADME.md\n!x\nREADME.md", &[]),
            ("docs\ndocs/api", &[(1, Covered(0))]),
            ("docs\n!docs/api\ndocs/api/x", &[]),
            ("docs\ndocs/*.md", &[(1, Covered(0))]),
            ("docs\n!docs/a.md\ndocs/*.md", &[]),
            ("*\n!src\nsrc/*.pyc\n**/*.log", &[]),
            ("**/node_modules\nnode_modules", &[]),
            (".*\n.env", &[]),
            ("node_modules\n**/node_modules", &[]),
            ("!a", &[(0, NothingBefore(None))]),
            ("!a\n*", &[(0, NothingBefore(Some(1)))]),
            ("!**/a\nx", &[(0, NothingBefore(None))]),
            ("x\n!**/a", &[]),
            ("x\n!README.md", &[(1, NothingBefore(None))]),
            ("x\n!README.md\n*.md\n*.x", &[(1, NothingBefore(Some(2)))]),
            ("src/lib\n!src", &[(1, OnlyInside(0))]),
            ("**/*.md\n!docs", &[(1, NothingBefore(None))]),
            ("*\n!docs\n!docs/api", &[(2, Covered(1))]),
            ("*\n!src/app.py", &[]),
            ("[\n!\n.\n..\n/\n../x\n../x", &[]),
        ] {
            let found = effects(&IgnoreFile::new(text));
            let found: Vec<_> =
                found.into_iter().enumerate().filter(|(_, effect)| *effect != Effect::Some).collect();
            assert_eq!(found, expected, "{text:?}");
        }
    }

    #[test]
    fn large_files_end_soon() {
        let text: Vec<_> =
            (0..10_000).map(|number| format!("folder/{number}/**/*.md\nfolder/{number}/x\n")).collect();
        assert_eq!(effects(&IgnoreFile::new(&text.concat())).len(), 20_000);
    }
}
