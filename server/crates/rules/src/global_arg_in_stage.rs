//! ARG before the first FROM is not visible in a stage.
//!
//! # What it does
//! Reports a variable that a stage uses but does not declare, if an ARG before the first FROM declares it, or if it is
//! a build argument that the builder sets, such as `TARGETARCH`.
//!
//! # Why it matters
//! Such a build argument is visible only in FROM. In a stage it is empty until an `ARG` without a value declares it
//! there, unless the base image sets it. The build does not fail, but works with an empty version or an empty
//! architecture.
//!
//! # Example
//! ```dockerfile
//! ARG VERSION=3.22
//! FROM alpine:$VERSION
//! RUN echo "built on $VERSION" > /etc/base
//! ```
//!
//! # Use instead
//! ```dockerfile
//! ARG VERSION=3.22
//! FROM alpine:$VERSION
//! ARG VERSION
//! RUN echo "built on $VERSION" > /etc/base
//! ```
//!
//! # Limits
//! In scripts, variables that the script itself sets are not reported, and neither is anything after `source` or
//! `eval`. Names that images usually set are reported only for images that are known not to set them, such as Alpine
//! and Debian. For CMD, ENTRYPOINT and HEALTHCHECK an ENV is needed too, because build arguments do not exist in a
//! container. With a default, as in `${PORT:-80}`, they are not reported.
//!
//! # References
//! - <https://docs.docker.com/reference/dockerfile/#understand-how-arg-and-from-interact>
//! - <https://docs.docker.com/reference/dockerfile/#automatic-platform-args-in-the-global-scope>

use std::ops::Range;

use rustc_hash::FxHashSet;

use super::{
    Check, FileContext, FileFound, StageContext, Summaries, Summary, env_self_reference, undefined_var,
};
use dockwright_analysis::{
    build_inputs::is_predefined_argument,
    facts::{Facts, Form, operands::Operands, template::Reference},
    fix::Fix,
    hidden_argument::{Audience, Hidden, HiddenArguments, declaration, is_automatic},
    memo::Memoized,
    model::place::Spot,
    shell::{CommandKind, PlaceKind, ShellView},
    spec::Instruction,
    usage::{each_reference, is_read_at_build, is_read_by_shell},
};
use dockwright_lint::{
    finding::{Finding, Found, Mending},
    scripts::Scripts,
};
use dockwright_texts::rules::global_arg_in_stage as texts;

rule! {
    checks: [Check::File(check)],
    stands_for: [undefined_var],
    aliases: &["ArgNotInScope"],
    group: Variables, presets: &[Default],
    unfinished: &[Unfinished::Variable],
}

/// Names that a shell or Docker sets for every command.
const SET_BY_SHELL: [&str; 14] = [
    "EUID", "HOME", "HOSTNAME", "IFS", "LINENO", "OLDPWD", "OPTARG", "OPTIND", "PATH", "PPID", "PWD",
    "RANDOM", "SHLVL", "UID",
];
/// An instruction with more names than this is text that is not meant to be expanded.
const SHOWN: usize = 50;

/// Uses of arguments that a stage does not see.
#[derive(Debug)]
pub(crate) struct HiddenUse {
    /// The instruction.
    item: usize,
    what: What,
}

#[derive(Debug)]
enum What {
    /// A name that the builder expands.
    Word { name: String, range: Range<usize> },
    /// The names that a shell script mentions.
    Script(Vec<String>),
}

impl HiddenUse {
    /// The names that are used.
    pub(super) fn names(&self) -> impl Iterator<Item = &str> {
        let (word, names) = match &self.what {
            What::Word { name, .. } => (Some(name), &[][..]),
            What::Script(names) => (None, names.as_slice()),
        };
        word.into_iter().chain(names).map(String::as_str)
    }
}

/// The uses in a stage, in the order of the text.
pub(super) struct HiddenUses(pub(super) Vec<HiddenUse>);

impl Memoized for HiddenUses {}

impl Summary for HiddenUses {
    fn of(ctx: &StageContext<'_>) -> Self {
        Self(of_stage(ctx))
    }
}

