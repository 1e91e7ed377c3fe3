//! Rivers and lakes.
//!
//! In: the bytes of water.bin. Out: rivers and lakes inside a rectangle. Never: the sea.

use crate::basemap::Lake;
use crate::basemap::River;
use crate::basemap::clip;
use crate::basemap::format;
use crate::basemap::format::File;
use crate::basemap::format::Point;
use crate::basemap::format::Rect;
use crate::basemap::format::Row;
use crate::basemap::format::Table;
use crate::basemap::query::line_string;
use crate::basemap::query::multi_polygon;
use crate::basemap::query::shifts;
use crate::error::Error;
use crate::error::Result;

const LABEL: &str = "water.bin";
const RIVER_BYTES: usize = 42;
const LAKE_BYTES: usize = 34;
const RING_BYTES: usize = 22;

/// Mark of a river that falls dry.
const INTERMITTENT: u8 = 1;

const METRES_PER_QUANTUM: f64 = 11.1195;

/// The tables of the file.
#[derive(Debug, Clone)]
pub(crate) struct Water<'a> {
    rivers: Table<'a>,
    river_data: &'a [u8],
    lakes: Table<'a>,
    rings: Table<'a>,
    lake_data: &'a [u8],
    heap: &'a [u8],
}

impl<'a> Water<'a> {
    pub(crate) fn open(bytes: &'a [u8]) -> Result<Self> {
        let file = File::open(LABEL, *b"FLBW", 6, bytes)?;
        Ok(Self {
            rivers: file.table(0, RIVER_BYTES)?,
            river_data: file.section(1),
            lakes: file.table(2, LAKE_BYTES)?,
            rings: file.table(3, RING_BYTES)?,
            lake_data: file.section(4),
            heap: file.section(5),
        })
    }

    /// Reads every line once.
    pub(crate) fn check(&self) -> Result<()> {
        let fail = |message: String| Err(Error::Data { file: LABEL.to_owned(), message });
        for (k, row) in self.rivers.rows().enumerate() {
            let (expected, found) = (usize::from(row.u16(32)) + 2, self.river_points(row, 0).len());
            if expected != found {
                return fail(format!("river part {k}: expected {expected} points, found {found}"));
            }
        }
        for (k, row) in self.lakes.rows().enumerate() {
            let end = row.u32(20) as usize + usize::from(row.u16(24));
            if end > self.rings.len() {
                return fail(format!("lake {k}: its rings end at {end}, beyond the {} of the table", self.rings.len()));
            }
        }
        for (k, row) in self.rings.rows().enumerate() {
            let (expected, found) = (usize::from(row.u16(12)) + 1, self.ring_points(row, 0).len());
            if expected != found {
                return fail(format!("ring {k}: expected {expected} points, found {found}"));
            }
        }
        Ok(())
    }

    fn river_points(&self, row: Row<'_>, level: u8) -> Vec<Point> {
        let first = row.point(12);
        let mut points = vec![first];
        format::decode_inner(
            self.river_data,
            row.u32(28) as usize,
            usize::from(row.u16(32)),
            first,
            level,
            &mut points,
        );
        points.push(row.point(20));
        points
    }

    fn ring_points(&self, row: Row<'_>, level: u8) -> Vec<Point> {
        let first = row.point(0);
        let mut points = vec![first];
        format::decode_inner(self.lake_data, row.u32(8) as usize, usize::from(row.u16(12)), first, level, &mut points);
        points
    }

    /// Rivers in the rectangle.
    pub(crate) fn rivers(&self, rect: &Rect, level: u8, tolerance: f64) -> Vec<River> {
        let mut rivers = Vec::new();
        let mut runs = Vec::new();
        for shift in shifts(rect) {
            let local = rect.shifted(-shift);
            let rows: Vec<_> = self.rivers.rows().filter(|row| row.bbox(34).meets(&local)).collect();
            // Parts of one river follow each other in the table.
            for parts in rows.chunk_by(|a, b| a.u32(8) == b.u32(8)) {
                let Some(head) = parts.first() else { continue };
                let mut lines: Vec<Vec<Point>> = Vec::new();
                for part in parts {
                    let points = self.river_points(*part, level);
                    match lines.last_mut() {
                        Some(line) if line.last() == points.first() => {
                            line.extend(points.into_iter().skip(1));
                        }
                        _ => lines.push(points),
                    }
                }
                for line in &mut lines {
                    for p in line.iter_mut() {
                        p.x += shift;
                    }
                    clip::cut_line(line, rect, &mut runs);
                }
                for run in runs.drain(..) {
                    let extent = clip::bounds(&run);
                    if (extent.east - extent.west).max(extent.north - extent.south) < tolerance {
                        continue;
                    }
                    rivers.push(River {
                        name: head.text(0, self.heap).to_owned(),
                        level: head.u8(6),
                        intermittent: head.u8(7) & INTERMITTENT != 0,
                        line: line_string(&run),
                    });
                }
            }
        }
        rivers
    }

    /// Lakes in the rectangle.
    pub(crate) fn lakes(&self, rect: &Rect, level: u8, tolerance: f64) -> Vec<Lake> {
        let mut lakes = Vec::new();
        for shift in shifts(rect) {
            let local = rect.shifted(-shift);
            for row in self.lakes.rows().filter(|row| row.bbox(12).meets(&local)) {
                // A river as wide as a line is drawn as one.
                if f64::from(row.u16(6)) / METRES_PER_QUANTUM < tolerance * 0.7 {
                    continue;
                }
                let mut pieces = Vec::new();
                let start = row.u32(20) as usize;
                for ring in (start..start + usize::from(row.u16(24))).filter_map(|k| self.rings.row(k)) {
                    let mut points = self.ring_points(ring, level);
                    if points.len() < 3 {
                        continue;
                    }
                    points.extend(points.first().copied());
                    for p in &mut points {
                        p.x += shift;
                    }
                    clip::cut_line(&points, rect, &mut pieces);
                }
                let shape = clip::assemble(pieces, rect, tolerance * tolerance, || self.surrounds(row, &local));
                if shape.is_empty() {
                    continue;
                }
                lakes.push(Lake {
                    name: row.text(0, self.heap).to_owned(),
                    area_km2: f64::from(row.f32(8)),
                    shape: multi_polygon(shape),
                });
            }
        }
        lakes
    }

    /// Whether the whole rectangle lies in the lake, given that no shore does.
    fn surrounds(&self, row: Row<'_>, rect: &Rect) -> bool {
        let start = row.u32(20) as usize;
        let rings = (start..start + usize::from(row.u16(24))).filter_map(|k| self.rings.row(k));
        rings.filter(|&ring| clip::in_ring(&self.ring_points(ring, 0), rect.centre())).count() % 2 == 1
    }
}
