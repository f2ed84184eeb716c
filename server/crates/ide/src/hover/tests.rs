//! Tests of hovers about values: a fixture with a cursor, the explained text, and the explanation.
//! The general texts about the language, after the horizontal line, are tested separately.

mod knowledge;
mod modifiers;
mod places;
mod programs;
mod stages;

use dockwright_syntax::Text;

use super::*;

/// A fixture with a cursor, the text that is explained, and the paragraphs of the explanation; no
/// paragraphs if there is no hover.
type Row<'a> = (&'a str, &'a str, &'a [&'a str]);

#[track_caller]
fn check_rows(rows: &[Row<'_>]) {
    check_rows_in(str::to_owned, rows);
}

/// Checks rows whose fixtures `file` turns into whole files.
#[track_caller]
fn check_rows_in(file: impl Fn(&str) -> String, rows: &[Row<'_>]) {
    for (fixture, word, paragraphs) in rows {
        let file = dockwright_fixture::parse_one(&file(fixture));
        let document = Document::new(Text::new(&file.text));
        let shown = hover(&document, file.cursor(), Language::English).map(|Hover { range, markdown }| {
            let value = markdown.split("\n\n---\n\n").next().unwrap_or_default();
            (file.text[range].to_owned(), value.to_owned())
        });
        let expected = (!paragraphs.is_empty()).then(|| ((*word).to_owned(), paragraphs.join("\n\n")));
        assert_eq!(shown, expected, "{fixture}");
    }
}

#[test]
fn references() {
    check_rows(&[
        ("FROM scratch\nENV A=1\nUSER <|>$A\n", "$A", &["`A` = `1`", "Set by `ENV` on line 2."]),
        (
            "ARG V=3.20\nFROM alpine:${V<|>}\n",
            "${V}",
            &[
                "`V` = `3.20`",
                "Default of `ARG` on line 1. Change it with `--build-arg V=…`.",
                "Image `docker.io/library/alpine:3.20`, from `V` = `3.20`.",
            ],
        ),
        (
            "ARG V=3.20\nFROM alpine\nARG V\nLABEL v=\"$<|>V\"\n",
            "$V",
            &[
                "`V` = `3.20`",
                "Default of `ARG` on line 1, declared again by `ARG` on line 3. Change it with \
                 `--build-arg V=…`.",
            ],
        ),
        (
            "FROM scratch AS a\nENV A=1\nFROM a AS b\nFROM b\nUSER $<|>A\n",
            "$A",
            &["`A` = `1`", "Set by `ENV` on line 2, in stage `a`."],
        ),
        (
            "FROM golang:1.25\nWORKDIR $<|>GOPATH/src\n",
            "$GOPATH",
            &[
                "`GOPATH` has no value in this file",
                "Not set earlier in this file; the base image `golang:1.25` may set it.",
            ],
        ),
        (
            "FROM scratch\nARG V\nUSER $<|>V\n",
            "$V",
            &[
                "`V` has no value",
                "Declared without a value by `ARG` on line 2. Set it with `--build-arg V=…`.",
            ],
        ),
        (
            "FROM alpine\nARG V\nUSER $<|>V\n",
            "$V",
            &[
                "`V` has no value in this file",
                "Declared without a value by `ARG` on line 2; the base image `alpine` may set it. \
                 Set it with `--build-arg V=…`.",
            ],
        ),
        (
            "ARG V=1\nFROM scratch\nUSER $<|>V\n",
            "$V",
            &["`V` is not set", "Declared on line 1, which only `FROM` sees; add `ARG V` to this stage."],
        ),
        (
            "FROM scratch\nARG V=1\nFROM a:$<|>V\n",
            "$V",
            &[
                "`V` is not set",
                "Not set here: `FROM` sees only an `ARG` before the first stage.",
                "`a:` is not a valid image name: invalid reference format, from `V`, which is not set.",
            ],
        ),
        ("FROM scratch\nUSER $<|>V\n", "$V", &["`V` is not set", "Not set here."]),
        (
            "FROM scratch\nADD $<|>PATH /x\n",
            "$PATH",
            &[
                "`PATH` = `/usr/local/sbin:/usr/local/bin:/usr/sbin:/usr/bin:/sbin:/bin`",
                "The default search path for programs.",
            ],
        ),
        (
            "FROM alpine\nENV PATH=/x:$PATH\nADD $<|>PATH /x\n",
            "$PATH",
            &[
                "`PATH` depends on the base image",
                "Set by `ENV` on line 2: `/x:$PATH`.",
                "- `PATH` depends on the base image `alpine`.",
            ],
        ),
        (
            "FROM alpine\nARG TARGETARCH\nADD $<|>TARGETARCH /x\n",
            "$TARGETARCH",
            &[
                "`TARGETARCH` depends on the platform",
                "Set by the builder, declared by `ARG` on line 2: the architecture of the target platform (`--platform`).",
            ],
        ),
        (
            "FROM alpine\nARG TARGETARCH\nENV A=x-$TARGETARCH\nADD $<|>A /x\n",
            "$A",
            &[
                "`A` depends on the platform",
                "Set by `ENV` on line 3: `x-$TARGETARCH`.",
                "- `TARGETARCH` depends on the platform. Set by the builder, declared by `ARG` on line \
                 2: the architecture of the target platform (`--platform`).",
            ],
        ),
        (
            "FROM --platform=$<|>BUILDPLATFORM alpine\n",
            "$BUILDPLATFORM",
            &[
                "`BUILDPLATFORM` depends on the platform",
                "Set by the builder: the platform of the build machine.",
                "Image `docker.io/library/alpine:latest` for `$BUILDPLATFORM`.",
            ],
        ),
        (
            "FROM scratch\nARG V=1\nENV V=2\nUSER $<|>V\n",
            "$V",
            &["`V` = `2`", "Set by `ENV` on line 3. `--build-arg` does not change it: this `ENV` wins."],
        ),
        (
            "FROM scratch\nARG V=1\nENV V=$V\nUSER $<|>V\n",
            "$V",
            &[
                "`V` = `1`",
                "Set by `ENV` on line 3: `$V`. Change it with `--build-arg V=…`.",
                "- `V` = `1`. Default of `ARG` on line 2.",
            ],
        ),
        (
            "FROM scratch\nENV A=1\nENV B=$A/x C=$A\nENV D=$B:$C\nUSER $<|>D\n",
            "$D",
            &[
                "`D` = `1/x:1`",
                "Set by `ENV` on line 4: `$B:$C`.",
                "- `B` = `1/x`. Set by `ENV` on line 3: `$A/x`.\n- `A` = `1`. Set by `ENV` on line 2.\n- \
                 `C` = `1`. Set by `ENV` on line 3: `$A`.",
            ],
        ),
        (
            "FROM scratch\nENV V=1\nARG V\nUSER $<|>V\n",
            "$V",
            &[
                "`V` = `1`",
                "Set by `ENV` on line 2, declared again by `ARG` on line 3. Change it with `--build-arg V=…`.",
            ],
        ),
        (
            "FROM scratch\nENV A=1 B=$<|>A\n",
            "$A",
            &["`A` is not set", "Not set yet: line 2 sets it for the lines after it."],
        ),
    ]);
}

#[test]
fn definitions_give_values() {
    check_rows(&[
        (
            "FROM scratch\nENV A=1\nENV <|>B=$A/x\n",
            "B",
            &["`B` = `1/x`", "Set by `ENV` on line 3: `$A/x`.", "- `A` = `1`. Set by `ENV` on line 2."],
        ),
        (
            "ARG <|>V=3\nFROM a:$V\n",
            "V",
            &[
                "`V` = `3`",
                "Default of `ARG` on line 1. Change it with `--build-arg V=…`.",
                "Only for `FROM`; a stage sees it after its own `ARG V`.",
            ],
        ),
        (
            "ARG V=3\nFROM a:$V\nARG <|>V\n",
            "V",
            &[
                "`V` = `3`",
                "Default of `ARG` on line 1, declared again by `ARG` on line 3. Change it with \
                 `--build-arg V=…`.",
            ],
        ),
        (
            "FROM a\nARG <|>V\n",
            "V",
            &[
                "`V` has no value in this file",
                "Declared without a value by `ARG` on line 2; the base image `a` may set it. \
                 Set it with `--build-arg V=…`.",
            ],
        ),
        (
            "FROM a\nARG A=1 <|>B=$A\n",
            "B",
            &[
                "`B` = `1`",
                "Default of `ARG` on line 2: `$A`. Change it with `--build-arg B=…` or `A=…`.",
                "- `A` = `1`. Default of `ARG` on line 2.",
            ],
        ),
        ("FROM a\nENV <|>EMPTY=\n", "EMPTY", &["`EMPTY` is empty", "Set by `ENV` on line 2."]),
        ("FROM a\nENV <|>LEGACY a b\n", "LEGACY", &["`LEGACY` = `a b`", "Set by `ENV` on line 2."]),
        (
            "FROM a\nARG <|>TARGETARCH\n",
            "TARGETARCH",
            &[
                "`TARGETARCH` depends on the platform",
                "Set by the builder, declared by `ARG` on line 2: the architecture of the target platform (`--platform`).",
            ],
        ),
        (
            "FROM scratch\nENV A=1\nENV A=2 <|>B=$A\n",
            "B",
            &["`B` = `1`", "Set by `ENV` on line 3: `$A`.", "- `A` = `1`. Set by `ENV` on line 2."],
        ),
    ]);
}

#[test]
fn values_of_any_shape() {
    check_rows(&[
        ("FROM scratch\nENV A=`\nUSER <|>$A\n", "$A", &["`A` = `` ` ``", "Set by `ENV` on line 2."]),
        (
            "FROM scratch\nCOPY <<A /x\n${<|>V:-a\nb}\nA\n",
            "${V:-a\nb}",
            &["`${V:-a⏎b}` = `a⏎b`", "`V` is not set, so the default is used.", "Not set here."],
        ),
    ]);
    let long = format!("`A` = `{}…`", "x".repeat(200));
    check_rows_in(
        |line| format!("FROM scratch\nENV A={}\n{line}", "x".repeat(300)),
        &[("USER <|>$A\n", "$A", &[&long, "Set by `ENV` on line 2."])],
    );
}

#[test]
fn arguments_that_only_from_sees() {
    #[track_caller]
    fn check(fixture: &str, language: Language, expected: &str) {
        let file = dockwright_fixture::parse_one(fixture);
        let document = Document::new(Text::new(&file.text));
        let shown = hover(&document, file.cursor(), language).map(|hover| hover.markdown).unwrap_or_default();
        assert!(shown.contains(expected), "{fixture}\n{shown}");
    }
    let english = |fixture: &str, expected: &str| check(fixture, Language::English, expected);
    let declared = "Declared on line 1, which only `FROM` sees; add `ARG V` to this stage.";
    for text in [
        "COPY $<|>V /a",
        "COPY ${<|>V} /a",
        "RUN echo $<|>V",
        "RUN <<E\necho $<|>V\nE",
        "EXPOSE $<|>V",
        "ENV A=${<|>V:-b}",
    ] {
        english(&format!("ARG V=1\nFROM scratch\n{text}\n"), declared);
        english(
            &format!("ARG V=1\nFROM alpine\n{text}\n"),
            &format!("{declared} Without it, only the base image `alpine` can set a value."),
        );
    }
    english("ARG V\nFROM a AS b\nFROM b\nUSER $<|>V\n", declared);
    english("ARG V\nFROM a\nONBUILD USER $<|>V\n", "add `ONBUILD ARG V` to this stage.");
    for text in ["CMD echo $<|>V", "HEALTHCHECK CMD test $<|>V"] {
        english(&format!("ARG V\nFROM a\n{text}\n"), "add `ARG V` and `ENV V=$V` to this stage.");
    }
    english("ARG V=1\nFROM scratch\nUSER $<|>V\nARG V\n", "Not set yet");
    english("ARG V=1\nFROM a\nARG V\nUSER $<|>V\n", "Default of `ARG` on line 1");
    check(
        "ARG V=1\nFROM alpine\nUSER $<|>V\n",
        Language::Korean,
        "1번 줄에서 선언했지만 FROM에서만 보입니다. 여기에 `ARG V` 줄을 추가하세요. 추가하지 않으면 베이스 이미지 \
         `alpine`에서만 값을 설정할 수 있습니다.",
    );
}