fn of_stage(ctx: &StageContext<'_>) -> Vec<HiddenUse> {
    let mut walk = UsesOfArguments {
        ctx,
        declared: FxHashSet::default(),
        in_triggers: FxHashSet::default(),
        found: Vec::new(),
    };
    for (at, item) in ctx.items.iter().enumerate().skip(1) {
        let facts = item.facts.trigger.as_deref().unwrap_or(&item.facts);
        let is_trigger = item.facts.trigger.is_some();
        walk.words(at, facts, is_trigger);
        walk.script(at, &item.facts, facts, is_trigger);
        walk.declare(facts, is_trigger);
    }
    walk.found
}

struct UsesOfArguments<'a> {
    ctx: &'a StageContext<'a>,
    /// Which of the names before the first FROM the stage has defined so far.
    declared: FxHashSet<&'a str>,
    /// The names that its triggers define in the stages that are built on it.
    in_triggers: FxHashSet<&'a str>,
    found: Vec<HiddenUse>,
}

impl<'a> UsesOfArguments<'a> {
    fn declare(&mut self, facts: &'a Facts, is_trigger: bool) {
        let names = if is_trigger { &mut self.in_triggers } else { &mut self.declared };
        let scope = &self.ctx.evaluated.global.scope;
        let is_global = |name: &&str| scope.get(name).is_some();
        match &facts.operands {
            Operands::Arg(definitions) => {
                names.extend(definitions.iter().map(|it| it.name.text.as_str()).filter(is_global));
            }
            Operands::Pairs(pairs) if facts.instruction == Some(Instruction::Env) => {
                names.extend(pairs.iter().filter_map(|pair| pair.key.literal()).filter(is_global));
            }
            _ => {}
        }
    }

    /// Whether an argument of this name exists and is not visible.
    fn is_hidden(&self, name: &str, audience: Audience) -> bool {
        let evaluated = self.ctx.evaluated;
        // Few names are declared there, so this is checked first.
        if evaluated.global.scope.get(name).is_none() {
            return false;
        }
        let is_declared = match audience {
            Audience::Build => self.declared.contains(name) || evaluated.entry.scope.get(name).is_some(),
            // They run after everything else in the stage.
            Audience::Trigger => self.in_triggers.contains(name) || evaluated.exit.scope.get(name).is_some(),
            Audience::Container => evaluated.exit.scope.get(name).is_some(),
        };
        !is_declared
            // Docker passes on proxies and its own settings without an ARG.
            && (is_automatic(name) || !is_predefined_argument(name))
            && !undefined_var::is_set_by_image(name, evaluated)
    }

    fn words(&mut self, item: usize, facts: &'a Facts, is_trigger: bool) {
        let audience = if is_trigger { Audience::Trigger } else { Audience::Build };
        let mut references: Vec<&Reference> = Vec::new();
        each_reference(facts, &mut |reference| references.push(reference));
        let mut count = 0;
        for reference in references {
            if count < SHOWN && self.is_hidden(&reference.name, audience) && !is_set_beside(facts, reference)
            {
                let what = What::Word { name: reference.name.clone(), range: reference.name_range.clone() };
                self.found.push(HiddenUse { item, what });
                count += 1;
            }
        }
    }

    fn script(&mut self, item: usize, whole: &'a Facts, facts: &'a Facts, is_trigger: bool) {
        let Some(audience) = audience(facts, is_trigger) else { return };
        let mut names: Vec<String> = Vec::new();
        let texts = facts.args.iter().chain(whole.heredocs.iter().map(|heredoc| &heredoc.content));
        for text in texts {
            each_name(text, &mut |name| {
                if names.len() < SHOWN
                    && !SET_BY_SHELL.contains(&name)
                    && self.is_hidden(name, audience)
                    && !names.iter().any(|known| known == name)
                {
                    names.push(name.to_owned());
                }
            });
        }
        if !names.is_empty() {
            self.found.push(HiddenUse { item, what: What::Script(names) });
        }
    }
}

