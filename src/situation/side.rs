//! Sides across articles and baseline: the same party under one id.
//!
//! In: sides of extractions in the order of the articles, holders of a baseline. Out: one list of [`Side`]s and the
//! index of each. Never: holders of places.

use std::collections::BTreeMap;

use crate::event::Extraction;
use crate::event::Side as ReportedSide;
use crate::situation::Side;
use crate::situation::location::fold;

/// Words that name a party by its part in the story only.
const ROLES: &[&str] = &[
    "rebel",
    "rebels",
    "insurgent",
    "insurgents",
    "militant",
    "militants",
    "fighter",
    "fighters",
    "opposition",
    "jihadist",
    "jihadists",
    "islamist",
    "islamists",
    "separatist",
    "separatists",
    "gunmen",
    "attackers",
    "army",
    "government",
    "troops",
    "forces",
    "soldiers",
    "regime",
    "military",
    "militia",
    "militias",
    "enemy",
    "units",
    "police",
    "defenders",
    "the",
    "and",
    "of",
    "armed",
    "local",
    "anti",
    "pro",
    "loyalist",
    "loyalists",
    "state",
    "factions",
    "faction",
    "groups",
    "group",
    "allied",
    "allies",
    "their",
    "coalition",
    "side",
    "attacker",
    "defender",
    "men",
    "invaders",
];

/// Words that name the government's part.
const STATE_ROLES: &[&str] =
    &["army", "government", "troops", "regime", "military", "loyalist", "loyalists", "state", "police", "soldiers"];

/// The sides of a situation.
#[derive(Debug, Default)]
pub(super) struct Sides {
    /// In order of first appearance, those of the baseline first.
    pub(super) list: Vec<Side>,
    names: BTreeMap<String, usize>,
    from_baseline: usize,
    /// What is known of the holders of a baseline.
    told: Vec<Side>,
    attacker: Option<usize>,
    defender: Option<usize>,
}

impl Sides {
    /// Starts with the holders that a baseline names.
    pub(super) fn with_holders<'a>(holders: impl Iterator<Item = &'a str>, told: &[Side]) -> Self {
        let mut sides = Self { told: told.to_vec(), ..Self::default() };
        for holder in holders {
            sides.holder(holder);
        }
        sides.from_baseline = sides.list.len();
        sides
    }

    /// Who attacks and who defends, where that is known before the first article.
    pub(super) fn take_parts(&mut self, (attacker, defender): &(Option<String>, Option<String>)) {
        self.attacker = attacker.as_deref().map(|id| self.holder(id));
        self.defender = defender.as_deref().map(|id| self.holder(id));
    }

    /// The index of a holder named by a baseline or an override.
    pub(super) fn holder(&mut self, name: &str) -> usize {
        let key = fold(&name.replace('_', " "));
        if let Some(&index) = self.names.get(&key) {
            return index;
        }
        let told = self.told.iter().find(|s| s.id == name);
        let named_so = name.split(['_', ' ', '-']).any(|w| STATE_ROLES.contains(&w.to_lowercase().as_str()));
        let state = told.map_or(named_so, |s| s.state);
        let colour = told.map_or_else(|| state.then(|| "government".to_owned()), |s| s.colour.clone());
        let shown = told.map_or_else(|| readable(name), |s| s.name.clone());
        let index = self.list.len();
        self.list.push(Side { id: name.to_owned(), name: shown, state, colour });
        self.names.insert(key, index);
        index
    }

    /// Takes in the sides of the next article; the result maps its indices to this list.
    pub(super) fn take_in(&mut self, extraction: &Extraction, later: &[&Extraction]) -> Vec<usize> {
        let map: Vec<usize> = extraction
            .sides
            .iter()
            .enumerate()
            .map(|(i, side)| {
                let attacks = extraction.attacker == Some(i);
                let defends = extraction.defender == Some(i);
                self.identify(side, attacks, defends, later)
            })
            .collect();
        let at = |i: Option<usize>| i.and_then(|i| map.get(i).copied());
        self.attacker = self.attacker.or_else(|| at(extraction.attacker));
        self.defender = self.defender.or_else(|| at(extraction.defender));
        map
    }

    fn identify(&mut self, side: &ReportedSide, attacks: bool, defends: bool, later: &[&Extraction]) -> usize {
        if let Some(index) = self.known(side) {
            self.complete(index, side);
            return index;
        }
        if is_role(&side.name) {
            // "The rebels" of a later article are the attackers that an earlier one named.
            let state = side.state || is_state_role(&side.name);
            let same_part =
                [self.attacker.filter(|_| !defends), self.defender.filter(|_| !attacks)].into_iter().flatten();
            if let Some(index) = same_part.into_iter().find(|&i| self.list.get(i).is_some_and(|s| s.state == state)) {
                return index;
            }
            if state && let Some(index) = self.list.iter().take(self.from_baseline).position(|s| s.state) {
                self.complete(index, side);
                return index;
            }
            let named = later.iter().find_map(|e| {
                let i = if attacks {
                    e.attacker?
                } else if defends {
                    e.defender?
                } else {
                    return None;
                };
                e.sides.get(i).filter(|s| !is_role(&s.name) && s.state == state)
            });
            if let Some(named) = named {
                return self.known(named).unwrap_or_else(|| self.add(named));
            }
        }
        self.add(side)
    }

    /// The side with this id, or the baseline holder that one of its names means.
    fn known(&self, side: &ReportedSide) -> Option<usize> {
        if let Some(&index) = self.names.get(&fold(&side.id)) {
            return Some(index);
        }
        if let Some(index) =
            self.list.iter().position(|s| s.id == side.id || (s.name == side.name && !is_role(&s.name)))
        {
            return Some(index);
        }
        let last = side.id.rsplit('-').next().unwrap_or("");
        let acronyms = acronyms(side);
        let mut words: Vec<&str> = vec![last, &side.name];
        words.extend(side.aliases.iter().map(String::as_str));
        words.extend(acronyms.iter().map(String::as_str));
        if side.colour.as_deref() == Some("government") {
            words.push("government");
        }
        words.iter().find_map(|w| self.names.get(&fold(w)).copied().filter(|&i| i < self.from_baseline))
    }

    /// Fills in what a baseline does not say of its holders.
    fn complete(&mut self, index: usize, side: &ReportedSide) {
        self.names.entry(fold(&side.id)).or_insert(index);
        if let Some(entry) = self.list.get_mut(index) {
            if entry.name == readable(&entry.id) && !is_role(&side.name) {
                entry.name.clone_from(&side.name);
            }
            entry.state |= side.state;
            if side.colour.is_some() {
                entry.colour.clone_from(&side.colour);
            }
        }
    }

    fn add(&mut self, side: &ReportedSide) -> usize {
        let index = self.list.len();
        // A baseline that says "hts", not "syr-hts", gets newcomers of the same kind.
        let plain = self.from_baseline > 0
            && self.list.iter().take(self.from_baseline).all(|s| without_country(&s.id).is_none());
        let short = without_country(&side.id).filter(|_| plain).filter(|id| self.list.iter().all(|s| s.id != *id));
        self.list.push(Side {
            id: short.unwrap_or(&side.id).to_owned(),
            name: side.name.clone(),
            state: side.state,
            colour: side.colour.clone(),
        });
        self.names.entry(fold(&side.id)).or_insert(index);
        index
    }

    /// The attacking and the defending side of the story.
    pub(super) const fn parts(&self) -> (Option<usize>, Option<usize>) {
        (self.attacker, self.defender)
    }

    /// The id of a side.
    pub(super) fn id(&self, index: usize) -> Option<&str> {
        self.list.get(index).map(|s| s.id.as_str())
    }
}

