//! Heredoc in an instruction that does not accept one.
//!
//! # What it does
//! Reports `<<WORD` in instructions other than RUN, COPY and ADD, if the lines of a heredoc follow.
//!
//! # Why it matters
//! Docker reads heredocs only in RUN, COPY and ADD. Elsewhere, the marker is plain text, and each line after it is read
//! as an instruction.
//!
//! # Example
//! ```dockerfile
//! FROM alpine:3.22
//! CMD sh <<EOF
//! echo ready
//! EOF
//! ```
//!
//! # Use instead
//! ```dockerfile
//! FROM alpine:3.22
//! COPY <<EOF /start.sh
//! echo ready
//! EOF
//! CMD ["sh", "/start.sh"]
//! ```
//!
//! # Limits
//! The heredoc is recognized only if the delimiter is alone on one of the next 200 lines of the stage that Docker would
//! read as instructions.
//!
//! # References
//! - <https://docs.docker.com/reference/dockerfile/#here-documents>

use super::{Acc, Check, Role, StageContext};
use dockwright_analysis::{facts::Facts, spec::Instruction};
use dockwright_lint::finding::Finding;
use dockwright_texts::rules::heredoc_not_supported as texts;

rule! {
    checks: [Check::Stage(check)],
    replaces: [
        env_needs_value,
        json_args_recommended,
        key_value_missing_equals,
        legacy_key_value_format,
        missing_line_continuation,
        shell_cmd_with_exec_entrypoint,
        shell_needs_json,
        unknown_instruction,
    ],
    group: Syntax, severity: Error, presets: &[Default],
}

fn check(ctx: &StageContext<'_>, acc: &mut Acc) {
    /// How many lines a heredoc may have; longer ones are not checked.
    const MAX: usize = 200;
    for (at, item) in ctx.items.iter().enumerate() {
        let facts = &*item.facts;
        let Some(instruction) = facts.instruction else { continue };
        let is_supported = matches!(
            instruction,
            Instruction::Run
                | Instruction::Copy
                | Instruction::Add
                | Instruction::Onbuild
                | Instruction::From
        );
        if is_supported {
            continue;
        }
        let Some((text, marker, name)) = facts.args.iter().find_map(|text| marker(text)) else { continue };
        let is_end = |item: &dockwright_analysis::document::Item| {
            item.facts.instruction.is_none() && item.facts.word == name && item.facts.args_range.is_empty()
        };
        let Some(end) = ctx.items[at + 1..].iter().take(MAX).position(is_end) else { continue };
        let range = place(facts, text, marker).unwrap_or_else(|| facts.args_range.clone());
        let message = texts::finding(&facts.keyword);
        let mut finding = Finding::own(&RULE, range, message);
        finding.reach = ctx.items[at + 1 + end].range().end.saturating_sub(item.range().start);
        acc.push_at(at, Role::Own, finding);
    }
}

/// The first word that is a marker, and its delimiter.
fn marker(text: &str) -> Option<(&str, &str, &str)> {
    if !text.contains("<<") {
        return None;
    }
    text.split_whitespace().find_map(|word| {
        let name = word.strip_prefix("<<")?;
        let name = name.strip_prefix('-').unwrap_or(name).trim_matches(['"', '\'']);
        (!name.is_empty() && !name.starts_with('<')).then_some((text, word, name))
    })
}

/// The place of the marker, if the arguments are on one line.
fn place(facts: &Facts, text: &str, marker: &str) -> Option<std::ops::Range<usize>> {
    let range =
        if facts.command_range.len() == text.len() { &facts.command_range } else { &facts.args_range };
    let start = range.start + text.find(marker)?;
    (range.len() == text.len()).then(|| start..start + marker.len())
}

cases! {
    found: [r#"
FROM a
CMD sh <<-'EOF'
       ^^^^^^^^ error: CMD does not accept a heredoc
echo
RUN b
EOF
HEALTHCHECK CMD cat <<E
                    ^^^ error: HEALTHCHECK does not accept a heredoc
x
E
"#],
    quiet: {
        "FROM a\n{}\n" => ["RUN cat <<E\nE", "CMD cat <<E", "CMD a <<<b\nb", "CMD echo $((1<<2))\n2"],
    },
}
