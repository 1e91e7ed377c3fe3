//! Who says so: reporting verbs before a clause and behind it.
//!
//! In: the phrases of a sentence. Out: what a report adds to the standing of a claim. Never: sides.

use crate::lexicon::Effect;
use crate::lexicon::Lexicon;

use super::assertion::Standing;
use super::grammar::Clauses;
use super::phrase::Head;
use super::phrase::PhraseKind;

/// True if a clause with its own finite verb (or that) begins after the reporting verb at `k` and reaches `at`.
pub(super) fn opens_clause(clauses: &Clauses<'_, '_>, k: usize, at: usize) -> bool {
    let mut nouns = 0;
    for i in k + 1..at {
        match clauses.phrases.get(i).map(|p| &p.kind) {
            Some(PhraseKind::Relative) if clauses.word(i) == "that" => return true,
            Some(PhraseKind::Noun(noun)) if noun.prep.is_empty() && noun.class != Head::Time => {
                nouns += 1;
            }
            Some(PhraseKind::Mark) if matches!(clauses.word(i), ":" | "\"") => return true,
            Some(PhraseKind::Mark) if clauses.word(i) == "," => return false,
            _ => {}
        }
    }
    if nouns == 0 {
        return false;
    }
    // Object and no clause: `denied the report`, but `said the town fell` has its subject there.
    let subject = (k + 1..at).find(|&i| clauses.noun(i).is_some_and(|n| n.prep.is_empty() && n.class != Head::Time));
    subject.is_some_and(|s| clauses.starts_clause(s) || clauses.subject(at).is_some_and(|x| x > k))
}

/// The verb that follows the comma at `k`: behind a name with its office, `X Y, spokesman for the Z (ABC), told …`, it may
/// stand far off.
fn verb_of_speaker(clauses: &Clauses<'_, '_>, k: usize) -> Option<usize> {
    let near = (k + 1..clauses.phrases.len().min(k + 6)).find(|&v| clauses.verb(v).is_some());
    if near.is_some() {
        return near;
    }
    let person = clauses.noun(k + 1).is_some_and(|n| n.prep.is_empty() && n.places.is_empty());
    let office = clauses.word(k + 2) == "," && clauses.noun(k + 3).is_some_and(|n| n.class == Head::Person);
    (k + 6..clauses.phrases.len().min(k + 16)).find(|&v| clauses.verb(v).is_some()).filter(|_| person && office)
}

/// `, officials said` after the clause.
pub(super) fn trailing(clauses: &Clauses<'_, '_>, at: usize, lexicon: &Lexicon, out: &mut Standing) {
    for k in at + 1..clauses.phrases.len().min(at + 60) {
        match clauses.phrases.get(k).map(|p| &p.kind) {
            Some(PhraseKind::Mark) if matches!(clauses.word(k), ";" | ".") => return,
            Some(PhraseKind::Mark) if matches!(clauses.word(k), "," | "\"") => {
                // `…, whose men claimed to have reached P`: another story.
                if matches!(clauses.phrases.get(k + 1).map(|p| &p.kind), Some(PhraseKind::Relative)) {
                    continue;
                }
                // `…, and seemed ready to go on`: no clause about the one before.
                if matches!(
                    clauses.phrases.get(k + 1).map(|p| &p.kind),
                    Some(PhraseKind::Conjunction | PhraseKind::Verb(_))
                ) && clauses.word(k) == ","
                {
                    continue;
                }
                let says = |v: usize| {
                    clauses.verb(v).and_then(|g| {
                        lexicon
                            .governor(&g.lemma)
                            .filter(|e| {
                                matches!(e, Effect::Stated | Effect::Claimed | Effect::Confirmed | Effect::Reported)
                            })
                            .filter(|_| g.is_finite() && !g.passive && !g.negated)
                            .filter(|_| !matches!(g.lemma.as_str(), "seem" | "appear"))
                    })
                };
                // `, X said on Monday` (with an aside inside) or `," said X`
                let Some(v) = verb_of_speaker(clauses, k) else { continue };
                let Some(effect) = says(v) else { continue };
                // `, the first strike that Baghdad has acknowledged`
                if (k + 1..v).any(|i| matches!(clauses.phrases.get(i).map(|p| &p.kind), Some(PhraseKind::Relative))) {
                    continue;
                }
                let before: Vec<usize> = (k + 1..v)
                    .filter(|&i| clauses.noun(i).is_some_and(|n| n.prep.is_empty() && n.class != Head::Time))
                    .collect();
                let object = clauses.object(v);
                let opens = object.is_some_and(|o| clauses.starts_clause(o)) || clauses.word(v + 1) == "that";
                if opens {
                    continue;
                }
                out.add(effect);
                if out.speaker.is_none() {
                    out.speaker = before.last().copied().or(object);
                }
                return;
            }
            // `and, per unconfirmed claims, entered Q`: what follows only.
            Some(PhraseKind::Noun(noun))
                if (noun.prep == "according to" || noun.prep == "per")
                    && clauses.word(k - 1) == ","
                    && k > at + 2
                    && matches!(clauses.phrases.get(k - 2).map(|p| &p.kind), Some(PhraseKind::Conjunction)) =>
            {
                return;
            }
            Some(PhraseKind::Noun(noun)) if noun.prep == "according to" || noun.prep == "per" => {
                out.add(Effect::Stated);
                if out.speaker.is_none() {
                    out.speaker = Some(k);
                }
            }
            Some(PhraseKind::Conjunction) if clauses.word(k) == "but" => return,
            _ => {}
        }
    }
}
