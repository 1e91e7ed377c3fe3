//! The sheet: extent, projection, base map, symbols, labels, legend and credits, composed by rule.
//!
//! In: a situation, what was derived from it, reference geography, towns, a style, fonts, a size.
//! Out: [`Sheet`], a scene with what was counted on it. Never: files, bytes of a format, text of articles.

mod areas;
mod arrows;
mod aside;
mod block;
mod caption;
mod compose;
mod ends;
mod extent;
mod fit;
mod frame;
mod gather;
mod geometry;
mod graticule;
mod ground;
mod hues;
mod identity;
mod index;
mod inset;
mod key;
mod labels;
mod language;
mod legend;
mod locator;
mod marks;
mod names;
mod overlay;
mod panel;
mod placing;
mod rivers;
mod runs;
pub mod series;
mod sheet;
mod solve;
mod story;
mod symbols;
mod tally;
mod towns;
mod words;

pub use compose::compose;
pub use geometry::Rect;
pub use hues::looks;
pub use language::Language;
pub use language::Phrase;
pub use overlay::Overlay;

use crate::basemap::Layers;
use crate::basemap::Window;
use crate::basemap::Worldview;
use crate::diagnostic::Warning;
use crate::geodesy::LonLat;
use crate::limit::Limits;
use crate::scene::Scene;

/// Ids of the groups of a sheet that show a place: its mark and its label.
pub fn place_groups(name: &str) -> [String; 2] {
    [format!("place-{}", areas::slug(name)), format!("label-{}", areas::slug(name))]
}

/// Id of the group of a sheet that shows a movement.
pub fn movement_group(id: &str) -> String {
    format!("movement-{}", areas::slug(id))
}

/// A town for orientation.
#[derive(Debug, Clone, Default, PartialEq)]
pub struct Town {
    /// Name on the map.
    pub name: String,
    /// GeoNames id, 0 for none.
    pub geonameid: u32,
    /// Position.
    pub at: LonLat,
    /// People.
    pub population: u32,
    /// Capital of its country.
    pub capital: bool,
}

/// Where reference geography and towns come from. The first gets a window and the detail wanted, in degrees.
pub trait Geography {
    /// Everything inside a window, generalised to about `tolerance` degrees.
    fn layers(&self, window: Window, tolerance: f64, view: Worldview) -> Layers;

    /// Countries and lines inside a window, as on a locator.
    fn outlines(&self, window: Window, tolerance: f64, view: Worldview) -> Layers {
        self.layers(window, tolerance, view)
    }

    /// The most populous towns inside a window, in any order, at most about `most`.
    fn towns(&self, window: Window, most: usize) -> Vec<Town>;
}

/// Size and words of a sheet.
#[derive(Debug, Clone, PartialEq)]
pub struct SheetOptions {
    /// Width, pixels.
    pub width: f64,
    /// Height, pixels.
    pub height: f64,
    /// Pixels for a unit of the style; chosen from the size when `None`.
    pub unit: Option<f64>,
    /// Language of the sheet's words.
    pub language: Language,
    /// Title instead of that of the situation.
    pub title: Option<String>,
    /// Subtitle instead of that of the situation.
    pub subtitle: Option<String>,
    /// Credits of the data, one sentence each.
    pub credits: Vec<String>,
    /// Web Mercator instead of the projection that suits the extent.
    pub web_mercator: bool,
    /// Show meridians and parallels.
    pub graticule: bool,
    /// Geometry of the user's own.
    pub overlays: Vec<Overlay>,
    /// Most names to show.
    pub limits: Limits,
}

impl Default for SheetOptions {
    fn default() -> Self {
        Self {
            width: 1600.0,
            height: 1200.0,
            unit: None,
            language: Language::english(),
            title: None,
            subtitle: None,
            credits: Vec::new(),
            web_mercator: false,
            graticule: false,
            overlays: Vec::new(),
            limits: Limits::default(),
        }
    }
}

impl SheetOptions {
    /// A sheet of `width` × `height` pixels.
    pub fn sized(width: f64, height: f64) -> Self {
        Self { width, height, ..Self::default() }
    }

    /// Pixels for a unit of the style: type keeps its size in relation to how large the sheet is seen.
    fn unit(&self) -> f64 {
        let area = (self.width * self.height).max(1.0).sqrt() / (1600.0_f64 * 1200.0).sqrt();
        let small = self.width * self.height < 1_100_000.0 && self.width > 900.0;
        self.unit.unwrap_or(if small { 1.25 } else { area.max(0.5) }).clamp(0.05, 100.0)
    }
}

/// What was counted on a sheet.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct Metrics {
    /// Places of the story.
    pub required: usize,
    /// Those that have their name, beside their mark or by a number in the key.
    pub placed_required: usize,
    /// Towns for orientation that were wanted.
    pub optional: usize,
    /// Those that have their name.
    pub placed_optional: usize,
    /// Pairs of labels that touch.
    pub overlapping: usize,
    /// Labels that touch a mark, an arrow head or a panel.
    pub on_marks: usize,
    /// Labels that are nearer to another mark than to their own.
    pub ambiguous: usize,
}

impl Metrics {
    /// Counts a place of the story.
    fn add_place(&mut self, has_name: bool) {
        self.required += 1;
        self.placed_required += usize::from(has_name);
    }

    /// Leaves out a place that was counted.
    fn without_place(&mut self, has_name: bool) {
        self.required -= 1;
        self.placed_required -= usize::from(has_name);
    }

    /// Adds what lies on what in an inset.
    fn add_faults(&mut self, inset: Self) {
        self.overlapping += inset.overlapping;
        self.on_marks += inset.on_marks;
        self.ambiguous += inset.ambiguous;
    }
}

/// A composed sheet.
#[derive(Debug, Clone, Default, PartialEq)]
pub struct Sheet {
    /// The drawing.
    pub scene: Scene,
    /// What was counted.
    pub metrics: Metrics,
    /// Name of the projection.
    pub projection: String,
    /// What a reader should know.
    pub warnings: Vec<Warning>,
}
