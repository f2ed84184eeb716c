//! The forms of label values that hadolint accepts. It is laxer than the specifications in some
//! places.

/// An address with a scheme.
pub(super) fn is_uri(value: &str) -> bool {
    let Some((scheme, rest)) = value.split_once(':') else { return false };
    let is_allowed = |byte: u8| byte.is_ascii_alphanumeric() || b"-._~:/?#[]@!$&'()*+,;=%".contains(&byte);
    scheme.starts_with(|c: char| c.is_ascii_alphabetic())
        && scheme.bytes().all(|byte| byte.is_ascii_alphanumeric() || b"+-.".contains(&byte))
        && rest.bytes().all(is_allowed)
}

/// A date and a time with a zone.
pub(super) fn is_time(value: &str) -> bool {
    let number = |from: usize, length: usize| -> Option<u32> {
        let digits = value.get(from..from + length)?;
        digits.bytes().all(|byte| byte.is_ascii_digit()).then(|| digits.parse().ok())?
    };
    let bytes = value.as_bytes();
    let has_marks = bytes.len() > 19
        && [(4, "-"), (7, "-"), (10, "Tt"), (13, ":"), (16, ":")]
            .iter()
            .all(|(at, marks)| marks.as_bytes().contains(&bytes[*at]));
    let parts = (number(0, 4), number(5, 2), number(8, 2), number(11, 2), number(14, 2), number(17, 2));
    let (Some(year), Some(month), Some(day), Some(hour), Some(minute), Some(second)) = parts else {
        return false;
    };
    let is_leap = year % 4 == 0 && (year % 100 != 0 || year % 400 == 0);
    let days = match month {
        2 if is_leap => 29,
        2 => 28,
        4 | 6 | 9 | 11 => 30,
        1..=12 => 31,
        _ => 0,
    };
    let zone = value[19..].strip_prefix('.').unwrap_or(&value[19..]);
    let zone = zone.trim_start_matches(|c: char| c.is_ascii_digit());
    let is_offset = |offset: &str| {
        let digits = offset.replacen(':', "", 1);
        digits.len() == 4 && digits.bytes().all(|byte| byte.is_ascii_digit())
    };
    let is_zone = matches!(zone, "Z" | "z") || zone.strip_prefix(['+', '-']).is_some_and(is_offset);
    has_marks && (1..=days).contains(&day) && hour < 24 && minute < 60 && second <= 60 && is_zone
}

/// One name of the SPDX list that is not deprecated.
pub(super) fn is_license(value: &str) -> bool {
    spdx::license_id(value).is_some_and(|id| id.name == value && !id.is_deprecated())
}

/// A commit, short or whole.
pub(super) fn is_hash(value: &str) -> bool {
    matches!(value.len(), 7 | 40) && value.bytes().all(|byte| matches!(byte, b'0'..=b'9' | b'a'..=b'f'))
}

/// Three numbers, and what may follow them.
pub(super) fn is_version(value: &str) -> bool {
    let end = value.find(['-', '+']).unwrap_or(value.len());
    let numbers: Vec<&str> = value[..end].split('.').collect();
    let is_number = |part: &&str| !part.is_empty() && part.bytes().all(|byte| byte.is_ascii_digit());
    let is_rest = |byte: u8| byte.is_ascii_alphanumeric() || b"-.+".contains(&byte);
    numbers.len() == 3 && numbers.iter().all(is_number) && value[end..].bytes().all(is_rest)
}

/// A mail address without a name.
pub(super) fn is_address(value: &str) -> bool {
    let Some((user, host)) = value.rsplit_once('@') else { return false };
    let is_atom = |part: &str| {
        let is_allowed = |c: char| c.is_alphanumeric() || "!#$%&'*+-/=?^_`{|}~".contains(c);
        !part.is_empty() && part.chars().all(is_allowed)
    };
    let is_quoted = user.len() > 2 && user.starts_with('"') && user.ends_with('"');
    let host = host.strip_suffix('.').unwrap_or(host);
    (is_quoted || user.split('.').all(is_atom))
        && ((host.starts_with('[') && host.ends_with(']')) || host.split('.').all(is_atom))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn values_of_each_form() {
        type Row<'a> = (fn(&str) -> bool, &'a [&'a str], &'a [&'a str]);
        let rows: [Row<'_>; 6] = [
            (is_uri, &["http://a", "urn:a", "a:", "http://$X"], &["a.b", "//a", "http://a b", "https://é"]),
            (
                is_time,
                &["2024-02-29T10:00:60Z", "2024-02-29t10:00:00.1z", "2024-02-29T10:00:00+0100"],
                &["2024-02-29 10:00:00Z", "2023-02-29T10:00:00Z", "2024-02-29T24:00:00Z", "2024-02-29", "$X"],
            ),
            (is_license, &["MIT", "GPL-2.0-or-later"], &["mit", "GPL-2.0", "MIT OR Apache-2.0", "BSD"]),
            (is_hash, &["0123abc"], &["0123ABC", "0123abcd"]),
            (
                is_version,
                &["1.0.0", "01.0.0", "1.0.0-", "1.0.0+001"],
                &["1.0", "v1.0.0", "1.0.0.0", "1.0.0 "],
            ),
            (
                is_address,
                &["a+b@c.d", "a@b.c.", "\"a b\"@c.d", "a@[1.2.3.4]"],
                &["a", "@b.c", "a.@b.c", "<a@b>"],
            ),
        ];
        for (check, good, bad) in rows {
            assert!(good.iter().all(|value| check(value)), "{good:?}");
            assert!(!bad.iter().any(|value| check(value)), "{bad:?}");
        }
    }
}
