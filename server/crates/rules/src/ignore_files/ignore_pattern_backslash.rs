//! Backslash in an ignore file is not a path separator.
//!
//! # What it does
//! Reports a backslash before a letter, a digit or a non-ASCII character.
//!
//! # Why it matters
//! Docker takes a backslash as the start of an escape, on Windows too. Most such escapes do not exist, and the build
//! fails when the pattern is first compared with a path. Others exist but mean something different: `\d` is any digit.
//!
//! # Example
//! ```dockerignore
//! src\lib
//! ```
//!
//! # Use instead
//! ```dockerignore
//! src/lib
//! ```
//!
//! # Limits
//! A backslash before a punctuation character, as in `\[`, `\*` and `\#`, is a valid escape and is not reported.
//!
//! # References
//! - <https://docs.docker.com/build/concepts/context/#dockerignore-files>
//! - `moby/patternmatcher`: `patternmatcher.go`

use super::{Diagnostic, IgnoreContext};
use dockwright_analysis::fix::{Fix, TextEdit};
use dockwright_texts::{rules::ignore_pattern_backslash as texts, titles};

ignore_rule! {
    severity: Warning,
}

fn check(ctx: &IgnoreContext<'_>, out: &mut Vec<Diagnostic>) {
    for rule in ctx.file.rules.iter().filter(|rule| rule.fault.is_none()) {
        let text = ctx.text(rule);
        let Some((at, next)) = first(text) else { continue };
        let start = rule.range.start + at;
        let escape = format!("\\{next}");
        let message = if rule.pattern.is_bad() { texts::fails(escape) } else { texts::finding(escape) };
        let edits = escapes(text).map(|(at, _)| TextEdit {
            range: rule.range.start + at..rule.range.start + at + 1,
            text: "/".to_owned(),
        });
        let edits: Vec<_> = edits.collect();
        let title = titles::change_to(changed(text));
        let fix = Fix { title, safe: false, edits };
        out.push(Diagnostic {
            fix: Some(fix),
            ..Diagnostic::of(&RULE, start..start + 1 + next.len_utf8(), message)
        });
    }
}

/// The first backslash before something that is not punctuation, and what follows it.
pub(super) fn first(text: &str) -> Option<(usize, char)> {
    escapes(text).next()
}

fn escapes(text: &str) -> impl Iterator<Item = (usize, char)> {
    let mut characters = text.char_indices();
    std::iter::from_fn(move || {
        loop {
            let (at, character) = characters.next()?;
            if character == '\\' {
                let (_, next) = characters.next()?;
                if !next.is_ascii_punctuation() && next != ' ' {
                    return Some((at, next));
                }
            }
        }
    })
}

fn changed(text: &str) -> String {
    let mut out = text.to_owned();
    for (at, _) in escapes(text) {
        out.replace_range(at..=at, "/");
    }
    out
}

#[cfg(test)]
mod tests {
    use crate::ignore_file_testing::{check, check_fix};

    #[test]
    fn backslashes_are_no_separators() {
        check(
            super::RULE.name,
            r#"
src\lib
   ^^ warning: `\l` is not an escape, so the build fails
!a\d\b
  ^^ warning: `\d` does not mean a folder here
폴더\한글
  ^^ warning
a\*b\[c\#d
\!x
x\
"#,
        );
        check_fix(super::RULE.name, "!a\\dist\\b\\*\n", "!a/dist/b\\*\n");
    }
}
