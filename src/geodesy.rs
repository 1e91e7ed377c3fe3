//! Measures on the sphere: distance, bearing, destination. Degrees and kilometres.

use std::collections::BTreeMap;
use std::collections::BTreeSet;

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

/// Positions that are asked for by those near them, without a look at all.
///
/// The earth is cut into rows as high as the reach, and each row into cells that are as wide or wider.
#[derive(Debug, Clone)]
pub struct Nearby {
    reach_km: f64,
    /// Height of a row, degrees.
    row_deg: f64,
    cells: BTreeMap<(i32, i32), BTreeMap<usize, LonLat>>,
}

impl Nearby {
    /// An index of positions that are near others up to `reach_km`.
    pub fn new(reach_km: f64) -> Self {
        let row_deg = (reach_km / EARTH_RADIUS_KM).to_degrees() * 1.001;
        Self { reach_km, row_deg: row_deg.clamp(1e-4, 90.0), cells: BTreeMap::new() }
    }

    fn row(&self, lat: f64) -> i32 {
        (lat / self.row_deg).floor() as i32
    }

    /// Cells of a row.
    fn columns(&self, row: i32) -> i32 {
        // As wide as the reach of what is in the row beside, two rows nearer to the pole.
        let lat = ((f64::from(row) + 0.5).abs() + 2.5) * self.row_deg;
        let wide = self.row_deg / libm::cos(lat.min(90.0).to_radians()).max(1e-9);
        ((360.0 / wide).floor() as i32).max(1)
    }

    fn column(&self, row: i32, lon: f64) -> i32 {
        let columns = self.columns(row);
        let turn = ((lon + 180.0) / 360.0).rem_euclid(1.0);
        ((turn * f64::from(columns)) as i32).min(columns - 1)
    }

    /// Adds a position under a number.
    pub fn add(&mut self, number: usize, at: LonLat) {
        let row = self.row(at.lat);
        let column = self.column(row, at.lon);
        self.cells.entry((row, column)).or_default().insert(number, at);
    }

    /// The cells in which something near a position can be.
    fn around(&self, at: LonLat) -> BTreeSet<(i32, i32)> {
        let middle = self.row(at.lat);
        let rows = middle.saturating_sub(1)..=middle.saturating_add(1);
        rows.flat_map(|row| {
            let (column, columns) = (self.column(row, at.lon), self.columns(row));
            (-1..=1).map(move |step| (row, (column + step).rem_euclid(columns)))
        })
        .collect()
    }

    /// The lowest number of a position within reach.
    pub fn first(&self, at: LonLat) -> Option<usize> {
        let cells = self.around(at);
        let found = cells.iter().filter_map(|cell| self.cells.get(cell)).filter_map(|all| {
            all.iter().find(|(_, other)| distance_km(**other, at) <= self.reach_km).map(|(number, _)| *number)
        });
        found.min()
    }

    /// The number of the nearest position within reach for which `fits`, the lowest of those that are equally near.
    pub fn nearest(&self, at: LonLat, fits: impl Fn(usize) -> bool) -> Option<usize> {
        let mut best: Option<(f64, usize)> = None;
        for (number, other) in self.around(at).iter().filter_map(|cell| self.cells.get(cell)).flatten() {
            let km = distance_km(*other, at);
            let nearer = best.is_none_or(|(least, known)| km < least || km <= least && *number < known);
            if km <= self.reach_km && nearer && fits(*number) {
                best = Some((km, *number));
            }
        }
        best.map(|(_, number)| number)
    }

    /// Takes away all positions within reach; their numbers.
    pub fn take(&mut self, at: LonLat) -> Vec<usize> {
        let mut taken = Vec::new();
        for cell in self.around(at) {
            if let Some(all) = self.cells.get_mut(&cell) {
                let near = |other: LonLat| distance_km(other, at) <= self.reach_km;
                taken.extend(all.iter().filter(|(_, other)| near(**other)).map(|(number, _)| *number));
                all.retain(|_, other| !near(*other));
            }
        }
        taken
    }
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

#[cfg(test)]
mod tests {
    use crate::geodesy::LonLat;
    use crate::geodesy::Nearby;
    use crate::geodesy::distance_km;

    /// The first and all positions within reach are those that a look at every position finds, also at the poles and at 180°.
    #[test]
    fn what_is_near_is_found_as_by_a_look_at_all() {
        for reach_km in [0.5, 30.0, 900.0, 9000.0] {
            let step = reach_km / 200.0;
            let mut all: Vec<LonLat> = Vec::new();
            for i in 0..400_u32 {
                let (a, b) = (f64::from(i % 20) - 9.5, f64::from(i / 20) - 9.5);
                for (lon, lat) in [(0.0, 0.0), (179.99, 51.0), (-179.98, -77.7), (33.0, 89.99), (-70.0, -90.0)] {
                    let lat = (lat + b * step).clamp(-90.0, 90.0);
                    let wide = step / libm::cos(lat.to_radians()).max(0.01);
                    all.push(LonLat::new(lon + a * wide, lat));
                }
            }
            let mut index = Nearby::new(reach_km);
            all.iter().enumerate().for_each(|(k, at)| index.add(k, *at));
            for at in all.iter().step_by(7) {
                let near = |k: &usize| distance_km(all[*k], *at) <= reach_km;
                assert_eq!(index.first(*at), (0..all.len()).find(near), "{reach_km} km {at:?}");
                let nearest = (0..all.len())
                    .filter(near)
                    .filter(|k| k % 3 == 0)
                    .min_by(|a, b| distance_km(all[*a], *at).total_cmp(&distance_km(all[*b], *at)).then(a.cmp(b)));
                assert_eq!(index.nearest(*at, |k| k % 3 == 0), nearest, "{reach_km} km {at:?}");
                let mut taken = index.clone().take(*at);
                taken.sort_unstable();
                assert_eq!(taken, (0..all.len()).filter(near).collect::<Vec<_>>(), "{reach_km} km {at:?}");
            }
        }
    }
}
