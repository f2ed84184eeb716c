//! Finds ranges that are edited together, because they must hold the same text.
//!
//! The delimiter of a heredoc: after `<<`, without quotes, and on the line that ends the body. Only
//! if both have the same text; a delimiter with escapes or inner quotes is not linked.
//!
//! The name of a stage: where it is defined and where it is used, if the spelling is exactly the
//! same. Uses in a different letter case are not linked, nor are stage numbers and values of
//! variables.

use std::ops::Range;

use dockwright_analysis::{
    document::Document,
    usage::{StageUse, StageUseKind, Symbol, delimiters::heredoc_delimiter, stage_uses, symbol_at},
};

/// The ranges that change together with the one at `offset`, including that one; they do not
/// overlap.
pub fn linked_ranges(document: &Document, offset: usize) -> Option<Vec<Range<usize>>> {
    heredoc_delimiter(document, offset).or_else(|| stage_name(document, offset))
}

fn stage_name(document: &Document, offset: usize) -> Option<Vec<Range<usize>>> {
    let Some(Symbol::Stage { stage, range, is_index: false }) = symbol_at(document, offset) else {
        return None;
    };
    let text = document.text();
    let written = text.slice(range);
    let is_name = |c: char| c.is_alphanumeric() || matches!(c, '-' | '_' | '.');
    if written.is_empty() || !written.chars().all(is_name) {
        return None;
    }
    let uses = stage_uses(document, stage).into_iter();
    let is_same = |found: &StageUse| {
        matches!(found.kind, StageUseKind::Name | StageUseKind::Base | StageUseKind::From)
            && text.slice(found.range.clone()) == written
    };
    let ranges: Vec<_> = uses.filter(is_same).map(|found| found.range).collect();
    (ranges.len() > 1).then_some(ranges)
}

#[cfg(test)]
mod tests {
    use dockwright_syntax::Text;

    use super::*;

    /// Checks that the annotated ranges are linked when the cursor is anywhere in one of them; without
    /// annotations, none are.
    #[track_caller]
    fn check(fixture: &str) {
        let file = dockwright_fixture::parse_one(fixture);
        let document = Document::new(Text::new(&file.text));
        let expected: Vec<_> = file.annotations.iter().map(|annotation| annotation.range.clone()).collect();
        for offset in 0..=file.text.len() {
            let is_inside = expected.iter().any(|range| (range.start..=range.end).contains(&offset));
            let expected = is_inside.then(|| expected.clone());
            assert_eq!(linked_ranges(&document, offset), expected, "at {offset} of {:?}", file.text);
        }
    }

    #[test]
    fn a_marker_and_its_terminator() {
        check("FROM a\nRUN <<EOF\n      ^^^\nEOFX\nEOF\n^^^\n");
        check("FROM a\nCOPY <<file.txt /x\n       ^^^^^^^^\nfile\nfile.txt\n^^^^^^^^\n");
        check("FROM a\nADD <<'E F' /x\n       ^^^\nx\nE F\n^^^\n");
        check("FROM a\nRUN cat <<\"EOF\" \\\n           ^^^\n  | sh\nEOF\n^^^\n");
        check("FROM a\nRUN <<끝\n      ^\n\n끝\n^\n");
    }

    #[test]
    fn tabs_before_the_terminator_and_line_ends() {
        check("FROM a\nRUN <<-EOF\n       ^^^\n\tx\n\t\tEOF\n  ^^^\n");
        check("FROM a\r\nRUN <<EOF\r\n      ^^^\r\nx\r\nEOF\r\n^^^\r\nCMD x\r\n");
        check("FROM a\nRUN <<EOF\n      ^^^\nEOF\n^^^\n\n");
    }

    #[test]
    fn behind_onbuild() {
        check("FROM a\nONBUILD RUN <<EOF\n              ^^^\nx\nEOF\n^^^\n");
    }

    #[test]
    fn stages_and_their_uses() {
        check(
            r#"
FROM a AS 빌드
FROM a AS build
          ^^^^^
FROM build AS b
     ^^^^^
COPY --from=build 한글 /b
            ^^^^^
COPY --from=BUILD a b
RUN --mount=type=bind,from=build,target=/x x
                           ^^^^^
ONBUILD COPY --from="build" a b
                     ^^^^^
COPY --from=1 a b
COPY --from=nginx a b
"#,
        );
        check("FROM a AS Build\nFROM build\nCOPY --from=x a b\n");
        check(
            "FROM a AS Build\r\n          ^^^^^\r\nFROM build\r\nCOPY --from=Build a b\r\n            ^^^^^\r\n",
        );
        check("FROM a AS lonely\n");
    }

    #[test]
    fn each_of_several_with_its_own() {
        let source = "FROM a\nRUN <<A cat <<B\nx\nA\ny\nB\n";
        let document = Document::new(Text::new(source));
        assert_eq!(linked_ranges(&document, 14), Some(vec![13..14, 25..26]));
        assert_eq!(linked_ranges(&document, 29), Some(vec![21..22, 29..30]));
        assert_eq!(linked_ranges(&document, 17), None);
    }

    #[test]
    fn not_where_the_texts_differ() {
        check("FROM a\nRUN <<E\"O\"F\nx\nEOF\n");
        check("FROM a\nRUN <<\\EOF\nx\nEOF\n");
        check("FROM a\nRUN <<EOF\nx\n");
        check("FROM a\nRUN <<EO\nx\nEOF\n");
        check("FROM a\nRUN <<\n");
    }
}
