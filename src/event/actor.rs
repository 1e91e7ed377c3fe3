//! Actors of an article: names from the lexicon, names that the text explains, nations, and generic words.

use std::collections::BTreeMap;
use std::ops::Range;

use crate::article::Article;
use crate::date::Date;
use crate::lexicon::Lexicon;
use crate::lexicon::WordClass;
use crate::toponym::Toponym;

use super::phrase::Head;
use super::phrase::Noun;
use super::phrase::Phrase;
use super::token;
use super::token::Kind;
use super::token::Token;

/// An actor that an article names.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Named {
    /// As the text or the lexicon names it.
    pub(super) name: String,
    /// Key of its side.
    pub(super) side: String,
}

/// Names that an article explains itself are learnt up to this many: each is looked for in every sentence.
const MOST_EXPLAINED: usize = 256;

/// Who does something, as far as the words go.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) enum Who {
    /// A named actor.
    Named(usize),
    /// The army or government of a nation, by code.
    Nation(String),
    /// The rebels, the militants.
    Rebels,
    /// The army, the government, the junta.
    State,
    /// Troops, forces, units: no side by themselves.
    Force,
    /// They, its men: whoever was last.
    Same,
    /// A third party: residents, monitors, a reporter.
    Third,
}

/// The world of an article: when and where it plays.
#[derive(Debug, Clone, Default)]
pub(super) struct Setting {
    /// Day of the story, for the validity of names.
    pub(super) day: Option<Date>,
    /// Countries of the toponyms with their counts.
    pub(super) countries: BTreeMap<String, usize>,
    /// Actors named so far.
    pub(super) named: Vec<Named>,
    /// Names that the text explains: words to actor.
    pub(super) explained: Vec<(Vec<String>, usize)>,
}

impl Setting {
    /// Reads when and where an article plays.
    pub(super) fn read(article: &Article, toponyms: &[Toponym]) -> Self {
        let mut countries: BTreeMap<String, usize> = BTreeMap::new();
        for place in toponyms.iter().filter_map(|t| t.place.as_ref()) {
            if !place.country.is_empty() {
                *countries.entry(place.country.clone()).or_default() += 1;
            }
        }
        let year = most_frequent_year(&article.text);
        let published = article.published.as_ref().map(|p| p.date);
        let day = match (published, year) {
            (Some(p), Some(y)) if i32::from(p.year()) - i32::from(y) > 3 => Date::new(y, 7, 1).ok(),
            (Some(p), _) => Some(p),
            (None, Some(y)) => Date::new(y, 7, 1).ok(),
            (None, None) => None,
        };
        Self { day, countries, named: Vec::new(), explained: Vec::new() }
    }

    /// Year of the story.
    pub(super) fn year(&self) -> Option<i16> {
        self.day.map(Date::year)
    }

    /// Countries by how often they are named, the most frequent first.
    pub(super) fn ranked_countries(&self) -> Vec<&str> {
        let mut list: Vec<(&String, &usize)> = self.countries.iter().collect();
        list.sort_by(|a, b| b.1.cmp(a.1).then(a.0.cmp(b.0)));
        list.into_iter().map(|(c, _)| c.as_str()).collect()
    }

    fn index_of(&mut self, name: &str, side: &str) -> usize {
        if let Some(at) = self.named.iter().position(|n| n.name == name && n.side == side) {
            return at;
        }
        self.named.push(Named { name: name.to_owned(), side: side.to_owned() });
        self.named.len() - 1
    }

