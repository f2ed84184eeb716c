//! The stages of a file and their dependencies, from which a picture of the build is drawn.
//!
//! It shows a build without arguments. A text that depends on the platform is shown unexpanded; the
//! stage that it refers to is that for the default platform. If a stage has ONBUILD instructions,
//! their dependencies belong to the stages based on it and are placed at their FROM. [`draw`] makes
//! a picture.

mod dot;
mod layout;
mod mermaid;
mod picture;
mod svg;
mod text;

use std::ops::Range;

use dockwright_analysis::{
    any_platform::{AnyPlatform, Known, Seen},
    document::Document,
    facts::{operands::Operands, template::Template},
    model::{Base, Edge, EdgeKind, place::StageWalk},
    spec::{FlagValue, Instruction},
    usage::shift,
};
use dockwright_texts::Language;
use picture::Picture;

/// Stages and edges between them.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct StageGraph {
    /// The index of the stage that is built by default; `None` without stages.
    pub target: Option<usize>,
    /// The stages in the order of the text.
    pub stages: Vec<GraphStage>,
    /// The dependencies: for each stage its base, then the others in the order of the text.
    pub edges: Vec<GraphEdge>,
}

/// A stage.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct GraphStage {
    /// Its name as written.
    pub name: Option<String>,
    /// The image it is based on, including `scratch`; `None` if its base is a stage.
    pub image: Option<String>,
    /// The index of the stage it is based on.
    pub base: Option<usize>,
    /// The value of `--platform`.
    pub platform: Option<String>,
    /// Whether a build of the target needs it.
    pub is_needed: bool,
    /// The line of its FROM, counted from 1.
    pub line: u32,
    /// Byte range from its FROM to the end of its last instruction.
    pub range: Range<usize>,
    /// Byte range of its name, else of the image, else of FROM.
    pub selection: Range<usize>,
}

/// A dependency between stages, or of a stage on an image.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct GraphEdge {
    /// The index of the stage that is needed; `None` for an image.
    pub from: Option<usize>,
    /// The image that is needed, if it is not a stage.
    pub image: Option<String>,
    /// The index of the stage that needs it.
    pub to: usize,
    /// How it is needed.
    pub kind: NeedKind,
    /// Byte range of the reference to it.
    pub range: Range<usize>,
}

/// How a stage needs another one.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum NeedKind {
    /// As its base.
    From,
    /// `COPY --from`.
    Copy,
    /// `ADD --from`, which Docker rejects.
    Add,
    /// `from=` of a mount.
    Mount,
    /// `FROM --after`, a Podman feature.
    After,
}

impl NeedKind {
    /// The name in JSON and in CSS classes.
    pub fn name(self) -> &'static str {
        match self {
            Self::From => "from",
            Self::Copy => "copy",
            Self::Add => "add",
            Self::Mount => "mount",
            Self::After => "after",
        }
    }

    /// Its spelling in a Dockerfile.
    fn label(self) -> &'static str {
        match self {
            Self::From => "FROM",
            Self::Copy => "COPY --from",
            Self::Add => "ADD --from",
            Self::Mount => "RUN --mount",
            Self::After => "FROM --after",
        }
    }
}

/// The format of a drawing.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum DrawingFormat {
    /// Text for a terminal.
    Text,
    /// An SVG picture.
    Svg,
    /// The language of Graphviz.
    Dot,
    /// A Mermaid flowchart.
    Mermaid,
}

/// A drawing of a graph. If the graph is very large, it shows a part of it and says so.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Drawing {
    /// The drawing, with a trailing line feed.
    pub text: String,
    /// The stages that it shows, in the order of the file. In [`DrawingFormat::Text`], each one has a
    /// line, starting with the first line.
    pub stages: Vec<usize>,
}

/// Draws a graph, with texts in a language.
pub fn draw(graph: &StageGraph, format: DrawingFormat, language: Language) -> Drawing {
    let picture = Picture::new(graph, language);
    let text = match format {
        DrawingFormat::Text => text::draw(graph, &picture),
        DrawingFormat::Svg => svg::draw(graph, &picture),
        DrawingFormat::Dot => dot::draw(&picture),
        DrawingFormat::Mermaid => mermaid::draw(&picture),
    };
    Drawing { text, stages: picture.stages() }
}

