//! Source outside of the build context.
//!
//! # What it does
//! Reports sources of COPY and ADD that leave the build context with `..`.
//!
//! # Why it matters
//! A build has only the files of its context. Docker reads `../x` as `x` inside the context: usually there is no such
//! file, and if there is one, it is the wrong one.
//!
//! # Example
//! ```dockerfile
//! FROM alpine:3.22
//! COPY ../shared /srv/shared
//! ```
//!
//! # Use instead
//! ```dockerfile
//! FROM alpine:3.22
//! COPY shared /srv/shared
//! ```
//!
//! # Limits
//! Paths in other stages and images, which `--from` names, and URLs are not reported. Variables are not followed.
//!
//! # References
//! - <https://docs.docker.com/build/concepts/context/>

use super::{Acc, Check, InstructionContext, Role};
use dockwright_analysis::{
    facts::operands::Operands,
    fix::Fix,
    spec::{FlagValue, Instruction},
};
use dockwright_lint::finding::{Finding, Mending};
use dockwright_texts::{rules::copy_source_outside_context as texts, titles};

rule! {
    checks: [Check::Instruction(&[Instruction::Add, Instruction::Copy], check)],
    aliases: &["DFL:add_src_invalid"],
    group: Context, severity: Error, presets: &[Default],
}

fn check(ctx: &InstructionContext<'_>, acc: &mut Acc) {
    let Operands::Copy(operands) = &ctx.facts.operands else { return };
    if ctx.role == Role::Inherited || ctx.facts.flag_value(FlagValue::From).is_some() {
        return;
    }
    for source in &operands.sources {
        let Some(path) = source.literal().filter(|path| path.contains("..") && climbs(path)) else {
            continue;
        };
        let inside = inside(path);
        let message = texts::finding(path);
        let mut finding = Finding::own(&RULE, source.range.clone(), message);
        finding.note = Some(texts::instead(&inside));
        if source.text == path {
            finding.word = Some(inside);
            finding.mend = Some(fix);
        }
        acc.push(finding);
    }
}

/// Whether a path leaves the folder where it starts.
fn climbs(path: &str) -> bool {
    if path.contains("://") {
        return false;
    }
    let mut depth = 0_usize;
    for part in path.split('/') {
        match part {
            "" | "." => {}
            ".." if depth == 0 => return true,
            ".." => depth -= 1,
            _ => depth += 1,
        }
    }
    false
}

/// The rest of the path inside the context.
fn inside(path: &str) -> String {
    let mut parts: Vec<&str> = Vec::new();
    for part in path.split('/') {
        match part {
            "" | "." => {}
            ".." => drop(parts.pop()),
            _ => parts.push(part),
        }
    }
    let end = if path.ends_with('/') && !parts.is_empty() { "/" } else { "" };
    if parts.is_empty() { ".".to_owned() } else { parts.join("/") + end }
}

fn fix(ctx: &Mending<'_>) -> Option<Fix> {
    let inside = ctx.finding.word.as_ref()?;
    let text = if ctx.text().starts_with('"') { format!("\"{inside}\"") } else { inside.clone() };
    Some(ctx.replace(titles::change_to(inside), text).unsafe_choice())
}

cases! {
    found: [r#"
FROM a
COPY ../x /x
     ^^^^ error: `../x` is outside the build context
     ^^^^ note: Docker looks for `x` inside the context instead
ADD a a/../../b /x/
      ^^^^^^^^^ error: `a/../../b` is outside the build context
      ^^^^^^^^^ note: Docker looks for `b` inside the context instead
COPY ["..", "/x"]
      ^^^^ error: `..` is outside the build context
      ^^^^ note: Docker looks for `.` inside the context instead
COPY a/../b ..c /x/
COPY --from=b ../x /x
ADD https://example.org/../../x /x
COPY $X/../../y /x
COPY a ../x
"#],
    fixed: {
        "FROM a\nCOPY ../x/ /x\nCOPY [\"/../..\", \"/x\"]\n"
            => "FROM a\nCOPY x/ /x\nCOPY [\".\", \"/x\"]\n",
    },
}
