//! How Compose prints the numbers and switches of YAML.
//!
//! Compose decodes values first and prints them with Go's `fmt.Sprint`, so `1.10` arrives at the build as `1.1`. Source:
//! `toMappingWithEquals` in compose-go and the core schema of its YAML library.

/// A plain scalar as Compose passes it on; `None` for null.
pub(crate) fn plain(text: &str) -> Option<String> {
    match text {
        "" | "~" | "null" | "Null" | "NULL" => None,
        "True" | "TRUE" => Some("true".to_owned()),
        "False" | "FALSE" => Some("false".to_owned()),
        _ => Some(integer(text).or_else(|| float(text)).unwrap_or_else(|| text.to_owned())),
    }
}

fn integer(text: &str) -> Option<String> {
    let (sign, digits) = match text.as_bytes().first()? {
        b'-' => ("-", &text[1..]),
        b'+' => ("", &text[1..]),
        b'0'..=b'9' => ("", text),
        _ => return None,
    };
    let digits = digits.replace('_', "");
    let (radix, digits) = match digits.as_bytes() {
        [b'0', b'x' | b'X', _, ..] => (16, &digits[2..]),
        [b'0', b'o', _, ..] => (8, &digits[2..]),
        [b'0', b'b', _, ..] => (2, &digits[2..]),
        [b'0', _, ..] => (8, &digits[1..]),
        _ => (10, digits.as_str()),
    };
    let number = u64::from_str_radix(digits, radix).ok()?;
    Some(if number == 0 { "0".to_owned() } else { format!("{sign}{number}") })
}

/// A float as Go's `%v` prints it: the shortest digits, with an exponent for very large and very small numbers.
fn float(text: &str) -> Option<String> {
    let rest = text.strip_prefix(['-', '+']).unwrap_or(text);
    let is_number = rest.starts_with(|c: char| c.is_ascii_digit() || c == '.')
        && rest.contains(|c: char| c.is_ascii_digit())
        && rest.chars().all(|c| c.is_ascii_digit() || matches!(c, '.' | 'e' | 'E' | '+' | '-' | '_'));
    if !is_number || rest.matches('.').count() > 1 {
        return None;
    }
    let number: f64 = text.replace('_', "").parse().ok()?;
    print_float(number)
}

fn print_float(number: f64) -> Option<String> {
    if !number.is_finite() {
        return None;
    }
    let exponent = format!("{number:e}");
    let (mantissa, power) = exponent.split_once('e')?;
    let power: i32 = power.parse().ok()?;
    if number != 0.0 && !(-4..21).contains(&power) {
        let sign = if power < 0 { '-' } else { '+' };
        return Some(format!("{mantissa}e{sign}{:02}", power.abs()));
    }
    Some(format!("{number}"))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn prints_as_compose_does() {
        for (written, passed) in [
            ("20", "20"),
            ("1.10", "1.1"),
            ("3.0", "3"),
            ("0x1F", "31"),
            ("014", "12"),
            ("0o14", "12"),
            ("-7", "-7"),
            ("+7", "7"),
            ("1_000", "1000"),
            ("1e3", "1000"),
            ("1e21", "1e+21"),
            ("0.00001", "1e-05"),
            ("1.2.3", "1.2.3"),
            ("089", "89"),
            ("yes", "yes"),
            ("TRUE", "true"),
            ("-", "-"),
            ("2024-01", "2024-01"),
            ("18-alpine", "18-alpine"),
        ] {
            assert_eq!(plain(written).as_deref(), Some(passed), "{written}");
        }
        assert_eq!(plain("~"), None);
    }
}
