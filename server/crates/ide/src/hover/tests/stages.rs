//! Tests of hovers about stages and images.

use super::{check_rows, check_rows_in};

#[test]
fn stages() {
    let file = "ARG V=3\nFROM alpine:$V AS base\nENV A=1 B=2\nWORKDIR /app\nUSER me\nSHELL [\"/bin/sh\", \"-e\"]\n\
                FROM base AS Build\nWORKDIR src\nFROM scratch\nCOPY --from=build /a /b\nCOPY --from=1 /c /d\n\
                RUN --mount=from=base,target=/x true\nFROM scratch AS other\nCOPY --from=2 a b\n\
                FROM base\nCOPY --from=build a b\n";
    let base: &[_] = &[
        "Stage 0 `base`",
        "Image `docker.io/library/alpine:3`, from `V` = `3`.",
        "Contains `WORKDIR` `/app`, `USER` `me`, `SHELL` `/bin/sh -e`, `ENV` `A`, `B`.",
        "Used by `build` (line 7), stage 2 (line 12), stage 4 (line 15). The final stage needs it.",
    ];
    let build: &[_] = &[
        "Stage 1 `build`",
        "Built on stage `base` (line 2). Image `docker.io/library/alpine:3`, from `V` = `3`.",
        "Contains `WORKDIR` `/app/src`, `USER` `me`, `SHELL` `/bin/sh -e`, `ENV` `A`, `B`.",
        "Used by stage 2 (lines 10, 11), stage 4 (line 16). The final stage needs it.",
    ];
    let place = |fixture: &str| file.replacen(&fixture.replace("<|>", ""), fixture, 1);
    check_rows_in(
        place,
        &[
            ("AS b<|>ase", "base", base),
            ("FROM ba<|>se AS", "base", base),
            ("AS Buil<|>d", "Build", build),
            ("--from=1<|>", "1", build),
            (
                "--from=<|>2",
                "2",
                &[
                    "Stage 2",
                    "`scratch`, the empty image.",
                    "Used by `other` (line 14). The final stage does not need it.",
                ],
            ),
            ("mount=from=<|>base", "base", base),
            (
                "AS <|>other",
                "other",
                &["Stage 3 `other`", "`scratch`, the empty image.", "The final stage does not need it."],
            ),
            ("FR<|>OM base AS", "FROM", &["Stage `base`, number 0."]),
        ],
    );
}

#[test]
fn images() {
    check_rows(&[
        ("<|>FROM alpine\n", "FROM", &["Image `docker.io/library/alpine:latest`."]),
        ("FROM alp<|>ine:3.20\n", "alpine:3.20", &["Image `docker.io/library/alpine:3.20`."]),
        (
            "ARG V=3 R=quay.io/o\nFROM --platform=linux/arm64 $R/<|>a:$V AS b\n",
            "$R/a:$V",
            &["Image `quay.io/o/a:3` for `linux/arm64`, from `R` = `quay.io/o`, `V` = `3`."],
        ),
        (
            "ARG V\nFROM a:<|>$V\n",
            "$V",
            &[
                "`V` has no value",
                "Declared without a value by `ARG` on line 1. Set it with `--build-arg V=…`.",
                "`a:` is not a valid image name: invalid reference format, from `V`, which is not set.",
            ],
        ),
        (
            "ARG V\nF<|>ROM a:$V\n",
            "FROM",
            &["`a:` is not a valid image name: invalid reference format, from `V`, which is not set."],
        ),
        ("F<|>ROM a-$TARGETARCH\n", "FROM", &["The image depends on the platform: `a-$TARGETARCH`."]),
        (
            "FROM --platform=$BUILDPLATFORM a<|>\n",
            "a",
            &["Image `docker.io/library/a:latest` for `$BUILDPLATFORM`."],
        ),
        ("FROM sc<|>ratch\n", "scratch", &["`scratch`, the empty image."]),
        (
            "FROM Al<|>pine\n",
            "Alpine",
            &[
                "`Alpine` is not a valid image name: invalid reference format: repository name (library/Alpine) must \
               be lowercase.",
            ],
        ),
        ("ARG B=x\nFROM a AS x\nF<|>ROM $B\n", "FROM", &["Stage `x`, number 0, from `B` = `x`."]),
        ("FROM a\nCOPY --from=ngi<|>nx:1 a b\n", "nginx:1", &["`docker.io/library/nginx:1`"]),
        ("FROM a A<|>\n", "", &[]),
    ]);
}
