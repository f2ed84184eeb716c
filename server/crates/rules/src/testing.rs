//! Helpers for the tests of rules: text in, findings of one rule out.

use std::{ops::Range, sync::Arc};

use dockwright_context::{
    build::{BuildContext, BuildContexts},
    listing::{ListedContext, ListedFiles},
};
use dockwright_fixture::{Annotation, parse_one};
use dockwright_syntax::Text;

use dockwright_analysis::{
    build_inputs::BuildInputs,
    document::{Document, DocumentContext},
    fix::TextEdit,
    model::Model,
    spec::Engine,
    suggest::typing_errors,
};
use dockwright_lint::rule_texts::rule_note;
use dockwright_lint::{
    build_report::report_for,
    diagnostic::Diagnostic,
    diagnostics::diagnostics_for,
    finding::Tag,
    preset::{Choice, Selection},
    registry::named,
    rule::{Preset, RuleOptions, Severity},
};
use dockwright_texts::Language;

fn selection(preset: Preset, rule: &str) -> Selection {
    Selection::new(preset, &Choice { select: vec![rule.to_owned()], ..Choice::default() })
}

fn diagnostics(rule: &str, text: &str) -> Vec<Diagnostic> {
    let document = Document::new(Text::new(text));
    diagnostics_for(&document, document.model(), &selection(Preset::Default, rule))
}

/// A document with its build context: the files, and the text of the ignore file.
fn document_in_context(context: (&[&str], Option<&str>), is_stated: bool, text: &str) -> Document {
    let (files, ignore) = context;
    let context: Arc<dyn BuildContext> = Arc::new(ListedContext {
        listing: ListedFiles::new(files.iter().copied()),
        ignore: ignore.unwrap_or_default().to_owned(),
        is_stated,
        slips: typing_errors,
    });
    let contexts = BuildContexts::new([context]);
    Document::with_context(Text::new(text), DocumentContext { contexts, ..DocumentContext::default() }.into())
}

/// The findings for users in a file with its build context.
pub(crate) fn find_in_context(
    rule: &str,
    context: (&[&str], Option<&str>),
    is_stated: bool,
    text: &str,
) -> Vec<Diagnostic> {
    let document = document_in_context(context, is_stated, text);
    diagnostics_for(&document, document.model(), &selection(Preset::Default, rule))
}

/// The lines that BuildKit reports in a file with its build context.
pub(crate) fn build_in_context(rule: &str, context: (&[&str], Option<&str>), text: &str) -> Vec<(u32, u32)> {
    let document = document_in_context(context, true, text);
    let found = diagnostics_for(&document, document.model(), &selection(Preset::Buildkit, rule));
    found.into_iter().filter_map(|diagnostic| diagnostic.lines).collect()
}

/// Findings with a build context equal the annotations of a fixture, as for [`check`].
#[track_caller]
pub(crate) fn check_in_context(rule: &str, context: (&[&str], Option<&str>), fixture: &str) {
    check_found(rule, fixture, |text| find_in_context(rule, context, true, text));
}

/// Applying the fixes of all findings with a build context gives a text.
#[track_caller]
pub(crate) fn check_fix_in_context(rule: &str, context: (&[&str], Option<&str>), before: &str, after: &str) {
    check_fixes(before, after, |text| find_in_context(rule, context, true, text));
}

/// The findings for users: ranges and first sentences.
pub(crate) fn find(rule: &str, text: &str) -> Vec<(Range<usize>, String)> {
    diagnostics(rule, text)
        .into_iter()
        .map(|it| (it.range.clone(), it.text(Language::English)))
        .map(first_sentence)
        .collect()
}

/// The findings for users who build with Podman.
pub(crate) fn find_with_podman(rule: &str, text: &str) -> Vec<(Range<usize>, String)> {
    let inputs = BuildInputs { engine: Engine::Podman, ..BuildInputs::default() };
    let context = DocumentContext { inputs, ..DocumentContext::default() };
    let document = Document::with_context(Text::new(text), context.into());
    let found = diagnostics_for(&document, document.model(), &selection(Preset::Default, rule));
    found.into_iter().map(|it| (it.range.clone(), it.text(Language::English))).map(first_sentence).collect()
}

