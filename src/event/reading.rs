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
use super::focus::Focus;
use super::grammar::Clauses;
use super::phrase::Head;
use super::phrase::Noun;
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
struct Found {
    toponym: usize,
    phrase: usize,
    partial: bool,
    edge: bool,
    by_reference: bool,
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
}

impl Reading<'_, '_> {
    /// The claims of the sentence, in reading order; `focus` moves on.
    pub(super) fn read(&self, focus: &mut Focus, previous: Option<&Draft>) -> Vec<Draft> {
        let mut out: Vec<Draft> = Vec::new();
        for at in 0..self.clauses.phrases.len() {
            let drafts = match self.clauses.phrases.get(at).map(|p| &p.kind) {
                Some(PhraseKind::Verb(verb)) => self.verb(at, verb, focus, out.last().or(previous)),
                Some(PhraseKind::Noun(noun)) => self.noun(at, noun, focus),
                _ => Vec::new(),
            };
            for draft in drafts {
                let minor = draft.nominal
                    && matches!(
                        draft.class,
                        Class::Event(EventType::Capture | EventType::Recapture)
                            | Class::Loss
                            | Class::Handover
                    )
                    && out.iter().any(|d| d.sentence == self.sentence);
                let strong = !minor
                    && !matches!(
                        draft.class,
                        Class::Event(
                            EventType::Displacement | EventType::Reinforcement | EventType::Origin
                        ) | Class::Refuge
                            | Class::Flee
                            | Class::None
                    );
                if strong && !draft.by_reference {
                    focus.event_at(draft.place, self.sentence, self.block);
                } else if strong {
                    focus.event_sentence = self.sentence;
                }
                if let Some(actor) = draft
                    .actor
                    .clone()
                    .filter(|(w, _)| !matches!(w, actor::Who::Third | actor::Who::Same))
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
                    if matches!(
                        draft.class,
                        Class::Event(EventType::Withdrawal) | Class::Leave | Class::Loss
                    ) {
                        focus.withdrawn = Some(actor.0.clone());
                    }
                    focus.actor = Some(actor);
                }
                out.push(draft);
            }
            self.note(at, focus);
        }
        out
    }

    /// Notes places named in a phrase.
    fn note(&self, at: usize, focus: &mut Focus) {
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
        if self.clauses.noun(at).is_some_and(|n| {
            n.prep.is_empty() && matches!(n.class, Head::Actor | Head::Force | Head::Air)
        }) && focus
            .subject
            .as_ref()
            .is_none_or(|(_, s)| *s != self.sentence)
        {
            if let Some(party) = self
                .party(at, focus)
                .filter(|(w, _)| !matches!(w, actor::Who::Third | actor::Who::Same))
            {
                focus.earlier = focus.subject.take().map(|(p, _)| p);
                focus.subject = Some((party, self.sentence));
            }
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

    fn verb(&self, at: usize, verb: &Verb, focus: &Focus, previous: Option<&Draft>) -> Vec<Draft> {
        if matches!(verb.lemma.as_str(), "be" | "do" | "have")
            && at > 0
            && self.clauses.word(at - 1) == "as"
        {
            // `…, as were A, B and C`
            let list = self
                .clauses
                .object(at)
                .map_or(Vec::new(), |o| self.stands_for(o, focus, true));
            if let Some(previous) = previous.filter(|p| p.sentence == self.sentence) {
                return list
                    .iter()
                    .map(|f| Draft {
                        place: f.toponym,
                        partial: false,
                        edge: false,
                        by_reference: false,
                        window: None,
                        ..previous.clone()
                    })
                    .collect();
            }
        }
        if matches!(verb.lemma.as_str(), "be" | "become" | "remain" | "serve") {
            let next = self.next_goal(at, verb, focus);
            if !next.is_empty() {
                return next;
            }
        }
        for trigger in self.lexicon.verb_triggers(&verb.lemma) {
            let flag = verb.passive
                && trigger.frame.first().is_some_and(|w| w == "flag")
                && self
                    .clauses
                    .subject(at)
                    .and_then(|s| self.clauses.phrases.get(s))
                    .is_some_and(|p| {
                        p.tokens.clone().any(|i| {
                            self.clauses
                                .tokens
                                .get(i)
                                .is_some_and(|t| t.reads("flag") || t.reads("flags"))
                        })
                    });
            let Some(end) = self.frame(verb.main + 1, trigger, usize::from(flag)) else {
                continue;
            };
            let drafts = self.apply(at, verb, trigger, end, focus, previous, flag);
            if !drafts.is_empty() {
                return drafts;
            }
        }
        Vec::new()
    }

    /// `P could be next`, `P is its next objective`, `the next target is P`.
    fn next_goal(&self, at: usize, verb: &Verb, focus: &Focus) -> Vec<Draft> {
        let goal = |range: Range<usize>| {
            self.clauses
                .tokens
                .get(range)
                .unwrap_or(&[])
                .iter()
                .any(|t| {
                    matches!(
                        t.lower.as_str(),
                        "next" | "target" | "targets" | "objective" | "objectives" | "goal"
                    )
                })
        };
        let Some(subject) = self.clauses.subject(at) else {
            return Vec::new();
        };
        let Some(span) = self.clauses.phrases.get(subject).map(|p| p.tokens.clone()) else {
            return Vec::new();
        };
        let after = verb.main + 1..(verb.main + 7).min(self.clauses.tokens.len());
        let found = if goal(span) {
            self.clauses
                .object(at)
                .map_or(Vec::new(), |o| self.stands_for(o, focus, false))
        } else if goal(after) {
            self.clauses
                .joined(subject)
                .into_iter()
                .flat_map(|s| self.stands_for(s, focus, true))
                .collect()
        } else {
            Vec::new()
        };
        let found = if found.is_empty()
            && self
                .clauses
                .noun(subject)
                .is_some_and(|n| n.class == Head::Facility)
            && goal(verb.main + 1..(verb.main + 7).min(self.clauses.tokens.len()))
        {
            self.complements(subject, &["to", "into", "towards"], focus)
        } else {
            found
        };
        let Some(trigger) = self.lexicon.verb_triggers("eye").first() else {
            return Vec::new();
        };
        let mut standing = assertion::over_verb(self.clauses, at, self.lexicon);
        standing
            .effects
            .retain(|e| !matches!(e, Effect::Claimed | Effect::Reported | Effect::Confirmed));
        found
            .iter()
            .map(|f| self.draft(at, verb, trigger, f, standing.clone(), None, None))
            .collect()
    }

    /// Token after the frame, if its words follow.
    fn frame(&self, from: usize, trigger: &Trigger, skip: usize) -> Option<usize> {
        let mut at = from;
        for (index, word) in trigger.frame.iter().enumerate().skip(skip) {
            let loose = index == 0
                && matches!(
                    word.as_str(),
                    "out" | "from" | "back" | "off" | "over" | "up" | "away"
                );
            let mut skipped = 0;
            loop {
                let token = self.clauses.tokens.get(at)?;
                if token.reads(word) {
                    at += 1;
                    break;
                }
                let modifier = (token.kind == Kind::Word
                    && [
                        WordClass::Determiner,
                        WordClass::Adjective,
                        WordClass::Adverb,
                    ]
                    .iter()
                    .any(|&c| token.is(self.lexicon, c)))
                    || (token.kind == Kind::Word && token.is_capital() && index > 0)
                    || (token.is_name() && index > 0)
                    || (index > 0 && token.lower.ends_with("ed"))
                    || token.is_possessive();
                let passable = modifier
                    || (loose
                        && token.kind != Kind::Mark
                        && !token.is(self.lexicon, WordClass::Conjunction)
                        && !token.is(self.lexicon, WordClass::Preposition));
                skipped += 1;
                if !passable || skipped > 7 {
                    return None;
                }
                at += 1;
            }
        }
        Some(at)
    }

    /// True if the voice is passive, whether with an auxiliary or as a participle after its noun.
    fn passive(&self, at: usize, verb: &Verb) -> bool {
        if verb.passive {
            return true;
        }
        if verb.auxiliary
            || verb.infinitive
            || verb.modal.is_some()
            || !matches!(verb.form, Some(Form::Past | Form::Participle))
        {
            return false;
        }
        if verb.form == Some(Form::Participle) {
            return true;
        }
        // `was encircled and then entered`
        if at > 0
            && matches!(
                self.clauses.phrases.get(at - 1).map(|p| &p.kind),
                Some(PhraseKind::Conjunction)
            )
            && self.clauses.object(at).is_none()
            && self
                .clauses
                .verb_before(at)
                .and_then(|v| self.clauses.verb(v))
                .is_some_and(|v| v.passive)
        {
            return true;
        }
        // `was reported lost`
        if at > 0 && self.clauses.verb(at - 1).is_some_and(|v| v.passive) {
            return true;
        }
        // A past form that is a participle as well: `a village seized by`, `X, captured on Friday,`.
        let same = self
            .lexicon
            .verb_forms(
                self.clauses
                    .tokens
                    .get(verb.main)
                    .map_or("", |t| t.lower.as_str()),
            )
            .iter()
            .any(|f| f.form == Form::Participle);
        if !same || self.clauses.object(at).is_some() {
            return false;
        }
        let adjacent = at > 0
            && self
                .clauses
                .noun(at - 1)
                .is_some_and(|n| !matches!(n.class, Head::They | Head::It | Head::Person));
        self.clauses.before_by(at) && adjacent
            || at > 0
                && matches!(self.clauses.word(at - 1), "," | "(")
                && !verb.auxiliary
                && (self.clauses.before_by(at)
                    || self.clauses.noun_before(at - 1).is_some_and(|n| {
                        self.clauses.noun(n).is_some_and(|n| !n.places.is_empty())
                    }))
    }

    fn apply(
        &self,
        at: usize,
        verb: &Verb,
        trigger: &Trigger,
        end: usize,
        focus: &Focus,
        previous: Option<&Draft>,
        flag: bool,
    ) -> Vec<Draft> {
        let taking = matches!(
            trigger.class,
            Class::Event(EventType::Capture | EventType::Recapture)
        );
        if taking
            && trigger.frame.is_empty()
            && self.clauses.tokens.get(end).is_some_and(|t| {
                matches!(
                    t.lower.as_str(),
                    "hostage"
                        | "prisoner"
                        | "captive"
                        | "aback"
                        | "seriously"
                        | "apart"
                        | "place"
                        | "part"
                        | "place"
                        | "aim"
                )
            })
        {
            return Vec::new();
        }
        let passive = self.passive(at, verb) && !flag;
        let subject = self.clauses.subject(at);
        let inverted = trigger.places.first() == Some(&Place::Subject);
        if !passive && !inverted && !self.subject_fits(subject, trigger, verb, focus) {
            return Vec::new();
        }
        if trigger.class == Class::Expel && !passive && self.clauses.object(at).is_none() {
            return Vec::new();
        }
        let unmanned = !trigger.subjects.is_empty()
            && trigger
                .subjects
                .iter()
                .all(|s| matches!(s, Subject::Air | Subject::Fire));
        if passive
            && unmanned
            && !self.clauses.right_of(at).any(|k| {
                self.clauses
                    .noun(k)
                    .is_some_and(|n| n.prep == "by" && matches!(n.class, Head::Air | Head::Fire))
            })
        {
            return Vec::new();
        }
        let found = self.places(at, verb, trigger, end, subject, passive, focus);
        if found.is_empty() {
            return Vec::new();
        }
        if inverted && !self.inverted_fits(at, verb, trigger, end, subject) {
            return Vec::new();
        }
        if trigger.class == Class::Follow {
            let Some(previous) = previous.filter(|p| {
                matches!(
                    p.class,
                    Class::Event(EventType::Capture | EventType::Recapture | EventType::Entry)
                        | Class::Reach
                        | Class::Control
                        | Class::Loss
                        | Class::Follow
                        | Class::Expel
                        | Class::Surrender
                ) && !p.standing.has(Effect::Hypothetical)
                    || verb.modal.is_some()
            }) else {
                return Vec::new();
            };
            if self.clauses.object(at).is_some() {
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
        let standing = assertion::over_verb(self.clauses, at, self.lexicon);
        let actor = self.agent(at, trigger, end, subject, passive, inverted, focus);
        let civil = subject
            .and_then(|s| self.clauses.noun(s))
            .is_some_and(|n| n.class == Head::Civil);
        let mut out = Vec::new();
        for f in &found {
            let mut draft = self.draft(
                at,
                verb,
                trigger,
                f,
                standing.clone(),
                actor.clone(),
                subject,
            );
            draft.passive = passive;
            draft.civil = civil;
            draft.speaker = standing.speaker.and_then(|s| self.party(s, focus));
            draft.opponent = self.opponent(at, trigger, subject, passive, focus);
            out.push(draft);
        }
        self.ends(at, trigger, &mut out, subject, focus);
        out
    }

    fn draft(
        &self,
        at: usize,
        verb: &Verb,
        trigger: &Trigger,
        found: &Found,
        standing: Standing,
        actor: Option<Party>,
        subject: Option<usize>,
    ) -> Draft {
        let subject_word = subject
            .and_then(|s| self.clauses.noun(s))
            .map_or(Head::Other, |n| n.class);
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
        let trigger_span = if found.phrase > at + 2 && trigger.places.contains(&Place::Object) {
            object.clone()
        } else {
            verb_span
        };
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
            partial: found.partial,
            edge: found.edge,
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

    /// For one place of a list with dates between: the bytes from it to the next one.
    fn window(&self, phrase: usize) -> Option<Range<usize>> {
        let next = self.clauses.more_objects(phrase).first().copied();
        let earlier = (phrase.saturating_sub(8)..phrase).rev().find(|&k| {
            self.clauses
                .noun(k)
                .is_some_and(|n| n.prep.is_empty() && !n.places.is_empty())
        });
        let listed = next.is_some()
            || earlier.is_some_and(|e| self.clauses.more_objects(e).contains(&phrase));
        if !listed {
            return None;
        }
        let end = next.map_or_else(
            || self.clauses.right_of(phrase).last().unwrap_or(phrase),
            |n| n.saturating_sub(1),
        );
        let span = self.clauses.span(phrase, end.max(phrase));
        Some(span)
    }

    fn subject_fits(
        &self,
        subject: Option<usize>,
        trigger: &Trigger,
        verb: &Verb,
        focus: &Focus,
    ) -> bool {
        if trigger.subjects.is_empty() || trigger.subjects.contains(&Subject::Any) {
            return !subject
                .and_then(|s| self.clauses.noun(s))
                .is_some_and(|n| n.class == Head::Company);
        }
        let Some(index) = subject else {
            return verb.is_gerund() || verb.infinitive || focus.actor.is_some();
        };
        let Some(noun) = self.clauses.noun(index) else {
            return false;
        };
        let head = self.clauses.tokens.get(noun.head);
        trigger.subjects.iter().any(|wanted| match wanted {
            Subject::Any => true,
            Subject::Force => match noun.class {
                Head::Force | Head::Actor | Head::They | Head::Attack => true,
                Head::It => focus.actor.is_some(),
                Head::Place => noun.places.iter().any(|&t| self.is_country(t)),
                Head::Person => {
                    let pronoun = head.is_some_and(|t| {
                        matches!(t.lower.as_str(), "he" | "she" | "him" | "i" | "you")
                    });
                    !pronoun
                        || (focus.actor.is_some()
                            && !matches!(trigger.class, Class::Event(EventType::Advance)))
                }
                Head::Civil => {
                    head.is_some_and(|t| {
                        matches!(t.lower.as_str(), "thousands" | "hundreds" | "people")
                    }) && false
                }
                Head::Other
                    if self.phrase_has(index, WordClass::RebelGeneric)
                        || self.phrase_has(index, WordClass::Force)
                        || self.has_actor(index) =>
                {
                    true
                }
                Head::Other => {
                    head.is_some_and(|t| {
                        t.is_capital()
                            || t.lower.ends_with("th")
                            || matches!(
                                t.lower.as_str(),
                                "group"
                                    | "another"
                                    | "movement"
                                    | "men"
                                    | "survivors"
                                    | "others"
                                    | "others"
                                    | "wings"
                                    | "number"
                                    | "rest"
                                    | "last"
                                    | "vehicles"
                                    | "battalion"
                                    | "survivors"
                                    | "ranks"
                                    | "team"
                                    | "teams"
                            )
                    }) || noun.head < self.clauses.tokens.len()
                        && self
                            .clauses
                            .tokens
                            .get(noun.head)
                            .is_some_and(|t| t.kind == Kind::Number)
                }
                _ => false,
            },
            Subject::Civil => {
                matches!(noun.class, Head::Civil | Head::They | Head::Person)
                    || head.is_some_and(|t| {
                        matches!(
                            t.lower.as_str(),
                            "others"
                                | "thousands"
                                | "many"
                                | "number"
                                | "community"
                                | "serbs"
                                | "georgians"
                        )
                    })
            }
            Subject::Air => noun.class == Head::Air || self.phrase_has(index, WordClass::Air),
            Subject::Fire => {
                noun.class == Head::Fire
                    || self.phrase_has(index, WordClass::Shell)
                    || self.phrase_has(index, WordClass::Missile)
                    || self.phrase_has(index, WordClass::Bomb)
                    || head.is_some_and(|t| {
                        matches!(
                            t.lower.as_str(),
                            "raid"
                                | "raids"
                                | "strike"
                                | "strikes"
                                | "airstrike"
                                | "airstrikes"
                                | "munitions"
                                | "barrage"
                                | "fire"
                        )
                    })
            }
            Subject::Attack => {
                matches!(noun.class, Head::Attack | Head::It)
                    || head.is_some_and(|t| matches!(t.lower.as_str(), "campaign" | "operation"))
            }
            Subject::Place => {
                !noun.places.is_empty() || matches!(noun.class, Head::Settlement | Head::It)
            }
        })
    }

    fn phrase_has(&self, at: usize, class: WordClass) -> bool {
        self.clauses.phrases.get(at).is_some_and(|p| {
            p.tokens.clone().any(|i| {
                self.clauses
                    .tokens
                    .get(i)
                    .is_some_and(|t| t.is(self.lexicon, class))
            })
        })
    }

    fn is_far(&self, toponym: usize) -> bool {
        use crate::gazetteer::FeatureClass as F;
        self.toponyms
            .get(toponym)
            .and_then(|t| t.place.as_ref())
            .is_some_and(|p| matches!(p.class, F::Country | F::Continent | F::Admin1 | F::Region))
    }

    fn has_actor(&self, at: usize) -> bool {
        self.clauses.phrases.get(at).is_some_and(|p| {
            p.tokens.clone().any(|i| {
                self.clauses
                    .tokens
                    .get(i)
                    .is_some_and(|t| matches!(t.kind, Kind::Actor(_)))
            })
        })
    }

    fn is_country(&self, token: usize) -> bool {
        let Some(Kind::Place(toponym)) = self.clauses.tokens.get(token).map(|t| t.kind) else {
            return false;
        };
        self.toponyms
            .get(toponym)
            .and_then(|t| t.place.as_ref())
            .is_some_and(|p| p.class == crate::gazetteer::FeatureClass::Country)
    }

    /// `fell to 5 percent`, `fell silent`: not the fall of a place.
    fn inverted_fits(
        &self,
        at: usize,
        verb: &Verb,
        trigger: &Trigger,
        end: usize,
        subject: Option<usize>,
    ) -> bool {
        let next = self.clauses.tokens.get(end);
        let word = next.map_or("", |t| t.lower.as_str());
        if next.is_some_and(|t| t.kind == Kind::Number) {
            return false;
        }
        let stop = [
            "percent", "silent", "short", "victim", "apart", "ill", "asleep", "behind", "sharply",
            "slightly", "further", "against", "steeply",
        ];
        if stop.contains(&word) {
            return false;
        }
        if trigger.head == "fall"
            && trigger.frame.is_empty()
            && matches!(
                word,
                "to" | "by" | "from" | "below" | "under" | "into" | "back"
            )
            && !self.clauses.tokens.get(end + 1).is_some_and(|t| {
                t.is(self.lexicon, WordClass::Time) || t.reads("late") || t.reads("early")
            })
        {
            return false;
        }
        let needs_agent = matches!(
            trigger.frame.first().map(String::as_str),
            Some("to" | "into" | "under")
        ) && matches!(trigger.head.as_str(), "fall" | "pass" | "go");
        if needs_agent {
            let agent = (at + 1..self.clauses.phrases.len().min(at + 4))
                .find(|&k| self.clauses.noun(k).is_some());
            let fits = agent.is_some_and(|k| {
                let Some(noun) = self.clauses.noun(k) else {
                    return false;
                };
                matches!(
                    noun.class,
                    Head::Force | Head::Actor | Head::They | Head::Person | Head::Attack
                ) || self.clauses.tokens.get(noun.head).is_some_and(|t| {
                    t.is_capital() && !matches!(t.kind, Kind::Place(_))
                        || matches!(t.lower.as_str(), "hands" | "control" | "them")
                }) || noun.places.iter().any(|&t| self.is_country(t))
            });
            if !fits {
                return false;
            }
        }
        let noun = subject.and_then(|s| self.clauses.noun(s));
        if noun.is_some_and(|n| n.class == Head::It)
            && trigger.head == "fall"
            && trigger.frame.is_empty()
            && !verb.auxiliary
        {
            return false;
        }
        true
    }

    /// Who did it.
    #[allow(clippy::too_many_arguments, reason = "one call site")]
    fn agent(
        &self,
        at: usize,
        trigger: &Trigger,
        end: usize,
        subject: Option<usize>,
        passive: bool,
        inverted: bool,
        focus: &Focus,
    ) -> Option<Party> {
        if inverted {
            // `fell to A`, `came under the control of A`
            let index = (at + 1..self.clauses.phrases.len().min(at + 5)).find(|&k| {
                self.clauses.noun(k).is_some_and(|n| n.class != Head::Time)
                    && !trigger.frame.is_empty()
            });
            let _ = end;
            return index.and_then(|k| self.party(k, focus));
        }
        if passive {
            let by = (at + 1..self.clauses.phrases.len().min(at + 8)).find(|&k| {
                self.clauses
                    .noun(k)
                    .is_some_and(|n| n.prep == "by" && n.class != Head::Time)
            });
            return by.and_then(|k| self.party(k, focus));
        }
        let found = match subject {
            Some(index) => self.party(index, focus),
            None => focus.actor.clone(),
        };
        // `they have taken P`: never those who have just left.
        let pronoun = subject
            .and_then(|s| self.clauses.noun(s))
            .is_some_and(|n| n.class == Head::They);
        let gains = matches!(
            trigger.class,
            Class::Event(
                EventType::Capture | EventType::Recapture | EventType::Entry | EventType::Advance
            )
        );
        if pronoun
            && gains
            && found.is_some()
            && found.as_ref().map(|(w, _)| w) == focus.withdrawn.as_ref()
        {
            return focus.attacker.clone();
        }
        found
    }

    fn opponent(
        &self,
        at: usize,
        trigger: &Trigger,
        subject: Option<usize>,
        passive: bool,
        focus: &Focus,
    ) -> Option<Party> {
        if passive && matches!(trigger.class, Class::Expel) {
            return subject.and_then(|s| self.party(s, focus));
        }
        if matches!(trigger.class, Class::Expel) {
            return self.clauses.object(at).and_then(|o| self.party(o, focus));
        }
        let k = self.clauses.right_of(at).find(|&k| {
            self.clauses.noun(k).is_some_and(|n| {
                matches!(n.prep.as_str(), "from" | "with" | "against")
                    && matches!(n.class, Head::Force | Head::Actor)
            })
        })?;
        self.party(k, focus)
    }

    /// Who a phrase stands for, with its words.
    pub(super) fn party(&self, at: usize, focus: &Focus) -> Option<Party> {
        let phrase = self.clauses.phrases.get(at)?;
        let noun = self.clauses.noun(at)?;
        let who = actor::who(
            phrase,
            noun,
            self.clauses.tokens,
            self.lexicon,
            self.toponyms,
        )?;
        let span = self.clauses.span(at, at);
        let words: Vec<&str> = self
            .clauses
            .tokens
            .iter()
            .filter(|t| t.span.start >= span.start && t.span.end <= span.end)
            .map(|t| t.text)
            .collect();
        let words = words.join(" ").replace(" 's", "'s");
        match who {
            actor::Who::Same => self
                .antecedent(at, focus)
                .or_else(|| {
                    focus
                        .subject
                        .as_ref()
                        .filter(|(_, s)| self.sentence - s <= 1)
                        .map(|(p, _)| p.clone())
                })
                .or_else(|| focus.actor.clone())
                .or_else(|| focus.attacker.clone()),
            actor::Who::Force if false => focus.actor.clone().or_else(|| focus.attacker.clone()),
            actor::Who::Force => {
                // `its fighters`: of whoever was named last.
                let own = self
                    .clauses
                    .tokens
                    .get(phrase.tokens.start)
                    .is_some_and(|t| matches!(t.lower.as_str(), "its" | "their" | "his"));
                let owner = if own {
                    self.antecedent(at, focus).map(|(w, _)| w)
                } else {
                    None
                };
                Some((owner.unwrap_or(actor::Who::Force), words))
            }
            other => Some((other, words)),
        }
    }

    /// The nearest actor before a pronoun in its sentence.
    fn antecedent(&self, at: usize, focus: &Focus) -> Option<Party> {
        (at.saturating_sub(24)..at).rev().find_map(|k| {
            let noun = self.clauses.noun(k).filter(|n| {
                n.prep.is_empty()
                    && !matches!(
                        n.class,
                        Head::They | Head::It | Head::Civil | Head::Place | Head::Air
                    )
            })?;
            let _ = noun;
            self.party(k, focus).filter(|(w, _)| {
                !matches!(w, actor::Who::Third | actor::Who::Same | actor::Who::Force)
            })
        })
    }

    /// The places of a claim.
    #[allow(clippy::too_many_arguments, reason = "one call site")]
    fn places(
        &self,
        at: usize,
        verb: &Verb,
        trigger: &Trigger,
        end: usize,
        subject: Option<usize>,
        passive: bool,
        focus: &Focus,
    ) -> Vec<Found> {
        for place in &trigger.places {
            let found = match place {
                Place::Object => self.object_places(at, verb, subject, passive, focus),
                Place::Subject
                    if verb.infinitive && subject.is_some_and(|s| self.is_ordinal_predicate(s)) =>
                {
                    self.predicated(subject, focus)
                }
                Place::Subject => {
                    let mut own: Vec<Found> = subject.map_or(Vec::new(), |s| {
                        self.clauses
                            .joined(s)
                            .into_iter()
                            .flat_map(|s| self.stands_for(s, focus, true))
                            .collect()
                    });
                    if !own.is_empty() {
                        for more in self.clauses.more_objects(at) {
                            own.extend(self.stands_for(more, focus, false));
                        }
                    }
                    if own.is_empty()
                        && subject
                            .and_then(|s| self.clauses.noun(s))
                            .is_some_and(|n| n.class == Head::Settlement)
                    {
                        self.among(at, focus)
                    } else {
                        own
                    }
                }
                Place::Focus => self.from_focus(at, focus),
                Place::Owner => subject
                    .and_then(|s| self.clauses.noun(s).map(|n| (s, n)))
                    .filter(|(_, n)| matches!(n.class, Head::Force | Head::Actor))
                    .map_or(Vec::new(), |(s, n)| {
                        n.at.iter()
                            .filter_map(|&t| self.found(t, s, n))
                            .filter(|f| !self.is_far(f.toponym))
                            .collect()
                    }),
                Place::Attack => self.attack_places(at, subject, passive, focus),
                Place::Locative => self.locative(at, focus),
                Place::After(prep) => self.after(at, end, prep, focus),
            };
            if !found.is_empty() {
                return found;
            }
        }
        Vec::new()
    }

    /// `the second city (to fall)`
    fn is_ordinal_predicate(&self, at: usize) -> bool {
        self.clauses.noun(at).is_some_and(|n| n.places.is_empty())
            && self.clauses.phrases.get(at).is_some_and(|p| {
                p.tokens.clone().any(|i| {
                    self.clauses.tokens.get(i).is_some_and(|t| {
                        matches!(
                            t.lower.as_str(),
                            "first"
                                | "second"
                                | "third"
                                | "fourth"
                                | "fifth"
                                | "last"
                                | "latest"
                                | "only"
                        )
                    })
                })
            })
    }

    /// What `is the second city`, `P, the second city,` is said of.
    fn predicated(&self, at: Option<usize>, focus: &Focus) -> Vec<Found> {
        let Some(at) = at.filter(|&a| a > 0) else {
            return Vec::new();
        };
        if self
            .clauses
            .verb(at - 1)
            .is_some_and(|v| matches!(v.lemma.as_str(), "be" | "become"))
        {
            return self
                .clauses
                .subject(at - 1)
                .map_or(Vec::new(), |s| self.stands_for(s, focus, true));
        }
        let name = (at.saturating_sub(8)..at).rev().find(|&k| {
            self.clauses
                .noun(k)
                .is_some_and(|n| n.prep.is_empty() && !n.places.is_empty())
        });
        name.map_or(Vec::new(), |k| self.stands_for(k, focus, true))
    }

    /// `120 settlements came under fire, among them A, B and C`
    fn among(&self, at: usize, focus: &Focus) -> Vec<Found> {
        let end = self.clauses.phrases.len().min(at + 8);
        let Some(k) = (at + 1..end).find(|&k| {
            self.clauses.noun(k).is_some_and(|n| n.prep == "among")
                || self.clauses.word(k) == "including"
        }) else {
            return Vec::new();
        };
        (k..end)
            .find(|&i| self.clauses.noun(i).is_some_and(|n| !n.places.is_empty()))
            .map_or(Vec::new(), |i| self.stands_for(i, focus, false))
    }

    fn from_focus(&self, at: usize, focus: &Focus) -> Vec<Found> {
        if focus.event_sentence != self.sentence || focus.event.is_none() {
            let near = (0..at)
                .rev()
                .filter_map(|k| self.clauses.noun(k))
                .find(|n| {
                    !n.places.is_empty()
                        && !matches!(n.prep.as_str(), "off" | "near" | "from" | "to" | "between")
                })
                .and_then(|n| n.places.first())
                .and_then(|&t| match self.clauses.tokens.get(t).map(|t| t.kind) {
                    Some(Kind::Place(t)) => Some(t),
                    _ => None,
                });
            if let Some(toponym) = near {
                return vec![Found {
                    toponym,
                    phrase: 0,
                    partial: false,
                    edge: false,
                    by_reference: true,
                }];
            }
        }
        let near = self.sentence.saturating_sub(focus.event_sentence) <= 1;
        focus.event.filter(|_| near).map_or(Vec::new(), |t| {
            vec![Found {
                toponym: t,
                phrase: 0,
                partial: false,
                edge: false,
                by_reference: true,
            }]
        })
    }

    fn object_places(
        &self,
        at: usize,
        verb: &Verb,
        subject: Option<usize>,
        passive: bool,
        focus: &Focus,
    ) -> Vec<Found> {
        if passive {
            let index = if !verb.auxiliary
                && at > 0
                && matches!(self.clauses.word(at - 1), "," | "(")
                && !verb.infinitive
            {
                self.clauses.noun_before(at - 1).or(subject)
            } else if verb.auxiliary {
                subject
            } else {
                subject.or_else(|| self.clauses.noun_before(at))
            };
            let Some(index) = index else {
                return Vec::new();
            };
            if verb.infinitive && self.is_ordinal_predicate(index) {
                let named = self.predicated(Some(index), focus);
                if !named.is_empty() {
                    return named;
                }
            }
            if verb.infinitive
                && index > 0
                && self
                    .clauses
                    .verb(index - 1)
                    .is_some_and(|v| v.lemma == "be")
            {
                if let Some(s) = self.clauses.subject(index - 1) {
                    return self.stands_for(s, focus, true);
                }
            }
            let nameless = self
                .clauses
                .noun(index)
                .is_some_and(|n| n.places.is_empty() && n.at.is_empty());
            if nameless && !verb.auxiliary {
                let be = (at + 1..self.clauses.phrases.len().min(at + 4))
                    .find(|&k| self.clauses.verb(k).is_some());
                if let Some(object) = be
                    .filter(|&k| self.clauses.verb(k).is_some_and(|v| v.lemma == "be"))
                    .and_then(|k| self.clauses.object(k))
                {
                    let named = self.stands_for(object, focus, true);
                    if !named.is_empty() {
                        return named;
                    }
                }
            }
            let mut out: Vec<Found> = self
                .clauses
                .joined(index)
                .into_iter()
                .flat_map(|s| self.stands_for(s, focus, true))
                .collect();
            if !out.is_empty() {
                // `A was taken on Thursday, and on Friday B`
                for more in self.clauses.more_objects(at) {
                    out.extend(self.stands_for(more, focus, false));
                }
            }
            return out;
        }
        if let Some(object) = self.clauses.object(at) {
            let mut out = self.stands_for(object, focus, false);
            if out.is_empty()
                && self
                    .clauses
                    .noun(object)
                    .is_some_and(|n| matches!(n.class, Head::Facility | Head::Area))
            {
                // `At Bagram, soldiers gave up the base`
                let base = self
                    .clauses
                    .noun(object)
                    .and_then(|n| self.clauses.tokens.get(n.head))
                    .is_some_and(|t| {
                        matches!(
                            t.lower.as_str(),
                            "base" | "airbase" | "airport" | "garrison" | "outpost"
                        )
                    });
                out = self.locative(at, focus);
                for found in &mut out {
                    found.partial = true;
                    found.edge = !base;
                }
                return out;
            }
            if !out.is_empty() {
                for more in self.clauses.more_objects(object) {
                    out.extend(self.stands_for(more, focus, false));
                }
            }
            return out;
        }
        // `the town, which they captured`, `a town they captured`
        let Some(s) = subject.filter(|&s| s < at) else {
            return Vec::new();
        };
        if s > 0
            && matches!(
                self.clauses.phrases.get(s - 1).map(|p| &p.kind),
                Some(PhraseKind::Relative)
            )
            && matches!(self.clauses.word(s - 1), "which" | "that")
        {
            return self
                .clauses
                .noun_before(s - 1)
                .map_or(Vec::new(), |n| self.stands_for(n, focus, false));
        }
        if s > 0
            && self
                .clauses
                .noun(s)
                .is_some_and(|n| matches!(n.class, Head::They | Head::It | Head::Actor))
        {
            if let Some(before) = self
                .clauses
                .noun(s - 1)
                .filter(|n| matches!(n.class, Head::Settlement | Head::Place | Head::Area))
            {
                // `Nyabibwe, a town they captured on …`: the apposition stands for the name before it.
                if before.class == Head::Settlement && before.places.is_empty() {
                    let name = (0..s - 1)
                        .rev()
                        .take(3)
                        .find(|&k| self.clauses.noun(k).is_some_and(|n| !n.places.is_empty()));
                    return name.map_or(Vec::new(), |k| self.stands_for(k, focus, false));
                }
                return self.stands_for(s - 1, focus, false);
            }
        }
        Vec::new()
    }

    /// Places for an attack that was beaten off: of the attack noun, else of the clause.
    fn attack_places(
        &self,
        at: usize,
        subject: Option<usize>,
        passive: bool,
        focus: &Focus,
    ) -> Vec<Found> {
        let index = if passive {
            subject
        } else {
            self.clauses.object(at)
        };
        let Some(noun) = index.and_then(|i| self.clauses.noun(i)) else {
            return Vec::new();
        };
        if passive
            && matches!(
                noun.class,
                Head::Force | Head::Actor | Head::They | Head::It
            )
            && focus.event_sentence == self.sentence
        {
            return self.from_focus(at, focus);
        }
        if noun.class != Head::Attack {
            return Vec::new();
        }
        let Some(index) = index else {
            return Vec::new();
        };
        let own = self.complements(
            index,
            &[
                "on", "against", "upon", "near", "in", "at", "towards", "toward", "to", "around",
                "into",
            ],
            focus,
        );
        if !own.is_empty() {
            return own;
        }
        // `attempt to enter the airport`: the infinitive tells it; `attempt to cut the road to P` has it further on.
        if self.clauses.verb(index + 1).is_some_and(|v| v.infinitive) {
            let end = if index < at {
                at
            } else {
                self.clauses.phrases.len().min(index + 8)
            };
            let later = (index + 2..end)
                .find(|&k| self.clauses.noun(k).is_some_and(|n| !n.places.is_empty()));
            return later.map_or(Vec::new(), |k| self.stands_for(k, focus, false));
        }
        let here = self.locative(at, focus);
        if here.is_empty()
            && self.sentence.saturating_sub(focus.event_sentence) <= 1
            && noun.definite
        {
            self.from_focus(index, focus)
        } else {
            here
        }
    }

    /// Places of the prepositional phrases that follow a noun at once.
    fn complements(&self, at: usize, preps: &[&str], focus: &Focus) -> Vec<Found> {
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
                let found = self.stands_for(k, focus, false);
                if !found.is_empty() {
                    return found;
                }
            }
            k += 1;
        }
        Vec::new()
    }

    fn locative(&self, at: usize, focus: &Focus) -> Vec<Found> {
        for k in self.clauses.adjuncts(at, LOCATIVE, true) {
            if self.clauses.noun(k).is_some_and(|n| {
                n.prep == "by" && !matches!(n.class, Head::Place | Head::Settlement)
            }) {
                continue;
            }
            let found = self.stands_for(k, focus, false);
            if !found.is_empty() {
                return found;
            }
        }
        Vec::new()
    }

    fn after(&self, at: usize, end: usize, prep: &str, focus: &Focus) -> Vec<Found> {
        // The frame may end with the preposition inside a noun phrase: `control of P`.
        for k in self.clauses.right_of(at) {
            let (Some(noun), Some(phrase)) = (self.clauses.noun(k), self.clauses.phrases.get(k))
            else {
                continue;
            };
            let inside = phrase.tokens.start < end && end < phrase.tokens.end;
            if inside
                && self
                    .clauses
                    .tokens
                    .get(end - 1)
                    .is_some_and(|t| t.reads(prep))
            {
                let names: Vec<usize> = noun
                    .places
                    .iter()
                    .chain(&noun.at)
                    .copied()
                    .filter(|&t| t >= end)
                    .collect();
                if names.is_empty() {
                    let word = self
                        .clauses
                        .tokens
                        .get(end..phrase.tokens.end)
                        .and_then(|t| {
                            t.iter()
                                .rev()
                                .find(|t| t.is(self.lexicon, WordClass::Settlement))
                        });
                    if let Some(word) = word {
                        return self.reference(&word.lower, k, focus);
                    }
                    continue;
                }
                let mut out: Vec<Found> = names
                    .iter()
                    .filter_map(|&t| self.found(t, k, noun))
                    .collect();
                for more in self.clauses.more_objects(k) {
                    out.extend(self.stands_for(more, focus, false));
                }
                return out;
            }
            if noun.prep == prep && phrase.tokens.start + 1 >= end {
                let found = self.stands_for(k, focus, false);
                if !found.is_empty() {
                    return found;
                }
            }
        }
        Vec::new()
    }

    fn found(&self, token: usize, phrase: usize, noun: &Noun) -> Option<Found> {
        let Some(Kind::Place(toponym)) = self.clauses.tokens.get(token).map(|t| t.kind) else {
            return None;
        };
        Some(Found {
            toponym,
            phrase,
            partial: noun.partial,
            edge: noun.edge,
            by_reference: false,
        })
    }

    /// The places that a phrase stands for.
    fn stands_for(&self, at: usize, focus: &Focus, subject: bool) -> Vec<Found> {
        let Some(noun) = self.clauses.noun(at) else {
            return Vec::new();
        };
        if !noun.places.is_empty() {
            return noun
                .places
                .iter()
                .filter_map(|&t| self.found(t, at, noun))
                .collect();
        }
        let word = self
            .clauses
            .tokens
            .get(noun.head)
            .map_or("", |t| t.lower.as_str());
        match noun.class {
            Head::Facility => {
                let mut out: Vec<Found> = noun
                    .at
                    .iter()
                    .filter_map(|&t| self.found(t, at, noun))
                    .collect();
                if out.is_empty() {
                    out = self.complements(at, &["in", "of", "near", "at", "outside", "on"], focus);
                }
                for found in &mut out {
                    found.partial = true;
                    found.edge = true;
                }
                if out.is_empty()
                    && noun.definite
                    && matches!(word, "airport" | "airfield" | "base" | "airbase")
                {
                    let named = focus
                        .recent
                        .iter()
                        .copied()
                        .find(|&t| super::focus::fits(word, self.toponyms.get(t)));
                    if let Some(toponym) = named {
                        out.push(Found {
                            toponym,
                            phrase: at,
                            partial: noun.partial,
                            edge: noun.edge,
                            by_reference: true,
                        });
                    }
                }
                out
            }
            Head::Area => {
                let mut out: Vec<Found> = noun
                    .at
                    .iter()
                    .filter_map(|&t| self.found(t, at, noun))
                    .collect();
                if out.is_empty() && noun.definite {
                    out = self.complements(at, &["in", "of", "around", "near"], focus);
                }
                for found in &mut out {
                    found.partial = true;
                }
                out
            }
            Head::Settlement => {
                // `P, a town near Q,` and `the second city, P,`: the name stands beside it.
                if at >= 2 && self.clauses.word(at - 1) == "," {
                    if let Some(before) = self.clauses.noun(at - 2).filter(|n| !n.places.is_empty())
                    {
                        return before
                            .places
                            .iter()
                            .filter_map(|&t| self.found(t, at - 2, before))
                            .collect();
                    }
                }
                if self.clauses.word(at + 1) == "," && self.clauses.word(at + 3) == "," {
                    if let Some(after) = self
                        .clauses
                        .noun(at + 2)
                        .filter(|n| n.prep.is_empty() && n.places.len() == 1)
                    {
                        return after
                            .places
                            .iter()
                            .filter_map(|&t| self.found(t, at + 2, after))
                            .collect();
                    }
                }
                if self.lexicon.is(word, WordClass::SettlementMany) {
                    return self.many(at, noun, focus);
                }
                if noun.definite || noun.partial {
                    self.reference(word, at, focus)
                } else {
                    Vec::new()
                }
            }
            Head::It => self.reference("it", at, focus),

            _ => Vec::new(),
        }
    }

    /// `the three towns`, `both ports`: the last list of as many names.
    fn many(&self, at: usize, noun: &Noun, focus: &Focus) -> Vec<Found> {
        let Some(phrase) = self.clauses.phrases.get(at) else {
            return Vec::new();
        };
        let count = phrase.tokens.clone().find_map(|i| {
            Some(match self.clauses.tokens.get(i)?.lower.as_str() {
                "both" | "two" | "2" => 2,
                "three" | "3" => 3,
                "four" | "4" => 4,
                "five" | "5" => 5,
                _ => return None,
            })
        });
        let Some(count) = count.filter(|_| noun.definite) else {
            return Vec::new();
        };
        let list = focus.lists.iter().rev().find(|l| l.len() == count);
        list.map_or(Vec::new(), |l| {
            l.iter()
                .map(|&t| Found {
                    toponym: t,
                    phrase: at,
                    partial: noun.partial,
                    edge: noun.edge,
                    by_reference: true,
                })
                .collect()
        })
    }

    /// The place that `the city`, `it` stand for at a phrase.
    fn reference(&self, word: &str, at: usize, focus: &Focus) -> Vec<Found> {
        let noun = self.clauses.noun(at);
        // `the capital of the province`, `the city of P` with its own name was read before.
        let mut inside = Vec::new();
        for k in (0..at).rev() {
            let Some(phrase) = self.clauses.phrases.get(k).filter(|_| {
                self.clauses
                    .noun(k)
                    .is_some_and(|n| n.prep.is_empty() && !n.places.is_empty())
            }) else {
                continue;
            };
            for i in phrase.tokens.clone().rev() {
                if let Some(Kind::Place(t)) = self.clauses.tokens.get(i).map(|t| t.kind) {
                    inside.push(t);
                }
            }
            if inside.len() > 6 {
                break;
            }
        }
        focus
            .resolve(word, self.sentence, self.block, &inside, self.toponyms)
            .map_or(Vec::new(), |t| {
                vec![Found {
                    toponym: t,
                    phrase: at,
                    partial: noun.is_some_and(|n| n.partial),
                    edge: noun.is_some_and(|n| n.edge),
                    by_reference: true,
                }]
            })
    }

    /// From and to of a movement.
    fn ends(
        &self,
        at: usize,
        trigger: &Trigger,
        out: &mut Vec<Draft>,
        subject: Option<usize>,
        focus: &Focus,
    ) {
        let movement = matches!(
            trigger.class,
            Class::Event(
                EventType::Withdrawal
                    | EventType::Reinforcement
                    | EventType::Displacement
                    | EventType::Advance
                    | EventType::Entry
                    | EventType::Capture
                    | EventType::Recapture
            ) | Class::Flee
                | Class::Refuge
                | Class::Pour
                | Class::Cross
                | Class::Attack
                | Class::Leave
                | Class::Reach
        );
        if !movement {
            return;
        }
        let place = |preps: &[&str]| {
            self.clauses
                .adjuncts(at, preps, false)
                .into_iter()
                .flat_map(|k| self.stands_for(k, focus, false))
                .map(|f| f.toponym)
                .collect::<Vec<usize>>()
        };
        let to = place(&["to", "toward", "towards", "into", "for", "onto"]);
        let from = place(&["from"]);
        let owner = subject
            .and_then(|s| self.clauses.noun(s))
            .and_then(|n| n.at.first())
            .and_then(|&t| match self.clauses.tokens.get(t).map(|t| t.kind) {
                Some(Kind::Place(t)) => Some(t),
                _ => None,
            });
        let Some(first) = out.first().cloned() else {
            return;
        };
        match trigger.class {
            Class::Flee | Class::Event(EventType::Displacement) => {
                let source = if to.contains(&first.place) {
                    from.first().copied().or(owner)
                } else {
                    Some(first.place)
                };
                for draft in out.iter_mut() {
                    draft.from = source.filter(|s| *s != draft.place);
                    draft.to = to.first().copied().filter(|t| *t != draft.place);
                }
                if first.civil || trigger.class != Class::Flee {
                    for t in to.into_iter().filter(|t| *t != first.place) {
                        out.push(Draft {
                            place: t,
                            from: source,
                            to: None,
                            ..first.clone()
                        });
                    }
                }
            }
            Class::Refuge => {
                for draft in out.iter_mut() {
                    draft.from = owner
                        .or_else(|| from.first().copied())
                        .filter(|f| *f != draft.place);
                }
            }
            Class::Event(EventType::Withdrawal) | Class::Leave => {
                for draft in out.iter_mut() {
                    draft.to = to.iter().copied().find(|t| *t != draft.place);
                    draft.from = Some(draft.place);
                }
            }
            Class::Event(EventType::Reinforcement) | Class::Pour | Class::Cross => {
                for draft in out.iter_mut() {
                    draft.from = from.first().copied().filter(|f| *f != draft.place);
                }
            }
            _ => {
                for draft in out.iter_mut() {
                    draft.from = from.first().copied().filter(|f| *f != draft.place);
                }
                if let Some(&f) = from.first().filter(|f| out.iter().all(|d| d.place != **f)) {
                    let told = !first.standing.has(Effect::Hypothetical)
                        && !first.standing.has(Effect::Future)
                        && !first.standing.has(Effect::Denied);
                    if told {
                        out.push(Draft {
                            class: Class::Event(EventType::Origin),
                            place: f,
                            from: None,
                            to: None,
                            partial: false,
                            edge: false,
                            ..first
                        });
                    }
                }
            }
        }
    }

    fn noun(&self, at: usize, noun: &Noun, focus: &Focus) -> Vec<Draft> {
        let Some(head) = self
            .clauses
            .tokens
            .get(noun.head)
            .filter(|t| t.kind == Kind::Word)
        else {
            return Vec::new();
        };
        let word = head.lower.as_str();
        let single = word
            .strip_suffix("es")
            .filter(|w| !self.lexicon.noun_triggers(w).is_empty())
            .or_else(|| word.strip_suffix('s'))
            .unwrap_or(word);
        // `P, the start line of the army`
        let text: Vec<&str> = self.clauses.phrases.get(at).map_or(Vec::new(), |p| {
            self.clauses
                .tokens
                .get(p.tokens.clone())
                .unwrap_or(&[])
                .iter()
                .map(|t| t.lower.as_str())
                .collect()
        });
        if text.windows(2).any(|w| {
            matches!(
                w,
                ["start" | "starting", "line" | "point"] | ["launching" | "launch", "pad"]
            )
        }) && at >= 2
            && self.clauses.word(at - 1) == ","
        {
            let found = self.stands_for(at - 2, focus, false);
            let trigger = self
                .lexicon
                .verb_triggers("launch")
                .iter()
                .find(|t| t.class == Class::Event(EventType::Origin));
            if let (Some(trigger), false) = (trigger, found.is_empty()) {
                return self
                    .nominal(at, noun, trigger, &found, focus)
                    .unwrap_or_default();
            }
        }
        let list = if self.lexicon.noun_triggers(word).is_empty() {
            self.lexicon.noun_triggers(single)
        } else {
            self.lexicon.noun_triggers(word)
        };
        let owned = self
            .clauses
            .phrases
            .get(at)
            .and_then(|p| self.clauses.tokens.get(p.tokens.start))
            .is_some_and(|t| matches!(t.lower.as_str(), "its" | "whose"));
        for trigger in list {
            let mut found = Vec::new();
            for place in &trigger.places {
                found = match place {
                    Place::After(prep) if prep == "of" => {
                        let names: Vec<Found> = noun
                            .at
                            .iter()
                            .filter(|&&t| t > noun.head)
                            .filter_map(|&t| self.found(t, at, noun))
                            .collect();
                        if names.is_empty() && owned {
                            self.reference("it", at, focus)
                        } else if names.is_empty() {
                            let end = self.clauses.phrases.get(at).map_or(0, |p| p.tokens.end);
                            let word = self.clauses.tokens.get(noun.head + 1..end).and_then(|t| {
                                t.iter()
                                    .rev()
                                    .find(|t| t.is(self.lexicon, WordClass::Settlement))
                            });
                            word.map_or(Vec::new(), |w| self.reference(&w.lower, at, focus))
                        } else {
                            names
                        }
                    }
                    Place::After(prep) => {
                        let own = self.complements(at, &[prep.as_str()], focus);
                        let fate = assertion::fate_of(self.clauses, at).filter(|_| own.is_empty());
                        fate.map_or(own, |v| {
                            self.clauses
                                .adjuncts(v, &[prep.as_str()], false)
                                .into_iter()
                                .map(|k| self.stands_for(k, focus, false))
                                .find(|f| !f.is_empty())
                                .unwrap_or_default()
                        })
                    }
                    Place::Locative
                        if trigger.class == Class::Event(EventType::Clash)
                            && self.complements(at, LOCATIVE, focus).is_empty()
                            && (at + 1..self.clauses.phrases.len().min(at + 5))
                                .any(|k| self.clauses.word(k) == "being") =>
                    {
                        (at + 1..self.clauses.phrases.len().min(at + 10))
                            .find(|&k| {
                                self.clauses.noun(k).is_some_and(|n| {
                                    LOCATIVE.contains(&n.prep.as_str()) && !n.places.is_empty()
                                })
                            })
                            .map_or(Vec::new(), |k| self.stands_for(k, focus, false))
                    }
                    Place::Locative => {
                        let own: Vec<Found> = noun
                            .at
                            .iter()
                            .filter_map(|&t| self.found(t, at, noun))
                            .collect();
                        let near = self.complements(at, LOCATIVE, focus);
                        if !near.is_empty() {
                            near
                        } else if !own.is_empty() {
                            own
                        } else {
                            let verb = assertion::fate_of(self.clauses, at)
                                .or_else(|| self.clauses.verb_before(at));
                            let around = verb.map_or(Vec::new(), |v| self.locative(v, focus));
                            if around.is_empty()
                                && self.clauses.tokens.iter().any(|t| t.reads("there"))
                            {
                                self.from_focus(at, focus)
                            } else {
                                around
                            }
                        }
                    }
                    _ => Vec::new(),
                };
                if !found.is_empty() {
                    break;
                }
            }
            if found.is_empty() {
                continue;
            }
            if let Some(drafts) = self.nominal(at, noun, trigger, &found, focus) {
                return drafts;
            }
        }
        // `At P an attempt to cut the road failed`
        if noun.class == Head::Attack {
            if let Some(v) = assertion::fate_of(self.clauses, at).filter(|&v| {
                self.clauses.verb(v).is_some_and(|v| {
                    assertion::beaten(&v.lemma)
                        && self
                            .lexicon
                            .verb_triggers(&v.lemma)
                            .iter()
                            .all(|t| t.class != Class::Repel)
                })
            }) {
                let mut found = self.locative(v, focus);
                if found.is_empty() {
                    found = (at + 1..v)
                        .find(|&k| self.clauses.noun(k).is_some_and(|n| !n.places.is_empty()))
                        .map_or(Vec::new(), |k| self.stands_for(k, focus, false));
                }
                let trigger = self.lexicon.noun_triggers("attack").first();
                if let (Some(trigger), false) = (trigger, found.is_empty()) {
                    return self
                        .nominal(at, noun, trigger, &found, focus)
                        .unwrap_or_default();
                }
            }
        }
        Vec::new()
    }

    fn nominal(
        &self,
        at: usize,
        noun: &Noun,
        trigger: &Trigger,
        found: &[Found],
        focus: &Focus,
    ) -> Option<Vec<Draft>> {
        let mut standing = Standing::default();
        let fate = assertion::fate_of(self.clauses, at);
        let mut class = trigger.class;
        let taking = matches!(
            class,
            Class::Event(EventType::Capture | EventType::Recapture) | Class::Loss | Class::Handover
        );
        if noun.negative {
            standing.effects.push(Effect::Negated);
        }
        let vain = self.clauses.phrases.get(at).is_some_and(|p| {
            p.tokens.clone().any(|i| {
                self.clauses.tokens.get(i).is_some_and(|t| {
                    matches!(
                        t.lower.as_str(),
                        "failed" | "unsuccessful" | "abortive" | "futile" | "fruitless"
                    )
                })
            })
        });
        if vain && matches!(class, Class::Attack | Class::Approach) {
            class = Class::Repel;
        }
        let mut told = false;
        if let Some(v) = fate {
            let verb = self.clauses.verb(v)?;
            let above = assertion::over_verb(self.clauses, v, self.lexicon);
            standing.effects.extend(above.effects.iter().copied());
            standing.speaker = above.speaker;
            const FACT: &[&str] = &[
                "cut", "open", "give", "bring", "end", "mark", "leave", "complete", "follow",
                "come", "mean", "allow", "deprive", "cost", "be", "make", "force", "happen",
                "begin", "announce", "confirm", "claim", "report", "send", "trigger", "prompt",
                "spark", "put", "take", "have",
            ];
            told = verb.modal.is_none()
                && (FACT.contains(&verb.lemma.as_str()) || !taking)
                && !self
                    .clauses
                    .tokens
                    .get(verb.main + 1)
                    .is_some_and(|t| matches!(t.lower.as_str(), "off" | "back" | "forward"));
            if verb.lemma == "be"
                && self
                    .clauses
                    .tokens
                    .get(verb.main + 1..(verb.main + 7).min(self.clauses.tokens.len()))
                    .unwrap_or(&[])
                    .iter()
                    .any(|t| {
                        matches!(
                            t.lower.as_str(),
                            "likely"
                                | "unlikely"
                                | "likeliest"
                                | "next"
                                | "possible"
                                | "expected"
                                | "planned"
                                | "inevitable"
                                | "imminent"
                                | "unavoidable"
                        )
                    })
            {
                standing.effects.push(Effect::Hypothetical);
            }
            let failed = (v..self.clauses.phrases.len().min(v + 8)).any(|k| {
                self.clauses.verb(k).is_some_and(|g| {
                    assertion::beaten(&g.lemma) && (g.passive || g.lemma == "fail")
                }) && self.clauses.subject(k) == Some(at)
            });
            if !taking
                && (failed
                    || assertion::beaten(&verb.lemma)
                    || (verb.negated && matches!(verb.lemma.as_str(), "succeed" | "do")))
            {
                class = Class::Repel;
            } else if self.lexicon.governor(&verb.lemma) == Some(Effect::Denied) && verb.passive {
                standing.effects.push(Effect::Denied);
            }
        } else if let Some(v) = self
            .clauses
            .verb_before(at)
            .filter(|&v| self.clauses.right_of(v).any(|k| k == at))
        {
            let verb = self.clauses.verb(v)?;
            let effect = self.lexicon.governor(&verb.lemma);
            if !self.lexicon.verb_triggers(&verb.lemma).is_empty()
                && self
                    .lexicon
                    .verb_triggers(&verb.lemma)
                    .iter()
                    .any(|t| t.class == Class::Repel)
                && matches!(class, Class::Attack | Class::Approach)
            {
                return Some(Vec::new());
            }
            let above = assertion::over_verb(self.clauses, v, self.lexicon);
            standing.effects.extend(above.effects.iter().copied());
            standing.speaker = above.speaker;
            match effect {
                Some(
                    Effect::Stated
                    | Effect::Claimed
                    | Effect::Reported
                    | Effect::Confirmed
                    | Effect::Denied,
                ) if !verb.negated => {
                    let effect = effect.unwrap_or(Effect::Stated);
                    standing.effects.push(effect);
                    standing.speaker = self.clauses.subject(v).or(standing.speaker);
                    told = true;
                }
                Some(Effect::Factive) | None => told = verb.modal.is_none() && !verb.infinitive,
                Some(effect) => standing.effects.push(effect),
            }
        } else {
            told = matches!(
                class,
                Class::Event(
                    EventType::Clash | EventType::Strike | EventType::Shelling | EventType::Siege
                )
            );
            assertion::clause(self.clauses, at, self.lexicon, &mut standing);
        }
        match noun.prep.as_str() {
            "after" | "following" | "with" => told = true,
            "since" | "before" if taking => standing.effects.push(Effect::Historical),
            "without" => standing.effects.push(Effect::Negated),
            "despite" => told = true,
            _ => {}
        }
        let dated = self
            .clauses
            .noun(at + 1)
            .is_some_and(|n| n.class == Head::Time && matches!(n.prep.as_str(), "on" | "in" | ""));
        if dated && fate.is_none() {
            told = true;
        }
        if taking && !told {
            standing.effects.push(Effect::Hypothetical);
        }
        standing.told = told;
        let by = (at + 1..self.clauses.phrases.len().min(at + 5)).find(|&k| {
            self.clauses
                .noun(k)
                .is_some_and(|n| n.prep == "by" && n.class != Head::Time)
        });
        let actor = by
            .and_then(|k| self.party(k, focus))
            .or_else(|| {
                self.party(at, focus)
                    .filter(|(w, _)| !matches!(w, actor::Who::Same | actor::Who::Force))
            })
            .or_else(|| {
                let verb = self.clauses.verb_before(at)?;
                let subject = self.clauses.subject(verb)?;
                self.party(subject, focus)
                    .filter(|(w, _)| *w != actor::Who::Third)
            });
        let speaker = standing.speaker.and_then(|s| self.party(s, focus));
        Some(
            found
                .iter()
                .map(|f| Draft {
                    class,
                    lemma: trigger.head.clone(),
                    place: f.toponym,
                    from: None,
                    to: None,
                    actor: actor.clone(),
                    opponent: None,
                    speaker: speaker.clone(),
                    standing: standing.clone(),
                    partial: f.partial,
                    edge: f.edge,
                    passive: false,
                    civil: false,
                    fire: None,
                    by_reference: f.by_reference,
                    nominal: true,
                    trigger: self.clauses.span(at, f.phrase.max(at)),
                    window: None,
                    ongoing: false,
                    evidence: self.evidence.clone(),
                    sentence: self.sentence,
                })
                .collect(),
        )
    }
}
