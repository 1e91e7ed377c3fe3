//! Exact overlay in whole millionths of a degree, the precision of the files: what is valid here is valid there.
//!
//! In: rings and lines. Out: shapes that share their vertices. Never: classes.

use geo::Coord;
use geo::LineString;
use geo::MultiPolygon;
use geo::Polygon;
use i_overlay::core::fill_rule::FillRule;
use i_overlay::core::overlay::ContourDirection;
use i_overlay::core::overlay::IntOverlayOptions;
use i_overlay::core::overlay::Overlay;
use i_overlay::core::overlay_rule::OverlayRule;
use i_overlay::i_float::int::point::IntPoint;
use i_overlay::string::overlay::StringOverlay;
use i_overlay::string::rule::StringRule;

use crate::geodesy::LonLat;
use crate::projection::wrap;

/// Units in a degree.
pub(super) const UNITS: f64 = 1e6;
/// Units in a turn.
const TURN: i64 = 360_000_000;

/// An outer ring against the clock, then holes with it, without the closing point.
pub(super) type Ring = Vec<IntPoint>;
/// A polygon.
pub(super) type Face = Vec<Ring>;

/// Every vertex is kept, so that neighbours go on sharing theirs.
const OPTIONS: IntOverlayOptions<u64> = IntOverlayOptions {
    preserve_input_collinear: true,
    output_direction: ContourDirection::CounterClockwise,
    preserve_output_collinear: true,
    min_output_area: 0,
    ogc: true,
};

/// Degrees as whole units of a plane in which longitude counts from a middle, so that nothing near it is cut at the
/// antimeridian.
#[derive(Debug, Clone, Copy)]
pub(super) struct Units {
    middle: i64,
}

impl Units {
    /// Units round a longitude.
    pub(super) fn round(lon: f64) -> Self {
        Self { middle: (lon * UNITS).round() as i64 }
    }

    /// A position as a point.
    pub(super) fn point(self, at: LonLat) -> IntPoint {
        let lon = wrap(at.lon - self.middle as f64 / UNITS);
        IntPoint::new((lon * UNITS).round() as i32, (at.lat.clamp(-90.0, 90.0) * UNITS).round() as i32)
    }

    /// A point as a position; longitudes may lie beyond ±180, see [`Self::seam`].
    fn degrees(self, p: IntPoint, turns: i64) -> Coord<f64> {
        Coord { x: (i64::from(p.x) + self.middle + turns * TURN) as f64 / UNITS, y: f64::from(p.y) / UNITS }
    }

    /// A point as a position.
    pub(super) fn position(self, p: IntPoint) -> LonLat {
        let at = self.degrees(p, 0);
        LonLat::new(wrap(at.x), at.y)
    }

    /// Where the antimeridian runs on the plane; `None` if it is at its edges.
    pub(super) fn seam(self) -> Option<i32> {
        let east = TURN / 2 - self.middle;
        let at = if east < TURN / 2 { east } else { east - TURN };
        (at.abs() < TURN / 2).then_some(at as i32)
    }

    /// Turns to add so that longitudes beyond the antimeridian come out between −180 and 180: points of one side of the seam.
    pub(super) fn turns(self, points: &[IntPoint]) -> i64 {
        let Some(seam) = self.seam() else { return 0 };
        let east = points.iter().any(|p| p.x > seam);
        match (self.middle >= 0, east) {
            (true, true) => -1,
            (false, false) => 1,
            _ => 0,
        }
    }

    /// A line cut where it meets the antimeridian.
    pub(super) fn parts(self, points: &[IntPoint]) -> Vec<Vec<IntPoint>> {
        let Some(seam) = self.seam() else { return vec![points.to_vec()] };
        let mut parts: Vec<Vec<IntPoint>> = vec![Vec::new()];
        for p in points {
            if let Some(part) = parts.last_mut() {
                part.push(*p);
            }
            if p.x == seam {
                parts.push(vec![*p]);
            }
        }
        parts.retain(|p| p.len() > 1);
        parts
    }

    /// Rings of a shape in degrees.
    pub(super) fn faces(self, shape: &MultiPolygon<f64>) -> Vec<Face> {
        shape
            .0
            .iter()
            .map(|p| {
                std::iter::once(p.exterior())
                    .chain(p.interiors())
                    .enumerate()
                    .map(|(i, ring)| {
                        let mut points: Ring = ring.0.iter().map(|c| self.point(LonLat::new(c.x, c.y))).collect();
                        points.dedup();
                        if points.first() == points.last() {
                            points.pop();
                        }
                        if (doubled_area(&points) > 0) != (i == 0) {
                            points.reverse();
                        }
                        points
                    })
                    .filter(|points| points.len() > 2)
                    .collect()
            })
            .filter(|face: &Face| !face.is_empty())
            .collect()
    }

