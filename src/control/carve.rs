//! Places taken since somebody drew the outlines: each carves ground of its own out of the outline it lies in.
//!
//! In: drawn areas, labels, land. Out: the areas with inferred ones cut into them. Never: areas drawn or corrected by hand,
//! which keep their ground.
//!
//! An outline says of every settlement inside it who holds it, so the nearest settlement decides here too: of the settlements
//! that no file names, one is assumed on every square of a grid. A place that lies deep inside the outline was reached through
//! ground that nobody reported; the shortest way to the force's own ground is inferred and in doubt.

use std::collections::BTreeMap;
use std::collections::BTreeSet;

use geo::MultiPolygon;

use crate::control::Land;
use crate::control::Terrain;
use crate::control::contour;
use crate::control::field::Class;
use crate::control::field::Doubt;
use crate::control::field::Field;
use crate::control::field::Ground;
use crate::control::field::Reach;
use crate::control::field::Voter;
use crate::control::label::Label;
use crate::control::mosaic;
use crate::control::outline::Outlines;
use crate::control::overlay;
use crate::control::overlay::Face;
use crate::control::overlay::Units;
use crate::control::territory;
use crate::projection::Extent;
use crate::projection::Kind;
use crate::projection::Projection;
use crate::situation::Area;
use crate::situation::Situation;
use crate::terms::HolderStatus;

/// Settlements that no file names are assumed at this distance from one another, km.
const SETTLED_KM: f64 = 6.0;
/// Ground farther than this from a place is left as it was drawn, km.
const REACH_KM: f64 = 15.0;
/// The way to own ground is inferred over at most this, km.
const WAY_KM: f64 = 25.0;
/// Distance of the inferred points on that way, km.
const STEP_KM: f64 = 3.0;
/// Places farther apart than this are looked at by themselves, km.
const APART_KM: f64 = 60.0;
/// Most places that carve.
const MOST: usize = 600;

/// Who has the ground before the carving: index of the area's holder by name, `None` where nothing was drawn.
type Former = Option<String>;

/// A label that its ground contradicts.
#[derive(Debug, Clone)]
struct Taken {
    x: f64,
    y: f64,
    former: Former,
    /// The area it lies in.
    area: Option<usize>,
    ground: Ground,
}

/// The drawn areas of a situation with what its places have carved out of them since.
pub(super) fn carve(situation: &Situation, labels: &[Label], land: &[Land], terrain: &Terrain) -> Vec<Area> {
    let mut areas = situation.areas.clone();
    if !areas.iter().any(yields) {
        return areas;
    }
    let sides: BTreeSet<&str> = labels.iter().filter(|l| l.reported).filter_map(|l| l.holder.as_deref()).collect();
    for side in sides {
        for group in groups(side, labels) {
            carve_for(situation, side, &group, labels, (land, terrain), &mut areas);
        }
    }
    areas
}

/// True for an outline that later reports move.
fn yields(area: &Area) -> bool {
    !area.by_hand && area.holder.is_some() && (area.basis == "baseline" || area.is_carved())
}

/// The labels of a side, those near one another together.
fn groups<'a>(side: &str, labels: &'a [Label]) -> Vec<Vec<&'a Label>> {
    let own = |l: &&Label| {
        l.reported
            && l.holder.as_deref() == Some(side)
            && matches!(l.status, HolderStatus::Assessed | HolderStatus::Claimed)
    };
    let mut out: Vec<Vec<&Label>> = Vec::new();
    for label in labels.iter().filter(own).take(MOST) {
        let near = |group: &Vec<&Label>| group.iter().any(|l| crate::geodesy::distance_km(l.at, label.at) <= APART_KM);
        let (joined, rest): (Vec<_>, Vec<_>) = out.into_iter().partition(near);
        let mut group: Vec<&Label> = joined.into_iter().flatten().collect();
        group.push(label);
        out = rest;
        out.push(group);
    }
    out
}

