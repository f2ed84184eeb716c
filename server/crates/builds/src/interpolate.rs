//! Variables in Compose files: `$NAME`, `${NAME}` and `${NAME:-default}`, with `$$` for a dollar sign.
//!
//! Source: compose-go's `template` package. The environment of the build is not read, so a variable has the value of an
//! `.env` file, or else its default, or else is unknown.

use std::ops::Range;

use rustc_hash::FxHashMap;

use crate::spanned::Known;

/// Variables of `.env` files.
pub(crate) type Variables = FxHashMap<String, String>;

/// How deep defaults may be nested.
const MAX_DEPTH: usize = 16;
/// The longest result.
const MAX_LENGTH: usize = 1 << 20;

/// A part of a text.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Piece {
    /// Where it is in the text.
    pub(crate) range: Range<usize>,
    /// Its value; `None` if the text stays unchanged.
    pub(crate) value: Option<Known>,
}

/// Replaces the variables of a text.
pub(crate) fn interpolate(text: &str, variables: &Variables) -> Known {
    expand(text, variables, 0)
}

fn expand(text: &str, variables: &Variables, depth: usize) -> Known {
    let (mut out, mut is_from_file) = (String::new(), false);
    for piece in pieces_at(text, variables, depth) {
        match &piece.value {
            None => out.push_str(&text[piece.range]),
            Some(Known::Certain(value)) => out.push_str(value),
            Some(Known::EnvFile(value)) => {
                out.push_str(value);
                is_from_file = true;
            }
            Some(Known::Unknown) => return Known::Unknown,
        }
        if out.len() > MAX_LENGTH {
            return Known::Unknown;
        }
    }
    if is_from_file { Known::EnvFile(out) } else { Known::Certain(out) }
}

/// The parts of a text in order.
pub(crate) fn pieces(text: &str, variables: &Variables) -> Vec<Piece> {
    pieces_at(text, variables, 0)
}

fn pieces_at(text: &str, variables: &Variables, depth: usize) -> Vec<Piece> {
    let mut found = Vec::new();
    let mut plain = 0;
    let mut at = 0;
    while let Some(dollar) = text[at..].find('$').map(|found| at + found) {
        let rest = &text[dollar + 1..];
        let (length, value) = if rest.starts_with('$') {
            (1, Known::Certain("$".to_owned()))
        } else if rest.starts_with('{') {
            let Some(end) = closing(rest) else {
                at = dollar + 1;
                continue;
            };
            (end + 1, braced(&rest[1..end], variables, depth))
        } else {
            match name(rest) {
                "" => {
                    at = dollar + 1;
                    continue;
                }
                name => (name.len(), look_up(name, variables).unwrap_or(Known::Unknown)),
            }
        };
        if plain < dollar {
            found.push(Piece { range: plain..dollar, value: None });
        }
        at = dollar + 1 + length;
        found.push(Piece { range: dollar..at, value: Some(value) });
        plain = at;
    }
    if plain < text.len() {
        found.push(Piece { range: plain..text.len(), value: None });
    }
    found
}

fn look_up(name: &str, variables: &Variables) -> Option<Known> {
    variables.get(name).map(|value| Known::EnvFile(value.clone()))
}

fn name(text: &str) -> &str {
    let is_first = |c: char| c.is_ascii_alphabetic() || c == '_';
    if !text.starts_with(is_first) {
        return "";
    }
    let end = text.find(|c: char| !c.is_ascii_alphanumeric() && c != '_').unwrap_or(text.len());
    &text[..end]
}

/// Where the brace that a text starts with is closed.
fn closing(text: &str) -> Option<usize> {
    let mut depth = 0_usize;
    for (at, byte) in text.bytes().enumerate() {
        match byte {
            b'{' => depth += 1,
            b'}' => {
                depth -= 1;
                if depth == 0 {
                    return Some(at);
                }
            }
            _ => {}
        }
    }
    None
}

