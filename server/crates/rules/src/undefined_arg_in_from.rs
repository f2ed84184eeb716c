//! Variable in FROM without an ARG before the first FROM.
//!
//! # What it does
//! Reports a variable in the image or the platform of FROM that no ARG before the first FROM declares and that Docker
//! does not provide.
//!
//! # Why it matters
//! The variable is empty. Usually it is misspelt, or it is declared in a stage, where FROM does not look. Correct the
//! name, or declare it with an ARG before the first FROM.
//!
//! # Example
//! ```dockerfile
//! ARG VERSION=3.22
//! FROM alpine:$VERSON
//! ```
//!
//! # Use instead
//! ```dockerfile
//! ARG VERSION=3.22
//! FROM alpine:$VERSION
//! ```
//!
//! # Limits
//! With a default, as in `${V:-3}`, the build works without the declaration, but `--build-arg` cannot change the value.
//! This is reported as `info`.
//!
//! # References
//! - <https://docs.docker.com/reference/build/checks/undefined-arg-in-from/>

use super::{Acc, Check, StageContext};
use dockwright_analysis::{
    facts::template::{Operator, Reference, Template},
    model::Scope,
    suggest::nearest,
};
use dockwright_lint::{
    finding::{Finding, change_to_word},
    rule::Severity,
};
use dockwright_texts::rules::undefined_arg_in_from as texts;

rule! {
    checks: [Check::Stage(check)],
    group: Variables,
    url: Some("https://docs.docker.com/reference/build/checks/undefined-arg-in-from/"),
    moment: Moment::new(Pass::From, 0),
    unfinished: &[Unfinished::Variable],
}

fn check(ctx: &StageContext<'_>, acc: &mut Acc) {
    let Some(operands) = ctx.from() else { return };
    let scope = &ctx.evaluated.global.scope;
    for template in operands.image.iter().chain(ctx.platform()) {
        undeclared(template, scope, acc);
    }
}

/// BuildKit reports a name once for each text.
fn undeclared(template: &Template, scope: &Scope, acc: &mut Acc) {
    let mut seen: Vec<&Reference> = Vec::new();
    template.references(&mut |reference| {
        if scope.get(&reference.name).is_none() && seen.iter().all(|other| other.name != reference.name) {
            seen.push(reference);
        }
    });
    for reference in seen {
        let name = &reference.name;
        let near = nearest(name, scope.names().iter().map(|(name, _)| &***name)).map(str::to_owned);
        let message = match &near {
            Some(near) => texts::Similar { name: &**name, similar: near }.message(),
            None => texts::finding(&**name),
        };
        let mut finding = Finding::new(&RULE, reference.name_range.clone(), message);
        if has_default(reference) {
            finding.severity = Some(Severity::Info);
            finding.note = Some(texts::default_note());
        }
        acc.push(Finding { mend: Some(change_to_word), word: near, ..finding });
    }
}

/// Whether a reference says what to use instead.
pub(super) fn has_default(reference: &Reference) -> bool {
    matches!(reference.operator, Some(Operator::Default { .. } | Operator::Alternative { .. }))
}

cases! {
    found: [r#"
ARG VERSION=3
FROM alpine:$VERSION$VERSON
                     ^^^^^^ warning: FROM argument 'VERSON' is not declared (did you mean VERSION?)
ARG LATER=1
FROM alpine:${X:-1}$LATER
              ^ info: FROM argument 'X' is not declared
              ^ note: The default is always used, and `--build-arg` cannot change it
                    ^^^^^ warning: FROM argument 'LATER' is not declared
FROM --platform=$BUILDPLATFORM alpine:$VERSION
"#],
    fixed: {
        "ARG V1=3\nFROM a:x${V2}\n" => "ARG V1=3\nFROM a:x${V1}\n",
    },
}
