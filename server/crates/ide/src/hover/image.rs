//! Hovers for images: the base image of a FROM, fully expanded.

use super::{Hover, card, markdown::code, origin::stage_label, value, with_knowledge};
use crate::builds;
use dockwright_analysis::{
    any_platform::{AnyPlatform, Known, Seen},
    document::Document,
    facts::{Facts, template::Template},
    model::{
        Base, Model,
        image_reference::ImageReference,
        place::{Spot, StageWalk},
    },
    spec::{FlagValue, Instruction},
    usage::{each_from, image_of, shift, touches},
};
use dockwright_texts::{
    Language,
    ide::hover::{common, image as texts},
};

/// The image at an offset: in a FROM, on its keyword, or in a flag that copies or mounts from one.
pub(super) fn hover(
    document: &Document,
    spot: &Spot<'_>,
    offset: usize,
    language: Language,
) -> Option<Hover> {
    let relative = offset - spot.placed.start;
    let facts = spot.facts();
    if let (Some(stage), Some(Instruction::From)) = (spot.stage, facts.instruction) {
        let image = image_of(facts)?;
        let is_image = touches(&image.range, relative);
        if !is_image && !touches(&facts.keyword_range, relative) {
            return None;
        }
        let range = if is_image { &image.range } else { &facts.keyword_range };
        let knowledge = if is_image {
            value::image(&image.text, relative.saturating_sub(image.range.start), language)
        } else {
            Some(card::instruction(Instruction::From, language))
        };
        let context = image.literal().and_then(|name| builds::named_context(document, name, language));
        let line = context.unwrap_or_else(|| image_line(document, stage, language));
        let markdown = with_knowledge(line, knowledge);
        return Some(Hover { range: shift(range, spot.placed.start), markdown });
    }
    let mut found = None;
    each_from(facts, &mut |from| {
        if found.is_none() && touches(&from.range, relative) {
            found = from.literal().and_then(|image| {
                let image = ImageReference::parse(image).ok()?;
                let knowledge = value::image(&from.text, relative.saturating_sub(from.range.start), language);
                let context = builds::named_context(document, &from.text, language);
                let line = context.unwrap_or_else(|| code(&image.canonical()));
                let markdown = with_knowledge(line, knowledge);
                Some(Hover { range: shift(&from.range, spot.placed.start), markdown })
            });
        }
    });
    found
}

/// The base of a stage, as lines of Markdown.
pub(super) fn image_line(document: &Document, stage: usize, language: Language) -> String {
    let everywhere = AnyPlatform::new(document);
    let Some(block) = document.stages().nth(stage) else { return String::new() };
    let facts = block.placed(0).facts;
    let Some(image) = image_of(facts) else { return String::new() };
    let walks = everywhere.walks(StageWalk::at_from);
    let model = &everywhere.here;
    // Adds the variables that the text contains.
    let with_variables = |text: String| {
        if image.literal().is_some() {
            return text;
        }
        // Builds may give its variables different values.
        let text = match walks.seen().text(image) {
            Known::Value(_) => text,
            _ => texts::image_by_default(text).text(language),
        };
        let variables = variables(image, walks.seen(), language);
        texts::ImageFrom { image: &text, variables: &variables }.message().text(language)
    };
    let with_platform = |text: String| match platform(facts, walks.seen()) {
        Some(platform) => texts::ImageFor { image: &text, platform: &platform }.message().text(language),
        None => text,
    };
    let text = match everywhere.base(stage) {
        None => return texts::image_platform(code(&image.text)).text(language),
        Some(Base::Unknown) => return texts::image_none(code(&image.text)).text(language),
        Some(Base::Scratch) => with_platform(texts::image_scratch().text(language)),
        Some(Base::Stage(base)) => stage_line(model, *base, language),
        Some(Base::Image(text)) => match ImageReference::parse(text) {
            Ok(reference) => with_platform(common::image(code(&reference.canonical())).text(language)),
            Err(error) => texts::ImageRefused { image: code(text), error: &error }.message().text(language),
        },
    };
    common::sentence(with_variables(text)).text(language)
}

fn stage_line(model: &Model, stage: usize, language: Language) -> String {
    let label = stage_label(model, stage);
    let is_named = model.stages[stage].name.is_some();
    let message = if is_named {
        texts::StageNumbered { stage: label, number: stage }.message()
    } else {
        common::stage(label)
    };
    message.text(language)
}

/// The variables of a text, with their values.
fn variables(template: &Template, seen: Seen<'_>, language: Language) -> String {
    let mut shown: Vec<String> = Vec::new();
    template.references(&mut |reference| {
        let name = code(&reference.name);
        let text = match seen.variable(&reference.name) {
            Known::Value(text) if !text.is_empty() => {
                common::HasValue { name: &name, value: code(&text) }.message().text(language)
            }
            Known::Value(_) => texts::variable_empty(&name).text(language),
            Known::Unset => texts::variable_not_set(&name).text(language),
            Known::Platform | Known::Open | Known::Refused(_) => name,
        };
        if !shown.contains(&text) {
            shown.push(text);
        }
    });
    shown.join(", ")
}

/// The platform of a FROM that specifies one.
fn platform(facts: &Facts, seen: Seen<'_>) -> Option<String> {
    let platform = facts.flag_value(FlagValue::Platform)?;
    Some(match seen.text(platform) {
        Known::Value(text) => code(&text),
        Known::Platform | Known::Unset | Known::Open | Known::Refused(_) => code(&platform.text),
    })
}
