//! Arranges boxes in layers, with each box below those it needs, and routes the arrows between
//! them.
//!
//! The steps are those of Sugiyama's method: layers, an order within each layer that crosses few
//! lines, then columns. Between two layers of boxes there is a thin one for the labels of arrows. A
//! line that passes through a layer gets a place in it, so that it touches neither a box nor a
//! label. The layout does not depend on the contents of the boxes. Lengths are in pixels.

mod columns;
mod order;

use rustc_hash::FxHashMap;

/// The space between neighbours in a layer, depending on whether one of them is a box.
const GAP: i32 = 28;
const LINE_GAP: i32 = 14;
/// The space between layers, and the additional space for lines that run far to the side.
const LAYER_GAP: i32 = 18;
const MAX_SLOPE_GAP: i32 = 60;
const LABEL_HEIGHT: i32 = 14;
const MARGIN: i32 = 20;
/// A layer with more boxes would be too wide for a screen.
const MAX_IN_RANK: usize = 16;
/// The space between the arrowheads at a box.
const PORT_GAP: i32 = 26;

/// The boxes and arrows to arrange.
#[derive(Debug)]
pub(super) struct Input {
    /// Width and height of each box.
    pub(super) boxes: Vec<(i32, i32)>,
    pub(super) arrows: Vec<InputArrow>,
}

/// An arrow between two different boxes.
#[derive(Debug, Clone, Copy)]
pub(super) struct InputArrow {
    pub(super) from: usize,
    pub(super) to: usize,
    pub(super) label_width: i32,
}

/// The positions of everything.
#[derive(Debug, Default)]
pub(super) struct Layout {
    pub(super) width: i32,
    pub(super) height: i32,
    /// The upper left corners of the boxes.
    pub(super) boxes: Vec<(i32, i32)>,
    pub(super) arrows: Vec<Route>,
}

/// The path of an arrow.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Route {
    /// From its start to its head. Every other segment is vertical, including the first.
    pub(super) points: Vec<(i32, i32)>,
    /// The index of the point at which the label begins; it ends at the next point.
    pub(super) gap: usize,
    /// The centre of the label.
    pub(super) label: (i32, i32),
}

