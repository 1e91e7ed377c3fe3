//! What became of what a noun tells: an attempt that failed, a claim that proved false.
//!
//! In: the phrases of a sentence. Out: what it adds to the standing of a claim. Never: who says so.

use crate::lexicon::Effect;
use crate::lexicon::Lexicon;

use super::assertion::Standing;
use super::grammar::Clauses;
use super::phrase::PhraseKind;

/// What became of an attempt told as a noun: `attempts to recover the village failed`.
pub(super) fn noun_fate(clauses: &Clauses<'_, '_>, at: usize, lexicon: &Lexicon, out: &mut Standing) {
    let Some(verb) = fate_of(clauses, at) else {
        return;
    };
    let Some(group) = clauses.verb(verb) else {
        return;
    };
    if group.modal.is_some() {
        out.add(Effect::Hypothetical);
    }
    let head = clauses.noun(at).and_then(|n| clauses.tokens.get(n.head)).map_or("", |t| t.lower.as_str());
    let told = lexicon.governor(head).or_else(|| head.strip_suffix('s').and_then(|h| lexicon.governor(h)));
    if matches!(told, Some(Effect::Claimed | Effect::Stated | Effect::Reported)) {
        // `the claim to have taken P could not be verified`, `was rejected`, `was confirmed`
        match lexicon.governor(&group.lemma) {
            Some(Effect::Denied) if !group.negated => out.add(Effect::Denied),
            Some(Effect::Confirmed) if !group.negated && group.modal.is_none() && group.passive => {
                out.add(Effect::Confirmed);
            }
            _ if is_false(clauses, verb) => out.add(Effect::Denied),
            _ => out.effects.retain(|e| *e != Effect::Hypothetical),
        }
        return;
    }
    // `got nowhere`, `came to nothing`
    let nothing = matches!(group.lemma.as_str(), "get" | "come" | "lead" | "go" | "end" | "achieve")
        && clauses
            .tokens
            .get(group.main + 1..)
            .unwrap_or(&[])
            .iter()
            .take(2)
            .any(|t| matches!(t.lower.as_str(), "nowhere" | "nothing" | "naught" | "failure"));
    let broken = group.lemma == "break" && group.passive || nothing;
    if lexicon.governor(&group.lemma) == Some(Effect::Negated) || beaten(&group.lemma) || broken || group.negated {
        out.add(Effect::Negated);
    }
}

/// Verbs that say that an attack came to nothing.
pub(super) fn beaten(lemma: &str) -> bool {
    matches!(
        lemma,
        "fail"
            | "repel"
            | "repulse"
            | "beat"
            | "throw"
            | "thwart"
            | "foil"
            | "stall"
            | "collapse"
            | "rebuff"
            | "falter"
            | "halt"
            | "prevent"
            | "defeat"
            | "drive"
            | "fend"
            | "stop"
            | "block"
            | "push"
            | "turn"
    )
}

/// The verb of which the noun phrase at `at` is the subject.
pub(super) fn fate_of(clauses: &Clauses<'_, '_>, at: usize) -> Option<usize> {
    let end = clauses.phrases.len().min(at + 24);
    let mut relative = false;
    (at + 1..end).find(|&k| {
        match clauses.phrases.get(k).map(|p| &p.kind) {
            Some(PhraseKind::Relative) => relative = true,
            // `the capture of P, which lay beyond, was put off`: the verb of the relative clause is not its fate.
            Some(PhraseKind::Verb(verb)) if verb.is_finite() => {
                return !std::mem::take(&mut relative) && clauses.subject(k) == Some(at);
            }
            _ => {}
        }
        false
    })
}

/// True if the verb at `at` says that something is not true: `is false`, `proved untrue`, `turned out to be wrong`.
pub(super) fn is_false(clauses: &Clauses<'_, '_>, at: usize) -> bool {
    const FALSE: &[&str] = &[
        "baseless",
        "fabricated",
        "fake",
        "false",
        "groundless",
        "inaccurate",
        "incorrect",
        "lie",
        "lies",
        "nonsense",
        "premature",
        "unfounded",
        "untrue",
        "wrong",
    ];
    clauses.verb(at).is_some_and(|g| {
        let says = matches!(g.lemma.as_str(), "be" | "prove" | "turn" | "ring");
        let words = clauses.tokens.get(g.main..).unwrap_or(&[]);
        says && words.iter().take(6).any(|t| FALSE.contains(&t.lower.as_str()))
    })
}

/// True if the verb at `at` says that something is not true: `was not true`, `is not correct`, `was "not true"`.
pub(super) fn is_untrue(clauses: &Clauses<'_, '_>, at: usize) -> bool {
    clauses.verb(at).filter(|g| g.lemma == "be").is_some_and(|g| {
        let words = clauses.tokens.get(g.main..).unwrap_or(&[]);
        let near = words.iter().take(4).position(|t| matches!(t.lower.as_str(), "not" | "n't" | "never"));
        near.is_some_and(|n| {
            let rest = words.get(n..).unwrap_or(&[]);
            rest.iter().take(4).any(|t| matches!(t.lower.as_str(), "true" | "correct" | "accurate" | "case"))
        })
    })
}

/// The finite verb right after the clause of the verb at `at`, which belongs to the noun that governs the clause:
/// `reports that P had fallen were denied`.
pub(super) fn outer_verb(clauses: &Clauses<'_, '_>, at: usize) -> Option<usize> {
    for k in at + 1..clauses.phrases.len().min(at + 8) {
        match clauses.phrases.get(k).map(|p| &p.kind) {
            Some(PhraseKind::Verb(verb)) => return verb.is_finite().then_some(k),
            Some(PhraseKind::Noun(_) | PhraseKind::Other) => {}
            _ => return None,
        }
    }
    None
}
