//! Commands that do not belong in a build, or not in this form.

use std::ops::Range;

use super::{
    command::{Arg, Command},
    reading::Reading,
};

type Place = Range<usize>;

fn first(reading: &Reading, names: &[&str]) -> Option<Place> {
    reading.named(names).map(|command| command.range.clone()).next()
}

pub(super) fn pointless(reading: &Reading) -> Option<Place> {
    const NAMES: [&str; 9] = ["free", "kill", "mount", "ps", "service", "shutdown", "ssh", "top", "vim"];
    first(reading, &NAMES)
}

pub(super) fn cd(reading: &Reading) -> Option<Place> {
    first(reading, &["cd"])
}

pub(super) fn sudo(reading: &Reading) -> Option<Place> {
    first(reading, &["sudo"])
}

pub(super) fn apt(reading: &Reading) -> Option<Place> {
    first(reading, &["apt"])
}

/// `update` of apt's programs; any `rm` of the instruction counts as one that removes the lists.
pub(super) fn apt_update(reading: &Reading) -> Option<Place> {
    let removes = |command: &Command| command.has("-rf") || command.has("/var/lib/apt/lists/*");
    if reading.named(&["rm"]).any(removes) {
        return None;
    }
    let mut updates = reading.named(&["apt", "apt-get", "aptitude"]);
    updates.find_map(|command| command.word(&["update"])).map(|verb| verb.range.clone())
}

pub(super) fn apk_add(reading: &Reading) -> Option<Place> {
    let mut adds = reading.named(&["apk"]).filter(|command| !command.has_flag(&["no-cache"]));
    adds.find_map(|command| command.word(&["add"])).map(|verb| verb.range.clone())
}

pub(super) fn dist_upgrade(reading: &Reading) -> Option<Place> {
    let mut upgrades = reading.named(&["zypper"]);
    upgrades.find_map(|command| command.word(&["dup", "dist-upgrade"])).map(|verb| verb.range.clone())
}

/// `-u`, also in a bundle, before a word of more than five characters.
pub(super) fn useradd(reading: &Reading) -> Option<Place> {
    let has_user = |arg: &Arg| !arg.text.starts_with("--") && arg.flags().any(|flag| flag == "u");
    reading.named(&["useradd"]).find_map(|command| {
        let is_long = |pair: &&[Arg]| has_user(&pair[0]) && pair[1].text.chars().count() > 5;
        let found = command.args.windows(2).find(is_long)?;
        (!command.has_flag(&["l", "no-log-init"])).then(|| found[1].range.clone())
    })
}

pub(super) fn wget(reading: &Reading) -> Option<Place> {
    const QUIET: [&str; 8] =
        ["progress", "quiet", "no-verbose", "output-file", "append-output", "q", "o", "a"];
    let is_no_verbose = |arg: &Arg| arg.is_flag() && !arg.text.starts_with("--") && arg.text.ends_with("nv");
    let is_quiet = |command: &&Command| command.has_flag(&QUIET) || command.args.iter().any(is_no_verbose);
    let mut loud = reading.named(&["wget"]).filter(|command| !is_quiet(command));
    loud.next().map(|command| command.range.clone())
}

pub(super) fn shell_link(reading: &Reading) -> Option<Place> {
    let mut links = reading.named(&["ln"]);
    links.find_map(|command| command.word(&["/bin/sh"])).map(|word| word.range.clone())
}

/// The programs that unpack by themselves.
const UNPACKERS: [&str; 6] = ["gunzip", "unxz", "bunzip2", "uncompress", "unlzma", "zcat"];

/// The words of the commands that unpack archives.
pub(super) fn unpacked(reading: &Reading) -> impl Iterator<Item = &Arg> {
    let unpacks = |command: &&Command| {
        let is_bundle = |arg: &Arg| !arg.text.starts_with("--") && arg.flags().any(|flag| flag == "x");
        match &*command.name {
            "tar" => command.has_flag(&["extract", "get"]) || command.args.iter().any(is_bundle),
            name => UNPACKERS.contains(&name),
        }
    };
    reading.commands.iter().filter(unpacks).flat_map(|command| &command.args)
}
