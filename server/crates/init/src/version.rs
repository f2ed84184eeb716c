//! Chooses the version of a base image: the one a project requires, or the current one if it
//! satisfies the project.
//!
//! Manifests have ranges in several notations (npm, PEP 440, Composer, `RubyGems`), which agree in
//! what matters here: the series that a range allows. An exact version is used as it is.

use std::cmp::Ordering;

use minijinja::{Value, context};

/// A version and its origin.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Version {
    pub(crate) text: String,
    /// The file that states it; `None` for the current version.
    pub(crate) file: Option<String>,
}

impl From<Version> for Value {
    fn from(version: Version) -> Self {
        context! { text => version.text, file => version.file }
    }
}

impl Version {
    pub(crate) fn current(text: &str) -> Self {
        Self { text: text.to_owned(), file: None }
    }

    /// An exact version from a file.
    pub(crate) fn named(text: &str, file: &str) -> Option<Self> {
        let text = text.trim().trim_start_matches(['v', 'V']);
        is_version(text).then(|| Self { text: text.to_owned(), file: Some(file.to_owned()) })
    }

    /// The best series for a range from a file.
    pub(crate) fn for_range(range: &str, current: &str, file: &str) -> Option<Self> {
        Some(Self { text: series_for(range, current)?, file: Some(file.to_owned()) })
    }

    /// Its first parts, such as `3.12` of `3.12.4`.
    pub(crate) fn series(self, parts: usize) -> Self {
        let text = self.text.split('.').take(parts).collect::<Vec<_>>().join(".");
        Self { text, ..self }
    }

    pub(crate) fn major(&self) -> u32 {
        self.numbers().first().copied().unwrap_or(0)
    }

    pub(crate) fn numbers(&self) -> Vec<u32> {
        numbers(&self.text)
    }
}

/// Whether a text is up to four short numbers separated by dots.
fn is_version(text: &str) -> bool {
    let is_number = |part: &str| (1..=5).contains(&part.len()) && part.bytes().all(|b| b.is_ascii_digit());
    text.split('.').all(is_number) && text.split('.').count() <= 4
}

fn numbers(text: &str) -> Vec<u32> {
    text.split('.').map_while(|part| part.parse().ok()).collect()
}

/// The bounds of a range.
#[derive(Debug, Clone, Default)]
struct Bounds {
    low: Vec<u32>,
    /// Exclusive.
    high: Option<Vec<u32>>,
}

/// At most this many comparisons are read.
const MOST: usize = 32;

/// The series that satisfies a range: the current one if it is allowed, otherwise the newest one
/// that the range names.
fn series_for(range: &str, current: &str) -> Option<String> {
    let alternatives: Vec<Bounds> =
        range.split("||").flat_map(|it| it.split('|')).take(MOST).filter_map(bounds).collect();
    let parts = current.split('.').count();
    if alternatives.iter().any(|it| allows(it, &numbers(current))) {
        return Some(current.to_owned());
    }
    let newest = alternatives.iter().filter_map(|it| newest(it, parts)).max_by(|a, b| compare(a, b))?;
    Some(newest.iter().map(u32::to_string).collect::<Vec<_>>().join("."))
}

/// Compares only as many parts of the lower bound as the current version has: a range with
/// `>=18.17` allows the series 18.
fn allows(bounds: &Bounds, series: &[u32]) -> bool {
    let low = &bounds.low[..bounds.low.len().min(series.len())];
    let is_below = |high: &Vec<u32>| compare(series, high) == Ordering::Less;
    compare(series, low) != Ordering::Less && bounds.high.as_ref().is_none_or(is_below)
}

/// The newest series within bounds: the one below the upper bound if there is one, otherwise the
/// lower bound.
fn newest(bounds: &Bounds, parts: usize) -> Option<Vec<u32>> {
    if let Some(high) = &bounds.high {
        let mut series: Vec<u32> = high.iter().copied().chain([0; 4]).take(parts).collect();
        let has_rest = high[parts.min(high.len())..].iter().any(|&part| part > 0);
        if !has_rest {
            let last = series.last_mut()?;
            match last.checked_sub(1) {
                Some(less) => *last = less,
                // The last series before a version such as `4.0` is unknown.
                None => return Some(padded(&bounds.low, parts)).filter(|low| low.iter().any(|&it| it > 0)),
            }
        }
        return (compare(&series, &padded(&bounds.low, parts)) != Ordering::Less).then_some(series);
    }
    Some(padded(&bounds.low, parts)).filter(|low| low.iter().any(|&it| it > 0))
}

fn padded(numbers: &[u32], parts: usize) -> Vec<u32> {
    numbers.iter().copied().chain([0; 4]).take(parts).collect()
}

