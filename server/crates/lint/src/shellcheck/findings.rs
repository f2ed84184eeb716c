//! The findings of `ShellCheck` in a document.

use dockwright_analysis::{
    document::{Document, Placed},
    fix::{Fix, TextEdit},
    model::Model,
};
use dockwright_texts::{Message, lint::shellcheck as texts};

use super::{
    answers::{AnswerSource, Remark},
    codes, placing,
    scripts::{Checked, scripts},
};
use crate::{diagnostic::Diagnostic, rule::Rule};

/// The codes about syntax that only some shells understand.
const DIALECTS: std::ops::Range<u16> = 3000..4000;

/// The findings of `ShellCheck`, as far as its answers have arrived, each with its rule and the
/// start of its instruction.
pub(crate) fn findings(
    document: &Document,
    model: &Model,
    source: &dyn AnswerSource,
) -> Vec<(&'static Rule, usize, Diagnostic)> {
    let scripts = scripts(document, model);
    if scripts.is_empty() {
        return Vec::new();
    }
    let texts: Vec<_> = scripts.iter().map(|script| script.text.as_str()).collect();
    let answers = source.answers(&texts);
    let mut found = Vec::new();
    for (checked, answer) in scripts.iter().zip(answers) {
        let Some(answer) = answer.filter(|answer| !answer.remarks.is_empty()) else { continue };
        let text = document.source(&checked.placed);
        for remark in &answer.remarks {
            if checked.is_guessed && DIALECTS.contains(&remark.code) {
                continue;
            }
            let Some(rule) = codes::rule(remark.code) else { continue };
            let diagnostic = diagnostic(checked, &text, rule, remark);
            found.extend(diagnostic.map(|diagnostic| (rule, checked.placed.start, diagnostic)));
        }
    }
    found
}

fn diagnostic(
    checked: &Checked<'_>,
    source: &str,
    rule: &'static Rule,
    remark: &Remark,
) -> Option<Diagnostic> {
    let Placed { start, .. } = checked.placed;
    let place = placing::place(checked.script, &remark.range)?;
    let range = start + place.start.min(source.len())..start + place.end.min(source.len());
    let edits = placing::edits(checked.script, source, &remark.edits).filter(|edits| !edits.is_empty());
    let shift = |edit: TextEdit| TextEdit {
        range: start + edit.range.start..start + edit.range.end,
        text: edit.text,
    };
    let fix = edits.map(|edits| Fix {
        title: texts::apply(rule.name),
        // Its effect on the build is unknown.
        safe: false,
        edits: edits.into_iter().map(shift).collect(),
    });
    Some(Diagnostic {
        code: rule.name,
        aliases: rule.aliases,
        severity: remark.severity,
        range,
        lines: None,
        message: Message::verbatim(remark.message.to_string()),
        notes: Vec::new(),
        related: Vec::new(),
        tags: Vec::new(),
        fix,
        alternative: None,
        url: rule.url.map(str::to_owned),
    })
}
