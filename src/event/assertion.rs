//! How sure: what governs a clause, in the manner of ConText (triggers with scope and terminations).

use crate::lexicon::Effect;
use crate::lexicon::Lexicon;
use crate::lexicon::WordClass;

use super::fate::fate_of;
use super::fate::is_false;
use super::fate::noun_fate;
use super::fate::outer_verb;
use super::grammar::Clauses;
use super::phrase::Head;
use super::phrase::PhraseKind;
use super::speech;

/// What stands over an event.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub(super) struct Standing {
    /// Effects found, without order.
    pub(super) effects: Vec<Effect>,
    /// Phrase of who says so.
    pub(super) speaker: Option<usize>,
    /// `had taken`.
    pub(super) pluperfect: bool,
    /// The verb tells a fact in the past or the perfect.
    pub(super) told: bool,
    /// It ended a state of things that is described: `P was a quiet town before X overran it`.
    pub(super) bygone: bool,
}

impl Standing {
    pub(super) fn has(&self, effect: Effect) -> bool {
        self.effects.contains(&effect)
    }

    pub(super) fn add(&mut self, effect: Effect) {
        if !self.has(effect) {
            self.effects.push(effect);
        }
    }
}

/// What stands over the verb group at `at`.
pub(super) fn over_verb(clauses: &Clauses<'_, '_>, at: usize, lexicon: &Lexicon) -> Standing {
    let mut out = Standing::default();
    chain(clauses, at, lexicon, &mut out, 6);
    if clauses.verb(at).is_some_and(|v| v.progressive) && !out.has(Effect::Negated) {
        out.add(Effect::Attempt);
    }
    // `nearly took P`
    let nearly = clauses.verb(at).is_some_and(|v| {
        let first = clauses.phrases.get(at).map_or(v.main, |p| p.tokens.start);
        [Some(v.main), Some(first)].into_iter().flatten().any(|i| {
            i.checked_sub(1)
                .and_then(|b| clauses.tokens.get(b))
                .is_some_and(|t| matches!(t.lower.as_str(), "nearly" | "almost"))
        })
    });
    if nearly {
        out.add(Effect::Aspect);
    }
    if is_open_subject(clauses, at) {
        out.add(Effect::Hypothetical);
    }
    clause(clauses, at, lexicon, &mut out);
    out
}

/// `Seizing P would enable them to …`: a gerund that opens its sentence, and a verb that only may be.
fn is_open_subject(clauses: &Clauses<'_, '_>, at: usize) -> bool {
    let opens = clauses.verb(at).is_some_and(|v| v.is_gerund() && !v.perfect)
        && (0..at).all(|k| matches!(clauses.phrases.get(k).map(|p| &p.kind), Some(PhraseKind::Other)));
    if !opens {
        return false;
    }
    let mut k = at + 1;
    while k < clauses.phrases.len().min(at + 24) {
        if clauses.word(k) == "," {
            // `Seizing P, which lies on the road, would …`: the aside is passed over.
            let aside = matches!(clauses.phrases.get(k + 1).map(|p| &p.kind), Some(PhraseKind::Relative));
            let close = (k + 1..clauses.phrases.len().min(k + 16)).find(|&c| clauses.word(c) == ",");
            let Some(close) = close.filter(|_| aside) else {
                return false;
            };
            k = close + 1;
            continue;
        }
        if let Some(verb) = clauses.verb(k).filter(|v| v.is_finite()) {
            return verb.modal.is_some();
        }
        k += 1;
    }
    false
}

