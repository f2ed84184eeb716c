//! Tests of invalid arrays and their fixes.

use super::*;

#[track_caller]
fn mends(before: &str, flaw: Flaw, after: &str) {
    let reader = ArrayReader::read(before);
    assert!(reader.is_array(Instruction::Cmd), "{before}");
    let broken = reader.finish();
    assert_eq!((broken.flaw, apply(before, &broken.edits)), (flaw, after.to_owned()), "{before}");
}

#[test]
fn flaws_are_told_and_mended() {
    mends("['a', 'b']", Flaw::SingleQuotes, r#"["a", "b"]"#);
    mends(r#"['sh', '-c', 'echo "x\y"']"#, Flaw::SingleQuotes, r#"["sh", "-c", "echo \"x\\y\""]"#);
    mends(r#"["a", 'it's']"#, Flaw::SingleQuotes, r#"["a", "it's"]"#);
    mends("[“a”, “b”]", Flaw::SmartQuotes, r#"["a", "b"]"#);
    mends(r#"["a”, "b"]"#, Flaw::SmartQuotes, r#"["a", "b"]"#);
    mends("[/a, /b]", Flaw::Unquoted, r#"["/a", "/b"]"#);
    mends("[npm start]", Flaw::Unquoted, r#"["npm", "start"]"#);
    mends(r#"["a" "b"]"#, Flaw::MissingComma, r#"["a", "b"]"#);
    mends(r#"["a""b"]"#, Flaw::MissingComma, r#"["a", "b"]"#);
    mends(r#"["a"; "b"]"#, Flaw::WrongSeparator, r#"["a", "b"]"#);
    mends(r#"["a",]"#, Flaw::ExtraComma, r#"["a"]"#);
    mends(r#"[,"a",, "b"]"#, Flaw::ExtraComma, r#"["a", "b"]"#);
    mends(r#"["a", "b""#, Flaw::Unterminated, r#"["a", "b"]"#);
    mends(r#"["a", "#.trim_end(), Flaw::Unterminated, r#"["a"]"#);
    mends("[", Flaw::Unterminated, "[]");
    mends(r#"["a"}"#, Flaw::WrongBracket, r#"["a"]"#);
    mends(r#"["a", "b]"#, Flaw::MissingQuote, r#"["a", "b"]"#);
    mends(r#"["a", b"]"#, Flaw::MissingQuote, r#"["a", "b"]"#);
    mends(r#"["a, "b"]"#, Flaw::MissingQuote, r#"["a, "b"]"#);
    mends(r#"["a"]]"#, Flaw::ExtraBracket, r#"["a"]"#);
    mends(r#"["a"] ["b"]"#, Flaw::ExtraBracket, r#"["a", "b"]"#);
    mends(r#"["a"],"#, Flaw::ExtraComma, r#"["a"]"#);
    mends(r#"["a"] --x y"#, Flaw::TextAfter, r#"["a", "--x", "y"]"#);
    mends(r#"["a"] # b"#, Flaw::Remark, r#"["a"]"#);
    mends(r#"["a", "b c"] && d"#, Flaw::Operator, r"a 'b c' && d");
    mends(r#"["C:\app\new.exe"]"#, Flaw::BadEscape, r#"["C:\\app\\new.exe"]"#);
    mends("[\"a\tb\"]", Flaw::RawControl, r#"["a\tb"]"#);
}

#[test]
fn tests_and_patterns_are_no_arrays() {
    let is = |instruction, text| ArrayReader::read(text).is_array(instruction);
    for text in [
        "[ -f x ] && y",
        "[[ a ]]",
        r#"[ "$(x)" = 200 ] || exit 1"#,
        "[ $x ]",
        r#"[ "a" == "b" ]"#,
        r#"[ "$x" ] && y"#,
        "[ ! -e x ]",
    ] {
        assert!(!is(Instruction::Cmd, text), "{text}");
        assert!(!is(Instruction::Run, text), "{text}");
    }
    assert!(!is(Instruction::Copy, "[a-z].txt /d/") && !is(Instruction::Copy, "[ab]*.txt [cd]"));
    assert!(is(Instruction::Copy, "['a', 'b']") && is(Instruction::Copy, "[a, b]"));
    assert!(is(Instruction::Volume, "[ $x ]"));
    assert!(is(Instruction::Cmd, "['a('b') || c('d');']"));
    assert!(!is(Instruction::Run, "[a, b]") && is(Instruction::Run, "['a', 'b']"));
}

#[test]
fn numbers_get_quotes() {
    let fixed = |text: &str| {
        let fix = quoted(text, &|range| range)?;
        let edits: Vec<_> = fix.edits.into_iter().map(|edit| (edit.range, edit.text)).collect();
        Some(apply(text, &edits))
    };
    assert_eq!(fixed(r#"["a", 80, true, "b"]"#).unwrap(), r#"["a", "80", "true", "b"]"#);
    assert_eq!(fixed(r#"["a", null]"#), None);
    assert_eq!(fixed(r#"[1, ["a"]]"#), None);
}

#[test]
fn lists_without_brackets() {
    let mended = |text: &str| bare_list(text).map(|broken| apply(text, &broken.edits));
    assert_eq!(mended(r#""a", "b""#).unwrap(), r#"["a", "b"]"#);
    assert_eq!(mended(r#""a", "b"]"#).unwrap(), r#"["a", "b"]"#);
    assert_eq!(mended(r#"("a", "b")"#).unwrap(), r#"["a", "b"]"#);
    assert_eq!(mended("'a', 'b'").unwrap(), r#"["a", "b"]"#);
    for text in [r#""a" -x "b,c""#, r#""a""#, "a, b", r#""a,b""#] {
        assert_eq!(mended(text), None, "{text}");
    }
}
