//! Which projection suits an extent (after the rules of Projection Wizard: Šavrič, Jenny and Jenny, 2016).

use crate::geodesy::LonLat;
use crate::projection::Kind;
use crate::projection::Projection;
use crate::projection::wrap;

/// An extent in degrees; `east` may exceed 180 for one that crosses the antimeridian.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Extent {
    /// Western edge.
    pub west: f64,
    /// Southern edge.
    pub south: f64,
    /// Eastern edge, not less than `west`.
    pub east: f64,
    /// Northern edge.
    pub north: f64,
}

impl Extent {
    /// The smallest extent round some places, across the antimeridian where that is shorter; `None` without places.
    pub fn round(places: &[LonLat]) -> Option<Self> {
        let mut lons: Vec<f64> = places.iter().map(|p| p.lon).collect();
        lons.sort_by(f64::total_cmp);
        let (first, last) = (*lons.first()?, *lons.last()?);
        let (mut west, mut east, mut gap) = (first, last, first + 360.0 - last);
        for pair in lons.windows(2) {
            if let [a, b] = *pair
                && b - a > gap
            {
                (west, east, gap) = (b, a + 360.0, b - a);
            }
        }
        let south = places.iter().map(|p| p.lat).fold(f64::INFINITY, f64::min);
        let north = places.iter().map(|p| p.lat).fold(f64::NEG_INFINITY, f64::max);
        Some(Self { west, south, east, north })
    }

    /// Its middle.
    pub fn centre(self) -> LonLat {
        LonLat::new(wrap(f64::midpoint(self.west, self.east)), f64::midpoint(self.south, self.north))
    }
}

/// The projection for an extent.
pub fn choose(extent: Extent) -> Projection {
    let width = (extent.east - extent.west).max(1e-6);
    let height = (extent.north - extent.south).max(1e-6);
    let centre = extent.centre();
    let (south, north) = (extent.south.to_radians(), extent.north.to_radians());
    let smallness = 720.0 / width / (libm::sin(north) - libm::sin(south)).max(1e-9);
    let edge = if extent.south > 0.0 {
        south
    } else if extent.north < 0.0 {
        north
    } else {
        0.0
    };
    let tallness = height / width / libm::cos(edge).max(1e-3);
    let kind = if smallness < 1.5 {
        return Projection::new(Kind::EqualEarth, LonLat::new(centre.lon, 0.0));
    } else if smallness < 6.0 {
        Kind::AzimuthalEqualArea
    } else if centre.lat.abs() > 75.0 || extent.north >= 88.0 || extent.south <= -88.0 {
        Kind::Stereographic
    } else if width <= 6.0 || tallness > 1.25 && width <= 20.0 {
        Kind::TransverseMercator
    } else if centre.lat.abs() < 15.0 && extent.south.abs() < 30.0 && extent.north.abs() < 30.0 {
        Kind::Mercator
    } else if tallness < 0.95 && centre.lat.abs() >= 15.0 && extent.south * extent.north > 0.0 {
        Kind::LambertConformal { south: extent.south + height / 6.0, north: extent.north - height / 6.0 }
    } else {
        Kind::Stereographic
    };
    Projection::new(kind, centre)
}
