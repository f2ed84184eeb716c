//! The environment of the commands of a RUN, and what they do with it: variables, mounts, options,
//! directories that are removed.

use dockwright_analysis::{
    commands::{CallIn, CallOption, OptionName, OptionValue},
    document::Item,
    facts::{
        operands::{ArgDefinition, Mount, Operands, Pair},
        template::Template,
    },
    fix::{Fix, TextEdit},
    shell::{ShellView, Span, Word},
    spec::{
        Instruction,
        mounts::{MountKind, MountValue},
    },
};

use dockwright_texts::Message;

use super::{Role, StageContext};
use crate::{
    run_calls::Run,
    run_fixes::{commands, insert_after},
};
use dockwright_lint::finding::Mending;

/// What is known about a variable of the environment.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) enum Setting {
    /// Nothing in the file sets it.
    Unset,
    /// It has this value.
    Known(String),
    /// Its value is not known.
    Unknown,
}

/// Where the directories of the cache and tmpfs mounts of a RUN are: what is written there is not in the image.
pub(crate) fn scratch_directories<'a>(run: &Run<'a>) -> impl Iterator<Item = &'a str> {
    let mounts: &'a [Mount] = match &run.facts.operands {
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
pub(crate) fn calls_after<'a>(run: &'a Run<'_>, call: CallIn<'_>) -> impl Iterator<Item = CallIn<'a>> {
    let after = call.view.words[call.word].span.start;
    run.commands.calls().filter(move |it| it.view.words[it.word].span.start > after)
}

fn directory(target: &Template) -> &str {
    let text = target.text.trim_matches(['"', '\'']);
    if text.len() > 1 { text.trim_end_matches('/') } else { text }
}

/// What is known about a variable for the commands of an instruction; for a trigger, at the end of
/// the stage.
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
            // The build may pass one.
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

/// The variable that a word consists of, as in `"$USER_ID"`.
pub(crate) fn variable_of<'a>(view: &'a ShellView, word: &Word) -> Option<&'a str> {
    let (start, end) = (word.span.start, word.span.end);
    let is_whole = |at: u32, to: u32| at <= start + 1 && to + 1 >= end && (at == start) == (to == end);
    let found = view.expansions.iter().find(|it| is_whole(it.span.start, it.span.end))?;
    found.operator.is_none().then(|| view.name(found.name))
}

/// Whether a word with an expansion may hold options: the name of its variable says so, or it is `$@`.
pub(crate) fn may_hold_options(call: CallIn<'_>) -> bool {
    let is_in = |inner: Span, word: &Word| word.span.start <= inner.start && inner.end <= word.span.end;
    let view = call.view;
    let expansions = |word: &Word| {
        let first = view.expansions.partition_point(|it| it.span.start < word.span.start);
        let end = word.span.end;
        view.expansions[first..].iter().take_while(move |it| it.span.start < end)
    };
    let may = |word: &Word| {
        word.text.is_none()
            && word.lead.is_empty()
            && (view.parameters.iter().any(|&it| is_in(it, word))
                || expansions(word).any(|it| is_in(it.span, word) && sounds_like_options(view.name(it.name))))
    };
    call.words(view).any(|(_, word)| may(word))
}

fn sounds_like_options(name: &str) -> bool {
    const PARTS: [&[u8]; 8] = [b"ARG", b"CMD", b"FLAG", b"OPT", b"PARAM", b"PROGRESS", b"QUIET", b"VERB"];
    let name = name.as_bytes();
    let begins = |at: usize, part: &[u8]| {
        name.get(at..at + part.len()).is_some_and(|text| text.eq_ignore_ascii_case(part))
    };
    (0..name.len()).any(|at| match name[at].to_ascii_uppercase() {
        b'A' | b'C' | b'F' | b'O' | b'P' | b'Q' | b'V' => PARTS.iter().any(|part| begins(at, part)),
        _ => false,
    })
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

/// The fix that gives the `curl` of a finding another letter.
pub(crate) fn curl_letter_fix(ctx: &Mending<'_>, title: impl Into<Message>, letter: char) -> Option<Fix> {
    Some(Fix { title: title.into(), safe: false, edits: vec![add_curl_letter(ctx, letter)?] })
}

/// Adds a letter to the options of the `curl` that a finding is at: in the bundle that follows it,
/// or as a separate word.
fn add_curl_letter(ctx: &Mending<'_>, letter: char) -> Option<TextEdit> {
    let all = commands(ctx);
    let range = &ctx.finding.range;
    let call = all.calls().filter(|it| it.range(it.word) == *range).last()?;
    let is_bundle = |it: &&CallOption| it.word == call.word + 1 && matches!(it.name, OptionName::Letter(_));
    let letters: Vec<&CallOption> = call.options.iter().filter(is_bundle).collect();
    let Some(last) = letters.last() else { return Some(insert_after(ctx, range, &[&format!("-{letter}")])) };
    let word = call.range(last.word);
    let start = word.start + ctx.source.get(word)?.find('-')? + 1;
    // `-fsSL` and `-fsSLo` are the usual spellings.
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

/// Whether a name ends so, in this letter case.
pub(crate) fn has_suffix(name: &str, suffixes: &[&str]) -> bool {
    suffixes.iter().any(|suffix| name.ends_with(suffix))
}
