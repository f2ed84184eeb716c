//! The check for each of hadolint's codes.

use std::ops::Range;

use dockwright_analysis::{
    document::{Document, Placed},
    facts::Facts,
    memo::Memoized,
    spec::Instruction,
};

use super::{
    file::File,
    hits::{Hit, Hits},
    instructions, labels, mounts, packages,
    packages::Cleans,
    programs,
    reading::Reading,
    runs, scripts, stages,
};

type Place = Range<usize>;

/// What a check covers.
enum Check {
    /// The commands of a RUN, including one in an ONBUILD.
    Run(fn(&Reading) -> Option<Place>),
    /// The commands of a RUN itself.
    OwnRun(fn(&Reading) -> Option<Place>),
    /// The commands of a RUN that is not under one of these mounts.
    RunOutside(fn(&Reading) -> Option<Place>, fn(&Facts) -> bool),
    /// An instruction of one of these kinds.
    Each(&'static [Instruction], fn(&Facts) -> Option<Place>),
    /// An instruction of one of these kinds, or the trigger of an ONBUILD.
    EachOrTrigger(&'static [Instruction], fn(&Facts) -> Option<Place>),
}

use Check::{Each, EachOrTrigger, OwnRun, Run, RunOutside};

/// The checks of single instructions. Their findings are cached with the instruction.
const CHECKS: [(&str, Check); 35] = [
    ("DL3000", Each(&[Instruction::Workdir], instructions::relative_workdir)),
    ("DL3001", Run(programs::pointless)),
    ("DL3003", OwnRun(programs::cd)),
    ("DL3004", Run(programs::sudo)),
    ("DL3008", Run(packages::apt_get_pin)),
    ("DL3009", RunOutside(programs::apt_update, has_apt_mounts)),
    ("DL3011", Each(&[Instruction::Expose], instructions::port)),
    ("DL3013", Run(packages::pip_pin)),
    ("DL3014", Run(packages::apt_get_yes)),
    ("DL3015", Run(packages::apt_get_recommends)),
    ("DL3016", Run(packages::npm_pin)),
    ("DL3018", Run(packages::apk_pin)),
    ("DL3019", RunOutside(programs::apk_add, |facts| mounts::covers(facts, "/var/cache/apk"))),
    ("DL3020", Each(&[Instruction::Add], instructions::plain_add)),
    ("DL3021", Each(&[Instruction::Copy], instructions::several_sources)),
    (
        "DL3025",
        Each(
            &[Instruction::Cmd, Instruction::Entrypoint, Instruction::Healthcheck],
            instructions::shell_form,
        ),
    ),
    ("DL3027", Run(programs::apt)),
    ("DL3028", Run(packages::gem_pin)),
    ("DL3030", Run(packages::yum_yes)),
    ("DL3032", Run(|reading| packages::YUM_CLEAN.first(reading))),
    ("DL3034", Run(packages::zypper_yes)),
    ("DL3035", Run(programs::dist_upgrade)),
    (
        "DL3036",
        RunOutside(
            |reading| packages::ZYPPER_CLEAN.first(reading),
            |facts| mounts::covers(facts, "/var/cache/zypp"),
        ),
    ),
    ("DL3037", Run(packages::zypper_pin)),
    ("DL3038", Run(packages::dnf_yes)),
    (
        "DL3040",
        RunOutside(
            |reading| {
                const BOTH: [Cleans; 2] = [packages::DNF_CLEAN, packages::MICRODNF_CLEAN];
                BOTH.iter().find_map(|cleans| cleans.first(reading))
            },
            |facts| mounts::covers(facts, "/var/cache/libdnf5") || mounts::contains(facts, ".cache/libdnf5"),
        ),
    ),
    ("DL3043", Each(&[Instruction::Onbuild], instructions::trigger)),
    ("DL3046", Run(programs::useradd)),
    ("DL3047", Run(programs::wget)),
    ("DL3048", Each(&[Instruction::Label], instructions::label_key)),
    (
        "DL3060",
        RunOutside(
            |reading| packages::YARN_CLEAN.first(reading),
            |facts| mounts::contains(facts, ".cache/yarn"),
        ),
    ),
    ("DL3062", Run(packages::go_pin)),
    ("DL3064", EachOrTrigger(&[Instruction::Arg, Instruction::Env], instructions::secrets)),
    ("DL4000", Each(&[Instruction::Maintainer], |facts| Some(facts.keyword_range.clone()))),
    ("DL4005", Run(programs::shell_link)),
];

fn has_apt_mounts(facts: &Facts) -> bool {
    mounts::covers(facts, "/var/lib/apt/lists")
        || mounts::covers(facts, "/var/lib/apt") && mounts::covers(facts, "/var/cache/apt")
}

/// The checks that look at more than one instruction.
const FILE_CHECKS: [fn(&File<'_>, &mut Hits); 21] = [
    stages::tags,
    stages::platforms,
    stages::names,
    stages::last_user,
    stages::numeric_user,
    stages::copies,
    stages::registries,
    stages::before_from,
    stages::repeated,
    stages::healthcheck,
    instructions::self_reference,
    instructions::relative_copy,
    runs::pip_cache,
    runs::rpm_pins,
    runs::consecutive,
    runs::wget_and_curl,
    runs::pipefail,
    runs::copied_archives,
    labels::required,
    labels::values,
    scripts::last_of_each,
];

/// The codes of caches that matter only in a stage that an image is made of.
const IN_KEPT_STAGES: [&str; 2] = ["DL3009", "DL3060"];

/// The findings in a single instruction.
struct Found(Vec<(&'static str, Place)>);

impl Memoized for Found {}

fn found<'a>(document: &Document, placed: &Placed<'a>) -> &'a [(&'static str, Place)] {
    let make = || {
        let facts = placed.facts;
        let triggered = facts.triggered();
        let is_run = triggered.instruction == Some(Instruction::Run);
        let reading = is_run.then(|| Reading::of(document, placed));
        let is_of =
            |facts: &Facts, kinds: &[Instruction]| facts.instruction.is_some_and(|it| kinds.contains(&it));
        let find = |check: &Check| match check {
            Run(check) => check(reading?),
            OwnRun(check) => check(reading.filter(|_| facts.trigger.is_none())?),
            RunOutside(check, is_mounted) => check(reading?).filter(|_| !is_mounted(triggered)),
            Each(kinds, check) => is_of(facts, kinds).then(|| check(facts))?,
            EachOrTrigger(kinds, check) => is_of(triggered, kinds).then(|| check(triggered))?,
        };
        Found(CHECKS.iter().filter_map(|(code, check)| Some((*code, find(check)?))).collect())
    };
    &placed.facts.memo.get_or_init(make).0
}

/// All findings of hadolint in a file, in the order of the text.
pub(super) fn all(file: &File<'_>) -> Vec<Hit> {
    let mut hits = Hits::default();
    for (at, line) in file.each() {
        let is_kept =
            || line.is_onbuild() || line.stage.map_or(file.stages.is_empty(), |stage| file.is_kept(stage));
        for (code, place) in found(file.document, &line.placed) {
            if !IN_KEPT_STAGES.contains(code) || is_kept() {
                hits.push(at, code, place.clone());
            }
        }
    }
    for check in FILE_CHECKS {
        check(file, &mut hits);
    }

    hits.sorted()
}
