//! From a situation to the pictures.
//!
//! In: a situation, a style, a size. Out: the sheet, its SVG and PNG. Never: files.

use crate::article::Article;
use crate::basemap::Basemap;
use crate::basemap::Layers;
use crate::basemap::Window;
use crate::basemap::Worldview;
use crate::bundled;
use crate::control::Derived;
use crate::error::Result;
use crate::export;
use crate::font::Face;
use crate::font::Fonts;
use crate::gazetteer::FeatureClass;
use crate::gazetteer::Gazetteer;
use crate::gazetteer::Place;
use crate::geodesy::distance_km;
use crate::layout;
use crate::layout::Geography;
use crate::layout::Sheet;
use crate::layout::SheetOptions;
use crate::layout::Town;
use crate::page;
use crate::page::Page;
use crate::pipeline::territory;
use crate::situation::Situation;
use crate::style::Style;

/// What is needed to draw: reference geography, towns, faces.
#[derive(Debug)]
pub struct Studio<'a> {
    basemap: Basemap,
    gazetteer: &'a Gazetteer,
    fonts: Fonts,
}

impl<'a> Studio<'a> {
    /// The shipped base map and faces, with the towns of a gazetteer.
    ///
    /// # Errors
    /// A damaged data file.
    pub fn open(gazetteer: &'a Gazetteer) -> Result<Self> {
        Ok(Self { basemap: bundled::basemap()?, gazetteer, fonts: bundled::fonts()? })
    }

    /// Legs, areas and front lines of a situation, on the land of the base map.
    pub fn derive(&self, situation: &Situation) -> Derived {
        territory::derive(situation, &self.basemap)
    }

    /// The same with faces of the user's own before the shipped ones.
    ///
    /// # Errors
    /// A file that is no TrueType font.
    pub fn with_faces(self, faces: Vec<Face>) -> Result<Self> {
        let all = faces.into_iter().chain(self.fonts.faces().iter().cloned()).collect();
        Ok(Self { fonts: Fonts::new(all)?, ..self })
    }

    /// Lays out the sheet of a situation.
    ///
    /// # Errors
    /// A size out of bounds, or nothing to show.
    pub fn sheet(
        &self,
        situation: &Situation,
        derived: &Derived,
        style: &Style,
        options: &SheetOptions,
    ) -> Result<Sheet> {
        layout::compose(situation, derived, self, style, &self.fonts, &Self::credited(options))
    }

    /// The options with the credits of the shipped data, unless others are given.
    pub(super) fn credited(options: &SheetOptions) -> SheetOptions {
        let mut options = options.clone();
        if options.credits.is_empty() {
            options.credits = bundled::CREDITS.iter().map(|c| (*c).to_owned()).collect();
        }
        options
    }

    pub(super) fn fonts(&self) -> &Fonts {
        &self.fonts
    }

    /// The articles beside the SVG of their sheet, as one page of HTML.
    pub fn page(&self, situation: &Situation, articles: &[&Article], svg: &str) -> String {
        page::page(&Page { situation, articles, svg, fonts: &self.fonts, lang: "en" })
    }

    /// The SVG of a sheet with the outlines of its letters instead of text.
    ///
    /// # Errors
    /// A text in a family that no face has.
    pub fn outlined_svg(&self, sheet: &Sheet) -> Result<String> {
        export::outlined_svg(&sheet.scene, &self.fonts)
    }

    /// The PNG of an SVG of a sheet.
    ///
    /// # Errors
    /// More pixels than the limit.
    pub fn png(&self, svg: &str, sheet: &Sheet, options: export::PngOptions) -> Result<Vec<u8>> {
        export::png(svg, &self.fonts, &sheet.scene.title, &sheet.scene.description, options)
    }

    /// The PDF of an SVG of a sheet; `dpi` says how many of its pixels make an inch of paper.
    ///
    /// # Errors
    /// A page longer than readers of PDF take.
    #[cfg(feature = "pdf")]
    pub fn pdf(&self, svg: &str, sheet: &Sheet, dpi: f64) -> Result<Vec<u8>> {
        export::pdf(svg, &sheet.scene, &self.fonts, dpi)
    }
}

/// The SVG of a sheet.
pub fn svg(sheet: &Sheet) -> String {
    export::svg(&sheet.scene)
}

impl Geography for Studio<'_> {
    fn layers(&self, window: Window, tolerance: f64, view: Worldview) -> Layers {
        self.basemap.within_as(window, tolerance, view)
    }

    fn outlines(&self, window: Window, tolerance: f64, view: Worldview) -> Layers {
        self.basemap.outlines(window, tolerance, view)
    }

    fn towns(&self, window: Window, most: usize) -> Vec<Town> {
        let found = self.gazetteer.towns_within(window.west, window.south, window.east, window.north, most);
        let mut places: Vec<Place<'_>> = found.into_iter().map(|id| self.gazetteer.place_alone(id)).collect();
        let quarters: Vec<bool> = places.iter().map(|p| places.iter().any(|city| is_quarter(p, city))).collect();
        let mut quarters = quarters.into_iter();
        places.retain(|_| !quarters.next().unwrap_or(false));
        places
            .into_iter()
            .map(|place| Town {
                name: plain_name(place.name),
                geonameid: place.geonameid,
                at: place.at,
                population: place.population,
                capital: place.class == FeatureClass::Capital,
            })
            .collect()
    }
}

/// A quarter lies within this of the middle of its city, km.
const QUARTER_KM: f64 = 6.0;
/// Fewer people are a village beside another.
const QUARTER_PEOPLE: u32 = 50_000;
/// A city has at least this share of the people that are counted for a quarter of it.
const CITY_SHARE: f64 = 0.4;

/// True for what a gazetteer has as a town of its own, with people counted for both, although it lies in a city: that one is a seat
/// of government or has been known for longer.
fn is_quarter(place: &Place<'_>, city: &Place<'_>) -> bool {
    place.class == FeatureClass::Town
        && place.population >= QUARTER_PEOPLE
        && place.geonameid != city.geonameid
        && f64::from(city.population) >= f64::from(place.population) * CITY_SHARE
        && (city.class != FeatureClass::Town || city.geonameid < place.geonameid)
        && distance_km(place.at, city.at) <= QUARTER_KM
}

/// A name without the marks of scholarly transliteration (`Ţarţūs` as `Tartus`), which no newspaper prints; accents of
/// living orthographies stay.
fn plain_name(name: &str) -> String {
    use unicode_normalization::UnicodeNormalization;
    const SCHOLARLY: &str = "\u{304}\u{323}\u{327}\u{331}\u{32e}";
    if name.is_ascii() {
        return name.to_owned();
    }
    let transliterated = name.chars().any(|c| "āēīōūĀĒĪŌŪḩḨţŢşŞḑḐz̧Z̧ẕẔḍḌḥḤṣṢṭṬẓẒ‘ʿʾʻ".contains(c))
        && !name.chars().any(|c| "ąćęłńœőűčěřůžğıșțäöüßåøæñç".contains(c));
    if !transliterated {
        return name.to_owned();
    }
    name.nfd().filter(|c| !SCHOLARLY.contains(*c) && !"‘’ʿʾʻʼ".contains(*c)).nfc().collect()
}
