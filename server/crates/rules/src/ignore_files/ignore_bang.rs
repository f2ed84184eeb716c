//! Class with `!` in an ignore file is not negated.
//!
//! # What it does
//! Reports a character class that begins with `!`, such as `[!a]`.
//!
//! # Why it matters
//! In a shell and in `.gitignore`, `[!a]` matches every character except `a`. Docker follows the rules of Go, where `^`
//! negates a class: here, `[!a]` matches `!` and `a`.
//!
//! # Example
//! ```dockerignore
//! *.[!c]
//! ```
//!
//! # Use instead
//! ```dockerignore
//! *.[^c]
//! ```
//!
//! # Limits
//! If the class should match `!`, put it at a later place: `[a!]`.
//!
//! # References
//! - <https://docs.docker.com/build/concepts/context/#dockerignore-files>
//! - <https://pkg.go.dev/path/filepath#Match>

use super::{Diagnostic, IgnoreContext};
use dockwright_analysis::fix::Fix;
use dockwright_texts::{rules::ignore_bang as texts, titles};

ignore_rule! {
    severity: Warning,
}

fn check(ctx: &IgnoreContext<'_>, out: &mut Vec<Diagnostic>) {
    for rule in ctx.file.rules.iter().filter(|rule| rule.fault.is_none()) {
        let text = ctx.text(rule);
        for class in classes(text).filter(|&(start, _)| text[start + 1..].starts_with('!')) {
            let (start, end) = class;
            let (from, class) = (rule.range.start + start, &text[start..end]);
            let title = titles::change_to(format!("[^{}", &class[2..]));
            let fix = Fix::replace(title, from + 1..from + 2, "^".to_owned()).unsafe_choice();
            let message = texts::finding(class.to_owned());
            out.push(Diagnostic {
                fix: Some(fix),
                ..Diagnostic::of(&RULE, from..from + class.len(), message)
            });
        }
    }
}

/// The classes of a pattern that Docker accepts, with their brackets.
fn classes(text: &str) -> impl Iterator<Item = (usize, usize)> {
    let mut start = None;
    let mut is_escaped = false;
    text.char_indices().filter_map(move |(at, character)| {
        if std::mem::take(&mut is_escaped) {
            return None;
        }
        match (character, start) {
            ('\\', _) => is_escaped = true,
            ('[', None) => start = Some(at),
            (']', Some(from)) => {
                start = None;
                return Some((from, at + 1));
            }
            _ => {}
        }
        None
    })
}

#[cfg(test)]
mod tests {
    use crate::ignore_file_testing::{check, check_fix};

    #[test]
    fn classes_are_negated_with_a_caret() {
        check(
            super::RULE.name,
            r"
[!R]*
^^^^ warning: `[!R]` matches `!` too, it is not negated
!a[!b]c[!d]
  ^^^^ ^^^^ warning
a[^b]
a[b!]
\[!a]
[\!a]
",
        );
        check_fix(super::RULE.name, "x[!가-나].md\n", "x[^가-나].md\n");
    }
}
