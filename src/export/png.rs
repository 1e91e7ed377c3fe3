//! PNG from the SVG, through usvg and resvg, with our faces only and nothing fetched.

use std::sync::Arc;
use std::sync::Mutex;

use resvg::tiny_skia::Pixmap;
use resvg::tiny_skia::Transform;
use resvg::usvg;
use resvg::usvg::fontdb;

use crate::error::Error;
use crate::error::Result;
use crate::export::Pixels;
use crate::font::Fonts;
use crate::font::Want;
use crate::limit::Limit;

/// What a PNG should be like.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct PngOptions {
    /// Pixels for a sheet unit.
    pub zoom: f64,
    /// Dots per inch written into the file.
    pub dpi: f64,
    /// Most pixels in all.
    pub max_pixels: u64,
    /// Smaller file, slower.
    pub small: bool,
}

impl Default for PngOptions {
    fn default() -> Self {
        Self { zoom: 1.0, dpi: 192.0, max_pixels: Limit::Pixels.usual(), small: false }
    }
}

/// The bytes of a PNG of an SVG that [`crate::export::svg()`] wrote. `alt` goes into the file as its description.
///
/// # Errors
/// As [`picture`].
pub fn png(svg: &str, fonts: &Fonts, title: &str, alt: &str, options: PngOptions) -> Result<Vec<u8>> {
    let tree = parse(svg, fonts)?;
    let mut pixmap = blank(measure(&tree, options)?)?;
    draw(&tree, options, &mut pixmap);
    let size = (pixmap.width(), pixmap.height());
    encode(&opaque(pixmap), size, (title, alt), options)
}

/// A picture that is drawn so far: the ground of others.
#[derive(Debug, Clone)]
pub struct Canvas(Arc<Pixmap>);

/// Draws an SVG, over what is drawn `below` if it has the same size.
///
/// # Errors
/// As [`picture`].
pub fn canvas(svg: &str, fonts: &Fonts, options: PngOptions, below: Option<&Canvas>) -> Result<Canvas> {
    let tree = parse(svg, fonts)?;
    let size = measure(&tree, options)?;
    let mut pixmap = match below.filter(|c| (c.0.width(), c.0.height()) == size) {
        Some(below) => Pixmap::clone(&below.0),
        None => blank(size)?,
    };
    draw(&tree, options, &mut pixmap);
    Ok(Canvas(Arc::new(pixmap)))
}

/// The bytes of a PNG as [`png()`] gives them, and its pixels for an animation; `title` and description go into the file. The
/// SVG is drawn over what is `below`; of that only the columns of pixels are copied that it can reach.
///
/// # Errors
/// More pixels than the limit, an SVG that cannot be read back, or a text in a family that no face of `fonts` has.
pub fn picture(
    svg: &str,
    fonts: &Fonts,
    words: (&str, &str),
    options: PngOptions,
    below: &Canvas,
) -> Result<(Vec<u8>, Pixels)> {
    let tree = parse(svg, fonts)?;
    let below = &below.0;
    let size = measure(&tree, options)?;
    if size != (below.width(), below.height()) {
        return Err(Error::Internal("a frame and its map are of different sizes".into()));
    }
    let reach = f64::from(tree.root().abs_layer_bounding_box().right()) * options.zoom;
    let columns = (reach.ceil().max(0.0) as u32).saturating_add(2).min(size.0);
    let mut strip = blank((columns, size.1))?;
    let (row, part) = (size.0 as usize * 4, columns as usize * 4);
    for (to, from) in strip.data_mut().chunks_exact_mut(part).zip(below.data().chunks_exact(row)) {
        to.copy_from_slice(from.get(..part).unwrap_or(&[]));
    }
    draw(&tree, options, &mut strip);
    let mut data = vec![0; size.0 as usize * size.1 as usize * 3];
    let rows = data.chunks_exact_mut(size.0 as usize * 3);
    let sources = strip.data().chunks_exact(part).zip(below.data().chunks_exact(row));
    for (to, (left, right)) in rows.zip(sources) {
        let from = left.as_chunks::<4>().0.iter().chain(right.get(part..).unwrap_or(&[]).as_chunks::<4>().0);
        for (to, [r, g, b, _]) in to.as_chunks_mut::<3>().0.iter_mut().zip(from) {
            *to = [*r, *g, *b];
        }
    }
    let bytes = encode(&data, size, words, options)?;
    Ok((bytes, Pixels::new(size.0, size.1, data)))
}

/// Reads an SVG of ours with our faces.
pub(super) fn parse(svg: &str, fonts: &Fonts) -> Result<usvg::Tree> {
    let unknown = Mutex::new(None);
    let parse_options = usvg::Options {
        font_resolver: resolver(fonts, &unknown),
        image_href_resolver: usvg::ImageHrefResolver {
            resolve_data: Box::new(|_, _, _| None),
            resolve_string: Box::new(|_, _| None),
        },
        resources_dir: None,
        ..usvg::Options::default()
    };
    let tree = usvg::Tree::from_str(svg, &parse_options)
        .map_err(|e| Error::Internal(format!("the SVG of the sheet cannot be read back: {e}")))?;
    drop(parse_options);
    if let Some(families) = unknown.into_inner().unwrap_or_default() {
        return Err(Error::Internal(format!("the SVG asks for a face of {families}, which no font here has")));
    }
    Ok(tree)
}

