//! HEALTHCHECK uses a program that the image probably lacks.
//!
//! # What it does
//! Reports a HEALTHCHECK with `curl` or `wget` if the stage starts directly from an image that is known not to have the
//! program, and no instruction of the stage could add it.
//!
//! # Why it matters
//! The check fails each time, so the container never becomes healthy.
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
//! Only `alpine`, which has `wget` but not `curl`, and `debian` and `ubuntu`, which have neither, are known. Nothing is
//! reported if files are copied to a place for programs, or if a RUN of the stage names the program or runs anything
//! that may install it, such as a script, `make` or a package whose name is in a variable.
//!
//! # References
//! - <https://docs.docker.com/reference/dockerfile/#healthcheck>

use super::{Acc, Check, Role, StageContext};
use dockwright_analysis::{
    commands::{CallIn, Commands},
    document::Item,
    facts::operands::Operands,
    programs::is_posix_shell,
    shell::{Context, Word},
    spec::{
        Instruction,
        package_managers::PackageManager,
        programs::{brings_nothing, may_package_bring},
    },
};
use dockwright_lint::finding::Finding;
use dockwright_texts::rules::healthcheck_tool_missing as texts;

rule! {
    checks: [Check::Stage(check)],
    group: Commands, severity: Info, presets: &[Default],
}

fn check(ctx: &StageContext<'_>, acc: &mut Acc) {
    let is_healthcheck = |item: &Item| item.facts.instruction == Some(Instruction::Healthcheck);
    let Some(at) = ctx.items.iter().rposition(is_healthcheck) else { return };
    let facts = &ctx.items[at].facts;
    if !facts.problems.is_empty() || !ctx.evaluated.triggers.is_empty() {
        return;
    }
    let Some(image) = ctx.evaluated.base_image().filter(|image| TOOLS.iter().any(|it| is_without(image, it)))
    else {
        return;
    };
    let Some(tool) = tool(&ctx.scripts.commands(at)).filter(|tool| is_without(image, tool)) else { return };
    if !(0..ctx.items.len()).any(|item| may_bring(ctx, item, tool)) {
        let message = texts::Finding { program: tool, image }.message();
        acc.push_at(at, Role::Own, Finding::own(&RULE, facts.command_range.clone(), message));
    }
}

/// The programs that are checked for.
const TOOLS: [&str; 2] = ["curl", "wget"];

/// The program that is started first, unless a second one is tried if it fails.
fn tool(commands: &Commands) -> Option<&'static str> {
    let first = commands.calls().find(|call| call.script.is_none())?;
    let command = &first.view.commands[first.command];
    if command.context.has(Context::CONDITIONAL) || command.context.has(Context::FUNCTION) {
        return None;
    }
    let tool = TOOLS.into_iter().find(|tool| first.name() == Some(tool))?;
    let is_other =
        |call: CallIn<'_>| call.name() != Some(tool) && call.name().is_some_and(|it| TOOLS.contains(&it));
    (!commands.calls().any(is_other)).then_some(tool)
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

/// Whether an instruction may add a program: by its name, with something else, or in ways that
/// cannot be seen.
fn may_bring(ctx: &StageContext<'_>, item: usize, tool: &str) -> bool {
    let facts = &ctx.items[item].facts;
    match (&facts.operands, facts.instruction) {
        (Operands::Copy(operands), _) => {
            let places = operands.sources.iter().chain(&operands.destination);
            places
                .into_iter()
                .any(|path| path.text.contains("bin") || path.text == "/" || path.text.contains(tool))
        }
        (Operands::Run(_), _) => {
            let commands = ctx.scripts.commands(item);
            commands.scripts.is_empty()
                || commands.is_partial()
                || commands.calls().any(|call| may_call_bring(call, tool))
        }
        (_, Some(Instruction::Onbuild)) => true,
        _ => false,
    }
}

fn may_call_bring(call: CallIn<'_>, tool: &str) -> bool {
    let Some(name) = call.name() else { return true };
    if let Some(manager) = PackageManager::named(name) {
        let Some(verb) = call.verb(call.view, manager.installs) else {
            return matches!(call.subcommand(call.view), Some("build-dep" | "groupinstall" | "patch"));
        };
        let brings = |&word: &usize| call.text(word).is_none_or(|package| may_package_bring(package, tool));
        return call.operands[verb..].iter().any(brings);
    }
    // In the script of a shell, each command is checked.
    let is_read = call.script.is_some() && is_posix_shell(name);
    let is_named = |(_, word): (usize, &Word)| word.shown().contains(tool);
    !is_read && (!brings_nothing(name) || call.words(call.view).any(is_named))
}

cases! {
    found: [r#"
FROM alpine:3.22
RUN apk add --no-cache nginx
HEALTHCHECK --retries=2 CMD curl -f http://localhost/ || exit 1
                            ^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^ info: `curl` is not part of `alpine:3.22`
FROM debian
RUN apt-get update && apt-get install -y git libcurl4 php-curl && git clone http://a/wget.git && rm -rf "$X"
HEALTHCHECK CMD ["sh", "-c", "timeout 5 curl -f http://localhost/ || exit 1"]
                ^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^ info: `curl` is not part of `debian`
FROM debian
HEALTHCHECK CMD ["/usr/bin/wget", "-q", "http://localhost/"]
                ^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^ info: `wget` is not part of `debian`
"#],
    quiet: {
        "{}\n" => [
            "FROM alpine\nHEALTHCHECK CMD wget x",
            "FROM alpine\nRUN apk add curl\nHEALTHCHECK CMD curl x",
            "FROM alpine\nRUN <<E\napk add curl\nE\nHEALTHCHECK CMD curl x",
            "FROM alpine\nRUN ./setup.sh\nHEALTHCHECK CMD curl x",
            "FROM alpine\nCOPY --from=a /usr/bin/ /usr/bin/\nHEALTHCHECK CMD curl x",
            "FROM nginx\nHEALTHCHECK CMD curl x",
            "FROM alpine AS a\nFROM a\nHEALTHCHECK CMD curl x",
            "FROM alpine\nHEALTHCHECK CMD app || curl x",
            "FROM debian\nHEALTHCHECK CMD curl x || wget x",
            "FROM debian\nRUN apt-get install -y $PACKAGES\nHEALTHCHECK CMD curl x",
            "FROM debian\nRUN apt-get install -y curl=7.*\nHEALTHCHECK CMD curl x",
            "FROM debian\nRUN make install\nHEALTHCHECK CMD curl x",
            "FROM debian\nRUN ln -s /x /usr/bin/curl\nHEALTHCHECK CMD curl x",
            "FROM debian\nRUN [\"/bin/setup\"]\nHEALTHCHECK CMD curl x",
        ],
    },
}
