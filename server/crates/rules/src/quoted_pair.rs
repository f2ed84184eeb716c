//! Quotes surround a whole `KEY=value` pair.
//!
//! # What it does
//! Reports ENV and LABEL with quotes around a whole pair, such as `ENV "KEY=value"`.
//!
//! # Why it matters
//! Docker splits a pair at its first `=` and reads both halves separately. Each half has an unclosed quote, and the
//! build fails. Builders before BuildKit accepted such pairs.
//!
//! # Example
//! ```dockerfile
//! FROM debian:13
//! ENV "MODE=fast start"
//! ```
//!
//! # Use instead
//! ```dockerfile
//! FROM debian:13
//! ENV MODE="fast start"
//! ```
//!
//! # Limits
//! `UnclosedQuote` reports pairs with more quotes of the same kind.
//!
//! # References
//! - <https://docs.docker.com/reference/dockerfile/#env>

use super::{Acc, Check, InstructionContext, Role};
use dockwright_analysis::{
    facts::operands::{Operands, Pair},
    fix::{Fix, TextEdit},
    spec::Instruction,
};
use dockwright_lint::finding::{Finding, Mending};
use dockwright_texts::rules::quoted_pair as texts;

rule! {
    checks: [Check::Instruction(&[Instruction::Env, Instruction::Label], check)],
    replaces: [unclosed_quote],
    group: Variables, severity: Error, presets: &[Default],
}

fn check(ctx: &InstructionContext<'_>, acc: &mut Acc) {
    let Operands::Pairs(pairs) = &ctx.facts.operands else { return };
    if ctx.role == Role::Inherited {
        return;
    }
    for pair in pairs.iter().filter(|pair| quote(pair).is_some()) {
        let name = pair.key.text.trim_start_matches(['"', '\'']);
        let message = texts::finding(name);
        let range = pair.key.range.start..pair.value.range.end;
        acc.push(Finding { mend: Some(fix), ..Finding::own(&RULE, range, message) });
    }
}

/// The quote that begins the key and ends the value.
fn quote(pair: &Pair) -> Option<char> {
    let (key, value) = (pair.key.text.as_str(), pair.value.text.as_str());
    let quote = key.chars().next().filter(|c| matches!(c, '"' | '\''))?;
    let is_whole =
        key.len() > 1 && !key[1..].contains(quote) && value.find(quote) == Some(value.len().checked_sub(1)?);
    is_whole.then_some(quote)
}

/// Moves the quote from before the key to before the value.
fn fix(ctx: &Mending<'_>) -> Option<Fix> {
    let facts = ctx.facts;
    let Operands::Pairs(pairs) = &facts.operands else { return None };
    let pair = pairs.iter().find(|pair| pair.key.range.start == ctx.finding.range.start)?;
    let quote = quote(pair)?;
    let (start, value) = (pair.key.range.start, pair.value.range.start);
    let edits = vec![
        TextEdit { range: start..start + 1, text: String::new() },
        TextEdit { range: value..value, text: quote.to_string() },
    ];
    Some(Fix { title: texts::fix(), safe: false, edits })
}

cases! {
    found: [r#"
FROM a
ENV "A=b c" \
    ^^^^^^^ error: The quotes surround the whole pair of `A`
    B="c" 'D='
          ^^^^ error: The quotes surround the whole pair of `D`
ONBUILD LABEL "a.b=c"
              ^^^^^^^ error: The quotes surround the whole pair of `a.b`
LABEL "a"="b" "c"=d
"#],
    quiet: {
        "{}" => ["FROM a\nENV \"A=b\nENV \"A=\"b\"\"\n"],
    },
    fixed: {
        "FROM a\nENV \"A=b c\" 'D=' E=f\n" => "FROM a\nENV A=\"b c\" D='' E=f\n",
    },
}

#[cfg(test)]
mod tests {
    #[test]
    fn one_error_for_each_pair() {
        let text = "FROM a:1\nENV \"A=b\" \"C=d e\"\n";
        let found = dockwright_lint::diagnostics::diagnostics(&dockwright_analysis::document::Document::new(
            dockwright_syntax::Text::new(text),
        ));
        let codes: Vec<_> = found.iter().map(|found| found.code).collect();
        assert_eq!(codes, ["QuotedPair", "QuotedPair"]);
    }
}