/// The findings with a schema of labels in the configuration.
pub(crate) fn find_labels(
    rule: &str,
    schema: &[(&str, &str)],
    is_strict: bool,
    text: &str,
) -> Vec<(Range<usize>, String)> {
    let document = Document::new(Text::new(text));
    let mut selection = selection(Preset::Default, rule);
    let schema = schema.iter().map(|&(label, form)| (label.to_owned(), form.to_owned()));
    selection.options.label_schema = schema.collect();
    selection.options.strict_labels = is_strict;
    let found = diagnostics_for(&document, document.model(), &selection);
    found.into_iter().map(|it| (it.range.clone(), it.text(Language::English))).map(first_sentence).collect()
}

/// The findings with these options of the rules.
pub(crate) fn find_with(rule: &str, options: RuleOptions, text: &str) -> Vec<Diagnostic> {
    let document = Document::new(Text::new(text));
    let mut selection = selection(Preset::Default, rule);
    selection.options = options;
    diagnostics_for(&document, document.model(), &selection)
}

/// The findings of a rule in scripts of RUN on a base image: the place in each of the first
/// scripts, nothing in the others. It makes no difference whether the script is in joined lines, in
/// ONBUILD or in a heredoc.
#[track_caller]
pub(crate) fn check_scripts(rule: &str, image: &str, found: &[(&str, &str)], quiet: &[&str]) {
    for (script, place) in found {
        for (before, after) in
            [("RUN ", ""), ("ONBUILD RUN ", ""), ("RUN x; \\\n  # y\n  ", ""), ("RUN <<E\n", "\nE")]
        {
            let text = format!("FROM {image}\n{before}{script}{after}\n");
            let places: Vec<_> =
                find(rule, &text).into_iter().map(|(range, _)| text[range].to_owned()).collect();
            assert!(places.iter().any(|it| it == place), "{text}: {places:?}");
        }
    }
    for script in quiet {
        let text = format!("FROM {image}\nRUN {script}\n");
        assert_eq!(find(rule, &text), [], "{text}");
    }
}

/// A rule finds nothing in any of these texts, each put in the place of `{}` in a file.
#[track_caller]
pub(crate) fn check_quiet(rule: &str, file: &str, texts: &[&str]) {
    for text in texts {
        assert_eq!(find(rule, &file.replace("{}", text)), [], "{text}");
    }
}

fn first_sentence((range, message): (Range<usize>, String)) -> (Range<usize>, String) {
    let end = message.find(". ").unwrap_or(message.len());
    (range, message[..end].to_owned())
}

/// The lines and messages of BuildKit's errors.
pub(crate) fn refusals(text: &str, inputs: &BuildInputs) -> Vec<(Option<u32>, String)> {
    let document = Document::new(Text::new(text));
    let report = report_for(&document, &Model::new(&document, inputs, None));
    report.errors.into_iter().map(|error| (error.line, error.message)).collect()
}

/// Everything that BuildKit's checks report: rule and line.
pub(crate) fn build_preset(text: &str) -> Vec<(&'static str, u32)> {
    let document = Document::new(Text::new(text));
    let selection = Selection::new(Preset::Buildkit, &Choice::default());
    let found = diagnostics_for(&document, document.model(), &selection);
    found.iter().filter_map(|found| Some((found.code, found.lines?.0))).collect()
}

/// The lines that BuildKit reports.
pub(crate) fn build(rule: &str, text: &str) -> Vec<(u32, u32)> {
    build_with(rule, text, &[])
}

/// The lines that BuildKit reports for a build with arguments.
pub(crate) fn build_with(rule: &str, text: &str, arguments: &[(&str, &str)]) -> Vec<(u32, u32)> {
    let document = Document::new(Text::new(text));
    let build_args = arguments.iter().map(|&(name, value)| (name.to_owned(), value.to_owned())).collect();
    let model = Model::new(&document, &BuildInputs { build_args, ..BuildInputs::default() }, None);
    let mut found = diagnostics_for(&document, &model, &selection(Preset::Buildkit, rule));
    found.retain(|diagnostic| diagnostic.code == rule);
    for diagnostic in &found {
        let line = document.text().point(diagnostic.range.start).row as u32 + 1;
        assert_eq!(Some(line), diagnostic.lines.map(|(first, _)| first), "{diagnostic:?}");
    }
    found.into_iter().filter_map(|diagnostic| diagnostic.lines).collect()
}

