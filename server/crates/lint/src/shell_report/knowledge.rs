//! What a Dockerfile says about a script that the script itself does not: which shell runs it, how
//! that shell is started, and the values of ENV and ARG.

use super::definitions::Definitions;
use crate::{
    check::{InStageContext, Role},
    finding::Doubt,
    rule::{Rule, Severity},
    shell_checks::{ShellFound, Unless, is_parse_error},
    shells::Shells,
};
use dockwright_analysis::{
    commands::CallIn,
    document::BlockView,
    facts::Facts,
    model::Evaluated,
    programs::base_name,
    shell::{Dialect, ends_at_failure},
    spec::Instruction,
    usage::Shells as ShellsInForce,
};

/// How something found is reported.
pub(super) struct Judgement {
    pub(super) severity: Severity,
    pub(super) is_fixable: bool,
    pub(super) doubt: Doubt,
}

/// How a finding is reported in its stage; `None` if it is not.
pub(super) fn judge(ctx: &InStageContext<'_>, rule: &Rule, found: &ShellFound) -> Option<Judgement> {
    let mut judgement = Judgement { severity: rule.severity, is_fixable: true, doubt: Doubt::None };
    match &found.unless {
        Unless::Never => {}
        Unless::Meant => judgement.doubt = Doubt::Meant,
        Unless::Broken => judgement.doubt = Doubt::Broken,
        Unless::Certain => judgement.doubt = Doubt::Known,
        Unless::Optional => judgement.doubt = Doubt::Optional,
        Unless::EndsAtFailure => {
            let is_trigger = ctx.role == Role::Inner;
            let (_, evaluated) = ctx.scripts.surroundings();
            let words = ShellsInForce::of_some(evaluated);
            if ends_at_failure(words.words(ctx.item, is_trigger).skip(1)) {
                judgement.doubt = Doubt::Known;
            }
        }
        Unless::InDash => {
            if shell(ctx).0.is_none_or(|shell| shell == Shells::DASH) {
                judgement.doubt = Doubt::Meant;
            }
        }
        Unless::InOldDash => {
            let (_, evaluated) = ctx.scripts.surroundings();
            let image = evaluated.and_then(|evaluated| evaluated.entry.image.as_deref());
            if image.is_some_and(dash_has_pipefail) {
                judgement.doubt = Doubt::Known;
            }
        }
        Unless::Known(name) => {
            if is_known(ctx, name) {
                return None;
            }
        }
        Unless::Plain(name) => {
            if has_plain_value(ctx, name) {
                judgement.doubt = Doubt::Known;
            }
            if is_list(name) {
                judgement.is_fixable = false;
                judgement.severity = Severity::Info;
            }
        }
    }
    let is_posix = || ctx.script.dialect() == Dialect::Posix;
    if is_parse_error(found.code) && is_posix() && is_of_windows(ctx) {
        judgement.doubt = Doubt::Known;
    }
    if found.is_minor {
        judgement.doubt = match judgement.doubt {
            Doubt::None => Doubt::Minor,
            // It is not reported for a script that cannot be read, either.
            Doubt::Broken => Doubt::Optional,
            doubt => doubt,
        };
    }
    Some(judgement)
}

/// Whether the name of the base image says that a shell of Windows may read the script.
fn is_of_windows(ctx: &InStageContext<'_>) -> bool {
    let (_, evaluated) = ctx.scripts.surroundings();
    let image = evaluated.and_then(|evaluated| evaluated.entry.image.as_deref()).unwrap_or_default();
    let image = image.to_ascii_lowercase();
    ["windows", "servercore", "nanoserver", "wincore"].iter().any(|part| image.contains(part))
}

/// Whether a variable is named like a list that is meant to be split: `PACKAGES`, `BUILD_DEPS`, `EXTRA`.
fn is_list(name: &str) -> bool {
    const ENDS: [&str; 6] = ["S", "PKG", "OPT", "LIST", "EXTRA", "EXT"];
    let ends = |end: &str| {
        let start = name.len().checked_sub(end.len());
        start.and_then(|start| name.get(start..)).is_some_and(|own| own.eq_ignore_ascii_case(end))
    };
    ENDS.into_iter().any(ends)
}

