//! From the phrases of a sentence to drafts of claims: triggers, their frames and their arguments.

use std::ops::Range;

use crate::lexicon::Class;
use crate::lexicon::Effect;
use crate::lexicon::Form;
use crate::lexicon::Lexicon;
use crate::lexicon::Place;
use crate::lexicon::Subject;
use crate::lexicon::Trigger;
use crate::lexicon::WordClass;
use crate::terms::EventType;
use crate::toponym::Toponym;

use super::actor;
use super::assertion;
use super::assertion::Standing;
use super::draft::Draft;
use super::draft::Party;
use super::ellipsis::goes_on;
use super::focus::Focus;
use super::grammar::Clauses;
use super::phrase::Head;
use super::phrase::PhraseKind;
use super::token::Kind;
use super::verb::Verb;

/// Prepositions of place.
pub(super) const LOCATIVE: &[&str] = &[
    "in",
    "at",
    "near",
    "around",
    "round",
    "outside",
    "inside",
    "within",
    "on",
    "over",
    "along",
    "beside",
    "between",
    "betwixt",
    "across",
    "by",
    "throughout",
    "about",
];

/// A place found as an argument.
#[derive(Debug, Clone)]
pub(super) struct Found {
    pub(super) toponym: usize,
    pub(super) phrase: usize,
    pub(super) partial: bool,
    pub(super) edge: bool,
    pub(super) by_reference: bool,
}

/// Reads one sentence.
pub(super) struct Reading<'r, 'a> {
    pub(super) clauses: &'r Clauses<'r, 'a>,
    pub(super) lexicon: &'r Lexicon,
    pub(super) toponyms: &'r [Toponym],
    pub(super) sentence: usize,
    /// Index of the block.
    pub(super) block: usize,
    pub(super) evidence: Range<usize>,
    /// Toponyms of the places that the row is about.
    pub(super) topic: &'r [usize],
}

impl Reading<'_, '_> {
    /// The claims of the sentence, in reading order; `focus` moves on.
    pub(super) fn read(&self, focus: &mut Focus, previous: Option<&Draft>) -> Vec<Draft> {
        let mut out: Vec<Draft> = Vec::new();
        for at in 0..self.clauses.phrases.len() {
            let before = out.last().or(previous);
            let mut drafts = self.fragment(at, focus, before);
            drafts.extend(match self.clauses.phrases.get(at).map(|p| &p.kind) {
                Some(PhraseKind::Verb(verb)) => self.verb(at, verb, focus, before),
                Some(PhraseKind::Noun(noun)) => self.noun(at, noun, focus),
                _ => Vec::new(),
            });
            if drafts.is_empty() {
                drafts = self.itinerary(at, focus, before, &out);
            }
            self.drop_containers(&mut drafts);
            for draft in drafts {
                let minor = draft.nominal
                    && matches!(
                        draft.class,
                        Class::Event(EventType::Capture | EventType::Recapture) | Class::Loss | Class::Handover
                    )
                    && out.iter().any(|d| d.sentence == self.sentence);
                let parting = draft.class == Class::Leave && draft.lemma == "leave" && !draft.passive;
                // What a march goes through is not what `it` means.
                let strong = !minor
                    && draft.lemma != "pass"
                    && !parting
                    && !matches!(
                        draft.class,
                        Class::Event(EventType::Displacement | EventType::Reinforcement | EventType::Origin)
                            | Class::Refuge
                            | Class::Flee
                            | Class::None
                    );
                if strong && (!draft.by_reference || self.named_before(&draft)) {
                    focus.event_at(draft.place, self.sentence, self.block);
                } else if strong {
                    focus.event_sentence = self.sentence;
                }
                if let Some(actor) =
                    draft.actor.clone().filter(|(w, _)| !matches!(w, actor::Who::Third | actor::Who::Same))
                {
                    if matches!(
                        draft.class,
                        Class::Event(
                            EventType::Capture
                                | EventType::Recapture
                                | EventType::Entry
                                | EventType::Advance
                                | EventType::Origin
                        ) | Class::Attack
                    ) && !draft.standing.has(Effect::Denied)
                    {
                        focus.attacker = Some(actor.clone());
                    }
                    if matches!(draft.class, Class::Event(EventType::Withdrawal) | Class::Leave | Class::Loss) {
                        focus.withdrawn = Some(actor.0.clone());
                    }
                    focus.actor = Some(actor);
                }
                out.push(draft);
            }
            self.note(at, focus);
        }
        self.share_actor(&mut out);
        out
    }

