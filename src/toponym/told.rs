//! Positions that a text tells of a name: "X, a village 25 km west of Y", "X, a hamlet beside Y", "X, 12 km from Y".
//!
//! In: names with the senses weighed. Out: senses ruled out by the words, and places that no gazetteer has, inferred from
//! a neighbour. Never: exact positions of such places.

use std::collections::BTreeMap;

use crate::gazetteer::FeatureClass;
use crate::gazetteer::Gazetteer;
use crate::gazetteer::names;
use crate::geodesy;
use crate::geodesy::LonLat;
use crate::toponym::ResolvedPlace;
use crate::toponym::apposition;
use crate::toponym::apposition::Apposition;
use crate::toponym::knowledge::model::Weights;
use crate::toponym::knowledge::words::class;
use crate::toponym::lookup::Sense;
use crate::toponym::mention::Named;
use crate::toponym::relative;
use crate::toponym::relative::Offset;
use crate::toponym::resolve::Group;
use crate::toponym::token::Token;

/// Most tokens between the description and the neighbour it names.
const MOST_BETWEEN: usize = 9;
/// How far a place may lie from where the text puts it, km, and by what share of the distance told more.
const SLACK_KM: f64 = 30.0;
const SLACK: f64 = 0.3;
/// Within so many km the division of the neighbour is taken over.
const SAME_DIVISION_KM: f64 = 20.0;
/// Confidence of a place that is inferred.
pub(super) const CONFIDENCE: f64 = 0.5;

/// What the text tells of one name.
#[derive(Debug, Clone, Copy)]
struct Told {
    /// Index of the name.
    name: usize,
    /// The position; with a distance but no direction, that of the neighbour.
    at: LonLat,
    /// Distance from `at`, km.
    km: f64,
    /// How far the place may lie off, km.
    slack_km: f64,
    /// The neighbour.
    anchor: Sense,
}

impl Told {
    fn fits(&self, sense: &Sense) -> bool {
        (geodesy::distance_km(sense.at, self.at) - self.km).abs() <= self.slack_km
    }
}

/// Rules out senses that lie elsewhere than the text says; what then has no sense gets an inferred place, by index of name.
pub(super) fn apply(
    (text, tokens): (&str, &[Token]),
    names: &[Named],
    groups: &mut [Group],
    group_of: &[Option<usize>],
    weights: &Weights,
    gazetteer: &Gazetteer,
) -> BTreeMap<usize, ResolvedPlace> {
    let told = read_all((text, tokens), names, groups, group_of);
    let surface = |index: usize| {
        let name = names.get(index)?;
        Some(names::fold(text.get(name.start..name.end)?)).filter(|key| !key.is_empty())
    };
    let mut inferred: BTreeMap<String, ResolvedPlace> = BTreeMap::new();
    for told in told {
        let (index, at, anchor) = (told.name, told.at, told.anchor);
        // Without a direction a place can be told from its namesakes, but not put anywhere.
        let somewhere = told.km > 0.0;
        let group = group_of.get(index).copied().flatten().and_then(|g| groups.get_mut(g));
        if let Some(group) = group.filter(|group| !group.senses.is_empty()) {
            if group.senses.iter().any(|sense| told.fits(sense)) {
                group.keep_only(|sense| told.fits(sense), weights);
                continue;
            }
            group.unmet |= !somewhere;
        }
        if somewhere {
            continue;
        }
        let Some(key) = surface(index) else { continue };
        let Some(name) = names.get(index).and_then(|name| text.get(name.start..name.end)) else { continue };
        let beside = gazetteer.place(anchor.id);
        let near = geodesy::distance_km(anchor.at, at) <= SAME_DIVISION_KM;
        inferred.entry(key).or_insert_with(|| ResolvedPlace {
            key: format!("{}{}", ResolvedPlace::INFERRED, names::slug(name)),
            name: name.split_whitespace().collect::<Vec<_>>().join(" "),
            at,
            class: FeatureClass::Town,
            country: beside.country.to_owned(),
            admin1: if near { beside.admin1_name.to_owned() } else { String::new() },
            geonameid: 0,
            population: 0,
        });
    }
    if inferred.is_empty() {
        return BTreeMap::new();
    }
    // The same name elsewhere in the text is the same place.
    let own = |index: usize| Some((index, inferred.get(&surface(index)?)?.clone()));
    (0..names.len()).filter_map(own).collect()
}

