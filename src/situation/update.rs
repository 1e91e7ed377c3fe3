//! Folds articles into a situation: shared places and sides, merged events, holders, axes, title.
//!
//! In: [`Report`]s, [`Settings`]. Out: [`Situation`]. Never: derived geometry.

use std::collections::BTreeMap;
use std::collections::BTreeSet;

use crate::article::Article;
use crate::article::BlockKind;
use crate::date::Date;
use crate::diagnostic::Warning;
use crate::event::Extraction;
use crate::provenance::Citation;
use crate::situation::Event;
use crate::situation::Movement;
use crate::situation::Place;
use crate::situation::Situation;
use crate::situation::Source;
use crate::situation::axis;
use crate::situation::baseline::Baseline;
use crate::situation::daytime;
use crate::situation::destination;
use crate::situation::fact;
use crate::situation::fact::Fact;
use crate::situation::holder;
use crate::situation::holder::Holding;
use crate::situation::location::Atlas;
use crate::situation::location::add_name;
use crate::situation::location::collapse;
use crate::situation::location::locate;
use crate::situation::location::slug;
use crate::situation::overrides::Overrides;
use crate::situation::side::Sides;
use crate::situation::wording;
use crate::terms::Assertion;
use crate::terms::EventType;
use crate::terms::HolderStatus;
use crate::terms::Precision;
use crate::toponym::Toponym;
use crate::toponym::ToponymKind;

/// One article with what was read from it.
#[derive(Debug, Clone, Copy)]
pub struct Report<'a> {
    /// The article.
    pub article: &'a Article,
    /// Its toponyms; events refer to them by index.
    pub toponyms: &'a [Toponym],
    /// Its events.
    pub extraction: &'a Extraction,
}

/// What a situation is made with besides the articles.
#[derive(Debug, Clone, Default)]
pub struct Settings {
    /// The day to describe; the latest day of an article if not given.
    pub as_of: Option<Date>,
    /// Title of the map; made from the events if not given.
    pub title: Option<String>,
    /// Who held what before.
    pub baseline: Option<Baseline>,
    /// Corrections.
    pub overrides: Overrides,
}

/// Longest quotation kept as evidence, code points.
const QUOTE: usize = 400;

/// The situation after all `reports`.
pub fn update(reports: &[Report<'_>], settings: &Settings) -> Situation {
    let mut order: Vec<usize> = (0..reports.len()).collect();
    let published = |i: usize| {
        reports
            .get(i)
            .and_then(|r| r.article.published.as_ref())
            .map(|p| p.date)
    };
    order.sort_by_key(|&i| (published(i), i));
    let as_of = settings
        .as_of
        .or_else(|| order.iter().filter_map(|&i| published(i)).max());
    let mut warnings = Vec::new();
    let used: Vec<Report<'_>> = order
        .iter()
        .filter(|&&i| {
            let late = as_of
                .zip(published(i))
                .is_some_and(|(limit, day)| day > limit);
            if late && let Some(report) = reports.get(i) {
                let message = format!(
                    "{} is dated after the day of the map and was left out",
                    report.article.source
                );
                warnings.push(Warning::new("later-article", message));
            }
            !late
        })
        .filter_map(|&i| reports.get(i).copied())
        .collect();
    let mut build = Build {
        as_of,
        settings,
        atlas: Atlas::default(),
        sides: Sides::default(),
        facts: Vec::new(),
        destinations: Vec::new(),
        yearless: settings.as_of.is_none()
            && !used.is_empty()
            && used
                .iter()
                .all(|r| r.article.published.as_ref().is_some_and(|p| p.year_unknown)),
    };
    let initial = build.read(&used);
    build.give_captures_a_side();
    let merged = fact::merge(std::mem::take(&mut build.facts));
    let facts = build.overridden(merged);
    let holders = holder::fold(&facts, &initial);
    let mut situation = build.assemble(&used, facts, &holders, &initial);
    situation.warnings.extend(warnings);
    for report in &used {
        let all = report
            .article
            .warnings
            .iter()
            .chain(&report.extraction.warnings);
        situation.warnings.extend(all.cloned());
    }
    if let Some(baseline) = &settings.baseline {
        situation.warnings.extend(baseline.warnings.iter().cloned());
    }
    situation.warnings.dedup();
    situation
}

struct Build<'a> {
    as_of: Option<Date>,
    settings: &'a Settings,
    atlas: Atlas,
    sides: Sides,
    facts: Vec<Fact>,
    destinations: Vec<(usize, usize)>,
    /// No article says in which year it was written: days order the events and are not shown.
    yearless: bool,
}

