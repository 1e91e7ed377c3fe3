//! Geometry of the user's own, under or over the story: roads, fronts of other sources, areas.
//!
//! Its look is that of simplestyle: `stroke`, `stroke-width`, `stroke-dasharray`, `fill`, `fill-opacity`; `name` is its tooltip.

use serde_json::Value;

use crate::colour::Colour;
use crate::error::Error;
use crate::error::Result;
use crate::geodesy::LonLat;
use crate::layout::frame::Frame;
use crate::layout::geometry::clip_line;
use crate::layout::geometry::clip_ring;
use crate::layout::geometry::thin;
use crate::layout::ground::layer;
use crate::layout::marks::shape;
use crate::limit::Limit;
use crate::limit::Limits;
use crate::scene::Group;
use crate::scene::Node;
use crate::scene::Outline;
use crate::scene::Paint;
use crate::scene::Path;
use crate::scene::Point;
use crate::scene::Stroke;
use crate::style::Style;

/// Deepest nesting of collections.
const MAX_DEPTH: usize = 8;

/// What is drawn.
#[derive(Debug, Clone, PartialEq)]
enum Form {
    Point(LonLat),
    Line(Vec<LonLat>),
    Area(Vec<Vec<LonLat>>),
}

#[derive(Debug, Clone, PartialEq)]
struct Item {
    form: Form,
    name: Option<String>,
    stroke: Option<Colour>,
    width: Option<f64>,
    dash: Vec<f64>,
    fill: Option<Colour>,
    opacity: f64,
    /// Colour and radius of a point.
    marker: (Option<Colour>, f64),
}

/// A file of the user's own geometry.
#[derive(Debug, Clone, Default, PartialEq)]
pub struct Overlay {
    name: String,
    items: Vec<Item>,
    /// Over the story instead of under it.
    pub over: bool,
}

impl Overlay {
    /// Reads GeoJSON; `file` names it in errors and as a layer.
    ///
    /// # Errors
    /// Text that is no GeoJSON, coordinates that are no degrees, a colour or a number that is none, more positions than
    /// `limits` allow.
    pub fn read(file: &str, text: &str, limits: &Limits) -> Result<Self> {
        limits.check(Limit::Positions, text.bytes().filter(|b| *b == b'[').count(), file)?;
        limits.check_json(text, file)?;
        let fail = |message: String| Error::Input { file: file.to_owned(), message };
        let root: Value = serde_json::from_str(text.trim_start_matches('\u{feff}'))
            .map_err(|e| fail(format!("line {}, column {}: not JSON", e.line(), e.column())))?;
        let features: Vec<&Value> = match root.get("type").and_then(Value::as_str) {
            Some("FeatureCollection") => root.get("features").and_then(Value::as_array).into_iter().flatten().collect(),
            Some(_) => vec![&root],
            None => return Err(fail("expected a GeoJSON object with a \"type\", such as a FeatureCollection".into())),
        };
        let mut overlay = Self { name: file.to_owned(), ..Self::default() };
        for (number, feature) in features.iter().enumerate() {
            let mut forms = Vec::new();
            let geometry = if feature.get("type").and_then(Value::as_str) == Some("Feature") {
                feature.get("geometry").unwrap_or(&Value::Null)
            } else {
                *feature
            };
            read_geometry(geometry, &mut forms, 0)
                .map_err(|reason| fail(format!("feature {}: {reason}", number + 1)))?;
            let nothing = Value::Null;
            let look = feature.get("properties").unwrap_or(&nothing);
            let item = read_look(look).map_err(|reason| fail(format!("feature {}: {reason}", number + 1)))?;
            overlay.items.extend(forms.into_iter().map(|form| Item { form, ..item.clone() }));
        }
        Ok(overlay)
    }
}

fn read_look(look: &Value) -> std::result::Result<Item, String> {
    let colour = |key: &str| match look.get(key).and_then(Value::as_str) {
        None => Ok(None),
        Some(text) => Colour::parse(text)
            .map(Some)
            .ok_or_else(|| format!("property \"{key}\": expected a colour such as \"#1c1b19\", found \"{text}\"")),
    };
    let number = |key: &str, most: f64| match look.get(key) {
        None | Some(Value::Null) => Ok(None),
        Some(value) => value
            .as_f64()
            .filter(|v| (0.0..=most).contains(v))
            .map(Some)
            .ok_or_else(|| format!("property \"{key}\": expected a number from 0 to {most}, found {value}")),
    };
    let dash = look.get("stroke-dasharray").and_then(Value::as_str).unwrap_or("");
    let dash = dash
        .split([',', ' '])
        .filter(|t| !t.is_empty())
        .map(|t| t.parse::<f64>().ok().filter(|v| (0.1..=1000.0).contains(v)))
        .collect::<Option<Vec<f64>>>()
        .ok_or_else(|| format!("property \"stroke-dasharray\": expected numbers, found \"{dash}\""))?;
    Ok(Item {
        form: Form::Line(Vec::new()),
        name: look.get("name").or_else(|| look.get("title")).and_then(Value::as_str).map(str::to_owned),
        stroke: colour("stroke")?,
        width: number("stroke-width", 100.0)?,
        dash,
        fill: colour("fill")?,
        opacity: number("fill-opacity", 1.0)?.unwrap_or(0.35),
        marker: (
            colour("marker-color")?,
            match look.get("marker-size").and_then(Value::as_str) {
                Some("small") => 4.0,
                Some("large") => 8.0,
                _ => 5.0,
            },
        ),
    })
}