/// Width and height in pixels.
fn measure(tree: &usvg::Tree, options: PngOptions) -> Result<(u32, u32)> {
    let size = tree.size();
    let (width, height) = (f64::from(size.width()) * options.zoom, f64::from(size.height()) * options.zoom);
    let pixels = width.ceil() * height.ceil();
    if !(1.0..=options.max_pixels as f64).contains(&pixels) || width > 65_000.0 || height > 65_000.0 {
        return Err(Error::Limit {
            file: "PNG".into(),
            message: format!(
                "{width:.0} × {height:.0} pixels, more than the limit of {} in all (raise it with --limit pixels=N) and 65000 a side",
                options.max_pixels
            ),
        });
    }
    Ok((width.round().max(1.0) as u32, height.round().max(1.0) as u32))
}

fn blank((columns, rows): (u32, u32)) -> Result<Pixmap> {
    Pixmap::new(columns, rows)
        .ok_or_else(|| Error::Limit { file: "PNG".into(), message: format!("no room for {columns} × {rows} pixels") })
}

fn draw(tree: &usvg::Tree, options: PngOptions, pixmap: &mut Pixmap) {
    let zoom = options.zoom as f32;
    resvg::render(tree, Transform::from_scale(zoom, zoom), &mut pixmap.as_mut());
}

/// RGB, without alpha: the sheet is opaque.
fn opaque(pixmap: Pixmap) -> Vec<u8> {
    let mut data = pixmap.take();
    let pixels = data.len() / 4;
    for i in 0..pixels {
        data.copy_within(i * 4..i * 4 + 3, i * 3);
    }
    data.truncate(pixels * 3);
    data
}

fn encode(rgb: &[u8], (width, height): (u32, u32), (title, alt): (&str, &str), options: PngOptions) -> Result<Vec<u8>> {
    let fail = |e: png::EncodingError| Error::Internal(format!("PNG: {e}"));
    let mut out = Vec::with_capacity(rgb.len() / 8);
    let mut encoder = png::Encoder::new(&mut out, width, height);
    encoder.set_color(png::ColorType::Rgb);
    encoder.set_depth(png::BitDepth::Eight);
    encoder.set_compression(if options.small { png::Compression::Balanced } else { png::Compression::Fast });
    let per_metre = (options.dpi / 0.0254).round() as u32;
    encoder.set_pixel_dims(Some(png::PixelDimensions { xppu: per_metre, yppu: per_metre, unit: png::Unit::Meter }));
    for (key, text) in [("Title", title), ("Description", alt)] {
        let text: String = text.chars().filter(|c| !c.is_control()).collect();
        encoder.add_itxt_chunk(key.to_owned(), text).map_err(fail)?;
    }
    let mut writer = encoder.write_header().map_err(fail)?;
    writer.write_image_data(rgb).map_err(fail)?;
    writer.finish().map_err(fail)?;
    Ok(out)
}

/// Bytes of a face, shared with the renderer.
struct Shared(std::borrow::Cow<'static, [u8]>);

impl AsRef<[u8]> for Shared {
    fn as_ref(&self) -> &[u8] {
        &self.0
    }
}

/// Each face of [`Fonts`] is loaded when a text first asks for it; fall-back follows the order of the families.
/// Families of a text that has no face at all go to `unknown`: the renderer would leave the text out without a word.
fn resolver<'a>(fonts: &'a Fonts, unknown: &'a Mutex<Option<String>>) -> usvg::FontResolver<'a> {
    usvg::FontResolver {
        select_font: Box::new(move |font, db| {
            let want = Want { weight: font.weight(), italic: font.style() != usvg::FontStyle::Normal };
            let named = font.families().iter().find_map(|f| match f {
                usvg::FontFamily::Named(name) => fonts.best(name.as_str(), want),
                _ => None,
            });
            if named.is_none() {
                let families: Vec<String> = font.families().iter().map(ToString::to_string).collect();
                *unknown.lock().ok()? = Some(families.join(", "));
            }
            load(fonts, named?, db)
        }),
        select_fallback: Box::new(move |c, used, db| {
            let base = used.first().and_then(|id| db.face(*id))?;
            let want = Want { weight: base.weight.0, italic: base.style != fontdb::Style::Normal };
            for index in fonts.chain(want) {
                let id = load(fonts, index, db)?;
                if !used.contains(&id) && fonts.covers(index, c) {
                    return Some(id);
                }
            }
            None
        }),
    }
}

/// The id of a face in the database; its PostScript name there is the index, so no face is loaded twice.
fn load(fonts: &Fonts, index: usize, db: &mut Arc<fontdb::Database>) -> Option<fontdb::ID> {
    let face = fonts.faces().get(index)?;
    let name = format!("face-{index}");
    if let Some(known) = db.faces().find(|f| f.post_script_name == name) {
        return Some(known.id);
    }
    let style = if face.italic { fontdb::Style::Italic } else { fontdb::Style::Normal };
    let info = fontdb::FaceInfo {
        id: fontdb::ID::dummy(),
        source: fontdb::Source::Binary(Arc::new(Shared(face.bytes.clone()))),
        index: 0,
        families: vec![(face.family.clone(), fontdb::Language::English_UnitedStates)],
        post_script_name: name.clone(),
        style,
        weight: fontdb::Weight(face.weight),
        stretch: fontdb::Stretch::Normal,
        monospaced: false,
    };
    Arc::make_mut(db).push_face_info(info);
    db.faces().find(|f| f.post_script_name == name).map(|f| f.id)
}
