//! What is counted on a finished sheet, from the boxes themselves.

use crate::layout::Metrics;
use crate::layout::geometry::Rect;
use crate::layout::labels::Label;
use crate::layout::placing;
use crate::scene::Point;

/// Counts what is on the sheet, from the boxes themselves.
pub(super) fn count(
    drawn: &placing::Drawn,
    story: &[Option<Label>],
    towns: &[Label],
    wanted: usize,
    panels: &[Option<Rect>],
) -> Metrics {
    let all: Vec<&Label> = story.iter().flatten().chain(towns).collect();
    let touching = |a: &Label, b: &Label| a.boxes.iter().any(|x| b.boxes.iter().any(|y| x.overlaps(*y)));
    let mut overlapping = 0;
    for (i, a) in all.iter().enumerate() {
        overlapping += all.get(i + 1..).unwrap_or(&[]).iter().filter(|b| touching(a, b)).count();
    }
    let obstacles: Vec<Rect> = drawn.hard.iter().copied().chain(panels.iter().flatten().copied()).collect();
    let on_marks = all.iter().filter(|l| l.boxes.iter().any(|b| obstacles.iter().any(|o| o.overlaps(*b)))).count();
    let nearest = |l: &Label, p: Point| l.boxes.iter().map(|b| b.distance(p)).fold(f64::INFINITY, f64::min);
    let centres: Vec<Point> = drawn.marks.iter().map(|(p, _)| *p).chain(towns.iter().map(|t| t.at)).collect();
    let ambiguous = all
        .iter()
        .filter(|l| {
            let own = nearest(l, l.at);
            centres.iter().any(|p| {
                crate::layout::geometry::distance(*p, l.at) > 2.0 && nearest(l, *p) + 4.0 < own && nearest(l, *p) < 16.0
            })
        })
        .count();
    Metrics {
        required: story.len(),
        placed_required: story.iter().flatten().count(),
        optional: wanted,
        placed_optional: towns.len(),
        overlapping,
        on_marks,
        ambiguous,
    }
}
