//! Stages: number, base, what they leave to others, who uses them.

use super::{
    Hover,
    image::image_line,
    markdown::{code, list, value},
    origin::stage_label,
};
use crate::{
    code_lenses::is_choice,
    document::Document,
    model::{Base, DefinitionKind, Model, definitions, place::Spot},
    usage::{StageUseKind, Symbol, stage_uses, symbol_at},
};

/// The most names that are shown of the variables a stage sets, and of its users.
const MOST: usize = 5;

/// The stage at an offset.
pub(super) fn hover(document: &Document, _: &Spot<'_>, offset: usize) -> Option<Hover> {
    let Some(Symbol::Stage { stage, range, .. }) = symbol_at(document, offset) else { return None };
    Some(Hover { range, markdown: about(document, stage) })
}

fn about(document: &Document, stage: usize) -> String {
    let model = document.model();
    let name =
        model.stages[stage].name.as_deref().map_or_else(String::new, |name| format!(" {}", code(name)));
    let mut lines = vec![format!("Stage {stage}{name}"), base(document, model, stage)];
    lines.extend(leaves(document, model, stage));
    lines.push(uses(document, model, stage));
    lines.join("\n\n")
}

/// What it is based on, down to the image.
fn base(document: &Document, model: &Model, stage: usize) -> String {
    let mut chain = Vec::new();
    let mut at = stage;
    while let Base::Stage(base) = model.stages[at].base {
        chain.push(base);
        at = base;
    }
    let line = |stage: usize| {
        let start = document.stages().nth(stage).map_or(0, |block| block.placed(0).start);
        document.text().docker_line(start)
    };
    let stages: Vec<String> =
        chain.iter().map(|&stage| format!("{} (line {})", stage_label(model, stage), line(stage))).collect();
    let bottom = image_line(document, at);
    if stages.is_empty() { bottom } else { format!("On stage {}. {bottom}", list(&stages, 3)) }
}

/// What a stage built on this one starts with, as far as the file says it.
fn leaves(document: &Document, model: &Model, stage: usize) -> Option<String> {
    let exit = &model.stages[stage].evaluated.exit;
    let mut chain = vec![stage];
    while let Base::Stage(base) = model.stages[chain[chain.len() - 1]].base {
        chain.push(base);
    }
    let mut names: Vec<String> = Vec::new();
    for definition in definitions(document, None) {
        let is_in_force = definition.kind == DefinitionKind::Env
            && !definition.is_trigger
            && definition.stage.is_some_and(|stage| chain.contains(&stage));
        let name = code(&definition.name);
        if is_in_force && !names.contains(&name) {
            names.push(name);
        }
    }
    let mut parts = Vec::new();
    if exit.has_workdir {
        let unknown = if exit.workdir.is_certain { "" } else { " below that of the base image" };
        let shown = if exit.workdir.is_certain { code(&exit.workdir.text) } else { "a directory".to_owned() };
        parts.push(format!("`WORKDIR` {shown}{unknown}"));
    }
    if let Some(user) = exit.user.as_ref().filter(|user| user.is_certain) {
        parts.push(format!("`USER` {}", value(&user.text)));
    }
    if let Some(shell) = &exit.shell {
        parts.push(format!("`SHELL` {}", code(&shell.join(" "))));
    }
    if !names.is_empty() {
        parts.push(format!("`ENV` {}", list(&names, MOST)));
    }
    (!parts.is_empty()).then(|| format!("Leaves {}.", parts.join(", ")))
}

/// Who uses it, and whether the last stage needs it.
fn uses(document: &Document, model: &Model, stage: usize) -> String {
    let mut users: Vec<(usize, Vec<String>)> = Vec::new();
    for found in stage_uses(document, stage).into_iter().filter(|found| found.kind != StageUseKind::Name) {
        let line = document.text().docker_line(found.range.start).to_string();
        match users.last_mut() {
            Some((user, lines)) if *user == found.stage => {
                if lines.last() != Some(&line) {
                    lines.push(line);
                }
            }
            _ => users.push((found.stage, vec![line])),
        }
    }
    let shown: Vec<String> = users
        .iter()
        .map(|(user, lines)| {
            let word = if lines.len() == 1 { "line" } else { "lines" };
            let stage = if model.stages[*user].name.is_some() { "" } else { "stage " };
            format!("{stage}{} ({word} {})", stage_label(model, *user), list(lines, 3))
        })
        .collect();
    let used = if shown.is_empty() { String::new() } else { format!("Used by {}. ", list(&shown, MOST)) };
    format!("{used}{}", need(document, model, stage))
}

fn need(document: &Document, model: &Model, stage: usize) -> &'static str {
    let Some(target) = model.target() else { return "" };
    if stage == target {
        "The final stage."
    } else if model.reachable(target)[stage] {
        "The final stage needs it."
    } else if is_choice(document) {
        "With the default arguments the final stage does not need it."
    } else {
        "The final stage does not need it."
    }
}
