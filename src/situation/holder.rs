//! Who holds each place on a day: facts folded in the order of their dates over what was known before.
//!
//! In: merged [`Fact`]s, holders of a baseline. Out: one [`Holding`] per place. Never: areas.

use std::collections::BTreeMap;

use crate::date::Date;
use crate::date::days_between;
use crate::situation::fact::Fact;
use crate::terms::Assertion;
use crate::terms::EventType;
use crate::terms::HolderStatus;
use crate::terms::Precision;

/// Who holds a place and how sure that is.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct Holding {
    /// Index into the sides.
    pub(super) side: Option<usize>,
    pub(super) status: HolderStatus,
    /// Since when, as far as the articles tell.
    pub(super) since: Option<Date>,
}

/// A withdrawal admits what was claimed at most so many days before it.
const ADMITTED_DAYS: i32 = 30;

impl Default for Holding {
    fn default() -> Self {
        Self { side: None, status: HolderStatus::Unknown, since: None }
    }
}

/// The holders of all places after every fact.
pub(super) fn fold(facts: &[Fact], initial: &BTreeMap<usize, Holding>) -> BTreeMap<usize, Holding> {
    let mut by_place: BTreeMap<usize, Vec<&Fact>> = BTreeMap::new();
    for fact in facts {
        by_place.entry(fact.place).or_default().push(fact);
    }
    let mut holders = initial.clone();
    for (place, mut list) in by_place {
        list.sort_by_key(|f| (f.day(), f.article, weight(f.event_type), f.rank, f.sequence));
        let mut holding = holders.get(&place).copied().unwrap_or_default();
        let known = holding.since;
        for (i, fact) in list.iter().enumerate() {
            // What was over before the day of the baseline is in the baseline.
            if known.is_some_and(|day| fact.period.is_some_and(|p| p.end < day)) {
                continue;
            }
            let next = step(holding, fact, &list, i);
            if next != holding {
                holding = Holding { since: fact.day(), ..next };
            }
        }
        if holding != Holding::default() {
            holders.insert(place, holding);
        }
    }
    holders
}

/// On one day of one article, fighting comes before its outcome.
const fn weight(event_type: EventType) -> u8 {
    match event_type {
        EventType::Hold => 0,
        EventType::Clash | EventType::Entry | EventType::Siege | EventType::Advance | EventType::Repelled => 1,
        EventType::Withdrawal => 2,
        EventType::Capture | EventType::Recapture => 3,
        _ => 4,
    }
}

fn step(now: Holding, fact: &Fact, all: &[&Fact], at: usize) -> Holding {
    if !fact.assertion.happened() || fact.geo_precision == Precision::Region {
        return now;
    }
    let contested = Holding { status: HolderStatus::Contested, ..now };
    match fact.event_type {
        EventType::Capture | EventType::Recapture => {
            if fact.side.is_some() && now.side == fact.side && now.status == HolderStatus::Assessed {
                return now;
            }
            if fact.partial || fact.denied {
                return contested;
            }
            let status =
                if fact.assertion == Assertion::Claimed { HolderStatus::Claimed } else { HolderStatus::Assessed };
            Holding { side: fact.side, status, since: now.since }
        }
        EventType::Entry => {
            if fact.side.is_some() && now.side == fact.side {
                return now;
            }
            let left = all.iter().any(|f| leaves(f) && f.side != fact.side && close(f, fact));
            if left && !fact.partial && !fact.denied && fact.side.is_some() {
                let status =
                    if fact.assertion == Assertion::Claimed { HolderStatus::Claimed } else { HolderStatus::Assessed };
                return Holding { side: fact.side, status, since: now.since };
            }
            contested
        }
        EventType::Clash => {
            let decided = all.iter().skip(at + 1).any(|f| f.takes() && f.day() == fact.day());
            // An attack on a place that is held does not put it in doubt; fighting inside it does.
            let outside = now.side.is_some() && !fact.inside;
            if decided || outside || fact.geo_precision != Precision::Exact { now } else { contested }
        }
        EventType::Withdrawal => {
            if !leaves(fact) || fact.denied {
                return now;
            }
            let holder_leaves = now.side.is_none() || fact.side.is_none() || now.side == fact.side;
            if !holder_leaves {
                return now;
            }
            // Whoever was in the place, even in part, has it when the holder leaves.
            let taken = all.iter().find(|f| {
                f.side.is_some()
                    && f.side != fact.side
                    && f.assertion.happened()
                    && !f.denied
                    && in_place(f)
                    && close(f, fact)
            });
            // Who leaves admits what the other side claimed before, denied or not.
            let claimed = all.get(..at).unwrap_or_default().iter().rev();
            let claimed = claimed.take_while(|f| !(f.takes() && f.side == fact.side)).find(|f| {
                let days = f.day().zip(fact.day()).map(|(a, b)| days_between(a, b));
                f.event_type.takes_control()
                    && f.assertion.happened()
                    && !f.partial
                    && f.side.is_some()
                    && fact.side.is_some()
                    && f.side != fact.side
                    && days.is_some_and(|d| (0..=ADMITTED_DAYS).contains(&d))
            });
            taken.or(claimed).map_or(Holding { side: None, ..contested }, |f| Holding {
                side: f.side,
                status: HolderStatus::Assessed,
                since: now.since,
            })
        }
        EventType::Hold => {
            if fact.side.is_none() || now.side == fact.side && now.status != HolderStatus::Contested {
                return now;
            }
            let fought = all.iter().any(|f| {
                f.side != fact.side
                    && f.assertion.happened()
                    && matches!(f.event_type, EventType::Entry | EventType::Capture | EventType::Recapture)
                    && f.day() == fact.day()
            });
            if fact.partial || fought {
                return contested;
            }
            let status =
                if fact.assertion == Assertion::Claimed { HolderStatus::Claimed } else { HolderStatus::Assessed };
            Holding { side: fact.side, status, since: now.since }
        }
        _ => now,
    }
}

/// The side is in the place.
fn in_place(fact: &Fact) -> bool {
    fact.event_type.takes_control() || matches!(fact.event_type, EventType::Entry | EventType::Hold)
}

/// Armed forces left the whole place.
fn leaves(fact: &Fact) -> bool {
    fact.event_type == EventType::Withdrawal && fact.assertion.happened() && !fact.partial
}

fn close(a: &Fact, b: &Fact) -> bool {
    match (a.day(), b.day()) {
        (Some(x), Some(y)) => days_between(x, y).abs() <= 1,
        _ => true,
    }
}
