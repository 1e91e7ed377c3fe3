//! A project for a GeoPackage: order of layers, styles, credits, a page to print.
//!
//! In: a content, the name of the GeoPackage beside the project. Out: the bytes of a .qgz. Never: the data themselves.

use crate::exchange::Content;
use crate::exchange::archive;
use crate::exchange::qgis::ground;
use crate::exchange::qgis::layout;
use crate::exchange::qgis::style::push_body;
use crate::exchange::table::Kind;
use crate::exchange::table::Table;
use crate::exchange::table::tables;
use crate::geodesy::LonLat;
use crate::markup::push_attribute;
use crate::markup::push_escaped;
use crate::situation::geojson::Shape;

/// The projection of the sheet. With less than this QGIS takes the name and leaves the coordinates as they are.
const MERCATOR: &str = "<spatialrefsys><proj4>+proj=merc +a=6378137 +b=6378137 +lat_ts=0 +lon_0=0 +x_0=0 +y_0=0 +k=1 +units=m \
    +nadgrids=@null +wktext +no_defs</proj4><srsid>3857</srsid><srid>3857</srid><authid>EPSG:3857</authid>\
    <description>WGS 84 / Pseudo-Mercator</description><projectionacronym>merc</projectionacronym>\
    <ellipsoidacronym>EPSG:7030</ellipsoidacronym><geographicflag>false</geographicflag></spatialrefsys>";
/// That of the layers.
pub(super) const DEGREES: &str = "<spatialrefsys><proj4>+proj=longlat +datum=WGS84 +no_defs</proj4><srsid>3452</srsid><srid>4326</srid>\
    <authid>EPSG:4326</authid><description>WGS 84</description><projectionacronym>longlat</projectionacronym>\
    <ellipsoidacronym>EPSG:7030</ellipsoidacronym><geographicflag>true</geographicflag></spatialrefsys>";

/// West, south, east, north in metres of the web's Mercator projection.
#[derive(Debug, Clone, Copy)]
pub(super) struct Window {
    pub(super) west: f64,
    pub(super) south: f64,
    pub(super) east: f64,
    pub(super) north: f64,
}

/// The bytes of `stem`.qgz, which shows the layers of the GeoPackage `geopackage` in the same folder.
/// `name` is that of the situation in the GeoPackage. The ground lies in the files that
/// [`ground_files`](crate::exchange::qgis::ground_files) names.
pub fn project(content: &Content<'_>, stem: &str, geopackage: &str, name: Option<&str>) -> Vec<u8> {
    let text = text(content, stem, geopackage, name.unwrap_or(""));
    archive::zip(&[(&format!("{stem}.qgs"), text.as_bytes())])
}

fn text(content: &Content<'_>, stem: &str, geopackage: &str, name: &str) -> String {
    let mut tables = tables(content.features);
    // The tree of layers has the topmost first.
    tables.reverse();
    let window = window(content);
    let mut out = String::from("<!DOCTYPE qgis PUBLIC 'http://mrcc.com/qgis.dtd' 'SYSTEM'>\n<qgis version=\"3.22.0\"");
    push_attribute(&mut out, "projectname", &content.situation.title);
    out.push_str(">\n<title>");
    push_escaped(&mut out, &content.situation.title);
    out.push_str("</title>\n<projectCrs>");
    out.push_str(MERCATOR);
    out.push_str("</projectCrs>\n<layer-tree-group>\n");
    let layer = |table: &Table<'_>| if name.is_empty() { table.name.clone() } else { format!("{name}_{}", table.name) };
    let id = |table: &Table<'_>| format!("frontline_{}_000001", layer(table));
    let source = |table: &Table<'_>| format!("./{geopackage}|layername={}", layer(table));
    for table in &tables {
        out.push_str("<layer-tree-layer checked=\"Qt::Checked\" providerKey=\"ogr\"");
        push_attribute(&mut out, "expanded", if table.rows.is_empty() { "0" } else { "1" });
        push_attribute(&mut out, "id", &id(table));
        push_attribute(&mut out, "name", label(&table.layer));
        push_attribute(&mut out, "source", &source(table));
        out.push_str("/>\n");
    }
    ground::push_tree(&mut out, stem);
    out.push_str("</layer-tree-group>\n<mapcanvas name=\"theMapCanvas\"><units>meters</units>");
    push_extent(&mut out, window);
    out.push_str("<destinationsrs>");
    out.push_str(MERCATOR);
    out.push_str("</destinationsrs></mapcanvas>\n<projectlayers>\n");
    for table in &tables {
        let kind = match table.kind {
            Kind::Point => "Point",
            Kind::Line => "Line",
            Kind::Areas => "Polygon",
        };
        out.push_str("<maplayer type=\"vector\" labelsEnabled=\"1\"");
        push_attribute(&mut out, "geometry", kind);
        out.push('>');
        for (tag, value) in
            [("id", id(table).as_str()), ("datasource", source(table).as_str()), ("layername", label(&table.layer))]
        {
            out.push_str(&format!("<{tag}>"));
            push_escaped(&mut out, value);
            out.push_str(&format!("</{tag}>"));
        }
        out.push_str(&format!("<srs>{DEGREES}</srs><provider encoding=\"UTF-8\">ogr</provider>\n"));
        push_body(&mut out, content, table);
        out.push_str("</maplayer>\n");
    }
    ground::push_layers(&mut out, content, stem);
    out.push_str("</projectlayers>\n");
    push_properties(&mut out, content);
    layout::push(&mut out, content, window);
    out.push_str("</qgis>\n");
    out
}

