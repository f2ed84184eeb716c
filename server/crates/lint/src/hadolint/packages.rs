//! Package managers: packages without a version, questions without an answer, and caches that stay
//! in the image.

#![allow(clippy::case_sensitive_file_extension_comparisons, reason = "hadolint compares them exactly")]

use std::ops::Range;

use super::{
    command::{Arg, Command},
    reading::Reading,
};

type Place = Range<usize>;

/// A package manager whose packages should have a version.
struct Pins {
    programs: &'static [&'static str],
    verbs: &'static [&'static str],
    /// The flags that take the next word.
    valued: &'static [&'static str],
    is_pinned: fn(&str) -> bool,
}

const APT_GET: Pins = Pins {
    programs: &["apt-get"],
    verbs: &["install"],
    valued: &["t", "target-release"],
    is_pinned: |word| word.contains(['=', '/']) || word.ends_with(".deb"),
};
const APK: Pins = Pins {
    programs: &["apk"],
    verbs: &["add"],
    valued: &["t", "virtual", "repository", "X"],
    is_pinned: |word| word.contains(['=', '~', '<', '>']) || word.ends_with(".apk"),
};
const ZYPPER: Pins = Pins {
    programs: &["zypper"],
    verbs: &["install", "in"],
    valued: &[],
    is_pinned: |word| word.contains(['=', '<', '>']) || word.ends_with(".rpm"),
};

impl Pins {
    fn first_unpinned(&self, reading: &Reading) -> Option<Place> {
        let commands = reading.named(self.programs).filter(|command| command.word(self.verbs).is_some());
        let mut packages = commands
            .flat_map(|command| command.operands(self.valued))
            .filter(|arg| !self.verbs.contains(&&*arg.text));
        packages.find(|arg| !(self.is_pinned)(&arg.text)).map(|arg| arg.range.clone())
    }
}

pub(super) fn apt_get_pin(reading: &Reading) -> Option<Place> {
    APT_GET.first_unpinned(reading)
}

pub(super) fn apk_pin(reading: &Reading) -> Option<Place> {
    APK.first_unpinned(reading)
}

pub(super) fn zypper_pin(reading: &Reading) -> Option<Place> {
    ZYPPER.first_unpinned(reading)
}

/// A package manager that asks before it installs.
struct Asks {
    programs: &'static [&'static str],
    verbs: &'static [&'static str],
    /// The flags that answer yes.
    yes: &'static [&'static str],
}

const YUM_YES: Asks = Asks {
    programs: &["yum"],
    verbs: &["install", "groupinstall", "localinstall"],
    yes: &["y", "assumeyes"],
};
const DNF_YES: Asks = Asks { programs: &["dnf", "microdnf"], ..YUM_YES };
const ZYPPER_YES: Asks = Asks {
    programs: &["zypper"],
    verbs: &["install", "in", "remove", "rm", "source-install", "si", "patch"],
    yes: &["n", "non-interactive", "y", "no-confirm"],
};

impl Asks {
    fn first(&self, reading: &Reading) -> Option<Place> {
        let asking = reading.named(self.programs).filter(|command| !command.has_flag(self.yes));
        asking.filter_map(|command| command.word(self.verbs)).map(|verb| verb.range.clone()).next()
    }
}

pub(super) fn yum_yes(reading: &Reading) -> Option<Place> {
    YUM_YES.first(reading)
}

pub(super) fn dnf_yes(reading: &Reading) -> Option<Place> {
    DNF_YES.first(reading)
}

pub(super) fn zypper_yes(reading: &Reading) -> Option<Place> {
    ZYPPER_YES.first(reading)
}

/// `apt-get install`, which also accepts two of `-q` as a yes, but not three.
pub(super) fn apt_get_yes(reading: &Reading) -> Option<Place> {
    let says_yes = |command: &Command| {
        command.has_flag(&["y", "yes", "assume-yes"])
            || command.count("q") == 2
            || command.count("quiet") == 2
            || command.has("-q=2")
    };
    let verb = |command: &Command| command.word(&["install"]).map(|verb| verb.range.clone());
    reading.named(&["apt-get"]).filter(|command| !says_yes(command)).find_map(verb)
}

pub(super) fn apt_get_recommends(reading: &Reading) -> Option<Place> {
    let is_off = |command: &Command| {
        command.has_flag(&["no-install-recommends"]) || command.has("APT::Install-Recommends=false")
    };
    let verb = |command: &Command| command.word(&["install"]).map(|verb| verb.range.clone());
    reading.named(&["apt-get"]).filter(|command| !is_off(command)).find_map(verb)
}

