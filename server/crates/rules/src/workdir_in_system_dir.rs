//! Working directory is a system directory.
//!
//! # What it does
//! Reports a WORKDIR in `/proc`, `/boot`, `/dev`, `/initrd` or `/lost+found`.
//!
//! # Why it matters
//! When the container runs, file systems of the kernel are mounted over such directories. What the build writes there
//! is lost or hidden, or cannot be written at all. Choose a directory such as `/srv/app`.
//!
//! # Example
//! ```dockerfile
//! FROM alpine:3.22
//! WORKDIR /proc/app
//! ```
//!
//! # Use instead
//! ```dockerfile
//! FROM alpine:3.22
//! WORKDIR /srv/app
//! ```
//!
//! # Limits
//! Paths with variables are not checked.
//!
//! # References
//! - <https://docs.docker.com/reference/dockerfile/#workdir>

use super::{Acc, Check, InstructionContext, Role};
use dockwright_analysis::{facts::operands::Operands, spec::Instruction};
use dockwright_lint::finding::Finding;
use dockwright_texts::rules::workdir_in_system_dir as texts;

rule! {
    checks: [Check::Instruction(&[Instruction::Workdir], check)],
    aliases: &["DS-0030"],
    group: Context, severity: Error, presets: &[Default],
}

const SYSTEM: [&str; 5] = ["proc", "boot", "dev", "initrd", "lost+found"];

fn check(ctx: &InstructionContext<'_>, acc: &mut Acc) {
    let Operands::Whole(path) = &ctx.facts.operands else { return };
    let Some(first) = path.literal().and_then(first_directory).filter(|_| ctx.role != Role::Inherited) else {
        return;
    };
    if SYSTEM.contains(&first) {
        let message = texts::finding(first);
        acc.push(Finding::own(&RULE, path.range.clone(), message));
    }
}

fn first_directory(path: &str) -> Option<&str> {
    path.trim().strip_prefix('/')?.split('/').find(|part| !matches!(*part, "" | "."))
}

cases! {
    found: [r#"
FROM a
WORKDIR /proc
        ^^^^^ error: `/proc` belongs to the operating system
WORKDIR "/./dev/x"
        ^^^^^^^^^^ error: `/dev` belongs to the operating system
onbuild workdir //boot/
                ^^^^^^^ error: `/boot` belongs to the operating system
WORKDIR /processes
WORKDIR dev
WORKDIR /$X/dev
WORKDIR /srv/dev
"#],
}
