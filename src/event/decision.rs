//! The decision: what type of event a draft is and how it is asserted.

use crate::event::temporal::Basis;
use crate::event::temporal::When;
use crate::gazetteer::FeatureClass;
use crate::lexicon::Class;
use crate::lexicon::Effect;
use crate::terms::Assertion;
use crate::terms::EventType;

use super::actor::Who;
use super::campaign;
use super::draft::Draft;

/// What is known besides the draft.
#[derive(Debug, Clone, Copy)]
pub(super) struct Context {
    /// The actor's side is the attacker's.
    pub(super) by_attacker: bool,
    /// The actor's side is the defender's.
    pub(super) by_defender: bool,
    /// The actor's side is known.
    pub(super) side_known: bool,
    /// The speaker's side is the actor's.
    pub(super) by_own_word: bool,
    /// Somebody says it who neither gains nor loses by it.
    pub(super) third_party: bool,
    /// The text looks back on a campaign: it has no day of its own.
    pub(super) retrospective: bool,
    /// The block tells background.
    pub(super) background: bool,
    /// Without success, says the sentence.
    pub(super) in_vain: bool,
    /// Nobody resisted.
    pub(super) unopposed: bool,
    /// Days from the event to the day of the story, if both are known.
    pub(super) age: Option<i32>,
    /// How old a gain of the campaign can be, days.
    pub(super) campaign_days: i32,
    /// What the place is.
    pub(super) place: Option<FeatureClass>,
    /// The place is given up or taken elsewhere in the article.
    pub(super) left_by_loser: bool,
    /// The other side is told to have left the place.
    pub(super) vacated: bool,
    /// The state of things is told as reached on a day (`since`, `by`).
    pub(super) reached: bool,
}

