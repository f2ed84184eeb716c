//! Hovers for stages: their number, base, variables and uses.

use super::{
    Hover,
    image::image_line,
    markdown::{code, list, value},
    origin::stage_label,
};
use crate::code_lenses::is_choice;
use dockwright_analysis::{
    document::Document,
    model::{Base, DefinitionKind, Model, definitions, place::Spot},
    usage::{StageUseKind, Symbol, stage_uses, symbol_at},
};
use dockwright_texts::{
    Language, Message,
    ide::hover::{common, stage as texts},
};

/// The maximum number of variables, and of uses, that are listed.
const MOST: usize = 5;

/// The stage at an offset.
pub(super) fn hover(document: &Document, _: &Spot<'_>, offset: usize, language: Language) -> Option<Hover> {
    let Some(Symbol::Stage { stage, range, .. }) = symbol_at(document, offset) else { return None };
    Some(Hover { range, markdown: about(document, stage, language) })
}

fn about(document: &Document, stage: usize, language: Language) -> String {
    let model = document.model();
    let number = stage.to_string();
    let title = match model.stages[stage].name.as_deref() {
        Some(name) => texts::StageTitled { number: &number, stage: code(name) }.message().text(language),
        None => common::stage(&number).text(language),
    };
    let mut lines = vec![title, base(document, model, stage, language)];
    lines.extend(leaves(document, model, stage, language));
    lines.push(uses(document, model, stage, language));
    lines.join("\n\n")
}

/// The base of a stage, followed down to the image.
fn base(document: &Document, model: &Model, stage: usize, language: Language) -> String {
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
    let label = |stage: usize| {
        texts::StageOnLine { stage: stage_label(model, stage), line: line(stage) }.message().text(language)
    };
    let stages: Vec<String> = chain.into_iter().map(label).collect();
    let bottom = image_line(document, at, language);
    if stages.is_empty() {
        return bottom;
    }
    texts::OnStages { stages: list(&stages, 3, language), bottom: &bottom }.message().text(language)
}

/// The state in which a stage based on this one starts, as far as the file defines it.
fn leaves(document: &Document, model: &Model, stage: usize, language: Language) -> Option<String> {
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
        parts.push(if exit.workdir.is_certain {
            format!("`WORKDIR` {}", code(&exit.workdir.text))
        } else {
            let what = format!("`WORKDIR` {}", texts::a_directory().text(language));
            texts::below_base(&what).text(language)
        });
    }
    if let Some(user) = exit.user.as_ref().filter(|user| user.is_certain) {
        parts.push(format!("`USER` {}", value(&user.text, language)));
    }
    if let Some(shell) = &exit.shell {
        parts.push(format!("`SHELL` {}", code(&shell.join(" "))));
    }
    if !names.is_empty() {
        parts.push(format!("`ENV` {}", list(&names, MOST, language)));
    }
    (!parts.is_empty()).then(|| texts::leaves(parts.join(", ")).text(language))
}

/// The uses of a stage, and whether the last stage needs it.
fn uses(document: &Document, model: &Model, stage: usize, language: Language) -> String {
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
            let mut label = stage_label(model, *user);
            if model.stages[*user].name.is_none() {
                label = texts::user_stage(&label).text(language);
            }
            let shown = list(lines, 3, language);
            let user = if lines.len() == 1 {
                texts::UserLine { stage: label, lines: shown }.message()
            } else {
                texts::UserLines { stage: label, lines: shown }.message()
            };
            user.text(language)
        })
        .collect();
    let need = need(document, model, stage).map_or_else(String::new, |need| need.text(language));
    if shown.is_empty() {
        return need;
    }
    let used = texts::used_by(list(&shown, MOST, language)).text(language);
    format!("{used} {need}")
}

fn need(document: &Document, model: &Model, stage: usize) -> Option<Message> {
    let target = model.target()?;
    Some(if stage == target {
        texts::final_stage()
    } else if model.reachable(target)[stage] {
        texts::final_needs()
    } else if is_choice(document) {
        texts::final_needs_not_by_default()
    } else {
        texts::final_needs_not()
    })
}
