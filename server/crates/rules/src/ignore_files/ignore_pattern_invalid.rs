//! Pattern of an ignore file is invalid, so the build fails.
//!
//! # What it does
//! Reports patterns that Docker cannot read: a `!` with nothing after it, a bracket that is not closed, an empty range
//! such as `[z-a]`, and a backslash at the end of the line.
//!
//! # Why it matters
//! One such line makes the whole build fail: Docker cannot load the build context.
//!
//! # Example
//! ```dockerignore
//! node_modules
//! data[1
//! ```
//!
//! # Use instead
//! ```dockerignore
//! node_modules
//! data\[1
//! ```
//!
//! # Limits
//! A pattern with a backslash before a letter is reported by `IgnorePatternBackslash`.
//!
//! # References
//! - <https://docs.docker.com/build/concepts/context/#dockerignore-files>
//! - `moby/patternmatcher`: `patternmatcher.go`

use super::{Diagnostic, IgnoreContext};
use dockwright_context::ignore_file::IgnoreFault;
use dockwright_texts::rules::ignore_pattern_invalid as texts;

ignore_rule! {
    severity: Error,
}

fn check(ctx: &IgnoreContext<'_>, out: &mut Vec<Diagnostic>) {
    for rule in &ctx.file.rules {
        // A range such as `[z-a]` only fails when the pattern is first compared with a path.
        let is_other =
            || rule.pattern.is_bad() && super::ignore_pattern_backslash::first(ctx.text(rule)).is_none();
        let Some(fault) = rule.fault.or_else(|| is_other().then_some(IgnoreFault::Syntax)) else { continue };
        let message =
            texts::Finding { pattern: ctx.text(rule).to_owned(), reason: fault.message() }.message();
        out.push(Diagnostic::of(&RULE, rule.range.clone(), message));
    }
}

#[cfg(test)]
mod tests {
    use crate::ignore_file_testing::check;

    #[test]
    fn what_docker_cannot_read() {
        check(
            super::RULE.name,
            r#"
docs
!
^ error: `!` is invalid: illegal exclusion pattern: "!"
[
^ error: `[` is invalid: syntax error in pattern
  a[b-
  ^^^^ error
x\
^^ error
[z-a]
^^^^^ error
src\lib
a[b]c]
!!x
.
../x
"#,
        );
    }
}
