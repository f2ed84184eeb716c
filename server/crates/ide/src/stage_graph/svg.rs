//! Draws the graph as an SVG picture that suits light and dark themes.
//!
//! Colours are CSS custom properties: a page or an editor may set `--dockwright-…`, Visual Studio
//! Code's own are used if they exist, and a picture on its own follows `prefers-color-scheme`. No
//! information depends on colour alone.

use crate::xml::escaped;
use std::fmt::Write as _;

use dockwright_texts::{
    Language, Message,
    ide::{stage_graph as texts, stages},
};
use unicode_width::UnicodeWidthStr;

use super::{
    StageGraph,
    layout::{Input, InputArrow, Route, lay_out, pixels},
    picture::{Node, Of, Picture, labels},
};

const STYLE: &str = include_str!("svg.css");

/// The width of a character of each monospaced text, in tenths of a pixel; slightly more than fonts
/// need.
const TITLE: i32 = 80;
const DETAILS: i32 = 68;
const LABEL: i32 = 64;
/// The height of a box with a title, and the additional height of each further line.
const BOX_HEIGHT: i32 = 30;
const LINE_HEIGHT: i32 = 15;
const BOX_PADDING: i32 = 28;
const MIN_BOX_WIDTH: i32 = 90;
const CAPTION_HEIGHT: i32 = 24;

pub(super) fn draw(graph: &StageGraph, picture: &Picture) -> String {
    let input = Input {
        boxes: picture.nodes.iter().map(|node| size(node, picture.language)).collect(),
        arrows: picture
            .arrows
            .iter()
            .map(|it| InputArrow {
                from: it.from,
                to: it.to,
                label_width: width(&labels(&it.kinds), LABEL) + 8,
            })
            .collect(),
    };
    let layout = lay_out(&input);
    let caption = match (&picture.left_out, graph.stages.is_empty()) {
        (Some(left_out), _) => Some(left_out.clone()),
        (None, true) => Some(texts::no_stage().text(picture.language)),
        (None, false) => None,
    };
    let caption_width = caption.as_deref().map_or(0, |caption| width(caption, DETAILS) + 40);
    let width = layout.width.max(caption_width).max(40);
    let height = (layout.height + caption.as_deref().map_or(0, |_| CAPTION_HEIGHT)).max(40);
    let mut out = format!(
        "<svg xmlns=\"http://www.w3.org/2000/svg\" class=\"dockwright-stages\" width=\"{width}\" height=\"{height}\" \
         viewBox=\"0 0 {width} {height}\" role=\"group\" aria-label=\"{title}\">\n<title>{title}</title>\n\
         <style>\n{STYLE}</style>\n\
         <defs><marker id=\"dockwright-head\" viewBox=\"0 0 8 8\" refX=\"7\" refY=\"4\" markerWidth=\"8\" \
         markerHeight=\"8\" markerUnits=\"userSpaceOnUse\" orient=\"auto\"><path d=\"M0 0L8 4L0 8z\"/></marker></defs>\n\
         <rect class=\"page\" width=\"{width}\" height=\"{height}\"/>\n",
        title = escaped(&title(graph).text(picture.language)),
    );
    for (arrow, route) in picture.arrows.iter().zip(&layout.arrows) {
        let kind = arrow.kinds.first().map_or("from", |kind| kind.name());
        let unused = if arrow.is_needed { "" } else { " unused" };
        let [before, after] = path(route);
        let label = labels(&arrow.kinds);
        let _ = writeln!(
            out,
            "<g class=\"arrow {kind}{unused}\" data-edge=\"{}\"><title>{}</title><path d=\"{before}\"/>\
             <path d=\"{after}\" marker-end=\"url(#dockwright-head)\"/><text x=\"{}\" y=\"{}\">{label}</text></g>",
            arrow.edge,
            escaped(&format!(
                "{} → {}: {label}",
                picture.nodes[arrow.from].title, picture.nodes[arrow.to].title
            )),
            route.label.0,
            route.label.1 + 4,
        );
    }
    for (node, (&at, &size)) in picture.nodes.iter().zip(layout.boxes.iter().zip(&input.boxes)) {
        push_box(&mut out, graph, node, picture.language, at, size);
    }
    if let Some(caption) = caption {
        let _ = writeln!(
            out,
            "<text class=\"caption\" x=\"20\" y=\"{}\">{}</text>",
            height - 14,
            escaped(&caption)
        );
    }
    out.push_str("</svg>\n");
    out
}

