//! Who holds a place, told without a verb of capture: P is empty of them, P is gone, control of P passed to them, their flag flies over P.
//!
//! In: the phrases of a sentence. Out: drafts with whatever stands over the clause. Never: a claim from words that peace uses as well,
//! unless an armed party or an event before them says that they are meant.

use std::ops::Range;

use crate::lexicon::Class;
use crate::lexicon::Effect;
use crate::lexicon::Form;
use crate::lexicon::WordClass;
use crate::terms::EventType;

use super::actor::Who;
use super::assertion;
use super::draft::Draft;
use super::draft::Party;
use super::focus::Focus;
use super::phrase::Head;
use super::reading::Found;
use super::reading::LOCATIVE;
use super::reading::Reading;
use super::token::Kind;
use super::verb::Verb;

const FLAGS: &[&str] =
    &["flag", "flags", "banner", "banners", "colours", "colors", "tricolour", "tricolor", "ensign", "standard"];

/// Where a flag flies.
const ATOP: &[&str] = &["over", "above", "atop", "from", "on", "in", "at", "upon", "outside"];

impl Reading<'_, '_> {
    /// The claims of a verb group that tells the condition of a place.
    pub(super) fn condition(&self, at: usize, verb: &Verb, focus: &Focus, previous: Option<&Draft>) -> Vec<Draft> {
        match verb.lemma.as_str() {
            "be" | "remain" | "stay" | "stand" | "lie" => {
                let nobody = self.nobody(at, verb, focus);
                let vacant = if nobody.is_empty() { self.vacancy(at, verb, focus) } else { nobody };
                if vacant.is_empty() { self.allegiance(at, verb, focus) } else { vacant }
            }
            "have" if !verb.passive => self.had(at, verb, focus),
            "go" | "rise" | "appear" if self.clauses.subject(at).is_some_and(|s| self.is_flag(s)) => {
                self.flag(at, verb, focus)
            }
            "emptied" | "empty" | "purge" | "cleanse" | "rid" if verb.passive => self.vacancy(at, verb, focus),
            "leave" if verb.passive => self.nobody(at, verb, focus),
            "fly" | "flutter" | "wave" | "hang" => self.flag(at, verb, focus),
            "cross" => self.last_across(at, verb, focus),
            "go" => {
                let transfer = self.transfer(at, verb, focus);
                if transfer.is_empty() { self.gone(at, verb, focus, previous) } else { transfer }
            }
            "pass" | "shift" | "move" | "revert" | "return" | "switch" | "transfer" | "hand" | "give" | "restore"
            | "cede" | "turn" | "fall" | "slip" => self.transfer(at, verb, focus),
            _ => Vec::new(),
        }
    }

    /// A claim of the class at each place, with what stands over the clause.
    fn tell(&self, at: usize, verb: &Verb, class: Class, found: &[Found], actor: Option<&Party>) -> Vec<Draft> {
        let Some(trigger) = self.lexicon.verb_triggers("capture").first() else {
            return Vec::new();
        };
        let standing = assertion::over_verb(self.clauses, at, self.lexicon);
        let speaker = standing.speaker.and_then(|s| self.party(s, &Focus::default()));
        found
            .iter()
            .filter(|f| !self.is_far(f.toponym))
            .map(|f| Draft {
                class,
                speaker: speaker.clone(),
                ..self.draft(at, verb, trigger, f, standing.clone(), actor.cloned(), None)
            })
            .collect()
    }

    /// The places that are the subject of the verb.
    fn of_subject(&self, at: usize, focus: &Focus) -> Vec<Found> {
        self.clauses.subject(at).map_or(Vec::new(), |s| {
            self.clauses.joined(s).into_iter().flat_map(|s| self.stands_for(s, focus, true)).collect()
        })
    }

    /// The phrase that holds a token.
    fn phrase_of(&self, token: usize) -> Option<usize> {
        let at = self.clauses.phrases.partition_point(|p| p.tokens.end <= token);
        self.clauses.phrases.get(at).filter(|p| p.tokens.contains(&token)).map(|_| at)
    }

