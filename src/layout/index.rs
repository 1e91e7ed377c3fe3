//! What is already on the sheet: lines that labels should not cross, boxes that they must not touch.

use std::collections::BTreeMap;

use crate::layout::geometry::Rect;
use crate::layout::geometry::inside;
use crate::scene::Point;

/// Kinds of lines, with what it costs a label to lie on them.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum LineKind {
    Advance,
    Projected,
    Movement,
    Front,
    Border,
    Coast,
    River,
    Division,
    /// The edge of the area that a mark stands for.
    Ring,
}

impl LineKind {
    /// Cost of a short crossing.
    const fn weight(self) -> f64 {
        match self {
            Self::Advance => 5.0,
            Self::Projected | Self::Front => 4.0,
            Self::Movement => 3.5,
            Self::Border => 1.4,
            Self::Coast => 0.9,
            Self::River => 0.5,
            Self::Division => 0.06,
            Self::Ring => 0.9,
        }
    }
}

/// A grid of cells over the sheet.
#[derive(Debug, Clone)]
struct Grid {
    cell: f64,
    columns: usize,
    rows: usize,
    cells: Vec<Vec<u32>>,
}

impl Grid {
    fn new(width: f64, height: f64, cell: f64) -> Self {
        let columns = (width / cell).ceil().clamp(1.0, 4000.0) as usize;
        let rows = (height / cell).ceil().clamp(1.0, 4000.0) as usize;
        Self { cell, columns, rows, cells: vec![Vec::new(); columns * rows] }
    }

    /// First and last column and row that a rectangle touches; what lies outside counts to the edge.
    fn span(&self, r: Rect) -> (usize, usize, usize, usize) {
        let at = |v: f64, n: usize| ((v / self.cell).max(0.0) as usize).min(n - 1);
        (at(r.x0, self.columns), at(r.x1, self.columns), at(r.y0, self.rows), at(r.y1, self.rows))
    }

    fn each_cell(&self, r: Rect) -> impl Iterator<Item = usize> + use<> {
        let (c0, c1, r0, r1) = self.span(r);
        let columns = self.columns;
        (r0..=r1).flat_map(move |row| (c0..=c1).map(move |column| row * columns + column))
    }

    fn add(&mut self, r: Rect, item: u32) {
        self.add_up_to(r, item, usize::MAX);
    }

    /// Adds to the cells that hold fewer than `most`.
    fn add_up_to(&mut self, r: Rect, item: u32, most: usize) {
        for cell in self.each_cell(r) {
            if let Some(list) = self.cells.get_mut(cell).filter(|l| l.len() < most) {
                list.push(item);
            }
        }
    }
}

/// Pieces of lines that one cell keeps: where so many cross, text costs the most it can, and more would only take time.
const MOST_PIECES: usize = 512;

/// Lines that labels should not cross.
#[derive(Debug, Clone)]
pub(super) struct LineIndex {
    grid: Grid,
    segments: Vec<Segment>,
}

/// A short piece of a line, with the first column and row of the grid that it touches.
#[derive(Debug, Clone, Copy)]
struct Segment {
    from: Point,
    to: Point,
    kind: LineKind,
    first: (usize, usize),
}

impl LineIndex {
    pub(super) fn new(width: f64, height: f64) -> Self {
        Self { grid: Grid::new(width, height, 32.0), segments: Vec::new() }
    }

    pub(super) fn add(&mut self, points: &[Point], kind: LineKind) {
        for pair in points.windows(2) {
            let [a, b] = *pair else { continue };
            // Long segments go in by pieces, so that they do not fill the cells of their whole box.
            let pieces = (libm::hypot(b.x - a.x, b.y - a.y) / 64.0).ceil().clamp(1.0, 200.0) as u32;
            for i in 0..pieces {
                let at = |k: u32| crate::layout::geometry::lerp(a, b, f64::from(k) / f64::from(pieces));
                let (p, q) = (at(i), at(i + 1));
                let index = self.segments.len() as u32;
                let r = Rect::new(p.x.min(q.x), p.y.min(q.y), p.x.max(q.x), p.y.max(q.y));
                let (column, _, row, _) = self.grid.span(r);
                self.segments.push(Segment { from: p, to: q, kind, first: (column, row) });
                self.grid.add_up_to(r, index, MOST_PIECES);
            }
        }
    }

