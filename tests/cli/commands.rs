//! The output of the other commands: `parse`, `stats`, `resolve`, `completions`.

use super::*;

#[test]
fn parse_prints_the_tree_for_people() {
    let run = Folder::new(&[("Dockerfile", GOOD)]).run(&["parse", "Dockerfile"]);
    assert_eq!((run.code, run.stderr.as_str()), (0, ""));
    assert!(run.stdout.starts_with("(source_file [0, 0] - [0, 11]"), "{}", run.stdout);
    let (open, close) = (run.stdout.matches('(').count(), run.stdout.matches(')').count());
    assert_eq!(open, close);
}

#[test]
fn parse_prints_the_instruction_list_for_scripts() {
    let text =
        "# escape=`\nFROM alpine AS base\n# why\nRUN --network=none <<EOF\nx\nEOF\nCMD [\"a\", \"b\"]\n";
    let run = Folder::new(&[]).run_with(&["parse", "--format", "json", "-"], text);
    assert_eq!((run.code, run.stderr.as_str()), (0, ""));
    assert_eq!(
        run.json(),
        serde_json::json!({"ok": true, "errors": [], "escape": "`", "instructions": [
            {"line": 2, "end_line": 2, "keyword": "FROM", "form": null, "flags": [], "heredocs": [],
             "args": ["alpine", "AS", "base"]},
            {"line": 4, "end_line": 6, "keyword": "RUN", "form": "shell", "flags": ["--network=none"],
             "heredocs": ["EOF"], "args": ["<<EOF"], "comments": ["why"],
             "heredoc_info": [{"fd": 0, "expand": true, "chomp": false, "content": "x\n"}]},
            {"line": 7, "end_line": 7, "keyword": "CMD", "form": "exec", "flags": [], "heredocs": [],
             "args": ["a", "b"], "json": ["a", "b"]}]})
    );
}

#[test]
fn parse_answers_for_a_broken_file_too() {
    let run = Folder::new(&[]).run_with(&["parse", "--format", "json", "-"], BAD);
    assert_eq!(run.code, 0);
    let value = run.json();
    assert_eq!((&value["ok"], &value["errors"][0]["line"]), (&Value::Bool(false), &Value::from(2)));
    assert_eq!(value["errors"][0]["phase"], "instruction");
}

#[test]
fn stats_adds_up() {
    let run = Folder::new(&[("a/Dockerfile", GOOD), ("b/Dockerfile", BAD)]).run(&["stats"]);
    assert_eq!((run.code, run.stderr.as_str()), (0, ""));
    for line in ["files: 2\n", "bytes: 37\n", "files that Docker rejects: 1\n", "panics caught: 0\n"] {
        assert!(run.stdout.contains(line), "{line:?} in {}", run.stdout);
    }
    assert!(run.stdout.contains(" MB/s)"), "{}", run.stdout);
}

const VARIABLES: &str = "ARG V=3\nFROM golang:$V AS build\nARG V M\nENV A=${V}x \\\n  P=$PATH:/x\n\
                         FROM scratch AS Last\nCOPY --from=build 한글 ${A:-d}\nUSER ${TARGETARCH}$M\n";

#[test]
fn resolve_puts_values_in_place() {
    let folder = Folder::new(&[("Dockerfile", VARIABLES)]);
    let run = folder.run(&["resolve", "Dockerfile"]);
    assert_eq!(run.code, 0);
    assert_eq!(
        run.stdout,
        "ARG V=3\nFROM golang:3 AS build\nARG V M\nENV A=3x \\\n  P=$PATH:/x\n\
         FROM scratch AS Last\nCOPY --from=build 한글 d\nUSER \n"
    );
    assert_eq!(
        run.stderr,
        "dockwright: Dockerfile:5:5: PATH: not set in this file; the base image golang:3 may set it\n"
    );
    let given = ["resolve", "-", "--build-arg", "V=1", "--build-arg=M", "--target", "BUILD"];
    let run = folder.run_with(&given, VARIABLES);
    assert!(run.stdout.contains("FROM golang:1 AS build") && run.stdout.contains("ENV A=1x"), "{run:?}");
    let run = folder.run_with(&["resolve", "-"], "FROM scratch\nFORM x\nUSER ${U:?no} ${U\nENV A=1\nUSER $A");
    assert_eq!((run.code, run.stdout.ends_with("\nUSER 1")), (0, true), "{run:?}");
    assert!(run.stderr.starts_with("dockwright: <stdin>:3:6: U: Docker rejects the expression: "), "{run:?}");
}

