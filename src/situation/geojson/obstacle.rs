//! What lies in the way between places: GeoJSON lines and polygons with a number `cost`.
//!
//! In: text of a file, or the list in the member `frontline`. Out: [`Obstacle`]s. Never: what follows from them.

use geo::BoundingRect;
use serde_json::Value;

use crate::error::Error;
use crate::error::Result;
use crate::geodesy::LonLat;
use crate::limit::Limits;
use crate::situation::Obstacle;
use crate::situation::geojson::Shape;
use crate::situation::geojson::geometry;
use crate::situation::geojson::geometry::short;
use crate::situation::geojson::read;

/// A larger cost is no way at all.
const MOST: f64 = 1000.0;
/// Most positions of all obstacles, each of which the whole grid may have to be asked about.
const MOST_POSITIONS: usize = 50_000;

/// Reads a file of obstacles.
///
/// # Errors
/// Text that is no GeoJSON; a feature without a number `cost` that can be meant, or without a line or polygon; too many positions.
pub fn obstacles(file: &str, text: &str, limits: &Limits) -> Result<Vec<Obstacle>> {
    let input = |message: String| Error::Input { file: file.to_owned(), message };
    let root = read::collection(file, text, limits, &mut Vec::new())?;
    let features = read::features(file, &root, limits)?;
    let mut out = Vec::new();
    for (number, feature) in features.iter().enumerate() {
        let found = obstacle(feature)
            .map_err(|reason| input(format!("feature {}{}: {reason}", number + 1, read::label(feature))))?;
        out.extend(found);
    }
    if out.is_empty() {
        return Err(input("no feature; expected lines or polygons with a number \"cost\"".to_owned()));
    }
    let positions: usize = out.iter().map(|o| positions(&o.shape)).sum();
    if positions > MOST_POSITIONS {
        return Err(input(format!(
            "{positions} positions; expected at most {MOST_POSITIONS}, which is finer than any grid of areas: simplify the lines"
        )));
    }
    Ok(out)
}

/// The obstacles of a feature.
fn obstacle(feature: &Value) -> std::result::Result<Vec<Obstacle>, String> {
    if feature.get("type").and_then(Value::as_str) != Some("Feature") {
        return Err("expected a Feature with a property \"cost\"".to_owned());
    }
    let cost = feature.pointer("/properties/cost").filter(|v| !v.is_null());
    let cost = cost.ok_or(
        "no property \"cost\"; expected the km that crossing a line costs, or what a km inside a polygon counts for",
    )?;
    let number = cost.as_f64().ok_or_else(|| format!("cost is {}; expected a number without quotes", short(cost)))?;
    let geometry = feature.get("geometry").filter(|g| !g.is_null()).ok_or("no geometry")?;
    geometry::parse(geometry, &mut Vec::new())?.into_iter().map(|shape| checked(number, shape)).collect()
}

fn checked(cost: f64, shape: Shape) -> std::result::Result<Obstacle, String> {
    match shape {
        Shape::Point(_) => Err("a point is in nobody's way; expected a line or a polygon".to_owned()),
        Shape::Line(_) if !(0.0..=MOST).contains(&cost) => {
            Err(format!("cost is {cost}; crossing a line costs 0 to {MOST} km"))
        }
        Shape::Polygons(_) if !(1.0..=MOST).contains(&cost) => {
            Err(format!("cost is {cost}; a km inside a polygon counts for 1 to {MOST} km"))
        }
        Shape::Line(line) => {
            Ok(Obstacle { cost, shape: Shape::Line(line.iter().map(|at: &LonLat| at.rounded()).collect()) })
        }
        Shape::Polygons(mut shape) => {
            geo::MapCoordsInPlace::map_coords_in_place(&mut shape, |c| geo::Coord {
                x: (c.x * 1e6).round() / 1e6,
                y: (c.y * 1e6).round() / 1e6,
            });
            Ok(Obstacle { cost, shape: Shape::Polygons(shape) })
        }
    }
}

fn positions(shape: &Shape) -> usize {
    match shape {
        Shape::Point(_) => 1,
        Shape::Line(line) => line.len(),
        Shape::Polygons(shape) => geo::CoordsIter::coords_count(shape),
    }
}

impl Obstacle {
    /// West, south, east, north, degrees; `None` for an empty shape.
    pub fn bounds(&self) -> Option<[f64; 4]> {
        let line;
        let rect = match &self.shape {
            Shape::Point(_) => None,
            Shape::Line(positions) => {
                line = geo::LineString::from(positions.iter().map(|p| (p.lon, p.lat)).collect::<Vec<_>>());
                line.bounding_rect()
            }
            Shape::Polygons(shape) => shape.bounding_rect(),
        }?;
        Some([rect.min().x, rect.min().y, rect.max().x, rect.max().y])
    }
}

/// The obstacles as features for the member `frontline`.
pub(super) fn written(obstacles: &[Obstacle]) -> Vec<Value> {
    let feature = |o: &Obstacle| {
        let mut text = String::new();
        o.shape.write(&mut text, false);
        let geometry: Value = serde_json::from_str(&text).ok()?;
        Some(serde_json::json!({"type": "Feature", "properties": {"cost": o.cost}, "geometry": geometry}))
    };
    obstacles.iter().filter_map(feature).collect()
}

/// The obstacles that the member `frontline` lists; what cannot be meant is left out.
pub(super) fn listed(list: &[Value]) -> Vec<Obstacle> {
    let all = list.iter().filter_map(|f| obstacle(f).ok()).flatten();
    let mut left = MOST_POSITIONS;
    let fits = |o: &Obstacle| {
        left = left.saturating_sub(positions(&o.shape));
        left > 0
    };
    all.take_while(fits).collect()
}