    /// True if the phrase names people who fight.
    pub(super) fn is_armed(&self, at: usize) -> bool {
        let Some(noun) = self.clauses.noun(at) else {
            return false;
        };
        if matches!(noun.class, Head::Civil | Head::Company | Head::Time) {
            return false;
        }
        matches!(noun.class, Head::Actor | Head::Force)
            || [WordClass::Force, WordClass::RebelGeneric, WordClass::ArmyGeneric]
                .iter()
                .any(|&c| self.phrase_has(at, c))
            || self.has_actor(at)
            || self.clauses.phrases.get(at).is_some_and(|p| {
                p.tokens.clone().any(|i| {
                    self.clauses.tokens.get(i).is_some_and(|t| {
                        matches!(t.lower.as_str(), "enemy" | "occupiers" | "invaders" | "defenders" | "men")
                            || t.is_capital()
                                && t.lower.ends_with('s')
                                && self.lexicon.nation_of_demonym(t.text).is_some()
                    })
                })
            })
    }

    /// The words after the verb group without adverbs: where they begin.
    fn predicate_start(&self, at: usize) -> Option<usize> {
        let mut i = self.clauses.phrases.get(at)?.tokens.end;
        for _ in 0..4 {
            let token = self.clauses.tokens.get(i)?;
            if matches!(token.lower.as_str(), "almost" | "nearly" | "partly" | "partially" | "not" | "far") {
                return None;
            }
            let passes = token.is(self.lexicon, WordClass::Adverb) || super::verb::is_manner(&token.lower);
            if !passes {
                break;
            }
            i += 1;
        }
        Some(i)
    }

    /// `P was empty of Russians`, `P is clear of rebels`, `P was without a single soldier`.
    fn vacancy(&self, at: usize, verb: &Verb, focus: &Focus) -> Vec<Draft> {
        let Some(start) = self.predicate_start(at) else {
            return Vec::new();
        };
        let reads =
            |i: usize, words: &[&str]| self.clauses.tokens.get(i).is_some_and(|t| words.contains(&t.lower.as_str()));
        let (who, left) = if verb.passive && reads(start, &["of"]) {
            (start + 1, verb.lemma.starts_with("empt"))
        } else if reads(start, &["empty", "emptied", "devoid", "deserted", "drained"])
            && reads(start + 1, &["of", "by"])
        {
            (start + 2, true)
        } else if reads(start, &["clear", "free", "rid", "cleared", "purged"]) && reads(start + 1, &["of", "from"]) {
            (start + 2, false)
        } else if reads(start, &["without"]) && reads(start + 1, &["a", "one", "any"]) {
            (start + 1, true)
        } else {
            return Vec::new();
        };
        let Some(phrase) = self.phrase_of(who).filter(|&k| self.is_armed(k)) else {
            return Vec::new();
        };
        let party = self.party(phrase, focus).filter(|(w, _)| !matches!(w, Who::Third | Who::Same));
        let class = if left { Class::Event(EventType::Withdrawal) } else { Class::Loss };
        self.tell(at, verb, class, &self.of_subject(at, focus), party.as_ref())
    }

    /// `the divisions had P and Q by the 22nd`
    fn had(&self, at: usize, verb: &Verb, focus: &Focus) -> Vec<Draft> {
        let by = self.clauses.left_of(at).chain(self.clauses.right_of(at)).any(|k| {
            self.clauses.noun(k).is_some_and(|n| n.class == Head::Time && matches!(n.prep.as_str(), "by" | "within"))
        });
        let subject = self.clauses.subject(at).filter(|&s| self.is_armed(s));
        let object = self.clauses.object(at).filter(|&o| self.clauses.noun(o).is_some_and(|n| n.class == Head::Place));
        let (Some(subject), Some(object)) = (subject, object.filter(|_| by)) else {
            return Vec::new();
        };
        let party = self.party(subject, focus);
        self.tell(at, verb, Class::Event(EventType::Capture), &self.with_more(object, focus), party.as_ref())
    }

