//! Finds `ShellCheck` and reads its version.

use std::{
    borrow::Cow,
    env,
    path::{Path, PathBuf},
    process::Command,
    sync::atomic::AtomicBool,
};

use dockwright_texts::{Message, shellcheck as texts};

use super::{
    LIMITS,
    process::{self, Failure},
};

/// The oldest version with the positions, fixes and options that we rely on.
const LEAST: Version = Version(0, 8, 0);
/// The first version that supports the shell of `BusyBox`.
const BUSYBOX: Version = Version(0, 10, 0);

#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
struct Version(u32, u32, u32);

/// A usable `ShellCheck`.
#[derive(Debug)]
pub(crate) struct Program {
    path: PathBuf,
    version: Version,
}

impl Program {
    /// The program given by a setting: an absolute path, a path in `~`, or a name to look up in PATH;
    /// otherwise the reason why it cannot be used. Relative paths are rejected, since they would depend
    /// on the open workspace.
    pub(crate) fn find(setting: &str, is_cancelled: &AtomicBool) -> Result<Self, Message> {
        let path = located(setting)?;
        let mut program = Self { path, version: LEAST };
        let mut command = program.command();
        // Do not run it in a workspace.
        command.arg("--version").current_dir(env::temp_dir());
        let output = process::run(&mut command, &LIMITS, is_cancelled).map_err(|failure| match failure {
            Failure::Start(error) => texts::CannotRun { path: setting, reason: error.to_string() }.message(),
            _ => texts::is_another_program(setting),
        })?;
        let version = version(&String::from_utf8_lossy(&output));
        program.version = version.ok_or_else(|| texts::is_another_program(setting))?;
        if program.version < LEAST {
            return Err(texts::TooOld {
                path: setting,
                version: shown(program.version),
                least: shown(LEAST),
            }
            .message());
        }
        Ok(program)
    }

    pub(super) fn command(&self) -> Command {
        let mut command = Command::new(&self.path);
        // The user's options for other uses, such as `-x`.
        command.env_remove("SHELLCHECK_OPTS");
        command
    }

    /// Adapts a script to this version.
    pub(super) fn readable<'a>(&self, script: &'a str) -> Cow<'a, str> {
        match script.strip_prefix("# shellcheck shell=busybox\n") {
            Some(rest) if self.version < BUSYBOX => format!("# shellcheck shell=dash\n{rest}").into(),
            _ => script.into(),
        }
    }
}

fn located(setting: &str) -> Result<PathBuf, Message> {
    let path = Path::new(setting);
    let home = || env::home_dir().filter(|home| home.is_absolute());
    let in_home = path.strip_prefix("~").ok().and_then(|rest| Some(home()?.join(rest)));
    let path = in_home.unwrap_or_else(|| path.to_owned());
    let is_name = path.components().count() == 1 && path.file_name().is_some_and(|name| name == setting);
    let candidates: Vec<PathBuf> = if path.is_absolute() {
        vec![path]
    } else if is_name {
        let folders = env::var_os("PATH").unwrap_or_default();
        // A relative folder would depend on the workspace too.
        env::split_paths(&folders)
            .filter(|folder| folder.is_absolute())
            .map(|folder| folder.join(&path))
            .collect()
    } else {
        return Err(texts::relative(setting));
    };
    let with_extension = |path: PathBuf| {
        let exe = (cfg!(windows) && path.extension().is_none()).then(|| path.with_extension("exe"));
        exe.into_iter().chain([path])
    };
    let mut files = candidates.into_iter().flat_map(with_extension);
    files.find(|path| is_program(path)).ok_or_else(|| texts::not_found(setting))
}

fn is_program(path: &Path) -> bool {
    let Ok(metadata) = path.metadata() else { return false };
    #[cfg(unix)]
    let is_executable = std::os::unix::fs::PermissionsExt::mode(&metadata.permissions()) & 0o111 != 0;
    #[cfg(not(unix))]
    let is_executable = true;
    metadata.is_file() && is_executable
}

/// The version in the output of `shellcheck --version`: `version: 0.11.0`.
fn version(output: &str) -> Option<Version> {
    if !output.to_ascii_lowercase().contains("shellcheck") {
        return None;
    }
    let line = output.lines().find_map(|line| line.strip_prefix("version:"))?;
    let mut numbers =
        line.trim().trim_start_matches('v').split(['.', '-', '_', '+']).map(|part| part.parse().ok());
    Some(Version(numbers.next()??, numbers.next()??, numbers.next().flatten().unwrap_or(0)))
}

fn shown(Version(major, minor, patch): Version) -> String {
    format!("{major}.{minor}.{patch}")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn versions() {
        let of =
            |line: &str| version(&format!("ShellCheck - shell script analysis tool\n{line}\nlicense: GPL\n"));
        assert_eq!(of("version: 0.11.0"), Some(Version(0, 11, 0)));
        assert_eq!(of("version: 0.9"), Some(Version(0, 9, 0)));
        assert_eq!(of("version: 0.8.0-r1"), Some(Version(0, 8, 0)));
        assert_eq!(of("version: [UNKNOWN]"), None);
        assert_eq!(version("version: 1.2.3\n"), None);
        assert!(Version(0, 7, 2) < LEAST && LEAST < BUSYBOX && BUSYBOX < Version(1, 0, 0));
    }

    #[test]
    fn relative_paths_are_refused() {
        for setting in ["./shellcheck", "bin/shellcheck", "../shellcheck", "", ".", ".."] {
            assert_eq!(located(setting), Err(texts::relative(setting)), "{setting}");
        }
        assert_eq!(located("no-such-shellcheck"), Err(texts::not_found("no-such-shellcheck")));
    }

    #[test]
    fn older_versions_take_busybox_for_dash() {
        let program = |version| Program { path: PathBuf::new(), version };
        let script = "# shellcheck shell=busybox\nexport\na\n";
        assert_eq!(program(Version(0, 9, 0)).readable(script), "# shellcheck shell=dash\nexport\na\n");
        assert_eq!(program(BUSYBOX).readable(script), script);
    }
}
