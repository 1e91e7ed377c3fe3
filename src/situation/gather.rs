//! Gathers what the articles say: places, sides and facts on common ground, holders of the baseline.
//!
//! In: [`Report`]s, [`Settings`]. Out: [`Build`]. Never: merged events.

use std::collections::BTreeMap;

use crate::article::Article;
use crate::article::BlockKind;
use crate::date::Date;
use crate::event::Event;
use crate::event::Extraction;
use crate::provenance::Citation;
use crate::situation::Location;
use crate::situation::baseline::Row;
use crate::situation::daytime;
use crate::situation::destination;
use crate::situation::fact::Fact;
use crate::situation::holder::Holding;
use crate::situation::listing;
use crate::situation::location::Atlas;
use crate::situation::location::as_town;
use crate::situation::location::collapse;
use crate::situation::location::locate;
use crate::situation::location::slug;
use crate::situation::side::Sides;
use crate::situation::side::is_role;
use crate::situation::theatre;
use crate::situation::update::Report;
use crate::situation::update::Settings;
use crate::terms::EventType;
use crate::terms::HolderStatus;
use crate::toponym::Toponym;
use crate::toponym::ToponymKind;

/// Longest quotation kept as evidence, code points.
const QUOTE: usize = 400;

pub(super) struct Build<'a> {
    pub(super) as_of: Option<Date>,
    pub(super) settings: &'a Settings,
    pub(super) atlas: Atlas,
    pub(super) sides: Sides,
    pub(super) facts: Vec<Fact>,
    pub(super) destinations: Vec<(usize, usize)>,
    /// Rows of the baseline that mean one place and disagree.
    pub(super) clashes: Vec<String>,
    /// No article says in which year it was written: days order the events and are not shown.
    pub(super) yearless: bool,
}

impl Build<'_> {
    /// Reads places, sides and facts of all articles; the result is the holders of the baseline.
    pub(super) fn read(&mut self, reports: &[Report<'_>]) -> BTreeMap<usize, Holding> {
        let rows = self.settings.baseline.as_ref().map_or(&[][..], |b| b.rows.as_slice());
        let areas = self.settings.baseline.as_ref().map_or(&[][..], |b| b.areas.as_slice());
        let named = rows.iter().map(|r| r.holder.as_str()).chain(areas.iter().filter_map(|a| a.holder.as_deref()));
        self.sides = match &self.settings.baseline {
            Some(known) => {
                let parts = known.parts.0.iter().chain(&known.parts.1).map(String::as_str);
                let mut sides = Sides::with_holders(
                    named.chain(parts).filter(|h| !h.is_empty() && *h != "contested"),
                    &known.sides,
                );
                sides.take_parts(&known.parts);
                sides
            }
            None => Sides::default(),
        };
        let mut sequence = 0;
        for (index, report) in reports.iter().enumerate() {
            let later: Vec<&Extraction> = reports.iter().skip(index + 1).take(20).map(|r| r.extraction).collect();
            let earlier = self.sides.parts();
            let sides = self.sides.take_in(report.extraction, &later);
            // Resolved names first: their surfaces help to find the rows of the baseline.
            for toponym in report.toponyms.iter().filter(|t| t.kind == ToponymKind::Place) {
                if let Some(location) = locate(report.article, toponym, false) {
                    self.atlas.add_named(location);
                }
            }
            self.read_events(index, report, &sides, earlier, &mut sequence);
            for (from, to) in destination::find(report.article, report.toponyms) {
                let at = |i: usize| {
                    report.toponyms.get(i).and_then(|t| t.place.as_ref()).and_then(|p| self.atlas.find(&p.key))
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
                    self.atlas.call(index, &row.place);
                    index
                }
                None => self.atlas.add(baseline_location(row)),
            };
            let side = (!row.holder.is_empty() && row.holder != "contested").then(|| self.sides.holder(&row.holder));
            let status = match row.holder.as_str() {
                "contested" => HolderStatus::Contested,
                "" => HolderStatus::Unknown,
                _ => HolderStatus::Assessed,
            };
            let holding = Holding { side, status, since: row.as_of };
            let first = *initial.entry(index).or_insert(holding);
            if (first.side, first.status) != (holding.side, holding.status) {
                self.clashes.push(row.place.clone());
            }
        }
        initial
    }

    fn read_events(
        &mut self,
        index: usize,
        report: &Report<'_>,
        sides: &[usize],
        earlier: (Option<usize>, Option<usize>),
        sequence: &mut usize,
    ) {
        let told = report.article.published.as_ref().map(|p| p.date);
        let lead = lead(report.article);
        let about = told_about(report.extraction, &lead);
        let lists = listing::lists(report.article, report.toponyms, &report.extraction.events);
        let theatres = theatre::theatres(report.article);
        let side_at = |i: Option<usize>| i.and_then(|i| sides.get(i).copied());
        for (number, event) in report.extraction.events.iter().enumerate() {
            let Some(toponym) = report.toponyms.get(event.toponym) else {
                continue;
            };
            let town = as_town(report.article, toponym);
            let Some(location) = locate(report.article, town.as_ref().unwrap_or(toponym), !event.by_reference) else {
                continue;
            };
            if self.as_of.zip(event.period).is_some_and(|(limit, p)| p.start > limit) && event.assertion.happened() {
                continue;
            }
            let geo_precision = event.geo_precision.max(location.geo_precision);
            let place = self.atlas.add(location);
            let end = |i: Option<usize>, atlas: &mut Atlas| {
                let toponym = report.toponyms.get(i?)?;
                Some(atlas.add(locate(report.article, toponym, false)?))
            };
            let ends = (end(event.from, &mut self.atlas), end(event.to, &mut self.atlas));
            let mut side = side_at(event.actor_side);
            let mut actor = event.actor.clone();
            if side.is_none() && event.event_type.takes_control() {
                side = side_at(report.extraction.attacker);
            }
            if let Some(known) =
                self.known_part(report.article, event, side, side_at(report.extraction.attacker), earlier.0)
            {
                if side != Some(known) && event.actor.as_deref().is_some_and(|a| !report.article.text.contains(a)) {
                    // The name was only guessed from the side.
                    actor = self.sides.list.get(known).map(|s| s.name.clone());
                }
                side = Some(known);
            }
            if let Some(rule) = event
                .actor
                .as_ref()
                .and_then(|a| self.settings.overrides.side.iter().find(|r| r.actor.eq_ignore_ascii_case(a)))
            {
                side = Some(self.sides.holder(&rule.side));
            }
            *sequence += 1;
            let headline = in_headline(report.article, event.sentence);
            let list = lists.get(number).copied().flatten().map(|list| (index, list));
            self.facts.push(Fact {
                event_type: event.event_type,
                assertion: event.assertion,
                attribution: event.attribution.clone(),
                place,
                side,
                actor,
                opponent: event.opponent.clone(),
                partial: event.partial,
                period: event.period,
                time_precision: event.time_precision,
                geo_precision,
                rank: event.rank,
                list,
                headlined: list.filter(|_| headline),
                theatre: theatres.get(event.sentence).filter(|_| !headline).map(|number| (index, *number)),
                confidence: event.confidence,
                evidence: vec![citation(index, report.article, event.evidence.clone())],
                article: index,
                sequence: *sequence,
                denied: false,
                ends,
                told,
                about: about.get(number).copied().flatten(),
                inside: inside(report.article, toponym),
                hour: hour(report, event.toponym, event.sentence),
                lead: lead.contains(&event.sentence),
                headline,
                other_days: Vec::new(),
            });
        }
    }

    /// "The rebels" of a later article, or nobody named, are the attackers that earlier articles were about, where the
    /// article by itself only knows them as its attackers.
    fn known_part(
        &self,
        article: &Article,
        event: &Event,
        side: Option<usize>,
        attacker: Option<usize>,
        earlier: Option<usize>,
    ) -> Option<usize> {
        let is_state = |i: usize| self.sides.list.get(i).is_some_and(|s| s.state);
        let known = earlier.filter(|&i| !is_state(i))?;
        let guessed = side.is_none_or(|i| Some(i) == attacker && !is_state(i));
        let gain = event.event_type.takes_control() || event.event_type == EventType::Entry;
        let nameless = match event.actor.as_deref() {
            Some(actor) if article.text.contains(actor) => is_role(actor),
            _ => gain,
        };
        (guessed && nameless).then_some(known)
    }

    /// A capture without a named actor is the attackers' of the whole story.
    pub(super) fn give_captures_a_side(&mut self) {
        let (attacker, _) = self.sides.parts();
        for fact in self.facts.iter_mut().filter(|f| f.side.is_none() && f.event_type.takes_control()) {
            fact.side = attacker;
        }
    }
}

