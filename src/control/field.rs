//! Distances from every node of a grid to the nearest place of each side, and the side that follows from them.
//!
//! In: labels on the plane, km. Out: [`Field`]. Never: degrees, polygons.

/// A place on the plane.
#[derive(Debug, Clone, Copy, PartialEq)]
pub(super) struct Voter {
    pub(super) x: f64,
    pub(super) y: f64,
    /// Index of the holder.
    pub(super) holder: u16,
    pub(super) ground: Ground,
    /// Index of its country; `None` if not known.
    pub(super) country: Option<u16>,
}

/// Rings of a country on the plane.
pub(super) type Realm = Vec<Vec<(f64, f64)>>;

/// Why a place counts for its holder.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub(super) enum Ground {
    Assessed,
    /// Only the holder says so.
    Claimed,
    /// It lies between two places that the holder took.
    Passed,
}

/// How sure the side of a point is.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub(super) enum Doubt {
    /// The nearest place decides.
    None,
    /// Places of two sides are about equally near.
    Margin,
    /// Between two places that the side took; nobody reported it.
    Passed,
    /// Near a place that is fought over.
    Contested,
}

/// What is known of a point.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub(super) struct Class {
    /// Index of the holder of the nearest place; `None` where no place is near.
    pub(super) holder: Option<u16>,
    /// Only the holder says so.
    pub(super) claimed: bool,
    pub(super) doubt: Doubt,
    /// Index of the other side that is near, for a doubtful point.
    pub(super) rival: Option<u16>,
}

impl Class {
    /// No place is near.
    pub(super) const UNKNOWN: Self = Self { holder: None, claimed: false, doubt: Doubt::None, rival: None };
}

/// Distances that decide, km.
#[derive(Debug, Clone, Copy, PartialEq)]
pub(super) struct Reach {
    /// Farther from every place nothing is known.
    pub(super) most_km: f64,
    /// A contested place puts this much ground in doubt.
    pub(super) contested_km: f64,
}

/// Share of the way between two sides that is in doubt: |d₁ − d₂| / (d₁ + d₂).
const MARGIN: f64 = 0.3;
/// The doubtful band is at least and at most so wide as a difference of distances, km.
const MARGIN_KM: (f64, f64) = (2.0, 18.0);
/// Distances are averaged over a square of this half side in relation to the two nearest places. Below 0.35 a labelled
/// place can never fall to the other side: the average moves by less than half the distance to the nearest opponent.
const BLUR: f64 = 0.33;
/// Most values of all surfaces together, which bounds time and memory.
const MOST_VALUES: f64 = 1_200_000.0;
/// Most nodes of the grid.
const MOST_NODES: f64 = 70_000.0;
/// A border counts as this much more way: across it a place says little of the ground, km.
const BORDER_KM: f64 = 40.0;
/// Ground that a side only passed is inferred to this distance from its way, km.
const PASSED_KM: f64 = 12.0;
/// Marks a node that no place has reached yet.
const NONE: u32 = u32::MAX;

/// Distances to the nearest place of one holder and status.
#[derive(Debug, Clone)]
struct Surface {
    holder: u16,
    ground: Ground,
    km: Vec<f32>,
}

/// The grid with the distances on its nodes.
#[derive(Debug, Clone)]
pub(super) struct Field {
    west: f64,
    south: f64,
    /// Side of a cell, km.
    pub(super) cell: f64,
    pub(super) columns: usize,
    pub(super) rows: usize,
    surfaces: Vec<Surface>,
    contested: Option<Vec<f32>>,
    reach: Reach,
}