    /// Notes places named in a phrase.
    pub(super) fn note(&self, at: usize, focus: &mut Focus) {
        if let Some(noun) = self.clauses.noun(at).filter(|n| n.places.len() > 1) {
            let list: Vec<usize> = noun
                .places
                .iter()
                .filter_map(|&t| match self.clauses.tokens.get(t).map(|t| t.kind) {
                    Some(Kind::Place(t)) => Some(t),
                    _ => None,
                })
                .collect();
            focus.lists.push(list);
            if focus.lists.len() > 6 {
                focus.lists.remove(0);
            }
        }
        if self
            .clauses
            .noun(at)
            .is_some_and(|n| n.prep.is_empty() && matches!(n.class, Head::Actor | Head::Force | Head::Air))
            && focus.subject.as_ref().is_none_or(|(_, s)| *s != self.sentence)
            && let Some(party) =
                self.party(at, focus).filter(|(w, _)| !matches!(w, actor::Who::Third | actor::Who::Same))
        {
            focus.earlier = focus.subject.take().map(|(p, _)| p);
            focus.subject = Some((party, self.sentence));
        }
        let leads = (0..at).all(|k| self.clauses.noun(k).is_none() && self.clauses.verb(k).is_none());
        if let Some(&token) =
            self.clauses.noun(at).filter(|n| leads && n.prep.is_empty()).and_then(|n| n.places.first())
            && let Some(Kind::Place(toponym)) = self.clauses.tokens.get(token).map(|t| t.kind)
        {
            focus.topic = Some((toponym, self.sentence));
        }
        let Some(phrase) = self.clauses.phrases.get(at) else {
            return;
        };
        for i in phrase.tokens.clone() {
            if let Some(Kind::Place(toponym)) = self.clauses.tokens.get(i).map(|t| t.kind) {
                focus.name(toponym);
            }
        }
    }

    /// The claims of a verb group, with what turns its clause round: `nor did they take P`, `once P is lost`.
    pub(super) fn verb(&self, at: usize, verb: &Verb, focus: &Focus, previous: Option<&Draft>) -> Vec<Draft> {
        let mut drafts = self.claims(at, verb, focus, previous);
        if drafts.is_empty() {
            drafts = self.told_of_row(at, verb, focus);
        }
        let waypoints = self.waypoints(at, verb, &drafts, focus);
        drafts.splice(0..0, waypoints);
        let departures = self.departures(at, verb, &drafts, focus);
        drafts.extend(departures);
        if let Some(effect) = self.turned(at, verb) {
            for draft in drafts.iter_mut().filter(|d| !d.standing.has(effect)) {
                draft.standing.effects.push(effect);
            }
        }
        drafts
    }