/// Findings equal the annotations of a fixture:
///
/// - `^^^ warning: message` is a finding, `^^^ info (unnecessary): message` one with a tag.
/// - `^^^ note: text` at the same place is its note, if that is not the note of the rule.
/// - `^^^ related: message` is a place that a finding refers to.
#[track_caller]
pub(crate) fn check(rule: &str, fixture: &str) {
    check_found(rule, fixture, |text| diagnostics(rule, text));
}

#[track_caller]
fn check_found(rule: &str, fixture: &str, find: impl Fn(&str) -> Vec<Diagnostic>) {
    let file = parse_one(fixture);
    let mut expected: Vec<_> =
        file.annotations.iter().filter_map(|it| expected(rule, it, &file.annotations)).collect();
    let mut found: Vec<_> = find(&file.text).iter().flat_map(shown).collect();
    expected.sort();
    found.sort();
    // Several findings may refer to one place.
    found.dedup_by(|a, b| a == b && a.2.starts_with("related:"));
    assert_eq!(found, expected, "{}", file.text);
}

/// The place and the text that an annotation expects; `None` for the notes, which belong to
/// findings.
fn expected(rule: &str, annotation: &Annotation, all: &[Annotation]) -> Option<(usize, usize, String)> {
    let Annotation { range, text } = annotation;
    if text.starts_with("note:") {
        return None;
    }
    let note_of = |it: &Annotation| {
        it.text.strip_prefix("note:").filter(|_| it.range == *range).map(str::trim).map(str::to_owned)
    };
    let note = all.iter().find_map(note_of);
    let note = note
        .unwrap_or_else(|| named(rule).map_or_else(String::new, |rule| rule_note(rule, Language::English)));
    let is_alone = note.is_empty() || text.starts_with("related:");
    Some((
        range.start,
        range.end,
        if is_alone {
            text.clone()
        } else {
            let stop = if text.ends_with('?') { "" } else { "." };
            format!("{text}{stop} {note}")
        },
    ))
}

/// A finding in the form of annotations, with the places that it refers to.
fn shown(diagnostic: &Diagnostic) -> Vec<(usize, usize, String)> {
    let severity = match diagnostic.severity {
        Severity::Error => "error",
        Severity::Warning => "warning",
        Severity::Info => "info",
        Severity::Hint => "hint",
    };
    let tags = diagnostic.tags.iter().map(|tag| match tag {
        Tag::Unnecessary => " (unnecessary)",
        Tag::Deprecated => " (deprecated)",
    });
    let text = format!("{severity}{}: {}", tags.collect::<String>(), diagnostic.text(Language::English));
    let related = diagnostic.related.iter();
    let related = related.map(|it| (it.range.start, it.range.end, format!("related: {}", it.message)));
    [(diagnostic.range.start, diagnostic.range.end, text)].into_iter().chain(related).collect()
}

/// Applying the fixes of all findings gives a text in which the fixed findings are gone.
#[track_caller]
pub(crate) fn check_fix(rule: &str, before: &str, after: &str) {
    check_fixes(before, after, |text| diagnostics(rule, text));
}

#[track_caller]
fn check_fixes(before: &str, after: &str, find: impl Fn(&str) -> Vec<Diagnostic>) {
    let found = find(before);
    let fixes = found.iter().filter_map(|it| it.fix.clone());
    let mut edits: Vec<TextEdit> = fixes.flat_map(|fix| fix.edits).collect();
    edits.sort_by_key(|edit| edit.range.start);
    let mut text = before.to_owned();
    for edit in edits.iter().rev() {
        text.replace_range(edit.range.clone(), &edit.text);
    }
    assert_eq!(text, after);
    let left = find(&text).len();
    assert_eq!(left, found.iter().filter(|it| it.fix.is_none()).count(), "{text}");
}