/// The verb group itself and what it hangs on as an infinitive or a gerund.
fn chain(clauses: &Clauses<'_, '_>, at: usize, lexicon: &Lexicon, out: &mut Standing, depth: usize) {
    let Some(verb) = clauses.verb(at) else { return };
    if depth == 0 {
        return;
    }
    if verb.negated {
        // `did not fail to`, `failed to`: two negations cancel.
        if let Some(place) = out.effects.iter().position(|e| *e == Effect::Negated) {
            out.effects.remove(place);
        } else {
            out.add(Effect::Negated);
        }
    }
    match verb.modal.as_deref() {
        Some("will" | "shall" | "ll" | "wo") => out.add(Effect::Future),
        Some("can" | "cannot" | "ca") if verb.negated => {}
        Some(_) => out.add(Effect::Hypothetical),
        None => {}
    }
    for effect in &verb.effects {
        out.add(*effect);
    }
    out.pluperfect |= verb.pluperfect;
    if let Some(subject) = clauses.subject(at).and_then(|s| clauses.noun(s))
        && subject.negative
    {
        out.add(Effect::Negated);
    }
    if at > 0 && !verb.auxiliary {
        // `was reported lost`
        if let Some(governor) = clauses.verb(at - 1).filter(|g| g.passive)
            && let Some(effect @ (Effect::Stated | Effect::Reported | Effect::Claimed)) =
                lexicon.governor(&governor.lemma)
        {
            out.add(if effect == Effect::Stated { Effect::Reported } else { effect });
        }
    }
    let hangs = verb.infinitive || verb.is_gerund();
    if !hangs {
        return;
    }
    if verb.infinitive {
        // The word right before `to`.
        let mut k = at;
        while k > 0 {
            k -= 1;
            match clauses.phrases.get(k).map(|p| &p.kind) {
                Some(PhraseKind::Verb(governor)) => {
                    let effect = lexicon.governor(&governor.lemma);
                    govern(clauses, k, effect, governor.passive, lexicon, out, depth);
                    return;
                }
                Some(PhraseKind::Noun(noun)) => {
                    let head = clauses.tokens.get(noun.head).map_or("", |t| t.lower.as_str());
                    let ordinal = clauses.phrases.get(k).is_some_and(|p| {
                        p.tokens.clone().any(|i| {
                            clauses.tokens.get(i).is_some_and(|t| {
                                matches!(
                                    t.lower.as_str(),
                                    "first"
                                        | "last"
                                        | "second"
                                        | "third"
                                        | "fourth"
                                        | "fifth"
                                        | "only"
                                        | "latest"
                                        | "largest"
                                        | "biggest"
                                )
                            })
                        })
                    });
                    let stated = k > 0
                        && (clauses.word(k - 1) == ","
                            || clauses.verb(k - 1).is_some_and(|v| {
                                matches!(v.lemma.as_str(), "be" | "become") && v.modal.is_none() && !v.negated
                            }));
                    if ordinal && stated {
                        // `was the last place to be reached`: it was reached.
                        return;
                    }
                    let effect =
                        lexicon.governor(head).or_else(|| head.strip_suffix('s').and_then(|h| lexicon.governor(h)));
                    if let Some(effect) = effect {
                        out.add(effect);
                        noun_fate(clauses, k, lexicon, out);
                        return;
                    }
                    if noun.class == Head::Attack {
                        out.add(Effect::Attempt);
                        noun_fate(clauses, k, lexicon, out);
                        return;
                    }
                    // `forces sent to take`, `told its men to take`: look on for the verb.
                }
                Some(PhraseKind::Other) => {
                    let word = clauses
                        .phrases
                        .get(k)
                        .and_then(|p| clauses.tokens.get(p.tokens.end.saturating_sub(1)))
                        .map_or("", |t| t.lower.as_str());
                    // `went on to take`, `broke through to take`: it was done.
                    if matches!(word, "on" | "through")
                        && let Some(v) = k.checked_sub(1).filter(|&v| clauses.verb(v).is_some())
                    {
                        chain(clauses, v, lexicon, out, depth - 1);
                        return;
                    }
                    if let Some(effect) = lexicon.governor(word) {
                        out.add(effect);
                        if let Some(v) = clauses.verb_before(k) {
                            chain(clauses, v, lexicon, out, depth - 1);
                        }
                        return;
                    }
                }
                // `to hold A and to take B`
                Some(PhraseKind::Conjunction) => {}
                _ => break,
            }
        }
        out.add(Effect::Hypothetical);
        return;
    }
    // A gerund: `without capturing`, `after capturing`, `from entering`, `short of taking`.
    let before = clauses.phrases.get(at.wrapping_sub(1));
    let word = before.and_then(|p| clauses.tokens.get(p.tokens.end.saturating_sub(1))).map_or("", |t| t.lower.as_str());
    match word {
        "without" | "of" | "from" | "at" | "to" => {
            let phrase = clauses.phrases.get(at.wrapping_sub(1));
            let text: Vec<&str> = phrase.map_or(Vec::new(), |p| {
                clauses
                    .tokens
                    .get(p.tokens.start.saturating_sub(3)..p.tokens.end)
                    .unwrap_or(&[])
                    .iter()
                    .map(|t| t.lower.as_str())
                    .collect()
            });
            if word == "without"
                || text.ends_with(&["short", "of"])
                || word == "from"
                || text.ends_with(&["instead", "of"])
            {
                out.add(Effect::Negated);
            } else if text.ends_with(&["verge", "of"])
                || text.ends_with(&["brink", "of"])
                || text.ends_with(&["close", "to"])
                || text.ends_with(&["point", "of"])
            {
                out.add(Effect::Aspect);
            } else {
                out.add(Effect::Hypothetical);
            }
        }
        // `will pave the way for taking A, and subsequently liberating B`: what stands over the first verb.
        "," | "and" | "for" | "further" | "then" | "later" | "subsequently" | "eventually" | "finally"
        | "ultimately" => {
            if let Some(v) = clauses.verb_before(at) {
                let parent = clauses.verb(v);
                if parent.is_some_and(|p| p.modal.is_some() || p.infinitive || p.negated || p.is_gerund()) {
                    chain(clauses, v, lexicon, out, depth - 1);
                }
            }
        }
        "after" | "before" | "by" | "while" | "since" | "having" => {}
        _ => {
            // `managed taking`, `began clearing`, `finished clearing`
            if let Some(PhraseKind::Verb(governor)) = before.map(|p| &p.kind) {
                let effect = lexicon.governor(&governor.lemma);
                govern(clauses, at - 1, effect, governor.passive, lexicon, out, depth);
            }
        }
    }
}