    fn claims(&self, at: usize, verb: &Verb, focus: &Focus, previous: Option<&Draft>) -> Vec<Draft> {
        let mut sequel = self.sequel(at, verb, focus, previous);
        if sequel.is_empty() {
            sequel = self.headed(at, verb, focus);
        }
        if !sequel.is_empty() {
            return sequel;
        }
        if matches!(verb.lemma.as_str(), "be" | "become" | "remain" | "serve") {
            let next = self.next_goal(at, verb, focus);
            if !next.is_empty() {
                return next;
            }
        }
        if let Some(denial) = self.denial(at, verb, focus, previous) {
            return vec![denial];
        }
        let completion = self.completion(at, verb, focus);
        if !completion.is_empty() {
            return completion;
        }
        let condition = self.condition(at, verb, focus, previous);
        if !condition.is_empty() {
            return condition;
        }
        // `all gone by Monday`, `with both towns gone`: lost.
        if verb.lemma == "go" && verb.form == Some(Form::Participle) && !verb.perfect && !verb.pluperfect {
            // `was gone from P`
            let left = self
                .lexicon
                .verb_triggers("withdraw")
                .iter()
                .find(|t| t.places.first() == Some(&Place::After("from".to_owned())));
            if let Some(trigger) =
                left.filter(|_| self.clauses.tokens.get(verb.main + 1).is_some_and(|t| t.reads("from")))
            {
                let left = Verb { passive: false, ..verb.clone() };
                return self.apply(at, &left, trigger, verb.main + 2, focus, previous, false);
            }
            let lost = Verb { lemma: "lose".to_owned(), passive: true, ..verb.clone() };
            let trigger = self.lexicon.verb_triggers("lose").iter().find(|t| t.frame.is_empty());
            return trigger.map_or(Vec::new(), |t| self.apply(at, &lost, t, verb.main + 1, focus, previous, false));
        }
        if self.is_on_the_run(at, verb) {
            return Vec::new();
        }
        for trigger in self.lexicon.verb_triggers(&verb.lemma) {
            let flag = verb.passive
                && trigger.frame.first().is_some_and(|w| w == "flag")
                && self.clauses.subject(at).and_then(|s| self.clauses.phrases.get(s)).is_some_and(|p| {
                    p.tokens
                        .clone()
                        .any(|i| self.clauses.tokens.get(i).is_some_and(|t| t.reads("flag") || t.reads("flags")))
                });
            let Some(end) = self.frame(at, verb, trigger, usize::from(flag)) else {
                continue;
            };
            let mut drafts = self.apply(at, verb, trigger, end, focus, previous, flag);
            for draft in drafts.iter_mut().filter(|d| d.class == Class::Control) {
                if self.became(at, verb) {
                    // `by Monday held most of P`: they were in it.
                    let kind = if draft.partial { EventType::Entry } else { EventType::Capture };
                    draft.class = Class::Event(kind);
                }
            }
            if !drafts.is_empty() {
                return drafts;
            }
        }
        self.motion(at, verb, focus)
    }

