//! What hovers say of values: a cursor in a fixture, the text that is explained, and the explanation. What is said below
//! a rule, by the texts of the language, is tested apart.

mod knowledge;
mod modifiers;
mod places;
mod stages;

use dockwright_syntax::Text;
use expect_test::{Expect, expect};

use super::*;

#[track_caller]
fn check(fixture: &str, expected: &Expect) {
    let file = dockwright_fixture::parse_one(fixture);
    let document = Document::new(Text::new(&file.text));
    let shown = match hover(&document, file.cursor(), Language::English) {
        Some(Hover { range, markdown }) => {
            let value = markdown.split("\n\n---\n\n").next().unwrap_or_default();
            format!("{}\n---\n{value}\n", &file.text[range])
        }
        None => "nothing\n".to_owned(),
    };
    expected.assert_eq(&shown);
}

#[test]
fn references() {
    check(
        "FROM scratch\nENV A=1\nUSER <|>$A\n",
        &expect![[r#"
        $A
        ---
        `A` = `1`

        Set by `ENV` on line 2.
    "#]],
    );
    check(
        "ARG V=3.20\nFROM alpine:${V<|>}\n",
        &expect![[r#"
            ${V}
            ---
            `V` = `3.20`

            Default of `ARG` on line 1. `--build-arg V=…` changes it.

            Image `docker.io/library/alpine:3.20`, from `V` = `3.20`.
        "#]],
    );
    check(
        "ARG V=3.20\nFROM alpine\nARG V\nLABEL v=\"$<|>V\"\n",
        &expect![[r#"
        $V
        ---
        `V` = `3.20`

        Default of `ARG` on line 1, declared again by `ARG` on line 3. `--build-arg V=…` changes it.
    "#]],
    );
    check(
        "FROM scratch AS a\nENV A=1\nFROM a AS b\nFROM b\nUSER $<|>A\n",
        &expect![[r#"
        $A
        ---
        `A` = `1`

        Set by `ENV` on line 2, in stage `a`.
    "#]],
    );
    check(
        "FROM golang:1.25\nWORKDIR $<|>GOPATH/src\n",
        &expect![[r#"
            $GOPATH
            ---
            `GOPATH` has no value in this file

            Not set in this file before; the base image `golang:1.25` may set it.
        "#]],
    );
    check(
        "FROM scratch\nARG V\nUSER $<|>V\n",
        &expect![[r#"
            $V
            ---
            `V` has no value

            Declared without a value by `ARG` on line 2. `--build-arg V=…` gives it one.
        "#]],
    );
    check(
        "FROM alpine\nARG V\nUSER $<|>V\n",
        &expect![[r#"
            $V
            ---
            `V` has no value in this file

            Declared without a value by `ARG` on line 2; the base image `alpine` may set it. `--build-arg V=…` gives it one.
        "#]],
    );
    check(
        "ARG V=1\nFROM scratch\nUSER $<|>V\n",
        &expect![[r#"
            $V
            ---
            `V` is not set

            Declared on line 1, visible in FROM only; add `ARG V` here.
        "#]],
    );
    check(
        "FROM scratch\nARG V=1\nFROM a:$<|>V\n",
        &expect![[r#"
            $V
            ---
            `V` is not set

            Not set here: `FROM` sees only an `ARG` before the first stage.

            `a:` is no image: invalid reference format, from `V`, which is not set.
        "#]],
    );
    check(
        "FROM scratch\nUSER $<|>V\n",
        &expect![[r#"
        $V
        ---
        `V` is not set

        Not set here.
    "#]],
    );
    check(
        "FROM scratch\nADD $<|>PATH /x\n",
        &expect![[r#"
        $PATH
        ---
        `PATH` = `/usr/local/sbin:/usr/local/bin:/usr/sbin:/usr/bin:/sbin:/bin`

        The search path that the builder sets.
    "#]],
    );
    check(
        "FROM alpine\nENV PATH=/x:$PATH\nADD $<|>PATH /x\n",
        &expect![[r#"
            $PATH
            ---
            `PATH` depends on the base image

            Set by `ENV` on line 2: `/x:$PATH`.

            - `PATH` depends on the base image `alpine`.
        "#]],
    );
    check(
        "FROM alpine\nARG TARGETARCH\nADD $<|>TARGETARCH /x\n",
        &expect![[r#"
            $TARGETARCH
            ---
            `TARGETARCH` depends on the platform

            Set by the builder, declared by `ARG` on line 2: the architecture that is built for (`--platform`).
        "#]],
    );
    check(
        "FROM alpine\nARG TARGETARCH\nENV A=x-$TARGETARCH\nADD $<|>A /x\n",
        &expect![[r#"
            $A
            ---
            `A` depends on the platform

            Set by `ENV` on line 3: `x-$TARGETARCH`.

            - `TARGETARCH` depends on the platform. Set by the builder, declared by `ARG` on line 2: the architecture that is built for (`--platform`).
        "#]],
    );
    check(
        "FROM --platform=$<|>BUILDPLATFORM alpine\n",
        &expect![[r#"
            $BUILDPLATFORM
            ---
            `BUILDPLATFORM` depends on the platform

            Set by the builder: the platform that builds.

            Image `docker.io/library/alpine:latest` for `$BUILDPLATFORM`.
        "#]],
    );
    check(
        "FROM scratch\nARG V=1\nENV V=2\nUSER $<|>V\n",
        &expect![[r#"
        $V
        ---
        `V` = `2`

        Set by `ENV` on line 3. `--build-arg` does not change it: this `ENV` wins.
    "#]],
    );
    check(
        "FROM scratch\nARG V=1\nENV V=$V\nUSER $<|>V\n",
        &expect![[r#"
        $V
        ---
        `V` = `1`

        Set by `ENV` on line 3: `$V`. `--build-arg V=…` changes it.

        - `V` = `1`. Default of `ARG` on line 2.
    "#]],
    );
    check(
        "FROM scratch\nENV A=1\nENV B=$A/x C=$A\nENV D=$B:$C\nUSER $<|>D\n",
        &expect![[r#"
        $D
        ---
        `D` = `1/x:1`

        Set by `ENV` on line 4: `$B:$C`.

        - `B` = `1/x`. Set by `ENV` on line 3: `$A/x`.
        - `A` = `1`. Set by `ENV` on line 2.
        - `C` = `1`. Set by `ENV` on line 3: `$A`.
    "#]],
    );
    check(
        "FROM scratch\nENV V=1\nARG V\nUSER $<|>V\n",
        &expect![[r#"
        $V
        ---
        `V` = `1`

        Set by `ENV` on line 2, declared again by `ARG` on line 3. `--build-arg V=…` changes it.
    "#]],
    );
    check(
        "FROM scratch\nENV A=1 B=$<|>A\n",
        &expect![[r#"
        $A
        ---
        `A` is not set

        Not set yet: what line 2 sets counts behind it.
    "#]],
    );
}

#[test]
fn definitions_give_values() {
    check(
        "FROM scratch\nENV A=1\nENV <|>B=$A/x\n",
        &expect![[r#"
        B
        ---
        `B` = `1/x`

        Set by `ENV` on line 3: `$A/x`.

        - `A` = `1`. Set by `ENV` on line 2.
    "#]],
    );
    check(
        "ARG <|>V=3\nFROM a:$V\n",
        &expect![[r#"
        V
        ---
        `V` = `3`

        Default of `ARG` on line 1. `--build-arg V=…` changes it.

        For `FROM`; a stage sees it behind its own `ARG V`.
    "#]],
    );
    check(
        "ARG V=3\nFROM a:$V\nARG <|>V\n",
        &expect![[r#"
        V
        ---
        `V` = `3`

        Default of `ARG` on line 1, declared again by `ARG` on line 3. `--build-arg V=…` changes it.
    "#]],
    );
    check(
        "FROM a\nARG <|>V\n",
        &expect![[r#"
            V
            ---
            `V` has no value in this file

            Declared without a value by `ARG` on line 2; the base image `a` may set it. `--build-arg V=…` gives it one.
        "#]],
    );
    check(
        "FROM a\nARG A=1 <|>B=$A\n",
        &expect![[r#"
        B
        ---
        `B` = `1`

        Default of `ARG` on line 2: `$A`. `--build-arg B=…` or `A=…` changes it.

        - `A` = `1`. Default of `ARG` on line 2.
    "#]],
    );
    check(
        "FROM a\nENV <|>EMPTY=\n",
        &expect![[r#"
        EMPTY
        ---
        `EMPTY` is empty

        Set by `ENV` on line 2.
    "#]],
    );
    check(
        "FROM a\nENV <|>LEGACY a b\n",
        &expect![[r#"
        LEGACY
        ---
        `LEGACY` = `a b`

        Set by `ENV` on line 2.
    "#]],
    );
    check(
        "FROM a\nARG <|>TARGETARCH\n",
        &expect![[r#"
            TARGETARCH
            ---
            `TARGETARCH` depends on the platform

            Set by the builder, declared by `ARG` on line 2: the architecture that is built for (`--platform`).
        "#]],
    );
    check(
        "FROM scratch\nENV A=1\nENV A=2 <|>B=$A\n",
        &expect![[r#"
        B
        ---
        `B` = `1`

        Set by `ENV` on line 3: `$A`.

        - `A` = `1`. Set by `ENV` on line 2.
    "#]],
    );
}

#[test]
fn values_of_any_shape() {
    check(
        "FROM scratch\nENV A=`\nUSER <|>$A\n",
        &expect![[r#"
        $A
        ---
        `A` = `` ` ``

        Set by `ENV` on line 2.
    "#]],
    );
    check(
        &format!("FROM scratch\nENV A={}\nUSER <|>$A\n", "x".repeat(300)),
        &expect![[r#"
        $A
        ---
        `A` = `xxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxx…`

        Set by `ENV` on line 2.
    "#]],
    );
    check(
        "FROM scratch\nCOPY <<A /x\n${<|>V:-a\nb}\nA\n",
        &expect![[r#"
        ${V:-a
        b}
        ---
        `${V:-a⏎b}` = `a⏎b`

        `V` is not set, so the default counts.

        Not set here.
    "#]],
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
    let declared = "Declared on line 1, visible in FROM only; add `ARG V` here.";
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
    english("ARG V\nFROM a\nONBUILD USER $<|>V\n", "add `ONBUILD ARG V` here.");
    for text in ["CMD echo $<|>V", "HEALTHCHECK CMD test $<|>V"] {
        english(&format!("ARG V\nFROM a\n{text}\n"), "add `ARG V` and `ENV V=$V` here.");
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
