//! Label that is set twice in a stage.
//!
//! # What it does
//! Reports a label if the same LABEL, or a later LABEL of the same stage, sets it again.
//!
//! # Why it matters
//! An image has one value for each key: the last one. The earlier value has no effect and misleads people who read the
//! file.
//!
//! # Example
//! ```dockerfile
//! FROM alpine:3.22
//! LABEL version="1.0"
//! LABEL version="1.1"
//! ```
//!
//! # Use instead
//! ```dockerfile
//! FROM alpine:3.22
//! LABEL version="1.1"
//! ```
//!
//! # Limits
//! Setting a label of the base image or of a base stage again is fine. Keys with variables are not checked.
//!
//! # References
//! - <https://docs.docker.com/reference/dockerfile/#label>

use rustc_hash::FxHashMap;

use super::{Acc, Check, Role, StageContext};
use dockwright_analysis::{
    facts::operands::{Operands, Pair},
    fix::Fix,
    spec::Instruction,
};
use dockwright_lint::finding::{Finding, Mending, Tag};
use dockwright_texts::{rules::label_duplicate_key as texts, titles};

rule! {
    checks: [Check::Stage(check)],
    aliases: &["T:labels/no-duplicate-keys"],
    group: Metadata, presets: &[Default],
}

fn check(ctx: &StageContext<'_>, acc: &mut Acc) {
    let labels = || {
        ctx.items.iter().enumerate().filter_map(|(at, item)| match &item.facts.operands {
            Operands::Pairs(pairs)
                if item.facts.instruction == Some(Instruction::Label) && item.facts.problems.is_empty() =>
            {
                Some((at, pairs))
            }
            _ => None,
        })
    };
    if labels().map(|(_, pairs)| pairs.len()).sum::<usize>() < 2 {
        return;
    }
    let mut last: FxHashMap<&str, (usize, &Pair)> = FxHashMap::default();
    for (at, pairs) in labels() {
        for pair in pairs {
            let Some(key) = pair.key.literal().filter(|key| !key.is_empty()) else { continue };
            if let Some((earlier, twin)) = last.insert(key, (at, pair)) {
                let message = texts::finding(key);
                let mut finding = Finding::own(&RULE, twin.key.range.clone(), message);
                finding.tag = Some(Tag::Unnecessary);
                finding.related.push((at, pair.key.range.clone(), texts::related()));
                finding.mend = Some(fix);
                acc.push_at(earlier, Role::Own, finding);
            }
        }
    }
}

/// Removes the pair, or the whole lines if it is the only one.
fn fix(ctx: &Mending<'_>) -> Option<Fix> {
    let Operands::Pairs(pairs) = &ctx.whole.operands else { return None };
    let at = pairs.partition_point(|pair| pair.key.range.start < ctx.finding.range.start);
    pairs.get(at).filter(|pair| pair.key.range == ctx.finding.range)?;
    let remove = |range| Fix::replace(&titles::REMOVE, range, String::new());
    if pairs.len() == 1 {
        return ctx.whole_lines().map(remove);
    }
    let range = match pairs.get(at + 1) {
        Some(next) => pairs[at].key.range.start..next.key.range.start,
        None => pairs.get(at.checked_sub(1)?)?.value.range.end..pairs[at].value.range.end,
    };
    // A comment among the pairs may belong to any of them.
    let has_comment = ctx.source.get(range.clone())?.lines().any(|line| line.trim_start().starts_with('#'));
    (!has_comment).then(|| remove(range))
}

cases! {
    found: [r#"
FROM a AS x
LABEL a=1 b=2 "a"=3
      ^       ^^^ warning (unnecessary): The label `a` is set again later
              ^^^ related: This value is kept
ENV a=1
label a 4
      ^ related: This value is kept
LABEL $X=1 $X=2
ONBUILD LABEL b=1
FROM x
LABEL a=5
"#],
}

#[cfg(test)]
mod tests {
    use super::super::testing::check_fix;
    use super::RULE;

    #[test]
    fn the_earlier_one_goes() {
        check_fix(
            RULE.name,
            "FROM a\r\nLABEL a=1\r\nLABEL b=1 \\\r\n  c=\"x y\" \\\r\n  d=1\r\nLABEL a=2 c=3\r\n",
            "FROM a\r\nLABEL b=1 \\\r\n  d=1\r\nLABEL a=2 c=3\r\n",
        );
        check_fix(RULE.name, "FROM a\nLABEL a=1 b=2\nLABEL b=3\n", "FROM a\nLABEL a=1\nLABEL b=3\n");
        let with_comment = "FROM a\nLABEL a=1 \\\n # why\n b=2\nLABEL a=3\n";
        check_fix(RULE.name, with_comment, with_comment);
    }
}
