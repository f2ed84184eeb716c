//! The registry and the pages of the rules: their order, their headings, and whether the examples
//! are true.

use std::sync::Arc;

use dockwright_context::{
    build::{BuildContext, BuildContexts},
    listing::{ListedContext, ListedFiles},
};
use dockwright_syntax::Text;

use crate::RULES;
use dockwright_analysis::{
    build_inputs::BuildInputs,
    document::{Document, DocumentContext},
    model::Model,
    platform::Platform,
    problem::Refusal,
    spec::Engine,
    suggest::typing_errors,
};
use dockwright_context::ignore_file::IgnoreFile;
use dockwright_lint::{
    diagnostic::Diagnostic,
    diagnostics::diagnostics_for,
    ignore_file::ignore_file_diagnostics,
    preset::{Choice, Selection},
    registry::about,
    rule::{ForeignFiles, Group, Preset, Rule, RuleOptions},
};
use dockwright_texts::Language;

#[test]
fn rules_are_sorted_and_unique() {
    assert!(RULES.windows(2).all(|pair| pair[0].name < pair[1].name));
}

#[test]
fn every_refusal_has_its_rule() {
    for refusal in Refusal::ALL {
        assert_eq!(about(*refusal).name, refusal.name());
    }
}

#[test]
fn every_rule_has_its_page() {
    for rule in RULES {
        let text: String = rule.page.split("```").step_by(2).collect();
        let headings: Vec<_> = text.lines().filter(|line| line.starts_with("# ")).collect();
        let expected =
            ["# What it does", "# Why it matters", "# Example", "# Use instead", "# Limits", "# References"];
        assert_eq!(headings, expected, "{}", rule.name);
        let head = rule.page.split_once("\n\n").map_or("", |(head, _)| head);
        assert_eq!(head, format!("{}.", rule.summary), "{}", rule.name);
    }
}

/// The settings of the build in the sentence above an example: `With` and settings in backticks.
fn settings(page: &str) -> (RuleOptions, BuildInputs, BuildContexts) {
    let mut options = RuleOptions::default();
    let (mut files, mut ignore) = (Vec::new(), String::new());
    let mut inputs = BuildInputs::default();
    let with =
        page.lines().find(|line| line.starts_with("With `") && line.ends_with(':')).unwrap_or_default();
    for setting in with.split('`').skip(1).step_by(2) {
        let quoted = || setting.split('"').skip(1).step_by(2).map(str::to_owned);
        let (key, value) = setting.split_once([' ', '=']).unwrap_or((setting, ""));
        match key {
            "engine" => inputs.engine = Engine::Podman,
            "label-schema" => {
                let keys = setting.split(['{', ',']).skip(1).filter_map(|pair| pair.split_once(" ="));
                let keys = keys.map(|(key, _)| key.trim().to_owned());
                options.label_schema = keys.zip(quoted()).collect();
            }
            "secret-mounts" => {
                let keys = setting.split(['{', ',']).skip(1).filter_map(|pair| pair.split_once(" ="));
                let keys = keys.map(|(key, _)| key.trim().to_owned());
                options.secret_mounts = keys.zip(quoted()).collect();
            }
            "files" => files = quoted().collect(),
            ".dockerignore" => ignore = quoted().map(|line| line + "\n").collect(),
            "strict-labels" => options.strict_labels = true,
            "trusted-registries" => options.trusted_registries = quoted().collect(),
            "--target" => inputs.target = Some(value.to_owned()),
            "--platform" => inputs.platform = Platform::parse(value).unwrap(),
            "linux/amd64" => inputs.base_platform = Platform::parse(setting).ok(),
            // The example is too long for a page.
            "…" => {}
            _ => panic!("{setting} is not known"),
        }
    }
    let context = ListedContext {
        listing: ListedFiles::new(files.iter().map(String::as_str)),
        ignore,
        is_stated: true,
        slips: typing_errors,
    };
    let contexts: Vec<Arc<dyn BuildContext>> = vec![Arc::new(context)];
    (options, inputs, BuildContexts::new(contexts.into_iter().filter(|_| !files.is_empty())))
}

/// Whether the examples are ignore files.
fn is_about_ignore_files(rule: &Rule) -> bool {
    rule.page.contains("```dockerignore\n")
}

