//! The locator: where on earth the map is.

use crate::basemap::BorderKind;
use crate::basemap::Layers;
use crate::basemap::Window;
use crate::font::Fonts;
use crate::geodesy::LonLat;
use crate::layout::block::Block;
use crate::layout::frame::Frame;
use crate::layout::geometry::Rect;
use crate::layout::geometry::clip_line;
use crate::layout::geometry::thin;
use crate::layout::ground::rings;
use crate::layout::language::Language;
use crate::layout::marks::shape;
use crate::projection::Kind;
use crate::projection::Projection;
use crate::scene::Anchor;
use crate::scene::Node;
use crate::scene::Outline;
use crate::scene::Paint;
use crate::scene::Path;
use crate::scene::Point;
use crate::scene::Stroke;
use crate::style::Style;

/// The locator's own frame round the middle of the map.
pub(super) fn frame(map: &Frame, rect: Rect, width_km: f64) -> Frame {
    let centre = map.locate(map.rect.centre());
    let lat = centre.lat.clamp(-80.0, 80.0);
    let projection = Projection::new(Kind::AzimuthalEqualArea, LonLat::new(centre.lon, lat));
    Frame { rect, projection, middle: projection.forward(centre), scale: rect.width() / width_km }
}

/// The window that the locator asks of the base map.
pub(super) fn window(frame: &Frame) -> Window {
    frame.window()
}

/// Draws the locator.
pub(super) fn draw(
    layers: &Layers,
    frame: &Frame,
    map: &Frame,
    home: &[String],
    (style, fonts): (&Style, &Fonts),
    language: &Language,
) -> Vec<Node> {
    let c = &style.colours;
    let rect = frame.rect;
    let corner = Point::new(rect.x0, rect.y0);
    let mut nodes =
        vec![shape(Outline::Rect(corner, rect.width(), rect.height(), 0.0), Some(Paint::Plain(c.sea)), None)];
    let (mut land, mut story) = (Path::default(), Path::default());
    for country in &layers.countries {
        let target = if home.contains(&country.iso2) { &mut story } else { &mut land };
        for ring in rings(&country.shape, frame, rect) {
            target.add_ring(&thin(&ring, 1.0));
        }
    }
    for (path, colour) in [(land, c.neighbour), (story, c.locator_home)] {
        if !path.pieces.is_empty() {
            nodes.push(shape(Outline::Path(path), Some(Paint::Plain(colour)), None));
        }
    }
    let (mut borders, mut coast) = (Path::default(), Path::default());
    for item in &layers.lines {
        let path = match item.kind {
            BorderKind::Coast => &mut coast,
            BorderKind::Country => &mut borders,
            BorderKind::Admin1 | BorderKind::Disputed => continue,
        };
        let points: Vec<Point> = item.line.0.iter().map(|p| frame.place(LonLat::new(p.x, p.y))).collect();
        for piece in clip_line(&thin(&points, 1.0), rect) {
            path.add_line(&piece);
        }
    }
    if !borders.pieces.is_empty() {
        nodes.push(shape(Outline::Path(borders), None, Some(Stroke::solid(c.page, 1.0))));
    }
    if !coast.pieces.is_empty() {
        nodes.push(shape(Outline::Path(coast), None, Some(Stroke::solid(c.coast, 0.8))));
    }
    let corners: Vec<Point> = (0..40)
        .map(|i| {
            let t = f64::from(i % 10) / 10.0;
            let r = map.rect;
            let p = match i / 10 {
                0 => Point::new(r.x0 + r.width() * t, r.y0),
                1 => Point::new(r.x1, r.y0 + r.height() * t),
                2 => Point::new(r.x1 - r.width() * t, r.y1),
                _ => Point::new(r.x0, r.y1 - r.height() * t),
            };
            frame.place(map.locate(p))
        })
        .collect();
    let mut extent = Rect::round(&corners).unwrap_or(rect);
    // Too small a box cannot be seen.
    if extent.width() < 8.0 {
        extent = Rect::around(extent.centre(), 4.0, 4.0);
    }
    nodes.extend(names(layers, frame, extent, (style, fonts), language));
    let box_corner = Point::new(extent.x0, extent.y0);
    nodes.push(shape(
        Outline::Rect(box_corner, extent.width(), extent.height(), 0.0),
        None,
        Some(Stroke::solid(c.ink, 2.2)),
    ));
    nodes.push(shape(Outline::Rect(corner, rect.width(), rect.height(), 0.0), None, Some(Stroke::solid(c.coast, 1.2))));
    nodes
}

/// At most five names, of the countries with the most land in sight, clear of the extent box and of one another.
fn names(
    layers: &Layers,
    frame: &Frame,
    extent: Rect,
    (style, fonts): (&Style, &Fonts),
    language: &Language,
) -> Vec<Node> {
    let mut seen: Vec<(f64, Point, &str)> = Vec::new();
    for country in &layers.countries {
        let mut best: Option<(f64, Point)> = None;
        let mut total = 0.0;
        for ring in rings(&country.shape, frame, frame.rect) {
            let (area, centre) = centroid(&ring);
            total += area;
            if best.is_none_or(|(a, _)| area > a) {
                best = Some((area, centre));
            }
        }
        if let Some((_, centre)) = best {
            seen.push((total, centre, language.country(&country.iso2, &country.name)));
        }
    }
    seen.sort_by(|a, b| b.0.total_cmp(&a.0).then_with(|| a.2.cmp(b.2)));
    let mut nodes = Vec::new();
    let mut boxes: Vec<Rect> = vec![extent.grown(4.0)];
    for (area, centre, name) in seen.into_iter().take(14) {
        if nodes.len() >= 5 || area < 300.0 || name.is_empty() {
            continue;
        }
        let mut block = Block::default();
        block.push(name, style.text.locator, style.colours.note, 0.0, fonts);
        'seat: for dy in [0.0, 16.0, -16.0, 30.0, -30.0] {
            for dx in [0.0, 20.0, -20.0] {
                let at = Point::new(centre.x + dx, centre.y + 5.0 + dy);
                let Some(r) = block.boxes(at, Anchor::Middle).into_iter().reduce(Rect::union) else {
                    continue;
                };
                if frame.rect.grown(-4.0).covers(r) && boxes.iter().all(|b| !b.overlaps(r.grown(3.0))) {
                    boxes.push(r);
                    nodes.extend(block.draw(at, Anchor::Middle, None));
                    break 'seat;
                }
            }
        }
    }
    nodes
}

fn centroid(ring: &[Point]) -> (f64, Point) {
    let (mut area, mut x, mut y) = (0.0, 0.0, 0.0);
    for (i, a) in ring.iter().enumerate() {
        let b = ring[(i + 1) % ring.len()];
        let cross = a.x * b.y - b.x * a.y;
        area += cross;
        x += (a.x + b.x) * cross;
        y += (a.y + b.y) * cross;
    }
    if area.abs() < 1e-9 {
        return (0.0, ring.first().copied().unwrap_or_default());
    }
    ((area / 2.0).abs(), Point::new(x / (3.0 * area), y / (3.0 * area)))
}
