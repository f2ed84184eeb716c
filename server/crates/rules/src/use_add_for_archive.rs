//! Archive is copied and then unpacked, which ADD does by itself.
//!
//! # What it does
//! Reports COPY of an archive that a later RUN of the stage unpacks with `tar`, if ADD would do the same.
//!
//! # Why it matters
//! The archive stays in the layer of COPY, even if RUN deletes it. Use ADD: it unpacks the archive directly, so that
//! only its files are in the image.
//!
//! # Example
//! ```dockerfile
//! FROM debian:13
//! COPY app.tar.gz /tmp/
//! RUN tar -xzf /tmp/app.tar.gz -C /opt && rm /tmp/app.tar.gz
//! ```
//!
//! # Use instead
//! ```dockerfile
//! FROM debian:13
//! ADD app.tar.gz /opt/
//! ```
//!
//! # Limits
//! ADD unpacks the whole archive. So `tar` with names of files, with `--strip-components` or with a different option
//! that ADD does not have is not reported. Archives are not reported either if a further command uses them, for example
//! to check them, if their path or directory is not known, if they are unpacked in `/tmp`, or if a user other than root
//! unpacks them.
//!
//! # References
//! - <https://docs.docker.com/reference/dockerfile/#adding-local-tar-archives>
//! - <https://docs.docker.com/build/building/best-practices/#add-or-copy>

use std::ops::Range;

use super::{Acc, Check, Role, StageContext};
use crate::surroundings::{RunsAs, Surroundings, resolve, walk};
use dockwright_analysis::{
    commands::{CallIn, CallOption, Commands},
    facts::{Facts, operands::Operands},
    fix::{Fix, TextEdit},
    shell::{Context, Word},
    spec::Instruction,
};
use dockwright_lint::{
    finding::{Finding, Mending},
    statements::without_commands,
};
use dockwright_texts::rules::use_add_for_archive as texts;

rule! {
    checks: [Check::Stage(check)],
    aliases: &["DL3010", "T:prefer-add-unpack"],
    group: Performance, severity: Info, presets: &[Default, Hadolint],
}

/// Endings of what ADD unpacks.
const ENDINGS: [&str; 10] =
    [".tar", ".tar.gz", ".tgz", ".tar.bz2", ".tbz", ".tbz2", ".tar.xz", ".txz", ".tar.zst", ".tzst"];

/// Options of `tar` with which it does what ADD does.
const OPTIONS: [&str; 24] = [
    "-x",
    "-f",
    "-C",
    "-z",
    "-j",
    "-J",
    "-v",
    "-a",
    "-p",
    "--extract",
    "--get",
    "--file",
    "--directory",
    "--gzip",
    "--gunzip",
    "--bzip2",
    "--xz",
    "--zstd",
    "--verbose",
    "--auto-compress",
    "--preserve-permissions",
    "--same-permissions",
    "--same-owner",
    "--no-same-permissions",
];

/// An archive that COPY adds.
struct Archive {
    item: usize,
    range: Range<usize>,
    name: String,
    /// Its paths after the copy: at the destination, or in it.
    paths: Vec<String>,
}

fn check(ctx: &StageContext<'_>, acc: &mut Acc) {
    if ctx.evaluated.entry.is_windows() {
        return;
    }
    let mut archives: Vec<Archive> = Vec::new();
    walk(ctx.evaluated, ctx.items, |at, facts, here| match (facts.instruction, &facts.operands) {
        (Some(Instruction::Copy), Operands::Copy(_)) => {
            archives.extend(copied(facts, at, here));
        }
        (Some(Instruction::Run), _) if !archives.is_empty() && here.user != RunsAs::Other => {
            let commands = ctx.scripts.commands(at);
            for call in commands.calls() {
                if !archives.iter().any(|it| is_file_of(call, &it.paths)) {
                    continue;
                }
                let Some(unpacked) = Unpacked::of(&commands, call, here) else {
                    continue;
                };
                let Some(index) = archives.iter().position(|it| it.paths.contains(&unpacked.archive)) else {
                    continue;
                };
                if commands.is_partial() || is_used(ctx, &archives[index], at, call) {
                    continue;
                }
                let archive = archives.swap_remove(index);
                let message = texts::finding(archive.name.as_str());
                let mut finding = Finding::own(&RULE, archive.range, message);
                let command = call.view.commands[call.command].span.range();
                finding.related = vec![(at, command, (&texts::UNPACKED).into())];
                finding.mend = Some(fix);
                finding.mends_document = true;
                finding.word = Some(unpacked.target);
                acc.push_at(archive.item, Role::Own, finding);
            }
        }
        _ => {}
    });
}

fn is_archive(name: &str) -> bool {
    ENDINGS.iter().any(|ending| name.ends_with(ending)) && !name.contains(['*', '?', '['])
}