    #[expect(clippy::too_many_arguments, reason = "each is another thing the clause says")]
    pub(super) fn apply(
        &self,
        at: usize,
        verb: &Verb,
        trigger: &Trigger,
        end: usize,
        focus: &Focus,
        previous: Option<&Draft>,
        flag: bool,
    ) -> Vec<Draft> {
        let taking = matches!(trigger.class, Class::Event(EventType::Capture | EventType::Recapture));
        if taking
            && trigger.frame.is_empty()
            && self.clauses.tokens.get(end).is_some_and(|t| {
                matches!(
                    t.lower.as_str(),
                    "hostage" | "prisoner" | "captive" | "aback" | "seriously" | "apart" | "place" | "part" | "aim"
                )
            })
        {
            return Vec::new();
        }
        if taking && self.is_contest(at) {
            return Vec::new();
        }
        // `was found abandoned by A`: A had gone, and nobody says who found it.
        if trigger.head == "find" && self.passive(at, verb) && self.is_by(at) || self.exists_only(at, verb) {
            return Vec::new();
        }
        // `is encircling the government in the capital`: a figure of speech.
        if trigger.class == Class::Event(EventType::Siege) && self.is_of_rulers(at) {
            return Vec::new();
        }
        if self.is_their_retreat(at, trigger, previous) {
            return Vec::new();
        }
        let passive = self.passive(at, verb) && !flag;
        // `only P is left to them`: they have it still.
        if passive && verb.lemma == "get" {
            return Vec::new();
        }
        let left = passive && verb.lemma == "leave" && matches!(trigger.class, Class::Handover | Class::Leave);
        let group = self.clauses.phrases.get(at).and_then(|p| self.clauses.tokens.get(p.tokens.start));
        let still = group.is_some_and(|t| matches!(t.lower.as_str(), "is" | "are" | "'s"))
            || self.clauses.left_of(at).any(|k| self.clauses.word(k) == "only");
        if left && (still || trigger.class == Class::Leave && !self.clauses.before_by(at)) {
            return Vec::new();
        }
        let subject = self.clauses.subject(at);
        let inverted = trigger.places.first() == Some(&Place::Subject);
        if !passive && !inverted && !self.subject_fits(subject, trigger, verb, focus) {
            return Vec::new();
        }
        // `opened the town to the rebels`, not to trade.
        if trigger.class == Class::Handover
            && (verb.lemma == "open" || trigger.frame.first().is_some_and(|w| w == "to"))
            && !self
                .clauses
                .adjuncts(at, &["to"], false)
                .iter()
                .any(|&k| self.party(k, focus).is_some_and(|(w, _)| !matches!(w, actor::Who::Third | actor::Who::Same)))
        {
            return Vec::new();
        }
        // `pushed the army out of mortar range`: out of what is said, and it is no place.
        let elsewhere = trigger.frame.len() == 1 && self.clauses.tokens.get(end).is_some_and(|t| t.reads("of"));
        if trigger.class == Class::Expel && (!passive && self.clauses.object(at).is_none() || elsewhere) {
            return Vec::new();
        }
        let unmanned =
            !trigger.subjects.is_empty() && trigger.subjects.iter().all(|s| matches!(s, Subject::Air | Subject::Fire));
        if passive
            && unmanned
            && !self.clauses.right_of(at).any(|k| {
                self.clauses.noun(k).is_some_and(|n| n.prep == "by" && matches!(n.class, Head::Air | Head::Fire))
            })
        {
            return Vec::new();
        }
        let mut found = self.places(at, verb, trigger, end, subject, passive, focus);
        let changes = taking
            || matches!(trigger.class, Class::Event(EventType::Withdrawal) | Class::Loss | Class::Leave | Class::Expel);
        if found.is_empty() && changes {
            found = self.tail_list(at, focus);
        }
        if found.is_empty() {
            return Vec::new();
        }
        if inverted && !self.inverted_fits(at, verb, trigger, end, subject) {
            return Vec::new();
        }
        if trigger.class == Class::Follow {
            // `P went on 11 March`, `P was the first to go`: lost, whatever stands before it.
            let first = trigger.head == "go"
                && trigger.frame.is_empty()
                && (verb.infinitive && subject.is_some_and(|s| self.is_ordinal_predicate(s))
                    || verb.form == Some(Form::Past)
                        && verb.modal.is_none()
                        && !verb.auxiliary
                        && subject.and_then(|s| self.clauses.noun(s)).is_some_and(|n| n.class == Head::Place)
                        && self.clauses.noun(at + 1).is_some_and(|n| n.class == Head::Time));
            if first && !verb.negated {
                let standing = assertion::over_verb(self.clauses, at, self.lexicon);
                return found
                    .iter()
                    .map(|f| Draft {
                        class: Class::Event(EventType::Capture),
                        ..self.draft(at, verb, trigger, f, standing.clone(), None, None)
                    })
                    .collect();
            }
            let Some(previous) = previous.filter(|p| {
                (goes_on(p) && !p.standing.has(Effect::Hypothetical) || verb.modal.is_some())
                    && self.sentence - p.sentence <= 3
            }) else {
                return Vec::new();
            };
            // `during the night that follows`
            let relative =
                at > 0 && matches!(self.clauses.phrases.get(at - 1).map(|p| &p.kind), Some(PhraseKind::Relative));
            if relative || trigger.frame.is_empty() && self.clauses.object(at).is_some() {
                return Vec::new();
            }
            let mut standing = assertion::over_verb(self.clauses, at, self.lexicon);
            standing.speaker = None;
            return found
                .iter()
                .map(|f| Draft {
                    class: Class::Event(EventType::Capture),
                    actor: previous.actor.clone(),
                    ..self.draft(at, verb, trigger, f, standing.clone(), None, None)
                })
                .collect();
        }
        let mut standing = assertion::over_verb(self.clauses, at, self.lexicon);
        // `did not fall until 21 October`: then it did.
        if self.not_until(at, verb) {
            standing.effects.retain(|e| *e != Effect::Negated);
        }
        if self.lies_ahead(at, verb, subject) {
            standing.effects.push(Effect::Hypothetical);
        }
        // `days of reports of militias pouring in`
        let hearsay = subject.and_then(|s| self.clauses.phrases.get(s)).is_some_and(|p| {
            p.tokens.clone().any(|i| {
                self.clauses.tokens.get(i).is_some_and(|t| matches!(t.lower.as_str(), "reports" | "rumours" | "rumors"))
            })
        });
        if hearsay {
            standing.effects.push(Effect::Reported);
        }
        // `claimed the town`, `declared P liberated`: the verb itself only says so.
        if let Some(effect @ (Effect::Stated | Effect::Claimed | Effect::Reported)) = self.lexicon.governor(&verb.lemma)
        {
            standing.effects.push(effect);
            standing.speaker = standing.speaker.or(subject.filter(|_| !passive));
        }
        let mut actor = self.agent(at, trigger, end, subject, passive, inverted, focus);
        // `Seizing P is a step`: nobody is named who takes it.
        if at == 0 && verb.is_gerund() && subject.is_none() {
            actor = None;
        }
        // `It all began at P`: whoever was named last need not be who began it.
        if trigger.class == Class::Event(EventType::Origin)
            && subject.and_then(|s| self.clauses.noun(s)).is_some_and(|n| n.class == Head::It)
        {
            actor = None;
        }
        let civil = subject.and_then(|s| self.clauses.noun(s)).is_some_and(|n| n.class == Head::Civil);
        let mut out = Vec::new();
        // `on Saturday they were in P`: they had come.
        let moved = verb.lemma == "be"
            && matches!(trigger.class, Class::Event(EventType::Entry) | Class::Control)
            && self.clauses.tokens.get(verb.main).is_some_and(|t| t.reads("was") || t.reads("were"))
            && !verb.effects.contains(&Effect::Negated)
            && self.clauses.left_of(at).chain(self.clauses.right_of(at)).any(|k| {
                self.clauses
                    .noun(k)
                    .is_some_and(|n| n.class == Head::Time && matches!(n.prep.as_str(), "on" | "by" | ""))
            })
            && !self.clauses.tokens.get(verb.main + 1).is_some_and(|t| t.reads("still"));
        let flagged = trigger.frame.first().is_some_and(|w| w.starts_with("flag"));
        let fell_then = self.fell_then(at, verb, trigger);
        // `was attacked by drones`
        let by_fire = passive.then(|| self.by_fire(at)).flatten();
        let fresh = subject.is_some_and(|s| self.is_fresh(s));
        for f in &found {
            let mut draft = self.draft(at, verb, trigger, f, standing.clone(), actor.clone(), subject);
            // The flag over the town hall is the flag over the town.
            draft.edge &= !flagged;
            if moved && trigger.class == Class::Control {
                "control".clone_into(&mut draft.lemma);
            } else if moved {
                "enter".clone_into(&mut draft.lemma);
            }
            // `held out until 26 July`: then it fell.
            if fell_then {
                draft.class = Class::Event(EventType::Capture);
                draft.actor = None;
            }
            draft.passive = passive;
            draft.fire = draft.fire.or(by_fire);
            if fresh && trigger.class == Class::Reach {
                draft.class = Class::Event(EventType::Reinforcement);
            }
            draft.class = self.turned_class(at, verb, trigger, passive).unwrap_or(draft.class);
            // `was forced west of P, which was relieved`: P itself.
            let offset = self.toponyms.get(f.toponym).is_some_and(|t| t.relative.is_some());
            if offset
                && (f.phrase + 1..at)
                    .any(|k| matches!(self.clauses.phrases.get(k).map(|p| &p.kind), Some(PhraseKind::Relative)))
            {
                draft.by_reference = true;
            }
            draft.civil = civil;
            draft.speaker = standing.speaker.and_then(|s| self.speaker(s, focus));
            draft.opponent = self.opponent(at, trigger, subject, passive, focus);
            out.push(draft);
        }
        self.ends(at, trigger, &mut out, subject, focus);
        out
    }

