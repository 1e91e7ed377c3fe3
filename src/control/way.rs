//! Ways over ground that holds something up: how much longer the cheapest way is than the way over open ground.
//!
//! In: a grid, lines and areas in the way, points to set out from, km. Out: km to add to the straight distance of each node.
//! Never: sides, degrees.
//!
//! Both ways are searched on the same graph (each node with its sixteen nearest directions, all points at once), so that what the
//! graph itself makes longer cancels out: where nothing is in the way, exactly nothing is added.

use std::cmp::Reverse;
use std::collections::BTreeMap;
use std::collections::BinaryHeap;

use crate::control::grid::Grid;
use crate::control::grid::Rings;

/// What lies in the way, on the plane.
#[derive(Debug, Clone, Default)]
pub(super) struct Hindrances {
    /// Ground that can be crossed at all; empty for all of it.
    pub(super) dry: Vec<Rings>,
    /// Lines with the km that crossing one costs.
    pub(super) lines: Vec<(f64, Vec<(f64, f64)>)>,
    /// Areas with the number of km that a km inside counts for, at least 1.
    pub(super) areas: Vec<(f64, Rings)>,
}

impl Hindrances {
    /// True if nothing lies in the way.
    pub(super) const fn is_empty(&self) -> bool {
        self.dry.is_empty() && self.lines.is_empty() && self.areas.is_empty()
    }
}

/// Added where no way leads, km.
const FAR_KM: f64 = 100_000.0;
/// A point looks at most at so many pieces of lines in its cell.
const MOST_NEAR: usize = 64;
/// No way found yet, metres.
const UNREACHED: u32 = u32::MAX;

/// Moves as (columns, rows).
const MOVES: [(isize, isize); 16] = [
    (1, 0),
    (-1, 0),
    (0, 1),
    (0, -1),
    (1, 1),
    (1, -1),
    (-1, 1),
    (-1, -1),
    (2, 1),
    (2, -1),
    (-2, 1),
    (-2, -1),
    (1, 2),
    (1, -2),
    (-1, 2),
    (-1, -2),
];

/// A piece of a line: its index, its ends.
type Piece = (u32, (f64, f64), (f64, f64));

/// The grid as a graph of ways.
#[derive(Debug, Clone)]
pub(super) struct Ways {
    grid: Grid,
    /// Metres added from each node to the next column, and to the next row.
    tolls: [Vec<u32>; 2],
    /// What a km counts for at each node; empty where it is 1 everywhere.
    weights: Vec<f32>,
    /// Nodes that can be crossed, and for every node the nearest of them; empty where all can.
    dry: Vec<bool>,
    shore: Vec<u32>,
    /// Nodes from which some move costs more than its length; the others need not be asked.
    hard: Vec<bool>,
    /// Cost of each line, metres.
    costs: Vec<u32>,
    /// Pieces of lines in the cells of the points.
    near: BTreeMap<usize, Vec<Piece>>,
}

impl Ways {
    /// The ways of a grid from some points; `None` where nothing is in the way.
    pub(super) fn new(grid: Grid, hindrances: &Hindrances, points: &[(f64, f64)]) -> Option<Self> {
        if hindrances.is_empty() {
            return None;
        }
        let count = grid.count();
        let mut ways = Self {
            grid,
            tolls: [vec![0; count], vec![0; count]],
            weights: Vec::new(),
            dry: Vec::new(),
            shore: Vec::new(),
            hard: Vec::new(),
            costs: hindrances.lines.iter().map(|(km, _)| metres(*km)).collect(),
            near: BTreeMap::new(),
        };
        for (x, y) in points {
            ways.near.entry(ways.cell(*x, *y)).or_default();
        }
        ways.lay(&hindrances.lines);
        for (weight, rings) in &hindrances.areas {
            let inside = grid.inside(rings);
            ways.weights.resize(count, 1.0);
            for slot in ways.weights.iter_mut().zip(inside).filter_map(|(slot, inside)| inside.then_some(slot)) {
                *slot = slot.max(*weight as f32);
            }
        }
        if !hindrances.dry.is_empty() {
            ways.drain(&hindrances.dry, points);
        }
        ways.hard = ways.hard_nodes();
        Some(ways)
    }

