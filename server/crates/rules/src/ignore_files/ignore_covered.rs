//! Pattern of an ignore file is covered by an earlier one.
//!
//! # What it does
//! Reports a pattern without effect, because an earlier pattern already decides the same for everything that it can
//! match.
//!
//! # Why it matters
//! The line has no effect. Perhaps it was meant as an exception, with a `!` before it.
//!
//! # Example
//! ```dockerignore
//! docs
//! docs/drafts
//! ```
//!
//! # Use instead
//! ```dockerignore
//! docs
//! ```
//!
//! # Limits
//! Only the text of the patterns is compared. An earlier pattern with special characters covers nothing: a line such as
//! `.env` after `.*` makes your intention clear. If the later pattern has special characters, only the directory that
//! contains all of its matches is compared with the earlier patterns.
//!
//! # References
//! - <https://docs.docker.com/build/concepts/context/#dockerignore-files>
//! - `moby/patternmatcher`: `patternmatcher.go`

use super::{Diagnostic, Effect, IgnoreContext, Tag};
use dockwright_texts::{rules::ignore_covered as texts, titles};

ignore_rule! {
    severity: Hint,
}

fn check(ctx: &IgnoreContext<'_>, out: &mut Vec<Diagnostic>) {
    for (rule, effect) in ctx.effects() {
        let Effect::Covered(by) = effect else { continue };
        let text = ctx.text(rule).to_owned();
        let message = match ctx.file.rules.get(by) {
            Some(earlier) if rule.is_exception => {
                texts::Exception { pattern: text, earlier: ctx.text(earlier).to_owned() }.message()
            }
            Some(earlier) => {
                texts::Finding { pattern: text, earlier: ctx.text(earlier).to_owned() }.message()
            }
            None => continue,
        };
        out.push(Diagnostic {
            related: ctx.related(by, texts::earlier()),
            tags: vec![Tag::Unnecessary],
            fix: Some(ctx.remove_line(&titles::REMOVE, rule)),
            ..Diagnostic::of(&RULE, rule.range.clone(), message)
        });
    }
}

#[cfg(test)]
mod tests {
    use crate::ignore_file_testing::{check, check_fix};

    #[test]
    fn earlier_patterns_cover_later_ones() {
        check(
            super::RULE.name,
            "
docs
^^^^ related: The earlier pattern
!docs/keep
^^^^^^^^^^ related
docs/drafts
^^^^^^^^^^^ hint: `docs/drafts` changes nothing, `docs` leaves it out already
docs/keep/not
!docs/keep/a
^^^^^^^^^^^^ hint: `!docs/keep/a` changes nothing, `!docs/keep` brings it back already
docs/*.md
",
        );
        check_fix(super::RULE.name, "a\n a/b \nc\n", "a\nc\n");
    }
}
