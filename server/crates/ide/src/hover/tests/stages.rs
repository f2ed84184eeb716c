//! Stages and images.

use expect_test::expect;

use super::check;

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