/// Type and assertion; `None` if the words tell no event.
pub(super) fn decide(draft: &Draft, when: &When, context: Context) -> Option<(EventType, Assertion)> {
    let far = matches!(
        context.place,
        Some(
            FeatureClass::Country
                | FeatureClass::Continent
                | FeatureClass::Sea
                | FeatureClass::River
                | FeatureClass::Lake
                | FeatureClass::Desert
        )
    );
    if far
        && !(context.place == Some(FeatureClass::Country)
            && matches!(draft.class, Class::Event(EventType::Origin) | Class::Leave))
    {
        return None;
    }
    let has = |e: Effect| draft.standing.has(e);
    let possible = has(Effect::Hypothetical) || has(Effect::Aspect);
    let planned = has(Effect::Future);
    let negated = has(Effect::Negated);
    let denied = has(Effect::Denied);
    let attempt = has(Effect::Attempt);
    let negated = negated || context.in_vain && (attempt || draft.class == Class::Attack);
    let open = possible || planned;
    let sure = assertion(draft, when, context);
    let unreal = if possible { Assertion::Hypothetical } else { Assertion::Future };
    use EventType as E;
    let taking = |kind: E| -> Option<(E, Assertion)> {
        if denied {
            return Some((kind, Assertion::Denied));
        }
        if negated {
            return Some(if attempt { (E::Repelled, Assertion::Negated) } else { (E::Entry, Assertion::Negated) });
        }
        if open {
            return Some((E::Objective, unreal));
        }
        if attempt {
            return Some((E::Clash, sure));
        }
        let region = matches!(context.place, Some(FeatureClass::Admin1 | FeatureClass::Region | FeatureClass::Admin2));
        if draft.edge || region {
            return Some((E::Entry, sure));
        }
        Some((kind, sure))
    };
    match draft.class {
        Class::Event(kind @ (E::Capture | E::Recapture)) => taking(kind),
        Class::Loss | Class::Surrender | Class::Handover => taking(E::Capture),
        Class::Expel => {
            if draft.civil {
                return None;
            }
            taking(E::Capture)
        }
        // Whoever defends passes through what is his.
        Class::Event(E::Entry) if draft.lemma == "pass" && !context.by_attacker && context.side_known => None,
        Class::Event(E::Entry) => {
            if negated || denied || open || attempt {
                return taking(E::Entry);
            }
            if draft.lemma == "be" {
                // `are in P`: the attackers are in, the defenders still are.
                if context.side_known && !context.by_attacker {
                    return Some((E::Hold, sure));
                }
                return if context.reached && !draft.edge { taking(E::Capture) } else { Some((E::Entry, sure)) };
            }
            // `troops that had deployed in P to defend it`
            if draft.lemma == "deploy" && !context.by_attacker {
                return Some((E::Reinforcement, sure));
            }
            // History that says no more of it: who entered had the town.
            let went_in = matches!(
                draft.lemma.as_str(),
                "enter" | "march" | "walk" | "ride" | "move" | "roll" | "drive" | "sail"
            );
            let history = context.retrospective && !context.by_defender && !draft.ongoing && went_in;
            // Nobody walks into a town that is defended, nor stays out of one that its defenders have left.
            let strolled = matches!(draft.lemma.as_str(), "march" | "walk" | "ride" | "parade" | "stroll");
            let free = (strolled && !context.by_defender || context.vacated && context.by_attacker) && !draft.ongoing;
            let done = (draft.passive || context.unopposed || history || free) && !draft.edge && !draft.partial;
            if done { taking(E::Capture) } else { Some((E::Entry, sure)) }
        }
        Class::Reach => {
            if negated || open || denied {
                return if negated {
                    Some((E::Entry, Assertion::Negated))
                } else if denied {
                    Some((E::Advance, Assertion::Denied))
                } else {
                    Some((E::Objective, unreal))
                };
            }
            if draft.passive && !draft.edge {
                return taking(E::Capture);
            }
            // Whoever attacks and has reached a town is in it; the rest are on their way.
            let town = context.place.is_some_and(super::extract::is_town);
            let there =
                town && context.side_known && !context.by_defender && !draft.edge && !draft.partial && !draft.ongoing;
            Some((if there { E::Entry } else { E::Advance }, sure))
        }
        Class::Breach => {
            if negated || attempt {
                Some((E::Repelled, Assertion::Negated))
            } else if open {
                Some((E::Threat, unreal))
            } else {
                // Whoever breaks through at a town is past it.
                let town = context.place.is_some_and(super::extract::is_town);
                let there = town && context.by_attacker && !draft.edge && !draft.ongoing;
                Some((if there { E::Entry } else { E::Advance }, sure))
            }
        }
        Class::Attack => {
            if draft.fire.is_some() && !negated && !open {
                return Some((if draft.fire == Some(true) { E::Shelling } else { E::Strike }, sure));
            }
            if negated {
                return if draft.nominal || attempt || context.in_vain {
                    Some((E::Repelled, Assertion::Negated))
                } else {
                    Some((E::Mention, Assertion::Negated))
                };
            }
            if open {
                return Some((E::Threat, unreal));
            }
            Some((E::Clash, if denied { Assertion::Denied } else { sure }))
        }
        Class::Approach => {
            if negated {
                Some((E::Repelled, Assertion::Negated))
            } else if open {
                Some((E::Threat, unreal))
            } else {
                Some((E::Advance, if denied { Assertion::Denied } else { sure }))
            }
        }
        Class::Repel => {
            if open || denied {
                return None;
            }
            Some((E::Repelled, Assertion::Negated))
        }
        Class::Engage => {
            if negated || open {
                return None;
            }
            let air = draft.fire == Some(false);
            Some((if air { E::Strike } else { E::Clash }, sure))
        }
        Class::Control => {
            if negated || denied {
                return Some((E::Hold, if denied { Assertion::Denied } else { Assertion::Negated }));
            }
            if open {
                return Some((E::Objective, unreal));
            }
            let dated = draft.lemma == "control" && when.expression.is_some() && when.basis == Basis::Clause;
            let listed = draft.lemma == super::roster::ROSTER;
            // History: `by the 11th P was in Indian hands`.
            let told = context.reached && context.retrospective && !context.side_known;
            let new = ((context.reached || dated || listed) && context.by_attacker || told) && !draft.edge;
            if new && draft.partial {
                Some((E::Entry, sure))
            } else if new {
                taking(E::Capture)
            } else {
                Some((E::Hold, sure))
            }
        }
        Class::Event(E::Hold) => Some((
            E::Hold,
            if denied {
                Assertion::Denied
            } else if negated {
                Assertion::Negated
            } else if open {
                unreal
            } else {
                sure
            },
        )),
        Class::Leave => {
            let nobody = draft.actor.as_ref().is_none_or(|(_, words)| is_traveller(words));
            if draft.civil || (!context.side_known && nobody && !draft.passive) {
                return None;
            }
            if !draft.passive
                && (context.by_attacker || !context.side_known && !context.left_by_loser)
                && matches!(draft.lemma.as_str(), "leave" | "depart")
                && draft.actor.as_ref().is_some_and(|(who, _)| !matches!(who, Who::Third))
                && !open
                && !negated
            {
                return Some((E::Origin, sure));
            }
            leaving(draft, denied, negated, possible, planned, sure)
        }
        // `poured out of P into the plain`: whoever attacks does not flee.
        Class::Flee | Class::Event(E::Withdrawal)
            if context.by_attacker
                && !draft.civil
                && !draft.passive
                && !negated
                && !open
                && !denied
                && matches!(draft.lemma.as_str(), "pour" | "stream" | "flood" | "march" | "ride") =>
        {
            Some((E::Origin, sure))
        }
        Class::Event(E::Withdrawal) => leaving(draft, denied, negated, possible, planned, sure),
        Class::Flee => {
            let armed = draft.actor.as_ref().is_some_and(|(w, _)| !matches!(w, Who::Third | Who::Same));
            if draft.civil || !armed && !context.side_known {
                Some((E::Displacement, plain(denied, negated, open, unreal, sure)))
            } else {
                leaving(draft, denied, negated, possible, planned, sure)
            }
        }
        Class::Refuge | Class::Event(E::Displacement) => (!negated).then_some((
            E::Displacement,
            if denied {
                Assertion::Denied
            } else if open {
                unreal
            } else {
                sure
            },
        )),
        Class::Pour => Some((
            if draft.civil {
                E::Displacement
            } else if context.by_attacker {
                E::Entry
            } else {
                E::Reinforcement
            },
            plain(denied, negated, open, unreal, sure),
        )),
        Class::Cross => {
            (!negated && draft.from.is_some()).then_some((E::Reinforcement, if open { unreal } else { sure }))
        }
        Class::Event(kind @ (E::Strike | E::Shelling)) => {
            if open {
                return Some((E::Threat, unreal));
            }
            let kind = match draft.fire {
                Some(true) => E::Shelling,
                Some(false) => E::Strike,
                None => kind,
            };
            Some((kind, plain(denied, negated, false, unreal, sure)))
        }
        Class::Event(kind @ (E::Threat | E::Objective)) => {
            if negated {
                return Some((E::Mention, Assertion::Negated));
            }
            Some((
                kind,
                if denied {
                    Assertion::Denied
                } else if kind == E::Objective && !open {
                    Assertion::Hypothetical
                } else if open {
                    unreal
                } else {
                    sure
                },
            ))
        }
        Class::Event(kind) => {
            if negated && attempt {
                return Some((E::Repelled, Assertion::Negated));
            }
            // `an offensive to isolate P`
            if attempt && kind == E::Siege && !draft.ongoing && !negated {
                return Some((E::Threat, Assertion::Future));
            }
            if open && matches!(kind, E::Clash | E::Siege | E::Advance) {
                return Some((E::Threat, unreal));
            }
            if negated && kind == E::Clash {
                return Some((E::Mention, Assertion::Negated));
            }
            Some((kind, plain(denied, negated, open, unreal, sure)))
        }
        Class::Follow | Class::None => None,
    }
}