impl Field {
    /// The field over a rectangle `[west, south, east, north]`, km; `None` without voters.
    pub(super) fn new(
        voters: &[Voter],
        contested: &[(f64, f64)],
        realms: &[Realm],
        window: [f64; 4],
        reach: Reach,
    ) -> Option<Self> {
        let [west, south, east, north] = window;
        let across = |v: &Voter| if realms.is_empty() { None } else { v.country };
        let mut kinds: Vec<(u16, Ground, Option<u16>)> =
            voters.iter().map(|v| (v.holder, v.ground, across(v))).collect();
        kinds.sort_unstable();
        kinds.dedup();
        let (width, height) = (east - west, north - south);
        if kinds.is_empty() && contested.is_empty() || !(width.is_finite() && height.is_finite()) {
            return None;
        }
        let nodes = MOST_NODES.min(MOST_VALUES / (kinds.len() + usize::from(!contested.is_empty())) as f64).max(400.0);
        let cell = (width * height / nodes).sqrt().max(width.max(height) / 1500.0).max(0.1);
        let columns = (width / cell).ceil() as usize + 2;
        let rows = (height / cell).ceil() as usize + 2;
        let mut field = Self { west, south, cell, columns, rows, surfaces: Vec::new(), contested: None, reach };
        let mut homes = Vec::new();
        for (holder, ground, home) in kinds {
            let points: Vec<(f64, f64)> = voters
                .iter()
                .filter(|v| (v.holder, v.ground, across(v)) == (holder, ground, home))
                .map(|v| (v.x, v.y))
                .collect();
            let km = field.distances(&points);
            homes.push(home);
            field.surfaces.push(Surface { holder, ground, km });
        }
        if !contested.is_empty() {
            field.contested = Some(field.distances(contested));
        }
        field.blur();
        // After the averaging, so that a border stays where it is.
        let country = field.countries(realms);
        for (surface, home) in field.surfaces.iter_mut().zip(homes).filter(|(_, home)| home.is_some()) {
            for (km, here) in surface.km.iter_mut().zip(&country) {
                if here.is_some() && *here != home {
                    *km += BORDER_KM as f32;
                }
            }
        }
        Some(field)
    }

    /// Position of a node, km.
    pub(super) fn node(&self, column: usize, row: usize) -> (f64, f64) {
        (self.west + column as f64 * self.cell, self.south + row as f64 * self.cell)
    }

