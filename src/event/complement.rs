//! Where an attack was beaten off, and what the prepositional phrases behind a noun name.
//!
//! In: a noun or a verb of an attack in its clause. Out: places. Never: what happened there.

use super::draft::Draft;
use super::focus::Focus;
use super::phrase::Head;
use super::reading::Found;
use super::reading::LOCATIVE;
use super::reading::Reading;
use super::token::Kind;

impl Reading<'_, '_> {
    /// `took P, Q Province`, `took P, Q.` where Q is the seat that P's division is called after: Q only says where P lies, if
    /// something is told of P as well.
    pub(super) fn drop_containers(&self, drafts: &mut Vec<Draft>) {
        let told: Vec<usize> = drafts.iter().map(|d| d.place).collect();
        if told.len() > 1 {
            drafts.retain(|d| self.contained_in(d.place).is_none_or(|inner| !told.contains(&inner)));
        }
    }

    /// The place that the name `outer` stands behind, with one comma between, as its container.
    fn contained_in(&self, outer: usize) -> Option<usize> {
        use crate::gazetteer::FeatureClass as F;
        let at = self.clauses.tokens.iter().position(|t| t.kind == Kind::Place(outer))?;
        let comma = self.clauses.tokens.get(at.checked_sub(1)?)?;
        let Some(Kind::Place(inner)) =
            self.clauses.tokens.get(at.checked_sub(2)?).map(|t| t.kind).filter(|_| comma.text == ",")
        else {
            return None;
        };
        let place = |t: usize| self.toponyms.get(t).and_then(|t| t.place.as_ref());
        let (small, large) = (place(inner)?, place(outer)?);
        let same = small.country == large.country && !small.admin1.is_empty() && small.admin1 == large.admin1;
        // `P, Q and R`, `P, Q, R` are a list.
        let listed = self.clauses.tokens.get(at + 1).is_some_and(|t| {
            matches!(t.text, "," | "and" | "&")
                && self
                    .clauses
                    .tokens
                    .get(at + 2..at + 6)
                    .unwrap_or(&[])
                    .iter()
                    .any(|t| matches!(t.kind, Kind::Place(_)))
        });
        let contains = match large.class {
            F::Country => small.country == large.country,
            F::Admin1 => same,
            F::Seat | F::Capital => same && !listed && !matches!(small.class, F::Seat | F::Capital),
            _ => false,
        };
        (contains && !matches!(small.class, F::Admin1 | F::Country)).then_some(inner)
    }

    /// Places for an attack that was beaten off: of the attack noun, else of the clause.
    pub(super) fn attack_places(&self, at: usize, subject: Option<usize>, passive: bool, focus: &Focus) -> Vec<Found> {
        let index = if passive { subject } else { self.clauses.object(at) };
        let Some(noun) = index.and_then(|i| self.clauses.noun(i)) else {
            return Vec::new();
        };
        if passive
            && matches!(noun.class, Head::Force | Head::Actor | Head::They | Head::It)
            && focus.event_sentence == self.sentence
        {
            // `took P and was stopped at a checkpoint west of Q`: not at P.
            let told = self.clauses.right_of(at).take(6).find(|&k| {
                self.clauses.noun(k).is_some_and(|n| {
                    (!n.places.is_empty() || !n.at.is_empty())
                        && (LOCATIVE.contains(&n.prep.as_str())
                            || matches!(n.prep.as_str(), "of" | "outside" | "before"))
                })
            });
            let here = told.map_or(Vec::new(), |_| self.locative(at, focus));
            return if told.is_some() { here } else { self.from_focus(at, focus) };
        }
        // `beat back the rebels at P`
        let verb = self.clauses.verb(at).map_or("", |v| v.lemma.as_str());
        if !passive
            && matches!(noun.class, Head::Force | Head::Actor | Head::They)
            && matches!(
                verb,
                "repel" | "repulse" | "beat" | "fend" | "fight" | "ward" | "stave" | "throw" | "stop" | "halt"
            )
        {
            return self.locative(at, focus);
        }
        // `the column was stopped short of P`
        if passive
            && (matches!(noun.class, Head::Force | Head::Actor | Head::They) || index.is_some_and(|i| self.is_armed(i)))
        {
            return self.locative(at, focus);
        }
        if noun.class != Head::Attack {
            return Vec::new();
        }
        let Some(index) = index else {
            return Vec::new();
        };
        let own = self.complements(
            index,
            &["on", "against", "upon", "near", "in", "at", "towards", "toward", "to", "around", "into"],
            focus,
        );
        if !own.is_empty() {
            return own;
        }
        // `attempt to enter the airport`: the infinitive tells it; `attempt to cut the road to P` has it further on.
        let infinitive = (index + 1..index + 4).find(|&k| self.clauses.noun(k).is_none_or(|n| n.prep.is_empty()));
        if let Some(to) = infinitive.filter(|&k| self.clauses.verb(k).is_some_and(|v| v.infinitive)) {
            let end = if index < at { at } else { self.clauses.phrases.len().min(to + 7) };
            let named = (to + 1..end).find(|&k| self.clauses.noun(k).is_some_and(|n| !n.places.is_empty()));
            let meant = named.or_else(|| {
                // `an attempt to reopen the road into the city`
                (to + 1..end).find(|&k| {
                    self.clauses.noun(k).is_some_and(|n| n.class == Head::Settlement && n.definite)
                        && !self.stands_for(k, focus, false).is_empty()
                })
            });
            return meant.map_or(Vec::new(), |k| self.stands_for(k, focus, false));
        }
        let here = self.locative(at, focus);
        let there = self.clauses.right_of(at).take(3).any(|k| self.clauses.word(k) == "there");
        if here.is_empty() && self.sentence.saturating_sub(focus.event_sentence) <= 1 && (noun.definite || there) {
            self.from_focus(index, focus)
        } else {
            here
        }
    }