/// The findings in an example, of all rules or only this one. Some of BuildKit's checks are shown
/// to users in a different form, so their own preset counts too.
fn findings(rule: &Rule, text: &str, only: bool) -> Vec<Diagnostic> {
    let (settings, inputs, contexts) = settings(rule.page);
    let select = if only { vec![rule.name.to_owned()] } else { Vec::new() };
    let choice = Choice { select, ..Choice::default() };
    let text = text.replace('…', &"x".repeat(65_536));
    let context = DocumentContext { inputs: inputs.clone(), contexts, ..DocumentContext::default() };
    let document = Document::with_context(Text::new(&text), context.into());
    let model = Model::new(&document, &inputs, None);
    let presets: &[Preset] = if only { &[Preset::Default, Preset::Buildkit] } else { &[Preset::Default] };
    let mut found = Vec::new();
    for &preset in presets {
        let mut selection = Selection::new(preset, &choice);
        selection.options = settings.clone();
        if is_about_ignore_files(rule) {
            found.extend(ignore_file_diagnostics(&text, &IgnoreFile::new(&text), &selection));
            continue;
        }
        found.extend(diagnostics_for(&document, &model, &selection));
    }
    found
}

/// The rules that an example breaks.
fn found(rule: &Rule, text: &str, only: bool) -> Vec<&'static str> {
    let mut codes: Vec<_> = findings(rule, text, only).into_iter().map(|it| it.code).collect();
    codes.dedup();
    codes
}

/// The two examples of a page.
fn examples(rule: &Rule) -> (&'static str, &'static str) {
    let start = if is_about_ignore_files(rule) { "```dockerignore\n" } else { "```dockerfile\n" };
    let blocks = rule.page.split(start).skip(1).filter_map(|rest| rest.split("```").next());
    let [bad, good] = blocks.take(2).collect::<Vec<_>>()[..] else { panic!("{}", rule.name) };
    (bad, good)
}

#[test]
fn findings_are_in_the_language() {
    let is_korean = |text: &String| text.chars().any(|c| ('가'..='힣').contains(&c));
    let mut wrong = Vec::new();
    for rule in RULES.iter().filter(|rule| rule.foreign != ForeignFiles::BuildFiles) {
        let only = rule.rejection.is_none() && !rule.is_about_comments;
        for finding in findings(rule, examples(rule).0, only).iter().filter(|it| it.code == rule.name) {
            let mut texts = vec![finding.text(Language::Korean)];
            // Docker's own errors are the same in all languages.
            if rule.rejection.is_none() && rule.name != "OnbuildTriggerFails" {
                texts.push(finding.message.text(Language::Korean));
            }
            texts.extend(finding.related.iter().map(|related| related.message.text(Language::Korean)));
            let fixes = finding.fix.iter().chain(&finding.alternative);
            texts.extend(fixes.map(|fix| fix.title.text(Language::Korean)));
            texts.retain(|text| !is_korean(text));
            wrong.extend(texts.into_iter().map(|text| (rule.name, text)));
        }
    }
    assert!(wrong.is_empty(), "{wrong:#?}");
}

#[test]
fn examples_are_true() {
    let mut wrong = Vec::new();
    for rule in RULES.iter().filter(|rule| rule.foreign != ForeignFiles::BuildFiles) {
        let (bad, good) = examples(rule);
        let only = rule.rejection.is_none() && !rule.is_about_comments;
        let (bad_codes, good_codes) = (found(rule, bad, only), found(rule, good, only));
        let is_fine = match rule.rejection {
            // They are about the findings of other checks.
            Some(Refusal::ChecksFailed | Refusal::OnbuildInvalidTrigger) => {
                bad_codes.contains(&rule.name) && good_codes.is_empty()
            }
            Some(_) => bad_codes == [rule.name] && good_codes.is_empty(),
            None => bad_codes.contains(&rule.name) && !good_codes.contains(&rule.name),
        };
        let left = found(rule, good, false);
        // Programs are written as they are in shell form, which is a matter of taste.
        let is_shell = left.iter().all(|code| *code == "JSONArgsRecommended");
        if !is_fine || (rule.group == Group::Forms && !is_shell) {
            wrong.push((rule.name, bad_codes, left));
        }
    }
    assert!(wrong.is_empty(), "{wrong:#?}");
}