fn braced(inner: &str, variables: &Variables, depth: usize) -> Known {
    let name = name(inner);
    let rest = &inner[name.len()..];
    if name.is_empty() || depth >= MAX_DEPTH {
        return Known::Unknown;
    }
    let set = look_up(name, variables);
    let is_empty = set.as_ref().and_then(Known::value).is_none_or(str::is_empty);
    let other = |at: usize| expand(&rest[at..], variables, depth + 1);
    if rest.is_empty() {
        set.unwrap_or(Known::Unknown)
    } else if rest.starts_with(":-") {
        if is_empty { other(2) } else { set.unwrap_or(Known::Unknown) }
    } else if rest.starts_with('-') {
        set.unwrap_or_else(|| other(1))
    } else if rest.starts_with(":+") {
        if is_empty { Known::Certain(String::new()) } else { from_file(other(2)) }
    } else if rest.starts_with('+') {
        if set.is_none() { Known::Certain(String::new()) } else { from_file(other(1)) }
    } else if rest.starts_with(":?") || rest.starts_with('?') {
        set.unwrap_or(Known::Unknown)
    } else {
        Known::Unknown
    }
}

/// A value that is used because a variable is set in a file.
fn from_file(value: Known) -> Known {
    match value {
        Known::Certain(value) => Known::EnvFile(value),
        other => other,
    }
}

/// Reads an `.env` file: `NAME=value` with optional `export`, quotes and comments. Values with variables are left out.
pub(crate) fn read_env_file(text: &str) -> Variables {
    let mut variables = Variables::default();
    for line in text.lines() {
        let line = line.trim();
        let line = line.strip_prefix("export ").unwrap_or(line).trim_start();
        let Some((name, value)) = line.split_once('=') else { continue };
        let name = name.trim();
        if name.is_empty() || name.starts_with('#') {
            continue;
        }
        let value = value.trim();
        let value = match value.as_bytes() {
            [quote @ (b'\'' | b'"'), ..] => {
                let Some(end) = value[1..].find(char::from(*quote)) else { continue };
                let inner = &value[1..=end];
                if *quote == b'"' && (inner.contains('\\') || inner.contains('$')) {
                    variables.remove(name);
                    continue;
                }
                inner
            }
            _ => value.find(" #").map_or(value, |at| value[..at].trim_end()),
        };
        if value.contains('$') && !line.contains('\'') {
            variables.remove(name);
            continue;
        }
        variables.insert(name.to_owned(), value.to_owned());
    }
    variables
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn variables_have_the_value_of_the_file_or_their_default() {
        let variables = read_env_file(
            "A=1\nexport B = 'x y' # z\n# C=3\nD=\"q\"\nEMPTY=\nE=1 # one\nF=$A\nG=a#b\nnothing\n",
        );
        let certain = |text: &str| Known::Certain(text.to_owned());
        let file = |text: &str| Known::EnvFile(text.to_owned());
        for (text, expected) in [
            ("plain", certain("plain")),
            ("$$A ${X:-2}", certain("$A 2")),
            ("$A-${A}", file("1-1")),
            ("${B}", file("x y")),
            ("$C", Known::Unknown),
            ("${D}${E}${G}", file("q1a#b")),
            ("$F", Known::Unknown),
            ("${EMPTY:-d}", certain("d")),
            ("${EMPTY-d}", file("")),
            ("${X:-${Y:-${A}}}", file("1")),
            ("${X-}", certain("")),
            ("${X:?no}", Known::Unknown),
            ("${A:?no}", file("1")),
            ("${X:+a}${A:+b}", file("b")),
            ("${X+a}", certain("")),
            ("${unclosed", certain("${unclosed")),
            ("a$", certain("a$")),
            ("$1 ${1}", Known::Unknown),
        ] {
            assert_eq!(interpolate(text, &variables), expected, "{text}");
        }
    }
}
