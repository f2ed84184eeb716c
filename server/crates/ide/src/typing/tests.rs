//! Tests of the text and the cursor after a character is typed.

use dockwright_syntax::Text;

use super::*;

/// Types a character at `|` and compares the result. In the result, `|` is the cursor where editors
/// put it: after an edit that ends at it, and before one that starts there.
#[track_caller]
fn check_with(options: &FormatOptions, before: &str, typed: char, after: &str) {
    let offset = before.find('|').unwrap();
    let mut source = before.replacen('|', &typed.to_string(), 1);
    let mut cursor = offset + typed.len_utf8();
    let document = Document::new(Text::new(&source));
    for edit in typing_edits(&document, cursor, typed, options).iter().rev() {
        if edit.range.end <= cursor && edit.range.start < cursor {
            cursor = cursor + edit.text.len() - edit.range.len();
        }
        source.replace_range(edit.range.clone(), &edit.text);
    }
    source.insert(cursor, '|');
    assert_eq!(source, after, "of {before:?}");
}

#[track_caller]
fn enter(before: &str, after: &str) {
    check_with(&FormatOptions::default(), before, '\n', after);
}

#[test]
fn a_cut_instruction_goes_on() {
    enter("FROM a\nRUN b &&| c\n", "FROM a\nRUN b && \\\n    |c\n");
    enter("FROM a\nRUN b \\\n  && c |d \\\n  e\n", "FROM a\nRUN b \\\n  && c \\\n  |d \\\n  e\n");
    enter("FROM a\nRUN b \\\n  c| \\\n  d\n", "FROM a\nRUN b \\\n  c \\\n  |\\\n  d\n");
    enter("FROM a\nENV A=1 |B=2\n", "FROM a\nENV A=1 \\\n    |B=2\n");
    enter("# escape=`\nFROM a\nRUN b |c\n", "# escape=`\nFROM a\nRUN b `\n    |c\n");
    enter("FROM a\nHEALTHCHECK --interval=5s |CMD b\n", "FROM a\nHEALTHCHECK --interval=5s \\\n    |CMD b\n");
    let tabs = FormatOptions { indent_style: Some(IndentStyle::Tab), ..FormatOptions::default() };
    check_with(&tabs, "FROM a\nRUN b |c\n", '\n', "FROM a\nRUN b \\\n\t|c\n");
}

#[test]
fn an_escape_character_takes_the_place_of_the_next_one() {
    let escape = |typed: char, before: &str, after: &str| {
        check_with(&FormatOptions::default(), before, typed, after);
    };
    escape('\\', "FROM a\nRUN b \\\n  curl | \\\n  d\n", "FROM a\nRUN b \\\n  curl \\|\n  d\n");
    escape('\\', "FROM a\r\nRUN b |\\\r\n  d\r\n", "FROM a\r\nRUN b \\|\r\n  d\r\n");
    escape('`', "# escape=`\nFROM a\nRUN b |  ` \n  d\n", "# escape=`\nFROM a\nRUN b `|\n  d\n");
    escape('`', "FROM a\nRUN b | `\n", "FROM a\nRUN b `| `\n");
    escape('\\', "FROM a\nRUN b | c \\\n", "FROM a\nRUN b \\| c \\\n");
    escape('\\', "FROM a\nRUN b |\n", "FROM a\nRUN b \\|\n");
}

#[test]
fn a_continued_instruction_is_indented() {
    enter("FROM a\nRUN b \\|", "FROM a\nRUN b \\\n    |");
    enter("FROM a\nRUN b \\\n  c \\|\n", "FROM a\nRUN b \\\n  c \\\n  |\n");
    enter("FROM a\nRUN b \\|\nEXPOSE 80\n", "FROM a\nRUN b \\\n    |\nEXPOSE 80\n");
    enter("FROM a\nRUN b \\|\n  c\n", "FROM a\nRUN b \\\n    | \\\n  c\n");
    enter("FROM a\nRUN b \\\n  c \\|\n  # d\n  e\n", "FROM a\nRUN b \\\n  c \\\n  | \\\n  # d\n  e\n");
    enter("FROM a\nRUN b \\\n  c \\\n  d|\n  e\n", "FROM a\nRUN b \\\n  c \\\n  d \\\n  |\n  e\n");
}