fn push_extent(out: &mut String, window: Window) {
    out.push_str(&format!(
        "<extent><xmin>{:.0}</xmin><ymin>{:.0}</ymin><xmax>{:.0}</xmax><ymax>{:.0}</ymax></extent>",
        window.west, window.south, window.east, window.north
    ));
}

/// Paths relative to the project, the reference system, the colour of the ground, credits.
fn push_properties(out: &mut String, content: &Content<'_>) {
    let sea = content.style.colours.sea;
    out.push_str("<projectMetadata><title>");
    push_escaped(out, &content.situation.title);
    out.push_str("</title><abstract>");
    push_escaped(out, &content.situation.subtitle);
    out.push_str("</abstract>");
    for credit in content.credits {
        out.push_str("<rights>");
        push_escaped(out, credit);
        out.push_str("</rights>");
    }
    out.push_str("</projectMetadata>\n<properties><SpatialRefSys><ProjectionsEnabled type=\"int\">1</ProjectionsEnabled>\
        <ProjectCrs type=\"QString\">EPSG:3857</ProjectCrs></SpatialRefSys><Paths><Absolute type=\"bool\">false</Absolute></Paths>");
    out.push_str(&format!(
        "<Gui><CanvasColorRedPart type=\"int\">{}</CanvasColorRedPart><CanvasColorGreenPart type=\"int\">{}</CanvasColorGreenPart>\
         <CanvasColorBluePart type=\"int\">{}</CanvasColorBluePart></Gui></properties>\n",
        sea.r, sea.g, sea.b
    ));
}

/// Name of a layer for readers.
pub(super) fn label(layer: &str) -> &str {
    match layer {
        "event" => "Events",
        "place" => "Places",
        "advance" => "Advance",
        "movement" => "Movements",
        "front_line" => "Front line",
        "control" => "Control",
        "change" => "Changed hands",
        other => other,
    }
}

/// West, south, east, north of a map of the content with room around it, degrees.
pub fn extent(content: &Content<'_>) -> [f64; 4] {
    const RADIUS_M: f64 = 6_378_137.0;
    let w = window(content);
    let (wide, high) = ((w.east - w.west) * 0.5, (w.north - w.south) * 0.5);
    let lon = |x: f64| (x / RADIUS_M).to_degrees().clamp(-180.0, 180.0);
    let lat = |y: f64| {
        (2.0 * libm::atan(libm::exp(y / RADIUS_M)) - std::f64::consts::FRAC_PI_2).to_degrees().clamp(-85.0, 85.0)
    };
    [lon(w.west - wide), lat(w.south - high), lon(w.east + wide), lat(w.north + high)]
}

/// What the map shows: everything but countries and regions that are only named.
fn window(content: &Content<'_>) -> Window {
    let mut found: Option<Window> = None;
    let mut take = |at: LonLat| {
        const RADIUS_M: f64 = 6_378_137.0;
        let lat = at.lat.clamp(-84.0, 84.0).to_radians();
        let x = at.lon.to_radians() * RADIUS_M;
        let y = libm::log(libm::tan(std::f64::consts::FRAC_PI_4 + lat / 2.0)) * RADIUS_M;
        let w = found.get_or_insert(Window { west: x, south: y, east: x, north: y });
        *w = Window { west: w.west.min(x), south: w.south.min(y), east: w.east.max(x), north: w.north.max(y) };
    };
    for feature in content.features {
        let region = feature.properties.iter().any(|(k, v)| k == "geo_precision" && v.as_u64() == Some(3));
        match &feature.shape {
            Shape::Point(_) if feature.layer == "place" && region => {}
            Shape::Point(at) => take(*at),
            Shape::Line(_) if feature.layer == "movement" => {}
            Shape::Line(line) => line.iter().for_each(|at| take(*at)),
            Shape::Polygons(areas) => {
                areas.0.iter().flat_map(|p| &p.exterior().0).for_each(|c| take(LonLat::new(c.x, c.y)));
            }
        }
    }
    let w = found.unwrap_or(Window { west: -1e7, south: -5e6, east: 1e7, north: 8e6 });
    let (wide, high) = ((w.east - w.west).max(40_000.0) * 0.6, (w.north - w.south).max(40_000.0) * 0.6);
    let (x, y) = (f64::midpoint(w.west, w.east), f64::midpoint(w.south, w.north));
    Window { west: x - wide, south: y - high, east: x + wide, north: y + high }
}
