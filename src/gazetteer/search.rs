//! Ranked search for one name, for people who ask what the gazetteer knows.

use super::layer::names;
use super::{FeatureClass, Gazetteer, Hit, NameKind};

impl Gazetteer {
    /// The places a name may mean, best first, at most `limit`: by how the name belongs to them, then by rank of the
    /// feature, then by population. If nothing bears the name: other transliterations, then names that begin with it.
    pub fn search(&self, name: &str, limit: usize) -> Vec<Hit> {
        let mut hits = self.lookup(name);
        let key = names::fold(name);
        if hits.is_empty() {
            hits = self.variants(&key);
        }
        if hits.is_empty() && key.chars().count() >= 3 {
            for (index, layer) in self.numbered() {
                for (_, postings) in layer.completions(&key, limit.saturating_mul(8)) {
                    hits.extend(
                        postings.into_iter().filter_map(|posting| self.hit(index, posting).map(|(hit, _)| hit)),
                    );
                }
            }
            for hit in &mut hits {
                hit.kind = NameKind::Variant;
            }
        }
        let mut hits = super::distinct(hits);
        hits.sort_by_cached_key(|hit| {
            let place = self.place(hit.place);
            (hit.kind, rank(place.class), std::cmp::Reverse(place.population), hit.place)
        });
        hits.truncate(limit);
        hits
    }
}

/// Countries and divisions before towns, towns before what lies in and around them.
const fn rank(class: FeatureClass) -> u8 {
    match class {
        FeatureClass::Country | FeatureClass::Continent => 0,
        FeatureClass::Capital | FeatureClass::Seat | FeatureClass::Town | FeatureClass::Admin1 => 1,
        FeatureClass::Region | FeatureClass::Sea | FeatureClass::River | FeatureClass::Desert => 2,
        _ => 3,
    }
}
