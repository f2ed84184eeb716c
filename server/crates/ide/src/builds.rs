//! Describes the builds of a Dockerfile for hovers, inlay hints and code lenses.

use dockwright_analysis::{
    document::Document,
    known_builds::{BuildKind, BuiltStage, KnownArgument, KnownBuild},
};
use dockwright_texts::{Language, Message, ide::builds as texts};

/// The maximum number of builds that are named.
const MOST: usize = 4;

/// The name of a build as shown to users: `service web`.
pub fn label(kind: BuildKind, name: &str) -> Message {
    match kind {
        BuildKind::Service => texts::service(name),
        BuildKind::Target => texts::target(name),
        BuildKind::DevContainer if name.is_empty() => texts::the_dev_container(),
        BuildKind::DevContainer => texts::dev_container(name),
    }
}

/// A value as code.
fn code(text: &str) -> String {
    match text {
        "" => "`\"\"`".to_owned(),
        text if text.contains(['`', '\n']) => format!("`` {} ``", text.replace('\n', " ")),
        text => format!("`{text}`"),
    }
}

fn label_of(build: &KnownBuild) -> Message {
    label(build.kind, &build.name)
}

/// The builds of a document that set an argument.
pub(crate) fn setting<'a>(
    document: &'a Document,
    name: &'a str,
) -> impl Iterator<Item = (&'a KnownBuild, &'a KnownArgument)> + 'a {
    document.context().builds.iter().filter_map(move |build| Some((build, build.arg(name)?)))
}

/// Whether the builds of a document give an argument different or unknown values.
pub(crate) fn disagree(document: &Document, name: &str) -> bool {
    document.context().inputs.is_unknown(name)
}

/// The builds that set an argument, one per line; `None` if there are none.
pub(crate) fn lines(document: &Document, name: &str, language: Language) -> Option<String> {
    let line = |(build, arg): (&KnownBuild, &KnownArgument)| {
        let (label, line) = (label_of(build), arg.line.to_string());
        let message = match &arg.value {
            None => texts::FromEnvironment { build: label, file: &arg.file, line }.message(),
            Some(value) if arg.is_from_env_file => {
                texts::SetWithEnvFile { value: code(value), build: label, file: &arg.file, line }.message()
            }
            Some(value) => texts::SetBy { value: code(value), build: label, file: &arg.file, line }.message(),
        };
        message.text(language)
    };
    let mut lines: Vec<String> = setting(document, name).map(line).collect();
    lines.dedup();
    lines.truncate(MOST);
    match lines.as_slice() {
        [] => None,
        [only] => Some(only.clone()),
        lines => Some(lines.iter().map(|line| format!("- {line}")).collect::<Vec<_>>().join("\n")),
    }
}

/// The values that builds give an argument, for an inlay hint: `= 20 (web)`.
pub(crate) fn hint(document: &Document, name: &str, shorten: impl Fn(&str) -> String) -> Option<Message> {
    let mut values: Vec<(Option<&str>, Vec<Message>)> = Vec::new();
    for (build, arg) in setting(document, name) {
        let label = match (build.kind, build.name.as_str()) {
            (_, "") => texts::the_dev_container(),
            (_, name) => Message::verbatim(name.to_owned()),
        };
        let value = arg.value.as_deref();
        match values.iter_mut().find(|(known, _)| *known == value) {
            Some((_, labels)) if labels.contains(&label) => {}
            Some((_, labels)) => labels.push(label),
            None => values.push((value, vec![label])),
        }
    }
    let mut hint: Option<Message> = None;
    for (value, labels) in values.into_iter().take(2) {
        let value = match value {
            None => texts::environment(),
            Some("") => Message::verbatim("\"\""),
            Some(value) => Message::verbatim(shorten(value)),
        };
        let parts = Message::verbatim(" (").then(listed(labels, 2)?).then(Message::verbatim(")"));
        let part = value.then(parts);
        hint = Some(match hint {
            None => Message::verbatim("= ").then(part),
            Some(hint) => texts::List { first: hint, second: part }.message(),
        });
    }
    hint
}

/// `a, b and 3 more`.
fn listed(labels: Vec<Message>, most: usize) -> Option<Message> {
    let count = labels.len();
    let shown = labels.into_iter().take(most);
    let shown = shown.reduce(|first, second| texts::List { first, second }.message())?;
    Some(if count > most { texts::More { builds: shown, count: count - most }.message() } else { shown })
}

/// The text of a code lens about the builds of a stage.
pub(crate) fn built_by(builds: &[&KnownBuild]) -> Option<Message> {
    let labels =
        builds.iter().map(|build| texts::InFile { build: label_of(build), file: &build.file }.message());
    let mut named: Vec<Message> = Vec::new();
    for label in labels {
        if !named.contains(&label) {
            named.push(label);
        }
    }
    listed(named, MOST).map(texts::built_by)
}

/// The stage that a build targets; `None` if it does not exist or is not known.
pub(crate) fn stage_of_build(document: &Document, build: &KnownBuild) -> Option<usize> {
    let model = document.model();
    match &build.target {
        BuiltStage::Last => model.stages.len().checked_sub(1),
        BuiltStage::Named(name) => model.built_stage(name),
        BuiltStage::Unknown => None,
    }
}

/// The value that builds give a named context, for a name that FROM or `--from` uses.
pub(crate) fn named_context(document: &Document, name: &str, language: Language) -> Option<String> {
    let found = document.context().builds.iter().filter_map(|build| {
        let context = build.contexts.iter().find(|context| context.name.eq_ignore_ascii_case(name))?;
        let label = texts::InFile { build: label_of(build), file: &build.file }.message();
        Some(texts::NamedContext { value: &context.value, build: label }.message().text(language))
    });
    let mut lines: Vec<String> = found.take(MOST).collect();
    lines.dedup();
    (!lines.is_empty()).then(|| lines.join("\n\n"))
}
