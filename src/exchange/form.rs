//! Geometry as the formats take it: positions of six decimals, outer rings against the clock, well-known binary.
//!
//! In: shapes. Out: a [`Form`], bytes. Never: properties.

use geo::orient::Direction;
use geo::orient::Orient as _;

use crate::situation::geojson::Shape;

/// A position: longitude, latitude.
pub(super) type Position = [f64; 2];

/// A geometry, whatever its type.
#[derive(Debug, Clone, PartialEq)]
pub(super) enum Form {
    Points(Vec<Position>),
    Lines(Vec<Vec<Position>>),
    Areas(Vec<Vec<Vec<Position>>>),
}

/// A coordinate with at most six decimals; never `-0`.
pub(super) fn six(v: f64) -> f64 {
    let rounded = (v * 1e6).round() / 1e6;
    if rounded == 0.0 { 0.0 } else { rounded }
}

impl Form {
    pub(super) fn of(shape: &Shape) -> Self {
        let ring = |line: &geo::LineString<f64>| line.0.iter().map(|c| [six(c.x), six(c.y)]).collect();
        match shape {
            Shape::Point(at) => Self::Points(vec![[six(at.lon), six(at.lat)]]),
            Shape::Line(line) => Self::Lines(vec![line.iter().map(|p| [six(p.lon), six(p.lat)]).collect()]),
            Shape::Polygons(areas) => Self::Areas(
                areas
                    .orient(Direction::Default)
                    .0
                    .iter()
                    .map(|p| std::iter::once(ring(p.exterior())).chain(p.interiors().iter().map(ring)).collect())
                    .collect(),
            ),
        }
    }

    /// West, south, east, north.
    #[cfg(any(feature = "flatgeobuf", feature = "geoparquet", feature = "gpkg"))]
    pub(super) fn bounds(&self) -> Option<[f64; 4]> {
        let all: Box<dyn Iterator<Item = &Position>> = match self {
            Self::Points(p) => Box::new(p.iter()),
            Self::Lines(l) => Box::new(l.iter().flatten()),
            Self::Areas(a) => Box::new(a.iter().flatten().flatten()),
        };
        all.fold(None, |found, p| {
            let [w, s, e, n] = found.unwrap_or([p[0], p[1], p[0], p[1]]);
            Some([w.min(p[0]), s.min(p[1]), e.max(p[0]), n.max(p[1])])
        })
    }

    /// Adds well-known binary, little-endian; areas always as MultiPolygon.
    #[cfg(any(feature = "geoparquet", feature = "gpkg"))]
    pub(super) fn push_wkb(&self, out: &mut Vec<u8>) {
        let head = |out: &mut Vec<u8>, kind: u32, count: Option<usize>| {
            out.push(1);
            out.extend(kind.to_le_bytes());
            if let Some(n) = count {
                out.extend((n as u32).to_le_bytes());
            }
        };
        let positions = |out: &mut Vec<u8>, all: &[Position]| {
            all.iter().flatten().for_each(|v| out.extend(v.to_le_bytes()));
        };
        match self {
            Self::Points(all) => {
                let one = all.first().copied().unwrap_or_default();
                head(out, 1, None);
                positions(out, &[one]);
            }
            Self::Lines(all) => {
                let one = all.first().map_or(&[][..], Vec::as_slice);
                head(out, 2, Some(one.len()));
                positions(out, one);
            }
            Self::Areas(all) => {
                head(out, 6, Some(all.len()));
                for polygon in all {
                    head(out, 3, Some(polygon.len()));
                    for ring in polygon {
                        out.extend((ring.len() as u32).to_le_bytes());
                        positions(out, ring);
                    }
                }
            }
        }
    }
}
