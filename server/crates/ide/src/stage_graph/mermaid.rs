//! Draws the graph as a Mermaid flowchart, which GitHub and GitLab render in Markdown.

use std::fmt::Write as _;

use super::{
    NeedKind,
    picture::{Node, Of, Picture, labels},
};

pub(super) fn draw(picture: &Picture) -> String {
    let mut out = String::from("flowchart TB\n");
    for node in &picture.nodes {
        let lines = [Some(node.title.clone()), node.details.clone(), node.mark(picture.language)];
        let label: Vec<_> = lines.into_iter().flatten().map(|line| escaped(&line)).collect();
        let (open, close) = match node.of {
            Of::Image(_) => ("([", "])"),
            Of::Stage(_) if node.is_target => ("[[", "]]"),
            Of::Stage(_) => ("[", "]"),
        };
        let _ = writeln!(out, "    {}{open}\"{}\"{close}", id(node), label.join("<br/>"));
    }
    for arrow in &picture.arrows {
        let (from, to) = (id(&picture.nodes[arrow.from]), id(&picture.nodes[arrow.to]));
        let line = match arrow.kinds.first() {
            Some(NeedKind::From) | None => "-->",
            Some(_) => "-.->",
        };
        let _ = writeln!(out, "    {from} {line}|\"{}\"| {to}", escaped(&labels(&arrow.kinds)));
    }
    let unused = |node: &&Node| matches!(node.of, Of::Stage(_)) && !node.is_needed && !node.is_target;
    let unused: Vec<_> = picture.nodes.iter().filter(unused).map(id).collect();
    if !unused.is_empty() {
        out.push_str("    classDef unused stroke-dasharray: 5 4\n");
        let _ = writeln!(out, "    class {} unused", unused.join(","));
    }
    if let Some(left_out) = &picture.left_out {
        let _ = writeln!(out, "    leftOut[\"{}\"]", escaped(left_out));
    }
    out
}

fn id(node: &Node) -> String {
    match node.of {
        Of::Stage(stage) => format!("stage{stage}"),
        Of::Image(edge) => format!("image{edge}"),
    }
}

/// Text inside quotes. Mermaid interprets Markdown, HTML and directives there, so characters that
/// might start one are written as entity codes.
fn escaped(text: &str) -> String {
    let mut out = String::new();
    for c in text.chars() {
        if !c.is_ascii() || c.is_ascii_alphanumeric() || " -_./:@$,".contains(c) {
            out.push(c);
        } else {
            let _ = write!(out, "#{};", u32::from(c));
        }
    }
    out
}

#[cfg(test)]
mod tests {
    use expect_test::expect;

    use super::super::testing::{SAMPLE, WRONG, drawn, many, wide};
    use crate::stage_graph::DrawingFormat;

    #[test]
    fn stages_and_arrows() {
        expect![[r#"
            flowchart TB
        "#]]
        .assert_eq(&drawn("", DrawingFormat::Mermaid));
        expect![[r#"
            flowchart TB
                image2(["golang:1.24"])
                stage0["base<br/>alpine:3.20"]
                stage1["build<br/>linux/arm64"]
                stage2["tools<br/>node:24<br/>not used"]
                stage3[["stage 3<br/>target"]]
                stage0 -->|"FROM, RUN --mount"| stage1
                image2 -.->|"RUN --mount"| stage1
                stage0 -->|"FROM"| stage3
                stage1 -.->|"COPY --from"| stage3
                classDef unused stroke-dasharray: 5 4
                class stage2 unused
        "#]]
        .assert_eq(&drawn(SAMPLE, DrawingFormat::Mermaid));
    }

    #[test]
    fn names_are_no_markup() {
        expect![[r##"
            flowchart TB
                image4(["#35;x#59;�"])
                stage0["#34;#60;b#62;#38;#39;#96;#37;#37;#123;<br/>ab<br/>COPY --from itself"]
                stage1["two<br/>b"]
                stage2[["한글-스테이지#93;#93;#62;<br/>:1<br/>target"]]
                stage1 -.->|"COPY --from"| stage0
                stage0 -.->|"COPY --from"| stage1
                stage1 -.->|"ADD --from"| stage2
                image4 -.->|"RUN --mount"| stage2
        "##]]
        .assert_eq(&drawn(WRONG, DrawingFormat::Mermaid));
    }

    #[test]
    fn large_files_are_shown_in_part() {
        for text in [many(), wide()] {
            let drawing = drawn(&text, DrawingFormat::Mermaid);
            assert!(drawing.contains("Not shown") && drawing.len() < 60_000, "{} bytes", drawing.len());
        }
    }
}
