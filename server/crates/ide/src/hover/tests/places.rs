//! Tests of the positions at which references are explained, or are not.

use super::check_rows;

#[test]
fn places_of_references() {
    check_rows(&[
        (
            "FROM scratch\nENV A=1\nONBUILD ADD $<|>A /x\n",
            "$A",
            &[
                "`A` = `1`",
                "Set by `ENV` on line 2.",
                "Takes effect in stages built on this one; the value shown is the one at the end of this stage.",
            ],
        ),
        (
            "FROM scratch\nENV A=1\nONBUILD ENV <|>B=$A\n",
            "B",
            &[
                "`B` = `1`",
                "Set by `ENV` on line 3: `$A`.",
                "- `A` = `1`. Set by `ENV` on line 2.",
                "Takes effect in stages built on this one.",
            ],
        ),
        (
            "FROM scratch\nENV A=1\nCOPY <<EOF /x\n한글 $<|>A\nEOF\n",
            "$A",
            &["`A` = `1`", "Set by `ENV` on line 2."],
        ),
        ("FROM scratch\nENV A=1\nCOPY <<'EOF' /x\n$<|>A\nEOF\n", "", &[]),
        (
            "FROM scratch\nENV A=1\nRUN --mount=type=cache,target=/x/$<|>A true\n",
            "$A",
            &["`A` = `1`", "Set by `ENV` on line 2."],
        ),
        ("FROM scratch\nENV A=1\nCOPY --chown=$<|>A a b\n", "$A", &["`A` = `1`", "Set by `ENV` on line 2."]),
        (
            "# escape=`\r\nFROM scratch\r\nENV A=\"🐳 `\r\n  b\"\r\nUSER 한글 $<|>A\r\n",
            "$A",
            &["`A` = `🐳   b`", "Set by `ENV` on line 3."],
        ),
        ("FROM scratch\nENV A=a`b\\\nc\nUSER $<|>A\n", "$A", &["`A` = ``a`bc``", "Set by `ENV` on line 2."]),
        (
            "FROM scratch\nENV A=1\nUSER ${<|>A\n",
            "${A",
            &["`${A` has no closing `}`", "Set by `ENV` on line 2."],
        ),
        ("FROM scratch\nENV A=1\nENV B=$<|>A C\n", "$A", &["`A` = `1`", "Set by `ENV` on line 2."]),
        ("FROM scratch\nENV A=1\nUSER \"$<|>A\n", "$A", &["`A` = `1`", "Set by `ENV` on line 2."]),
        (
            "ARG A=1\nFROM $<|>A a\n",
            "$A",
            &[
                "`A` = `1`",
                "Default of `ARG` on line 1. Change it with `--build-arg A=…`.",
                "Not an image: `$A`.",
            ],
        ),
        (
            "FROM scratch\nENV A=1\nRUN [\"echo\", \"$<|>A\"]\n",
            "\"$A\"",
            &["`$A`", "An argument of the program, one element for each. Nothing in it is expanded."],
        ),
        (
            "FROM scratch\nENV A=1\nCOPY --chown=한글🐳é --chmod=$<|>A --from=0 a b\n",
            "$A",
            &["`A` = `1`", "Set by `ENV` on line 2."],
        ),
        ("FROM scratch\n# $<|>A\n", "", &[]),
        ("<|>", "", &[]),
    ]);
}

#[test]
fn arguments_that_a_stage_does_not_see() {
    check_rows(&[
        (
            "ARG V=1\nFROM a\nRUN echo $<|>V\n",
            "V",
            &[
                "`V` has no value in this file",
                "Declared on line 1, which only `FROM` sees; add `ARG V` to this stage. Without it, only the base \
                 image `a` can set a value.",
                "The shell may set it.",
            ],
        ),
        (
            "ARG V=1\nFROM a\nONBUILD RUN echo $<|>V\n",
            "V",
            &[
                "`V` has no value in this file",
                "Declared on line 1, which only `FROM` sees; add `ONBUILD ARG V` to this stage. Without it, only \
                 the base image `a` can set a value.",
                "The shell may set it.",
            ],
        ),
        (
            "FROM a\nRUN echo $<|>TARGETOS\n",
            "TARGETOS",
            &[
                "`TARGETOS` has no value in this file",
                "The builder sets it, but only for stages that declare it; add `ARG TARGETOS` to this stage. \
                 Without it, only the base image `a` can set a value.",
                "The shell may set it.",
            ],
        ),
        (
            "FROM scratch\nLABEL a=$<|>TARGETOS\n",
            "$TARGETOS",
            &[
                "`TARGETOS` is not set",
                "The builder sets it, but only for stages that declare it; add `ARG TARGETOS` to this stage.",
            ],
        ),
        (
            "FROM a\nCMD echo $<|>BUILDARCH\n",
            "BUILDARCH",
            &[
                "`BUILDARCH` has no value in this file",
                "The builder sets it, but only for stages that declare it; add `ARG BUILDARCH` and `ENV \
                 BUILDARCH=$BUILDARCH` to this stage. Without it, only the base image `a` can set a value.",
                "The shell may set it.",
            ],
        ),
        (
            "FROM a\nARG TARGETOS\nRUN echo $<|>TARGETOS\n",
            "TARGETOS",
            &[
                "`TARGETOS` depends on the platform",
                "Set by the builder, declared by `ARG` on line 2: the operating system of the target platform (`--platform`).",
            ],
        ),
    ]);
}
