//! Tests of the selection steps in fixtures, as text.

use dockwright_syntax::Text;
use expect_test::{Expect, expect};
use proptest::prelude::*;

use super::*;

/// Checks the steps, one per line, without the last one, which is the file.
#[track_caller]
fn check(fixture: &str, expected: &Expect) {
    let file = dockwright_fixture::parse_one(fixture);
    let document = Document::new(Text::new(&file.text));
    let ranges = selection_ranges(&document, file.cursor());
    let (last, inner) = ranges.split_last().unwrap();
    assert_eq!(*last, 0..file.text.len());
    let shown: Vec<_> = inner.iter().map(|range| format!("{:?}\n", &file.text[range.clone()])).collect();
    expected.assert_eq(&shown.concat());
}

#[test]
fn image_references_and_flags() {
    check(
        "FROM --platform=$BUILD<|>PLATFORM a.io/go:1 AS b\nRUN x\n",
        &expect![[r#"
        "BUILDPLATFORM"
        "$BUILDPLATFORM"
        "--platform=$BUILDPLATFORM"
        "FROM --platform=$BUILDPLATFORM a.io/go:1 AS b"
        "FROM --platform=$BUILDPLATFORM a.io/go:1 AS b\nRUN x"
    "#]],
    );
    check(
        "FROM a.io/go<|>lang:1.2-alpine AS b\n",
        &expect![[r#"
        "golang"
        "a.io/golang:1.2-alpine"
        "a.io/golang:1.2-alpine AS b"
        "FROM a.io/golang:1.2-alpine AS b"
    "#]],
    );
    check(
        "FROM a\nRUN --mount=type=cache,target=/ro<|>ot/x make\n",
        &expect![[r#"
        "root"
        "/root/x"
        "target=/root/x"
        "type=cache,target=/root/x"
        "--mount=type=cache,target=/root/x"
        "RUN --mount=type=cache,target=/root/x make"
        "FROM a\nRUN --mount=type=cache,target=/root/x make"
    "#]],
    );
}

#[test]
fn quotes_and_variables() {
    check(
        "FROM a\nENV A=1 B=\"x ${V:-de<|>f} z\"\n",
        &expect![[r#"
        "def"
        "${V:-def}"
        "x ${V:-def} z"
        "\"x ${V:-def} z\""
        "B=\"x ${V:-def} z\""
        "A=1 B=\"x ${V:-def} z\""
        "ENV A=1 B=\"x ${V:-def} z\""
        "FROM a\nENV A=1 B=\"x ${V:-def} z\""
    "#]],
    );
    check(
        "FROM a\nENV A='한<|>글 b'\n",
        &expect![[r#"
        "한글"
        "한글 b"
        "'한글 b'"
        "A='한글 b'"
        "ENV A='한글 b'"
        "FROM a\nENV A='한글 b'"
    "#]],
    );
    check(
        "FROM a\nCMD [\"a b\", \"한 <|>글\"]\n",
        &expect![[r#"
        "글"
        "한 글"
        "\"한 글\""
        "\"a b\", \"한 글\""
        "[\"a b\", \"한 글\"]"
        "CMD [\"a b\", \"한 글\"]"
        "FROM a\nCMD [\"a b\", \"한 글\"]"
    "#]],
    );
    check(
        "FROM a\nLABEL k=\"half<|> typed\n",
        &expect![[r#"
        "half"
        "half typed"
        "\"half typed"
        "k=\"half typed"
        "LABEL k=\"half typed"
        "FROM a\nLABEL k=\"half typed"
    "#]],
    );
}

#[test]
fn commands() {
    check(
        "FROM a\nRUN apt-get up<|>date && \\\n  echo ${A:-b}\nCMD x\n",
        &expect![[r#"
            "update"
            "apt-get update &&"
            "apt-get update && \\\n  echo ${A:-b}"
            "RUN apt-get update && \\\n  echo ${A:-b}"
            "FROM a\nRUN apt-get update && \\\n  echo ${A:-b}\nCMD x"
        "#]],
    );
    check(
        "FROM a\r\nRUN a \\\r\n  echo ${<|>A:-b} \\\r\n # c\r\n  x\r\n",
        &expect![[r#"
            "A"
            "${A:-b}"
            "echo ${A:-b}"
            "a \\\r\n  echo ${A:-b} \\\r\n # c\r\n  x"
            "RUN a \\\r\n  echo ${A:-b} \\\r\n # c\r\n  x"
            "FROM a\r\nRUN a \\\r\n  echo ${A:-b} \\\r\n # c\r\n  x"
        "#]],
    );
}

#[test]
fn heredocs() {
    check(
        "FROM a\nRUN <<EOF\n  echo $H<|>OME\n  b\nEOF\nRUN c\n",
        &expect![[r#"
        "HOME"
        "$HOME"
        "echo $HOME"
        "  echo $HOME"
        "  echo $HOME\n  b"
        "  echo $HOME\n  b\n"
        "  echo $HOME\n  b\nEOF"
        "RUN <<EOF\n  echo $HOME\n  b\nEOF"
        "FROM a\nRUN <<EOF\n  echo $HOME\n  b\nEOF\nRUN c"
    "#]],
    );
    check(
        "FROM a\nONBUILD COPY <<A <<B /x\na\nA\nb ${c<|>}\nB\n",
        &expect![[r#"
        "c"
        "${c}"
        "b ${c}"
        "b ${c}\n"
        "b ${c}\nB"
        "ONBUILD COPY <<A <<B /x\na\nA\nb ${c}\nB"
        "FROM a\nONBUILD COPY <<A <<B /x\na\nA\nb ${c}\nB"
    "#]],
    );
    check(
        "FROM a\nRUN <<E<|>OF\nx\nEOF\n",
        &expect![[r#"
        "EOF"
        "<<EOF"
        "RUN <<EOF"
        "RUN <<EOF\nx\nEOF"
        "FROM a\nRUN <<EOF\nx\nEOF"
    "#]],
    );
}

#[test]
fn comments() {
    check(
        "# one\n# two wo<|>rds\n\n# three\nFROM a\n",
        &expect![[r##"
        "words"
        "# two words"
        "# one\n# two words"
        "# one\n# two words\n\n# three\nFROM a"
    "##]],
    );
    check(
        "FROM a\nRUN x \\\n # on<|>e\n\t# two\n y\n",
        &expect![[r##"
        "one"
        "# one"
        "# one\n\t# two"
        "x \\\n # one\n\t# two\n y"
        "RUN x \\\n # one\n\t# two\n y"
        "FROM a\nRUN x \\\n # one\n\t# two\n y"
    "##]],
    );
    check(
        "# escape=`<|>\nFROM a\n",
        &expect![[r##"
        "`"
        "# escape=`"
        "# escape=`\nFROM a"
    "##]],
    );
}

#[test]
fn between_and_behind_words() {
    check(
        "FROM a\nCOPY x <|> y\n",
        &expect![[r#"
        "x  y"
        "COPY x  y"
        "FROM a\nCOPY x  y"
    "#]],
    );
    check(
        "FROM a\n<|>\nRUN x\n\n",
        &expect![[r#"
        "FROM a\n\nRUN x"
    "#]],
    );
    check(
        "FROM a AS<|>",
        &expect![[r#"
        "AS"
        "a AS"
    "#]],
    );
    check(
        "RUNN a b<|>\n",
        &expect![[r#"
        "b"
        "a b"
        "RUNN a b"
    "#]],
    );
    check("<|>", &expect![[""]]);
}

proptest! {
    #[test]
    fn steps_grow_around_any_place(source in "([A-Z]{2,4}|ONBUILD|RUN|FROM|COPY|[ \\\\#\"'=$\\{\\}<\\[\\],]|--m=|<<E\n|\nE\n|\r\n|\n|가|x){0,30}", at in 0usize..100) {
        let document = Document::new(Text::new(&source));
        let ranges = selection_ranges(&document, at);
        let at = (0..=at.min(source.len())).rfind(|at| source.is_char_boundary(*at)).unwrap();
        prop_assert_eq!(ranges.last(), Some(&(0..source.len())));
        for range in &ranges {
            prop_assert!(range.start <= at && at <= range.end, "{:?} at {}", range, at);
            prop_assert!(source.get(range.clone()).is_some(), "{:?}", range);
        }
        for pair in ranges.windows(2) {
            prop_assert!(pair[1].start <= pair[0].start && pair[0].end <= pair[1].end && pair[0] != pair[1]);
        }
    }
}

#[test]
fn a_line_of_onbuilds_is_no_deep_chain() {
    let source = format!("FROM a\n{}RUN x", "ONBUILD ".repeat(5_000));
    let document = Document::new(Text::new(&source));
    assert_eq!(selection_ranges(&document, source.len()).len(), MAX_STEPS);
}
