//! Distances from every node of a grid to the nearest place of each side, and the side that follows from them.
//!
//! In: labels on the plane, km. Out: [`Field`]. Never: degrees, polygons.

use crate::control::grid::Grid;
use crate::control::grid::Rings;
use crate::control::way::Hindrances;
use crate::control::way::Ways;

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
    pub(super) grid: Grid,
    surfaces: Vec<Surface>,
    contested: Option<Vec<f32>>,
    /// Distance to the nearest place of any side, not averaged: how far a place is known to speak.
    nearest: Vec<f32>,
    reach: Reach,
}

impl Field {
    /// The field over a rectangle `[west, south, east, north]`, km; `None` without voters. Where there is `terrain`, the way
    /// round or over what it holds counts, not the straight one.
    pub(super) fn new(
        voters: &[Voter],
        contested: &[(f64, f64)],
        realms: &[Rings],
        terrain: &Hindrances,
        window: [f64; 4],
        reach: Reach,
    ) -> Option<Self> {
        let across = |v: &Voter| if realms.is_empty() { None } else { v.country };
        let mut kinds: Vec<(u16, Ground, Option<u16>)> =
            voters.iter().map(|v| (v.holder, v.ground, across(v))).collect();
        kinds.sort_unstable();
        kinds.dedup();
        if kinds.is_empty() && contested.is_empty() {
            return None;
        }
        let nodes = MOST_NODES.min(MOST_VALUES / (kinds.len() + usize::from(!contested.is_empty())) as f64).max(400.0);
        let grid = Grid::over(window, nodes)?;
        let mut field = Self { grid, surfaces: Vec::new(), contested: None, nearest: Vec::new(), reach };
        let all: Vec<(f64, f64)> = voters.iter().map(|v| (v.x, v.y)).chain(contested.iter().copied()).collect();
        let ways = Ways::new(grid, terrain, &all);
        let mut homes = Vec::new();
        let mut detours = Vec::new();
        for (holder, ground, home) in kinds {
            let points: Vec<(f64, f64)> = voters
                .iter()
                .filter(|v| (v.holder, v.ground, across(v)) == (holder, ground, home))
                .map(|v| (v.x, v.y))
                .collect();
            let km = grid.distances(&points);
            homes.push(home);
            detours.push(ways.as_ref().map(|w| w.detours(&points)));
            field.surfaces.push(Surface { holder, ground, km });
        }
        if !contested.is_empty() {
            let mut km = grid.distances(contested);
            lengthen(&mut km, ways.as_ref().map(|w| w.detours(contested)).as_deref());
            field.contested = Some(km);
        }
        let mut plain: Vec<Vec<f32>> = field.surfaces.iter().map(|s| s.km.clone()).collect();
        field.blur();
        // After the averaging, so that a border or a river stays where it is.
        let country = field.countries(realms);
        let all = field.surfaces.iter_mut().zip(&mut plain);
        for ((surface, plain), home) in all.zip(homes).filter(|(_, home)| home.is_some()) {
            for ((km, plain), here) in surface.km.iter_mut().zip(plain).zip(&country) {
                if here.is_some() && *here != home {
                    *km += BORDER_KM as f32;
                    *plain += BORDER_KM as f32;
                }
            }
        }
        let hindered = ways.is_some();
        for ((surface, plain), detour) in field.surfaces.iter_mut().zip(&mut plain).zip(detours) {
            lengthen(plain, detour.as_deref());
            lengthen(&mut surface.km, detour.as_deref());
        }
        field.nearest = vec![f32::INFINITY; grid.columns * grid.rows];
        for (plain, _) in plain.iter().zip(&field.surfaces).filter(|(_, s)| s.ground != Ground::Passed) {
            field.nearest.iter_mut().zip(plain).for_each(|(least, km)| *least = least.min(*km));
        }
        if hindered {
            field.keep(voters);
        }
        Some(field)
    }

