//! Tests of the outlines of fixtures, as text.

use std::fmt::Write;

use dockwright_syntax::PositionEncoding;
use expect_test::{Expect, expect};
use proptest::prelude::*;

use super::*;

/// One line per symbol: name, detail, range, selected text.
fn outline(source: &str) -> String {
    fn add(acc: &mut String, text: &Text, symbols: &[Symbol], depth: usize) {
        for symbol in symbols {
            let place = |offset| {
                let position = text.position(offset, PositionEncoding::Utf32);
                format!("{}:{}", position.line + 1, position.column + 1)
            };
            let kind = match symbol.kind {
                SymbolKind::Stage => "stage ",
                SymbolKind::Variable => "variable ",
                SymbolKind::Instruction => "",
            };
            let detail = symbol.detail.as_ref().map(|detail| format!(" ({detail})")).unwrap_or_default();
            let Symbol { name, range, selection, .. } = symbol;
            let (from, to) = (place(range.start), place(range.end));
            let selected = text.slice(selection.clone());
            let indent = "  ".repeat(depth);
            writeln!(acc, "{indent}{kind}{name}{detail} @{from}-{to} {selected:?}").unwrap();
            add(acc, text, &symbol.children, depth + 1);
        }
    }
    let document = Document::new(Text::new(source));
    let mut acc = String::new();
    add(&mut acc, document.text(), &symbols(&document), 0);
    acc
}

#[track_caller]
fn check(fixture: &str, expected: &Expect) {
    expected.assert_eq(&outline(&dockwright_fixture::parse_one(fixture).text));
}

/// Checks only the names and details of the symbols after the first stage's FROM.
#[track_caller]
fn check_names(instructions: &str, expected: &Expect) {
    fn add(acc: &mut String, symbols: &[Symbol], depth: usize) {
        for symbol in symbols {
            let detail = symbol.detail.as_ref().map(|detail| format!(" ({detail})")).unwrap_or_default();
            writeln!(acc, "{}{}{detail}", "  ".repeat(depth), symbol.name).unwrap();
            add(acc, &symbol.children, depth + 1);
        }
    }
    let source = format!("FROM a\n{}", dockwright_fixture::parse_one(instructions).text);
    let document = Document::new(Text::new(&source));
    let mut acc = String::new();
    add(&mut acc, &symbols(&document)[0].children[1..], 0);
    expected.assert_eq(&acc);
}

