//! What a window shows.
//!
//! In: the opened files, a window, a tolerance. Out: layers in degrees, simplified and clipped. Never: style or paper.

use std::collections::BTreeMap;
use std::collections::BTreeSet;

use geo::{Coord, LineString, MultiPolygon};

use crate::basemap::Basemap;
use crate::basemap::Border;
use crate::basemap::BorderKind;
use crate::basemap::Country;
use crate::basemap::Label;
use crate::basemap::Layers;
use crate::basemap::Window;
use crate::basemap::Worldview;
use crate::basemap::clip;
use crate::basemap::clip::Polygon;
use crate::basemap::format;
use crate::basemap::format::Point;
use crate::basemap::format::QUANTA;
use crate::basemap::format::Rect;
use crate::basemap::land::ArcKind;
use crate::basemap::land::SEA;
use crate::basemap::land::TURN;
use crate::basemap::sea;
use crate::geodesy::LonLat;

/// A stretch of an arc inside the window.
struct Piece {
    points: Vec<Point>,
    /// Divisions on both sides, [`SEA`] for the sea.
    left: u16,
    right: u16,
    kind: ArcKind,
}

impl Basemap {
    /// Everything inside a window, simplified by less than `tolerance_deg` degrees, in the default reading of disputed ground.
    ///
    /// Polygons and lines are cut at the edges of the window; ask for a slightly larger one when that must not show.
    /// A window that is no window (not finite, or its edges in the wrong order) holds nothing.
    pub fn within(&self, window: Window, tolerance_deg: f64) -> Layers {
        self.within_as(window, tolerance_deg, Worldview::Default)
    }

    /// As [`Basemap::within`], in a chosen reading of disputed ground.
    pub fn within_as(&self, window: Window, tolerance_deg: f64, view: Worldview) -> Layers {
        let Some(rect) = rectangle(window) else {
            return Layers::default();
        };
        let level = format::least_level(tolerance_deg);
        let tolerance = tolerance_deg.max(0.0) * QUANTA;
        let pieces = self.pieces(&rect, level);
        Layers {
            countries: self.countries(&pieces, &rect, tolerance, view),
            lines: self.lines(&pieces, &rect, level, tolerance, view),
            divisions: self.divisions(&rect, view),
            rivers: self.water.rivers(&rect, level, tolerance),
            lakes: self.water.lakes(&rect, level, tolerance),
            seas: sea::name_seas(self, &self.area(&pieces, &rect, tolerance, |d| d == SEA), &rect),
        }
    }

    /// Countries and lines alone, as on a locator: the rest of the layers is left empty.
    pub fn outlines(&self, window: Window, tolerance_deg: f64, view: Worldview) -> Layers {
        let Some(rect) = rectangle(window) else {
            return Layers::default();
        };
        let level = format::least_level(tolerance_deg);
        let tolerance = tolerance_deg.max(0.0) * QUANTA;
        let pieces = self.pieces(&rect, level);
        Layers {
            countries: self.countries(&pieces, &rect, tolerance, view),
            lines: self.lines(&pieces, &rect, level, tolerance, view),
            ..Layers::default()
        }
    }

    /// The stretches of all arcs inside the rectangle, in its own frame.
    fn pieces(&self, rect: &Rect, level: u8) -> Vec<Piece> {
        let mut pieces = Vec::new();
        let mut points = Vec::new();
        let mut runs = Vec::new();
        for shift in shifts(rect) {
            let local = rect.shifted(-shift);
            for arc in self.land.arcs() {
                let bbox = arc.bbox();
                if arc.kind == ArcKind::Seam || !bbox.meets(&local) {
                    continue;
                }
                points.clear();
                self.land.decode(&arc, level, &mut points);
                if points.len() < 4 && points.first() == points.last() {
                    continue; // an island too small to show
                }
                if shift != 0.0 {
                    for p in &mut points {
                        p.x += shift;
                    }
                }
                if local.covers(&bbox) {
                    runs.push(points.clone());
                } else {
                    clip::cut_line(&points, rect, &mut runs);
                }
                pieces.extend(runs.drain(..).map(|points| Piece {
                    points,
                    left: arc.left,
                    right: arc.right,
                    kind: arc.kind,
                }));
            }
        }
        pieces
    }

