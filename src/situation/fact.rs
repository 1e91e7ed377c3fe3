//! Facts: events of all articles on shared places and sides, before and after repeats are merged.
//!
//! In: [`Report`]s. Out: [`Fact`]s. Never: holders, axes.

use std::collections::BTreeMap;
use std::collections::BTreeSet;

use crate::date::Date;
use crate::date::Period;
use crate::date::days_between;
use crate::provenance::Citation;
use crate::terms::Assertion;
use crate::terms::EventType;
use crate::terms::Precision;

/// What one or more articles say happened at a place.
#[derive(Debug, Clone)]
pub(super) struct Fact {
    pub(super) event_type: EventType,
    pub(super) assertion: Assertion,
    pub(super) attribution: Option<String>,
    /// Index into the atlas.
    pub(super) place: usize,
    /// Index into the sides.
    pub(super) side: Option<usize>,
    pub(super) actor: Option<String>,
    pub(super) opponent: Option<String>,
    pub(super) partial: bool,
    pub(super) period: Option<Period>,
    pub(super) time_precision: Precision,
    pub(super) geo_precision: Precision,
    pub(super) rank: u32,
    /// The list of places that it is told in, as `(article, number)`.
    pub(super) list: Option<(usize, usize)>,
    /// The list of a headline that names it as well.
    pub(super) headlined: Option<(usize, usize)>,
    /// The theatre that the text names before it, as `(article, number)`.
    pub(super) theatre: Option<(usize, usize)>,
    pub(super) confidence: f64,
    pub(super) evidence: Vec<Citation>,
    /// Index of the article that says it first.
    pub(super) article: usize,
    /// Place in the reading order of all articles.
    pub(super) sequence: usize,
    /// Somebody denies it.
    pub(super) denied: bool,
    /// Ends of a movement, indices into the atlas.
    pub(super) ends: (Option<usize>, Option<usize>),
    /// Day of the article that says it first.
    pub(super) told: Option<Date>,
    /// The day of what was told before it, for a fact without a date of its own.
    pub(super) about: Option<Date>,
    /// The text puts it in the place itself ("in Homs", "the streets of Homs"), not at it or for it.
    pub(super) inside: bool,
    /// Time of day, if the sentence tells it.
    pub(super) hour: Option<u8>,
    /// Told in the headline or the first sentence, which give the latest news first.
    pub(super) lead: bool,
    /// Told by headlines only, which leave out who says so.
    pub(super) headline: bool,
    /// Other exact days that other articles give for it.
    pub(super) other_days: Vec<(Date, usize)>,
}

/// Kinds of assertion that never merge with one another.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
enum Mood {
    Happened,
    Refused,
    Possible,
    Past,
}

impl Fact {
    fn mood(&self) -> Mood {
        match self.assertion {
            Assertion::Asserted | Assertion::Reported | Assertion::Claimed => Mood::Happened,
            Assertion::Denied | Assertion::Negated => Mood::Refused,
            Assertion::Hypothetical | Assertion::Future => Mood::Possible,
            Assertion::Historical => Mood::Past,
        }
    }

    /// The day that orders it among others: the first of its period, that of what was told before, or the day of telling.
    pub(super) fn day(&self) -> Option<Date> {
        self.period.map(|p| p.start).or(self.about).or(self.told)
    }

    /// The one day that the text gives for it.
    pub(super) fn exact_day(&self) -> Option<Date> {
        self.period.filter(|p| p.days() == 1 && self.time_precision == Precision::Exact).map(|p| p.start)
    }

    /// Control of the whole place passed to the side, and nobody denies it.
    pub(super) fn takes(&self) -> bool {
        self.event_type.takes_control() && self.assertion.happened() && !self.partial && !self.denied
    }

