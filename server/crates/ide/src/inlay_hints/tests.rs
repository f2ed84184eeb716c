//! The hints of fixtures: each annotation is a hint before that position.

use dockwright_syntax::Text;

use super::*;

const ALL: HintKinds = HintKinds { image: true, value: true, workdir: true, stage_index: true };

#[track_caller]
fn check_kinds(fixture: &str, kinds: HintKinds) {
    let file = dockwright_fixture::parse_one(fixture);
    let document = Document::new(Text::new(&file.text));
    let found = inlay_hints(&document, 0..file.text.len(), &kinds);
    let found: Vec<_> = found.into_iter().map(|hint| (hint.offset, hint.label.to_string())).collect();
    let expected: Vec<_> = file.annotations.into_iter().map(|it| (it.range.start, it.text)).collect();
    assert_eq!(found, expected, "{}", file.text);
}

#[track_caller]
fn check(fixture: &str) {
    check_kinds(fixture, HintKinds { stage_index: false, ..ALL });
}

#[test]
fn images_with_variables() {
    check(
        r#"
ARG V=3.20 B=base
FROM alpine:$V AS base
              ^| = alpine:3.20
FROM $B
       ^| = base
FROM golang:1.25
FROM a:$UNSET
FROM a-$TARGETARCH
FROM --platform=$BUILDPLATFORM b
ARG P=linux/arm64
FROM --platform=${X:-linux/arm64} c:${V}
                                 ^| = linux/arm64
                                        ^| = c:3.20
"#,
    );
}

#[test]
fn values_where_they_are_certain() {
    check(
        r#"
ARG G=1 H=$G
            ^| = 1
FROM scratch
ARG V=3 W=${V}x
               ^| = 3x
ENV A=$V B="$V-$A" C='$V' D=\$V
        ^| = 3
                  ^| = 3-
LABEL a=$A $V=x
          ^| = 3
EXPOSE 80$V
           ^| = 803
USER ${U:-me}
             ^| = me
VOLUME ["/$V"]
             ^| = /3
COPY --chown=$V:$V $V/* a${V}b /$V/
                  ^| = 3:3
                       ^| = 3/*
                              ^| = a3b
                                   ^| = /3/
RUN --mount=type=cache,target=/$V,id=x echo $V
                                 ^| = /3
ADD $E /x
      ^| = ""
CMD echo $V
ONBUILD USER $V
FROM golang
ADD $GOPATH /x
ENV PATH=/x:$PATH
ARG TARGETARCH
ENV A=$TARGETARCH
USER $A
USER ${V:?}
FROM scratch
USER ${V:?}
USER ${V
"#,
    );
}

#[test]
fn not_in_heredocs() {
    check("FROM scratch\nARG V=1\nCOPY <<EOF /$V\n              ^| = /1\n$V\nEOF\nRUN <<EOF\n$V\nEOF\n");
}

#[test]
fn long_values_are_cut() {
    let document = Document::new(Text::new(&format!("FROM scratch\nENV A={}\nUSER $A\n", "가".repeat(50))));
    let hints = inlay_hints(&document, 0..document.text().len(), &ALL);
    let hint = hints.iter().find(|hint| hint.kind == HintKind::Value).unwrap();
    assert_eq!(hint.label.to_string(), format!("= {}…", "가".repeat(40)));
    assert_eq!(hint.tooltip, Some(format!("`{}`", "가".repeat(50))));
}

#[test]
fn directories() {
    check(
        r#"
FROM alpine
WORKDIR src
COPY a b
WORKDIR /app
COPY . .
        ^| = /app/
COPY a b/c
          ^| = /app/b/c
WORKDIR src
           ^| = /app/src
COPY a ../b/
            ^| = /app/b/
ARG D=한글
WORKDIR $D
          ^| = /app/src/한글
COPY a /x
COPY a $D
         ^| = /app/src/한글/한글
ADD ["a b", "c"]
               ^| = /app/src/한글/c
FROM scratch
WORKDIR a
         ^| = /a
ONBUILD WORKDIR b
WORKDIR
WORKDIR $U
          ^| = ""
"#,
    );
}

#[test]
fn windows_drives() {
    check("# escape=`\r\nFROM --platform=windows/amd64 x\r\nWORKDIR C:\\app\r\nCOPY a b\r\nCOPY a c:\\b\r\n");
}

#[test]
fn line_ends_and_continuations() {
    check(
        "FROM scratch\r\nARG V=1\r\nLABEL 이름=🐳 \\\r\n  # x\r\n  b=$V\r\n      ^| = 1\r\nUSER a\\\r\n$V\r\n  ^| = a1\r\n",
    );
}

#[test]
fn numbers_of_stages() {
    let kinds = HintKinds { image: false, value: false, workdir: false, stage_index: true };
    check_kinds(
        r#"
FROM a AS Build
               ^| stage 0
FROM b:1
        ^| stage 1
FROM scratch
            ^| stage 2
COPY --from=0 a b
             ^| = build
COPY --from=1 a b
             ^| = b:1
COPY --from=build a b
COPY --from=9 a b
"#,
        kinds,
    );
}

#[test]
fn only_in_the_range() {
    let source = "FROM scratch\nARG V=1\nUSER $V\nFROM scratch\nARG V=2\nUSER $V\nUSER x$V\n";
    let document = Document::new(Text::new(source));
    let at = source.rfind("USER $V").unwrap();
    let hints = inlay_hints(&document, at..at + 7, &HintKinds { stage_index: false, ..ALL });
    let labels: Vec<_> = hints.into_iter().map(|hint| hint.label).collect();
    assert_eq!(labels, ["= 2"]);
    let none = HintKinds { image: false, value: false, workdir: false, stage_index: false };
    assert_eq!(inlay_hints(&document, 0..source.len(), &none), []);
}
