//! Heredoc marker that Docker does not recognize.
//!
//! # What it does
//! Reports `<<- EOF`, `cat<<EOF`, and any marker on a line with a quote that is not closed, if a line with the
//! delimiter follows.
//!
//! # Why it matters
//! Shells take these as heredocs, but Docker does not. It ends the instruction at the end of the line, reads the text
//! of the heredoc as instructions, and rejects the file because of its first word.
//!
//! # Example
//! ```dockerfile
//! FROM alpine:3.22
//! RUN cat <<- EOF > /hello.txt
//! hello
//! EOF
//! ```
//!
//! # Use instead
//! ```dockerfile
//! FROM alpine:3.22
//! RUN cat <<-EOF > /hello.txt
//! hello
//! EOF
//! ```
//!
//! # Limits
//! The delimiter must consist of letters, digits, `_`, `-` and `.`, and must follow within 200 lines. If a line of the
//! heredoc begins with FROM, its end is not found.
//!
//! # References
//! - <https://docs.docker.com/reference/dockerfile/#here-documents>

use super::{Acc, Check, Role, StageContext};
use dockwright_analysis::{
    document::Item,
    facts::unread_marker::Reason,
    fix::{Fix, TextEdit},
};
use dockwright_lint::finding::{Finding, Mending};
use dockwright_texts::rules::heredoc_marker_ignored as texts;

rule! {
    checks: [Check::Stage(check)],
    replaces: [
        env_needs_value,
        from_arity,
        key_value_missing_equals,
        missing_argument,
        missing_line_continuation,
        shell_needs_json,
        unclosed_quote,
        unknown_flag,
        unknown_instruction,
    ],
    group: Syntax, severity: Error, presets: &[Default],
}

/// How many lines a heredoc may have; longer ones are not checked.
const MAX: usize = 200;

fn check(ctx: &StageContext<'_>, acc: &mut Acc) {
    for (at, item) in ctx.items.iter().enumerate() {
        let Some(marker) = item.facts.mistakes.as_ref().and_then(|mistakes| mistakes.unread_marker.as_ref())
        else {
            continue;
        };
        let is_end = |item: &Item| {
            let facts = &item.facts;
            facts.instruction.is_none() && facts.word == marker.name && facts.args_range.is_empty()
        };
        let Some(end) = ctx.items[at + 1..].iter().take(MAX).position(is_end) else { continue };
        let name = &marker.name;
        let (message, note) = match marker.reason {
            Reason::SpaceAfterDash(_) => (texts::space_after_dash(name), texts::space_after_dash_note()),
            Reason::NoSpaceBefore(_) => (texts::no_space_before(name), texts::no_space_before_note()),
            Reason::OpenQuote => (texts::open_quote(name), texts::open_quote_note()),
        };
        let mut finding = Finding::own(&RULE, marker.range.clone(), message);
        finding.note = Some(note);
        finding.reach = ctx.items[at + 1 + end].range().end.saturating_sub(item.range().start);
        finding.mend = Some(fix);
        acc.push_at(at, Role::Own, finding);
    }
}

fn fix(ctx: &Mending<'_>) -> Option<Fix> {
    let marker = ctx.whole.mistakes.as_ref()?.unread_marker.as_ref()?;
    let (title, range, text) = match &marker.reason {
        Reason::SpaceAfterDash(spaces) => (texts::remove_space(), spaces.clone(), ""),
        Reason::NoSpaceBefore(at) => (texts::insert_space(), *at..*at, " "),
        Reason::OpenQuote => return None,
    };
    let edits = vec![TextEdit { range, text: text.to_owned() }];
    Some(Fix { title, safe: false, edits })
}

cases! {
    fixed: {
        "FROM a\nRUN cat <<-  EOF\n\tx\nEOF\nRUN cat<<E\nE\n"
            => "FROM a\nRUN cat <<-EOF\n\tx\nEOF\nRUN cat <<E\nE\n",
    },
}

#[cfg(test)]
mod tests {
    use super::super::testing::{check, find};
    use super::RULE;
    use dockwright_analysis::document::Document;
    use dockwright_lint::diagnostics::diagnostics;

    #[test]
    fn markers_of_shells() {
        check(
            RULE.name,
            r#"
FROM a
RUN cat <<- EOF > /x
        ^^^^^^^ error: The heredoc marker for `EOF` has a space after `<<-`
        ^^^^^^^ note: Docker allows no space there. It reads the lines after it as instructions, and the build fails
hello
  world
EOF
ONBUILD RUN a && \
  cat<<"E.F"
     ^^^^^^^ error: The heredoc marker for `E.F` has no space before it
     ^^^^^^^ note: A marker must be at the start of a word. Docker reads the lines after it as instructions, and the build fails
ENV x
E.F
RUN echo don't | cat - <<END
                       ^^^^^ error: The heredoc marker for `END` is on a line with an open quote
                       ^^^^^ note: Docker ignores heredocs on such a line. It reads the lines after it as instructions, and the build fails
END
"#,
        );
        for text in
            ["RUN cat <<- EOF\nhello", "RUN cat << EOF\nEOF", "RUN cat <<<EOF\nEOF", "RUN a $((1<<2))\n2"]
        {
            assert!(find(RULE.name, &format!("FROM a\n{text}\n")).is_empty(), "{text}");
        }
    }

    #[test]
    fn one_error_names_the_cause() {
        let text = "FROM a:1\nRUN cat <<-  'EOF'\nhello world\n  ENV\nEXPOSE\nEOF\nUSER b\n";
        let found = diagnostics(&Document::new(dockwright_syntax::Text::new(text)));
        let codes: Vec<_> = found.iter().map(|found| found.code).collect();
        assert_eq!(codes, ["HeredocMarkerIgnored"], "{found:?}");
    }
}
