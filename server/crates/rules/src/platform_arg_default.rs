//! Default of an ARG replaces the builder's value for the platform.
//!
//! # What it does
//! Reports an ARG that gives a default to a name that the builder sets: `TARGETPLATFORM`, `TARGETOS`, `TARGETARCH`,
//! `TARGETVARIANT` and `TARGETOSVERSION`, and the same names with `BUILD`.
//!
//! # Why it matters
//! In a stage, the default replaces the builder's value. Before the first FROM, it replaces the value for FROM and for
//! every stage that declares the name. An image for several platforms then has the same value on all of them.
//!
//! # Example
//! ```dockerfile
//! FROM alpine:3.22
//! ARG TARGETARCH=amd64
//! RUN wget https://example.org/tool-$TARGETARCH
//! ```
//!
//! # Use instead
//! ```dockerfile
//! FROM alpine:3.22
//! ARG TARGETARCH
//! RUN wget https://example.org/tool-$TARGETARCH
//! ```
//!
//! # Limits
//! `ARG TARGETARCH=${TARGETARCH:-amd64}` before the first FROM keeps the builder's value and is not reported. In a
//! stage, the same text always gives `amd64`.
//!
//! # References
//! - <https://docs.docker.com/reference/dockerfile/#automatic-platform-args-in-the-global-scope>
//! - <https://docs.docker.com/build/building/multi-platform/>

use super::{Acc, Check, InstructionContext};
use dockwright_analysis::{
    build_inputs::is_platform_argument,
    facts::operands::{ArgDefinition, Operands},
    fix::Fix,
    spec::Instruction,
};
use dockwright_lint::finding::{Finding, Mending};
use dockwright_texts::rules::platform_arg_default as texts;

rule! {
    checks: [Check::Instruction(&[Instruction::Arg], check)],
    group: Variables, presets: &[Default],
    unfinished: &[Unfinished::InWord],
}

fn check(ctx: &InstructionContext<'_>, acc: &mut Acc) {
    let Operands::Arg(definitions) = &ctx.facts.operands else { return };
    for ArgDefinition { name, value } in definitions {
        let Some(value) = value.as_ref().filter(|_| is_platform_argument(&name.text)) else { continue };
        let mut keeps_own_value = false;
        value.references(&mut |reference| keeps_own_value |= reference.name == name.text);
        if ctx.is_preamble && keeps_own_value {
            continue;
        }
        let message = texts::finding(&name.text);
        let range = name.range.start..value.range.end.max(name.range.end);
        let finding = Finding::own(&RULE, range, message);
        acc.push(Finding { word: Some(name.text.clone()), mend: Some(fix), ..finding });
    }
}

/// Keeps the name alone.
fn fix(ctx: &Mending<'_>) -> Option<Fix> {
    let name = ctx.finding.word.as_deref()?;
    let value = ctx.text().strip_prefix(name).filter(|rest| rest.starts_with('='))?;
    let range = ctx.finding.range.end - value.len()..ctx.finding.range.end;
    Some(Fix::replace(texts::fix(name), range, String::new()).unsafe_choice())
}

cases! {
    found: [r#"
ARG TARGETARCH=amd64 BUILDPLATFORM
    ^^^^^^^^^^^^^^^^ warning: This default replaces the value that the builder sets for `TARGETARCH`
ARG TARGETOS=${TARGETOS:-linux} TARGETARCHITECTURE=x TARGETSTAGE=x
FROM alpine
ARG TARGETARCH TARGETVARIANT=
               ^^^^^^^^^^^^^^ warning: This default replaces the value that the builder sets for `TARGETVARIANT`
arg \
  # which one
  TARGETPLATFORM="linux/amd64" \
  ^^^^^^^^^^^^^^^^^^^^^^^^^^^^ warning: This default replaces the value that the builder sets for `TARGETPLATFORM`
  BUILDOSVERSION
ARG TARGETOS=${TARGETOS:-linux}
    ^^^^^^^^^^^^^^^^^^^^^^^^^^^ warning: This default replaces the value that the builder sets for `TARGETOS`
ENV TARGETARCH=arm64
ONBUILD ARG BUILDARCH=amd64
            ^^^^^^^^^^^^^^^ warning: This default replaces the value that the builder sets for `BUILDARCH`
"#],
    fixed: {
        "FROM a\r\narg A=1 \\\r\n  TARGETARCH=\"x y\" B=2\r\n"
            => "FROM a\r\narg A=1 \\\r\n  TARGETARCH B=2\r\n",
        "ARG TARGETOS=\nFROM a\n" => "ARG TARGETOS\nFROM a\n",
    },
}

#[cfg(test)]
mod tests {
    use super::super::testing::{build_preset, find};
    use super::RULE;

    #[test]
    fn an_escape_directive_and_other_line_ends() {
        let text = "# escape=`\r\nFROM a\r\nARG `\r\n  TARGETARCH=x\r\n";
        assert_eq!(find(RULE.name, text).len(), 1);
        assert!(build_preset(text).is_empty());
    }
}