fn govern(
    clauses: &Clauses<'_, '_>,
    at: usize,
    effect: Option<Effect>,
    passive: bool,
    lexicon: &Lexicon,
    out: &mut Standing,
    depth: usize,
) {
    match effect {
        Some(Effect::Stated | Effect::Claimed | Effect::Reported | Effect::Denied | Effect::Confirmed) => {
            // `claimed to have taken`, `was reported to have fallen`
            let effect = effect.unwrap_or(Effect::Stated);
            out.add(if passive && effect == Effect::Stated { Effect::Reported } else { effect });
            if out.speaker.is_none() && !passive {
                out.speaker = clauses.subject(at);
            }
            if clauses.verb(at).is_some_and(|v| v.negated) && effect == Effect::Denied {
                out.effects.retain(|e| *e != Effect::Denied);
            }
        }
        Some(Effect::Negated) => {
            if let Some(place) = out.effects.iter().position(|e| *e == Effect::Negated) {
                out.effects.remove(place);
            } else {
                out.add(Effect::Negated);
            }
            out.add(Effect::Attempt);
            chain(clauses, at, lexicon, out, depth - 1);
        }
        Some(Effect::Attempt) => {
            out.add(Effect::Attempt);
            chain(clauses, at, lexicon, out, depth - 1);
        }
        Some(effect) => {
            if effect != Effect::Factive {
                out.add(effect);
            }
            chain(clauses, at, lexicon, out, depth - 1);
        }
        None => {
            let lemma = clauses.verb(at).map_or("", |v| v.lemma.as_str());
            // `allowed the rebels to take P`: they did; `allows them to`: they can.
            if matches!(
                lemma,
                "allow" | "cause" | "compel" | "drive" | "enable" | "force" | "lead" | "let" | "oblige" | "permit"
            ) && clauses.verb(at).is_some_and(|v| !v.infinitive && !v.is_gerund())
                && !is_present(clauses, at)
            {
                chain(clauses, at, lexicon, out, depth - 1);
                return;
            }
            // `took three weeks to win back P`, `P took a month to fall`
            if lemma == "take"
                && clauses
                    .verb(at)
                    .is_some_and(|v| !v.negated && v.modal.is_none() && v.form != Some(crate::lexicon::Form::Third))
            {
                return;
            }
            if matches!(lemma, "be" | "remain") && clauses.verb(at).is_some_and(|v| !v.negated) && lemma == "remain" {
                out.add(Effect::Negated);
            } else {
                // `returned to retake`, `sent men to storm`: a purpose.
                out.add(Effect::Hypothetical);
            }
            if lemma == "be" {
                chain(clauses, at, lexicon, out, depth - 1);
            }
        }
    }
}