#[test]
fn stages_hold_their_instructions() {
    check(
        r#"
# syntax=docker/dockerfile:1
ARG VERSION=1.24

FROM --platform=$BUILDPLATFORM golang:${VERSION} AS build
WORKDIR /src
RUN make

# The image that ships.
FROM scratch
COPY --from=build /src/app /app
ENTRYPOINT ["/app"]

"#,
        &expect![[r#"
            variable ARG VERSION (1.24) @2:1-2:17 "VERSION"
            stage build (golang:${VERSION}) @4:1-6:9 "build"
              FROM golang:${VERSION} AS build (--platform=$BUILDPLATFORM) @4:1-4:58 "FROM"
              WORKDIR /src @5:1-5:13 "WORKDIR"
              RUN make @6:1-6:9 "RUN"
            stage scratch (stage 1) @9:1-11:20 "scratch"
              FROM scratch @9:1-9:13 "FROM"
              COPY --from=build /src/app → /app @10:1-10:32 "COPY"
              ENTRYPOINT ["/app"] @11:1-11:20 "ENTRYPOINT"
        "#]],
    );
}

#[test]
fn one_name_is_one_symbol_and_several_are_below_it() {
    check(
        r#"
FROM a
ENV A=1
ENV B="two words" C=$A \
    D=
ENV legacy some text
ARG TARGETOS TARGETARCH=amd64
LABEL maintainer="me"
LABEL a=1 b=2
"#,
        &expect![[r#"
            stage a (stage 0) @1:1-8:14 "a"
              FROM a @1:1-1:7 "FROM"
              variable ENV A (1) @2:1-2:8 "A"
              ENV B C D @3:1-4:7 "ENV"
                variable B ("two words") @3:5-3:18 "B"
                variable C ($A) @3:19-3:23 "C"
                variable D @4:5-4:7 "D"
              variable ENV legacy (some text) @5:1-5:21 "legacy"
              ARG TARGETOS TARGETARCH @6:1-6:30 "ARG"
                variable TARGETOS @6:5-6:13 "TARGETOS"
                variable TARGETARCH (amd64) @6:14-6:30 "TARGETARCH"
              LABEL maintainer ("me") @7:1-7:22 "maintainer"
              LABEL a b @8:1-8:14 "LABEL"
                a (1) @8:7-8:10 "a"
                b (2) @8:11-8:14 "b"
        "#]],
    );
}

#[test]
fn commands() {
    check_names(
        r#"
RUN apt-get update \
    # why
    && apt-get install -y --no-install-recommends curl ca-certificates

RUN --mount=type=cache,target=/root/.cache --network=none pip install .
RUN set -eux; \
    make
RUN set -ex && apt-get -qq update && DEBIAN_FRONTEND=noninteractive apt-get install -y one two three four five six
RUN apt-get update
RUN set -e
RUN set -e || true; make
RUN ["make",  "all"]
CMD ["nginx", "-g", "daemon off;"]
ENTRYPOINT exec   top -b
SHELL ["/bin/bash", "-c"]
HEALTHCHECK --interval=5s CMD curl -f http://localhost/
HEALTHCHECK NONE
RUN 가나다라마바사아자차카타파하가나다라마바사아자차카타파하가나다라마바사아자차카타파하가나다라마바사아자차카타파하가나다라마바사아자차카타파하
"#,
        &expect![[r#"
            RUN apt-get install -y --no-install-recommends curl…
            RUN pip install . (--mount=type=cache,target=/root/.cache --network=none)
            RUN make
            RUN apt-get install -y one two three four five six
            RUN apt-get update
            RUN set -e
            RUN set -e || true; make
            RUN ["make", "all"]
            CMD ["nginx", "-g", "daemon off;"]
            ENTRYPOINT exec top -b
            SHELL ["/bin/bash", "-c"]
            HEALTHCHECK CMD curl -f http://localhost/ (--interval=5s)
            HEALTHCHECK NONE
            RUN 가나다라마바사아자차카타파하가나다라마바사아자차카타파하가나다라마바사아자차카타파하가나다라마바사아자차카타파하가나다라…
        "#]],
    );
}

#[test]
fn other_instructions() {
    check_names(
        r#"
COPY package.json /app
COPY --chown=1:1 --from=build package.json yarn.lock tsconfig.json webpack.config.js src/ /app/
COPY ["a b", "c"]
ADD https://example.org/a/rather/long/address/that/goes/on/and/on.tar.gz /tmp/
EXPOSE 80/tcp   443
USER app:app
WORKDIR /srv/app
VOLUME /data /logs
STOPSIGNAL SIGTERM
MAINTAINER Jane Doe <jane@example.org>
"#,
        &expect![[r#"
            COPY package.json → /app
            COPY --from=build package.json yarn.lock tsconfig.json … → /app/ (--chown=1:1)
            COPY a b → c
            ADD https://example.org/a/rather/long/ad… → /tmp/
            EXPOSE 80/tcp 443
            USER app:app
            WORKDIR /srv/app
            VOLUME /data /logs
            STOPSIGNAL SIGTERM
            MAINTAINER Jane Doe <jane@example.org>
        "#]],
    );
}

#[test]
fn heredocs() {
    check(
        r#"
FROM a
RUN <<EOF
set -e

# first
apt-get update
EOF
RUN <<-X
	#!/usr/bin/env python3
	print(1)
	X
RUN cat <<A >a <<B >b
a
A
b
B
COPY <<one.txt <<two.txt /app/
one.txt
two
two.txt
ONBUILD RUN <<EOF
make
EOF
RUN <<EOF
never ends


"#,
        &expect![[r#"
            stage a (stage 0) @1:1-25:11 "a"
              FROM a @1:1-1:7 "FROM"
              RUN apt-get update (<<EOF) @2:1-7:4 "RUN"
              RUN #!/usr/bin/env python3 (<<-X) @8:1-11:3 "RUN"
              RUN cat <<A >a <<B >b @12:1-16:2 "RUN"
              COPY <<one.txt <<two.txt → /app/ @17:1-20:8 "COPY"
              ONBUILD RUN make (<<EOF) @21:1-23:4 "ONBUILD"
                RUN make (<<EOF) @21:9-21:18 "RUN"
              RUN never ends (<<EOF) @24:1-25:11 "RUN"
        "#]],
    );
}

#[test]
fn onbuild() {
    check_names(
        r#"
ONBUILD COPY . /app
ONBUILD ENV A=1 B=2
ONBUILD ONBUILD RUN x
ONBUILD
ONBUILD WAT x
"#,
        &expect![[r#"
            ONBUILD COPY . → /app
              COPY . → /app
            ONBUILD ENV A B
              ENV A B
                A (1)
                B (2)
            ONBUILD ONBUILD RUN x
            ONBUILD
            ONBUILD WAT x
              WAT x
        "#]],
    );
}

#[test]
fn half_typed_lines() {
    check(
        r#"
R
ENV
FROM
RU
COPY
COPY a
ENV
ENV =x
ARG =
LABEL
EXPOSE
HEALTHCHECK
RUN --mount=
CMD ["a
RUNN make  all
FROM a AS
FROM  AS b
"#,
        &expect![[r#"
            R @1:1-1:2 "R"
            ENV @2:1-2:4 "ENV"
            stage FROM (stage 0) @3:1-15:15 "FROM"
              FROM @3:1-3:5 "FROM"
              RU @4:1-4:3 "RU"
              COPY @5:1-5:5 "COPY"
              COPY a @6:1-6:7 "COPY"
              ENV @7:1-7:4 "ENV"
              variable ENV =x (x) @8:1-8:7 "=x"
              variable ARG = @9:1-9:6 "="
              LABEL @10:1-10:6 "LABEL"
              EXPOSE @11:1-11:7 "EXPOSE"
              HEALTHCHECK @12:1-12:12 "HEALTHCHECK"
              RUN (--mount=) @13:1-13:13 "RUN"
              CMD ["a @14:1-14:8 "CMD"
              RUNN make all @15:1-15:15 "RUNN"
            stage a (stage 1) @16:1-16:10 "a"
              FROM a AS @16:1-16:10 "FROM"
            stage AS (stage 2) @17:1-17:11 "AS"
              FROM AS b @17:1-17:11 "FROM"
        "#]],
    );
}

#[test]
fn lower_case_and_backtick() {
    check(
        r#"
# escape=`
from mcr.microsoft.com/windows/servercore as Base
run dir `
  C:\
copy a `
  # why
  C:\app\
"#,
        &expect![[r#"
            stage Base (mcr.microsoft.com/windows/servercore) @2:1-7:10 "Base"
              FROM mcr.microsoft.com/windows/servercore as Base @2:1-2:50 "from"
              RUN dir C:\ @3:1-4:6 "run"
              COPY a → C:\app\ @5:1-7:10 "copy"
        "#]],
    );
}

#[test]
fn line_ends_marks_and_wide_characters() {
    let outline = outline("\u{feff}FROM a AS 빌드\r\nRUN echo 🐳 \\\r\n  && ls\r\n\r\nLABEL 이름=값\r\n\r\n");
    expect![[r#"
        stage 빌드 (a) @1:2-5:11 "빌드"
          FROM a AS 빌드 @1:2-1:14 "FROM"
          RUN echo 🐳 && ls @2:1-3:8 "RUN"
          LABEL 이름 (값) @5:1-5:11 "이름"
    "#]]
    .assert_eq(&outline);
}

#[test]
fn nothing_to_show() {
    check("", &expect![""]);
    check("\n \n", &expect![""]);
    check("# only comments\n# in here\n", &expect![""]);
}

#[test]
fn a_line_of_onbuilds_is_no_deep_tree() {
    let source = format!("FROM a\n{}", "ONBUILD ".repeat(20_000));
    let symbols = symbols(&Document::new(Text::new(&source)));
    assert_eq!(symbols[0].children.len(), 2);
    assert!(symbols[0].children[1].children.is_empty());
}

/// Checks the invariants that all clients require of an outline.
fn assert_sound(symbols: &[Symbol], within: &Range<usize>) {
    for symbol in symbols {
        assert!(!symbol.name.trim().is_empty(), "{symbol:?}");
        assert!(symbol.name.chars().count() <= 200, "{symbol:?}");
        assert!(
            within.start <= symbol.range.start && symbol.range.end <= within.end,
            "{symbol:?} in {within:?}"
        );
        assert!(symbol.range.start <= symbol.selection.start, "{symbol:?}");
        assert!(symbol.selection.start <= symbol.selection.end, "{symbol:?}");
        assert!(symbol.selection.end <= symbol.range.end, "{symbol:?}");
        assert_sound(&symbol.children, &symbol.range);
    }
}

proptest! {
    #[test]
    fn any_text_has_a_sound_outline(
        pieces in prop::collection::vec(prop_oneof![
            prop::sample::select(vec![
                "FROM ", "from a", " AS b", "RUN ", "COPY ", "ENV ", "ARG ", "LABEL ", "ONBUILD ", "CMD ", "RUNN", "\n",
                "\n", "\r\n", "\r", "\\\n", "\\", "`\n", "# escape=`\n", "# c\n", "<<E", "\nE\n", "<<-'E'", "=", "A=1", "\"",
                "'", "$", "${A:-", "}", "[\"a\",", "]", "--from=", "--mount=type=cache,", " ", "\t", "\u{3000}", "\u{85}",
                "\u{feff}", "🐳", "이름", "\0", "\u{c}", "/", ":", "@", "80", "set -e;",
            ]).prop_map(str::to_owned),
            any::<char>().prop_map(String::from),
        ], 0..40)
    ) {
        let document = Document::new(Text::new(&pieces.concat()));
        assert_sound(&symbols(&document), &(0..document.text().len()));
    }
}