fn read_all(
    (text, tokens): (&str, &[Token]),
    names: &[Named],
    groups: &[Group],
    group_of: &[Option<usize>],
) -> Vec<Told> {
    let sense = |index: usize| {
        let group = groups.get(group_of.get(index).copied().flatten()?).filter(|group| !group.unmet)?;
        let sense = group.senses.get(group.best()?)?;
        is_spot(sense.class).then_some(sense)
    };
    let mut out = Vec::new();
    for (index, name) in names.iter().enumerate() {
        let Some(found) = apposition::read(tokens, name.next).or_else(|| apposition::read_distance(tokens, name.next))
        else {
            continue;
        };
        let own = tokens.get(name.first).map(|t| t.sentence);
        let beside = names.get(index + 1).filter(|n| {
            (found.next..=found.next + MOST_BETWEEN).contains(&n.first)
                && tokens.get(n.first).map(|t| t.sentence) == own
        });
        let Some((beside, anchor)) = beside.and_then(|n| Some((n, sense(index + 1)?))) else { continue };
        if let Some((at, km)) = read_position((text, tokens), found, (beside, anchor), || {
            let (other, sense) = (names.get(index + 2)?, sense(index + 2)?);
            Some((other.first, other.next, other.end, sense.at))
        }) {
            let slack_km = SLACK_KM + SLACK * km.max(geodesy::distance_km(anchor.at, at));
            out.push(Told { name: index, at, km, slack_km, anchor: *anchor });
        }
    }
    out
}

/// True for what a distance is told from.
const fn is_spot(class: FeatureClass) -> bool {
    use FeatureClass::{Airport, Base, Camp, Capital, Crossing, Facility, Mountain, Quarter, Seat, Town};
    matches!(class, Town | Capital | Seat | Quarter | Camp | Base | Airport | Crossing | Facility | Mountain)
}

/// The position told by what stands between the type word and the neighbour, and the distance from it where it is a ring.
fn read_position(
    (text, tokens): (&str, &[Token]),
    found: Apposition,
    (beside, anchor): (&Named, &Sense),
    after: impl FnOnce() -> Option<(usize, usize, usize, LonLat)>,
) -> Option<(LonLat, f64)> {
    let from = tokens.get(found.next)?;
    if let Some(Offset { start, km, bearing }) = relative::read_measure(text, tokens, beside.first) {
        let told = match bearing {
            Some(bearing) => (geodesy::destination(anchor.at, bearing, km), 0.0),
            None => (anchor.at, km),
        };
        return (start >= from.start).then_some(told);
    }
    let between = tokens.get(found.next..beside.first)?;
    let word = |t: &Token| text.get(t.start..t.end).unwrap_or("");
    if word(from) == "between" {
        let (first, next, end, at) = after()?;
        let both = relative::read_between(
            text,
            tokens,
            (beside.first, beside.next, anchor.at),
            (first, next, at),
            (beside.end, end),
        )?;
        return Some((both.at, 0.0));
    }
    let is_near = match word(from) {
        "near" | "beside" | "outside" | "opposite" | "adjoining" | "bordering" => true,
        "close" | "next" | "adjacent" | "just" => between.get(1).is_some_and(|t| matches!(word(t), "to" | "outside")),
        _ => false,
    };
    let plain = between.iter().skip(1).all(|t| {
        t.lower(class::LOCATION | class::PREPOSITION | class::ARTICLE | class::TOWN | class::DIRECTION | class::HOLDER)
    });
    (is_near && plain).then_some((anchor.at, 0.0))
}
