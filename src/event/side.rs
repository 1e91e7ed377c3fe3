//! Sides of an article: who belongs together, who attacks, who defends.

use std::collections::BTreeMap;

use crate::lexicon::Class;
use crate::lexicon::Effect;
use crate::lexicon::Lexicon;
use crate::terms::EventType;

use super::Side;
use super::actor::Setting;
use super::actor::Who;
use super::draft::Draft;
use super::draft::Party;

/// The sides of an article and how words lead to them.
#[derive(Debug, Default)]
pub(super) struct Sides {
    /// In order of first appearance.
    pub(super) list: Vec<Side>,
    /// Key of the rebels of the story.
    rebels: Option<String>,
    /// Key of the government of the story.
    state: Option<String>,
    /// Index of the attacker.
    pub(super) attacker: Option<usize>,
    /// Index of the defender.
    pub(super) defender: Option<usize>,
}

impl Sides {
    /// Reads the sides from who does what. `seen`: parties in order of appearance, actors or not.
    pub(super) fn read(drafts: &[Draft], old: &[bool], seen: &[Party], setting: &Setting, lexicon: &Lexicon) -> Self {
        let mut out = Self::default();
        let mut counts: BTreeMap<String, usize> = BTreeMap::new();
        for (who, _) in seen.iter().chain(drafts.iter().filter_map(|d| d.actor.as_ref())) {
            if let Some(key) = out.key(who, setting, lexicon) {
                *counts.entry(key).or_default() += 1;
            }
        }
        let seen_most: BTreeMap<String, i32> =
            counts.iter().map(|(k, n)| (k.clone(), i32::try_from(*n).unwrap_or(i32::MAX))).collect();
        let best = |state: bool| {
            counts
                .iter()
                .filter(|(key, _)| is_state(key, lexicon) == state)
                .filter(|(key, _)| !state || here(key, setting, lexicon))
                .max_by(|a, b| a.1.cmp(b.1).then(b.0.cmp(a.0)))
                .map(|(key, _)| key.clone())
        };
        let generic = seen.iter().filter(|(w, _)| *w == Who::Rebels).count();
        out.rebels = best(false).filter(|key| counts.get(key).copied().unwrap_or(0) * 4 >= generic);
        if out.rebels.is_none() && generic > 0 {
            // Rebels without a name: the lexicon may know them by their country.
            let country = setting.ranked_countries().first().copied().unwrap_or("").to_owned();
            let known = lexicon
                .sides()
                .find(|s| !s.state && s.country == country && s.id.ends_with("-rebels"))
                .map(|s| s.id.clone());
            out.rebels = Some(known.unwrap_or_else(|| "rebels".to_owned()));
        }
        out.state = best(true).or_else(|| {
            let code = setting.ranked_countries().first().copied()?.to_owned();
            out.key(&Who::Nation(code), setting, lexicon)
        });
        let mut attack: BTreeMap<String, i32> = BTreeMap::new();
        let mut defend: BTreeMap<String, i32> = BTreeMap::new();
        for (draft, old) in drafts.iter().zip(old) {
            let told = !old && ![Effect::Denied, Effect::Historical].iter().any(|e| draft.standing.has(*e));
            let weight = match draft.class {
                Class::Control if draft.lemma == "control" => 2,
                Class::Expel if draft.civil => 0,
                Class::Event(EventType::Capture | EventType::Recapture) | Class::Expel => 3,
                Class::Event(EventType::Entry | EventType::Origin) => 2,
                Class::Event(EventType::Advance) | Class::Attack | Class::Reach | Class::Approach => 1,
                _ => 0,
            };
            let actor = draft.actor.as_ref().and_then(|(w, _)| out.key(w, setting, lexicon));
            // What is retaken or liberated by nobody named is the government's, if the others hold it.
            if actor.is_none()
                && told
                && matches!(draft.lemma.as_str(), "retake" | "recapture" | "liberate" | "regain" | "free")
                && let Some(key) = &out.state
            {
                *attack.entry(key.clone()).or_default() += 1;
            }
            if weight > 0 && told {
                if let Some(key) = &actor {
                    *attack.entry(key.clone()).or_default() += weight;
                }
                if let Some(key) = draft.opponent.as_ref().and_then(|(w, _)| out.key(w, setting, lexicon)) {
                    *defend.entry(key).or_default() += 2;
                }
            }
            // Who denies a loss defends; who claims a gain attacks.
            if let Some(key) = draft.speaker.as_ref().and_then(|(w, _)| out.key(w, setting, lexicon)) {
                let gain = matches!(
                    draft.class,
                    Class::Event(EventType::Capture | EventType::Recapture | EventType::Entry) | Class::Loss
                );
                if gain && !old && draft.standing.has(Effect::Denied) {
                    *defend.entry(key).or_default() += 2;
                } else if gain && !old && actor.is_none() && draft.standing.has(Effect::Claimed) {
                    *attack.entry(key).or_default() += 1;
                }
            }
            let loses = matches!(
                draft.class,
                Class::Event(EventType::Withdrawal | EventType::Hold)
                    | Class::Loss
                    | Class::Leave
                    | Class::Repel
                    | Class::Surrender
            );
            if loses
                && told
                && let Some(key) = &actor
            {
                *defend.entry(key.clone()).or_default() += 2;
            }
        }
        let top = |map: &BTreeMap<String, i32>, not: Option<&str>| {
            map.iter()
                .filter(|(k, _)| Some(k.as_str()) != not)
                .max_by(|a, b| a.1.cmp(b.1).then(b.0.cmp(a.0)))
                .map(|(k, _)| k.clone())
        };
        let loser = top(&defend, None);
        let attacker = top(&attack, None)
            .or_else(|| top(&seen_most, loser.as_deref()).filter(|_| loser.is_some()))
            .or_else(|| out.rebels.clone());
        let defender = top(&defend, attacker.as_deref()).or_else(|| {
            let other = if attacker.as_deref().is_some_and(|a| is_state(a, lexicon)) && attacker == out.state {
                out.rebels.clone()
            } else {
                out.state.clone()
            };
            other.filter(|o| Some(o) != attacker.as_ref())
        });
        out.attacker = attacker.map(|key| out.index(&key, lexicon, setting));
        out.defender = defender.map(|key| out.index(&key, lexicon, setting));
        out
    }

