//! From drafts to events: dates, sides, decisions, the order of telling.

use std::cmp::Ordering;
use std::collections::BTreeMap;
use std::collections::BTreeSet;
use std::ops::Range;

use crate::article::Article;
use crate::article::BlockKind;
use crate::date::Date;
use crate::gazetteer::FeatureClass;
use crate::lexicon::Class;
use crate::lexicon::Effect;
use crate::lexicon::Lexicon;
use crate::terms::Assertion;
use crate::terms::EventType;
use crate::terms::Precision;
use crate::toponym::ResolvedPlace;
use crate::toponym::Toponym;

use super::Event;
use super::Extraction;
use super::actor::Setting;
use super::decision;
use super::decision::Context;
use super::draft::Draft;
use super::draft::Party;
use super::echo;
use super::extract::is_town;
use super::outcome;
use super::quarter;
use super::side::Sides;
use super::temporal::Basis;
use super::temporal::Timeline;
use super::temporal::When;
use super::theme;

/// `his men`, `our forces`: those of the speaker.
fn is_own(words: &str) -> bool {
    let first = words.split(' ').next().unwrap_or("").to_lowercase();
    matches!(first.as_str(), "his" | "her" | "its" | "their" | "our" | "my" | "we")
}

/// What happens to a quarter happens in a part of its city; `None` for what may stay where it is told.
fn part_of_city(draft: &Draft, quarters: &BTreeMap<usize, Option<usize>>) -> Option<Draft> {
    let city = quarters.get(&draft.place)?;
    let control = matches!(
        draft.class,
        Class::Event(
            EventType::Capture | EventType::Recapture | EventType::Entry | EventType::Hold | EventType::Withdrawal
        ) | Class::Control
            | Class::Expel
            | Class::Handover
            | Class::Leave
            | Class::Loss
            | Class::Surrender
    );
    control.then(|| Draft { place: city.unwrap_or(draft.place), partial: true, edge: true, ..draft.clone() })
}

/// What follows the rest of its sentence in time is put so far behind.
const AHEAD: i64 = 45;

/// All that is needed to turn drafts into events.
pub(super) struct Story<'s> {
    /// See the type.
    pub(super) article: &'s Article,
    /// See the type.
    pub(super) toponyms: &'s [Toponym],
    /// See the type.
    pub(super) lexicon: &'s Lexicon,
    /// See the type.
    pub(super) timeline: &'s Timeline,
    /// See the type.
    pub(super) setting: &'s Setting,
}

