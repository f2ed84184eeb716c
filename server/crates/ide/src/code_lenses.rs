//! Code lenses: lines above stages that show where each stage is used.
//!
//! The final stage has none, since its purpose is clear. A stage whose uses cannot be determined
//! has none either.

use std::ops::Range;

use crate::builds::{built_by, stage_of_build};
use dockwright_analysis::{
    document::Document,
    known_builds::KnownBuild,
    model::{Base, place::Spot},
    spec::Instruction,
    usage::{each_from, image_of, shift, stage_of},
};
use dockwright_texts::{Message, ide::code_lenses as texts};

/// A line that editors show above a line of the file.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct CodeLens {
    /// Byte range of the code that it describes, on one line.
    pub range: Range<usize>,
    /// The text that is shown.
    pub title: Message,
    /// Byte ranges of the uses that it counts; a click shows them.
    pub uses: Vec<Range<usize>>,
}

/// The lenses in the order of the text. `cursors` are the byte offsets where the user is typing: a
/// final stage that is not finished yet may still come to need the other stages.
pub fn code_lenses(document: &Document, cursors: &[usize]) -> Vec<CodeLens> {
    let model = document.model();
    let Some(target) = model.target() else { return Vec::new() };
    let builds: Vec<(Option<usize>, &KnownBuild)> =
        document.context().builds.iter().map(|build| (stage_of_build(document, build), build)).collect();
    let start = document.stages().nth(target).map_or(0, |block| block.placed(0).start);
    let end = document.stages().nth(target + 1).map_or(usize::MAX, |block| block.placed(0).start);
    let is_typed = cursors.iter().any(|cursor| (start..end).contains(cursor));
    // A build whose stage is not known may need all stages.
    let is_open = builds.iter().any(|(stage, _)| stage.is_none());
    let mut reachable =
        if is_typed || is_open { vec![true; model.stages.len()] } else { model.reachable(target) };
    for stage in builds.iter().filter_map(|(stage, _)| *stage) {
        reachable.iter_mut().zip(model.reachable(stage)).for_each(|(reached, needed)| *reached |= needed);
    }
    let is_choice = is_choice(document);
    let mut lenses = Vec::new();
    for (stage, (uses, block)) in uses(document).into_iter().zip(document.stages()).enumerate() {
        let from = block.placed(0);
        let own: Vec<&KnownBuild> =
            builds.iter().filter(|(built, _)| *built == Some(stage)).map(|(_, build)| *build).collect();
        if let Some(title) = built_by(&own) {
            let range = shift(&from.facts.keyword_range, from.start);
            lenses.push(CodeLens { range, title, uses: Vec::new() });
        }
        if stage == target {
            continue;
        }
        let mut users: Vec<usize> = uses.iter().map(|(user, _)| *user).collect();
        users.dedup();
        let title = match (users.len(), reachable[stage], is_choice) {
            (0, true, _) => continue,
            (0, false, false) => texts::not_needed(),
            (0, false, true) => texts::not_needed_by_default(),
            (1, true, _) => texts::used_by_one(),
            (1, false, false) => texts::used_by_one_not_needed(),
            (1, false, true) => texts::used_by_one_not_needed_by_default(),
            (count, true, _) => texts::used_by(count),
            (count, false, false) => texts::used_by_not_needed(count),
            (count, false, true) => texts::used_by_not_needed_by_default(count),
        };
        let uses = uses.into_iter().map(|(_, range)| range).collect();
        lenses.push(CodeLens { range: shift(&from.facts.keyword_range, from.start), title, uses });
    }
    lenses
}

/// Whether a variable selects the base of a stage, so that other arguments may need other stages.
pub(crate) fn is_choice(document: &Document) -> bool {
    let model = document.model();
    document.stages().zip(&model.stages).any(|(block, stage)| {
        let image = image_of(block.placed(0).facts);
        matches!(stage.base, Base::Stage(_) | Base::Unknown | Base::Image(_))
            && image.is_some_and(|image| image.literal().is_none() && !image.text.contains(['/', ':']))
    })
}

