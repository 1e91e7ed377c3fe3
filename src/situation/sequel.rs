//! What later articles add to a situation that exists, which a person may have edited.
//!
//! In: a situation, reports of articles. Out: the situation with what is new in them, and what was done, a sentence each. What a
//! hand has set stays, and what a hand has deleted stays away, until something later happens there. Never: derived geometry.

use std::collections::BTreeMap;
use std::collections::BTreeSet;

use crate::date::Date;
use crate::diagnostic::Warning;
use crate::geodesy::distance_km;
use crate::provenance::Citation;
use crate::situation::Axis;
use crate::situation::Event;
use crate::situation::Location;
use crate::situation::Report;
use crate::situation::Settings;
use crate::situation::Situation;
use crate::situation::Source;
use crate::situation::Stop;
use crate::situation::axis;
use crate::situation::baseline::Baseline;
use crate::situation::location::fold;
use crate::situation::location::is_wide;
use crate::situation::prong;
use crate::situation::sector;
use crate::situation::update;
use crate::situation::wording;
use crate::terms::Assertion;
use crate::terms::EventType;
use crate::terms::HolderStatus;
use crate::terms::LegStatus;
use crate::terms::Precision;

/// Places nearer than this with one name are one, km.
const SAME_KM: f64 = 30.0;

/// A situation continued.
#[derive(Debug, Clone, Default, PartialEq)]
pub struct Sequel {
    /// The situation with what is new.
    pub situation: Situation,
    /// What was added, changed, and kept as a hand has set it.
    pub notes: Vec<String>,
    /// False if no article was new: the situation is the same as before.
    pub changed: bool,
}

/// Continues a situation with articles that it does not have yet.
pub fn continued(known: &Situation, reports: &[Report<'_>], settings: &Settings) -> Sequel {
    let mut notes = Vec::new();
    let mut fresh: Vec<Report<'_>> = Vec::new();
    for report in reports {
        if known.articles.iter().any(|a| is_of(a, report)) {
            notes.push(format!("{}: is in the situation already", report.article.source));
        } else {
            fresh.push(*report);
        }
    }
    if fresh.is_empty() {
        return Sequel { situation: known.clone(), notes, changed: false };
    }
    let mut baseline = Baseline::of(known);
    baseline.areas.clear();
    // What is older than what is known is weighed below.
    baseline.rows.iter_mut().for_each(|row| row.as_of = None);
    let settings = Settings { baseline: Some(baseline), ..settings.clone() };
    let newer = update(&fresh, &settings);
    let titled = settings.title.is_some();
    let mut work = Work { before: known, situation: known.clone(), notes, places: BTreeMap::new() };
    work.take_in(newer, titled);
    Sequel { situation: work.situation, notes: work.notes, changed: true }
}

fn is_of(article: &Source, report: &Report<'_>) -> bool {
    let new = report.article;
    let date = new.published.as_ref().map(|p| p.date);
    let same_page = article.url.is_some() && article.url == new.url;
    let same_text = article.title.is_some() && article.title == new.title;
    same_page || (article.date == date && (same_text || article.source == new.source))
}

struct Work<'a> {
    before: &'a Situation,
    situation: Situation,
    notes: Vec<String>,
    /// Locations of the situation by key, as a hand may have moved them.
    places: BTreeMap<String, Location>,
}

