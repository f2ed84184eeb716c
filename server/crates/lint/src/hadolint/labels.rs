//! hadolint's checks of labels against the schema in its configuration.

use dockwright_analysis::spec::Instruction;

use super::{
    file::{File, Line},
    forms,
    hits::Hits,
    pairs::{Pair, pairs},
};

/// The labels of a LABEL.
fn labels<'a>(line: &Line<'a>) -> impl Iterator<Item = Pair<'a>> {
    let facts = line.facts();
    line.is(Instruction::Label).then(|| pairs(facts)).into_iter().flatten()
}

/// DL3049: a label of the schema that is missing in a stage, its base and all stages built on it.
/// Stages that are only copied from need none.
pub(super) fn required(file: &File<'_>, hits: &mut Hits) {
    let count = file.stages.len();
    for (index, (key, _)) in file.options.label_schema.iter().enumerate() {
        let mut has: Vec<bool> = Vec::with_capacity(count);
        for stage in 0..count {
            let mut own = file.lines.iter().filter(|line| line.stage == Some(stage)).flat_map(labels);
            let is_inherited = base(file, stage).is_some_and(|parent| has[parent]);
            has.push(is_inherited || own.any(|label| label.key == *key));
        }
        let is_copied = |stage: usize| {
            let name = file.stages[stage].name;
            name.is_some()
                && file
                    .lines
                    .iter()
                    .any(|line| line.is(Instruction::Copy) && line.facts().flag("from") == Some(name))
        };
        for stage in 0..count {
            let mut children = (stage + 1..count).filter(|&child| base(file, child) == Some(stage));
            if !has[stage] && !children.any(|child| has[child]) && !is_copied(stage) {
                let line = file.stages[stage].line;
                hits.push_label(line, "DL3049", index, file.lines[line].keyword());
            }
        }
    }
}

/// The stage that another one is built on, if it has a name.
fn base(file: &File<'_>, stage: usize) -> Option<usize> {
    file.parent(stage).filter(|&parent| file.stages[parent].name.is_some())
}

/// DL3050 to DL3056 and DL3058: labels that the schema does not have, and values that it does not allow.
pub(super) fn values(file: &File<'_>, hits: &mut Hits) {
    let schema = &file.options.label_schema;
    if schema.is_empty() && !file.options.strict_labels {
        return;
    }
    for (at, line) in file.each() {
        for (index, Pair { key, value, value_range, .. }) in labels(line).enumerate() {
            let form = schema.iter().find(|(label, _)| *label == key).map(|(_, form)| form.as_str());
            let code = match form {
                None if file.options.strict_labels => "DL3050",
                Some(_) if value.is_empty() => "DL3051",
                Some("url") if !forms::is_uri(value) => "DL3052",
                Some("rfc3339") if !forms::is_time(value) => "DL3053",
                Some("spdx") if !forms::is_license(value) => "DL3054",
                Some("hash") if !forms::is_hash(value) => "DL3055",
                Some("semver") if !forms::is_version(value) => "DL3056",
                Some("email") if !forms::is_address(value) => "DL3058",
                _ => continue,
            };
            // hadolint has a check for each label of the schema, and one for all others.
            let label = if code == "DL3050" { 0 } else { index };
            hits.push_label(at, code, label, value_range);
        }
    }
}