/// The uses of each stage in the order of the text, with the stages that contain them. One pass
/// over the document collects all of them, since asking for the uses of each stage would take a
/// pass per stage.
fn uses(document: &Document) -> Vec<Vec<(usize, Range<usize>)>> {
    let model = document.model();
    let mut found = vec![Vec::new(); model.stages.len()];
    for (user, block) in document.stages().enumerate() {
        for (item, placed) in block.instructions().enumerate() {
            let facts = Spot { stage: Some(user), item, placed }.facts();
            if facts.instruction == Some(Instruction::From)
                && let (Base::Stage(base), Some(image)) = (&model.stages[user].base, image_of(facts))
            {
                let range = image.name_range().unwrap_or_else(|| image.range.clone());
                found[*base].push((user, shift(&range, placed.start)));
            }
            each_from(facts, &mut |from| {
                if let Some((stage, _)) = stage_of(document, facts, from) {
                    let range = from.name_range().unwrap_or_else(|| from.range.clone());
                    found[stage].push((user, shift(&range, placed.start)));
                }
            });
        }
    }
    found
}

#[cfg(test)]
mod tests {
    use dockwright_syntax::Text;

    use super::*;

    /// Each annotation is a lens on its range: the text, then its uses after a bar.
    #[track_caller]
    fn check(fixture: &str) {
        let file = dockwright_fixture::parse_one(fixture);
        let document = Document::new(Text::new(&file.text));
        let shown = |lens: CodeLens| {
            let uses: Vec<_> = lens.uses.into_iter().map(|range| &file.text[range]).collect();
            let bar = if uses.is_empty() { "" } else { " | " };
            (lens.range, format!("{}{bar}{}", lens.title, uses.join(" ")))
        };
        let found: Vec<_> = code_lenses(&document, &[]).into_iter().map(shown).collect();
        let expected: Vec<_> = file.annotations.into_iter().map(|it| (it.range, it.text)).collect();
        assert_eq!(found, expected);
    }

    #[test]
    fn a_final_stage_that_is_being_typed_may_come_to_need_others() {
        let text = "FROM a AS b\nFROM b AS c\nFROM d\n";
        let document = Document::new(Text::new(text));
        let titles = |cursors: &[usize]| {
            code_lenses(&document, cursors).into_iter().map(|lens| lens.title).collect::<Vec<_>>()
        };
        assert_eq!(
            titles(&[]),
            ["used by 1 stage, not needed by the final stage", "not needed by the final stage"]
        );
        assert_eq!(titles(&[3]), titles(&[]));
        assert_eq!(titles(&[text.len()]), ["used by 1 stage"]);
    }

    #[test]
    fn users_and_stages_that_nobody_needs() {
        check(
            r#"
FROM a AS base
^^^^ used by 3 stages | base base 0
FROM b AS unused
^^^^ not needed by the final stage
from base as test
^^^^ used by 1 stage, not needed by the final stage | test
FROM c
^^^^ not needed by the final stage
COPY --from=test a b
FROM d
^^^^ used by 1 stage | 4
COPY --chown=한글 --from=base a b
FROM e AS last
ONBUILD COPY --from=0 a b
COPY --from=4 a b
"#,
        );
    }

    #[test]
    fn nothing_about_a_single_stage() {
        check("FROM a\nRUN b\n");
        check("# nothing\n");
        check("FROM a AS b\n^^^^ not needed by the final stage\nFROM\n");
    }

    #[test]
    fn other_arguments_may_need_other_stages() {
        check(
            r#"
ARG MODE=dev
FROM a AS dev
^^^^ used by 1 stage | $MODE
FROM a AS prod
^^^^ not needed with default arguments
FROM $MODE
"#,
        );
    }

    #[test]
    fn line_ends_and_escapes() {
        check("# escape=`\r\nFROM `\r\n^^^^ used by 1 stage | a\r\n  x AS a\r\nFROM a\r\n");
    }
}
