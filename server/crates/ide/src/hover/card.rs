//! Builds hover texts about instructions, flags and rules from the tables and texts.

use std::fmt::Display;

use super::markdown::code;
use dockwright_analysis::spec::{
    Engine, FlagSpec, Instruction,
    instructions::{Acts, Layer},
    layout::Layout,
    signatures::signatures,
};
use dockwright_lint::{
    rule::{Rule, Severity},
    rule_texts::{rule_note, rule_summary},
};
use dockwright_texts::{Entry, Language, Topic, ide::hover::card as texts};

const PODMAN: &str = "https://github.com/containers/common/blob/main/docs/Containerfile.5.md";
const REFERENCE: &str = "https://docs.docker.com/reference/dockerfile/";

/// An instruction: its purpose, its syntax, and when it takes effect.
pub(super) fn instruction(instruction: Instruction, language: Language) -> String {
    let spec = instruction.spec();
    let forms: Vec<String> =
        signatures(instruction).iter().map(|template| code(&Layout::new(template).label)).collect();
    let layer = match spec.layer {
        Layer::One => texts::layer_one(),
        Layer::None => texts::layer_none(),
        Layer::Directory => texts::layer_directory(),
        Layer::Base => texts::layer_base(),
    };
    let acts = match spec.acts {
        Acts::Build => texts::acts_build(),
        Acts::Container => texts::acts_container(),
        Acts::Both => texts::acts_both(),
        Acts::Never => texts::acts_never(),
        Acts::Children => texts::acts_children(),
    };
    let last = [layer.text(language), acts.text(language), reference(language, spec.anchor)];
    [
        instruction.topic().intro(language).text.to_owned(),
        texts::syntax(forms.join(", ")).text(language),
        last.join(" "),
    ]
    .join("\n\n")
}

/// A flag: its purpose, and the version that introduced it.
pub(super) fn flag(instruction: Instruction, flag: &FlagSpec, language: Language) -> Option<String> {
    let (topic, id) = instruction.spec().flag_entry(flag);
    let entry = topic.entry(language, &id)?;
    if flag.engine == Engine::Podman {
        return Some(with_podman_source(entry.text, language));
    }
    let anchor = instruction.spec().flag_anchor(flag);
    Some(with_source(entry.text, flag.since, &anchor, language))
}

/// A text, followed by the version that introduced the feature and a link to the reference.
pub(super) fn with_source(
    text: &str,
    since: Option<impl Display>,
    anchor: &str,
    language: Language,
) -> String {
    let since = since.map(|version| texts::since(version.to_string()).text(language));
    let last: Vec<String> = since.into_iter().chain([reference(language, anchor)]).collect();
    format!("{text}\n\n{}", last.join(" "))
}

/// A text about a Podman feature, with a link to its manual page.
pub(super) fn with_podman_source(text: &str, language: Language) -> String {
    format!("{text}\n\n{}", texts::reference(PODMAN).text(language))
}

/// A text about a feature that only Podman has, for a file that Docker builds.
pub(super) fn only_podman(text: &str, language: Language) -> String {
    let warning = Topic::Podman.entry(language, "only-podman").map_or("", |entry| entry.text);
    format!("{warning}\n\n{text}")
}

/// How Podman treats an instruction differently.
pub(super) fn podman_difference(instruction: Instruction, language: Language) -> Option<String> {
    entry(Topic::Podman, language, instruction.spec().keyword)
}

fn reference(language: Language, anchor: &str) -> String {
    texts::reference(format!("{REFERENCE}#{anchor}")).text(language)
}

/// A rule: its names, severity, description, and a link to its page.
pub(super) fn rule(rule: &Rule, language: Language) -> String {
    let severity = match rule.severity {
        Severity::Error => texts::severity_error(),
        Severity::Warning => texts::severity_warning(),
        Severity::Info => texts::severity_info(),
        Severity::Hint => texts::severity_hint(),
    };
    let mut names: Vec<String> = [rule.name].iter().chain(rule.aliases).map(|name| code(name)).collect();
    names.push(severity.text(language));
    let mut lines = vec![names.join(" · "), rule_summary(rule, language)];
    let note = rule_note(rule, language);
    if !note.is_empty() {
        lines.push(note);
    }
    lines.extend(rule.url.map(|url| texts::page(url).text(language)));
    lines.join("\n\n")
}

/// An entry without its examples.
pub(super) fn short(entry: Entry) -> &'static str {
    entry.text.split("\n\n```").next().unwrap_or_default()
}

/// The text of an entry.
pub(super) fn entry(topic: Topic, language: Language, id: &str) -> Option<String> {
    topic.entry(language, id).map(|entry| entry.text.to_owned())
}