    /// `P is Ukrainian again`, `P is now rebel-held`; `P is no longer in government hands`.
    fn allegiance(&self, at: usize, verb: &Verb, focus: &Focus) -> Vec<Draft> {
        let (Some(start), Some(phrase)) = (self.predicate_start(at), self.clauses.phrases.get(at)) else {
            return Vec::new();
        };
        let town = self
            .clauses
            .subject(at)
            .and_then(|s| self.clauses.noun(s))
            .is_some_and(|n| matches!(n.class, Head::Place | Head::Settlement | Head::It));
        let group = self.clauses.tokens.get(phrase.tokens.start..(start + 2).max(phrase.tokens.end)).unwrap_or(&[]);
        let over = group.iter().any(|t| t.reads("longer"));
        let start = if over && self.clauses.tokens.get(start + 1).is_some_and(|t| t.reads("longer")) {
            start + 2
        } else {
            start
        };
        let Some(token) = self.clauses.tokens.get(start).filter(|t| town && t.kind == Kind::Word) else {
            return Vec::new();
        };
        if verb.negated && over {
            // `no longer ours`, `no longer in army hands`
            let holds = matches!(token.lower.as_str(), "ours" | "theirs" | "held" | "controlled")
                || self.clauses.right_of(at).take(2).any(|k| {
                    self.clauses.noun(k).is_some_and(|n| {
                        n.class == Head::Control
                            || self.clauses.tokens.get(n.head).is_some_and(|t| t.reads("hands") || t.reads("grip"))
                    })
                });
            let party = self.clauses.right_of(at).take(2).find_map(|k| self.party(k, focus));
            let found = if holds { self.of_subject(at, focus) } else { Vec::new() };
            let mut out = self.tell(at, verb, Class::Loss, &found, party.as_ref());
            for draft in &mut out {
                draft.standing.effects.retain(|e| *e != Effect::Negated);
            }
            return out;
        }
        let next = self.clauses.tokens.get(start + 1);
        let ends = next.is_none_or(|t| {
            t.kind == Kind::Mark
                || matches!(
                    t.lower.as_str(),
                    "again" | "once" | "now" | "by" | "since" | "and" | "territory" | "soil" | "ground"
                )
        });
        let who = if !ends {
            None
        } else if token.is_capital() {
            self.lexicon.nation_of_demonym(token.text).map(|n| Who::Nation(n.code.clone()))
        } else {
            match token.lower.rsplit_once('-') {
                Some(("rebel" | "insurgent" | "opposition", "held" | "controlled")) => Some(Who::Rebels),
                Some(("government" | "regime" | "army" | "junta", "held" | "controlled")) => Some(Who::State),
                _ => None,
            }
        };
        let Some(who) = who else {
            return Vec::new();
        };
        let now = token.lower.len() > 1
            && (self.became(at, verb)
                || next.is_some_and(|t| matches!(t.lower.as_str(), "again" | "once" | "now" | "by")));
        let class = if now { Class::Event(EventType::Capture) } else { Class::Control };
        let party = (who, token.text.to_owned());
        self.tell(at, verb, class, &self.of_subject(at, focus), Some(&party))
    }

    /// `No Russian soldier remained in P`, `there was not a soldier left in P`.
    fn nobody(&self, at: usize, verb: &Verb, focus: &Focus) -> Vec<Draft> {
        let there = at > 0 && self.clauses.word(at - 1) == "there";
        let who = if there { self.clauses.object(at) } else { self.clauses.subject(at) };
        let Some((who, noun)) =
            who.and_then(|k| self.clauses.noun(k).map(|n| (k, n))).filter(|(k, _)| self.is_armed(*k))
        else {
            return Vec::new();
        };
        let none = noun.negative != (there && verb.negated);
        let end = self.clauses.phrases.len().min(who.max(at) + 4);
        let left = matches!(verb.lemma.as_str(), "remain" | "stay" | "leave")
            || (who.max(at)..end).any(|k| {
                self.clauses.phrases.get(k).is_some_and(|p| {
                    self.clauses
                        .tokens
                        .get(p.tokens.clone())
                        .unwrap_or(&[])
                        .iter()
                        .any(|t| matches!(t.lower.as_str(), "left" | "remaining" | "anymore"))
                })
            });
        if !none || !left || !there && verb.negated {
            return Vec::new();
        }
        let found = (at + 1..end)
            .filter(|&k| self.clauses.noun(k).is_some_and(|n| LOCATIVE.contains(&n.prep.as_str())))
            .map(|k| self.stands_for(k, focus, false))
            .find(|f| !f.is_empty())
            .unwrap_or_default();
        let party = self.party(who, focus).filter(|(w, _)| !matches!(w, Who::Third | Who::Same));
        let mut out = self.tell(at, verb, Class::Event(EventType::Withdrawal), &found, party.as_ref());
        for draft in &mut out {
            draft.standing.effects.retain(|e| *e != Effect::Negated);
        }
        out
    }

