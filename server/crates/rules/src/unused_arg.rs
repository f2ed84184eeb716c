//! ARG that nothing uses.
//!
//! # What it does
//! Reports an ARG that nothing can use: no instruction after it names the variable, and no RUN after it could find it
//! in its environment. Before the first FROM, it is an ARG that no FROM uses and no stage declares again.
//!
//! # Why it matters
//! A value from `--build-arg` has no effect. Usually the use of the ARG was removed, or it is in the wrong stage.
//! Remove the ARG, or move it to where it is used.
//!
//! # Example
//! ```dockerfile
//! ARG VERSION=3.22
//! FROM alpine:3.22
//! CMD ["app"]
//! ```
//!
//! # Use instead
//! ```dockerfile
//! ARG VERSION=3.22
//! FROM alpine:$VERSION
//! CMD ["app"]
//! ```
//!
//! # Limits
//! Every RUN after an ARG has it in its environment, where any program can read it, and so have stages based on that
//! stage. Such an ARG is never reported, and neither are names that Docker itself knows. Triggers of a base image may
//! declare an ARG of the whole file. So if a stage consists only of FROM, an ARG before the first FROM is not reported,
//! and neither is anything in templates with `{{`.
//!
//! # References
//! - <https://docs.docker.com/reference/dockerfile/#arg>
//! - <https://docs.docker.com/build/building/variables/>

use std::ops::Range;

use rustc_hash::FxHashSet;

use super::{Check, FileContext, FileFound, StageContext, Summary, global_arg_in_stage::HiddenUses};
use dockwright_analysis::{
    document::Item,
    facts::{
        Facts,
        operands::{ArgDefinition, Operands},
    },
    memo::Memoized,
    model::Base,
    spec::Instruction,
    usage::{each_reference, each_template},
};
use dockwright_lint::finding::{Finding, Found, Tag};
use dockwright_texts::rules::unused_arg as texts;

rule! {
    checks: [Check::File(check)],
    group: Variables, severity: Info, presets: &[Default],
    unfinished: &[Unfinished::InWord],
}

/// The ARGs of a stage that nothing in it can use.
struct UnusedArgs(Vec<Unused>);

/// An ARG that nothing in its stage can use.
struct Unused {
    item: usize,
    range: Range<usize>,
    name: String,
}

impl Memoized for UnusedArgs {}

impl Summary for UnusedArgs {
    fn of(ctx: &StageContext<'_>) -> Self {
        Self(of_stage(ctx))
    }
}

fn of_stage(ctx: &StageContext<'_>) -> Vec<Unused> {
    let is_run = |item: &Item| {
        let inner = item.facts.trigger.as_deref().and_then(|trigger| trigger.instruction);
        item.facts.instruction == Some(Instruction::Run) || inner == Some(Instruction::Run)
    };
    let behind_run = ctx.items.iter().rposition(is_run).map_or(0, |at| at + 1);
    let last = ctx.items.get(behind_run..).unwrap_or_default();
    if !last.iter().any(|item| matches!(item.facts.operands, Operands::Arg(_))) {
        return Vec::new();
    }
    let mut used: FxHashSet<&str> = FxHashSet::default();
    let mut unused = Vec::new();
    for (at, item) in last.iter().enumerate().rev() {
        if let Operands::Arg(definitions) = &item.facts.operands {
            for definition in definitions.iter().rev() {
                if !used.contains(definition.name.text.as_str()) && !is_known(definition) {
                    let range = definition.name.range.clone();
                    unused.push(Unused { item: behind_run + at, range, name: definition.name.text.clone() });
                }
                if let Some(value) = &definition.value {
                    value.references(&mut |reference| used.extend([reference.name.as_str()]));
                }
            }
        } else {
            add_names(&item.facts, &mut used);
            if let Some(trigger) = &item.facts.trigger {
                add_names(trigger, &mut used);
            }
        }
    }
    unused
}

fn add_names<'a>(facts: &'a Facts, used: &mut FxHashSet<&'a str>) {
    each_reference(facts, &mut |reference| used.extend([reference.name.as_str()]));
    // In single quotes it is not used, but was meant to be.
    each_template(facts, &mut |template| used.extend(template.unexpanded.iter().map(|it| it.name.as_str())));
}

