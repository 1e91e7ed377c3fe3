//! What is told twice: a headline that leaves out who says so, a later sentence that leaves out the day.
//!
//! In: the events of an article. Out: the same with the status of the text and the day of the fuller telling. Never: new events.

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

/// Gives headlines the status of the text under them, and what has no day the day on which the same is told to have been.
pub(super) fn settle(article: &Article, toponyms: &[Toponym], bases: &[Basis], events: &mut [Event]) {
    let key = |e: &Event| toponyms.get(e.toponym).and_then(|t| t.place.as_ref()).map(|p| p.key.as_str());
    let headline = |e: &Event| {
        let block = article.sentences.get(e.sentence).and_then(|s| article.blocks.get(s.block));
        block.is_some_and(|b| b.kind == BlockKind::Headline)
    };
    let dated = |i: usize| bases.get(i).is_some_and(|b| matches!(b, Basis::Clause | Basis::Sentence));
    let mut changes = Vec::new();
    for (at, event) in events.iter().enumerate() {
        let Some(own) = kind(event.event_type).filter(|_| event.assertion.happened()) else { continue };
        let same: Vec<(usize, &Event)> = events
            .iter()
            .enumerate()
            .filter(|(i, e)| {
                *i != at
                    && kind(e.event_type) == Some(own)
                    && e.assertion.happened()
                    && key(e).is_some()
                    && key(e) == key(event)
                    && (e.actor_side == event.actor_side || e.actor_side.is_none() || event.actor_side.is_none())
                    && !headline(e)
            })
            .collect();
        let mut changed = event.clone();
        if headline(event)
            && event.assertion == Assertion::Asserted
            && let Some((_, first)) = same.first()
            && same.iter().all(|(_, e)| e.assertion != Assertion::Asserted)
        {
            changed.assertion = first.assertion;
            changed.attribution.clone_from(&first.attribution);
        }
        if !dated(at) && bases.get(at).is_some_and(|b| matches!(b, Basis::Article | Basis::None)) {
            let mut days = same
                .iter()
                .filter(|(i, e)| dated(*i) && e.period.is_some_and(|p| p.days() <= 3))
                .map(|(_, e)| (e.period, e.time_precision));
            if let Some(first) = days.next()
                && days.all(|d| d.0 == first.0)
            {
                (changed.period, changed.time_precision) = first;
            }
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