/// True if the name follows a word that means the inside of the place.
fn inside(article: &Article, toponym: &Toponym) -> bool {
    let before = article.text.get(..toponym.span.start).unwrap_or("");
    let mut words = before.rsplit(|c: char| !c.is_alphanumeric()).filter(|w| !w.is_empty());
    let (last, other) = (words.next().unwrap_or(""), words.next().unwrap_or(""));
    let within = ["in", "inside", "within", "into"];
    let part = [
        "streets",
        "centre",
        "center",
        "heart",
        "districts",
        "district",
        "suburbs",
        "parts",
        "city",
        "town",
        "village",
    ];
    within.iter().any(|w| last.eq_ignore_ascii_case(w))
        || last.eq_ignore_ascii_case("of") && part.iter().any(|w| other.eq_ignore_ascii_case(w))
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

/// True for a sentence of a headline.
fn in_headline(article: &Article, sentence: usize) -> bool {
    let block = article.sentences.get(sentence).and_then(|s| article.blocks.get(s.block));
    block.is_some_and(|b| b.kind == BlockKind::Headline)
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
        let Some(event) = extraction.events.get(i) else {
            continue;
        };
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

fn baseline_location(row: &Row) -> Location {
    Location {
        key: format!("baseline:{}@{:.3},{:.3}", slug(&row.place), row.at.lon, row.at.lat),
        name: row.place.clone(),
        surface: row.place.clone(),
        at: row.at,
        country: row.country.clone(),
        admin1: row.admin1.clone(),
        feature_class: "P".to_owned(),
        feature_code: "PPL".to_owned(),
        ..Location::default()
    }
}

pub(super) fn sentence_at(article: &Article, byte: usize) -> std::ops::Range<usize> {
    article.sentence_at(byte).and_then(|i| article.sentences.get(i)).map_or(byte..byte, |s| s.span.clone())
}

/// A citation of bytes of the clean text.
pub(super) fn citation(article_index: usize, article: &Article, range: std::ops::Range<usize>) -> Citation {
    let quote = collapse(article.text.get(range.clone()).unwrap_or(""));
    let quote = match quote.char_indices().nth(QUOTE) {
        Some((cut, _)) => format!("{}…", quote.get(..cut).unwrap_or("").trim_end()),
        None => quote,
    };
    let (start, end) = article.original_span(range);
    Citation { article: article_index, start, end, quote }
}
