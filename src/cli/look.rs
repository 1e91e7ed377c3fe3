//! How a sheet looks, as it is typed: style, language, size, faces, overlays, projection.

use std::path::PathBuf;

use clap::Args;
use clap::ValueEnum;

/// How the sheet looks.
#[derive(Debug, Args)]
pub(crate) struct Look {
    /// Style: a shipped name or a TOML file
    #[arg(long, value_name = "NAME|FILE", default_value = "default")]
    pub(crate) style: String,
    /// Language of the map: en, ar, de, es, fr, ru, uk, or a table of your own (.tsv)
    #[arg(long, value_name = "LANG|FILE", default_value = "en")]
    pub(crate) lang: String,
    /// Size of the PNG in pixels, or web, wide, og, square, portrait, story, a4, a5, column
    #[arg(long, value_name = "WIDTHxHEIGHT|NAME")]
    pub(crate) size: Option<Size>,
    /// Pixels per unit of the PNG; 2 for screens of high density
    #[arg(long, value_name = "FACTOR", default_value_t = 1.0)]
    pub(crate) scale: f64,
    /// Face of your own before the shipped ones; several for its weights and italics
    #[arg(long, value_name = "FILE")]
    pub(crate) font: Vec<PathBuf>,
    /// GeoJSON of your own over the base map and under the story; simplestyle properties give its look
    #[arg(long, value_name = "FILE")]
    pub(crate) overlay: Vec<PathBuf>,
    /// The same over the story
    #[arg(long, value_name = "FILE")]
    pub(crate) overlay_above: Vec<PathBuf>,
    /// Letters as outlines instead of text in the SVG: the same picture where the fonts are missing
    #[arg(long)]
    pub(crate) outline_text: bool,
    /// Show meridians and parallels
    #[arg(long)]
    pub(crate) graticule: bool,
    /// Projection
    #[arg(long, value_enum, value_name = "NAME", default_value = "auto")]
    pub(crate) projection: ProjectionChoice,
}

/// Projections to choose from.
#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
pub(crate) enum ProjectionChoice {
    /// The one that suits the extent
    Auto,
    /// As on maps of the web
    WebMercator,
}

/// Width and height in pixels.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) struct Size {
    pub(crate) width: u32,
    pub(crate) height: u32,
    /// Pixels of an inch: 300 for paper, 192 for a screen that shows two for one.
    pub(crate) dpi: u32,
}

/// Pixels of an inch of a sheet for screens.
pub(crate) const SCREEN: u32 = 192;
/// Pixels of an inch of a sheet for paper.
const PAPER: u32 = 300;

impl Look {
    /// The usual look in a style.
    pub(crate) fn of(style: &str) -> Self {
        Self {
            style: style.to_owned(),
            lang: "en".to_owned(),
            size: None,
            scale: 1.0,
            font: Vec::new(),
            overlay: Vec::new(),
            overlay_above: Vec::new(),
            outline_text: false,
            graticule: false,
            projection: ProjectionChoice::Auto,
        }
    }

    /// Pixels of an inch of what is written.
    pub(crate) fn dpi(&self) -> f64 {
        f64::from(self.size.map_or(SCREEN, |s| s.dpi)) * self.scale
    }
}

impl std::str::FromStr for Size {
    type Err = String;

    fn from_str(text: &str) -> Result<Self, String> {
        let named = match text.to_ascii_lowercase().as_str() {
            "web" => Some((1600, 1200, SCREEN)),
            "wide" | "16:9" => Some((1920, 1080, SCREEN)),
            "og" => Some((1200, 630, SCREEN)),
            "square" => Some((1080, 1080, SCREEN)),
            "portrait" => Some((1080, 1350, SCREEN)),
            "story" => Some((1080, 1920, SCREEN)),
            "a4" => Some((2480, 3508, PAPER)),
            "a5" => Some((1748, 2480, PAPER)),
            "column" => Some((1040, 1300, PAPER)),
            _ => None,
        };
        if let Some((width, height, dpi)) = named {
            return Ok(Self { width, height, dpi });
        }
        let wrong = || {
            format!(
                "\"{text}\" is no size; expected WIDTHxHEIGHT such as 1600x1200, or web, wide, og, square, portrait, story, a4, a5, column"
            )
        };
        let (w, h) = text.split_once(['x', 'X', '×']).ok_or_else(wrong)?;
        let (width, height) = (w.trim().parse().ok().ok_or_else(wrong)?, h.trim().parse().ok().ok_or_else(wrong)?);
        if !(200..=20_000).contains(&width) || !(200..=20_000).contains(&height) {
            return Err(format!("{width}x{height} is outside 200 to 20000 pixels a side"));
        }
        Ok(Self { width, height, dpi: SCREEN })
    }
}
