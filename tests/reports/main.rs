//! Public reports about tools for Dockerfiles, each as a small case: what was asked for there holds
//! here.
//!
//! A line of `cases.jsonl` names the report, the feature that `run` tests with its `text`, and the
//! expected result. `<|>` is the cursor.

#![allow(clippy::unwrap_used, reason = "a test that panics has failed")]

use std::{fmt::Debug, panic};

// Installs the rules.
use dockwright_tests as _;

use dockwright_analysis::{document::Document, fix::edited};
use dockwright_format::{FormatOptions, format};
use dockwright_ide::{
    CompletionContext, TokenType, completions, hover, refactorings, resolve, semantic_tokens,
};
use dockwright_lint::{
    build_report::{InstructionReport, report},
    diagnostic::Diagnostic,
    diagnostics::diagnostics_for,
    preset::{Choice, Selection},
    rule::Preset,
};
use dockwright_syntax::Text;
use dockwright_texts::Language;
use serde::Deserialize;

/// Rules that small examples break on purpose.
const LEFT_OUT: [&str; 4] =
    ["AptCleanLists", "AptGetNoInstallRecommends", "HealthcheckMissing", "MissingUser"];

#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
struct Case {
    report: String,
    about: String,
    run: String,
    text: String,
    /// `check`: place, severity and rule of each finding.
    found: Option<Vec<String>>,
    /// `check`: a part of each message.
    says: Option<Vec<String>>,
    /// `check`: the text after the fix of the first finding.
    fixed: Option<String>,
    /// `format`, `resolve`, `action`: the resulting text; without it, the text stays the same.
    after: Option<String>,
    /// `parse`: lines, keyword and heredocs of each instruction.
    instructions: Option<Vec<String>>,
    /// `tokens`: type and text of some of the tokens.
    tokens: Option<Vec<String>>,
    /// `hover`: how it begins; without it, nothing is shown.
    shows: Option<String>,
    /// `completion`: the texts that the items replace, each once.
    replaced: Option<Vec<String>>,
}

#[test]
fn what_reports_ask_for_holds() {
    let (mut count, mut wrong) = (0, Vec::new());
    for line in include_str!("cases.jsonl").lines() {
        let case: Case = serde_json::from_str(line).unwrap_or_else(|error| panic!("{error}: {line}"));
        if panic::catch_unwind(|| case.check()).is_err() {
            wrong.push(case.name());
        }
        count += 1;
    }
    assert!(count > 60, "{count}");
    assert!(wrong.is_empty(), "{wrong:#?}");
}

impl Case {
    fn check(&self) {
        let (before, after) = self.text.split_once("<|>").unwrap_or((&self.text, ""));
        let (text, cursor) = (format!("{before}{after}"), before.len());
        let document = Document::new(Text::new(&text));
        let (command, argument) = self.run.split_once(' ').unwrap_or((&self.run, ""));
        let expected = self.after.as_ref().unwrap_or(&self.text);
        match command {
            "check" => self.check_findings(&document, &text, argument),
            "format" => {
                let edits = format(&document, &FormatOptions::default());
                self.equal(&edited(&text, &edits), expected);
            }
            "resolve" => self.equal(&resolve(&document, document.model()).text, expected),
            "action" => {
                let found = refactorings(&document, &(cursor..cursor));
                let titles: Vec<_> = found.iter().map(|it| &it.title).collect();
                let action = found.iter().find(|it| it.title == argument);
                let action = action.unwrap_or_else(|| panic!("{}: {titles:?}", self.name()));
                self.equal(&edited(&text, &action.edits), expected);
            }
            "parse" => {
                let report = report(&document);
                assert!(report.ok, "{}: {:?}", self.name(), report.errors);
                let found: Vec<_> = report.instructions.iter().map(instruction).collect();
                self.equal(&found, self.instructions.as_ref().unwrap());
            }
            "tokens" => {
                let tokens = semantic_tokens(&document, 0..text.len());
                let found: Vec<_> = tokens
                    .into_iter()
                    .filter(|it| matches!(it.token_type, TokenType::Comment | TokenType::Number))
                    .map(|it| format!("{} {}", it.token_type.name(), &text[it.range]))
                    .collect();
                self.equal(&found, self.tokens.as_ref().unwrap());
            }
            "hover" => {
                let found = hover(&document, cursor, Language::English).map(|found| found.markdown);
                match (&found, &self.shows) {
                    (Some(found), Some(start)) => {
                        assert!(found.starts_with(start), "{}: {found}", self.name());
                    }
                    _ => assert!(found.is_none() && self.shows.is_none(), "{}: {found:?}", self.name()),
                }
            }
            "completion" => self.check_completions(&document, &text, cursor),
            _ => panic!("{}: {command}", self.name()),
        }
    }

    fn check_findings(&self, document: &Document, text: &str, preset: &str) {
        let preset = match preset {
            "default" => Preset::Default,
            "buildkit" => Preset::Buildkit,
            "hadolint" => Preset::Hadolint,
            "all" => Preset::All,
            _ => panic!("{}: {preset}", self.name()),
        };
        let selection = Selection::new(preset, &Choice::default());
        let mut found = diagnostics_for(document, document.model(), &selection);
        found.retain(|found| !LEFT_OUT.contains(&found.code));
        let places: Vec<_> = found.iter().map(|found| place(document, found)).collect();
        self.equal(&places, self.found.as_ref().unwrap());
        for (found, part) in found.iter().zip(self.says.iter().flatten()) {
            assert!(
                found.text(dockwright_texts::Language::English).contains(part),
                "{}: {}",
                self.name(),
                found.message
            );
        }
        if let Some(expected) = &self.fixed {
            let fix = found.first().and_then(|found| found.fix.as_ref());
            let fix = fix.unwrap_or_else(|| panic!("{}: no fix", self.name()));
            self.equal(&edited(text, &fix.edits), expected);
        }
    }

    fn check_completions(&self, document: &Document, text: &str, cursor: usize) {
        let context = CompletionContext {
            language: Language::English,
            has_snippets: false,
            is_by_hand: false,
            images: &|_| vec!["node:22-alpine".to_owned()],
            folder: &|_, _| Vec::new(),
            starter: &|| None,
        };
        let items = completions(document, cursor, &context);
        let mut found: Vec<_> = items.into_iter().map(|item| text[item.edit.range].to_owned()).collect();
        found.sort();
        found.dedup();
        self.equal(&found, self.replaced.as_ref().unwrap());
    }

    fn name(&self) -> String {
        format!("{}, {}", self.report, self.about)
    }

    #[track_caller]
    fn equal<T: PartialEq + Debug + ?Sized>(&self, found: &T, expected: &T) {
        assert_eq!(found, expected, "{}", self.name());
    }
}

fn place(document: &Document, found: &Diagnostic) -> String {
    let text = document.text();
    let start = text.point(found.range.start);
    let line = text.slice(found.range.start - start.column..found.range.start);
    let severity = format!("{:?}", found.severity).to_lowercase();
    format!("{}:{} {severity} {}", start.row + 1, line.chars().count() + 1, found.code)
}

fn instruction(found: &InstructionReport) -> String {
    let mut shown = format!("{}-{} {}", found.line, found.end_line, found.keyword);
    for heredoc in &found.heredocs {
        shown.push_str(" <<");
        shown.push_str(&heredoc.name);
    }
    shown
}
