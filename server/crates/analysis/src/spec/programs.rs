//! The options of common programs that take the next word as their value.
//!
//! Sources: the programs' own manuals. Package managers are in [`super::package_managers`]. For a
//! program in neither table, only options with `=` are known to have a value.

use std::sync::LazyLock;

use rustc_hash::FxHashMap;

pub use super::{option_style::OptionStyle, package_managers::PackageManager, wrappers::family};
use super::{package_managers::PACKAGE_MANAGERS, wrappers::by_name};

/// The options of a program.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct ProgramOptions {
    /// The names of the program.
    pub programs: &'static [&'static str],
    /// How it parses its options.
    pub style: OptionStyle,
    /// The options that take the next word as their value.
    pub valued: &'static [&'static str],
    /// The options of one letter among these.
    pub letters: Letters,
}

/// A set of ASCII letters.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Letters(u128);

impl Letters {
    /// The letters of the options that have only one.
    pub const fn of(options: &[&str]) -> Self {
        let (mut letters, mut at) = (0, 0);
        while at < options.len() {
            let option = options[at].as_bytes();
            if option.len() == 2 && option[1].is_ascii() {
                letters |= 1 << option[1];
            }
            at += 1;
        }
        Self(letters)
    }

    /// Whether a letter is in the set.
    pub fn has(self, letter: char) -> bool {
        letter.is_ascii() && self.0 & 1 << u32::from(letter) != 0
    }

    /// All letters of both sets.
    #[must_use]
    pub const fn with(self, others: Self) -> Self {
        Self(self.0 | others.0)
    }
}

const fn row(
    programs: &'static [&'static str],
    style: OptionStyle,
    valued: &'static [&'static str],
) -> ProgramOptions {
    ProgramOptions { programs, style, valued, letters: Letters::of(valued) }
}