    /// Index of the side of a party, made if it is new.
    pub(super) fn of(&mut self, party: &Party, setting: &Setting, lexicon: &Lexicon) -> Option<usize> {
        let key = self.key(&party.0, setting, lexicon)?;
        let index = self.index(&key, lexicon, setting);
        if let Who::Named(n) = party.0
            && let (Some(side), Some(named)) = (self.list.get_mut(index), setting.named.get(n))
            && named.name != side.name
            && !side.aliases.contains(&named.name)
        {
            side.aliases.push(named.name.clone());
        }
        Some(index)
    }

    /// The other main side.
    pub(super) fn opposite(&self, side: usize) -> Option<usize> {
        if Some(side) == self.attacker { self.defender } else { self.attacker }
    }

    fn key(&self, who: &Who, setting: &Setting, lexicon: &Lexicon) -> Option<String> {
        match who {
            Who::Named(index) => setting.named.get(*index).map(|n| n.side.clone()),
            Who::Nation(code) => Some(
                lexicon
                    .nation(code)
                    .and_then(|n| n.side_in(setting.year()))
                    .map_or_else(|| format!("gov-{}", code.to_lowercase()), str::to_owned),
            ),
            Who::Rebels => self.rebels.clone(),
            Who::State => self.state.clone(),
            Who::Force | Who::Same | Who::Third => None,
        }
    }

    fn index(&mut self, key: &str, lexicon: &Lexicon, setting: &Setting) -> usize {
        if let Some(at) = self.list.iter().position(|s| s.id == key) {
            return at;
        }
        let side = if let Some(entry) = lexicon.side(key) {
            Side {
                id: entry.id.clone(),
                name: entry.name.clone(),
                aliases: entry.aliases.clone(),
                state: entry.state,
                colour: Some(entry.colour.clone()),
            }
        } else {
            let nation = key.strip_prefix("gov-").map(str::to_uppercase);
            let name = match &nation {
                Some(code) => lexicon
                    .nation(code)
                    .and_then(|n| n.demonyms.first())
                    .map_or_else(|| format!("{code} forces"), |d| format!("{d} forces")),
                None if key == "rebels" => "Rebels".to_owned(),
                None => setting.named.iter().find(|n| n.side == key).map_or_else(|| key.to_owned(), |n| n.name.clone()),
            };
            Side { id: key.to_owned(), name, aliases: Vec::new(), state: nation.is_some(), colour: None }
        };
        self.list.push(side);
        self.list.len() - 1
    }
}

fn is_state(key: &str, lexicon: &Lexicon) -> bool {
    lexicon.side(key).map_or_else(|| key.starts_with("gov-"), |s| s.state)
}

/// True if the state's own country is where the story plays.
fn here(key: &str, setting: &Setting, lexicon: &Lexicon) -> bool {
    let country =
        lexicon.side(key).map_or_else(|| key.trim_start_matches("gov-").to_uppercase(), |s| s.country.clone());
    country.is_empty() || setting.ranked_countries().first().is_some_and(|c| *c == country)
}
