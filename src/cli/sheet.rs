//! Pictures of a situation, for `map` and `render`.

use frontline::bundled;
use frontline::control::Derived;
use frontline::export::PngOptions;
use frontline::font::Face;
use frontline::gazetteer::Gazetteer;
use frontline::layout::Language;
use frontline::layout::Overlay;
use frontline::layout::Sheet;
use frontline::layout::SheetOptions;
use frontline::limit::Limit;
use frontline::pipeline::sheet;
use frontline::pipeline::sheet::Studio;
use frontline::situation::Situation;
use frontline::style::Style;
use serde_json::Value;
use serde_json::json;

use crate::cli::bounds;
use crate::cli::failure::Failure;
use crate::cli::io;
use crate::cli::options::Look;
use crate::cli::options::ProjectionChoice;

/// A laid-out sheet with its SVG.
pub(crate) struct Picture<'a> {
    studio: &'a Studio<'a>,
    /// The sheet.
    pub(crate) sheet: Sheet,
    /// Its SVG.
    pub(crate) svg: String,
    scale: f64,
    size: (f64, f64),
}

/// A shipped style by name, or one from a file.
pub(crate) fn style(name: &str) -> Result<Style, Failure> {
    let is_file = std::path::Path::new(name).extension().is_some_and(|e| e.eq_ignore_ascii_case("toml"))
        || name.contains(['/', '\\']);
    if !is_file {
        if !bundled::STYLES.iter().any(|(shipped, _)| *shipped == name) {
            let shipped = bundled::STYLES.map(|(shipped, _)| shipped).join(", ");
            return Err(Failure::input(format!(
                "there is no style `{name}`; expected one of {shipped}, or a file that ends in .toml"
            )));
        }
        return Ok(bundled::style(name)?);
    }
    let path = std::path::Path::new(name);
    let text = io::read_text(path, 1 << 20)?;
    Ok(Style::load(name, &|wanted| {
        if wanted == name {
            return Some(text.clone());
        }
        let shipped = bundled::STYLES.iter().find(|(n, _)| *n == wanted).map(|(_, t)| (*t).to_owned());
        shipped.or_else(|| io::read_text(&path.with_file_name(format!("{wanted}.toml")), 1 << 20).ok())
    })?)
}

/// Largest overlay, bytes.
const OVERLAY_LIMIT: u64 = 64 << 20;
/// Largest face, bytes.
const FACE_LIMIT: u64 = 64 << 20;

/// The shipped studio, with faces of the user's own.
pub(crate) fn studio<'a>(gazetteer: &'a Gazetteer, look: &Look) -> Result<Studio<'a>, Failure> {
    let studio = Studio::open(gazetteer)?;
    if look.font.is_empty() {
        return Ok(studio);
    }
    let mut faces = Vec::new();
    for path in &look.font {
        let bytes = io::read(path, FACE_LIMIT)?;
        let mut known = resvg::usvg::fontdb::Database::new();
        known.load_font_data(bytes.clone());
        let Some(face) = known.faces().next() else {
            return Err(Failure::input(format!("{}: expected a TrueType or OpenType font", path.display())));
        };
        let family = face.families.first().map(|(name, _)| name.clone()).unwrap_or_default();
        let italic = face.style != resvg::usvg::fontdb::Style::Normal;
        faces.push(Face { family, weight: face.weight.0, italic, bytes: bytes.into() });
    }
    Ok(studio.with_faces(faces)?)
}

/// A shipped language by its tag, or one from a file named after its tag.
pub(crate) fn language(name: &str) -> Result<Language, Failure> {
    let path = std::path::Path::new(name);
    if path.extension().is_some_and(|e| e.eq_ignore_ascii_case("tsv")) {
        let text = io::read_text(path, 16 << 20)?;
        let tag = path.file_stem().map_or_else(String::new, |s| s.to_string_lossy().into_owned());
        return Ok(Language::read(&tag, &text)?);
    }
    Ok(bundled::language(name)?)
}

/// Lays out the sheet.
pub(crate) fn draw<'a>(
    studio: &'a Studio<'a>,
    situation: &Situation,
    derived: &Derived,
    look: &Look,
    title: Option<&String>,
) -> Result<Picture<'a>, Failure> {
    let style = style(&look.style)?;
    let usual = SheetOptions::default();
    let options = options(look, (usual.width, usual.height), title)?;
    let sheet = studio.sheet(situation, derived, &style, &options)?;
    let svg = if look.outline_text { studio.outlined_svg(&sheet)? } else { sheet::svg(&sheet) };
    Ok(Picture { studio, sheet, svg, scale: look.scale, size: (options.width, options.height) })
}

/// What a sheet is laid out with; it has the size given unless another one is asked for.
pub(crate) fn options(look: &Look, size: (f64, f64), title: Option<&String>) -> Result<SheetOptions, Failure> {
    if !(0.1..=8.0).contains(&look.scale) {
        return Err(Failure::input(format!("--scale {}: expected 0.1 to 8", look.scale)));
    }
    let size = look.size.map_or(size, |s| (f64::from(s.width), f64::from(s.height)));
    let mut options = SheetOptions::sized(size.0, size.1);
    options.title = title.cloned();
    options.limits = bounds::limits();
    options.language = language(&look.lang)?;
    options.graticule = look.graticule;
    options.web_mercator = look.projection == ProjectionChoice::WebMercator;
    for (path, over) in look.overlay.iter().map(|p| (p, false)).chain(look.overlay_above.iter().map(|p| (p, true))) {
        let text = io::read_text(path, OVERLAY_LIMIT)?;
        let mut overlay = Overlay::read(&path.display().to_string(), &text, &bounds::limits())?;
        overlay.over = over;
        options.overlays.push(overlay);
    }
    Ok(options)
}

impl Picture<'_> {
    /// The PNG.
    pub(crate) fn png(&self) -> Result<Vec<u8>, Failure> {
        Ok(self.studio.png(
            &self.svg,
            &self.sheet,
            PngOptions { zoom: self.scale, max_pixels: bounds::limits().get(Limit::Pixels), ..PngOptions::default() },
        )?)
    }

    /// What was counted, for `--json`.
    pub(crate) fn metrics(&self, files: &[String], warnings: &[String]) -> Value {
        let m = &self.sheet.metrics;
        let said: Vec<String> =
            self.sheet.warnings.iter().map(|w| w.message.clone()).chain(warnings.iter().cloned()).collect();
        json!({
            "labels": {"required": m.required, "placed_required": m.placed_required, "optional": m.optional,
                "placed_optional": m.placed_optional, "overlapping": m.overlapping, "on_marks": m.on_marks, "ambiguous": m.ambiguous},
            "size": [(self.size.0 * self.scale).round(), (self.size.1 * self.scale).round()],
            "projection": self.sheet.projection,
            "files": files,
            "warnings": said,
        })
    }
}
