//! The RUN instructions of a stage with their commands, and what is in force before each: variables, mounts.
//!
//! For rules about what programs leave in an image. Only what a POSIX shell or an exec form runs is here; nothing of
//! Windows.

use std::sync::Arc;

use dockwright_analysis::{
    commands::{CallIn, CallOption, Commands, OptionName, OptionValue},
    document::Item,
    facts::{
        Facts,
        operands::{ArgDefinition, Mount, Operands, Pair},
        template::Template,
    },
    fix::TextEdit,
    model::{Base, Model},
    shell::{Dialect, ShellView, Span, Word},
    spec::{
        Instruction,
        mounts::{MountKind, MountValue},
    },
};

use super::{Role, StageContext};
use crate::{
    finding::Mending,
    run_fixes::{commands, insert_after},
};

/// A RUN of a stage, or one that ONBUILD keeps for the stages based on it.
pub(crate) struct Run<'a> {
    /// The index of the instruction in the stage.
    pub(crate) item: usize,
    /// Whether it runs in the stage.
    pub(crate) role: Role,
    /// The RUN itself.
    pub(crate) facts: &'a Facts,
    /// What it runs.
    pub(crate) commands: Arc<Commands>,
}

/// What is known of a variable of the environment.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) enum Setting {
    /// Nothing in the file sets it.
    Unset,
    /// It has this value.
    Known(String),
    /// Its value is not known.
    Unknown,
}

/// The RUN instructions of a stage, in the order of the text.
pub(crate) fn runs<'a>(ctx: &StageContext<'a>) -> impl Iterator<Item = Run<'a>> {
    let scripts = ctx.scripts;
    ctx.items.iter().enumerate().skip(1).filter_map(move |(item, it)| {
        let whole: &'a Facts = &it.facts;
        let facts = whole.trigger.as_deref().unwrap_or(whole);
        let is_run = facts.instruction == Some(Instruction::Run)
            && whole.problems.is_empty()
            && facts.problems.is_empty();
        if !is_run || scripts.dialect(item) != Dialect::Posix {
            return None;
        }
        let role = if whole.trigger.is_some() { Role::Inner } else { Role::Own };
        Some(Run { item, role, facts, commands: scripts.commands(item) })
    })
}

impl Run<'_> {
    /// Where the directories of its cache and tmpfs mounts are: what is written there is not in the image.
    pub(crate) fn scratch_directories(&self) -> impl Iterator<Item = &str> {
        let mounts: &[Mount] = match &self.facts.operands {
            Operands::Run(mounts) => mounts,
            _ => &[],
        };
        let is_scratch = |mount: &&Mount| {
            let kind = mount.value(MountValue::Kind).and_then(|kind| MountKind::named(&kind.text));
            matches!(kind, Some(MountKind::Cache | MountKind::Tmpfs))
        };
        mounts.iter().filter(is_scratch).filter_map(|mount| mount.value(MountValue::Target).map(directory))
    }

    /// The calls after one of them, in the order of the text.
    pub(crate) fn calls_after<'a>(&'a self, call: CallIn<'_>) -> impl Iterator<Item = CallIn<'a>> {
        let after = call.view.words[call.word].span.start;
        self.commands.calls().filter(move |it| it.view.words[it.word].span.start > after)
    }
}

fn directory(target: &Template) -> &str {
    let text = target.text.trim_matches(['"', '\'']);
    if text.len() > 1 { text.trim_end_matches('/') } else { text }
}

/// Whether a directory is another one or in it.
pub(crate) fn is_in(path: &str, directory: &str) -> bool {
    path.strip_prefix(directory)
        .is_some_and(|rest| rest.is_empty() || rest.starts_with('/') || directory.ends_with('/'))
}

/// What a variable is for the commands of an instruction; for a trigger, at the end of the stage.
pub(crate) fn variable(ctx: &StageContext<'_>, run: &Run<'_>, name: &str) -> Setting {
    let end = if run.role == Role::Own { run.item } else { ctx.items.len() };
    variable_before(ctx, end, name)
}

fn variable_before(ctx: &StageContext<'_>, end: usize, name: &str) -> Setting {
    let own = &ctx.items[..end];
    let by_env =
        own.iter().rev().find_map(|item| pair_of(item, name).map(|pair| setting(pair.value.literal())));
    if let Some(found) = by_env {
        return found;
    }
    let entry = ctx.evaluated.entry.scope.get(name);
    if let Some(value) = entry.and_then(|variable| variable.env.as_ref()) {
        return setting(Some(&*value.text).filter(|_| value.is_certain));
    }
    let by_arg = own.iter().rev().find_map(|item| definition_of(item, name));
    match by_arg {
        Some(ArgDefinition { value: Some(value), .. }) => setting(value.literal()),
        Some(_) => match ctx.evaluated.global.scope.value(name) {
            Some(value) => setting(Some(&*value.text).filter(|_| value.is_certain)),
            // The build may be given one.
            None => Setting::Unknown,
        },
        None => match entry.and_then(|variable| variable.value.as_ref()) {
            Some(value) => setting(Some(&*value.text).filter(|_| value.is_certain)),
            None => Setting::Unset,
        },
    }
}

