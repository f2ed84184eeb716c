//! Finds secrets in the text of an instruction: keys and tokens that are recognisable by their
//! format.
//!
//! The text of an instruction is searched once, including comments and heredocs, in one pass over
//! its bytes that stops only at the few bytes a secret can begin with. Placeholders and values made
//! of variables do not count.

use std::ops::Range;

use dockwright_texts::{Text, analysis::secrets as texts};

/// A secret in an instruction.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Secret {
    /// Its kind, as a noun with an article.
    pub kind: &'static Text,
    /// Its range.
    pub range: Range<usize>,
}

/// The bytes that a secret can begin with; looking into this table skips nearly all others.
const IS_START: [bool; 256] = {
    let mut table = [false; 256];
    let starts = b"Agxne:-";
    let mut at = 0;
    while at < starts.len() {
        table[starts[at] as usize] = true;
        at += 1;
    }
    table
};

/// Finds the secrets in a text.
pub(super) fn find(text: &str) -> Vec<Secret> {
    let bytes = text.as_bytes();
    if !may_have_secret(bytes) {
        return Vec::new();
    }
    let mut found: Vec<Secret> = Vec::new();
    let mut at = 0;
    while let Some(next) = bytes[at..].iter().position(|&byte| IS_START[usize::from(byte)]) {
        at += next;
        let rest = &bytes[at..];
        let hit = match bytes[at] {
            b'A' | b'g' | b'x' | b'n' | b'e' if may_be_token(rest) && is_boundary(bytes, at) => token(rest),
            b':' if rest.starts_with(b"://") => password(text, at),
            b'-' if rest.starts_with(b"-----BEGIN ") => private_key(rest),
            _ => None,
        };
        match hit {
            Some((kind, range)) => {
                at += range.end.max(1);
                found.push(Secret { kind, range: at - range.end.max(1) + range.start..at });
            }
            None => at += 1,
        }
    }
    found
}

