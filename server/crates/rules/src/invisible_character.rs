//! Space, dash or quote that is not an ASCII character.
//!
//! # What it does
//! Reports characters outside of quotes that only look like ASCII: spaces that are not ordinary spaces, characters
//! without width, dashes instead of the hyphens of a flag, and typographic quotes.
//!
//! # Why it matters
//! Text copied from web pages and word processors often contains such characters, and it looks right. Docker and the
//! shell take them as letters: FROM followed by a no-break space is an unknown instruction, and `–no-cache` with a dash
//! is not a flag but a word.
//!
//! # Example
//! ```dockerfile
//! FROM alpine:3.22
//! RUN apk add –no-cache curl
//! ```
//!
//! # Use instead
//! ```dockerfile
//! FROM alpine:3.22
//! RUN apk add --no-cache curl
//! ```
//!
//! # Limits
//! Text in ASCII quotes, in heredocs, in comments and in MAINTAINER is not checked. Arrays with typographic quotes are
//! reported by `MalformedJsonArray`.
//!
//! # References
//! - <https://www.shellcheck.net/wiki/SC1018>
//! - <https://www.shellcheck.net/wiki/SC1110>

use std::ops::Range;

use super::{Acc, Check, InstructionContext, Role};
use dockwright_analysis::fix::{Fix, TextEdit};
use dockwright_lint::{
    finding::{Finding, Mending, NO_CODE},
    rule::Severity,
};
use dockwright_texts::{Message, rules::invisible_character as texts};

rule! {
    checks: [Check::Instruction(&[], check), Check::Refused(check)],
    replaces: [
        env_needs_value,
        from_arity,
        key_value_missing_equals,
        missing_argument,
        unknown_instruction,
    ],
    aliases: &["SC1018", "SC1110"],
    group: Syntax, severity: Error, presets: &[Default],
}

fn check(ctx: &InstructionContext<'_>, acc: &mut Acc) {
    let Some(mistakes) = ctx.facts.mistakes.as_deref().filter(|_| ctx.role == Role::Own) else { return };
    for (range, first) in &mistakes.lookalikes {
        let (message, note) = match first {
            quote if is_quote(*quote) => (texts::quote(), texts::quote_note()),
            '–' | '—' | '‒' | '−' => (texts::dash(), texts::dash_note()),
            _ => (space(*first), texts::space_note()),
        };
        let mut finding = Finding::own(&RULE, range.clone(), message);
        finding.note = Some(note);
        finding.code = Some(match first {
            quote if is_quote(*quote) => 1110,
            '\u{a0}' | '\u{2000}'..='\u{200b}' | '\u{202f}' | '\u{205f}' => 1018,
            _ => NO_CODE,
        });
        if is_quote(*first) && ctx.facts.problems.is_empty() {
            finding.severity = Some(Severity::Warning);
        }
        finding.mend = Some(fix);
        acc.push(finding);
    }
}

fn space(c: char) -> Message {
    match c {
        '\u{a0}' => texts::no_break_space(),
        '\u{200b}' => texts::zero_width_space(),
        '\u{feff}' => texts::byte_order_mark(),
        '\u{3000}' => texts::ideographic_space(),
        '\u{ad}' => texts::soft_hyphen(),
        c => texts::other(format!("U+{:04X}", c as u32)),
    }
}

fn fix(ctx: &Mending<'_>) -> Option<Fix> {
    let text = ctx.text();
    let first = text.chars().next()?;
    let plain = match first {
        '–' | '—' | '‒' | '−' => {
            // A single dash replaces one hyphen before one letter, otherwise two.
            let behind = ctx.source.get(ctx.finding.range.end..)?;
            let before = ctx.source.get(..ctx.finding.range.start)?;
            let letters = behind.chars().take_while(|c| c.is_ascii_alphanumeric() || *c == '-').count();
            let is_short = letters <= 1 || before.ends_with('-') || behind.starts_with('-');
            if is_short { "-" } else { "--" }.to_owned()
        }
        _ => text
            .chars()
            .filter_map(|c| match c {
                '\u{200b}' | '\u{2060}' | '\u{feff}' | '\u{ad}' => None,
                _ => Some(' '),
            })
            .collect(),
    };
    if is_quote(first) {
        return quotes(ctx);
    }
    let fix = ctx.replace(&texts::REPLACE, plain);
    // What Docker rejects builds nothing yet.
    let is_safe = !ctx.whole.problems.is_empty() && first.is_whitespace();
    Some(if is_safe { fix } else { fix.unsafe_choice() })
}

/// All quotes of the instruction: replacing a single one would open a text that nothing closes.
fn quotes(ctx: &Mending<'_>) -> Option<Fix> {
    let mistakes = ctx.whole.mistakes.as_deref()?;
    let quotes = mistakes.lookalikes.iter().filter(|(_, first)| is_quote(*first));
    let straight = |range: &Range<usize>| {
        "\"".repeat(ctx.source.get(range.clone()).map_or(1, |text| text.chars().count()))
    };
    let edits: Vec<TextEdit> =
        quotes.map(|(range, _)| TextEdit { range: range.clone(), text: straight(range) }).collect();
    edits.len().is_multiple_of(2).then_some(Fix { title: texts::replace_quotes(), safe: false, edits })
}

fn is_quote(c: char) -> bool {
    matches!(c, '“' | '”' | '„')
}

cases! {
    found: ["\n\
FROM\u{a0}a\n\
\x20   ^ error: This is a no-break space\n\
\x20   ^ note: It looks like a space or like nothing at all, but it becomes part of the word next to it\n\
FROM a\n\
RUN apk add –no-cache \u{200b}b 'c\u{a0}d'\n\
\x20           ^ error: This is a dash, not a hyphen\n\
\x20           ^ note: Flags start with hyphens, so this is an ordinary word\n\
\x20                     ^ error: This is a zero-width space\n\
\x20                     ^ note: It looks like a space or like nothing at all, but it becomes part of the word next to it\n\
ENV A=“b”\n\
\x20     ^ ^ warning: This is a typographic quote\n\
\x20     ^ ^ note: Docker and the shell know only `\"` and `'`; this one becomes part of the text\n\
ONBUILD COPY —from=a b c\n\
\x20            ^ error: This is a dash, not a hyphen\n\
\x20            ^ note: Flags start with hyphens, so this is an ordinary word\n\
"],
    quiet: {
        "FROM a\n{}\n" => [
            "LABEL a=\"b\u{a0}c “d” – e\"",
            "RUN echo 가나 – 다",
            "MAINTAINER 홍길동\u{3000}“a”",
            "# a\u{a0}b\nRUN <<E\na\u{a0}b\nE",
            "CMD [“a”]",
            "RUN echo 👨‍👩‍👧",
        ],
    },
}

#[cfg(test)]
mod tests {
    use dockwright_syntax::Text;

    use super::super::testing::check_fix;
    use super::RULE;
    use dockwright_analysis::document::Document;
    use dockwright_lint::diagnostics::diagnostics;

    #[test]
    fn they_become_ascii() {
        check_fix(
            RULE.name,
            "FROM a\nRUN b –no-cache –y\u{a0}c\u{200b}d\nCOPY\u{a0}a b\n",
            "FROM a\nRUN b --no-cache -y cd\nCOPY a b\n",
        );
        // All quotes of an instruction at once.
        let document = Document::new(Text::new("FROM a\nENV A=“b” C=“d”\n"));
        let found = diagnostics(&document);
        let fix = found.iter().find(|it| it.code == "InvisibleCharacter").and_then(|it| it.fix.clone());
        assert_eq!(fix.map(|fix| fix.edits.len()), Some(4));
    }
}
