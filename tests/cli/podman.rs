//! Files that Podman builds: by name, by setting, and by the command line.

use super::*;

const MOUNT: &str = "FROM fedora:42\nRUN --mount=type=bind,source=x,target=/x,z cat /x\n";

/// Rules and severities of what `check` reports.
#[track_caller]
fn found(run: &Run) -> Vec<(String, String)> {
    let text = |value: &Value| value.as_str().unwrap().to_owned();
    run.json().as_array().unwrap().iter().map(|it| (text(&it["rule"]), text(&it["severity"]))).collect()
}

fn check(folder: &Folder, arguments: &[&str]) -> Run {
    folder.run(&[&["check", "--format", "json"], arguments].concat())
}

fn invalid_mount() -> Vec<(String, String)> {
    vec![("InvalidMount".to_owned(), "error".to_owned())]
}

#[test]
fn the_name_decides() {
    let names = ["Containerfile", "Containerfile.dev", "containerfile", "web.Containerfile"];
    for name in names {
        let folder = Folder::new(&[(name, MOUNT)]);
        let run = check(&folder, &[]);
        assert_eq!((run.code, run.stdout.as_str(), run.stderr.as_str()), (0, "[]\n", ""), "{name}");
    }
    let folder = Folder::new(&[("Dockerfile", MOUNT)]);
    let run = check(&folder, &[]);
    assert_eq!((run.code, found(&run)), (1, invalid_mount()));
    let message = run.json()[0]["message"].as_str().unwrap().to_owned();
    assert!(message.contains("set `engine = \"podman\"` if Podman builds this file"), "{message}");
    // Standard input has the name that it is given.
    let run = folder.run_with(&["check", "--stdin-filename", "a/Containerfile", "-"], MOUNT);
    assert_eq!(run.code, 0, "{run:?}");
    let run = folder.run_with(&["check", "--isolated", "-"], MOUNT);
    assert_eq!(run.code, 1, "{run:?}");
}

#[test]
fn a_setting_is_nearer_than_the_name_and_an_option_nearer_still() {
    let folder = Folder::new(&[("Dockerfile", MOUNT), ("dockwright.toml", "engine = \"podman\"\n")]);
    assert_eq!(check(&folder, &[]).code, 0);
    assert_eq!(found(&check(&folder, &["--engine", "docker"])), invalid_mount());
    assert_eq!(found(&check(&folder, &["--isolated"])), invalid_mount());
    assert_eq!(check(&folder, &["--isolated", "--engine=podman"]).code, 0);
    let folder = Folder::new(&[("Containerfile", MOUNT), ("dockwright.toml", "engine = \"docker\"\n")]);
    assert_eq!(found(&check(&folder, &[])), invalid_mount());
    let folder = Folder::new(&[("Dockerfile", MOUNT), ("dockwright.toml", "engine = \"buildah\"\n")]);
    let run = check(&folder, &[]);
    assert_eq!(found(&run), invalid_mount());
    let complaint = "dockwright.toml:1: `engine` is `buildah`, not one of docker, podman";
    assert!(run.stderr.contains(complaint), "{}", run.stderr);
}

#[test]
fn what_is_buildkits_verdict_stays() {
    let folder = Folder::new(&[("Containerfile", MOUNT), ("dockwright.toml", "engine = \"podman\"\n")]);
    assert_eq!(found(&check(&folder, &["--preset", "buildkit"])), invalid_mount());
    assert_eq!(found(&check(&folder, &["--preset", "buildkit", "--engine", "podman"])), invalid_mount());
    let report = folder.run(&["parse", "--format", "json", "Containerfile"]).json();
    assert_eq!(report["ok"], false);
    assert_eq!(report["errors"][0]["message"], "invalid field 'z' must be a key=value pair");
    assert_eq!(check(&folder, &["--preset", "all", "--select", "syntax"]).code, 0);
}

#[test]
fn what_oci_images_drop_is_worth_knowing() {
    let text = "FROM a:1\nSHELL [\"bash\", \"-c\"]\nONBUILD RUN a\nHEALTHCHECK CMD a\nHEALTHCHECK CMD b\n";
    let folder = Folder::new(&[("Containerfile", text), ("docker/Dockerfile", text)]);
    let run = check(&folder, &["--select", "DroppedByOciFormat"]);
    let lines: Vec<_> = run.json().as_array().unwrap().iter().map(|it| it["start"]["line"].clone()).collect();
    assert_eq!((run.code, lines), (0, vec![2.into(), 3.into(), 4.into()]));
    assert!(found(&run).iter().all(|(_, severity)| severity == "info"));
    assert!(run.json()[0]["message"].as_str().unwrap().contains("`--format docker`"));
    let text = format!("# dockwright file ignore=DroppedByOciFormat\n{text}");
    let folder = Folder::new(&[("Containerfile", &text)]);
    assert_eq!(check(&folder, &["--select", "DroppedByOciFormat"]).stdout, "[]\n");
}

#[test]
fn stages_after_others_are_used() {
    let text = "FROM a:1 AS builder\nRUN b\nFROM --after=builder oci-archive:out.ociarchive\nCMD [\"c\"]\n";
    let folder = Folder::new(&[("Containerfile", text), ("docker/Dockerfile", text)]);
    let run = check(&folder, &["Containerfile"]);
    assert!(
        found(&run).iter().all(|(rule, _)| rule != "UnreachableStage" && rule != "UnknownFlag"),
        "{run:?}"
    );
    assert!(found(&check(&folder, &["docker"])).iter().any(|(rule, _)| rule == "UnknownFlag"));
}

/// As reported in <https://github.com/hadolint/hadolint/issues/974>.
#[test]
fn the_reported_mount_can_be_checked() {
    let folder = Folder::new(&[]);
    let arguments = ["check", "--isolated", "--preset", "default", "--format", "json"];
    let run = folder.run_with(&[&arguments[..], &["--engine", "podman", "-"]].concat(), MOUNT);
    assert_eq!((run.code, run.stdout.as_str()), (0, "[]\n"));
    let run = folder.run_with(&[&arguments[..], &["--stdin-filename=Containerfile", "-"]].concat(), MOUNT);
    assert_eq!((run.code, run.stdout.as_str()), (0, "[]\n"));
}
