//! The command line as scripts see it: the real binary, its output and its exit codes.

#![allow(clippy::unwrap_used, reason = "a test that panics has failed")]

mod asked_for;
mod bounds;
mod builds;
mod changes;
mod commands;
mod context;
mod foreign;
mod graph;
mod init;
mod korean;
mod podman;
mod safety;
mod search;
#[cfg(unix)]
mod shellcheck;
mod truth;

use std::{
    env, fs,
    io::Write,
    path::{Path, PathBuf},
    process::{Command, Output, Stdio},
    sync::atomic::{AtomicU32, Ordering},
};

use dockwright_tests::{dockwright_binary, root, samples};
use serde_json::Value;

/// The smallest file that Docker builds, and one that it rejects in line 2.
const GOOD: &str = "FROM alpine\n";
const BAD: &str = "FROM alpine\nWROKDIR /app\n";

/// A folder of its own, removed at the end.
struct Folder(PathBuf);

impl Folder {
    fn new(files: &[(&str, &str)]) -> Self {
        static NEXT: AtomicU32 = AtomicU32::new(0);
        let number = NEXT.fetch_add(1, Ordering::Relaxed);
        let folder = Self(env::temp_dir().join(format!("dockwright-cli-{}-{number}", std::process::id())));
        fs::create_dir_all(&folder.0).unwrap();
        for (path, text) in files {
            folder.write(path, text.as_bytes());
        }
        folder
    }

    fn write(&self, path: &str, bytes: &[u8]) {
        let path = self.0.join(path);
        fs::create_dir_all(path.parent().unwrap()).unwrap();
        fs::write(path, bytes).unwrap();
    }

    fn run(&self, arguments: &[&str]) -> Run {
        self.run_with(arguments, "")
    }

    fn run_with(&self, arguments: &[&str], input: &str) -> Run {
        let mut child = command(&self.0)
            .args(arguments)
            .stdin(Stdio::piped())
            .stdout(Stdio::piped())
            .stderr(Stdio::piped())
            .spawn()
            .unwrap();
        // A command that reads no input may be gone already.
        child.stdin.take().unwrap().write_all(input.as_bytes()).ok();
        child.wait_with_output().unwrap().into()
    }
}

impl Drop for Folder {
    fn drop(&mut self) {
        fs::remove_dir_all(&self.0).ok();
    }
}

fn command(folder: &Path) -> Command {
    let mut command = Command::new(dockwright_binary());
    command.current_dir(folder).env_remove("DOCKWRIGHT_LOG").env("LC_ALL", "C");
    command
}

#[derive(Debug, Default, PartialEq, Eq)]
struct Run {
    code: i32,
    stdout: String,
    stderr: String,
}

impl From<Output> for Run {
    fn from(output: Output) -> Self {
        Self {
            code: output.status.code().expect("no signal ends it"),
            stdout: String::from_utf8(output.stdout).unwrap(),
            stderr: String::from_utf8(output.stderr).unwrap(),
        }
    }
}

impl Run {
    #[track_caller]
    fn json(&self) -> Value {
        serde_json::from_str(&self.stdout).unwrap_or_else(|error| panic!("{error}: {self:?}"))
    }

    /// The files of the findings, each once.
    #[track_caller]
    fn files(&self) -> Vec<String> {
        let value = self.json();
        let mut files: Vec<_> =
            value.as_array().unwrap().iter().map(|it| it["file"].as_str().unwrap().to_owned()).collect();
        files.dedup();
        files
    }
}

#[test]
fn a_fine_file_is_code_0() {
    let run = Folder::new(&[("Dockerfile", GOOD)]).run(&["check", "--select", "UnknownInstruction"]);
    assert_eq!(run, Run { code: 0, stdout: "no findings in 1 file\n".to_owned(), stderr: String::new() });
}

#[test]
fn a_finding_is_code_1_with_its_line_shown() {
    let run = Folder::new(&[("web/Dockerfile", BAD)]).run(&["check"]);
    assert_eq!(run.code, 1);
    assert_eq!(run.stderr, "");
    assert!(run.stdout.contains("--> web/Dockerfile:2:1\n"), "{}", run.stdout);
    assert!(run.stdout.contains("2 | WROKDIR /app\n"), "{}", run.stdout);
    assert!(run.stdout.contains("^^^^^^^"), "{}", run.stdout);
    assert!(
        run.stdout.contains("1 error in 1 file, 1 fixable with `--fix --unsafe-fixes`\n"),
        "{}",
        run.stdout
    );
    assert!(!run.stdout.contains('\x1b'), "colour without a terminal");
}

