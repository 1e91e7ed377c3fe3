//! The base map on the sheet: land, water, borders, and a coarse raster of what lies where.

use crate::basemap::BorderKind;
use crate::basemap::Layers;
use crate::basemap::Worldview;
use crate::layout::frame::Frame;
use crate::layout::geometry::Rect;
use crate::layout::geometry::clip_line;
use crate::layout::geometry::clip_ring;
use crate::layout::geometry::length;
use crate::layout::geometry::thin;
use crate::layout::index::LineIndex;
use crate::layout::index::LineKind;
use crate::layout::marks::shape;
use crate::scene::Definition;
use crate::scene::Group;
use crate::scene::Node;
use crate::scene::Outline;
use crate::scene::Paint;
use crate::scene::Path;
use crate::scene::Point;
use crate::scene::Stroke;
use crate::style;
use crate::style::Style;

/// Size of a cell of the raster, sheet units.
pub(super) const CELL: f64 = 8.0;
/// Raster value of the sea.
pub(super) const SEA: u16 = 0;
/// Raster value of a lake.
pub(super) const LAKE: u16 = u16::MAX;

/// What lies where, in cells.
#[derive(Debug, Clone)]
pub(super) struct Raster {
    pub(super) rect: Rect,
    pub(super) columns: usize,
    pub(super) rows: usize,
    /// 0 sea, 1 + index of the country, or a lake.
    pub(super) cells: Vec<u16>,
}

impl Raster {
    pub(super) fn new(rect: Rect) -> Self {
        let columns = (rect.width() / CELL).ceil().clamp(1.0, 2000.0) as usize;
        let rows = (rect.height() / CELL).ceil().clamp(1.0, 2000.0) as usize;
        Self { rect, columns, rows, cells: vec![SEA; columns * rows] }
    }

    pub(super) fn at(&self, p: Point) -> u16 {
        let column = (((p.x - self.rect.x0) / CELL).max(0.0) as usize).min(self.columns - 1);
        let row = (((p.y - self.rect.y0) / CELL).max(0.0) as usize).min(self.rows - 1);
        self.cells.get(row * self.columns + column).copied().unwrap_or(SEA)
    }

    /// Share of a rectangle that is water.
    pub(super) fn water_share(&self, r: Rect) -> f64 {
        let (mut wet, mut all) = (0.0, 0.0);
        let steps = |length: f64| (length / CELL).ceil().clamp(1.0, 60.0) as u32;
        let (nx, ny) = (steps(r.width()), steps(r.height()));
        for j in 0..ny {
            for i in 0..nx {
                let p = Point::new(
                    r.x0 + r.width() * (f64::from(i) + 0.5) / f64::from(nx),
                    r.y0 + r.height() * (f64::from(j) + 0.5) / f64::from(ny),
                );
                all += 1.0;
                if matches!(self.at(p), SEA | LAKE) {
                    wet += 1.0;
                }
            }
        }
        wet / all
    }

    /// Fills rings (even-odd) with a value.
    pub(super) fn fill(&mut self, rings: &[Vec<Point>], value: u16) {
        for row in 0..self.rows {
            let y = self.rect.y0 + (row as f64 + 0.5) * CELL;
            let mut crossings: Vec<f64> = Vec::new();
            for ring in rings {
                for (i, a) in ring.iter().enumerate() {
                    let b = ring[(i + 1) % ring.len()];
                    if (a.y > y) != (b.y > y) {
                        crossings.push(a.x + (y - a.y) / (b.y - a.y) * (b.x - a.x));
                    }
                }
            }
            crossings.sort_by(f64::total_cmp);
            for pair in crossings.chunks_exact(2) {
                let column = |x: f64| (((x - self.rect.x0) / CELL - 0.5).ceil().max(0.0) as usize).min(self.columns);
                let (from, to) = (column(pair[0]), column(pair[1]));
                if let Some(cells) = self.cells.get_mut(row * self.columns + from..row * self.columns + to.max(from)) {
                    cells.fill(value);
                }
            }
        }
    }
}

/// A river on the sheet.
#[derive(Debug, Clone)]
pub(super) struct Stream {
    pub(super) name: String,
    pub(super) level: u8,
    pub(super) line: Vec<Point>,
}

