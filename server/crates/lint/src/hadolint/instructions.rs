//! hadolint's checks of single instructions other than RUN, and of those that depend on earlier
//! instructions.

use std::{borrow::Cow, ops::Range};

use dockwright_analysis::{
    facts::{Facts, Form, operands::Operands},
    spec::Instruction,
};

use super::{
    file::{File, Line},
    hits::Hits,
    pairs::{Pair, is_archive, pairs, unquoted},
};

type Place = Range<usize>;

/// DL3000: WORKDIR that is neither absolute nor begins with a variable.
pub(super) fn relative_workdir(facts: &Facts) -> Option<Place> {
    let path = facts.args.join(" ");
    let path = path.trim_matches(['"', '\'']);
    let is_relative = !path.is_empty() && !path.starts_with(['/', '$']) && !has_drive(path);
    is_relative.then(|| facts.args_range.clone())
}

fn has_drive(path: &str) -> bool {
    let mut chars = path.chars();
    chars.next().is_some_and(char::is_alphabetic) && chars.next() == Some(':')
}

/// DL3011: a port beyond 65535.
pub(super) fn port(facts: &Facts) -> Option<Place> {
    let is_large = |text: &str| {
        text.parse::<u128>()
            .map_or(!text.is_empty() && text.bytes().all(|b| b.is_ascii_digit()), |port| port > 65535)
    };
    let words = match &facts.operands {
        Operands::List(words) => words.as_slice(),
        _ => &[],
    };
    let mut words = words.iter().filter(|word| !word.text.contains('$'));
    let found = words.find(|word| {
        let ports = word.text.split('/').next().unwrap_or_default();
        ports.split('-').any(is_large)
    });
    found.map(|word| word.range.clone())
}

/// DL3020: ADD of something that is neither an archive nor a URL.
pub(super) fn plain_add(facts: &Facts) -> Option<Place> {
    let (_, sources) = facts.args.split_last()?;
    let is_address = |source: &str| source.starts_with("http://") || source.starts_with("https://");
    let is_plain = |source: &str| !is_archive(source) && !is_address(source);
    sources.iter().any(|source| is_plain(unquoted(source))).then(|| facts.args_range.clone())
}

/// DL3021: several sources for a destination that is not a folder.
pub(super) fn several_sources(facts: &Facts) -> Option<Place> {
    let (destination, sources) = facts.args.split_last()?;
    (sources.len() > 1 && !unquoted(destination).ends_with('/')).then(|| facts.args_range.clone())
}

/// DL3025: shell form where an array would work.
pub(super) fn shell_form(facts: &Facts) -> Option<Place> {
    (facts.form == Some(Form::Shell)).then(|| facts.command_range.clone())
}

/// DL3043: a trigger that Docker rejects.
pub(super) fn trigger(facts: &Facts) -> Option<Place> {
    let trigger = facts.trigger.as_ref()?;
    let is_forbidden = matches!(
        trigger.instruction,
        Some(Instruction::Onbuild | Instruction::From | Instruction::Maintainer)
    );
    is_forbidden.then(|| trigger.keyword_range.clone())
}

/// DL3048: label keys that Docker's guidelines do not allow.
pub(super) fn label_key(facts: &Facts) -> Option<Place> {
    pairs(facts).find(|pair| !is_good_key(&pair.key)).map(|pair| pair.key_range)
}

fn is_good_key(key: &str) -> bool {
    const RESERVED: [&str; 3] = ["com.docker.", "io.docker.", "org.dockerproject."];
    let is_letter = |byte: u8| byte.is_ascii_lowercase() || byte.is_ascii_digit();
    key.starts_with(|c: char| c.is_ascii_lowercase())
        && key.bytes().all(|byte| is_letter(byte) || b"._-/".contains(&byte))
        && key.bytes().next_back().is_some_and(is_letter)
        && !key.contains("..")
        && !key.contains("--")
        && !RESERVED.iter().any(|start| key.starts_with(start))
}