#[test]
fn the_failure_level_decides_on_the_code() {
    let folder = Folder::new(&[("Dockerfile", BAD)]);
    assert_eq!(folder.run(&["check", "--fail-on", "error"]).code, 1);
    assert_eq!(folder.run(&["check", "--fail-on", "never"]).code, 0);
    assert_eq!(folder.run(&["check", "--fail-on", "sometimes"]).code, 2);
}

#[test]
fn json_has_the_documented_keys() {
    let run = Folder::new(&[("web/Dockerfile", BAD)]).run(&["check", "--format", "json"]);
    assert_eq!(run.code, 1);
    let value = run.json();
    let finding = &value[0];
    assert_eq!(finding["file"], "web/Dockerfile");
    assert_eq!(finding["severity"], "error");
    assert!(finding["rule"].is_string() && finding["aliases"].is_array() && finding["message"].is_string());
    assert_eq!(finding["start"], serde_json::json!({"line": 2, "column": 1}));
    assert_eq!(finding["end"]["line"], 2);
}

#[test]
fn json_without_findings_is_an_empty_array() {
    let folder = Folder::new(&[("Dockerfile", GOOD)]);
    let run = folder.run(&["check", "--format", "json", "--select", "DL3025"]);
    assert_eq!((run.code, run.stdout.as_str()), (0, "[]\n"));
}

#[test]
fn findings_can_be_chosen_by_rule() {
    let folder = Folder::new(&[("Dockerfile", BAD)]);
    let all = folder.run(&["check", "--format", "json"]).json();
    let rule = all[0]["rule"].as_str().unwrap();
    let lower = rule.to_lowercase();
    let chosen = folder.run(&["check", "--format", "json", "--select", &lower]);
    assert_eq!(chosen.json()[0]["rule"], rule);
    let ignored = folder.run(&["check", "--format", "json", "--ignore", &format!("UntaggedImage,{rule}")]);
    assert!(ignored.json().as_array().unwrap().iter().all(|finding| finding["rule"] != rule));
    let extended = folder.run(&["check", "--format", "json", "--select", "DL3025", "--extend-select", rule]);
    assert_eq!(extended.json()[0]["rule"], rule);
}

#[test]
fn a_folder_is_searched_by_name_without_ignored_files() {
    let folder = Folder::new(&[
        (".gitignore", "build/\n"),
        ("Dockerfile", BAD),
        ("Dockerfile-dev", BAD),
        ("api.dockerfile", BAD),
        ("sub/Containerfile", BAD),
        (".devcontainer/Dockerfile", BAD),
        ("build/Dockerfile", BAD),
        (".git/Dockerfile", BAD),
        ("Dockerfile.dockerignore", BAD),
        ("notes.txt", BAD),
    ]);
    let names =
        [".devcontainer/Dockerfile", "Dockerfile", "Dockerfile-dev", "api.dockerfile", "sub/Containerfile"];
    for jobs in ["1", "8"] {
        assert_eq!(folder.run(&["check", "--format", "json", "--jobs", jobs]).files(), names);
    }
    // Files that are named are always checked; the order is that of the paths, each once.
    let run =
        folder.run(&["check", "--format", "json", "sub", "notes.txt", "build/Dockerfile", "./notes.txt"]);
    assert_eq!(run.files(), ["build/Dockerfile", "notes.txt", "sub/Containerfile"]);
}

#[test]
fn many_files_come_in_order_whatever_the_number_of_jobs() {
    let names: Vec<_> = (0..150).map(|n| format!("{n:03}/Dockerfile")).collect();
    let files: Vec<_> = names.iter().map(|name| (name.as_str(), BAD)).collect();
    let folder = Folder::new(&files);
    let one = folder.run(&["check", "--jobs", "1"]);
    assert_eq!(one, folder.run(&["check", "--jobs", "4"]));
    assert_eq!(folder.run(&["check", "--format", "json"]).files(), names);
}

#[test]
fn standard_input_has_a_name() {
    let folder = Folder::new(&[]);
    let run = folder.run_with(&["check", "--format", "json", "--stdin-filename", "web/Dockerfile", "-"], BAD);
    assert_eq!((run.code, run.files()), (1, vec!["web/Dockerfile".to_owned()]));
}

