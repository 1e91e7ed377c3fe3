//! Overrides: an analyst's corrections that survive the next run, as TOML.
//!
//! In: text of a file. Out: [`Overrides`], applied to toponyms before extraction and to events after. Never: guesses.

use serde::Deserialize;

use crate::article::Article;
use crate::date::Date;
use crate::error::Error;
use crate::error::Result;
use crate::gazetteer::FeatureClass;
use crate::geodesy::LonLat;
use crate::situation::location::fold;
use crate::situation::location::slug;
use crate::toponym::ResolvedPlace;
use crate::toponym::Toponym;
use crate::toponym::ToponymKind;

/// Corrections.
#[derive(Debug, Clone, Default, PartialEq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Overrides {
    /// Name of the file, for messages.
    #[serde(skip)]
    pub file: String,
    /// Corrections of places.
    #[serde(default)]
    pub place: Vec<PlaceRule>,
    /// Corrections of events.
    #[serde(default)]
    pub event: Vec<EventRule>,
    /// Corrections of sides.
    #[serde(default)]
    pub side: Vec<SideRule>,
}

/// What a name in the text means.
#[derive(Debug, Clone, Default, PartialEq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct PlaceRule {
    /// The name as the text spells it.
    pub name: String,
    /// Where it lies, degrees.
    pub lat: Option<f64>,
    /// Where it lies, degrees.
    pub lon: Option<f64>,
    /// Name on the map.
    pub rename: Option<String>,
    /// It is no place at all.
    #[serde(default)]
    pub not_a_place: bool,
}

/// What an event should be.
#[derive(Debug, Clone, Default, PartialEq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct EventRule {
    /// Id of the event in situation.geojson.
    pub id: String,
    /// The event is wrong.
    #[serde(default)]
    pub drop: bool,
    /// What happened.
    pub event_type: Option<String>,
    /// How it is asserted.
    pub assertion: Option<String>,
    /// Side of the actor.
    pub actor_side: Option<String>,
    /// Day, as `"2024-12-05"`.
    pub date: Option<String>,
}

/// Which side an actor is on.
#[derive(Debug, Clone, Default, PartialEq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct SideRule {
    /// Name of the actor or side as the text has it.
    pub actor: String,
    /// Id of its side.
    pub side: String,
}

/// Reads overrides.
///
/// # Errors
/// Text that is no TOML, an unknown key, a coordinate out of range, an unknown term: with the line or the rule.
pub fn parse(file: &str, text: &str) -> Result<Overrides> {
    let input = |message: String| Error::Input { file: file.to_owned(), message };
    let mut rules: Overrides = toml::from_str(text).map_err(|e| {
        let line = e.span().map_or(0, |s| text.get(..s.start).unwrap_or("").matches('\n').count() + 1);
        input(format!("line {line}: {}", e.message().replace('\n', " ")))
    })?;
    for rule in &rules.place {
        match (rule.lat, rule.lon) {
            (None, None) if rule.not_a_place || rule.rename.is_some() => {}
            (Some(lat), Some(lon)) if lat.abs() <= 90.0 && lon.abs() <= 180.0 => {}
            (Some(lat), Some(lon)) => {
                return Err(input(format!(
                    "place \"{}\": lat {lat}, lon {lon} is out of range; are they swapped?",
                    rule.name
                )));
            }
            _ => {
                return Err(input(format!("place \"{}\": give lat and lon, rename, or not_a_place = true", rule.name)));
            }
        }
    }
    for rule in &rules.event {
        if let Some(text) = &rule.event_type
            && crate::terms::EventType::parse(text).is_none()
        {
            return Err(input(format!("event \"{}\": unknown event_type \"{text}\"", rule.id)));
        }
        if let Some(text) = &rule.assertion
            && crate::terms::Assertion::parse(text).is_none()
        {
            return Err(input(format!("event \"{}\": unknown assertion \"{text}\"", rule.id)));
        }
        if let Some(text) = &rule.date
            && text.parse::<Date>().is_err()
        {
            return Err(input(format!("event \"{}\": date \"{text}\" is not like 2024-12-05", rule.id)));
        }
    }
    file.clone_into(&mut rules.file);
    Ok(rules)
}

/// Applies the corrections of places to the toponyms of an article, before events are extracted.
pub fn correct(article: &Article, toponyms: &mut Vec<Toponym>, rules: &Overrides) {
    if rules.place.is_empty() {
        return;
    }
    let rule_for = |t: &Toponym| {
        let surface = fold(article.text.get(t.span.clone()).unwrap_or(""));
        let name = t.place.as_ref().map(|p| fold(&p.name));
        rules.place.iter().find(|r| fold(&r.name) == surface || name.as_ref() == Some(&fold(&r.name)))
    };
    toponyms.retain(|t| rule_for(t).is_none_or(|r| !r.not_a_place));
    for toponym in toponyms {
        let Some(rule) = rule_for(toponym) else {
            continue;
        };
        let name = rule
            .rename
            .clone()
            .or_else(|| toponym.place.as_ref().map(|p| p.name.clone()))
            .unwrap_or_else(|| rule.name.clone());
        if let (Some(lat), Some(lon)) = (rule.lat, rule.lon) {
            let old = toponym.place.take();
            let old = old.as_ref();
            toponym.place = Some(ResolvedPlace {
                key: format!("hand:{}", slug(&name)),
                name,
                at: LonLat::new(lon, lat),
                class: old.map_or(FeatureClass::Town, |p| p.class),
                country: old.map(|p| p.country.clone()).unwrap_or_default(),
                admin1: old.map(|p| p.admin1.clone()).unwrap_or_default(),
                geonameid: 0,
                population: old.map_or(0, |p| p.population),
            });
            toponym.kind = ToponymKind::Place;
            toponym.confidence = 1.0;
        } else if let Some(place) = &mut toponym.place {
            place.name = name;
        }
    }
}
