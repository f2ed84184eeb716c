//! Pattern of an ignore file is a duplicate.
//!
//! # What it does
//! Reports a pattern that an earlier line already has, unless a line between the two changes the result.
//!
//! # Why it matters
//! The second line has no effect. It makes the file longer, and when you change the pattern, it is easy to forget one
//! of the two.
//!
//! # Example
//! ```dockerignore
//! node_modules
//! .git
//! node_modules/
//! ```
//!
//! # Use instead
//! ```dockerignore
//! node_modules
//! .git
//! ```
//!
//! # Limits
//! Docker cleans patterns before it compares them, so `x`, `./x`, `/x` and `x/` are the same.
//!
//! # References
//! - <https://docs.docker.com/build/concepts/context/#dockerignore-files>
//! - `moby/patternmatcher`: `patternmatcher.go`

use super::{Diagnostic, Effect, IgnoreContext, Tag};
use dockwright_texts::{rules::ignore_duplicate as texts, titles};

ignore_rule! {
    severity: Hint,
}

fn check(ctx: &IgnoreContext<'_>, out: &mut Vec<Diagnostic>) {
    for (rule, effect) in ctx.effects() {
        let Effect::Duplicate(first) = effect else { continue };
        out.push(Diagnostic {
            related: ctx.related(first, texts::first()),
            tags: vec![Tag::Unnecessary],
            fix: Some(ctx.remove_line(&titles::REMOVE, rule)),
            ..Diagnostic::of(&RULE, rule.range.clone(), texts::finding(ctx.text(rule).to_owned()))
        });
    }
}

#[cfg(test)]
mod tests {
    use crate::ignore_file_testing::{check, check_fix};

    #[test]
    fn cleaned_patterns_are_compared() {
        check(
            super::RULE.name,
            "
x
^ related: The same pattern
*.md
!README.md
^^^^^^^^^^ related
./x/
^^^^ hint: `./x/` is a duplicate
! README.md
^^^^^^^^^^^ hint
*.md
x/y
",
        );
        check_fix(super::RULE.name, "a\r\n/a\r\nb\r\n", "a\r\nb\r\n");
        check_fix(super::RULE.name, "a\na", "a\n");
    }
}
