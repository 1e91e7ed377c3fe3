//! Pictures of a situation, for `map`, `render` and `style show`.

use std::path::Path;
use std::path::PathBuf;

use frontline::bundled;
use frontline::control::Derived;
use frontline::error::meant;
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
use crate::cli::explain::extension;
use crate::cli::failure::Failure;
use crate::cli::io;
use crate::cli::look::Look;
use crate::cli::look::ProjectionChoice;

/// A laid-out sheet with its SVG.
pub(crate) struct Picture<'a> {
    studio: &'a Studio<'a>,
    /// The sheet.
    pub(crate) sheet: Sheet,
    /// Its SVG.
    pub(crate) svg: String,
    scale: f64,
    dpi: f64,
    size: (f64, f64),
}

/// Insists on a name of a picture that can be written.
pub(crate) fn check_name(path: &Path) -> Result<(), Failure> {
    let shown = path.display();
    match extension(path).as_str() {
        "svg" | "png" => Ok(()),
        "pdf" if cfg!(feature = "pdf") => Ok(()),
        "pdf" => Err(Failure::input(format!(
            "{shown}: this program was built without PDF (cargo feature `pdf`); expected .svg or .png"
        ))),
        _ => {
            let known = if cfg!(feature = "pdf") { ".svg, .png or .pdf" } else { ".svg or .png" };
            Err(Failure::input(format!("{shown}: expected a name that ends in {known}")))
        }
    }
}

/// True for what names a style file rather than a shipped style.
pub(crate) fn is_file(name: &str) -> bool {
    extension(Path::new(name)) == "toml" || name.contains(['/', '\\'])
}

/// A shipped style by name, or one from a file.
pub(crate) fn style(name: &str) -> Result<Style, Failure> {
    if !is_file(name) {
        if !bundled::STYLES.iter().any(|(shipped, _)| *shipped == name) {
            let shipped = bundled::STYLES.map(|(shipped, _)| shipped).join(", ");
            return Err(Failure::input(format!(
                "there is no style `{name}`; expected one of {shipped}, or a file that ends in .toml{}",
                meant(name, bundled::STYLES.map(|(shipped, _)| shipped))
            )));
        }
        return Ok(bundled::style(name)?);
    }
    let path = Path::new(name);
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
    let path = Path::new(name);
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
    Ok(Picture { studio, sheet, svg, scale: look.scale, dpi: look.dpi(), size: (options.width, options.height) })
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
            PngOptions {
                zoom: self.scale,
                dpi: self.dpi,
                max_pixels: bounds::limits().get(Limit::Pixels),
                ..PngOptions::default()
            },
        )?)
    }

    /// The PDF, of the size that the PNG has on paper.
    #[cfg(feature = "pdf")]
    pub(crate) fn pdf(&self) -> Result<Vec<u8>, Failure> {
        Ok(self.studio.pdf(&self.svg, &self.sheet, self.dpi / self.scale)?)
    }

    /// The picture in the formats that the names of the files ask for.
    pub(crate) fn files(&self, names: &[PathBuf]) -> Result<Vec<(PathBuf, Vec<u8>)>, Failure> {
        let bytes = |path: &PathBuf| match extension(path).as_str() {
            "png" => self.png(),
            #[cfg(feature = "pdf")]
            "pdf" => self.pdf(),
            _ => Ok(self.svg.clone().into_bytes()),
        };
        names.iter().map(|path| Ok((path.clone(), bytes(path)?))).collect()
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
