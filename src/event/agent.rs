//! The agent: who did it, against whom, and whom a pronoun stands for.
//!
//! In: a verb group with its subject and the focus. Out: parties. Never: whether a subject can do it.

use super::actor;
use super::draft::Party;
use super::focus::Focus;
use super::phrase::Head;
use super::phrase::PhraseKind;
use super::reading::Reading;
use super::token::Kind;
use super::token::Token;
use crate::lexicon::Class;
use crate::lexicon::Trigger;
use crate::lexicon::WordClass;
use crate::terms::EventType;

impl Reading<'_, '_> {
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
        // `A confirmed the capture of P by B`: B took it.
        if !passive && matches!(trigger.head.as_str(), "confirm" | "report" | "announce") && !trigger.frame.is_empty() {
            let by = self.clauses.right_of(at).find(|&k| {
                self.clauses.noun(k).is_some_and(|n| n.prep == "by" && n.class != Head::Time) && !self.is_telling(k)
            });
            if let Some(k) = by {
                return self.party(k, focus);
            }
        }
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
                Some(k) => self.party(k, focus).map(|(who, words)| {
                    let held = ["the control of ", "control of ", "the hands of ", "the rule of ", "the authority of "];
                    let bare = held.iter().find_map(|h| words.strip_prefix(h)).map(str::to_owned);
                    (who, bare.unwrap_or(words))
                }),
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
        // `military sources in A (say they) had left`: A, for those who only tell of it do nothing.
        let tells =
            subject.and_then(|s| self.clauses.noun(s)).and_then(|n| self.clauses.tokens.get(n.head)).is_some_and(|t| {
                matches!(t.lower.as_str(), "source" | "sources" | "spokesman" | "spokeswoman" | "spokesperson")
            });
        let found = match subject.filter(|_| tells) {
            Some(s) if self.speaks_for(s + 1) => self.party(s + 1, focus),
            Some(_) => None,
            None => found,
        };
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
        self.clauses.tokens.get(noun.head).filter(|t| {
            t.kind == Kind::Word
                && t.is_capital()
                && !matches!(t.lower.as_str(), "we" | "i" | "you" | "ours" | "us" | "he" | "she" | "this" | "that")
        })?;
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
        // `the ethnic` `P army`
        let ethnic = phrase.tokens.start.checked_sub(1).and_then(|i| self.clauses.tokens.get(i));
        let ethnic = ethnic.is_some_and(|t| t.reads("ethnic")) && noun.class == Head::Force;
        let who = match actor::who(phrase, noun, self.clauses.tokens, self.lexicon, self.toponyms) {
            Some(actor::Who::State | actor::Who::Force | actor::Who::Nation(_)) if ethnic => actor::Who::Rebels,
            None | Some(actor::Who::Third) if men => actor::Who::Force,
            other => other?,
        };
        let leader = matches!(who, actor::Who::Rebels | actor::Who::Force | actor::Who::State)
            .then(|| actor::led(self.clauses.tokens, phrase.tokens.end, self.lexicon))
            .flatten();
        let who = leader.unwrap_or(who);
        let span = self.clauses.span(at, at);
        let words: Vec<&str> = self
            .clauses
            .tokens
            .iter()
            .filter(|t| t.span.start >= span.start && t.span.end <= span.end)
            .map(|t| t.text)
            .skip_while(|w| matches!(*w, "saying" | "claiming" | "adding"))
            .collect();
        let words = words.join(" ").replace(" 's", "'s");
        match who {
            actor::Who::Same => self.same(at, focus),
            actor::Who::State
                if self.clauses.tokens.get(phrase.tokens.start).is_some_and(|t| t.reads("its") || t.reads("their")) =>
            {
                // `its military wing`: of whoever was named last.
                Some((self.antecedent(at, focus).map_or(actor::Who::State, |(w, _)| w), words))
            }
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
                // `The armed group (took P)`: whom the sentence before named.
                let one = !matches!(self.clauses.word(at), "a" | "an" | "another" | "one" | "some" | "each" | "no")
                    && self.clauses.tokens.get(noun.head).is_some_and(|t| {
                        matches!(
                            t.lower.as_str(),
                            "group" | "militia" | "movement" | "outfit" | "organisation" | "organization"
                        )
                    });
                let owner = owner.or_else(|| {
                    let acted = focus.actor.as_ref().filter(|(w, _)| matches!(w, actor::Who::Named(_)));
                    let last = acted.map(|p| (p, focus.event_sentence));
                    let (party, sentence) =
                        last.or_else(|| focus.subject.as_ref().map(|(p, s)| (p, *s))).filter(|_| one)?;
                    let near = self.sentence.saturating_sub(sentence) <= 2;
                    (near && matches!(party.0, actor::Who::Named(_))).then(|| party.0.clone())
                });
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
    pub(super) fn same(&self, at: usize, focus: &Focus) -> Option<Party> {
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
        // `The insurgents, who have threatened the president, said they had taken P`: those who say so.
        if self.clauses.word(at) == "they"
            && let Some(says) = (at.saturating_sub(2)..at).rev().find(|&k| {
                self.clauses.verb(k).is_some_and(|v| matches!(v.lemma.as_str(), "say" | "claim" | "announce" | "add"))
            })
            && let Some(subject) = self.clauses.subject(says)
            && self.clauses.noun(subject).is_some_and(|n| matches!(n.class, Head::Force | Head::Actor))
        {
            return self.party(subject, focus);
        }
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
            // `major military gains`: a thing, and nobody.
            let thing = matches!(noun.class, Head::Other | Head::Attack | Head::Control | Head::Facility)
                && self.clauses.tokens.get(noun.head).is_some_and(|t| t.kind == Kind::Word && !t.is_capital());
            // `the worst defeat of the army since it …`: the army's.
            let end = self.clauses.phrases.get(k).map_or(0, |p| p.tokens.end);
            let of = (noun.head + 1..end).any(|i| self.clauses.tokens.get(i).is_some_and(|t| t.reads("of")));
            if thing && !of {
                return None;
            }
            // `met no resistance from X, the army of Y, as they took P`: X belongs to the preposition, and so does its name.
            let aside = k >= 2
                && self.clauses.word(k - 1) == ","
                && matches!(self.clauses.word(k + 1), "," | "")
                && self.clauses.noun(k - 2).is_some_and(|n| !n.prep.is_empty() && n.class != Head::Time);
            if aside {
                return None;
            }
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