#[test]
fn resolve_takes_build_arguments_from_the_environment() {
    let folder = Folder::new(&[("Dockerfile", "ARG NAME=a\nFROM i:$NAME\n")]);
    let run = |set: Option<&str>| -> Run {
        let mut command = command(&folder.0);
        command.args(["resolve", "Dockerfile", "--build-arg", "NAME"]).env_remove("NAME");
        command.envs(set.map(|value| ("NAME", value))).output().unwrap().into()
    };
    assert_eq!(run(Some("b")).stdout, "ARG NAME=a\nFROM i:b\n");
    assert_eq!(run(None).stdout, "ARG NAME=a\nFROM i:a\n");
}

#[test]
fn resolve_tells_where_values_come_from() {
    let folder = Folder::new(&[("Dockerfile", VARIABLES)]);
    let given = ["resolve", "Dockerfile", "--format", "json", "--platform", "linux/arm64"];
    let value = folder.run(&given).json();
    assert_eq!(value["image"], serde_json::json!({"workdir": "/"}));
    let base = |index: usize| value["stages"][index]["base"].clone();
    assert_eq!(
        (base(0), base(1)),
        (serde_json::json!({"image": "golang:3"}), serde_json::json!({"scratch": true}))
    );
    assert_eq!(
        value["stages"][1],
        serde_json::json!({"name": "last", "index": 1, "base": {"scratch": true}, "line": 6, "reachable": true})
    );
    assert_eq!(value["stages"][0]["reachable"], true);
    let references = value["references"].as_array().unwrap();
    let names: Vec<_> = references.iter().map(|it| it["name"].as_str().unwrap()).collect();
    assert_eq!(names, ["V", "V", "PATH", "A", "TARGETARCH", "M"]);
    assert_eq!(
        references[1],
        serde_json::json!({
            "range": {"start": {"line": 4, "column": 7}, "end": {"line": 4, "column": 11}},
            "name": "V", "value": "3",
            "provenance": [{"kind": "arg-declaration", "line": 3, "stage": 0}, {"kind": "arg-default", "line": 1}]
        })
    );
    assert_eq!(
        (&references[2]["value"], &references[3]["range"]["start"]["column"]),
        (&Value::Null, &22.into())
    );
    let value = folder.run(&["resolve", "Dockerfile", "--format", "json", "--target", "build"]).json();
    assert_eq!(value["image"]["env"][0], "A=3x");
    assert_eq!(
        (&value["stages"][0]["reachable"], &value["stages"][1]["reachable"]),
        (&true.into(), &false.into())
    );
}

#[test]
fn resolve_without_such_a_stage_is_code_2() {
    let folder = Folder::new(&[("Dockerfile", VARIABLES)]);
    let run = folder.run(&["resolve", "Dockerfile", "--target", "lats"]);
    let line = "dockwright: cannot resolve Dockerfile: there is no stage lats; did you mean last?\n";
    assert_eq!(run, Run { code: 2, stdout: String::new(), stderr: line.to_owned() });
    for given in [["--platform", "linux/*"], ["--target", "0"]] {
        let run = folder.run(&["resolve", "Dockerfile", given[0], given[1]]);
        assert_eq!((run.code, run.stderr.lines().count()), (2, 1), "{run:?}");
    }
    let run = folder.run(&["resolve", "missing"]);
    assert_eq!((run.code, run.stdout.as_str()), (2, ""), "{run:?}");
}

#[test]
fn completions_name_the_commands() {
    let folder = Folder::new(&[]);
    for shell in ["bash", "elvish", "fish", "powershell", "zsh"] {
        let run = folder.run(&["completions", shell]);
        assert!(run.code == 0 && run.stdout.contains("stats"), "{shell}: {run:?}");
    }
    assert_eq!(folder.run(&["completions", "tcsh"]).code, 2);
}

#[test]
fn commands_speak_the_language_of_the_reader() {
    let folder = Folder::new(&[("Dockerfile", "FROM alpine:3.22 as base\nFROM base\nUSER $NAME\n")]);
    let check = folder.run(&["check", "--locale", "ko", "--preset", "buildkit"]);
    assert!(check.stdout.ends_with("`--fix`로 수정 가능\n"), "{check:?}");
    let format = folder.run(&["format", "--check", "--locale", "ko"]);
    assert_eq!(format.stdout, "서식을 맞출 파일: Dockerfile\n파일 1개의 서식이 바뀜\n");
    let graph = folder.run(&["graph", "--locale", "ko"]);
    assert!(graph.stdout.contains("대상"), "{graph:?}");
    let resolve = folder.run(&["resolve", "Dockerfile", "--locale", "ko"]);
    assert!(resolve.stderr.contains("베이스 이미지 alpine:3.22"), "{resolve:?}");
    let missing = folder.run(&["check", "--locale", "ko", "absent"]);
    assert_eq!(missing.stderr, "dockwright: absent 파일을 읽을 수 없습니다: 파일이나 폴더가 없습니다\n");
}