fn push_box(
    out: &mut String,
    graph: &StageGraph,
    node: &Node,
    language: Language,
    (x, y): (i32, i32),
    (width, height): (i32, i32),
) {
    let mark = node.mark(language);
    let (kind, place) = match node.of {
        Of::Stage(stage) => {
            let line = graph.stages[stage].line;
            (
                "stage",
                format!(
                    "href=\"#stage-{stage}\" id=\"stage-{stage}\" data-stage=\"{stage}\" data-line=\"{line}\""
                ),
            )
        }
        Of::Image(edge) => ("image", format!("data-edge=\"{edge}\"")),
    };
    let mut classes = kind.to_owned();
    if node.is_target {
        classes.push_str(" target");
    } else if !node.is_needed {
        classes.push_str(" unused");
    }
    let hint = match (node.of, &node.details, &mark) {
        (Of::Image(_), _, _) => texts::box_image(&node.title),
        (Of::Stage(_), None, None) => texts::box_stage(&node.title),
        (Of::Stage(_), Some(base), None) => texts::BoxStageOn { name: &node.title, base }.message(),
        (Of::Stage(_), None, Some(mark)) => texts::BoxStageWithMark { name: &node.title, mark }.message(),
        (Of::Stage(_), Some(base), Some(mark)) => {
            texts::BoxStageOnWithMark { name: &node.title, base, mark }.message()
        }
    };
    let hint = escaped(&hint.text(language));
    let tag = if kind == "stage" { "a" } else { "g" };
    let _ = write!(
        out,
        "<{tag} class=\"{classes}\" {place} tabindex=\"0\" aria-label=\"{hint}\"><title>{hint}</title>\
         <rect x=\"{x}\" y=\"{y}\" width=\"{width}\" height=\"{height}\" rx=\"{}\"/>",
        if kind == "stage" { 5 } else { height / 2 }
    );
    if node.is_target {
        let _ = write!(
            out,
            "<rect class=\"inner\" x=\"{}\" y=\"{}\" width=\"{}\" height=\"{}\" rx=\"3\"/>",
            x + 3,
            y + 3,
            width - 6,
            height - 6
        );
    }
    let lines = [(Some(&node.title), "title"), (node.details.as_ref(), "details"), (mark.as_ref(), "mark")];
    let lines = lines.into_iter().filter_map(|(line, class)| Some((line?, class)));
    for (number, (line, class)) in (0..).zip(lines) {
        let y = y + 20 + number * LINE_HEIGHT;
        let _ =
            write!(out, "<text class=\"{class}\" x=\"{}\" y=\"{y}\">{}</text>", x + width / 2, escaped(line));
    }
    let _ = writeln!(out, "</{tag}>");
}

fn size(node: &Node, language: Language) -> (i32, i32) {
    let mark = node.mark(language);
    let rest = [node.details.as_deref(), mark.as_deref()];
    let rest: Vec<_> = rest.into_iter().flatten().collect();
    let widest = rest.iter().map(|line| width(line, DETAILS)).max().unwrap_or_default();
    let widest = widest.max(width(&node.title, TITLE)) + BOX_PADDING;
    (widest.max(MIN_BOX_WIDTH), BOX_HEIGHT + pixels(rest.len()) * LINE_HEIGHT)
}

/// The width of a text, from the width of a character in tenths of a pixel.
fn width(text: &str, column: i32) -> i32 {
    (pixels(text.width()) * column).div_euclid(10) + 1
}

