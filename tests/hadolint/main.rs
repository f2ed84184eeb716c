//! hadolint's recorded answers, and what the preset `hadolint` says about the same files.
//!
//! `cases.jsonl` was recorded from hadolint 2.15.1: `hadolint` has its codes with their lines,
//! `config` the text of its configuration. For real files, the collection outside the repository
//! has the answers, recorded without configuration and with comments switched off. Files that
//! hadolint cannot parse (DL1000) are left out.

#![allow(clippy::unwrap_used, reason = "a test that panics has failed")]

use std::{
    collections::{BTreeMap, BTreeSet, HashMap},
    fmt::Write as _,
    fs,
    sync::Mutex,
    thread,
};

use dockwright_analysis::document::Document;
use dockwright_lint::{
    diagnostics::diagnostics_for,
    preset::{Choice, Selection},
    rule::{Preset, Severity},
};
use dockwright_syntax::Text;
use dockwright_tests::corpus;
use serde::Deserialize;
use serde_json::Value;

/// Codes with their lines.
type Found = BTreeSet<(String, u64)>;

/// What a case's configuration has.
#[derive(Debug, Default, Deserialize)]
#[serde(default, rename_all = "kebab-case")]
struct Configuration {
    ignored: Vec<String>,
    r#override: BTreeMap<String, Vec<String>>,
    #[serde(rename = "trustedRegistries")]
    trusted_registries: Vec<String>,
    label_schema: BTreeMap<String, String>,
    strict_labels: bool,
    disable_ignore_pragma: bool,
}

impl Configuration {
    fn selection(self) -> Selection {
        let mut selection =
            Selection::new(Preset::Hadolint, &Choice { ignore: self.ignored, ..Choice::default() });
        let levels = [
            ("error", Severity::Error),
            ("warning", Severity::Warning),
            ("info", Severity::Info),
            ("style", Severity::Hint),
        ];
        for (level, severity) in levels {
            for code in self.r#override.get(level).into_iter().flatten() {
                selection.set_severity(code, Some(severity));
            }
        }
        selection.is_deaf_to_hadolint = self.disable_ignore_pragma;
        selection.options.trusted_registries = self.trusted_registries;
        selection.options.label_schema = self.label_schema.into_iter().collect();
        selection.options.strict_labels = self.strict_labels;
        selection
    }
}

/// The findings of the preset in a text. Each corresponds to one code of hadolint, and begins on
/// its line.
fn found(source: &str, selection: &Selection) -> Found {
    let document = Document::new(Text::new(source));
    let found = diagnostics_for(&document, document.model(), selection);
    let codes = found.iter().filter(|it| it.aliases.iter().any(|alias| alias.starts_with("DL")));
    let all: Vec<(String, u64)> = codes
        .map(|it| {
            let [code] = it.aliases else { panic!("{:?} answers to {:?}", it.code, it.aliases) };
            ((*code).to_owned(), document.text().point(it.range.start).row as u64 + 1)
        })
        .collect();
    let set: Found = all.iter().cloned().collect();
    // Codes about labels are reported for each label.
    let is_about_line = |(code, _): &&(String, u64)| !("DL3049"..="DL3058").contains(&code.as_str());
    let [once, total] = [set.iter().filter(is_about_line).count(), all.iter().filter(is_about_line).count()];
    assert_eq!(once, total, "a code twice on a line: {all:?}");
    set
}

fn pair(value: &Value) -> (String, u64) {
    (value[0].as_str().unwrap().to_owned(), value[1].as_u64().unwrap())
}