/// Whether ENV or ARG sets a variable there to a value that stays one word.
fn has_plain_value(ctx: &InStageContext<'_>, name: &str) -> bool {
    let (_, evaluated) = ctx.scripts.surroundings();
    let is_plain = |text: &str| {
        !text.is_empty() && !text.contains(|c: char| c.is_whitespace() || matches!(c, '*' | '?' | '['))
    };
    evaluated.is_some_and(|evaluated| {
        let item = if ctx.role == Role::Inner { usize::MAX } else { ctx.item };
        Definitions::of(evaluated).value_at(evaluated, name, item).is_some_and(is_plain)
    })
}

/// Whether the Dockerfile has a variable, or Docker has an argument of that name.
fn is_known(ctx: &InStageContext<'_>, name: &str) -> bool {
    const PROXIES: [&str; 5] = ["http_proxy", "https_proxy", "ftp_proxy", "no_proxy", "all_proxy"];
    let (_, evaluated) = ctx.scripts.surroundings();
    // A variable that a later ARG or ENV declares is most likely set by the build or the base image as
    // well.
    let is_set = evaluated.is_some_and(|evaluated| evaluated.exit.scope.get(name).is_some());
    is_set || PROXIES.contains(&name.to_ascii_lowercase().as_str())
}

/// What runs the script of an instruction.
pub enum Runner<'a> {
    /// A program that SHELL or the first line of a heredoc names.
    Program(&'a str),
    /// `/bin/sh`, and what that is in the image if it is known.
    Sh(Option<Shells>),
}

/// What runs the script of an instruction or of its trigger, regardless of comments.
pub fn runner<'a>(
    block: BlockView<'a>,
    evaluated: Option<&'a Evaluated>,
    item: usize,
    is_trigger: bool,
) -> Runner<'a> {
    let placed = block.placed(item);
    if let Some(program) = interpreter(placed.facts).map(base_name).filter(|program| *program != "sh") {
        return Runner::Program(program);
    }
    let mut words = ShellsInForce::of_some(evaluated).words(item, is_trigger);
    match words.find(|word| !matches!(base_name(word), "env" | "busybox")) {
        Some(program) if base_name(program) != "sh" => Runner::Program(base_name(program)),
        _ => Runner::Sh(evaluated.and_then(|it| of_image(it.entry.image.as_deref()?))),
    }
}

/// The shell that runs an instruction, if it is known, and the one that SHELL names, regardless of
/// comments.
pub(super) fn shell(ctx: &InStageContext<'_>) -> (Option<Shells>, Shells) {
    let (block, evaluated) = ctx.scripts.surroundings();
    match runner(block, evaluated, ctx.item, ctx.role == Role::Inner) {
        Runner::Program(program) => {
            let shell = of_program(program);
            (shell, shell.unwrap_or(Shells::SH))
        }
        Runner::Sh(known) => (replaced_sh(ctx).map_or(known, |it| it.0), Shells::SH),
    }
}

/// The maximum number of earlier instructions that are searched for a RUN that replaces `/bin/sh`.
const MAX_EARLIER: usize = 200;

/// The shell that a command makes `/bin/sh`; `None` in it if the command asks which one.
struct NewSh(Option<Shells>);

/// The shell that an earlier RUN of the stage made `/bin/sh`, if there is such a RUN.
fn replaced_sh(ctx: &InStageContext<'_>) -> Option<NewSh> {
    let (block, _) = ctx.scripts.surroundings();
    (0..ctx.item).rev().take(MAX_EARLIER).find_map(|item| {
        let is_run = block.placed(item).facts.instruction == Some(Instruction::Run);
        let names_sh = |source: &str| source.contains("/sh") || source.contains("dash");
        let may = is_run && names_sh(&ctx.scripts.source(item));
        may.then(|| ctx.scripts.commands(item).calls().filter_map(new_sh).last())?
    })
}

/// The shell that becomes `/bin/sh` by a command, if the command replaces it.
fn new_sh(call: CallIn<'_>) -> Option<NewSh> {
    let mut operands = call.operands.iter().filter_map(|word| call.text(*word));
    match call.name()? {
        "ln" | "cp" | "mv" => {
            let (first, last) = (operands.next()?, operands.next_back()?);
            matches!(last, "/bin/sh" | "/usr/bin/sh" | "sh").then(|| NewSh(of_program(first)))
        }
        "dpkg-reconfigure" => operands.any(|word| word == "dash").then_some(NewSh(None)),
        "dpkg-divert" | "update-alternatives" => {
            call.words(call.view).any(|(at, _)| call.text(at) == Some("/bin/sh")).then_some(NewSh(None))
        }
        _ => None,
    }
}

