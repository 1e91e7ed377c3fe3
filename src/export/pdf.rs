//! PDF from the SVG: one page, drawn from the very tree that the PNG is drawn from, with text that stays text.
//!
//! In: an SVG of ours, fonts. Out: the bytes of a tagged PDF with those letters of the faces that it uses. Never: another reader of
//! the SVG than that of the PNG, a clock, random ids.

use std::collections::BTreeMap;

use krilla::Document;
use krilla::color::rgb;
use krilla::geom;
use krilla::metadata::Metadata;
use krilla::metadata::TextDirection;
use krilla::num::NormalizedF32;
use krilla::page::PageSettings;
use krilla::paint;
use krilla::surface::Surface;
use krilla::tagging::ContentTag;
use krilla::tagging::Tag;
use krilla::tagging::TagGroup;
use krilla::tagging::TagTree;
use krilla::text::Font;
use krilla::text::GlyphId;
use krilla::text::KrillaGlyph;
use resvg::tiny_skia;
use resvg::tiny_skia::PathSegment;
use resvg::usvg;
use resvg::usvg::fontdb;

use crate::error::Error;
use crate::error::Result;
use crate::export::png::parse;
use crate::font::Fonts;
use crate::scene::Scene;

/// Points of paper in an inch.
const POINTS: f64 = 72.0;
/// Longest side that readers of PDF take, points.
const LONGEST: f64 = 14_400.0;

/// The bytes of a PDF of an SVG that [`crate::export::svg()`] wrote of the scene; `dpi` says how many of its pixels make an inch
/// of paper. Title, description and language of the scene go into the file.
///
/// # Errors
/// A page longer than readers take, an SVG that cannot be read back, or a text in a family that no face of `fonts` has.
pub fn pdf(svg: &str, scene: &Scene, fonts: &Fonts, dpi: f64) -> Result<Vec<u8>> {
    let tree = parse(svg, fonts)?;
    let unit = POINTS / dpi.max(1.0);
    let (width, height) = (f64::from(tree.size().width()) * unit, f64::from(tree.size().height()) * unit);
    let settings = PageSettings::from_wh(width as f32, height as f32)
        .filter(|_| width <= LONGEST && height <= LONGEST)
        .ok_or_else(|| Error::Limit {
            file: "PDF".into(),
            message: format!("a page of {width:.0} × {height:.0} points, more than {LONGEST} a side"),
        })?;
    let mut document = Document::new();
    document.set_metadata(
        Metadata::new()
            .title(plain(&scene.title))
            .description(plain(&scene.description))
            .language(scene.lang.clone())
            .creator(concat!("frontline ", env!("CARGO_PKG_VERSION")).to_owned())
            .text_direction(if crate::font::is_rtl(&scene.title) {
                TextDirection::RightToLeft
            } else {
                TextDirection::LeftToRight
            }),
    );
    let mut page = document.start_page_with(settings);
    let mut surface = page.surface();
    let whole = surface.start_tagged(ContentTag::Other);
    let mut pen = Pen { database: tree.fontdb(), fonts: BTreeMap::new() };
    surface.push_transform(&geom::Transform::from_scale(unit as f32, unit as f32));
    pen.group(tree.root(), &mut surface);
    surface.pop();
    surface.end_tagged();
    surface.finish();
    page.finish();
    // To those who cannot see it a map is one figure with its description.
    let mut figure = TagGroup::new(Tag::Figure(Some(plain(&scene.description))));
    figure.push(whole);
    let mut tags = TagTree::new().with_lang(Some(scene.lang.clone()));
    tags.push(figure);
    document.set_tag_tree(tags);
    document.finish().map_err(|e| Error::Internal(format!("PDF: {e:?}")))
}

fn plain(text: &str) -> String {
    text.chars().filter(|c| !c.is_control()).collect()
}

/// Draws the nodes of a tree; keeps the faces it has met.
struct Pen<'a> {
    database: &'a fontdb::Database,
    fonts: BTreeMap<fontdb::ID, Font>,
}