fn carve_for(
    situation: &Situation,
    side: &str,
    own: &[&Label],
    labels: &[Label],
    (land, terrain): (&[Land], &Terrain),
    areas: &mut Vec<Area>,
) {
    let Some(extent) = Extent::round(&own.iter().map(|l| l.at).collect::<Vec<_>>()) else { return };
    let centre = extent.centre();
    let projection = Projection::new(Kind::AzimuthalEqualArea, centre);
    let outlines = Outlines::new(areas, &projection);
    let of_side: Vec<usize> = (0..areas.len()).filter(|i| holder(areas, *i) == Some(side)).collect();
    // What is told of open ground is left to the areas made from places, where there are any.
    let open = situation.territory.is_none() && !of_side.is_empty();
    let mut taken: Vec<Taken> = Vec::new();
    for label in own {
        let at = projection.forward(label.at);
        let area = outlines.over(at);
        let former = area.and_then(|i| areas.get(i));
        let stale = former.and_then(|a| a.as_of).is_some_and(|drawn| label.day.is_some_and(|day| day < drawn));
        let against = match former {
            Some(area) => yields(area) && area.holder.as_deref() != Some(side) && !stale,
            None => open && outlines.nearest_edge(&of_side, at, WAY_KM).is_some(),
        };
        if against {
            let claimed = label.status == HolderStatus::Claimed;
            let ground = if claimed { Ground::Claimed } else { Ground::Assessed };
            let former = former.and_then(|a| a.holder.clone());
            taken.push(Taken { x: at.0, y: at.1, former, area, ground });
        }
    }
    if taken.is_empty() {
        return;
    }
    let ways = ways(&taken, &of_side, &outlines);
    taken.extend(ways);
    let mut window = [f64::INFINITY, f64::INFINITY, f64::NEG_INFINITY, f64::NEG_INFINITY];
    for t in &taken {
        window = [window[0].min(t.x), window[1].min(t.y), window[2].max(t.x), window[3].max(t.y)];
    }
    let window = [window[0] - REACH_KM, window[1] - REACH_KM, window[2] + REACH_KM, window[3] + REACH_KM];

    let mut formers: Vec<Former> = (0..areas.len()).map(|i| holder(areas, i).map(str::to_owned)).collect();
    formers.extend(labels.iter().map(|l| l.holder.clone()));
    formers.push(None);
    formers.sort_unstable();
    formers.dedup();
    let count = formers.len();
    // Holders below `count` have the ground as it was; above it the side has taken it from that one.
    let number = |former: &Former| formers.binary_search(former).unwrap_or(0) as u16;
    let mut voters: Vec<Voter> = taken
        .iter()
        .map(|t| Voter { x: t.x, y: t.y, holder: count as u16 + number(&t.former), ground: t.ground, country: None })
        .collect();
    for label in labels.iter().filter(|l| !l.inferred && l.holder.is_some() && l.holder.as_deref() != Some(side)) {
        let (x, y) = projection.forward(label.at);
        if taken.iter().any(|t| libm::hypot(t.x - x, t.y - y) < REACH_KM) {
            voters.push(Voter { x, y, holder: number(&label.holder), ground: Ground::Assessed, country: None });
        }
    }
    let spacing = SETTLED_KM.max(3.0 * ((window[2] - window[0]) * (window[3] - window[1]) / 70_000.0).sqrt());
    voters.extend(assumed(&taken, spacing, &outlines).into_iter().filter_map(|(x, y, area)| {
        let former = area.and_then(|i| holder(areas, i)).map(str::to_owned);
        // Of a side without an outline all open ground is its own.
        let own = if of_side.is_empty() { former.is_none() } else { former.as_deref() == Some(side) };
        (!own).then(|| Voter { x, y, holder: number(&former), ground: Ground::Assessed, country: None })
    }));
    let reach = Reach { most_km: REACH_KM, contested_km: 0.0 };
    let hindrances = territory::hindrances(terrain, &situation.obstacles, &projection);
    let Some(field) = Field::new(&voters, &[], &[], &hindrances, window, reach) else { return };
    let contours = contour::trace(&field);
    let units = Units::round(centre.lon);
    let near: Vec<usize> = (0..areas.len()).filter(|i| outlines.meets(*i, window)).collect();
    let drawn: Vec<Vec<Face>> = near.iter().filter_map(|i| areas.get(*i)).map(|a| units.faces(&a.shape)).collect();
    let region: Vec<Face> = if taken.iter().any(|t| t.former.is_none()) {
        land.iter().flat_map(|l| units.faces(&l.shape)).collect()
    } else {
        Vec::new()
    };
    let from = |class: &Class| class.holder.and_then(|h| formers.get(usize::from(h).checked_sub(count)?));
    let given = |i: usize, class: &Class| {
        let area = near.get(i).and_then(|k| areas.get(*k));
        area.is_some_and(|a| yields(a) && from(class).is_some_and(|former| *former == a.holder))
    };
    let mosaic = mosaic::cut(&region, &drawn, units, &field, &contours, &projection, given);
    let mut carved: BTreeMap<(HolderStatus, Former), Vec<Face>> = BTreeMap::new();
    let covered: Vec<Face> = if region.is_empty() { Vec::new() } else { drawn.iter().flatten().cloned().collect() };
    for (class, faces) in mosaic.pieces {
        let Some(former) = from(&class) else { continue };
        let status = match class.doubt {
            Doubt::None if class.claimed => HolderStatus::Claimed,
            Doubt::None => HolderStatus::Assessed,
            // Between two places of the side itself nothing is in doubt.
            Doubt::Margin if class.rival.is_some_and(|r| usize::from(r) >= count) => HolderStatus::Assessed,
            _ => HolderStatus::Contested,
        };
        let rival = match class.doubt {
            Doubt::None => None,
            // On the way the ground was the former holder's.
            Doubt::Passed => Some(former),
            _ => class.rival.and_then(|r| formers.get(usize::from(r))),
        };
        let rival = rival.filter(|_| status == HolderStatus::Contested);
        let faces = if former.is_none() { overlay::subtract(&faces, &covered) } else { faces };
        carved.entry((status, rival.cloned().flatten())).or_default().extend(faces);
    }
    for (i, faces) in near.into_iter().zip(mosaic.drawn) {
        if let Some(area) = areas.get_mut(i) {
            area.shape = units.shape(faces);
        }
    }
    areas.retain(|a| !a.shape.0.is_empty());
    for ((status, rival), faces) in carved {
        let shape: MultiPolygon<f64> = units.shape(overlay::unite(&faces));
        if shape.0.is_empty() {
            continue;
        }
        let mut parts = vec!["carved", side, status.as_str()];
        parts.extend(rival.as_deref());
        let made = parts.join("-");
        let mut id = made.clone();
        let mut more = 2;
        while areas.iter().any(|a| a.id == id) {
            id = format!("{made}-{more}");
            more += 1;
        }
        areas.push(Area {
            id,
            holder: Some(side.to_owned()),
            rival,
            status,
            as_of: situation.as_of,
            basis: Area::CARVED.to_owned(),
            shape,
            by_hand: false,
            extra: BTreeMap::new(),
        });
    }
}

