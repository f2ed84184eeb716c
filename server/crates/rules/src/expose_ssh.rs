//! SSH port exposed.
//!
//! # What it does
//! Reports EXPOSE with port 22.
//!
//! # Why it matters
//! An SSH server in a container is one more program to keep secure and up to date, with more keys and users to manage.
//! `docker exec` gives you a shell without it.
//!
//! # Example
//! ```dockerfile
//! FROM alpine:3.22
//! EXPOSE 22 8080
//! ```
//!
//! # Use instead
//! ```dockerfile
//! FROM alpine:3.22
//! EXPOSE 8080
//! ```
//!
//! # Limits
//! Only the port 22 itself is reported. Port ranges and variables are not checked.
//!
//! # References
//! - <https://docs.docker.com/reference/cli/docker/container/exec/>

use super::{Acc, Check, InstructionContext, Role};
use dockwright_analysis::{facts::operands::Operands, spec::Instruction};
use dockwright_lint::finding::Finding;
use dockwright_texts::rules::expose_ssh as texts;

rule! {
    checks: [Check::Instruction(&[Instruction::Expose], check)],
    aliases: &["DS-0004"],
    group: Security, severity: Info, presets: &[],
}

fn check(ctx: &InstructionContext<'_>, acc: &mut Acc) {
    let Operands::List(ports) = &ctx.facts.operands else { return };
    if ctx.role == Role::Inherited {
        return;
    }
    for port in ports {
        let (number, protocol) =
            port.literal().map_or(("", "tcp"), |it| it.split_once('/').unwrap_or((it, "tcp")));
        if number == "22" && (protocol.eq_ignore_ascii_case("tcp") || protocol.eq_ignore_ascii_case("udp")) {
            acc.push(Finding::own(&RULE, port.range.clone(), &texts::FINDING));
        }
    }
}

cases! {
    found: [r#"
FROM a
EXPOSE 80 22 "22/TCP" 2222 22/sctp
          ^^ ^^^^^^^^ info: This exposes port 22, which is used by SSH
EXPOSE 20-25 $P
onbuild expose 22/udp
               ^^^^^^ info: This exposes port 22, which is used by SSH
"#],
}
