//! Sides of an article: who belongs together, who attacks, who defends.

use std::collections::BTreeMap;
use std::collections::BTreeSet;

use crate::lexicon::Class;
use crate::lexicon::Effect;
use crate::lexicon::Lexicon;
use crate::terms::EventType;

use super::Side;
use super::actor::Setting;
use super::actor::Who;
use super::deed::Deed;
use super::draft::Draft;
use super::draft::Party;

/// Sentences at the head of an article that weigh double.
const LEAD: usize = 4;

/// Mentions of a side beyond this weigh nothing more.
const MOST_SEEN: usize = 8;

/// Key of local fighters who belong to nobody named.
const LOCALS: &str = "local-fighters";

/// The sides of an article and how words lead to them.
#[derive(Debug, Default)]
pub(super) struct Sides {
    /// In order of first appearance.
    pub(super) list: Vec<Side>,
    /// Key of the rebels of the story.
    rebels: Option<String>,
    /// Key of the jihadists of the story, if they are a side of their own.
    jihad: Option<String>,
    /// Key of the government of the story.
    state: Option<String>,
    /// Index of the attacker.
    pub(super) attacker: Option<usize>,
    /// Index of the defender.
    pub(super) defender: Option<usize>,
}

impl Sides {
    /// Reads the sides from who does what. `seen`: parties in order of appearance, actors or not.
    pub(super) fn read(
        drafts: &[Draft],
        old: &[bool],
        seen: &[Party],
        deeds: &[Deed],
        setting: &Setting,
        lexicon: &Lexicon,
    ) -> Self {
        let mut out = Self::default();
        let mut counts: BTreeMap<String, usize> = BTreeMap::new();
        for party in seen.iter().chain(drafts.iter().filter_map(|d| d.actor.as_ref())) {
            if let Some(key) = out.key(party, setting, lexicon) {
                *counts.entry(key).or_default() += 1;
            }
        }
        let equated = equated(seen, setting);
        let armies = armies(seen, &out, setting, lexicon);
        let first = seen.iter().filter_map(|p| out.key(p, setting, lexicon)).find(|k| !is_state(k, lexicon));
        let best = |state: bool| {
            // The rebels of a story are those whom it calls so, else those whom it names first and most.
            let score = |key: &String, count: usize| {
                let named = (count + 3 * equated.get(key).copied().unwrap_or(0)) * 2;
                if first.as_ref() == Some(key) { named + named / 2 } else { named }
            };
            counts
                .iter()
                .filter(|(key, _)| is_state(key, lexicon) == state)
                .filter(|(key, _)| state || !armies.contains(*key))
                .filter(|(key, _)| !state || here(key, setting, lexicon))
                .max_by(|a, b| score(a.0, *a.1).cmp(&score(b.0, *b.1)).then(b.0.cmp(a.0)))
                .map(|(key, _)| key.clone())
        };
        let generic = seen.iter().filter(|(w, words)| *w == Who::Rebels && !is_local(words)).count();
        // The lexicon may know whom a country's rebels mean; another name in passing does not change that.
        let country = setting.ranked_countries().first().copied().unwrap_or("").to_owned();
        let usual = lexicon
            .sides()
            .find(|s| !s.state && s.country == country && s.aliases.iter().any(|a| a == "rebels"))
            .filter(|s| lexicon.actors().iter().any(|a| a.side == s.id && a.holds_on(setting.day)))
            .map(|s| s.id.clone());
        let named = best(false);
        let passing = named.as_ref().is_some_and(|k| {
            Some(k) != usual.as_ref() && counts.get(k).copied().unwrap_or(0) <= generic && !equated.contains_key(k)
        });
        out.rebels = match usual {
            Some(usual) if passing && generic > 0 => Some(usual),
            // A foreign party that does nothing here is not whom the story calls rebels.
            _ => named.filter(|key| {
                let foreign = lexicon.side(key).is_some_and(|s| !s.country.is_empty() && s.country != country);
                let acts = || {
                    let mut actors = drafts.iter().filter_map(|d| d.actor.as_ref());
                    actors.any(|party| out.key(party, setting, lexicon).as_ref() == Some(key))
                };
                counts.get(key).copied().unwrap_or(0) * 4 >= generic && !(foreign && generic > 0 && !acts())
            }),
        };
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
            out.key(&(Who::Nation(code), String::new()), setting, lexicon)
        });
        out.jihad = counts
            .iter()
            .filter(|(key, _)| lexicon.side(key).is_some_and(|s| s.colour == "islamic-state"))
            .max_by(|a, b| a.1.cmp(b.1).then(b.0.cmp(a.0)))
            .map(|(key, _)| key.clone());
        let news = drafts.iter().zip(old).filter(|(_, old)| !**old).map(|(d, _)| d);
        let mut parts = out.parts(news, setting, lexicon);
        if parts.attack.is_empty() && parts.defend.is_empty() {
            // A history: all of it is old.
            parts = out.parts(drafts.iter(), setting, lexicon);
        }
        for deed in deeds {
            let Some(key) = out.key(&deed.party, setting, lexicon) else {
                continue;
            };
            let part = if deed.attacks { &mut parts.attack } else { &mut parts.defend };
            *part.entry(key).or_default() += if deed.sentence < LEAD { 2 } else { 1 };
        }
        let seen_by = |key: &str| counts.get(key).copied().unwrap_or(0);
        let local = |key: &str| here(key, setting, lexicon) || !is_state(key, lexicon);
        // Whom the story names most is what it is about, up to a point.
        let heft = |key: &str| i32::try_from(seen_by(key).min(MOST_SEEN)).unwrap_or(0) / 2;
        let balance = |key: &str| parts.attack_of(key) - parts.defend_of(key) + heft(key);
        // Locals without a name rise beside an army; they are not what the story is about while another one attacks.
        let named = |k: &&String| *k != LOCALS || parts.attack.len() == 1;
        let attacker = parts
            .attack
            .keys()
            .filter(named)
            .max_by_key(|k| (balance(k), local(k), seen_by(k), std::cmp::Reverse((*k).clone())))
            .cloned()
            .or_else(|| {
                let loser = parts.defend.keys().max_by_key(|k| (parts.defend_of(k), seen_by(k)))?;
                let others = counts.iter().filter(|(k, _)| *k != loser);
                others.max_by(|a, b| a.1.cmp(b.1).then(b.0.cmp(a.0))).map(|(k, _)| k.clone())
            })
            .or_else(|| out.rebels.clone());
        let other = |key: &&String| Some(*key) != attacker.as_ref();
        let defender = parts
            .defend
            .keys()
            .filter(|k| other(k) && parts.defend_of(k) * 3 >= parts.attack_of(k) * 2)
            .max_by_key(|k| {
                // A power from abroad is seldom the one who is attacked.
                let foreign = if local(k) { 0 } else { 4 };
                let score = parts.defend_of(k) - parts.attack_of(k) + heft(k) - foreign;
                (score, seen_by(k), std::cmp::Reverse((*k).clone()))
            })
            .cloned()
            .or_else(|| {
                let state = attacker.as_deref().is_some_and(|a| is_state(a, lexicon)) && attacker == out.state;
                let part = if state { out.rebels.clone() } else { out.state.clone() };
                part.filter(|o| Some(o) != attacker.as_ref())
            })
            .or_else(|| {
                // Two states: whoever else the story is about.
                let known = counts.iter().filter(|(k, n)| other(k) && **n > 1 && lexicon.side(k).is_some());
                known
                    .min_by_key(|(k, n)| (parts.attack_of(k), std::cmp::Reverse(**n), (*k).clone()))
                    .map(|(k, _)| k.clone())
            });
        out.attacker = attacker.map(|key| out.index(&key, lexicon, setting));
        out.defender = defender.map(|key| out.index(&key, lexicon, setting));
        out
    }

    /// Who attacks and who defends, by what they are told to do.
    fn parts<'d>(&self, drafts: impl Iterator<Item = &'d Draft>, setting: &Setting, lexicon: &Lexicon) -> Parts {
        let mut out = Parts::default();
        for draft in drafts {
            let standing = |e: Effect| draft.standing.has(e);
            let told = !standing(Effect::Denied) && !standing(Effect::Historical);
            let again = matches!(draft.class, Class::Event(EventType::Recapture))
                || matches!(draft.lemma.as_str(), "retake" | "recapture" | "liberate" | "regain" | "free");
            let weight = match draft.class {
                // `has yet to regain P`, `vows to win back P`: whoever lost it.
                _ if again && [Effect::Negated, Effect::Future, Effect::Hypothetical].iter().any(|e| standing(*e)) => 0,
                // An army passes through what is its own as well.
                _ if draft.lemma == "pass" => 0,
                Class::Control if draft.lemma == "control" => 2,
                Class::Expel if draft.civil => 0,
                Class::Event(EventType::Capture | EventType::Recapture) | Class::Expel => 3,
                Class::Event(EventType::Entry | EventType::Origin) => 2,
                Class::Event(EventType::Advance) | Class::Attack | Class::Reach | Class::Approach => 1,
                _ => 0,
            };
            let weight =
                if standing(Effect::Negated) || standing(Effect::Hypothetical) { weight.min(1) } else { weight };
            let actor = draft.actor.as_ref().and_then(|p| self.key(p, setting, lexicon));
            // The headline and the first sentences tell what the story is about.
            let lead = if draft.sentence < LEAD { 2 } else { 1 };
            // What is retaken or liberated by nobody named is the government's, if the others hold it.
            if actor.is_none()
                && told
                && again
                && let Some(key) = &self.state
            {
                *out.attack.entry(key.clone()).or_default() += 2 * lead;
            }
            if weight > 0 && told {
                if let Some(key) = &actor {
                    *out.attack.entry(key.clone()).or_default() += weight * lead;
                }
                if let Some(key) = draft.opponent.as_ref().and_then(|p| self.key(p, setting, lexicon)) {
                    *out.defend.entry(key).or_default() += 2 * lead;
                }
            }
            // Who denies a loss defends; who claims a gain attacks.
            if let Some(key) = draft.speaker.as_ref().and_then(|p| self.key(p, setting, lexicon)) {
                let gain = matches!(
                    draft.class,
                    Class::Event(EventType::Capture | EventType::Recapture | EventType::Entry) | Class::Loss
                );
                // `conceded the loss of P`: a loss is the loser's word, a winner tells of a capture.
                let own_loss = draft.class == Class::Loss && actor.is_none() && draft.nominal && told;
                if gain && standing(Effect::Denied) || own_loss {
                    *out.defend.entry(key).or_default() += 2 * lead;
                } else if gain && actor.is_none() && (standing(Effect::Claimed) || again && standing(Effect::Stated)) {
                    *out.attack.entry(key).or_default() += lead;
                }
            }
            // `are in full control of P`: defenders or attackers who took it.
            let holds = draft.class == Class::Control && !matches!(draft.lemma.as_str(), "be" | "control");
            let loses = holds
                || matches!(
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
                *out.defend.entry(key.clone()).or_default() += 2 * lead;
            }
        }
        out
    }

    /// Index of the side of a party, made if it is new.
    pub(super) fn of(&mut self, party: &Party, setting: &Setting, lexicon: &Lexicon) -> Option<usize> {
        let key = self.key(party, setting, lexicon)?;
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

    /// Index of the side of a party, if it is one already.
    pub(super) fn known(&self, party: &Party, setting: &Setting, lexicon: &Lexicon) -> Option<usize> {
        let key = self.key(party, setting, lexicon)?;
        self.list.iter().position(|s| s.id == key)
    }

    /// The state of the story, if it is a party to it.
    pub(super) fn state(&mut self, setting: &Setting, lexicon: &Lexicon) -> Option<usize> {
        let key = self.state.clone()?;
        Some(self.index(&key, lexicon, setting))
    }

    /// The other main side.
    pub(super) fn opposite(&self, side: usize) -> Option<usize> {
        if Some(side) == self.attacker { self.defender } else { self.attacker }
    }

    fn key(&self, (who, words): &Party, setting: &Setting, lexicon: &Lexicon) -> Option<String> {
        match who {
            Who::Named(index) => setting.named.get(*index).map(|n| n.side.clone()),
            // Whom a nation stands with in one war says nothing of another.
            Who::Nation(code) => Some(
                lexicon
                    .nation(code)
                    .and_then(|n| n.side_in(setting.year()))
                    .filter(|side| {
                        lexicon.side(side).is_none_or(|s| {
                            s.state || s.country == *code || setting.countries.contains_key(s.country.as_str())
                        })
                    })
                    .map_or_else(|| format!("gov-{}", code.to_lowercase()), str::to_owned),
            ),
            Who::Rebels if is_jihad(words) => self.jihad.clone().or_else(|| self.rebels.clone()),
            // Locals who rise are not the army that marches.
            Who::Rebels | Who::Force if is_local(words) => Some(LOCALS.to_owned()),
            Who::Rebels => self.rebels.clone(),
            // `the group` of an article on war are its rebels.
            Who::Force if words.eq_ignore_ascii_case("the group") => self.rebels.clone(),
            Who::State => self.state.clone(),
            // Where rebels fight a state, `troops` are its troops.
            Who::Force if is_regular(words) && self.rebels.is_some() => {
                self.state.clone().filter(|key| here(key, setting, lexicon))
            }
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
                    // A code is no name; what it stands for may be the land alone, as where a strip is fought over.
                    .map_or_else(|| "Government forces".to_owned(), |d| format!("{d} forces")),
                None if key == "rebels" => "Rebels".to_owned(),
                None if key == LOCALS => "Local fighters".to_owned(),
                None => setting.named.iter().find(|n| n.side == key).map_or_else(|| key.to_owned(), |n| n.name.clone()),
            };
            Side { id: key.to_owned(), name, aliases: Vec::new(), state: nation.is_some(), colour: None }
        };
        self.list.push(side);
        self.list.len() - 1
    }
}

