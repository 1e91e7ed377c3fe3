//! Countries, first-order divisions and the arcs that bound them.
//!
//! In: the bytes of land.bin. Out: areas, lines and answers about points, in quanta. Never: water.

use crate::basemap::Worldview;
use crate::basemap::clip;
use crate::basemap::clip::Polygon;
use crate::basemap::format;
use crate::basemap::format::File;
use crate::basemap::format::Point;
use crate::basemap::format::QUANTA;
use crate::basemap::format::Rect;
use crate::basemap::format::Row;
use crate::basemap::format::Table;
use crate::error::Error;
use crate::error::Result;

/// Mark of the sea in the arc table.
pub(crate) const SEA: u16 = u16::MAX;

const LABEL: &str = "land.bin";
const COUNTRY_BYTES: usize = 28;
const DIVISION_BYTES: usize = 36;
const NODE_BYTES: usize = 8;
const ARC_BYTES: usize = 24;
const DISPUTED_BYTES: usize = 36;
const SEA_BYTES: usize = 18;

/// A whole turn in quanta.
pub(crate) const TURN: f64 = 360.0 * QUANTA;

/// The tables of the file.
#[derive(Debug, Clone)]
pub(crate) struct Land<'a> {
    countries: Table<'a>,
    divisions: Table<'a>,
    nodes: Table<'a>,
    arcs: Table<'a>,
    arc_data: &'a [u8],
    disputed: Table<'a>,
    disputed_data: &'a [u8],
    seas: Table<'a>,
    heap: &'a [u8],
}

/// How an arc is drawn, apart from what it divides.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum ArcKind {
    Natural,
    /// Along the antimeridian, where the source cuts polygons.
    Seam,
    /// Along the south pole.
    Pole,
    Disputed,
}

/// An arc of the table.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Arc<'a> {
    /// Division on the left, or [`SEA`].
    pub(crate) left: u16,
    /// Division on the right, or [`SEA`].
    pub(crate) right: u16,
    pub(crate) kind: ArcKind,
    row: Row<'a>,
}

/// A country of the table.
#[derive(Debug, Clone, Copy)]
pub(crate) struct CountryRow<'a> {
    pub(crate) iso2: &'a str,
    pub(crate) name: &'a str,
    pub(crate) bbox: Rect,
    pub(crate) area_km2: f64,
}

/// A division of the table.
#[derive(Debug, Clone, Copy)]
pub(crate) struct DivisionRow<'a> {
    pub(crate) name: &'a str,
    pub(crate) code: &'a str,
    /// Deep inside the largest part.
    pub(crate) at: Point,
    pub(crate) bbox: Rect,
    pub(crate) area_km2: f64,
}

/// An anchor of a sea name.
#[derive(Debug, Clone, Copy)]
pub(crate) struct SeaRow<'a> {
    pub(crate) name: &'a str,
    pub(crate) rank: u8,
    /// On a lake, which the polygons count as land.
    pub(crate) inland: bool,
    pub(crate) room_km: f64,
    pub(crate) at: Point,
}

impl<'a> Land<'a> {
    pub(crate) fn open(bytes: &'a [u8]) -> Result<Self> {
        let file = File::open(LABEL, *b"FLBM", 9, bytes)?;
        Ok(Self {
            countries: file.table(0, COUNTRY_BYTES)?,
            divisions: file.table(1, DIVISION_BYTES)?,
            nodes: file.table(2, NODE_BYTES)?,
            arcs: file.table(3, ARC_BYTES)?,
            arc_data: file.section(4),
            disputed: file.table(5, DISPUTED_BYTES)?,
            disputed_data: file.section(6),
            seas: file.table(7, SEA_BYTES)?,
            heap: file.section(8),
        })
    }