    /// The nodes within two columns and rows of something in the way.
    fn hard_nodes(&self) -> Vec<bool> {
        let grid = self.grid;
        let [across, upward] = &self.tolls;
        let mut hard: Vec<bool> = across.iter().zip(upward).map(|(a, u)| *a > 0 || *u > 0).collect();
        for (at, slot) in hard.iter_mut().enumerate() {
            *slot |= self.dry.get(at) == Some(&false) || self.weights.get(at).is_some_and(|w| *w > 1.0);
        }
        // Along the rows, then along the columns.
        for stride in [1, grid.columns] {
            let before = hard.clone();
            for (at, slot) in hard.iter_mut().enumerate() {
                let near =
                    [at.checked_sub(stride), at.checked_sub(2 * stride), Some(at + stride), Some(at + 2 * stride)];
                *slot |= near.into_iter().flatten().any(|i| before.get(i) == Some(&true));
            }
        }
        hard
    }

    /// Index of the cell that a point lies in.
    fn cell(&self, x: f64, y: f64) -> usize {
        let [(column, row), ..] = self.grid.corners(x, y);
        self.grid.index(column, row)
    }

    /// Puts the cost of each line on the edges of the grid that it crosses an odd number of times, and remembers the pieces near
    /// the points.
    fn lay(&mut self, lines: &[(f64, Vec<(f64, f64)>)]) {
        let grid = self.grid;
        let count = grid.count();
        let mut crossed = vec![(0_u32, false); count * 2];
        for (number, (_, line)) in (1_u32..).zip(lines) {
            let mut touched: Vec<usize> = Vec::new();
            for pair in line.windows(2) {
                let [a, b] = *pair else { continue };
                let (p, q) = (grid.cells(a), grid.cells(b));
                let mut cells = vec![self.cell(a.0, a.1), self.cell(b.0, b.1)];
                let mut cross = |edge: usize| {
                    if let Some(slot) = crossed.get_mut(edge) {
                        if slot.0 != number {
                            *slot = (number, false);
                            touched.push(edge);
                        }
                        slot.1 = !slot.1;
                    }
                };
                for (column, y) in lines_between(p, q, grid.columns) {
                    if let Some(row) = inner(y, grid.rows) {
                        cross(count + grid.index(column, row));
                        cells.extend([grid.index(column, row), grid.index(column.saturating_sub(1), row)]);
                    }
                }
                for (row, x) in lines_between((p.1, p.0), (q.1, q.0), grid.rows) {
                    if let Some(column) = inner(x, grid.columns) {
                        cross(grid.index(column, row));
                        cells.extend([grid.index(column, row), grid.index(column, row.saturating_sub(1))]);
                    }
                }
                cells.sort_unstable();
                cells.dedup();
                for cell in cells {
                    if let Some(list) = self.near.get_mut(&cell).filter(|list| list.len() < MOST_NEAR) {
                        list.push((number - 1, a, b));
                    }
                }
            }
            let cost = self.costs.get(number as usize - 1).copied().unwrap_or(0);
            for edge in touched.into_iter().filter(|e| crossed.get(*e).is_some_and(|c| c.1)) {
                let [across, upward] = &mut self.tolls;
                let slot = if edge < count { across.get_mut(edge) } else { upward.get_mut(edge - count) };
                if let Some(slot) = slot {
                    *slot = slot.saturating_add(cost);
                }
            }
        }
    }

