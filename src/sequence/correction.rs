//! What a later report takes back is taken back in the earlier states, too.
//!
//! In: the states of all steps, each made from the reports up to its day. Out: the same states corrected, and what was
//! corrected. Never: a change that new fighting explains.

use crate::date::Date;
use crate::sequence::Step;
use crate::situation::Event;
use crate::situation::Situation;
use crate::terms::Assertion;
use crate::terms::HolderStatus;
use crate::terms::LegStatus;

/// A capture that a later report has put in doubt.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Correction {
    /// Name of the place.
    pub place: String,
    /// The first step that was corrected.
    pub from: Date,
    /// The step of the report; those before it were corrected.
    pub by: Date,
    /// The day of the report.
    pub report: Date,
}

impl Correction {
    /// True if the state of a day was corrected.
    pub fn reaches(&self, day: Date) -> bool {
        (self.from..self.by).contains(&day)
    }
}

impl std::fmt::Display for Correction {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        let Self { place, from, by, report } = self;
        write!(
            f,
            "{by}: the report of {report} puts the capture of {place} in doubt; the frames from {from} on are corrected"
        )
    }
}

/// Corrects the earlier states, and says what was corrected.
///
/// A capture that was certain on one step and is doubted on a later one, although nothing is reported from the place after
/// it, was doubted by a later report: it becomes a claim on the steps between.
pub fn correct(states: &mut [(Step, Situation)]) -> Vec<Correction> {
    let mut said = Vec::new();
    for later in 1..states.len() {
        let (before, after) = states.split_at_mut(later);
        let Some((step, newer)) = after.first() else { break };
        for event in newer.events.iter().filter(|e| doubted(e) && !fought_over_since(newer, e)) {
            let mut first: Option<Date> = None;
            for (step, older) in before.iter_mut().rev() {
                if !older.events.iter().any(|o| certain(o) && is_same(o, event)) {
                    break;
                }
                take_back(older, event);
                first = Some(step.day);
            }
            if let Some(from) = first {
                let (by, report) = (step.day, step.newest.unwrap_or(step.day));
                said.push(Correction { place: event.location.name.clone(), from, by, report });
            }
        }
    }
    said
}

fn takes(event: &Event) -> bool {
    event.event_type.takes_control()
}

fn certain(event: &Event) -> bool {
    takes(event) && event.assertion == Assertion::Asserted && event.holder_status == HolderStatus::Assessed
}

fn doubted(event: &Event) -> bool {
    takes(event) && event.holder_status != HolderStatus::Assessed
}

fn is_same(a: &Event, b: &Event) -> bool {
    a.location.key == b.location.key && a.actor_side == b.actor_side && a.period == b.period
}

/// True if something happened at the place after the capture, which explains the doubt.
fn fought_over_since(state: &Situation, event: &Event) -> bool {
    let day = event.period.map(|p| p.end);
    state
        .events
        .iter()
        .filter(|e| e.location.key == event.location.key && e.assertion.happened())
        .any(|e| e.period.map(|p| p.end) > day)
}

fn take_back(state: &mut Situation, by: &Event) {
    for event in state.events.iter_mut().filter(|e| e.location.key == by.location.key) {
        if takes(event) && event.assertion == Assertion::Asserted {
            event.assertion = Assertion::Claimed;
        }
        event.holder.clone_from(&by.holder);
        event.holder_status = by.holder_status;
    }
    for place in state.places.iter_mut().filter(|p| p.location.key == by.location.key) {
        place.holder.clone_from(&by.holder);
        place.holder_status = by.holder_status;
    }
    for stop in state.axes.iter_mut().flat_map(|a| &mut a.reached).filter(|s| s.key == by.location.key) {
        stop.status = LegStatus::Claimed;
    }
}