/// The archives that a COPY adds unchanged.
fn copied(facts: &Facts, item: usize, here: &Surroundings) -> Vec<Archive> {
    let Operands::Copy(operands) = &facts.operands else { return Vec::new() };
    let is_plain = facts.flags.iter().all(|flag| matches!(flag.text.as_str(), "--link" | "--link=true"));
    let destination = operands.destination.as_ref().and_then(|it| it.literal());
    let Some(destination) = destination.filter(|_| is_plain) else { return Vec::new() };
    let archive = |source: &dockwright_analysis::facts::template::Template| {
        let text = source.literal().filter(|text| is_archive(text))?;
        let name = text.rsplit('/').next().unwrap_or(text);
        let inside = here.resolve(&format!("{destination}/{name}"))?;
        let is_folder = destination.ends_with('/') || operands.sources.len() > 1;
        let own = here.resolve(destination).filter(|_| !is_folder);
        let paths = own.into_iter().chain([inside]).collect();
        Some(Archive { item, range: source.range.clone(), name: name.to_owned(), paths })
    };
    operands.sources.iter().filter_map(archive).collect()
}

/// Whether a command is a `tar` that reads an archive of this name, or one that is copied under a different name.
fn is_file_of(call: CallIn<'_>, paths: &[String]) -> bool {
    let file = || call.option(call.view, &["-f", "--file"])?.value(call.view);
    matches!(call.name(), Some("tar" | "bsdtar"))
        && file().is_some_and(|file| {
            let last = file.rsplit('/').next().unwrap_or(file);
            paths.iter().any(|path| path.ends_with(last))
        })
}

/// What a `tar` unpacks, and where.
struct Unpacked {
    archive: String,
    target: String,
}

impl Unpacked {
    /// What a command unpacks, if it does what ADD does.
    fn of(commands: &Commands, call: CallIn<'_>, here: &Surroundings) -> Option<Self> {
        if !matches!(call.name(), Some("tar" | "bsdtar")) || !call.operands.is_empty() {
            return None;
        }
        let view = call.view;
        let is_known = |option: &CallOption| OPTIONS.iter().any(|name| option.is_named(view, name));
        let command = &view.commands[call.command];
        let extracts = call.has_option(view, &["-x", "--extract", "--get"]);
        if !extracts || !call.options.iter().all(is_known) || command.context != Context::default() {
            return None;
        }
        let current = here.directory_of(commands, call);
        let resolved = |path: &str| resolve(current.as_deref(), path);
        let archive = call.option(view, &["-f", "--file"])?.value(view)?;
        let target = match call.option(view, &["-C", "--directory"]) {
            Some(option) => resolved(option.value(view)?)?,
            None => current.clone()?,
        };
        // Something else uses the unpacked files from there, and ADD would only move them to a different
        // layer.
        let is_passing = ["/tmp", "/var/tmp"].iter().any(|it| target.starts_with(it));
        let archive = resolved(archive)?;
        (!is_passing).then_some(Self { archive, target })
    }
}

/// Whether anything but `rm` uses an archive besides the `tar`.
fn is_used(ctx: &StageContext<'_>, archive: &Archive, item: usize, tar: CallIn<'_>) -> bool {
    (archive.item + 1..ctx.items.len()).any(|at| {
        let facts = &ctx.items[at].facts;
        match &facts.operands {
            Operands::Run(_) => {
                let commands = ctx.scripts.commands(at);
                let is_tar = |call: &CallIn<'_>| {
                    at == item && call.command == tar.command && call.in_script == tar.in_script
                };
                let mentions =
                    |call: CallIn<'_>| call.words(call.view).any(|(_, word)| names(word, &archive.name));
                commands.scripts.is_empty()
                    || commands.calls().any(|call| {
                        !is_tar(&call) && !matches!(call.name(), Some("rm" | "unlink")) && mentions(call)
                    })
                    || commands.calls().any(|call| is_tar(&call) && named_twice(call, &archive.name))
            }
            _ => facts.trigger.is_some(),
        }
    })
}

/// Whether a word names an archive, or a pattern in it does.
fn names(word: &Word, archive: &str) -> bool {
    let text = word.shown();
    let last = text.rsplit('/').next().unwrap_or(text);
    let is_pattern = last.split_once('*').is_some_and(|(start, end)| {
        archive.starts_with(start) && end.rsplit('*').next().is_some_and(|end| archive.ends_with(end))
    });
    text.contains(archive) || (is_pattern && last.len() > 1)
}

fn named_twice(call: CallIn<'_>, name: &str) -> bool {
    call.words(call.view).filter(|(_, word)| word.shown().contains(name)).count() > 1
}

