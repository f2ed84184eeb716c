//! Keyword in a different letter case than most keywords.
//!
//! # What it does
//! Finds out whether most instructions are in capitals or in lower case, and reports those that are not.
//!
//! # Why it matters
//! A file is easier to read and to search if all keywords are written alike. Docker accepts any letter case.
//!
//! # Example
//! ```dockerfile
//! FROM alpine:3.22
//! run apk add curl
//! CMD ["curl", "--version"]
//! ```
//!
//! # Use instead
//! ```dockerfile
//! FROM alpine:3.22
//! RUN apk add curl
//! CMD ["curl", "--version"]
//! ```
//!
//! # Limits
//! FROM and all instructions after it count. An ARG before the first FROM and the instruction in an ONBUILD do not. If
//! there are as many in capitals as in lower case, capitals win. A word of mixed case does not count and is always
//! reported.
//!
//! # References
//! - <https://docs.docker.com/reference/build/checks/consistent-instruction-casing/>

use super::{Check, FileContext, FileFound, StageContext, Summary};
use dockwright_analysis::{fix::Fix, memo::Memoized};
use dockwright_lint::finding::{Finding, Found, Mending};
use dockwright_texts::{rules::consistent_instruction_casing as texts, titles};

rule! {
    checks: [Check::File(check)],
    aliases: &["DU:CASING_INSTRUCTION", "DFL:uppercase_commands"],
    group: Style,
    url: Some("https://docs.docker.com/reference/build/checks/consistent-instruction-casing/"),
    moment: Moment::new(Pass::Casing, 0),
}

/// The letter case of a keyword.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Case {
    Upper,
    Lower,
}

/// The letter case of a keyword, `None` for a mixed one.
pub(super) fn case_of(word: &str) -> Option<Case> {
    if !word.bytes().any(|b| b.is_ascii_uppercase()) {
        Some(Case::Lower)
    } else if !word.bytes().any(|b| b.is_ascii_lowercase()) {
        Some(Case::Upper)
    } else {
        None
    }
}

/// How many keywords of a stage have each letter case.
#[derive(Default)]
struct Casing {
    upper: usize,
    lower: usize,
    mixed: usize,
}

impl Memoized for Casing {}

impl Summary for Casing {
    fn of(ctx: &StageContext<'_>) -> Self {
        let mut casing = Self::default();
        for item in ctx.items.iter().filter(|item| item.facts.instruction.is_some()) {
            match case_of(&item.facts.word) {
                Some(Case::Upper) => casing.upper += 1,
                Some(Case::Lower) => casing.lower += 1,
                None => casing.mixed += 1,
            }
        }
        casing
    }
}

fn check(ctx: &FileContext<'_>, acc: &mut Vec<FileFound>) {
    let total = |count: fn(&Casing) -> usize| -> usize {
        ctx.stages.iter().map(|(_, summaries)| count(summaries.get())).sum()
    };
    let majority =
        if total(|casing| casing.lower) > total(|casing| casing.upper) { Case::Lower } else { Case::Upper };
    let mend: dockwright_lint::finding::Mend = match majority {
        Case::Lower => to_lower,
        Case::Upper => to_upper,
    };
    for (number, (block, summaries)) in ctx.stages.iter().enumerate() {
        let casing: &Casing = summaries.get();
        let others = match majority {
            Case::Lower => casing.upper,
            Case::Upper => casing.lower,
        };
        if others + casing.mixed == 0 {
            continue;
        }
        for (item, entry) in block.items().iter().enumerate() {
            let facts = &entry.facts;
            if facts.instruction.is_some() && case_of(&facts.word) != Some(majority) {
                let message = match majority {
                    Case::Lower => texts::lowercase(&facts.word),
                    Case::Upper => texts::uppercase(&facts.word),
                };
                let finding = Finding::new(&RULE, facts.keyword_range.clone(), message);
                let found = Found { item, finding: Finding { mend: Some(mend), ..finding } };
                acc.push(FileFound { stage: Some(number), found });
            }
        }
    }
}

fn to_lower(ctx: &Mending<'_>) -> Option<Fix> {
    fix(ctx, ctx.whole.keyword.to_ascii_lowercase())
}

fn to_upper(ctx: &Mending<'_>) -> Option<Fix> {
    fix(ctx, ctx.whole.keyword.clone())
}

fn fix(ctx: &Mending<'_>, keyword: String) -> Option<Fix> {
    // A keyword that is split over two lines is left alone.
    (ctx.text() == ctx.whole.word).then(|| ctx.replace(titles::change_to(&keyword), keyword))
}

cases! {
    found: [
        r#"
arg X
FROM alpine
run a
^^^ warning: Command 'run' should match the case of the command majority (uppercase)
RuN b
^^^ warning: Command 'RuN' should match the case of the command majority (uppercase)
ONBUILD run c
"#,
        r#"
from alpine
RUN \
^^^ warning: Command 'RUN' should match the case of the command majority (lowercase)
  a
run b
"#,
    ],
    fixed: {
        "FROM alpine\nRun a\ncmd [\"b\"]\nUSER c\n" => "FROM alpine\nRUN a\nCMD [\"b\"]\nUSER c\n",
    },
}
