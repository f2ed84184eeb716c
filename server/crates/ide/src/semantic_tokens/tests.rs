//! Tests of the tokens of fixtures: each line has the text of a token, its type and its modifiers.

use std::fmt::Write;

use dockwright_syntax::Text;
use expect_test::{Expect, expect};

use super::*;

fn listed(source: &str) -> String {
    let document = Document::new(Text::new(source));
    let mut out = String::new();
    let mut at = 0;
    for token in semantic_tokens(&document, 0..source.len()) {
        assert!(token.range.start >= at, "{token:?} overlaps what is before it in {source:?}");
        out.push(if source[at..token.range.start].contains('\n') { '\n' } else { ' ' });
        write!(out, "`{}`{}", &source[token.range.clone()], token.token_type.name()).unwrap();
        for (_, name) in TokenModifiers::ALL.iter().filter(|(flag, _)| token.modifiers.has(*flag)) {
            write!(out, ".{name}").unwrap();
        }
        at = token.range.end;
    }
    out.trim_start().to_owned() + "\n"
}

#[track_caller]
fn check(fixture: &str, expected: &Expect) {
    expected.assert_eq(&listed(fixture.strip_prefix('\n').unwrap_or(fixture)));
}

#[test]
fn directives_and_comments() {
    check(
        r#"
# syntax=docker/dockerfile:1
#escape = \
# a comment
# escape=`
FROM a \
  # inside
  AS b
   # indented
"#,
        &expect![[r#"
            `# syntax`decorator `=`operator `docker/dockerfile:1`string
            `#escape`decorator `=`operator `\`string
            `# a comment`comment
            `# escape=``comment
            `FROM`keyword `a`namespace `\`escapeSequence
            `# inside`comment
            `AS`keyword `b`class.declaration
            `# indented`comment
        "#]],
    );
}

#[test]
fn images() {
    check(
        r#"
ARG V
FROM --platform=$BUILDPLATFORM localhost:5000/a/b:${V:-3}@sha256:0 AS Build
FROM alpine:3.20 AS base
FROM build
FROM scratch
FROM $V
COPY --from=base --from=nginx:1.27@sha256:1 /a /b
COPY --from=0 /a /b
COPY --from=ghcr.io/a/b /a /b
RUN --mount=from=base,type=cache,sharing=locked,uid=5,ro --network=none --mount=type=bind,from=other:1 :
"#,
        &expect![[r#"
            `ARG`keyword `V`variable.declaration.readonly
            `FROM`keyword `--platform`parameter `$BUILDPLATFORM`variable.defaultLibrary `localhost`namespace `5000`number `a/b`namespace `${V`variable.readonly `:-`operator `3`string `}`variable.readonly `sha256:0`number `AS`keyword `Build`class.declaration
            `FROM`keyword `alpine`namespace `3.20`enumMember `AS`keyword `base`class.declaration
            `FROM`keyword `build`class
            `FROM`keyword `scratch`namespace.defaultLibrary
            `FROM`keyword `$V`variable.readonly
            `COPY`keyword `--from`parameter `base`class `--from`parameter `nginx:1.27@sha256:1`string
            `COPY`keyword `--from`parameter `0`class
            `COPY`keyword `--from`parameter `ghcr.io`namespace `a/b`namespace
            `RUN`keyword `--mount`parameter `from`property `base`class `type`property `cache`enumMember `sharing`property `locked`enumMember `uid`property `5`number `ro`property `--network`parameter `none`enumMember `--mount`parameter `type`property `bind`enumMember `from`property `other`namespace `1`enumMember `:`function
        "#]],
    );
}

#[test]
fn variables() {
    check(
        r#"
ARG A=1 B=$A TARGETARCH
FROM a
ARG A C=$A
ENV X=$A Y="${X:-$C}" C=2
LABEL $A.b='$A' "q"=$X
USER $C:$TARGETARCH
ENV $A=1 K v $A
RUN echo $A $X $U $HTTP_PROXY && A=2 && echo $A
CMD echo $A $X
ONBUILD RUN echo $A $Z
ENV Z=1
ONBUILD ARG W
FROM a
EXPOSE $A
"#,
        &expect![[r#"
            `ARG`keyword `A`variable.declaration.readonly `=`operator `1`number `B`variable.declaration.readonly `=`operator `$A`variable.readonly `TARGETARCH`variable.declaration.readonly.defaultLibrary
            `FROM`keyword `a`namespace
            `ARG`keyword `A`variable.declaration.readonly `C`variable.declaration.readonly `=`operator `$A`variable.readonly
            `ENV`keyword `X`variable.declaration `=`operator `$A`variable.readonly `Y`variable.declaration `=`operator `"`string `${X`variable `:-`operator `$C`variable.readonly `}`variable `"`string `C`variable.declaration `=`operator `2`number
            `LABEL`keyword `$A`variable.readonly `.b`property `=`operator `'$A'`string `"q"`property `=`operator `$X`variable
            `USER`keyword `$C`variable `$TARGETARCH`variable.defaultLibrary
            `ENV`keyword `$A`variable.readonly `=`operator `1`number `K`variable.declaration `v`variable.declaration `$A`variable.readonly
            `RUN`keyword `echo`function `$A`variable.readonly `$X`variable `$U`variable `$HTTP_PROXY`variable.defaultLibrary `&&`operator `A`variable.modification `=`operator `2`number `&&`operator `echo`function `$A`variable
            `CMD`keyword `echo`function `$A`variable `$X`variable
            `ONBUILD`keyword `RUN`keyword `echo`function `$A`variable.readonly `$Z`variable
            `ENV`keyword `Z`variable.declaration `=`operator `1`number
            `ONBUILD`keyword `ARG`keyword `W`variable.declaration.readonly
            `FROM`keyword `a`namespace
            `EXPOSE`keyword `$A`variable
        "#]],
    );
}

#[test]
fn stages_inherit_variables() {
    check(
        r#"
FROM a AS one
ARG A
ENV E=$A
FROM one
RUN echo $A $E
"#,
        &expect![[r#"
            `FROM`keyword `a`namespace `AS`keyword `one`class.declaration
            `ARG`keyword `A`variable.declaration.readonly
            `ENV`keyword `E`variable.declaration `=`operator `$A`variable.readonly
            `FROM`keyword `one`class
            `RUN`keyword `echo`function `$A`variable.readonly `$E`variable
        "#]],
    );
}

#[test]
fn small_instructions() {
    check(
        r#"
EXPOSE 80 443/udp 8000-8080/tcp
STOPSIGNAL SIGQUIT
STOPSIGNAL 9
USER 1000:staff
WORKDIR /srv/a\ b
VOLUME ["/a", '/b']
MAINTAINER me
HEALTHCHECK --interval=1m30s --retries=3 --start-period=x CMD ["a", "b\n"]
HEALTHCHECK none
SHELL ["/bin/sh", "-c"]
COPY --chown=a:b --chmod=0755 --link a b
ENV A=1.5 B=1.5.6 C=x
unknown word
"#,
        &expect![[r#"
            `EXPOSE`keyword `80`number `443`number `udp`enumMember `8000-8080`number `tcp`enumMember
            `STOPSIGNAL`keyword `SIGQUIT`enumMember
            `STOPSIGNAL`keyword `9`number
            `USER`keyword `1000`number
            `WORKDIR`keyword `\ `escapeSequence
            `VOLUME`keyword `"/a"`string `'/b'`string
            `MAINTAINER`keyword.deprecated
            `HEALTHCHECK`keyword `--interval`parameter `1m30s`number `--retries`parameter `3`number `--start-period`parameter `x`string `CMD`keyword `[`punctuation `"a"`string `,`punctuation `"b`string `\n`escapeSequence `"`string `]`punctuation
            `HEALTHCHECK`keyword `none`keyword
            `SHELL`keyword `[`punctuation `"/bin/sh"`string `,`punctuation `"-c"`string `]`punctuation
            `COPY`keyword `--chown`parameter `a:b`string `--chmod`parameter `0755`number `--link`parameter
            `ENV`keyword `A`variable.declaration `=`operator `1.5`number `B`variable.declaration `=`operator `C`variable.declaration `=`operator
        "#]],
    );
}

#[test]
fn shell() {
    check(
        r#"
RUN apt-get install -y --no-install-recommends \
      curl=7.* \
      # comment
      "git$X" && rm -rf /tmp/* || exit 1; \
    X=1 Y="a b" make -j4 2>&1 >/dev/null | tee 'a b' & # end
RUN for i in 1 2 "$@"; do if [ -f "$i" ] && ! test $# -gt 1; then echo "\$a \" $(ls -l "x y") b"; fi; done
RUN f() { case "$1" in a|b) echo $'x\ty';; *) return 2;; esac; }; [[ $i == x ]]; echo $((1 + x)) ${#y} ${z%.*}
RUN echo "open
USER a
"#,
        &expect![[r#"
            `RUN`keyword `apt-get`function `-y`parameter `--no-install-recommends`parameter `\`escapeSequence
            `\`escapeSequence
            `# comment`comment
            `"git`string `$X`variable `"`string `&&`operator `rm`function `-rf`parameter `||`operator `exit`function `1`number `;`operator `\`escapeSequence
            `X`variable.modification `=`operator `1`number `Y`variable.modification `=`operator `"a b"`string `make`function `-j4`parameter `2`number `>&`operator `1`number `>`operator `|`operator `tee`function `'a b'`string `&`operator `# end`comment
            `RUN`keyword `for`keyword `i`variable.modification `in`keyword `1`number `2`number `"`string `$@`variable `"`string `;`operator `do`keyword `if`keyword `[`keyword `-f`parameter `"`string `$i`variable `"`string `]`keyword `&&`operator `!`operator `test`function `$#`variable `-gt`parameter `1`number `;`operator `then`keyword `echo`function `"`string `\$`escapeSequence `a `string `\"`escapeSequence `ls`function `-l`parameter `"x y"`string ` b"`string `;`operator `fi`keyword `;`operator `done`keyword
            `RUN`keyword `f`function.declaration `case`keyword `"`string `$1`variable `"`string `in`keyword `echo`function `$'x`string `\t`escapeSequence `y'`string `;;`operator `return`function `2`number `;;`operator `esac`keyword `;`operator `;`operator `[[`keyword `$i`variable `==`operator `]]`keyword `;`operator `echo`function `1`number `+`operator `x`variable `${`variable `#`operator `y`variable `}`variable `${z`variable `%`operator `}`variable
            `RUN`keyword `echo`function `"open`string
            `USER`keyword
        "#]],
    );
}

#[test]
fn heredocs() {
    check(
        r#"
RUN <<EOF
#!/bin/bash
set -e  # why
cat <<-X > /f
	text $A
	X
echo "a \
b"
EOF
RUN cat <<'A' <<B > /x
$a
A
$b
B
RUN <<PY
#!/usr/bin/env python3
print("x")
PY
COPY <<a.txt <<-"b.txt" /d/
x ${A:-"1"}
a.txt
	x $A
	b.txt
"#,
        &expect![[r#"
            `RUN`keyword `<<`operator `EOF`macro
            `#!/bin/bash`comment
            `set`function `-e`parameter `# why`comment
            `cat`function `<<-`operator `X`macro `>`operator
            `	text `string `$A`variable
            `X`macro
            `echo`function `"a `string `\`escapeSequence
            `b"`string
            `EOF`macro
            `RUN`keyword `cat`function `<<`operator `'A'`macro `<<`operator `B`macro `>`operator
            `$a`string
            `A`macro
            `$b`variable
            `B`macro
            `RUN`keyword `<<`operator `PY`macro
            `PY`macro
            `COPY`keyword `<<`operator `a.txt`macro `<<-`operator `"b.txt"`macro
            `${A`variable `:-`operator `"1"`string `}`variable
            `a.txt`macro
            `b.txt`macro
        "#]],
    );
}

#[test]
fn powershell() {
    check(
        r#"
# escape=`
FROM mcr.microsoft.com/windows/servercore
RUN dir "%X%"
SHELL ["powershell", "-Command"]
RUN $x = 'a'; if ($env:A -eq 1) { Write-Host "b $x $env:A" -NoNewline 2> out } `
    foreach ($i in 1..3) { [Net.WebClient]::new() } # end
"#,
        &expect![[r#"
            `# escape`decorator `=`operator ```string
            `FROM`keyword `mcr.microsoft.com`namespace `windows/servercore`namespace
            `RUN`keyword
            `SHELL`keyword `[`punctuation `"powershell"`string `,`punctuation `"-Command"`string `]`punctuation
            `RUN`keyword `$x`variable `=`operator `'a'`string `;`operator `if`keyword `$env:A`variable `-eq`operator `1`number `Write-Host`function `"b `string `$x`variable `$env:A`variable `"`string `-NoNewline`parameter `2>`operator ```escapeSequence
            `foreach`keyword `$i`variable `in`keyword `Net.WebClient`class `# end`comment
        "#]],
    );
}

#[test]
fn onbuild() {
    check(
        r#"
FROM a AS b
ONBUILD COPY --from=b "x y" $A
ONBUILD ONBUILD RUN x
ONBUILD HEALTHCHECK CMD curl -f x
ONBUILD
"#,
        &expect![[r#"
            `FROM`keyword `a`namespace `AS`keyword `b`class.declaration
            `ONBUILD`keyword `COPY`keyword `--from`parameter `b`class `"x`string `"`string `$A`variable
            `ONBUILD`keyword `ONBUILD`keyword `RUN`keyword
            `ONBUILD`keyword `HEALTHCHECK`keyword `CMD`keyword `curl`function `-f`parameter
            `ONBUILD`keyword
        "#]],
    );
}

#[test]
fn half_typed() {
    check(
        r#"
FR
FROM
FROM a AS
COPY --from=
RUN --mount=type=
ENV A
ENV A=
CMD ["a",
RUN if [ -f
RUN echo ${
EXPOSE
"#,
        &expect![[r#"
            `FROM`keyword
            `FROM`keyword `a`namespace `AS`keyword
            `COPY`keyword `--from`parameter
            `RUN`keyword `--mount`parameter `type`property
            `ENV`keyword `A`variable.declaration
            `ENV`keyword `A`variable.declaration `=`operator
            `CMD`keyword `[`punctuation `"a"`string `,`punctuation
            `RUN`keyword `if`keyword `-f`parameter
            `RUN`keyword `echo`function
            `EXPOSE`keyword
        "#]],
    );
}

#[test]
fn line_ends_marks_and_wide_characters() {
    let check = |source: &str, expected: &Expect| expected.assert_eq(&listed(source));
    check(
        "\u{feff}# syntax=x\r\nFROM 가 AS 빌드\r\nRUN echo '🐳 \\\r\n  한글' \\\r\n\r\n && ls\r\n",
        &expect![[r#"
            `# syntax`decorator `=`operator `x`string
            `FROM`keyword `가`namespace `AS`keyword `빌드`class.declaration
            `RUN`keyword `echo`function `'🐳 `string `\`escapeSequence
            `  한글'`string `\`escapeSequence
            `&&`operator `ls`function
        "#]],
    );
    check(
        "# a\rb\nRUN echo 'a\rb'\n",
        &expect![[r#"
        `# a`comment `b`comment
        `RUN`keyword `echo`function `'a`string `b'`string
    "#]],
    );
    check(
        "\\\nFROM \\\n# c\n a\\\n\n",
        &expect![[r#"
        `\`escapeSequence
        `FROM`keyword `\`escapeSequence
        `# c`comment
        `a`namespace `\`escapeSequence
    "#]],
    );
    assert_eq!(listed(""), "\n");
}

#[test]
fn a_range_has_the_tokens_that_touch_it() {
    let source = "FROM alpine AS b\n# c\nRUN echo a\n";
    let document = Document::new(Text::new(source));
    let all = semantic_tokens(&document, 0..source.len());
    for start in 0..source.len() {
        for end in start..=source.len() + 1 {
            let expected: Vec<_> =
                all.iter().filter(|token| token.range.start < end && token.range.end > start).collect();
            let found = semantic_tokens(&document, start..end);
            let expected = if start < end { expected } else { Vec::new() };
            assert_eq!(found.iter().collect::<Vec<_>>(), expected, "{start}..{end}");
        }
    }
}

/// For each instruction, whether its tokens are cached.
fn known(document: &Document) -> Vec<bool> {
    document
        .instructions()
        .map(|placed| {
            placed
                .facts
                .memo
                .get_or_init(instruction::ByDialect::default)
                .0
                .iter()
                .any(|cell| cell.get().is_some())
        })
        .collect()
}

#[test]
fn what_is_not_asked_for_is_not_read_and_what_an_edit_leaves_alone_is_kept() {
    let source = "FROM a\nRUN b\nRUN c\nFROM d\nRUN e\n";
    let document = Document::new(Text::new(source));
    semantic_tokens(&document, 13..14);
    assert_eq!(known(&document), [false, false, true, false, false]);
    semantic_tokens(&document, 0..source.len());
    let mut text = document.text().clone();
    let edit = text.replace(11..11, "x");
    assert_eq!(known(&document.edited(text, &[edit])), [true, false, true, true, true]);
}

#[test]
fn an_edit_of_tokens_is_what_differs() {
    let token = |columns| RelativeToken { columns, ..RelativeToken::default() };
    let check = |old: &[u32], new: &[u32], expected: Option<(Range<usize>, Range<usize>)>| {
        let list = |columns: &[u32]| columns.iter().map(|&it| token(it)).collect::<Vec<_>>();
        let edit = tokens_edit(&list(old), &list(new)).map(|edit| (edit.removed, edit.inserted));
        assert_eq!(edit, expected);
    };
    check(&[], &[], None);
    check(&[1, 2], &[1, 2], None);
    check(&[1, 2, 3], &[1, 4, 5, 3], Some((1..2, 1..3)));
    check(&[1, 1, 1], &[1, 1], Some((2..3, 2..2)));
    check(&[1], &[], Some((0..1, 0..0)));
    check(&[], &[1], Some((0..0, 0..1)));
}