fn position(value: &Value) -> std::result::Result<LonLat, String> {
    let numbers: Vec<f64> = value.as_array().into_iter().flatten().take(2).filter_map(Value::as_f64).collect();
    let [lon, lat] = numbers[..] else {
        return Err("expected a position [longitude, latitude]".into());
    };
    if lat.abs() > 90.0 || lon.abs() > 360.0 {
        return Err(format!("[{lon}, {lat}] is no position in degrees; GeoJSON is longitude, latitude in WGS 84"));
    }
    Ok(LonLat::new(lon, lat))
}

fn positions(value: &Value) -> std::result::Result<Vec<LonLat>, String> {
    value.as_array().ok_or("expected a list of positions")?.iter().map(position).collect()
}

fn read_geometry(value: &Value, out: &mut Vec<Form>, depth: usize) -> std::result::Result<(), String> {
    if value.is_null() {
        return Ok(());
    }
    let nothing = Value::Null;
    let coordinates = value.get("coordinates").unwrap_or(&nothing);
    let parts = || coordinates.as_array().ok_or("expected a list of coordinates");
    let area = |rings: &Value| -> std::result::Result<Form, String> {
        let rings = rings.as_array().ok_or("expected a list of rings")?;
        Ok(Form::Area(rings.iter().map(positions).collect::<std::result::Result<_, _>>()?))
    };
    match value.get("type").and_then(Value::as_str) {
        Some("Point") => out.push(Form::Point(position(coordinates)?)),
        Some("MultiPoint") => {
            for p in parts()? {
                out.push(Form::Point(position(p)?));
            }
        }
        Some("LineString") => out.push(Form::Line(positions(coordinates)?)),
        Some("MultiLineString") => {
            for line in parts()? {
                out.push(Form::Line(positions(line)?));
            }
        }
        Some("Polygon") => out.push(area(coordinates)?),
        Some("MultiPolygon") => {
            for polygon in parts()? {
                out.push(area(polygon)?);
            }
        }
        Some("GeometryCollection") if depth < MAX_DEPTH => {
            for geometry in value.get("geometries").and_then(Value::as_array).into_iter().flatten() {
                read_geometry(geometry, out, depth + 1)?;
            }
        }
        Some(other) => return Err(format!("`{other}` is no geometry that can be drawn")),
        None => return Err("a geometry without a \"type\"".into()),
    }
    Ok(())
}

/// Draws the overlays that lie under the story, or those over it.
pub(super) fn draw(overlays: &[Overlay], over: bool, frame: &Frame, style: &Style) -> Vec<Node> {
    let edge = frame.rect.grown(6.0);
    let place = |line: &[LonLat]| -> Vec<Point> { line.iter().map(|p| frame.place(*p)).collect() };
    let mut layers = Vec::new();
    for (number, overlay) in overlays.iter().enumerate().filter(|(_, o)| o.over == over) {
        let mut nodes = Vec::new();
        for item in &overlay.items {
            let stroke = Stroke {
                colour: item.stroke.unwrap_or(style.colours.note),
                width: item.width.unwrap_or(2.0),
                dash: item.dash.clone(),
                round: true,
            };
            let mut path = Path::default();
            let node = match &item.form {
                Form::Point(at) => {
                    let at = frame.place(*at);
                    if !frame.rect.contains(at) {
                        continue;
                    }
                    let fill = item.marker.0.or(item.fill).or(item.stroke).unwrap_or(style.colours.note);
                    shape(
                        Outline::Circle(at, item.marker.1),
                        Some(Paint::Plain(fill)),
                        Some(Stroke::solid(style.colours.land, 1.5)),
                    )
                }
                Form::Line(line) => {
                    for piece in clip_line(&thin(&place(line), 0.7), edge) {
                        path.add_line(&piece);
                    }
                    shape(Outline::Path(path.clone()), None, Some(stroke))
                }
                Form::Area(rings) => {
                    for ring in rings {
                        path.add_ring(&clip_ring(&thin(&place(ring), 0.7), edge));
                    }
                    let fill = item.fill.map(|c| Paint::Glass(c, item.opacity));
                    shape(Outline::Path(path.clone()), fill, Some(stroke))
                }
            };
            if !matches!(item.form, Form::Point(_)) && path.pieces.is_empty() {
                continue;
            }
            nodes.push(match &item.name {
                Some(name) => Node::Group(Group { title: Some(name.clone()), nodes: vec![node], ..Group::default() }),
                None => node,
            });
        }
        layers.push(layer(&format!("overlay-{}", number + 1), &overlay.name, nodes));
    }
    layers
}