/// Envoys come and go, and ships leave no front.
fn is_traveller(words: &str) -> bool {
    const TRAVELLERS: &[&str] = &[
        "ambassador",
        "delegation",
        "diplomat",
        "diplomats",
        "envoy",
        "envoys",
        "fleet",
        "inspectors",
        "minister",
        "negotiator",
        "negotiators",
        "observers",
        "president",
        "secretary",
        "ship",
        "ships",
        "warships",
    ];
    words.split(' ').any(|w| TRAVELLERS.contains(&w.to_lowercase().as_str()))
}

fn plain(denied: bool, negated: bool, open: bool, unreal: Assertion, sure: Assertion) -> Assertion {
    if denied {
        Assertion::Denied
    } else if negated {
        Assertion::Negated
    } else if open {
        unreal
    } else {
        sure
    }
}

#[expect(clippy::unnecessary_wraps, reason = "an arm of the decision like the others")]
fn leaving(
    draft: &Draft,
    denied: bool,
    negated: bool,
    possible: bool,
    planned: bool,
    sure: Assertion,
) -> Option<(EventType, Assertion)> {
    let unreal = if possible { Assertion::Hypothetical } else { Assertion::Future };
    let told = plain(denied, negated, possible || planned, unreal, sure);
    let own = matches!(told, Assertion::Claimed) && !draft.standing.has(Effect::Claimed);
    Some((EventType::Withdrawal, if own { Assertion::Asserted } else { told }))
}

