//! Draws the graph in the DOT language of Graphviz.

use std::fmt::Write as _;

use super::{
    NeedKind,
    picture::{Node, Of, Picture, labels},
};

pub(super) fn draw(picture: &Picture) -> String {
    let mut out = String::from(
        "digraph stages {\n    node [shape=box fontname=monospace]\n    edge [fontname=monospace fontsize=10]\n",
    );
    if let Some(left_out) = &picture.left_out {
        let _ = writeln!(out, "    label={}", quoted(left_out));
    }
    for node in &picture.nodes {
        let lines = [Some(node.title.clone()), node.details.clone(), node.mark(picture.language)];
        let label: Vec<_> = lines.into_iter().flatten().map(|line| escaped(&line)).collect();
        let _ = writeln!(out, "    {} [label=\"{}\"{}]", id(node), label.join("\\n"), look(node));
    }
    for arrow in &picture.arrows {
        let (from, to) = (id(&picture.nodes[arrow.from]), id(&picture.nodes[arrow.to]));
        let style = match arrow.kinds.first() {
            Some(NeedKind::Copy | NeedKind::Add) => " style=dashed",
            Some(NeedKind::Mount | NeedKind::After) => " style=dotted",
            Some(NeedKind::From) | None => "",
        };
        let _ = writeln!(out, "    {from} -> {to} [label={}{style}]", quoted(&labels(&arrow.kinds)));
    }
    out.push_str("}\n");
    out
}

fn id(node: &Node) -> String {
    match node.of {
        Of::Stage(stage) => format!("stage{stage}"),
        Of::Image(edge) => format!("image{edge}"),
    }
}

fn look(node: &Node) -> &'static str {
    match node.of {
        Of::Image(_) => " style=rounded",
        Of::Stage(_) if node.is_target => " peripheries=2",
        Of::Stage(_) if !node.is_needed => " style=dashed",
        Of::Stage(_) => "",
    }
}

fn quoted(text: &str) -> String {
    format!("\"{}\"", escaped(text))
}

/// Text inside quotes, where a backslash begins an escape such as `\N`.
fn escaped(text: &str) -> String {
    text.replace('\\', "\\\\").replace('"', "\\\"")
}

#[cfg(test)]
mod tests {
    use expect_test::expect;

    use super::super::testing::{SAMPLE, WRONG, drawn, many, wide};
    use crate::stage_graph::DrawingFormat;

    #[test]
    fn stages_and_arrows() {
        expect![[r#"
            digraph stages {
                node [shape=box fontname=monospace]
                edge [fontname=monospace fontsize=10]
            }
        "#]]
        .assert_eq(&drawn("", DrawingFormat::Dot));
        expect![[r#"
            digraph stages {
                node [shape=box fontname=monospace]
                edge [fontname=monospace fontsize=10]
                image2 [label="golang:1.24" style=rounded]
                stage0 [label="base\nalpine:3.20"]
                stage1 [label="build\nlinux/arm64"]
                stage2 [label="tools\nnode:24\nnot used" style=dashed]
                stage3 [label="stage 3\ntarget" peripheries=2]
                stage0 -> stage1 [label="FROM, RUN --mount"]
                image2 -> stage1 [label="RUN --mount" style=dotted]
                stage0 -> stage3 [label="FROM"]
                stage1 -> stage3 [label="COPY --from" style=dashed]
            }
        "#]]
        .assert_eq(&drawn(SAMPLE, DrawingFormat::Dot));
    }

    #[test]
    fn names_are_no_markup() {
        expect![[r##"
            digraph stages {
                node [shape=box fontname=monospace]
                edge [fontname=monospace fontsize=10]
                image4 [label="#x;�" style=rounded]
                stage0 [label="\"<b>&'`%%{\nab\nCOPY --from itself"]
                stage1 [label="two\nb"]
                stage2 [label="한글-스테이지]]>\n:1\ntarget" peripheries=2]
                stage1 -> stage0 [label="COPY --from" style=dashed]
                stage0 -> stage1 [label="COPY --from" style=dashed]
                stage1 -> stage2 [label="ADD --from" style=dashed]
                image4 -> stage2 [label="RUN --mount" style=dotted]
            }
        "##]]
        .assert_eq(&drawn(WRONG, DrawingFormat::Dot));
    }

    #[test]
    fn large_files_are_shown_in_part() {
        for text in [many(), wide()] {
            let drawing = drawn(&text, DrawingFormat::Dot);
            assert!(drawing.contains("Not shown") && drawing.len() < 60_000, "{} bytes", drawing.len());
        }
    }
}
