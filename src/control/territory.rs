//! Control areas and front line from labelled places: the nearest place decides, the middle between two sides is in
//! doubt, and far from every place nothing is known.
//!
//! In: a situation, the land it is about. Out: areas and front lines. Never: where the land comes from.

use geo::MultiPolygon;
use std::collections::BTreeMap;

use crate::control::Land;
use crate::control::Terrain;
use crate::control::contour;
use crate::control::field::Class;
use crate::control::field::Doubt;
use crate::control::field::Field;
use crate::control::field::Ground;
use crate::control::field::Reach;
use crate::control::field::Voter;
use crate::control::front;
use crate::control::grid::Rings;
use crate::control::label::Label;
use crate::control::label::labels;
use crate::control::mosaic;
use crate::control::overlay::Face;
use crate::control::overlay::Units;
use crate::control::route;
use crate::control::way::Hindrances;
use crate::geodesy::LonLat;
use crate::geodesy::distance_km;
use crate::projection::Extent;
use crate::projection::Kind;
use crate::projection::Projection;
use crate::situation::Area;
use crate::situation::FrontLine;
use crate::situation::Obstacle;
use crate::situation::Situation;
use crate::situation::Territory;
use crate::situation::geojson::Shape;
use crate::terms::HolderStatus;

/// An edge within so many degrees is straight on the plane too.
const STRAIGHT_DEG: f64 = 0.5;
/// A longer edge is bent in at most so many pieces.
const MOST_PIECES: f64 = 24.0;

/// Positions of the places that areas would be made from, with the codes of their countries as far as they are known.
pub fn labelled_places(situation: &Situation) -> Vec<(LonLat, String)> {
    labels(situation, &route::hops(&situation.axes, &[]))
        .into_iter()
        .filter(|l| !l.inferred)
        .map(|l| (l.at, l.country))
        .collect()
}