#[test]
fn an_unreadable_file_is_code_2_after_the_others() {
    let folder = Folder::new(&[("Dockerfile", BAD)]);
    let run = folder.run(&["check", "--format", "json", "Dockerfile", "web/Dockerfile"]);
    assert_eq!(run.code, 2);
    assert_eq!(run.files(), ["Dockerfile"]);
    assert_eq!(run.stderr, "dockwright: cannot read web/Dockerfile: no such file or directory\n");
    let run = folder.run(&["parse", "gone"]);
    let expected = "dockwright: cannot read gone: no such file or directory\n";
    assert_eq!((run.code, run.stderr.as_str(), run.stdout.as_str()), (2, expected, ""));
}

#[test]
fn bytes_that_are_no_utf8_are_read_all_the_same() {
    let folder = Folder::new(&[]);
    folder.write("Dockerfile", b"FROM alpine\n# caf\xe9\nWROKDIR /\xff\xfe\n");
    let run = folder.run(&["check", "--format", "json"]);
    assert_eq!(run.code, 1);
    assert_eq!(run.json()[0]["start"]["line"], 3);
    assert_eq!(folder.run(&["parse", "Dockerfile"]).code, 0);
}

#[test]
fn usage_errors_are_code_2() {
    let folder = Folder::new(&[]);
    for arguments in
        [&["check", "--format", "yaml"][..], &["frobnicate"], &["check", "--unknown"], &["parse"]]
    {
        let run = folder.run(arguments);
        assert_eq!((run.code, run.stdout.as_str()), (2, ""), "{arguments:?}");
        assert!(run.stderr.starts_with("error: "), "{run:?}");
    }
}

#[test]
fn help_goes_where_it_is_asked_for() {
    let folder = Folder::new(&[]);
    let run = folder.run(&["--help"]);
    assert!(run.code == 0 && run.stdout.contains("completions") && run.stderr.is_empty(), "{run:?}");
    let run = folder.run(&[]);
    assert!(run.code == 2 && run.stdout.is_empty() && run.stderr.contains("Usage: dockwright"), "{run:?}");
    let run = folder.run(&["--version"]);
    assert!(run.code == 0 && run.stdout.starts_with("dockwright "), "{run:?}");
}

#[test]
fn an_empty_folder_says_so() {
    let run = Folder::new(&[("README.md", "")]).run(&["check"]);
    assert_eq!((run.code, run.stdout.as_str()), (0, ""));
    assert_eq!(run.stderr, "dockwright: no Dockerfiles found\n");
}

#[test]
fn quiet_and_statistics() {
    let folder = Folder::new(&[("Dockerfile", BAD)]);
    assert!(!folder.run(&["check", "--quiet"]).stdout.contains("in 1 file"));
    let rule = folder.run(&["check", "--format", "json"]).json()[0]["rule"].as_str().unwrap().to_owned();
    let line = format!("      1  {rule}\n");
    assert!(folder.run(&["check", "--statistics"]).stdout.contains(&line));
    let run = folder.run(&["check", "--statistics", "--format", "json"]);
    assert!(run.stderr.contains(&line) && run.json().is_array(), "{run:?}");
}

#[cfg(unix)]
#[test]
fn a_closed_pipe_ends_it_quietly() {
    let text = format!("FROM alpine\n{}", "WROKDIR /app\n".repeat(3000));
    let folder = Folder::new(&[("Dockerfile", &text)]);
    for arguments in [&["check"][..], &["check", "--format", "json"], &["parse", "Dockerfile"]] {
        let mut child =
            command(&folder.0).args(arguments).stdout(Stdio::piped()).stderr(Stdio::piped()).spawn().unwrap();
        drop(child.stdout.take());
        let run = Run::from(child.wait_with_output().unwrap());
        assert!(run.stderr.is_empty() && run.code < 2, "{arguments:?}: {run:?}");
    }
}

#[cfg(target_os = "linux")]
#[test]
fn a_full_disk_is_code_2() {
    let folder = Folder::new(&[("Dockerfile", BAD)]);
    let full = fs::OpenOptions::new().write(true).open("/dev/full").unwrap();
    let run =
        Run::from(command(&folder.0).arg("check").stdout(full).stderr(Stdio::piped()).output().unwrap());
    assert_eq!(run.code, 2);
    assert_eq!(run.stderr, "dockwright: cannot write to standard output: no space left on device\n");
}