fn compare(a: &[u32], b: &[u32]) -> Ordering {
    let parts = a.len().max(b.len());
    let at = |numbers: &[u32], part: usize| numbers.get(part).copied().unwrap_or(0);
    (0..parts).map(|part| at(a, part).cmp(&at(b, part))).find(|it| it.is_ne()).unwrap_or(Ordering::Equal)
}

/// The bounds that satisfy all comparisons of an alternative.
fn bounds(text: &str) -> Option<Bounds> {
    let text =
        text.split_once(" - ").map_or(text.to_owned(), |(from, to)| format!(">={} <={to}", from.trim()));
    let mut all = Bounds::default();
    let mut is_any = false;
    let words = text.split([',', ' ']).map(str::trim).filter(|word| !word.is_empty());
    let mut operator = String::new();
    for word in words.take(MOST) {
        let at = word.find(|c: char| c.is_ascii_digit() || matches!(c, '*' | 'x')).unwrap_or(word.len());
        operator.push_str(word[..at].trim_end_matches('v'));
        if at == word.len() {
            continue;
        }
        let one = comparison(&std::mem::take(&mut operator), &word[at..])?;
        is_any = true;
        if compare(&one.low, &all.low).is_gt() {
            all.low = one.low;
        }
        if let Some(high) = one.high
            && all.high.as_ref().is_none_or(|it| compare(&high, it).is_lt())
        {
            all.high = Some(high);
        }
    }
    is_any.then_some(all)
}

fn comparison(operator: &str, version: &str) -> Option<Bounds> {
    let version = version.split(['-', '+']).next().unwrap_or_default();
    let numbers = numbers(version);
    if numbers.is_empty() {
        return version.starts_with(['*', 'x']).then(Bounds::default);
    }
    let after = |parts: usize| {
        let mut next: Vec<u32> = numbers.iter().copied().take(parts.max(1)).collect();
        if let Some(last) = next.last_mut() {
            *last = last.saturating_add(1);
        }
        Some(next)
    };
    let first = numbers.iter().position(|&part| part > 0).map_or(1, |at| at + 1);
    let (low, high) = match operator {
        ">=" | ">" => (numbers, None),
        "<" => (Vec::new(), Some(numbers)),
        "<=" => (Vec::new(), after(numbers.len())),
        "^" => (numbers.clone(), after(first)),
        // In Composer, PEP 440 and RubyGems the last part may change, in npm the one after the second: the
        // series is the same.
        "~" => (numbers.clone(), after(numbers.len().saturating_sub(1).max(1))),
        "~=" | "~>" => (numbers.clone(), after(numbers.len().saturating_sub(1))),
        "" | "=" | "==" | "===" => (numbers.clone(), after(numbers.len())),
        "!=" => (Vec::new(), None),
        _ => return None,
    };
    Some(Bounds { low, high })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn ranges() {
        for (range, current, expected) in [
            (">=18", "26", Some("26")),
            ("18", "26", Some("18")),
            ("18.x", "26", Some("18")),
            ("^18 || ^20", "26", Some("20")),
            ("^18.17.0 || >=20.5.0", "26", Some("26")),
            (">=18 <21", "26", Some("20")),
            (">=18.0.0 <=20.9", "26", Some("20")),
            ("18 - 22", "26", Some("22")),
            ("v20.11.1", "26", Some("20")),
            ("*", "26", Some("26")),
            ("lts/*", "26", Some("26")),
            (">=3.11", "3.14", Some("3.14")),
            (">=3.9,<3.13", "3.14", Some("3.12")),
            ("~=3.11", "3.14", Some("3.14")),
            ("^3.11", "3.14", Some("3.14")),
            ("==3.12.*", "3.14", Some("3.12")),
            ("< 4.0, >= 3.10", "3.14", Some("3.14")),
            ("^8.2", "8.4", Some("8.4")),
            ("^7.4 || ^8.0", "8.4", Some("8.4")),
            ("^7.4|^8.1", "8.4", Some("8.4")),
            ("~8.3.0", "8.4", Some("8.3")),
            ("~> 3.2.0", "3.4", Some("3.2")),
            ("7.4.*", "8.4", Some("7.4")),
            (">=99", "26", Some("99")),
            ("$(rm -rf)", "26", None),
            ("", "26", None),
        ] {
            assert_eq!(series_for(range, current).as_deref(), expected, "{range}");
        }
    }

    #[test]
    fn precise_versions() {
        assert_eq!(Version::named("v20.11.1\n", "a").unwrap().text, "20.11.1");
        assert_eq!(Version::named("3.12.4", "a").unwrap().series(2).text, "3.12");
        for text in ["", "lts/iron", "1..2", "1.2-rc", "999999", "1.2.3.4.5"] {
            assert_eq!(Version::named(text, "a"), None, "{text}");
        }
    }
}
