//! HEALTHCHECK uses a program that the image probably lacks.
//!
//! # What it does
//! Reports a HEALTHCHECK with `curl` or `wget` in a stage that is based right on an image known to be without it, where nothing
//! in the stage could bring it.
//!
//! # Why it matters
//! The check fails each time, and the container is unhealthy from the start.
//!
//! # Example
//! ```dockerfile
//! FROM alpine:3.22
//! HEALTHCHECK CMD curl -f http://localhost/ || exit 1
//! ```
//!
//! # Use instead
//! ```dockerfile
//! FROM alpine:3.22
//! HEALTHCHECK CMD wget -q -O /dev/null http://localhost/ || exit 1
//! ```
//!
//! # Limits
//! Only `alpine`, which has `wget` alone, and `debian` and `ubuntu`, which have neither. Anything in the stage that names the
//! program, installs it with something else, copies files to where programs are, or runs a script, makes it silent.
//!
//! # References
//! - <https://docs.docker.com/reference/dockerfile/#healthcheck>

use super::{Acc, Check, Role, StageContext};
use crate::{
    finding::Finding,
    rule::{Group, Preset, Severity},
};
use dockwright_analysis::{
    document::Item,
    facts::{Facts, operands::Operands},
    programs::{base_name, shell_text},
    spec::Instruction,
};

rule! {
    checks: [Check::Stage(check)],
    group: Group::Commands,
    severity: Severity::Info,
    presets: &[Preset::Default],
    note: "The check fails each time, and Docker calls the container unhealthy",
}

fn check(ctx: &StageContext<'_>, acc: &mut Acc) {
    let is_healthcheck = |item: &Item| item.facts.instruction == Some(Instruction::Healthcheck);
    let Some(at) = ctx.items.iter().rposition(is_healthcheck) else { return };
    let facts = &ctx.items[at].facts;
    let Some(tool) = tool(facts).filter(|_| facts.problems.is_empty()) else { return };
    let Some(image) = ctx.evaluated.base_image().filter(|image| is_without(image, tool)) else { return };
    if ctx.evaluated.triggers.is_empty() && !ctx.items.iter().any(|item| may_bring(&item.facts, tool)) {
        let message = format!("There is no `{tool}` in `{image}`");
        acc.push_at(at, Role::Own, Finding::own(&RULE, facts.command_range.clone(), message));
    }
}

/// The program that is started first.
fn tool(facts: &Facts) -> Option<&'static str> {
    let program = match &facts.json {
        Some(words) => words.first()?.as_str(),
        None => shell_text(facts)?.split_ascii_whitespace().next()?,
    };
    ["curl", "wget"].into_iter().find(|tool| base_name(program) == *tool)
}

fn is_without(image: &str, tool: &str) -> bool {
    let name = image.split(['@', ':']).next().unwrap_or_default();
    let name = name.strip_prefix("docker.io/").unwrap_or(name);
    match name.strip_prefix("library/").unwrap_or(name) {
        "alpine" => tool == "curl",
        "debian" | "ubuntu" => true,
        _ => false,
    }
}

/// Whether an instruction may bring a program: by its name, with something else, or in a script.
fn may_bring(facts: &Facts, tool: &str) -> bool {
    match (&facts.operands, facts.instruction) {
        (Operands::Copy(operands), _) => {
            let places = operands.sources.iter().chain(&operands.destination);
            places
                .into_iter()
                .any(|path| path.text.contains("bin") || path.text == "/" || path.text.contains(tool))
        }
        (Operands::Run(_), _) => {
            let texts = facts.args.iter().map(String::as_str);
            let bodies = facts.heredocs.iter().map(|heredoc| heredoc.content.as_str());
            texts.chain(bodies).any(|text| {
                text.contains(tool)
                    || [".sh", "./", "$", "make", "install.", "git", "build-dep", "tasksel"]
                        .iter()
                        .any(|sign| text.contains(sign))
            })
        }
        (_, Some(Instruction::Onbuild)) => true,
        _ => false,
    }
}

#[cfg(test)]
mod tests {
    use super::super::testing::{check, find};
    use super::RULE;

    #[test]
    fn programs_that_are_not_there() {
        check(
            RULE.name,
            r#"
FROM alpine:3.22
RUN apk add --no-cache nginx
HEALTHCHECK --retries=2 CMD curl -f http://localhost/ || exit 1
                            ^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^ info: There is no `curl` in `alpine:3.22`
FROM debian
HEALTHCHECK CMD ["/usr/bin/wget", "-q", "http://localhost/"]
                ^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^ info: There is no `wget` in `debian`
"#,
        );
        for text in [
            "FROM alpine\nHEALTHCHECK CMD wget x",
            "FROM alpine\nRUN apk add curl\nHEALTHCHECK CMD curl x",
            "FROM alpine\nRUN <<E\napk add curl\nE\nHEALTHCHECK CMD curl x",
            "FROM alpine\nRUN ./setup.sh\nHEALTHCHECK CMD curl x",
            "FROM alpine\nCOPY --from=a /usr/bin/ /usr/bin/\nHEALTHCHECK CMD curl x",
            "FROM nginx\nHEALTHCHECK CMD curl x",
            "FROM alpine AS a\nFROM a\nHEALTHCHECK CMD curl x",
            "FROM alpine\nHEALTHCHECK CMD app || curl x",
        ] {
            assert!(find(RULE.name, &format!("{text}\n")).is_empty(), "{text}");
        }
    }
}
