//! Which countries and divisions the likely names of a document lie in.
//!
//! In: names judged by the first pass. Out: [`Support`] of a name by the others. Never: decisions.

use std::collections::BTreeMap;

use crate::toponym::knowledge::model::Support;
use crate::toponym::lookup::Lookup;
use crate::toponym::lookup::Sense;
use crate::toponym::recognise::Judged;

/// Most senses of a name that count.
const SENSES: usize = 12;

/// Weight of names by country and by division.
#[derive(Debug, Default)]
pub(super) struct Focus {
    countries: BTreeMap<u32, f32>,
    divisions: BTreeMap<u64, f32>,
    own: BTreeMap<usize, f32>,
    total: f32,
}

/// Share of each of the first senses, by prior.
fn shares(senses: &[Sense]) -> impl Iterator<Item = (&Sense, f32)> {
    let top = senses.first().map_or(0.0, |s| s.prior);
    let sum: f32 = senses.iter().take(SENSES).map(|s| libm::expf((s.prior - top) * 0.7)).sum();
    senses.iter().take(SENSES).map(move |s| (s, libm::expf((s.prior - top) * 0.7) / sum.max(1e-6)))
}

impl Focus {
    /// Adds up all names.
    pub(super) fn read(judged: &[Judged], lookup: &Lookup<'_>) -> Self {
        let mut focus = Self::default();
        for one in judged {
            if let Some(entry) = one.span.entry.filter(|_| one.probability > 0.3) {
                let slot = focus.own.entry(entry).or_insert(0.0);
                *slot = slot.max(one.probability as f32);
            }
        }
        for (&entry, &weight) in &focus.own {
            focus.total += weight;
            for (sense, share) in shares(lookup.senses(entry)) {
                *focus.countries.entry(sense.country).or_insert(0.0) += weight * share;
                if sense.admin1 != 0 {
                    *focus.divisions.entry(sense.admin1).or_insert(0.0) += weight * share;
                }
            }
        }
        focus
    }

    /// The three countries with most weight.
    pub(super) fn leading_countries(&self) -> Vec<u32> {
        let mut order: Vec<(u32, f32)> = self
            .countries
            .iter()
            .filter(|&(&country, &weight)| country != 0 && weight >= 0.7)
            .map(|(&country, &weight)| (country, weight))
            .collect();
        order.sort_by(|a, b| b.1.total_cmp(&a.1).then(a.0.cmp(&b.0)));
        order.truncate(3);
        order.into_iter().map(|(country, _)| country).collect()
    }

    /// How the other names of the document support this one.
    pub(super) fn support(&self, entry: usize, probability: f64, lookup: &Lookup<'_>) -> Support {
        let weight = if probability > 0.3 { self.own.get(&entry).copied().unwrap_or(0.0) } else { 0.0 };
        if self.total - weight < 0.8 {
            return Support::Alone;
        }
        let mut best = Support::None;
        for (sense, share) in shares(lookup.senses(entry)) {
            let division = self.divisions.get(&sense.admin1).copied().unwrap_or(0.0) - weight * share;
            let country = self.countries.get(&sense.country).copied().unwrap_or(0.0) - weight * share;
            if sense.admin1 != 0 && division >= 0.6 {
                return Support::Division;
            }
            if sense.country != 0 && country >= 0.8 {
                best = Support::Country;
            }
        }
        best
    }
}
