//! A grid of nodes over a rectangle of the plane: where its nodes stand, which of them lie inside rings.
//!
//! In: a rectangle and rings, km. Out: [`Grid`]. Never: distances, holders, degrees.

/// Closed rings on the plane, km.
pub(super) type Rings = Vec<Vec<(f64, f64)>>;

/// Nodes in columns from west to east and rows from south to north.
#[derive(Debug, Clone, Copy, PartialEq)]
pub(super) struct Grid {
    west: f64,
    south: f64,
    /// Side of a cell, km.
    pub(super) cell: f64,
    pub(super) columns: usize,
    pub(super) rows: usize,
}

impl Grid {
    /// A grid over `[west, south, east, north]`, km, of about so many nodes; `None` if that is no rectangle.
    pub(super) fn over([west, south, east, north]: [f64; 4], nodes: f64) -> Option<Self> {
        let (width, height) = (east - west, north - south);
        if !(width.is_finite() && height.is_finite()) {
            return None;
        }
        let cell = (width * height / nodes).sqrt().max(width.max(height) / 1500.0).max(0.1);
        let (columns, rows) = ((width / cell).ceil() as usize + 2, (height / cell).ceil() as usize + 2);
        Some(Self { west, south, cell, columns, rows })
    }

    /// How many nodes there are.
    pub(super) const fn count(&self) -> usize {
        self.columns * self.rows
    }

    /// Index of a node.
    pub(super) const fn index(&self, column: usize, row: usize) -> usize {
        row * self.columns + column
    }

    /// Position of a node, km.
    pub(super) fn node(&self, column: usize, row: usize) -> (f64, f64) {
        (self.west + column as f64 * self.cell, self.south + row as f64 * self.cell)
    }

    /// A position in cells from the first node.
    pub(super) fn cells(&self, (x, y): (f64, f64)) -> (f64, f64) {
        ((x - self.west) / self.cell, (y - self.south) / self.cell)
    }

    /// The node next to a point.
    pub(super) fn nearest_node(&self, x: f64, y: f64) -> (usize, usize) {
        let near = |v: f64, count: usize| v.round().clamp(0.0, count as f64 - 1.0) as usize;
        let (x, y) = self.cells((x, y));
        (near(x, self.columns), near(y, self.rows))
    }

    /// The four corners of the cell that a point lies in.
    pub(super) fn corners(&self, x: f64, y: f64) -> [(usize, usize); 4] {
        let low = |v: f64, count: usize| v.floor().clamp(0.0, count as f64 - 2.0) as usize;
        let (x, y) = self.cells((x, y));
        let (c, r) = (low(x, self.columns), low(y, self.rows));
        [(c, r), (c + 1, r), (c, r + 1), (c + 1, r + 1)]
    }

    /// The sixteen corners of the cell that a point lies in and of those round it, as far as the grid goes.
    pub(super) fn round(&self, x: f64, y: f64) -> impl Iterator<Item = (usize, usize)> + use<> {
        let [(column, row), ..] = self.corners(x, y);
        let (columns, rows) = (self.columns, self.rows);
        (row.saturating_sub(1)..(row + 3).min(rows))
            .flat_map(move |r| (column.saturating_sub(1)..(column + 3).min(columns)).map(move |c| (c, r)))
    }

    /// The nodes that lie inside rings, holes left out.
    pub(super) fn inside(&self, rings: &[Vec<(f64, f64)>]) -> Vec<bool> {
        let wide = self.columns + 1;
        // Each edge turns the rest of every row that it crosses over.
        let mut turned = vec![false; wide * self.rows];
        for pair in rings.iter().flat_map(|r| r.windows(2)) {
            let [a, b] = *pair else { continue };
            let (low, high) = (a.1.min(b.1), a.1.max(b.1));
            let row_of = |y: f64| self.cells((0.0, y)).1.ceil().clamp(0.0, self.rows as f64) as usize;
            for row in row_of(low)..row_of(high) {
                let y = self.south + row as f64 * self.cell;
                let x = self.cells((a.0 + (y - a.1) / (b.1 - a.1) * (b.0 - a.0), y)).0;
                let column = x.ceil().clamp(0.0, self.columns as f64) as usize;
                if let Some(slot) = turned.get_mut(row * wide + column) {
                    *slot = !*slot;
                }
            }
        }
        let mut inside = Vec::with_capacity(self.count());
        for row in turned.chunks_exact(wide) {
            let mut within = false;
            inside.extend(row.iter().take(self.columns).map(|turn| {
                within ^= turn;
                within
            }));
        }
        inside
    }
}