/// Sides that the text calls nothing but forces, troops or an army, where it speaks of militants, not of rebels: others are meant.
fn armies(seen: &[Party], sides: &Sides, setting: &Setting, lexicon: &Lexicon) -> BTreeSet<String> {
    let has = |words: &str, list: &[&str]| words.split(' ').any(|w| list.contains(&w.to_lowercase().as_str()));
    let generic = || seen.iter().filter(|(w, _)| *w == Who::Rebels);
    let militants = ["militants", "jihadists", "jihadis", "extremists", "islamists", "insurgents", "gunmen"];
    if generic().any(|(_, words)| !has(words, &militants)) || generic().next().is_none() {
        return BTreeSet::new();
    }
    let mut regular: BTreeMap<String, bool> = BTreeMap::new();
    for party in seen.iter().filter(|(w, _)| matches!(w, Who::Named(_))) {
        if let Some(key) = sides.key(party, setting, lexicon) {
            let army = has(&party.1, &["forces", "troops", "army", "soldiers", "peshmerga"]);
            *regular.entry(key).or_insert(true) &= army;
        }
    }
    regular.into_iter().filter(|(_, army)| *army).map(|(key, _)| key).collect()
}

/// `troops`, `the soldiers`, and nothing that says whose.
fn is_regular(words: &str) -> bool {
    let bare = words.to_lowercase();
    let mut words: Vec<&str> = bare.split(' ').collect();
    let last = words.pop().unwrap_or("");
    // `more than 400 soldiers`, `many soldiers`
    let counted = |w: &&str| {
        w.chars().all(|c| c.is_ascii_digit() || c == ',')
            || matches!(
                *w,
                "the"
                    | "some"
                    | "many"
                    | "several"
                    | "more"
                    | "than"
                    | "about"
                    | "around"
                    | "hundreds"
                    | "dozens"
                    | "of"
            )
    };
    matches!(last, "troops" | "soldiers" | "servicemen") && words.iter().all(counted)
}