/// All known programs, except package managers.
#[rustfmt::skip]
pub const PROGRAMS: &[ProgramOptions] = &[
    row(&["addgroup", "groupadd", "groupmod"], OptionStyle::Letters, &[
        "-g", "-K", "-n", "-p", "-R", "--gid", "--key", "--new-name", "--password", "--root",
    ]),
    row(&["adduser"], OptionStyle::Letters, &[
        "-G", "-g", "-h", "-k", "-s", "-u", "--conf", "--firstuid", "--gecos", "--gid", "--home", "--ingroup",
        "--lastuid", "--shell", "--uid",
    ]),
    row(&["chmod", "chown", "chgrp"], OptionStyle::Letters, &["--from", "--reference"]),
    row(&["cmake"], OptionStyle::Letters, &["-A", "-B", "-C", "-D", "-G", "-S", "-T", "-U", "--build", "--install"]),
    row(&["cp", "ln", "mv"], OptionStyle::Letters, &["-S", "-t", "--suffix", "--target-directory"]),
    row(&["curl"], OptionStyle::Letters, &[
        "-A", "-b", "-C", "-c", "-D", "-d", "-E", "-e", "-F", "-H", "-K", "-m", "-o", "-P", "-Q", "-r",
        "-T", "-t", "-U", "-u", "-w", "-X", "-x", "-Y", "-y", "-z", "--cacert", "--cert", "--ciphers",
        "--config", "--connect-timeout", "--connect-to", "--cookie", "--cookie-jar", "--data", "--data-binary",
        "--data-raw", "--data-urlencode", "--dump-header", "--form", "--header", "--interface", "--key",
        "--limit-rate", "--max-redirs", "--max-time", "--netrc-file", "--noproxy", "--output", "--output-dir",
        "--proto", "--proto-default", "--proto-redir", "--proxy", "--proxy-header", "--range", "--referer",
        "--request", "--resolve", "--retry", "--retry-delay", "--retry-max-time", "--tls-max", "--unix-socket",
        "--upload-file", "--url", "--user", "--user-agent", "--write-out",
    ]),
    row(&["dpkg"], OptionStyle::Letters, &["-D", "--admindir", "--debug", "--instdir", "--log", "--root"]),
    row(&["find"], OptionStyle::Words, &[
        "-amin", "-anewer", "-atime", "-cmin", "-cnewer", "-ctime", "-fstype", "-gid", "-group", "-iname",
        "-inum", "-ipath", "-iregex", "-links", "-lname", "-maxdepth", "-mindepth", "-mmin", "-mtime", "-name",
        "-newer", "-path", "-perm", "-printf", "-regex", "-regextype", "-size", "-type", "-uid", "-user",
    ]),
    row(&["git"], OptionStyle::Letters, &[
        "-b", "-C", "-c", "-j", "-m", "-o", "-u", "--branch", "--config", "--depth", "--git-dir", "--jobs",
        "--message", "--namespace", "--origin", "--reference", "--separate-git-dir", "--shallow-exclude",
        "--shallow-since", "--template", "--upload-pack", "--work-tree",
    ]),
    row(&["gpg", "gpg2"], OptionStyle::Letters, &[
        "-o", "-r", "-u", "--homedir", "--keyserver", "--keyserver-options", "--output", "--recipient",
        "--status-fd",
    ]),
    row(&["grep", "egrep", "fgrep"], OptionStyle::Letters, &[
        "-A", "-B", "-C", "-D", "-d", "-e", "-f", "-m", "--after-context", "--before-context", "--context",
        "--file", "--max-count", "--regexp",
    ]),
    row(&["gzip", "gunzip", "xz", "unxz", "bzip2", "bunzip2", "zcat"], OptionStyle::Letters, &[
        "-S", "-T", "--suffix", "--threads",
    ]),
    row(&["install"], OptionStyle::Letters, &[
        "-g", "-m", "-o", "-S", "-t", "--group", "--mode", "--owner", "--suffix", "--target-directory",
    ]),
    row(&["java"], OptionStyle::Words, &["-classpath", "-cp", "--class-path", "--module-path", "-jar"]),
    row(&["make", "gmake", "ninja"], OptionStyle::Letters, &[
        "-C", "-f", "-I", "-o", "-W", "--directory", "--eval", "--file", "--include-dir", "--makefile",
    ]),
    row(&["mkdir"], OptionStyle::Letters, &["-m", "--mode"]),
    row(&["pipx"], OptionStyle::Letters, &[
        "-i", "--fetch-missing-python", "--index-url", "--pip-args", "--preinstall", "--python", "--suffix",
    ]),
    row(&["python"], OptionStyle::First, &["-c", "-m", "-W", "-X"]),
    row(&["rm", "rmdir"], OptionStyle::Letters, &[]),
    row(&["rpm"], OptionStyle::Letters, &["--dbpath", "--define", "--prefix", "--root"]),
    row(&["sed"], OptionStyle::Letters, &["-e", "-f", "-l", "--expression", "--file", "--line-length"]),
    row(&["sh", "bash", "dash", "ash", "ksh", "mksh", "zsh", "rbash"], OptionStyle::First, &[
        "-O", "-o", "--init-file", "--rcfile",
    ]),
    row(&["ssh", "scp"], OptionStyle::First, &[
        "-B", "-b", "-c", "-D", "-E", "-e", "-F", "-I", "-i", "-J", "-L", "-l", "-m", "-O", "-o", "-p", "-Q",
        "-R", "-S", "-W", "-w",
    ]),
    row(&["tar", "bsdtar"], OptionStyle::Bundle, &[
        "-b", "-C", "-f", "-g", "-H", "-I", "-K", "-L", "-N", "-T", "-V", "-X", "--directory", "--exclude",
        "--exclude-from", "--file", "--files-from", "--format", "--group", "--mode", "--mtime", "--owner",
        "--transform", "--use-compress-program",
    ]),
    row(&["unzip"], OptionStyle::Letters, &["-d", "-P", "-x"]),
    row(&["useradd"], OptionStyle::Letters, &[
        "-b", "-c", "-d", "-e", "-f", "-G", "-g", "-K", "-k", "-p", "-R", "-s", "-u", "-Z", "--base-dir",
        "--comment", "--expiredate", "--gid", "--groups", "--home-dir", "--inactive", "--key", "--password",
        "--root", "--shell", "--skel", "--uid",
    ]),
    row(&["usermod"], OptionStyle::Letters, &[
        "-c", "-d", "-e", "-f", "-G", "-g", "-l", "-p", "-R", "-s", "-u", "-Z", "--comment", "--expiredate",
        "--gid", "--groups", "--home", "--inactive", "--login", "--password", "--root", "--shell", "--uid",
    ]),
    row(&["wget"], OptionStyle::Letters, &[
        "-A", "-a", "-B", "-D", "-e", "-I", "-i", "-l", "-n", "-O", "-o", "-P", "-Q", "-R", "-T", "-t", "-U", "-w",
        "-X", "--append-output", "--body-data", "--ca-certificate", "--certificate", "--directory-prefix",
        "--execute", "--header", "--http-password", "--http-user", "--input-file", "--limit-rate",
        "--output-document", "--output-file", "--password", "--post-data", "--post-file", "--progress",
        "--referer", "--secure-protocol", "--timeout", "--tries", "--user", "--user-agent", "--wait",
        "--waitretry",
    ]),
];