    /// Distance of each node to the nearest of some points: each node asks its neighbours for their nearest point,
    /// in two sweeps from each end (Danielsson 1980).
    fn distances(&self, points: &[(f64, f64)]) -> Vec<f32> {
        let (columns, rows) = (self.columns, self.rows);
        let mut nearest = vec![NONE; columns * rows];
        let square = |index: u32, column: usize, row: usize| {
            let (x, y) = self.node(column, row);
            points.get(index as usize).map_or(f64::INFINITY, |p| (p.0 - x) * (p.0 - x) + (p.1 - y) * (p.1 - y))
        };
        for (i, (x, y)) in points.iter().enumerate() {
            let near = |v: f64, from: f64, count: usize| {
                ((v - from) / self.cell).floor().clamp(0.0, count as f64 - 2.0) as usize
            };
            let (c, r) = (near(*x, self.west, columns), near(*y, self.south, rows));
            for (column, row) in [(c, r), (c + 1, r), (c, r + 1), (c + 1, r + 1)] {
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
        let mut out = Vec::with_capacity(columns * rows);
        for row in 0..rows {
            for column in 0..columns {
                let index = nearest.get(row * columns + column).copied().unwrap_or(NONE);
                out.push(square(index, column, row).sqrt() as f32);
            }
        }
        out
    }

    /// The country of each node; nodes at sea take that of a neighbour.
    fn countries(&self, realms: &[Realm]) -> Vec<Option<u16>> {
        let (columns, rows) = (self.columns, self.rows);
        let mut found: Vec<Option<u16>> = vec![None; columns * rows];
        for (index, rings) in realms.iter().enumerate() {
            let mut crossed: Vec<Vec<f64>> = vec![Vec::new(); rows];
            for pair in rings.iter().flat_map(|r| r.windows(2)) {
                let [a, b] = *pair else { continue };
                let (low, high) = (a.1.min(b.1), a.1.max(b.1));
                let row_of = |y: f64| ((y - self.south) / self.cell).ceil().clamp(0.0, rows as f64) as usize;
                for row in row_of(low)..row_of(high) {
                    let y = self.south + row as f64 * self.cell;
                    if let Some(list) = crossed.get_mut(row) {
                        list.push(a.0 + (y - a.1) / (b.1 - a.1) * (b.0 - a.0));
                    }
                }
            }
            for (row, mut list) in crossed.into_iter().enumerate() {
                list.sort_by(f64::total_cmp);
                for span in list.chunks_exact(2) {
                    let [from, to] = *span else { continue };
                    let column_of = |x: f64| ((x - self.west) / self.cell).ceil().clamp(0.0, columns as f64) as usize;
                    if let Some(run) = found
                        .get_mut(row * columns + column_of(from)..row * columns + column_of(to).max(column_of(from)))
                    {
                        run.fill(Some(index as u16));
                    }
                }
            }
        }
        let spread = |found: &mut Vec<Option<u16>>, at: usize, from: usize| {
            if let Some(known) = found.get(from).copied().flatten()
                && let Some(slot) = found.get_mut(at).filter(|s| s.is_none())
            {
                *slot = Some(known);
            }
        };
        for at in 1..columns * rows {
            spread(&mut found, at, at - 1);
            spread(&mut found, at, at.saturating_sub(columns));
        }
        for at in (0..columns * rows - 1).rev() {
            spread(&mut found, at, at + 1);
            spread(&mut found, at, at + columns);
        }
        found
    }

    /// Averages the distances over squares whose size follows the distance of the two nearest sides, so that borders
    /// between places bend instead of breaking.
    fn blur(&mut self) {
        let (columns, rows) = (self.columns, self.rows);
        let radius: Vec<u16> = (0..columns * rows)
            .map(|at| {
                let (own, other) = self.two_nearest(|s| s.km.get(at).copied().map_or(f64::INFINITY, f64::from));
                let cells = BLUR * (own.1 + other.1) / self.cell;
                if cells.is_finite() { cells.min(400.0) as u16 } else { 0 }
            })
            .collect();
        for surface in &mut self.surfaces {
            let mut sums = vec![0.0_f64; (columns + 1) * (rows + 1)];
            for row in 0..rows {
                let mut line = 0.0;
                for column in 0..columns {
                    line += surface.km.get(row * columns + column).copied().map_or(0.0, f64::from);
                    let above = sums.get(row * (columns + 1) + column + 1).copied().unwrap_or(0.0);
                    if let Some(slot) = sums.get_mut((row + 1) * (columns + 1) + column + 1) {
                        *slot = above + line;
                    }
                }
            }
            let sum = |column: usize, row: usize| sums.get(row * (columns + 1) + column).copied().unwrap_or(0.0);
            for row in 0..rows {
                for column in 0..columns {
                    let at = row * columns + column;
                    let r = radius.get(at).copied().map_or(0, usize::from);
                    if r == 0 {
                        continue;
                    }
                    // The square stays inside the grid and centred, so that the average is of the place itself.
                    let r = r.min(column).min(row).min(columns - 1 - column).min(rows - 1 - row);
                    let (c0, c1, r0, r1) = (column - r, column + r + 1, row - r, row + r + 1);
                    let count = ((c1 - c0) * (r1 - r0)) as f64;
                    let mean = (sum(c1, r1) - sum(c0, r1) - sum(c1, r0) + sum(c0, r0)) / count;
                    if let Some(slot) = surface.km.get_mut(at) {
                        *slot = mean as f32;
                    }
                }
            }
        }
    }

    /// Index and distance of the nearest surface, and of the nearest one of another holder.
    fn two_nearest(&self, km: impl Fn(&Surface) -> f64) -> ((usize, f64), (usize, f64)) {
        let (mut own, mut other) = ((usize::MAX, f64::INFINITY), (usize::MAX, f64::INFINITY));
        let holder = |i: usize| self.surfaces.get(i).map(|s| s.holder);
        for (i, surface) in self.surfaces.iter().enumerate() {
            let d = km(surface);
            if surface.ground == Ground::Passed && d > PASSED_KM {
                continue;
            }
            if d < own.1 {
                if holder(own.0) != Some(surface.holder) {
                    other = own;
                }
                own = (i, d);
            } else if d < other.1 && holder(own.0) != Some(surface.holder) {
                other = (i, d);
            }
        }
        (own, other)
    }

    fn decide(&self, km: impl Fn(&Surface) -> f64, contested_km: f64) -> Class {
        let (own, other) = self.two_nearest(km);
        let holder_of = |i: usize| self.surfaces.get(i).map(|s| s.holder);
        let known = own.1 <= self.reach.most_km;
        let rival = if other.1 <= self.reach.most_km * 2.0 { holder_of(other.0) } else { None };
        if contested_km <= self.reach.contested_km.min(self.reach.most_km) && contested_km <= own.1 {
            let holder = if known { holder_of(own.0) } else { None };
            return Class { holder, claimed: false, doubt: Doubt::Contested, rival: holder.and(rival) };
        }
        if !known {
            return Class::UNKNOWN;
        }
        let ground = self.surfaces.get(own.0).map_or(Ground::Assessed, |s| s.ground);
        let claimed = ground == Ground::Claimed;
        if ground == Ground::Passed {
            return Class { holder: holder_of(own.0), claimed: false, doubt: Doubt::Passed, rival };
        }
        let width = (MARGIN * (own.1 + other.1)).clamp(MARGIN_KM.0, MARGIN_KM.1);
        if rival.is_some() && other.1 - own.1 < width {
            return Class { holder: holder_of(own.0), claimed, doubt: Doubt::Margin, rival };
        }
        Class { holder: holder_of(own.0), claimed, doubt: Doubt::None, rival: None }
    }

    /// Class of a node.
    pub(super) fn class(&self, column: usize, row: usize) -> Class {
        let at = row * self.columns + column;
        let value = |list: &Vec<f32>| list.get(at).copied().map_or(f64::INFINITY, f64::from);
        self.decide(|s| value(&s.km), self.contested.as_ref().map_or(f64::INFINITY, value))
    }

    /// Class between two nodes, a share `t` of the way.
    pub(super) fn class_between(&self, a: (usize, usize), b: (usize, usize), t: f64) -> Class {
        let (i, j) = (a.1 * self.columns + a.0, b.1 * self.columns + b.0);
        let value = |list: &Vec<f32>| {
            let (p, q) = (list.get(i).copied(), list.get(j).copied());
            p.zip(q).map_or(f64::INFINITY, |(p, q)| f64::from(p) * (1.0 - t) + f64::from(q) * t)
        };
        self.decide(|s| value(&s.km), self.contested.as_ref().map_or(f64::INFINITY, value))
    }

    /// The node next to a point.
    pub(super) fn nearest_node(&self, x: f64, y: f64) -> (usize, usize) {
        let near =
            |v: f64, from: f64, count: usize| ((v - from) / self.cell).round().clamp(0.0, count as f64 - 1.0) as usize;
        (near(x, self.west, self.columns), near(y, self.south, self.rows))
    }

    /// Distance from the node next to a point to the nearest place of a holder, km.
    pub(super) fn distance(&self, x: f64, y: f64, holder: u16) -> f64 {
        let (column, row) = self.nearest_node(x, y);
        let at = row * self.columns + column;
        self.surfaces
            .iter()
            .filter(|s| s.holder == holder)
            .filter_map(|s| s.km.get(at).copied())
            .fold(f64::INFINITY, |least, d| least.min(f64::from(d)))
    }
}
