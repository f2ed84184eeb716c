//! The formatter on small files.

use dockwright_syntax::Text;

use super::*;
use dockwright_analysis::fix::edited;

#[track_caller]
fn check_with(options: &FormatOptions, before: &str, after: &str) {
    let format = |source: &str| {
        let document = Document::new(Text::new(source));
        let edits = format(&document, options);
        for pair in edits.windows(2) {
            assert!(pair[0].range.end <= pair[1].range.start, "{pair:?}");
        }
        edited(source, &edits)
    };
    let formatted = format(before);
    assert_eq!(formatted, after, "of {before:?}");
    assert_eq!(format(after), after, "once more");
}

#[track_caller]
fn check(before: &str, after: &str) {
    check_with(&FormatOptions::default(), before, after);
}

#[track_caller]
fn stays(source: &str) {
    check(source, source);
}

#[test]
fn keywords_and_blanks() {
    check("from   alpine  as  b\n", "FROM alpine AS b\n");
    check("FROM a\nrun  --network=none   echo   hi\n", "FROM a\nRUN --network=none echo hi\n");
    check("FROM a\nCOPY  --from=b   x  y   /z/\n", "FROM a\nCOPY --from=b x y /z/\n");
    check("FROM a\nENV  A=1   B='x  y'\n", "FROM a\nENV A=1 B='x  y'\n");
    check(
        "FROM a\nHEALTHCHECK   --interval=5s   cmd   x  y\n",
        "FROM a\nHEALTHCHECK --interval=5s CMD x  y\n",
    );
    check("FROM a\nhealthcheck  none\n", "FROM a\nHEALTHCHECK NONE\n");
    check("FROM a\nENV  K   some  value\n", "FROM a\nENV K some  value\n");
    check("FROM a as b\n", "FROM a AS b\n");
    let kept = FormatOptions { as_case: AsCase::Keep, ..FormatOptions::default() };
    check_with(&kept, "FROM a as b\n", "FROM a as b\n");
    let keep = FormatOptions { keyword_case: KeywordCase::Keep, ..FormatOptions::default() };
    check_with(&keep, "from a AS b\nRun c\n", "from a as b\nRun c\n");
    check("FROM a\nonbuild  run  a  b\n", "FROM a\nONBUILD run  a  b\n");
}

#[test]
fn words_that_count_stay() {
    stays("FROM a\nCMD foo  bar\n");
    stays("FROM a\nRUN echo \"a  b\" 'c  d' \"$(e  f)\"\n");
    stays("FROM a\nWORKDIR /a  b\n");
    check("FROM a\nonbuild  RUN a  \n", "FROM a\nONBUILD RUN a  \n");
    stays("FROM a\nMAINTAINER a  b\n");
    stays("FROM a\nRUN echo a\\  b\n");
    stays("FROM a\nRUN echo \"a \\\nb\"\n");
    stays("FROM a\nRUN a\\\nb\n");
    stays("# syntax = x\n#  escape = `\nFROM a\n");
}

#[test]
fn indentation() {
    check(
        "FROM a\nRUN apt-get update \\\n && apt-get install \\\n      curl \\\n      git \\\n && rm x\n",
        "FROM a\nRUN apt-get update \\\n    && apt-get install \\\n        curl \\\n        git \\\n    && rm x\n",
    );
    check("FROM a\nRUN a && \\\nb && \\\nc\n", "FROM a\nRUN a && \\\n    b && \\\n    c\n");
    check("FROM a\nRUN a \\\n# x\n  # y\n  b\n", "FROM a\nRUN a \\\n# x\n    # y\n    b\n");
    check("FROM a\nRUN a;  \\\n\t\\\n\tb;\\\n\t\tc\n", "FROM a\nRUN a; \\\n\t\\\n\tb; \\\n\t\tc\n");
    check("FROM a\n  # c\n  RUN b\n", "FROM a\n# c\nRUN b\n");
    check("FROM a\nENV A=1 \\\n  B=2  \\ \n    C=3\n", "FROM a\nENV A=1 \\\n    B=2 \\\n        C=3\n");
    check("FROM a\r\nRUN a \\\r\n b  \r\n", "FROM a\r\nRUN a \\\r\n    b\r\n");
    check("# escape=`\nFROM a\nRUN a `\n b\n", "# escape=`\nFROM a\nRUN a `\n    b\n");
}