    /// Notes which nodes can be crossed; the points stand on dry ground however roughly the coast is drawn.
    fn drain(&mut self, grounds: &[Rings], points: &[(f64, f64)]) {
        let grid = self.grid;
        let mut dry = vec![false; grid.count()];
        for rings in grounds {
            dry.iter_mut().zip(grid.inside(rings)).for_each(|(slot, inside)| *slot |= inside);
        }
        for (column, row) in points.iter().flat_map(|(x, y)| grid.corners(*x, *y)) {
            if let Some(slot) = dry.get_mut(grid.index(column, row)) {
                *slot = true;
            }
        }
        let nodes: Vec<usize> = (0..dry.len()).filter(|at| dry.get(*at) == Some(&true)).collect();
        let places: Vec<(f64, f64)> = nodes.iter().map(|at| grid.node(at % grid.columns, at / grid.columns)).collect();
        let shore = grid.nearest(&places);
        self.shore = shore.iter().map(|i| nodes.get(*i as usize).map_or(UNREACHED, |at| *at as u32)).collect();
        self.dry = dry;
    }

    /// How much longer the cheapest way to each node from the nearest point is than the one over open ground, km. At sea what
    /// holds for the nearest shore.
    pub(super) fn detours(&self, points: &[(f64, f64)]) -> Vec<f32> {
        let (hindered, open) = (self.search(points, true), self.search(points, false));
        let more = |at: usize| match (hindered.get(at), open.get(at)) {
            (Some(&long), Some(&short)) if long != UNREACHED => f64::from(long.saturating_sub(short)) / 1000.0,
            _ => FAR_KM,
        };
        let of = |at: usize| match self.shore.get(at) {
            Some(&shore) if shore != UNREACHED => more(shore as usize),
            _ => more(at),
        };
        (0..self.grid.count()).map(|at| of(at).min(FAR_KM) as f32).collect()
    }

    /// Metres from the nearest of some points to each node (Dijkstra 1959).
    fn search(&self, points: &[(f64, f64)], hindered: bool) -> Vec<u32> {
        let grid = self.grid;
        let mut least = vec![UNREACHED; grid.count()];
        let mut heap = BinaryHeap::new();
        let reach = |heap: &mut BinaryHeap<Reverse<(u32, u32)>>, least: &mut Vec<u32>, at: usize, cost: u32| {
            if let Some(slot) = least.get_mut(at).filter(|slot| cost < **slot) {
                *slot = cost;
                heap.push(Reverse((cost, at as u32)));
            }
        };
        for point in points {
            for (column, row) in grid.corners(point.0, point.1) {
                let node = grid.node(column, row);
                let far = metres(libm::hypot(node.0 - point.0, node.1 - point.1));
                let toll = if hindered { self.toll_in_cell(*point, node) } else { 0 };
                reach(&mut heap, &mut least, grid.index(column, row), far.saturating_add(toll));
            }
        }
        let lengths = MOVES.map(|(c, r)| libm::hypot(c as f64, r as f64) * grid.cell);
        while let Some(Reverse((cost, at))) = heap.pop() {
            let at = at as usize;
            if least.get(at).is_none_or(|known| cost > *known) {
                continue;
            }
            let (column, row) = (at % grid.columns, at / grid.columns);
            for (by, km) in MOVES.iter().zip(lengths) {
                let (Some(c), Some(r)) = (column.checked_add_signed(by.0), row.checked_add_signed(by.1)) else {
                    continue;
                };
                if c >= grid.columns || r >= grid.rows {
                    continue;
                }
                let to = grid.index(c, r);
                if least.get(to).is_none_or(|known| cost >= *known) {
                    continue;
                }
                let price = if hindered && self.hard.get(at) == Some(&true) {
                    self.price((column, row), *by, km)
                } else {
                    Some(metres(km))
                };
                if let Some(price) = price {
                    reach(&mut heap, &mut least, to, cost.saturating_add(price).min(UNREACHED - 1));
                }
            }
        }
        least
    }

