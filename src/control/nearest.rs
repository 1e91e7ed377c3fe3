//! The nearest of some points for every node of a grid, as the crow flies.
//!
//! In: a grid, points on the plane, km. Out: indices and distances. Never: ways round.

use crate::control::grid::Grid;

/// Marks a node without a nearest point.
const NONE: u32 = u32::MAX;

impl Grid {
    /// Index of the point nearest to each node: each node asks its neighbours for their nearest point, in two sweeps from each
    /// end (Danielsson 1980). The largest number where there are no points.
    pub(super) fn nearest(&self, points: &[(f64, f64)]) -> Vec<u32> {
        let (columns, rows) = (self.columns, self.rows);
        let mut nearest = vec![NONE; columns * rows];
        let square = |index: u32, column: usize, row: usize| {
            let (x, y) = self.node(column, row);
            points.get(index as usize).map_or(f64::INFINITY, |p| (p.0 - x) * (p.0 - x) + (p.1 - y) * (p.1 - y))
        };
        for (i, (x, y)) in points.iter().enumerate() {
            for (column, row) in self.corners(*x, *y) {
                if let Some(slot) = nearest.get_mut(row * columns + column)
                    && square(i as u32, column, row) < square(*slot, column, row)
                {
                    *slot = i as u32;
                }
            }
        }
        let mut ask = |column: usize, row: usize, from: &[(isize, isize)]| {
            let at = row * columns + column;
            let mut best = nearest.get(at).copied().unwrap_or(NONE);
            let mut least = square(best, column, row);
            for (dc, dr) in from {
                let (Some(c), Some(r)) = (column.checked_add_signed(*dc), row.checked_add_signed(*dr)) else {
                    continue;
                };
                if c >= columns || r >= rows {
                    continue;
                }
                let other = nearest.get(r * columns + c).copied().unwrap_or(NONE);
                if other != best && other != NONE {
                    let d = square(other, column, row);
                    if d < least {
                        (best, least) = (other, d);
                    }
                }
            }
            if let Some(slot) = nearest.get_mut(at) {
                *slot = best;
            }
        };
        for row in 0..rows {
            for column in 0..columns {
                ask(column, row, &[(-1, -1), (0, -1), (1, -1), (-1, 0)]);
            }
            for column in (0..columns).rev() {
                ask(column, row, &[(1, 0)]);
            }
        }
        for row in (0..rows).rev() {
            for column in (0..columns).rev() {
                ask(column, row, &[(1, 1), (0, 1), (-1, 1), (1, 0)]);
            }
            for column in 0..columns {
                ask(column, row, &[(-1, 0)]);
            }
        }
        nearest
    }

    /// Distance of each node to the nearest of some points, km.
    pub(super) fn distances(&self, points: &[(f64, f64)]) -> Vec<f32> {
        let nearest = self.nearest(points);
        let mut out = Vec::with_capacity(self.count());
        for row in 0..self.rows {
            for column in 0..self.columns {
                let (x, y) = self.node(column, row);
                let point = nearest.get(self.index(column, row)).and_then(|i| points.get(*i as usize));
                let square = point.map_or(f64::INFINITY, |p| (p.0 - x) * (p.0 - x) + (p.1 - y) * (p.1 - y));
                out.push(square.sqrt() as f32);
            }
        }
        out
    }
}
