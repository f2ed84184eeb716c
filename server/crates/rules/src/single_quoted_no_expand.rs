//! Variable in single quotes is not expanded.
//!
//! # What it does
//! Reports `$NAME` in single quotes, in text that Docker expands, if an ARG or ENV before it defines that name.
//!
//! # Why it matters
//! Like a shell, Docker expands nothing in single quotes: the text keeps the `$` and the name. Use double quotes.
//!
//! # Example
//! ```dockerfile
//! FROM alpine:3.22
//! ARG VERSION=1.0
//! LABEL version='v$VERSION'
//! ```
//!
//! # Use instead
//! ```dockerfile
//! FROM alpine:3.22
//! ARG VERSION=1.0
//! LABEL version="v$VERSION"
//! ```
//!
//! # Limits
//! The text of RUN, CMD, ENTRYPOINT and HEALTHCHECK is not checked, because a shell expands it. Text with `$(` or with
//! a name that the file does not define is taken as intended.
//!
//! # References
//! - <https://docs.docker.com/reference/dockerfile/#environment-replacement>

use super::{Acc, Check, Role, StageContext};
use dockwright_analysis::{
    facts::{
        Facts,
        operands::Operands,
        template::{Template, Unexpanded},
    },
    fix::{Fix, TextEdit},
    spec::Instruction,
    usage::each_template,
};
use dockwright_lint::finding::{Finding, Mending};
use dockwright_texts::rules::single_quoted_no_expand as texts;

rule! {
    checks: [Check::Stage(check)],
    group: Variables, severity: Info, presets: &[Default],
}

fn check(ctx: &StageContext<'_>, acc: &mut Acc) {
    for (at, item) in ctx.items.iter().enumerate().skip(1) {
        // Another rule reports a broken array.
        if !item.facts.problems.is_empty() || item.facts.broken_array.is_some() {
            continue;
        }
        each_template(&item.facts, &mut |template: &Template| {
            let all_defined = |all: &[Unexpanded]| all.iter().all(|it| is_defined(ctx, at, &it.name));
            if !template.unexpanded.is_empty() && all_defined(&template.unexpanded) {
                for found in &template.unexpanded {
                    let message = texts::finding(&*found.name);
                    let finding = Finding::own(&RULE, found.range.clone(), message);
                    acc.push_at(at, Role::Own, Finding { mend: Some(fix), ..finding });
                }
            }
        });
    }
}

/// Whether a variable is set before an instruction of the stage.
fn is_defined(ctx: &StageContext<'_>, before: usize, name: &str) -> bool {
    let defines = |facts: &Facts| match &facts.operands {
        Operands::Arg(definitions) => definitions.iter().any(|it| it.name.text == name),
        Operands::Pairs(pairs) if facts.instruction == Some(Instruction::Env) => {
            pairs.iter().any(|pair| pair.key.literal() == Some(name))
        }
        _ => false,
    };
    !name.is_empty()
        && (ctx.evaluated.entry.scope.get(name).is_some()
            || ctx.items.get(..before).unwrap_or_default().iter().any(|item| defines(&item.facts)))
}

/// Replaces them by double quotes, if the text between them means the same then.
fn fix(ctx: &Mending<'_>) -> Option<Fix> {
    let range = &ctx.finding.range;
    let mut quotes = None;
    each_template(ctx.whole, &mut |template: &Template| {
        if let Some(found) = template.unexpanded.iter().find(|found| found.range == *range) {
            quotes = Some(found.quotes.clone());
        }
    });
    let quotes = quotes?;
    let inner = ctx.source.get(quotes.start + 1..quotes.end.checked_sub(1)?)?;
    if inner.contains(['"', ctx.escape]) {
        return None;
    }
    let edit = |at: usize| TextEdit { range: at..at + 1, text: "\"".to_owned() };
    let edits = vec![edit(quotes.start), edit(quotes.end - 1)];
    Some(Fix { title: texts::fix(), safe: false, edits })
}

cases! {
    found: [r#"
ARG G=1
FROM a AS x
ARG V=1
LABEL v='v$V' w='${V}' x="'$V'" y=\'$V\' z='$X'
          ^^     ^^^^ info: The single quotes keep `$V` from being expanded
LABEL g='$G' h='$(echo $V)' i='$V $W' j='\$V'
RUN echo '$V'
ENV E=1
FROM x
ENV PATH='/x:$PATH'
             ^^^^^ info: The single quotes keep `$PATH` from being expanded
VOLUME ['$E']
COPY a '/$E'
         ^^ info: The single quotes keep `$E` from being expanded
"#],
    fixed: {
        "FROM a\nARG V\nLABEL v='v$V' \\\n w=\"'a'\"'\"$V\"'\n"
            => "FROM a\nARG V\nLABEL v=\"v$V\" \\\n w=\"'a'\"'\"$V\"'\n",
    },
}