/// The stages of a document and their edges.
pub fn stage_graph(document: &Document) -> StageGraph {
    let everywhere = AnyPlatform::new(document);
    let model = &everywhere.here;
    let target = model.target();
    let needed = target.map(|target| model.reachable(target)).unwrap_or_default();
    let walks = everywhere.walks(StageWalk::at_from);
    let mut graph = StageGraph { target, stages: Vec::new(), edges: Vec::new() };
    let mut uses = model.edges.iter().peekable();
    for (at, (block, stage)) in document.stages().zip(&model.stages).enumerate() {
        let from = block.placed(0);
        let Operands::From(operands) = &from.facts.operands else { continue };
        let image_range = operands.image.as_ref().map_or(&from.facts.keyword_range, |image| &image.range);
        let selection = operands.name.as_ref().map_or(image_range, |name| &name.range);
        let end = block.instructions().last().map_or(from.start, |last| last.start + last.facts.len);
        let base = match stage.base {
            Base::Stage(base) => Some(base),
            Base::Scratch | Base::Image(_) | Base::Unknown => None,
        };
        graph.stages.push(GraphStage {
            name: operands.name.as_ref().map(|name| name.text.clone()),
            image: operands.image.as_ref().filter(|_| base.is_none()).map(|it| shown(walks.seen(), it)),
            base,
            platform: from
                .facts
                .flag_value(FlagValue::Platform)
                .map(|platform| shown(walks.seen(), platform)),
            is_needed: needed.get(at).copied().unwrap_or_default(),
            line: document.text().docker_line(from.start),
            range: document.text().trim_end(from.start..end),
            selection: shift(selection, from.start),
        });
        if base.is_some() {
            let range = shift(image_range, from.start);
            graph.edges.push(GraphEdge { from: base, image: None, to: at, kind: NeedKind::From, range });
        }
        while let Some(used) = uses.next_if(|used| used.user == at) {
            let placed = block.placed(used.item);
            let is_add = placed.facts.instruction == Some(Instruction::Add);
            let range = shift(&used.range, placed.start);
            graph.edges.extend(edge(used, if is_add { NeedKind::Add } else { need(&used.kind) }, range));
        }
    }
    graph
}

fn need(kind: &EdgeKind) -> NeedKind {
    match kind {
        EdgeKind::Copy => NeedKind::Copy,
        EdgeKind::Mount { .. } => NeedKind::Mount,
        EdgeKind::After => NeedKind::After,
    }
}

/// The edge of a use; `None` for a number without a stage, and for `scratch`, which contains
/// nothing.
fn edge(used: &Edge, kind: NeedKind, range: Range<usize>) -> Option<GraphEdge> {
    let image = (used.stage.is_none() && !used.is_index).then(|| used.text.clone());
    let is_something = image.as_deref() != Some("scratch") && (used.stage.is_some() || image.is_some());
    is_something.then_some(GraphEdge { from: used.stage, image, to: used.user, kind, range })
}

/// The expansion of a text in FROM if it is the same in every build, else the text itself.
fn shown(seen: Seen<'_>, template: &Template) -> String {
    match seen.text(template) {
        Known::Value(value) => value,
        Known::Unset | Known::Platform | Known::Open | Known::Refused(_) => template.text.clone(),
    }
}

/// Files for the tests of drawings.
#[cfg(test)]
mod testing {
    use dockwright_syntax::Text;

    use super::{Document, DrawingFormat, Language, StageGraph, draw, stage_graph};

    pub(super) const SAMPLE: &str = "\
FROM alpine:3.20 AS base
FROM --platform=linux/arm64 base AS build
RUN --mount=from=base,target=/a --mount=from=golang:1.24,target=/b x
FROM node:24 AS tools
FROM base
COPY --from=build / /
COPY --from=build /a /b
";

    pub(super) const WRONG: &str = "\
FROM a\\b AS \"<b>&'`%%{
COPY --from=two a b
COPY --from=0 c d
FROM b AS two
COPY --from=0 x y
FROM ${이미지}:1 AS 한글-스테이지]]>
ADD --from=two a b
RUN --mount=from=#x;\u{1b},target=/x y
";

    /// A chain in which each stage also needs a stage of the first half.
    pub(super) fn many() -> String {
        let stage = |n: usize| format!("FROM s{} AS s{n}\nCOPY --from=s{} a b\n", n - 1, n / 2);
        format!("FROM a AS s0\n{}", (1..3_000).map(stage).collect::<Vec<_>>().concat())
    }

    /// A stage that needs all other stages, and as many images.
    pub(super) fn wide() -> String {
        let stages = (0..3_000).map(|n| format!("FROM a{n} AS s{n}\n")).collect::<Vec<_>>().concat();
        let copies = (0..3_000)
            .map(|n| format!("COPY --from=s{n} / /\nCOPY --from=i{n} / /\n"))
            .collect::<Vec<_>>()
            .concat();
        format!("{stages}FROM x\n{copies}")
    }

    pub(super) fn graph(text: &str) -> StageGraph {
        stage_graph(&Document::new(Text::new(text)))
    }

    pub(super) fn drawn(text: &str, format: DrawingFormat) -> String {
        draw(&graph(text), format, Language::English).text
    }
}

