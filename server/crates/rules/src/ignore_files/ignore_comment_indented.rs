//! Indented `#` in an ignore file does not start a comment.
//!
//! # What it does
//! Reports lines with spaces or tabs before a `#`.
//!
//! # Why it matters
//! Docker takes a line as a comment only if its first character is `#`. With a space before it, the line is a pattern
//! for a file whose name begins with `#`.
//!
//! # Example
//! ```dockerignore
//! # What the editor leaves
//!   # node_modules
//! *.swp
//! ```
//!
//! # Use instead
//! ```dockerignore
//! # What the editor leaves
//! # node_modules
//! *.swp
//! ```
//!
//! # Limits
//! For a file whose name begins with `#`, write `\#name`.
//!
//! # References
//! - <https://docs.docker.com/build/concepts/context/#dockerignore-files>
//! - `moby/patternmatcher`: `ignorefile/ignorefile.go`

use super::{Diagnostic, IgnoreContext};
use dockwright_analysis::fix::Fix;
use dockwright_texts::rules::ignore_comment_indented as texts;

ignore_rule! {
    severity: Warning,
}

fn check(ctx: &IgnoreContext<'_>, out: &mut Vec<Diagnostic>) {
    for rule in ctx.file.rules.iter().filter(|rule| ctx.text(rule).starts_with('#')) {
        let start = rule.range.start;
        let fix = Fix::replace(&texts::FIX, ctx.line(rule).start..start, String::new()).unsafe_choice();
        out.push(Diagnostic { fix: Some(fix), ..Diagnostic::of(&RULE, rule.range.clone(), &texts::FINDING) });
    }
}

#[cfg(test)]
mod tests {
    use crate::ignore_file_testing::{check, check_fix};

    #[test]
    fn only_the_first_byte_counts() {
        check(
            super::RULE.name,
            "
# a
  # b
  ^^^ warning: This is a pattern, not a comment
\t#
\t^ warning
\\#x
!#x
",
        );
        check_fix(super::RULE.name, "\u{feff} #x\r\n\u{a0}# y\r\n", "\u{feff}#x\r\n# y\r\n");
    }
}