/// Areas and front lines of a situation on the land given, round those drawn; nothing without labelled places.
pub(super) fn derive(
    situation: &Situation,
    labels: &[Label],
    outlined: &[Area],
    rules: &Territory,
    land: &[Land],
    terrain: &Terrain,
) -> (Vec<Area>, Vec<FrontLine>) {
    let places: Vec<LonLat> = labels.iter().map(|l| l.at).collect();
    let Some(extent) = Extent::round(&places) else { return Default::default() };
    let centre = extent.centre();
    let projection = Projection::new(Kind::AzimuthalEqualArea, centre);
    let units = Units::round(centre.lon);
    let region: Vec<Face> = land.iter().flat_map(|l| units.faces(&l.shape)).collect();
    let country = |code: &str| land.iter().position(|l| !code.is_empty() && l.country == code).map(|i| i as u16);

    let of_areas = outlined.iter().filter_map(|a| a.holder.as_deref());
    let mut holders: Vec<&str> = labels.iter().filter_map(|l| l.holder.as_deref()).chain(of_areas).collect();
    holders.sort_unstable();
    holders.dedup();
    let number = |holder: &str| holders.binary_search(&holder).unwrap_or(0) as u16;
    let mut voters = Vec::new();
    let mut contested = Vec::new();
    for label in labels {
        let (x, y) = projection.forward(label.at);
        match (&label.holder, label.status) {
            (Some(holder), HolderStatus::Assessed | HolderStatus::Claimed) => {
                let ground = match label.status {
                    _ if label.inferred => Ground::Passed,
                    HolderStatus::Claimed => Ground::Claimed,
                    _ => Ground::Assessed,
                };
                voters.push(Voter { x, y, holder: number(holder), ground, country: country(&label.country) });
            }
            _ => contested.push((x, y)),
        }
    }
    // No point of the land is farther away than this.
    let land_km = land_reach(&places, land);
    let most_km = rules.max_km.min(land_km);
    let reach = Reach { most_km, contested_km: rules.contested_km };
    let Some(window) = window(&voters, &contested, most_km, &projection, land) else { return Default::default() };
    let hindrances = hindrances(terrain, &situation.obstacles, &projection);
    let hindered = !hindrances.is_empty();
    let Some(field) = Field::new(&voters, &contested, &realms(land, &projection), &hindrances, window, reach) else {
        return Default::default();
    };
    let contours = contour::trace(&field);
    let drawn: Vec<Vec<Face>> = outlined.iter().map(|a| units.faces(&a.shape)).collect();
    let mosaic = mosaic::cut(&region, &drawn, units, &field, &contours, &projection, |_, _| false);

    let name = |holder: Option<u16>| holder.and_then(|h| holders.get(usize::from(h))).map(|h| (*h).to_owned());
    let mut areas = Vec::new();
    for (class, faces) in &mosaic.pieces {
        let shape = MultiPolygon(faces.iter().filter_map(|f| units.polygon(f)).collect());
        if shape.0.is_empty() {
            continue;
        }
        let status = status_of(class);
        let (holder, rival) = (name(class.holder), name(class.rival));
        areas.push(Area {
            id: id_of(class, holder.as_deref(), rival.as_deref()),
            holder,
            rival,
            status,
            as_of: situation.as_of,
            basis: basis_of(class, rules, hindered),
            shape,
            by_hand: false,
            extra: BTreeMap::new(),
        });
    }
    let rank = |holder: u16| {
        let id = holders.get(usize::from(holder)).copied();
        usize::from(id != situation.attacker.as_deref())
    };
    let drawn: Vec<Class> = outlined
        .iter()
        .map(|a| Class {
            holder: a.holder.as_deref().map(number),
            claimed: a.status == HolderStatus::Claimed,
            doubt: if a.status == HolderStatus::Contested { Doubt::Contested } else { Doubt::None },
            rival: None,
        })
        .collect();
    let mut lines: Vec<FrontLine> = Vec::new();
    for stretch in front::stretches(&mosaic, &field, &projection, &drawn, rank) {
        for part in units.parts(&stretch.points) {
            lines.push(FrontLine {
                id: format!("front-{}", lines.len() + 1),
                side_left: name(Some(stretch.left)),
                side_right: name(Some(stretch.right)),
                status: stretch.status,
                as_of: situation.as_of,
                line: units.line(&part),
                by_hand: false,
                extra: BTreeMap::new(),
            });
        }
    }
    (areas, lines)
}

/// Outlines of the countries on the plane; none where one country has all the land.
fn realms(land: &[Land], projection: &Projection) -> Vec<Rings> {
    if land.len() < 2 {
        return Vec::new();
    }
    land.iter().map(|l| rings(&l.shape, projection)).collect()
}

/// The rings of polygons on the plane.
fn rings(shape: &MultiPolygon<f64>, projection: &Projection) -> Rings {
    let all = shape.0.iter().flat_map(|p| std::iter::once(p.exterior()).chain(p.interiors()));
    all.map(|r| course(r.0.iter().map(|c| LonLat::new(c.x, c.y)), projection)).collect()
}

/// A line that is straight in degrees, on the plane, where its longer edges bend.
fn course(line: impl Iterator<Item = LonLat>, projection: &Projection) -> Vec<(f64, f64)> {
    let mut out = Vec::new();
    let mut before: Option<LonLat> = None;
    for at in line {
        if let Some(from) = before {
            let (east, north) = (at.lon - from.lon, at.lat - from.lat);
            let pieces = (east.abs().max(north.abs()) / STRAIGHT_DEG).ceil().clamp(1.0, MOST_PIECES);
            for i in 1..pieces as u32 {
                let t = f64::from(i) / pieces;
                out.push(projection.forward(LonLat::new(from.lon + east * t, from.lat + north * t)));
            }
        }
        out.push(projection.forward(at));
        before = Some(at);
    }
    out
}

