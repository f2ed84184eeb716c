//! Single backslash in a JSON string.
//!
//! # What it does
//! Reports strings such as `"C:\new\temp"` in an array: JSON reads `\n` as a line feed and `\t` as a tab.
//!
//! # Why it matters
//! The array is valid JSON, so Docker accepts it, but the path contains control characters. Write each backslash twice.
//!
//! # Example
//! ```dockerfile
//! # escape=`
//! FROM mcr.microsoft.com/windows/nanoserver:ltsc2022
//! CMD ["C:\new\temp.exe"]
//! ```
//!
//! # Use instead
//! ```dockerfile
//! # escape=`
//! FROM mcr.microsoft.com/windows/nanoserver:ltsc2022
//! CMD ["C:\\new\\temp.exe"]
//! ```
//!
//! # Limits
//! Only strings that begin like a Windows path are checked. The escape directive does not change how JSON is read.
//!
//! # References
//! - <https://docs.docker.com/reference/dockerfile/#exec-form>

use super::{ARRAYS, Acc, Check, InstructionContext, Role};
use dockwright_analysis::fix::Fix;
use dockwright_lint::finding::{Finding, Mending};
use dockwright_texts::rules::suspicious_json_escape as texts;

rule! {
    checks: [Check::Instruction(ARRAYS, check)],
    group: Forms, presets: &[Default],
}

fn check(ctx: &InstructionContext<'_>, acc: &mut Acc) {
    let facts = ctx.facts;
    let Some(words) = facts.json.as_deref().filter(|_| ctx.role != Role::Inherited) else { return };
    for (word, range) in words.iter().zip(&facts.elements) {
        if is_path(word) && word.contains(CONTROLS) {
            let finding = Finding::own(&RULE, range.clone(), &texts::FINDING);
            acc.push(Finding { mend: Some(fix), ..finding });
        }
    }
}

/// The characters that `\b`, `\f`, `\n`, `\r` and `\t` become.
const CONTROLS: [char; 5] = ['\x08', '\x0c', '\n', '\r', '\t'];

fn is_path(word: &str) -> bool {
    let mut chars = word.chars();
    chars.next().is_some_and(|c| c.is_ascii_alphabetic())
        && chars.next() == Some(':')
        && chars.next().is_some_and(|c| c == '\\' || CONTROLS.contains(&c))
}

#[allow(clippy::unnecessary_wraps, reason = "the shape of all fixes")]
fn fix(ctx: &Mending<'_>) -> Option<Fix> {
    let mut out = String::new();
    let mut chars = ctx.text().chars().peekable();
    while let Some(c) = chars.next() {
        out.push(c);
        if c == '\\' {
            out.push('\\');
            chars.next_if_eq(&'\\');
        }
    }
    Some(ctx.replace(&texts::FIX, out).unsafe_choice())
}

cases! {
    found: [r#"
# escape=`
FROM a
CMD ["C:\new\temp", "\t"]
     ^^^^^^^^^^^^^ warning: JSON reads the backslashes in this path as control characters
"#],
    quiet: {
        "{}" => ["FROM a\nCMD [\"C:\\\\new\", \"a\\nb\", \"C:/new\"]\n"],
    },
    fixed: {
        "FROM a\nCMD [\"C:\\new\\\\x\"]\n" => "FROM a\nCMD [\"C:\\\\new\\\\x\"]\n",
    },
}
