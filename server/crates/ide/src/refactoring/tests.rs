//! Texts before and after each refactoring, the cursor or the selection marked with `$0`.

use dockwright_syntax::Text;

use super::*;

/// The text after the refactoring of a title at `$0`, or from `$0` to `$0`.
fn applied(fixture: &str, title: &str) -> Option<String> {
    let mut parts = fixture.split("$0");
    let (first, second) = (parts.next().unwrap(), parts.next().unwrap());
    let (middle, rest) = parts.next().map_or(("", second), |rest| (second, rest));
    let mut text = format!("{first}{middle}{rest}");
    let document = Document::new(Text::new(&text));
    let range = first.len()..first.len() + middle.len();
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
    check("CMD$0 app -x 'b c'", r#"CMD ["app", "-x", "b c"]"#);
    check("ENTRYPOINT exec$0 app", r#"ENTRYPOINT ["app"]"#);
    check("HEALTHCHECK --retries=2 CMD curl$0 \"x\"", r#"HEALTHCHECK --retries=2 CMD ["curl", "x"]"#);
    check("RUN --network=none$0 make \\\n  all", r#"RUN --network=none ["make", "all"]"#);
    check("onbuild cmd$0 app", r#"onbuild cmd ["app"]"#);
    check("CMD $0앱 --이름=값", r#"CMD ["앱", "--이름=값"]"#);
}

#[test]
fn what_needs_a_shell_gets_it() {
    let title = "Convert to exec form with a shell";
    check(title, "FROM a\nCMD$0 app $PORT\n", "FROM a\nCMD [\"/bin/sh\", \"-c\", \"exec app $PORT\"]\n");
    check(title, "FROM a\nRUN$0 a && \"b\"\n", "FROM a\nRUN [\"/bin/sh\", \"-c\", \"a && \\\"b\\\"\"]\n");
    check(
        title,
        "FROM a\nSHELL [\"/bin/bash\", \"-euc\"]\nRUN$0 a | b\n",
        "FROM a\nSHELL [\"/bin/bash\", \"-euc\"]\nRUN [\"/bin/bash\", \"-euc\", \"a | b\"]\n",
    );
    for text in [
        "FROM --platform=windows/amd64 a\nRUN$0 dir\n",
        "FROM a\nRUN$0 a && \\\n # note\n b\n",
        "FROM a\nRUN$0 <<E\na\nE\n",
        "FROM a\nCMD$0 ['a']\n",
        "FROM a\nRUN$0\n",
        "FROM a\nONBUILD RUN$0 a && b\n",
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
    check(r#"CMD$0 ["app", "-x", "b c", "$X"]"#, "CMD exec app -x 'b c' '$X'");
    check(r#"RUN$0 ["make", "it's"]"#, r"RUN make 'it'\''s'");
    check(r#"CMD$0 ["/bin/sh", "-c", "a && b $X"]"#, "CMD a && b $X");
    check(r#"RUN$0 ["sh", "-c", "a \"b\""]"#, "RUN a \"b\"");
    check("HEALTHCHECK CMD$0 [\"a\", \\\n  \"b\"]", "HEALTHCHECK CMD a b");
    check(r#"ENTRYPOINT$0 ["bash", "-c", "a"]"#, "ENTRYPOINT exec bash -c a");
}

#[test]
fn what_a_line_cannot_hold_stays_an_array() {
    for text in [
        r#"CMD$0 ["a\nb"]"#,
        r#"RUN$0 ["sh", "-c", "cat <<E"]"#,
        r#"RUN$0 ["sh", "-c", "--x"]"#,
        "CMD$0 [\"a\", \\\n # note\n \"b\"]",
        "CMD$0 []",
        r#"VOLUME$0 ["a"]"#,
    ] {
        check_not("Convert to shell form", &format!("FROM a\n{text}\n"));
    }
}

#[test]
fn stages_get_names() {
    check(
        "Name this stage `build`",
        "FROM$0 golang:1.22\nFROM scratch\nCOPY --from=0 /a /b\n",
        "FROM golang:1.22 AS build\nFROM scratch\nCOPY --from=build /a /b\n",
    );
    check(
        "Name this stage `node-build`",
        "from $0node\nfrom a as build\ncopy --from=0 /a /b\n",
        "from node as node-build\nfrom a as build\ncopy --from=node-build /a /b\n",
    );
    // `build` is an image here.
    check(
        "Name this stage `a-build`",
        "FROM $0a\nFROM b\nCOPY --from=build /a /b\n",
        "FROM a AS a-build\nFROM b\nCOPY --from=build /a /b\n",
    );
    check_not("Name this stage `final`", "FROM $0a AS b\n");
}

#[test]
fn tags_become_arguments() {
    check(
        "Extract the tag into `ARG ALPINE_VERSION`",
        "# syntax=x\r\nFROM alpine:$03.22 AS a\r\n",
        "# syntax=x\r\nARG ALPINE_VERSION=3.22\r\nFROM alpine:${ALPINE_VERSION} AS a\r\n",
    );
    check(
        "Extract the tag into `ARG BUILD_TOOLS_VERSION`",
        "ARG A\nFROM a\nFROM r:5/x/build-tools:1$0\n",
        "ARG A\nARG BUILD_TOOLS_VERSION=1\nFROM a\nFROM r:5/x/build-tools:${BUILD_TOOLS_VERSION}\n",
    );
    for text in ["FROM a$0\n", "FROM a:$X$0\n", "FROM $0a@sha256:00\n", "FROM a:1 AS $0b\n"] {
        let document = Document::new(Text::new(&text.replace("$0", "")));
        let found = refactorings(&document, &(text.find("$0").unwrap()..text.find("$0").unwrap()));
        assert!(found.iter().all(|it| it.kind != RefactoringKind::Extract), "{text}: {found:?}");
    }
}

#[test]
fn selections_become_arguments() {
    check(
        "Extract into `ARG VERSION`",
        "FROM a\n  LABEL org.version=\"$01.2$0.3\"\n",
        "FROM a\n  ARG VERSION=1.2\n  LABEL org.version=\"${VERSION}.3\"\n",
    );
    check(
        "Extract into `ARG APP_DIR`",
        "FROM a\nWORKDIR $0/app$0/x\n",
        "FROM a\nARG APP_DIR=/app\nWORKDIR ${APP_DIR}/x\n",
    );
    // Where it would not be expanded, or is a variable already.
    check_not("Extract into `ARG VERSION`", "FROM a\nLABEL version='$01.2$0'\n");
    check_not("Extract into `ARG VERSION`", "FROM a\nENV A=1\nLABEL version=$0$A$0\n");
    check_not("Extract into `ARG VALUE`", "FROM a\nRUN $0echo$0 a\n");
}

#[test]
fn arguments_are_inlined() {
    check("Inline `V`", "ARG V=1\nFROM a:$V$0\nFROM b:${V}-x\n", "FROM a:1\nFROM b:1-x\n");
    check("Inline `D`", "FROM a\n  ARG $0D=/x\nWORKDIR $D/y\n", "FROM a\nWORKDIR /x/y\n");
    for text in [
        "FROM a\nARG $0V=1\nRUN echo $V\n",
        "FROM a\nARG $0V=1\nARG V=2\nLABEL a=$V\n",
        "FROM a\nENV $0V=1\nLABEL a=$V\n",
        "FROM a\nARG $0V=1\n",
        "FROM a\nARG $0V=1\nLABEL a=${V:-2}\n",
        "FROM a\nARG $0V=\"1 2\"\nLABEL a=$V\n",
        "ARG $0V=1\nFROM a\nARG V\nLABEL a=$V\n",
    ] {
        check_not("Inline `V`", text);
    }
}

#[test]
fn packages_are_sorted() {
    let check = |before: &str, after: &str| {
        check("Sort the package list", &format!("FROM a\n{before}\n"), &format!("FROM a\n{after}\n"));
    };
    check("RUN apt-get$0 install -y b a", "RUN apt-get install -y a b");
    check(
        "RUN apt-get update && apt-get install -y \\\r\n  wget=1 \\\r\n\tCurl a-b\\\r\n  $0a \\\r\n && b",
        "RUN apt-get update && apt-get install -y \\\r\n  a \\\r\n\ta-b Curl\\\r\n  wget=1 \\\r\n && b",
    );
    check("ONBUILD RUN apk add b -t x a$0", "ONBUILD RUN apk add a -t x b");
    check("RUN <<E\npip install -r r 'b>=1' $0a\nE", "RUN <<E\npip install -r r a 'b>=1'\nE");
    for text in [
        "RUN apk add a$0 b",
        "RUN apk add b$0 $X a",
        "RUN apk add b$0 {% x %} a",
        "RUN apk add b$0 \\\n # of b\n a",
        "RUN apk add $0b \\\n `# of b` a",
        "RUN apk add b a && $0x",
        "RUN echo$0 b a",
        "RUN apk add $0b a (",
        "RUN [\"apk\", \"add\", \"b\", \"a\"]$0",
        "SHELL [\"fish\", \"-c\"]\nRUN apk add $0b a",
    ] {
        check_not("Sort the package list", &format!("FROM a\n{text}\n"));
    }
}

#[test]
fn chains_become_heredocs() {
    let check = |before: &str, after: &str| {
        check(
            "Split the && chain into a heredoc",
            &format!("FROM a\n{before}\n"),
            &format!("FROM a\n{after}\n"),
        );
    };
    check("RUN a && $0b", "RUN <<EOF\nset -e\na\nb\nEOF");
    check(
        "RUN --mount=type=tmpfs,target=/x \\\n  set -eux \\\n  && apk add \\\n      a$0 \\\n      b \\\n  # note\n\n  && c \"x \\\n y\" > z",
        "RUN --mount=type=tmpfs,target=/x <<EOF\nset -eux\napk add \\\n    a \\\n    b\n# note\nc \"x \\\n y\" > z\nEOF",
    );
    check(
        "RUN \\\n # why\n a || b && \\\n (c && EOF) &&$0 d 'x\\\n  y'",
        "RUN <<EOF\nset -e\n# why\na || b\n(c && EOF)\nd 'x  y'\nEOF",
    );
    check_not("Split the && chain into a heredoc", "# escape=`\nFROM a\nRUN a `\n # x\n b &&$0 c\n");
    let backtick = "# escape=`\nFROM a\nRUN$0 a `\n  b && c\n";
    super::tests::check(
        "Split the && chain into a heredoc",
        backtick,
        "# escape=`\nFROM a\nRUN <<EOF\nset -e\na \\\n    b\nc\nEOF\n",
    );
    for text in [
        "RUN$0 a",
        "RUN$0 a; b && c",
        "RUN$0 a && b || c",
        "RUN$0 ! a && b",
        "RUN$0 for x in y; do z; done && b",
        "RUN$0 (a; b) && c",
        "RUN$0 . x && c",
        "RUN$0 a & b && c",
        "RUN$0 a && b # c",
        "RUN$0 a <<E && b\nE",
        "RUN$0 a \\\n # x\n b && c",
        "RUN$0 echo $- && c",
        "RUN$0 a \\\r\n && b\r\n",
        "ONBUILD RUN$0 a && b",
        "SHELL [\"fish\"]\nRUN$0 a && b",
        "RUN$0 [\"a\", \"&&\", \"b\"]",
    ] {
        check_not("Split the && chain into a heredoc", &format!("FROM a\n{text}\n"));
    }
    check_not("Split the && chain into a heredoc", "# syntax=docker/dockerfile:1.3\nFROM a\nRUN a &&$0 b\n");
}

#[test]
fn heredocs_become_chains() {
    let check = |before: &str, after: &str| {
        check(
            "Join the heredoc's lines with &&",
            &format!("FROM a\n{before}\n"),
            &format!("FROM a\n{after}\n"),
        );
    };
    check("RUN <<EOF\nset -e\na$0\nb; c\nEOF", "RUN a \\\n    && b \\\n    && c");
    check(
        "  RUN --network=none <<-'EOF'\n\tset -eux\n\n\t# note\n\ta || b$0 # more\n\tapk add \\\n\t  x \\\n\t\ty\n\t# end\n\tEOF",
        "  RUN --network=none set -eux \\\n      # note\n      # more\n      && { a || b; } \\\n      && apk add \\\n            x \\\n          y\n      # end",
    );
    check(
        "RUN <<EOF\n# why\nset -e\n# first\na$0\nb && c\nEOF",
        "RUN \\\n    # why\n    # first\n    a \\\n    && b && c",
    );
    for text in [
        "RUN$0 <<EOF\na\nb\nEOF",
        "RUN$0 <<EOF\nset -e\nEOF",
        "RUN$0 <<EOF\nset -x\na\nEOF",
        "RUN$0 <<EOF\n#!/bin/sh\nset -e\na\nEOF",
        "RUN$0 <<EOF\nset -e\na && b\nc\nEOF",
        "RUN$0 <<EOF\nset -e\nif a; then b; fi\nEOF",
        "RUN$0 <<EOF\nset -e\nx='a\nb'\nEOF",
        "RUN$0 <<EOF\nset -e\na <<X\nX\nEOF",
        "RUN$0 <<EOF\nset -e\na $((1 << 2))\nEOF",
        "RUN$0 cat <<EOF\nset -e\na\nEOF",
        "RUN$0 <<EOF cat\nset -e\na\nEOF",
        "RUN$0 <<EOF\nset -e\na &\nb\nEOF",
    ] {
        check_not("Join the heredoc's lines with &&", &format!("FROM a\n{text}\n"));
    }
}

#[test]
fn runs_are_joined() {
    let check = |before: &str, after: &str| {
        check("Join with the next RUN", &format!("FROM a\n{before}\n"), &format!("FROM a\n{after}\n"));
    };
    check("RUN a$0\nRUN b", "RUN a \\\n    && b");
    check("  run a$0 && b\n\n  # why\n  run c &&\\\n  d", "  run a && b && \\\n  # why\n  c &&\\\n  d");
    check(
        "RUN --network=none a$0; b \\\n  && c\nRUN --network=none \\\n # x\n  d || e \\\n  && f",
        "RUN --network=none a; b \\\n  && c \\\n  # x\n  && { d || e \\\n  && f; }",
    );
    check("RUN (cd x && a)$0\nRUN X=1 b && cd c", "RUN (cd x && a) \\\n    && X=1 b && cd c");
    check("RUN for x in 1; do a $x; done$0\r\nRUN b\r", "RUN for x in 1; do a $x; done \\\r\n    && b\r");
    for text in [
        "RUN a$0",
        "RUN a$0\nWORKDIR /\nRUN b",
        "RUN a$0\nRUN --network=none b",
        "RUN --mount=type=tmpfs,target=/x a$0\nRUN --mount=type=tmpfs,target=/x b",
        "RUN a$0\nRUN b; c",
        "RUN a;$0\nRUN b",
        "RUN a &$0\nRUN b",
        "RUN cd x$0 && a\nRUN b",
        "RUN set -x && a$0\nRUN b",
        "RUN X=1 && a$0\nRUN b",
        "RUN x=1 && a$0\nRUN b $x",
        "RUN f() { a; } && f$0\nRUN b",
        "RUN service x start$0\nRUN b",
        "RUN a || exit 0$0\nRUN b",
        "RUN a # x$0\nRUN b",
        "RUN a$0\n# hadolint ignore=DL3003\nRUN b",
        "RUN a$0 <<E\nE\nRUN b",
        "RUN a$0\nRUN <<E\nb\nE",
        "RUN a$0\nRUN [\"b\"]",
        "ONBUILD RUN a$0\nONBUILD RUN b",
        "SHELL [\"sh\", \"-ec\"]\nRUN for x in y; do a; done$0\nRUN b",
    ] {
        check_not("Join with the next RUN", &format!("FROM a\n{text}\n"));
    }
}

#[test]
fn runs_are_split() {
    let check = |before: &str, after: &str| {
        check("Split into two RUNs", &format!("FROM a\n{before}\n"), &format!("FROM a\n{after}\n"));
    };
    check("RUN a $0&& b && c", "RUN a\nRUN b && c");
    check(
        "  RUN --network=none a || b \\\n    # why\n    &$0& c \\\n      d \\\n    && e",
        "  RUN --network=none a || b\n  # why\n  RUN --network=none c \\\n      d \\\n    && e",
    );
    check("RUN a &&$0\\\r\n  b\r", "RUN a\r\nRUN b\r");
    check("RUN x=1 && a $x $0&& b", "RUN x=1 && a $x\nRUN b");
    for text in [
        "RUN a$0 && b",
        "RUN a $0|| b",
        "RUN a $0&& b || c",
        "RUN a; b $0&& c",
        "RUN (a $0&& b)",
        "RUN cd a $0&& b",
        "RUN x=1 $0&& a $x",
        "RUN X=1 $0&& a",
        "RUN export x=1 $0&& a",
        "RUN set -e $0&& a",
        "RUN . x $0&& a",
        "RUN a --daemon $0&& b",
        "RUN --mount=type=tmpfs,target=/x a $0&& b",
        "ONBUILD RUN a $0&& b",
        "RUN <<E\na $0&& b\nE",
        "RUN a '$0&&' b",
    ] {
        check_not("Split into two RUNs", &format!("FROM a\n{text}\n"));
    }
}

#[test]
fn arguments_get_lines_of_their_own() {
    let check = |before: &str, after: &str| {
        check("One argument per line", &format!("FROM a\n{before}\n"), &format!("FROM a\n{after}\n"));
    };
    check(
        "RUN apt-get install -y a$0 b=1 -q c",
        "RUN apt-get install -y \\\n    a \\\n    b=1 \\\n    -q \\\n    c",
    );
    check(
        "RUN apt-get update && apt-get$0 install -y a b && c",
        "RUN apt-get update && apt-get install -y \\\n        a \\\n        b \\\n    && c",
    );
    check(
        "RUN apt-get update \\\n && apk$0 add a \\\n   # note\n   b c > x \\\n && c",
        "RUN apt-get update \\\n && apk add \\\n   a \\\n   # note\n   b \\\n   c > x \\\n && c",
    );
    check("RUN ./configure$0 x --a 1 --b=2", "RUN ./configure x \\\n    --a 1 \\\n    --b=2");
    check("RUN pip install$0 a b && \\\n  c", "RUN pip install \\\n      a \\\n      b && \\\n  c");
    check("RUN mkdir$0 -p a b", "RUN mkdir -p \\\n    a \\\n    b");
    check("RUN <<E\n  apk add a $0b\nE", "RUN <<E\n  apk add \\\n      a \\\n      b\nE");
    check("ENV$0 A=1 B=\"2 3\" \\\n  C=4 D=5", "ENV A=1 \\\n  B=\"2 3\" \\\n  C=4 \\\n  D=5");
    check("  LABEL$0 \"a b\"=1 c=2", "  LABEL \"a b\"=1 \\\n        c=2");
    check("COPY$0 --link a b /c/\r", "COPY --link a \\\r\n    b \\\r\n    /c/\r");
    check("ADD$0 a b /c/", "ADD a \\\n    b \\\n    /c/");
    for text in [
        "ENV$0 A=1",
        "ENV$0 A b c",
        "COPY$0 a b",
        "COPY$0 [\"a\", \"b\", \"c\"]",
        "RUN a$0 b c d e f",
        "RUN a$0 -b c -d",
        "RUN apk add$0 \\\n  a \\\n  b",
        "RUN apk add$0 a",
        "RUN x \"$(apk add$0 a b)\"",
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
        "RUN x && pip3 install$0 a",
        "RUN --mount=type=cache,target=/root/.cache/pip \\\n    x && pip3 install a",
    );
    check(
        "npm",
        "  RUN --network=default \\\n    npm ci$0",
        "  RUN --network=default \\\n    --mount=type=cache,target=/root/.npm \\\n    npm ci",
    );
    check(
        "apk",
        "RUN <<E\napk add -U a$0\nE",
        "RUN --mount=type=cache,target=/etc/apk/cache,sharing=locked <<E\napk add -U a\nE",
    );
    super::tests::check(
        "Add cache mounts for apt-get",
        "FROM a\nRUN apt-get update$0 \\\n && apt-get install -y b\n",
        "FROM a\nRUN --mount=type=cache,target=/var/cache/apt,sharing=locked \\\n --mount=type=cache,target=/var/lib/apt,sharing=locked \\\n rm -f /etc/apt/apt.conf.d/docker-clean \\\n && apt-get update \\\n && apt-get install -y b\n",
    );
    super::tests::check(
        "Add cache mounts for apt-get",
        "FROM a\nRUN apt-get update$0 && apt-get install -y b\n",
        "FROM a\nRUN --mount=type=cache,target=/var/cache/apt,sharing=locked \\\n    --mount=type=cache,target=/var/lib/apt,sharing=locked \\\n    rm -f /etc/apt/apt.conf.d/docker-clean \\\n    && apt-get update && apt-get install -y b\n",
    );
    super::tests::check(
        "Add cache mounts for apt",
        "FROM a\nRUN <<E\n#!/bin/sh\napt update$0\napt install -y b\nE\n",
        "FROM a\nRUN --mount=type=cache,target=/var/cache/apt,sharing=locked \\\n    --mount=type=cache,target=/var/lib/apt,sharing=locked <<E\n#!/bin/sh\nrm -f /etc/apt/apt.conf.d/docker-clean\napt update\napt install -y b\nE\n",
    );
    super::tests::check(
        "Add cache mounts for apt",
        "FROM a\nRUN rm /etc/apt/apt.conf.d/docker-clean\nRUN apt update$0 && apt install -y b\n",
        "FROM a\nRUN rm /etc/apt/apt.conf.d/docker-clean\nRUN --mount=type=cache,target=/var/cache/apt,sharing=locked \\\n    --mount=type=cache,target=/var/lib/apt,sharing=locked \\\n    apt update && apt install -y b\n",
    );
    super::tests::check(
        "Add cache mounts for go",
        "FROM a AS b\nRUN go mod download$0\nRUN --mount=target=/go/pkg/mod,type=cache go build\nFROM c\nRUN go build\n",
        "FROM a AS b\nRUN --mount=type=cache,target=/go/pkg/mod \\\n    --mount=type=cache,target=/root/.cache/go-build \\\n    go mod download\nRUN --mount=target=/go/pkg/mod,type=cache \\\n    --mount=type=cache,target=/root/.cache/go-build \\\n    go build\nFROM c\nRUN go build\n",
    );
    for text in [
        "FROM a\nRUN pip list$0",
        "FROM a\nRUN --mount=type=cache,target=/root/.cache pip install$0 b",
        "FROM a\nRUN pip install$0 --no-cache-dir b",
        "FROM a\nENV PIP_NO_CACHE_DIR=1\nRUN pip install$0 b",
        "FROM a\nUSER app\nRUN pip install$0 b",
        "FROM a\nRUN pip install$0 b && rm -rf /root/.cache",
        "FROM a\nRUN apt-get install$0 b",
        "FROM a\nRUN apt-get update && apt-get install$0 b && rm -rf /var/lib/apt/lists/*",
        "FROM a\nRUN apt-get update && apt-get install$0 b && apt-get clean",
        "FROM a\nRUN apt-get update$0\nRUN apt-get install b",
        "FROM a\nRUN apk add$0 --no-cache b",
        "FROM a AS b\nRUN mvn package$0\nFROM b\nRUN mvn package -o",
        "FROM a AS b\nRUN go build$0\nFROM c\nCOPY --from=b /go/pkg /x",
        "FROM a AS b\nRUN dotnet build$0\nFROM b\nCMD [\"dotnet\", \"run\"]",
        "# syntax=docker/dockerfile:1.1\nFROM a\nRUN pip install$0 b",
        "FROM a\nONBUILD RUN pip install$0 b",
    ] {
        let at = text.find("$0").unwrap();
        let document = Document::new(Text::new(&text.replace("$0", "")));
        let found = refactorings(&document, &(at..at));
        assert!(!found.iter().any(|it| it.title.contains("cache mount")), "{text}");
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