impl Work<'_> {
    fn take_in(&mut self, mut newer: Situation, titled: bool) {
        let offset = self.before.articles.len();
        shift(&mut newer, offset);
        self.places = locations(self.before);
        self.name_as_known(&mut newer);
        for side in newer.sides.drain(..) {
            if self.situation.sides.iter().all(|s| s.id != side.id) {
                self.situation.sides.push(side);
            }
        }
        let state = &mut self.situation;
        state.articles.append(&mut newer.articles);
        state.attacker = state.attacker.take().or_else(|| newer.attacker.clone());
        state.defender = state.defender.take().or_else(|| newer.defender.clone());
        state.as_of = state.as_of.max(newer.as_of);
        self.add_events(&newer);
        self.settle_holders(&newer);
        self.add_mentions(&newer);
        self.add_movements(&newer);
        for axis in &newer.axes {
            self.advance(axis);
        }
        self.tell_arms_apart();
        self.look_ahead(&newer);
        let state = &mut self.situation;
        let mut known: BTreeSet<String> = state.unresolved.iter().cloned().collect();
        state.unresolved.extend(newer.unresolved.into_iter().filter(|name| known.insert(name.clone())));
        let mut known: BTreeSet<Warning> = state.warnings.iter().cloned().collect();
        state.warnings.extend(newer.warnings.into_iter().filter(|warning| known.insert(warning.clone())));
        self.put_in_order();
        // Words that were not made from the events are somebody's own.
        let (before, state) = (self.before, &mut self.situation);
        if titled {
            state.title = newer.title;
        } else if before.title == wording::headline(before) {
            state.title = wording::headline(state);
        }
        if before.subtitle == wording::subtitle(before, false) {
            state.subtitle = wording::subtitle(state, false);
        }
    }

    /// Gives places of the new articles the key and the position that the situation has for them.
    fn name_as_known(&self, newer: &mut Situation) {
        let twin = |l: &Location| -> Option<&Location> {
            self.places.get(&l.key).or_else(|| {
                let name = fold(&l.name);
                self.places.values().find(|k| fold(&k.name) == name && distance_km(k.at, l.at) < SAME_KM)
            })
        };
        let mut keys: BTreeMap<String, Location> = BTreeMap::new();
        let all =
            newer.events.iter_mut().map(|e| &mut e.location).chain(newer.places.iter_mut().map(|p| &mut p.location));
        for location in all {
            if let Some(known) = twin(location) {
                let precision = location.geo_precision;
                keys.insert(location.key.clone(), known.clone());
                *location = Location { geo_precision: precision, ..known.clone() };
            }
        }
        for stop in newer.axes.iter_mut().flat_map(|a| a.reached.iter_mut().chain(&mut a.ahead)) {
            if let Some(known) = keys.get(&stop.key) {
                (stop.key, stop.name, stop.at) = (known.key.clone(), known.name.clone(), known.at);
            }
        }
    }

    fn add_events(&mut self, newer: &Situation) {
        for event in &newer.events {
            let said = format!("{} {}", event.event_type, event.location.name);
            if let Some(twin) = self.situation.events.iter_mut().find(|e| is_same(e, event)) {
                let more = join(&mut twin.evidence, &event.evidence);
                if !twin.by_hand && event.assertion.happened() && !twin.assertion.happened() {
                    twin.assertion = event.assertion;
                    self.notes.push(format!("{said}: now {}", event.assertion));
                } else if more {
                    self.notes.push(format!("{said}: told again"));
                }
                continue;
            }
            if self.situation.deleted.contains(&event.id) {
                self.notes.push(format!("{said}: told again, but deleted by hand, so it stays away"));
                continue;
            }
            let mut event = event.clone();
            event.id = self.free(&event.id);
            let day = event.period.map(|p| format!(" on {}", p.end)).unwrap_or_default();
            self.notes.push(format!("added: {said}{day}"));
            // A place with an event of its own needs no mention.
            let key = &event.location.key;
            self.situation.places.retain(|p| p.location.key != *key || p.by_hand || !p.extra.is_empty());
            self.situation.events.push(event);
        }
    }

    /// Who holds what after the new events; what a hand has set gives way only to what happened later.
    fn settle_holders(&mut self, newer: &Situation) {
        let keys: BTreeSet<&String> = newer.events.iter().map(|e| &e.location.key).collect();
        for key in keys {
            let Some(told) = newer.events.iter().find(|e| e.location.key == *key) else { continue };
            let new: (Option<String>, HolderStatus) = (told.holder.clone(), told.holder_status);
            let last = |s: &Situation| {
                s.events.iter().filter(|e| e.location.key == *key).filter_map(|e| e.period).map(|p| p.end).max()
            };
            let Some(held) = holder_in(self.before, key) else { continue };
            if held.0 == new || new.1 == HolderStatus::Unknown {
                self.set_holder(key, &held.0);
                continue;
            }
            let by_hand = held.1;
            let known: Option<Date> = if by_hand { self.before.as_of } else { last(self.before) };
            let name = &told.location.name;
            if last(newer).is_some() && last(newer) > known {
                self.notes.push(format!("{name}: {} → {}", shown(&held.0), shown(&new)));
                self.set_holder(key, &new);
            } else {
                let why = if by_hand { "set by hand" } else { "newer" };
                self.notes.push(format!("{name}: stays {}, {why}; the articles say {}", shown(&held.0), shown(&new)));
                self.set_holder(key, &held.0);
            }
        }
    }

    fn set_holder(&mut self, key: &str, (holder, status): &(Option<String>, HolderStatus)) {
        for event in self.situation.events.iter_mut().filter(|e| e.location.key == key) {
            (event.holder, event.holder_status) = (holder.clone(), *status);
        }
        for place in self.situation.places.iter_mut().filter(|p| p.location.key == key) {
            (place.holder, place.holder_status) = (holder.clone(), *status);
        }
    }

    /// Places that the articles only name.
    fn add_mentions(&mut self, newer: &Situation) {
        for place in newer.places.iter().filter(|p| p.mentions > 0) {
            let key = &place.location.key;
            if let Some(known) = self.situation.places.iter_mut().find(|p| p.location.key == *key) {
                known.mentions += place.mentions;
                join(&mut known.evidence, &place.evidence);
            } else if self.situation.events.iter().all(|e| e.location.key != *key)
                && !self.situation.deleted.contains(&place.id)
            {
                let mut place = place.clone();
                place.id = self.free(&place.id);
                self.situation.places.push(place);
            }
        }
    }

    fn add_movements(&mut self, newer: &Situation) {
        for movement in &newer.movements {
            let same = |m: &&mut crate::situation::Movement| {
                (m.event_type, &m.from.0, &m.to.0) == (movement.event_type, &movement.from.0, &movement.to.0)
            };
            if let Some(known) = self.situation.movements.iter_mut().find(same) {
                join(&mut known.evidence, &movement.evidence);
                continue;
            }
            if self.situation.deleted.contains(&movement.id) {
                continue;
            }
            let mut movement = movement.clone();
            movement.id = self.free(&movement.id);
            self.notes.push(format!("added: {} {} – {}", movement.event_type, movement.from.0, movement.to.0));
            self.situation.movements.push(movement);
        }
    }

    /// Carries the nearest axis of the side on; a side that had none gets its own.
    fn advance(&mut self, newer: &Axis) {
        let kept = |s: &&Stop| self.situation.events.iter().any(|e| e.location.key == s.key);
        let stops: Vec<Stop> = newer.reached.iter().filter(kept).cloned().collect();
        let held: BTreeSet<String> = self
            .situation
            .axes
            .iter()
            .filter(|a| a.side == newer.side)
            .flat_map(|a| &a.reached)
            .map(|s| s.key.clone())
            .collect();
        let new: Vec<Stop> = stops.iter().filter(|s| !held.contains(&s.key)).cloned().collect();
        let first = new.first().or(stops.first()).map(|s| s.at);
        let far = |axis: &Axis| match (axis.reached.last(), first) {
            (Some(last), Some(at)) => distance_km(last.at, at),
            _ => f64::MAX,
        };
        let nearest =
            self.situation.axes.iter_mut().filter(|a| a.side == newer.side).min_by(|a, b| far(a).total_cmp(&far(b)));
        let Some(axis) = nearest else {
            if stops.len() > 1 {
                self.situation.axes.push(Axis { reached: stops, ..newer.clone() });
            }
            return;
        };
        let events = &self.situation.events;
        for stop in new {
            let start = events.iter().any(|e| e.location.key == stop.key && e.event_type == EventType::Origin);
            let after = axis.reached.iter().rposition(|s| s.period <= stop.period);
            let at = if start { 0 } else { after.map_or(axis.reached.len(), |i| i + 1) };
            axis.reached.insert(at, stop);
        }
        if !newer.ahead.is_empty() {
            axis.ahead.clone_from(&newer.ahead);
        }
    }

    /// Two arms that close on one place, where old and new stops together show them, as one extraction of all articles would.
    fn tell_arms_apart(&mut self) {
        let state = &self.situation;
        let mut sides: Vec<Option<String>> = Vec::new();
        for axis in &state.axes {
            if !sides.contains(&axis.side) {
                sides.push(axis.side.clone());
            }
        }
        let mut axes = state.axes.clone();
        for side in sides {
            let mut stops: Vec<Stop> = Vec::new();
            for stop in axes.iter().filter(|a| a.side == side).flat_map(|a| &a.reached) {
                if stops.iter().all(|s| s.key != stop.key) {
                    stops.push(stop.clone());
                }
            }
            stops.sort_by_key(|s| s.period.map(|p| p.start));
            let aims = aims(state, side.as_deref(), &stops);
            let walk: Vec<sector::Halt> = stops.iter().map(|s| sector::Halt { at: s.at, front: None }).collect();
            for group in sector::sectors(&walk) {
                let group: Vec<&Stop> = group.into_iter().filter_map(|i| stops.get(i)).collect();
                let days: Vec<prong::Stop> = group.iter().map(|s| (s.at, s.period.map(|p| p.start))).collect();
                let arms = prong::prongs(&days, &aims);
                if arms.len() < 2 {
                    continue;
                }
                let of_group =
                    |a: &Axis| a.side == side && a.reached.iter().all(|s| group.iter().any(|g| g.key == s.key));
                let first = axes.iter().position(of_group).unwrap_or(axes.len());
                let mut ahead: Vec<Stop> = Vec::new();
                for goal in axes.iter().filter(|a| of_group(a)).flat_map(|a| &a.ahead) {
                    if ahead.iter().all(|s| s.key != goal.key) {
                        ahead.push(goal.clone());
                    }
                }
                axes.retain(|a| !of_group(a));
                let arm = |arm: Vec<usize>| Axis {
                    side: side.clone(),
                    reached: arm.into_iter().filter_map(|i| group.get(i).map(|s| (*s).clone())).collect(),
                    ahead: ahead.clone(),
                };
                let first = first.min(axes.len());
                axes.splice(first..first, arms.into_iter().map(arm));
            }
        }
        self.situation.axes = axes;
    }

    /// What lies ahead of each axis: what was named before and what the new articles name, less what has been reached.
    fn look_ahead(&mut self, newer: &Situation) {
        let named = newer.events.iter().filter(|e| {
            matches!(e.event_type, EventType::Threat | EventType::Objective)
                && !matches!(e.assertion, Assertion::Denied | Assertion::Negated | Assertion::Historical)
        });
        let goals: Vec<(&Option<String>, Stop)> = named
            .map(|e| {
                let l = &e.location;
                let (name, key) = (l.name.clone(), l.key.clone());
                (&e.actor_side, Stop { name, key, at: l.at, period: None, status: LegStatus::Projected })
            })
            .collect();
        let held = |key: &str, side: &Option<String>| {
            side.is_some() && self.situation.events.iter().any(|e| e.location.key == key && e.holder == *side)
        };
        let mut axes = self.situation.axes.clone();
        for axis in &mut axes {
            let Axis { side, reached, ahead } = axis;
            let theirs = goals.iter().filter(|(who, _)| who.is_none() || *who == side).map(|(_, stop)| stop);
            for goal in theirs {
                if ahead.iter().all(|s| s.key != goal.key) {
                    ahead.push(goal.clone());
                }
            }
            ahead.retain(|s| {
                reached.iter().all(|r| r.key != s.key) && !held(&s.key, side) && axis::onward(reached, s.at)
            });
            if let Some(last) = reached.last() {
                ahead.sort_by(|a, b| distance_km(last.at, a.at).total_cmp(&distance_km(last.at, b.at)));
            }
        }
        self.situation.axes = axes;
    }

    /// Events by time, and their positions on the main axis.
    fn put_in_order(&mut self) {
        let state = &mut self.situation;
        let main: Vec<String> =
            state.axes.first().map(|a| a.reached.iter().map(|s| s.key.clone()).collect()).unwrap_or_default();
        for event in state.events.iter_mut().filter(|e| e.event_type.takes_control() || e.order.is_some()) {
            if event.assertion.happened() {
                let at = main.iter().position(|k| *k == event.location.key);
                event.order = at.and_then(|i| u32::try_from(i + 1).ok());
            }
        }
        state.events.sort_by(|a, b| (a.period, a.order, &a.id).cmp(&(b.period, b.order, &b.id)));
    }

    /// The id, or one with a number behind it if it is taken.
    fn free(&self, id: &str) -> String {
        let state = &self.situation;
        let taken: BTreeSet<&str> = state
            .events
            .iter()
            .map(|e| e.id.as_str())
            .chain(state.places.iter().map(|p| p.id.as_str()))
            .chain(state.movements.iter().map(|m| m.id.as_str()))
            .collect();
        let names = std::iter::once(id.to_owned()).chain((2..).map(|n| format!("{id}-{n}")));
        names.into_iter().find(|n| !taken.contains(n.as_str())).unwrap_or_else(|| id.to_owned())
    }
}

