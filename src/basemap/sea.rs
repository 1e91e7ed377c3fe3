//! Names for the sea inside a window.
//!
//! In: the sea's polygons there and the anchors of sea names everywhere. Out: labels. Never: land or lakes.

use crate::basemap::Basemap;
use crate::basemap::Label;
use crate::basemap::clip::Polygon;
use crate::basemap::clip::doubled_area;
use crate::basemap::format::Point;
use crate::basemap::format::QUANTA;
use crate::basemap::format::Rect;
use crate::basemap::label;
use crate::basemap::land::SeaRow;
use crate::basemap::query::lon_lat;
use crate::basemap::query::shifts;

/// A stretch of sea smaller than this share of the window stays unnamed unless an anchor lies in it.
const LEAST_SHARE: f64 = 0.004;
/// How many anchors are tried for a stretch of sea without one.
const TRIED: usize = 12;
/// Points looked at on the way to an anchor; all must be at sea.
const STEPS: i32 = 14;
/// An anchor names nothing farther away than this many times its room.
const REACH: f64 = 12.0;

/// Labels for the sea: every anchor in the window, and the middle of every large stretch, named after the nearest
/// anchor that a straight line reaches over water.
pub(crate) fn name_seas(map: &Basemap, seas: &[Polygon], rect: &Rect) -> Vec<Label> {
    let anchors: Vec<(SeaRow<'_>, Point)> = shifts(rect)
        .into_iter()
        .flat_map(|shift| map.land.seas().map(move |row| (row, Point { x: row.at.x + shift, y: row.at.y })))
        .collect();
    let mut labels = Vec::new();
    for (row, at) in anchors.iter().filter(|(_, at)| rect.contains(*at)) {
        let room = if row.inland { row.room_km } else { label::measure_room(seas, *at, row.room_km) };
        labels.push(sea_label(row, *at, room));
    }
    let window = (rect.east - rect.west) * (rect.north - rect.south);
    for sea in seas {
        if sea.first().map_or(0.0, |ring| doubled_area(ring) / 2.0) < window * LEAST_SHARE {
            continue;
        }
        let Some((at, room)) = label::find_centre(sea) else {
            continue;
        };
        if let Some(row) = find_name(map, &anchors, at) {
            labels.push(sea_label(&row, at, room));
        }
    }
    labels.sort_by(|a, b| {
        a.rank.cmp(&b.rank).then_with(|| a.name.cmp(&b.name)).then_with(|| b.room_km.total_cmp(&a.room_km))
    });
    labels
}

fn sea_label(row: &SeaRow<'_>, at: Point, room_km: f64) -> Label {
    Label { name: row.name.to_owned(), country: String::new(), at: lon_lat(at), id: 0, rank: row.rank, room_km }
}

/// The nearest anchor in sight over water, measured by the room it has: an ocean reaches farther than a strait.
fn find_name<'a>(map: &Basemap, anchors: &[(SeaRow<'a>, Point)], from: Point) -> Option<SeaRow<'a>> {
    let scale = libm::cos((from.y / QUANTA).to_radians()).max(0.05);
    let mut near: Vec<(f64, &(SeaRow<'a>, Point))> = anchors
        .iter()
        .filter(|(row, _)| !row.inland)
        .map(|anchor| {
            let (dx, dy) = ((anchor.1.x - from.x) * scale, anchor.1.y - from.y);
            ((dx * dx + dy * dy).sqrt() / QUANTA * 111.195 / anchor.0.room_km.max(1.0), anchor)
        })
        .filter(|(distance, _)| *distance < REACH)
        .collect();
    near.sort_by(|a, b| a.0.total_cmp(&b.0).then_with(|| a.1.0.name.cmp(b.1.0.name)));
    near.truncate(TRIED);
    let in_sight = |to: Point| {
        (0..=STEPS).all(|k| {
            let t = f64::from(k) / f64::from(STEPS);
            map.division_in(Point { x: from.x + t * (to.x - from.x), y: from.y + t * (to.y - from.y) }).is_none()
        })
    };
    near.into_iter().find(|(_, anchor)| in_sight(anchor.1)).map(|(_, anchor)| anchor.0)
}