/// ADD into the directory that `tar` unpacks to; the `tar` is removed, and so is an `rm` of the
/// archive.
fn fix(ctx: &Mending<'_>) -> Option<Fix> {
    let target = ctx.finding.word.as_deref()?;
    let Operands::Copy(operands) = &ctx.facts.operands else { return None };
    let is_plain = target.bytes().all(|byte| byte.is_ascii_alphanumeric() || b"._/+@-".contains(&byte));
    let [source] = operands.sources.as_slice() else { return None };
    let keyword = match ctx.whole.word.as_str() {
        "copy" => "add",
        "COPY" => "ADD",
        _ => return None,
    };
    if !is_plain || ctx.facts.json.is_some() || !operands.heredocs.is_empty() {
        return None;
    }
    let name = source.literal()?.rsplit('/').next()?.to_owned();
    let shift = |range: &Range<usize>| ctx.start + range.start..ctx.start + range.end;
    let folder = if target.ends_with('/') { target.to_owned() } else { format!("{target}/") };
    let mut edits = vec![
        TextEdit { range: shift(&ctx.facts.keyword_range), text: keyword.to_owned() },
        TextEdit { range: shift(&operands.destination.as_ref()?.range), text: folder },
    ];
    let (item, tar, _) = ctx.finding.related.first()?;
    let is_archive = |call: CallIn<'_>, word: usize| call.text(word).is_some_and(|it| it.ends_with(&name));
    edits.extend(without_commands(ctx, *item, tar, |call| {
        call.name() == Some("rm")
            && call
                .operands
                .iter()
                .all(|&word| is_archive(call, word) || names(&call.view.words[word], &name))
    })?);
    Some(Fix { title: (&texts::FIX).into(), safe: false, edits })
}

cases! {
    found: [r#"
FROM a
COPY --link x/app.tar.gz /tmp/
            ^^^^^^^^^^^^ info: `app.tar.gz` is copied only to be unpacked
RUN mkdir /opt/x && \
    tar -xzf /tmp/app.tar.gz -C /opt/x && \
    ^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^ related: It is unpacked here
    rm /tmp/app.tar.gz
WORKDIR /src
COPY ["b.txz", "c", "./"]
      ^^^^^^^ info: `b.txz` is copied only to be unpacked
RUN a
RUN cd .. && tar xf src/b.txz
             ^^^^^^^^^^^^^^^^ related: It is unpacked here
COPY d.tar /d
     ^^^^^ info: `d.tar` is copied only to be unpacked
RUN <<E
tar --extract --file=/d
^^^^^^^^^^^^^^^^^^^^^^^ related: It is unpacked here
E
"#],
    quiet: {
        "FROM a\n{}\n" => [
            "COPY a.tgz /\nRUN tar xf /a.tgz --strip-components=1",
            "COPY a.tgz /\nRUN tar xf /a.tgz b",
            "COPY a.tgz /\nRUN sha256sum /a.tgz && tar xf /a.tgz",
            "COPY a.tgz /\nRUN tar tf /a.tgz",
            "COPY a.tgz /tmp/\nRUN tar xf /tmp/a.tgz -C /tmp && mv /tmp/a /b",
            "COPY a.tgz /x/\nRUN tar xf /x/a.tgz -C /y && mv /x/*.tgz /z",
            "COPY a.tgz /\nRUN tar xf /a.tgz -C $X",
            "COPY a.tgz /\nRUN tar xf /b/a.tgz",
            "COPY a.tgz /\nRUN if x; then tar xf /a.tgz; fi",
            "COPY a.tgz /\nUSER app\nRUN tar xf /a.tgz",
            "COPY a.zip /\nRUN unzip /a.zip",
            "COPY --from=b a.tgz /\nRUN tar xf /a.tgz",
            "COPY --chown=1 a.tgz /\nRUN tar xf /a.tgz",
            "COPY a.tgz .\nRUN tar xf a.tgz",
            "COPY *.tgz /\nRUN tar xf /a.tgz",
            "ADD a.tgz /\nRUN tar xf /a.tgz",
            "COPY a.tgz /\nONBUILD RUN tar xf /a.tgz -C /",
        ],
    },
    fixed: {
        "FROM a\r\ncopy --link x/a.tgz /tmp/\r\nENV A=1\r\n  RUN tar -xzf /tmp/a.tgz -C /opt \\\r\n  && rm /tmp/a.tgz\r\nRUN b\r\n"
            => "FROM a\r\nadd --link x/a.tgz /opt/\r\nENV A=1\r\nRUN b\r\n",
        "FROM a\nCOPY a.tgz \\\n  /tmp/\nRUN a && \\\n  tar -xzf /tmp/a.tgz -C /opt && \\\n  rm /tmp/a.tgz && \\\n  b\n"
            => "FROM a\nADD a.tgz \\\n  /opt/\nRUN a && \\\n  b\n",
    },
}
