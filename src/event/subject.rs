//! Who does it: whether a subject can, and whom it stands for.

use crate::lexicon::Class;
use crate::lexicon::Subject;
use crate::lexicon::Trigger;
use crate::lexicon::WordClass;
use crate::terms::EventType;

use super::focus::Focus;
use super::phrase::Head;
use super::phrase::PhraseKind;
use super::reading::Reading;
use super::token::Kind;
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

    /// `There have been no developments in P`, `there are thousands of people in P`: nobody has come in.
    pub(super) fn exists_only(&self, at: usize, verb: &Verb) -> bool {
        let there = self.clauses.word(at) == "there" || at > 0 && self.clauses.word(at - 1) == "there";
        let armed = |o: usize| self.is_armed(o) && self.clauses.noun(o).is_some_and(|n| !n.negative);
        verb.lemma == "be" && there && !self.clauses.object(at).is_some_and(armed)
    }

    /// `Retreating fighters were seen heading towards P`: no advance.
    pub(super) fn is_on_the_run(&self, at: usize, verb: &Verb) -> bool {
        const GOES: &[&str] = &["drive", "go", "head", "make", "march", "move", "pour", "proceed", "stream", "travel"];
        const RUN: &[&str] = &["fleeing", "retreating", "routed", "withdrawing"];
        let subject = self.clauses.subject(at).filter(|_| GOES.contains(&verb.lemma.as_str()));
        subject.and_then(|s| self.clauses.phrases.get(s)).is_some_and(|p| {
            let words = self.clauses.tokens.get(p.tokens.start.saturating_sub(1)..p.tokens.end).unwrap_or(&[]);
            words.iter().any(|t| RUN.contains(&t.lower.as_str()))
        })
    }
}
