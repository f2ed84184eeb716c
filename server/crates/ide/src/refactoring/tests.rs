//! Tests with the text before and after each refactoring; `<|>` marks the cursor or the selection.

use dockwright_fixture::without_cursors;
use dockwright_syntax::Text;

use super::*;

/// The text after applying the refactoring with a title at `<|>`, or to the range from `<|>` to
/// `<|>`.
fn applied(fixture: &str, title: &str) -> Option<String> {
    let (mut text, cursors) = without_cursors(fixture);
    let document = Document::new(Text::new(&text));
    let range = cursors[0]..cursors[cursors.len() - 1];
    let found = refactorings(&document, &range).into_iter().find(|it| it.title == title)?;
    for edit in found.edits.iter().rev() {
        text.replace_range(edit.range.clone(), &edit.text);
    }
    Some(text)
}

#[track_caller]
fn check(title: &str, before: &str, after: &str) {
    assert_eq!(applied(before, title).as_deref(), Some(after));
}

#[track_caller]
fn check_not(title: &str, text: &str) {
    assert_eq!(applied(text, title), None, "{text}");
}

#[test]
fn shell_form_becomes_exec_form() {
    let check = |before, after| {
        check("Convert to exec form", &format!("FROM a\n{before}\n"), &format!("FROM a\n{after}\n"));
    };
    check("CMD<|> app -x 'b c'", r#"CMD ["app", "-x", "b c"]"#);
    check("ENTRYPOINT exec<|> app", r#"ENTRYPOINT ["app"]"#);
    check("HEALTHCHECK --retries=2 CMD curl<|> \"x\"", r#"HEALTHCHECK --retries=2 CMD ["curl", "x"]"#);
    check("RUN --network=none<|> make \\\n  all", r#"RUN --network=none ["make", "all"]"#);
    check("onbuild cmd<|> app", r#"onbuild cmd ["app"]"#);
    check("CMD <|>앱 --이름=값", r#"CMD ["앱", "--이름=값"]"#);
}

#[test]
fn what_needs_a_shell_gets_it() {
    let title = "Convert to exec form with a shell";
    check(title, "FROM a\nCMD<|> app $PORT\n", "FROM a\nCMD [\"/bin/sh\", \"-c\", \"exec app $PORT\"]\n");
    check(title, "FROM a\nRUN<|> a && \"b\"\n", "FROM a\nRUN [\"/bin/sh\", \"-c\", \"a && \\\"b\\\"\"]\n");
    check(
        title,
        "FROM a\nSHELL [\"/bin/bash\", \"-euc\"]\nRUN<|> a | b\n",
        "FROM a\nSHELL [\"/bin/bash\", \"-euc\"]\nRUN [\"/bin/bash\", \"-euc\", \"a | b\"]\n",
    );
    for text in [
        "FROM --platform=windows/amd64 a\nRUN<|> dir\n",
        "FROM a\nRUN<|> a && \\\n # note\n b\n",
        "FROM a\nRUN<|> <<E\na\nE\n",
        "FROM a\nCMD<|> ['a']\n",
        "FROM a\nRUN<|>\n",
        "FROM a\nONBUILD RUN<|> a && b\n",
    ] {
        check_not(title, text);
        check_not("Convert to exec form", text);
    }
}

#[test]
fn exec_form_becomes_shell_form() {
    let check = |before, after| {
        check("Convert to shell form", &format!("FROM a\n{before}\n"), &format!("FROM a\n{after}\n"));
    };
    check(r#"CMD<|> ["app", "-x", "b c", "$X"]"#, "CMD exec app -x 'b c' '$X'");
    check(r#"RUN<|> ["make", "it's"]"#, r"RUN make 'it'\''s'");
    check(r#"CMD<|> ["/bin/sh", "-c", "a && b $X"]"#, "CMD a && b $X");
    check(r#"RUN<|> ["sh", "-c", "a \"b\""]"#, "RUN a \"b\"");
    check("HEALTHCHECK CMD<|> [\"a\", \\\n  \"b\"]", "HEALTHCHECK CMD a b");
    check(r#"ENTRYPOINT<|> ["bash", "-c", "a"]"#, "ENTRYPOINT exec bash -c a");
}

#[test]
fn what_a_line_cannot_hold_stays_an_array() {
    for text in [
        r#"CMD<|> ["a\nb"]"#,
        r#"RUN<|> ["sh", "-c", "cat <<E"]"#,
        r#"RUN<|> ["sh", "-c", "--x"]"#,
        "CMD<|> [\"a\", \\\n # note\n \"b\"]",
        "CMD<|> []",
        r#"VOLUME<|> ["a"]"#,
    ] {
        check_not("Convert to shell form", &format!("FROM a\n{text}\n"));
    }
}

#[test]
fn stages_get_names() {
    check(
        "Name this stage `build`",
        "FROM<|> golang:1.22\nFROM scratch\nCOPY --from=0 /a /b\n",
        "FROM golang:1.22 AS build\nFROM scratch\nCOPY --from=build /a /b\n",
    );
    check(
        "Name this stage `node-build`",
        "from <|>node\nfrom a as build\ncopy --from=0 /a /b\n",
        "from node as node-build\nfrom a as build\ncopy --from=node-build /a /b\n",
    );
    // Here `build` is an image.
    check(
        "Name this stage `a-build`",
        "FROM <|>a\nFROM b\nCOPY --from=build /a /b\n",
        "FROM a AS a-build\nFROM b\nCOPY --from=build /a /b\n",
    );
    check_not("Name this stage `final`", "FROM <|>a AS b\n");
}

#[test]
fn tags_become_arguments() {
    check(
        "Extract the tag into `ARG ALPINE_VERSION`",
        "# syntax=x\r\nFROM alpine:<|>3.22 AS a\r\n",
        "# syntax=x\r\nARG ALPINE_VERSION=3.22\r\nFROM alpine:${ALPINE_VERSION} AS a\r\n",
    );
    check(
        "Extract the tag into `ARG BUILD_TOOLS_VERSION`",
        "ARG A\nFROM a\nFROM r:5/x/build-tools:1<|>\n",
        "ARG A\nARG BUILD_TOOLS_VERSION=1\nFROM a\nFROM r:5/x/build-tools:${BUILD_TOOLS_VERSION}\n",
    );
    for text in ["FROM a<|>\n", "FROM a:$X<|>\n", "FROM <|>a@sha256:00\n", "FROM a:1 AS <|>b\n"] {
        let (text, cursors) = without_cursors(text);
        let document = Document::new(Text::new(&text));
        let found = refactorings(&document, &(cursors[0]..cursors[0]));
        assert!(found.iter().all(|it| it.kind != RefactoringKind::Extract), "{text}: {found:?}");
    }
}

#[test]
fn selections_become_arguments() {
    check(
        "Extract into `ARG VERSION`",
        "FROM a\n  LABEL org.version=\"<|>1.2<|>.3\"\n",
        "FROM a\n  ARG VERSION=1.2\n  LABEL org.version=\"${VERSION}.3\"\n",
    );
    check(
        "Extract into `ARG APP_DIR`",
        "FROM a\nWORKDIR <|>/app<|>/x\n",
        "FROM a\nARG APP_DIR=/app\nWORKDIR ${APP_DIR}/x\n",
    );
    // The text would not be expanded here, or is already a variable.
    check_not("Extract into `ARG VERSION`", "FROM a\nLABEL version='<|>1.2<|>'\n");
    check_not("Extract into `ARG VERSION`", "FROM a\nENV A=1\nLABEL version=<|>$A<|>\n");
    check_not("Extract into `ARG VALUE`", "FROM a\nRUN <|>echo<|> a\n");
}

#[test]
fn arguments_are_inlined() {
    check("Inline `V`", "ARG V=1\nFROM a:$V<|>\nFROM b:${V}-x\n", "FROM a:1\nFROM b:1-x\n");
    check("Inline `D`", "FROM a\n  ARG <|>D=/x\nWORKDIR $D/y\n", "FROM a\nWORKDIR /x/y\n");
    for text in [
        "FROM a\nARG <|>V=1\nRUN echo $V\n",
        "FROM a\nARG <|>V=1\nARG V=2\nLABEL a=$V\n",
        "FROM a\nENV <|>V=1\nLABEL a=$V\n",
        "FROM a\nARG <|>V=1\n",
        "FROM a\nARG <|>V=1\nLABEL a=${V:-2}\n",
        "FROM a\nARG <|>V=\"1 2\"\nLABEL a=$V\n",
        "ARG <|>V=1\nFROM a\nARG V\nLABEL a=$V\n",
    ] {
        check_not("Inline `V`", text);
    }
}

#[test]
fn packages_are_sorted() {
    let check = |before: &str, after: &str| {
        check("Sort the package list", &format!("FROM a\n{before}\n"), &format!("FROM a\n{after}\n"));
    };
    check("RUN apt-get<|> install -y b a", "RUN apt-get install -y a b");
    check(
        "RUN apt-get update && apt-get install -y \\\r\n  wget=1 \\\r\n\tCurl a-b\\\r\n  <|>a \\\r\n && b",
        "RUN apt-get update && apt-get install -y \\\r\n  a \\\r\n\ta-b Curl\\\r\n  wget=1 \\\r\n && b",
    );
    check("ONBUILD RUN apk add b -t x a<|>", "ONBUILD RUN apk add a -t x b");
    check("RUN <<E\npip install -r r 'b>=1' <|>a\nE", "RUN <<E\npip install -r r a 'b>=1'\nE");
    for text in [
        "RUN apk add a<|> b",
        "RUN apk add b<|> $X a",
        "RUN apk add b<|> {% x %} a",
        "RUN apk add b<|> \\\n # of b\n a",
        "RUN apk add <|>b \\\n `# of b` a",
        "RUN apk add b a && <|>x",
        "RUN echo<|> b a",
        "RUN apk add <|>b a (",
        "RUN [\"apk\", \"add\", \"b\", \"a\"]<|>",
        "SHELL [\"fish\", \"-c\"]\nRUN apk add <|>b a",
    ] {
        check_not("Sort the package list", &format!("FROM a\n{text}\n"));
    }
}

#[test]
fn chains_become_heredocs() {
    let check = |before: &str, after: &str| {
        check(
            "Split the `&&` chain into a heredoc",
            &format!("FROM a\n{before}\n"),
            &format!("FROM a\n{after}\n"),
        );
    };
    check("RUN a && <|>b", "RUN <<EOF\nset -e\na\nb\nEOF");
    check(
        "RUN --mount=type=tmpfs,target=/x \\\n  set -eux \\\n  && apk add \\\n      a<|> \\\n      b \\\n  # note\n\n  && c \"x \\\n y\" > z",
        "RUN --mount=type=tmpfs,target=/x <<EOF\nset -eux\napk add \\\n    a \\\n    b\n# note\nc \"x \\\n y\" > z\nEOF",
    );
    check(
        "RUN \\\n # why\n a || b && \\\n (c && EOF) &&<|> d 'x\\\n  y'",
        "RUN <<EOF\nset -e\n# why\na || b\n(c && EOF)\nd 'x  y'\nEOF",
    );
    check_not("Split the `&&` chain into a heredoc", "# escape=`\nFROM a\nRUN a `\n # x\n b &&<|> c\n");
    let backtick = "# escape=`\nFROM a\nRUN<|> a `\n  b && c\n";
    super::tests::check(
        "Split the `&&` chain into a heredoc",
        backtick,
        "# escape=`\nFROM a\nRUN <<EOF\nset -e\na \\\n    b\nc\nEOF\n",
    );
    for text in [
        "RUN<|> a",
        "RUN<|> a; b && c",
        "RUN<|> a && b || c",
        "RUN<|> ! a && b",
        "RUN<|> for x in y; do z; done && b",
        "RUN<|> (a; b) && c",
        "RUN<|> . x && c",
        "RUN<|> a & b && c",
        "RUN<|> a && b # c",
        "RUN<|> a <<E && b\nE",
        "RUN<|> a \\\n # x\n b && c",
        "RUN<|> echo $- && c",
        "RUN<|> a \\\r\n && b\r\n",
        "ONBUILD RUN<|> a && b",
        "SHELL [\"fish\"]\nRUN<|> a && b",
        "RUN<|> [\"a\", \"&&\", \"b\"]",
    ] {
        check_not("Split the `&&` chain into a heredoc", &format!("FROM a\n{text}\n"));
    }
    check_not(
        "Split the `&&` chain into a heredoc",
        "# syntax=docker/dockerfile:1.3\nFROM a\nRUN a &&<|> b\n",
    );
}

#[test]
fn heredocs_become_chains() {
    let check = |before: &str, after: &str| {
        check(
            "Join the lines of the heredoc with `&&`",
            &format!("FROM a\n{before}\n"),
            &format!("FROM a\n{after}\n"),
        );
    };
    check("RUN <<EOF\nset -e\na<|>\nb; c\nEOF", "RUN a \\\n    && b \\\n    && c");
    check(
        "  RUN --network=none <<-'EOF'\n\tset -eux\n\n\t# note\n\ta || b<|> # more\n\tapk add \\\n\t  x \\\n\t\ty\n\t# end\n\tEOF",
        "  RUN --network=none set -eux \\\n      # note\n      # more\n      && { a || b; } \\\n      && apk add \\\n            x \\\n          y\n      # end",
    );
    check(
        "RUN <<EOF\n# why\nset -e\n# first\na<|>\nb && c\nEOF",
        "RUN \\\n    # why\n    # first\n    a \\\n    && b && c",
    );
    for text in [
        "RUN<|> <<EOF\na\nb\nEOF",
        "RUN<|> <<EOF\nset -e\nEOF",
        "RUN<|> <<EOF\nset -x\na\nEOF",
        "RUN<|> <<EOF\n#!/bin/sh\nset -e\na\nEOF",
        "RUN<|> <<EOF\nset -e\na && b\nc\nEOF",
        "RUN<|> <<EOF\nset -e\nif a; then b; fi\nEOF",
        "RUN<|> <<EOF\nset -e\nx='a\nb'\nEOF",
        "RUN<|> <<EOF\nset -e\na <<X\nX\nEOF",
        "RUN<|> <<EOF\nset -e\na $((1 << 2))\nEOF",
        "RUN<|> cat <<EOF\nset -e\na\nEOF",
        "RUN<|> <<EOF cat\nset -e\na\nEOF",
        "RUN<|> <<EOF\nset -e\na &\nb\nEOF",
    ] {
        check_not("Join the lines of the heredoc with `&&`", &format!("FROM a\n{text}\n"));
    }
}

#[test]
fn runs_are_joined() {
    let check = |before: &str, after: &str| {
        check("Join with the next RUN", &format!("FROM a\n{before}\n"), &format!("FROM a\n{after}\n"));
    };
    check("RUN a<|>\nRUN b", "RUN a \\\n    && b");
    check("  run a<|> && b\n\n  # why\n  run c &&\\\n  d", "  run a && b && \\\n  # why\n  c &&\\\n  d");
    check(
        "RUN --network=none a<|>; b \\\n  && c\nRUN --network=none \\\n # x\n  d || e \\\n  && f",
        "RUN --network=none a; b \\\n  && c \\\n  # x\n  && { d || e \\\n  && f; }",
    );
    check("RUN (cd x && a)<|>\nRUN X=1 b && cd c", "RUN (cd x && a) \\\n    && X=1 b && cd c");
    check("RUN for x in 1; do a $x; done<|>\r\nRUN b\r", "RUN for x in 1; do a $x; done \\\r\n    && b\r");
    for text in [
        "RUN a<|>",
        "RUN a<|>\nWORKDIR /\nRUN b",
        "RUN a<|>\nRUN --network=none b",
        "RUN --mount=type=tmpfs,target=/x a<|>\nRUN --mount=type=tmpfs,target=/x b",
        "RUN a<|>\nRUN b; c",
        "RUN a;<|>\nRUN b",
        "RUN a &<|>\nRUN b",
        "RUN cd x<|> && a\nRUN b",
        "RUN set -x && a<|>\nRUN b",
        "RUN X=1 && a<|>\nRUN b",
        "RUN x=1 && a<|>\nRUN b $x",
        "RUN f() { a; } && f<|>\nRUN b",
        "RUN service x start<|>\nRUN b",
        "RUN a || exit 0<|>\nRUN b",
        "RUN a # x<|>\nRUN b",
        "RUN a<|>\n# hadolint ignore=DL3003\nRUN b",
        "RUN a<|> <<E\nE\nRUN b",
        "RUN a<|>\nRUN <<E\nb\nE",
        "RUN a<|>\nRUN [\"b\"]",
        "ONBUILD RUN a<|>\nONBUILD RUN b",
        "SHELL [\"sh\", \"-ec\"]\nRUN for x in y; do a; done<|>\nRUN b",
    ] {
        check_not("Join with the next RUN", &format!("FROM a\n{text}\n"));
    }
}

#[test]
fn runs_are_split() {
    let check = |before: &str, after: &str| {
        check(
            "Split into two RUN instructions",
            &format!("FROM a\n{before}\n"),
            &format!("FROM a\n{after}\n"),
        );
    };
    check("RUN a <|>&& b && c", "RUN a\nRUN b && c");
    check(
        "  RUN --network=none a || b \\\n    # why\n    &<|>& c \\\n      d \\\n    && e",
        "  RUN --network=none a || b\n  # why\n  RUN --network=none c \\\n      d \\\n    && e",
    );
    check("RUN a &&<|>\\\r\n  b\r", "RUN a\r\nRUN b\r");
    check("RUN x=1 && a $x <|>&& b", "RUN x=1 && a $x\nRUN b");
    for text in [
        "RUN a<|> && b",
        "RUN a <|>|| b",
        "RUN a <|>&& b || c",
        "RUN a; b <|>&& c",
        "RUN (a <|>&& b)",
        "RUN cd a <|>&& b",
        "RUN x=1 <|>&& a $x",
        "RUN X=1 <|>&& a",
        "RUN export x=1 <|>&& a",
        "RUN set -e <|>&& a",
        "RUN . x <|>&& a",
        "RUN a --daemon <|>&& b",
        "RUN --mount=type=tmpfs,target=/x a <|>&& b",
        "ONBUILD RUN a <|>&& b",
        "RUN <<E\na <|>&& b\nE",
        "RUN a '<|>&&' b",
    ] {
        check_not("Split into two RUN instructions", &format!("FROM a\n{text}\n"));
    }
}

#[test]
fn arguments_get_lines_of_their_own() {
    let check = |before: &str, after: &str| {
        check("One argument per line", &format!("FROM a\n{before}\n"), &format!("FROM a\n{after}\n"));
    };
    check(
        "RUN apt-get install -y a<|> b=1 -q c",
        "RUN apt-get install -y \\\n    a \\\n    b=1 \\\n    -q \\\n    c",
    );
    check(
        "RUN apt-get update && apt-get<|> install -y a b && c",
        "RUN apt-get update && apt-get install -y \\\n        a \\\n        b \\\n    && c",
    );
    check(
        "RUN apt-get update \\\n && apk<|> add a \\\n   # note\n   b c > x \\\n && c",
        "RUN apt-get update \\\n && apk add \\\n   a \\\n   # note\n   b \\\n   c > x \\\n && c",
    );
    check("RUN ./configure<|> x --a 1 --b=2", "RUN ./configure x \\\n    --a 1 \\\n    --b=2");
    check("RUN pip install<|> a b && \\\n  c", "RUN pip install \\\n      a \\\n      b && \\\n  c");
    check("RUN mkdir<|> -p a b", "RUN mkdir -p \\\n    a \\\n    b");
    check("RUN <<E\n  apk add a <|>b\nE", "RUN <<E\n  apk add \\\n      a \\\n      b\nE");
    check("ENV<|> A=1 B=\"2 3\" \\\n  C=4 D=5", "ENV A=1 \\\n  B=\"2 3\" \\\n  C=4 \\\n  D=5");
    check("  LABEL<|> \"a b\"=1 c=2", "  LABEL \"a b\"=1 \\\n        c=2");
    check("COPY<|> --link a b /c/\r", "COPY --link a \\\r\n    b \\\r\n    /c/\r");
    check("ADD<|> a b /c/", "ADD a \\\n    b \\\n    /c/");
    for text in [
        "ENV<|> A=1",
        "ENV<|> A b c",
        "COPY<|> a b",
        "COPY<|> [\"a\", \"b\", \"c\"]",
        "RUN a<|> b c d e f",
        "RUN a<|> -b c -d",
        "RUN apk add<|> \\\n  a \\\n  b",
        "RUN apk add<|> a",
        "RUN x \"$(apk add<|> a b)\"",
    ] {
        check_not("One argument per line", &format!("FROM a\n{text}\n"));
    }
}

#[test]
fn managers_get_cache_mounts() {
    let check = |program: &str, before: &str, after: &str| {
        let title = format!("Add a cache mount for {program}");
        check(&title, &format!("FROM a\n{before}\n"), &format!("FROM a\n{after}\n"));
    };
    check(
        "pip3",
        "RUN x && pip3 install<|> a",
        "RUN --mount=type=cache,target=/root/.cache/pip \\\n    x && pip3 install a",
    );
    check(
        "npm",
        "  RUN --network=default \\\n    npm ci<|>",
        "  RUN --network=default \\\n    --mount=type=cache,target=/root/.npm \\\n    npm ci",
    );
    check(
        "apk",
        "RUN <<E\napk add -U a<|>\nE",
        "RUN --mount=type=cache,target=/etc/apk/cache,sharing=locked <<E\napk add -U a\nE",
    );
    super::tests::check(
        "Add cache mounts for apt-get",
        "FROM a\nRUN apt-get update<|> \\\n && apt-get install -y b\n",
        "FROM a\nRUN --mount=type=cache,target=/var/cache/apt,sharing=locked \\\n --mount=type=cache,target=/var/lib/apt,sharing=locked \\\n rm -f /etc/apt/apt.conf.d/docker-clean \\\n && apt-get update \\\n && apt-get install -y b\n",
    );
    super::tests::check(
        "Add cache mounts for apt-get",
        "FROM a\nRUN apt-get update<|> && apt-get install -y b\n",
        "FROM a\nRUN --mount=type=cache,target=/var/cache/apt,sharing=locked \\\n    --mount=type=cache,target=/var/lib/apt,sharing=locked \\\n    rm -f /etc/apt/apt.conf.d/docker-clean \\\n    && apt-get update && apt-get install -y b\n",
    );
    super::tests::check(
        "Add cache mounts for apt",
        "FROM a\nRUN <<E\n#!/bin/sh\napt update<|>\napt install -y b\nE\n",
        "FROM a\nRUN --mount=type=cache,target=/var/cache/apt,sharing=locked \\\n    --mount=type=cache,target=/var/lib/apt,sharing=locked <<E\n#!/bin/sh\nrm -f /etc/apt/apt.conf.d/docker-clean\napt update\napt install -y b\nE\n",
    );
    super::tests::check(
        "Add cache mounts for apt",
        "FROM a\nRUN rm /etc/apt/apt.conf.d/docker-clean\nRUN apt update<|> && apt install -y b\n",
        "FROM a\nRUN rm /etc/apt/apt.conf.d/docker-clean\nRUN --mount=type=cache,target=/var/cache/apt,sharing=locked \\\n    --mount=type=cache,target=/var/lib/apt,sharing=locked \\\n    apt update && apt install -y b\n",
    );
    super::tests::check(
        "Add cache mounts for go",
        "FROM a AS b\nRUN go mod download<|>\nRUN --mount=target=/go/pkg/mod,type=cache go build\nFROM c\nRUN go build\n",
        "FROM a AS b\nRUN --mount=type=cache,target=/go/pkg/mod \\\n    --mount=type=cache,target=/root/.cache/go-build \\\n    go mod download\nRUN --mount=target=/go/pkg/mod,type=cache \\\n    --mount=type=cache,target=/root/.cache/go-build \\\n    go build\nFROM c\nRUN go build\n",
    );
    for text in [
        "FROM a\nRUN pip list<|>",
        "FROM a\nRUN --mount=type=cache,target=/root/.cache pip install<|> b",
        "FROM a\nRUN pip install<|> --no-cache-dir b",
        "FROM a\nENV PIP_NO_CACHE_DIR=1\nRUN pip install<|> b",
        "FROM a\nUSER app\nRUN pip install<|> b",
        "FROM a\nRUN pip install<|> b && rm -rf /root/.cache",
        "FROM a\nRUN apt-get install<|> b",
        "FROM a\nRUN apt-get update && apt-get install<|> b && rm -rf /var/lib/apt/lists/*",
        "FROM a\nRUN apt-get update && apt-get install<|> b && apt-get clean",
        "FROM a\nRUN apt-get update<|>\nRUN apt-get install b",
        "FROM a\nRUN apk add<|> --no-cache b",
        "FROM a AS b\nRUN mvn package<|>\nFROM b\nRUN mvn package -o",
        "FROM a AS b\nRUN go build<|>\nFROM c\nCOPY --from=b /go/pkg /x",
        "FROM a AS b\nRUN dotnet build<|>\nFROM b\nCMD [\"dotnet\", \"run\"]",
        "# syntax=docker/dockerfile:1.1\nFROM a\nRUN pip install<|> b",
        "FROM a\nONBUILD RUN pip install<|> b",
    ] {
        let (text, cursors) = without_cursors(text);
        let (at, document) = (cursors[0], Document::new(Text::new(&text)));
        let found = refactorings(&document, &(at..at));
        assert!(!found.iter().any(|it| it.title.to_string().contains("cache mount")), "{text}");
    }
}

#[test]
fn any_place_is_fine() {
    for text in ["", "FROM", "FROM a\nCMD [\"a\"", "CMD x\n", "FROM a\r\nRUN 안녕 $X 🐳\r\n"] {
        let document = Document::new(Text::new(text));
        for at in (0..=text.len()).filter(|&at| text.is_char_boundary(at)) {
            for end in (at..=text.len()).filter(|&at| text.is_char_boundary(at)) {
                refactorings(&document, &(at..end));
            }
        }
    }
}
