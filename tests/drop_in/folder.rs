//! A folder with files, and programs that run in it.

use std::{
    env, fs,
    io::Write,
    path::{Path, PathBuf},
    process::{Command, Stdio},
    sync::atomic::{AtomicU32, Ordering},
};

use dockwright_tests::dockwright_binary;

/// Removed at the end.
pub(crate) struct Folder(pub(crate) PathBuf);

impl Folder {
    pub(crate) fn new<'a>(files: impl IntoIterator<Item = (&'a str, &'a str)>) -> Self {
        static NEXT: AtomicU32 = AtomicU32::new(0);
        let number = NEXT.fetch_add(1, Ordering::Relaxed);
        // The working folder of a process has no links in it.
        let base = fs::canonicalize(env::temp_dir()).unwrap();
        let folder = Self(base.join(format!("dockwright-hadolint-{}-{number}", std::process::id())));
        fs::create_dir_all(&folder.0).unwrap();
        for (path, text) in files {
            folder.write(path, text);
        }
        folder
    }

    pub(crate) fn write(&self, path: &str, text: &str) {
        let path = self.0.join(path);
        fs::create_dir_all(path.parent().unwrap()).unwrap();
        fs::write(path, text).unwrap();
    }

    pub(crate) fn read(&self, path: &str) -> Option<String> {
        fs::read_to_string(self.0.join(path)).ok()
    }

    /// `dockwright` with these arguments.
    pub(crate) fn run(&self, arguments: &[&str]) -> Run {
        run(Command::new(dockwright_binary()).args(arguments), &self.0, "")
    }

    /// `dockwright hadolint` with these arguments.
    pub(crate) fn hadolint(&self, arguments: &[&str]) -> Run {
        self.run(&[&["hadolint"], arguments].concat())
    }

    /// `dockwright hadolint` with a text on standard input.
    pub(crate) fn hadolint_with(&self, arguments: &[&str], input: &str) -> Run {
        run(Command::new(dockwright_binary()).arg("hadolint").args(arguments), &self.0, input)
    }
}

impl Drop for Folder {
    fn drop(&mut self) {
        fs::remove_dir_all(&self.0).ok();
    }
}

#[derive(Debug, Default, Clone, PartialEq, Eq)]
pub(crate) struct Run {
    pub(crate) code: i32,
    pub(crate) stdout: String,
    pub(crate) stderr: String,
}

/// Runs a command in a folder that is also its home; no variable of hadolint is set but those of the command.
pub(crate) fn run(command: &mut Command, folder: &Path, input: &str) -> Run {
    let given: Vec<_> = command.get_envs().map(|(name, _)| name.to_owned()).collect();
    for (name, _) in env::vars_os() {
        let text = name.to_string_lossy();
        let is_read = text.starts_with("HADOLINT_") || text.starts_with("XDG_") || text == "NO_COLOR";
        if is_read && !given.contains(&name) {
            command.env_remove(&name);
        }
    }
    if !given.iter().any(|name| name == "HOME") {
        command.env("HOME", folder);
    }
    let mut child = command
        .current_dir(folder)
        .env_remove("DOCKWRIGHT_LOG")
        .env("LC_ALL", "C.UTF-8")
        .stdin(Stdio::piped())
        .stdout(Stdio::piped())
        .stderr(Stdio::piped())
        .spawn()
        .unwrap();
    // A command that reads no input may be gone already.
    child.stdin.take().unwrap().write_all(input.as_bytes()).ok();
    let output = child.wait_with_output().unwrap();
    Run {
        code: output.status.code().expect("no signal ends it"),
        stdout: String::from_utf8(output.stdout).unwrap(),
        stderr: String::from_utf8(output.stderr).unwrap(),
    }
}