/// The base map on the sheet.
#[derive(Debug, Clone)]
pub(super) struct Ground {
    pub(super) nodes: Vec<Node>,
    pub(super) lines: LineIndex,
    pub(super) raster: Raster,
    pub(super) streams: Vec<Stream>,
}

/// Whose reading of disputed ground a style takes.
pub(super) const fn view(style: &Style) -> Worldview {
    match style.map.worldview {
        style::Worldview::Default => Worldview::Default,
        style::Worldview::DeFacto => Worldview::DeFacto,
    }
}

/// Draws the base map. `home` are the countries of the story, by code.
pub(super) fn draw(layers: &Layers, frame: &Frame, home: &[String], style: &Style, sheet: (f64, f64)) -> Ground {
    let c = &style.colours;
    let l = &style.lines;
    let edge = frame.rect.grown(6.0);
    let wide = frame.width_km() > 1800.0;
    let mut raster = Raster::new(frame.rect);
    let mut lines = LineIndex::new(sheet.0, sheet.1);
    let (mut home_land, mut other_land) = (Path::default(), Path::default());
    for (i, country) in layers.countries.iter().enumerate() {
        let rings = rings(&country.shape, frame, edge);
        raster.fill(&rings, 1 + i.min(60_000) as u16);
        let target = if home.contains(&country.iso2) || home.is_empty() { &mut home_land } else { &mut other_land };
        for ring in &rings {
            target.add_ring(ring);
        }
    }
    let mut nodes = Vec::new();
    let mut land = Vec::new();
    for (path, colour) in [(other_land, c.neighbour), (home_land, c.land)] {
        if !path.pieces.is_empty() {
            land.push(shape(Outline::Path(path), Some(Paint::Plain(colour)), None));
        }
    }
    nodes.push(layer("land", "Land", land));
    let mut coast = Path::default();
    let (mut home_border, mut border, mut division, mut disputed) =
        (Path::default(), Path::default(), Path::default(), Path::default());
    for item in &layers.lines {
        let points: Vec<Point> =
            item.line.0.iter().map(|p| frame.place(crate::geodesy::LonLat::new(p.x, p.y))).collect();
        let (path, kind) = match item.kind {
            BorderKind::Coast => (&mut coast, LineKind::Coast),
            BorderKind::Country if item.sides.iter().any(|s| home.contains(s)) => (&mut home_border, LineKind::Border),
            BorderKind::Country => (&mut border, LineKind::Border),
            BorderKind::Admin1 if wide || !style.map.divisions || !item.sides.iter().any(|s| home.contains(s)) => {
                continue;
            }
            BorderKind::Admin1 => (&mut division, LineKind::Division),
            BorderKind::Disputed => (&mut disputed, LineKind::Border),
        };
        for piece in clip_line(&thin(&points, 0.7), edge) {
            path.add_line(&piece);
            lines.add(&piece, kind);
        }
    }
    let stroke = |colour, width| Some(Stroke::solid(colour, width));
    let dashed = |colour, width, dash: &Vec<f64>, round| Some(Stroke { colour, width, dash: dash.clone(), round });
    nodes.push(layer(
        "admin-1",
        "First-order divisions",
        line(division, dashed(c.division, l.division, &l.division_dash, true)),
    ));
    let (river_nodes, streams) = rivers(layers, frame, style, edge, &mut lines);
    nodes.push(layer("rivers", "Rivers", river_nodes));
    let mut lakes = Path::default();
    for lake in &layers.lakes {
        let rings = rings(&lake.shape, frame, edge);
        let size = rings.iter().filter_map(|r| Rect::round(r)).map(|r| r.width() * r.height()).fold(0.0, f64::max);
        if size < 40.0 {
            continue;
        }
        raster.fill(&rings, LAKE);
        for ring in &rings {
            lakes.add_ring(ring);
            lines.add(ring, LineKind::River);
        }
    }
    if !lakes.pieces.is_empty() {
        let node = shape(Outline::Path(lakes), Some(Paint::Plain(c.lake)), stroke(c.river, l.lake));
        nodes.push(layer("lakes", "Lakes", vec![node]));
    }
    let mut borders = line(border, stroke(c.border, l.border));
    borders.extend(line(home_border, stroke(c.border, l.home_border)));
    nodes.push(layer("borders", "Borders", borders));
    nodes.push(layer(
        "disputed-borders",
        "Disputed borders",
        line(disputed, dashed(c.border, l.disputed, &l.disputed_dash, false)),
    ));
    nodes.push(layer("coast", "Coast", line(coast, stroke(c.coast, l.coast))));
    Ground { nodes, lines, raster, streams }
}