#[test]
fn samples_are_broken_where_they_are_meant_to_be() {
    for (path, _) in samples() {
        let run = Run::from(command(root()).args(["parse", "--format", "json"]).arg(&path).output().unwrap());
        let is_broken = path.parent().unwrap().ends_with("broken");
        assert_eq!(run.json()["ok"], !is_broken, "{}: {}", path.display(), run.json()["errors"]);
    }
}

/// Names and lines of findings.
fn found(run: &Run) -> Vec<(String, u64)> {
    let json = run.json();
    let findings = json.as_array().unwrap().iter();
    findings
        .map(|it| (it["rule"].as_str().unwrap().to_owned(), it["start"]["line"].as_u64().unwrap()))
        .collect()
}

#[test]
fn presets_report_as_their_readers_want() {
    let text = "FROM alpine:3.22\nENV \\\n  A b\nENV C=$JAVA_HOME\nRUN a \\\n\n  b\n";
    let folder = Folder::new(&[("Dockerfile", text)]);
    let run = |preset: &str| {
        found(&folder.run(&["check", "--isolated", "--no-context", "--format", "json", "--preset", preset]))
    };
    let rules = |expected: &[(&str, u64)]| -> Vec<_> {
        expected.iter().map(|&(rule, line)| (rule.to_owned(), line)).collect()
    };
    // BuildKit's lines and its view of base images.
    let buildkit = [("LegacyKeyValueFormat", 2), ("UndefinedVar", 4), ("NoEmptyContinuation", 7)];
    assert_eq!(run("buildkit"), rules(&buildkit));
    assert_eq!(run("default"), rules(&[("LegacyKeyValueFormat", 3), ("NoEmptyContinuation", 6)]));
    assert_eq!(run("hadolint"), []);
}

#[test]
fn the_file_chooses_its_checks() {
    let folder = Folder::new(&[
        ("all/Dockerfile", "# check=skip=all\nFROM alpine as a\n"),
        ("one/Dockerfile", "# check=skip=FromAsCasing\nFROM alpine as A\n"),
        ("above/Dockerfile", "# hello\n\n# check=skip=FromAsCasing\nFROM alpine as A\n"),
        ("asked/Dockerfile", "# check=experimental=all\n\n# wrong\nARG A\nFROM alpine\n"),
        ("fails/Dockerfile", "# check=error=true\nFROM alpine as a\n"),
        ("fine/Dockerfile", "# check=skip=FromAsCasing;error=true\nFROM alpine as a\n"),
    ]);
    let rules = |name: &str| -> Vec<String> {
        let run = folder.run(&["check", "--format", "json", name]);
        found(&run).into_iter().map(|(rule, _)| rule).collect()
    };
    assert!(rules("all").is_empty() && rules("fine").is_empty());
    assert_eq!(rules("one"), ["StageNameCasing"]);
    assert_eq!(rules("above"), ["StageNameCasing"]);
    assert_eq!(rules("asked"), ["InvalidDefinitionDescription"]);
    assert_eq!(rules("fails"), ["ChecksFailed", "FromAsCasing"]);
    let report = folder.run(&["parse", "--format", "json", "fails/Dockerfile"]).json();
    assert_eq!(report["ok"], false);
    assert_eq!(report["errors"][0]["message"], "lint violation found for rules: FromAsCasing");
    assert!(report["errors"][0]["line"].is_null());
    assert_eq!(folder.run(&["parse", "--format", "json", "fine/Dockerfile"]).json()["ok"], true);
}

#[test]
fn rules_are_listed_and_explained() {
    let folder = Folder::new(&[]);
    let rules = folder.run(&["rules", "--format", "json"]).json();
    let find =
        |name: &str| rules.as_array().unwrap().iter().find(|rule| rule["name"] == name).cloned().unwrap();
    assert_eq!(find("JSONArgsRecommended")["aliases"], serde_json::json!(["DL3025"]));
    assert_eq!(find("JSONArgsRecommended")["group"], "forms");
    assert_eq!(find("UnknownInstruction")["severity"], "error");
    assert!(folder.run(&["rules"]).stdout.contains("UndefinedVar"));
    assert!(folder.run(&["rules", "--format", "markdown"]).stdout.starts_with("| Rule |"));
    let page = folder.run(&["explain", "dl3025"]);
    assert_eq!(page.code, 0);
    assert!(page.stdout.starts_with("JSONArgsRecommended") && page.stdout.contains("# Use instead"));
    let korean = folder.run(&["explain", "StageNameCasing", "--locale", "ko-KR"]).stdout;
    assert!(korean.contains("스테이지 이름에 대문자가 있습니다."));
    assert!(folder.run(&["rules", "--locale", "ko"]).stdout.contains("스테이지 이름에 대문자가 있습니다."));
    let unknown = folder.run(&["explain", "NoSuchRule"]);
    assert_eq!((unknown.code, unknown.stdout.as_str()), (2, ""));
}

