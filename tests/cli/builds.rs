//! `check` for a given build: its arguments, its target and its platform.

use super::*;

const UNKNOWN: &str =
    "ARG IMG\nFROM $IMG AS one\nARG SIGNAL\nSTOPSIGNAL $SIGNAL\nFROM scratch AS two\nSTOPSIGNAL ${X:?no}\n";

/// Rules and severities of what is reported.
#[track_caller]
fn found(run: &Run) -> Vec<(String, String)> {
    let text = |value: &Value| value.as_str().unwrap().to_owned();
    run.json().as_array().unwrap().iter().map(|it| (text(&it["rule"]), text(&it["severity"]))).collect()
}

fn check(folder: &Folder, arguments: &[&str]) -> Run {
    let rules = "BaseNameEmpty,InvalidStopSignal,RequiredVariableUnset,InvalidImageReference";
    folder.run(&[&["check", "--format", "json", "--select", rules], arguments].concat())
}

#[test]
fn what_an_argument_may_give_does_not_fail() {
    let folder = Folder::new(&[("Dockerfile", "ARG IMG\nFROM $IMG\nARG SIGNAL\nSTOPSIGNAL $SIGNAL\n")]);
    let run = check(&folder, &[]);
    let info = |rule: &str| (rule.to_owned(), "info".to_owned());
    assert_eq!((run.code, found(&run)), (0, vec![info("BaseNameEmpty"), info("InvalidStopSignal")]));
    let run = check(&folder, &["--build-arg", "IMG=alpine", "--build-arg=SIGNAL=KILL"]);
    assert_eq!((run.code, run.stdout.as_str(), run.stderr.as_str()), (0, "[]\n", ""));
    let run = check(&folder, &["--build-arg", "IMG=alpine", "--build-arg=SIGNAL=X"]);
    let error = ("InvalidStopSignal".to_owned(), "error".to_owned());
    assert_eq!((run.code, found(&run)), (1, vec![error]));
}

#[test]
fn an_argument_without_value_has_that_of_the_environment() {
    let folder = Folder::new(&[("Dockerfile", "ARG NAME\nFROM $NAME\n")]);
    let run = |set: Option<&str>| -> Run {
        let mut command = command(&folder.0);
        command.args(["check", "--select", "BaseNameEmpty", "--build-arg", "NAME"]).env_remove("NAME");
        command.envs(set.map(|value| ("NAME", value))).output().unwrap().into()
    };
    assert!(run(Some("alpine")).stdout.starts_with("no findings"));
    assert!(run(None).stdout.contains("Needs `--build-arg NAME`"));
}

#[test]
fn arguments_that_nothing_declares_are_reported() {
    let folder =
        Folder::new(&[("a/Dockerfile", "ARG A\nFROM x\n"), ("b/Dockerfile", "FROM x\nONBUILD ARG B\n")]);
    let args = ["A=1", "B=1", "C=1", "HTTP_PROXY=p", "TARGETARCH=arm64", "BUILDKIT_INLINE_CACHE=1"];
    let mut arguments = vec!["check", "--quiet", "--fail-on", "never", "--select", "NoStage"];
    arguments.extend(args.iter().flat_map(|arg| ["--build-arg", arg]));
    let run = folder.run(&arguments);
    let expected = "dockwright: --build-arg C has no effect: no ARG declares it\n";
    assert_eq!((run.code, run.stderr.as_str()), (0, expected));
}

#[test]
fn only_what_the_target_needs_is_built() {
    let folder = Folder::new(&[("Dockerfile", UNKNOWN)]);
    let errors = |arguments: &[&str]| {
        let run = check(&folder, arguments);
        found(&run)
            .into_iter()
            .filter(|(_, severity)| severity == "error")
            .map(|(rule, _)| rule)
            .collect::<Vec<_>>()
    };
    assert_eq!(errors(&[]), ["RequiredVariableUnset"]);
    assert_eq!(errors(&["--target", "two"]), ["RequiredVariableUnset"]);
    assert!(errors(&["--target", "ONE"]).is_empty());
}