/// How strongly each side, by key, attacks and defends.
#[derive(Debug, Default)]
struct Parts {
    attack: BTreeMap<String, i32>,
    defend: BTreeMap<String, i32>,
}

impl Parts {
    fn attack_of(&self, key: &str) -> i32 {
        self.attack.get(key).copied().unwrap_or(0)
    }

    fn defend_of(&self, key: &str) -> i32 {
        self.defend.get(key).copied().unwrap_or(0)
    }
}

/// `local fighters`, `local militias`.
fn is_local(words: &str) -> bool {
    let lower = words.to_lowercase();
    let mut parts = lower.split(' ').skip_while(|w| *w == "the");
    parts.next() == Some("local")
        && parts
            .next()
            .is_some_and(|w| matches!(w, "fighters" | "gunmen" | "insurgents" | "militias" | "militiamen" | "rebels"))
        && parts.next().is_none()
}

/// Words for rebels that an article with an Islamic State in it uses of that.
fn is_jihad(words: &str) -> bool {
    const WORDS: &[&str] = &["extremists", "jihadists", "jihadis", "militants", "terrorists"];
    words.split(' ').any(|w| WORDS.contains(&w.to_lowercase().as_str()))
}

/// How often a text calls a named side rebels, militants and the like: `M23 rebels`, `insurgents led by A`.
fn equated(seen: &[Party], setting: &Setting) -> BTreeMap<String, usize> {
    const WORDS: &[&str] =
        &["fighters", "insurgents", "jihadists", "militants", "opposition", "paramilitaries", "rebels", "separatists"];
    let mut out = BTreeMap::new();
    for (who, words) in seen {
        if let Who::Named(index) = who
            && words.split(' ').any(|w| WORDS.contains(&w.to_lowercase().as_str()))
            && let Some(named) = setting.named.get(*index)
        {
            *out.entry(named.side.clone()).or_default() += 1;
        }
    }
    out
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