    /// Takes in another mention of the same fact; `cited` is where its evidence begins, by article.
    fn absorb(&mut self, other: Self, cited: &mut BTreeSet<(usize, usize)>) {
        // A headline leaves out who says so: the text under it knows better.
        if let (Some(own), Some(told)) = (self.exact_day(), other.exact_day())
            && own != told
            && other.article != self.article
            && !self.other_days.iter().any(|(d, _)| *d == told)
        {
            self.other_days.push((told, other.article));
        }
        let better = match (self.headline, other.headline) {
            (true, false) => true,
            (false, true) => false,
            _ => other.assertion < self.assertion,
        };
        self.headlined = self.headlined.or(other.headlined);
        self.theatre = self.theatre.or(other.theatre);
        if self.headline && !other.headline && other.article == self.article {
            self.list = other.list;
        }
        self.headline &= other.headline;
        if better {
            self.assertion = other.assertion;
            self.attribution = other.attribution;
        }
        if better || self.actor.is_none() {
            self.actor = other.actor.or_else(|| self.actor.take());
        }
        if self.opponent.is_none() {
            self.opponent = other.opponent;
        }
        self.side = self.side.or(other.side);
        self.partial &= other.partial;
        if other.event_type == EventType::Recapture {
            self.event_type = EventType::Recapture;
        }
        let length = |p: Option<Period>| p.map_or(i32::MAX, Period::days);
        if (other.time_precision, length(other.period)) < (self.time_precision, length(self.period)) {
            self.period = other.period;
            self.time_precision = other.time_precision;
            self.about = other.about;
            if other.article == self.article {
                self.rank = other.rank;
                self.list = other.list;
            }
        }
        self.geo_precision = self.geo_precision.min(other.geo_precision);
        self.ends = (self.ends.0.or(other.ends.0), self.ends.1.or(other.ends.1));
        self.denied |= other.denied;
        self.lead |= other.lead;
        self.inside |= other.inside;
        self.hour = self.hour.or(other.hour);
        let is_new = |article: usize| cited.range((article, 0)..=(article, usize::MAX)).next().is_none();
        self.confidence = if other.evidence.iter().any(|c| is_new(c.article)) {
            (1.0 - (1.0 - self.confidence) * (1.0 - other.confidence * 0.5)).min(0.99)
        } else {
            self.confidence.max(other.confidence)
        };
        for citation in other.evidence {
            if !cited.insert((citation.article, citation.start)) {
                continue;
            }
            if better {
                self.evidence.insert(0, citation);
            } else {
                self.evidence.push(citation);
            }
        }
    }
}

/// One fact per thing that happened, in reading order.
///
/// Captures of one place by one side are one capture, whatever the dates that articles give it, unless another side
/// held the place between. Other facts merge within a day of each other. A denial joins what it denies.
pub(super) fn merge(facts: Vec<Fact>) -> Vec<Fact> {
    const LOOK_BACK: usize = 24;
    let mut merged: Vec<Fact> = Vec::new();
    let begins = |fact: &Fact| fact.evidence.iter().map(|c| (c.article, c.start)).collect();
    let mut cited: Vec<BTreeSet<(usize, usize)>> = Vec::new();
    let mut buckets: BTreeMap<(usize, EventType, Mood), Vec<usize>> = BTreeMap::new();
    let mut denials = Vec::new();
    for fact in facts {
        if fact.assertion == Assertion::Denied {
            denials.push(fact);
            continue;
        }
        let class = if fact.event_type == EventType::Recapture { EventType::Capture } else { fact.event_type };
        let bucket = buckets.entry((fact.place, class, fact.mood())).or_default();
        let home = if class == EventType::Capture && fact.mood() == Mood::Happened {
            capture_home(&merged, bucket, &fact)
        } else {
            bucket.iter().rev().take(LOOK_BACK).copied().find(|&i| merged.get(i).is_some_and(|m| same(m, &fact)))
        };
        if let Some((target, cited)) = home.and_then(|i| merged.get_mut(i).zip(cited.get_mut(i))) {
            target.absorb(fact, cited);
        } else {
            bucket.push(merged.len());
            cited.push(begins(&fact));
            merged.push(fact);
        }
    }
    for denial in denials {
        let class = if denial.event_type == EventType::Recapture { EventType::Capture } else { denial.event_type };
        let wanted: &[EventType] = match class {
            EventType::Capture => &[EventType::Capture, EventType::Entry],
            EventType::Entry => &[EventType::Entry, EventType::Capture],
            _ => &[class],
        };
        let target = wanted.iter().find_map(|&t| {
            let bucket = buckets.get(&(denial.place, t, Mood::Happened))?;
            bucket.iter().rev().take(LOOK_BACK).copied().find(|&i| merged.get(i).is_some_and(|m| answers(&denial, m)))
        });
        if let Some((fact, cited)) = target.and_then(|i| merged.get_mut(i).zip(cited.get_mut(i))) {
            fact.denied = true;
            cited.extend(denial.evidence.iter().map(|c| (c.article, c.start)));
            fact.evidence.extend(denial.evidence);
        } else if let Some((twin, cited)) = buckets
            .get(&(denial.place, class, Mood::Refused))
            .and_then(|b| {
                b.iter().rev().take(LOOK_BACK).copied().find(|&i| merged.get(i).is_some_and(|m| same(m, &denial)))
            })
            .and_then(|i| merged.get_mut(i).zip(cited.get_mut(i)))
        {
            twin.absorb(denial, cited);
        } else {
            buckets.entry((denial.place, class, Mood::Refused)).or_default().push(merged.len());
            cited.push(begins(&denial));
            merged.push(denial);
        }
    }
    merged.sort_by_key(|f| f.sequence);
    merged
}