/// A package manager that leaves a cache, which the first cleaning command is expected to remove.
pub(super) struct Cleans {
    program: &'static str,
    verbs: &'static [&'static str],
    is_cleaning: fn(&Command) -> bool,
    /// A folder that `rm` may name instead.
    folder: Option<&'static str>,
    /// A command that installs and has the word for cleaning counts as one that cleans.
    is_its_own_cleaning: bool,
}

pub(super) const YUM_CLEAN: Cleans = Cleans {
    program: "yum",
    verbs: &["install"],
    is_cleaning: |command| command.has("clean"),
    folder: Some("/var/cache/yum/*"),
    is_its_own_cleaning: false,
};
pub(super) const DNF_CLEAN: Cleans = Cleans {
    program: "dnf",
    verbs: &["install", "in", "upgrade", "up", "upgrade-minimal", "up-min", "reinstall", "rei"],
    is_cleaning: |command| command.has("clean"),
    folder: Some("/var/cache/libdnf5*"),
    is_its_own_cleaning: false,
};
pub(super) const MICRODNF_CLEAN: Cleans = Cleans { program: "microdnf", ..DNF_CLEAN };
pub(super) const ZYPPER_CLEAN: Cleans = Cleans {
    program: "zypper",
    verbs: &["install", "in"],
    is_cleaning: |command| command.word(&["clean", "cc"]).is_some(),
    folder: None,
    is_its_own_cleaning: false,
};
pub(super) const YARN_CLEAN: Cleans = Cleans {
    program: "yarn",
    verbs: &["install"],
    is_cleaning: |command| command.word(&["cache", "clean"]).is_some(),
    folder: None,
    is_its_own_cleaning: true,
};

impl Cleans {
    /// The first command that fills the cache, unless the first one that cleans follows it.
    pub(super) fn first(&self, reading: &Reading) -> Option<Place> {
        let commands = || reading.commands.iter().enumerate();
        let (at, verb) = commands().find_map(|(at, command)| {
            let verb = (&*command.name == self.program).then(|| command.word(self.verbs)).flatten();
            verb.map(|verb| (at, verb))
        })?;
        let cleans = |command: &Command| {
            let removes = |folder: &str| command.has("-rf") || command.has(folder);
            (&*command.name == self.program && (self.is_cleaning)(command))
                || (&*command.name == "rm" && self.folder.is_some_and(removes))
        };
        let first = commands().find(|(_, command)| cleans(command)).map(|(at, _)| at);
        let is_late = |first: usize| first < at || first == at && !self.is_its_own_cleaning;
        first.is_none_or(is_late).then(|| verb.range.clone())
    }
}

/// `pip install` and `python -m pip install`, with the index of the word after `install`.
fn pip_installs(reading: &Reading) -> impl Iterator<Item = (&Command, usize)> {
    reading.commands.iter().filter_map(|command| {
        if command.name.starts_with("python") {
            let is_install = |args: &[Arg]| {
                args.iter().zip(["-m", "pip", "install"]).all(|(arg, word)| &*arg.text == word)
            };
            return Some((command, command.args.windows(3).position(is_install)? + 3));
        }
        let is_pip = command.name.starts_with("pip") && !command.name.starts_with("pipenv");
        let install = command.args.iter().position(|arg| &*arg.text == "install");
        install.filter(|_| is_pip).map(|install| (command, install + 1))
    })
}

/// The flags of `pip install` that take the next word.
const PIP_VALUED: [&str; 26] = [
    "abi",
    "b",
    "build",
    "e",
    "editable",
    "extra-index-url",
    "f",
    "find-links",
    "i",
    "index-url",
    "implementation",
    "no-binary",
    "only-binary",
    "platform",
    "prefix",
    "progress-bar",
    "proxy",
    "python-version",
    "root",
    "src",
    "t",
    "target",
    "trusted-host",
    "upgrade-strategy",
    "cache-dir",
    "root-user-action",
];

pub(super) fn pip_pin(reading: &Reading) -> Option<Place> {
    pip_installs(reading).find_map(|(command, first)| {
        let is_list =
            |arg: &Arg| matches!(&*arg.text, "-r" | "--requirement" | ".") || arg.text.starts_with("-c");
        if command.args.iter().any(is_list) || command.has_flag(&["constraint"]) {
            return None;
        }
        let packages = command.operands_from(first, &PIP_VALUED);
        let mut packages = packages.skip_while(|arg| &*arg.text == "install");
        packages.find(|arg| !is_pinned_for_pip(&arg.text)).map(|arg| arg.range.clone())
    })
}

fn is_pinned_for_pip(word: &str) -> bool {
    const OPERATORS: [&str; 7] = ["==", ">=", "<=", ">", "<", "!=", "~="];
    if ["git+", "hg+", "svn+"].iter().any(|scheme| word.starts_with(scheme)) {
        return word.contains('@');
    }
    OPERATORS.iter().any(|operator| word.contains(operator))
        || word.contains('/')
        || word.ends_with(".whl")
        || word.ends_with(".tar.gz")
}

