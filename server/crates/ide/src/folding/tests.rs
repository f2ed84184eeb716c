//! The folds of fixtures, as text.

use dockwright_syntax::PositionEncoding;
use expect_test::{Expect, expect};
use proptest::prelude::*;

use super::*;

/// One line per fold: the numbers of its first and last line, then their text.
fn folds(source: &str) -> String {
    let document = Document::new(Text::new(source));
    let text = document.text();
    let lines: Vec<&str> = source.lines().collect();
    let rendered = folding_ranges(&document).into_iter().map(|FoldingRange { range, kind }| {
        let line = |offset| text.position(offset, PositionEncoding::Utf8).line as usize;
        let (first, last) = (line(range.start), line(range.end));
        let kind = if kind == FoldKind::Comment { " comment" } else { "" };
        format!("{}-{}{kind} {:?} … {:?}\n", first + 1, last + 1, lines[first], lines[last])
    });
    rendered.collect()
}

#[track_caller]
fn check(fixture: &str, expected: &Expect) {
    expected.assert_eq(&folds(&dockwright_fixture::parse_one(fixture).text));
}

#[test]
fn stages_end_with_their_last_instruction() {
    check(
        r#"
ARG A
FROM a
RUN x

# about b
FROM b

FROM c
RUN x \
  y
RUN z


"#,
        &expect![[r#"
            2-3 "FROM a" … "RUN x"
            8-11 "FROM c" … "RUN z"
            9-10 "RUN x \\" … "  y"
        "#]],
    );
}

#[test]
fn instructions_over_several_lines() {
    check(
        r#"
ENV A=1 \

    B=2

FROM a \
  AS b
ONBUILD RUN x \
  y
CMD ["a", \
 "b"]
RUN one line
"#,
        &expect![[r#"
            1-3 "ENV A=1 \\" … "    B=2"
            5-11 "FROM a \\" … "RUN one line"
            7-8 "ONBUILD RUN x \\" … "  y"
            9-10 "CMD [\"a\", \\" … " \"b\"]"
        "#]],
    );
}

#[test]
fn heredoc_bodies_leave_the_terminator_visible() {
    check(
        r#"
FROM a
RUN <<EOF
one
two
EOF
COPY <<A <<B /x
a

A
b
B
RUN x \
  <<EOF
y
EOF
RUN <<EOF
EOF
ONBUILD RUN <<EOF \
  x
z
EOF
RUN a \
  <<EOF
no end

"#,
        &expect![[r#"
            1-24 "FROM a" … "no end"
            2-5 "RUN <<EOF" … "EOF"
            6-11 "COPY <<A <<B /x" … "B"
            9-10 "A" … "b"
            12-15 "RUN x \\" … "EOF"
            13-14 "  <<EOF" … "y"
            16-17 "RUN <<EOF" … "EOF"
            18-21 "ONBUILD RUN <<EOF \\" … "EOF"
            19-20 "  x" … "z"
            22-24 "RUN a \\" … "no end"
            23-24 "  <<EOF" … "no end"
        "#]],
    );
}

#[test]
fn comment_blocks() {
    check(
        r#"
# syntax=docker/dockerfile:1
# first line
# second line

# alone

FROM a
# one
  # two
#
RUN x \
  # three
  # four
  y \
  # five

  # six
  z
# last
# of all
"#,
        &expect![[r##"
            2-3 comment "# first line" … "# second line"
            7-18 "FROM a" … "  z"
            8-10 comment "# one" … "#"
            11-18 "RUN x \\" … "  z"
            12-13 comment "  # three" … "  # four"
            19-20 comment "# last" … "# of all"
        "##]],
    );
}

#[test]
fn regions_nest() {
    check(
        r#"
# region stages
FROM a
#region tools
# text
# more text
RUN x
# region
RUN y
# endregion
#endregion tools
# endregion
# endregion too many
# regional
# region without end
FROM b
RUN x
# region behind the stage
# endregion
"#,
        &expect![[r##"
            1-11 "# region stages" … "# endregion"
            2-10 "FROM a" … "#endregion tools"
            3-10 "#region tools" … "#endregion tools"
            4-5 comment "# text" … "# more text"
            7-9 "# region" … "# endregion"
            15-16 "FROM b" … "RUN x"
            17-18 "# region behind the stage" … "# endregion"
        "##]],
    );
}

#[test]
fn a_region_that_leaves_a_stage_is_no_fold() {
    check(
        r#"
FROM a
# region
RUN x
FROM b
RUN y
# endregion
"#,
        &expect![[r#"
            1-3 "FROM a" … "RUN x"
            4-5 "FROM b" … "RUN y"
        "#]],
    );
}

#[test]
fn a_fold_begins_at_the_end_of_its_first_line() {
    let document = Document::new(Text::new("FROM a\r\nRUN x\r\n\r\n"));
    assert_eq!(folding_ranges(&document)[0].range, 6..13);
}

#[test]
fn half_typed_lines() {
    check(
        r#"
FROM a
RUN x \
COPY a b
RUNN \
  x
RUN y \

# c
"#,
        &expect![[r#"
            1-6 "FROM a" … "RUN y \\"
            2-3 "RUN x \\" … "COPY a b"
            4-5 "RUNN \\" … "  x"
        "#]],
    );
}

#[test]
fn lower_case_and_backtick() {
    check(
        "# escape=`\nfrom a\nrun x `\n  y\\\nrun z\n",
        &expect![[r#"
        2-5 "from a" … "run z"
        3-4 "run x `" … "  y\\"
    "#]],
    );
}

#[test]
fn line_ends_marks_and_wide_characters() {
    let folds = folds(
        "\u{feff}FROM a\r\nRUN <<끝\r\n🐳\r\n\r\n끝\r\n# 하나 둘\r\n# 셋\r\nRUN b \\\r\n  <<E\r\nx\r\nE\r\n\r\n",
    );
    expect![[r##"
        1-11 "\u{feff}FROM a" … "E"
        2-5 "RUN <<끝" … "끝"
        6-7 comment "# 하나 둘" … "# 셋"
        8-11 "RUN b \\" … "E"
        9-10 "  <<E" … "x"
    "##]]
    .assert_eq(&folds);
}

#[test]
fn nothing_to_fold() {
    check("", &expect![""]);
    check("\n\n", &expect![""]);
    check("FROM a\n\n\n", &expect![""]);
    check("# one comment\n", &expect![""]);
    check(
        "# two comments\n# in here\n",
        &expect![[r##"
        1-2 comment "# two comments" … "# in here"
    "##]],
    );
}

proptest! {
    #[test]
    fn folds_lie_in_the_text_and_in_each_other(
        pieces in prop::collection::vec(prop_oneof![
            prop::sample::select(vec![
                "FROM a\n", "RUN x", "ONBUILD ", "ENV A=1", "COPY ", "\n", "\n", "\r\n", "\r", " \\\n", "`\n", "# escape=`\n",
                "# c\n", "# region\n", "#endregion\n", "<<E", "\nE\n", "<<-'E'", " ", "\t", "\u{3000}\n", "🐳", "[\"a\",", "\0",
            ]).prop_map(str::to_owned),
            any::<char>().prop_map(String::from),
        ], 0..60)
    ) {
        let document = Document::new(Text::new(&pieces.concat()));
        let text = document.text();
        let line = |offset| text.position(offset, PositionEncoding::Utf8).line;
        let mut around: Vec<Range<u32>> = Vec::new();
        for FoldingRange { range, .. } in folding_ranges(&document) {
            prop_assert!(range.end <= text.len());
            let lines = line(range.start)..line(range.end);
            prop_assert!(lines.start < lines.end);
            while around.last().is_some_and(|outer| outer.end < lines.start) {
                around.pop();
            }
            prop_assert!(around.last().is_none_or(|outer| outer.start < lines.start && lines.end <= outer.end));
            around.push(lines);
        }
    }
}