#[test]
fn an_unknown_target_or_platform_is_code_2() {
    let folder = Folder::new(&[("a/Dockerfile", GOOD), ("b/Dockerfile", "FROM alpine AS release\n")]);
    let run = check(&folder, &["--target", "realese"]);
    assert_eq!(run.code, 2);
    let lines = "dockwright: cannot check a/Dockerfile: there is no stage realese\n\
                 dockwright: cannot check b/Dockerfile: there is no stage realese; did you mean release?\n";
    assert_eq!(run.stderr, lines);
    for (platform, message) in [
        ("linux/amd46", "--platform linux/amd46: there is no architecture amd46; did you mean amd64?"),
        ("linux/*", "--platform \"linux/*\": wildcards not yet supported: invalid argument"),
    ] {
        let run = check(&folder, &["--platform", platform]);
        assert_eq!((run.code, run.stdout.as_str(), run.stderr), (2, "", format!("dockwright: {message}\n")));
    }
}

#[test]
fn the_platform_is_the_one_that_is_built_for() {
    let text = "FROM scratch\nARG TARGETOS\nSTOPSIGNAL ${TARGETOS#windows}\nCOPY a D:/a\n";
    let folder = Folder::new(&[("Dockerfile", text)]);
    let lines = |platform: &str| {
        let run = folder.run(&[
            "check",
            "--format",
            "json",
            "--select",
            "InvalidStopSignal,InvalidWindowsPath",
            "--platform",
            platform,
        ]);
        found(&run).len()
    };
    assert_eq!((lines("linux/amd64"), lines("windows/amd64")), (1, 2));
}

#[test]
fn the_configuration_names_arguments() {
    let toml = "[build-args]\nIMG = \"alpine\"\nSIGNAL = 9\n";
    let folder = Folder::new(&[
        ("dockwright.toml", toml),
        ("Dockerfile", "ARG IMG\nFROM $IMG\nARG SIGNAL\nSTOPSIGNAL $SIGNAL\n"),
    ]);
    assert_eq!(check(&folder, &[]).stdout, "[]\n");
    let run = check(&folder, &["--build-arg", "IMG=A:B"]);
    assert_eq!(found(&run), [("InvalidImageReference".to_owned(), "error".to_owned())]);
}

#[test]
fn the_preset_of_buildkit_cannot_be_made_to_accept_a_file() {
    let folder =
        Folder::new(&[("Dockerfile", BAD), ("dockwright.toml", "ignore = [\"UnknownInstruction\"]\n")]);
    let run = folder.run(&["check", "--quiet"]);
    assert_eq!((run.code, run.stdout.as_str()), (0, ""));
    let run = folder.run(&["check", "--preset", "buildkit", "--format", "json"]);
    assert_eq!((run.code, found(&run)), (1, vec![("UnknownInstruction".to_owned(), "error".to_owned())]));
    let expected = "dockwright: the preset buildkit always reports UnknownInstruction; it cannot be ignored or made less severe\n";
    assert_eq!(run.stderr, expected);
}

#[test]
fn severities_of_what_docker_rejects() {
    let folder = Folder::new(&[
        ("dockwright.toml", "[severity]\nUnknownInstruction = \"info\"\nInvalidMount = \"off\"\n"),
        ("Dockerfile", "FROM a:1\nRUNN x\nRUN --mount=typ=x a\n"),
    ]);
    let run = folder.run(&["check", "--format", "json"]);
    let found: Vec<_> = run.json().as_array().unwrap().iter().map(|it| it["severity"].clone()).collect();
    assert_eq!((run.code, found), (0, vec!["info".into()]), "{run:?}");
    // BuildKit's own preset keeps its verdict, and says so.
    let run = folder.run(&["check", "--format", "json", "--preset", "buildkit"]);
    assert_eq!(run.code, 1, "{run:?}");
}