#[test]
fn commands_of_a_chain_are_aligned() {
    check("FROM a\nRUN a && \\\n  b && \\\n    c\n", "FROM a\nRUN a && \\\n    b && \\\n    c\n");
    check("FROM a\nRUN a && \\\n    b && \\\n  c\n", "FROM a\nRUN a && \\\n    b && \\\n    c\n");
    check(
        "FROM a\nRUN a \\\n && b \\\n   && c \\\n&& d\n",
        "FROM a\nRUN a \\\n    && b \\\n    && c \\\n    && d\n",
    );
    check(
        "FROM a\nRUN echo \"x\" && \\\n  b \\\n      --flag && \\\n     c $(d) && \\\n   e\n",
        "FROM a\nRUN echo \"x\" && \\\n    b \\\n        --flag && \\\n    c $(d) && \\\n    e\n",
    );
    // The inside of a group stays nested.
    stays("FROM a\nRUN if a; then \\\n        b && \\\n        c; \\\n    fi && \\\n    d\n");
    stays("FROM a\nRUN (a && \\\n        b) && \\\n    c && \\\n    d\n");
    stays("FROM a\nRUN a && \\\n    echo \"b && \\\n  c\" && \\\n    d\n");
}

#[test]
fn lines_below_the_first_argument() {
    stays("FROM a\nLABEL a=1 \\\n      b=2 \\\n      c=3\n");
    check("FROM a\nLABEL  a=1 \\\n       b=2\n", "FROM a\nLABEL a=1 \\\n      b=2\n");
    check("FROM a\nLABEL a=1 \\\n      b=2 \\\n   c=3\n", "FROM a\nLABEL a=1 \\\n        b=2 \\\n    c=3\n");
    let two = FormatOptions { indent_width: 2, ..FormatOptions::default() };
    check_with(&two, "FROM a\nRUN a \\\n    b\n", "FROM a\nRUN a \\\n  b\n");
    let tabs = FormatOptions { indent_style: Some(IndentStyle::Tab), ..FormatOptions::default() };
    check_with(&tabs, "FROM a\nLABEL a=1 \\\n      b=2\n", "FROM a\nLABEL a=1 \\\n\tb=2\n");
}

#[test]
fn tabs_among_blanks_are_as_wide_as_they_seem() {
    check(
        "FROM a\nRUN a \\\n        b \\\n\tc \\\n        d\n",
        "FROM a\nRUN a \\\n    b \\\n    c \\\n    d\n",
    );
}

#[test]
fn ends_of_continued_lines() {
    check("FROM a\nRUN a    \\\n    bb \\\n    c\n", "FROM a\nRUN a \\\n    bb \\\n    c\n");
    stays("FROM a\nRUN a      \\\n    bbbb   \\\n    cccccc \\\n    d\n");
    check(
        "FROM a\nRUN a      \\\n    bbbb   \\\n    cccc   \\\n    d\n",
        "FROM a\nRUN a    \\\n    bbbb \\\n    cccc \\\n    d\n",
    );
    let single = FormatOptions { continuations: Continuations::Single, ..FormatOptions::default() };
    check_with(&single, "FROM a\nRUN a   \\\n    b   \\\n    c\n", "FROM a\nRUN a \\\n    b \\\n    c\n");
    let aligned = FormatOptions { continuations: Continuations::Aligned, ..FormatOptions::default() };
    check_with(&aligned, "FROM a\nRUN a \\\n  한글 \\\n  c\n", "FROM a\nRUN a    \\\n    한글 \\\n    c\n");
}

#[test]
fn arrays() {
    check("FROM a\nCMD  [ \"a  b\" ,\"c\"  ]\n", "FROM a\nCMD [\"a  b\", \"c\"]\n");
    check("FROM a\nCMD [\"a\",\\\n\"b\"]\n", "FROM a\nCMD [\"a\", \\\n    \"b\"]\n");
    check(
        "FROM a\nCMD [ \\\n  \"a\",  \\\n  \"b\" \\\n]\n",
        "FROM a\nCMD [ \\\n    \"a\", \\\n    \"b\" \\\n]\n",
    );
}