    /// What it costs to lay text over `r`.
    pub(super) fn cost(&self, r: Rect) -> f64 {
        let mut lengths = [0.0_f64; 9];
        let (c0, c1, r0, r1) = self.grid.span(r);
        for row in r0..=r1 {
            for column in c0..=c1 {
                for index in self.grid.cells.get(row * self.grid.columns + column).into_iter().flatten() {
                    let Some(Segment { from: a, to: b, kind, first }) = self.segments.get(*index as usize) else {
                        continue;
                    };
                    // A segment in several cells counts in the first that both share.
                    if column != first.0.max(c0) || row != first.1.max(r0) {
                        continue;
                    }
                    if let Some((t0, t1)) = inside(*a, *b, r) {
                        let (dx, dy) = (b.x - a.x, b.y - a.y);
                        let length = (t1 - t0) * (dx * dx + dy * dy).sqrt();
                        if let Some(sum) = lengths.get_mut(*kind as usize) {
                            *sum += length.max(0.5);
                        }
                    }
                }
            }
        }
        let kinds = [
            LineKind::Advance,
            LineKind::Projected,
            LineKind::Movement,
            LineKind::Front,
            LineKind::Border,
            LineKind::Coast,
            LineKind::River,
            LineKind::Division,
            LineKind::Ring,
        ];
        let mut total = 0.0;
        for kind in kinds {
            let length = lengths.get(kind as usize).copied().unwrap_or(0.0);
            if length > 0.0 {
                let most = if matches!(kind, LineKind::Advance | LineKind::Projected | LineKind::Movement) {
                    9.0
                } else {
                    1.6
                };
                total += kind.weight() * (0.5 + (length / 50.0).min(most));
            }
        }
        total
    }

    /// What it costs to draw a thin line from `a` to `b` across what is there.
    pub(super) fn crossing(&self, a: Point, b: Point) -> f64 {
        let steps = (libm::hypot(b.x - a.x, b.y - a.y) / 6.0).ceil().clamp(1.0, 200.0) as u32;
        (1..=steps)
            .map(|i| {
                let p = crate::layout::geometry::lerp(a, b, f64::from(i) / f64::from(steps));
                self.cost(Rect::around(p, 1.5, 1.5)) * 0.5
            })
            .sum()
    }
}

/// Most cells of a fine index.
const FINEST: f64 = 65_536.0;

/// Boxes that nothing may touch, each with the number of its owner.
#[derive(Debug, Clone)]
pub(super) struct BoxIndex {
    grid: Grid,
    boxes: Vec<(Rect, u32)>,
    owned: BTreeMap<u32, Vec<u32>>,
}

impl BoxIndex {
    pub(super) fn new(width: f64, height: f64) -> Self {
        Self { grid: Grid::new(width, height, 64.0), boxes: Vec::new(), owned: BTreeMap::new() }
    }

    /// The same with small cells, for boxes that may be very many and lie on one another.
    pub(super) fn fine(width: f64, height: f64) -> Self {
        let cell = (width * height / FINEST).sqrt().max(16.0);
        Self { grid: Grid::new(width, height, cell), boxes: Vec::new(), owned: BTreeMap::new() }
    }

    pub(super) fn add(&mut self, r: Rect, owner: u32) {
        let index = self.boxes.len() as u32;
        self.boxes.push((r, owner));
        self.owned.entry(owner).or_default().push(index);
        self.grid.add(r, index);
    }

    /// Takes away all boxes of an owner.
    pub(super) fn remove(&mut self, owner: u32) {
        for index in self.owned.remove(&owner).unwrap_or_default() {
            let Some((r, _)) = self.boxes.get(index as usize) else {
                continue;
            };
            for cell in self.grid.each_cell(*r) {
                if let Some(list) = self.grid.cells.get_mut(cell) {
                    list.retain(|k| *k != index);
                }
            }
        }
    }

    /// Boxes that `r` touches with their owners, as they are found: a box in several cells several times.
    pub(super) fn touching(&self, r: Rect) -> impl Iterator<Item = (Rect, u32)> {
        let cells = self.grid.each_cell(r).filter_map(|cell| self.grid.cells.get(cell)).flatten();
        cells.filter_map(|index| self.boxes.get(*index as usize)).filter(move |(other, _)| other.overlaps(r)).copied()
    }

    pub(super) fn is_free(&self, r: Rect) -> bool {
        self.touching(r).next().is_none()
    }
}