    #[expect(clippy::too_many_arguments, reason = "each is another thing the clause says")]
    pub(super) fn draft(
        &self,
        at: usize,
        verb: &Verb,
        trigger: &Trigger,
        found: &Found,
        standing: Standing,
        actor: Option<Party>,
        subject: Option<usize>,
    ) -> Draft {
        let subject_word = subject.and_then(|s| self.clauses.noun(s)).map_or(Head::Other, |n| n.class);
        let fire = match subject_word {
            Head::Fire => {
                let word = subject
                    .and_then(|s| self.clauses.noun(s))
                    .and_then(|n| self.clauses.tokens.get(n.head))
                    .map_or("", |t| t.lower.as_str());
                Some(self.lexicon.is(word, WordClass::Shell))
            }
            Head::Air => Some(false),
            _ => subject
                .and_then(|s| self.clauses.phrases.get(s))
                .and_then(|p| self.clauses.tokens.get(p.tokens.end.saturating_sub(1)))
                .filter(|t| matches!(t.kind, Kind::Actor(_)))
                .and_then(|t| t.lower.split(' ').next_back())
                .filter(|w| self.lexicon.is(w, WordClass::Air))
                .map(|_| false),
        };
        let verb_span = self.clauses.span(at, at);
        // For one object of a list, the words around it date it.
        let object = self.clauses.span(found.phrase, found.phrase);
        let trigger_span =
            if found.phrase > at + 2 && trigger.places.contains(&Place::Object) { object.clone() } else { verb_span };
        let window = self.window(found.phrase);
        Draft {
            class: trigger.class,
            lemma: verb.lemma.clone(),
            place: found.toponym,
            from: None,
            to: None,
            actor,
            opponent: None,
            speaker: None,
            standing,
            partial: found.partial || self.in_part(at, found.phrase),
            edge: found.edge || self.in_part(at, found.phrase),
            passive: false,
            civil: false,
            fire,
            by_reference: found.by_reference,
            nominal: false,
            trigger: trigger_span,
            window,
            ongoing: verb.progressive && !verb.pluperfect && verb.modal.is_none(),
            evidence: self.evidence.clone(),
            sentence: self.sentence,
        }
    }