#[test]
fn the_end_of_an_instruction_is_one() {
    for before in [
        "FROM a|\n",
        "FROM a\nRUN b \\\n  c|\n",
        "FROM a\nRUN b \\\n  c|\nEXPOSE 80\n",
        "FROM a|RUN b\n",
        "FROM a\nRUN b| # c\n",
        "|FROM a\n",
        "FROM a\n|\nRUN b\n",
        "FROM a\nfoo |bar\n",
        "FROM a\nRUN <<E\nb |c\nE\n",
        "FROM a\nRUN <<E\n# b |c\nE\n",
        "|",
    ] {
        enter(before, &before.replacen('|', "\n|", 1));
    }
}

#[test]
fn comments_go_on() {
    enter("# a\n# b|\nFROM a\n", "# a\n# b\n# |\nFROM a\n");
    enter("# a |b\nFROM a\n", "# a \n# |b\nFROM a\n");
    enter("# a|\nFROM a\n", "# a\n|\nFROM a\n");
    enter("# syntax=a\n# b|\nFROM a\n", "# syntax=a\n# b\n|\nFROM a\n");
    enter("# syntax=a|\nFROM a\n", "# syntax=a\n|\nFROM a\n");
    enter("FROM a\n# a\n# |\n", "FROM a\n# a\n\n|\n");
    enter("FROM a\nRUN b \\\n  # c\n  # d|\n  e\n", "FROM a\nRUN b \\\n  # c\n  # d\n  # |\n  e\n");
}

#[test]
fn heredocs_get_their_terminators() {
    enter("FROM a\nRUN <<EOF|\n", "FROM a\nRUN <<EOF\n|\nEOF\n");
    enter("FROM a\nRUN <<EOF|", "FROM a\nRUN <<EOF\n|\nEOF\n");
    enter("FROM a\r\nCOPY <<'E' <<-F /x/|\r\n", "FROM a\r\nCOPY <<'E' <<-F /x/\n|\r\nE\r\nF\r\n");
    enter("FROM a\nRUN <<EOF|\nb\nEOF\n", "FROM a\nRUN <<EOF\n|\nb\nEOF\n");
}

#[test]
fn brackets_and_quotes_of_arrays() {
    let check = |before, typed, after| check_with(&FormatOptions::default(), before, typed, after);
    check("FROM a\nCMD |\n", '[', "FROM a\nCMD [|]\n");
    check("FROM a\nRUN --network=none |", '[', "FROM a\nRUN --network=none [|]");
    check("FROM a\nHEALTHCHECK --retries=1 CMD |\n", '[', "FROM a\nHEALTHCHECK --retries=1 CMD [|]\n");
    check("FROM a\nRUN if |\n", '[', "FROM a\nRUN if [|\n");
    check("FROM a\nENV |\n", '[', "FROM a\nENV [|\n");
    check("FROM a\nCMD |]\n", '[', "FROM a\nCMD [|]\n");
    check("FROM a\nCMD [|]\n", '"', "FROM a\nCMD [\"|\"]\n");
    check("FROM a\nCMD [\"a|\"]\n", '"', "FROM a\nCMD [\"a\"|]\n");
    check("FROM a\nCMD [\"a\", |]\n", '"', "FROM a\nCMD [\"a\", \"|\"]\n");
    check("FROM a\nCMD [\"a\\|\"]\n", '"', "FROM a\nCMD [\"a\\\"|\"]\n");
    check("FROM a\nCMD [\"a|]\n", '"', "FROM a\nCMD [\"a\"|]\n");
    check("FROM a\nRUN echo |\n", '"', "FROM a\nRUN echo \"|\n");
}