/// `pip install` that fills a cache.
pub(super) fn pip_cache(reading: &Reading) -> Option<Place> {
    if reading.disables_pip_cache {
        return None;
    }
    let mut installs = pip_installs(reading)
        .filter(|(command, _)| !command.name.starts_with("pipx") && !command.has("--no-cache-dir"));
    installs.find_map(|(command, _)| command.word(&["install"])).map(|verb| verb.range.clone())
}

pub(super) fn npm_pin(reading: &Reading) -> Option<Place> {
    const VALUED: &[&str] = &["loglevel", "registry"];
    reading.named(&["npm"]).find_map(|command| {
        let mut operands = command.operands(VALUED);
        operands.next().filter(|first| &*first.text == "install")?;
        let mut packages = operands.filter(|arg| &*arg.text != "install");
        packages.find(|arg| !is_pinned_for_npm(&arg.text)).map(|arg| arg.range.clone())
    })
}

fn is_pinned_for_npm(word: &str) -> bool {
    const GIT: [&str; 4] = ["git://", "git+ssh://", "git+http://", "git+https://"];
    let starts = |starts: &[&str]| starts.iter().any(|start| word.starts_with(start));
    let ends = |ends: &[&str]| ends.iter().any(|end| word.ends_with(end));
    if starts(&GIT) {
        return word.contains('#');
    }
    word.get(1..).is_some_and(|rest| rest.contains('@'))
        || starts(&["/", "./", "../", "~/"])
        || ends(&[".tar", ".tar.gz", ".tgz"])
}

pub(super) fn gem_pin(reading: &Reading) -> Option<Place> {
    let is_version =
        |arg: &Arg| matches!(&*arg.text, "-v" | "--version") || arg.text.starts_with("--version=");
    reading.named(&["gem"]).find_map(|command| {
        command.word(&["install", "i"])?;
        if command.args.iter().any(is_version) {
            return None;
        }
        let mut args = command.args.iter().take_while(|arg| &*arg.text != "--");
        while let Some(arg) = args.next() {
            if arg.is_flag() {
                // The next word is its value.
                args.next();
            } else if !matches!(&*arg.text, "install" | "i") && !arg.text.contains(':') {
                return Some(arg.range.clone());
            }
        }
        None
    })
}

pub(super) fn go_pin(reading: &Reading) -> Option<Place> {
    let is_pinned = |word: &str| {
        let version = word.split_once('@').map(|(_, version)| version);
        word.starts_with(['.', '/']) || version.is_some_and(|version| !matches!(version, "latest" | "none"))
    };
    reading.named(&["go"]).find_map(|command| {
        let verb = command.word(&["install", "get", "run"])?;
        let verbs: &[&str] = if &*verb.text == "run" { &["run"] } else { &["install", "get"] };
        let packages = command.operands(&["ldflags"]).filter(|arg| !verbs.contains(&&*arg.text));
        let count = if &*verb.text == "run" { 1 } else { usize::MAX };
        packages.take(count).find(|arg| !is_pinned(&arg.text)).map(|arg| arg.range.clone())
    })
}

/// `yum install` or `dnf install` of a word without a version; `knows` says which variables the stage has.
pub(super) fn rpm_pin(
    reading: &Reading,
    programs: &[&str],
    has_groups: bool,
    knows: impl Fn(&str) -> bool,
) -> Option<Place> {
    let is_pinned = |word: &str, is_module: bool| {
        if is_module {
            return word.contains(':');
        }
        let mut variables = word.split("${").skip(1).filter_map(|rest| rest.split_once('}'));
        word.split('-').skip(1).any(|part| part.ends_with(".rpm") || is_version(part))
            || (word.contains('-') && variables.any(|(name, _)| knows(name)))
    };
    let commands = reading.commands.iter().filter(|command| programs.contains(&&*command.name));
    let mut commands = commands.filter(|command| !has_groups || !command.has("group"));
    commands.find_map(|command| {
        command.word(&["install"])?;
        let is_module = command.has("module");
        let mut packages = command
            .operands(&[])
            .filter(|arg| &*arg.text != "install" && !(is_module && &*arg.text == "module"));
        packages.find(|arg| !is_pinned(&arg.text, is_module)).map(|arg| arg.range.clone())
    })
}

/// A part that begins with a digit and has nothing but what versions have.
fn is_version(part: &str) -> bool {
    part.starts_with(|c: char| c.is_ascii_digit())
        && part.bytes().all(|byte| byte.is_ascii_alphanumeric() || b"_.:+~^".contains(&byte))
}
