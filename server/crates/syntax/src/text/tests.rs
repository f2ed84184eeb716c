//! Compares the rope with a plain string and a naive line splitter.

use proptest::prelude::*;

use super::*;

const ENCODINGS: [PositionEncoding; 3] =
    [PositionEncoding::Utf8, PositionEncoding::Utf16, PositionEncoding::Utf32];

/// The LSP lines of a string: start and end of their contents, without line ends.
fn lines(text: &str) -> Vec<Range<usize>> {
    let bytes = text.as_bytes();
    let (mut lines, mut start, mut at) = (Vec::new(), 0, 0);
    while at < bytes.len() {
        let next = match bytes[at] {
            b'\r' if bytes.get(at + 1) == Some(&b'\n') => at + 2,
            b'\r' | b'\n' => at + 1,
            _ => {
                at += 1;
                continue;
            }
        };
        lines.push(start..at);
        (start, at) = (next, next);
    }
    lines.push(start..text.len());
    lines
}

fn units(text: &str, encoding: PositionEncoding) -> usize {
    match encoding {
        PositionEncoding::Utf8 => text.len(),
        PositionEncoding::Utf16 => text.encode_utf16().count(),
        PositionEncoding::Utf32 => text.chars().count(),
    }
}

fn floor(text: &str, offset: usize) -> usize {
    (0..=offset.min(text.len())).rev().find(|offset| text.is_char_boundary(*offset)).unwrap()
}

fn naive_position(text: &str, offset: usize, encoding: PositionEncoding) -> Position {
    let offset = floor(text, offset);
    let lines = lines(text);
    let line = lines.iter().rposition(|line| line.start <= offset).unwrap();
    let contents = &text[lines[line].start..offset.min(lines[line].end)];
    Position { line: line as u32, column: units(contents, encoding) as u32 }
}

fn naive_offset(text: &str, position: Position, encoding: PositionEncoding) -> usize {
    let Some(line) = lines(text).into_iter().nth(position.line as usize) else {
        return text.len();
    };
    let contents = &text[line.clone()];
    let mut left = position.column as usize;
    for (index, character) in contents.char_indices() {
        let width = units(character.encode_utf8(&mut [0; 4]), encoding);
        if left < width {
            return line.start + index;
        }
        left -= width;
    }
    line.end
}

fn naive_point(text: &str, offset: usize) -> Point {
    let before = &text[..floor(text, offset)];
    Point {
        row: before.matches('\n').count(),
        column: before.len() - before.rfind('\n').map_or(0, |newline| newline + 1),
    }
}

#[track_caller]
fn check(text: &Text, source: &str) {
    assert_eq!(text.slice(0..text.len()), source);
    assert_eq!(text.line_count() as usize, lines(source).len());
    for offset in 0..=source.len() + 2 {
        assert_eq!(text.point(offset), naive_point(source, offset), "point of {offset} in {source:?}");
        assert_eq!(text.docker_line(offset) as usize, naive_point(source, offset).row + 1);
        for encoding in ENCODINGS {
            let position = text.position(offset, encoding);
            assert_eq!(
                position,
                naive_position(source, offset, encoding),
                "{offset} in {source:?}, {encoding:?}"
            );
            let back = text.offset(position, encoding);
            assert_eq!(
                back,
                naive_offset(source, position, encoding),
                "{position:?} in {source:?}, {encoding:?}"
            );
            assert_eq!(text.position(back, encoding), position, "{position:?} in {source:?}, {encoding:?}");
        }
    }
    for line in 0..=text.line_count() + 1 {
        for column in (0..12).chain([u32::MAX]) {
            for encoding in ENCODINGS {
                let position = Position { line, column };
                let (offset, expected) =
                    (text.offset(position, encoding), naive_offset(source, position, encoding));
                assert_eq!(offset, expected, "{position:?} in {source:?}, {encoding:?}");
            }
        }
    }
}

#[test]
fn counts_the_line_ends_of_the_protocol_and_no_others() {
    let source = "a😀b\r\nc\u{2028}d\u{b}e\nf\u{85}g\u{c}h\ri";
    let text = Text::new(source);
    assert_eq!(text.line_count(), 4);
    assert_eq!(text.docker_line(source.len()), 3);
    check(&text, source);
}

#[test]
fn clamps_positions() {
    let text = Text::new("a😀b\r\nx");
    let at = |line, column, encoding| text.offset(Position { line, column }, encoding);
    assert_eq!(at(0, 99, PositionEncoding::Utf16), 6, "past the end of the line: before its line end");
    assert_eq!(at(0, 2, PositionEncoding::Utf16), 1, "inside a surrogate pair: its start");
    assert_eq!(at(0, 3, PositionEncoding::Utf8), 1, "inside a character's bytes: its start");
    assert_eq!(at(9, 0, PositionEncoding::Utf8), 9, "past the last line: the end of the text");
    assert_eq!(at(1, u32::MAX, PositionEncoding::Utf32), 9);
}

