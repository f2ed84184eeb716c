//! Chooses the columns of vertices, so that lines are straight and boxes are near those they are
//! connected to.
//!
//! Brandes and Köpf, "Fast and Simple Horizontal Coordinate Assignment" (2001): vertices are
//! aligned in blocks with one of their neighbours, once for each of four directions, and each gets
//! the mean of the two middle results.

use rustc_hash::FxHashSet;

use super::{GAP, Kind, LINE_GAP, Vertex};

/// The centre of each vertex.
pub(super) fn columns(vertices: &[Vertex], layers: &[Vec<usize>]) -> Vec<i32> {
    let conflicts = conflicts(vertices, layers);
    let mut results = Vec::new();
    for is_down in [true, false] {
        for is_left in [true, false] {
            results.push(one_way(vertices, layers, &conflicts, is_down, is_left));
        }
    }
    align(vertices, &mut results);
    let middle = |v: usize| {
        let mut all: Vec<_> = results.iter().map(|(x, _)| x[v]).collect();
        all.sort_unstable();
        i32::midpoint(all[1], all[2])
    };
    (0..vertices.len()).map(middle).collect()
}

/// Lines that cross a long line between its bends; the long line must stay straight.
fn conflicts(vertices: &[Vertex], layers: &[Vec<usize>]) -> FxHashSet<(usize, usize)> {
    let places = places(vertices, layers, true);
    let mut conflicts = FxHashSet::default();
    let is_line = |v: usize| vertices[v].kind != Kind::Box;
    for (upper, lower) in layers.iter().zip(layers.iter().skip(1)) {
        let (mut left, mut checked) = (0, 0);
        for (at, &v) in lower.iter().enumerate() {
            let inner = vertices[v].above.iter().copied().find(|&above| is_line(v) && is_line(above));
            if inner.is_none() && at + 1 < lower.len() {
                continue;
            }
            let right = inner.map_or(upper.len(), |above| places[above]);
            for &w in &lower[checked..=at] {
                for &above in &vertices[w].above {
                    let place = places[above];
                    if (place < left || place > right) && !(is_line(w) && is_line(above)) {
                        conflicts.insert((above, w));
                    }
                }
            }
            (left, checked) = (right, at + 1);
        }
    }
    conflicts
}

fn places(vertices: &[Vertex], layers: &[Vec<usize>], is_left: bool) -> Vec<usize> {
    let mut places = vec![0; vertices.len()];
    for layer in layers {
        for (place, &v) in layer.iter().enumerate() {
            places[v] = if is_left { place } else { layer.len() - 1 - place };
        }
    }
    places
}

/// One of the four results, and whether it is aligned to the left.
fn one_way(
    vertices: &[Vertex],
    layers: &[Vec<usize>],
    conflicts: &FxHashSet<(usize, usize)>,
    is_down: bool,
    is_left: bool,
) -> (Vec<i32>, bool) {
    let places = places(vertices, layers, is_left);
    let ordered = |layer: &[usize]| -> Vec<usize> {
        if is_left { layer.to_vec() } else { layer.iter().rev().copied().collect() }
    };
    let mut all: Vec<_> = layers.iter().map(|layer| ordered(layer)).collect();
    if !is_down {
        all.reverse();
    }
    let roots = blocks(vertices, &all, &places, conflicts, is_down);
    let x = compact(vertices, &all, &roots);
    let x = roots.iter().map(|&root| if is_left { x[root] } else { -x[root] });
    (x.collect(), is_left)
}

/// The first vertex of the block of each vertex.
fn blocks(
    vertices: &[Vertex],
    layers: &[Vec<usize>],
    places: &[usize],
    conflicts: &FxHashSet<(usize, usize)>,
    is_down: bool,
) -> Vec<usize> {
    let mut roots: Vec<usize> = (0..vertices.len()).collect();
    for layer in layers {
        let mut free_from = 0;
        for &v in layer {
            let mut near = if is_down { vertices[v].above.clone() } else { vertices[v].below.clone() };
            near.sort_unstable_by_key(|&w| places[w]);
            let Some(last) = near.len().checked_sub(1) else { continue };
            for &w in &near[last / 2..=last.div_ceil(2)] {
                let line = if is_down { (w, v) } else { (v, w) };
                if roots[v] == v && places[w] >= free_from && !conflicts.contains(&line) {
                    roots[v] = roots[w];
                    free_from = places[w] + 1;
                }
            }
        }
    }
    roots
}

/// Places each block as far left as possible, then as far to the right as its right neighbours
/// allow.
fn compact(vertices: &[Vertex], layers: &[Vec<usize>], roots: &[usize]) -> Vec<i32> {
    let mut right_of: Vec<Vec<(usize, i32)>> = vec![Vec::new(); vertices.len()];
    let mut left_count = vec![0_usize; vertices.len()];
    for layer in layers {
        for pair in layer.windows(2) {
            let (left, right) = (roots[pair[0]], roots[pair[1]]);
            right_of[left].push((right, distance(&vertices[pair[0]], &vertices[pair[1]])));
            left_count[right] += 1;
        }
    }
    let is_root = |v: &usize| roots[*v] == *v;
    let mut order: Vec<_> = (0..vertices.len()).filter(is_root).filter(|&v| left_count[v] == 0).collect();
    let mut x = vec![0; vertices.len()];
    let mut next = 0;
    while let Some(&block) = order.get(next) {
        next += 1;
        for &(right, distance) in &right_of[block] {
            x[right] = x[right].max(x[block] + distance);
            left_count[right] -= 1;
            if left_count[right] == 0 {
                order.push(right);
            }
        }
    }
    for &block in order.iter().rev() {
        if let Some(limit) = right_of[block].iter().map(|&(right, distance)| x[right] - distance).min() {
            x[block] = x[block].max(limit);
        }
    }
    x
}

fn distance(left: &Vertex, right: &Vertex) -> i32 {
    let gap = if left.kind == Kind::Box || right.kind == Kind::Box { GAP } else { LINE_GAP };
    // Halves are rounded up.
    (left.width + 1) / 2 + (right.width + 1) / 2 + gap
}

/// Aligns the results with the narrowest one: the left-aligned ones at their left ends, the
/// right-aligned ones at their right ends.
fn align(vertices: &[Vertex], results: &mut [(Vec<i32>, bool)]) {
    let ends = |x: &[i32]| {
        let left = x.iter().zip(vertices).map(|(x, it)| x - it.width / 2).min().unwrap_or_default();
        let right = x.iter().zip(vertices).map(|(x, it)| x + it.width / 2).max().unwrap_or_default();
        (left, right)
    };
    let all: Vec<_> = results.iter().map(|(x, _)| ends(x)).collect();
    let Some(&narrowest) = all.iter().min_by_key(|(left, right)| right - left) else { return };
    for ((x, is_left), (left, right)) in results.iter_mut().zip(all) {
        let shift = if *is_left { narrowest.0 - left } else { narrowest.1 - right };
        for x in x {
            *x += shift;
        }
    }
}