/// `hts` of `syr-hts`.
fn without_country(id: &str) -> Option<&str> {
    let (country, rest) = id.split_once('-')?;
    (country.len() == 3 && country.bytes().all(|b| b.is_ascii_lowercase()) && !rest.is_empty()).then_some(rest)
}

/// True for a name that tells only the part in the story: "the rebels", "government forces".
pub(super) fn is_role(name: &str) -> bool {
    let mut words = name.split(|c: char| !c.is_alphanumeric()).filter(|w| !w.is_empty()).peekable();
    words.peek().is_some() && words.all(|w| ROLES.contains(&w.to_lowercase().as_str()))
}

fn is_state_role(name: &str) -> bool {
    let lower = name.to_lowercase();
    !lower.contains("anti") && lower.split(|c: char| !c.is_alphanumeric()).any(|w| STATE_ROLES.contains(&w))
}

/// Acronyms of the names: in brackets, or made of the initials of three words or more.
fn acronyms(side: &ReportedSide) -> Vec<String> {
    let mut out = Vec::new();
    for name in std::iter::once(&side.name).chain(&side.aliases) {
        if let Some((_, rest)) = name.split_once('(')
            && let Some((inner, _)) = rest.split_once(')')
        {
            out.push(inner.to_owned());
        }
        let capitals: String =
            name.split([' ', '-']).filter_map(|w| w.chars().next()).filter(|c| c.is_uppercase()).collect();
        if capitals.chars().count() >= 3 {
            out.push(capitals);
        }
    }
    out
}

/// `us_tanf` as `US Tanf`, `hts` as `HTS`, `government` as `Government`.
fn readable(id: &str) -> String {
    let words: Vec<String> = id
        .split(['_', '-', ' '])
        .filter(|w| !w.is_empty())
        .map(|w| {
            if w.len() <= 3 && w.is_ascii() {
                return w.to_uppercase();
            }
            let mut chars = w.chars();
            chars.next().map_or_else(String::new, |c| c.to_uppercase().chain(chars).collect())
        })
        .collect();
    words.join(" ")
}
