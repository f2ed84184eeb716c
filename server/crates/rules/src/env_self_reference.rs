//! Variable used in the ENV that sets it.
//!
//! # What it does
//! Reports a variable in a value of ENV if a different pair of the same instruction sets it and it has no value before
//! that instruction.
//!
//! # Why it matters
//! Each pair sees the values from before the instruction. So the variable is empty here, and Docker does not warn you.
//!
//! # Example
//! ```dockerfile
//! FROM alpine:3.22
//! ENV APP_HOME=/srv/app \
//!     APP_LOGS=$APP_HOME/logs
//! ```
//!
//! # Use instead
//! ```dockerfile
//! FROM alpine:3.22
//! ENV APP_HOME=/srv/app
//! ENV APP_LOGS=$APP_HOME/logs
//! ```
//!
//! # Limits
//! A variable in its own value, as in `PATH=/x:$PATH`, is fine. If the base image sets the variable, you get that
//! value, which is rarely intended either. There is a fix if no comment is between the pairs.
//!
//! # References
//! - <https://docs.docker.com/reference/dockerfile/#environment-replacement>

use rustc_hash::FxHashMap;

use super::{Acc, Check, Role, StageContext};
use dockwright_analysis::{
    facts::operands::{Operands, Pair},
    fix::Fix,
    model::Undefined,
    spec::Instruction,
};
use dockwright_lint::finding::{BuildPlace, Finding, Mending};
use dockwright_texts::rules::env_self_reference as texts;

rule! {
    checks: [Check::Stage(check)],
    aliases: &["DL3044"],
    group: Variables, severity: Error, presets: &[Default, Hadolint],
    unfinished: &[Unfinished::Variable],
}

fn check(ctx: &StageContext<'_>, acc: &mut Acc) {
    // The first pair of each name, for the last instruction: one instruction may have thousands of
    // pairs.
    let mut first: (usize, FxHashMap<&str, &Pair>) = Default::default();
    for (item, undefined) in &ctx.evaluated.undefined {
        let facts = &ctx.items[*item].facts;
        let Operands::Pairs(pairs) = &facts.operands else { continue };
        if first.0 != *item {
            let named = pairs.iter().rev().filter_map(|pair| Some((pair.key.literal()?, pair)));
            first = (*item, named.collect());
        }
        if facts.instruction == Some(Instruction::Env)
            && let Some(definition) = first.1.get(undefined.name.as_str())
            && is_beside(pairs, definition, &undefined.name_range)
        {
            let message = texts::finding(&*undefined.name);
            let finding = Finding::new(&RULE, undefined.name_range.clone(), message);
            let related = vec![(*item, definition.key.range.clone(), texts::related())];
            let finding = Finding { build: BuildPlace::Nowhere, related, mend: Some(fix), ..finding };
            acc.push_at(*item, Role::Own, finding);
        }
    }
}

/// The pair of the same instruction that sets a variable which another pair uses.
pub(super) fn defined_beside<'a>(pairs: &'a [Pair], undefined: &Undefined) -> Option<&'a Pair> {
    set_beside(pairs, &undefined.name, &undefined.name_range)
}

/// The pair that sets a name which the value of a different pair uses.
pub(super) fn set_beside<'a>(
    pairs: &'a [Pair],
    name: &str,
    range: &std::ops::Range<usize>,
) -> Option<&'a Pair> {
    let sets_it = |pair: &&Pair| pair.key.literal() == Some(name);
    pairs.iter().find(sets_it).filter(|pair| is_beside(pairs, pair, range))
}

/// Whether a pair is not the one whose value has the use.
fn is_beside(pairs: &[Pair], definition: &Pair, range: &std::ops::Range<usize>) -> bool {
    let (start, end) = (range.start, range.end);
    let at = pairs.partition_point(|pair| pair.value.range.end < end);
    let user = pairs.get(at).filter(|pair| pair.value.range.start <= start);
    user.is_some_and(|user| definition.key.range != user.key.range)
}

/// How many pairs before the use are searched for the one that sets it: an ENV may have thousands.
const NEAR: usize = 200;

/// A separate instruction for the pair, and for those after it.
fn fix(ctx: &Mending<'_>) -> Option<Fix> {
    let Operands::Pairs(pairs) = &ctx.whole.operands else { return None };
    let at = pairs.partition_point(|pair| pair.value.range.end < ctx.finding.range.end);
    pairs.get(at).filter(|pair| pair.value.range.start <= ctx.finding.range.start)?;
    let gap = pairs.get(at.checked_sub(1)?)?.value.range.end..pairs[at].key.range.start;
    let between = ctx.source.get(gap.clone())?;
    let is_plain = between.chars().all(|c| c.is_whitespace() || c == ctx.escape);
    let line_end = ctx.line_ending();
    let keyword = ctx.source.get(ctx.whole.keyword_range.clone())?;
    // The variable has its value only after its own pair.
    let is_behind = pairs[..at]
        .iter()
        .rev()
        .take(NEAR)
        .any(|pair| pair.key.literal() == ctx.source.get(ctx.finding.range.clone()));
    (is_plain && is_behind)
        .then(|| Fix::replace(&texts::FIX, gap, format!("{line_end}{keyword} ")).unsafe_choice())
}

cases! {
    found: [r#"
FROM alpine
ENV A=1 \
    ^ related: set here
    # a remark
    B=$A/x C=${A:-y}
       ^       ^ error: `A` is set in this same ENV, so its new value is not visible here
ENV PATH=/x:$PATH D=$B E=$E
ENV F=$G G=2
       ^ error: `G` is set in this same ENV, so its new value is not visible here
         ^ related: set here
ARG H=1
ENV H=2 I=$H J='$K' K=3
ENV L 1 M=$L
"#],
    fixed: {
        "FROM a\r\nenv A=1 \\\r\n    B=$A\r\n" => "FROM a\r\nenv A=1\r\nenv B=$A\r\n",
        "FROM a\nENV A=1 B=$A C=3\n" => "FROM a\nENV A=1\nENV B=$A C=3\n",
        "FROM a\nENV B=$A A=1\n" => "FROM a\nENV B=$A A=1\n",
    },
}
