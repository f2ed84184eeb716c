//! Label key that Docker advises against.
//!
//! # What it does
//! Reports LABEL keys that do not follow Docker's guidelines. A key starts with a lower-case letter and ends with a
//! lower-case letter or a digit. In between it has only lower-case letters, digits, `.`, `-`, `_` and `/`, without two
//! dots or hyphens in a row. The namespaces `com.docker`, `io.docker` and `org.dockerproject` are reserved for Docker.
//!
//! # Why it matters
//! Docker accepts any key. But tools that filter images by label expect keys that follow the guidelines, and Docker may
//! give keys in its namespaces a different meaning.
//!
//! # Example
//! ```dockerfile
//! FROM alpine:3.22
//! LABEL Vendor="Example"
//! ```
//!
//! # Use instead
//! ```dockerfile
//! FROM alpine:3.22
//! LABEL vendor="Example"
//! ```
//!
//! # Limits
//! Keys with variables are not checked.
//!
//! # References
//! - <https://docs.docker.com/engine/manage-resources/labels/#key-format-recommendations>

use super::{Acc, Check, InstructionContext, Role};
use dockwright_analysis::{facts::operands::Operands, fix::Fix, spec::Instruction};
use dockwright_lint::finding::{Finding, Mending};
use dockwright_texts::{Message, rules::label_key_invalid as texts, titles};

rule! {
    checks: [Check::Instruction(&[Instruction::Label], check)],
    aliases: &["DL3048", "T:labels/valid-key"],
    group: Metadata, severity: Hint, presets: &[Hadolint],
}

const RESERVED: [&str; 3] = ["com.docker.", "io.docker.", "org.dockerproject."];

fn check(ctx: &InstructionContext<'_>, acc: &mut Acc) {
    let Operands::Pairs(pairs) = &ctx.facts.operands else { return };
    if ctx.role == Role::Inherited {
        return;
    }
    for pair in pairs {
        let Some(key) = pair.key.literal().filter(|key| !key.is_empty()) else { continue };
        let Some(message) = fault(key) else { continue };
        let mut finding = Finding::own(&RULE, pair.key.range.clone(), message);
        let lower = key.to_lowercase();
        if lower != key && key == pair.key.text && fault(&lower).is_none() {
            finding.word = Some(lower);
            finding.mend = Some(fix);
        }
        acc.push(finding);
    }
}

fn fault(key: &str) -> Option<Message> {
    let is_outer = |c: char| c.is_ascii_lowercase() || c.is_ascii_digit();
    let is_inner = |c: char| is_outer(c) || ".-_/".contains(c);
    if key.contains(|c: char| c.is_ascii_uppercase()) {
        Some(texts::capitals(key))
    } else if !key.chars().all(is_inner) {
        Some(texts::characters(key))
    } else if !key.starts_with(|c: char| c.is_ascii_lowercase()) {
        Some(texts::start(key))
    } else if !key.ends_with(is_outer) {
        Some(texts::end(key))
    } else if key.contains("..") || key.contains("--") {
        Some(texts::separators(key))
    } else if RESERVED.iter().any(|reserved| key.starts_with(reserved)) {
        Some(texts::reserved(key))
    } else {
        None
    }
}

fn fix(ctx: &Mending<'_>) -> Option<Fix> {
    let key = ctx.finding.word.clone()?;
    Some(ctx.replace(titles::change_to(&key), key).unsafe_choice())
}

cases! {
    found: [r#"
FROM a
LABEL Vendor=x a.b-c_d/e=1 \
      ^^^^^^ hint: The key `Vendor` has capital letters
  "build date"=x
  ^^^^^^^^^^^^ hint: The key `build date` has characters other than letters, digits, `.`, `-`, `_` and `/`
LABEL 1a x
      ^^ hint: The key `1a` does not start with a letter
LABEL a-=x a..b=x com.docker.x=1 $X=1 com.dockers=1
      ^^ hint: The key `a-` does not end with a letter or digit
           ^^^^ hint: The key `a..b` has two separators in a row
                  ^^^^^^^^^^^^ hint: The key `com.docker.x` is in a namespace reserved for Docker
ENV A=1
ONBUILD LABEL B=1
              ^ hint: The key `B` has capital letters
"#],
    fixed: {
        "FROM a\nLABEL A.B=X C=d\n" => "FROM a\nLABEL a.b=X c=d\n",
    },
}