/// The two parts of an arrow, before and after its label.
fn path(route: &Route) -> [String; 2] {
    let part = |points: &[(i32, i32)]| {
        let mut path = String::new();
        let mut drawn_to = None;
        for (at, &(x, y)) in points.iter().enumerate() {
            let Some(&(before, y_before)) = at.checked_sub(1).map(|before| &points[before]) else {
                let _ = write!(path, "M{x} {y}");
                drawn_to = Some(y);
                continue;
            };
            if before != x {
                let middle = i32::midpoint(y_before, y);
                let _ = write!(path, "C{before} {middle} {x} {middle} {x} {y}");
            } else if drawn_to != Some(y) && points.get(at + 1).is_none_or(|next| next.0 != x) {
                // Straight lines may pass through any number of layers.
                let _ = write!(path, "V{y}");
            } else {
                continue;
            }
            drawn_to = Some(y);
        }
        path
    };
    let (before, after) = route.points.split_at(route.gap + 1);
    [part(before), part(after)]
}

fn title(graph: &StageGraph) -> Message {
    let name = |target: usize| match graph.stages[target].name.as_deref() {
        Some(name) => Message::verbatim(super::picture::shortened(name)),
        None => stages::number(target),
    };
    match (graph.stages.len(), graph.target.map(name)) {
        (1, None) => texts::title_one(),
        (1, Some(target)) => texts::title_one_with_target(target),
        (count, None) => texts::title(count),
        (count, Some(target)) => texts::TitleWithTarget { count, target }.message(),
    }
}

#[cfg(test)]
mod tests {
    use expect_test::{Expect, expect};

    use super::super::testing::{SAMPLE, WRONG, drawn, many, wide};
    use super::STYLE;
    use crate::stage_graph::DrawingFormat;

    fn check(text: &str, expected: &Expect) {
        let drawing = drawn(text, DrawingFormat::Svg);
        assert!(drawing.contains(STYLE));
        expected.assert_eq(&drawing.replace(STYLE, ""));
    }

