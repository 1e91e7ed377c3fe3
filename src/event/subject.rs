//! Who does it: whether a subject can, and whom it stands for.

use crate::lexicon::Class;
use crate::lexicon::Subject;
use crate::lexicon::Trigger;
use crate::lexicon::WordClass;
use crate::terms::EventType;

use super::actor;
use super::draft::Party;
use super::focus::Focus;
use super::phrase::Head;
use super::phrase::PhraseKind;
use super::reading::Reading;
use super::token::Kind;
use super::token::Token;
use super::verb::Verb;

impl Reading<'_, '_> {
    pub(super) fn subject_fits(&self, subject: Option<usize>, trigger: &Trigger, verb: &Verb, focus: &Focus) -> bool {
        if trigger.subjects.is_empty() || trigger.subjects.contains(&Subject::Any) {
            return !subject.and_then(|s| self.clauses.noun(s)).is_some_and(|n| n.class == Head::Company);
        }
        let Some(index) = subject else {
            return verb.is_gerund() || verb.infinitive || focus.actor.is_some();
        };
        let Some(noun) = self.clauses.noun(index) else {
            return false;
        };
        let head = self.clauses.tokens.get(noun.head);
        // `we got P on the 3rd`, `we had P next morning`
        if matches!(verb.lemma.as_str(), "get" | "have") && trigger.frame.is_empty() {
            let fights = self.clauses.word(index) == "we";
            let at = self.clauses.phrases.iter().position(|p| p.tokens.contains(&verb.main)).unwrap_or(index);
            let dated = self.clauses.right_of(at).any(|k| self.clauses.noun(k).is_some_and(|n| n.class == Head::Time));
            return fights && dated;
        }
        trigger.subjects.iter().any(|wanted| match wanted {
            Subject::Any => true,
            Subject::Force => match noun.class {
                Head::Attack => trigger.head != "be",
                Head::Force | Head::Actor | Head::They => true,
                Head::It => focus.actor.is_some() || focus.subject.is_some() || self.antecedent(index, focus).is_some(),
                // A town takes nothing: a doubtful one that does is somebody's name (`Sherman carried the works`).
                Head::Place => {
                    let takes = matches!(trigger.class, Class::Event(EventType::Capture | EventType::Recapture));
                    noun.places.iter().any(|&t| self.is_country(t) || takes && self.is_doubtful(t))
                }
                Head::Person => {
                    let pronoun = head.is_some_and(|t| matches!(t.lower.as_str(), "he" | "she" | "him" | "i" | "you"));
                    !pronoun || (focus.actor.is_some() && !matches!(trigger.class, Class::Event(EventType::Advance)))
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
                            && !(noun.head == 0
                                && (t.lower.ends_with('s') || t.is(self.lexicon, WordClass::Determiner)))
                            || t.lower.ends_with("th")
                            || matches!(
                                t.lower.as_str(),
                                "group"
                                    | "another"
                                    | "movement"
                                    | "men"
                                    | "survivors"
                                    | "others"
                                    | "wings"
                                    | "number"
                                    | "rest"
                                    | "last"
                                    | "vehicles"
                                    | "battalion"
                                    | "ranks"
                                    | "team"
                                    | "teams"
                            )
                    }) || noun.head < self.clauses.tokens.len()
                        && self.clauses.tokens.get(noun.head).is_some_and(|t| t.kind == Kind::Number)
                        || self.takes_a_town(index, trigger, verb)
                }
                _ => false,
            },
            Subject::Civil => {
                matches!(noun.class, Head::Civil | Head::They | Head::Person)
                    || head.is_some_and(|t| {
                        matches!(
                            t.lower.as_str(),
                            "others" | "thousands" | "many" | "number" | "community" | "serbs" | "georgians"
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
                                | "explosion"
                                | "explosions"
                                | "blast"
                                | "blasts"
                                | "salvo"
                        )
                    })
            }
            Subject::Attack => {
                matches!(noun.class, Head::Attack | Head::It)
                    || head.is_some_and(|t| matches!(t.lower.as_str(), "blitz" | "campaign" | "march" | "operation"))
            }
            Subject::Gain => head.is_some_and(|t| {
                matches!(t.lower.as_str(), "gains" | "conquests" | "captures" | "prizes" | "acquisitions")
            }),
            Subject::Place => !noun.places.is_empty() || matches!(noun.class, Head::Settlement | Head::It),
        })
    }

    /// Whoever captures a town by name fights, whatever he is called: `the paratroops`, `our heroes`.
    fn takes_a_town(&self, subject: usize, trigger: &Trigger, verb: &Verb) -> bool {
        const NEVER: &[&str] = &[
            "album",
            "artist",
            "authorities",
            "band",
            "book",
            "camera",
            "candidate",
            "cameras",
            "champion",
            "chaos",
            "cholera",
            "cold",
            "company",
            "convoy",
            "crime",
            "cyclone",
            "darkness",
            "disease",
            "drought",
            "earthquake",
            "epidemic",
            "exhibition",
            "family",
            "fear",
            "fever",
            "film",
            "fire",
            "firm",
            "flood",
            "floods",
            "fog",
            "footage",
            "frost",
            "gang",
            "gloom",
            "grief",
            "heat",
            "hurricane",
            "image",
            "joy",
            "journey",
            "mob",
            "mood",
            "news",
            "novel",
            "painter",
            "painting",
            "panic",
            "party",
            "peace",
            "photo",
            "photograph",
            "photographer",
            "picture",
            "plague",
            "play",
            "rain",
            "road",
            "route",
            "show",
            "silence",
            "snow",
            "song",
            "storm",
            "story",
            "tour",
            "trade",
            "train",
            "trip",
            "typhoon",
            "victims",
            "video",
            "virus",
            "voyage",
            "water",
            "waters",
            "wave",
            "wind",
            "winter",
            "writer",
        ];
        let takes = matches!(trigger.class, Class::Event(EventType::Capture | EventType::Recapture))
            && verb.lemma != "win"
            && verb.lemma != "claim";
        let head = self.clauses.noun(subject).and_then(|n| self.clauses.tokens.get(n.head));
        let named = self.clauses.phrases.iter().position(|p| p.tokens.contains(&verb.main)).and_then(|at| {
            let object = self.clauses.object(at)?;
            self.clauses.noun(object).filter(|n| {
                n.class == Head::Place || !n.at.is_empty() || n.class == Head::Control && !trigger.frame.is_empty()
            })
        });
        // `The fall of the city took P by surprise`, `the occupation of`: a thing takes nothing.
        let thing = head.is_some_and(|t| {
            let single = t.lower.strip_suffix('s').unwrap_or(&t.lower);
            !self.lexicon.noun_triggers(&t.lower).is_empty()
                || !self.lexicon.noun_triggers(single).is_empty()
                || ["tion", "ment", "ness", "ity", "ing", "ance", "ence", "ism", "sis"]
                    .iter()
                    .any(|e| single.ends_with(e))
        });
        takes
            && !thing
            && named.is_some()
            && head.is_some_and(|t| t.kind == Kind::Word && !NEVER.contains(&t.lower.as_str()) && t.lower.len() > 2)
    }

    pub(super) fn phrase_has(&self, at: usize, class: WordClass) -> bool {
        self.clauses.phrases.get(at).is_some_and(|p| {
            p.tokens.clone().any(|i| self.clauses.tokens.get(i).is_some_and(|t| t.is(self.lexicon, class)))
        })
    }

    pub(super) fn is_far(&self, toponym: usize) -> bool {
        use crate::gazetteer::FeatureClass as F;
        self.toponyms
            .get(toponym)
            .and_then(|t| t.place.as_ref())
            .is_some_and(|p| matches!(p.class, F::Country | F::Continent | F::Admin1 | F::Region))
    }

    pub(super) fn has_actor(&self, at: usize) -> bool {
        self.clauses.phrases.get(at).is_some_and(|p| {
            p.tokens.clone().any(|i| self.clauses.tokens.get(i).is_some_and(|t| matches!(t.kind, Kind::Actor(_))))
        })
    }

    /// A town that is more likely something else: below even odds.
    fn is_doubtful(&self, token: usize) -> bool {
        let Some(Kind::Place(toponym)) = self.clauses.tokens.get(token).map(|t| t.kind) else {
            return false;
        };
        self.toponyms.get(toponym).is_some_and(|t| t.confidence < 0.5)
    }

    pub(super) fn is_country(&self, token: usize) -> bool {
        let Some(Kind::Place(toponym)) = self.clauses.tokens.get(token).map(|t| t.kind) else {
            return false;
        };
        self.toponyms
            .get(toponym)
            .and_then(|t| t.place.as_ref())
            .is_some_and(|p| p.class == crate::gazetteer::FeatureClass::Country)
    }

    /// `fell to 5 percent`, `fell silent`: not the fall of a place.
    pub(super) fn inverted_fits(
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
            "percent", "silent", "short", "victim", "apart", "ill", "asleep", "behind", "sharply", "slightly",
            "further", "against", "steeply",
        ];
        if stop.contains(&word) {
            return false;
        }
        if trigger.head == "fall"
            && trigger.frame.is_empty()
            && matches!(word, "to" | "by" | "from" | "below" | "under" | "into" | "back")
            && !self
                .clauses
                .tokens
                .get(end + 1)
                .is_some_and(|t| t.is(self.lexicon, WordClass::Time) || t.reads("late") || t.reads("early"))
        {
            return false;
        }
        let needs_agent = matches!(trigger.frame.first().map(String::as_str), Some("to" | "into" | "under"))
            && matches!(
                trigger.head.as_str(),
                "fall"
                    | "pass"
                    | "go"
                    | "revert"
                    | "return"
                    | "switch"
                    | "surrender"
                    | "submit"
                    | "capitulate"
                    | "belong"
            );
        // `P went on Monday`: went, like the towns before it.
        if trigger.head == "go" && trigger.frame.is_empty() {
            let next = self.clauses.phrases.get(at + 1).map(|p| &p.kind);
            return match next {
                None | Some(PhraseKind::Mark) => true,
                Some(PhraseKind::Noun(n)) => {
                    n.class == Head::Time && matches!(n.prep.as_str(), "" | "on" | "in" | "within")
                }
                _ => false,
            };
        }
        // `P had gone over`, not over the border.
        if trigger.head == "go" && trigger.frame.len() == 1 && trigger.frame.first().is_some_and(|w| w == "over") {
            return next.is_none_or(|t| t.kind == Kind::Mark || matches!(t.lower.as_str(), "on" | "in" | "and" | "by"));
        }
        // `surrendered its arms`: not the place itself.
        if trigger.frame.is_empty() && matches!(trigger.head.as_str(), "surrender" | "capitulate" | "submit") {
            return self.clauses.object(at).is_none();
        }
        if needs_agent {
            let agent = (at + 1..self.clauses.phrases.len().min(at + 4)).find(|&k| self.clauses.noun(k).is_some());
            let fits = agent.is_some_and(|k| {
                let Some(noun) = self.clauses.noun(k) else {
                    return false;
                };
                matches!(noun.class, Head::Force | Head::Actor | Head::They | Head::It | Head::Person | Head::Attack)
                    || self.clauses.tokens.get(noun.head).is_some_and(|t| {
                        t.is_capital() && !matches!(t.kind, Kind::Place(_))
                            || matches!(t.lower.as_str(), "hands" | "control" | "them")
                    })
                    || noun.places.iter().any(|&t| self.is_country(t))
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
            // `it fell on Monday`, not by so much.
            let dated = self
                .clauses
                .noun(at + 1)
                .is_some_and(|n| n.class == Head::Time && matches!(n.prep.as_str(), "on" | "in" | "at" | "within"));
            let counted = self.clauses.tokens.iter().any(|t| {
                matches!(t.lower.as_str(), "%" | "percent" | "cent" | "points" | "snow" | "rain" | "shell" | "bomb")
            });
            return dated && !counted;
        }
        true
    }

    /// Who did it.
    #[allow(clippy::too_many_arguments, reason = "one call site")]
    pub(super) fn agent(
        &self,
        at: usize,
        trigger: &Trigger,
        end: usize,
        subject: Option<usize>,
        passive: bool,
        inverted: bool,
        focus: &Focus,
    ) -> Option<Party> {
        // `left P in the hands of A`: A has it.
        let inverted = inverted || trigger.head == "leave" && !trigger.frame.is_empty() && !passive;
        // `the fighters were bused out of P`
        if passive && trigger.class == Class::Flee && !trigger.frame.is_empty() {
            return subject.and_then(|s| self.party(s, focus));
        }
        if inverted {
            // `fell to A`, `came under the control of A`
            let near = at + 1..self.clauses.phrases.len().min(at + 5);
            let fits = |k: usize, with_prep: bool| {
                self.clauses.noun(k).is_some_and(|n| n.class != Head::Time && (!with_prep || !n.prep.is_empty()))
            };
            let index = near
                .clone()
                .find(|&k| fits(k, true))
                .or_else(|| near.clone().find(|&k| fits(k, false)))
                .filter(|_| !trigger.frame.is_empty());
            let _ = end;
            let own = index.is_some_and(|k| matches!(self.clauses.word(k), "its" | "their" | "his"));
            return match index {
                // `is in their hands`
                Some(k) if own => self.same(k, focus),
                Some(k) => self.party(k, focus),
                None => None,
            };
        }
        if passive {
            let by = (at + 1..self.clauses.phrases.len().min(at + 8)).find(|&k| {
                self.clauses.noun(k).is_some_and(|n| n.prep == "by" && n.class != Head::Time) && !self.is_telling(k)
            });
            return by.and_then(|k| self.party(k, focus));
        }
        let takes = matches!(
            trigger.class,
            Class::Event(EventType::Capture | EventType::Recapture | EventType::Withdrawal)
                | Class::Loss
                | Class::Leave
        );
        let found = match subject {
            Some(index) => self
                .party(self.first_of_pair(index), focus)
                .or_else(|| self.party(index, focus))
                .or_else(|| self.unknown(index)),
            None => focus.actor.clone(),
        };
        // Aircraft take no town: `it` is somebody else.
        let found = found.filter(|(_, words)| {
            !takes || !words.split(' ').next_back().is_some_and(|w| self.lexicon.is(&w.to_lowercase(), WordClass::Air))
        });
        // `they have taken P`: never those who have just left.
        let pronoun = subject.and_then(|s| self.clauses.noun(s)).is_some_and(|n| n.class == Head::They);
        let gains = matches!(
            trigger.class,
            Class::Event(EventType::Capture | EventType::Recapture | EventType::Entry | EventType::Advance)
        );
        if pronoun && gains && found.is_some() && found.as_ref().map(|(w, _)| w) == focus.withdrawn.as_ref() {
            return focus.attacker.clone();
        }
        found
    }

    /// `(was taken,) by the account of P's general`: who tells it, not who did it.
    fn is_telling(&self, at: usize) -> bool {
        const WORDS: &[&str] = &[
            "account",
            "accounts",
            "admission",
            "confession",
            "estimate",
            "estimates",
            "reckoning",
            "report",
            "reports",
        ];
        self.clauses.phrases.get(at).is_some_and(|p| {
            p.tokens.clone().any(|i| {
                self.clauses.tokens.get(i).is_some_and(|t| t.kind == Kind::Word && WORDS.contains(&t.lower.as_str()))
            })
        })
    }

    /// A name that nobody explains: `the Boers`, `General Johnston`.
    fn unknown(&self, at: usize) -> Option<Party> {
        let noun = self.clauses.noun(at).filter(|n| n.class == Head::Other)?;
        self.clauses.tokens.get(noun.head).filter(|t| t.kind == Kind::Word && t.is_capital())?;
        let words = self.clauses.phrases.get(at).and_then(|p| self.clauses.tokens.get(p.tokens.clone()))?;
        let words: Vec<&str> = words.iter().map(|t| t.text).collect();
        Some((actor::Who::Force, words.join(" ")))
    }

    pub(super) fn opponent(
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
        // A place is handed to whoever has it then.
        let given = matches!(trigger.class, Class::Handover | Class::Surrender);
        let k = self.clauses.right_of(at).find(|&k| {
            self.clauses.noun(k).is_some_and(|n| {
                (if given { n.prep == "to" } else { matches!(n.prep.as_str(), "from" | "with" | "against") })
                    && matches!(n.class, Head::Force | Head::Actor)
            })
        })?;
        self.party(k, focus)
    }

    /// Who a phrase stands for, with its words.
    pub(super) fn party(&self, at: usize, focus: &Focus) -> Option<Party> {
        let phrase = self.clauses.phrases.get(at)?;
        let noun = self.clauses.noun(at)?;
        let men =
            matches!(self.clauses.tokens.get(noun.head).map_or("", |t| t.lower.as_str()), "men" | "ranks" | "columns")
                && (matches!(self.clauses.word(at), "its" | "their" | "his")
                    || at > 0 && self.clauses.word(at - 1) == "whose");
        let who = match actor::who(phrase, noun, self.clauses.tokens, self.lexicon, self.toponyms) {
            None | Some(actor::Who::Third) if men => actor::Who::Force,
            other => other?,
        };
        let leader = matches!(who, actor::Who::Rebels | actor::Who::Force | actor::Who::State)
            .then(|| actor::led(self.clauses.tokens, phrase.tokens.end))
            .flatten();
        let who = leader.map_or(who, actor::Who::Named);
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
            actor::Who::Same => self.same(at, focus),
            actor::Who::Force => {
                // `its fighters`: of whoever was named last.
                let own = self
                    .clauses
                    .tokens
                    .get(phrase.tokens.start)
                    .is_some_and(|t| matches!(t.lower.as_str(), "its" | "their" | "his"));
                let owner = if own {
                    self.antecedent(at, focus).map(|(w, _)| w)
                } else if at > 0 && self.clauses.word(at - 1) == "whose" {
                    // `the alliance, whose men …`
                    self.clauses.noun_before(at - 1).and_then(|k| self.party(k, focus)).map(|(w, _)| w)
                } else {
                    None
                };
                Some((owner.unwrap_or(actor::Who::Force), words))
            }
            other => Some((other, words)),
        }
    }

    /// `A and B took P`: A, where both fight.
    pub(super) fn first_of_pair(&self, at: usize) -> usize {
        let fights = |k: usize| {
            self.clauses.noun(k).is_some_and(|n| matches!(n.class, Head::Actor | Head::Force) && n.prep.is_empty())
        };
        let pair = at >= 2
            && matches!(self.clauses.phrases.get(at - 1).map(|p| &p.kind), Some(PhraseKind::Conjunction))
            && self.clauses.word(at - 1) == "and"
            && fights(at)
            && fights(at - 2)
            && !(at >= 3 && self.clauses.verb(at - 3).is_some());
        if pair { at - 2 } else { at }
    }

    /// Whom a pronoun at `at` stands for.
    fn same(&self, at: usize, focus: &Focus) -> Option<Party> {
        self.antecedent(at, focus)
            .or_else(|| focus.subject.as_ref().filter(|(_, s)| self.sentence - s <= 1).map(|(p, _)| p.clone()))
            .or_else(|| focus.actor.clone())
            .or_else(|| focus.attacker.clone())
    }

    /// `a commander of A`, `sources in A`: whoever speaks does so for A.
    fn speaks_for(&self, at: usize) -> bool {
        const SPEAKERS: &[&str] = &[
            "command",
            "commander",
            "commanders",
            "fighter",
            "fighters",
            "general",
            "leader",
            "leaders",
            "member",
            "members",
            "officer",
            "officers",
            "official",
            "officials",
            "source",
            "sources",
            "spokesman",
            "spokesperson",
            "spokeswoman",
        ];
        let within = self.clauses.noun(at).is_some_and(|n| matches!(n.prep.as_str(), "in" | "for" | "from" | "within"));
        within
            && self.has_actor(at)
            && at
                .checked_sub(1)
                .and_then(|k| self.clauses.noun(k))
                .is_some_and(|n| self.clauses.tokens.get(n.head).is_some_and(|t| SPEAKERS.contains(&t.lower.as_str())))
    }

    /// The nearest actor before a pronoun in its sentence.
    pub(super) fn antecedent(&self, at: usize, focus: &Focus) -> Option<Party> {
        // `it` is one body, not the rebels.
        let one = self.clauses.word(at) == "it" || self.clauses.word(at) == "its";
        (at.saturating_sub(24)..at).rev().find_map(|k| {
            // `sources in the army said their forces …`: the army's.
            if self.speaks_for(k) {
                return self.party(k, focus);
            }
            let noun = self.clauses.noun(k).filter(|n| {
                n.prep.is_empty()
                    && !matches!(
                        n.class,
                        Head::They | Head::It | Head::Civil | Head::Place | Head::Air | Head::Settlement | Head::Area
                    )
            })?;
            // `the president's home town`: an owner acts no more than what he owns.
            let after = self.clauses.phrases.get(k).and_then(|p| self.clauses.tokens.get(p.tokens.end));
            let last = self.clauses.phrases.get(k).and_then(|p| self.clauses.tokens.get(p.tokens.end.checked_sub(1)?));
            if after.is_some_and(Token::is_possessive) || last.is_some_and(Token::is_possessive) {
                return None;
            }
            let head = self.clauses.tokens.get(noun.head).filter(|t| t.kind == Kind::Word);
            if one
                && noun.class == Head::Force
                && head.is_some_and(|t| t.lower.ends_with('s') || t.lower.ends_with("men"))
            {
                return None;
            }
            self.party(k, focus).filter(|(w, _)| !matches!(w, actor::Who::Third | actor::Who::Same | actor::Who::Force))
        })
    }
}
