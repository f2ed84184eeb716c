//! Packages that are removed again are not installed as a group.
//!
//! # What it does
//! Reports `apk del` of several packages that the same RUN has installed with `apk add`, but without `--virtual`.
//!
//! # Why it matters
//! `apk add --virtual .deps …` gives the packages one name, and `apk del .deps` removes all of them. With two separate
//! lists, it is easy to forget a package in the second one, and that package stays in the image.
//!
//! # Example
//! ```dockerfile
//! FROM alpine:3.22
//! RUN apk add --no-cache gcc musl-dev && cc -v && apk del gcc musl-dev
//! ```
//!
//! # Use instead
//! ```dockerfile
//! FROM alpine:3.22
//! RUN apk add --no-cache --virtual .deps gcc musl-dev && cc -v && apk del .deps
//! ```
//!
//! # Limits
//! Only two or more packages are reported. Packages that an earlier RUN has installed are not compared.
//!
//! # References
//! - <https://wiki.alpinelinux.org/wiki/Alpine_Package_Keeper>

use super::{Acc, Check, InstructionContext};
use dockwright_analysis::{commands::CallIn, spec::Instruction};
use dockwright_lint::finding::Finding;
use dockwright_texts::rules::apk_virtual as texts;

rule! {
    checks: [Check::Instruction(&[Instruction::Run], check)],
    aliases: &["DFL:apkadd-missing-virtual"],
    group: Commands, severity: Info, presets: &[],
}

fn check(ctx: &InstructionContext<'_>, acc: &mut Acc) {
    let Some(commands) = ctx.commands() else { return };
    let calls: Vec<CallIn<'_>> = commands.calls_of("apk").collect();
    for (at, removal) in calls.iter().enumerate() {
        let Some(removed) = packages(removal, "del") else { continue };
        let adds = |call: &&CallIn<'_>| {
            let has_name = call.has_option(call.view, &["-t", "--virtual"]);
            !has_name && packages(call, "add").is_some_and(|added| common(&added, &removed) > 1)
        };
        if let Some(added) = calls[..at].iter().find(adds) {
            let finding = Finding::own(&RULE, removal.range(removal.operands[0]), &texts::FINDING);
            let place = added.range(added.operands[0]);
            acc.push(Finding { related: vec![(acc.item, place, (&texts::ADDED).into())], ..finding });
        }
    }
}

/// The packages of a call with this subcommand.
fn packages<'a>(call: &CallIn<'a>, verb: &str) -> Option<Vec<&'a str>> {
    let is_it = call.subcommand(call.view) == Some(verb);
    is_it.then(|| call.operands[1..].iter().filter_map(|&word| call.text(word)).collect())
}

fn common(added: &[&str], removed: &[&str]) -> usize {
    removed.iter().filter(|package| added.contains(package)).count()
}

cases! {
    found: [r#"
FROM alpine
RUN apk add --no-cache git gcc \
        ^^^ related: These packages are installed here
      musl-dev \
 && make && apk del gcc musl-dev
                ^^^ info: These packages are listed twice: once to install them, once to remove them
ONBUILD RUN apk add a b; apk del --purge b a
                ^^^ related: These packages are installed here
                             ^^^ info: These packages are listed twice: once to install them, once to remove them
"#],
    quiet: {
        "FROM a\nRUN {}\n" => [
            "apk add --virtual .deps a b && apk del .deps",
            "apk add -t .deps a b && apk del a b",
            "apk add a b && apk del a",
            "apk add a b && apk del c d",
            "apk del a b && apk add a b",
            "apk add $A && apk del $A",
        ],
    },
}
