//! All moments in one: every event, side and leg of the sequence, from which the shared parts of the frames are laid out.

use std::collections::BTreeSet;

use crate::control::Derived;
use crate::control::Leg;
use crate::layout::areas;
use crate::layout::series::Moment;
use crate::scene::Node;
use crate::situation::Side;
use crate::situation::Situation;
use crate::terms::LegStatus;

/// The last state, with the events of earlier ones that it no longer has.
pub(super) fn union(moments: &[Moment<'_>]) -> Situation {
    let last = moments.last().map(|m| Situation { as_of: Some(m.day), ..m.situation.clone() });
    let mut whole = last.unwrap_or_default();
    let mut known: BTreeSet<String> = whole.events.iter().map(|e| e.location.key.clone()).collect();
    for moment in moments.iter().rev() {
        for event in &moment.situation.events {
            if known.insert(event.location.key.clone()) {
                whole.events.push(event.clone());
            }
        }
        for side in &moment.situation.sides {
            if !whole.sides.iter().any(|s| s.id == side.id) {
                whole.sides.push(side.clone());
            }
        }
    }
    whole.movements.clear();
    for axis in &mut whole.axes {
        axis.ahead.clear();
    }
    whole
}

/// The sides of the whole, with which each state is told, so that a side has one colour in all frames.
#[derive(Debug, Clone)]
pub(super) struct Cast {
    sides: Vec<Side>,
    attacker: Option<String>,
    defender: Option<String>,
}

impl Cast {
    pub(super) fn of(whole: &Situation) -> Self {
        let (attacker, defender) = (whole.attacker.clone(), whole.defender.clone());
        Self { sides: whole.sides.clone(), attacker, defender }
    }

    /// The state of a moment with these sides, dated on its day.
    pub(super) fn play(&self, moment: &Moment<'_>) -> Situation {
        Situation {
            as_of: Some(moment.day),
            sides: self.sides.clone(),
            attacker: self.attacker.clone(),
            defender: self.defender.clone(),
            ..moment.situation.clone()
        }
    }
}

/// The frames that show a leg.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) enum Shown {
    /// Made or claimed on the day of this frame, and shown from then on.
    From(usize),
    /// Expected by the reports of these frames.
    Ahead(BTreeSet<usize>),
}

impl Shown {
    /// Made on an earlier day.
    pub(super) fn made_before(&self, index: usize) -> bool {
        matches!(self, Self::From(from) if *from < index)
    }

    /// Made on the day.
    pub(super) fn made_on(&self, index: usize) -> bool {
        *self == Self::From(index)
    }

    /// Expected by the reports of the day.
    pub(super) fn expected_on(&self, index: usize) -> bool {
        matches!(self, Self::Ahead(days) if days.contains(&index))
    }
}

/// Every leg that was made, claimed or expected on some day, those made of one axis and one frame joined, with the frames that
/// show it; and the newest areas and front.
pub(super) fn union_derived(moments: &[Moment<'_>]) -> (Derived, Vec<Shown>) {
    let mut whole = moments.last().map(|m| m.derived.clone()).unwrap_or_default();
    let mut legs: Vec<Leg> = std::mem::take(&mut whole.legs);
    legs.retain(|l| l.status != LegStatus::Projected);
    for moment in moments {
        for leg in moment.derived.legs.iter().filter(|l| l.status != LegStatus::Projected) {
            if !legs.iter().any(|l| ends(l) == ends(leg)) {
                legs.push(leg.clone());
            }
        }
        if whole.areas.is_empty() {
            whole.areas.clone_from(&moment.derived.areas);
        }
        if whole.front.is_empty() {
            whole.front.clone_from(&moment.derived.front);
        }
    }
    let first = |leg: &Leg| {
        let made =
            |m: &Moment<'_>| m.derived.legs.iter().any(|l| l.status != LegStatus::Projected && ends(l) == ends(leg));
        moments.iter().position(made).unwrap_or(0)
    };
    let mut shown: Vec<Shown> = Vec::new();
    for leg in legs {
        let from = Shown::From(first(&leg));
        let joins = whole.legs.last().zip(shown.last()).is_some_and(|(last, frame)| {
            *frame == from && (last.axis, &last.to, last.status) == (leg.axis, &leg.from, leg.status)
        });
        if let Some(last) = whole.legs.last_mut().filter(|_| joins) {
            last.line.extend(leg.line.iter().skip(1));
            last.to = leg.to;
        } else {
            shown.push(from);
            whole.legs.push(leg);
        }
    }
    for (leg, days) in expected(moments) {
        shown.push(Shown::Ahead(days));
        whole.legs.push(leg);
    }
    // Legs of several days may have one number.
    for (i, leg) in whole.legs.iter_mut().enumerate() {
        leg.id = format!("{}-{}", leg.id, i + 1);
    }
    (whole, shown)
}

/// The legs that reports expect of the attacker, each with the frames of the days whose reports say so. What others may do next
/// is told of the attacker as a rule and reaches their axes only because no side is named.
fn expected(moments: &[Moment<'_>]) -> Vec<(Leg, BTreeSet<usize>)> {
    let mut found: Vec<(Leg, BTreeSet<usize>)> = Vec::new();
    for (i, moment) in moments.iter().enumerate().filter(|(_, m)| m.stale.is_none()) {
        let attacker = &moment.situation.attacker;
        let expected = |l: &&Leg| l.status == LegStatus::Projected && (attacker.is_none() || l.side == *attacker);
        for leg in moment.derived.legs.iter().filter(expected) {
            if let Some((_, days)) = found.iter_mut().find(|(l, _)| ends(l) == ends(leg) && l.side == leg.side) {
                days.insert(i);
            } else {
                found.push((leg.clone(), BTreeSet::from([i])));
            }
        }
    }
    found
}

/// The arrows with the frames that show them; legs too short to draw have none.
pub(super) fn arrows_of(derived: &Derived, shown: &[Shown], nodes: Vec<Node>) -> Vec<(Shown, Node)> {
    let id = |leg: &Leg| format!("leg-{}", areas::slug(&leg.id));
    nodes
        .into_iter()
        .filter_map(|node| {
            let Node::Group(group) = &node else { return None };
            let index = derived.legs.iter().position(|l| id(l) == group.id)?;
            Some((shown.get(index)?.clone(), node))
        })
        .collect()
}

fn ends(leg: &Leg) -> (String, String) {
    (leg.from.clone(), leg.to.clone())
}
