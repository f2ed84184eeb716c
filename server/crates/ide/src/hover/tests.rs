//! What hovers say of values: a cursor in a fixture, the text that is explained, and the explanation. What is said below
//! a rule, by the texts of the language, is tested apart.

mod knowledge;

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

        Not set here: the `ARG` on line 1 counts in `FROM` only, until the stage has its own `ARG V`.
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
fn modifiers_tell_what_they_did() {
    let head = "FROM scratch\nENV F=foobarbaz E= N=1.2.3\n";
    check(
        &format!("{head}USER ${{U:<|>-x}}\n"),
        &expect![[r#"
        ${U:-x}
        ---
        `${U:-x}` = `x`

        `U` is not set, so the default counts.

        Not set here.
    "#]],
    );
    check(
        &format!("{head}USER ${{F:-<|>x}}\n"),
        &expect![[r#"
        ${F:-x}
        ---
        `${F:-x}` = `foobarbaz`

        `F` is set, so the default does not count.

        Set by `ENV` on line 2.
    "#]],
    );
    check(
        &format!("{head}USER ${{E:-<|>x}}\n"),
        &expect![[r#"
        ${E:-x}
        ---
        `${E:-x}` = `x`

        `E` is empty, so the default counts.

        Set by `ENV` on line 2.
    "#]],
    );
    check(
        &format!("{head}USER ${{E-<|>x}}\n"),
        &expect![[r#"
        ${E-x}
        ---
        `${E-x}` is empty

        `E` is empty, so the default does not count.

        Set by `ENV` on line 2.
    "#]],
    );
    check(
        &format!("{head}USER ${{F:+<|>x}}\n"),
        &expect![[r#"
        ${F:+x}
        ---
        `${F:+x}` = `x`

        `F` is set, so what stands behind the `+` counts.

        Set by `ENV` on line 2.
    "#]],
    );
    check(
        &format!("{head}USER ${{U+<|>x}}\n"),
        &expect![[r#"
        ${U+x}
        ---
        `${U+x}` is empty

        `U` is not set, so nothing is left.

        Not set here.
    "#]],
    );
    check(
        &format!("{head}USER ${{F:?<|>x}}\n"),
        &expect![[r#"
        ${F:?x}
        ---
        `${F:?x}` = `foobarbaz`

        `F` is set; without a value the build would stop.

        Set by `ENV` on line 2.
    "#]],
    );
    check(
        &format!("{head}USER ${{U:?<|>say why}}\n"),
        &expect![[r#"
            ${U:?say why}
            ---
            `${U:?say why}` stops the build: U: say why

            `U` is not set.

            Not set here.
        "#]],
    );
    check(
        &format!("{head}USER ${{F#<|>f*b}}\n"),
        &expect![[r#"
        ${F#f*b}
        ---
        `${F#f*b}` = `arbaz`

        Shortest prefix of `foobarbaz` matching `f*b` removed.

        Set by `ENV` on line 2.
    "#]],
    );
    check(
        &format!("{head}USER ${{F##<|>f*b}}\n"),
        &expect![[r#"
        ${F##f*b}
        ---
        `${F##f*b}` = `az`

        Longest prefix of `foobarbaz` matching `f*b` removed.

        Set by `ENV` on line 2.
    "#]],
    );
    check(
        &format!("{head}USER ${{F%<|>b*}}\n"),
        &expect![[r#"
        ${F%b*}
        ---
        `${F%b*}` = `foobar`

        Shortest suffix of `foobarbaz` matching `b*` removed.

        Set by `ENV` on line 2.
    "#]],
    );
    check(
        &format!("{head}USER ${{F#<|>x}}\n"),
        &expect![[r#"
        ${F#x}
        ---
        `${F#x}` = `foobarbaz`

        No prefix of `foobarbaz` matches `x`.

        Set by `ENV` on line 2.
    "#]],
    );
    check(
        &format!("{head}USER ${{N//<|>./_}}\n"),
        &expect![[r#"
        ${N//./_}
        ---
        `${N//./_}` = `1_2_3`

        Every match of `.` in `1.2.3` replaced by `_`.

        Set by `ENV` on line 2.
    "#]],
    );
    check(
        &format!("{head}USER ${{N/<|>./}}\n"),
        &expect![[r#"
        ${N/./}
        ---
        `${N/./}` = `12.3`

        First match of `.` in `1.2.3` removed.

        Set by `ENV` on line 2.
    "#]],
    );
    check(
        &format!("{head}USER ${{F/<|>x/y}}\n"),
        &expect![[r#"
        ${F/x/y}
        ---
        `${F/x/y}` = `foobarbaz`

        In `foobarbaz` nothing changes by replacing `x`.

        Set by `ENV` on line 2.
    "#]],
    );
    check(
        &format!("{head}USER ${{F<|>^^}}\n"),
        &expect![[r#"
            ${F^
            ---
            `${F^` stops the build: unsupported modifier (^) in substitution

            Set by `ENV` on line 2.
        "#]],
    );
    check(
        &format!("{head}USER ${{U:-${{F#<|>foo}}}}\n"),
        &expect![[r#"
        ${F#foo}
        ---
        `${F#foo}` = `barbaz`

        Shortest prefix of `foobarbaz` matching `foo` removed.

        Set by `ENV` on line 2.
    "#]],
    );
    check(
        "FROM golang\nUSER ${GO<|>PATH:-/go}\n",
        &expect![[r#"
            ${GOPATH:-/go}
            ---
            `${GOPATH:-/go}` has no value in this file

            If `GOPATH` has no value, the default counts.

            Not set in this file before; the base image `golang` may set it.
        "#]],
    );
    check(
        "FROM golang\nUSER ${GO<|>PATH:?}\n",
        &expect![[r#"
            ${GOPATH:?}
            ---
            `${GOPATH:?}` has no value in this file

            If `GOPATH` has no value, the build stops.

            Not set in this file before; the base image `golang` may set it.
        "#]],
    );
}

#[test]
fn places_of_references() {
    check(
        "FROM scratch\nENV A=1\nONBUILD ADD $<|>A /x\n",
        &expect![[r#"
        $A
        ---
        `A` = `1`

        Set by `ENV` on line 2.

        Counts in stages built on this one; shown is how this one ends.
    "#]],
    );
    check(
        "FROM scratch\nENV A=1\nONBUILD ENV <|>B=$A\n",
        &expect![[r#"
        B
        ---
        `B` = `1`

        Set by `ENV` on line 3: `$A`.

        - `A` = `1`. Set by `ENV` on line 2.

        Counts in stages built on this one.
    "#]],
    );
    check(
        "FROM scratch\nENV A=1\nCOPY <<EOF /x\n한글 $<|>A\nEOF\n",
        &expect![[r#"
        $A
        ---
        `A` = `1`

        Set by `ENV` on line 2.
    "#]],
    );
    check(
        "FROM scratch\nENV A=1\nCOPY <<'EOF' /x\n$<|>A\nEOF\n",
        &expect![[r#"
        nothing
    "#]],
    );
    check(
        "FROM scratch\nENV A=1\nRUN --mount=type=cache,target=/x/$<|>A true\n",
        &expect![[r#"
        $A
        ---
        `A` = `1`

        Set by `ENV` on line 2.
    "#]],
    );
    check(
        "FROM scratch\nENV A=1\nCOPY --chown=$<|>A a b\n",
        &expect![[r#"
        $A
        ---
        `A` = `1`

        Set by `ENV` on line 2.
    "#]],
    );
    check(
        "# escape=`\r\nFROM scratch\r\nENV A=\"🐳 `\r\n  b\"\r\nUSER 한글 $<|>A\r\n",
        &expect![[r#"
        $A
        ---
        `A` = `🐳   b`

        Set by `ENV` on line 3.
    "#]],
    );
    check(
        "FROM scratch\nENV A=a`b\\\nc\nUSER $<|>A\n",
        &expect![[r#"
        $A
        ---
        `A` = ``a`bc``

        Set by `ENV` on line 2.
    "#]],
    );
    check(
        "FROM scratch\nENV A=1\nUSER ${<|>A\n",
        &expect![[r#"
            ${A
            ---
            `${A` has no closing `}`

            Set by `ENV` on line 2.
        "#]],
    );
    check(
        "FROM scratch\nENV A=1\nENV B=$<|>A C\n",
        &expect![[r#"
        $A
        ---
        `A` = `1`

        Set by `ENV` on line 2.
    "#]],
    );
    check(
        "FROM scratch\nENV A=1\nUSER \"$<|>A\n",
        &expect![[r#"
        $A
        ---
        `A` = `1`

        Set by `ENV` on line 2.
    "#]],
    );
    check(
        "ARG A=1\nFROM $<|>A a\n",
        &expect![[r#"
            $A
            ---
            `A` = `1`

            Default of `ARG` on line 1. `--build-arg A=…` changes it.

            Not an image: `$A`.
        "#]],
    );
    check(
        "FROM scratch\nENV A=1\nRUN [\"echo\", \"$<|>A\"]\n",
        &expect![[r#"
        nothing
    "#]],
    );
    check(
        "FROM scratch\nENV A=1\nCOPY --chown=한글🐳é --chmod=$<|>A --from=0 a b\n",
        &expect![[r#"
        $A
        ---
        `A` = `1`

        Set by `ENV` on line 2.
    "#]],
    );
    check(
        "FROM scratch\n# $<|>A\n",
        &expect![[r#"
        nothing
    "#]],
    );
    check(
        "<|>",
        &expect![[r#"
        nothing
    "#]],
    );
}

#[test]
fn stages() {
    let file = "ARG V=3\nFROM alpine:$V AS base\nENV A=1 B=2\nWORKDIR /app\nUSER me\nSHELL [\"/bin/sh\", \"-e\"]\n\
                FROM base AS Build\nWORKDIR src\nFROM scratch\nCOPY --from=build /a /b\nCOPY --from=1 /c /d\n\
                RUN --mount=from=base,target=/x true\nFROM scratch AS other\nCOPY --from=2 a b\n\
                FROM base\nCOPY --from=build a b\n";
    check(
        &file.replacen("AS base", "AS b<|>ase", 1),
        &expect![[r#"
        base
        ---
        Stage 0 `base`

        Image `docker.io/library/alpine:3`, from `V` = `3`.

        Leaves `WORKDIR` `/app`, `USER` `me`, `SHELL` `/bin/sh -e`, `ENV` `A`, `B`.

        Used by `build` (line 7), stage 2 (line 12), stage 4 (line 15). The final stage needs it.
    "#]],
    );
    check(
        &file.replacen("FROM base AS", "FROM ba<|>se AS", 1),
        &expect![[r#"
        base
        ---
        Stage 0 `base`

        Image `docker.io/library/alpine:3`, from `V` = `3`.

        Leaves `WORKDIR` `/app`, `USER` `me`, `SHELL` `/bin/sh -e`, `ENV` `A`, `B`.

        Used by `build` (line 7), stage 2 (line 12), stage 4 (line 15). The final stage needs it.
    "#]],
    );
    check(
        &file.replacen("AS Build", "AS Buil<|>d", 1),
        &expect![[r#"
        Build
        ---
        Stage 1 `build`

        On stage `base` (line 2). Image `docker.io/library/alpine:3`, from `V` = `3`.

        Leaves `WORKDIR` `/app/src`, `USER` `me`, `SHELL` `/bin/sh -e`, `ENV` `A`, `B`.

        Used by stage 2 (lines 10, 11), stage 4 (line 16). The final stage needs it.
    "#]],
    );
    check(
        &file.replacen("--from=1", "--from=1<|>", 1),
        &expect![[r#"
        1
        ---
        Stage 1 `build`

        On stage `base` (line 2). Image `docker.io/library/alpine:3`, from `V` = `3`.

        Leaves `WORKDIR` `/app/src`, `USER` `me`, `SHELL` `/bin/sh -e`, `ENV` `A`, `B`.

        Used by stage 2 (lines 10, 11), stage 4 (line 16). The final stage needs it.
    "#]],
    );
    check(
        &file.replacen("--from=2", "--from=<|>2", 1),
        &expect![[r#"
        2
        ---
        Stage 2

        `scratch`, the empty image.

        Used by `other` (line 14). The final stage does not need it.
    "#]],
    );
    check(
        &file.replacen("mount=from=base", "mount=from=<|>base", 1),
        &expect![[r#"
        base
        ---
        Stage 0 `base`

        Image `docker.io/library/alpine:3`, from `V` = `3`.

        Leaves `WORKDIR` `/app`, `USER` `me`, `SHELL` `/bin/sh -e`, `ENV` `A`, `B`.

        Used by `build` (line 7), stage 2 (line 12), stage 4 (line 15). The final stage needs it.
    "#]],
    );
    check(
        &file.replacen("AS other", "AS <|>other", 1),
        &expect![[r#"
        other
        ---
        Stage 3 `other`

        `scratch`, the empty image.

        The final stage does not need it.
    "#]],
    );
    check(
        &file.replacen("FROM base AS", "FR<|>OM base AS", 1),
        &expect![[r#"
        FROM
        ---
        Stage `base`, number 0.
    "#]],
    );
}

#[test]
fn images() {
    check(
        "<|>FROM alpine\n",
        &expect![[r#"
        FROM
        ---
        Image `docker.io/library/alpine:latest`.
    "#]],
    );
    check(
        "FROM alp<|>ine:3.20\n",
        &expect![[r#"
        alpine:3.20
        ---
        Image `docker.io/library/alpine:3.20`.
    "#]],
    );
    check(
        "ARG V=3 R=quay.io/o\nFROM --platform=linux/arm64 $R/<|>a:$V AS b\n",
        &expect![[r#"
            $R/a:$V
            ---
            Image `quay.io/o/a:3` for `linux/arm64`, from `R` = `quay.io/o`, `V` = `3`.
        "#]],
    );
    check(
        "ARG V\nFROM a:<|>$V\n",
        &expect![[r#"
            $V
            ---
            `V` has no value

            Declared without a value by `ARG` on line 1. `--build-arg V=…` gives it one.

            `a:` is no image: invalid reference format, from `V`, which is not set.
        "#]],
    );
    check(
        "ARG V\nF<|>ROM a:$V\n",
        &expect![[r#"
        FROM
        ---
        `a:` is no image: invalid reference format, from `V`, which is not set.
    "#]],
    );
    check(
        "F<|>ROM a-$TARGETARCH\n",
        &expect![[r#"
        FROM
        ---
        The image depends on the platform: `a-$TARGETARCH`.
    "#]],
    );
    check(
        "FROM --platform=$BUILDPLATFORM a<|>\n",
        &expect![[r#"
        a
        ---
        Image `docker.io/library/a:latest` for `$BUILDPLATFORM`.
    "#]],
    );
    check(
        "FROM sc<|>ratch\n",
        &expect![[r#"
        scratch
        ---
        `scratch`, the empty image.
    "#]],
    );
    check(
        "FROM Al<|>pine\n",
        &expect![[r#"
        Alpine
        ---
        `Alpine` is no image: invalid reference format: repository name (library/Alpine) must be lowercase.
    "#]],
    );
    check(
        "ARG B=x\nFROM a AS x\nF<|>ROM $B\n",
        &expect![[r#"
        FROM
        ---
        Stage `x`, number 0, from `B` = `x`.
    "#]],
    );
    check(
        "FROM a\nCOPY --from=ngi<|>nx:1 a b\n",
        &expect![[r#"
        nginx:1
        ---
        `docker.io/library/nginx:1`
    "#]],
    );
    check(
        "FROM a A<|>\n",
        &expect![[r#"
        nothing
    "#]],
    );
}
