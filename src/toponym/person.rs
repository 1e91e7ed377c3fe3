//! Names of people: which capitalised words are parts of them, and the surnames that return later.
//!
//! In: [`Token`]s. Out: [`Persons`]. Never: places.

use crate::toponym::knowledge::model::Person;
use crate::toponym::knowledge::words::class;
use crate::toponym::span::is_joint;
use crate::toponym::token::Token;
use crate::toponym::token::shape;

/// What is known of people in a document.
#[derive(Debug, Default)]
pub(super) struct Persons {
    /// Sign per token.
    pub(super) signs: Vec<Person>,
    /// Hashes of surnames of full names, sorted; true if the bearer spoke.
    surnames: Vec<(u64, bool)>,
    /// Hashes of all other parts of full names, sorted.
    parts: Vec<u64>,
}

/// A run of capitalised words: tokens from, to.
pub(super) fn runs(tokens: &[Token]) -> Vec<(usize, usize)> {
    let mut out = Vec::new();
    let mut at = 0;
    while let Some(token) = tokens.get(at) {
        if !token.is(shape::CAP) {
            at += 1;
            continue;
        }
        let mut end = at + 1;
        while let Some(next) = tokens.get(end) {
            if next.sentence != token.sentence {
                break;
            }
            if next.is(shape::CAP) && !next.is(shape::PUNCT) {
                end += 1;
                continue;
            }
            let before_initial = next.sign == b'.'
                && next.is(shape::GLUED)
                && tokens.get(end - 1).is_some_and(|t| t.is(shape::INITIAL) || t.has(class::TITLE | class::SUFFIX));
            let joins = next.lower(class::PARTICLE | class::INITIALNAME)
                && !next.has(class::LOCATION | class::ARTICLE | class::PREPOSITION | class::CONJUNCTION)
                || is_joint(next);
            if (before_initial || joins)
                && tokens.get(end + 1).is_some_and(|t| t.is(shape::CAP) && t.sentence == token.sentence)
            {
                end += 2;
                continue;
            }
            break;
        }
        out.push((at, end));
        at = end;
    }
    out
}

/// A word that heads a place, organisation or facility when capitalised.
pub(super) const HEADS: u64 =
    class::ORGANISATION | class::ARMED | class::MEDIA | class::ROAD | class::FACILITY | class::ADMIN | class::PHYSICAL;

impl Persons {
    /// Finds full names.
    pub(super) fn find(tokens: &[Token], runs: &[(usize, usize)]) -> Self {
        let mut persons = Self { signs: vec![Person::No; tokens.len()], ..Self::default() };
        for &(from, to) in runs {
            persons.read_run(tokens, from, to);
        }
        persons.surnames.sort_unstable();
        persons.surnames.dedup_by(|a, b| {
            let same = a.0 == b.0;
            if same {
                b.1 |= a.1;
            }
            same
        });
        persons.parts.sort_unstable();
        persons.parts.dedup();
        persons
    }

    fn mark(&mut self, at: usize, sign: Person) {
        if let Some(slot) = self.signs.get_mut(at)
            && *slot == Person::No
        {
            *slot = sign;
        }
    }

    fn read_run(&mut self, tokens: &[Token], from: usize, to: usize) {
        let token = |i: usize| tokens.get(i).filter(|_| i < to);
        let mut start = None;
        let mut titled = false;
        let title_before = from > 0 && tokens.get(from - 1).is_some_and(|t| t.lower(class::TITLE))
            || from > 1
                && tokens.get(from - 1).is_some_and(|t| t.sign == b'.')
                && tokens.get(from - 2).is_some_and(|t| t.has(class::TITLE) && t.is(shape::CAP));
        for i in from..to {
            let Some(t) = token(i) else { break };
            if t.has(class::TITLE) && t.is(shape::CAP) && !t.is(shape::ALLCAPS) {
                let mut next = i + 1;
                if token(next).is_some_and(|t| t.sign == b'.') {
                    next += 1;
                }
                if token(next).is_some_and(|t| !t.has(HEADS | class::TITLE) || t.has(class::GIVEN)) {
                    start = Some(next);
                    titled = true;
                    break;
                }
                continue;
            }
            let given = t.has(class::GIVEN)
                || t.is(shape::INITIAL) && t.end - t.start == 1 && token(i + 1).is_some_and(|n| n.sign == b'.');
            let ordinary = t.is(shape::FIRST) && t.has(class::COMMON1 | class::COMMON2);
            if given && !ordinary {
                let mut next = i + 1;
                while token(next).is_some_and(|n| {
                    n.sign == b'.' || n.is(shape::INITIAL) || n.lower(class::PARTICLE | class::INITIALNAME)
                }) {
                    next += 1;
                }
                let is_surname = |n: &Token| {
                    !n.has(HEADS & !class::ROAD) && !n.is(shape::HYPHEN)
                        || n.has(class::SURNAME_FREQUENT | class::GIVEN) && !n.has(class::ORGANISATION | class::ADMIN)
                };
                if token(next).is_some_and(is_surname) {
                    start = Some(i);
                    break;
                }
            }
        }
        if start.is_none() && title_before {
            start = Some(from);
            titled = true;
        }
        let Some(start) = start else { return };
        // The name: from `start` to the end of the run, up to five words, cut before a heading word.
        let mut last = start;
        let mut count = 0;
        for i in start..to {
            let Some(t) = token(i) else { break };
            if t.sign != 0 || !t.is(shape::CAP) {
                continue;
            }
            if count > 0
                && t.has(class::ORGANISATION | class::ADMIN | class::ARMED)
                && !t.has(class::SURNAME_FREQUENT | class::SURNAME | class::SUFFIX)
            {
                break;
            }
            count += 1;
            if !t.has(class::SUFFIX) {
                last = i;
            }
            if count >= 5 {
                break;
            }
        }
        if count == 1 && !titled {
            return;
        }
        for i in start..=last {
            let Some(t) = token(i) else { break };
            if t.sign != 0 {
                continue;
            }
            let sign = if i == start && titled {
                Person::AfterTitle
            } else if i == start {
                Person::BeforeSurname
            } else if i == last {
                Person::AfterGiven
            } else {
                Person::InRun
            };
            self.mark(i, sign);
            if i == last {
                let spoke = tokens.get(last + 1).is_some_and(|n| n.has(class::SPEECH))
                    || start > 0 && tokens.get(start - 1).is_some_and(|n| n.lower(class::SPEECH));
                self.surnames.push((t.hash, spoke));
            } else {
                self.parts.push(t.hash);
            }
        }
    }

    /// Whether a single word is a surname or another part of a full name that stands elsewhere.
    pub(super) fn elsewhere(&self, hash: u64) -> Person {
        if let Ok(at) = self.surnames.binary_search_by_key(&hash, |s| s.0) {
            return if self.surnames.get(at).is_some_and(|s| s.1) {
                Person::SurnameAndSpeech
            } else {
                Person::SurnameElsewhere
            };
        }
        if self.parts.binary_search(&hash).is_ok() { Person::PartElsewhere } else { Person::No }
    }
}
