//! Measures on the sphere: distance, bearing, destination. Degrees and kilometres.

/// Mean radius of the earth (IUGG), km.
pub const EARTH_RADIUS_KM: f64 = 6371.0088;

/// A position in degrees, WGS 84.
#[derive(Debug, Clone, Copy, PartialEq, PartialOrd, Default)]
pub struct LonLat {
    /// Longitude, −180 to 180.
    pub lon: f64,
    /// Latitude, −90 to 90.
    pub lat: f64,
}

impl LonLat {
    /// A position from degrees.
    pub const fn new(lon: f64, lat: f64) -> Self {
        Self { lon, lat }
    }

    /// The position with six decimals, as the files have it: what is read back is drawn as it was.
    #[must_use]
    pub fn rounded(self) -> Self {
        let six = |v: f64| (v * 1e6).round() / 1e6;
        Self::new(six(self.lon), six(self.lat))
    }
}

/// Great-circle distance in km (haversine).
pub fn distance_km(a: LonLat, b: LonLat) -> f64 {
    let (p1, p2) = (a.lat.to_radians(), b.lat.to_radians());
    let dp = libm::sin((p2 - p1) / 2.0);
    let dl = libm::sin((b.lon - a.lon).to_radians() / 2.0);
    let h = dp * dp + libm::cos(p1) * libm::cos(p2) * dl * dl;
    2.0 * EARTH_RADIUS_KM * libm::asin(h.sqrt().min(1.0))
}

/// Initial bearing from `a` to `b`, degrees clockwise from north, 0 to 360.
pub fn bearing_deg(a: LonLat, b: LonLat) -> f64 {
    let (p1, p2) = (a.lat.to_radians(), b.lat.to_radians());
    let dl = (b.lon - a.lon).to_radians();
    let y = libm::sin(dl) * libm::cos(p2);
    let x = libm::cos(p1) * libm::sin(p2) - libm::sin(p1) * libm::cos(p2) * libm::cos(dl);
    (libm::atan2(y, x).to_degrees() + 360.0) % 360.0
}

/// The position `km` away from `from` along `bearing_deg`.
pub fn destination(from: LonLat, bearing_deg: f64, km: f64) -> LonLat {
    let (p1, l1, t, d) = (from.lat.to_radians(), from.lon.to_radians(), bearing_deg.to_radians(), km / EARTH_RADIUS_KM);
    let sp = libm::sin(p1) * libm::cos(d) + libm::cos(p1) * libm::sin(d) * libm::cos(t);
    let p2 = libm::asin(sp.clamp(-1.0, 1.0));
    let l2 = l1 + libm::atan2(libm::sin(t) * libm::sin(d) * libm::cos(p1), libm::cos(d) - libm::sin(p1) * sp);
    LonLat::new((l2.to_degrees() + 540.0) % 360.0 - 180.0, p2.to_degrees())
}