    /// `P went in three days`, `with P and Q gone`; `the army has gone from P`.
    fn gone(&self, at: usize, verb: &Verb, focus: &Focus, previous: Option<&Draft>) -> Vec<Draft> {
        let end = self.clauses.phrases.get(at).map_or(0, |p| p.tokens.end);
        let next = self.clauses.tokens.get(end).map_or("", |t| t.lower.as_str());
        let done = verb.passive || verb.perfect || verb.pluperfect;
        let subject = self.clauses.subject(at);
        // `the soldiers had gone from P`
        if let Some(who) = subject.filter(|&s| self.is_armed(s) || self.is_them(s)) {
            if !done || next != "from" {
                return Vec::new();
            }
            let found = self
                .clauses
                .adjuncts(at, &["from"], false)
                .into_iter()
                .map(|k| self.stands_for(k, focus, false))
                .find(|f| !f.is_empty())
                .unwrap_or_default();
            let party = self.party(who, focus);
            let found = if found.is_empty() { self.tail_list(at, focus) } else { found };
            return self.tell(at, verb, Class::Event(EventType::Withdrawal), &found, party.as_ref());
        }
        let at_war = previous.is_some() || focus.actor.is_some() || focus.subject.is_some();
        if !at_war || !self.ends_here(at) {
            return Vec::new();
        }
        let found: Vec<Found> = if verb.is_bare_participle() {
            let with = self.clauses.noun(at.wrapping_sub(1)).filter(|n| n.prep == "with" && n.class == Head::Place);
            match with {
                Some(noun) => noun.places.iter().filter_map(|&t| self.found(t, at - 1, noun)).collect(),
                // `A, B and C, all gone by Monday.`
                None if (0..at).all(|k| self.clauses.verb(k).is_none()) => (0..at)
                    .filter(|&k| self.clauses.noun(k).is_some_and(|n| n.prep.is_empty() && n.class == Head::Place))
                    .flat_map(|k| self.stands_for(k, focus, false))
                    .collect(),
                None => Vec::new(),
            }
        } else {
            let place = subject.and_then(|s| self.clauses.noun(s)).is_some_and(|n| n.class == Head::Place);
            let mut own = if place { self.of_subject(at, focus) } else { Vec::new() };
            if !own.is_empty() {
                for more in self.clauses.more_objects(at) {
                    own.extend(self.stands_for(more, focus, false));
                }
            }
            own
        };
        let mut out = self.tell(at, verb, Class::Event(EventType::Capture), &found, None);
        // `if P goes`: the present tells it of no other time.
        if verb.form == Some(Form::Third) {
            out.retain(|d| d.standing.has(Effect::Hypothetical));
        }
        out
    }

    /// `they`, `his men`
    fn is_them(&self, at: usize) -> bool {
        self.clauses.noun(at).is_some_and(|n| n.class == Head::They)
    }

    /// True if nothing but a time, a mark or `too` follows the verb.
    fn ends_here(&self, at: usize) -> bool {
        match self.clauses.phrases.get(at + 1) {
            None => true,
            Some(phrase) => {
                let day =
                    phrase.tokens.clone().any(|i| self.clauses.tokens.get(i).is_some_and(|t| t.kind == Kind::Number));
                self.clauses.noun(at + 1).is_some_and(|n| {
                    (n.class == Head::Time || day)
                        && matches!(n.prep.as_str(), "" | "in" | "on" | "by" | "within" | "at" | "before")
                }) || matches!(
                    self.clauses.word(at + 1),
                    "." | "," | ";" | "too" | "next" | "first" | "last" | "soon" | "within" | "overnight"
                ) && phrase.tokens.len() == 1
            }
        }
    }

