//! The graticule: meridians and parallels, named at the edge of the map.

use crate::font::Fonts;
use crate::geodesy::LonLat;
use crate::layout::block::measure;
use crate::layout::frame::Frame;
use crate::layout::geometry::Rect;
use crate::layout::geometry::clip_line;
use crate::layout::index::BoxIndex;
use crate::layout::language::Language;
use crate::layout::marks::shape;
use crate::scene::Node;
use crate::scene::Outline;
use crate::scene::Path;
use crate::scene::Point;
use crate::scene::Stroke;
use crate::scene::Text;
use crate::style::Style;

/// Steps in degrees, the finest first.
const STEPS: [f64; 14] =
    [1.0 / 60.0, 1.0 / 30.0, 1.0 / 12.0, 1.0 / 6.0, 0.25, 0.5, 1.0, 2.0, 3.0, 5.0, 10.0, 15.0, 20.0, 30.0];
/// About as many lines each way.
const LINES: f64 = 6.0;
/// Points along a line.
const POINTS: u32 = 60;

/// Lines and their names; `taken` keeps the names clear and takes them up.
pub(super) fn draw(
    frame: &Frame,
    (style, fonts, language): (&Style, &Fonts, &Language),
    taken: &mut BoxIndex,
) -> (Vec<Node>, Vec<Node>) {
    let w = frame.window();
    let step = STEPS.into_iter().find(|s| (w.east - w.west).max(w.north - w.south) / s <= LINES * 1.6).unwrap_or(30.0);
    let look = style.text.locator;
    let (mut path, mut names) = (Path::default(), Vec::new());
    let mut line = |points: Vec<Point>, degrees: f64, letters: [&str; 2], meridian: bool| {
        for piece in clip_line(&points, frame.rect) {
            path.add_line(&piece);
            let words =
                language.digits(&(angle(degrees.abs(), step) + if degrees < 0.0 { letters[1] } else { letters[0] }));
            let width = measure(&words, &look, fonts);
            let end = piece.iter().copied().reduce(|a, b| match meridian {
                true if b.y > a.y => b,
                false if b.x < a.x => b,
                _ => a,
            });
            let Some(end) = end else { continue };
            let at = if meridian {
                Point::new(end.x - width / 2.0, frame.rect.y1 - 7.0)
            } else {
                Point::new(frame.rect.x0 + 7.0, end.y - 4.0)
            };
            let bounds = Rect::new(at.x, at.y - look.size * 0.74, at.x + width, at.y + 3.0);
            if (meridian && end.y < frame.rect.y1 - 3.0)
                || (!meridian && end.x > frame.rect.x0 + 3.0)
                || !frame.rect.grown(-4.0).covers(bounds)
                || !taken.is_free(bounds.grown(4.0))
            {
                continue;
            }
            taken.add(bounds, u32::MAX);
            names.push(Node::Text(Text {
                words,
                at,
                size: look.size,
                weight: look.weight as u16,
                colour: style.colours.town,
                halo: Some((style.colours.land, 3.0, 0.7)),
                ..Text::default()
            }));
        }
    };
    let from = |low: f64| (low / step).ceil() as i64;
    let to = |high: f64| (high / step).floor() as i64;
    let along = |low: f64, high: f64| (0..=POINTS).map(move |k| low + (high - low) * f64::from(k) / f64::from(POINTS));
    for k in from(w.west)..=to(w.east).min(from(w.west) + 400) {
        let lon = k as f64 * step;
        let points = along(w.south, w.north).map(|lat| frame.place(LonLat::new(lon, lat))).collect();
        line(points, crate::projection::wrap(lon), ["E", "W"], true);
    }
    for k in from(w.south)..=to(w.north).min(from(w.south) + 400) {
        let lat = k as f64 * step;
        let points = along(w.west, w.east).map(|lon| frame.place(LonLat::new(lon, lat))).collect();
        line(points, lat, ["N", "S"], false);
    }
    let stroke = Stroke {
        colour: style.colours.border.mix(style.colours.land, 0.45),
        width: 1.0,
        dash: vec![6.0, 4.0],
        round: false,
    };
    let lines = if path.pieces.is_empty() { Vec::new() } else { vec![shape(Outline::Path(path), None, Some(stroke))] };
    (lines, names)
}

/// "36°", or "36°30′" where the step is finer than a degree.
fn angle(degrees: f64, step: f64) -> String {
    if step >= 1.0 {
        return format!("{degrees:.0}°");
    }
    let minutes = (degrees * 60.0).round() as i64;
    format!("{}°{:02}′", minutes / 60, minutes % 60)
}