fn is_in_value(value: Option<&Range<usize>>, reference: &Reference) -> bool {
    value.is_some_and(|it| it.start <= reference.name_range.start && reference.name_range.end <= it.end)
}

/// Whether the instruction itself sets a name: in an earlier word of the same ARG, or in a
/// different pair of the same ENV, which another rule reports.
fn is_set_beside(facts: &Facts, reference: &Reference) -> bool {
    match &facts.operands {
        Operands::Arg(definitions) => definitions.iter().any(|it| {
            let is_earlier = it.name.range.start < reference.name_range.start;
            // `ARG V=${V:-x}` is a way to write `ARG V=x`.
            let is_own = is_in_value(it.value.as_ref().map(|value| &value.range), reference);
            it.name.text == reference.name && is_earlier && (!is_own || reference.operator.is_some())
        }),
        Operands::Pairs(pairs) if facts.instruction == Some(Instruction::Env) => {
            env_self_reference::set_beside(pairs, &reference.name, &reference.name_range).is_some()
        }
        _ => false,
    }
}

/// Who runs the shell text of an instruction; `None` if no shell reads it. In a trigger, the start
/// command of a container is up to the stage that is built on this one.
fn audience(facts: &Facts, is_trigger: bool) -> Option<Audience> {
    let is_run = facts.instruction == Some(Instruction::Run);
    let is_read = is_read_by_shell(facts)
        || facts.form == Some(Form::Exec) && facts.json.as_ref().is_some_and(|words| words.len() > 2);
    match (is_run, is_trigger) {
        _ if !is_read => None,
        (true, true) => Some(Audience::Trigger),
        (true, false) => Some(Audience::Build),
        (false, false) => Some(Audience::Container),
        (false, true) => None,
    }
}

/// The names after a `$`, a `${` or a `$env:`.
fn each_name<'t>(text: &'t str, visit: &mut dyn FnMut(&'t str)) {
    for at in memchr::memchr_iter(b'$', text.as_bytes()) {
        let rest = &text[at + 1..];
        let rest = rest.strip_prefix('{').unwrap_or(rest);
        let rest = rest.strip_prefix(['#', '!']).unwrap_or(rest);
        let rest = match rest.get(..4) {
            Some(scope) if scope.eq_ignore_ascii_case("env:") => &rest[4..],
            _ => rest,
        };
        let end = rest.bytes().position(|byte| !byte.is_ascii_alphanumeric() && byte != b'_');
        visit(&rest[..end.unwrap_or(rest.len())]);
    }
}

fn check(ctx: &FileContext<'_>, found: &mut Vec<FileFound>) {
    if ctx.stages.iter().all(|(_, summaries)| summaries.get::<HiddenUses>().0.is_empty()) {
        return;
    }
    let arguments = HiddenArguments::of(ctx.document);
    for (stage, (block, summaries)) in ctx.stages.iter().enumerate() {
        let (mut last, mut count) = (0, 0);
        for HiddenUse { item, what } in &summaries.get::<HiddenUses>().0 {
            count = if *item == last { count + 1 } else { 0 };
            last = *item;
            if count >= SHOWN {
                continue;
            }
            let mut push = |name: &str, range: Range<usize>, audience| {
                if let Some(hidden) = arguments.get(name) {
                    let mut finding = finding(name, range, hidden, audience);
                    finding.silenced_at = Some(*item);
                    found.push(FileFound { stage: Some(stage), found: Found { item: *item, finding } });
                }
            };
            let names = match what {
                What::Word { name, range } => {
                    push(name, range.clone(), Audience::Build);
                    continue;
                }
                What::Script(names) => names,
            };
            let placed = block.placed(*item);
            let is_trigger = placed.facts.trigger.is_some();
            let facts = placed.facts.trigger.as_deref().unwrap_or(placed.facts);
            let (Some(view), Some(audience)) = (ctx.scripts(stage).view(*item), audience(facts, is_trigger))
            else {
                continue;
            };
            if sets_unknown_names(&view) {
                continue;
            }
            for name in names {
                // If a text cannot be read, not all its assignments are known.
                if view.has_error && has_bare(placed.facts, name) {
                    continue;
                }
                for read in view.unset_reads(name).into_iter().take(SHOWN) {
                    // A container may be started with `--env`, and the default is there for that.
                    if audience != Audience::Container || read.operator.is_none() {
                        push(name, read.name_span.range(), audience);
                    }
                }
            }
        }
    }
}

