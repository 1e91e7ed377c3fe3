//! SVG with the outlines of its letters instead of text: the same picture wherever the fonts are missing.
//!
//! In: a scene, fonts. Out: SVG text. Never: other outlines than those the PNG is drawn with.

use std::fmt::Write as _;

use resvg::tiny_skia::PathSegment;
use resvg::tiny_skia::Point;
use resvg::tiny_skia::Transform;
use resvg::usvg;

use crate::error::Result;
use crate::export::png::parse;
use crate::export::svg::Letters;
use crate::export::svg::write;
use crate::font::Fonts;
use crate::scene::Scene;

/// The sheet as SVG without text; titles, description and the words of each run stay for those who cannot see it.
///
/// # Errors
/// A text in a family that no face of `fonts` has.
pub fn outlined_svg(scene: &Scene, fonts: &Fonts) -> Result<String> {
    let mut count = Letters::Numbered(0);
    let live = write(scene, &mut count);
    let Letters::Numbered(count) = count else { return Ok(live) };
    let tree = parse(&live, fonts)?;
    let mut paths = vec![String::new(); count];
    // The renderer counts in pixels, the drawing in its own units.
    let unit = Transform::from_scale((1.0 / scene.zoom.max(1e-6)) as f32, (1.0 / scene.zoom.max(1e-6)) as f32);
    gather(tree.root(), unit, &mut paths);
    Ok(write(scene, &mut Letters::Outlined(0, &paths)))
}

/// The path of every run of text below a group.
fn gather(group: &usvg::Group, unit: Transform, paths: &mut [String]) {
    for node in group.children() {
        match node {
            usvg::Node::Group(inner) => gather(inner, unit, paths),
            usvg::Node::Text(text) => {
                let number = text.id().strip_prefix("letters-").and_then(|n| n.parse::<usize>().ok());
                if let Some(path) = number.and_then(|n| paths.get_mut(n)) {
                    outline(text.flattened(), unit, path);
                }
            }
            _ => {}
        }
    }
}

fn outline(group: &usvg::Group, unit: Transform, out: &mut String) {
    for node in group.children() {
        match node {
            usvg::Node::Group(inner) => outline(inner, unit, out),
            usvg::Node::Path(path) => {
                let to = path.abs_transform().post_concat(unit);
                let mut push = |letter: char, points: &[Point]| {
                    out.push(letter);
                    for (i, p) in points.iter().enumerate() {
                        let mut p = *p;
                        to.map_point(&mut p);
                        let hundredths = |v: f32| (f64::from(v) * 100.0).round() / 100.0 + 0.0;
                        let space = if i > 0 { " " } else { "" };
                        let _ = write!(out, "{space}{} {}", hundredths(p.x), hundredths(p.y));
                    }
                };
                for segment in path.data().segments() {
                    match segment {
                        PathSegment::MoveTo(p) => push('M', &[p]),
                        PathSegment::LineTo(p) => push('L', &[p]),
                        PathSegment::QuadTo(c, p) => push('Q', &[c, p]),
                        PathSegment::CubicTo(c, d, p) => push('C', &[c, d, p]),
                        PathSegment::Close => push('Z', &[]),
                    }
                }
            }
            _ => {}
        }
    }
}
