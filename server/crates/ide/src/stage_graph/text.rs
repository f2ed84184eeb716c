//! Draws the graph for terminals: a line for each stage, and to the left a lane from each stage down to
//! those that use it.
//!
//! ```text
//! ┌─── 0 base  FROM alpine:3.20
//! ├┬─▶ 1 build FROM base         linux/arm64
//! ││   2 tools FROM node:24      not used
//! └┴─▶ 3       FROM base         COPY --from=build · target
//! ```
//!
//! If a stage uses a later one, which Docker rejects, there is only the text and no lane.

use std::collections::{BTreeMap, BTreeSet};

use dockwright_texts::{Language, ide::stage_graph as texts};
use unicode_width::UnicodeWidthStr;

use super::{
    NeedKind, StageGraph,
    picture::{Picture, shortened},
};

/// The maximum number of lanes; for further ones, only the text is shown.
const MAX_LANES: usize = 24;
/// The maximum number of things used by a stage that are named.
const MAX_TAKEN: usize = 6;

/// The lane of a stage that others use.
struct Lane {
    column: usize,
    first: usize,
    last: usize,
    /// The rows of the stages that use it.
    uses: BTreeSet<usize>,
}

pub(super) fn draw(graph: &StageGraph, picture: &Picture) -> String {
    let language = picture.language;
    let stages = picture.stages();
    if stages.is_empty() {
        return texts::no_stage().text(language) + "\n";
    }
    let (lanes, width) = lanes(&uses(graph, &stages));
    let name =
        |stage: usize| graph.stages[stage].name.as_deref().map_or_else(|| stage.to_string(), shortened);
    let base = |stage: usize| {
        let stage = &graph.stages[stage];
        let base = stage.image.as_deref().map(shortened).or_else(|| stage.base.map(name));
        base.map_or_else(String::new, |base| format!("FROM {base}"))
    };
    let written = |stage: usize| graph.stages[stage].name.as_deref().map_or_else(String::new, shortened);
    let widest = |text: &dyn Fn(usize) -> String| {
        stages.iter().map(|&stage| text(stage).width()).max().unwrap_or_default()
    };
    let index_width = stages.last().map_or(1, |last| last.to_string().len());
    let (name_width, base_width) = (widest(&written), widest(&base));
    let mut taken = taken(graph, &stages, &name, language);
    let mut out = String::new();
    let mut open: Vec<&Lane> = Vec::new();
    let mut waiting = lanes.iter().peekable();
    for (row, &stage) in stages.iter().enumerate() {
        open.retain(|lane| lane.last >= row);
        open.extend(std::iter::from_fn(|| waiting.next_if(|lane| lane.first == row)));
        let it = &graph.stages[stage];
        let is_target = graph.target == Some(stage);
        let state = if is_target { Some(texts::target()) } else { (!it.is_needed).then(texts::not_used) };
        let state = state.map(|state| state.text(language));
        let marks = [it.platform.as_deref().map(shortened), taken.remove(&stage), state];
        let marks: Vec<_> = marks.into_iter().flatten().collect();
        // A column without text would leave a gap.
        let columns = [(written(stage), name_width), (base(stage), base_width)];
        let columns = columns.into_iter().filter(|&(_, width)| width > 0);
        let columns: String = columns.flat_map(|(text, width)| [padded(&text, width), " ".into()]).collect();
        let line =
            format!("{}{stage:>index_width$} {columns}{}", gutter(row, &open, width), marks.join(" · "));
        out.push_str(line.trim_end());
        out.push('\n');
    }
    if let Some(left_out) = &picture.left_out {
        out.push_str(left_out);
        out.push('\n');
    }
    out
}

/// For each row, the later rows that use it.
fn uses(graph: &StageGraph, stages: &[usize]) -> BTreeMap<usize, BTreeSet<usize>> {
    let mut uses: BTreeMap<usize, BTreeSet<usize>> = BTreeMap::new();
    let row = |stage: usize| stages.binary_search(&stage).ok();
    for edge in &graph.edges {
        if let (Some(from), Some(to)) = (edge.from.and_then(row), row(edge.to))
            && from < to
        {
            uses.entry(from).or_default().insert(to);
        }
    }
    uses
}

/// The lanes by their first rows, and the number of columns. Lanes that start first get the
/// leftmost columns, and a column is free again after the lane's last use.
fn lanes(uses: &BTreeMap<usize, BTreeSet<usize>>) -> (Vec<Lane>, usize) {
    let mut busy_until: Vec<usize> = Vec::new();
    let mut lanes = Vec::new();
    for (&first, uses) in uses {
        let last = uses.last().copied().unwrap_or(first);
        let free = busy_until.iter().position(|&until| until < first);
        let column = match free {
            Some(column) => column,
            None if busy_until.len() < MAX_LANES => {
                busy_until.push(0);
                busy_until.len() - 1
            }
            None => continue,
        };
        busy_until[column] = last;
        lanes.push(Lane { column, first, last, uses: uses.clone() });
    }
    (lanes, busy_until.len())
}