/// Two safe fixes on one line, and one that a user should review.
#[test]
fn configuration_is_found_above_the_file() {
    let folder = Folder::new(&[
        (
            "dockwright.toml",
            "# ours\nignore = [\"FromAsCasing\"]\nfail-on = \"error\"\npresett = 1\n\n[severity]\nStageNameCasing = \"info\"\nJSONArgsRecommended = \"of\"\n\n[per-file-ignores]\n\"old/\" = [\"DL3025\"]\n",
        ),
        (
            ".hadolint.yaml",
            "# theirs\nignored:\n  - DL3008\n  - DL4000\noverride:\n  error: [DL3025]\nfailure-threshold: none\ntrustedRegistries: docker.io\n",
        ),
        ("web/Dockerfile", "FROM alpine as Base\nMAINTAINER me\nCMD a\n"),
        ("old/Dockerfile", "FROM alpine\nCMD a\n"),
    ]);
    let severities = |arguments: &[&str]| -> Vec<(String, String)> {
        let run = folder.run(&[&["check", "--format", "json"], arguments].concat());
        let json = run.json();
        let text = |it: &Value| it.as_str().unwrap().to_owned();
        json.as_array().unwrap().iter().map(|it| (text(&it["rule"]), text(&it["severity"]))).collect()
    };
    let is = |expected: &[(&str, &str)]| -> Vec<_> {
        expected.iter().map(|&(rule, severity)| (rule.to_owned(), severity.to_owned())).collect()
    };
    assert_eq!(severities(&[]), is(&[("StageNameCasing", "info"), ("JSONArgsRecommended", "error")]));
    assert_eq!(severities(&["--select", "FromAsCasing"]), is(&[("FromAsCasing", "warning")]));
    assert_eq!(severities(&["--isolated", "old"]), is(&[("JSONArgsRecommended", "warning")]));
    let run = folder.run(&["check"]);
    assert_eq!(
        run.stderr,
        "dockwright: .hadolint.yaml:8: `trustedRegistries` is a string, not a list\n\
         dockwright: dockwright.toml:4: unknown key `presett`\n\
         dockwright: dockwright.toml:8: `severity.JSONArgsRecommended` is `of`, not one of error, warning, info, hint, off\n"
    );
    assert_eq!(run.code, 1);
    assert_eq!(folder.run(&["check", "old"]).code, 0);
    assert_eq!(folder.run(&["check", "--fail-on", "never"]).code, 0);
}

#[test]
fn a_configuration_file_can_be_named() {
    let folder = Folder::new(&[
        ("Dockerfile", "FROM alpine as b\nCMD a\n"),
        ("dockwright.toml", "ignore = [\"FromAsCasing\"]\n"),
        ("other/ci.toml", "select = [\"FromAsCasing\"\nfail-on = \"never\"\n"),
        ("other/ci.yaml", "ignored: [DL3025]\nno-fail: true\n"),
    ]);
    let run = folder.run(&["check", "--config", "other/ci.yaml", "--format", "github"]);
    assert!(
        run.code == 0 && run.stdout.contains("FromAsCasing") && !run.stdout.contains("JSONArgs"),
        "{run:?}"
    );
    let run = folder.run(&["check", "--config", "other/ci.toml"]);
    assert!(run.stderr.starts_with("dockwright: other/ci.toml:"), "{run:?}");
    let run = folder.run(&["check", "--config", "none.toml"]);
    assert_eq!(
        (run.code, run.stderr.as_str()),
        (2, "dockwright: cannot read none.toml: no such file or directory\n")
    );
    assert_eq!(folder.run(&["check", "--config", "a", "--isolated"]).code, 2);
}