/// What the map refers to: its clip, and the soft disc of events known only to an area.
pub(super) fn definitions(frame: &Frame, style: &Style) -> Vec<Definition> {
    vec![
        Definition::Clip {
            id: "clip-map".into(),
            at: Point::new(frame.rect.x0, frame.rect.y0),
            width: frame.rect.width(),
            height: frame.rect.height(),
        },
        Definition::Soft { id: "soft".into(), colour: style.colours.ink },
    ]
}

/// Raster values of the countries of the story.
pub(super) fn values_of(layers: &Layers, home: &[String]) -> Vec<u16> {
    let ours = layers.countries.iter().enumerate().filter(|(_, c)| home.contains(&c.iso2));
    ours.map(|(i, _)| 1 + i.min(60_000) as u16).collect()
}

/// A named layer.
pub(super) fn layer(id: &str, label: &str, nodes: Vec<Node>) -> Node {
    Node::Group(Group { id: id.to_owned(), layer: Some(label.to_owned()), nodes, ..Group::default() })
}

fn line(path: Path, stroke: Option<Stroke>) -> Vec<Node> {
    if path.pieces.is_empty() { Vec::new() } else { vec![shape(Outline::Path(path), None, stroke)] }
}

/// Rings of an area on the sheet, cut to the frame.
pub(super) fn rings(area: &geo::MultiPolygon<f64>, frame: &Frame, edge: Rect) -> Vec<Vec<Point>> {
    let mut found = Vec::new();
    for polygon in &area.0 {
        for ring in std::iter::once(polygon.exterior()).chain(polygon.interiors()) {
            let points: Vec<Point> =
                ring.0.iter().map(|p| frame.place(crate::geodesy::LonLat::new(p.x, p.y))).collect();
            let cut = clip_ring(&thin(&points, 0.7), edge);
            if cut.len() > 2 {
                found.push(cut);
            }
        }
    }
    found
}

fn rivers(
    layers: &Layers,
    frame: &Frame,
    style: &Style,
    edge: Rect,
    lines: &mut LineIndex,
) -> (Vec<Node>, Vec<Stream>) {
    let l = &style.lines;
    let mut streams = Vec::new();
    let mut nodes = Vec::new();
    if !style.map.rivers {
        return (nodes, streams);
    }
    // A wide map keeps only the great rivers.
    let most = match frame.width_km() {
        w if w > 1800.0 => 0,
        w if w > 900.0 => 1,
        w if w > 450.0 => 3,
        _ => 4,
    };
    let mut paths: Vec<Path> = vec![Path::default(); l.rivers.len().max(1)];
    for river in layers.rivers.iter().filter(|r| r.level <= most) {
        let points: Vec<Point> =
            river.line.0.iter().map(|p| frame.place(crate::geodesy::LonLat::new(p.x, p.y))).collect();
        let shortest = if river.level >= 3 { l.stream_min } else { l.river_min };
        for piece in clip_line(&thin(&points, 1.0), edge) {
            if length(&piece) < shortest {
                continue;
            }
            let class = usize::from(river.level).min(paths.len() - 1);
            if let Some(path) = paths.get_mut(class) {
                path.add_line(&piece);
            }
            lines.add(&piece, LineKind::River);
            streams.push(Stream { name: river.name.clone(), level: river.level, line: piece });
        }
    }
    for (class, path) in paths.into_iter().enumerate() {
        let width = l.rivers.get(class).copied().unwrap_or(1.4);
        let stroke = Stroke { colour: style.colours.river, width, dash: Vec::new(), round: true };
        nodes.extend(line(path, Some(stroke)));
    }
    (nodes, streams)
}
