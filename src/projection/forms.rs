//! The formulas, on the unit sphere, in radians (Snyder, Map Projections: A Working Manual, 1987; Šavrič and others, 2018).

use std::f64::consts::FRAC_PI_2;
use std::f64::consts::FRAC_PI_3;
use std::f64::consts::FRAC_PI_4;
use std::f64::consts::PI;

pub(super) fn mercator(dl: f64, lat: f64, lat0: f64) -> (f64, f64) {
    let k = libm::cos(lat0);
    let lat = lat.clamp(-1.55, 1.55);
    let y = |p: f64| libm::log(libm::tan(FRAC_PI_4 + p / 2.0));
    (dl * k, (y(lat) - y(lat0)) * k)
}

pub(super) fn mercator_inverse(x: f64, y: f64, lat0: f64) -> (f64, f64) {
    let k = libm::cos(lat0);
    let y0 = libm::log(libm::tan(FRAC_PI_4 + lat0 / 2.0));
    (x / k, 2.0 * libm::atan(libm::exp(y / k + y0)) - FRAC_PI_2)
}

pub(super) fn transverse_mercator(dl: f64, lat: f64, lat0: f64) -> (f64, f64) {
    let b = (libm::cos(lat) * libm::sin(dl)).clamp(-0.999_999, 0.999_999);
    (libm::atanh(b), libm::atan2(libm::tan(lat), libm::cos(dl)) - lat0)
}

pub(super) fn transverse_mercator_inverse(x: f64, y: f64, lat0: f64) -> (f64, f64) {
    let d = y + lat0;
    (libm::atan2(libm::sinh(x), libm::cos(d)), libm::asin((libm::sin(d) / libm::cosh(x)).clamp(-1.0, 1.0)))
}

/// Cone constant, scale factor and radius at `lat0`; parallels in degrees.
pub(super) fn cone(south: f64, north: f64, lat0: f64) -> (f64, f64, f64) {
    let t = |p: f64| libm::tan(FRAC_PI_4 + p.clamp(-1.57, 1.57) / 2.0);
    let (p1, p2) = (south.to_radians(), north.to_radians());
    let n = if (p2 - p1).abs() < 1e-9 {
        libm::sin(p1)
    } else {
        libm::log(libm::cos(p1) / libm::cos(p2)) / libm::log(t(p2) / t(p1))
    };
    let f = libm::cos(p1) * libm::pow(t(p1), n) / n;
    (n, f, f / libm::pow(t(lat0.to_radians()), n))
}

pub(super) fn lambert(dl: f64, lat: f64, (n, f, rho0): (f64, f64, f64)) -> (f64, f64) {
    // The pole away from the cone's tip is infinitely far.
    let lat = if n > 0.0 { lat.max(-1.4) } else { lat.min(1.4) };
    let rho = f / libm::pow(libm::tan(FRAC_PI_4 + lat / 2.0), n);
    (rho * libm::sin(n * dl), rho0 - rho * libm::cos(n * dl))
}

pub(super) fn lambert_inverse(x: f64, y: f64, (n, f, rho0): (f64, f64, f64)) -> (f64, f64) {
    let sign = if n < 0.0 { -1.0 } else { 1.0 };
    let rho = sign * libm::hypot(x, rho0 - y);
    let theta = libm::atan2(sign * x, sign * (rho0 - y));
    if rho == 0.0 {
        return (0.0, sign * FRAC_PI_2);
    }
    (theta / n, 2.0 * libm::atan(libm::pow(f / rho, 1.0 / n)) - FRAC_PI_2)
}

/// The two azimuthal projections.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(super) enum Azimuthal {
    Stereographic,
    EqualArea,
}

pub(super) fn azimuthal(dl: f64, lat: f64, lat0: f64, which: Azimuthal) -> (f64, f64) {
    let (s0, c0) = (libm::sin(lat0), libm::cos(lat0));
    let (s, c) = (libm::sin(lat), libm::cos(lat));
    let cos_c = (s0 * s + c0 * c * libm::cos(dl)).max(-0.98);
    let k = match which {
        Azimuthal::Stereographic => 2.0 / (1.0 + cos_c),
        Azimuthal::EqualArea => (2.0 / (1.0 + cos_c)).sqrt(),
    };
    (k * c * libm::sin(dl), k * (c0 * s - s0 * c * libm::cos(dl)))
}

pub(super) fn azimuthal_inverse(x: f64, y: f64, lat0: f64, which: Azimuthal) -> (f64, f64) {
    let rho = libm::hypot(x, y);
    if rho < 1e-15 {
        return (0.0, lat0);
    }
    let c = match which {
        Azimuthal::Stereographic => 2.0 * libm::atan(rho / 2.0),
        Azimuthal::EqualArea => 2.0 * libm::asin((rho / 2.0).min(1.0)),
    };
    let (sc, cc, s0, c0) = (libm::sin(c), libm::cos(c), libm::sin(lat0), libm::cos(lat0));
    let lat = libm::asin((cc * s0 + y * sc * c0 / rho).clamp(-1.0, 1.0));
    (libm::atan2(x * sc, rho * c0 * cc - y * s0 * sc), lat)
}

const A: [f64; 4] = [1.340264, -0.081106, 0.000893, 0.003796];

fn equal_earth_y(t: f64) -> (f64, f64) {
    let t2 = t * t;
    let t6 = t2 * t2 * t2;
    (t * (A[0] + A[1] * t2 + t6 * (A[2] + A[3] * t2)), A[0] + 3.0 * A[1] * t2 + t6 * (7.0 * A[2] + 9.0 * A[3] * t2))
}

pub(super) fn equal_earth(dl: f64, lat: f64, lat0: f64) -> (f64, f64) {
    let m = 3.0_f64.sqrt() / 2.0;
    let theta = |p: f64| libm::asin(m * libm::sin(p));
    let t = theta(lat);
    let (y, dy) = equal_earth_y(t);
    (dl * libm::cos(t) / (m * dy), y - equal_earth_y(theta(lat0)).0)
}

pub(super) fn equal_earth_inverse(x: f64, y: f64, lat0: f64) -> (f64, f64) {
    let m = 3.0_f64.sqrt() / 2.0;
    let y = y + equal_earth_y(libm::asin(m * libm::sin(lat0))).0;
    let mut t = (y / 1.4).clamp(-1.05, 1.05);
    for _ in 0..12 {
        let (value, slope) = equal_earth_y(t);
        t = (t - (value - y) / slope).clamp(-FRAC_PI_3, FRAC_PI_3);
    }
    let dl = m * x * equal_earth_y(t).1 / libm::cos(t);
    (dl.clamp(-PI, PI), libm::asin((libm::sin(t) / m).clamp(-1.0, 1.0)))
}