#[test]
fn joins_and_splits_line_ends() {
    let mut text = Text::new("a\r\nb");
    text.replace(2..2, "x");
    check(&text, "a\rx\nb");
    text.replace(2..3, "");
    check(&text, "a\r\nb");
    text.replace(2..3, "");
    check(&text, "a\rb");
    text.replace(1..1, "\r");
    check(&text, "a\r\rb");
    text.replace(3..3, "\n");
    check(&text, "a\r\r\nb");
}

#[test]
fn snaps_the_range_of_an_edit() {
    let mut text = Text::new("é한");
    let edit = text.replace(Range { start: 4, end: 1 }, "x");
    assert_eq!(
        (edit.start, edit.old_end, edit.new_end),
        (0, 2, 1),
        "turned round, both ends before their character"
    );
    check(&text, "x한");
    text.replace(99..200, "y");
    check(&text, "x한y");
    assert_eq!(text.slice(2..99), "한y");
}

#[test]
fn long_lines_span_chunks() {
    let source = format!("FROM a\r\n{}\r\nRUN é", "x é😀 ".repeat(2_000));
    let text = Text::new(&source);
    for encoding in ENCODINGS {
        for offset in (0..source.len()).step_by(331).chain(source.len() - 12..=source.len()) {
            let position = naive_position(&source, offset, encoding);
            assert_eq!(text.position(offset, encoding), position, "{offset}, {encoding:?}");
            assert_eq!(text.offset(position, encoding), naive_offset(&source, position, encoding));
        }
    }
}

#[test]
fn long_texts_span_chunks() {
    let mut source = "RUN é😀 \\\r\n".repeat(600);
    let mut text = Text::new(&source);
    for at in [0, 999, 4000, source.len()] {
        let at = floor(&source, at);
        text.replace(at..at, "\r");
        source.insert(at, '\r');
    }
    let expected: Vec<_> = (0..=source.len()).map(|offset| naive_point(&source, offset)).collect();
    assert!((0..=source.len()).all(|offset| text.point(offset) == expected[offset]));
    for encoding in ENCODINGS {
        for offset in (0..source.len()).step_by(97) {
            assert_eq!(text.position(offset, encoding), naive_position(&source, offset, encoding));
        }
    }
    assert_eq!(text.line_count() as usize, lines(&source).len());
}

const PIECES: &[&str] =
    &["\r", "\n", "\r\n", "a", "RUN x", "\u{2028}", "\u{b}", "😀", "한글", "\u{feff}", "é", "\\\n", ""];

fn piece() -> impl Strategy<Value = String> {
    proptest::sample::select(PIECES).prop_map(str::to_owned)
}

fn source() -> impl Strategy<Value = String> {
    proptest::collection::vec(piece(), 0..14).prop_map(|pieces| pieces.concat())
}

proptest! {
    #[test]
    fn agrees_with_a_naive_splitter(source in source()) {
        check(&Text::new(&source), &source);
    }

    #[test]
    fn edits_like_a_string(
        mut source in source(),
        edits in proptest::collection::vec((0_usize..40, 0_usize..12, source()), 1..6),
    ) {
        let mut text = Text::new(&source);
        for (start, length, new) in edits {
            let old = source.clone();
            let edit = text.replace(start..start + length, &new);
            let (from, to) = (floor(&old, start), floor(&old, start + length));
            source.replace_range(from..to, &new);
            prop_assert_eq!((edit.start, edit.old_end, edit.new_end), (from, to, from + new.len()));
            prop_assert_eq!(edit.start_point, naive_point(&old, from));
            prop_assert_eq!(edit.old_end_point, naive_point(&old, to));
            prop_assert_eq!(edit.new_end_point, naive_point(&source, edit.new_end));
            check(&text, &source);
        }
    }
}

#[test]
fn blanks_at_the_end_are_left_out() {
    let check = |source: &str, start: usize| Text::new(source).trim_end(start..source.len());
    assert_eq!(check("RUN a \r\n\n\t", 0), 0..5);
    assert_eq!(check("RUN 가\n", 0), 0..7);
    assert_eq!(check(&format!("RUN 한글{}", " \u{3000}\n".repeat(100)), 1), 1..10);
    assert_eq!(check(" \n \n", 2), 2..2);
    assert_eq!(check("", 0), 0..0);
}

#[test]
fn line_endings() {
    assert_eq!(Text::new("a\r\nb\n").line_ending(), "\r\n");
    assert_eq!(Text::new("a\nb\r\n").line_ending(), "\r\n");
    assert_eq!(Text::new("a\n").line_ending(), "\n");
    let text = Text::new("a\r\nb\nc");
    assert_eq!([1, 4, 6, 0].map(|at| text.line_end_at(at)), [Some("\r\n"), Some("\n"), None, None]);
}