    /// Faces as one shape in degrees, cut at the antimeridian.
    pub(super) fn shape(self, faces: Vec<Face>) -> MultiPolygon<f64> {
        let half = |from: i32, to: i32| {
            let (south, north) = (-90_000_000, 90_000_000);
            vec![vec![vec![
                IntPoint::new(from, south),
                IntPoint::new(to, south),
                IntPoint::new(to, north),
                IntPoint::new(from, north),
            ]]]
        };
        let edge = (TURN / 2) as i32;
        let faces = match self.seam() {
            Some(x) if faces.iter().flatten().flatten().any(|p| p.x > x) => {
                let mut parts = intersect(&faces, &half(-edge, x));
                parts.extend(intersect(&faces, &half(x, edge)));
                parts
            }
            _ => faces,
        };
        MultiPolygon(faces.iter().filter_map(|f| self.polygon(f)).collect())
    }

    /// A polygon in degrees; it must lie on one side of the antimeridian.
    pub(super) fn polygon(self, face: &Face) -> Option<Polygon<f64>> {
        let turns = self.turns(face.first()?);
        let mut rings = face.iter().map(|ring| {
            LineString(ring.iter().chain(ring.first()).map(|p| self.degrees(*p, turns)).collect::<Vec<_>>())
        });
        let outer = rings.next()?;
        Some(Polygon::new(outer, rings.collect()))
    }

    /// A line in degrees; it must lie on one side of the antimeridian.
    pub(super) fn line(self, points: &[IntPoint]) -> LineString<f64> {
        let turns = self.turns(points);
        LineString(points.iter().map(|p| self.degrees(*p, turns)).collect())
    }
}

/// Faces as a shape in the units of the plane.
pub(super) fn plain(faces: &[Face]) -> MultiPolygon<f64> {
    let line = |ring: &Ring| {
        LineString(ring.iter().chain(ring.first()).map(|p| Coord { x: f64::from(p.x), y: f64::from(p.y) }).collect())
    };
    let polygon = |face: &Face| {
        let mut rings = face.iter().map(line);
        Some(Polygon::new(rings.next()?, rings.collect()))
    };
    MultiPolygon(faces.iter().filter_map(polygon).collect())
}

/// Twice the signed area of a ring, positive against the clock.
pub(super) fn doubled_area(ring: &[IntPoint]) -> i128 {
    let next = ring.iter().skip(1).chain(ring.first());
    ring.iter().zip(next).map(|(a, b)| i128::from(a.x) * i128::from(b.y) - i128::from(b.x) * i128::from(a.y)).sum()
}

/// All faces as one shape without inner borders.
pub(super) fn unite(faces: &[Face]) -> Vec<Face> {
    combine(faces, &[], OverlayRule::Subject)
}

/// Points that are in `a` and in `b`.
pub(super) fn intersect(a: &[Face], b: &[Face]) -> Vec<Face> {
    combine(a, b, OverlayRule::Intersect)
}

/// Points that are in `a` and not in `b`.
pub(super) fn subtract(a: &[Face], b: &[Face]) -> Vec<Face> {
    combine(a, b, OverlayRule::Difference)
}

fn combine(a: &[Face], b: &[Face], rule: OverlayRule) -> Vec<Face> {
    if a.is_empty() {
        return Vec::new();
    }
    Overlay::from_subj_and_clip_custom(a, b, OPTIONS, i_overlay::core::solver::Solver::default())
        .overlay(rule, FillRule::NonZero)
}

/// The faces into which lines cut a region; neighbours share every vertex.
pub(super) fn slice(region: &[Face], lines: &[Vec<IntPoint>]) -> Vec<Face> {
    let mut overlay = StringOverlay::with_options(
        region.iter().flatten().map(Vec::len).sum::<usize>() + lines.iter().map(Vec::len).sum::<usize>(),
        OPTIONS,
    );
    overlay.add_shape_source(region);
    for line in lines {
        overlay.add_string_path(line);
    }
    overlay
        .build_graph_view(FillRule::NonZero)
        .map(|graph| graph.extract_shapes_custom(StringRule::Slice, OPTIONS))
        .unwrap_or_default()
}
