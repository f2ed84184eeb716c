//! ENV or LABEL without `=`.
//!
//! # What it does
//! Reports `ENV KEY value` and `LABEL KEY value`.
//!
//! # Why it matters
//! In this old form, everything after the name is the value, continued lines included. It cannot set a second variable,
//! and `ENV A = 1` sets `A` to `= 1`. Docker supports it only for old files and may remove it.
//!
//! # Example
//! ```dockerfile
//! FROM alpine:3.22
//! ENV GREETING hello world
//! ```
//!
//! # Use instead
//! ```dockerfile
//! FROM alpine:3.22
//! ENV GREETING="hello world"
//! ```
//!
//! # Limits
//! The fix keeps the value: it quotes or escapes spaces and leaves variables as they are. No fix is offered if the
//! value starts with `=`, which is rarely intended, or if a comment is between the key and the value.
//!
//! # References
//! - <https://docs.docker.com/reference/build/checks/legacy-key-value-format/>

use super::{Acc, Check, InstructionContext};
use dockwright_analysis::{
    facts::operands::{Operands, Pair},
    fix::{Fix, TextEdit},
    spec::Instruction,
};
use dockwright_lint::finding::{Finding, Mending};
use dockwright_texts::rules::legacy_key_value_format as texts;

rule! {
    checks: [Check::Instruction(&[Instruction::Env, Instruction::Label], check)],
    group: Variables,
    url: Some("https://docs.docker.com/reference/build/checks/legacy-key-value-format/"),
}

fn check(ctx: &InstructionContext<'_>, acc: &mut Acc) {
    let facts = ctx.facts;
    if matches!(facts.args.as_slice(), [_, _, separator] if separator.is_empty()) {
        let message = texts::finding(&facts.word);
        acc.push(Finding { mend: Some(fix), ..Finding::new(&RULE, facts.args_range.clone(), message) });
    }
}

fn fix(ctx: &Mending<'_>) -> Option<Fix> {
    let Operands::Pairs(pairs) = &ctx.facts.operands else { return None };
    let [Pair { key, value }] = pairs.as_slice() else { return None };
    let gap = key.range.end..value.range.start;
    let written = &ctx.source[value.range.clone()];
    let is_special = |c: char| matches!(c, '"' | '\'') || c == ctx.escape;
    if key.text.contains(is_special)
        || value.text.starts_with('=')
        || ctx.source[gap.clone()].contains('#')
        || ctx.source[gap.clone()].contains(ctx.escape) && written.contains('\n')
    {
        return None;
    }
    let mut edits = vec![TextEdit { range: gap.clone(), text: "=".to_owned() }];
    if !value.text.contains([' ', '\t', '\r', '\x0b', '\x0c']) {
        // It is one word already.
    } else if !value.text.contains(is_special) {
        "=\"".clone_into(&mut edits[0].text);
        edits.push(TextEdit { range: value.range.end..value.range.end, text: "\"".to_owned() });
    } else if written == value.text {
        escape_blanks(ctx, value.range.start, written, &mut edits)?;
    } else {
        return None;
    }
    Some(Fix { title: texts::fix(), safe: true, edits })
}

/// Puts the escape character before spaces outside quotes.
fn escape_blanks(ctx: &Mending<'_>, start: usize, text: &str, edits: &mut Vec<TextEdit>) -> Option<()> {
    let mut quote = None;
    let mut is_escaped = false;
    for (at, c) in text.char_indices() {
        if is_escaped {
            is_escaped = false;
        } else if c == ctx.escape && quote != Some('\'') {
            is_escaped = true;
        } else if quote == Some(c) {
            quote = None;
        } else if quote.is_none() && matches!(c, '"' | '\'') {
            quote = Some(c);
        } else if quote.is_none() && matches!(c, ' ' | '\t') {
            edits.push(TextEdit { range: start + at..start + at, text: ctx.escape.to_string() });
        } else if quote.is_none() && c.is_whitespace() || c == '{' && text[..at].ends_with('$') {
            return None;
        }
    }
    Some(())
}

cases! {
    found: [r#"
FROM alpine
ENV A b c
    ^^^^^ warning: "ENV key=value" should be used instead of legacy "ENV key value" format
ENV A=b C=d
label a b=c
      ^^^^^ warning: "label key=value" should be used instead of legacy "label key value" format
ONBUILD ENV A b
            ^^^ warning: "ENV key=value" should be used instead of legacy "ENV key value" format
"#],
    fixed: {
        "# escape=`\nFROM a\nENV A C:\\x 'y z' b\nENV B C:\\x y\n"
            => "# escape=`\nFROM a\nENV A=C:\\x` 'y z'` b\nENV B=\"C:\\x y\"\n",
    },
}

#[cfg(test)]
mod tests {
    use super::super::testing::{build, check_fix};
    use super::RULE;

    #[test]
    fn the_line_of_the_instruction() {
        assert_eq!(build(RULE.name, "FROM alpine\nENV \\\n A b\n"), [(2, 3)]);
        // A trigger is reported at the FROM that runs it.
        assert_eq!(build(RULE.name, "FROM a AS x\nONBUILD ENV A b\nFROM x\n"), [(3, 3)]);
    }

    #[test]
    fn the_value_is_kept() {
        let fixes = [
            ("ENV A b", "ENV A=b"),
            ("ENV A  b c", "ENV A=\"b c\""),
            ("ENV A b $C d", "ENV A=\"b $C d\""),
            ("ENV A \"b c\"", "ENV A=\"b c\""),
            ("ENV A b 'c d' e", "ENV A=b\\ 'c d'\\ e"),
            ("ENV A b\\ c d", "ENV A=b\\ c\\ d"),
            ("ENV A b \\\n  c", "ENV A=\"b \\\n  c\""),
            ("ENV A \\\n  b", "ENV A=b"),
            ("LABEL a b=c d", "LABEL a=\"b=c d\""),
            ("ENV A = b", "ENV A = b"),
            ("ONBUILD ENV A b c", "ONBUILD ENV A=\"b c\""),
        ];
        for (before, after) in fixes {
            let (before, after) = (format!("FROM a\n{before}\n"), format!("FROM a\n{after}\n"));
            check_fix(RULE.name, &before, &after);
        }
    }
}