    /// `They headed towards P` right after they had left another place.
    fn is_their_retreat(&self, at: usize, trigger: &Trigger, previous: Option<&Draft>) -> bool {
        let goes =
            matches!(trigger.head.as_str(), "go" | "head" | "drive" | "make" | "march" | "move" | "proceed" | "travel")
                && matches!(trigger.class, Class::Event(EventType::Advance) | Class::Approach | Class::Reach);
        let pronoun = self
            .clauses
            .subject(at)
            .and_then(|s| self.clauses.noun(s))
            .is_some_and(|n| matches!(n.class, Head::They | Head::It));
        goes && pronoun
            && previous.is_some_and(|p| {
                self.sentence - p.sentence <= 1
                    && matches!(p.class, Class::Event(EventType::Withdrawal) | Class::Leave | Class::Flee)
            })
    }

    /// The object of the verb is a government.
    fn is_of_rulers(&self, at: usize) -> bool {
        let head = self.clauses.object(at).and_then(|o| self.clauses.noun(o)).map(|n| n.head);
        head.and_then(|h| self.clauses.tokens.get(h)).is_some_and(|t| {
            matches!(t.lower.as_str(), "government" | "administration" | "authorities" | "regime" | "junta" | "state")
        })
    }

    /// `took partial control of P`
    fn in_part(&self, at: usize, place: usize) -> bool {
        let span = self.clauses.phrases.get(at).map(|p| p.tokens.start);
        let end = self.clauses.phrases.get(place).map(|p| p.tokens.end);
        let (Some(from), Some(to)) = (span, end) else {
            return false;
        };
        let words = self.clauses.tokens.get(from..to).unwrap_or(&[]);
        words.iter().any(|t| matches!(t.lower.as_str(), "partial" | "partially" | "partly"))
    }
}