impl Pen<'_> {
    fn group(&mut self, group: &usvg::Group, surface: &mut Surface<'_>) {
        surface.push_transform(&transform(group.transform()));
        let clip = group.clip_path().and_then(clip);
        if let Some(clip) = &clip {
            surface.push_clip_path(clip, &paint::FillRule::NonZero);
        }
        let glass = group.opacity().get() < 1.0;
        if glass {
            surface.push_opacity(share(group.opacity().get()));
        }
        for node in group.children() {
            match node {
                usvg::Node::Group(inner) => self.group(inner, surface),
                usvg::Node::Path(path) => self.path(path, surface),
                usvg::Node::Text(text) => self.text(text, surface),
                // The reader of the SVG lets no picture in.
                usvg::Node::Image(_) => {}
            }
        }
        for _ in 0..1 + usize::from(clip.is_some()) + usize::from(glass) {
            surface.pop();
        }
    }

    fn path(&mut self, path: &usvg::Path, surface: &mut Surface<'_>) {
        let Some(outline) = outline(path.data(), None).filter(|_| path.is_visible()) else {
            return;
        };
        let fill = path.fill().map(|f| self.fill(f, surface, tiny_skia::Transform::identity()));
        let stroke = path.stroke().map(|s| self.stroke(s, surface, tiny_skia::Transform::identity()));
        if path.paint_order() == usvg::PaintOrder::StrokeAndFill && fill.is_some() && stroke.is_some() {
            draw(surface, None, stroke, |s| s.draw_path(&outline));
            draw(surface, fill, None, |s| s.draw_path(&outline));
        } else if fill.is_some() || stroke.is_some() {
            draw(surface, fill, stroke, |s| s.draw_path(&outline));
        }
    }

    /// Letters on one line and of one face are written as one run; their halo is drawn before them, as outlines, so that no word
    /// is there twice.
    fn text(&mut self, text: &usvg::Text, surface: &mut Surface<'_>) {
        for span in text.layouted().iter().filter(|s| s.visible) {
            let mut glyphs: Vec<&usvg::layout::PositionedGlyph> =
                span.positioned_glyphs.iter().filter(|g| !is_mark_of_direction(&g.text)).collect();
            while !glyphs.is_empty() {
                let (Some(first), Some(font)) =
                    (glyphs.first().copied(), glyphs.first().and_then(|g| self.font(g.font)))
                else {
                    glyphs.remove(0);
                    continue;
                };
                let size = span.font_size.get();
                let unscale = font.units_per_em() / size;
                let base = first.transform().pre_scale(unscale, unscale);
                let Some(inverse) = base.invert() else {
                    glyphs.remove(0);
                    continue;
                };
                let length = glyphs.iter().take_while(|g| g.font == first.font && is_level(first, g)).count().max(1);
                let rest = glyphs.split_off(length);
                let run = Run::new(&glyphs, inverse, size);
                glyphs = rest;
                surface.push_transform(&transform(base));
                let fill = span.fill.as_ref().map(|f| self.fill(f, surface, inverse));
                if let Some(halo) = &span.stroke {
                    let halo = self.stroke(halo, surface, inverse);
                    draw(surface, None, Some(halo), |s| run.draw(s, &font, size, true));
                }
                if fill.is_some() {
                    draw(surface, fill, None, |s| run.draw(s, &font, size, false));
                }
                surface.pop();
            }
        }
    }

    fn font(&mut self, id: fontdb::ID) -> Option<Font> {
        if let Some(known) = self.fonts.get(&id) {
            return Some(known.clone());
        }
        let (source, index) = self.database.face_source(id)?;
        let fontdb::Source::Binary(bytes) = source;
        let font = Font::new(bytes.into(), index)?;
        self.fonts.insert(id, font.clone());
        Some(font)
    }

    fn fill(&mut self, fill: &usvg::Fill, surface: &mut Surface<'_>, inverse: tiny_skia::Transform) -> paint::Fill {
        paint::Fill {
            paint: self.paint(fill.paint(), surface, inverse),
            opacity: share(fill.opacity().get()),
            rule: match fill.rule() {
                usvg::FillRule::NonZero => paint::FillRule::NonZero,
                usvg::FillRule::EvenOdd => paint::FillRule::EvenOdd,
            },
        }
    }

    fn stroke(
        &mut self,
        stroke: &usvg::Stroke,
        surface: &mut Surface<'_>,
        inverse: tiny_skia::Transform,
    ) -> paint::Stroke {
        paint::Stroke {
            paint: self.paint(stroke.paint(), surface, inverse),
            width: stroke.width().get(),
            miter_limit: stroke.miterlimit().get(),
            line_cap: match stroke.linecap() {
                usvg::LineCap::Butt => paint::LineCap::Butt,
                usvg::LineCap::Round => paint::LineCap::Round,
                usvg::LineCap::Square => paint::LineCap::Square,
            },
            line_join: match stroke.linejoin() {
                usvg::LineJoin::Miter | usvg::LineJoin::MiterClip => paint::LineJoin::Miter,
                usvg::LineJoin::Round => paint::LineJoin::Round,
                usvg::LineJoin::Bevel => paint::LineJoin::Bevel,
            },
            opacity: share(stroke.opacity().get()),
            dash: stroke
                .dasharray()
                .map(|array| paint::StrokeDash { array: array.to_vec(), offset: stroke.dashoffset() }),
        }
    }

    /// A paint; `inverse` undoes the place of a run of text, which must not move a pattern.
    fn paint(
        &mut self,
        wanted: &usvg::Paint,
        surface: &mut Surface<'_>,
        inverse: tiny_skia::Transform,
    ) -> paint::Paint {
        let stops = |stops: &[usvg::Stop]| {
            let stop = |s: &usvg::Stop| paint::Stop {
                offset: share(s.offset().get()),
                color: rgb::Color::new(s.color().red, s.color().green, s.color().blue).into(),
                opacity: share(s.opacity().get()),
            };
            stops.iter().map(stop).collect()
        };
        match wanted {
            usvg::Paint::Color(c) => rgb::Color::new(c.red, c.green, c.blue).into(),
            usvg::Paint::LinearGradient(g) => paint::LinearGradient {
                x1: g.x1(),
                y1: g.y1(),
                x2: g.x2(),
                y2: g.y2(),
                transform: transform(inverse.pre_concat(g.transform())),
                spread_method: paint::SpreadMethod::Pad,
                stops: stops(g.stops()),
                anti_alias: false,
            }
            .into(),
            usvg::Paint::RadialGradient(g) => paint::RadialGradient {
                fx: g.fx(),
                fy: g.fy(),
                fr: 0.0,
                cx: g.cx(),
                cy: g.cy(),
                cr: g.r().get(),
                transform: transform(inverse.pre_concat(g.transform())),
                spread_method: paint::SpreadMethod::Pad,
                stops: stops(g.stops()),
                anti_alias: false,
            }
            .into(),
            usvg::Paint::Pattern(pattern) => {
                let mut builder = surface.stream_builder();
                let mut tile = builder.surface();
                self.group(pattern.root(), &mut tile);
                tile.finish();
                let rect = pattern.rect();
                paint::Pattern {
                    stream: builder.finish(),
                    transform: transform(inverse.pre_concat(pattern.transform()).pre_translate(rect.x(), rect.y())),
                    width: rect.width(),
                    height: rect.height(),
                }
                .into()
            }
        }
    }
}