/// What is in the way, on the plane.
pub(super) fn hindrances(terrain: &Terrain, obstacles: &[Obstacle], projection: &Projection) -> Hindrances {
    let mut out =
        Hindrances { dry: terrain.dry.iter().map(|s| rings(s, projection)).collect(), ..Hindrances::default() };
    for obstacle in terrain.obstacles.iter().chain(obstacles) {
        match &obstacle.shape {
            Shape::Point(_) => {}
            Shape::Line(line) => {
                out.lines.push((obstacle.cost, course(line.iter().copied(), projection)));
            }
            Shape::Polygons(shape) => out.areas.push((obstacle.cost, rings(shape, projection))),
        }
    }
    out
}

fn status_of(class: &Class) -> HolderStatus {
    match (class.holder, class.doubt) {
        (_, Doubt::Contested | Doubt::Margin | Doubt::Passed) => HolderStatus::Contested,
        (None, Doubt::None) => HolderStatus::Unknown,
        (Some(_), Doubt::None) if class.claimed => HolderStatus::Claimed,
        (Some(_), Doubt::None) => HolderStatus::Assessed,
    }
}

/// Stable id of the area of a class.
fn id_of(class: &Class, holder: Option<&str>, rival: Option<&str>) -> String {
    let mut parts = vec!["control"];
    parts.extend(holder);
    parts.push(match status_of(class) {
        HolderStatus::Contested if class.doubt == Doubt::Margin => "uncertain",
        HolderStatus::Contested if class.doubt == Doubt::Passed => "passed",
        status => status.as_str(),
    });
    if class.claimed && class.doubt == Doubt::Margin {
        parts.push("claimed");
    }
    parts.extend(rival);
    parts.join("-")
}

fn basis_of(class: &Class, rules: &Territory, hindered: bool) -> String {
    let words = match (class.holder, class.doubt) {
        (_, Doubt::Contested) => "near a contested place",
        (_, Doubt::Margin) => "places of two sides about equally near",
        (_, Doubt::Passed) => "between places taken on the advance, not reported",
        (None, Doubt::None) => "no labelled place near",
        (Some(_), Doubt::None) => "nearest labelled place",
    };
    let by = if hindered { ", by the cheapest way" } else { "" };
    let rough = if rules.indicative { ", reports only: indicative" } else { "" };
    format!("{words}{by}{rough}")
}

/// The largest distance from a place to a corner of the land, km.
fn land_reach(places: &[LonLat], land: &[Land]) -> f64 {
    let Some(first) = places.first() else { return 0.0 };
    land.iter()
        .flat_map(|l| &l.shape.0)
        .flat_map(|p| p.exterior().0.iter())
        .map(|c| distance_km(*first, LonLat::new(c.x, c.y)))
        .fold(100.0, f64::max)
}

/// The rectangle of the places, grown by the distance at which nothing is known any more.
fn window(
    voters: &[Voter],
    contested: &[(f64, f64)],
    most_km: f64,
    projection: &Projection,
    land: &[Land],
) -> Option<[f64; 4]> {
    let all = || voters.iter().map(|v| (v.x, v.y)).chain(contested.iter().copied());
    all().next()?;
    let grown = most_km * 1.05 + 1.0;
    let least = |f: fn((f64, f64)) -> f64| all().map(f).fold(f64::INFINITY, f64::min) - grown;
    let most = |f: fn((f64, f64)) -> f64| all().map(f).fold(f64::NEG_INFINITY, f64::max) + grown;
    let places = [least(|p| p.0), least(|p| p.1), most(|p| p.0), most(|p| p.1)];
    // Where the land ends nothing has to be found out.
    let mut ground = [f64::INFINITY, f64::INFINITY, f64::NEG_INFINITY, f64::NEG_INFINITY];
    for (x, y) in land.iter().flat_map(|l| rings(&l.shape, projection)).flatten() {
        ground = [ground[0].min(x), ground[1].min(y), ground[2].max(x), ground[3].max(y)];
    }
    let margin = ((ground[2] - ground[0]).max(ground[3] - ground[1]) * 0.04).max(1.0);
    let cut = [
        places[0].max(ground[0] - margin),
        places[1].max(ground[1] - margin),
        places[2].min(ground[2] + margin),
        places[3].min(ground[3] + margin),
    ];
    (cut[0] < cut[2] && cut[1] < cut[3]).then_some(cut)
}