    /// Reads every reference of every table once.
    pub(crate) fn check(&self) -> Result<()> {
        let fail = |message: String| Err(Error::Data { file: LABEL.to_owned(), message });
        for (k, row) in self.divisions.rows().enumerate() {
            if [row.u16(0), row.u16(2)].iter().any(|&c| usize::from(c) >= self.countries.len()) {
                return fail(format!("division {k} names a country beyond the {} of the table", self.countries.len()));
            }
        }
        let mut points = Vec::new();
        for (k, arc) in self.arcs.rows().map(Arc::new).enumerate() {
            if [arc.left, arc.right].iter().any(|&d| d != SEA && usize::from(d) >= self.divisions.len()) {
                return fail(format!("arc {k} names a division beyond the {} of the table", self.divisions.len()));
            }
            points.clear();
            self.decode(&arc, 0, &mut points);
            if points.len() != usize::from(arc.row.u16(12)) + 2 {
                return fail(format!("arc {k}: expected {} points, found {}", arc.row.u16(12) + 2, points.len()));
            }
            let bbox = arc.row.bbox(16);
            if points.iter().any(|p| p.x < bbox.west || p.x > bbox.east || p.y < bbox.south || p.y > bbox.north) {
                return fail(format!("arc {k} leaves its bounding box"));
            }
        }
        Ok(())
    }

    pub(crate) fn country_count(&self) -> u16 {
        self.countries.len() as u16
    }

