//! Programs that record how they are called instead of doing anything, so that a script can be run
//! before and after a change.

#![allow(clippy::unwrap_used, clippy::missing_panics_doc, reason = "a test that panics has failed")]

use std::{
    fs,
    path::{Path, PathBuf},
    process::{Command, Stdio},
    sync::atomic::{AtomicUsize, Ordering},
};

/// A folder with programs, and the file in which they write.
pub struct StubPrograms {
    folder: PathBuf,
    /// Also search for programs in the machine's own folders.
    has_own_programs: bool,
}

/// The result of a script: the calls that the programs recorded, one per line, and the last status.
pub type Outcome = (String, Option<i32>);

impl StubPrograms {
    /// Programs by name, each with its text.
    pub fn new<'a>(has_own_programs: bool, programs: impl IntoIterator<Item = (&'a str, String)>) -> Self {
        static NUMBER: AtomicUsize = AtomicUsize::new(0);
        let number = NUMBER.fetch_add(1, Ordering::Relaxed);
        let folder =
            std::env::temp_dir().join(format!("dockwright-programs-{}-{number}", std::process::id()));
        fs::create_dir_all(&folder).unwrap();
        for (name, text) in programs {
            let path = folder.join(name);
            fs::write(&path, text).unwrap();
            set_executable(&path);
        }
        Self { folder, has_own_programs }
    }

    /// Runs scripts one after the other with this shell, until one fails; returns what they did.
    /// `failing` is the program that fails.
    pub fn run(&self, shell: &str, scripts: &[String], failing: &str) -> Outcome {
        let scripts: Vec<_> = scripts.iter().map(|script| (Path::new("/"), vec!["-c", script])).collect();
        self.run_with(shell, &scripts, failing)
    }

    /// Like [`run`](Self::run), for scripts in directories, each with the arguments of the shell.
    pub fn run_with(&self, shell: &str, scripts: &[(&Path, Vec<&str>)], failing: &str) -> Outcome {
        let trace = self.folder.join("trace");
        fs::write(&trace, "").unwrap();
        let mut status = Some(0);
        for (directory, arguments) in scripts {
            let mut path = self.folder.display().to_string();
            if self.has_own_programs {
                path.push_str(":/usr/bin:/bin");
            }
            let mut command = Command::new(shell);
            command
                .args(arguments)
                .env_clear()
                .env("PATH", path)
                .env("TRACE", &trace)
                .env("FAILING", failing);
            command.current_dir(directory).stdin(Stdio::null()).stdout(Stdio::null()).stderr(Stdio::null());
            status = command.status().unwrap().code();
            if status != Some(0) {
                break;
            }
        }
        (fs::read_to_string(&trace).unwrap(), status)
    }
}

impl Drop for StubPrograms {
    fn drop(&mut self) {
        let _ = fs::remove_dir_all(&self.folder);
    }
}

/// The shells of the machine, by their paths.
pub fn shells() -> Vec<String> {
    let path = |name: &str| {
        let folders = ["/bin", "/usr/bin"].iter();
        folders.map(|folder| format!("{folder}/{name}")).find(|path| Path::new(path).exists())
    };
    ["sh", "bash"].into_iter().filter_map(path).collect()
}

#[cfg(unix)]
fn set_executable(path: &Path) {
    use std::os::unix::fs::PermissionsExt as _;
    fs::set_permissions(path, fs::Permissions::from_mode(0o755)).unwrap();
}

#[cfg(not(unix))]
fn set_executable(_: &Path) {}
