//! The lines between classes on a grid, each once: arcs that meet at junctions.
//!
//! In: a [`Field`]. Out: [`Arc`]s on the plane, km, smoothed with their ends fixed. Never: degrees, polygons.

use std::collections::BTreeMap;

use geo::Coord;
use geo::LineString;
use geo::Simplify;

use crate::control::field::Class;
use crate::control::field::Field;

/// A line with one class on each side; both ends are junctions or edges of the grid, or the line is closed.
#[derive(Debug, Clone, PartialEq)]
pub(super) struct Arc {
    /// Positions, km.
    pub(super) line: Vec<(f64, f64)>,
    /// Index of the class on the left of its direction.
    pub(super) left: u16,
    /// Index of the class on the right.
    pub(super) right: u16,
}

/// The arcs of a field and the classes that they refer to, with the class of each node.
#[derive(Debug, Clone)]
pub(super) struct Contours {
    pub(super) arcs: Vec<Arc>,
    pub(super) classes: Vec<Class>,
    pub(super) codes: Vec<u16>,
}

/// Steps of the bisection that finds where the class changes between two nodes.
const STEPS: u32 = 9;
/// Rounds of averaging.
const ROUNDS: usize = 3;
/// Tolerance of the simplification, cells.
const TOLERANCE: f64 = 0.05;
const NONE: u32 = u32::MAX;

/// Traces the lines between classes.
pub(super) fn trace(field: &Field) -> Contours {
    let (columns, rows) = (field.grid.columns, field.grid.rows);
    let mut known: BTreeMap<Class, u16> = BTreeMap::new();
    let mut classes = Vec::new();
    let mut codes = Vec::with_capacity(columns * rows);
    for row in 0..rows {
        for column in 0..columns {
            let class = field.class(column, row);
            let next = classes.len().min(usize::from(u16::MAX)) as u16;
            let code = *known.entry(class).or_insert_with(|| {
                classes.push(class);
                next
            });
            codes.push(code);
        }
    }
    let mut web = Web {
        field,
        codes: &codes,
        across: vec![NONE; columns * rows],
        upward: vec![NONE; columns * rows],
        points: Vec::new(),
        segments: Vec::new(),
    };
    for row in 0..rows - 1 {
        for column in 0..columns - 1 {
            web.cell(column, row);
        }
    }
    let arcs = chain(&web.points, &web.segments)
        .into_iter()
        .map(|arc| Arc { line: smooth(arc.line, field.grid.cell), ..arc })
        .collect();
    Contours { arcs, classes, codes }
}

/// A piece of a line between two points, with the classes on its left and right.
#[derive(Debug, Clone, Copy)]
struct Segment {
    from: u32,
    to: u32,
    left: u16,
    right: u16,
}

struct Web<'a> {
    field: &'a Field,
    codes: &'a [u16],
    /// Point on the edge from each node to the next column and to the next row.
    across: Vec<u32>,
    upward: Vec<u32>,
    points: Vec<(f64, f64)>,
    segments: Vec<Segment>,
}

impl Web<'_> {
    fn code(&self, node: (usize, usize)) -> u16 {
        self.codes.get(node.1 * self.field.grid.columns + node.0).copied().unwrap_or(0)
    }

    /// The point where the class changes between two neighbouring nodes, made once.
    fn crossing(&mut self, a: (usize, usize), b: (usize, usize)) -> u32 {
        let (a, b) = if a <= b { (a, b) } else { (b, a) };
        let at = a.1 * self.field.grid.columns + a.0;
        let list = if a.1 == b.1 { &self.across } else { &self.upward };
        if let Some(found) = list.get(at).copied().filter(|p| *p != NONE) {
            return found;
        }
        let start = self.field.class(a.0, a.1);
        let ends_differ = self.field.class(b.0, b.1).holder != start.holder;
        let (mut low, mut high) = (0.0_f64, 1.0_f64);
        for _ in 0..STEPS {
            let t = f64::midpoint(low, high);
            let class = self.field.class_between(a, b, t);
            let same = if ends_differ { class.holder == start.holder } else { class == start };
            if same { low = t } else { high = t }
        }
        let t = f64::midpoint(low, high).clamp(0.03, 0.97);
        let (p, q) = (self.field.grid.node(a.0, a.1), self.field.grid.node(b.0, b.1));
        let index = self.points.len() as u32;
        self.points.push((p.0 + (q.0 - p.0) * t, p.1 + (q.1 - p.1) * t));
        let list = if a.1 == b.1 { &mut self.across } else { &mut self.upward };
        if let Some(slot) = list.get_mut(at) {
            *slot = index;
        }
        index
    }

    /// The lines inside a cell, whose corners and edges are counted against the clock from the south-west and the south.
    fn cell(&mut self, column: usize, row: usize) {
        let corner = [(column, row), (column + 1, row), (column + 1, row + 1), (column, row + 1)];
        let code = corner.map(|c| self.code(c));
        let [c0, c1, c2, c3] = code;
        if c0 == c1 && c1 == c2 && c2 == c3 {
            return;
        }
        let crossed: Vec<usize> = (0..4).filter(|&k| code[k] != code[(k + 1) % 4]).collect();
        let point: Vec<u32> = crossed.iter().map(|&k| self.crossing(corner[k], corner[(k + 1) % 4])).collect();
        // Cuts off the corner after edge `i`, up to edge `j`.
        let cut = |web: &mut Self, i: usize, j: usize| {
            let (from, to) = (point.get(i).copied().unwrap_or(NONE), point.get(j).copied().unwrap_or(NONE));
            let k = crossed.get(i).copied().unwrap_or(0);
            web.segments.push(Segment { from, to, left: code[k], right: code[(k + 1) % 4] });
        };
        if crossed.len() == 2 {
            return cut(self, 0, 1);
        }
        if crossed.len() == 4 && (c0 == c2 || c1 == c3) {
            let middle = self.field.class_between(corner[0], corner[2], 0.5);
            let first = c0 == c2 && (c1 != c3 || middle == self.field.class(column, row));
            if first {
                cut(self, 0, 1);
                return cut(self, 2, 3);
            }
            cut(self, 3, 0);
            return cut(self, 1, 2);
        }
        let count = point.len() as f64;
        let sum =
            point.iter().filter_map(|p| self.points.get(*p as usize)).fold((0.0, 0.0), |s, p| (s.0 + p.0, s.1 + p.1));
        let middle = self.points.len() as u32;
        self.points.push((sum.0 / count, sum.1 / count));
        for (&k, &from) in crossed.iter().zip(&point) {
            self.segments.push(Segment { from, to: middle, left: code[k], right: code[(k + 1) % 4] });
        }
    }
}

