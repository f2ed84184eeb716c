//! Orders the vertices within their layers, so that few lines cross.

use super::Vertex;

/// How many passes are made over the layers, down and up in turn.
const SWEEPS: usize = 16;
/// The maximum number of vertices for which swapping neighbours is tried.
const MAX_SWAPPED: usize = 3_000;

/// The layers, each from left to right. The neighbours of each vertex are sorted by position.
pub(super) fn layers(vertices: &mut [Vertex]) -> Vec<Vec<usize>> {
    let count = vertices.iter().map(|it| it.layer + 1).max().unwrap_or_default();
    let mut layers = vec![Vec::new(); count];
    for v in depth_first(vertices) {
        layers[vertices[v].layer].push(v);
    }
    let mut places = places(&layers, vertices.len());
    let mut best = (crossings(vertices, &layers, &places), layers.clone());
    for sweep in 0..SWEEPS {
        if best.0 == 0 {
            break;
        }
        let is_down = sweep % 2 == 0;
        let numbers: Vec<_> = if is_down { (0..count).collect() } else { (0..count).rev().collect() };
        for number in numbers {
            sort(vertices, &mut layers[number], &mut places, is_down, sweep % 4 >= 2);
        }
        if vertices.len() <= MAX_SWAPPED {
            swap(vertices, &mut layers, &mut places);
        }
        let found = crossings(vertices, &layers, &places);
        if found < best.0 {
            best = (found, layers.clone());
        }
    }
    let layers = best.1;
    let places = self::places(&layers, vertices.len());
    for vertex in vertices {
        vertex.above.sort_unstable_by_key(|&v| places[v]);
        vertex.below.sort_unstable_by_key(|&v| places[v]);
    }
    layers
}

/// The vertices in depth-first order, from each final stage to what it needs, so that related ones
/// are next to each other.
fn depth_first(vertices: &[Vertex]) -> Vec<usize> {
    let mut is_seen = vec![false; vertices.len()];
    let mut found = Vec::with_capacity(vertices.len());
    let ends = (0..vertices.len()).filter(|&v| vertices[v].below.is_empty());
    let mut stack: Vec<usize> = ends.rev().collect();
    while let Some(v) = stack.pop() {
        if !std::mem::replace(&mut is_seen[v], true) {
            found.push(v);
            stack.extend(vertices[v].above.iter().rev().filter(|&&above| !is_seen[above]));
        }
    }
    found
}

fn places(layers: &[Vec<usize>], count: usize) -> Vec<usize> {
    let mut places = vec![0; count];
    for layer in layers {
        layer.iter().enumerate().for_each(|(place, &v)| places[v] = place);
    }
    places
}

/// Moves each vertex to the mean position of its neighbours. Those without neighbours stay where
/// they are.
fn sort(vertices: &[Vertex], layer: &mut [usize], places: &mut [usize], is_down: bool, is_reversed: bool) {
    let mean = |v: usize| {
        let near = if is_down { &vertices[v].above } else { &vertices[v].below };
        // In thousandths, since positions are small integers.
        (!near.is_empty()).then(|| near.iter().map(|&w| 1_000 * places[w]).sum::<usize>() / near.len())
    };
    let mut moved: Vec<_> = layer.iter().filter_map(|&v| Some((mean(v)?, v))).collect();
    if is_reversed {
        // Reversing equal ones helps to leave some local optima.
        moved.reverse();
    }
    moved.sort_by_key(|&(mean, _)| mean);
    let mut moved = moved.into_iter();
    for slot in layer.iter_mut() {
        let near = if is_down { &vertices[*slot].above } else { &vertices[*slot].below };
        if !near.is_empty()
            && let Some((_, v)) = moved.next()
        {
            *slot = v;
        }
    }
    layer.iter().enumerate().for_each(|(place, &v)| places[v] = place);
}

/// Swaps neighbours where that removes crossings.
fn swap(vertices: &[Vertex], layers: &mut [Vec<usize>], places: &mut [usize]) {
    for layer in layers {
        for at in 1..layer.len() {
            let (left, right) = (layer[at - 1], layer[at]);
            let count = |a: usize, b: usize| {
                let pairs = |a: &[usize], b: &[usize]| -> usize {
                    a.iter().map(|&a| b.iter().filter(|&&b| places[b] < places[a]).count()).sum()
                };
                pairs(&vertices[a].above, &vertices[b].above) + pairs(&vertices[a].below, &vertices[b].below)
            };
            if count(right, left) < count(left, right) {
                layer.swap(at - 1, at);
                places.swap(left, right);
            }
        }
    }
}

/// The number of crossings between lines of adjacent layers.
fn crossings(vertices: &[Vertex], layers: &[Vec<usize>], places: &[usize]) -> usize {
    let mut found = 0;
    for (upper, lower) in layers.iter().zip(layers.iter().skip(1)) {
        // Visits the ends of all lines in the order of their starts: each pair in the wrong order is a
        // crossing.
        let mut sums = vec![0_usize; lower.len() + 1];
        let mut seen = 0;
        for &v in upper {
            let mut ends: Vec<_> = vertices[v].below.iter().map(|&w| places[w]).collect();
            ends.sort_unstable();
            for &end in &ends {
                found += seen - prefix(&sums, end);
            }
            for &end in &ends {
                seen += 1;
                let mut at = end + 1;
                while at < sums.len() {
                    sums[at] += 1;
                    at += at & at.wrapping_neg();
                }
            }
        }
    }
    found
}

/// The sum of a Fenwick tree up to and including an index.
fn prefix(sums: &[usize], place: usize) -> usize {
    let (mut at, mut sum) = (place + 1, 0);
    while at > 0 {
        sum += sums[at];
        at &= at - 1;
    }
    sum
}
