//! Files that are not Dockerfiles: templates, and files for other frontends.

use super::*;

#[track_caller]
fn rules(run: &Run) -> Vec<String> {
    run.json().as_array().unwrap().iter().map(|it| it["rule"].as_str().unwrap().to_owned()).collect()
}

#[test]
fn a_template_gets_one_hint() {
    let text = "from {{ base }}:1 as B\n{% if x %}\nRUN\n{% endif %}\n";
    let folder = Folder::new(&[("Dockerfile.j2", text)]);
    let run = folder.run(&["check", "--format", "json", "--fail-on", "hint", "Dockerfile.j2"]);
    assert_eq!((run.code, rules(&run)), (0, vec!["TemplateFile".to_owned()]));
    let run = folder.run(&["format", "--check", "Dockerfile.j2"]);
    assert_eq!((run.code, run.stdout.as_str()), (0, "1 file unchanged\n"));
    let run = folder.run(&["check", "--format", "json", "--preset", "buildkit", "Dockerfile.j2"]);
    assert!(run.code == 1 && rules(&run).contains(&"UnknownInstruction".to_owned()), "{run:?}");
}

#[test]
fn the_name_decides_what_a_mark_is() {
    let text = "FROM alpine:@VERSION@\nRUN echo '{{ x }}'\n";
    for (name, expected) in
        [("Dockerfile.in", vec!["TemplateFile"]), ("Dockerfile", vec!["InvalidImageReference"])]
    {
        let folder = Folder::new(&[(name, text)]);
        assert_eq!(rules(&folder.run(&["check", "--format", "json", name])), expected, "{name}");
        let run = folder.run_with(&["check", "--format", "json", "--stdin-filename", name, "-"], text);
        assert_eq!(rules(&run), expected, "{name}");
    }
}

#[test]
fn a_different_frontend_reads_its_own_language() {
    let text = "# syntax=acme/front:2\nfrom a as B\nINCLUDE x\n";
    let folder = Folder::new(&[("Dockerfile", text)]);
    let run = folder.run(&["check", "--format", "json"]);
    assert_eq!((run.code, rules(&run)), (0, vec!["OtherFrontend".to_owned()]));
    assert_eq!(folder.run(&["format", "--check"]).stdout, "1 file unchanged\n");
    folder.write("dockwright.toml", b"frontends = [\"acme/front\"]\n");
    let run = folder.run(&["check", "--format", "json"]);
    assert!(rules(&run).contains(&"UnknownInstruction".to_owned()), "{run:?}");
    assert!(folder.run(&["format", "--check"]).stdout.contains("1 file would be formatted"));
}

#[test]
fn the_labs_frontend_has_devices() {
    let text = |syntax: &str| format!("# syntax=docker/dockerfile:{syntax}\nFROM a\nRUN --device=a/b x\n");
    for (syntax, ok) in [("1-labs", true), ("1.14-labs", true), ("1", false), ("1.13-labs", false)] {
        let run = Folder::new(&[]).run_with(&["parse", "--format", "json", "-"], &text(syntax));
        assert_eq!(run.json()["ok"], ok, "{syntax}");
    }
    let found = |syntax: &str| {
        let arguments = ["check", "--format", "json", "--select", "InvalidDevice,NeedsNewerSyntax", "-"];
        rules(&Folder::new(&[]).run_with(&arguments, &text(syntax)))
    };
    assert_eq!(found("1"), ["InvalidDevice"]);
    assert_eq!(found("1.13-labs"), ["NeedsNewerSyntax"]);
    assert_eq!(found("1.20"), ["NeedsNewerSyntax"]);
    for syntax in ["labs", "1.14-labs", "master"] {
        assert!(found(syntax).is_empty(), "{syntax}");
    }
}