/// True for a verb group in the present or the perfect.
fn is_present(clauses: &Clauses<'_, '_>, at: usize) -> bool {
    use crate::lexicon::Form;
    let plain = clauses.verb(at).is_some_and(|v| !v.auxiliary && matches!(v.form, Some(Form::Third | Form::Base)));
    plain || matches!(clauses.word(at), "is" | "are" | "has" | "have")
}

/// What stands over the clause: reporting verbs before and after it, conditions, phrases.
pub(super) fn clause(clauses: &Clauses<'_, '_>, at: usize, lexicon: &Lexicon, out: &mut Standing) {
    let mut k = at;
    let mut crossed = false;
    let mut that = false;
    while k > 0 && at - k < 60 {
        k -= 1;
        match clauses.phrases.get(k).map(|p| &p.kind) {
            Some(PhraseKind::Mark) => match clauses.word(k) {
                ";" | "?" | "!" | "." | "…" => break,
                // `Minister: we have entered P`
                ":" if (0..k).all(|i| clauses.verb(i).is_none())
                    && k > 0
                    && clauses.noun(k - 1).is_some_and(|n| {
                        n.places.is_empty() && matches!(n.class, Head::Person | Head::Actor | Head::Force)
                    }) =>
                {
                    out.add(Effect::Stated);
                    if out.speaker.is_none() {
                        out.speaker = Some(k - 1);
                    }
                    break;
                }
                ":" | "\"" | "“" | "”" => {}
                "," if matches!(clauses.phrases.get(k + 1).map(|p| &p.kind), Some(PhraseKind::Conjunction)) => {
                    // `, and B fell`: a new clause, unless it begins with `that`.
                    let fresh = (k + 2..at.max(k + 2)).any(|i| clauses.noun(i).is_some_and(|n| n.prep.is_empty()))
                        && clauses.word(k + 2) != "that";
                    crossed |= fresh;
                }
                _ => {}
            },
            Some(PhraseKind::Conjunction) if matches!(clauses.word(k), "but" | "yet") => break,
            Some(PhraseKind::Subordinator) => {
                let word = clauses.word(k);
                // `until July`: a preposition.
                let clausal = clauses.noun(k + 1).is_none_or(|n| n.prep != word);
                if let Some(effect) = lexicon.conjunction(word).filter(|_| clausal) {
                    // The condition holds for this clause only if no main clause stands between.
                    let main = (k + 1..at).any(|i| clauses.verb(i).is_some_and(super::verb::Verb::is_finite));
                    let until = word == "until" && out.has(Effect::Negated);
                    if !(main || until) {
                        out.add(effect);
                    }
                }
                // `residents who fled when P fell`: long before what is told of them.
                if matches!(word, "after" | "as" | "when") && !(k + 1..at).any(|i| clauses.is_mark(i)) {
                    out.bygone |= clauses.verb_before(k).is_some_and(|v| is_flight(clauses, v));
                }
                if word == "before" && !(k + 1..at).any(|i| clauses.verb(i).is_some_and(super::verb::Verb::is_finite)) {
                    out.bygone |= clauses.verb_before(k).is_some_and(|v| is_description(clauses, v));
                }
                // `once P is lost`: it is not yet.
                if word == "once" && clauses.verb(at).is_some_and(|v| !v.pluperfect) && is_present(clauses, at) {
                    out.add(Effect::Hypothetical);
                }
                if matches!(word, "while" | "although" | "though" | "whereas" | "because") {
                    crossed = true;
                }
            }
            Some(PhraseKind::Relative) => {
                // `fell back to P, a town that they took five days to retake`
                let apposed = k > 1
                    && matches!(clauses.word(k - 1), "a" | "an")
                    && clauses.word(k - 2) == ","
                    && clauses.noun(k - 1).is_some_and(|n| n.class == Head::Settlement && n.places.is_empty());
                out.bygone |= apposed && !clauses.verb(at).is_some_and(|v| v.perfect || v.progressive);
                if clauses.word(k) == "that" {
                    that = true;
                } else {
                    // Inside a relative clause nothing outside it governs, but who told it may.
                    crossed = true;
                }
            }
            Some(PhraseKind::Noun(noun)) => {
                let head = clauses.tokens.get(noun.head).map_or("", |t| t.lower.as_str());
                let governs = matches!(clauses.phrases.get(k + 1).map(|p| &p.kind), Some(PhraseKind::Relative))
                    && clauses.word(k + 1) == "that";
                let spread = clauses.verb(k + 1).is_some_and(|v| {
                    matches!(
                        v.lemma.as_str(),
                        "be" | "come" | "arrive" | "reach" | "spread" | "circulate" | "emerge" | "surface" | "say"
                    )
                }) && (k + 2..(k + 6).min(at)).any(|i| clauses.word(i) == "that");
                if spread && !crossed {
                    match head {
                        "rumor" | "rumors" | "rumour" | "rumours" | "reports" | "claims" | "talk" => {
                            out.add(Effect::Claimed);
                        }
                        "word" | "news" | "message" | "messages" | "accounts" | "information" => {
                            out.add(Effect::Reported);
                        }
                        _ => {}
                    }
                }
                if governs && !crossed {
                    // `the claim that … is false`
                    let lie =
                        fate_of(clauses, k).or_else(|| outer_verb(clauses, at)).is_some_and(|v| is_false(clauses, v));
                    if lie {
                        out.add(Effect::Denied);
                    }
                    // `reports that … were denied by the ministry`
                    if let Some(v) = fate_of(clauses, k).or_else(|| outer_verb(clauses, at))
                        && clauses.verb(v).is_some_and(|g| {
                            g.passive && !g.negated && lexicon.governor(&g.lemma) == Some(Effect::Denied)
                        })
                    {
                        out.add(Effect::Denied);
                        if out.speaker.is_none() {
                            out.speaker = (v + 1..clauses.phrases.len().min(v + 4))
                                .find(|&i| clauses.noun(i).is_some_and(|n| n.prep == "by"));
                        }
                    }
                    if let Some(effect) =
                        lexicon.governor(head).or_else(|| head.strip_suffix('s').and_then(|h| lexicon.governor(h)))
                    {
                        out.add(if effect == Effect::Stated { Effect::Reported } else { effect });
                    }
                }
                if matches!(noun.prep.as_str(), "according to" | "per") && !crossed {
                    out.add(Effect::Stated);
                    if out.speaker.is_none() {
                        out.speaker = Some(k);
                    }
                }
            }
            Some(PhraseKind::Verb(verb)) => {
                let Some(effect) = lexicon.governor(&verb.lemma) else {
                    continue;
                };
                if !matches!(
                    effect,
                    Effect::Stated
                        | Effect::Claimed
                        | Effect::Reported
                        | Effect::Denied
                        | Effect::Confirmed
                        | Effect::Factive
                ) {
                    continue;
                }
                // `said that …`, `said … had fallen`: a clause must follow, not only an object.
                if crossed && !that {
                    continue;
                }
                let aside =
                    matches!(clauses.word(k + 1), ",") && (k.saturating_sub(4)..k).any(|i| clauses.word(i) == ",");
                let direct = aside || speech::opens_clause(clauses, k, at);
                if !direct {
                    continue;
                }
                let effect = match effect {
                    Effect::Factive => continue,
                    Effect::Denied if verb.negated => Effect::Stated,
                    Effect::Confirmed if verb.negated || verb.modal.is_some() => Effect::Claimed,
                    Effect::Stated | Effect::Claimed if verb.passive => Effect::Reported,
                    other => other,
                };
                // `it does not appear that they entered P`
                if verb.negated && matches!(verb.lemma.as_str(), "appear" | "seem") {
                    out.add(Effect::Negated);
                    continue;
                }
                if verb.negated && effect == Effect::Stated {
                    out.add(Effect::Hypothetical);
                }
                if verb.modal.is_none() {
                    out.add(effect);
                    if out.speaker.is_none() {
                        out.speaker = clauses.subject(k);
                    }
                }
            }
            _ => {}
        }
    }
    phrases(clauses, at, lexicon, out);
    speech::trailing(clauses, at, lexicon, out);
}