/// A capture without an exact day took place on the day on which the loser says it left.
pub(super) fn date_by_withdrawal(facts: &mut [Fact]) {
    let exact = |f: &&Fact| {
        f.event_type == EventType::Withdrawal
            && f.assertion.happened()
            && !f.partial
            && f.period.is_some()
            && f.time_precision == Precision::Exact
    };
    let left: BTreeMap<usize, (Option<usize>, Option<Period>)> =
        facts.iter().filter(exact).map(|f| (f.place, (f.side, f.period))).collect();
    for fact in facts.iter_mut().filter(|f| f.takes()) {
        let vague = fact.period.is_none() || fact.time_precision != Precision::Exact;
        if let Some((side, period)) = left.get(&fact.place)
            && vague
            && *side != fact.side
        {
            fact.period = *period;
            fact.time_precision = Precision::Exact;
        }
    }
}

/// A capture or entry that only the winner tells is no mere claim when the loser says that it left the place within a day of it.
pub(super) fn admit_by_withdrawal(facts: &mut [Fact]) {
    let left: Vec<Fact> = facts
        .iter()
        .filter(|f| f.event_type == EventType::Withdrawal && f.assertion == Assertion::Asserted)
        .filter(|f| !f.partial && f.side.is_some())
        .cloned()
        .collect();
    let gained = |f: &Fact| f.takes() || f.event_type == EventType::Entry;
    for fact in facts.iter_mut().filter(|f| gained(f) && f.assertion == Assertion::Claimed && !f.denied) {
        if left.iter().any(|l| l.place == fact.place && l.side != fact.side && within(l, fact, 1)) {
            fact.assertion = Assertion::Asserted;
        }
    }
}

/// The capture that another mention of a capture belongs to.
fn capture_home(merged: &[Fact], bucket: &[usize], fact: &Fact) -> Option<usize> {
    let last = *bucket.last()?;
    let latest = merged.get(last)?;
    if latest.side == fact.side || fact.side.is_none() || latest.side.is_none() {
        return Some(last);
    }
    // Told again after another side took the place: only a date that fits shows which capture is meant.
    let dated = |m: &Fact| m.side == fact.side && m.period.is_some() && fact.period.is_some() && within(m, fact, 1);
    bucket.iter().rev().take(24).copied().find(|&i| merged.get(i).is_some_and(dated))
}

/// The same thing told twice.
fn same(a: &Fact, b: &Fact) -> bool {
    let sides = a.side == b.side || a.side.is_none() || b.side.is_none();
    let ends = a.ends == b.ends || a.ends == (None, None) || b.ends == (None, None) || share_end(a.ends, b.ends);
    sides && ends && within(a, b, 1)
}

fn share_end(a: (Option<usize>, Option<usize>), b: (Option<usize>, Option<usize>)) -> bool {
    let fits = |x: Option<usize>, y: Option<usize>| x.is_none() || y.is_none() || x == y;
    fits(a.0, b.0) && fits(a.1, b.1)
}

/// A denial answers a claim of the same days, but nothing that was told later.
fn answers(denial: &Fact, claim: &Fact) -> bool {
    claim.told <= denial.told
        && within(denial, claim, 2)
        && (denial.side.is_none() || claim.side.is_none() || denial.side == claim.side)
}

fn within(a: &Fact, b: &Fact, days: i32) -> bool {
    let (Some(p), Some(q)) = (a.period, b.period) else {
        return match (a.day(), b.day()) {
            (Some(x), Some(y)) => days_between(x, y).abs() <= days.max(3),
            _ => true,
        };
    };
    days_between(p.end, q.start) <= days && days_between(q.end, p.start) <= days
}