fn draw(
    surface: &mut Surface<'_>,
    fill: Option<paint::Fill>,
    stroke: Option<paint::Stroke>,
    what: impl FnOnce(&mut Surface<'_>),
) {
    surface.set_fill(fill);
    surface.set_stroke(stroke);
    what(surface);
}

/// Letters of one face on one line, with their words.
struct Run {
    words: String,
    glyphs: Vec<KrillaGlyph>,
}

impl Run {
    fn new(glyphs: &[&usvg::layout::PositionedGlyph], inverse: tiny_skia::Transform, size: f32) -> Self {
        let at: Vec<tiny_skia::Point> = glyphs
            .iter()
            .map(|g| {
                let place = g.transform();
                let mut point = tiny_skia::Point::from_xy(place.tx, place.ty);
                inverse.map_point(&mut point);
                point
            })
            .collect();
        let mut words = String::new();
        // The first glyph of a cluster that has several is without words; it shares those of the next.
        let starts: Vec<usize> = glyphs
            .iter()
            .map(|g| {
                words.push_str(&g.text);
                words.len() - g.text.len()
            })
            .collect();
        let range = |i: usize| {
            let start = starts.get(i).copied().unwrap_or(0);
            let end = starts.iter().copied().find(|s| *s > start).unwrap_or(words.len());
            start..end
        };
        let run = glyphs.iter().zip(&at).enumerate().map(|(i, (glyph, here))| {
            let advance = at.get(i + 1).map_or(0.0, |next| next.x - here.x);
            KrillaGlyph::new(GlyphId::new(glyph.id.0), advance / size, 0.0, -here.y / size, 0.0, range(i), None)
        });
        let glyphs = run.collect();
        Self { words, glyphs }
    }

    fn draw(&self, surface: &mut Surface<'_>, font: &Font, size: f32, outlined: bool) {
        surface.draw_glyphs(geom::Point::from_xy(0.0, 0.0), &self.glyphs, font.clone(), &self.words, size, outlined);
    }
}

/// True if two letters are turned and scaled alike.
fn is_level(a: &usvg::layout::PositionedGlyph, b: &usvg::layout::PositionedGlyph) -> bool {
    let (a, b) = (a.transform(), b.transform());
    let near = |x: f32, y: f32| (x - y).abs() < 1e-6;
    near(a.sx, b.sx) && near(a.kx, b.kx) && near(a.ky, b.ky) && near(a.sy, b.sy)
}

fn is_mark_of_direction(text: &str) -> bool {
    !text.is_empty() && text.chars().all(|c| matches!(c, '\u{200e}' | '\u{200f}' | '\u{202a}'..='\u{202e}'))
}

/// The rectangles that a group is clipped to, as one path.
fn clip(clip: &usvg::ClipPath) -> Option<geom::Path> {
    let path = clip.root().children().iter().find_map(|node| match node {
        usvg::Node::Path(path) => Some(path),
        _ => None,
    })?;
    outline(path.data(), Some(clip.transform().pre_concat(path.abs_transform())))
}

fn outline(path: &tiny_skia::Path, moved: Option<tiny_skia::Transform>) -> Option<geom::Path> {
    let moved = match moved {
        Some(to) => path.clone().transform(to)?,
        None => path.clone(),
    };
    let mut out = geom::PathBuilder::new();
    for segment in moved.segments() {
        match segment {
            PathSegment::MoveTo(p) => out.move_to(p.x, p.y),
            PathSegment::LineTo(p) => out.line_to(p.x, p.y),
            PathSegment::QuadTo(c, p) => out.quad_to(c.x, c.y, p.x, p.y),
            PathSegment::CubicTo(c, d, p) => out.cubic_to(c.x, c.y, d.x, d.y, p.x, p.y),
            PathSegment::Close => out.close(),
        }
    }
    out.finish()
}

fn transform(t: tiny_skia::Transform) -> geom::Transform {
    geom::Transform::from_row(t.sx, t.ky, t.kx, t.sy, t.tx, t.ty)
}

fn share(value: f32) -> NormalizedF32 {
    NormalizedF32::new(value.clamp(0.0, 1.0)).unwrap_or(NormalizedF32::ONE)
}
