//! The codes of `ShellCheck` that no rule of ours reports.
//!
//! Each is a rule without a page, so that it is silenced and selected like all others.

use std::sync::{LazyLock, OnceLock};

use crate::{
    registry::rules,
    rule::{Group, Rule, Severity},
};

/// The codes have four digits.
const FIRST: u16 = 1000;
const LAST: u16 = 9999;

/// Codes that are never requested: files that a script reads are those of the image, and a script
/// without `#!` on its first line is the normal case in RUN.
const POINTLESS: [u16; 5] = [1071, 1090, 1091, 1128, 2148];

/// The number in `SC2164`, in any letter case.
fn number(name: &str) -> Option<u16> {
    let digits = name.get(..2).filter(|start| start.eq_ignore_ascii_case("SC")).map(|_| &name[2..])?;
    let is_number = digits.len() == 4 && digits.bytes().all(|byte| byte.is_ascii_digit());
    is_number.then(|| digits.parse().ok()).flatten().filter(|code| (FIRST..=LAST).contains(code))
}

/// The codes that rules of ours report.
fn native() -> &'static [u16] {
    static NATIVE: LazyLock<Vec<u16>> = LazyLock::new(|| {
        let names = rules().iter().filter(|rule| rule.group == Group::Shell).flat_map(|rule| rule.aliases);
        names.filter_map(|name| number(name)).collect()
    });
    &NATIVE
}

/// Whether a code is left out of `ShellCheck`'s answers.
pub(super) fn is_left_out(code: u16) -> bool {
    POINTLESS.contains(&code) || native().contains(&code)
}

/// The codes that `ShellCheck` need not report, in the form of its option `--exclude`.
pub fn excluded() -> String {
    let codes = POINTLESS.iter().chain(native());
    codes.map(|code| format!("SC{code}")).collect::<Vec<_>>().join(",")
}

/// The rule for a code; `None` if it is not a code, or if a rule of ours reports it.
pub fn rule(code: u16) -> Option<&'static Rule> {
    const COUNT: usize = (LAST - FIRST + 1) as usize;
    static KNOWN: [OnceLock<&Rule>; COUNT] = [const { OnceLock::new() }; COUNT];
    if is_left_out(code) {
        return None;
    }
    let slot = KNOWN.get(usize::from(code.checked_sub(FIRST)?))?;
    // One is created for each code that is found, and there are not many.
    Some(slot.get_or_init(|| {
        let name: &str = Box::leak(format!("SC{code}").into());
        let url: &str = Box::leak(format!("https://www.shellcheck.net/wiki/{name}").into());
        Box::leak(Box::new(Rule {
            name,
            group: Group::Shell,
            severity: Severity::Warning,
            presets: &[],
            url: Some(url),
            ..Rule::PLAIN
        }))
    }))
}

/// The rule for a code of this name, `SC2164`.
pub fn named(name: &str) -> Option<&'static Rule> {
    rule(number(name.trim())?)
}

/// Whether a name is a code of `ShellCheck`, no matter what reports it.
pub fn is_code(name: &str) -> bool {
    number(name.trim()).is_some()
}
