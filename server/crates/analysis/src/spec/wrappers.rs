//! Programs that run the command in their arguments: `sudo -u app make`, `env A=1 make`.
//!
//! This is the single list of them. The command follows their own options, assignments and
//! operands. Sources: the manuals of sudo, util-linux, coreutils and GNU findutils, and those of
//! the small programs that containers use as init.

use std::sync::LazyLock;

use rustc_hash::FxHashMap;

/// A program that runs another program.
#[derive(Debug, PartialEq, Eq)]
pub struct Wrapper {
    /// The names of the program.
    pub programs: &'static [&'static str],
    /// The options that take the next word as their value.
    pub valued: &'static [&'static str],
    /// The options with which it runs nothing.
    pub inert: &'static [&'static str],
    /// The number of operands before the command, such as the duration of `timeout`.
    pub operands: usize,
    /// Where `NAME=value` may be.
    pub assignments: Assignments,
    /// The options whose value is a script that it runs; they may also follow operands.
    pub scripts: &'static [&'static str],
    /// The options whose value is a module that it runs as a program: `python -m pip`.
    pub modules: &'static [&'static str],
}

/// Where a wrapper takes variables for its command.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Assignments {
    None,
    /// After its options: `env -i A=1 make`.
    AfterOptions,
    /// Before and between them as well: `sudo A=1 -u app make`.
    AmongOptions,
}

const PLAIN: Wrapper = Wrapper {
    programs: &[],
    valued: &[],
    inert: &[],
    operands: 0,
    assignments: Assignments::None,
    scripts: &[],
    modules: &[],
};

/// All wrappers.
pub const WRAPPERS: &[Wrapper] = &[
    Wrapper { programs: &["builtin", "busybox", "eatmydata", "nohup", "setsid", "with-contenv"], ..PLAIN },
    Wrapper { programs: &["command"], inert: &["-v", "-V"], ..PLAIN },
    Wrapper { programs: &["exec"], valued: &["-a"], ..PLAIN },
    Wrapper { programs: &["time"], valued: &["-f", "-o", "--format", "--output"], ..PLAIN },
    Wrapper {
        programs: &["env"],
        valued: &["-u", "-C", "--unset", "--chdir"],
        assignments: Assignments::AfterOptions,
        ..PLAIN
    },
    Wrapper {
        programs: &["sudo"],
        valued: &[
            "-C",
            "-D",
            "-g",
            "-h",
            "-p",
            "-R",
            "-r",
            "-T",
            "-t",
            "-U",
            "-u",
            "--chdir",
            "--chroot",
            "--close-from",
            "--command-timeout",
            "--group",
            "--host",
            "--other-user",
            "--prompt",
            "--role",
            "--type",
            "--user",
        ],
        inert: &["-e", "-K", "-k", "-l", "-V", "-v", "--edit", "--list", "--validate", "--version"],
        assignments: Assignments::AmongOptions,
        ..PLAIN
    },
    Wrapper { programs: &["doas"], valued: &["-a", "-C", "-u"], inert: &["-C", "-L"], ..PLAIN },
    Wrapper { programs: &["nice"], valued: &["-n", "--adjustment"], ..PLAIN },
    Wrapper {
        programs: &["ionice"],
        valued: &["-c", "-n", "--class", "--classdata"],
        inert: &["-p", "--pid"],
        ..PLAIN
    },
    Wrapper { programs: &["stdbuf"], valued: &["-e", "-i", "-o", "--error", "--input", "--output"], ..PLAIN },
    Wrapper {
        programs: &["timeout"],
        valued: &["-k", "-s", "--kill-after", "--signal"],
        operands: 1,
        ..PLAIN
    },
    Wrapper { programs: &["chroot"], valued: &["--groups", "--userspec"], operands: 1, ..PLAIN },
    Wrapper { programs: &["gosu", "su-exec", "s6-setuidgid"], operands: 1, ..PLAIN },
    Wrapper { programs: &["setarch", "linux32", "linux64", "i386", "x86_64"], ..PLAIN },
    Wrapper {
        programs: &["setpriv"],
        valued: &[
            "--reuid",
            "--regid",
            "--groups",
            "--ruid",
            "--rgid",
            "--euid",
            "--egid",
            "--inh-caps",
            "--ambient-caps",
            "--bounding-set",
            "--securebits",
            "--pdeathsig",
        ],
        ..PLAIN
    },
    Wrapper {
        programs: &["xargs"],
        valued: &[
            "-a",
            "-d",
            "-E",
            "-I",
            "-L",
            "-n",
            "-P",
            "-s",
            "--arg-file",
            "--delimiter",
            "--max-args",
            "--max-chars",
            "--max-procs",
            "--process-slot-var",
        ],
        ..PLAIN
    },
    Wrapper {
        programs: &["xvfb-run"],
        valued: &[
            "-e",
            "-f",
            "-n",
            "-p",
            "-s",
            "-w",
            "--auth-file",
            "--error-file",
            "--server-args",
            "--server-num",
        ],
        ..PLAIN
    },
    Wrapper { programs: &["tini", "tini-static"], valued: &["-e", "-p"], ..PLAIN },
    Wrapper { programs: &["dumb-init"], valued: &["-r", "--rewrite"], ..PLAIN },
    Wrapper { programs: &["catatonit"], ..PLAIN },
    Wrapper {
        programs: &["runuser"],
        valued: &["-G", "-g", "-s", "-T", "-u", "-w", "--group", "--shell", "--supp-group", "--user"],
        scripts: &["-c", "--command", "--session-command"],
        ..PLAIN
    },
    Wrapper {
        programs: &["su"],
        valued: &["-G", "-g", "-s", "-w", "--group", "--shell", "--supp-group"],
        // The words after the user are arguments of the shell.
        operands: usize::MAX,
        scripts: &["-c", "--command", "--session-command"],
        ..PLAIN
    },
    Wrapper {
        programs: &["python"],
        valued: &["-W", "-X", "--check-hash-based-pycs"],
        inert: &["-c"],
        modules: &["-m"],
        operands: usize::MAX,
        ..PLAIN
    },
];