impl Build<'_> {
    /// Reads places, sides and facts of all articles; the result is the holders of the baseline.
    fn read(&mut self, reports: &[Report<'_>]) -> BTreeMap<usize, Holding> {
        let rows = self
            .settings
            .baseline
            .as_ref()
            .map_or(&[][..], |b| b.rows.as_slice());
        let areas = self
            .settings
            .baseline
            .as_ref()
            .map_or(&[][..], |b| b.areas.as_slice());
        let named = rows
            .iter()
            .map(|r| r.holder.as_str())
            .chain(areas.iter().filter_map(|a| a.holder.as_deref()));
        self.sides = Sides::with_holders(named.filter(|h| !h.is_empty()));
        let mut sequence = 0;
        for (index, report) in reports.iter().enumerate() {
            let later: Vec<&Extraction> = reports
                .iter()
                .skip(index + 1)
                .take(20)
                .map(|r| r.extraction)
                .collect();
            let sides = self.sides.take_in(report.extraction, &later);
            // Resolved names first: their surfaces help to find the rows of the baseline.
            for toponym in report
                .toponyms
                .iter()
                .filter(|t| t.kind == ToponymKind::Place)
            {
                if let Some(location) = locate(report.article, toponym, false) {
                    self.atlas.add_named(location);
                }
            }
            self.read_events(index, report, &sides, &mut sequence);
            for (from, to) in destination::find(report.article, report.toponyms) {
                let at = |i: usize| {
                    report
                        .toponyms
                        .get(i)
                        .and_then(|t| t.place.as_ref())
                        .and_then(|p| self.atlas.find(&p.key))
                };
                let pair = at(from).zip(at(to));
                self.destinations.extend(pair);
            }
        }
        self.atlas.settle_names();
        let mut initial = BTreeMap::new();
        for row in rows {
            let index = match self.atlas.near(&row.place, row.at) {
                Some(index) => {
                    if let Some(entry) = self.atlas.entries.get_mut(index) {
                        add_name(entry, &row.place);
                    }
                    index
                }
                None => self.atlas.add(baseline_location(row)),
            };
            let side = (!row.holder.is_empty() && row.holder != "contested")
                .then(|| self.sides.holder(&row.holder));
            let status = match row.holder.as_str() {
                "contested" => HolderStatus::Contested,
                "" => HolderStatus::Unknown,
                _ => HolderStatus::Assessed,
            };
            initial.entry(index).or_insert(Holding {
                side,
                status,
                since: row.as_of,
            });
        }
        initial
    }

    fn read_events(
        &mut self,
        index: usize,
        report: &Report<'_>,
        sides: &[usize],
        sequence: &mut usize,
    ) {
        let told = report.article.published.as_ref().map(|p| p.date);
        let lead = lead(report.article);
        let about = told_about(report.extraction, &lead);
        let side_at = |i: Option<usize>| i.and_then(|i| sides.get(i).copied());
        for (number, event) in report.extraction.events.iter().enumerate() {
            let Some(toponym) = report.toponyms.get(event.toponym) else {
                continue;
            };
            let Some(location) = locate(report.article, toponym, true) else {
                continue;
            };
            if self
                .as_of
                .zip(event.period)
                .is_some_and(|(limit, p)| p.start > limit)
                && event.assertion.happened()
            {
                continue;
            }
            let geo_precision = event.geo_precision.max(location.geo_precision);
            let place = self.atlas.add(location);
            let end = |i: Option<usize>, atlas: &mut Atlas| {
                let toponym = report.toponyms.get(i?)?;
                Some(atlas.add(locate(report.article, toponym, false)?))
            };
            let ends = (
                end(event.from, &mut self.atlas),
                end(event.to, &mut self.atlas),
            );
            let mut side = side_at(event.actor_side);
            if side.is_none() && event.event_type.takes_control() {
                side = side_at(report.extraction.attacker);
            }
            if let Some(rule) = event.actor.as_ref().and_then(|a| {
                self.settings
                    .overrides
                    .side
                    .iter()
                    .find(|r| r.actor.eq_ignore_ascii_case(a))
            }) {
                side = Some(self.sides.holder(&rule.side));
            }
            *sequence += 1;
            self.facts.push(Fact {
                event_type: event.event_type,
                assertion: event.assertion,
                attribution: event.attribution.clone(),
                place,
                side,
                actor: event.actor.clone(),
                opponent: event.opponent.clone(),
                partial: event.partial,
                period: event.period,
                time_precision: event.time_precision,
                geo_precision,
                rank: event.rank,
                confidence: event.confidence,
                evidence: vec![citation(index, report.article, event.evidence.clone())],
                article: index,
                sequence: *sequence,
                denied: false,
                ends,
                told,
                about: about.get(number).copied().flatten(),
                hour: hour(report, event.toponym, event.sentence),
                lead: lead.contains(&event.sentence),
            });
        }
    }

    /// A capture without a named actor is the attackers' of the whole story.
    fn give_captures_a_side(&mut self) {
        let (attacker, _) = self.sides.parts();
        for fact in self.facts.iter_mut().filter(|f| f.side.is_none() && f.event_type.takes_control()) {
            fact.side = attacker;
        }
    }

    fn assemble(
        &self,
        reports: &[Report<'_>],
        facts: Vec<Fact>,
        holders: &BTreeMap<usize, Holding>,
        initial: &BTreeMap<usize, Holding>,
    ) -> Situation {
        let (attacker, defender) = self.sides.parts();
        let side_ids: Vec<String> = self.sides.list.iter().map(|s| s.id.clone()).collect();
        let axes = axis::derive(&axis::Ground {
            facts: &facts,
            places: &self.atlas.entries,
            holders,
            sides: &side_ids,
            attacker,
            destinations: &self.destinations,
        });
        let mut situation = Situation {
            as_of: self.as_of,
            attacker: attacker.and_then(|i| self.sides.id(i)).map(str::to_owned),
            defender: defender.and_then(|i| self.sides.id(i)).map(str::to_owned),
            articles: reports.iter().map(|r| source(r.article)).collect(),
            axes,
            areas: self
                .settings
                .baseline
                .as_ref()
                .map(|b| b.areas.clone())
                .unwrap_or_default(),
            ..Situation::default()
        };
        let mut ids = Ids::default();
        let mut with_event = BTreeSet::new();
        for fact in &facts {
            with_event.insert(fact.place);
            let event = self.event(fact, holders, &situation, &mut ids);
            situation.events.extend(event);
            situation.movements.extend(self.movement(fact, &mut ids));
        }
        situation
            .events
            .sort_by(|a, b| (a.period, a.order, &a.id).cmp(&(b.period, b.order, &b.id)));
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
        situation.sides = self
            .sides
            .list
            .iter()
            .filter(|s| used.contains(&s.id))
            .cloned()
            .collect();
        situation.unresolved = unresolved(reports);
        situation.title = self
            .settings
            .title
            .clone()
            .unwrap_or_else(|| wording::title(&situation));
        situation.subtitle = wording::subtitle(&situation, self.yearless);
        if self.yearless {
            undate(&mut situation);
        }
        situation
    }

    fn overridden(&self, mut facts: Vec<Fact>) -> Vec<Fact> {
        if self.settings.overrides.event.is_empty() {
            return facts;
        }
        let mut ids = Ids::default();
        let names: Vec<String> = facts.iter().map(|f| ids.make(&self.event_id(f))).collect();
        let mut kept = Vec::new();
        for (mut fact, id) in facts.drain(..).zip(names) {
            let Some(rule) = self.settings.overrides.event.iter().find(|r| r.id == id) else {
                kept.push(fact);
                continue;
            };
            if rule.drop {
                continue;
            }
            fact.event_type = rule
                .event_type
                .as_deref()
                .and_then(EventType::parse)
                .unwrap_or(fact.event_type);
            fact.assertion = rule
                .assertion
                .as_deref()
                .and_then(Assertion::parse)
                .unwrap_or(fact.assertion);
            if let Some(side) = &rule.actor_side {
                fact.side = self
                    .sides
                    .list
                    .iter()
                    .position(|s| s.id == *side)
                    .or(fact.side);
            }
            if let Some(day) = rule.date.as_ref().and_then(|d| d.parse::<Date>().ok()) {
                fact.period = Some(crate::date::Period::day(day));
                fact.time_precision = Precision::Exact;
            }
            kept.push(fact);
        }
        kept
    }

    fn event_id(&self, fact: &Fact) -> String {
        let name = self
            .atlas
            .entries
            .get(fact.place)
            .map_or("", |l| l.name.as_str());
        let mut id = format!("{}-{}", fact.event_type, slug(name));
        if let Some(period) = fact.period.filter(|_| !self.yearless) {
            id.push_str(&format!(
                "-{:04}{:02}{:02}",
                period.start.year(),
                period.start.month(),
                period.start.day()
            ));
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
        let moves = matches!(
            fact.event_type,
            EventType::Displacement | EventType::Reinforcement | EventType::Withdrawal
        );
        if !moves
            || matches!(
                fact.assertion,
                Assertion::Denied | Assertion::Negated | Assertion::Historical
            )
        {
            return None;
        }
        let (Some(from), Some(to)) = fact.ends else {
            return None;
        };
        let (a, b) = (self.atlas.entries.get(from)?, self.atlas.entries.get(to)?);
        if from == to {
            return None;
        }
        Some(Movement {
            id: ids.make(&format!(
                "{}-{}-{}",
                fact.event_type,
                slug(&a.name),
                slug(&b.name)
            )),
            event_type: fact.event_type,
            assertion: fact.assertion,
            actor: fact.actor.clone(),
            actor_side: fact.side.and_then(|i| self.sides.id(i)).map(str::to_owned),
            from: (a.name.clone(), a.at),
            to: (b.name.clone(), b.at),
            period: fact.period,
            evidence: fact.evidence.clone(),
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
            for toponym in report
                .toponyms
                .iter()
                .filter(|t| t.kind == ToponymKind::Place)
            {
                let key = locate(report.article, toponym, false).map(|l| l.key);
                let Some(place) = key
                    .and_then(|k| self.atlas.find(&k))
                    .filter(|i| !with_event.contains(i))
                else {
                    continue;
                };
                let entry = named.entry(place).or_default();
                entry.0 += 1;
                if entry.1.is_empty() {
                    entry.1.push(citation(
                        index,
                        report.article,
                        sentence_at(report.article, toponym.span.start),
                    ));
                }
            }
        }
        for &place in initial.keys().filter(|i| !with_event.contains(i)) {
            named.entry(place).or_default();
        }
        let places = named
            .into_iter()
            .filter_map(|(index, (mentions, evidence))| {
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

/// The time of day of an event.
fn hour(report: &Report<'_>, toponym: usize, sentence: usize) -> Option<u8> {
    let sentence = report.article.sentences.get(sentence)?.span.clone();
    let place = report.toponyms.get(toponym)?.span.clone();
    if place.start < sentence.start || place.end > sentence.end {
        // Meant by "the city": the sentence as a whole tells the time.
        let start = sentence.start;
        return daytime::hour(&report.article.text, sentence, start..start, &[]);
    }
    let first = report.toponyms.partition_point(|t| t.span.start < sentence.start);
    let names: Vec<_> =
        report.toponyms.iter().skip(first).map(|t| t.span.clone()).take_while(|s| s.start < sentence.end).collect();
    daytime::hour(&report.article.text, sentence, place, &names)
}

/// The sentences of the headline and the first of the body: news tell the latest first.
fn lead(article: &Article) -> std::ops::Range<usize> {
    let kind = |i: usize| article.sentences.get(i).and_then(|s| article.blocks.get(s.block)).map(|b| b.kind);
    let headlines = (0..article.sentences.len()).take_while(|&i| kind(i) == Some(BlockKind::Headline)).count();
    0..headlines + 1
}

/// For each event without a date, the day of the last dated event that the text tells before it, in the order that the
/// text gives; in the lead none, because it stands before what it follows.
fn told_about(extraction: &Extraction, lead: &std::ops::Range<usize>) -> Vec<Option<Date>> {
    let mut order: Vec<usize> = (0..extraction.events.len()).collect();
    order.sort_by_key(|&i| extraction.events.get(i).map_or(0, |e| e.rank));
    let mut out = vec![None; extraction.events.len()];
    let mut last = None;
    for i in order {
        let Some(event) = extraction.events.get(i) else { continue };
        match event.period {
            Some(period) if event.assertion.happened() => last = Some(period.start),
            None if !lead.contains(&event.sentence) => {
                if let Some(slot) = out.get_mut(i) {
                    *slot = last;
                }
            }
            _ => {}
        }
    }
    out
}

fn baseline_location(row: &crate::situation::baseline::Row) -> crate::situation::Location {
    crate::situation::Location {
        key: format!(
            "baseline:{}@{:.3},{:.3}",
            slug(&row.place),
            row.at.lon,
            row.at.lat
        ),
        name: row.place.clone(),
        surface: row.place.clone(),
        at: row.at,
        country: row.country.clone(),
        admin1: row.admin1.clone(),
        feature_class: "P".to_owned(),
        feature_code: "PPL".to_owned(),
        ..crate::situation::Location::default()
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
        for toponym in report
            .toponyms
            .iter()
            .filter(|t| t.kind == ToponymKind::Place && t.place.is_none() && t.relative.is_none())
        {
            let name = collapse(report.article.text.get(toponym.span.clone()).unwrap_or(""));
            if !name.is_empty() && seen.insert(name.to_lowercase()) {
                out.push(name);
            }
        }
    }
    out
}

fn sentence_at(article: &Article, byte: usize) -> std::ops::Range<usize> {
    article
        .sentence_at(byte)
        .and_then(|i| article.sentences.get(i))
        .map_or(byte..byte, |s| s.span.clone())
}

/// A citation of bytes of the clean text.
fn citation(article_index: usize, article: &Article, range: std::ops::Range<usize>) -> Citation {
    let quote = collapse(article.text.get(range.clone()).unwrap_or(""));
    let quote = match quote.char_indices().nth(QUOTE) {
        Some((cut, _)) => format!("{}…", quote.get(..cut).unwrap_or("").trim_end()),
        None => quote,
    };
    let (start, end) = article.original_span(range);
    Citation {
        article: article_index,
        start,
        end,
        quote,
    }
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
        if *count == 1 {
            wanted.to_owned()
        } else {
            format!("{wanted}-{count}")
        }
    }
}