#[test]
fn blank_lines_and_ends() {
    check("\n\nFROM a  \n\n\n\n# c \t\n\nRUN b\n\n\n", "FROM a\n\n# c\n\nRUN b\n");
    check("FROM a\nRUN b", "FROM a\nRUN b\n");
    check("FROM a\nRUN b  \n  ", "FROM a\nRUN b\n");
    check("FROM a\n# c  ", "FROM a\n# c\n");
    check("\u{feff}  from a\n", "\u{feff}FROM a\n");
    stays("");
    stays("\n# escape=`\nFROM a\n");
    let none = FormatOptions { max_blank_lines: 0, ..FormatOptions::default() };
    check_with(
        &none,
        "# syntax=docker/dockerfile:1\n\n# escape=`\n\nFROM a\n\nRUN b\n",
        "# syntax=docker/dockerfile:1\n\n# escape=`\nFROM a\nRUN b\n",
    );
    stays("FROM a\nRUN <<E\nb");
    stays("\u{feff}");
}

#[test]
fn what_is_no_dockerfile_stays() {
    stays("from {{ a }}\n\n\n\nrun  b\n");
    stays("# syntax=acme/front\nfrom  a\n");
    check("# syntax=docker/dockerfile:1\nfrom  a\n", "# syntax=docker/dockerfile:1\nFROM a\n");
}

#[test]
fn off_and_on() {
    check(
        "from a\n# dockwright format off\nrun  a\n# dockwright format on\nrun  b\n",
        "FROM a\n# dockwright format off\nrun  a\n# dockwright format on\nRUN b\n",
    );
    check("from a\n# dockwright format off\nrun  a\n\n\n", "FROM a\n# dockwright format off\nrun  a\n\n\n");
}

/// Inputs that other formatters change the meaning of.
#[test]
fn inputs_that_break_others() {
    stays("FROM alpine\nADD <<EOF /x\n  indented: yaml\nEOF\nRUN x\n");
    stays("FROM alpine\nONBUILD RUN <<EOF\n  a\n  EOF\nEOF\n");
    stays("FROM alpine\nRUN echo \"a \\\n      b\"\nENV A=\"x \\\n  y\"\n");
    check(
        "FROM alpine:3.18\nCMD foo bar\nEXPOSE 80\n\n\n\nENV A b",
        "FROM alpine:3.18\nCMD foo bar\nEXPOSE 80\n\nENV A b\n",
    );
    check("FROM alpine:3.18\nRUN a && b", "FROM alpine:3.18\nRUN a && b\n");
    stays("FROM a\n\nCMD [\"foo\"]\n\nEXPOSE 80\n");
}

#[test]
fn one_argument_per_line() {
    let options = FormatOptions { one_argument_per_line: true, line_length: 40, ..FormatOptions::default() };
    let check = |before, after| check_with(&options, before, after);
    check("FROM a\nENV A=1 B=2\n", "FROM a\nENV A=1 B=2\n");
    check(
        "FROM a\nENV AAAAAAAAAAAA=1 BBBBBBBBBBBBBBB=2 CC=3\n",
        "FROM a\nENV AAAAAAAAAAAA=1 \\\n    BBBBBBBBBBBBBBB=2 \\\n    CC=3\n",
    );
    check(
        "FROM a\nRUN apk update && apk add aaaaaaaa && echo \"a && b\"\n",
        "FROM a\nRUN apk update \\\n    && apk add aaaaaaaa \\\n    && echo \"a && b\"\n",
    );
    check(
        "FROM a\nRUN apk update && apk add --no-cache aaaaaaaa bbbbbbbbb cccccccc && b\n",
        "FROM a\nRUN apk update \\\n    && apk add --no-cache \\\n        aaaaaaaa \\\n        bbbbbbbbb \\\n        \
         cccccccc \\\n    && b\n",
    );
}

#[test]
fn packages_in_order() {
    let options = FormatOptions { sort_packages: true, ..FormatOptions::default() };
    let check = |before, after| check_with(&options, before, after);
    check("FROM a\nRUN apk  add  c  b a\n", "FROM a\nRUN apk add a b c\n");
    check(
        "FROM a\nRUN apk add \\\n  ccc \\\n  a \\\n  bb\n",
        "FROM a\nRUN apk add \\\n    a \\\n    bb \\\n    ccc\n",
    );
    // A list is sorted as a whole or not at all, even for a range.
    let document = Document::new(Text::new("FROM a\nRUN apk add c  a\n"));
    assert_eq!(format_range(&document, &(7..20), &options), []);
}
