//! Shell operator without a command after it.
//!
//! # What it does
//! Reports `&&`, `||` and `|` without a command after them: at the end of a RUN, CMD, ENTRYPOINT or HEALTHCHECK, at the
//! end of a heredoc, and before a different operator.
//!
//! # Why it matters
//! The shell rejects the whole command with a syntax error. Usually the line was meant to continue, or the last command
//! of a chain was removed.
//!
//! # Example
//! ```dockerfile
//! FROM alpine:3.22
//! RUN apk add curl &&
//! COPY app /app
//! ```
//!
//! # Use instead
//! ```dockerfile
//! FROM alpine:3.22
//! RUN apk add curl
//! COPY app /app
//! ```
//!
//! # Limits
//! Only text for `sh` and similar shells is checked. If the next line is not an instruction, the missing line
//! continuation is reported instead. A heredoc that contains heredocs is not checked.
//!
//! # References
//! - <https://docs.docker.com/reference/dockerfile/#run>

use super::{
    Check, FileContext, FileFound, StageContext,
    suspects::{self, Suspicion},
};
use dockwright_analysis::{
    facts::{Facts, Form},
    fix::Fix,
    shell::{self, Dialect, dangling},
    spec::Instruction,
};
use dockwright_lint::finding::{Finding, Found, Mending};
use dockwright_texts::rules::dangling_operator as texts;

rule! {
    checks: [Check::File(check)],
    replaces: [dangling_continuation],
    group: Syntax, severity: Error, presets: &[Default],
    unfinished: &[Unfinished::AtEnd],
}

/// An instruction whose text has such an operator, if a POSIX shell reads it.
struct Dangling;

impl Suspicion for Dangling {
    fn is_suspect(ctx: &StageContext<'_>, item: usize) -> bool {
        let whole = &ctx.items[item].facts;
        let facts = whole.triggered();
        // Then the next line was meant to belong to this one, and is reported itself.
        let next = ctx.items.get(item + 1).map(|item| &item.facts);
        let is_continued = next.is_some_and(|next| next.instruction.is_none());
        !is_continued && facts.problems.is_empty() && parts(whole, facts).any(|text| dangling(text).is_some())
    }
}

/// The texts that a shell reads: the command, or the body of a heredoc that is the command.
fn parts<'a>(whole: &'a Facts, facts: &'a Facts) -> impl Iterator<Item = &'a str> {
    let is_command = matches!(
        facts.instruction,
        Some(Instruction::Run | Instruction::Cmd | Instruction::Entrypoint | Instruction::Healthcheck)
    );
    let body = body(whole, facts);
    let is_read = is_command && facts.form == Some(Form::Shell);
    let text = body.or_else(|| facts.args.last().map(String::as_str));
    text.into_iter().filter(move |_| is_read)
}

fn body<'a>(whole: &'a Facts, facts: &Facts) -> Option<&'a str> {
    match whole.heredocs.as_slice() {
        [heredoc] if heredoc.range == facts.args_range => Some(&heredoc.content),
        _ => None,
    }
}

fn check(ctx: &FileContext<'_>, found: &mut Vec<FileFound>) {
    suspects::each::<Dangling>(ctx, |suspect| {
        let placed = &suspect.placed;
        let source = ctx.document.source(placed);
        let dialect = suspect.shells.dialect(suspect.item, placed.facts.trigger.is_some());
        let Some(script) = shell::script(placed.facts, &source, ctx.document.escape(), dialect) else {
            return;
        };
        let facts = placed.facts.triggered();
        let text = match body(placed.facts, facts) {
            Some(_) => script.text.as_str(),
            None => facts.args.last().map_or("", String::as_str),
        };
        if script.dialect != Dialect::Posix {
            return;
        }
        let Some(operator) = dangling(text) else { return };
        let word = &text[operator.operator.clone()];
        let message = match operator.next {
            Some(next) => texts::Between { operator: word, next: &text[next] }.message(),
            None => texts::last(word),
        };
        let range = script.source_range(operator.operator);
        let finding = Finding { mend: Some(fix), ..Finding::own(&RULE, range, message) };
        found.push(FileFound { stage: Some(suspect.stage), found: Found { item: suspect.item, finding } });
    });
}