fn holder(areas: &[Area], index: usize) -> Option<&str> {
    areas.get(index).and_then(|a| a.holder.as_deref())
}

/// Points on the way from each place to the ground of its side, by way of places nearer to it.
fn ways(taken: &[Taken], of_side: &[usize], outlines: &Outlines) -> Vec<Taken> {
    let mut ends: Vec<(f64, (f64, f64), &Taken)> = Vec::new();
    for t in taken {
        // Of a side without an outline the ground begins where that of the others ends.
        let own: Vec<usize> = if of_side.is_empty() { t.area.into_iter().collect() } else { of_side.to_vec() };
        if let Some((end, km)) = outlines.nearest_edge(&own, (t.x, t.y), WAY_KM) {
            ends.push((km, end, t));
        }
    }
    ends.sort_by(|a, b| a.0.total_cmp(&b.0).then(a.2.x.total_cmp(&b.2.x)).then(a.2.y.total_cmp(&b.2.y)));
    let mut joined: Vec<(f64, f64)> = Vec::new();
    let mut out = Vec::new();
    for (km, edge, t) in ends {
        let far = |p: &(f64, f64)| libm::hypot(p.0 - t.x, p.1 - t.y);
        let nearer = joined.iter().copied().filter(|p| far(p) < km).min_by(|a, b| far(a).total_cmp(&far(b)));
        let end = nearer.unwrap_or(edge);
        let steps = (far(&end) / STEP_KM).floor() as u32;
        // The ground next to the place is its own.
        for i in 2..=steps {
            let share = f64::from(i) * STEP_KM / far(&end).max(STEP_KM);
            let (x, y) = (t.x + (end.0 - t.x) * share, t.y + (end.1 - t.y) * share);
            let area = outlines.over((x, y));
            out.push(Taken { x, y, former: t.former.clone(), area, ground: Ground::Passed });
        }
        joined.push((t.x, t.y));
    }
    out
}

/// Settlements that no file names: one on each square round the places, but none beside a place or on a way; with the area.
fn assumed(taken: &[Taken], spacing: f64, outlines: &Outlines) -> Vec<(f64, f64, Option<usize>)> {
    let square = |v: f64| (v / spacing).round() as i64;
    let cells = (REACH_KM / spacing).ceil() as i64 + 1;
    let mut squares: BTreeSet<(i64, i64)> = BTreeSet::new();
    for t in taken {
        let (column, row) = (square(t.x), square(t.y));
        for r in row - cells..=row + cells {
            squares.extend((column - cells..=column + cells).map(|c| (r, c)));
        }
    }
    let mut rows: BTreeMap<i64, (f64, Vec<f64>)> = BTreeMap::new();
    for (row, column) in squares {
        let (x, y) = (column as f64 * spacing, row as f64 * spacing);
        let beside = |t: &Taken| {
            let room = if t.ground == Ground::Passed { 0.5 } else { 0.9 };
            libm::hypot(t.x - x, t.y - y) < room * spacing
        };
        if !taken.iter().any(beside) {
            rows.entry(row).or_insert_with(|| (y, Vec::new())).1.push(x);
        }
    }
    let over = outlines.over_rows(&rows);
    rows.into_iter()
        .flat_map(|(row, (y, xs))| {
            let found = over.get(&row).cloned().unwrap_or_default();
            xs.into_iter().zip(found).map(move |(x, area)| (x, y, area)).collect::<Vec<_>>()
        })
        .collect()
}
