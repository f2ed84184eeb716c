//! Completion of images and stages in FROM and `--from`.

use super::{Acc, CompletionItem, CompletionKind, known::stems};
use dockwright_analysis::{
    cursor::{Token, Typing},
    document::Document,
    facts::operands::Operands,
    model::{Base, Model, Stage},
    spec::usual,
};
use dockwright_texts::{Language, Topic};

/// After FROM.
pub(super) fn base(site: &Typing<'_>, acc: &mut Acc<'_>) {
    stages(site, &site.token, true, acc);
    images(site, &site.token, acc);
    let scratch = CompletionItem::new(CompletionKind::Image, "scratch", &site.token);
    acc.push(scratch.name().rank(60).doc(Topic::From, "scratch"));
}

/// After `--from=` and `from=`.
pub(super) fn from(site: &Typing<'_>, token: &Token, acc: &mut Acc<'_>) {
    stages(site, token, false, acc);
    images(site, token, acc);
}

/// After `--after=`, a Podman feature.
pub(super) fn named_stages(site: &Typing<'_>, token: &Token, acc: &mut Acc<'_>) {
    stages(site, token, true, acc);
}

/// The stages before the current one, the nearest first.
fn stages(site: &Typing<'_>, token: &Token, is_base: bool, acc: &mut Acc<'_>) {
    let model = site.line.document.model();
    let count = site.line.spot.stage.unwrap_or(0).min(model.stages.len());
    for (at, stage) in model.stages[..count].iter().enumerate().rev() {
        let base = base_name(model, stage);
        let label = match &stage.name {
            Some(name) => name.to_string(),
            // FROM accepts only names.
            None if is_base || site.instruction == dockwright_analysis::spec::Instruction::Run => continue,
            None => at.to_string(),
        };
        // Names are more descriptive than numbers.
        let first = if stage.name.is_some() { 10 } else { 20 };
        let rank = first + u8::try_from(count - at).unwrap_or(u8::MAX).min(9);
        acc.push(CompletionItem::new(CompletionKind::Stage, label, token).name().rank(rank).detail(base));
    }
}

/// The base of a stage; empty if it is not known.
pub(super) fn base_name(model: &Model, stage: &Stage) -> String {
    match &stage.base {
        Base::Image(image) => image.to_string(),
        Base::Stage(base) => model.display_name(*base),
        Base::Scratch => "scratch".to_owned(),
        Base::Unknown => String::new(),
    }
}

/// Images used in the workspace, and those in the bundled tables.
fn images(site: &Typing<'_>, token: &Token, acc: &mut Acc<'_>) {
    if let Some((path, tag)) = token.prefix.rsplit_once(':').filter(|(_, tag)| !tag.contains('/')) {
        tags(path, tag, token, acc);
    }
    let mut seen = images_but(site.line.document, Some(site.line.spot.placed.start));
    seen.extend((acc.context.images)(&token.prefix));
    let mut written = std::collections::BTreeSet::new();
    for image in seen {
        if written.insert(image.clone()) {
            acc.push(CompletionItem::new(CompletionKind::Image, image, token).name().rank(29));
        }
    }
    // After one or two letters, a registry is rarely meant.
    let rank = if token.prefix.len() < 3 { 59 } else { 30 };
    for stem in stems(Topic::Images.ids(), &token.prefix, '/') {
        acc.push(CompletionItem::new(CompletionKind::Image, stem, token).name().rank(rank).opens_list(true));
    }
    for id in Topic::Images.ids() {
        if written.insert(id.to_owned()) {
            let rank = 30 + usual::place_in(&usual::IMAGES, id);
            let item = CompletionItem::new(CompletionKind::Image, id, token).name().rank(rank);
            acc.push(item.doc(Topic::Images, id));
        }
    }
}

/// The base images of a document, as written; those given by variables are left out.
pub fn base_images(document: &Document) -> Vec<String> {
    images_but(document, None)
}

/// Like [`base_images`], without the image of one instruction that is being typed.
fn images_but(document: &Document, start: Option<usize>) -> Vec<String> {
    let froms = document.instructions().filter(|placed| Some(placed.start) != start);
    let images = froms.filter_map(|placed| match &placed.facts.operands {
        Operands::From(operands) => operands.image.as_ref()?.literal().map(str::to_owned),
        _ => None,
    });
    let model = document.model();
    let is_image = |it: &String| !it.is_empty() && it != "scratch" && model.stage_named(it).is_none();
    images.filter(is_image).collect()
}

/// The usual tags of an image in the bundled tables.
fn tags(path: &str, tag: &str, whole: &Token, acc: &mut Acc<'_>) {
    let Some(entry) = Topic::Images.entry(Language::English, path) else { return };
    let Some(list) = entry.text.lines().find_map(|line| line.strip_prefix("tags: ")) else { return };
    let token = Token::new(whole.range.start + path.len() + 1..whole.range.end, tag);
    for (at, tag) in list.split_ascii_whitespace().enumerate() {
        let rank = 5 + u8::try_from(at).unwrap_or(u8::MAX).min(4);
        let item = CompletionItem::new(CompletionKind::Value, tag, &token).name().rank(rank);
        acc.push(item.doc(Topic::Images, path));
    }
}