    /// The area of the divisions for which `belongs` holds.
    fn area(&self, pieces: &[Piece], rect: &Rect, tolerance: f64, belongs: impl Fn(u16) -> bool) -> Vec<Polygon> {
        let edges = pieces.iter().filter_map(|piece| match (belongs(piece.left), belongs(piece.right)) {
            (true, false) => Some(piece.points.clone()),
            (false, true) => Some(piece.points.iter().rev().copied().collect()),
            _ => None,
        });
        self.land.polygons(edges.collect(), rect, tolerance, &belongs)
    }

    fn countries(&self, pieces: &[Piece], rect: &Rect, tolerance: f64, view: Worldview) -> Vec<Country> {
        let mut present: BTreeSet<u16> =
            pieces.iter().flat_map(|p| [p.left, p.right]).filter_map(|d| self.land.country_of(d, view)).collect();
        if present.is_empty() {
            present.extend(self.division_in(rect.centre()).and_then(|d| self.land.country_of(d, view)));
        }
        let mut found = Vec::new();
        for index in present {
            let Some(row) = self.land.country(index) else {
                continue;
            };
            let shape = self.area(pieces, rect, tolerance, |d| self.land.country_of(d, view) == Some(index));
            if shape.is_empty() {
                continue;
            }
            found.push(Country {
                iso2: row.iso2.to_owned(),
                name: row.name.to_owned(),
                area_km2: row.area_km2,
                shape: multi_polygon(shape),
            });
        }
        found
    }

    fn lines(&self, pieces: &[Piece], rect: &Rect, level: u8, tolerance: f64, view: Worldview) -> Vec<Border> {
        let mut groups: BTreeMap<(BorderKind, u16, u16), Vec<Vec<Point>>> = BTreeMap::new();
        for piece in pieces.iter().filter(|p| p.kind != ArcKind::Pole) {
            let country = |d| self.land.country_of(d, view).unwrap_or(SEA);
            let (mut left, mut right) = (country(piece.left), country(piece.right));
            // What is one country to the default reading is parted by a line that is disputed.
            let whole = |d| self.land.country_of(d, Worldview::Default);
            let parted = view != Worldview::Default && left != right && whole(piece.left) == whole(piece.right);
            let mut points = piece.points.clone();
            if left > right {
                std::mem::swap(&mut left, &mut right);
                points.reverse();
            }
            let kind = if right == SEA {
                BorderKind::Coast
            } else if piece.kind == ArcKind::Disputed || parted {
                BorderKind::Disputed
            } else if left == right {
                BorderKind::Admin1
            } else {
                BorderKind::Country
            };
            groups.entry((kind, left, right)).or_default().push(points);
        }
        let iso = |index: u16| self.land.country(index).map(|c| c.iso2.to_owned()).unwrap_or_default();
        let mut lines = Vec::new();
        for ((kind, left, right), runs) in groups {
            for run in join(runs) {
                let extent = clip::bounds(&run);
                let speck = (extent.east - extent.west).max(extent.north - extent.south) < tolerance;
                if speck && kind == BorderKind::Coast {
                    continue;
                }
                lines.push(Border {
                    kind,
                    sides: [iso(left), iso(right)],
                    name: String::new(),
                    line: line_string(&run),
                });
            }
        }
        for shift in shifts(rect) {
            let mut runs = Vec::new();
            for (name, mut points) in self.land.disputed(&rect.shifted(-shift), level) {
                for p in &mut points {
                    p.x += shift;
                }
                clip::cut_line(&points, rect, &mut runs);
                for run in runs.drain(..) {
                    let sides = [String::new(), String::new()];
                    lines.push(Border {
                        kind: BorderKind::Disputed,
                        sides,
                        name: name.to_owned(),
                        line: line_string(&run),
                    });
                }
            }
        }
        lines
    }

