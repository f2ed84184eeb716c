//! Escape character missing at the end of a line.
//!
//! # What it does
//! Reports lines that are not instructions but look like the rest of the instruction above them. They start with a
//! shell operator, a flag, a quote or a bracket, or are indented words. The line above does not end in the escape
//! character, ends in several, or has a comment after it.
//!
//! # Why it matters
//! Without the escape character, an instruction ends with its line. Docker reads the next line as a new instruction,
//! does not know it, and rejects the file with an error that does not mention the real cause.
//!
//! # Example
//! ```dockerfile
//! FROM debian:13
//! RUN apt-get update
//!     && apt-get install -y curl
//! ```
//!
//! # Use instead
//! ```dockerfile
//! FROM debian:13
//! RUN apt-get update \
//!     && apt-get install -y curl
//! ```
//!
//! # Limits
//! `UnknownInstruction` reports lines that start with a word that is not indented or that resembles an instruction.
//! Nothing is reported after a heredoc or a complete JSON array, or in lines with template or merge conflict markers.
//!
//! # References
//! - <https://docs.docker.com/reference/dockerfile/#escape>

use std::ops::Range;

use super::{Acc, Check, Role, StageContext};
use dockwright_analysis::{
    document::Item,
    facts::Facts,
    fix::{Fix, TextEdit},
    problem::Refusal,
    spec::Instruction,
};
use dockwright_lint::finding::{Finding, Mending};
use dockwright_texts::rules::missing_line_continuation as texts;

rule! {
    checks: [Check::Stage(check)],
    replaces: [
        array_on_non_json_instruction,
        background_process,
        empty_command,
        from_arity,
        json_args_recommended,
        malformed_json_array,
        missing_argument,
        shell_needs_json,
        trailing_comment,
        unknown_instruction,
    ],
    group: Syntax, severity: Error, presets: &[Default],
    unfinished: &[Unfinished::Keyword],
}

fn check(ctx: &StageContext<'_>, acc: &mut Acc) {
    each_run(ctx.items, |at, lost| {
        let before = &ctx.items[at];
        if other_escape(&before.facts).is_some() {
            return;
        }
        let message = texts::finding(&before.facts.keyword);
        let mut finding = Finding::own(&RULE, place(before, &ctx.items[lost.start]), message);
        let text = before.facts.args.last().map_or("", String::as_str);
        if text.ends_with("\\\\") || text.ends_with("``") {
            finding.note = Some(texts::several());
        } else if text.contains("\\ #") || text.contains("` #") {
            finding.note = Some(texts::remark());
        }
        finding.reach = reach(before, &ctx.items[lost.end - 1]);
        finding.mend = Some(fix);
        acc.push_at(at, Role::Own, finding);
    });
}

/// Calls `visit` with an instruction and the lines after it that look like its continuation.
pub(super) fn each_run(items: &[Item], mut visit: impl FnMut(usize, Range<usize>)) {
    let mut at = 0;
    while at + 1 < items.len() {
        // Hardly any instruction has such lines, so this is checked first.
        let is_known = items[at].facts.instruction.is_some();
        let mut rest = items[at + 1..].iter().take_while(|item| is_known && is_rest(item)).count();
        if rest > 0 && !is_open(&items[at].facts) {
            rest = 0;
        }
        if rest > 0 {
            visit(at, at + 1..at + 1 + rest);
        }
        at += 1 + rest;
    }
}

/// Where a lost line begins, relative to the instruction before it.
pub(super) fn place(before: &Item, lost: &Item) -> Range<usize> {
    let shift = lost.range().start.saturating_sub(before.range().start);
    shift + lost.facts.keyword_range.start..shift + lost.facts.keyword_range.end
}

/// Where the last of the lost lines ends, relative to the instruction before them.
pub(super) fn reach(before: &Item, last: &Item) -> usize {
    last.range().end.saturating_sub(before.range().start)
}

/// Whether the instruction may continue: it has no heredoc, no complete array, and no marks of a
/// template or of a merge.
fn is_open(facts: &Facts) -> bool {
    let is_mark = |text: &String| {
        ["{{", "}}", "{%", "%}", "<%", "%>", "<<<<<<<"].iter().any(|mark| text.contains(mark))
    };
    facts.heredocs.is_empty() && facts.json.is_none() && !facts.args.iter().any(is_mark)
}

fn is_rest(item: &Item) -> bool {
    let facts = &*item.facts;
    let [problem] = facts.problems.as_slice() else { return false };
    let word = facts.word.as_str();
    // Nearly every short word resembles a keyword.
    let is_typo = problem.suggestion.is_some() && (word.len() > 3 || *word == facts.keyword);
    if problem.refusal != Refusal::UnknownInstruction || is_typo {
        return false;
    }
    if ["<<<", ">>>", "{{", "}}", "{%", "<%", "<?"].iter().any(|mark| word.starts_with(mark)) {
        return false;
    }
    if word.starts_with(['&', '|', '-', '"', '\'', ']', ')', ';', '>', '}']) {
        // `---` and similar lines are separators.
        return word.len() < 3 || !word.bytes().all(|b| b == b'-');
    }
    let is_plain = |c: char| c.is_ascii_alphanumeric() || "-_./:+=$\\`,@~^*%".contains(c);
    item.column > 0 && word.chars().all(is_plain) && !word.starts_with(['%', '@', '='])
}

