//! `dockwright graph`: each format, the target, and what cannot be drawn.

use super::*;

const TWO: &str = "FROM alpine:3.22 AS base\nFROM scratch\nCOPY --from=base /a /b\n";

/// Two stages, drawn in a format.
fn drawn(format: &str) -> String {
    let run = Folder::new(&[("Dockerfile", TWO)]).run(&["graph", "--format", format, "--locale", "en"]);
    assert_eq!((run.code, run.stderr.as_str()), (0, ""), "{format}");
    run.stdout
}

#[test]
fn text_has_a_line_for_each_stage() {
    let expected = "┌── 0 base FROM alpine:3.22\n└─▶ 1      FROM scratch     COPY --from=base · target\n";
    assert_eq!(drawn("text"), expected);
    let run = Folder::new(&[("Dockerfile", TWO)]).run(&["graph", "--locale", "en"]);
    assert_eq!((run.code, run.stdout.as_str()), (0, expected), "the default format and file");
}

#[test]
fn graphviz_and_mermaid_get_their_languages() {
    let dot = drawn("dot");
    assert!(dot.starts_with("digraph stages {\n") && dot.ends_with("}\n"), "{dot}");
    assert!(dot.contains("    stage0 -> stage1 [label=\"COPY --from\" style=dashed]\n"), "{dot}");
    let mermaid = drawn("mermaid");
    assert!(mermaid.starts_with("flowchart TB\n"), "{mermaid}");
    assert!(mermaid.contains("    stage0 -.->|\"COPY --from\"| stage1\n"), "{mermaid}");
}

#[test]
fn svg_is_a_whole_picture() {
    let svg = drawn("svg");
    assert!(svg.starts_with("<svg xmlns=\"http://www.w3.org/2000/svg\" "), "{svg}");
    assert!(svg.trim_end().ends_with("</svg>") && svg.contains("COPY --from</text>"), "{svg}");
}

#[test]
fn what_the_target_does_not_need_is_marked() {
    let run = Folder::new(&[("Dockerfile", TWO)]).run(&["graph", "--target", "base", "--locale", "en"]);
    assert_eq!((run.code, run.stderr.as_str()), (0, ""));
    assert!(run.stdout.contains("FROM alpine:3.22 target\n"), "{}", run.stdout);
    assert!(run.stdout.ends_with("COPY --from=base · not used\n"), "{}", run.stdout);
}

#[test]
fn a_file_that_docker_rejects_is_drawn() {
    let run = Folder::new(&[]).run_with(&["graph", "-", "--locale", "en"], "FRM a\n");
    assert_eq!((run.code, run.stdout.as_str(), run.stderr.as_str()), (0, "There are no stages.\n", ""));
}

#[test]
fn what_cannot_be_drawn_is_an_error() {
    let folder = Folder::new(&[("Dockerfile", TWO)]);
    for (arguments, message) in [
        (&["absent"][..], "dockwright: cannot read absent: no such file or directory\n"),
        (&["."], "dockwright: cannot read .: is a directory\n"),
        (&["--target", "nope"], "dockwright: cannot draw Dockerfile: there is no stage nope\n"),
        (&["--format", "gif"], "error: invalid value 'gif' for '--format <FORMAT>'\n"),
        (&["Dockerfile", "other"], "error: unexpected argument 'other' found\n"),
    ] {
        let run = folder.run(&[&["graph", "--locale", "en"], arguments].concat());
        assert_eq!((run.code, run.stdout.as_str()), (2, ""), "{arguments:?}");
        assert!(run.stderr.starts_with(message), "{arguments:?}: {}", run.stderr);
    }
}
