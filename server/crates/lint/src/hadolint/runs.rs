//! hadolint's checks of a RUN in its surroundings: its stage, its neighbours, SHELL and ENV.

use std::iter::successors;

use dockwright_analysis::{facts::operands::Operands, spec::Instruction};

use super::{
    file::{File, Line},
    hits::Hits,
    mounts, packages,
    pairs::{is_archive, pairs, unquoted},
    programs,
    reading::starts_with_yes,
};

/// DL3042: the cache of pip, unless an ENV of the stage or one of its base stages disables it.
pub(super) fn pip_cache(file: &File<'_>, hits: &mut Hits) {
    let mut is_off: Vec<bool> = Vec::new();
    let mut before_from = false;
    for (at, line) in file.each() {
        if line.is(Instruction::From) {
            let parent = line.stage.and_then(|stage| file.parent(stage));
            is_off.push(parent.is_some_and(|parent| is_off[parent]));
        }
        let is_off = is_off.last_mut().unwrap_or(&mut before_from);
        let switches_off = line.is(Instruction::Env)
            && pairs(line.facts()).any(|pair| pair.key == "PIP_NO_CACHE_DIR" && starts_with_yes(pair.value));
        *is_off |= switches_off;
        if !*is_off
            && let Some(reading) = line.reading()
            && !mounts::contains(line.facts().triggered(), ".cache/pip")
            && let Some(place) = packages::pip_cache(reading)
        {
            hits.push(at, "DL3042", place);
        }
    }
}

/// DL3033 and DL3041: packages of yum and dnf without a version, except variables of the stage.
pub(super) fn rpm_pins(file: &File<'_>, hits: &mut Hits) {
    for (at, line, reading) in file.runs() {
        let knows = |name: &str| is_variable(file, at, line, name);
        if let Some(place) = packages::rpm_pin(reading, &["yum"], false, knows) {
            hits.push(at, "DL3033", place);
        }
        if let Some(place) = packages::rpm_pin(reading, &["dnf", "microdnf"], true, knows) {
            hits.push(at, "DL3041", place);
        }
    }
}

/// Whether there is a variable at a line: any ARG before it, or an ENV of its stage or one of its
/// base stages.
fn is_variable(file: &File<'_>, before: usize, line: &Line<'_>, name: &str) -> bool {
    let stages: Vec<usize> = successors(line.stage, |&stage| file.parent(stage)).collect();
    file.lines[..before].iter().any(|line| match &line.facts().operands {
        Operands::Arg(definitions) => definitions.iter().any(|it| it.name.text == name),
        _ => {
            line.is(Instruction::Env)
                && line.stage.is_some_and(|stage| stages.contains(&stage))
                && pairs(line.facts()).any(|pair| pair.key == name)
        }
    })
}

/// DL3059: a RUN after another one with the same flags, both of a single command.
pub(super) fn consecutive(file: &File<'_>, hits: &mut Hits) {
    let is_short = |line: &Line<'_>| {
        line.is(Instruction::Run) && line.reading().is_some_and(|reading| reading.named <= 1)
    };
    for (at, pair) in file.lines.windows(2).enumerate() {
        let (before, line) = (&pair[0], &pair[1]);
        if line.is(Instruction::Run)
            && before.is(Instruction::Run)
            && mounts::are_equal(before.facts(), line.facts())
            && is_short(before)
            && is_short(line)
        {
            hits.push(at + 1, "DL3059", line.keyword());
        }
    }
}

/// DL4001: wget and curl in a stage, from the RUN on where both have been seen.
pub(super) fn wget_and_curl(file: &File<'_>, hits: &mut Hits) {
    let (mut seen, mut stage) = ([[false; 2]; 2], None);
    for (at, line, reading) in file.runs() {
        if line.stage != stage {
            (seen, stage) = ([[false; 2]; 2], line.stage);
        }
        let seen = &mut seen[usize::from(line.is_onbuild())];
        let found = ["wget", "curl"].map(|name| reading.commands.iter().find(|it| &*it.name == name));
        for (seen, found) in seen.iter_mut().zip(&found) {
            *seen |= found.is_some();
        }
        if let [true, true] = seen
            && let Some(command) = found.into_iter().flatten().min_by_key(|command| command.range.start)
        {
            hits.push(at, "DL4001", command.range.clone());
        }
    }
}

/// DL4006: a pipe without a SHELL that notices its failure.
pub(super) fn pipefail(file: &File<'_>, hits: &mut Hits) {
    let mut is_safe = false;
    for (at, line) in file.each() {
        match line.facts().instruction {
            Some(Instruction::From) => is_safe = false,
            Some(Instruction::Shell) => is_safe = notices_failures(&line.facts().args.join(" ")),
            Some(Instruction::Run) if !is_safe => {
                if let Some(pipe) = line.reading().and_then(|reading| reading.pipe.clone()) {
                    hits.push(at, "DL4006", pipe);
                }
            }
            _ => {}
        }
    }
}

/// Whether a SHELL needs no `pipefail`, or has it.
fn notices_failures(shell: &str) -> bool {
    let words: Vec<&str> = shell.split_whitespace().collect();
    let Some((program, options)) = words.split_first() else { return false };
    if ["pwsh", "powershell", "cmd"].iter().any(|name| program.starts_with(name)) {
        return true;
    }
    let is_bundle = |word: &str| match word.strip_prefix("--") {
        Some(long) => long == "o",
        None => word.strip_prefix('-').is_some_and(|bundle| bundle.contains('o')),
    };
    ["/bin/bash", "/bin/zsh", "/bin/ash", "bash", "zsh", "ash"].contains(program)
        && options.contains(&"pipefail")
        && options.iter().any(|word| is_bundle(word) && !word.contains("pipefail"))
}

/// DL3010: an archive that COPY adds and a later RUN of the stage unpacks.
pub(super) fn copied_archives(file: &File<'_>, hits: &mut Hits) {
    for (at, line) in file.each() {
        let facts = line.facts();
        let [sources @ .., destination] = &*facts.args else { continue };
        if !line.is(Instruction::Copy) || facts.flag("from").is_some() {
            continue;
        }
        let destination = unquoted(destination);
        let is_folder = destination.ends_with('/') || destination == ".";
        let paths = sources.iter().map(|source| if is_folder { unquoted(source) } else { destination });
        let names: Vec<&str> = paths.map(last_part).filter(|name| is_archive(name)).collect();
        let later = file.lines[at + 1..].iter().take_while(|later| later.stage == line.stage);
        let mut readings = later.filter(|later| later.is(Instruction::Run)).filter_map(Line::reading);
        if !names.is_empty()
            && readings
                .any(|reading| programs::unpacked(reading).any(|arg| names.contains(&last_part(&arg.text))))
        {
            hits.push(at, "DL3010", line.keyword());
        }
    }
}

fn last_part(path: &str) -> &str {
    path.rsplit('/').next().unwrap_or(path)
}
