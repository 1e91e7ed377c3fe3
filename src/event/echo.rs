//! What is told twice: a headline that leaves out who says so, a later sentence that leaves out the day.
//!
//! In: the events of an article. Out: the same with the status of the text and the day of the fuller telling. Never: new events.

use std::collections::BTreeMap;

use crate::article::Article;
use crate::article::BlockKind;
use crate::terms::Assertion;
use crate::terms::EventType;
use crate::toponym::Toponym;

use super::Event;
use super::temporal::Basis;

/// Types of which one place has one event a day.
const fn kind(event: EventType) -> Option<u8> {
    match event {
        EventType::Capture | EventType::Recapture => Some(0),
        EventType::Entry => Some(1),
        EventType::Withdrawal => Some(2),
        _ => None,
    }
}

/// What the text says of one place, one kind of event and one side: as much of it as the rules need, so that a long text
/// is not compared with itself sentence by sentence.
#[derive(Debug, Clone, Copy, Default)]
struct Telling {
    /// The first event.
    first: Option<usize>,
    /// One of them is told by the text itself.
    asserted: bool,
    /// The first with a day of its own.
    dated: Option<usize>,
    /// They have different days.
    disagree: bool,
}

impl Telling {
    fn joined(self, other: Self, events: &[Event]) -> Self {
        let least = |a: Option<usize>, b: Option<usize>| a.into_iter().chain(b).min();
        let day = |i: Option<usize>| i.and_then(|i| events.get(i)).map(|e| e.period);
        let differ = self.dated.is_some() && other.dated.is_some() && day(self.dated) != day(other.dated);
        Self {
            first: least(self.first, other.first),
            asserted: self.asserted || other.asserted,
            dated: least(self.dated, other.dated),
            disagree: self.disagree || other.disagree || differ,
        }
    }
}

/// Gives headlines the status of the text under them, and what has no day the day on which the same is told to have been.
pub(super) fn settle(article: &Article, toponyms: &[Toponym], bases: &[Basis], events: &mut [Event]) {
    let key = |e: &Event| toponyms.get(e.toponym).and_then(|t| t.place.as_ref()).map(|p| p.key.as_str());
    let headline = |e: &Event| {
        let block = article.sentences.get(e.sentence).and_then(|s| article.blocks.get(s.block));
        block.is_some_and(|b| b.kind == BlockKind::Headline)
    };
    let dated = |i: usize| bases.get(i).is_some_and(|b| matches!(b, Basis::Clause | Basis::Sentence));
    let mut changes = Vec::new();
    // By place, kind and side; what names no side goes with every side, and every side with it.
    let mut told: BTreeMap<(&str, u8, Option<usize>), Telling> = BTreeMap::new();
    let mut of_all: BTreeMap<(&str, u8), Telling> = BTreeMap::new();
    for (at, event) in events.iter().enumerate() {
        let Some((kind, place)) = kind(event.event_type).zip(key(event)) else { continue };
        if !event.assertion.happened() || headline(event) {
            continue;
        }
        let day = dated(at) && event.period.is_some_and(|p| p.days() <= 3);
        let own = Telling {
            first: Some(at),
            asserted: event.assertion == Assertion::Asserted,
            dated: day.then_some(at),
            disagree: false,
        };
        for telling in
            [told.entry((place, kind, event.actor_side)).or_default(), of_all.entry((place, kind)).or_default()]
        {
            *telling = telling.joined(own, events);
        }
    }
    for (at, event) in events.iter().enumerate() {
        let Some((own, place)) = kind(event.event_type).zip(key(event)) else { continue };
        if !event.assertion.happened() {
            continue;
        }
        let of = |side: Option<usize>| told.get(&(place, own, side)).copied().unwrap_or_default();
        let same = match event.actor_side {
            None => of_all.get(&(place, own)).copied().unwrap_or_default(),
            side => of(side).joined(of(None), events),
        };
        let mut changed = event.clone();
        // A headline is not among those that are told, and neither is what has no day among those with one.
        if headline(event)
            && event.assertion == Assertion::Asserted
            && !same.asserted
            && let Some(first) = same.first.and_then(|i| events.get(i))
        {
            changed.assertion = first.assertion;
            changed.attribution.clone_from(&first.attribution);
        }
        // Nor does it say in which order things came.
        if headline(event)
            && let Some(first) = same.first.and_then(|i| events.get(i))
        {
            changed.rank = first.rank;
        }
        if !dated(at)
            && bases.get(at).is_some_and(|b| matches!(b, Basis::Article | Basis::None))
            && !same.disagree
            && let Some(first) = same.dated.and_then(|i| events.get(i))
        {
            (changed.period, changed.time_precision) = (first.period, first.time_precision);
        }
        if changed != *event {
            changes.push((at, changed));
        }
    }
    for (at, changed) in changes {
        if let Some(event) = events.get_mut(at) {
            *event = changed;
        }
    }
}