/// Joins segments to arcs between junctions.
fn chain(points: &[(f64, f64)], segments: &[Segment]) -> Vec<Arc> {
    let mut meeting: Vec<Vec<u32>> = vec![Vec::new(); points.len()];
    for (i, s) in segments.iter().enumerate() {
        for end in [s.from, s.to] {
            if let Some(list) = meeting.get_mut(end as usize) {
                list.push(i as u32);
            }
        }
    }
    let mut used = vec![false; segments.len()];
    let mut arcs = Vec::new();
    let degree = |p: u32| meeting.get(p as usize).map_or(0, Vec::len);
    let mut walk = |start: usize, used: &mut Vec<bool>| {
        let Some(first) = segments.get(start) else { return };
        let (from, mut at, left, right) = if degree(first.from) == 2 && degree(first.to) != 2 {
            (first.to, first.from, first.right, first.left)
        } else {
            (first.from, first.to, first.left, first.right)
        };
        let mut line = vec![from, at];
        if let Some(slot) = used.get_mut(start) {
            *slot = true;
        }
        while degree(at) == 2 && at != from {
            let next = meeting
                .get(at as usize)
                .and_then(|l| l.iter().copied().find(|&i| !used.get(i as usize).copied().unwrap_or(true)));
            let Some((next, segment)) = next.and_then(|i| Some((i, segments.get(i as usize)?))) else { break };
            if let Some(slot) = used.get_mut(next as usize) {
                *slot = true;
            }
            at = if segment.from == at { segment.to } else { segment.from };
            line.push(at);
        }
        let line = line.iter().filter_map(|p| points.get(*p as usize).copied()).collect();
        arcs.push(Arc { line, left, right });
    };
    for junctions in [true, false] {
        for (i, s) in segments.iter().enumerate() {
            let starts = degree(s.from) != 2 || degree(s.to) != 2;
            if !used.get(i).copied().unwrap_or(true) && starts == junctions {
                walk(i, &mut used);
            }
        }
    }
    arcs
}

/// Averages each point with its neighbours; ends stay, closed lines are averaged all round.
fn smooth(mut line: Vec<(f64, f64)>, cell: f64) -> Vec<(f64, f64)> {
    let count = line.len();
    let closed = count > 3 && line.first() == line.last();
    for _ in 0..ROUNDS {
        let before = line.clone();
        let at = |i: usize| before.get(i).copied().unwrap_or_default();
        let mean = |a: (f64, f64), b: (f64, f64), c: (f64, f64)| {
            ((a.0 + 2.0 * b.0 + c.0) / 4.0, (a.1 + 2.0 * b.1 + c.1) / 4.0)
        };
        for i in 1..count.saturating_sub(1) {
            if let Some(slot) = line.get_mut(i) {
                *slot = mean(at(i - 1), at(i), at(i + 1));
            }
        }
        if closed {
            let end = mean(at(count - 2), at(0), at(1));
            for i in [0, count - 1] {
                if let Some(slot) = line.get_mut(i) {
                    *slot = end;
                }
            }
        }
    }
    let coords: Vec<Coord<f64>> = line.iter().map(|p| Coord { x: p.0, y: p.1 }).collect();
    let simple = LineString(coords).simplify(cell * TOLERANCE);
    if closed && simple.0.len() < 5 { line } else { simple.0.iter().map(|c| (c.x, c.y)).collect() }
}