/// The program that the first line of a heredoc names.
pub fn interpreter(facts: &Facts) -> Option<&str> {
    let [heredoc] = facts.heredocs.as_slice() else { return None };
    let line = heredoc.content.strip_prefix("#!")?.lines().next()?;
    let mut words = line.split_ascii_whitespace().filter(|word| !word.starts_with('-'));
    words.find(|word| base_name(word) != "env")
}

pub fn of_program(program: &str) -> Option<Shells> {
    match base_name(program) {
        "bash" | "zsh" | "rbash" => Some(Shells::BASH),
        "dash" => Some(Shells::DASH),
        "ash" | "busybox" => Some(Shells::ASH),
        _ => None,
    }
}

/// Images whose `sh` is dash, unless the tag says Alpine.
const DEBIAN: [&str; 42] = [
    "debian",
    "ubuntu",
    "buildpack-deps",
    "python",
    "node",
    "golang",
    "ruby",
    "rust",
    "perl",
    "php",
    "gcc",
    "openjdk",
    "eclipse-temurin",
    "maven",
    "gradle",
    "nginx",
    "httpd",
    "postgres",
    "redis",
    "mariadb",
    "memcached",
    "tomcat",
    "wordpress",
    "drupal",
    "joomla",
    "nextcloud",
    "pypy",
    "haskell",
    "elixir",
    "erlang",
    "julia",
    "swift",
    "clojure",
    "mono",
    "r-base",
    "composer",
    "rabbitmq",
    "mongo",
    "jenkins",
    "kong",
    "ros",
    "cassandra",
];
const ALPINE: [&str; 4] = ["alpine", "busybox", "docker", "vault"];
const RED_HAT: [&str; 14] = [
    "fedora",
    "centos",
    "rockylinux",
    "almalinux",
    "amazonlinux",
    "oraclelinux",
    "opensuse",
    "leap",
    "tumbleweed",
    "ubi",
    "ubi8",
    "ubi9",
    "ubi-minimal",
    "archlinux",
];

/// Whether `/bin/sh` is surely a dash with `pipefail`: Debian has it since 0.5.12-7, so Debian 13 and Ubuntu 25.04 do.
fn dash_has_pipefail(image: &str) -> bool {
    const RELEASES: [&str; 7] = ["trixie", "forky", "duke", "sid", "plucky", "questing", "resolute"];
    let tag = image.split('@').next().unwrap_or_default().rsplit_once(':').map_or("", |(_, tag)| tag);
    let last = image.rsplit('/').next().unwrap_or_default();
    let numbers = match last.split([':', '@']).next() {
        Some("debian") => &["13", "14", "testing", "unstable"][..],
        Some("ubuntu") => &["25.", "26.", "27."][..],
        _ => &[],
    };
    of_image(image) == Some(Shells::DASH)
        && (RELEASES.iter().any(|name| tag.split(['-', '.']).any(|part| part == *name))
            || numbers.iter().any(|number| tag.starts_with(number)))
}

/// The shell that `/bin/sh` is in an image.
fn of_image(image: &str) -> Option<Shells> {
    let image = image.split('@').next().unwrap_or_default();
    let (name, tag) = match image.rsplit_once(':') {
        Some((name, tag)) if !tag.contains('/') => (name, tag),
        _ => (image, ""),
    };
    let official = name.strip_prefix("docker.io/").unwrap_or(name);
    let official = official.strip_prefix("library/").unwrap_or(official);
    let last = name.rsplit('/').next().unwrap_or_default();
    let is_official = !official.contains('/');
    if ALPINE.contains(&official) || is_official && tag.contains("alpine") {
        return Some(Shells::ASH);
    }
    let is_red_hat = RED_HAT.contains(&official)
        || ["opensuse/", "rockylinux/", "redhat/", "registry.access.redhat.com/", "registry.redhat.io/"]
            .iter()
            .any(|start| name.starts_with(start))
        || last.starts_with("ubi") && name.contains("ubi");
    if is_red_hat {
        return Some(Shells::BASH);
    }
    (DEBIAN.contains(&official) && !tag.contains("oracle") && !tag.contains("windows"))
        .then_some(Shells::DASH)
}
