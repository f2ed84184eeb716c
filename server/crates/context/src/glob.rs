//! Matches wildcards in the sources of COPY and ADD like Go's `filepath.Match`.
//!
//! `*` and `?` stop at `/`, classes are `[a-z]` and `[^a]`, and a backslash escapes the next
//! character.

/// A pattern that Go rejects: an unclosed bracket, an empty range, or a backslash at the end.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct BadPattern;

/// Whether a pattern matches a whole name. A bad pattern is an error whatever the name is.
pub fn matches(pattern: &str, name: &str) -> Result<bool, BadPattern> {
    let parts = parts(pattern)?;
    Ok(is_match(&parts, name))
}

/// Whether a name is looked up as a pattern. One without wildcards is taken literally, backslashes included. Source:
/// `containsWildcards` in `tonistiigi/fsutil`.
pub fn has_wildcard(text: &str) -> bool {
    let mut characters = text.chars();
    while let Some(character) = characters.next() {
        match character {
            '\\' => drop(characters.next()),
            '*' | '?' | '[' => return true,
            _ => {}
        }
    }
    false
}

#[derive(Debug)]
enum Part {
    Character(char),
    /// `?`
    Any,
    /// `*`
    Many,
    Class {
        ranges: Vec<(char, char)>,
        is_negated: bool,
    },
}

fn parts(pattern: &str) -> Result<Vec<Part>, BadPattern> {
    let mut characters = pattern.chars().peekable();
    let mut parts = Vec::new();
    while let Some(character) = characters.next() {
        parts.push(match character {
            '*' => Part::Many,
            '?' => Part::Any,
            '\\' => Part::Character(characters.next().ok_or(BadPattern)?),
            '[' => {
                let is_negated = characters.next_if_eq(&'^').is_some();
                let mut ranges = Vec::new();
                loop {
                    if !ranges.is_empty() && characters.next_if_eq(&']').is_some() {
                        break;
                    }
                    let first = class_character(&mut characters)?;
                    let last = match characters.next_if_eq(&'-') {
                        Some(_) => class_character(&mut characters)?,
                        None => first,
                    };
                    ranges.push((first, last));
                }
                Part::Class { ranges, is_negated }
            }
            character => Part::Character(character),
        });
    }
    Ok(parts)
}

fn class_character(
    characters: &mut std::iter::Peekable<impl Iterator<Item = char>>,
) -> Result<char, BadPattern> {
    let character = match characters.next().ok_or(BadPattern)? {
        '-' | ']' => return Err(BadPattern),
        '\\' => characters.next().ok_or(BadPattern)?,
        character => character,
    };
    // Go requires another character after it, at least the closing bracket.
    if characters.peek().is_none() { Err(BadPattern) } else { Ok(character) }
}

/// Backtracks to the last `*` only: going back to an earlier one can never match more.
fn is_match(parts: &[Part], name: &str) -> bool {
    let characters: Vec<char> = name.chars().collect();
    let (mut part, mut at) = (0, 0);
    let mut last_star = None;
    loop {
        let is_one = |part: &Part, character: char| match part {
            Part::Character(expected) => *expected == character,
            Part::Any => character != '/',
            Part::Class { ranges, is_negated } => {
                ranges.iter().any(|&(first, last)| (first..=last).contains(&character)) != *is_negated
            }
            Part::Many => false,
        };
        match (parts.get(part), characters.get(at)) {
            (Some(Part::Many), _) => {
                last_star = Some((part, at));
                part += 1;
                continue;
            }
            (None, None) => return true,
            (Some(found), Some(&character)) if is_one(found, character) => {
                part += 1;
                at += 1;
                continue;
            }
            _ => {}
        }
        match last_star {
            Some((star, from)) if characters.get(from).is_some_and(|&skipped| skipped != '/') => {
                last_star = Some((star, from + 1));
                part = star + 1;
                at = from + 1;
            }
            _ => return false,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names() {
        for (pattern, name, is_match) in [
            ("abc", "abc", true),
            ("*", "abc", true),
            ("*c", "abc", true),
            ("a*", "ab/c", false),
            ("a*/b", "abc/b", true),
            ("a*/b", "a/c/b", false),
            ("a*b*c*d*e*/f", "axbxcxdxe/f", true),
            ("a*b?c*x", "abxbbxdbxebxczzy", false),
            ("ab[c]", "abc", true),
            ("ab[b-d]", "abc", true),
            ("ab[^c]", "abc", false),
            (r"a\*b", "a*b", true),
            (r"a\*b", "ab", false),
            ("a?b", "a한b", true),
            ("a[^a]b", "a한b", true),
            ("a?b", "a/b", false),
            ("[\\]a]", "]", true),
            ("[\\-x]", "-", true),
            ("*x", "xxx", true),
        ] {
            assert_eq!(matches(pattern, name), Ok(is_match), "{pattern} {name}");
        }
    }

    #[test]
    fn bad_patterns() {
        for pattern in ["[", "[]a]", "[-]", "[x-]", "[-x]", "[a-b-c]", "[^", "[^bc", "a[", "a[b-", "\\"] {
            assert_eq!(matches(pattern, "a"), Err(BadPattern), "{pattern}");
        }
    }
}
