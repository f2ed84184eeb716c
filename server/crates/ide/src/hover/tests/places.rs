//! Where references are explained, and where there is nothing to explain.

use expect_test::expect;

use super::check;

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
fn arguments_that_a_stage_does_not_see() {
    check(
        "ARG V=1\nFROM a\nRUN echo $<|>V\n",
        &expect![[r#"
        V
        ---
        `V` has no value in this file

        Declared on line 1, visible in FROM only; add `ARG V` here. Without it, only the base image `a` can set a value.

        The shell may set it.
    "#]],
    );
    check(
        "ARG V=1\nFROM a\nONBUILD RUN echo $<|>V\n",
        &expect![[r#"
        V
        ---
        `V` has no value in this file

        Declared on line 1, visible in FROM only; add `ONBUILD ARG V` here. Without it, only the base image `a` can set a value.

        The shell may set it.
    "#]],
    );
    check(
        "FROM a\nRUN echo $<|>TARGETOS\n",
        &expect![[r#"
        TARGETOS
        ---
        `TARGETOS` has no value in this file

        The builder sets it, but this stage does not declare it; add `ARG TARGETOS` here. Without it, only the base image `a` can set a value.

        The shell may set it.
    "#]],
    );
    check(
        "FROM scratch\nLABEL a=$<|>TARGETOS\n",
        &expect![[r#"
        $TARGETOS
        ---
        `TARGETOS` is not set

        The builder sets it, but this stage does not declare it; add `ARG TARGETOS` here.
    "#]],
    );
    check(
        "FROM a\nCMD echo $<|>BUILDARCH\n",
        &expect![[r#"
        BUILDARCH
        ---
        `BUILDARCH` has no value in this file

        The builder sets it, but this stage does not declare it; add `ARG BUILDARCH` and `ENV BUILDARCH=$BUILDARCH` here. Without it, only the base image `a` can set a value.

        The shell may set it.
    "#]],
    );
    check(
        "FROM a\nARG TARGETOS\nRUN echo $<|>TARGETOS\n",
        &expect![[r#"
        TARGETOS
        ---
        `TARGETOS` depends on the platform

        Set by the builder, declared by `ARG` on line 2: the operating system that is built for (`--platform`).
    "#]],
    );
}
