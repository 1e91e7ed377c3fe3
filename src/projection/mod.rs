//! From degrees to a plane and back: transverse Mercator, Mercator, Lambert conformal, stereographic,
//! Lambert azimuthal equal-area and Equal Earth, on the sphere.
//!
//! In: degrees. Out: kilometres on the plane, x to the east, y to the north. Never: paper, style.

mod choice;
mod forms;

pub use choice::Extent;
pub use choice::choose;

use crate::geodesy::EARTH_RADIUS_KM;
use crate::geodesy::LonLat;

/// Which family of projection.
#[derive(Debug, Clone, Copy, PartialEq)]
pub enum Kind {
    /// Small and narrow windows.
    TransverseMercator,
    /// Windows at the equator.
    Mercator,
    /// Wide windows in middle latitudes.
    LambertConformal {
        /// Southern standard parallel, degrees.
        south: f64,
        /// Northern standard parallel, degrees.
        north: f64,
    },
    /// Square windows, and the poles.
    Stereographic,
    /// Continents and hemispheres.
    AzimuthalEqualArea,
    /// The world.
    EqualEarth,
}

/// A projection with its centre.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Projection {
    kind: Kind,
    centre: LonLat,
    /// Cone constant, scale factor and radius at the centre of a conic.
    cone: (f64, f64, f64),
}

impl Projection {
    /// A projection of this kind round `centre`.
    pub fn new(kind: Kind, centre: LonLat) -> Self {
        let cone = match kind {
            Kind::LambertConformal { south, north } => forms::cone(south, north, centre.lat),
            _ => (0.0, 0.0, 0.0),
        };
        Self { kind, centre, cone }
    }

    /// Its kind.
    pub const fn kind(&self) -> Kind {
        self.kind
    }

    /// Its centre, degrees.
    pub const fn centre(&self) -> LonLat {
        self.centre
    }

    /// Short name for reports.
    pub const fn name(&self) -> &'static str {
        match self.kind {
            Kind::TransverseMercator => "transverse Mercator",
            Kind::Mercator => "Mercator",
            Kind::LambertConformal { .. } => "Lambert conformal conic",
            Kind::Stereographic => "stereographic",
            Kind::AzimuthalEqualArea => "Lambert azimuthal equal-area",
            Kind::EqualEarth => "Equal Earth",
        }
    }

    /// Kilometres east and north of the centre; far sides of the earth are pulled to the edge of what the formula can show.
    pub fn forward(&self, at: LonLat) -> (f64, f64) {
        let dl = wrap(at.lon - self.centre.lon).to_radians();
        let lat = at.lat.clamp(-89.999_999, 89.999_999).to_radians();
        let lat0 = self.centre.lat.to_radians();
        let (x, y) = match self.kind {
            Kind::TransverseMercator => forms::transverse_mercator(dl, lat, lat0),
            Kind::Mercator => forms::mercator(dl, lat, lat0),
            Kind::LambertConformal { .. } => forms::lambert(dl, lat, self.cone),
            Kind::Stereographic => forms::azimuthal(dl, lat, lat0, forms::Azimuthal::Stereographic),
            Kind::AzimuthalEqualArea => forms::azimuthal(dl, lat, lat0, forms::Azimuthal::EqualArea),
            Kind::EqualEarth => forms::equal_earth(dl, lat, lat0),
        };
        (x * EARTH_RADIUS_KM, y * EARTH_RADIUS_KM)
    }

    /// The position of a point of the plane; points outside the map are pulled to its edge.
    pub fn inverse(&self, x_km: f64, y_km: f64) -> LonLat {
        let (x, y) = (x_km / EARTH_RADIUS_KM, y_km / EARTH_RADIUS_KM);
        let lat0 = self.centre.lat.to_radians();
        let (dl, lat) = match self.kind {
            Kind::TransverseMercator => forms::transverse_mercator_inverse(x, y, lat0),
            Kind::Mercator => forms::mercator_inverse(x, y, lat0),
            Kind::LambertConformal { .. } => forms::lambert_inverse(x, y, self.cone),
            Kind::Stereographic => forms::azimuthal_inverse(x, y, lat0, forms::Azimuthal::Stereographic),
            Kind::AzimuthalEqualArea => forms::azimuthal_inverse(x, y, lat0, forms::Azimuthal::EqualArea),
            Kind::EqualEarth => forms::equal_earth_inverse(x, y, lat0),
        };
        LonLat::new(wrap(self.centre.lon + dl.to_degrees()), lat.to_degrees().clamp(-90.0, 90.0))
    }

    /// Kilometres on the plane for a kilometre on the ground at a place, towards east and north.
    pub fn scale_at(&self, at: LonLat) -> (f64, f64) {
        let step = 0.01;
        let lat = at.lat.clamp(-89.0, 89.0);
        let ground = step * EARTH_RADIUS_KM.to_radians();
        let stretch = |a: (f64, f64), b: (f64, f64)| libm::hypot(b.0 - a.0, b.1 - a.1);
        let east = stretch(
            self.forward(LonLat::new(at.lon - step / 2.0, lat)),
            self.forward(LonLat::new(at.lon + step / 2.0, lat)),
        ) / (ground * libm::cos(lat.to_radians()));
        let north = stretch(
            self.forward(LonLat::new(at.lon, lat - step / 2.0)),
            self.forward(LonLat::new(at.lon, lat + step / 2.0)),
        ) / ground;
        (east, north)
    }
}

/// A longitude, or a difference of two, between −180 and 180.
pub fn wrap(lon: f64) -> f64 {
    if (-180.0..=180.0).contains(&lon) {
        return lon;
    }
    let turned = (lon + 180.0) % 360.0;
    if turned < 0.0 { turned + 180.0 } else { turned - 180.0 }
}
