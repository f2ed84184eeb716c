//! Images: what a FROM is based on, in full.

use super::{Hover, markdown::code, origin::stage_label};
use crate::{
    document::Document,
    everywhere::{Everywhere, Known, Seen},
    facts::{Facts, operands::Operands, template::Template},
    model::{
        Base, Model,
        image_reference::ImageReference,
        place::{Spot, Walk},
    },
    spec::Instruction,
    usage::{each_from, image_of, shift, touches},
};

/// The image at an offset: in a FROM, on its keyword, or where something is copied or mounted from one.
pub(super) fn hover(document: &Document, spot: &Spot<'_>, offset: usize) -> Option<Hover> {
    let relative = offset - spot.placed.start;
    let facts = spot.facts();
    if let (Some(stage), Some(Instruction::From)) = (spot.stage, facts.instruction) {
        let image = image_of(facts)?;
        let is_image = touches(&image.range, relative);
        if !is_image && !touches(&facts.keyword_range, relative) {
            return None;
        }
        let range = if is_image { &image.range } else { &facts.keyword_range };
        let markdown = image_line(document, stage);
        return Some(Hover { range: shift(range, spot.placed.start), markdown });
    }
    let mut found = None;
    each_from(facts, &mut |from| {
        if found.is_none() && touches(&from.range, relative) {
            found = from.literal().and_then(|image| {
                let image = ImageReference::parse(image).ok()?;
                let markdown = code(&image.canonical());
                Some(Hover { range: shift(&from.range, spot.placed.start), markdown })
            });
        }
    });
    found
}

/// What a stage is based on, as lines.
pub(super) fn image_line(document: &Document, stage: usize) -> String {
    let everywhere = Everywhere::new(document);
    let Some(block) = document.stages().nth(stage) else { return String::new() };
    let facts = block.placed(0).facts;
    let Some(image) = image_of(facts) else { return String::new() };
    let walks = everywhere.walks(Walk::at_from);
    let model = &everywhere.here;
    let written = match image.literal() {
        Some(_) => String::new(),
        None => format!(", from {}", variables(image, walks.seen())),
    };
    let platform = platform(facts, walks.seen());
    match everywhere.base(stage) {
        None => format!("The image depends on the platform: {}.", code(&image.text)),
        Some(Base::Scratch) => format!("`scratch`, the empty image{platform}{written}."),
        Some(Base::Stage(base)) => format!("{}{written}.", stage_line(model, *base)),
        Some(Base::Unknown) => format!("Not an image: {}.", code(&image.text)),
        Some(Base::Image(text)) => match ImageReference::parse(text) {
            Ok(reference) => format!("Image {}{platform}{written}.", code(&reference.canonical())),
            Err(error) => format!("{} is no image: {error}{written}.", code(text)),
        },
    }
}

fn stage_line(model: &Model, stage: usize) -> String {
    let number = if model.stages[stage].name.is_some() { format!(", number {stage}") } else { String::new() };
    format!("Stage {}{number}", stage_label(model, stage))
}

/// The variables of a text with their values.
fn variables(template: &Template, seen: Seen<'_>) -> String {
    let mut shown: Vec<String> = Vec::new();
    template.references(&mut |reference| {
        let name = code(&reference.name);
        let text = match seen.variable(&reference.name) {
            Known::Value(text) if !text.is_empty() => format!("{name} = {}", code(&text)),
            Known::Value(_) => format!("{name}, which is empty"),
            Known::Unset => format!("{name}, which is not set"),
            Known::Platform | Known::Open | Known::Refused(_) => name,
        };
        if !shown.contains(&text) {
            shown.push(text);
        }
    });
    shown.join(", ")
}

/// The platform of a FROM that names one.
fn platform(facts: &Facts, seen: Seen<'_>) -> String {
    let Operands::From(operands) = &facts.operands else { return String::new() };
    let Some(platform) = &operands.platform else { return String::new() };
    match seen.text(platform) {
        Known::Value(text) => format!(" for {}", code(&text)),
        Known::Platform | Known::Unset | Known::Open | Known::Refused(_) => {
            format!(" for {}", code(&platform.text))
        }
    }
}
