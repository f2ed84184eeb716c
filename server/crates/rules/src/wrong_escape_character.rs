//! Line ends with the wrong escape character.
//!
//! # What it does
//! Reports a line that ends in a backtick although the escape character is a backslash, or the reverse, if the line
//! after it is not an instruction.
//!
//! # Why it matters
//! Only one of the two characters continues a line: the backslash, or the backtick if the first line is
//! ``# escape=` ``. With the wrong one, the line just ends, and Docker reads the next one as an instruction. Use the
//! escape character of the file.
//!
//! # Example
//! ```dockerfile
//! FROM debian:13
//! RUN apt-get update && `
//!     apt-get install -y curl
//! ```
//!
//! # Use instead
//! ```dockerfile
//! FROM debian:13
//! RUN apt-get update && \
//!     apt-get install -y curl
//! ```
//!
//! # Limits
//! A path may end in a backslash and a command in a backtick. So the next line must be an unknown instruction that is
//! indented or begins with an operator.
//!
//! # References
//! - <https://docs.docker.com/reference/dockerfile/#escape>

use super::{
    Acc, Check, Role, StageContext,
    missing_line_continuation::{each_run, line_ends, other_escape, reach},
};
use dockwright_analysis::fix::{Fix, TextEdit};
use dockwright_lint::finding::{Finding, Mending};
use dockwright_texts::{rules::wrong_escape_character as texts, titles};

rule! {
    checks: [Check::Stage(check)],
    replaces: [from_arity, key_value_missing_equals, malformed_json_array, unknown_instruction],
    group: Syntax, severity: Error, presets: &[Default],
    unfinished: &[Unfinished::AtEnd],
}

fn check(ctx: &StageContext<'_>, acc: &mut Acc) {
    each_run(ctx.items, |at, lost| {
        let before = &ctx.items[at];
        let Some((range, other)) = other_escape(&before.facts) else { return };
        let message = if *other == '`' { &texts::BACKSLASH } else { &texts::BACKTICK };
        let mut finding = Finding::own(&RULE, range.clone(), message);
        finding.reach = reach(before, &ctx.items[lost.end - 1]);
        finding.mend = Some(fix);
        acc.push_at(at, Role::Own, finding);
    });
}

/// The other character at the end of each line but the last one.
fn fix(ctx: &Mending<'_>) -> Option<Fix> {
    let wrong = if ctx.escape == '\\' { '`' } else { '\\' };
    let mut edits = Vec::new();
    for end in line_ends(ctx)? {
        let text = ctx.document.text();
        let shown = text.slice(ctx.start..end).trim_end_matches([' ', '\t']).len();
        if !text.slice(ctx.start..ctx.start + shown).ends_with(wrong) {
            return None;
        }
        edits.push(TextEdit { range: shown - 1..shown, text: ctx.escape.to_string() });
    }
    let is_backtick = ctx.escape == '`';
    let title = if is_backtick { texts::change_to_backtick() } else { titles::change_to(ctx.escape) };
    Some(Fix { title, safe: false, edits })
}

cases! {
    fixed: {
        "FROM a\nRUN a && `\n  b && `\n  c\n" => "FROM a\nRUN a && \\\n  b && \\\n  c\n",
    },
}

#[cfg(test)]
mod tests {
    use super::super::testing::{check, find};
    use super::RULE;

    #[test]
    fn the_other_one() {
        check(
            RULE.name,
            r#"
FROM a
RUN a && `
         ^ error: The escape character of this file is `\`, not a backtick
  b && `
  c
RUN echo `date`
  x
"#,
        );
        check(
            RULE.name,
            r#"
# escape=`
FROM a
ENV A=1 \
        ^ error: The escape character of this file is a backtick, not `\`
    B=2
WORKDIR C:\a\
USER b
"#,
        );
        assert!(find("MissingLineContinuation", "FROM a\nRUN a `\n  b\n").is_empty());
    }
}