    /// Places of the prepositional phrases that follow a noun at once.
    pub(super) fn complements(&self, at: usize, preps: &[&str], focus: &Focus) -> Vec<Found> {
        let mut k = at + 1;
        while let Some(noun) = self.clauses.noun(k) {
            if noun.prep.is_empty() {
                if noun.class == Head::Time {
                    k += 1;
                    continue;
                }
                break;
            }
            if preps.contains(&noun.prep.as_str()) {
                let mut found = self.stands_for(k, focus, false);
                if found.is_empty() {
                    found = self.after_unknown(k, focus);
                }
                if found.is_empty() {
                    found = self.beyond_people(k, focus);
                }
                // `northeast of P near Q`
                let next = self.clauses.noun(k + 1).filter(|n| n.prep == "near" && n.class == Head::Place);
                if next.is_some() && noun.prep == "near" && !found.is_empty() {
                    found.extend(self.stands_for(k + 1, focus, false));
                }
                if !found.is_empty() {
                    if LOCATIVE.contains(&noun.prep.as_str()) || noun.prep == "against" {
                        found.extend(
                            self.clauses.more_adjuncts(k).into_iter().flat_map(|m| self.stands_for(m, focus, false)),
                        );
                    }
                    return found;
                }
            }
            k += 1;
        }
        Vec::new()
    }

    /// `at X, Y and P` where only P is known.
    pub(super) fn after_unknown(&self, at: usize, focus: &Focus) -> Vec<Found> {
        let unknown = self.clauses.noun(at).is_some_and(|n| {
            n.class == Head::Other
                && n.at.is_empty()
                && self.clauses.tokens.get(n.head).is_some_and(|t| t.is_capital() && t.kind == Kind::Word)
        });
        let more = if unknown { self.clauses.more_objects(at) } else { Vec::new() };
        more.into_iter().flat_map(|m| self.stands_for(m, focus, false)).collect()
    }

    /// `an attack on people sheltering in P`
    fn beyond_people(&self, at: usize, focus: &Focus) -> Vec<Found> {
        let people =
            self.clauses.noun(at).is_some_and(|n| matches!(n.class, Head::Civil | Head::Force | Head::Facility));
        let going = self.clauses.verb(at + 1).is_some_and(|v| !v.is_finite());
        let there = self.clauses.noun(at + 2).is_some_and(|n| matches!(n.prep.as_str(), "in" | "at" | "near"));
        if people && going && there { self.stands_for(at + 2, focus, false) } else { Vec::new() }
    }
}
