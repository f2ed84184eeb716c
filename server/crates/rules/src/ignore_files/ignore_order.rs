//! Exception in an ignore file brings nothing back.
//!
//! # What it does
//! Reports a line with `!` that has no effect, because no pattern before it leaves out what it names.
//!
//! # Why it matters
//! Docker applies patterns in the order of the lines. An exception only brings back what an earlier pattern has left
//! out, and a later pattern can leave it out again.
//!
//! # Example
//! ```dockerignore
//! !README.md
//! *.md
//! ```
//!
//! # Use instead
//! ```dockerignore
//! *.md
//! !README.md
//! ```
//!
//! # Limits
//! Only the text of the patterns is compared, not the files. An exception with special characters is reported only if
//! there is no pattern before it.
//!
//! # References
//! - <https://docs.docker.com/build/concepts/context/#dockerignore-files>
//! - `moby/patternmatcher`: `MatchesUsingParentResults` in `patternmatcher.go`

use super::{Diagnostic, Effect, IgnoreContext};
use dockwright_analysis::fix::{Fix, TextEdit};
use dockwright_context::ignore_file::IgnoreRule;
use dockwright_texts::rules::ignore_order as texts;

ignore_rule! {
    severity: Warning,
}

fn check(ctx: &IgnoreContext<'_>, out: &mut Vec<Diagnostic>) {
    for (rule, effect) in ctx.effects() {
        let path = || rule.pattern.text().to_owned();
        let text = ctx.text(rule).to_owned();
        let diagnostic = match effect {
            Effect::NothingBefore(later) => {
                let later_rule = later.and_then(|later| ctx.file.rules.get(later));
                Diagnostic {
                    related: later.map_or_else(Vec::new, |later| ctx.related(later, texts::later())),
                    fix: later_rule.map(|later| moved(ctx, rule, later)),
                    ..Diagnostic::of(&RULE, rule.range.clone(), texts::finding(text))
                }
            }
            Effect::OnlyInside(inside) => Diagnostic {
                notes: vec![texts::inside_note(path())],
                related: ctx.related(inside, texts::inside()),
                ..Diagnostic::of(&RULE, rule.range.clone(), texts::finding(text))
            },
            Effect::Some | Effect::Duplicate(_) | Effect::Covered(_) => continue,
        };
        out.push(diagnostic);
    }
}

/// Moves an exception after a later pattern.
fn moved(ctx: &IgnoreContext<'_>, rule: &IgnoreRule, later: &IgnoreRule) -> Fix {
    let text = ctx.text(rule);
    let edits = vec![
        TextEdit { range: ctx.line(rule), text: String::new() },
        TextEdit { range: later.range.end..later.range.end, text: format!("\n{text}") },
    ];
    Fix { title: texts::fix(ctx.text(later).to_owned()), safe: false, edits }
}

#[cfg(test)]
mod tests {
    use crate::ignore_file_testing::{check, check_fix};

    #[test]
    fn exceptions_come_after_what_they_bring_back() {
        check(
            super::RULE.name,
            "
!README.md
^^^^^^^^^^ warning: `!README.md` brings nothing back
src/lib
*.md
^^^^ related: This leaves it out again
!src
^^^^ warning
!src/lib/a.js
!**/x
",
        );
        check_fix(super::RULE.name, "!a.md\r\nx\r\n*.md\r\n", "x\r\n*.md\r\n!a.md\r\n");
        check_fix(super::RULE.name, "!a.md\n*.md", "*.md\n!a.md");
    }
}
