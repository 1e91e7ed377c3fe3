//! Labelled places: who holds which place, as the votes that control areas are made from.
//!
//! In: a situation. Out: [`Label`]s in a fixed order. Never: geometry.

use std::collections::BTreeMap;

use crate::control::corridor;
use crate::control::route::Hop;
use crate::date::Date;
use crate::geodesy::LonLat;
use crate::situation::Location;
use crate::situation::Situation;
use crate::terms::HolderStatus;
use crate::terms::Precision;

/// A place with its holder.
#[derive(Debug, Clone, PartialEq)]
pub(super) struct Label {
    pub(super) at: LonLat,
    /// Side id; `None` only where nobody holds a contested place alone.
    pub(super) holder: Option<String>,
    /// Assessed, claimed or contested.
    pub(super) status: HolderStatus,
    /// ISO 3166-1 alpha-2, empty if not known.
    pub(super) country: String,
    /// An article tells of the place, not the baseline alone.
    pub(super) reported: bool,
    /// Nobody names the place; it lies between two that were taken.
    pub(super) inferred: bool,
    /// The last day of what is told of it; `None` if not known.
    pub(super) day: Option<Date>,
}

/// Most labels that are looked at.
const MOST: usize = 20_000;

/// The labels of a situation: settlements, bases and other points with a holder, or contested. Divisions and regions
/// do not vote, and of several labels on one spot that disagree a contested one remains.
pub(super) fn labels(situation: &Situation, hops: &[Vec<Hop<'_>>]) -> Vec<Label> {
    let events =
        situation.events.iter().map(|e| (&e.location, &e.holder, e.holder_status, true, e.period.map(|p| p.end)));
    let places = situation.places.iter().map(|p| (&p.location, &p.holder, p.holder_status, p.by_hand, None));
    let mut spots: BTreeMap<(i64, i64), Label> = BTreeMap::new();
    for (location, holder, status, reported, day) in places.chain(events) {
        let known = match status {
            HolderStatus::Assessed | HolderStatus::Claimed => holder.is_some(),
            HolderStatus::Contested => true,
            HolderStatus::Unknown => false,
        };
        if !known || !votes(location) || spots.len() >= MOST {
            continue;
        }
        let label = Label {
            at: location.at.rounded(),
            holder: holder.clone(),
            status,
            country: location.country.clone(),
            reported,
            inferred: false,
            day,
        };
        let spot = ((location.at.lat * 1e4).round() as i64, (location.at.lon * 1e4).round() as i64);
        spots
            .entry(spot)
            .and_modify(|known| {
                known.reported |= reported;
                known.day = known.day.max(day);
                if known.holder != label.holder || known.status == HolderStatus::Contested {
                    known.status = HolderStatus::Contested;
                    known.holder = None;
                } else if label.status == HolderStatus::Assessed {
                    known.status = HolderStatus::Assessed;
                }
            })
            .or_insert(label);
    }
    corridor::pass(&situation.axes, hops, spots.into_values().collect())
}

/// True for a point that stands for itself; of parks, ports and other grounds that is a military base.
fn votes(location: &Location) -> bool {
    let point = !matches!(location.feature_class.as_str(), "A" | "H" | "R" | "L") || location.feature_code == "MILB";
    location.geo_precision != Precision::Region && point
}