#[test]
fn cases_are_answered_as_by_hadolint() {
    let path = dockwright_tests::root().join("tests/hadolint/cases.jsonl");
    let mut wrong = String::new();
    let mut count = 0;
    for line in fs::read_to_string(path).unwrap().lines() {
        let case: Value = serde_json::from_str(line).unwrap();
        // A configuration that cannot be read counts as none.
        let config = case.get("config").and_then(Value::as_str).unwrap_or("{}");
        let config: Configuration = serde_saphyr::from_str(config).unwrap_or_default();
        let theirs: Found = case["hadolint"].as_array().unwrap().iter().map(pair).collect();
        let ours = found(case["dockerfile"].as_str().unwrap(), &config.selection());
        if ours != theirs {
            let more: Vec<_> = ours.difference(&theirs).collect();
            let less: Vec<_> = theirs.difference(&ours).collect();
            writeln!(wrong, "{}: only ours {more:?}, only hadolint's {less:?}", case["id"]).unwrap();
        }
        count += 1;
    }
    assert!(count > 700, "only {count} cases were read");
    assert!(wrong.is_empty(), "{} cases differ:\n{wrong}", wrong.lines().count());
}

/// The codes about the commands of RUN, and what COPY has to do with them.
const OF_COMMANDS: [&str; 33] = [
    "DL3001", "DL3003", "DL3004", "DL3008", "DL3009", "DL3010", "DL3013", "DL3014", "DL3015", "DL3016",
    "DL3018", "DL3019", "DL3027", "DL3028", "DL3030", "DL3032", "DL3033", "DL3034", "DL3035", "DL3036",
    "DL3037", "DL3038", "DL3040", "DL3041", "DL3042", "DL3046", "DL3047", "DL3059", "DL3060", "DL3062",
    "DL4001", "DL4005", "DL4006",
];

#[test]
fn real_files_are_answered_as_by_hadolint() {
    let Some(corpus) = corpus() else { return };
    let oracle: HashMap<String, Found> = corpus
        .oracle("hadolint")
        .into_iter()
        .filter_map(|answer| {
            let all = answer.get("d")?.as_array()?.iter();
            let pair = |it: &Value| (it["rule"].as_str().unwrap().to_owned(), it["line"].as_u64().unwrap());
            let all: Found = all.map(pair).filter(|(code, _)| code.starts_with("DL")).collect();
            let is_parsed = !all.iter().any(|(code, _)| code == "DL1000");
            is_parsed.then(|| (answer["id"].as_str().unwrap().to_owned(), all))
        })
        .collect();
    let mut selection = Selection::new(Preset::Hadolint, &Choice::default());
    selection.is_deaf_to_hadolint = true;
    let files: Vec<_> = corpus.files().into_iter().filter(|(id, _)| oracle.contains_key(id)).collect();
    let wrong = Mutex::new([const { String::new() }; 2]);
    thread::scope(|scope| {
        let (oracle, wrong, selection) = (&oracle, &wrong, &selection);
        for half in files.chunks(files.len().div_ceil(2)) {
            scope.spawn(move || {
                for (id, path) in half {
                    let source = String::from_utf8_lossy(&fs::read(path).unwrap()).into_owned();
                    let (ours, theirs) = (found(&source, selection), &oracle[id]);
                    let differing: Vec<_> = ours.symmetric_difference(theirs).collect();
                    let mut wrong = wrong.lock().unwrap();
                    if differing.iter().any(|(code, _)| OF_COMMANDS.contains(&code.as_str())) {
                        writeln!(wrong[0], "{id}: {differing:?}").unwrap();
                    }
                    if !differing.is_empty() {
                        writeln!(wrong[1], "{id}: {differing:?}").unwrap();
                    }
                }
            });
        }
    });
    let [of_commands, all] = wrong.into_inner().unwrap();
    let is_rare = |wrong: &str, in_a_thousand: usize| {
        wrong.lines().count() * 1000 <= files.len() * (1000 - in_a_thousand)
    };
    assert!(
        is_rare(&of_commands, 995),
        "{} of {} differ:\n{of_commands}",
        of_commands.lines().count(),
        files.len()
    );
    assert!(is_rare(&all, 990), "{} of {} differ:\n{all}", all.lines().count(), files.len());
}
