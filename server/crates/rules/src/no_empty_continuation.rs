//! Empty line inside an instruction.
//!
//! # What it does
//! Reports blank lines after a line that ends in the escape character.
//!
//! # Why it matters
//! Docker skips blank lines today, but a future version will reject them. They look like the end of the instruction,
//! which continues after them.
//!
//! # Example
//! ```dockerfile
//! RUN apk add curl \
//!
//!     git
//! ```
//!
//! # Use instead
//! ```dockerfile
//! RUN apk add curl \
//!     git
//! ```
//!
//! # Limits
//! Each instruction has at most one finding. Docker reports the last line of the instruction, and so does
//! `--preset buildkit`. Blank lines in heredocs are text.
//!
//! # References
//! - <https://docs.docker.com/reference/build/checks/no-empty-continuation/>

use std::ops::Range;

use super::{Acc, Check, InstructionContext};
use dockwright_analysis::fix::{Fix, TextEdit};
use dockwright_lint::finding::{BuildPlace, Finding, Mending};
use dockwright_texts::rules::no_empty_continuation as texts;

rule! {
    checks: [Check::Instruction(&[], check)],
    aliases: &["DU:EMPTY_CONTINUATION_LINE"],
    group: Syntax,
    url: Some("https://docs.docker.com/reference/build/checks/no-empty-continuation/"),
    moment: Moment::new(Pass::Lines, 0),
    unfinished: &[Unfinished::InWord],
}

fn check(ctx: &InstructionContext<'_>, acc: &mut Acc) {
    let Some(first) = ctx.facts.blank_lines.first() else { return };
    let run = ctx.facts.blank_lines.windows(2).take_while(|pair| pair[0].end == pair[1].start).count();
    let range = first.start..ctx.facts.blank_lines[run].end;
    let finding = Finding::new(&RULE, range, &texts::FINDING);
    acc.push(Finding { build: BuildPlace::LastLine, mend: Some(fix), ..finding });
}

fn fix(ctx: &Mending<'_>) -> Option<Fix> {
    let delete = |range: &Range<usize>| TextEdit { range: range.clone(), text: String::new() };
    let edits: Vec<_> = ctx.whole.blank_lines.iter().map(delete).collect();
    (!edits.is_empty()).then(|| Fix { title: texts::fix(), safe: true, edits })
}

cases! {
    quiet: {
        "{}" => ["FROM alpine\nRUN a \\\n# b\n  c\nRUN <<E\n\nx\nE\n"],
    },
    fixed: {
        "FROM alpine\nRUN a \\\n\n  \n  b \\\n\n  c\n" => "FROM alpine\nRUN a \\\n  b \\\n  c\n",
    },
}

#[cfg(test)]
mod tests {
    use super::super::testing::{build, find};
    use super::RULE;

    #[test]
    fn blank_lines_in_an_instruction() {
        let text = "FROM alpine\nRUN a \\\n\n  \n  b \\\n\n  c\n";
        assert_eq!(find(RULE.name, text), [(20..24, "Empty continuation line".to_owned())]);
        assert_eq!(build(RULE.name, text), [(7, 7)]);
    }

    #[test]
    fn the_last_line_leaves_heredocs_out() {
        let text = "FROM alpine\nRUN \\\n\n <<E\nx\nE\n";
        assert_eq!(build(RULE.name, text), [(4, 4)]);
    }
}
