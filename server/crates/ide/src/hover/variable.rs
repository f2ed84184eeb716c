//! Hovers for variables: where they are defined, where the builder expands them, and where a shell
//! reads them.

use std::{cmp::Reverse, ops::Range};

use super::{
    Hover, card,
    image::image_line,
    markdown::{code, value},
    modifier, names,
    origin::{Place, Teller, is_argument, value_at},
    with_knowledge,
};
use crate::builds;
use dockwright_analysis::{
    any_platform::{AnyPlatform, Known},
    document::Document,
    facts::{operands::Operands, template::Reference},
    hidden_argument::Audience,
    model::{Definition, DefinitionKind, Origin, OriginKind, definitions, origins, place::Spot},
    spec::{Instruction, signatures::MODIFIERS},
    usage::{Symbol, each_reference, shift, symbol_at, touches},
};
use dockwright_texts::{
    Language, Topic,
    ide::{
        builds as builds_texts,
        hover::{common, variable as texts},
    },
};

/// The variable at an offset.
pub(super) fn hover(
    document: &Document,
    spot: &Spot<'_>,
    offset: usize,
    language: Language,
) -> Option<Hover> {
    let relative = offset - spot.placed.start;
    if let Some(reference) = reference_at(spot, relative) {
        let range = shift(&reference.range, spot.placed.start);
        let modifier = || {
            let operator = written_operator(document, reference, spot)?;
            Topic::Modifiers.entry(language, operator).map(card::short)
        };
        let knowledge = names::about_at(&reference.name, spot, language)
            .or_else(|| modifier().map(str::to_owned))
            .or_else(|| signal(document, spot, reference, language));
        let knowing = |markdown| with_knowledge(markdown, knowledge);
        return Some(Hover {
            markdown: knowing(of_reference(document, *spot, reference, &range, language)),
            range,
        });
    }
    let Some(Symbol::Variable { name, range }) = symbol_at(document, offset) else { return None };
    let is_it =
        |definition: &Definition| definition.range.start <= range.start && range.end <= definition.range.end;
    let markdown = match definitions(document, Some(&name)).into_iter().find(is_it) {
        Some(definition) => of_definition(document, spot, definition, language),
        None => of_shell(document, spot, &name, language),
    };
    let markdown = with_knowledge(markdown, names::about_at(&name, spot, language));
    // The cursor may be on the `$` before the name.
    Some(Hover { range: range.start.min(offset)..range.end, markdown })
}

/// The value in a pair of ENV or LABEL, or the default of ARG: the same as for its key, so that it does
/// not matter where in a pair the cursor is.
pub(super) fn of_value(
    document: &Document,
    spot: &Spot<'_>,
    offset: usize,
    language: Language,
) -> Option<Hover> {
    let facts = spot.facts();
    let pairs: Vec<(&Range<usize>, &Range<usize>)> = match &facts.operands {
        Operands::Pairs(pairs) => pairs.iter().map(|pair| (&pair.key.range, &pair.value.range)).collect(),
        Operands::Arg(arguments) => {
            let pairs = arguments.iter();
            pairs.filter_map(|it| Some((&it.name.range, &it.value.as_ref()?.range))).collect()
        }
        _ => return None,
    };
    let start = spot.placed.start;
    let (key, value) = pairs.into_iter().find(|(_, value)| touches(value, offset.saturating_sub(start)))?;
    let known = super::hover(document, start + key.start, language).map(|hover| hover.markdown);
    let markdown = known.or_else(|| card::entry(Topic::Parameters, language, "label-value"))?;
    Some(Hover { range: shift(value, start), markdown })
}

/// The signal that a reference in STOPSIGNAL expands to.
fn signal(document: &Document, spot: &Spot<'_>, reference: &Reference, language: Language) -> Option<String> {
    if spot.facts().instruction != Some(Instruction::Stopsignal) {
        return None;
    }
    let everywhere = AnyPlatform::new(document);
    let place = Place::of_reference(*spot, spot.placed.start + reference.range.start);
    let states = everywhere.states_at(document, spot, place.state_offset());
    match states.seen().reference(reference) {
        Known::Value(text) => super::value::signal(&text, language),
        Known::Unset | Known::Platform | Known::Open | Known::Refused(_) => None,
    }
}