    /// Metres of a move, the cheapest of the ways round the corners of the cells it passes; `None` where all lead over water.
    fn price(&self, from: (usize, usize), by: (isize, isize), km: f64) -> Option<u32> {
        let along = (by.0.signum(), 0);
        let up = (0, by.1.signum());
        match (by.0.unsigned_abs(), by.1.unsigned_abs()) {
            (_, 0) => self.walk(from, &[along], km),
            (0, _) => self.walk(from, &[up], km),
            (1, 1) => least(&[self.walk(from, &[along, up], km), self.walk(from, &[up, along], km)]),
            (wide, _) => {
                let (twice, once) = if wide == 2 { (along, up) } else { (up, along) };
                least(&[
                    self.walk(from, &[twice, once, twice], km),
                    self.walk(from, &[twice, twice, once], km),
                    self.walk(from, &[once, twice, twice], km),
                ])
            }
        }
    }

    /// Metres of a move of this length that crosses what these steps cross.
    fn walk(&self, from: (usize, usize), steps: &[(isize, isize)], km: f64) -> Option<u32> {
        let grid = self.grid;
        let weight = |at: usize| self.weights.get(at).copied().map_or(1.0, f64::from);
        let (mut at, mut toll, mut weights) = (from, 0_u32, 0.0);
        for step in steps {
            let next = (at.0.checked_add_signed(step.0)?, at.1.checked_add_signed(step.1)?);
            let (here, there) = (grid.index(at.0, at.1), grid.index(next.0, next.1));
            if self.dry.get(there) == Some(&false) || self.dry.get(here) == Some(&false) {
                return None;
            }
            let [across, upward] = &self.tolls;
            let edge = if step.1 == 0 { across } else { upward };
            toll = toll.saturating_add(edge.get(here.min(there)).copied().unwrap_or(0));
            weights += f64::midpoint(weight(here), weight(there));
            at = next;
        }
        Some(metres(km * weights / steps.len() as f64).saturating_add(toll))
    }

    /// Metres added by the lines between a point and a corner of its cell.
    fn toll_in_cell(&self, point: (f64, f64), corner: (f64, f64)) -> u32 {
        let mut odd: BTreeMap<u32, bool> = BTreeMap::new();
        for (line, a, b) in self.near.get(&self.cell(point.0, point.1)).into_iter().flatten() {
            if meet(point, corner, *a, *b) {
                let slot = odd.entry(*line).or_default();
                *slot = !*slot;
            }
        }
        let crossed = odd.into_iter().filter_map(|(line, odd)| odd.then(|| self.costs.get(line as usize)).flatten());
        crossed.fold(0, |sum, cost| sum.saturating_add(*cost))
    }
}

/// Rounded to metres, so that the same ways cost the same on every computer.
fn metres(km: f64) -> u32 {
    (km * 1000.0).round().clamp(0.0, f64::from(u32::MAX / 4)) as u32
}

fn least(prices: &[Option<u32>]) -> Option<u32> {
    prices.iter().flatten().copied().min()
}

/// Where a piece of a line crosses the lines of the grid at whole numbers of its first coordinate: number and second coordinate.
fn lines_between(p: (f64, f64), q: (f64, f64), count: usize) -> impl Iterator<Item = (usize, f64)> {
    let bound = |v: f64| v.ceil().clamp(0.0, count as f64) as usize;
    let range = bound(p.0.min(q.0))..bound(p.0.max(q.0));
    range.map(move |k| (k, p.1 + (k as f64 - p.0) / (q.0 - p.0) * (q.1 - p.1)))
}

/// The edge that a coordinate lies on, if it is one of the grid.
fn inner(v: f64, count: usize) -> Option<usize> {
    (v >= 0.0 && v < count as f64 - 1.0).then(|| v.floor() as usize)
}

/// True if two pieces of lines cross.
fn meet(a: (f64, f64), b: (f64, f64), p: (f64, f64), q: (f64, f64)) -> bool {
    let left =
        |u: (f64, f64), v: (f64, f64), w: (f64, f64)| (v.0 - u.0) * (w.1 - u.1) - (v.1 - u.1) * (w.0 - u.0) > 0.0;
    left(a, b, p) != left(a, b, q) && left(p, q, a) != left(p, q, b)
}