const UNKNOWN: ProgramOptions = row(&[], OptionStyle::Letters, &[]);

impl ProgramOptions {
    /// The options of the program with this name, without its folder.
    pub fn of(program: &str) -> Self {
        static NAMED: LazyLock<FxHashMap<&str, ProgramOptions>> = LazyLock::new(|| {
            let managers = PACKAGE_MANAGERS.iter().map(|it| row(it.programs, it.style, it.valued));
            by_name(managers.chain(PROGRAMS.iter().copied()).map(|row| (row.programs, row)))
        });
        NAMED.get(family(program)).copied().unwrap_or(UNKNOWN)
    }
}

/// Programs that install no other program. Package managers and programs that unpack archives are
/// left out.
#[rustfmt::skip]
const BRING_NOTHING: &[&str] = &[
    ":", "[", "addgroup", "adduser", "apt-key", "apt-mark", "awk", "basename", "cat", "cd", "chgrp", "chmod",
    "chown", "chpasswd", "cmp", "cut", "date", "dirname", "dpkg-reconfigure", "dpkg-query", "du", "echo",
    "exit", "expr", "false", "find", "getent", "git", "gpg", "grep", "groupadd", "groupmod", "head", "hostname",
    "id", "ldconfig", "ls", "locale-gen", "md5sum", "mkdir", "mktemp", "mv", "node", "passwd", "printf", "pwd",
    "readlink", "realpath", "rm", "rmdir", "sed", "set", "sha256sum", "sha512sum", "sleep", "sort", "stat",
    "strip", "sync", "tail", "tee", "test", "touch", "tr", "true", "truncate", "type", "umask", "uname", "uniq",
    "update-alternatives", "update-ca-certificates", "update-locale", "useradd", "usermod", "wc", "which",
    "whoami",
];

/// Whether a program installs no other program.
pub fn brings_nothing(program: &str) -> bool {
    BRING_NOTHING.contains(&program)
}

/// Packages that contain programs their names do not suggest.
const COLLECTIONS: [&str; 9] = [
    "abuild",
    "alpine-sdk",
    "apt-file",
    "cloud-init",
    "debootstrap",
    "devscripts",
    "live-build",
    "ubuntu-server",
    "winetricks",
];

/// Whether a package may contain a program: its name begins with it, it is a collection, or its
/// name is not plain text.
pub fn may_package_bring(package: &str, program: &str) -> bool {
    let name = package.split(['=', '~', '<', '>', '@', ':']).next().unwrap_or_default();
    let is_name = name.starts_with(|c: char| c.is_ascii_alphanumeric()) && !name.contains(['/', '*', '^']);
    !is_name || name.starts_with(program) || COLLECTIONS.contains(&name) || name.starts_with("task-")
}

#[cfg(test)]
mod tests {
    use std::collections::HashSet;

    use super::*;

    #[test]
    fn rows_are_sound() {
        let mut programs = HashSet::new();
        for row in PROGRAMS {
            for program in row.programs {
                assert!(programs.insert(*program), "{program} is in two rows");
                assert!(PackageManager::named(program).is_none(), "{program}");
                assert_eq!(ProgramOptions::of(program), *row);
            }
            let mut options = HashSet::new();
            assert!(row.valued.iter().all(|it| it.starts_with('-') && options.insert(*it)), "{row:?}");
            let has_letters = row.style != OptionStyle::Words;
            let is_option = |it: &&&str| it.len() == 2 || it.starts_with("--") || !has_letters;
            assert!(row.valued.iter().all(|it| is_option(&it)), "{row:?}");
        }
    }
}