/// Whether a script has `export $(cat .env)`: the names that it sets are only known once it runs.
fn sets_unknown_names(view: &ShellView) -> bool {
    view.substitutions.iter().any(|it| {
        let is_declared =
            view.command_at(it.place).is_some_and(|command| command.kind == CommandKind::Declaration);
        is_declared && it.place.kind == PlaceKind::Word
    })
}

/// Whether a name appears in the shell's text in other ways than after `$` or `${`.
fn has_bare(whole: &Facts, name: &str) -> bool {
    let facts = whole.trigger.as_deref().unwrap_or(whole);
    let texts = facts.args.iter().chain(whole.heredocs.iter().map(|heredoc| &heredoc.content));
    texts.into_iter().any(|text| {
        let is_part = |byte: &u8| byte.is_ascii_alphanumeric() || *byte == b'_';
        memchr::memmem::find_iter(text.as_bytes(), name).any(|at| {
            let before = at.checked_sub(1).map(|before| text.as_bytes()[before]);
            let after = text.as_bytes().get(at + name.len());
            let is_word = !before.as_ref().is_some_and(is_part) && !after.is_some_and(is_part);
            is_word && !matches!(before, Some(b'$' | b'{'))
        })
    })
}

fn finding(name: &str, range: Range<usize>, hidden: Hidden, audience: Audience) -> Finding {
    let message = match (hidden, audience) {
        (_, Audience::Container) => texts::container(name),
        (Hidden::Declared(line), _) => texts::Declared { name, line }.message(),
        (Hidden::Automatic, _) => texts::automatic(name),
    };
    let mut finding = Finding::own(&RULE, range, message);
    if audience == Audience::Container {
        finding.note = Some(texts::container_note());
    }
    finding.word = Some(name.to_owned());
    finding.mend = Some(fix);
    finding.mends_document = true;
    finding
}

/// Declares the name before its first use in the stage, and for a container before the instruction.
fn fix(ctx: &Mending<'_>) -> Option<Fix> {
    let name = ctx.finding.word.as_deref()?;
    let facts = ctx.facts;
    let audience = match (is_read_at_build_or_expanded(facts), ctx.whole.trigger.is_some()) {
        (_, true) => Audience::Trigger,
        (true, false) => Audience::Build,
        (false, false) => Audience::Container,
    };
    let mut start = ctx.start;
    if audience == Audience::Build {
        start = first_use(ctx, name).unwrap_or(start);
    }
    undefined_var::declare_before(ctx, start, name, &declaration(name, audience))
}

fn is_read_at_build_or_expanded(facts: &Facts) -> bool {
    is_read_at_build(facts)
        || !matches!(
            facts.instruction,
            Some(Instruction::Cmd | Instruction::Entrypoint | Instruction::Healthcheck)
        )
}

/// Where the first instruction of the stage starts that uses a name in the build.
fn first_use(ctx: &Mending<'_>, name: &str) -> Option<usize> {
    let stage = Spot::at(ctx.document, ctx.start)?.stage?;
    let model = ctx.document.model();
    let block = ctx.document.stages().nth(stage)?;
    let evaluated = &model.stages.get(stage)?.evaluated;
    let scripts = Scripts::new(ctx.document, block, Some(evaluated));
    let HiddenUses(uses) = Summaries { evaluated, inputs: &model.inputs, scripts }.get();
    let items = block.items();
    let is_use = |used: &&HiddenUse| {
        let facts = items.get(used.item).map(|item| &item.facts);
        used.names().any(|other| other == name)
            && facts.is_some_and(|facts| facts.trigger.is_none() && is_read_at_build_or_expanded(facts))
    };
    let first = uses.iter().find(is_use)?;
    Some(block.placed(first.item).start)
}

#[cfg(test)]
mod tests;
