//! The stages joined: bytes of articles in; situation, files and answers out. Opens no files.
//!
//! In: bytes and settings. Out: situations, texts. Never: arguments, messages.

use crate::article;
use crate::article::Article;
use crate::article::ReadOptions;
#[cfg(feature = "bundled-data")]
use crate::bundled;
use crate::control;
use crate::control::Derived;
use crate::error::Result;
use crate::event;
use crate::event::Extraction;
use crate::gazetteer::Gazetteer;
use crate::gazetteer::NameKind;
use crate::lexicon::Lexicon;
use crate::limit::Limit;
use crate::situation;
use crate::situation::Report;
use crate::situation::Sequel;
use crate::situation::Settings;
use crate::situation::Situation;
use crate::situation::geojson;
use crate::situation::overrides;
use crate::situation::overrides::Overrides;
use crate::toponym;
use crate::toponym::ResolvedPlace;
use crate::toponym::Toponym;

pub mod exports;
#[cfg(feature = "png")]
pub mod series;
#[cfg(feature = "png")]
pub mod sheet;
pub mod territory;

/// What the program knows of the world and the language.
#[derive(Debug)]
pub struct Knowledge {
    /// Places.
    pub gazetteer: Gazetteer,
    /// Words that help to read place names.
    pub names: toponym::Lexicon,
    /// Actors, sides and words of war reporting.
    pub lexicon: Lexicon,
}

impl Knowledge {
    /// The knowledge that is shipped.
    ///
    /// # Errors
    /// A damaged data file.
    #[cfg(feature = "bundled-data")]
    pub fn bundled() -> Result<Self> {
        Ok(Self { gazetteer: bundled::gazetteer()?, names: bundled::toponym_lexicon()?, lexicon: bundled::lexicon()? })
    }

    /// Settings of the geoparser with this knowledge.
    pub fn geoparser(&self, countries: &[String]) -> toponym::Options<'_> {
        toponym::Options {
            countries: countries.to_vec(),
            actors: Some(&self.lexicon),
            ..toponym::Options::new(&self.names)
        }
    }
}

/// One article with what was read from it.
#[derive(Debug, Clone)]
pub struct Read {
    /// The article.
    pub article: Article,
    /// Its place names.
    pub toponyms: Vec<Toponym>,
    /// Its events.
    pub extraction: Extraction,
}

/// Reads one article: text, place names, events.
///
/// # Errors
/// Input that is empty, no text, or more than the limits of `options` allow.
pub fn read(
    knowledge: &Knowledge,
    bytes: &[u8],
    source: &str,
    options: &ReadOptions,
    countries: &[String],
    rules: &Overrides,
) -> Result<Read> {
    let mut article = article::read(bytes, source, options)?;
    // A date without a year, and no year in the text: whom it names tells when it was written.
    if article.published.as_ref().is_some_and(|p| p.year_inferred)
        && let Some(years) = event::actor_years(&article, &knowledge.lexicon).filter(|_| options.years.is_none())
    {
        article = article::read(bytes, source, &ReadOptions { years: Some(years), ..*options })?;
    }
    let geoparser = toponym::Options {
        blocked: event::explained_actors(&article, &knowledge.lexicon),
        ..knowledge.geoparser(countries)
    };
    let mut toponyms = toponym::geoparse(&article, &knowledge.gazetteer, &geoparser);
    options.limits.check(Limit::Places, toponyms.len(), source)?;
    overrides::correct(&article, &mut toponyms, rules);
    let extraction = event::extract(&article, &toponyms, &knowledge.lexicon);
    Ok(Read { article, toponyms, extraction })
}

/// The situation after all articles.
pub fn situation(read: &[Read], settings: &Settings) -> Situation {
    let reports: Vec<Report<'_>> =
        read.iter().map(|r| Report { article: &r.article, toponyms: &r.toponyms, extraction: &r.extraction }).collect();
    situation::update(&reports, settings)
}

/// A situation continued with articles that it does not have yet.
pub fn continued<'a>(known: &Situation, read: impl Iterator<Item = &'a Read>, settings: &Settings) -> Sequel {
    let reports: Vec<Report<'_>> =
        read.map(|r| Report { article: &r.article, toponyms: &r.toponyms, extraction: &r.extraction }).collect();
    situation::continued(known, &reports, settings)
}

/// The texts of a situation.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Document {
    /// situation.geojson.
    pub situation: String,
    /// File name and text of each file of `layers/`.
    pub layers: Vec<(String, String)>,
}

/// situation.geojson and the files of `layers/`, with the geometry derived from it.
pub fn document(situation: &Situation, derived: &Derived) -> Document {
    let features = features(situation, derived);
    Document { situation: geojson::document(situation, &features), layers: geojson::layer_files(&features) }
}

/// situation.geojson alone.
pub fn state(situation: &Situation, derived: &Derived) -> String {
    geojson::document(situation, &features(situation, derived))
}

fn features(situation: &Situation, derived: &Derived) -> Vec<geojson::Feature> {
    let mut features = geojson::features(situation);
    features.extend(control::geojson::features(derived));
    features
}

/// A place that the gazetteer knows by a name.
#[derive(Debug, Clone, PartialEq)]
pub struct Found {
    /// The place.
    pub place: ResolvedPlace,
    /// GeoNames feature code.
    pub code: &'static str,
    /// How the name belongs to it.
    pub matched: &'static str,
}

/// The places that a name may mean, best first.
pub fn locate(gazetteer: &Gazetteer, name: &str, countries: &[String], limit: usize) -> Vec<Found> {
    let wide = if countries.is_empty() { limit } else { limit.saturating_mul(50).max(1000) };
    gazetteer
        .search(name, wide)
        .into_iter()
        .filter_map(|hit| {
            let place = gazetteer.place(hit.place);
            if !countries.is_empty() && !countries.iter().any(|c| c == place.country) {
                return None;
            }
            let matched = match hit.kind {
                NameKind::Primary => "name",
                NameKind::Abbreviation => "abbreviation",
                NameKind::Demonym => "demonym",
                NameKind::WithoutArticle => "without its article",
                NameKind::Historic => "former name",
                _ => "other name",
            };
            let resolved = ResolvedPlace {
                key: gazetteer.key(hit.place),
                name: place.name.to_owned(),
                at: place.at,
                class: place.class,
                country: place.country.to_owned(),
                admin1: gazetteer.admin1_name(place.country, place.admin1).to_owned(),
                geonameid: place.geonameid,
                population: place.population,
            };
            Some(Found { code: place.class.code(), place: resolved, matched })
        })
        .take(limit)
        .collect()
}
