//! Escape character that continues nothing, or swallows an instruction.
//!
//! # What it does
//! Reports an escape character at the end of the file, and one that makes the next instruction part of the current one.
//!
//! # Why it matters
//! Docker ignores an escape character at the end of the file, but the next line that you add there becomes part of the
//! instruction. In the other case an instruction is lost: after `ENV A=1 \`, a LABEL on the next line is not a LABEL.
//!
//! # Example
//! ```dockerfile
//! FROM alpine:3.22
//! ENV MODE production \
//!
//! LABEL vendor=example
//! ```
//!
//! # Use instead
//! ```dockerfile
//! FROM alpine:3.22
//! ENV MODE=production
//!
//! LABEL vendor=example
//! ```
//!
//! # Limits
//! The next line counts as an instruction if it starts with a keyword in capitals and a space, without indentation and
//! outside quotes.
//!
//! # References
//! - <https://docs.docker.com/reference/dockerfile/#escape>

use super::{Acc, Check, InstructionContext, Role, trailing_comment::is_refused};
use dockwright_analysis::fix::Fix;
use dockwright_lint::{
    finding::{Finding, Mending},
    rule::Severity,
};
use dockwright_texts::rules::dangling_continuation as texts;

rule! {
    checks: [Check::Instruction(&[], check), Check::Refused(check)],
    replaces: [
        from_arity,
        invalid_port,
        invalid_stage_name,
        invalid_stop_signal,
        key_value_missing_equals,
        legacy_key_value_format,
        malformed_json_array,
        no_empty_continuation,
        shell_needs_json,
    ],
    group: Syntax, presets: &[Default],
    unfinished: &[Unfinished::AtEnd],
}

fn check(ctx: &InstructionContext<'_>, acc: &mut Acc) {
    let facts = ctx.facts;
    let Some(mistakes) = facts.mistakes.as_deref().filter(|_| ctx.role == Role::Own) else { return };
    if let Some(range) = mistakes.swallowed.clone() {
        let message = match facts.instruction {
            Some(_) => texts::swallowed(&facts.keyword),
            None => texts::swallowed_by_text(),
        };
        let mut finding = Finding::own(&RULE, range, message);
        finding.note = Some(texts::swallowed_note());
        finding.mend = Some(part);
        if is_refused(facts) {
            finding.severity = Some(Severity::Error);
        }
        acc.push(finding);
    } else if let Some(range) = mistakes.open_escape.clone().filter(|_| facts.instruction.is_some()) {
        let mut finding = Finding::own(&RULE, range, &texts::OPEN);
        finding.note = Some(texts::open_note());
        finding.mend = Some(delete);
        acc.push(finding);
    }
}

/// Removes the escape character that nothing follows, with the spaces before it.
fn delete(ctx: &Mending<'_>) -> Option<Fix> {
    let range = ctx.finding.range.clone();
    let rest = ctx.source.get(range.end..)?;
    let is_alone =
        rest.lines().skip(1).all(|line| line.trim().is_empty() || line.trim_start().starts_with('#'));
    let start = ctx.source.get(..range.start)?.trim_end_matches([' ', '\t']).len();
    is_alone.then(|| Fix::replace(&texts::REMOVE, start..range.end, String::new()))
}

/// Removes the escape character before an instruction.
fn part(ctx: &Mending<'_>) -> Option<Fix> {
    let before = ctx.source.get(..ctx.finding.range.start)?;
    let mut end = before.len();
    for line in before.split_inclusive('\n').rev() {
        let start = end - line.len();
        end = start;
        let shown = line.trim_end();
        if shown.is_empty() || shown.trim_start().starts_with('#') {
            continue;
        }
        let text = shown.strip_suffix(ctx.escape)?.trim_end_matches([' ', '\t']);
        if text.is_empty() || text.ends_with(['&', '|', ';', ',', '[', '(', '{']) {
            return None;
        }
        let range = start + text.len()..start + shown.len();
        return Some(Fix::replace(&texts::END_HERE, range, String::new()).unsafe_choice());
    }
    None
}

cases! {
    found: [r#"
FROM a
ENV A=1 \

LABEL x=y
^^^^^ error: This line is still part of the ENV above
^^^^^ note: The previous line ends in the escape character, so Docker does not see an instruction here
RUN a && \
# note
RUN b \
^^^ warning: This line is still part of the RUN above
^^^ note: The previous line ends in the escape character, so Docker does not see an instruction here
  c
EXPOSE 80 \
CMD ["a"]
^^^ error: This line is still part of the EXPOSE above
^^^ note: The previous line ends in the escape character, so Docker does not see an instruction here
RUN a \
      ^ warning: Nothing follows this escape character
      ^ note: Docker ignores it today, but the next line you add below will become part of this instruction

# b
"#],
    quiet: {
        "FROM a\n{}\n" => [
            "HEALTHCHECK \\\nCMD a",
            "ONBUILD \\\nRUN a",
            "RUN echo 'a \\\nFROM b'",
            "RUN a \\\n  USER b",
            "RUN a \\\nrun b",
            "RUN <<E\na \\\nRUN b \\\nE",
            "RUN a \\\\",
            "ENV \\\nUSER=a",
        ],
    },
    fixed: {
        "FROM a\nRUN b \\  \n\n# c\n" => "FROM a\nRUN b  \n\n# c\n",
        "# escape=`\r\nFROM a\r\nENV A=1 `\r\n# b\r\nLABEL x=y\r\n"
            => "# escape=`\r\nFROM a\r\nENV A=1\r\n# b\r\nLABEL x=y\r\n",
    },
}
