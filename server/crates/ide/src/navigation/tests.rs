//! Tests of going to definitions and of finding uses.

use dockwright_fixture::parse_one;
use dockwright_syntax::Text;

use super::*;

/// Checks the symbol at the cursor: `def` marks its definition, `use` its other occurrences.
#[track_caller]
fn check(fixture: &str) {
    let file = parse_one(fixture);
    let document = Document::new(Text::new(&file.text));
    let offset = file.cursor();
    let definition = definition(&document, offset);
    let target = definition.as_ref().map(|definition| definition.targets[0].selection.clone());
    let mut found: Vec<(Range<usize>, String)> = references(&document, offset, true)
        .into_iter()
        .map(|range| {
            let label = if Some(&range) == target.as_ref() { "def" } else { "use" };
            (range, label.to_owned())
        })
        .collect();
    if let Some(target) = target
        && found.iter().all(|(range, _)| *range != target)
    {
        found.push((target, "def".to_owned()));
    }
    found.sort_by_key(|(range, _)| range.start);
    let expected: Vec<(Range<usize>, String)> = file
        .annotations
        .iter()
        .map(|annotation| (annotation.range.clone(), annotation.text.clone()))
        .collect();
    assert_eq!(found, expected, "\n{}", file.text);
}

#[test]
fn an_argument_and_its_declarations_are_one_symbol() {
    check(
        r#"
ARG VER=3
    ^^^ def
FROM alpine:$V<|>ER AS a
             ^^^ use
ARG VER
    ^^^ use
ENV X=${VER:-1}
        ^^^ use
FROM scratch
ENV VER=own
LABEL a=$VER
"#,
    );
}

#[test]
fn a_declaration_leads_to_the_global_argument() {
    check(
        r#"
ARG VER=3
    ^^^ def
FROM alpine
ARG V<|>ER
    ^^^ use
"#,
    );
}

#[test]
fn the_nearest_definition_before_is_taken() {
    check(
        r#"
FROM alpine
ENV A=1
    ^ use
ENV A=2 B=$A
    ^ def
           ^ use
LABEL x=$<|>A
         ^ use
ENV A=3
    ^ use
"#,
    );
}

#[test]
fn a_definition_behind_is_no_definition() {
    check(
        r#"
FROM alpine
LABEL x=$<|>A
         ^ use
ENV A=3
    ^ use
"#,
    );
}

#[test]
fn environment_is_inherited() {
    check(
        r#"
FROM alpine AS base
ENV A=1
    ^ def
FROM base AS mid
FROM mid
WORKDIR /$<|>A/한글
          ^ use
FROM alpine
ENV A=other
"#,
    );
}

#[test]
fn several_names_in_one_argument() {
    check(
        r#"
FROM alpine
ARG A=1 B=$<|>A
    ^ def
           ^ use
"#,
    );
}

#[test]
fn onbuild_flags_heredocs_and_mounts() {
    check(
        r#"
FROM alpine
ARG DIR=/x
    ^^^ def
ONBUILD COPY a ${DIR}/b
                 ^^^ use
COPY --chown=$DIR <<EOF $D<|>IR/
              ^^^ use
                         ^^^ use
hello ${DIR}
        ^^^ use
EOF
RUN --mount=type=cache,target=$DIR true
                               ^^^ use
"#,
    );
}

#[test]
fn stages_by_name_number_and_mount() {
    check(
        r#"
FROM alpine AS Build
               ^^^^^ def
ONBUILD COPY --from=build a b
                    ^^^^^ use
FROM build
     ^^^^^ use
COPY --from=BU<|>ILD a b
            ^^^^^ use
COPY --from=0 a b
            ^ use
RUN --mount=type=bind,from=build,target=/x ls
                           ^^^^^ use
FROM alpine:build
"#,
    );
}

#[test]
fn a_stage_without_a_name_is_found_by_its_number() {
    let file = parse_one("FROM alpine\nFROM scratch\nCOPY --from=<|>0 a b\n");
    let document = Document::new(Text::new(&file.text));
    let found = definition(&document, file.cursor()).unwrap();
    assert_eq!(found.origin, 37..38);
    assert_eq!(found.targets[0].range, 0..11);
}

#[test]
fn half_typed_lines() {
    check(
        r#"
FROM alpine
ENV LONG_NAME=1
    ^^^^^^^^^ def
WORKDIR /a/${LONG_<|>NAME
             ^^^^^^^^^ use
"#,
    );
}

#[test]
fn windows_escapes_and_line_ends() {
    check("# escape=`\r\nFROM alpine AS a\r\nENV V=1\r\n    ^ def\r\nENV `\r\n  W=$<|>V\r\n     ^ use\r\n");
}

#[test]
fn shells_read_what_the_builder_sets() {
    check(
        r#"
FROM alpine
ARG NAME=1
    ^^^^ def
RUN echo "$NAME" '$NAME' \$NAME ${NAME%.zip} && \
           ^^^^ use
                                  ^^^^ use
    # a remark about $NAME
    NAME=2 sh -c "echo $N<|>AME"
                        ^^^^ use
RUN NAME=own && echo $NAME
RUN <<EOF
echo $NAME
      ^^^^ use
EOF
CMD echo $NAME
          ^^^^ use
"#,
    );
}

#[test]
fn commands_see_the_environment_and_no_arguments() {
    check(
        r#"
FROM alpine
ARG PORT=1
    ^^^^ use
ENV PORT=80
    ^^^^ def
HEALTHCHECK CMD curl localhost:$PORT
                                ^^^^ use
CMD serve --port $P<|>ORT
                  ^^^^ use
"#,
    );
}

#[test]
fn variables_of_a_script_are_its_own() {
    check(
        r#"
FROM alpine
ENV dir=/x
RUN dir=$(mktemp -d) && cp a $dir && rm -r $d<|>ir
    ^^^ def
                              ^^^ use
                                            ^^^ use
RUN echo $dir
"#,
    );
}

#[test]
fn an_argument_and_a_stage_may_share_a_name() {
    check(
        r#"
ARG src
    ^^^ def
FROM $s<|>rc AS src
      ^^^ use
COPY --from=src a b
"#,
    );
}

#[test]
fn delimiters_and_images() {
    check("FROM a\nCOPY <<EOF /x\n       ^^^ def\nbody\nEO<|>F\n^^^ use\n");
    check("FROM nginx\n     ^^^^^ use\nFROM a\nCOPY --from=ng<|>inx a b\n            ^^^^^ use\n");
}

#[test]
fn powershell_reads_the_environment() {
    check(
        r#"
FROM mcr.microsoft.com/windows/servercore:ltsc2022
SHELL ["powershell", "-Command"]
ENV SITE=intra
    ^^^^ def
RUN New-Item C:\sites\$env:S<|>ITE; Write-Host "$Env:site" $SITE
                           ^^^^ use
                                                  ^^^^ use
"#,
    );
}

#[test]
fn exec_forms_expand_nothing() {
    check("FROM a\nENV A<|>=1\n    ^ def\nCMD [\"echo\", \"$A\"]\n");
}

#[test]
fn variables_of_powershell_are_no_symbols() {
    check(
        "FROM a\nSHELL [\"powershell\", \"-Command\"]\nENV sig=1\nRUN $s<|>ig = 2; echo $sig\nRUN echo $sig\n",
    );
}

#[test]
fn what_buildkit_refuses_defines_nothing() {
    check("FROM a\nENV \"A=1\"\nLABEL b=$<|>A\n         ^ use\n");
}