/// A box, or the place of a line in a layer.
#[derive(Debug, Clone)]
struct Vertex {
    layer: usize,
    width: i32,
    height: i32,
    kind: Kind,
    /// Neighbours in the layer above and in the layer below.
    above: Vec<usize>,
    below: Vec<usize>,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Kind {
    Box,
    Label,
    Line,
}

/// The vertices of an arrow from its upper box to its lower one; upwards if a stage refers to a
/// later one.
struct Chain {
    vertices: Vec<usize>,
    is_upwards: bool,
}

pub(super) fn lay_out(input: &Input) -> Layout {
    if input.boxes.is_empty() {
        return Layout::default();
    }
    let (mut vertices, chains) = graph(input);
    let layers = order::layers(&mut vertices);
    let mut x = columns::columns(&vertices, &layers);
    let left = (0..vertices.len()).map(|v| x[v] - vertices[v].width / 2).min().unwrap_or_default();
    for x in &mut x {
        *x += MARGIN - left;
    }
    let right = (0..vertices.len()).map(|v| x[v] + vertices[v].width / 2).max().unwrap_or_default();
    let ports = ports(&vertices, &chains, &x);
    let (bands, height) = bands(&vertices, &layers, &chains, &x, &ports);
    let top = |v: usize| {
        let (top, height) = bands[vertices[v].layer];
        top + (height - vertices[v].height) / 2
    };
    let boxes = (0..input.boxes.len()).map(|v| (x[v] - vertices[v].width / 2, top(v))).collect();
    let routes = chains.iter().enumerate().map(|(arrow, chain)| {
        let mut points = Vec::new();
        let (mut label, mut gap) = ((0, 0), 0);
        for (at, &v) in chain.vertices.iter().enumerate() {
            let (band_top, band_height) = bands[vertices[v].layer];
            let x = if at + 1 == chain.vertices.len() { ports[arrow] } else { x[v] };
            if at > 0 {
                points.push((x, band_top));
            }
            match vertices[v].kind {
                Kind::Box if at == 0 => points.push((x, top(v) + vertices[v].height)),
                Kind::Box => points.push((x, top(v))),
                Kind::Label | Kind::Line => {}
            }
            if at + 1 < chain.vertices.len() {
                points.push((x, band_top + band_height));
            }
            if vertices[v].kind == Kind::Label {
                label = (x, band_top + band_height / 2);
                gap = points.len() - 2;
            }
        }
        if chain.is_upwards {
            points.reverse();
            gap = points.len() - 2 - gap;
        }
        Route { points, gap, label }
    });
    let arrows = routes.collect();
    Layout { width: right + MARGIN, height, boxes, arrows }
}

/// Converts a count to a length. Drawings are bounded, so counts are small.
pub(super) fn pixels(count: usize) -> i32 {
    i32::try_from(count).unwrap_or(i32::MAX)
}

/// Builds the vertices: boxes are in even layers, labels and passing lines also in odd ones.
fn graph(input: &Input) -> (Vec<Vertex>, Vec<Chain>) {
    let ends: Vec<_> = input.arrows.iter().map(|it| (it.from.min(it.to), it.from.max(it.to))).collect();
    let ranks = ranks(input.boxes.len(), &ends);
    let vertex = |layer, width, height, kind| Vertex {
        layer,
        width,
        height,
        kind,
        above: Vec::new(),
        below: Vec::new(),
    };
    let boxes = input.boxes.iter().zip(&ranks);
    let mut vertices: Vec<_> =
        boxes.map(|(&(width, height), rank)| vertex(2 * rank, width, height, Kind::Box)).collect();
    let mut chains = Vec::new();
    for (arrow, &(upper, lower)) in input.arrows.iter().zip(&ends) {
        let mut chain = vec![upper];
        for layer in 2 * ranks[upper] + 1..2 * ranks[lower] {
            let is_label = layer + 1 == 2 * ranks[lower];
            chain.push(vertices.len());
            vertices.push(if is_label {
                vertex(layer, arrow.label_width, LABEL_HEIGHT, Kind::Label)
            } else {
                vertex(layer, 0, 0, Kind::Line)
            });
        }
        chain.push(lower);
        for pair in chain.windows(2) {
            vertices[pair[0]].below.push(pair[1]);
            vertices[pair[1]].above.push(pair[0]);
        }
        chains.push(Chain { vertices: chain, is_upwards: arrow.from > arrow.to });
    }
    (vertices, chains)
}

/// The rank of each box: below all boxes that it needs. No rank has more than [`MAX_IN_RANK`]
/// boxes.
fn ranks(count: usize, ends: &[(usize, usize)]) -> Vec<usize> {
    let (mut uppers, mut lowers) = (vec![Vec::new(); count], vec![Vec::new(); count]);
    for &(upper, lower) in ends {
        uppers[lower].push(upper);
        lowers[upper].push(lower);
    }
    let mut ranks = vec![0_i32; count];
    let mut sizes: FxHashMap<i32, usize> = FxHashMap::default();
    let mut place = |mut rank: i32, step: i32| {
        while sizes.get(&rank).is_some_and(|&size| size >= MAX_IN_RANK) {
            rank += step;
        }
        *sizes.entry(rank).or_default() += 1;
        rank
    };
    // A needed box has the lower index, so one pass is enough.
    for lower in 0..count {
        if let Some(nearest) = uppers[lower].iter().map(|&upper| ranks[upper]).max() {
            ranks[lower] = place(nearest + 1, 1);
        }
    }
    // Move boxes that need nothing directly above those that need them.
    for upper in (0..count).rev().filter(|&upper| uppers[upper].is_empty()) {
        ranks[upper] = match lowers[upper].iter().map(|&lower| ranks[lower]).min() {
            Some(nearest) => place(nearest - 1, -1),
            None => place(0, 1),
        };
    }
    let first = ranks.iter().copied().min().unwrap_or_default();
    ranks.into_iter().map(|rank| usize::try_from(rank - first).unwrap_or_default()).collect()
}

/// For each arrow, the column where it meets its lower box: next to each other, in the order in
/// which they arrive.
fn ports(vertices: &[Vertex], chains: &[Chain], x: &[i32]) -> Vec<i32> {
    let last =
        |chain: &Chain| (chain.vertices[chain.vertices.len() - 2], chain.vertices[chain.vertices.len() - 1]);
    let mut at_box: Vec<Vec<(i32, usize)>> = vec![Vec::new(); vertices.len()];
    for (arrow, chain) in chains.iter().enumerate() {
        let (before, lower) = last(chain);
        at_box[lower].push((x[before], arrow));
    }
    let mut ports = vec![0; chains.len()];
    for (v, arrows) in at_box.iter_mut().enumerate() {
        arrows.sort_unstable();
        let room = vertices[v].width - 24;
        let between = pixels(arrows.len()) - 1;
        let gap = if between > 0 { PORT_GAP.min(room / between) } else { 0 };
        for (at, &(_, arrow)) in arrows.iter().enumerate() {
            ports[arrow] = x[v] + gap * (2 * pixels(at) - between) / 2;
        }
    }
    ports
}

/// The upper edge and the height of each layer, and the total height.
fn bands(
    vertices: &[Vertex],
    layers: &[Vec<usize>],
    chains: &[Chain],
    x: &[i32],
    ports: &[i32],
) -> (Vec<(i32, i32)>, i32) {
    let mut slopes = vec![0; layers.len()];
    for (arrow, chain) in chains.iter().enumerate() {
        for (at, pair) in chain.vertices.windows(2).enumerate() {
            let end = if at + 2 == chain.vertices.len() { ports[arrow] } else { x[pair[1]] };
            let slope = &mut slopes[vertices[pair[1]].layer];
            *slope = (*slope).max((x[pair[0]] - end).abs());
        }
    }
    let mut bands = Vec::new();
    let mut y = MARGIN;
    for (layer, slope) in layers.iter().zip(slopes) {
        if !bands.is_empty() {
            y += LAYER_GAP + (slope / 8).min(MAX_SLOPE_GAP);
        }
        let height = layer.iter().map(|&v| vertices[v].height).max().unwrap_or_default();
        bands.push((y, height));
        y += height;
    }
    (bands, y + MARGIN)
}

#[cfg(test)]
mod tests;
