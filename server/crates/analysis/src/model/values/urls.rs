//! Checks URLs like Go's `net/url`, as far as BuildKit needs it for the sources of ADD and COPY.

/// Whether the text contains a control character, which makes it an invalid URL.
pub(super) fn has_control(text: &str) -> bool {
    text.bytes().any(|b| b < 0x20 || b == 0x7f)
}

/// Whether the text after `scheme://` is valid: the host with user and port, the path, and the
/// fragment.
pub(super) fn is_url(host: &str, path: &str, fragment: &str) -> bool {
    let (user, host) = host.rsplit_once('@').unwrap_or(("", host));
    let is_user = user.chars().all(|c| c.is_ascii_alphanumeric() || "-._:~!$&'()*+,;=%@".contains(c));
    is_user && [user, path, fragment].into_iter().all(|text| decode(text).is_some()) && is_host(host)
}

/// Whether a text without a scheme is a valid URL.
pub(super) fn is_relative_url(path: &str, fragment: &str) -> bool {
    !has_control(path) && !has_control(fragment) && decode(path).is_some() && decode(fragment).is_some()
}

fn is_host(host: &str) -> bool {
    let (name, port) = if host.starts_with('[') {
        let Some(end) = host.rfind(']') else { return false };
        host.split_at(end + 1)
    } else {
        host.split_at(host.rfind(':').unwrap_or(host.len()))
    };
    let is_port = port.is_empty()
        || port.strip_prefix(':').is_some_and(|digits| digits.bytes().all(|b| b.is_ascii_digit()));
    // In a host, Go accepts only escapes of non-ASCII bytes, and of `%` itself.
    let is_escaped = |at: usize| match name.as_bytes().get(at + 1..at + 3) {
        Some([a, b]) => {
            b.is_ascii_hexdigit()
                && (matches!(a, b'8' | b'9' | b'a'..=b'f' | b'A'..=b'F') || (*a, *b) == (b'2', b'5'))
        }
        _ => false,
    };
    is_port
        && name.char_indices().all(|(at, c)| match c {
            '%' => is_escaped(at),
            c if c.is_ascii() => c.is_ascii_alphanumeric() || "-_.~!$&'()*+,;=:[]<>\"".contains(c),
            _ => true,
        })
}

/// Decodes the escapes of a text; `None` if one is invalid.
pub(super) fn decode(text: &str) -> Option<String> {
    if !text.contains('%') {
        return Some(text.to_owned());
    }
    let bytes = text.as_bytes();
    let (mut out, mut at) = (Vec::with_capacity(bytes.len()), 0);
    while at < bytes.len() {
        if bytes[at] == b'%' {
            let digits =
                text.get(at + 1..at + 3).filter(|digits| digits.bytes().all(|b| b.is_ascii_hexdigit()))?;
            out.push(u8::from_str_radix(digits, 16).ok()?);
            at += 3;
        } else {
            out.push(bytes[at]);
            at += 1;
        }
    }
    Some(String::from_utf8_lossy(&out).into_owned())
}

/// The pairs of a query, without those that are invalid.
pub(super) fn pairs(query: &str) -> Vec<(String, String)> {
    query.split('&').filter(|part| !part.is_empty()).filter_map(pair).collect()
}

/// The pairs of a query; `None` if any is invalid.
pub(super) fn strict_pairs(query: &str) -> Option<Vec<(String, String)>> {
    query.split('&').filter(|part| !part.is_empty()).map(pair).collect()
}

fn pair(part: &str) -> Option<(String, String)> {
    if part.contains(';') {
        return None;
    }
    let (key, value) = part.split_once('=').unwrap_or((part, ""));
    Some((decode(&key.replace('+', " "))?, decode(&value.replace('+', " "))?))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn hosts() {
        for good in ["h", "h:80", "h:", "[::1]:80", "a_b.c", "%C3%A9", ""] {
            assert!(is_host(good), "{good}");
        }
        for bad in ["h:x", "[::1", "[::1]x", "a b", "a%20b", "{h}"] {
            assert!(!is_host(bad), "{bad}");
        }
    }

    #[test]
    fn queries() {
        let pair = |key: &str, value: &str| (key.to_owned(), value.to_owned());
        assert_eq!(pairs("a=1&b&&c=x+y%21&;&%z=1"), [pair("a", "1"), pair("b", ""), pair("c", "x y!")]);
        assert_eq!(strict_pairs("a;b"), None);
    }
}
