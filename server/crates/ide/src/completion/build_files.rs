//! Completion in build files of the names in a Dockerfile: stages and build arguments.

use dockwright_analysis::{cursor::Token, document::Document};

use super::{CompletionItem, CompletionKind, image::base_name};

/// The stages, the last one first, since it is the most common target.
pub fn stages_for_builds(document: &Document, token: &Token) -> Vec<CompletionItem> {
    let model = document.model();
    let stages = model.stages.iter().enumerate().rev().filter_map(|(at, stage)| {
        let item = CompletionItem::new(CompletionKind::Stage, stage.name.as_deref()?, token);
        let rank = u8::try_from(model.stages.len() - at).unwrap_or(u8::MAX).min(99);
        Some(item.name().rank(rank).detail(base_name(model, stage)))
    });
    stages.collect()
}

/// The build arguments that a build does not set yet.
pub fn arguments_for_builds(
    document: &Document,
    token: &Token,
    is_set: impl Fn(&str) -> bool,
) -> Vec<CompletionItem> {
    let mut names: Vec<&str> = Vec::new();
    for name in document.declared_arguments() {
        if !names.contains(&name) && !is_set(name) {
            names.push(name);
        }
    }
    names.into_iter().map(|name| CompletionItem::new(CompletionKind::Variable, name, token).name()).collect()
}