/// The drawing to the left of a row: the columns, then the arrowhead; empty if no stage uses
/// another one.
fn gutter(row: usize, open: &[&Lane], width: usize) -> String {
    if width == 0 {
        return String::new();
    }
    let mut cells = vec![' '; width];
    let mut leftmost = width;
    let mut is_used = false;
    for lane in open {
        let (is_start, is_use) = (lane.first == row, lane.uses.contains(&row));
        if is_start || is_use {
            leftmost = leftmost.min(lane.column);
        }
        is_used |= is_use;
        cells[lane.column] = match (is_start, is_use) {
            (true, _) => '┌',
            (false, true) if lane.last == row => '└',
            (false, true) => '├',
            (false, false) => '│',
        };
    }
    // The line crosses the columns to the right of the leftmost, up to the stage's name.
    for cell in cells.iter_mut().skip(leftmost + 1) {
        *cell = match *cell {
            '│' | '├' => '┼',
            '┌' => '┬',
            '└' => '┴',
            _ => '─',
        };
    }
    let (line, head) = match (leftmost < width, is_used) {
        (false, _) => (' ', ' '),
        (true, false) => ('─', '─'),
        (true, true) => ('─', '▶'),
    };
    cells.into_iter().chain([line, head, ' ']).collect()
}

/// The uses of other stages and images except bases: `COPY --from=build`.
fn taken(
    graph: &StageGraph,
    stages: &[usize],
    name: &dyn Fn(usize) -> String,
    language: Language,
) -> BTreeMap<usize, String> {
    let mut parts: BTreeMap<usize, (Vec<String>, usize)> = BTreeMap::new();
    let mut seen = BTreeSet::new();
    for edge in &graph.edges {
        if edge.kind == NeedKind::From || stages.binary_search(&edge.to).is_err() {
            continue;
        }
        let image = edge.image.as_deref();
        if !seen.insert((edge.to, edge.kind.label(), edge.from, image)) {
            continue;
        }
        let source = edge.from.map(name).or_else(|| image.map(shortened)).unwrap_or_default();
        let (named, more) = parts.entry(edge.to).or_default();
        if named.len() < MAX_TAKEN {
            let separator = if edge.kind == NeedKind::Mount { " from=" } else { "=" };
            named.push(format!("{}{separator}{source}", edge.kind.label()));
        } else {
            *more += 1;
        }
    }
    let joined = |(stage, (named, more)): (usize, (Vec<String>, usize))| {
        let named = named.join(", ");
        (
            stage,
            if more > 0 { texts::More { names: named, count: more }.message().text(language) } else { named },
        )
    };
    parts.into_iter().map(joined).collect()
}

fn padded(text: &str, width: usize) -> String {
    format!("{text}{}", " ".repeat(width.saturating_sub(text.width())))
}

#[cfg(test)]
mod tests {
    use expect_test::{Expect, expect};

    use super::super::testing::{SAMPLE, WRONG, drawn, many, wide};
    use crate::stage_graph::DrawingFormat;

    fn check(text: &str, expected: &Expect) {
        expected.assert_eq(&drawn(text, DrawingFormat::Text));
    }

    #[test]
    fn each_stage_has_a_line() {
        check(
            "",
            &expect![[r#"
                There are no stages.
            "#]],
        );
        check(
            "FROM alpine:3.22\n",
            &expect![[r#"
            0 FROM alpine:3.22 target
        "#]],
        );
        check(
            SAMPLE,
            &expect![[r#"
            ┌─── 0 base  FROM alpine:3.20
            ├┬─▶ 1 build FROM base        linux/arm64 · RUN --mount from=base, RUN --mount from=golang:1.24
            ││   2 tools FROM node:24     not used
            └┴─▶ 3       FROM base        COPY --from=build · target
        "#]],
        );
        check(
            WRONG,
            &expect![[r#"
            ┌─── 0 "<b>&'`%%{       FROM ab COPY --from=two, COPY --from="<b>&'`%%{
            └┬─▶ 1 two              FROM b  COPY --from="<b>&'`%%{
             └─▶ 2 한글-스테이지]]> FROM :1 ADD --from=two, RUN --mount from=#x;� · target
        "#]],
        );
    }

    #[test]
    fn lanes_do_not_touch() {
        check(
            "FROM a AS x\nFROM x AS y\nFROM y AS z\n",
            &expect![[r#"
            ┌─── 0 x FROM a
            └┬─▶ 1 y FROM x
             └─▶ 2 z FROM y target
        "#]],
        );
        check(
            "FROM a AS b\nFROM c AS d\nFROM b AS e\nFROM d AS f\nCOPY --from=e / /\nCOPY --from=b / /\n",
            &expect![[r#"
                ┌──── 0 b FROM a
                │┌─── 1 d FROM c
                ├┼┬─▶ 2 e FROM b
                └┴┴─▶ 3 f FROM d COPY --from=e, COPY --from=b · target
            "#]],
        );
    }

    #[test]
    fn large_files_are_shown_in_part() {
        let end = |text: &str| {
            let drawing = drawn(text, DrawingFormat::Text);
            drawing.lines().skip(199).map(|line| format!("{line}\n")).collect::<Vec<_>>().concat()
        };
        expect![[r#"
            └──────────────┴─▶ 2999 s2999 FROM s2998 COPY --from=s1499 · target
            Not shown: 2800 stages and 7 dependencies
        "#]]
        .assert_eq(&end(&many()));
        expect![[r#"
            └┴┴┴┴┴┴┴┴┴┴┴┴┴┴┴┴┴┴┴┴┴┴┴─▶ 3000      FROM x    COPY --from=s0, COPY --from=i0, COPY --from=s1, COPY --from=i1, COPY --from=s2, COPY --from=i2, 5994 more · target
            Not shown: 2801 stages and 5600 dependencies
        "#]].assert_eq(&end(&wide()));
    }
}
