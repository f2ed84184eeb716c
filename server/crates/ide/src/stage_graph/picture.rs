//! The contents of a drawing in any format: boxes, arrows between them, and how much is left out.

use dockwright_texts::{
    Language, Message,
    ide::{stage_graph as texts, stages},
};
use rustc_hash::FxHashMap;
use unicode_width::UnicodeWidthChar;

use super::{GraphStage, NeedKind, StageGraph};

/// The maximum number of stages that are drawn. Larger pictures are unreadable, and editors must
/// not wait for them.
const MAX_STAGES: usize = 200;
/// The maximum number of arrows that are drawn; Mermaid rejects more than 500.
const MAX_ARROWS: usize = 400;
/// The maximum width of a name before it is cut.
const MAX_COLUMNS: usize = 40;

/// Boxes and arrows.
#[derive(Debug)]
pub(super) struct Picture {
    /// Images come before stages, and stages are in the order of the file.
    pub(super) nodes: Vec<Node>,
    /// One arrow for all the needs of a stage from the same box.
    pub(super) arrows: Vec<Arrow>,
    /// The language of its texts.
    pub(super) language: Language,
    /// A sentence about the parts that are not shown.
    pub(super) left_out: Option<String>,
}

/// A box.
#[derive(Debug)]
pub(super) struct Node {
    pub(super) of: Of,
    /// The name of a stage or an image.
    pub(super) title: String,
    /// The image and the platform of a stage.
    pub(super) details: Option<String>,
    pub(super) is_target: bool,
    pub(super) is_needed: bool,
    /// The ways in which the stage refers to itself, which Docker rejects.
    pub(super) from_itself: Vec<NeedKind>,
}

/// The stage or image that a box represents.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Of {
    /// The stage with this index.
    Stage(usize),
    /// An image, by the index of the first edge that names it.
    Image(usize),
}

/// An arrow from a needed stage or image to the stage that needs it.
#[derive(Debug)]
pub(super) struct Arrow {
    /// Index of a node.
    pub(super) from: usize,
    /// Index of a node.
    pub(super) to: usize,
    pub(super) kinds: Vec<NeedKind>,
    /// The index of the first of its edges.
    pub(super) edge: usize,
    pub(super) is_needed: bool,
}

impl Picture {
    pub(super) fn new(graph: &StageGraph, language: Language) -> Self {
        let stages = shown_stages(graph);
        let ties = Ties::new(graph, &stages);
        let mut nodes: Vec<_> = ties.images.iter().map(|&(image, edge)| Node::image(image, edge)).collect();
        let first_stage = nodes.len();
        for (&stage, from_itself) in stages.iter().zip(ties.from_itself) {
            let is_target = graph.target == Some(stage);
            nodes.push(Node { is_target, from_itself, ..Node::stage(stage, &graph.stages[stage], language) });
        }
        let mut arrows = Vec::with_capacity(ties.all.len());
        for Tie { source, to, edge, kinds } in ties.all {
            let is_needed = nodes[first_stage + to].is_needed;
            let from = match source {
                Source::Image(number) => {
                    nodes[number].is_needed |= is_needed;
                    number
                }
                Source::Stage(number) => first_stage + number,
            };
            arrows.push(Arrow { from, to: first_stage + to, kinds, edge, is_needed });
        }
        let left_out = left_out(graph.stages.len() - stages.len(), ties.missing);
        Self { nodes, arrows, language, left_out: left_out.map(|left_out| left_out.text(language)) }
    }

    /// The indices of the stages that are shown.
    pub(super) fn stages(&self) -> Vec<usize> {
        let stage = |node: &Node| match node.of {
            Of::Stage(stage) => Some(stage),
            Of::Image(_) => None,
        };
        self.nodes.iter().filter_map(stage).collect()
    }
}

/// The start of an arrow, by its index among the shown stages or images.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
enum Source {
    Image(usize),
    Stage(usize),
}

