//! Frames: the words that must stand after a verb, and what in its clause speaks against the event.
//!
//! In: a verb group in its clause and a row of the trigger table. Out: where the frame ends, or that it does not fit. Never: places.

use crate::lexicon::Form;
use crate::lexicon::Place;
use crate::lexicon::Trigger;
use crate::lexicon::WordClass;

use super::phrase::PhraseKind;
use super::reading::Reading;
use super::token::Kind;
use super::verb::Verb;

impl Reading<'_, '_> {
    /// Token after the frame, if its words follow the verb group at `at`, or its object: `brought P under control`.
    pub(super) fn frame(&self, at: usize, verb: &Verb, trigger: &Trigger, skip: usize) -> Option<usize> {
        self.frame_from(verb.main + 1, trigger, skip).or_else(|| {
            let prep = trigger.frame.first().is_some_and(|w| self.lexicon.is(w, WordClass::Preposition));
            let whole = trigger.places.first() == Some(&Place::Object);
            let object = self.clauses.object(at).filter(|_| (prep || whole) && skip == 0)?;
            let last = self.clauses.object_end(object);
            self.frame_from(self.clauses.phrases.get(last)?.tokens.end, trigger, skip)
        })
    }

    fn frame_from(&self, from: usize, trigger: &Trigger, skip: usize) -> Option<usize> {
        let mut at = from;
        for (index, word) in trigger.frame.iter().enumerate().skip(skip) {
            let mut skipped = 0;
            loop {
                let token = self.clauses.tokens.get(at)?;
                if token.reads(word) {
                    at += 1;
                    break;
                }
                // `handed over on Friday to`, `fired a barrage of rockets at`
                if let Some(end) = self.time_at(at).or_else(|| self.quantity_at(at)) {
                    at = end;
                    continue;
                }
                let is = |class: WordClass| token.is(self.lexicon, class);
                let passable = [WordClass::Determiner, WordClass::Adjective, WordClass::Adverb].iter().any(|&c| is(c))
                    || token.kind == Kind::Word && (token.lower.ends_with("ly") || token.lower.ends_with("est"))
                    || token.kind == Kind::Number
                    || token.kind == Kind::Word && token.lower.contains('-') && token.text == token.lower
                    || token.is_possessive()
                    || index > 0
                        && (token.is_name()
                            || token.kind == Kind::Word
                                && (token.is_capital()
                                    || token.lower.ends_with("ed")
                                    || token.lower.len() > 5 && token.lower.ends_with("al")
                                    || is(WordClass::Force)
                                    || is(WordClass::ArmyGeneric)
                                    || is(WordClass::StateGeneric)
                                    || is(WordClass::RebelGeneric)))
                    || skipped > 0 && token.is_capital() && self.lexicon.nation_of_demonym(token.text).is_some();
                skipped += 1;
                if !passable || skipped > 7 {
                    return None;
                }
                at += 1;
            }
        }
        Some(at)
    }

    /// The token after `on Friday`, `late on 3 May` at `at`.
    fn time_at(&self, at: usize) -> Option<usize> {
        let tokens = self.clauses.tokens;
        let prep = tokens.get(at).filter(|t| matches!(t.lower.as_str(), "on" | "late" | "early" | "by" | "at"))?;
        let mut end = at + 1;
        while tokens.get(end).is_some_and(|t| {
            t.kind == Kind::Number
                || t.is(self.lexicon, WordClass::Time)
                || matches!(t.lower.as_str(), "on" | "late" | "early" | "the")
        }) && end < at + 5
        {
            end += 1;
        }
        let time = tokens.get(at + 1..end)?.iter().any(|t| t.is(self.lexicon, WordClass::Time));
        (time && !prep.is_name()).then_some(end)
    }

    /// The token after `a barrage of`, `dozens of` at `at`.
    fn quantity_at(&self, at: usize) -> Option<usize> {
        let tokens = self.clauses.tokens;
        let of = tokens.get(at + 1).is_some_and(|t| t.reads("of"));
        let word = tokens.get(at).is_some_and(|t| {
            matches!(
                t.lower.as_str(),
                "barrage"
                    | "salvo"
                    | "volley"
                    | "wave"
                    | "series"
                    | "hail"
                    | "dozens"
                    | "hundreds"
                    | "scores"
                    | "string"
            )
        });
        (of && word).then_some(at + 2)
    }

    /// `once P is lost`, `when P falls`: a subordinate clause in the present tense tells what has not happened yet.
    pub(super) fn lies_ahead(&self, at: usize, verb: &Verb, subject: Option<usize>) -> bool {
        let group = self.clauses.phrases.get(at).and_then(|p| self.clauses.tokens.get(p.tokens.clone())).unwrap_or(&[]);
        let did = group.first().is_some_and(|t| matches!(t.lower.as_str(), "did" | "didn't"));
        let present =
            matches!(verb.form, Some(Form::Base | Form::Third)) && !did && !verb.infinitive && verb.modal.is_none()
                || group.iter().any(|t| matches!(t.lower.as_str(), "is" | "are")) && !verb.progressive
                || group.first().is_some_and(|t| matches!(t.lower.as_str(), "has" | "have"));
        let opens = subject.and_then(|s| s.checked_sub(1)).is_some_and(|k| {
            matches!(self.clauses.phrases.get(k).map(|p| &p.kind), Some(PhraseKind::Subordinator))
                && matches!(
                    self.clauses.word(k),
                    "once" | "when" | "whenever" | "until" | "till" | "after" | "before" | "if" | "as soon"
                )
        });
        present && opens
    }

    /// `captured P in the local elections`: a contest of votes or goals.
    pub(super) fn is_contest(&self, at: usize) -> bool {
        const WORDS: &[&str] = &[
            "election",
            "elections",
            "by-election",
            "polls",
            "ballot",
            "referendum",
            "runoff",
            "primary",
            "vote",
            "votes",
            "final",
            "league",
            "tournament",
            "championship",
            "season",
            "match",
        ];
        self.clauses.right_of(at).filter_map(|k| self.clauses.noun(k)).any(|n| {
            matches!(n.prep.as_str(), "in" | "at" | "from" | "during")
                && self.clauses.tokens.get(n.head).is_some_and(|t| WORDS.contains(&t.lower.as_str()))
        })
    }
}