/// Removes the operator, and the escape character that ends its line if the instruction ends there.
fn fix(ctx: &Mending<'_>) -> Option<Fix> {
    let range = &ctx.finding.range;
    let before = ctx.source.get(..range.start)?;
    let start = before.trim_end_matches([' ', '\t']).len();
    let after = ctx.source.get(range.end..)?;
    let line = after.lines().next().unwrap_or_default();
    let is_last = after.lines().skip(1).all(|line| {
        let line = line.trim();
        line.is_empty() || line.starts_with('#')
    });
    let rest = line.trim();
    let ends_here = rest.is_empty() || (is_last && rest.strip_suffix(ctx.escape) == Some(""));
    let end = if ends_here { range.end + line.trim_end().len() } else { range.end };
    // On a separate line, it leaves a line that only continues.
    let title = texts::fix(ctx.text());
    Some(Fix::replace(title, start..end, String::new()).unsafe_choice())
}

#[cfg(test)]
mod tests {
    use dockwright_syntax::Text;

    use super::super::testing::{build_preset, check, check_fix, find};
    use super::RULE;
    use dockwright_analysis::document::Document;
    use dockwright_lint::diagnostics::diagnostics;

    #[test]
    fn nothing_follows_the_operator() {
        check(
            RULE.name,
            r#"
FROM a
RUN apk add curl &&
                 ^^ error: There is no command after `&&`
COPY a /b
run --mount=type=cache,target=/x a \
  # comment
  && b ||
       ^^ error: There is no command after `||`
RUN a && b \
  | | c
  ^ error: There is no command between `|` and `|`
RUN cat <<E &&
            ^^ error: There is no command after `&&`
x
E
RUN <<E
a |
  ^ error: There is no command after `|`
E
ONBUILD RUN a &&
              ^^ error: There is no command after `&&`
CMD a |
      ^ error: There is no command after `|`
HEALTHCHECK CMD curl x ||
                       ^^ error: There is no command after `||`
RUN a && b # c &&
RUN ["a", "&&"]
RUN <<E python
a |
E
RUN <<E
#!/usr/bin/env python
a |
E
FROM a
SHELL ["pwsh", "-c"]
RUN a &&
"#,
        );
        let text = "# escape=`\r\nFROM a\r\nRUN a && `\r\n  && b\r\n";
        assert_eq!(find(RULE.name, text).len(), 1);
        assert!(build_preset(text).is_empty());
    }

    #[test]
    fn one_finding_for_one_slip() {
        for (text, rules) in [
            ("RUN a && \\\n", &["DanglingOperator"][..]),
            ("RUN a && \\\n\n# b\n", &["DanglingOperator"]),
            ("RUN a &&\n  && b\n", &["MissingLineContinuation"]),
        ] {
            let document = Document::new(Text::new(&format!("FROM a\n{text}")));
            let found: Vec<_> = diagnostics(&document).iter().map(|it| it.code).collect();
            assert_eq!(found, rules, "{text}");
        }
    }

    #[test]
    fn the_operator_is_removed() {
        for (before, after) in [
            ("RUN a &&\nCOPY a b", "RUN a\nCOPY a b"),
            ("RUN a && \\\n", "RUN a\n"),
            ("RUN a && \\\n\n# b\n", "RUN a\n\n# b\n"),
            ("RUN a && # b\n", "RUN a # b\n"),
            ("RUN a && \\\r\n && b\r\n", "RUN a \\\r\n && b\r\n"),
            ("RUN <<E\r\na |\r\nE\r\n", "RUN <<E\r\na\r\nE\r\n"),
        ] {
            check_fix(RULE.name, &format!("FROM a\n{before}"), &format!("FROM a\n{after}"));
        }
    }
}
