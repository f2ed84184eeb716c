//! Comment after a pattern is part of the pattern.
//!
//! # What it does
//! Reports patterns that contain a space followed by `#`.
//!
//! # Why it matters
//! Docker has no comments at the end of a line. The whole line is the pattern, and it matches no file, so the file that
//! you wanted to leave out is sent to the build.
//!
//! # Example
//! ```dockerignore
//! node_modules # from npm
//! ```
//!
//! # Use instead
//! ```dockerignore
//! # From npm
//! node_modules
//! ```
//!
//! # Limits
//! A `#` without a space before it is part of many file names and is not reported.
//!
//! # References
//! - <https://docs.docker.com/build/concepts/context/#dockerignore-files>
//! - `moby/patternmatcher`: `ignorefile/ignorefile.go`

use super::{Diagnostic, IgnoreContext};
use dockwright_analysis::fix::Fix;
use dockwright_texts::rules::ignore_comment_behind as texts;

ignore_rule! {
    severity: Warning,
}

fn check(ctx: &IgnoreContext<'_>, out: &mut Vec<Diagnostic>) {
    for rule in &ctx.file.rules {
        let text = ctx.text(rule);
        let Some(at) = text.match_indices('#').map(|(at, _)| at).find(|&at| is_comment(text, at)) else {
            continue;
        };
        let (start, end) = (rule.range.start, rule.range.end);
        let moved = format!("{}\n{}", &text[at..], text[..at].trim_end());
        let fix = Fix::replace(&texts::FIX, ctx.line(rule).start..end, moved).unsafe_choice();
        out.push(Diagnostic { fix: Some(fix), ..Diagnostic::of(&RULE, start + at..end, &texts::FINDING) });
    }
}

/// Whether a `#` follows a pattern and a space.
fn is_comment(text: &str, at: usize) -> bool {
    let before = &text[..at];
    !text.starts_with('#')
        && before.ends_with(char::is_whitespace)
        && !before.trim_start_matches('!').trim().is_empty()
}

#[cfg(test)]
mod tests {
    use crate::ignore_file_testing::{check, check_fix};

    #[test]
    fn comments_have_their_own_lines() {
        check(
            super::RULE.name,
            "
x # y # z
  ^^^^^^^ warning: This comment is part of the pattern
!a\t#b
  \t^^ warning
a#b
#x # y
 # x # y
! #x
",
        );
        check_fix(super::RULE.name, "  x  # 한글\r\ny", "# 한글\r\nx\r\ny");
    }
}
