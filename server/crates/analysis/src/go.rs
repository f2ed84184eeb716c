//! Parses and formats values like Go's standard library, whose text appears in BuildKit's messages:
//! durations, integers, booleans, `%q`.
//!
//! Source: Go's `time.ParseDuration`, `strconv.ParseInt`, `strconv.ParseBool` and `strconv.Quote`.

use std::fmt::Write;

use dockwright_syntax::unicode::is_printable;

/// The duration in nanoseconds, or Go's error message.
pub fn parse_duration(text: &str) -> Result<i64, String> {
    let invalid = || format!("time: invalid duration {}", quote(text));
    let (negative, mut rest) = match text.as_bytes().first() {
        Some(b'-') => (true, &text[1..]),
        Some(b'+') => (false, &text[1..]),
        _ => (false, text),
    };
    if rest == "0" {
        return Ok(0);
    }
    if rest.is_empty() {
        return Err(invalid());
    }
    let mut total: u64 = 0;
    while !rest.is_empty() {
        let number = rest.len() - rest.trim_start_matches(|c: char| c.is_ascii_digit() || c == '.').len();
        let digits = &rest[..number];
        let (whole, fraction) = digits.split_once('.').unwrap_or((digits, ""));
        if (whole.is_empty() && fraction.is_empty()) || fraction.contains('.') {
            return Err(invalid());
        }
        rest = &rest[number..];
        let unit_end = rest.find(|c: char| c == '.' || c.is_ascii_digit()).unwrap_or(rest.len());
        if unit_end == 0 {
            return Err(format!("time: missing unit in duration {}", quote(text)));
        }
        let scale: u64 = match &rest[..unit_end] {
            "ns" => 1,
            "us" | "µs" | "μs" => 1_000,
            "ms" => 1_000_000,
            "s" => 1_000_000_000,
            "m" => 60_000_000_000,
            "h" => 3_600_000_000_000,
            unit => return Err(format!("time: unknown unit {} in duration {}", quote(unit), quote(text))),
        };
        rest = &rest[unit_end..];
        let whole: u64 = if whole.is_empty() { 0 } else { whole.parse().map_err(|_| invalid())? };
        let mut part = whole.checked_mul(scale).ok_or_else(invalid)?;
        if let Ok(digits) = format!("0.{fraction}").parse::<f64>() {
            #[expect(
                clippy::cast_precision_loss,
                clippy::cast_sign_loss,
                reason = "below the precision of the fraction"
            )]
            let nanoseconds = (digits * scale as f64) as u64;
            part = part.checked_add(nanoseconds).ok_or_else(invalid)?;
        }
        total = total.checked_add(part).ok_or_else(invalid)?;
    }
    let value = i64::try_from(total).map_err(|_| invalid())?;
    Ok(if negative { -value } else { value })
}

/// A decimal 32-bit integer, or Go's error message.
pub fn parse_int32(text: &str) -> Result<i32, String> {
    let digits = text.strip_prefix(['+', '-']).unwrap_or(text);
    let error = |what: &str| format!("strconv.ParseInt: parsing {}: {what}", quote(text));
    if digits.is_empty() || !digits.bytes().all(|b| b.is_ascii_digit()) {
        return Err(error("invalid syntax"));
    }
    text.strip_prefix('+').unwrap_or(text).parse().map_err(|_| error("value out of range"))
}

/// A boolean as Go parses it.
pub fn parse_bool(text: &str) -> Option<bool> {
    match text {
        "1" | "t" | "T" | "TRUE" | "true" | "True" => Some(true),
        "0" | "f" | "F" | "FALSE" | "false" | "False" => Some(false),
        _ => None,
    }
}

/// Quotes a text like Go's `%q`.
pub fn quote(text: &str) -> String {
    let mut out = String::from("\"");
    for c in text.chars() {
        match c {
            '"' | '\\' => {
                out.push('\\');
                out.push(c);
            }
            c if is_printable(c) => out.push(c),
            '\x07' => out.push_str("\\a"),
            '\x08' => out.push_str("\\b"),
            '\t' => out.push_str("\\t"),
            '\n' => out.push_str("\\n"),
            '\x0b' => out.push_str("\\v"),
            '\x0c' => out.push_str("\\f"),
            '\r' => out.push_str("\\r"),
            c => {
                let number = u32::from(c);
                let _ = match number {
                    ..0x80 => write!(out, "\\x{number:02x}"),
                    0x80..0x1_0000 => write!(out, "\\u{number:04x}"),
                    _ => write!(out, "\\U{number:08x}"),
                };
            }
        }
    }
    out.push('"');
    out
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn reads_durations() {
        assert_eq!(parse_duration("1m30.5s"), Ok(90_500_000_000));
        assert_eq!(parse_duration("0"), Ok(0));
        assert_eq!(parse_duration("-1s"), Ok(-1_000_000_000));
        assert_eq!(parse_duration(".5ms"), Ok(500_000));
        for (text, message) in [
            ("5", "time: missing unit in duration \"5\""),
            ("x", "time: invalid duration \"x\""),
            ("1d", "time: unknown unit \"d\" in duration \"1d\""),
            ("", "time: invalid duration \"\""),
        ] {
            assert_eq!(parse_duration(text), Err(message.to_owned()), "{text}");
        }
    }

    #[test]
    fn quotes_as_go_does() {
        assert_eq!(quote("a\"\\é한\u{301}"), "\"a\\\"\\\\é한\u{301}\"");
        assert_eq!(
            quote("\0\x07\x0b\x7f\u{80}\u{200b}\u{10ffff}"),
            r#""\x00\a\v\x7f\u0080\u200b\U0010ffff""#
        );
    }

    #[test]
    fn reads_integers() {
        assert_eq!(parse_int32("+3"), Ok(3));
        assert_eq!(parse_int32("-1"), Ok(-1));
        assert!(parse_int32("x").unwrap_err().ends_with("invalid syntax"));
        assert!(parse_int32("99999999999").unwrap_err().ends_with("value out of range"));
    }
}
