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
use crate::basemap::land::TURN;
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
    let large = seas
        .iter()
        .filter(|sea| sea.first().map_or(0.0, |ring| doubled_area(ring) / 2.0) >= window * LEAST_SHARE)
        .filter_map(label::find_centre);
    let centres: Vec<(Point, f64)> = large.collect();
    let points: Vec<Point> = centres.iter().map(|(at, _)| *at).collect();
    for ((at, room), row) in centres.iter().zip(find_names(map, &anchors, &points)) {
        labels.extend(row.map(|row| sea_label(&row, *at, *room)));
    }
    labels.sort_by(|a, b| {
        a.rank.cmp(&b.rank).then_with(|| a.name.cmp(&b.name)).then_with(|| b.room_km.total_cmp(&a.room_km))
    });
    labels
}

fn sea_label(row: &SeaRow<'_>, at: Point, room_km: f64) -> Label {
    Label { name: row.name.to_owned(), country: String::new(), at: lon_lat(at), id: 0, rank: row.rank, room_km }
}

/// A channel or gulf as near as this, in times of its room, gives its name before the ocean that it opens into.
const OCEAN: f64 = 2.5;

/// The anchors nearest to a point, measured by the room they have: an ocean reaches farther than a strait.
fn near<'a, 'b>(anchors: &'b [(SeaRow<'a>, Point)], from: Point) -> Vec<&'b (SeaRow<'a>, Point)> {
    let scale = libm::cos((from.y / QUANTA).to_radians()).max(0.05);
    let mut near: Vec<(f64, &(SeaRow<'a>, Point))> = anchors
        .iter()
        .filter(|(row, _)| !row.inland)
        .map(|anchor| {
            let (dx, dy) = ((anchor.1.x - from.x) * scale, anchor.1.y - from.y);
            let rooms = (dx * dx + dy * dy).sqrt() / QUANTA * 111.195 / anchor.0.room_km.max(1.0);
            (if anchor.0.rank == 0 { rooms + OCEAN } else { rooms }, anchor)
        })
        .filter(|(distance, _)| *distance < REACH)
        .collect();
    near.sort_by(|a, b| a.0.total_cmp(&b.0).then_with(|| a.1.0.name.cmp(b.1.0.name)));
    near.into_iter().take(TRIED).map(|(_, anchor)| anchor).collect()
}

/// For each point at sea the nearest anchor in sight over water.
fn find_names<'a>(map: &Basemap, anchors: &[(SeaRow<'a>, Point)], from: &[Point]) -> Vec<Option<SeaRow<'a>>> {
    let candidates: Vec<Vec<&(SeaRow<'a>, Point)>> = from.iter().map(|p| near(anchors, *p)).collect();
    let mut way = Vec::new();
    for (from, candidates) in from.iter().zip(&candidates) {
        for (_, to) in candidates {
            for k in 0..=STEPS {
                let t = f64::from(k) / f64::from(STEPS);
                let x = from.x + t * (to.x - from.x);
                way.push(Point { x: (x + TURN / 2.0).rem_euclid(TURN) - TURN / 2.0, y: from.y + t * (to.y - from.y) });
            }
        }
    }
    let wet = map.land.at_sea(&way);
    let mut in_sight = wet.chunks(STEPS as usize + 1).map(|way| way.iter().all(|wet| *wet));
    candidates
        .into_iter()
        .map(|candidates| {
            let seen: Vec<bool> = in_sight.by_ref().take(candidates.len()).collect();
            candidates.into_iter().zip(seen).find(|(_, seen)| *seen).map(|(anchor, _)| anchor.0)
        })
        .collect()
}