/// The modifier of a reference, in the form used in the file.
fn written_operator(document: &Document, reference: &Reference, spot: &Spot<'_>) -> Option<&'static str> {
    reference.operator.as_ref()?;
    let from = shift(&reference.name_range, spot.placed.start).end;
    let behind = document.text().slice(from..shift(&reference.range, spot.placed.start).end);
    MODIFIERS.iter().map(|(modifier, _)| *modifier).find(|modifier| behind.starts_with(modifier))
}

/// The innermost reference at an offset of the instruction. Between two references, the following
/// one is taken.
fn reference_at<'a>(spot: &Spot<'a>, relative: usize) -> Option<&'a Reference> {
    let mut found: Vec<&Reference> = Vec::new();
    each_reference(spot.facts(), &mut |reference| {
        if !reference.name.is_empty() && touches(&reference.range, relative) {
            found.push(reference);
        }
    });
    found.into_iter().min_by_key(|reference| {
        (reference.range.end == relative, reference.range.len(), Reverse(reference.range.start))
    })
}

fn of_reference(
    document: &Document,
    spot: Spot<'_>,
    reference: &Reference,
    range: &Range<usize>,
    language: Language,
) -> String {
    let everywhere = AnyPlatform::new(document);
    let mut teller = Teller::new(document, &everywhere, language);
    if spot.is_trigger() {
        teller.audience = Audience::Trigger;
    }
    let place = Place::of_reference(spot, range.start);
    let origins = teller.origins(&reference.name, &place);
    let states = everywhere.states_at(document, &spot, place.state_offset());
    let seen = states.seen();
    let shown = match &reference.operator {
        None => reference.name.clone(),
        Some(_) => document.text().slice(range.clone()).into_owned(),
    };
    let known = match seen.reference(reference) {
        // A plain reference to an unset variable expands to nothing.
        Known::Value(_) if reference.operator.is_none() => seen.variable(&reference.name),
        known => known,
    };
    let mut lines = vec![first_line(document, &reference.name, &shown, &known, &origins, language)];
    lines.extend(modifier::why(reference, seen, language));
    lines.extend(teller.lines(&reference.name, &origins, place.scope));
    if let (Some(stage), Some(Instruction::From)) = (spot.stage, spot.facts().instruction) {
        lines.push(image_line(document, stage, language));
    }
    if spot.is_trigger() {
        lines.push(texts::for_children_shown().text(language));
    }
    lines.join("\n\n")
}

fn of_definition(document: &Document, spot: &Spot<'_>, definition: Definition, language: Language) -> String {
    let everywhere = AnyPlatform::new(document);
    let teller = Teller::new(document, &everywhere, language);
    let name = definition.name.clone();
    let is_global = definition.stage.is_none();
    let relative = definition.range.start - spot.placed.start;
    let (known, origins) = if definition.kind == DefinitionKind::Env || spot.is_trigger() {
        let place = Place::of_reference(*spot, definition.range.start);
        let states = everywhere.states_at(document, spot, place.state_offset());
        let (known, kind) = match definition.kind {
            DefinitionKind::Env => (None, OriginKind::Env),
            DefinitionKind::Arg { has_default: true } => (None, OriginKind::ArgDefault),
            DefinitionKind::Arg { has_default: false } => {
                (Some(states.seen().variable(&name)), OriginKind::ArgDeclaration)
            }
        };
        let known = known.unwrap_or_else(|| match value_at(spot, relative) {
            Some(template) => states.seen().text(template),
            None => Known::Unset,
        });
        (known, vec![Origin { kind, definition: Some(definition) }])
    } else {
        // After an ARG, the variable has the value that the ARG sets.
        let end = definition.whole.end;
        let place = Place { spot: *spot, scope: spot.stage, offset: end };
        let states = everywhere.states_at(document, spot, end);
        (states.seen().variable(&name), teller.origins(&name, &place))
    };
    let mut lines = vec![first_line(document, &name, &name, &known, &origins, language)];
    lines.extend(teller.lines(&name, &origins, spot.stage));
    if is_global {
        lines.push(texts::for_from(&name).text(language));
    } else if spot.is_trigger() {
        lines.push(texts::for_children().text(language));
    }
    lines.join("\n\n")
}