/// True for the verb of `who fled`, `that had been displaced`: a relative clause about those who went.
fn is_flight(clauses: &Clauses<'_, '_>, at: usize) -> bool {
    const GO: &[&str] = &["abandon", "displace", "escape", "evacuate", "flee", "leave", "uproot"];
    let relative = (at.saturating_sub(2)..at)
        .any(|k| matches!(clauses.phrases.get(k).map(|p| &p.kind), Some(PhraseKind::Relative)));
    relative && clauses.verb(at).is_some_and(|v| GO.contains(&v.lemma.as_str()))
}

/// True for a verb that describes what something was: `was the largest town`, `had 50,000 inhabitants`, `housed a mill`.
fn is_description(clauses: &Clauses<'_, '_>, at: usize) -> bool {
    const STATES: &[&str] = &["be", "boast", "count", "have", "house", "live", "number", "serve"];
    let past = clauses.phrases.get(at).and_then(|p| clauses.tokens.get(p.tokens.clone())).is_some_and(|words| {
        words.iter().any(|t| matches!(t.lower.as_str(), "was" | "were" | "had") || t.lower.ends_with("ed"))
    });
    past && clauses.verb(at).is_some_and(|v| {
        STATES.contains(&v.lemma.as_str()) && v.modal.is_none() && !v.passive && !v.progressive && !v.infinitive
    })
}