/// How an event that is told as done is asserted.
fn assertion(draft: &Draft, when: &When, context: Context) -> Assertion {
    let has = |e: Effect| draft.standing.has(e);
    if has(Effect::Historical) && !context.by_attacker {
        return Assertion::Historical;
    }
    if draft.standing.bygone && !context.retrospective && when.basis != Basis::Clause {
        return Assertion::Historical;
    }
    let old = if context.retrospective {
        context.age.is_some_and(|d| d > 400)
    } else {
        context.age.is_some_and(|d| d > 60) || when.historical
    };
    if context.background && context.age.is_none_or(|d| d > 14) {
        return Assertion::Historical;
    }
    if old {
        let again = matches!(draft.class, Class::Event(EventType::Recapture))
            || matches!(draft.lemma.as_str(), "liberate" | "free" | "clear" | "recover");
        let chained = context.campaign_days > campaign::USUAL_DAYS;
        let campaign = context.age.is_none_or(|d| d < context.campaign_days)
            && (context.by_attacker
                || !context.side_known
                    && (again || chained && draft.actor.is_none() || context.age.is_some_and(|d| d < 180)));
        if !campaign || context.background {
            return Assertion::Historical;
        }
    }
    let taking = matches!(
        draft.class,
        Class::Event(
            EventType::Capture | EventType::Recapture | EventType::Entry | EventType::Advance | EventType::Origin
        ) | Class::Expel
            | Class::Control
            | Class::Reach
    );
    if has(Effect::Confirmed) {
        return Assertion::Asserted;
    }
    if has(Effect::Claimed) {
        return Assertion::Claimed;
    }
    if has(Effect::Reported) {
        return Assertion::Reported;
    }
    if has(Effect::Stated) && context.by_own_word {
        // Whoever gains by it claims it, whoever loses admits it; the rest is what one side reports.
        let loses = matches!(
            draft.class,
            Class::Event(EventType::Withdrawal) | Class::Leave | Class::Loss | Class::Surrender | Class::Handover
        );
        return if taking {
            Assertion::Claimed
        } else if loses {
            Assertion::Asserted
        } else {
            Assertion::Reported
        };
    }
    if has(Effect::Stated) && context.third_party {
        return Assertion::Reported;
    }
    Assertion::Asserted
}
