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