type Hit = (&'static Text, Range<usize>);

/// Whether a text has the rarest characters of some secret, which most texts have not: searching for
/// these is many times faster than looking at every byte.
fn may_have_secret(bytes: &[u8]) -> bool {
    let follows = |at: usize, word: &[u8]| bytes[..at].ends_with(word);
    let has_password = |at: usize| {
        let rest = &bytes[at..bytes.len().min(at + 203)];
        rest.starts_with(b"://") && memchr::memchr(b'@', rest).is_some()
    };
    memchr::memchr3_iter(b'A', b'_', b'J', bytes).any(|at| match bytes[at] {
        b'A' => matches!(bytes.get(at + 1), Some(b'K' | b'S' | b'I')),
        b'_' => follows(at, b"npm") || follows(at, b"github") || follows(at.max(1) - 1, b"gh"),
        _ => follows(at, b"ey"),
    }) || memchr::memchr2_iter(b':', b'-', bytes).any(|at| match bytes[at] {
        b':' => has_password(at),
        _ => bytes[at..].starts_with(b"-----") || follows(at, b"glpat") || follows(at.max(1) - 1, b"xox"),
    })
}

/// Whether the character before an offset is not a letter or digit.
fn is_boundary(bytes: &[u8], at: usize) -> bool {
    at.checked_sub(1).is_none_or(|before| !bytes[before].is_ascii_alphanumeric())
}

/// Whether two bytes begin a token.
fn may_be_token(rest: &[u8]) -> bool {
    matches!(
        rest,
        [b'A', b'K' | b'S' | b'I', ..]
            | [b'g', b'h' | b'i' | b'l', ..]
            | [b'x', b'o', ..]
            | [b'n', b'p', ..]
            | [b'e', b'y', ..]
    )
}

/// The token that a text begins with.
fn token(rest: &[u8]) -> Option<Hit> {
    let wide = |byte: &u8| byte.is_ascii_alphanumeric() || matches!(byte, b'_' | b'-');
    let (kind, prefix, lens, is_it): (_, usize, Range<usize>, fn(&u8) -> bool) = match rest {
        [b'A', b'K' | b'S', b'I', b'A', ..] => {
            (&texts::AWS_KEY, 4, 16..17, |byte| byte.is_ascii_uppercase() || (b'2'..=b'7').contains(byte))
        }
        [b'A', b'I', b'z', b'a', ..] => (&texts::GOOGLE_KEY, 4, 35..36, wide),
        [b'g', b'h', b'p' | b'o' | b'u' | b's' | b'r', b'_', ..] => {
            (&texts::GITHUB_TOKEN, 4, 36..256, u8::is_ascii_alphanumeric)
        }
        _ if rest.starts_with(b"github_pat_") => {
            (&texts::GITHUB_TOKEN, 11, 60..256, |byte| byte.is_ascii_alphanumeric() || *byte == b'_')
        }
        _ if rest.starts_with(b"glpat-") => (&texts::GITLAB_TOKEN, 6, 20..64, wide),
        [b'x', b'o', b'x', b'b' | b'p' | b'a' | b'r' | b's', b'-', b'0'..=b'9', ..] => {
            (&texts::SLACK_TOKEN, 5, 30..128, |byte| byte.is_ascii_alphanumeric() || *byte == b'-')
        }
        _ if rest.starts_with(b"npm_") => (&texts::NPM_TOKEN, 4, 36..37, u8::is_ascii_alphanumeric),
        [b'e', b'y', b'J', ..] => return web_token(rest),
        _ => return None,
    };
    let body = rest.get(prefix..)?;
    let len = body.iter().take_while(|byte| is_it(byte)).count();
    let ends = !body.get(len).is_some_and(u8::is_ascii_alphanumeric);
    let body = &body[..len];
    (lens.contains(&len) && ends && is_random(body)).then_some((kind, 0..prefix + len))
}

/// Whether a text looks random, unlike `xxxx` or an example from documentation.
fn is_random(body: &[u8]) -> bool {
    let mut seen = [false; 256];
    for &byte in body {
        seen[usize::from(byte)] = true;
    }
    let has = |word: &[u8]| body.windows(word.len()).any(|part| part.eq_ignore_ascii_case(word));
    let is_counted = has(b"123456") || has(b"abcdef");
    seen.iter().filter(|&&seen| seen).count() >= 8
        && !is_counted
        && !has(b"example")
        && !has(b"xxxx")
        && !has(b"your")
        && !has(b"token")
}

/// Three base64 parts, of which the first two are JSON.
fn web_token(rest: &[u8]) -> Option<Hit> {
    let is_it = |byte: &u8| byte.is_ascii_alphanumeric() || matches!(byte, b'_' | b'-');
    let mut at = 0;
    for (part, shortest) in [15, 15, 20].into_iter().enumerate() {
        let body = rest.get(at..)?;
        let len = body.iter().take_while(|byte| is_it(byte)).count();
        let begins = part == 2 || body.starts_with(b"eyJ");
        // The subject of the well-known example is `1234567890`.
        if len < shortest || !begins || body.starts_with(b"eyJzdWIiOiIxMjM0NTY3ODkwIi") {
            return None;
        }
        at += len;
        if part < 2 {
            if rest.get(at) != Some(&b'.') {
                return None;
            }
            at += 1;
        }
    }
    Some((&texts::WEB_TOKEN, 0..at))
}

/// A private key whose header is followed by part of its body.
fn private_key(rest: &[u8]) -> Option<Hit> {
    const END: &[u8] = b"PRIVATE KEY-----";
    let head = &rest[..rest.len().min(60)];
    let end = head.windows(END.len()).position(|part| part == END)? + END.len();
    let is_name = |byte: &u8| byte.is_ascii_uppercase() || matches!(byte, b' ' | b'-');
    if !rest[..end].iter().all(is_name) {
        return None;
    }
    let body = &rest[end..];
    // Line ends, also written as `\n`, quotes and continuations.
    let gap = body.iter().take_while(|byte| b"\r\n\t \\n\"',".contains(byte)).count();
    let body = &body[gap..];
    let is_it = |byte: &u8| byte.is_ascii_alphanumeric() || matches!(byte, b'+' | b'/');
    let len = body.iter().take_while(|byte| is_it(byte)).count();
    (body.starts_with(b"Proc-Type:") || len >= 40 && is_random(&body[..len]))
        .then_some((&texts::PRIVATE_KEY, 0..end))
}

/// The password of `user:password@host` after `://`.
fn password(text: &str, at: usize) -> Option<Hit> {
    let rest = text.get(at + 3..)?;
    let len = rest
        .bytes()
        .take(200)
        .take_while(|byte| byte.is_ascii_graphic() && !b"/\"'`<>?#,;()|&\\".contains(byte))
        .count();
    let (login, host) = rest.get(..len)?.rsplit_once('@')?;
    let (user, password) = login.split_once(':')?;
    let host = host.split(':').next().unwrap_or_default();
    // A host without a dot is a container in the same network, and examples are harmless.
    let is_far = host.contains('.')
        && host.bytes().all(|byte| byte.is_ascii_alphanumeric() || matches!(byte, b'.' | b'-'))
        && !host.starts_with("127.")
        && !host.starts_with("0.0.")
        && !host.contains("example");
    let is_literal = password.len() >= 6 && !password.contains(['$', '{', '}', '[', ']', '%', '*', '@', '=']);
    let start = 3 + user.len() + 1;
    (is_far && is_literal && !user.is_empty() && user != password && !is_placeholder(password))
        .then_some((&texts::PASSWORD, start..start + password.len()))
}

fn is_placeholder(password: &str) -> bool {
    const WORDS: [&str; 16] = [
        "pass", "pwd", "secret", "token", "xxx", "changeme", "change", "example", "your", "user", "admin",
        "login", "guest", "dummy", "test", "key",
    ];
    let lower = password.to_ascii_lowercase();
    let first = password.as_bytes().first();
    let is_one_character = password.as_bytes().iter().all(|byte| Some(byte) == first);
    is_one_character
        || WORDS.iter().any(|word| lower.contains(word))
        || password.bytes().all(|byte| byte.is_ascii_uppercase() || matches!(byte, b'_' | b'-'))
}

#[cfg(test)]
mod tests {
    use super::*;

    /// Assembled here, so that scanners do not mistake them for real ones.
    fn samples() -> Vec<(&'static Text, String)> {
        let body = "Q7rT2wZ9kLm4Xc8VbN1pHs6JdF3gYa5Ue0RiOqWtEzKx7Mv2Bn9Cl4Ph8Sj1Gd6Fa3";
        vec![
            (&texts::AWS_KEY, format!("AKIA{}", "Q7RT2WZ3KLM4XC5V")),
            (&texts::GOOGLE_KEY, format!("AIza{}", &body[..35])),
            (&texts::GITHUB_TOKEN, format!("ghp_{}", &body[..36])),
            (&texts::GITHUB_TOKEN, format!("github_pat_{}", &body[..64])),
            (&texts::GITLAB_TOKEN, format!("glpat-{}", &body[..20])),
            (&texts::SLACK_TOKEN, format!("xoxb-7{}", &body[..40])),
            (&texts::NPM_TOKEN, format!("npm_{}", &body[..36])),
            (&texts::WEB_TOKEN, format!("eyJ{}.eyJ{}.{}", &body[..20], &body[20..40], &body[40..])),
        ]
    }

    #[test]
    fn every_kind_is_found() {
        for (kind, secret) in samples() {
            let text = format!("RUN x \"{secret}\" 한글");
            assert_eq!(find(&text), [Secret { kind, range: 7..7 + secret.len() }], "{text}");
            assert!(find(&format!("RUN x a{secret}")).is_empty(), "{secret}");
        }
    }

    #[test]
    fn passwords_of_addresses() {
        let found = |address: &str| find(&format!("RUN git clone {address}")).len();
        assert_eq!(found("https://bob:hunter22x@git.example-corp.org/a"), 0);
        assert_eq!(found("https://bob:hunter22x@git.corp.org/a"), 1);
        for address in [
            "https://user:password@git.corp.org/a",
            "https://bob:$TOKEN@git.corp.org/a",
            "https://bob:${TOKEN}@git.corp.org/a",
            "https://bob:<token>@git.corp.org/a",
            "https://bob:xxxxxxxx@git.corp.org/a",
            "postgres://bob:hunter22x@db/a",
            "postgres://postgres:postgres@db.corp.org/a",
            "https://bob@git.corp.org/a:b@c.d",
            "https://git.corp.org:8080/a@b.c",
            "ssh://git@git.corp.org:22/a",
            "https://x:GITHUB_TOKEN@git.corp.org/a",
        ] {
            assert_eq!(found(address), 0, "{address}");
        }
    }

    #[test]
    fn keys_with_a_body() {
        let head = format!("-----BEGIN RSA {}-----", "PRIVATE KEY");
        let body = "MIIEpAIBAAKCAQEAx7Qm2wZ9kLm4Xc8VbN1pHs6JdF3gYa5Ue0RiOqWtEzKx7Mv2";
        for text in [format!("RUN <<E\n{head}\n{body}\nE\n"), format!("ENV K=\"{head}\\n{body}\"")] {
            assert_eq!(find(&text).len(), 1, "{text}");
        }
        assert!(find(&format!("RUN grep -q '{head}' /etc/key")).is_empty());
        assert!(find(&format!("RUN echo \"{head}\" > k && echo $KEY >> k")).is_empty());
    }

    #[test]
    fn examples_are_none() {
        for text in
            ["AKIAIOSFODNN7EXAMPLE", "AKIAXXXXXXXXXXXXXXXX", "ghp_xxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxx"]
        {
            assert!(find(&format!("ENV A={text}")).is_empty(), "{text}");
        }
    }
}