/// Names that Docker or a tool around it reads, and half-typed ones.
fn is_known(definition: &ArgDefinition) -> bool {
    let name = definition.name.text.as_str();
    name.is_empty()
        || name.starts_with("BUILDKIT_")
        || matches!(name, "SOURCE_DATE_EPOCH" | "DEBIAN_FRONTEND")
        || name.to_ascii_lowercase().ends_with("_proxy")
        || name.contains(|c: char| !c.is_alphanumeric() && c != '_')
}

fn check(ctx: &FileContext<'_>, found: &mut Vec<FileFound>) {
    for (number, (_, summaries)) in ctx.stages.iter().enumerate() {
        let UnusedArgs(unused) = summaries.get();
        if unused.is_empty()
            || ctx.model.stages.iter().any(|stage| stage.base == Base::Stage(number))
            || is_filled_in(ctx)
        {
            continue;
        }
        for unused in unused {
            found.push(finding(Some(number), unused.item, &unused.name, unused.range.clone()));
        }
    }
    // In a stage with nothing but a FROM, the triggers of its image run, which may declare any
    // argument.
    let Some(preamble) = ctx.document.preamble() else { return };
    if ctx.stages.iter().any(|(block, _)| block.items().len() == 1) || is_filled_in(ctx) {
        return;
    }
    // From the last one up: each may be used by those after it.
    let mut used: Option<FxHashSet<&str>> = None;
    for (at, item) in preamble.items().iter().enumerate().rev() {
        let Operands::Arg(definitions) = &item.facts.operands else { continue };
        let used = used.get_or_insert_with(|| wanted_by_stages(ctx));
        for definition in definitions.iter().rev() {
            if !used.contains(definition.name.text.as_str()) && !is_known(definition) {
                found.push(finding(None, at, &definition.name.text, definition.name.range.clone()));
            }
            if let Some(value) = &definition.value {
                value.references(&mut |reference| used.extend([reference.name.as_str()]));
            }
        }
    }
}

/// Whether another program writes parts of the file.
fn is_filled_in(ctx: &FileContext<'_>) -> bool {
    let image = |item: &Item| match &item.facts.operands {
        Operands::From(from) => from.image.as_ref().is_some_and(|image| image.text.contains("{{")),
        _ => false,
    };
    ctx.stages.iter().any(|(block, _)| block.items().first().is_some_and(image))
}

/// The arguments before the first FROM that stages want.
fn wanted_by_stages<'a>(ctx: &FileContext<'a>) -> FxHashSet<&'a str> {
    let mut used = FxHashSet::default();
    for (block, summaries) in ctx.stages {
        // A use that does not work is reported at its place.
        summaries.get::<HiddenUses>().0.iter().for_each(|hidden| used.extend(hidden.names()));
        for item in block.items().iter() {
            let facts = item.facts.trigger.as_deref().unwrap_or(&item.facts);
            match &facts.operands {
                Operands::From(_) => add_names(facts, &mut used),
                Operands::Arg(definitions) => used.extend(definitions.iter().map(|it| it.name.text.as_str())),
                _ => {}
            }
        }
    }
    used
}

fn finding(stage: Option<usize>, item: usize, name: &str, range: std::ops::Range<usize>) -> FileFound {
    let mut finding = Finding::own(&RULE, range, texts::finding(name));
    finding.tag = Some(Tag::Unnecessary);
    FileFound { stage, found: Found { item, finding } }
}

cases! {
    found: [r#"
ARG A=1 B=$A C D=2
        ^ info (unnecessary): Nothing uses the ARG `B`
ARG HTTP_PROXY
FROM a:$C AS x
ARG D E
RUN make
ARG F G=$F H
      ^ info (unnecessary): Nothing uses the ARG `G`
LABEL h=$H
arg \
  I
  ^ info (unnecessary): Nothing uses the ARG `I`
CMD echo $I
"#],
    quiet: {
        "FROM a\n{}\n" => [
            "ARG A\nRUN make",
            "ARG A\nRUN [\"x\"]",
            "ARG A\nONBUILD RUN make",
            "ARG A\nCOPY <<E /x\n$A\nE",
            "ARG A\nONBUILD ENV B=$A",
            "ARG A\nLABEL a='$A'",
            "ARG BUILDKIT_INLINE_CACHE",
            "ARG http_proxy",
            "ARG ",
            "ARG {{a}}",
        ],
        "{}" => [
            "FROM a AS b\nARG A\nFROM b\nRUN x\n",
            "ARG A\nFROM a\nONBUILD ARG A\n",
            "ARG A\nFROM a\n",
            "ARG A\nFROM {{a}}\nARG B\nUSER 1\n",
        ],
    },
}