    /// `control of P passed to A`: who has it then.
    fn transfer(&self, at: usize, verb: &Verb, focus: &Focus) -> Vec<Draft> {
        let subject = self.clauses.subject(at).and_then(|s| self.clauses.noun(s).map(|n| (s, n)));
        let Some((subject, noun)) = subject.filter(|(s, _)| self.is_control(*s)) else {
            return Vec::new();
        };
        let receiver = self
            .clauses
            .adjuncts(at, &["to", "into"], false)
            .into_iter()
            .filter(|&k| self.is_armed(k) || self.is_them(k))
            .find_map(|k| self.party(k, focus));
        let Some(receiver) = receiver.filter(|(w, _)| !matches!(w, Who::Third)) else {
            return Vec::new();
        };
        let mut found: Vec<Found> =
            noun.places.iter().chain(&noun.at).filter_map(|&t| self.found(t, subject, noun)).collect();
        if found.is_empty() {
            found = self.settlement_in(subject).map_or(Vec::new(), |w| self.reference(&w, subject, focus));
        }
        self.tell(at, verb, Class::Event(EventType::Capture), &found, Some(&receiver))
    }

    /// `control of P`, `the command over the town`
    fn is_control(&self, at: usize) -> bool {
        let Some(words) = self.clauses.phrases.get(at).and_then(|p| self.clauses.tokens.get(p.tokens.clone())) else {
            return false;
        };
        words.windows(2).any(|w| {
            w.first().is_some_and(|t| {
                matches!(
                    t.lower.as_str(),
                    "control" | "possession" | "command" | "rule" | "authority" | "administration" | "sovereignty"
                )
            }) && w.get(1).is_some_and(|t| t.reads("of") || t.reads("over"))
        })
    }

    /// The last word of the phrase that stands for a town.
    fn settlement_in(&self, at: usize) -> Option<String> {
        let tokens = self.clauses.phrases.get(at).and_then(|p| self.clauses.tokens.get(p.tokens.clone()))?;
        tokens.iter().rev().find(|t| t.is(self.lexicon, WordClass::Settlement)).map(|t| t.lower.clone())
    }

    fn is_flag(&self, at: usize) -> bool {
        self.clauses.phrases.get(at).is_some_and(|p| {
            p.tokens.clone().any(|i| self.clauses.tokens.get(i).is_some_and(|t| FLAGS.contains(&t.lower.as_str())))
        })
    }

    /// `the flag of A flies over P`
    fn flag(&self, at: usize, verb: &Verb, focus: &Focus) -> Vec<Draft> {
        let Some(subject) = self.clauses.subject(at).filter(|&s| self.is_flag(s)) else {
            return Vec::new();
        };
        let risen = matches!(verb.lemma.as_str(), "go" | "rise" | "appear");
        if verb.lemma == "go" && !self.clauses.tokens.get(verb.main + 1).is_some_and(|t| t.reads("up")) {
            return Vec::new();
        }
        let party = self.party(subject, focus).filter(|(w, _)| !matches!(w, Who::Third | Who::Same));
        // `the flag went up over P`: of those whose story it is.
        if party.is_none() && !risen {
            return Vec::new();
        }
        let mut found = self
            .clauses
            .adjuncts(at, ATOP, true)
            .into_iter()
            .map(|k| self.stands_for(k, focus, false))
            .find(|f| !f.is_empty())
            .unwrap_or_default();
        // The flag over the town hall is the flag over the town.
        for f in &mut found {
            (f.partial, f.edge) = (false, false);
        }
        // `flew on Sunday`: news; `flies`: a state.
        let dated = risen
            || verb.form == Some(Form::Past)
                && self.clauses.left_of(at).chain(self.clauses.right_of(at)).any(|k| {
                    self.clauses
                        .noun(k)
                        .is_some_and(|n| n.class == Head::Time && matches!(n.prep.as_str(), "" | "on" | "at"))
                });
        let class = if dated || self.became(at, verb) { Class::Event(EventType::Capture) } else { Class::Control };
        self.tell(at, verb, class, &found, party.as_ref())
    }