/// Whether the line ends in a character that is not the escape character here, which is then the
/// mistake.
pub(super) fn other_escape(facts: &Facts) -> Option<&(Range<usize>, char)> {
    facts.mistakes.as_ref()?.other_escape.as_ref()
}

/// The escape character at the end of each line but the last one.
fn fix(ctx: &Mending<'_>) -> Option<Fix> {
    let text = ctx.document.text();
    let lost = text.slice(ctx.start + ctx.finding.range.start..ctx.start + ctx.finding.range.end);
    let is_word = lost.starts_with(|c: char| c.is_ascii_alphanumeric() || matches!(c, '/' | '.' | '$'));
    let is_open = ctx.source.trim_end().ends_with(['&', '|', ';', '(', '{', '=', ',']);
    if is_word && !is_open && ctx.whole.instruction == Some(Instruction::Run) {
        // It may be one more command, for which an operator is missing as well.
        return None;
    }
    let mut edits = Vec::new();
    for end in line_ends(ctx)? {
        let before = text.slice(ctx.start..end);
        let line = before.rsplit('\n').next()?;
        let shown = line.trim_end_matches([' ', '\t']);
        let line_start = before.len() - line.len();
        if let Some(kept) = before_remark(shown, ctx.escape) {
            let eol = ctx.line_ending();
            let remark = shown.get(kept..)?.trim_start();
            let indent = line.get(..line.len() - line.trim_start().len())?;
            let above = if line_start == 0 {
                format!("{remark}{eol}{}", ctx.indentation())
            } else {
                format!("{indent}{remark}{eol}")
            };
            edits.push(TextEdit { range: line_start..line_start, text: above });
            edits.push(TextEdit { range: line_start + kept..line_start + shown.len(), text: String::new() });
            continue;
        }
        if shown.contains(" #") || shown.ends_with(ctx.escape) {
            return None;
        }
        let at = before.len() - (line.len() - shown.len());
        edits.push(TextEdit { range: at..at, text: format!(" {}", ctx.escape) });
    }
    Some(Fix { title: texts::fix(), safe: false, edits })
}

/// Where the escape character ends that only a comment follows.
fn before_remark(line: &str, escape: char) -> Option<usize> {
    let (start, _) = line.match_indices(escape).find(|(at, _)| {
        let behind = &line[at + escape.len_utf8()..];
        behind.starts_with([' ', '\t']) && behind.trim_start_matches([' ', '\t']).starts_with('#')
    })?;
    Some(start + escape.len_utf8())
}

/// The end of the instruction and of each lost line after it except the last, in the document;
/// `None` if anything is between them.
pub(super) fn line_ends(ctx: &Mending<'_>) -> Option<Vec<usize>> {
    let (_, block) = ctx.document.block_at(ctx.start)?;
    let first = block.item_at(ctx.start)?;
    let limit = ctx.start + ctx.finding.reach;
    let mut ends = Vec::new();
    let mut last = block.placed(first);
    for index in first + 1..block.items().len() {
        let placed = block.placed(index);
        if placed.start >= limit {
            break;
        }
        let end = last.start + last.facts.len;
        if ctx.document.text().slice(end..placed.start).matches('\n').count() > 1 {
            return None;
        }
        ends.push(end);
        last = placed;
    }
    Some(ends)
}

cases! {
    found: [r#"
FROM a
RUN apt-get update
  && apt-get install \
  ^^ error: This looks like part of the RUN above
    b
    c
CMD [
  "a",
  ^^^^ error: This looks like part of the CMD above
  "b"
]
copy --from=a
  b c
  ^ error: This looks like part of the COPY above
"#],
    quiet: {
        "FROM a\n{}\n" => [
            "RUN a\nRUNN b",
            "RUN a\nnpm install",
            "RUN a\n<<<<<<< HEAD",
            "RUN a\n  {{ x }}",
            "RUN <<E\nE\n  && b",
            "RUN a\n  # b",
            "RUN a \\\n  && b",
            "RUN a\n----------",
        ],
    },
    fixed: {
        "FROM a\r\n RUN b \\\r\n  c \\ # why\r\n  && d\r\n"
            => "FROM a\r\n RUN b \\\r\n  # why\r\n  c \\\r\n  && d\r\n",
        "FROM a\n RUN b \\ # why\n  && d\n" => "FROM a\n # why\n RUN b \\\n  && d\n",
        "FROM a\r\nRUN b  \r\n  && c\r\n  && d\r\nUSER e\r\n"
            => "FROM a\r\nRUN b \\  \r\n  && c \\\r\n  && d\r\nUSER e\r\n",
        "# escape=`\nFROM a\nCMD [\n\"b\",\n\"c\"]\n"
            => "# escape=`\nFROM a\nCMD [ `\n\"b\", `\n\"c\"]\n",
    },
}