impl Wrapper {
    /// The wrapper with this name, without its folder.
    pub fn named(program: &str) -> Option<&'static Self> {
        static NAMED: LazyLock<FxHashMap<&str, &Wrapper>> =
            LazyLock::new(|| by_name(WRAPPERS.iter().map(|wrapper| (wrapper.programs, wrapper))));
        NAMED.get(family(program)).copied()
    }

    /// The wrapper with this name that runs all words after it as a command.
    pub fn of_commands(program: &str) -> Option<&'static Self> {
        Self::named(program).filter(|wrapper| wrapper.modules.is_empty())
    }
}

/// Rows of a table, by the names in them. If several rows share a name, the first one counts.
pub(super) fn by_name<Row>(
    rows: impl Iterator<Item = (&'static [&'static str], Row)>,
) -> FxHashMap<&'static str, Row>
where
    Row: Copy,
{
    let mut named = FxHashMap::default();
    for (names, row) in rows {
        for &name in names {
            named.entry(name).or_insert(row);
        }
    }
    named
}

/// Programs that are installed with a version in their names.
const VERSIONED: [&str; 2] = ["pip", "python"];

/// A program's name without its version: `python3.12` becomes `python`.
pub fn family(program: &str) -> &str {
    let stem = program.trim_end_matches(|c: char| c.is_ascii_digit() || c == '.');
    if VERSIONED.contains(&stem) { stem } else { program }
}

#[cfg(test)]
mod tests {
    use std::collections::HashSet;

    use super::*;

    #[test]
    fn rows_are_sound() {
        let mut programs = HashSet::new();
        for wrapper in WRAPPERS {
            assert!(!wrapper.programs.is_empty());
            assert!(wrapper.programs.iter().all(|program| programs.insert(*program)), "{wrapper:?}");
            let mut options =
                [wrapper.valued, wrapper.inert, wrapper.scripts, wrapper.modules].into_iter().flatten();
            assert!(options.all(|option| option.starts_with('-')), "{wrapper:?}");
        }
        assert_eq!(family("pip3.11"), "pip");
        assert_eq!(family("gcc-12"), "gcc-12");
        assert_eq!(family("7z"), "7z");
    }
}
