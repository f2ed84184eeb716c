//! ENV that hides an ARG of the same name.
//!
//! # What it does
//! Reports an ARG in a stage if an ENV with the same name replaces it before anything uses it.
//!
//! # Why it matters
//! From the ENV on, its value is used, whatever you pass with `--build-arg`: the build argument has no effect.
//!
//! # Example
//! ```dockerfile
//! FROM alpine:3.22
//! ARG VERSION=1.0
//! ENV VERSION=2.0
//! RUN wget "https://example.org/app-$VERSION.tar.gz"
//! ```
//!
//! # Use instead
//! ```dockerfile
//! FROM alpine:3.22
//! ARG VERSION=1.0
//! ENV VERSION=$VERSION
//! RUN wget "https://example.org/app-$VERSION.tar.gz"
//! ```
//!
//! # Limits
//! If a RUN or any use of the variable comes between them, the ARG has had its effect and is not reported.
//!
//! # References
//! - <https://docs.docker.com/reference/dockerfile/#using-arg-variables>

use super::{Acc, Check, Role, StageContext};
use dockwright_analysis::{
    document::Item,
    facts::{Facts, operands::Operands},
    spec::Instruction,
    usage::each_reference,
};
use dockwright_lint::finding::Finding;
use dockwright_texts::rules::arg_shadowed_by_env as texts;

rule! {
    checks: [Check::Stage(check)],
    group: Variables, severity: Info, presets: &[Default],
}

/// How far after an ARG its ENV is searched for: files rarely have them further apart.
const NEAR: usize = 100;

fn check(ctx: &StageContext<'_>, acc: &mut Acc) {
    for (at, item) in ctx.items.iter().enumerate() {
        let Operands::Arg(definitions) = &item.facts.operands else { continue };
        let behind = ctx.items.get(at + 1..).unwrap_or_default();
        for definition in definitions {
            if let Some((env, key)) = shadow(&definition.name.text, behind) {
                let message = texts::finding(&definition.name.text);
                let mut finding = Finding::own(&RULE, definition.name.range.clone(), message);
                finding.related.push((at + 1 + env, key, texts::related()));
                acc.push_at(at, Role::Own, finding);
            }
        }
    }
}

/// The ENV that replaces a variable before anything uses it.
fn shadow(name: &str, behind: &[Item]) -> Option<(usize, std::ops::Range<usize>)> {
    for (at, item) in behind.iter().enumerate().take(NEAR) {
        let facts = &*item.facts;
        let is_run = facts.instruction == Some(Instruction::Run);
        if is_run || uses(facts, name) || facts.trigger.as_deref().is_some_and(|trigger| uses(trigger, name))
        {
            return None;
        }
        match &facts.operands {
            Operands::Arg(definitions) if definitions.iter().any(|it| it.name.text == name) => return None,
            Operands::Pairs(pairs) if facts.instruction == Some(Instruction::Env) => {
                if let Some(pair) = pairs.iter().find(|pair| pair.key.literal() == Some(name)) {
                    return Some((at, pair.key.range.clone()));
                }
            }
            _ => {}
        }
    }
    None
}

fn uses(facts: &Facts, name: &str) -> bool {
    let mut is_used = false;
    each_reference(facts, &mut |reference| is_used |= reference.name == name);
    is_used
}

cases! {
    found: [r#"
ARG V
FROM a
ARG V=1 W \
    ^ info: The ENV `V` hides this ARG
  U
LABEL a=$W
env X=1 V=2
        ^ related: This value is used
"#],
    quiet: {
        "FROM a\nARG V=1\n{}\n" => [
            "ENV V=$V",
            "ENV V=${V:-2}",
            "RUN x\nENV V=2",
            "LABEL v=$V\nENV V=2",
            "ENV W=$V V=2",
            "ENV W=2",
            "ONBUILD ENV V=2",
            "FROM b\nENV V=2",
        ],
    },
}
