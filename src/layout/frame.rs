//! The map's window on the sheet: where a place of the earth lies on paper.

use crate::basemap::Window;
use crate::geodesy::LonLat;
use crate::layout::geometry::Rect;
use crate::projection::Projection;
use crate::scene::Point;

/// The map frame: a projection, a scale and a rectangle of the sheet.
#[derive(Debug, Clone, Copy)]
pub(super) struct Frame {
    /// Where the map is on the sheet.
    pub(super) rect: Rect,
    pub(super) projection: Projection,
    /// Plane position, km, of the middle of the rectangle.
    pub(super) middle: (f64, f64),
    /// Sheet units for a kilometre on the plane.
    pub(super) scale: f64,
}

impl Frame {
    pub(super) fn place(&self, at: LonLat) -> Point {
        let (x, y) = self.projection.forward(at);
        let c = self.rect.centre();
        Point::new(c.x + (x - self.middle.0) * self.scale, c.y - (y - self.middle.1) * self.scale)
    }

    pub(super) fn locate(&self, p: Point) -> LonLat {
        let c = self.rect.centre();
        self.projection.inverse((p.x - c.x) / self.scale + self.middle.0, (c.y - p.y) / self.scale + self.middle.1)
    }

    /// Width of the map, km on the plane.
    pub(super) fn width_km(&self) -> f64 {
        self.rect.width() / self.scale
    }

    /// The window in degrees round everything that can be seen, with a margin.
    pub(super) fn window(&self) -> Window {
        let r = self.rect.grown(self.rect.width() * 0.02);
        let lon0 = self.projection.centre().lon;
        let (mut west, mut east, mut south, mut north) =
            (f64::INFINITY, f64::NEG_INFINITY, f64::INFINITY, f64::NEG_INFINITY);
        let steps = 16;
        for i in 0..=steps {
            for j in 0..=steps {
                let p = Point::new(
                    r.x0 + r.width() * f64::from(i) / f64::from(steps),
                    r.y0 + r.height() * f64::from(j) / f64::from(steps),
                );
                let at = self.locate(p);
                let lon = lon0 + crate::projection::wrap(at.lon - lon0);
                west = west.min(lon);
                east = east.max(lon);
                south = south.min(at.lat);
                north = north.max(at.lat);
            }
        }
        let (dx, dy) = ((east - west) * 0.03, (north - south) * 0.03);
        // Near a pole every meridian may be in sight.
        if north + dy > 88.0 || south - dy < -88.0 || east - west > 300.0 {
            (west, east) = (-180.0, 180.0);
        } else {
            (west, east) = (west - dx, east + dx);
        }
        if west < -180.0 {
            (west, east) = (west + 360.0, east + 360.0);
        }
        Window { west, south: (south - dy).max(-90.0), east, north: (north + dy).min(90.0) }
    }

    /// How much the scale differs over the map: largest over smallest.
    pub(super) fn scale_range(&self) -> f64 {
        let (mut low, mut high) = (f64::INFINITY, 0.0_f64);
        for (fx, fy) in
            [(0.0, 0.0), (0.5, 0.0), (1.0, 0.0), (0.0, 0.5), (0.5, 0.5), (1.0, 0.5), (0.0, 1.0), (0.5, 1.0), (1.0, 1.0)]
        {
            let p = Point::new(self.rect.x0 + self.rect.width() * fx, self.rect.y0 + self.rect.height() * fy);
            let (e, n) = self.projection.scale_at(self.locate(p));
            low = low.min(e).min(n);
            high = high.max(e).max(n);
        }
        if low > 0.0 { high / low } else { f64::INFINITY }
    }

    /// Sheet units for a kilometre on the ground in the middle of the map.
    pub(super) fn ground_scale(&self) -> f64 {
        let (east, _) = self.projection.scale_at(self.locate(self.rect.centre()));
        self.scale * east
    }
}
