//! Label value in a form that the schema does not allow.
//!
//! # What it does
//! Reports label values that do not have the format that `label-schema` in the configuration gives for their key:
//! `url`, `rfc3339`, `spdx`, `hash`, `semver` or `email`.
//!
//! # Why it matters
//! Programs that read the label cannot parse the value.
//!
//! # Example
//! With `label-schema = { version = "semver" }`:
//! ```dockerfile
//! FROM alpine:3.22
//! LABEL version="1.0"
//! ```
//!
//! # Use instead
//! ```dockerfile
//! FROM alpine:3.22
//! LABEL version="1.0.0"
//! ```
//!
//! # Limits
//! Without a schema, nothing is reported. Values with variables are not checked, and `LabelEmpty` reports empty ones. A
//! licence may be an expression of several licences. Names that SPDX has deprecated, such as `GPL-2.0`, are reported.
//!
//! # References
//! - <https://semver.org/>
//! - <https://www.rfc-editor.org/rfc/rfc3339>
//! - <https://spdx.github.io/spdx-spec/v3.0.1/annexes/spdx-license-expressions/>

use super::{Check, FileContext, FileFound};
use dockwright_analysis::{
    facts::operands::{Operands, Pair},
    spec::Instruction,
};
use dockwright_lint::finding::{Finding, Found};
use dockwright_texts::{Message, rules::label_format as texts};

rule! {
    checks: [Check::File(check)],
    aliases: &["DL3052", "DL3053", "DL3054", "DL3055", "DL3056", "DL3058"],
    group: Metadata, presets: &[Default, Hadolint],
    unfinished: &[Unfinished::InWord],
}

fn check(ctx: &FileContext<'_>, found: &mut Vec<FileFound>) {
    each_label(ctx, &mut |stage, item, key, pair| {
        let Some((_, form)) = ctx.options.label_schema.iter().find(|(label, _)| label == key) else { return };
        let Some(value) = pair.value.literal().filter(|value| !value.is_empty()) else { return };
        if let Some(message) = fault(form, value) {
            let finding = Finding::own(&RULE, pair.value.range.clone(), message);
            found.push(FileFound { stage: Some(stage), found: Found { item, finding } });
        }
    });
}

/// Calls `visit` with the labels that are written out: stage, instruction, key and pair.
pub(super) fn each_label<'a>(ctx: &FileContext<'a>, visit: &mut dyn FnMut(usize, usize, &'a str, &'a Pair)) {
    for (stage, (block, _)) in ctx.stages.iter().enumerate() {
        for (at, item) in block.items().iter().enumerate() {
            let Operands::Pairs(pairs) = &item.facts.operands else { continue };
            if item.facts.instruction == Some(Instruction::Label) && item.facts.problems.is_empty() {
                let literal = pairs.iter().filter_map(|pair| Some((pair.key.literal()?, pair)));
                literal.for_each(|(key, pair)| visit(stage, at, key, pair));
            }
        }
    }
}

/// The message about a value that does not have the required form.
fn fault(form: &str, value: &str) -> Option<Message> {
    let (is_it, message) = match form {
        "url" => (is_url(value), texts::url(value)),
        "rfc3339" => (is_time(value), texts::rfc3339(value)),
        "spdx" => (is_licence(value), texts::spdx(value)),
        "hash" => (is_hash(value), texts::hash(value)),
        "semver" => (semver::Version::parse(value).is_ok(), texts::semver(value)),
        "email" => (is_email(value), texts::email(value)),
        _ => return None,
    };
    (!is_it).then_some(message)
}

fn is_url(value: &str) -> bool {
    let Some((scheme, rest)) = value.split_once("://") else { return false };
    scheme.starts_with(|c: char| c.is_ascii_alphabetic())
        && scheme.chars().all(|c| c.is_ascii_alphanumeric() || "+-.".contains(c))
        && !rest.is_empty()
        && !rest.starts_with('/')
        && !value.contains(|c: char| c.is_whitespace() || c.is_control())
}