    #[test]
    fn stages_and_arrows() {
        check(
            "",
            &expect![[r#"
                <svg xmlns="http://www.w3.org/2000/svg" class="dockwright-stages" width="177" height="40" viewBox="0 0 177 40" role="group" aria-label="0 stages">
                <title>0 stages</title>
                <style>
                </style>
                <defs><marker id="dockwright-head" viewBox="0 0 8 8" refX="7" refY="4" markerWidth="8" markerHeight="8" markerUnits="userSpaceOnUse" orient="auto"><path d="M0 0L8 4L0 8z"/></marker></defs>
                <rect class="page" width="177" height="40"/>
                <text class="caption" x="20" y="26">There are no stages.</text>
                </svg>
            "#]],
        );
        check(
            "FROM alpine:3.22\n",
            &expect![[r##"
            <svg xmlns="http://www.w3.org/2000/svg" class="dockwright-stages" width="142" height="100" viewBox="0 0 142 100" role="group" aria-label="1 stage, target stage 0">
            <title>1 stage, target stage 0</title>
            <style>
            </style>
            <defs><marker id="dockwright-head" viewBox="0 0 8 8" refX="7" refY="4" markerWidth="8" markerHeight="8" markerUnits="userSpaceOnUse" orient="auto"><path d="M0 0L8 4L0 8z"/></marker></defs>
            <rect class="page" width="142" height="100"/>
            <a class="stage target" href="#stage-0" id="stage-0" data-stage="0" data-line="1" tabindex="0" aria-label="stage stage 0 on alpine:3.22 (target)"><title>stage stage 0 on alpine:3.22 (target)</title><rect x="20" y="20" width="103" height="60" rx="5"/><rect class="inner" x="23" y="23" width="97" height="54" rx="3"/><text class="title" x="71" y="40">stage 0</text><text class="details" x="71" y="55">alpine:3.22</text><text class="mark" x="71" y="70">target</text></a>
            </svg>
        "##]],
        );
        check(
            SAMPLE,
            &expect![[r##"
            <svg xmlns="http://www.w3.org/2000/svg" class="dockwright-stages" width="434" height="313" viewBox="0 0 434 313" role="group" aria-label="4 stages, target stage 3">
            <title>4 stages, target stage 3</title>
            <style>
            </style>
            <defs><marker id="dockwright-head" viewBox="0 0 8 8" refX="7" refY="4" markerWidth="8" markerHeight="8" markerUnits="userSpaceOnUse" orient="auto"><path d="M0 0L8 4L0 8z"/></marker></defs>
            <rect class="page" width="434" height="313"/>
            <g class="arrow from" data-edge="0"><title>base → build: FROM, RUN --mount</title><path d="M190 72V80C190 91 230 91 230 103"/><path d="M230 117C230 129 287 129 287 142" marker-end="url(#dockwright-head)"/><text x="230" y="114">FROM, RUN --mount</text></g>
            <g class="arrow mount" data-edge="2"><title>golang:1.24 → build: RUN --mount</title><path d="M356 65V103"/><path d="M356 117C356 129 313 129 313 142" marker-end="url(#dockwright-head)"/><text x="356" y="114">RUN --mount</text></g>
            <g class="arrow from" data-edge="3"><title>base → stage 3: FROM</title><path d="M190 72V80C190 91 154 91 154 103V205"/><path d="M154 219C154 233 247 233 247 248" marker-end="url(#dockwright-head)"/><text x="154" y="216">FROM</text></g>
            <g class="arrow copy" data-edge="4"><title>build → stage 3: COPY --from</title><path d="M300 187V205"/><path d="M300 219C300 233 273 233 273 248" marker-end="url(#dockwright-head)"/><text x="300" y="216">COPY --from</text></g>
            <g class="image" data-edge="2" tabindex="0" aria-label="image golang:1.24"><title>image golang:1.24</title><rect x="298" y="35" width="117" height="30" rx="15"/><text class="title" x="356" y="55">golang:1.24</text></g>
            <a class="stage" href="#stage-0" id="stage-0" data-stage="0" data-line="1" tabindex="0" aria-label="stage base on alpine:3.20"><title>stage base on alpine:3.20</title><rect x="139" y="27" width="103" height="45" rx="5"/><text class="title" x="190" y="47">base</text><text class="details" x="190" y="62">alpine:3.20</text></a>
            <a class="stage" href="#stage-1" id="stage-1" data-stage="1" data-line="2" tabindex="0" aria-label="stage build on linux/arm64"><title>stage build on linux/arm64</title><rect x="249" y="142" width="103" height="45" rx="5"/><text class="title" x="300" y="162">build</text><text class="details" x="300" y="177">linux/arm64</text></a>
            <a class="stage unused" href="#stage-2" id="stage-2" data-stage="2" data-line="4" tabindex="0" aria-label="stage tools on node:24 (not used)"><title>stage tools on node:24 (not used)</title><rect x="20" y="20" width="90" height="60" rx="5"/><text class="title" x="65" y="40">tools</text><text class="details" x="65" y="55">node:24</text><text class="mark" x="65" y="70">not used</text></a>
            <a class="stage target" href="#stage-3" id="stage-3" data-stage="3" data-line="5" tabindex="0" aria-label="stage stage 3 (target)"><title>stage stage 3 (target)</title><rect x="215" y="248" width="90" height="45" rx="5"/><rect class="inner" x="218" y="251" width="84" height="39" rx="3"/><text class="title" x="260" y="268">stage 3</text><text class="mark" x="260" y="283">target</text></a>
            </svg>
        "##]],
        );
    }

    #[test]
    fn names_are_no_markup() {
        check(
            WRONG,
            &expect![[r##"
            <svg xmlns="http://www.w3.org/2000/svg" class="dockwright-stages" width="288" height="319" viewBox="0 0 288 319" role="group" aria-label="3 stages, target 한글-스테이지]]&gt;">
            <title>3 stages, target 한글-스테이지]]&gt;</title>
            <style>
            </style>
            <defs><marker id="dockwright-head" viewBox="0 0 8 8" refX="7" refY="4" markerWidth="8" markerHeight="8" markerUnits="userSpaceOnUse" orient="auto"><path d="M0 0L8 4L0 8z"/></marker></defs>
            <rect class="page" width="288" height="319"/>
            <g class="arrow copy" data-edge="0"><title>two → &quot;&lt;b&gt;&amp;&apos;`%%{: COPY --from</title><path d="M93 139C93 128 59 128 59 117"/><path d="M59 103C59 91 106 91 106 80" marker-end="url(#dockwright-head)"/><text x="59" y="114">COPY --from</text></g>
            <g class="arrow copy" data-edge="2"><title>&quot;&lt;b&gt;&amp;&apos;`%%{ → two: COPY --from</title><path d="M106 80C106 91 152 91 152 103"/><path d="M152 117C152 128 119 128 119 139" marker-end="url(#dockwright-head)"/><text x="152" y="114">COPY --from</text></g>
            <g class="arrow add" data-edge="3"><title>two → 한글-스테이지]]&gt;: ADD --from</title><path d="M106 184V202"/><path d="M106 216C106 227 151 227 151 239" marker-end="url(#dockwright-head)"/><text x="106" y="213">ADD --from</text></g>
            <g class="arrow mount" data-edge="4"><title>#x;� → 한글-스테이지]]&gt;: RUN --mount</title><path d="M223 176V202"/><path d="M223 216C223 227 177 227 177 239" marker-end="url(#dockwright-head)"/><text x="223" y="213">RUN --mount</text></g>
            <g class="image" data-edge="4" tabindex="0" aria-label="image #x;�"><title>image #x;�</title><rect x="178" y="146" width="90" height="30" rx="15"/><text class="title" x="223" y="166">#x;�</text></g>
            <a class="stage" href="#stage-0" id="stage-0" data-stage="0" data-line="1" tabindex="0" aria-label="stage &quot;&lt;b&gt;&amp;&apos;`%%{ on ab (COPY --from itself)"><title>stage &quot;&lt;b&gt;&amp;&apos;`%%{ on ab (COPY --from itself)</title><rect x="31" y="20" width="151" height="60" rx="5"/><text class="title" x="106" y="40">&quot;&lt;b&gt;&amp;&apos;`%%{</text><text class="details" x="106" y="55">ab</text><text class="mark" x="106" y="70">COPY --from itself</text></a>
            <a class="stage" href="#stage-1" id="stage-1" data-stage="1" data-line="4" tabindex="0" aria-label="stage two on b"><title>stage two on b</title><rect x="61" y="139" width="90" height="45" rx="5"/><text class="title" x="106" y="159">two</text><text class="details" x="106" y="174">b</text></a>
            <a class="stage target" href="#stage-2" id="stage-2" data-stage="2" data-line="6" tabindex="0" aria-label="stage 한글-스테이지]]&gt; on :1 (target)"><title>stage 한글-스테이지]]&gt; on :1 (target)</title><rect x="86" y="239" width="157" height="60" rx="5"/><rect class="inner" x="89" y="242" width="151" height="54" rx="3"/><text class="title" x="164" y="259">한글-스테이지]]&gt;</text><text class="details" x="164" y="274">:1</text><text class="mark" x="164" y="289">target</text></a>
            </svg>
        "##]],
        );
    }

    #[test]
    fn large_files_are_shown_in_part() {
        for text in [many(), wide()] {
            let drawing = drawn(&text, DrawingFormat::Svg);
            assert!(drawing.contains("Not shown: ") && drawing.len() < 300_000, "{} bytes", drawing.len());
        }
    }
}
