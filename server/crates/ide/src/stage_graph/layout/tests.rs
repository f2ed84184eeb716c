//! Tests on many graphs that nothing overlaps, and that arrows touch no box but their own.

use super::*;

/// Pseudo-random graphs, always the same.
fn inputs() -> impl Iterator<Item = Input> {
    (0..120_usize).map(|seed| {
        let mut state = seed as u64 + 1;
        let mut next = move |below: usize| {
            state = state.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
            (state >> 33) as usize % below
        };
        let count = 1 + seed / 2;
        let boxes = (0..count).map(|_| (90 + pixels(next(200)), 30 + 15 * pixels(next(3)))).collect();
        let mut arrows: Vec<InputArrow> = Vec::new();
        for to in 1..count {
            for _ in 0..next(4) {
                let from = to - 1 - next(to.min(1 + seed / 4));
                let (from, to) = if next(30) == 0 { (to, from) } else { (from, to) };
                if arrows.iter().all(|it| (it.from, it.to) != (from, to)) {
                    arrows.push(InputArrow { from, to, label_width: 40 + 30 * pixels(next(4)) });
                }
            }
        }
        Input { boxes, arrows }
    })
}

/// Left, top, right, bottom.
type Area = (i32, i32, i32, i32);

fn meet(a: Area, b: Area) -> bool {
    a.0 < b.2 && b.0 < a.2 && a.1 < b.3 && b.1 < a.3
}

#[test]
fn boxes_and_labels_are_apart_and_within_the_picture() {
    for input in inputs() {
        let layout = lay_out(&input);
        let boxes = layout.boxes.iter().zip(&input.boxes).map(|(&(x, y), &(w, h))| (x, y, x + w, y + h));
        let labels = layout.arrows.iter().zip(&input.arrows).map(|(route, arrow)| {
            let ((x, y), half) = (route.label, arrow.label_width / 2);
            (x - half, y - LABEL_HEIGHT / 2, x + half, y + LABEL_HEIGHT / 2)
        });
        let areas: Vec<Area> = boxes.chain(labels).collect();
        for (at, &area) in areas.iter().enumerate() {
            let (left, top, right, bottom) = area;
            assert!(left >= 0 && top >= 0 && right <= layout.width && bottom <= layout.height);
            assert!(areas[at + 1..].iter().all(|&other| !meet(area, other)), "{input:?}");
        }
    }
}

#[test]
fn arrows_meet_no_box_and_no_label() {
    for input in inputs() {
        let layout = lay_out(&input);
        for (number, route) in layout.arrows.iter().enumerate() {
            assert_eq!(route.points.len() % 2, 0);
            let boxes = layout.boxes.iter().zip(&input.boxes).map(|(&(x, y), &(w, h))| (x, y, x + w, y + h));
            let others = layout.arrows.iter().zip(&input.arrows).enumerate().filter(|&(at, _)| at != number);
            let labels = others.map(|(_, (route, arrow))| {
                let ((x, y), half) = (route.label, arrow.label_width / 2);
                (x - half, y - LABEL_HEIGHT / 2, x + half, y + LABEL_HEIGHT / 2)
            });
            let areas: Vec<Area> = boxes.chain(labels).collect();
            for pair in route.points.windows(2) {
                let ((x, y), (to_x, to_y)) = (pair[0], pair[1]);
                // A bend stays between the layers and within the columns of its ends.
                let line = (x.min(to_x), y.min(to_y), x.max(to_x) + 1, y.max(to_y));
                assert!(areas.iter().all(|&area| !meet(line, area)), "{input:?}");
            }
        }
    }
}

#[test]
fn arrows_lead_from_box_to_box() {
    for input in inputs() {
        let layout = lay_out(&input);
        for (route, arrow) in layout.arrows.iter().zip(&input.arrows) {
            let (first, last) = (route.points[0], route.points[route.points.len() - 1]);
            for ((x, y), number) in [(first, arrow.from), (last, arrow.to)] {
                let ((left, top), (width, height)) = (layout.boxes[number], input.boxes[number]);
                assert!(left <= x && x <= left + width && (y == top || y == top + height));
            }
            let gap = (route.points[route.gap], route.points[route.gap + 1]);
            assert_eq!((gap.0.0, i32::midpoint(gap.0.1, gap.1.1)), route.label);
        }
    }
}

#[test]
fn a_chain_is_straight() {
    let arrow = |from, to| InputArrow { from, to, label_width: 40 };
    let input = Input { boxes: vec![(90, 30), (140, 45), (91, 60)], arrows: vec![arrow(0, 1), arrow(1, 2)] };
    let layout = lay_out(&input);
    let columns: Vec<_> =
        layout.arrows.iter().flat_map(|route| route.points.iter().map(|point| point.0)).collect();
    assert!(columns.iter().all(|x| *x == columns[0]), "{layout:?}");
}