/// Cue phrases before the event in its clause.
fn phrases(clauses: &Clauses<'_, '_>, at: usize, lexicon: &Lexicon, out: &mut Standing) {
    let Some(end) = clauses.phrases.get(at).map(|p| p.tokens.end) else {
        return;
    };
    let mut start = 0;
    for k in (0..at).rev() {
        if clauses.is_strong(k) || (clauses.word(k) == "but") {
            start = clauses.phrases.get(k).map_or(0, |p| p.tokens.end);
            break;
        }
    }
    let Some(tokens) = clauses.tokens.get(start..end) else {
        return;
    };
    for i in 0..tokens.len() {
        let Some(token) = tokens.get(i) else { continue };
        if let Some(effect) = lexicon.adverb(&token.lower)
            && (matches!(effect, Effect::Historical) || tokens.len() - i < 12)
        {
            out.add(effect);
        }
        for (words, effect) in lexicon.phrases() {
            // `without a fight` negates nothing, `without taking P` does.
            if token.reads("without") && !clauses.verb(at).is_some_and(super::verb::Verb::is_gerund) {
                continue;
            }
            if words.first().is_some_and(|w| *w == token.lower)
                && words.iter().enumerate().all(|(j, w)| tokens.get(i + j).is_some_and(|t| t.lower == *w))
            {
                // Negation and near misses reach the next words only.
                let near = tokens.len() - i < 8;
                if near || !matches!(effect, Effect::Negated | Effect::Aspect | Effect::Future) {
                    out.add(*effect);
                }
            }
        }
    }
    // `should the enemy dare`, `were it to fall`
    if tokens.first().is_some_and(|t| t.is(lexicon, WordClass::Modal)) {
        out.add(Effect::Hypothetical);
    }
}