    pub(crate) fn country(&self, index: u16) -> Option<CountryRow<'a>> {
        let row = self.countries.row(usize::from(index))?;
        Some(CountryRow {
            iso2: row.0.get(..2).and_then(|b| std::str::from_utf8(b).ok()).unwrap_or_default(),
            name: row.text(2, self.heap),
            bbox: row.bbox(16),
            area_km2: f64::from(row.f32(24)),
        })
    }

    /// Index of a country by its code.
    pub(crate) fn country_index(&self, iso2: &str) -> Option<u16> {
        (0..self.country_count()).find(|&k| self.country(k).is_some_and(|c| c.iso2 == iso2))
    }

    pub(crate) fn division_count(&self) -> u16 {
        self.divisions.len() as u16
    }

    pub(crate) fn division(&self, index: u16) -> Option<DivisionRow<'a>> {
        let row = self.divisions.row(usize::from(index))?;
        Some(DivisionRow {
            name: row.text(4, self.heap),
            code: row.text(10, self.heap),
            at: row.point(16),
            bbox: row.bbox(24),
            area_km2: f64::from(row.f32(32)),
        })
    }

    /// The country a division belongs to; none for the sea.
    pub(crate) fn country_of(&self, division: u16, view: Worldview) -> Option<u16> {
        let row = self.divisions.row(usize::from(division))?;
        Some(match view {
            Worldview::Default => row.u16(0),
            Worldview::DeFacto => row.u16(2),
        })
    }

    pub(crate) fn seas(&self) -> impl Iterator<Item = SeaRow<'a>> {
        let heap = self.heap;
        self.seas.rows().map(move |row| SeaRow {
            name: row.text(0, heap),
            rank: row.u8(6),
            inland: row.u8(7) != 0,
            room_km: f64::from(row.u16(8)) / 2.0,
            at: row.point(10),
        })
    }

    /// Every arc.
    pub(crate) fn arcs(&self) -> impl Iterator<Item = Arc<'a>> {
        self.arcs.rows().map(Arc::new)
    }

    fn node(&self, index: u16) -> Point {
        self.nodes.row(usize::from(index)).map(|row| row.point(0)).unwrap_or_default()
    }

    /// Appends the points of an arc whose vertices reach `level`.
    pub(crate) fn decode(&self, arc: &Arc<'_>, level: u8, out: &mut Vec<Point>) {
        let first = self.node(arc.row.u16(4));
        out.push(first);
        format::decode_inner(self.arc_data, arc.row.u32(8) as usize, usize::from(arc.row.u16(12)), first, level, out);
        out.push(self.node(arc.row.u16(6)));
    }

    /// Disputed lines that no arc follows and that meet `rect`, with their names.
    pub(crate) fn disputed(&self, rect: &Rect, level: u8) -> Vec<(&'a str, Vec<Point>)> {
        let rows = self.disputed.rows().filter(|row| row.bbox(28).meets(rect));
        rows.map(|row| {
            let first = row.point(6);
            let mut points = vec![first];
            let (offset, count) = (row.u32(22) as usize, usize::from(row.u16(26)));
            format::decode_inner(self.disputed_data, offset, count, first, level, &mut points);
            points.push(row.point(14));
            (row.text(0, self.heap), points)
        })
        .collect()
    }

    /// The division in which a point of the plane −180° to 180° lies.
    pub(crate) fn division_at(&self, p: Point) -> Option<u16> {
        // A ray to the west: the division whose border it crosses an odd number of times.
        let mut odd = vec![false; self.divisions.len()];
        let mut points = Vec::new();
        for arc in self.arcs() {
            let bbox = arc.row.bbox(16);
            if bbox.south > p.y || bbox.north < p.y || bbox.west > p.x {
                continue;
            }
            let crossed = if bbox.east < p.x {
                (self.node(arc.row.u16(4)).y > p.y) != (self.node(arc.row.u16(6)).y > p.y)
            } else {
                points.clear();
                self.decode(&arc, 0, &mut points);
                crossings_west(&points, p) % 2 == 1
            };
            if crossed {
                for side in [arc.left, arc.right] {
                    if let Some(flag) = odd.get_mut(usize::from(side)) {
                        *flag = !*flag;
                    }
                }
            }
        }
        odd.iter().position(|&flag| flag).and_then(|k| u16::try_from(k).ok())
    }

    /// Which of the points of the plane −180° to 180° lie at sea, in one pass over the coasts.
    pub(crate) fn at_sea(&self, points: &[Point]) -> Vec<bool> {
        let mut order: Vec<usize> = (0..points.len()).collect();
        let height = |k: &usize| points.get(*k).map_or(0.0, |p| p.y);
        order.sort_by(|a, b| height(a).total_cmp(&height(b)));
        let mut sea = vec![true; points.len()];
        let mut line = Vec::new();
        for arc in self.arcs().filter(|arc| (arc.left == SEA) != (arc.right == SEA)) {
            let bbox = arc.bbox();
            let low = order.partition_point(|k| height(k) < bbox.south);
            let high = order.partition_point(|k| height(k) <= bbox.north);
            line.clear();
            for k in order.get(low..high).unwrap_or(&[]) {
                let (Some(p), Some(flag)) = (points.get(*k).copied(), sea.get_mut(*k)) else {
                    continue;
                };
                if bbox.west > p.x {
                    continue;
                }
                // A ray to the west: a coast crossed changes sea to land.
                let crossed = if bbox.east < p.x {
                    (self.node(arc.row.u16(4)).y > p.y) != (self.node(arc.row.u16(6)).y > p.y)
                } else {
                    if line.is_empty() {
                        self.decode(&arc, 0, &mut line);
                    }
                    crossings_west(&line, p) % 2 == 1
                };
                *flag ^= crossed;
            }
        }
        sea
    }

    /// The polygons of an area from the pieces of its border inside `rect`; `belongs` tells its divisions, or the sea.
    pub(crate) fn polygons(
        &self,
        pieces: Vec<Vec<Point>>,
        rect: &Rect,
        tolerance: f64,
        belongs: impl Fn(u16) -> bool,
    ) -> Vec<Polygon> {
        clip::assemble(pieces, rect, tolerance * tolerance, || {
            let mut centre = rect.centre();
            centre.x = (centre.x + TURN / 2.0).rem_euclid(TURN) - TURN / 2.0;
            belongs(self.division_at(centre).unwrap_or(SEA))
        })
    }
}

impl<'a> Arc<'a> {
    fn new(row: Row<'a>) -> Self {
        let kind = match row.u16(14) {
            1 => ArcKind::Seam,
            2 => ArcKind::Pole,
            3 => ArcKind::Disputed,
            _ => ArcKind::Natural,
        };
        Self { left: row.u16(0), right: row.u16(2), kind, row }
    }

    pub(crate) fn bbox(&self) -> Rect {
        self.row.bbox(16)
    }
}

/// How often a line crosses the ray from `p` to the west.
fn crossings_west(line: &[Point], p: Point) -> usize {
    let crosses =
        |a: Point, b: Point| (a.y > p.y) != (b.y > p.y) && (b.x - a.x) * (p.y - a.y) / (b.y - a.y) + a.x < p.x;
    line.windows(2).filter(|w| crosses(w[0], w[1])).count()
}
