//! `check --migrate-hadolint`: the configuration that it writes gives the same findings as
//! hadolint's file.

use std::collections::BTreeSet;

use serde_json::Value;

use crate::folder::{Folder, Run};

const LINT: &str =
    "FROM debian\nMAINTAINER me\n# hadolint ignore=DL3000\nWORKDIR app\nLABEL b=c url=nothing\n";
const BROKEN: &str = "FROM debian:12\nWROKDIR x\n";

/// A finding: code, line, level.
type Seen = BTreeSet<(String, u64, String)>;

fn text(value: &Value) -> String {
    value.as_str().unwrap().to_owned()
}

fn of_hadolint(run: &Run) -> Seen {
    let found: Value = serde_json::from_str(&run.stdout).unwrap_or_else(|error| panic!("{error}: {run:?}"));
    let found = found.as_array().unwrap().iter().filter(|it| it["code"] != "DL1000");
    found.map(|it| (text(&it["code"]), it["line"].as_u64().unwrap(), text(&it["level"]))).collect()
}

fn of_check(run: &Run) -> Seen {
    let found: Value = serde_json::from_str(&run.stdout).unwrap_or_else(|error| panic!("{error}: {run:?}"));
    let found = found.as_array().unwrap().iter().filter_map(|it| {
        let code = it["aliases"].as_array().unwrap().iter().filter_map(Value::as_str);
        let code = code.into_iter().find(|name| name.starts_with("DL"))?.to_owned();
        let level = text(&it["severity"]).replace("hint", "style");
        Some((code, it["start"]["line"].as_u64().unwrap(), level))
    });
    found.collect()
}

/// Both ways give the same findings and the same exit code. Returns what standard error says about
/// the migration.
#[track_caller]
fn check(config: &str) -> String {
    let folder = Folder::new([("a", LINT), ("broken", BROKEN), ("c.yaml", config)]);
    let migration = folder.run(&["check", "--migrate-hadolint", "c.yaml"]);
    assert_eq!((migration.code, migration.stdout.as_str()), (0, "wrote dockwright.toml\n"), "{migration:?}");
    for file in ["a", "broken"] {
        let theirs = folder.hadolint(&["-c", "c.yaml", "-f", "json", file]);
        // In the format of the file, too, if it names one.
        let theirs = if config.contains("format") {
            Run { stdout: folder.hadolint(&["-f", "json", file]).stdout, ..theirs }
        } else {
            theirs
        };
        let ours = folder.run(&["check", "--format", "json", "--no-context", file]);
        assert_eq!(ours.stderr, "", "{config}");
        if file == "a" {
            assert_eq!(of_check(&ours), of_hadolint(&theirs), "{config}");
        }
        assert_eq!(ours.code, theirs.code, "{config}: {file}");
    }
    migration.stderr
}

#[test]
fn every_key_has_the_same_outcome() {
    for config in [
        "ignored: [DL3006, DL4000]",
        "ignored: [DL3006]\noverride:\n  error: [DL3006]",
        "override:\n  error: [DL3006]",
        "override:\n  warning: [DL4000]\n  info: [DL3006]\nfailure-threshold: warning",
        "override:\n  info: [DL3006, DL4000]\n  style: [DL3006]",
        "override:\n  style: [DL3006, DL4000]",
        "failure-threshold: error",
        "failure-threshold: error\noverride:\n  warning: [DL4000]\ndisable-ignore-pragma: true\nignored: [DL3000]",
        "failure-threshold: warning",
        "failure-threshold: info",
        "failure-threshold: style\noverride:\n  style: [DL3006]",
        "failure-threshold: ignore",
        "failure-threshold: none",
        "no-fail: true",
        "no-fail: false",
        "disable-ignore-pragma: true",
        "disable-ignore-pragma: false",
        "trustedRegistries: [quay.io]",
        "trustedRegistries: [docker.io]",
        "trustedRegistries: []",
        "label-schema:\n  a: text\n  url: url",
        "label-schema:\n  b: email\nstrict-labels: true",
        "strict-labels: true",
    ] {
        assert_eq!(check(config), "", "{config}");
    }
}

#[test]
fn what_is_left_out_is_reported() {
    let of = |config: &str| check(config);
    let line = |text: &str| format!("dockwright: c.yaml: {text}\n");
    assert_eq!(
        of("no-color: true"),
        line("`no-color` is not a setting; set the environment variable `NO_COLOR`")
    );
    assert_eq!(
        of("no-fail: true\nfailure-threshold: error"),
        line("`failure-threshold` has no effect together with `no-fail`")
    );
    assert_eq!(
        of("override:\n  ignore: [DL3006]\nbogus: 1"),
        line("`override.ignore` is not a hadolint key and is left out")
            + &line("`bogus` is not a hadolint key and is left out")
    );
    assert_eq!(
        of("ignored: [dl3006, UntaggedImage, DL1000, DL9999, DL9999]"),
        line("`dl3006` is not a hadolint code and is left out")
            + &line("`UntaggedImage` is not a hadolint code and is left out")
            + &line("`DL1000` is left out, because files that cannot be read are always reported")
            + &line("these codes have no rule, so they have no effect: DL9999")
    );
    for (format, instead) in
        [("tty", "text"), ("gnu", "concise"), ("sarif", "sarif"), ("gitlab_codeclimate", "gitlab")]
    {
        let told = of(&format!("format: {format}"));
        assert!(told.contains(&format!("`--format {instead}`")), "{told}");
    }
}

#[test]
fn nothing_is_overwritten_unasked() {
    let folder = Folder::new([(".hadolint.yml", "ignored: [DL3006]\n"), ("dockwright.toml", "# mine\n")]);
    let refused = folder.run(&["check", "--migrate-hadolint"]);
    assert_eq!(refused.code, 2);
    assert_eq!(refused.stderr, "dockwright: dockwright.toml already exists; use --force to replace it\n");
    assert_eq!(folder.read("dockwright.toml").unwrap(), "# mine\n");
    assert_eq!(folder.run(&["check", "--migrate-hadolint", "--force"]).code, 0);
    let written = folder.read("dockwright.toml").unwrap();
    assert!(written.contains(".hadolint.yml") && written.contains("ignore = [\"DL3006\"]"), "{written}");
}

#[test]
fn a_file_that_hadolint_cannot_use_is_not_migrated() {
    for (config, message) in [
        ("ignored: DL3006", "c.yaml:1: `ignored` is a string, not a list; hadolint ignores the whole file"),
        ("", "c.yaml: the file is empty; hadolint ignores the whole file"),
        ("no-fail: yes", "c.yaml:1: `no-fail` is a string, not `true` or `false`"),
    ] {
        let folder = Folder::new([("c.yaml", config)]);
        let run = folder.run(&["check", "--migrate-hadolint", "c.yaml"]);
        assert_eq!((run.code, run.stdout.as_str()), (2, ""));
        assert!(run.stderr.contains(message), "{run:?}");
        assert_eq!(folder.read("dockwright.toml"), None);
    }
    let run = Folder::new([]).run(&["check", "--migrate-hadolint"]);
    assert_eq!((run.code, run.stderr.contains("there is no .hadolint.yaml in this folder")), (2, true));
}