    /// `the last troops crossed the river from P`
    fn last_across(&self, at: usize, verb: &Verb, focus: &Focus) -> Vec<Draft> {
        let Some(subject) = self.clauses.subject(at).filter(|&s| self.is_armed(s)) else {
            return Vec::new();
        };
        let last = self.clauses.phrases.get(subject).is_some_and(|p| {
            p.tokens.clone().any(|i| {
                self.clauses.tokens.get(i).is_some_and(|t| {
                    matches!(
                        t.lower.as_str(),
                        "last" | "remaining" | "final" | "retreating" | "withdrawing" | "fleeing" | "beaten"
                    )
                })
            })
        });
        let found = self
            .clauses
            .adjuncts(at, &["from"], false)
            .into_iter()
            .map(|k| self.stands_for(k, focus, false))
            .find(|f| last && !f.is_empty())
            .unwrap_or_default();
        let party = self.party(subject, focus);
        self.tell(at, verb, Class::Event(EventType::Withdrawal), &found, party.as_ref())
    }

    /// What turns a clause round: an inversion after `nor`, or a present after `once` or `when`, which is no time yet.
    pub(super) fn turned(&self, at: usize, verb: &Verb) -> Option<Effect> {
        let inverted = at >= 3
            && matches!(self.clauses.word(at - 3), "nor" | "neither")
            && self.clauses.verb(at - 2).is_some_and(|v| v.auxiliary)
            && self.clauses.noun(at - 1).is_some();
        if inverted {
            return (!verb.negated).then_some(Effect::Negated);
        }
        let first = self.clauses.phrases.get(at).and_then(|p| self.clauses.tokens.get(p.tokens.start))?;
        let present = verb.modal.is_none()
            && !verb.progressive
            && (matches!(first.lower.as_str(), "is" | "are" | "has" | "have") || verb.form == Some(Form::Third));
        let opened = (at.saturating_sub(6)..at)
            .rev()
            .take_while(|&k| !self.clauses.is_strong(k) && self.clauses.word(k) != ",")
            .any(|k| matches!(self.clauses.word(k), "once" | "when" | "whenever"));
        (present && opened).then_some(Effect::Hypothetical)
    }

    /// True if the clause of a state says that it has come about: `back in`, `again`, `now`, `by nightfall`.
    pub(super) fn became(&self, at: usize, verb: &Verb) -> bool {
        let had = verb.lemma == "have";
        if verb.pluperfect && !had || matches!(verb.lemma.as_str(), "remain" | "stay" | "keep" | "retain") {
            return false;
        }
        let first = self.clauses.left_of(at).last().unwrap_or(at);
        let last = self.clauses.right_of(at).last().unwrap_or(at);
        let tokens = |range: Range<usize>| {
            let start = self.clauses.phrases.get(range.start).map_or(0, |p| p.tokens.start);
            let end = self.clauses.phrases.get(range.end).map_or(start, |p| p.tokens.end);
            self.clauses.tokens.get(start..end).unwrap_or(&[])
        };
        let words = tokens(first..last);
        let has = |list: &[&str]| words.iter().any(|t| t.kind == Kind::Word && list.contains(&t.lower.as_str()));
        if has(&["still", "remain", "remained", "remains", "always", "long", "since", "mostly", "largely"]) {
            return false;
        }
        // `we had P next morning`, `on the 11th they were masters of P`
        let masters = verb.lemma == "be" && words.iter().any(|t| t.reads("masters") || t.reads("master"));
        let dated = (had || masters)
            && (first..=last).any(|k| {
                self.clauses
                    .noun(k)
                    .is_some_and(|n| n.class == Head::Time && matches!(n.prep.as_str(), "" | "on" | "at"))
            });
        // Who is dropped or landed in a place has come to it.
        let landed = has(&["paratroopers", "paratroops", "parachutists", "paras", "airborne", "commandos", "marines"]);
        dated
            || landed && verb.form == Some(Form::Past)
            || has(&["back", "again", "now", "already", "finally"])
            || (first..=last).any(|k| {
                self.clauses
                    .noun(k)
                    .is_some_and(|n| n.class == Head::Time && matches!(n.prep.as_str(), "by" | "within"))
            })
    }
}