    fn divisions(&self, rect: &Rect, view: Worldview) -> Vec<Label> {
        let mut labels = Vec::new();
        for shift in shifts(rect) {
            for id in 0..self.land.division_count() {
                let Some(row) = self.land.division(id) else {
                    continue;
                };
                let at = Point { x: row.at.x + shift, y: row.at.y };
                if row.name.is_empty() || !rect.contains(at) {
                    continue;
                }
                let country = self.land.country_of(id, view).and_then(|c| self.land.country(c));
                labels.push(Label {
                    name: row.name.to_owned(),
                    country: country.map(|c| c.iso2.to_owned()).unwrap_or_default(),
                    at: lon_lat(at),
                    id,
                    rank: 4,
                    room_km: (row.area_km2 / std::f64::consts::PI).sqrt(),
                });
            }
        }
        labels
    }

    pub(crate) fn division_in(&self, p: Point) -> Option<u16> {
        let x = (p.x + TURN / 2.0).rem_euclid(TURN) - TURN / 2.0;
        self.land.division_at(Point { x, y: p.y })
    }

    /// ISO code of the country in which a point lies, none at sea.
    pub fn country_at(&self, at: LonLat, view: Worldview) -> Option<&str> {
        let division = self.division_in(point(at)?)?;
        self.land.country(self.land.country_of(division, view)?).map(|c| c.iso2)
    }

    /// The first-order division in which a point lies, none at sea.
    pub fn division_at(&self, at: LonLat) -> Option<u16> {
        self.division_in(point(at)?)
    }

    /// Name and FIPS code of a division; the code is empty if the source has none.
    pub fn division_name(&self, division: u16) -> Option<(&str, &str)> {
        self.land.division(division).map(|d| (d.name, d.code))
    }

    /// English short name of a country.
    pub fn country_name(&self, iso2: &str) -> Option<&str> {
        self.land.country(self.land.country_index(iso2)?).map(|c| c.name)
    }

    /// The window around a whole country; its east exceeds 180 when it lies across the antimeridian.
    pub fn country_bounds(&self, iso2: &str) -> Option<Window> {
        self.land.country(self.land.country_index(iso2)?).map(|c| window(&c.bbox))
    }

    /// The whole of a country, simplified.
    pub fn country_shape(&self, iso2: &str, tolerance_deg: f64, view: Worldview) -> Option<MultiPolygon<f64>> {
        let index = self.land.country_index(iso2)?;
        let row = self.land.country(index)?;
        Some(self.shape(&row.bbox, tolerance_deg, |d| self.land.country_of(d, view) == Some(index)))
    }

    /// The whole of a division, simplified.
    pub fn division_shape(&self, division: u16, tolerance_deg: f64) -> Option<MultiPolygon<f64>> {
        let row = self.land.division(division)?;
        Some(self.shape(&row.bbox, tolerance_deg, |d| d == division))
    }

    fn shape(&self, bbox: &Rect, tolerance_deg: f64, belongs: impl Fn(u16) -> bool) -> MultiPolygon<f64> {
        let mut around = window(bbox);
        around.west -= 0.1;
        around.east += 0.1;
        let Some(rect) = rectangle(around) else {
            return MultiPolygon(Vec::new());
        };
        let tolerance = tolerance_deg.max(0.0) * QUANTA;
        let pieces = self.pieces(&rect, format::least_level(tolerance_deg));
        multi_polygon(self.area(&pieces, &rect, tolerance, belongs))
    }

    /// ISO codes of the countries that share a land border with this one, sorted.
    pub fn neighbours(&self, iso2: &str, view: Worldview) -> Vec<&str> {
        let own = self.land.country_index(iso2);
        let mut found = BTreeSet::new();
        for arc in self.land.arcs() {
            let sides = [arc.left, arc.right].map(|d| self.land.country_of(d, view));
            for (here, there) in [(sides[0], sides[1]), (sides[1], sides[0])] {
                if here.is_some() && here == own && there != own {
                    found.extend(there.and_then(|c| self.land.country(c)).map(|c| c.iso2));
                }
            }
        }
        found.into_iter().collect()
    }
}

