//! Tests that no error depends on what the file leaves open: every error remains one, whatever the
//! base image and the arguments are.

use std::collections::BTreeSet;

use dockwright_analysis::{
    build_inputs::{BaseConfig, BuildInputs},
    document::Document,
    model::Model,
};
use dockwright_lint::{
    build_report::report, diagnostic::Diagnostic, diagnostics::diagnostics_for, preset::Selection,
    rule::Severity,
};
use dockwright_syntax::Text;
use serde_json::Value;

/// Values that suit one instruction or another.
const VALUES: [&str; 8] = ["/v", "1", "80", "SIGTERM", "linux/amd64", "alpine", "0755", "a"];

/// The errors of a case that disappear with some base image or arguments.
pub(crate) fn unfounded_errors(line: &str) -> Vec<String> {
    let case: Value = serde_json::from_str(line).unwrap();
    let source = case["dockerfile"].as_str().unwrap();
    let document = Document::new(Text::new(source));
    let errors = errors(&document, document.model());
    if errors.is_empty() {
        return Vec::new();
    }
    let names = names(source);
    let (mut bare, mut with_default) = (BTreeSet::new(), BTreeSet::new());
    for instruction in report(&document).instructions.iter().filter(|it| it.keyword == "ARG") {
        for word in &instruction.args {
            match word.split_once('=') {
                Some((name, _)) => with_default.insert(name.to_owned()),
                None => bare.insert(word.clone()),
            };
        }
    }
    let mut found = Vec::new();
    for value in VALUES {
        let pairs = |names: &mut dyn Iterator<Item = &String>| {
            names.map(|name| (name.clone(), value.to_owned())).collect::<Vec<_>>()
        };
        let inputs = BuildInputs {
            build_args: pairs(&mut bare.difference(&with_default)),
            base: Some(BaseConfig { env: pairs(&mut names.iter()), cmd: None }),
            ..BuildInputs::default()
        };
        let others = self::errors(&document, &Model::new(&document, &inputs, None));
        // Where something else is wrong, BuildKit does not get as far as its checks.
        let is_unfounded = |(rule, _): &&(&str, usize)| *rule != "ChecksFailed" || others.is_empty();
        let unfounded = errors.difference(&others).filter(is_unfounded);
        found.extend(unfounded.map(|error| format!("with {value}: {error:?} in {source:?}")));
    }
    found
}

/// Rule and place of each error of the default preset. `EnvSelfReference` is about which of two values a pair uses, whether
/// the other one is known or not.
fn errors(document: &Document, model: &Model) -> BTreeSet<(&'static str, usize)> {
    let found = diagnostics_for(document, model, Selection::default_preset()).into_iter();
    let is_error = |it: &Diagnostic| it.severity == Severity::Error && it.code != "EnvSelfReference";
    found.filter(is_error).map(|it| (it.code, it.range.start)).collect()
}

/// The names that follow a `$`.
fn names(source: &str) -> BTreeSet<String> {
    let is_name = |c: char| c.is_ascii_alphanumeric() || c == '_';
    let after = source.split('$').skip(1).map(|text| text.strip_prefix('{').unwrap_or(text));
    let names = after.map(|text| &text[..text.find(|c| !is_name(c)).unwrap_or(text.len())]);
    names.filter(|name| name.starts_with(|c: char| !c.is_ascii_digit())).map(str::to_owned).collect()
}