fn setting(text: Option<&str>) -> Setting {
    text.map_or(Setting::Unknown, |text| Setting::Known(text.to_owned()))
}

fn pair_of<'a>(item: &'a Item, name: &str) -> Option<&'a Pair> {
    let Operands::Pairs(pairs) = &item.facts.operands else { return None };
    let is_env = item.facts.instruction == Some(Instruction::Env) && item.facts.problems.is_empty();
    pairs.iter().rev().find(|pair| is_env && pair.key.literal() == Some(name))
}

fn definition_of<'a>(item: &'a Item, name: &str) -> Option<&'a ArgDefinition> {
    let Operands::Arg(definitions) = &item.facts.operands else { return None };
    definitions.iter().rev().find(|it| item.facts.problems.is_empty() && it.name.text == name)
}

/// The variable that a word is and nothing else, as in `"$USER_ID"`.
pub(crate) fn variable_of<'a>(view: &'a ShellView, word: &Word) -> Option<&'a str> {
    let (start, end) = (word.span.start, word.span.end);
    let is_whole = |at: u32, to: u32| at <= start + 1 && to + 1 >= end && (at == start) == (to == end);
    let found = view.expansions.iter().find(|it| is_whole(it.span.start, it.span.end))?;
    found.operator.is_none().then(|| view.name(found.name))
}

/// Whether a word with an expansion may hold options: the name of its variable says so, or it is `$@`.
pub(crate) fn may_hold_options(call: CallIn<'_>) -> bool {
    let is_in = |inner: Span, word: &Word| word.span.start <= inner.start && inner.end <= word.span.end;
    let may = |word: &Word| {
        word.text.is_none()
            && word.lead.is_empty()
            && (call.view.parameters.iter().any(|&it| is_in(it, word))
                || call
                    .view
                    .expansions
                    .iter()
                    .any(|it| is_in(it.span, word) && sounds_like_options(call.view.name(it.name))))
    };
    call.words(call.view).any(|(_, word)| may(word))
}

fn sounds_like_options(name: &str) -> bool {
    const PARTS: [&str; 8] = ["ARG", "CMD", "FLAG", "OPT", "PARAM", "PROGRESS", "QUIET", "VERB"];
    let name = name.to_ascii_uppercase();
    PARTS.iter().any(|part| name.contains(part))
}

/// Whether a call removes a directory that `is_it` accepts; of the words in `source`, quotes are removed.
pub(crate) fn removes(call: CallIn<'_>, source: &str, is_it: impl Fn(&str) -> bool) -> bool {
    let is_removal = match call.name() {
        Some("rm") => call.has_option(call.view, &["-r", "-R", "--recursive"]),
        Some("find") => call.words(call.view).any(|(_, word)| matches!(word.shown(), "-delete" | "rm")),
        _ => false,
    };
    is_removal && call.operands.iter().any(|&word| is_it(&written(call, source, word)))
}

/// A word as it is written, without quotes.
pub(crate) fn written(call: CallIn<'_>, source: &str, word: usize) -> String {
    source.get(call.range(word)).unwrap_or_default().replace(['"', '\''], "")
}

/// Which stages the image of the build consists of: the last one, or the one that is built, and its base stages.
pub(crate) fn kept_stages(model: &Model) -> Vec<bool> {
    let mut kept = vec![false; model.stages.len()];
    let mut next = model.target();
    while let Some(stage) = next {
        kept[stage] = true;
        next = match model.stages[stage].base {
            Base::Stage(base) if base < stage => Some(base),
            _ => None,
        };
    }
    kept
}

/// Whether an image is known to be Alpine or BusyBox, or made from them.
pub(crate) fn is_alpine(image: &str) -> bool {
    let image = image.split('@').next().unwrap_or_default();
    let last = image.rsplit('/').next().unwrap_or_default();
    let (name, tag) = last.split_once(':').unwrap_or((last, ""));
    let has_part = |text: &str| text.split(['-', '_', '.']).any(|part| part.starts_with("alpine"));
    name == "busybox" || has_part(name) || has_part(tag)
}

/// Another letter among the options of the `curl` that a finding is at: in the bundle that follows it, or as a word of its own.
pub(crate) fn add_curl_letter(ctx: &Mending<'_>, letter: char) -> Option<TextEdit> {
    let all = commands(ctx);
    let range = &ctx.finding.range;
    let call = all.calls().filter(|it| it.range(it.word) == *range).last()?;
    let is_bundle = |it: &&CallOption| it.word == call.word + 1 && matches!(it.name, OptionName::Letter(_));
    let letters: Vec<&CallOption> = call.options.iter().filter(is_bundle).collect();
    let Some(last) = letters.last() else { return Some(insert_after(ctx, range, &[&format!("-{letter}")])) };
    let word = call.range(last.word);
    let start = word.start + ctx.source.get(word)?.find('-')? + 1;
    // People know `-fsSL` and `-fsSLo`.
    let before_last = match (last.name, last.value) {
        _ if letter != 'L' => 0,
        (_, OptionValue::Rest(_)) => 0,
        (OptionName::Letter('o' | 'O'), _) => letters.len() - 1,
        (_, OptionValue::None) => letters.len(),
        _ => 0,
    };
    let at = start + before_last;
    Some(TextEdit { range: at..at, text: letter.to_string() })
}
