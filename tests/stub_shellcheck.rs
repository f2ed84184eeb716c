//! A program that answers as `ShellCheck` does: it reports the word `WRONG` and wants `RIGHT`
//! instead.

#![allow(clippy::unwrap_used, clippy::missing_panics_doc, reason = "a test that panics has failed")]

use std::{
    env, fs,
    path::{Path, PathBuf},
    process::Command,
    sync::atomic::{AtomicUsize, Ordering},
};

/// The code of the program's findings, which nothing else reports.
pub const CODE: &str = "SC2999";

const PROGRAM: &str = r#"#!/bin/sh
if [ "$1" = --version ]; then
    printf 'ShellCheck - shell script analysis tool\nversion: @VERSION@\n'
    exit
fi
echo "$$|$PWD|$SHELLCHECK_OPTS|$*" >> "$0.log"
cat ./*.sh >> "$0.scripts"
@BEFORE@
LC_ALL=C awk '
BEGIN { printf "{\"comments\":[" }
{
    # Columns count characters: one byte is left of each.
    gsub(/[\200-\277]/, "")
    from = 1
    while ((at = index(substr($0, from), "WRONG")) > 0) {
        column = from + at - 1
        from = column + 5
        place = sprintf("\"line\":%d,\"endLine\":%d,\"column\":%d,\"endColumn\":%d", FNR, FNR, column, from)
        printf "%s{\"file\":\"%s\",%s,\"level\":\"warning\",\"code\":2999,\"message\":\"This is wrong.\",", separator, FILENAME, place
        printf "\"fix\":{\"replacements\":[{%s,\"insertionPoint\":\"afterEnd\",\"precedence\":1,\"replacement\":\"RIGHT\"}]}}", place
        separator = ","
    }
}
END { print "]}" }
' ./*.sh
exit 1
"#;

/// The program in a separate folder, removed at the end.
pub struct StubShellCheck {
    folder: PathBuf,
}

impl StubShellCheck {
    pub fn new() -> Self {
        Self::with("0.11.0", "")
    }

    /// A program of a version, which runs these lines before it answers.
    pub fn with(version: &str, before: &str) -> Self {
        static NUMBER: AtomicUsize = AtomicUsize::new(0);
        let number = NUMBER.fetch_add(1, Ordering::Relaxed);
        let folder = env::temp_dir().join(format!("dockwright-stub-{}-{number}", std::process::id()));
        fs::create_dir_all(&folder).unwrap();
        let stub = Self { folder };
        let text = PROGRAM.replace("@VERSION@", version).replace("@BEFORE@", before);
        // A file that is open for writing anywhere cannot be run, and other tests start processes all the
        // time, which inherit open files: so another process writes it.
        let written = stub.folder.join("text");
        fs::write(&written, text).unwrap();
        let mut shell = Command::new("/bin/sh");
        shell.args(["-c", "cat \"$1\" > \"$2\" && chmod 755 \"$2\"", "sh"]);
        assert!(copied_into(&mut shell, &written, &stub.folder.join("shellcheck")));
        stub
    }

    /// Its path.
    pub fn path(&self) -> String {
        self.folder.join("shellcheck").display().to_string()
    }

    pub fn folder(&self) -> &Path {
        &self.folder
    }

    /// How it was run: its process, working directory, options from the environment and arguments.
    pub fn runs(&self) -> Vec<[String; 4]> {
        let log = fs::read_to_string(self.folder.join("shellcheck.log")).unwrap_or_default();
        let fields = |line: &str| {
            let mut fields = line.splitn(4, '|').map(str::to_owned);
            std::array::from_fn(|_| fields.next().unwrap())
        };
        log.lines().map(fields).collect()
    }

    /// All scripts that it has been given.
    pub fn scripts(&self) -> String {
        fs::read_to_string(self.folder.join("shellcheck.scripts")).unwrap_or_default()
    }
}

fn copied_into(command: &mut Command, from: &Path, to: &Path) -> bool {
    command.arg(from).arg(to).status().unwrap().success()
}

impl Default for StubShellCheck {
    fn default() -> Self {
        Self::new()
    }
}

impl Drop for StubShellCheck {
    fn drop(&mut self) {
        fs::remove_dir_all(&self.folder).ok();
    }
}

/// The real program: the one that `DOCKWRIGHT_SHELLCHECK` names, or the one in PATH. Prints a
/// message if there is none.
pub fn real_shellcheck() -> Option<String> {
    let named = env::var("DOCKWRIGHT_SHELLCHECK").ok().filter(|path| !path.is_empty());
    let in_path = || {
        let folders = env::var_os("PATH").unwrap_or_default();
        let mut files = env::split_paths(&folders).map(|folder| folder.join("shellcheck"));
        files.find(|path| path.is_file()).map(|path| path.display().to_string())
    };
    let found = named.or_else(in_path);
    if found.is_none() {
        // Bypasses the harness, which shows the output of failing tests only.
        let text = "\nSKIPPED: no ShellCheck to test with; set DOCKWRIGHT_SHELLCHECK or PATH\n";
        std::io::Write::write_all(&mut std::io::stderr(), text.as_bytes()).unwrap();
    }
    found
}