impl Story<'_> {
    pub(super) fn tell(
        &self,
        drafts: &[Draft],
        seen: &[Party],
        whens: &[When],
        ages: &[Option<i32>],
        mut sides: Sides,
    ) -> Extraction {
        let warlike = theme::is_warlike(&self.article.text, seen, drafts);
        let contested: BTreeSet<&str> = drafts
            .iter()
            .filter(|d| {
                matches!(
                    d.class,
                    Class::Event(EventType::Capture | EventType::Recapture | EventType::Withdrawal | EventType::Siege)
                        | Class::Loss
                )
            })
            .filter_map(|d| self.toponyms.get(d.place).and_then(|t| t.place.as_ref()))
            .map(|p| p.key.as_str())
            .collect();
        let left = self.left_places(drafts, &mut sides);
        let mut out = Extraction::default();
        let mut bases: Vec<Basis> = Vec::new();
        let mut taken: BTreeMap<String, (usize, Option<Date>)> = BTreeMap::new();
        let quarters = quarter::read(self.article, self.toponyms);
        let mut rank: i64 = 1_000_000;
        let mut lowest = rank;
        let mut last_sentence = usize::MAX;
        let mut trigger = 0..0;
        // The last gain in the simple past: its rank, its block, and how many were told as earlier.
        let mut past: Option<(i64, usize, i64)> = None;
        let campaign_days = self.campaign_days(drafts, ages, |d| {
            let side = d.actor.as_ref().and_then(|p| sides.known(p, self.setting, self.lexicon));
            let losing = matches!(d.class, Class::Loss | Class::Surrender | Class::Handover | Class::Leave)
                || matches!(d.class, Class::Event(EventType::Withdrawal));
            side.is_none_or(|s| if losing { Some(s) != sides.attacker } else { Some(s) == sides.attacker })
        });
        let claimants = self.claimants(drafts, &mut sides);
        for (number, ((draft, when), &age)) in drafts.iter().zip(whens).zip(ages).enumerate() {
            let own = self.dated_by_sentence(number, drafts, whens);
            let when = own.as_ref().unwrap_or(when);
            let inner = part_of_city(draft, &quarters);
            let draft = inner.as_ref().unwrap_or(draft);
            let mut actor_side = draft.actor.as_ref().and_then(|p| sides.of(p, self.setting, self.lexicon));
            let speaker_side = draft.speaker.as_ref().and_then(|p| sides.of(p, self.setting, self.lexicon));
            let losing = matches!(draft.class, Class::Loss | Class::Surrender | Class::Handover);
            let mut actor = draft.actor.clone();
            let mut opponent = draft.opponent.clone();
            let key = self.place_key(draft.place);
            if losing {
                // The subject lost the place: the other side took it, or whoever it was handed to.
                let receiver =
                    matches!(draft.class, Class::Handover | Class::Surrender).then(|| opponent.take()).flatten();
                let receiving = receiver.as_ref().and_then(|p| sides.of(p, self.setting, self.lexicon));
                opponent = actor.take();
                actor_side = match (receiving, actor_side) {
                    (Some(side), _) => {
                        actor = receiver;
                        Some(side)
                    }
                    (None, Some(side)) => {
                        let known = claimants.get(&key).copied().flatten().filter(|s| *s != side);
                        known.or_else(|| sides.opposite(side).filter(|s| *s != side))
                    }
                    (None, None) => claimants.get(&key).copied().flatten().or(sides.attacker),
                };
            }
            // What was retaken by nobody named went back from those who had taken it.
            if actor_side.is_none()
                && matches!(draft.class, Class::Event(EventType::Recapture))
                && let Some(&(holder, day)) = taken.get(&key)
            {
                let state = sides.state(self.setting, self.lexicon);
                // Told again of one day: the same event.
                let again = state == Some(holder) && day == when.period.map(|p| p.start);
                let other = state.filter(|s| *s != holder || again);
                actor_side = other.or_else(|| sides.opposite(holder));
            }
            if actor_side.is_none() && matches!(draft.class, Class::Event(EventType::Withdrawal)) {
                // `the survivors withdrew`: whose survivors is not said.
                let unsaid = actor.is_none() && !draft.passive && !draft.nominal;
                actor_side = speaker_side.filter(|s| Some(*s) != sides.attacker).or(sides.defender.filter(|_| !unsaid));
            }
            let known = actor_side.is_some();
            let place = self.toponyms.get(draft.place).and_then(|t| t.place.as_ref());

            let context = Context {
                // What is counted back by months is over, whoever did it.
                by_attacker: actor_side.is_some()
                    && actor_side == sides.attacker
                    && !(when.counted_back && when.historical),

                by_defender: actor_side.is_some() && actor_side == sides.defender,
                side_known: known || when.counted_back,
                third_party: draft.speaker.is_some()
                    && (speaker_side.is_none()
                        || speaker_side != sides.opposite(actor_side.or(sides.attacker).unwrap_or(usize::MAX))),
                by_own_word: (speaker_side.is_some() && speaker_side == actor_side.or(sides.attacker))
                    || (draft.speaker.is_some() && draft.speaker == draft.actor && !losing)
                    || (draft.speaker.is_some() && draft.actor.as_ref().is_some_and(|(_, words)| is_own(words))),
                retrospective: self.timeline.retrospective,
                background: self.in_background(draft.sentence),
                unopposed: outcome::unopposed(self.article, draft),
                in_vain: outcome::in_vain(self.article, draft),
                age,
                campaign_days,
                place: self.class(draft.place),
                vacated: actor_side.is_some_and(|s| left.get(&key).is_some_and(|who| who.iter().any(|w| *w != s))),
                left_by_loser: place.is_some_and(|p| contested.contains(p.key.as_str())),
                reached: self.reached(when) || outcome::in_full(self.article, draft),
            };
            // What goes on is not old, whatever the date in the sentence.
            let now = When { historical: false, ..when.clone() };
            let (when, age) = if draft.ongoing { (&now, None) } else { (when, age) };
            let context = Context { age, ..context };
            let Some((event_type, assertion)) = decision::decide(draft, when, context) else {
                continue;
            };
            if !warlike && (draft.nominal || matches!(event_type, EventType::Clash | EventType::Strike)) {
                continue;
            }
            if !warlike
                && matches!(
                    event_type,
                    EventType::Objective | EventType::Threat | EventType::Advance | EventType::Origin
                )
            {
                continue;
            }
            let taking = event_type.takes_control()
                || matches!(event_type, EventType::Entry | EventType::Advance | EventType::Objective);
            if !known && taking {
                let claimant = claimants.get(&self.place_key(draft.place)).copied().flatten();
                actor_side = claimant.filter(|_| draft.actor.is_none()).or(sides.attacker);
                // `A confirmed the capture of P`: A lost it.
                // One that says elsewhere to have taken it itself has not lost it.
                let own = claimant.is_some() && claimant == speaker_side;
                if draft.nominal && draft.standing.has(Effect::Confirmed) && actor_side == speaker_side && !own {
                    actor_side = speaker_side.and_then(|s| sides.opposite(s)).filter(|s| Some(*s) != speaker_side);
                }
            }
            // Order of telling, unless the words turn it round.
            if draft.sentence != last_sentence && outcome::told_backwards(self.article, draft) {
                lowest -= 1000;
                rank = lowest;
            }
            last_sentence = draft.sentence;
            let last_trigger = std::mem::replace(&mut trigger, draft.trigger.clone());
            if event_type.takes_control()
                && assertion.happened()
                && (draft.actor.is_some() || !matches!(event_type, EventType::Recapture))
                && let Some(side) = actor_side
            {
                taken.insert(key, (side, when.period.map(|p| p.start)));
            }
            // `took P after capturing Q`, `hours after they had taken Q`: Q came first.
            let turned = outcome::told_before(self.article, draft, last_trigger.clone());
            rank += if turned { -5 } else { 10 };
            let dated = matches!(when.basis, Basis::Clause | Basis::Sentence);
            let block = self.article.sentences.get(draft.sentence).map_or(0, |s| s.block);
            let own = if outcome::told_ahead(self.article, draft) { rank + AHEAD } else { rank };
            let place_in_order = match past {
                // `took P; they had taken Q` : Q came first.
                Some((told, here, count)) if draft.standing.pluperfect && !turned && !dated && here == block => {
                    past = Some((told, here, (count + 1).min(8)));
                    told - 9 + count
                }
                _ => own,
            };
            let simple = !draft.standing.pluperfect && !draft.nominal && draft.lemma != "pass";
            if simple && (event_type.takes_control() || event_type == EventType::Entry) {
                past = Some((own, block, 0));
            }
            let side_name = actor_side.and_then(|s| sides.list.get(s)).map(|s| s.name.clone());
            let named = actor.as_ref().map(|(_, words)| words.clone());
            let period = if matches!(when.basis, Basis::None) { None } else { when.period };
            bases.push(when.basis);
            out.events.push(Event {
                event_type,
                assertion,
                attribution: draft.speaker.as_ref().map(|(_, words)| words.clone()),
                toponym: draft.place,
                from: draft.from,
                to: draft.to,
                actor: named.or(side_name),
                actor_side,
                opponent: opponent.map(|(_, words)| words),
                partial: draft.partial || draft.edge,
                by_reference: draft.by_reference,
                period,
                time_precision: when.precision,
                geo_precision: self.precision(draft),
                rank: u32::try_from(place_in_order).unwrap_or(0),
                confidence: self.confidence(draft, assertion),
                evidence: self.trimmed(draft.evidence.clone()),
                sentence: draft.sentence,
            });
        }
        echo::settle(self.article, self.toponyms, &bases, &mut out.events);
        out.attacker = sides.attacker;
        out.defender = sides.defender;
        out.sides = sides.list;
        out.campaign_start = self.campaign_start();
        out
    }

    /// `Having taken P, they entered Q on Saturday`, `via P to Q, taken on Saturday`: P was reached by that day.
    fn dated_by_sentence(&self, number: usize, drafts: &[Draft], whens: &[When]) -> Option<When> {
        let (draft, when) = (drafts.get(number)?, whens.get(number)?);
        let words = self.article.text.get(draft.trigger.clone()).unwrap_or("").to_lowercase();
        let earlier = draft.lemma == "pass" || draft.standing.pluperfect || words.starts_with("having ");
        if !earlier || !matches!(when.basis, Basis::Article) {
            return None;
        }
        let near = |i: &usize| i.abs_diff(number);
        let told = (number.saturating_sub(6)..(number + 7).min(drafts.len()))
            .filter(|i| drafts.get(*i).is_some_and(|d| d.sentence == draft.sentence))
            .filter(|i| whens.get(*i).is_some_and(|w| matches!(w.basis, Basis::Clause) && !w.historical && !w.future))
            .min_by_key(near)?;
        let day = whens.get(told)?;
        Some(When { period: day.period, precision: day.precision.max(Precision::Near), ..when.clone() })
    }

    /// Who is told to attack or take each place, if it is one side alone besides the defender.
    fn claimants(&self, drafts: &[Draft], sides: &mut Sides) -> BTreeMap<String, Option<usize>> {
        // Who took it says more than who attacked it, and that more than who threatened it.
        let mut out: BTreeMap<String, (u8, Option<usize>)> = BTreeMap::new();
        for draft in drafts {
            let weight = match draft.class {
                Class::Event(EventType::Capture | EventType::Recapture) => 3,
                Class::Event(EventType::Entry) | Class::Attack | Class::Reach | Class::Breach => 2,
                _ => 1,
            };
            let attacks = matches!(
                draft.class,
                Class::Event(
                    EventType::Capture
                        | EventType::Recapture
                        | EventType::Entry
                        | EventType::Advance
                        | EventType::Siege
                        | EventType::Objective
                ) | Class::Attack
                    | Class::Reach
                    | Class::Approach
                    | Class::Breach
            );
            let told = !draft.standing.has(Effect::Denied) && !draft.standing.has(Effect::Historical);
            let Some(side) = draft
                .actor
                .as_ref()
                .filter(|_| attacks && told && draft.fire.is_none())
                .and_then(|p| sides.of(p, self.setting, self.lexicon))
            else {
                continue;
            };
            if Some(side) == sides.defender {
                continue;
            }
            let known = out.entry(self.place_key(draft.place)).or_insert((weight, Some(side)));
            *known = match weight.cmp(&known.0) {
                Ordering::Less => *known,
                Ordering::Equal => (weight, known.1.filter(|s| *s == side)),
                Ordering::Greater => (weight, Some(side)),
            };
        }
        out.into_iter().map(|(key, (_, side))| (key, side)).collect()
    }

    /// The sides that are told to have left each place, by its key.
    fn left_places(&self, drafts: &[Draft], sides: &mut Sides) -> BTreeMap<String, BTreeSet<usize>> {
        let mut out: BTreeMap<String, BTreeSet<usize>> = BTreeMap::new();
        let told = drafts
            .iter()
            .filter(|d| matches!(d.class, Class::Event(EventType::Withdrawal) | Class::Leave) && !d.civil && !d.partial)
            .filter(|d| {
                [Effect::Future, Effect::Hypothetical, Effect::Aspect, Effect::Negated, Effect::Denied, Effect::Attempt]
                    .iter()
                    .all(|e| !d.standing.has(*e))
            })
            .filter_map(|d| {
                let who = d.actor.as_ref().and_then(|p| sides.of(p, self.setting, self.lexicon))?;
                Some((self.place_key(d.place), who))
            });
        for (key, who) in told {
            out.entry(key).or_default().insert(who);
        }
        out
    }

    /// True under a heading or a lead-in such as `Background.`
    pub(super) fn in_background(&self, sentence: usize) -> bool {
        const WORDS: &[&str] = &["background", "history", "context", "the story so far", "what happened before"];
        let Some(block) = self.article.sentences.get(sentence).map(|s| s.block) else {
            return false;
        };
        let opens = |index: usize| {
            self.article.blocks.get(index).and_then(|b| self.article.text.get(b.span.clone())).is_some_and(|text| {
                let lower: String = text.chars().take(24).collect::<String>().to_lowercase();
                WORDS.iter().any(|w| lower.trim_start_matches(['#', '*', ' ']).starts_with(w))
            })
        };
        if opens(block) {
            return true;
        }
        let heading = (block.saturating_sub(6)..block)
            .rev()
            .find(|&i| self.article.blocks.get(i).is_some_and(|b| matches!(b.kind, BlockKind::Heading)));
        heading.is_some_and(opens)
    }

    /// What tells one place from another: its key, or the name that has no place.
    pub(super) fn place_key(&self, toponym: usize) -> String {
        let Some(toponym) = self.toponyms.get(toponym) else {
            return String::new();
        };
        toponym
            .place
            .as_ref()
            .map_or_else(|| self.article.text.get(toponym.span.clone()).unwrap_or("").to_lowercase(), |p| p.key.clone())
    }

    fn precision(&self, draft: &Draft) -> Precision {
        let Some(toponym) = self.toponyms.get(draft.place) else {
            return Precision::Exact;
        };
        if let Some(relative) = toponym.relative.as_ref().filter(|_| !draft.by_reference) {
            return relative.precision;
        }
        if toponym.place.as_ref().is_some_and(ResolvedPlace::is_inferred) {
            return Precision::Near;
        }
        match toponym.place.as_ref().map(|p| p.class) {
            Some(
                FeatureClass::Admin1
                | FeatureClass::Region
                | FeatureClass::Country
                | FeatureClass::Continent
                | FeatureClass::Desert
                | FeatureClass::Sea,
            ) => Precision::Region,
            Some(
                FeatureClass::Admin2
                | FeatureClass::Valley
                | FeatureClass::Mountain
                | FeatureClass::River
                | FeatureClass::Lake
                | FeatureClass::Road,
            ) => Precision::Near,
            _ if draft.edge => Precision::Near,
            _ => Precision::Exact,
        }
    }

    fn confidence(&self, draft: &Draft, assertion: Assertion) -> f64 {
        let place = self.toponyms.get(draft.place).map_or(0.0, |t| t.confidence);
        let told = match assertion {
            Assertion::Asserted | Assertion::Negated => 0.95,
            Assertion::Reported | Assertion::Historical => 0.8,
            Assertion::Claimed | Assertion::Denied | Assertion::Hypothetical | Assertion::Future => 0.7,
        };
        let reference = if draft.by_reference { 0.85 } else { 1.0 };
        (place * told * reference * 1000.0).round() / 1000.0
    }

    /// What a place is; a province that is named like its town, without a word for province, is the town.
    fn class(&self, toponym: usize) -> Option<FeatureClass> {
        const WORDS: &[&str] =
            &["province", "governorate", "region", "oblast", "state", "district", "county", "countryside"];
        let toponym = self.toponyms.get(toponym)?;
        let class = toponym.place.as_ref()?.class;
        if !matches!(class, FeatureClass::Admin1 | FeatureClass::Admin2) {
            return Some(class);
        }
        let after = self
            .article
            .text
            .get(toponym.span.end..)
            .unwrap_or("")
            .split_whitespace()
            .next()
            .unwrap_or("")
            .to_lowercase();
        let before = self.article.text.get(..toponym.span.start).unwrap_or("");
        let before: Vec<&str> = before.rsplit(' ').take(4).collect();
        let named = WORDS.iter().any(|w| after.starts_with(w) || before.iter().any(|b| b == w));
        let town = toponym.candidates.iter().any(|c| is_town(c.place.class));
        Some(if !named && town { FeatureClass::Seat } else { class })
    }

    fn trimmed(&self, range: Range<usize>) -> Range<usize> {
        let Some(text) = self.article.text.get(range.clone()) else {
            return range;
        };
        let start = range.start + (text.len() - text.trim_start().len());
        start..start + text.trim().len()
    }
}