/// DL3064: names that sound like secrets, in ARG and ENV and in their ONBUILD.
pub(super) fn secrets(facts: &Facts) -> Option<Place> {
    if let Operands::Arg(definitions) = &facts.operands {
        // hadolint reads one name.
        let first = definitions.first()?;
        return is_secret(&first.name.text).then(|| first.name.range.clone());
    }
    pairs(facts).find(|pair| is_secret(&pair.key)).map(|pair| pair.key_range)
}

/// Names with one of these words are secrets, in any letter case.
const SECRET_WORDS: [&str; 7] =
    ["api_key", "client_key", "password", "private", "secret", "token", "username"];
/// And so are these names.
const SECRETS: [&str; 4] = ["APPLICATION_KEY", "AWS_ACCESS_KEY_ID", "DOCKER_EMAIL", "FACEBOOK_APP_ID"];

fn is_secret(name: &str) -> bool {
    let lower = name.to_ascii_lowercase();
    SECRETS.contains(&name) || SECRET_WORDS.iter().any(|word| lower.contains(word))
}

/// DL3044: a variable that is used in the ENV that sets it, and that nothing before has set.
pub(super) fn self_reference(file: &File<'_>, hits: &mut Hits) {
    let mut known: Vec<Cow<'_, str>> = Vec::new();
    for (at, line) in file.each() {
        match &line.facts().operands {
            Operands::Arg(definitions) => {
                known.extend(definitions.iter().map(|it| Cow::from(&it.name.text)));
            }
            Operands::Pairs(_) if line.is(Instruction::Env) => {
                let pairs: Vec<Pair<'_>> = pairs(line.facts()).collect();
                let uses = |index: usize| {
                    let others = pairs.iter().enumerate().filter(|(other, _)| *other != index);
                    let mut names = others.map(|(_, pair)| &pair.key);
                    names.any(|name| !known.contains(name) && refers(pairs[index].value, name))
                };
                if let Some(index) = (0..pairs.len()).find(|&index| uses(index)) {
                    hits.push(at, "DL3044", pairs[index].value_range.clone());
                }
                known.extend(pairs.into_iter().map(|pair| pair.key));
            }
            _ => {}
        }
    }
}

/// Whether a text has `$NAME` or `${NAME}`.
fn refers(text: &str, name: &str) -> bool {
    text.split('$').skip(1).any(|rest| {
        if let Some(braced) = rest.strip_prefix('{') {
            return braced.strip_prefix(name).is_some_and(|rest| rest.starts_with('}'));
        }
        let after = rest.strip_prefix(name);
        after.is_some_and(|after| !after.starts_with(|c: char| c.is_alphanumeric() || c == '_' || c == '\''))
    })
}

/// DL3045: a relative destination of COPY if neither the stage nor its base stage has a WORKDIR.
pub(super) fn relative_copy(file: &File<'_>, hits: &mut Hits) {
    let mut has_workdir: Vec<bool> = Vec::new();
    let mut before_from = false;
    for (at, line) in file.each() {
        if line.is(Instruction::From) {
            let parent = line.stage.and_then(|stage| file.parent(stage));
            has_workdir.push(parent.is_some_and(|parent| has_workdir[parent]));
        }
        let has_workdir = has_workdir.last_mut().unwrap_or(&mut before_from);
        *has_workdir |= line.is(Instruction::Workdir);
        if !*has_workdir && line.is(Instruction::Copy) && is_relative_destination(line) {
            hits.push(at, "DL3045", line.facts().args_range.clone());
        }
    }
}

fn is_relative_destination(line: &Line<'_>) -> bool {
    line.facts().args.last().is_some_and(|destination| {
        let destination = destination.trim_start_matches(['"', '\'']);
        !destination.starts_with(['/', '$']) && !has_drive(destination)
    })
}