/// All needs of a stage from one source.
struct Tie {
    source: Source,
    /// The index of the stage among those that are shown.
    to: usize,
    edge: usize,
    kinds: Vec<NeedKind>,
}

/// The edges between the shown stages and images, merged.
#[derive(Default)]
struct Ties<'a> {
    all: Vec<Tie>,
    by_ends: FxHashMap<(Source, usize), usize>,
    /// Image names, each with the first edge that uses it.
    images: Vec<(&'a str, usize)>,
    image_numbers: FxHashMap<&'a str, usize>,
    from_itself: Vec<Vec<NeedKind>>,
    /// The number of edges to shown stages that are not shown.
    missing: usize,
}

impl<'a> Ties<'a> {
    fn new(graph: &'a StageGraph, stages: &[usize]) -> Self {
        let mut numbers = vec![None; graph.stages.len()];
        for (number, &stage) in stages.iter().enumerate() {
            numbers[stage] = Some(number);
        }
        let mut ties = Self { from_itself: vec![Vec::new(); stages.len()], ..Self::default() };
        for (index, edge) in graph.edges.iter().enumerate() {
            let Some(to) = numbers[edge.to] else { continue };
            let source = match (edge.from, edge.image.as_deref()) {
                (Some(from), _) => numbers[from].map(Source::Stage),
                (None, Some(image)) => ties.image(image, index),
                (None, None) => continue,
            };
            match source {
                Some(source) => ties.add(source, to, index, edge.kind),
                None => ties.missing += 1,
            }
        }
        ties
    }

    /// The index of an image, if there is room for it.
    fn image(&mut self, image: &'a str, edge: usize) -> Option<Source> {
        let next = self.images.len();
        if let Some(&number) = self.image_numbers.get(image) {
            return Some(Source::Image(number));
        }
        if self.all.len() >= MAX_ARROWS {
            return None;
        }
        self.image_numbers.insert(image, next);
        self.images.push((image, edge));
        Some(Source::Image(next))
    }

    fn add(&mut self, source: Source, to: usize, edge: usize, kind: NeedKind) {
        let kinds = if source == Source::Stage(to) {
            &mut self.from_itself[to]
        } else if let Some(&tie) = self.by_ends.get(&(source, to)) {
            &mut self.all[tie].kinds
        } else if self.all.len() < MAX_ARROWS {
            self.by_ends.insert((source, to), self.all.len());
            self.all.push(Tie { source, to, edge, kinds: vec![kind] });
            return;
        } else {
            self.missing += 1;
            return;
        };
        if !kinds.contains(&kind) {
            kinds.push(kind);
        }
    }
}

impl Node {
    fn image(name: &str, edge: usize) -> Self {
        Self {
            of: Of::Image(edge),
            title: shortened(name),
            details: None,
            is_target: false,
            is_needed: false,
            from_itself: Vec::new(),
        }
    }

    fn stage(index: usize, stage: &GraphStage, language: Language) -> Self {
        let details: Vec<_> =
            [&stage.image, &stage.platform].into_iter().flatten().map(|it| shortened(it)).collect();
        Self {
            of: Of::Stage(index),
            title: stage.name.as_deref().map_or_else(|| stages::number(index).text(language), shortened),
            details: (!details.is_empty()).then(|| details.join(" · ")),
            is_target: false,
            is_needed: stage.is_needed,
            from_itself: Vec::new(),
        }
    }

    /// The special role of the stage, in words.
    pub(super) fn mark(&self, language: Language) -> Option<String> {
        let is_unused = matches!(self.of, Of::Stage(_)) && !self.is_needed && !self.is_target;
        let itself = || texts::from_itself(labels(&self.from_itself));
        let marks = [
            self.is_target.then(texts::target),
            is_unused.then(texts::not_used),
            (!self.from_itself.is_empty()).then(itself),
        ];
        let marks: Vec<_> = marks.into_iter().flatten().map(|mark| mark.text(language)).collect();
        (!marks.is_empty()).then(|| marks.join(" · "))
    }
}