/// Citations of articles that come after the known ones.
fn shift(newer: &mut Situation, offset: usize) {
    let events = newer.events.iter_mut().map(|e| &mut e.evidence);
    let places = newer.places.iter_mut().map(|p| &mut p.evidence);
    let movements = newer.movements.iter_mut().map(|m| &mut m.evidence);
    for citation in events.chain(places).chain(movements).flatten() {
        citation.article += offset;
    }
}

fn locations(situation: &Situation) -> BTreeMap<String, Location> {
    let events = situation.events.iter().map(|e| &e.location);
    events.chain(situation.places.iter().map(|p| &p.location)).map(|l| (l.key.clone(), l.clone())).collect()
}

/// One thing told twice: the same place, kind and side, at times that meet.
fn is_same(known: &Event, new: &Event) -> bool {
    let meets = match (known.period, new.period) {
        (Some(a), Some(b)) => a.start <= b.end && b.start <= a.end,
        _ => true,
    };
    let one_side = known.actor_side.is_none() || new.actor_side.is_none() || known.actor_side == new.actor_side;
    known.location.key == new.location.key && known.event_type == new.event_type && one_side && meets
}

/// Adds citations that are not there; true if there were any.
fn join(known: &mut Vec<Citation>, new: &[Citation]) -> bool {
    let before = known.len();
    for citation in new {
        if !known.contains(citation) {
            known.push(citation.clone());
        }
    }
    known.len() > before
}