fn is_time(value: &str) -> bool {
    let number = |range: std::ops::Range<usize>| -> Option<u32> {
        let digits = value.get(range)?;
        digits.bytes().all(|b| b.is_ascii_digit()).then(|| digits.parse().ok())?
    };
    let is_in = |range: std::ops::Range<usize>, limits: std::ops::RangeInclusive<u32>| {
        number(range).is_some_and(|number| limits.contains(&number))
    };
    let Some(rest) = value.get(19..) else { return false };
    let bytes = value.as_bytes();
    let fraction = rest.strip_prefix('.').unwrap_or(rest);
    let digits =
        if fraction.len() < rest.len() { fraction.bytes().take_while(u8::is_ascii_digit).count() } else { 0 };
    let zone = &fraction[digits..];
    let is_zone = match zone.as_bytes() {
        [b'Z' | b'z'] => true,
        [b'+' | b'-', h1, h2, b':', m1, m2] => [h1, h2, m1, m2].iter().all(|b| b.is_ascii_digit()),
        _ => false,
    };
    bytes[4] == b'-'
        && bytes[7] == b'-'
        && matches!(bytes[10], b'T' | b't' | b' ')
        && bytes[13] == b':'
        && bytes[16] == b':'
        && number(0..4).is_some()
        && is_in(5..7, 1..=12)
        && is_in(8..10, 1..=31)
        && is_in(11..13, 0..=23)
        && is_in(14..16, 0..=59)
        && is_in(17..19, 0..=60)
        && (fraction.len() == rest.len() || digits > 0)
        && is_zone
}

/// An expression of names in the current list, as the specification defines it: deprecated names
/// and other spellings do not count. Names after `LicenseRef-` are free.
fn is_licence(value: &str) -> bool {
    spdx::Expression::parse_mode(value, spdx::ParseMode::STRICT).is_ok()
}

fn is_hash(value: &str) -> bool {
    matches!(value.len(), 7 | 40) && value.bytes().all(|b| matches!(b, b'0'..=b'9' | b'a'..=b'f'))
}

fn is_email(value: &str) -> bool {
    let Some((user, host)) = value.rsplit_once('@') else { return false };
    !user.is_empty()
        && !user.contains(|c: char| c.is_whitespace() || "<>@,;".contains(c))
        && host.contains('.')
        && host.split('.').all(|part| {
            !part.is_empty()
                && part.chars().all(|c| c.is_alphanumeric() || c == '-')
                && !part.starts_with('-')
        })
}

#[cfg(test)]
mod tests {
    use super::{super::testing::find_labels, fault};

    #[test]
    fn values_of_each_form() {
        for (form, good, bad) in [
            ("text", vec!["", "a b"], vec![]),
            ("url", vec!["https://a.b/c", "git+ssh://a/b"], vec!["a.b", "https://", "https://a b", "://a"]),
            (
                "rfc3339",
                vec!["2024-02-29T10:00:00Z", "2024-02-29t10:00:60.123+02:00"],
                vec![
                    "2024-02-29",
                    "2024-13-01T10:00:00Z",
                    "2024-02-29T10:00:00",
                    "2024-02-29T10:00:00.Z",
                    "한글한글한글한글",
                ],
            ),
            (
                "spdx",
                vec![
                    "MIT",
                    "Apache-2.0+ OR (GPL-2.0-or-later WITH Classpath-exception-2.0)",
                    "(MIT)",
                    "LicenseRef-ours AND MIT",
                ],
                vec![
                    "Apache License",
                    "(MIT",
                    "MIT OR",
                    "MIT)",
                    "AND MIT",
                    "mit",
                    "Apache2",
                    "GPL-2.0",
                    "GPL-2.0+",
                    "MIT/Apache-2.0",
                    "NoSuchLicence",
                    "MIT WITH NoSuchException",
                ],
            ),
            ("hash", vec!["0123abc"], vec!["0123ABC", "0123ab", "0123abg"]),
            (
                "semver",
                vec!["1.0.0", "0.1.2-rc.1+b.007"],
                vec!["1.0", "v1.0.0", "01.0.0", "1.0.0-01", "1.0.0-", " 1.0.0", "1.0.0.0", "^1.0.0", "*"],
            ),
            ("email", vec!["a.b+c@d.org"], vec!["a", "a@b", "A <a@b.org>", "@b.org", "a@.org"]),
        ] {
            for value in good {
                assert_eq!(fault(form, value), None, "{form} {value}");
            }
            for value in bad {
                assert!(fault(form, value).is_some(), "{form} {value}");
            }
        }
    }

    #[test]
    fn values_of_labels() {
        let text = "FROM x\nLABEL v=\"1.0\" w=1.0 v=$V v=\"\"\n";
        let expected = [(15..20, "`1.0` is not a semantic version such as 1.2.3".to_owned())];
        assert_eq!(find_labels(super::RULE.name, &[("v", "semver")], false, text), expected);
    }
}