/// All stages or, if there are too many, the target and the stages nearest to it, then the first
/// ones of the file.
fn shown_stages(graph: &StageGraph) -> Vec<usize> {
    if graph.stages.len() <= MAX_STAGES {
        return (0..graph.stages.len()).collect();
    }
    let mut needs = vec![Vec::new(); graph.stages.len()];
    for edge in &graph.edges {
        needs[edge.to].extend(edge.from);
    }
    let mut is_shown = vec![false; graph.stages.len()];
    let mut shown: Vec<usize> = Vec::with_capacity(MAX_STAGES);
    let mut take = |stage: usize, shown: &mut Vec<usize>| {
        if shown.len() < MAX_STAGES && !is_shown[stage] {
            is_shown[stage] = true;
            shown.push(stage);
        }
    };
    if let Some(target) = graph.target {
        take(target, &mut shown);
    }
    let mut next = 0;
    while let Some(&stage) = shown.get(next) {
        for &need in &needs[stage] {
            take(need, &mut shown);
        }
        next += 1;
    }
    for stage in 0..graph.stages.len() {
        take(stage, &mut shown);
    }
    shown.sort_unstable();
    shown
}

fn left_out(stages: usize, needs: usize) -> Option<Message> {
    Some(match (stages, needs) {
        (0, 0) => return None,
        (0, 1) => texts::without_dependency(),
        (0, needs) => texts::without_dependencies(needs),
        (1, 0) => texts::without_stage(),
        (1, 1) => texts::without_stage_and_dependency(),
        (1, needs) => texts::without_stage_and_dependencies(needs),
        (stages, 0) => texts::without_stages(stages),
        (stages, 1) => texts::without_stages_and_dependency(stages),
        (stages, needs) => texts::WithoutStagesAndDependencies { stages, dependencies: needs }.message(),
    })
}

/// The names of kinds, in their Dockerfile spelling.
pub(super) fn labels(kinds: &[NeedKind]) -> String {
    kinds.iter().map(|kind| kind.label()).collect::<Vec<_>>().join(", ")
}

/// A short text for one line of a drawing, without control characters.
pub(super) fn shortened(text: &str) -> String {
    let mut columns = 0;
    let mut out = String::new();
    // The end of the text if it has to be cut.
    let mut end = 0;
    for c in text.chars() {
        // XML also forbids these.
        let c = if c.is_control() || matches!(c, '\u{fffe}' | '\u{ffff}') { '\u{fffd}' } else { c };
        columns += c.width().unwrap_or_default();
        // A name may consist of marks without a width.
        if columns > MAX_COLUMNS || out.len() > 8 * MAX_COLUMNS {
            out.truncate(end);
            out.push('…');
            break;
        }
        out.push(c);
        if columns < MAX_COLUMNS {
            end = out.len();
        }
    }
    out
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn long_names_are_cut() {
        assert_eq!(shortened("a\u{7}b\n"), "a\u{fffd}b\u{fffd}");
        assert_eq!(shortened(&"a".repeat(40)), "a".repeat(40));
        assert_eq!(shortened(&"a".repeat(41)), format!("{}…", "a".repeat(39)));
        assert_eq!(shortened(&"한".repeat(21)), format!("{}…", "한".repeat(19)));
        assert!(shortened(&format!("a{}", "\u{301}".repeat(10_000))).len() < 400);
    }

    #[test]
    fn what_the_target_needs_is_shown_first() {
        let text = (0..500).map(|n| format!("FROM a AS s{n}\n")).collect::<Vec<_>>().concat();
        let graph = super::super::testing::graph(&format!("{text}FROM s300\nCOPY --from=s400 / /\n"));
        let stages = Picture::new(&graph, Language::English).stages();
        assert_eq!((stages.len(), &stages[196..]), (200, &[196, 300, 400, 500][..]));
    }
}
