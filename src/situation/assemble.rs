//! Assembles the situation: events, places, movements, axes and title from merged facts and their holders.
//!
//! In: [`Build`], facts, holders. Out: [`Situation`]. Never: reading of articles.

use std::collections::BTreeMap;
use std::collections::BTreeSet;

use crate::article::Article;
use crate::date::Date;
use crate::date::Period;
use crate::provenance::Citation;
use crate::situation::Event;
use crate::situation::Movement;
use crate::situation::Place;
use crate::situation::Situation;
use crate::situation::Source;
use crate::situation::axis;
use crate::situation::fact::Fact;
use crate::situation::gather::Build;
use crate::situation::gather::citation;
use crate::situation::gather::sentence_at;
use crate::situation::holder::Holding;
use crate::situation::location::collapse;
use crate::situation::location::locate;
use crate::situation::location::slug;
use crate::situation::update::Report;
use crate::situation::wording;
use crate::terms::Assertion;
use crate::terms::EventType;
use crate::terms::Precision;
use crate::toponym::ToponymKind;

impl Build<'_> {
    pub(super) fn assemble(
        &self,
        reports: &[Report<'_>],
        facts: &[Fact],
        holders: &BTreeMap<usize, Holding>,
        initial: &BTreeMap<usize, Holding>,
    ) -> Situation {
        let (attacker, defender) = self.sides.parts();
        let side_ids: Vec<String> = self.sides.list.iter().map(|s| s.id.clone()).collect();
        let axes = axis::derive(&axis::Ground {
            facts,
            places: &self.atlas.entries,
            holders,
            sides: &side_ids,
            attacker,
            defender,
            destinations: &self.destinations,
        });
        let mut situation = Situation {
            as_of: self.as_of,
            attacker: attacker.and_then(|i| self.sides.id(i)).map(str::to_owned),
            defender: defender.and_then(|i| self.sides.id(i)).map(str::to_owned),
            articles: reports.iter().map(|r| source(r.article)).collect(),
            axes,
            areas: self.settings.baseline.as_ref().map(|b| b.areas.clone()).unwrap_or_default(),
            ..Situation::default()
        };
        let mut ids = Ids::default();
        let mut with_event = BTreeSet::new();
        for fact in facts {
            with_event.insert(fact.place);
            let event = self.event(fact, holders, &situation, &mut ids);
            situation.events.extend(event);
            let movement = self.movement(fact, &mut ids);
            let known = |m: &Movement| {
                situation.movements.iter().any(|k| (k.event_type, &k.from, &k.to) == (m.event_type, &m.from, &m.to))
            };
            situation.movements.extend(movement.filter(|m| !known(m)));
        }
        situation.events.sort_by(|a, b| (a.period, a.order, &a.id).cmp(&(b.period, b.order, &b.id)));
        situation.places = self.mentions(reports, &with_event, holders, initial, &mut ids);
        let used: BTreeSet<&String> = situation
            .events
            .iter()
            .flat_map(|e| [&e.actor_side, &e.holder])
            .chain(situation.places.iter().map(|p| &p.holder))
            .chain(situation.movements.iter().map(|m| &m.actor_side))
            .chain(situation.areas.iter().map(|a| &a.holder))
            .chain([&situation.attacker, &situation.defender])
            .flatten()
            .collect();
        situation.sides = self.sides.list.iter().filter(|s| used.contains(&s.id)).cloned().collect();
        situation.unresolved = unresolved(reports);
        situation.title = self.settings.title.clone().unwrap_or_else(|| wording::headline(&situation));
        situation.subtitle = wording::subtitle(&situation, self.yearless);
        if self.yearless {
            undate(&mut situation);
        }
        situation
    }

    pub(super) fn overridden(&self, mut facts: Vec<Fact>) -> Vec<Fact> {
        if self.settings.overrides.event.is_empty() {
            return facts;
        }
        let names = self.event_ids(&facts);
        let mut kept = Vec::new();
        for (mut fact, id) in facts.drain(..).zip(names) {
            let Some(rule) = self.settings.overrides.event.iter().find(|r| r.id == id) else {
                kept.push(fact);
                continue;
            };
            if rule.drop {
                continue;
            }
            fact.event_type = rule.event_type.as_deref().and_then(EventType::parse).unwrap_or(fact.event_type);
            fact.assertion = rule.assertion.as_deref().and_then(Assertion::parse).unwrap_or(fact.assertion);
            if let Some(side) = &rule.actor_side {
                fact.side = self.sides.list.iter().position(|s| s.id == *side).or(fact.side);
            }
            if let Some(day) = rule.date.as_ref().and_then(|d| d.parse::<Date>().ok()) {
                fact.period = Some(Period::day(day));
                fact.time_precision = Precision::Exact;
            }
            kept.push(fact);
        }
        kept
    }

    /// The ids that the events of facts have in the file.
    pub(super) fn event_ids(&self, facts: &[Fact]) -> Vec<String> {
        let mut ids = Ids::default();
        facts.iter().map(|f| ids.make(&self.event_id(f))).collect()
    }

    fn event_id(&self, fact: &Fact) -> String {
        let name = self.atlas.entries.get(fact.place).map_or("", |l| l.name.as_str());
        let mut id = format!("{}-{}", fact.event_type, slug(name));
        if let Some(period) = fact.period.filter(|_| !self.yearless) {
            let day = period.start;
            id = format!("{id}-{:04}{:02}{:02}", day.year(), day.month(), day.day());
        }
        id
    }

    fn event(
        &self,
        fact: &Fact,
        holders: &BTreeMap<usize, Holding>,
        situation: &Situation,
        ids: &mut Ids,
    ) -> Option<Event> {
        let mut location = self.atlas.entries.get(fact.place)?.clone();
        location.geo_precision = fact.geo_precision;
        let held = holders.get(&fact.place).copied().unwrap_or_default();
        let order = match fact.event_type {
            EventType::Origin | EventType::Capture | EventType::Recapture | EventType::Entry
                if fact.assertion.happened() =>
            {
                situation
                    .axes
                    .first()
                    .and_then(|a| a.reached.iter().position(|s| s.key == location.key))
                    .and_then(|i| u32::try_from(i + 1).ok())
            }
            _ => None,
        };
        Some(Event {
            id: ids.make(&self.event_id(fact)),
            location,
            event_type: fact.event_type,
            assertion: fact.assertion,
            attribution: fact.attribution.clone(),
            actor: fact.actor.clone(),
            actor_side: fact.side.and_then(|i| self.sides.id(i)).map(str::to_owned),
            opponent: fact.opponent.clone(),
            partial: fact.partial,
            period: fact.period,
            time_precision: fact.time_precision,
            order,
            confidence: fact.confidence,
            evidence: fact.evidence.clone(),
            holder: held.side.and_then(|i| self.sides.id(i)).map(str::to_owned),
            holder_status: held.status,
            by_hand: false,
            extra: BTreeMap::new(),
        })
    }

    fn movement(&self, fact: &Fact, ids: &mut Ids) -> Option<Movement> {
        let moves =
            matches!(fact.event_type, EventType::Displacement | EventType::Reinforcement | EventType::Withdrawal);
        if !moves || matches!(fact.assertion, Assertion::Denied | Assertion::Negated | Assertion::Historical) {
            return None;
        }
        // An end that the text leaves out is the place of the event itself.
        let (from, to) = match fact.ends {
            (Some(from), Some(to)) => (from, to),
            (Some(from), None) => (from, fact.place),
            (None, Some(to)) => (fact.place, to),
            (None, None) => return None,
        };
        let (a, b) = (self.atlas.entries.get(from)?, self.atlas.entries.get(to)?);
        if from == to {
            return None;
        }
        Some(Movement {
            id: ids.make(&format!("{}-{}-{}", fact.event_type, slug(&a.name), slug(&b.name))),
            event_type: fact.event_type,
            assertion: fact.assertion,
            actor: fact.actor.clone(),
            actor_side: fact.side.and_then(|i| self.sides.id(i)).map(str::to_owned),
            from: (a.name.clone(), a.at),
            to: (b.name.clone(), b.at),
            period: fact.period,
            evidence: fact.evidence.clone(),
            extra: BTreeMap::new(),
        })
    }

    /// Places without an event: named by an article, or by the baseline alone.
    fn mentions(
        &self,
        reports: &[Report<'_>],
        with_event: &BTreeSet<usize>,
        holders: &BTreeMap<usize, Holding>,
        initial: &BTreeMap<usize, Holding>,
        ids: &mut Ids,
    ) -> Vec<Place> {
        let mut named: BTreeMap<usize, (u32, Vec<Citation>)> = BTreeMap::new();
        for (index, report) in reports.iter().enumerate() {
            for toponym in report.toponyms.iter().filter(|t| t.kind == ToponymKind::Place) {
                let key = locate(report.article, toponym, false).map(|l| l.key);
                let Some(place) = key.and_then(|k| self.atlas.find(&k)).filter(|i| !with_event.contains(i)) else {
                    continue;
                };
                let entry = named.entry(place).or_default();
                entry.0 += 1;
                if entry.1.is_empty() {
                    entry.1.push(citation(index, report.article, sentence_at(report.article, toponym.span.start)));
                }
            }
        }
        for &place in initial.keys().filter(|i| !with_event.contains(i)) {
            named.entry(place).or_default();
        }
        let places = named.into_iter().filter_map(|(index, (mentions, evidence))| {
            let location = self.atlas.entries.get(index)?.clone();
            let held = holders.get(&index).copied().unwrap_or_default();
            Some(Place {
                id: ids.make(&format!("place-{}", slug(&location.name))),
                location,
                mentions,
                evidence,
                holder: held.side.and_then(|i| self.sides.id(i)).map(str::to_owned),
                holder_status: held.status,
                by_hand: false,
                extra: BTreeMap::new(),
            })
        });
        places.collect()
    }
}

fn source(article: &Article) -> Source {
    Source {
        source: article.source.clone(),
        title: article.title.clone(),
        byline: article.byline.clone(),
        outlet: article.outlet.clone(),
        url: article.url.clone(),
        date: article.published.as_ref().map(|p| p.date),
    }
}

/// Names that could not be placed, each spelling once, in reading order.
fn unresolved(reports: &[Report<'_>]) -> Vec<String> {
    let mut seen = BTreeSet::new();
    let mut out = Vec::new();
    for report in reports {
        for toponym in
            report.toponyms.iter().filter(|t| t.kind == ToponymKind::Place && t.place.is_none() && t.relative.is_none())
        {
            let name = collapse(report.article.text.get(toponym.span.clone()).unwrap_or(""));
            if !name.is_empty() && seen.insert(name.to_lowercase()) {
                out.push(name);
            }
        }
    }
    out
}

/// Takes the days away that only ordered the events.
fn undate(situation: &mut Situation) {
    situation.as_of = None;
    for event in &mut situation.events {
        event.period = None;
        event.time_precision = Precision::Region;
    }
    for movement in &mut situation.movements {
        movement.period = None;
    }
    for stop in situation.axes.iter_mut().flat_map(|a| a.reached.iter_mut()) {
        stop.period = None;
    }
    for article in &mut situation.articles {
        article.date = None;
    }
}

/// Ids handed out once each.
#[derive(Debug, Default)]
struct Ids {
    used: BTreeMap<String, u32>,
}

impl Ids {
    fn make(&mut self, wanted: &str) -> String {
        let count = self.used.entry(wanted.to_owned()).or_insert(0);
        *count += 1;
        if *count == 1 { wanted.to_owned() } else { format!("{wanted}-{count}") }
    }
}