    /// A place keeps the corners of its own cell, also those across a river: no labelled place falls to another side. Of the ground
    /// that nobody reaches it keeps the cells round its own as well, because in one cell alone, whose corners are rounded off, it
    /// could lie outside.
    fn keep(&mut self, voters: &[Voter]) {
        let (grid, most) = (self.grid, self.reach.most_km as f32);
        for voter in voters.iter().filter(|v| v.ground == Ground::Assessed) {
            let own_cell = grid.corners(voter.x, voter.y);
            let round = grid.round(voter.x, voter.y).filter(|node| !own_cell.contains(node)).map(|node| (node, false));
            for ((column, row), corner) in own_cell.into_iter().map(|node| (node, true)).chain(round) {
                let (at, node) = (grid.index(column, row), grid.node(column, row));
                let straight = libm::hypot(node.0 - voter.x, node.1 - voter.y) as f32;
                let value = |s: &Surface| s.km.get(at).copied().unwrap_or(f32::INFINITY);
                let others = self.surfaces.iter().filter(|s| s.holder != voter.holder).map(value);
                let least = others.fold(most, f32::min);
                let own = |s: &&mut Surface| s.holder == voter.holder && s.ground == Ground::Assessed;
                if let Some(slot) = self.surfaces.iter_mut().find(own).and_then(|s| s.km.get_mut(at))
                    && *slot >= least
                    && straight < least
                    && (corner || least >= most)
                {
                    *slot = straight;
                    if let Some(near) = self.nearest.get_mut(at) {
                        *near = near.min(straight);
                    }
                }
            }
        }
    }

    /// The country of each node; nodes at sea take that of a neighbour.
    fn countries(&self, realms: &[Rings]) -> Vec<Option<u16>> {
        let (columns, rows) = (self.grid.columns, self.grid.rows);
        let mut found: Vec<Option<u16>> = vec![None; columns * rows];
        for (index, rings) in realms.iter().enumerate() {
            for (slot, inside) in found.iter_mut().zip(self.grid.inside(rings)) {
                if inside {
                    *slot = Some(index as u16);
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
        let (columns, rows) = (self.grid.columns, self.grid.rows);
        let radius: Vec<u16> = (0..columns * rows)
            .map(|at| {
                let (own, other) = self.two_nearest(|s| s.km.get(at).copied().map_or(f64::INFINITY, f64::from));
                let cells = BLUR * (own.1 + other.1) / self.grid.cell;
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

    /// The class that averaged distances make, `nearest_km` the nearest place as it is.
    fn decide(&self, km: impl Fn(&Surface) -> f64, contested_km: f64, nearest_km: f64) -> Class {
        let (own, other) = self.two_nearest(km);
        let holder_of = |i: usize| self.surfaces.get(i).map(|s| s.holder);
        // Where few places lie far apart the average reaches far beyond them: what is near a place is known all the same.
        let known = own.1.min(nearest_km) <= self.reach.most_km;
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
        let at = row * self.grid.columns + column;
        let value = |list: &Vec<f32>| list.get(at).copied().map_or(f64::INFINITY, f64::from);
        self.decide(|s| value(&s.km), self.contested.as_ref().map_or(f64::INFINITY, value), value(&self.nearest))
    }

    /// Class between two nodes, a share `t` of the way.
    pub(super) fn class_between(&self, a: (usize, usize), b: (usize, usize), t: f64) -> Class {
        let (i, j) = (a.1 * self.grid.columns + a.0, b.1 * self.grid.columns + b.0);
        let value = |list: &Vec<f32>| {
            let (p, q) = (list.get(i).copied(), list.get(j).copied());
            p.zip(q).map_or(f64::INFINITY, |(p, q)| f64::from(p) * (1.0 - t) + f64::from(q) * t)
        };
        self.decide(|s| value(&s.km), self.contested.as_ref().map_or(f64::INFINITY, value), value(&self.nearest))
    }

    /// Distance from the node next to a point to the nearest place of a holder, km.
    pub(super) fn distance(&self, x: f64, y: f64, holder: u16) -> f64 {
        let (column, row) = self.grid.nearest_node(x, y);
        let at = row * self.grid.columns + column;
        self.surfaces
            .iter()
            .filter(|s| s.holder == holder)
            .filter_map(|s| s.km.get(at).copied())
            .fold(f64::INFINITY, |least, d| least.min(f64::from(d)))
    }
}

/// Adds a way round to the distances.
fn lengthen(km: &mut [f32], detour: Option<&[f32]>) {
    for (km, more) in km.iter_mut().zip(detour.into_iter().flatten()) {
        *km += *more;
    }
}
