//! The part of the ground that frames without events show: where anything changes, if that is a small part of what is held.
//!
//! In: drawn areas and what changed between them. Out: areas to fit the map to. Never: what is drawn.

use geo::Coord;
use geo::MultiPolygon;
use geo::Rect;

use crate::control::Derived;
use crate::control::area_km2;
use crate::geodesy::LonLat;
use crate::layout::gather::outline_of;
use crate::layout::series::Moment;
use crate::projection::Extent;
use crate::situation::Area;

/// Changes in a larger part of the whole width or height are shown with the whole.
const SMALL: f64 = 0.6;
/// The map shows at least this part of the whole.
const LEAST: f64 = 0.35;
/// Room round the changes in relation to their width and height.
const ROOM: f64 = 1.25;
/// Part of the changed ground that counts; the rest is specks far off.
const TELLING: f64 = 0.97;

/// The derived geometry with areas that the map must show instead of all; `None` if all has to be seen.
pub(super) fn focus(derived: &Derived, moments: &[Moment<'_>]) -> Option<Derived> {
    let whole = Extent::round(&outline_of(derived))?;
    let changes = moments.iter().flat_map(|m| m.gains.iter().chain(&m.losses));
    let mut patches: Vec<(f64, Vec<LonLat>)> = Vec::new();
    for polygon in changes.flat_map(|c| &c.shape.0) {
        let points: Vec<LonLat> = polygon.exterior().0.iter().map(|c| LonLat::new(c.x, c.y)).collect();
        patches.push((area_km2(&MultiPolygon(vec![polygon.clone()])), points));
    }
    patches.sort_by(|a, b| b.0.total_cmp(&a.0));
    let total: f64 = patches.iter().map(|(km2, _)| km2).sum();
    let mut counted = 0.0;
    let mut points = Vec::new();
    for (km2, outline) in patches {
        if counted >= total * TELLING {
            break;
        }
        counted += km2;
        points.extend(outline);
    }
    let changed = Extent::round(&points)?;
    let (width, height) = (whole.east - whole.west, whole.north - whole.south);
    let (across, up) = (changed.east - changed.west, changed.north - changed.south);
    if across > width * SMALL || up > height * SMALL {
        return None;
    }
    let (half_width, half_height) = ((across * ROOM).max(width * LEAST) / 2.0, (up * ROOM).max(height * LEAST) / 2.0);
    let (lon, lat) = (f64::midpoint(changed.west, changed.east), f64::midpoint(changed.south, changed.north));
    let corner = |x: f64, y: f64| Coord { x: lon + x * half_width, y: (lat + y * half_height).clamp(-89.0, 89.0) };
    let shape = MultiPolygon(vec![Rect::new(corner(-1.0, -1.0), corner(1.0, 1.0)).to_polygon()]);
    let first = derived.areas.first()?;
    Some(Derived { areas: vec![Area { shape, ..first.clone() }], front: Vec::new(), ..derived.clone() })
}