    /// Finds the names of actors among words: spans and indices into [`Setting::named`], ascending.
    pub(super) fn find(&mut self, words: &[Token<'_>], lexicon: &Lexicon) -> Vec<(Range<usize>, usize)> {
        let mut out = Vec::new();
        let mut at = 0;
        while at < words.len() {
            if let Some((len, index)) = self.name_at(words, at, lexicon) {
                let (Some(first), Some(last)) = (words.get(at), words.get(at + len - 1)) else {
                    break;
                };
                out.push((first.span.start..last.span.end, index));
                at += len;
            } else {
                at += 1;
            }
        }
        out
    }

    fn name_at(&mut self, words: &[Token<'_>], at: usize, lexicon: &Lexicon) -> Option<(usize, usize)> {
        let first = words.get(at).filter(|t| t.kind != Kind::Mark)?;
        for (name, index) in &self.explained {
            if matches_at(words, at, name) {
                return Some((name.len(), *index));
            }
        }
        let mut best: Option<(usize, (usize, i32, usize))> = None;
        // `HTS-led` stands in the table as `HTS`.
        let leader = led_by(&first.lower).map_or(&[][..], |who| lexicon.names_from(who));
        let spelled = first.spelled().to_lowercase();
        for (actor, name) in lexicon.names_from(&spelled).iter().chain(leader) {
            let Some(row) = lexicon.actors().get(*actor) else {
                continue;
            };
            if best.as_ref().is_some_and(|(len, _)| name.len() < *len) {
                break;
            }
            if !matches_at(words, at, name) || !row.holds_on(self.day) {
                continue;
            }
            let country = lexicon.side(&row.side).map_or("", |s| s.country.as_str());
            let near = self.countries.get(country).copied().unwrap_or(0);
            // `Rebels` of a war long over need its year or its country.
            if near == 0 && self.day.is_none() && row.to.is_some() && name.len() == 1 {
                continue;
            }
            // `federal forces` are those of a country that the article names.
            if near == 0 && !country.is_empty() && name.iter().all(|w| !w.contains(char::is_uppercase)) {
                continue;
            }
            let key = (usize::MAX - near, row.years(), *actor);
            if best.as_ref().is_none_or(|(len, k)| name.len() > *len || key < *k) {
                best = Some((name.len(), key));
            }
        }
        let (len, (_, _, actor)) = best?;
        let row = lexicon.actors().get(actor)?;
        let (name, side) = (row.name.clone(), row.side.clone());
        let index = self.index_of(&name, &side);
        Some((len, index))
    }

    /// Learns `Full Name (ABBR)` from the words of a sentence.
    pub(super) fn learn(&mut self, words: &[Token<'_>], lexicon: &Lexicon) {
        const KINDS: &[&str] = &[
            "army",
            "front",
            "forces",
            "force",
            "movement",
            "council",
            "brigade",
            "brigades",
            "union",
            "guard",
            "guards",
            "alliance",
            "coalition",
            "resistance",
            "defence",
            "defense",
            "militia",
            "battalion",
            "battalions",
            "state",
            "units",
            "fighters",
            "command",
        ];
        if self.explained.len() >= MOST_EXPLAINED {
            return;
        }
        for at in 1..words.len().saturating_sub(2) {
            let (Some(open), Some(short), Some(close)) = (words.get(at), words.get(at + 1), words.get(at + 2)) else {
                continue;
            };
            let capitals = short.text.chars().filter(|c| c.is_uppercase()).count();
            if !open.reads("(") || !close.reads(")") || capitals < 2 || short.text.len() > 9 {
                continue;
            }
            let mut start = at;
            while start > 0 && at - start < 8 {
                let Some(word) = words.get(start - 1) else {
                    break;
                };
                let joins = matches!(word.lower.as_str(), "of" | "for" | "and" | "al" | "the" | "to" | "de" | "du")
                    && word.text == word.lower;
                if word.kind != Kind::Word || !(word.is_capital() || joins || word.lower.starts_with("al-")) {
                    break;
                }
                start -= 1;
            }
            while words.get(start).is_some_and(|w| !w.is_capital()) && start < at {
                start += 1;
            }
            start += usize::from(words.get(start).is_some_and(|w| w.reads("the")));
            let long: Vec<String> = words.get(start..at).unwrap_or(&[]).iter().map(|w| w.text.to_owned()).collect();
            if long.len() < 2 {
                continue;
            }
            let known = (0..long.len()).find_map(|i| {
                self.name_at(words, start + i, lexicon).filter(|(len, _)| *len >= 2 && start + i + len == at)
            });
            let named_before = self.name_at(words, at + 1, lexicon).is_some();
            let index = match known {
                Some((_, index)) => index,
                None if named_before => continue,
                None => {
                    if !long.iter().any(|w| KINDS.contains(&w.to_lowercase().as_str())) {
                        continue;
                    }
                    let name = long.join(" ");
                    // A ministry is its nation's; an army, a front or a council may be anybody's.
                    let ministry = long.iter().any(|w| matches!(w.as_str(), "Ministry" | "Government" | "Staff"));
                    let nation = long.iter().find_map(|w| lexicon.nation_of_demonym(w)).filter(|_| ministry);
                    let side = nation
                        .and_then(|n| n.side_in(self.year()).map(str::to_owned))
                        .or_else(|| nation.map(|n| format!("gov-{}", n.code.to_lowercase())))
                        .unwrap_or_else(|| slug(&name));
                    let index = self.index_of(&name, &side);
                    self.explained.push((long, index));
                    index
                }
            };
            let short = vec![short.text.to_owned()];
            if !self.explained.iter().any(|(n, _)| *n == short) {
                self.explained.push((short, index));
            }
        }
        self.learn_names(words, lexicon);
        self.explained.sort_by(|a, b| b.0.len().cmp(&a.0.len()).then(a.cmp(b)));
    }
}

impl Setting {
    /// Learns names that say themselves what they are: `the Pa-O National Liberation Army`.
    fn learn_names(&mut self, words: &[Token<'_>], lexicon: &Lexicon) {
        const KINDS: &[&str] =
            &["army", "force", "forces", "front", "movement", "militia", "brigades", "union", "alliance"];
        const OWN: &[&str] =
            &["liberation", "defence", "defense", "resistance", "revolutionary", "patriotic", "independence"];
        for at in 2..words.len() {
            let Some(last) = words.get(at).filter(|w| w.is_capital() && KINDS.contains(&w.lower.as_str())) else {
                continue;
            };
            if last.kind != Kind::Word || words.get(at + 1).is_some_and(|w| w.reads("(") || w.is_capital()) {
                continue;
            }
            let mut start = at;
            while start > 0
                && at - start < 6
                && words.get(start - 1).is_some_and(|w| w.kind == Kind::Word && w.is_capital())
            {
                start -= 1;
            }
            start += usize::from(words.get(start).is_some_and(|w| w.reads("the")));
            let long: Vec<String> = words.get(start..=at).unwrap_or(&[]).iter().map(|w| w.text.to_owned()).collect();
            let own = long.iter().any(|w| OWN.contains(&w.to_lowercase().as_str()));
            let state = long.iter().any(|w| matches!(w.as_str(), "Ministry" | "Government" | "Staff" | "Air"));
            if long.len() < 3 || !own || state || self.explained.iter().any(|(known, _)| *known == long) {
                continue;
            }
            if (start..=at).any(|i| self.name_at(words, i, lexicon).is_some()) {
                continue;
            }
            let name = long.join(" ");
            let index = self.index_of(&name, &slug(&name));
            self.explained.push((long, index));
        }
    }
}

/// A key made from a name.
pub(super) fn slug(name: &str) -> String {
    let mut out = String::new();
    for c in name.chars() {
        if c.is_alphanumeric() {
            out.extend(c.to_lowercase());
        } else if !out.ends_with('-') && !out.is_empty() {
            out.push('-');
        }
    }
    out.trim_end_matches('-').to_owned()
}

/// First and last year in which all the actors that the article names were about, by the years of the lexicon.
pub fn actor_years(article: &Article, lexicon: &Lexicon) -> Option<(i16, i16)> {
    let mut spans: BTreeMap<&str, (i16, i16)> = BTreeMap::new();
    for sentence in &article.sentences {
        let words = token::words(&article.text, sentence.span.clone());
        for (at, word) in words.iter().enumerate() {
            for (actor, name) in lexicon.names_from(&word.lower) {
                let Some(row) = lexicon.actors().get(*actor).filter(|_| matches_at(&words, at, name)) else { continue };
                let from = row.from.map_or(0, Date::year);
                let to = row.to.map_or(i16::MAX, Date::year);
                // `Rebels` are not always those of one war.
                let proper = name.len() > 1 || name.iter().all(|n| n.len() > 2 && n.chars().all(char::is_uppercase));
                if !proper {
                    continue;
                }
                // A name of several wars says little.
                if let Some(first) = name.first() {
                    let all = spans.entry(first).or_insert((from, to));
                    *all = (all.0.min(from), all.1.max(to));
                }
            }
        }
    }
    let (from, to) = spans.into_values().reduce(|a, b| (a.0.max(b.0), a.1.min(b.1)))?;
    (from <= to).then_some((from, to))
}

fn matches_at(words: &[Token<'_>], at: usize, name: &[String]) -> bool {
    name.iter().enumerate().all(|(i, part)| {
        words.get(at + i).is_some_and(|t| {
            t.text == part.as_str()
                || t.spelled() == part.as_str()
                || is_same_with_article(t.text, part)
                || (part.chars().all(|c| !c.is_uppercase()) && t.lower == *part)
                || i + 1 == name.len() && led_by(t.text).is_some_and(|who| who == part.as_str())
        })
    }) || possessive_name(words, at, name)
}

/// `Al-Nusra` and `al-Nusra` are one word: the Arabic article with a capital or without.
fn is_same_with_article(text: &str, part: &str) -> bool {
    let article = part.find('-').is_some_and(|at| (2..=3).contains(&at));
    article && text.len() == part.len() && text.get(1..) == part.get(1..) && text.eq_ignore_ascii_case(part)
}

/// `HTS` of `HTS-led`: whoever leads is the actor; whoever backs is not.
fn led_by(word: &str) -> Option<&str> {
    const LED: &[&str] = &["led", "linked", "aligned", "affiliated", "dominated", "allied", "loyal", "run"];
    word.rsplit_once('-').filter(|(_, tail)| LED.contains(tail)).map(|(who, _)| who)
}

/// The actor that the words after a noun phrase name as its head: `factions led by A`, `fighters linked to A`, `forces
/// loyal to A`. Who backs somebody is another party.
pub(super) fn led(tokens: &[Token<'_>], end: usize, lexicon: &Lexicon) -> Option<Who> {
    const TIES: &[(&str, &[&str])] = &[
        ("affiliated", &["with", "to"]),
        ("aligned", &["with", "to"]),
        ("allied", &["with", "to"]),
        ("belonging", &["to"]),
        ("commanded", &["by"]),
        ("led", &["by"]),
        ("linked", &["to", "with"]),
        ("loyal", &["to"]),
        ("spearheaded", &["by"]),
        ("tied", &["to"]),
    ];
    // The participle may have been read with the noun: `tribal fighters allied`.
    let (end, preps) = [end, end.wrapping_sub(1)].into_iter().find_map(|at| {
        let tie = tokens.get(at)?;
        TIES.iter().find(|(word, _)| tie.reads(word)).map(|(_, preps)| (at, preps))
    })?;
    if !tokens.get(end + 1).is_some_and(|t| preps.iter().any(|p| t.reads(p))) {
        return None;
    }
    let words = tokens.get(end + 2..(end + 6).min(tokens.len()))?;
    let named = words.iter().take(3).find_map(|t| match t.kind {
        Kind::Actor(index) => Some(Who::Named(index)),
        _ => None,
    });
    // `allied with the government`, `loyal to the Yemeni army`, but not `loyal to the ousted president`
    let phrase = words.iter().position(|t| t.kind != Kind::Word || t.is(lexicon, WordClass::Preposition));
    let phrase = words.get(..phrase.unwrap_or(words.len())).unwrap_or(words);
    let over = phrase.iter().any(|t| matches!(t.lower.as_str(), "former" | "ousted" | "deposed" | "fallen" | "rival"));
    let state = phrase.iter().any(|t| t.is(lexicon, WordClass::StateGeneric)) && !over;
    let nation = phrase.iter().filter(|t| t.is_capital()).find_map(|t| lexicon.nation_of_demonym(t.text));
    named.or_else(|| state.then(|| nation.map_or(Who::State, |n| Who::Nation(n.code.clone()))))
}

/// `Assad's army` is three tokens in the text and two words in the table.
fn possessive_name(words: &[Token<'_>], at: usize, name: &[String]) -> bool {
    let Some(owner) = name.first().and_then(|n| n.strip_suffix("'s")) else {
        return false;
    };
    words.get(at).is_some_and(|t| t.text == owner)
        && words.get(at + 1).is_some_and(Token::is_possessive)
        && name
            .get(1..)
            .unwrap_or(&[])
            .iter()
            .enumerate()
            .all(|(i, part)| words.get(at + 2 + i).is_some_and(|t| t.text == part.as_str()))
}

fn most_frequent_year(text: &str) -> Option<i16> {
    let mut counts: BTreeMap<i16, usize> = BTreeMap::new();
    for word in text.split(|c: char| !c.is_ascii_digit()) {
        if word.len() == 4
            && let Ok(year) = word.parse::<i16>()
            && (1700..=2100).contains(&year)
        {
            *counts.entry(year).or_default() += 1;
        }
    }
    counts.into_iter().max_by(|a, b| a.1.cmp(&b.1).then(a.0.cmp(&b.0))).map(|(y, _)| y)
}

/// Who a noun phrase stands for; `None` if for nobody who fights or speaks.
pub(super) fn who(
    phrase: &Phrase,
    noun: &Noun,
    tokens: &[Token<'_>],
    lexicon: &Lexicon,
    toponyms: &[Toponym],
) -> Option<Who> {
    let part = tokens.get(phrase.tokens.clone())?;
    for token in part {
        if let Kind::Actor(index) = token.kind {
            return Some(Who::Named(index));
        }
    }
    let pair = part.windows(2).find_map(|w| match w {
        [a, b] if a.is_capital() && b.is_capital() => lexicon.nation_of_demonym(&format!("{} {}", a.text, b.text)),
        _ => None,
    });
    let nation = pair.map(|n| n.code.clone()).or_else(|| {
        part.iter().find_map(|t| match t.kind {
            Kind::Word if t.is_capital() => lexicon
                .nation_of_demonym(t.text)
                .or_else(|| lexicon.nation_of_demonym(&t.spelled()))
                .map(|n| n.code.clone()),
            Kind::Government(i) => {
                toponyms.get(i).and_then(|t| t.place.as_ref()).map(|p| p.country.clone()).filter(|c| !c.is_empty())
            }
            Kind::Place(i) => toponyms
                .get(i)
                .and_then(|t| t.place.as_ref())
                .filter(|p| p.class == crate::gazetteer::FeatureClass::Country)
                .map(|p| p.country.clone()),
            _ => None,
        })
    });
    // `Moscow's defence ministry`: of the country.
    let nation = nation.or_else(|| {
        part.windows(2).find_map(|w| match w {
            [a, b] if b.is_possessive() => match a.kind {
                Kind::Place(i) => toponyms
                    .get(i)
                    .and_then(|t| t.place.as_ref())
                    .filter(|p| p.class == crate::gazetteer::FeatureClass::Capital && noun.class != Head::Place)
                    .map(|p| p.country.clone()),
                _ => None,
            },
            _ => None,
        })
    });
    // `any opposition`, `fierce resistance`: what was met, and nobody.
    if part.windows(2).any(|w| {
        matches!(w, [how, met] if matches!(met.lower.as_str(), "opposition" | "resistance")
            && matches!(how.lower.as_str(), "any" | "no" | "little" | "much" | "stiff" | "fierce" | "heavy" | "strong" | "light" | "some" | "determined"))
    }) {
        return None;
    }
    let has = |class: WordClass| part.iter().any(|t| t.is(lexicon, class));
    const WATCHERS: &[&str] = &[
        "observatory",
        "monitor",
        "monitors",
        "resident",
        "residents",
        "witness",
        "witnesses",
        "analyst",
        "analysts",
        "diplomat",
        "diplomats",
        "journalist",
        "reporter",
        "reporters",
        "observers",
        "correspondent",
    ];
    if noun.class != Head::Force && part.iter().any(|t| WATCHERS.contains(&t.lower.as_str())) {
        return Some(Who::Third);
    }
    let third = has(WordClass::Official) && !has(WordClass::StateGeneric) && !has(WordClass::ArmyGeneric);
    match noun.class {
        Head::They | Head::It => return Some(Who::Same),
        Head::Actor => return nation.map(Who::Nation).or(Some(Who::State)),
        Head::Civil => return Some(Who::Third),
        _ => {}
    }
    if third && nation.is_none() {
        return Some(if has(WordClass::RebelGeneric) {
            Who::Rebels
        } else if part.iter().any(|t| {
            matches!(
                t.lower.as_str(),
                "minister" | "president" | "government" | "defence" | "military" | "army" | "state"
            )
        }) {
            Who::State
        } else {
            Who::Third
        });
    }
    // `Saudi-backed fighters`: of the side that the backer stands with, if that is a war of somebody else; no state's.
    let backer = part.iter().find_map(|t| {
        let (who, tail) = t.lower.rsplit_once('-')?;
        let who = t.text.get(..who.len()).filter(|_| matches!(tail, "backed" | "supported" | "aligned"))?;
        Some(lexicon.nation_of_demonym(who).or_else(|| lexicon.nation_of_country(who)))
    });
    if let Some(backer) = backer.filter(|_| !has(WordClass::StateGeneric)) {
        let ally = backer
            .filter(|n| n.side_in(None).and_then(|s| lexicon.side(s)).is_some_and(|s| s.state && s.country != n.code));
        let named = part.iter().any(|t| t.lower.starts_with("rebel") || t.lower.starts_with("separatist"));
        match ally {
            Some(nation) => return Some(Who::Nation(nation.code.clone())),
            None if !named && backer.is_some() => return Some(Who::Force),
            None => {}
        }
    }
    // `the ethnic army`, `the rebel army`: no army of the state.
    let ethnic = part.iter().any(|t| t.reads("ethnic")) && matches!(noun.class, Head::Force | Head::Other);
    if has(WordClass::RebelGeneric) || ethnic {
        return Some(Who::Rebels);
    }
    // `Iraqi militias` are from Iraq and not Iraq's.
    const IRREGULAR: &[&str] =
        &["gunmen", "mercenaries", "militia", "militiamen", "militias", "tribesmen", "volunteers", "vigilantes"];
    if part.iter().any(|t| IRREGULAR.contains(&t.lower.as_str())) && nation.is_some() {
        return Some(Who::Force);
    }
    if let Some(code) = nation.filter(|_| {
        matches!(
            noun.class,
            Head::Force | Head::Air | Head::Person | Head::Fire | Head::Attack | Head::Other | Head::Place
        )
    }) {
        return Some(Who::Nation(code));
    }
    // `the Prussian army`: of a people that no list has, not of the state.
    let foreign = part.windows(2).any(|w| {
        matches!(w, [people, army] if people.kind == Kind::Word
            && people.is_capital()
            && people.lower.len() > 5
            && ["ian", "ish", "ese", "oman", "tine"].iter().any(|e| people.lower.ends_with(e))
            && lexicon.nation_of_demonym(people.text).is_none()
            && army.is(lexicon, WordClass::ArmyGeneric))
    });
    if foreign {
        return Some(Who::Force);
    }
    if has(WordClass::ArmyGeneric) || has(WordClass::StateGeneric) {
        return Some(Who::State);
    }
    match noun.class {
        Head::Force | Head::Air => Some(Who::Force),
        Head::Person => Some(Who::Third),
        _ => None,
    }
}