type Held = (Option<String>, HolderStatus);

/// Who holds the place, and whether a hand has said so.
fn holder_in(situation: &Situation, key: &str) -> Option<(Held, bool)> {
    let events = situation
        .events
        .iter()
        .filter(|e| e.location.key == key)
        .map(|e| ((e.holder.clone(), e.holder_status), e.by_hand));
    let places = situation
        .places
        .iter()
        .filter(|p| p.location.key == key)
        .map(|p| ((p.holder.clone(), p.holder_status), p.by_hand));
    let all: Vec<(Held, bool)> = events.chain(places).collect();
    all.iter().find(|(_, by_hand)| *by_hand).or_else(|| all.last()).cloned()
}

fn shown((holder, status): &Held) -> String {
    match (holder, status) {
        (Some(holder), HolderStatus::Assessed) => format!("held by {holder}"),
        (Some(holder), status) => format!("{status} ({holder})"),
        (None, status) => status.to_string(),
    }
}

/// What a side besieges or aims at and has not reached.
fn aims(state: &Situation, side: Option<&str>, stops: &[Stop]) -> Vec<prong::Aim> {
    let aimed = |e: &&Event| {
        let siege = e.event_type == EventType::Siege && e.assertion.happened();
        let goal = matches!(e.event_type, EventType::Threat | EventType::Objective)
            && !matches!(e.assertion, Assertion::Denied | Assertion::Negated | Assertion::Historical);
        (siege || goal)
            && (e.actor_side.is_none() || e.actor_side.as_deref() == side)
            && e.location.geo_precision != Precision::Region
            && !is_wide(&e.location)
            && stops.iter().all(|s| s.key != e.location.key)
    };
    let aim = |e: &Event| prong::Aim { at: e.location.at, siege: e.event_type == EventType::Siege };
    state.events.iter().filter(aimed).map(aim).collect()
}