/// A name that a shell reads: during the build, or in a container, where build arguments do not
/// exist.
fn of_shell(document: &Document, spot: &Spot<'_>, name: &str, language: Language) -> String {
    let everywhere = AnyPlatform::new(document);
    let mut teller = Teller::new(document, &everywhere, language);
    let is_build = spot.facts().instruction == Some(Instruction::Run);
    teller.audience = match (is_build, spot.is_trigger()) {
        (false, _) => Audience::Container,
        (true, true) => Audience::Trigger,
        (true, false) => Audience::Build,
    };
    let place = if is_build {
        Place::of_reference(*spot, spot.placed.start)
    } else {
        Place { spot: *spot, scope: spot.stage, offset: usize::MAX }
    };
    let (known, origins) = match spot.stage {
        Some(stage) if !is_build => {
            let states = everywhere.states_at_end(stage);
            let seen = states.seen();
            let known =
                seen.known(|state| Ok(state.scope.get(name).and_then(|variable| variable.env.clone())));
            let is_declared = seen.state().scope.get(name).is_some_and(|found| found.is_declared);
            if is_declared && matches!(known, Known::Unset | Known::Open) {
                let why = if known == Known::Open {
                    texts::argument_for_build_open()
                } else {
                    texts::argument_for_build()
                };
                let first = texts::not_set_when_run(code(name)).text(language);
                return format!("{first}\n\n{}", why.text(language));
            }
            let mut environment = definitions(document, Some(name));
            environment.retain(|definition| definition.kind == DefinitionKind::Env);
            let found = origins(&everywhere.here, &environment, name, place.scope, place.offset);
            (known, found)
        }
        _ => {
            let states = everywhere.states_at(document, spot, place.state_offset());
            (states.seen().variable(name), teller.origins(name, &place))
        }
    };
    let mut lines = vec![first_line(document, name, name, &known, &origins, language)];
    lines.extend(teller.lines(name, &origins, place.scope));
    if known == Known::Unset || known == Known::Open {
        lines.push(texts::shell_may_set().text(language));
    }
    lines.join("\n\n")
}

/// `NAME` = `value`, or what determines the value.
fn first_line(
    document: &Document,
    name: &str,
    shown: &str,
    known: &Known,
    origins: &[Origin],
    language: Language,
) -> String {
    let shown = code(shown);
    let last = origins.last().map(|origin| origin.kind);
    let message = match known {
        Known::Value(text) if text.is_empty() => common::is_empty(shown),
        Known::Value(text) => common::HasValue { name: shown, value: value(text, language) }.message(),
        Known::Unset if last == Some(OriginKind::ArgDeclaration) => texts::has_no_value(shown),
        Known::Unset => common::is_not_set(shown),
        Known::Platform => common::depends_on_platform(shown),
        Known::Open if is_argument(origins) && builds::disagree(document, name) => {
            builds_texts::depends_on_build(shown)
        }
        Known::Open if last == Some(OriginKind::BaseImage) => texts::no_value_in_file(shown),
        Known::Open => common::depends_on_base(shown),
        // The error message about an unfinished text contains a character that marks its end.
        Known::Refused(error) if error.contains('\u{FFFD}') => texts::no_closing(shown),
        Known::Refused(error) => texts::StopsBuild { name: shown, error }.message(),
    };
    message.text(language)
}

#[cfg(test)]
mod tests {
    use dockwright_syntax::Text;

    use super::*;

    /// Checks the hover of `$V` at the cursor, where a shell reads it.
    #[track_caller]
    fn check(fixture: &str, expected: &str) {
        let file = dockwright_fixture::parse_one(fixture);
        let document = Document::new(Text::new(&file.text));
        let spot = Spot::at(&document, file.cursor()).unwrap();
        assert_eq!(of_shell(&document, &spot, "V", Language::English), expected);
    }

    #[test]
    fn shells_of_the_build() {
        check(
            "ARG V=0\nFROM scratch\nARG V=1\nRUN echo <|>$V\nENV V=2\n",
            "`V` = `1`\n\nDefault of `ARG` on line 3. Change it with `--build-arg V=…`.",
        );
        check(
            "FROM scratch\nENV V=1\nFROM 0\nRUN <<EOF\n<|>$V\nEOF\n",
            "`V` has no value in this file\n\nNot set earlier in this file; the base image `0` may set it.\n\nThe \
             shell may set it.",
        );
        check("FROM scratch\nRUN $<|>V\n", "`V` is not set\n\nNot set here.\n\nThe shell may set it.");
    }

    #[test]
    fn shells_of_containers() {
        check(
            "FROM scratch\nENV V=1\nCMD <|>$V\nARG V=2\n",
            "`V` = `1`\n\nSet by `ENV` on line 2. `--build-arg` does not change it: this `ENV` wins.",
        );
        check(
            "FROM scratch\nARG V=1\nCMD <|>$V\n",
            "`V` is not set when the image runs\n\nAn `ARG` exists only during the build; the shell or \
             `docker run --env` may set it.",
        );
    }
}