/// The window in quanta; its edges lie between the whole numbers, so that no vertex is on one.
fn rectangle(window: Window) -> Option<Rect> {
    let all = [window.west, window.south, window.east, window.north];
    if !all.iter().all(|v| v.is_finite() && v.abs() <= 1000.0)
        || window.west >= window.east
        || window.south >= window.north
    {
        return None;
    }
    let low = |degrees: f64| (degrees * QUANTA).round() - 0.5;
    let west = low(window.west);
    let east = ((window.east * QUANTA).round() + 0.5).min(west + TURN);
    let south = low(window.south.max(-90.0));
    let north = (window.north.min(90.0) * QUANTA).round() + 0.5;
    (south < north).then_some(Rect { west, south, east, north })
}

fn window(rect: &Rect) -> Window {
    Window {
        west: rect.west / QUANTA,
        south: rect.south / QUANTA,
        east: rect.east / QUANTA,
        north: rect.north / QUANTA,
    }
}

/// The copies of the plane −180° to 180° that the rectangle touches, as shifts in quanta.
pub(crate) fn shifts(rect: &Rect) -> Vec<f64> {
    let plane = Rect { west: -TURN / 2.0, south: -TURN, east: TURN / 2.0, north: TURN };
    (-3..=3).map(|k| f64::from(k) * TURN).filter(|&shift| plane.shifted(shift).meets(rect)).collect()
}

fn point(at: LonLat) -> Option<Point> {
    (at.lon.is_finite() && at.lat.is_finite()).then_some(Point { x: at.lon * QUANTA, y: at.lat * QUANTA })
}

pub(crate) fn lon_lat(p: Point) -> LonLat {
    LonLat::new(p.x / QUANTA, p.y / QUANTA)
}

pub(crate) fn line_string(points: &[Point]) -> LineString<f64> {
    LineString(points.iter().map(|p| p.degrees()).collect())
}

pub(crate) fn multi_polygon(polygons: Vec<Polygon>) -> MultiPolygon<f64> {
    let ring = |points: Vec<Point>| {
        let mut ring: Vec<Coord<f64>> = points.into_iter().map(Point::degrees).collect();
        ring.extend(ring.first().copied());
        LineString(ring)
    };
    let polygon = |rings: Polygon| {
        let mut rings = rings.into_iter().map(ring);
        geo::Polygon::new(rings.next().unwrap_or_else(|| LineString(Vec::new())), rings.collect())
    };
    MultiPolygon(polygons.into_iter().map(polygon).collect())
}

/// Joins lines end to end wherever exactly two of them meet.
fn join(mut lines: Vec<Vec<Point>>) -> Vec<Vec<Point>> {
    let mut ends: BTreeMap<(i64, i64), Vec<usize>> = BTreeMap::new();
    for (k, line) in lines.iter().enumerate() {
        for p in [line.first(), line.last()].into_iter().flatten() {
            ends.entry(p.key()).or_default().push(k);
        }
    }
    let mut joined = Vec::new();
    for k in 0..lines.len() {
        let Some(mut line) = lines.get_mut(k).map(std::mem::take).filter(|line| line.len() > 1) else {
            continue;
        };
        for _ in 0..2 {
            while let Some(next) = line.last().and_then(|p| ends.get(&p.key())).filter(|ways| ways.len() == 2) {
                let tail =
                    next.iter().find_map(|&i| lines.get_mut(i).map(std::mem::take).filter(|line| line.len() > 1));
                let Some(mut tail) = tail else { break };
                if tail.first().map(|p| p.key()) != line.last().map(|p| p.key()) {
                    tail.reverse();
                }
                line.extend(tail.into_iter().skip(1));
            }
            line.reverse();
        }
        joined.push(line);
    }
    joined
}
