//! What is counted on a finished sheet, from the boxes themselves.

use std::collections::BTreeMap;

use crate::layout::Metrics;
use crate::layout::geometry::Rect;
use crate::layout::labels::Label;
use crate::layout::placing;
use crate::scene::Point;

/// Which places of the story have their name, by index.
pub(super) fn named(drawn: &placing::Drawn, story: &[Option<Label>]) -> BTreeMap<usize, bool> {
    let labelled = drawn.subjects.iter().zip(story).map(|(subject, label)| (subject.place, label.is_some()));
    labelled.chain(drawn.numbered.iter().map(|i| (*i, true))).collect()
}

/// A label as near as this to another mark, and nearer than to its own, could be taken for that one's.
const DOUBTFUL: f64 = 12.0;

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
    // Distance from a label to the edge of a mark; a line that joins it to its own leaves no doubt.
    let apart = |l: &Label, (at, radius): (Point, f64)| {
        l.boxes.iter().map(|b| b.distance(at)).fold(f64::INFINITY, f64::min) - radius
    };
    let seats = towns.iter().map(|t| (t.at, t.radius));
    let marks: Vec<(Point, f64)> = drawn.marks.iter().copied().chain(seats).collect();
    let doubtful = |l: &&&Label| {
        let own = apart(l, (l.at, l.radius));
        let others = marks.iter().filter(|(p, _)| crate::layout::geometry::distance(*p, l.at) > 2.0);
        others.map(|mark| apart(l, *mark)).any(|other| other + 3.0 < own && other < DOUBTFUL)
    };
    let ambiguous = all.iter().filter(|l| !l.leader).filter(doubtful).count();
    Metrics {
        required: story.len() + drawn.numbered.len(),
        placed_required: story.iter().flatten().count() + drawn.numbered.len(),
        optional: wanted,
        placed_optional: towns.len(),
        overlapping,
        on_marks,
        ambiguous,
    }
}
