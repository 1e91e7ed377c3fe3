//! The data shipped with the program.
//!
//! In: files of `data/` and `styles/` at build time. Out: parsed tables. Never: a choice between them.

#[cfg(feature = "bundled-data")]
use std::borrow::Cow;

use crate::basemap::Basemap;
use crate::error::Error;
use crate::error::Result;
use crate::error::meant;
#[cfg(feature = "bundled-data")]
use crate::font::Face;
#[cfg(feature = "bundled-data")]
use crate::font::Fonts;
#[cfg(feature = "bundled-data")]
use crate::gazetteer::Gazetteer;
#[cfg(feature = "bundled-data")]
use crate::gazetteer::LayerInput;
use crate::layout::Language;
use crate::lexicon::Lexicon;
use crate::lexicon::Tables;
use crate::style::Style;
use crate::toponym;

/// What a published map must say of the data it was drawn from.
pub const CREDITS: &[&str] = &[
    "Base map: Natural Earth, GSHHG; places: GeoNames (CC BY 4.0).",
    "Borders as in Natural Earth, no endorsement implied.",
];

/// An article of our own with its file name: what a style is shown with.
pub const EXAMPLE: (&str, &str) = ("hama-falls.txt", include_str!("../data/articles/hama-falls.txt"));

/// The lexicon of actors, sides and words of war reporting.
///
/// # Errors
/// A table that does not parse.
pub fn lexicon() -> Result<Lexicon> {
    Lexicon::parse(&Tables {
        actors: include_str!("../data/lexicon/actors.tsv"),
        cues: include_str!("../data/lexicon/cues.tsv"),
        media: include_str!("../data/lexicon/media.tsv"),
        nations: include_str!("../data/lexicon/nations.tsv"),
        sides: include_str!("../data/lexicon/sides.tsv"),
        triggers: include_str!("../data/lexicon/triggers.tsv"),
        verbs: include_str!("../data/lexicon/verbs.tsv"),
        words: include_str!("../data/lexicon/words.tsv"),
    })
}

/// The names of actors and media alone, for finding places.
///
/// # Errors
/// A table that does not parse.
pub fn actor_names() -> Result<Lexicon> {
    Lexicon::parse_names(include_str!("../data/lexicon/actors.tsv"), include_str!("../data/lexicon/media.tsv"))
}

/// Borders, coasts, rivers and lakes.
///
/// # Errors
/// When a file is damaged or of another version.
pub fn basemap() -> Result<Basemap> {
    Basemap::open(include_bytes!("../data/basemap/land.bin"), include_bytes!("../data/water/water.bin"))
}

/// Word classes and model weights of the geoparser.
///
/// # Errors
/// Never for the tables shipped, which are compiled when the program is built.
pub fn toponym_lexicon() -> Result<toponym::Lexicon> {
    let words: &'static [u8] = include_bytes!(concat!(env!("OUT_DIR"), "/words.bin"));
    let weights = include_bytes!(concat!(env!("OUT_DIR"), "/weights.bin"));
    toponym::Lexicon::open(words, weights)
        .map_err(|error| Error::Data { file: "data/toponym".to_owned(), message: error.to_string() })
}

/// Places and names: the base layer and the hand-kept tables above it.
///
/// # Errors
/// When a layer is damaged or of another version.
#[cfg(feature = "bundled-data")]
pub fn gazetteer() -> Result<Gazetteer> {
    let layer =
        |label: &str, bytes: &'static [u8]| LayerInput { label: label.to_owned(), bytes: bytes.into(), trusted: true };
    Gazetteer::open([
        layer("base", include_bytes!("../data/gazetteer/base.bin")),
        layer("hand-kept", include_bytes!(concat!(env!("OUT_DIR"), "/hand_kept.bin"))),
    ])
}

/// The house face and the faces behind it.
///
/// # Errors
/// When a face is damaged.
#[cfg(feature = "bundled-data")]
pub fn fonts() -> Result<Fonts> {
    let house = |weight, italic, bytes: &'static [u8]| Face {
        family: "Source Sans 3".to_owned(),
        weight,
        italic,
        bytes: Cow::Borrowed(bytes),
    };
    let behind = |weight, bytes: &'static [u8]| Face {
        family: "DejaVu Sans".to_owned(),
        weight,
        italic: false,
        bytes: Cow::Borrowed(bytes),
    };
    Fonts::new(vec![
        house(400, false, frontline_source_sans::REGULAR),
        house(400, true, frontline_source_sans::ITALIC),
        house(600, false, frontline_source_sans::SEMIBOLD),
        house(700, false, frontline_source_sans::BOLD),
        behind(400, dejavu::sans::regular()),
        behind(700, dejavu::sans::bold()),
    ])
}

/// Tag, table and names of places of each shipped language other than English.
const LANGUAGES: [(&str, &str, &str); 6] = [
    ("ar", include_str!("../data/languages/ar.tsv"), include_str!("../data/languages/places-ar.tsv")),
    ("de", include_str!("../data/languages/de.tsv"), ""),
    ("es", include_str!("../data/languages/es.tsv"), ""),
    ("fr", include_str!("../data/languages/fr.tsv"), ""),
    ("ru", include_str!("../data/languages/ru.tsv"), include_str!("../data/languages/places-ru.tsv")),
    ("uk", include_str!("../data/languages/uk.tsv"), include_str!("../data/languages/places-uk.tsv")),
];

/// Tags of the shipped languages.
pub fn language_tags() -> Vec<&'static str> {
    std::iter::once("en").chain(LANGUAGES.iter().map(|(tag, ..)| *tag)).collect()
}

/// A shipped language by its tag.
///
/// # Errors
/// A tag that is not shipped, or a damaged table.
pub fn language(tag: &str) -> Result<Language> {
    if tag == "en" {
        return Ok(Language::english());
    }
    let Some((tag, words, places)) = LANGUAGES.iter().find(|(t, ..)| *t == tag) else {
        return Err(Error::Input {
            file: "language".to_owned(),
            message: format!(
                "there is no language `{tag}`; expected one of {}{}",
                language_tags().join(", "),
                meant(tag, language_tags())
            ),
        });
    };
    let lexicon = lexicon()?;
    let sides = lexicon.sides().map(|s| (s.id.as_str(), s.name.as_str()));
    Ok(Language::read(tag, words)?.with_places(*places).with_sides(sides))
}

/// Name and text of each shipped style.
pub const STYLES: [(&str, &str); 6] = [
    ("contrast", include_str!("../styles/contrast.toml")),
    ("dark", include_str!("../styles/dark.toml")),
    ("default", include_str!("../styles/default.toml")),
    ("military", include_str!("../styles/military.toml")),
    ("minimal", include_str!("../styles/minimal.toml")),
    ("print", include_str!("../styles/print.toml")),
];

/// A shipped style.
///
/// # Errors
/// When there is no such style.
pub fn style(name: &str) -> Result<Style> {
    Style::load(name, &|wanted| STYLES.iter().find(|(n, _)| *n == wanted).map(|(_, text)| (*text).to_owned()))
}