#[cfg(test)]
mod tests {
    use dockwright_syntax::Text;

    use super::*;

    fn graph(text: &str) -> StageGraph {
        stage_graph(&Document::new(Text::new(text)))
    }

    const FILE: &str = "\
ARG V=1.22
FROM --platform=$BUILDPLATFORM golang:$V AS Build
COPY --from=nginx:1 /a /b

# The rest.
FROM base-$TARGETARCH
FROM --platform=linux/arm64 build
RUN --mount=from=Build,target=/a --mount=from=busybox,target=/b \\
    x
COPY --from=0 /a /b
ADD --from=1 /a /b

";

    #[test]
    fn stages_tell_their_bases_and_places() {
        let graph = graph(FILE);
        assert_eq!(graph.target, Some(2));
        let stages: Vec<_> = graph
            .stages
            .iter()
            .map(|stage| {
                (stage.name.as_deref(), stage.image.as_deref(), stage.base, stage.platform.as_deref())
            })
            .collect();
        assert_eq!(
            stages,
            [
                (Some("Build"), Some("golang:1.22"), None, Some("$BUILDPLATFORM")),
                (None, Some("base-$TARGETARCH"), None, None),
                (None, None, Some(0), Some("linux/arm64")),
            ]
        );
        let places: Vec<_> = graph
            .stages
            .iter()
            .map(|stage| {
                let text = &FILE[stage.range.clone()];
                (text.lines().count(), text.len() - text.trim().len(), &FILE[stage.selection.clone()])
            })
            .collect();
        assert_eq!(places, [(2, 0, "Build"), (1, 0, "base-$TARGETARCH"), (5, 0, "build")]);
    }

    #[test]
    fn edges_lead_from_what_is_needed() {
        let graph = graph(FILE);
        let edges: Vec<_> = graph
            .edges
            .iter()
            .map(|edge| (edge.from, edge.image.as_deref(), edge.to, edge.kind, &FILE[edge.range.clone()]))
            .collect();
        assert_eq!(
            edges,
            [
                (None, Some("nginx:1"), 0, NeedKind::Copy, "nginx:1"),
                (Some(0), None, 2, NeedKind::From, "build"),
                (Some(0), None, 2, NeedKind::Mount, "Build"),
                (None, Some("busybox"), 2, NeedKind::Mount, "busybox"),
                (Some(0), None, 2, NeedKind::Copy, "0"),
                (Some(1), None, 2, NeedKind::Add, "1"),
            ]
        );
        assert_eq!(graph.stages.iter().map(|it| it.is_needed).collect::<Vec<_>>(), [true, true, true]);
    }

    #[test]
    fn triggers_are_needs_of_those_built_on_them() {
        let text =
            "FROM a AS x\nFROM b\nONBUILD COPY --from=x / /\nFROM c AS y\nONBUILD RUN z\nFROM 1\nFROM y\n";
        assert!(graph(text).edges.iter().all(|edge| edge.from != Some(0)));
        let text = "FROM a AS x\nFROM b AS y\nONBUILD COPY --from=x / /\nFROM y\n";
        let edges: Vec<_> = graph(text).edges.into_iter().map(|it| (it.from, it.to, it.range)).collect();
        assert_eq!(edges, [(Some(1), 2, 55..56), (Some(0), 2, 55..56)]);
    }

    #[test]
    fn half_a_file_has_half_a_graph() {
        for text in ["", "RUN a", "ARG A\n"] {
            assert_eq!(graph(text), StageGraph { target: None, stages: Vec::new(), edges: Vec::new() });
        }
        let one = graph("FROM");
        assert_eq!(
            (one.target, one.stages[0].image.as_deref(), &one.stages[0].selection),
            (Some(0), None, &(0..4))
        );
        for text in [
            "FROM scratch\nCOPY --from=7 a b\nCOPY --from=scratch a b\nCOPY --from=",
            "FROM a AS a\nFROM $X as",
        ] {
            assert_eq!(graph(text).edges, []);
        }
    }
}
