//! All moments in one: every event, side and leg of the sequence, from which the shared parts of the frames are laid out.

use std::collections::BTreeSet;

use crate::control::Derived;
use crate::control::Leg;
use crate::layout::areas;
use crate::layout::series::Moment;
use crate::scene::Node;
use crate::situation::Situation;
use crate::terms::LegStatus;

/// The last state, with the events of earlier ones that it no longer has.
pub(super) fn union(moments: &[Moment<'_>]) -> Situation {
    let mut whole = moments.last().map(|m| m.situation.clone()).unwrap_or_default();
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

/// A state with the sides of the whole, so that a side has one colour in all frames.
pub(super) fn like(situation: &Situation, whole: &Situation) -> Situation {
    Situation {
        sides: whole.sides.clone(),
        attacker: whole.attacker.clone(),
        defender: whole.defender.clone(),
        ..situation.clone()
    }
}

/// Every leg that was made or claimed on some day, those of one axis and one frame joined, with the index of that frame;
/// and the newest areas and front.
pub(super) fn union_derived(moments: &[Moment<'_>]) -> (Derived, Vec<usize>) {
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
    let mut made: Vec<usize> = Vec::new();
    for leg in legs {
        let from = first(&leg);
        let joins = whole.legs.last().zip(made.last()).is_some_and(|(last, frame)| {
            *frame == from && (last.axis, &last.to, last.status) == (leg.axis, &leg.from, leg.status)
        });
        if let Some(last) = whole.legs.last_mut().filter(|_| joins) {
            last.line.extend(leg.line.iter().skip(1));
            last.to = leg.to;
        } else {
            made.push(from);
            whole.legs.push(leg);
        }
    }
    (whole, made)
}

/// The arrows with their frames; legs too short to draw have none.
pub(super) fn arrows_of(derived: &Derived, made: &[usize], nodes: Vec<Node>) -> Vec<(usize, Node)> {
    let id = |leg: &Leg| format!("leg-{}", areas::slug(&leg.id));
    nodes
        .into_iter()
        .filter_map(|node| {
            let Node::Group(group) = &node else { return None };
            let index = derived.legs.iter().position(|l| id(l) == group.id)?;
            Some((*made.get(index)?, node))
        })
        .collect()
}

fn ends(leg: &Leg) -> (String, String) {
    (leg.from.clone(), leg.to.clone())
}
