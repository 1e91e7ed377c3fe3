//! Coordination: further objects, subjects and adjuncts joined by commas and `and`, with days and adverbs between.
//!
//! In: the phrases of a sentence. Out: indices of noun phrases. Never: what they stand for.

use super::grammar::Clauses;
use super::grammar::REACH;
use super::phrase::Head;
use super::phrase::PhraseKind;

impl Clauses<'_, '_> {
    /// Further objects after the one at `first`: `took A on 3 May, B a day later and C`.
    pub(super) fn more_objects(&self, first: usize) -> Vec<usize> {
        let mut out = Vec::new();
        let mut open = false;
        let mut k = first + 1;
        while let Some(phrase) = self.phrases.get(k) {
            if k - first > REACH {
                break;
            }
            match &phrase.kind {
                PhraseKind::Mark if self.word(k) == "," => open = true,
                // `A (3 May), B (5 May)`
                PhraseKind::Mark if self.date_in_brackets(k).is_some() => k = self.date_in_brackets(k).unwrap_or(k),
                PhraseKind::Conjunction
                    if self.word(k) == "and" || self.word(k) == "but" && self.word(k + 1) == "also" =>
                {
                    open = true;
                }
                PhraseKind::Other => {}
                // `and, the day before, B`
                PhraseKind::Subordinator
                    if matches!(self.word(k), "before" | "after")
                        && self.noun(k - 1).is_some_and(|n| n.class == Head::Time)
                        && self.word(k + 1) == "," => {}
                PhraseKind::Noun(noun) => {
                    if open && noun.prep.is_empty() && !noun.places.is_empty() {
                        if self.starts_clause(k) {
                            break;
                        }
                        out.push(k);
                    }
                    // `hit a depot at A and a refinery in B`
                    let facility = open
                        && noun.prep.is_empty()
                        && noun.places.is_empty()
                        && matches!(noun.class, Head::Facility | Head::Area)
                        && !self.starts_clause(k)
                        && self.noun(k + 1).is_some_and(|n| {
                            matches!(n.prep.as_str(), "in" | "at" | "near" | "of") && !n.places.is_empty()
                        });
                    if facility {
                        out.push(k);
                    }
                    if noun.class != Head::Time && noun.prep.is_empty() {
                        open = false;
                    }
                }
                _ => break,
            }
            k += 1;
        }
        out
    }

    /// The closing mark of brackets that open at `at` and hold nothing but a date.
    fn date_in_brackets(&self, at: usize) -> Option<usize> {
        if self.word(at) != "(" {
            return None;
        }
        let close = (at + 1..self.phrases.len().min(at + 5)).find(|&k| self.word(k) == ")")?;
        let dated = (at + 1..close).all(|k| {
            self.noun(k).is_some_and(|n| {
                n.class == Head::Time
                    || self.phrases.get(k).is_some_and(|p| {
                        p.tokens
                            .clone()
                            .all(|i| self.tokens.get(i).is_some_and(|t| t.kind == super::token::Kind::Number))
                    })
            })
        });
        (dated && close > at + 1).then_some(close)
    }

    /// The last noun phrase of the coordinated object that begins at `first`: `drove A and its allies out of`.
    pub(super) fn object_end(&self, first: usize) -> usize {
        let mut last = self.more_objects(first).last().copied().unwrap_or(first);
        while matches!(self.phrases.get(last + 1).map(|p| &p.kind), Some(PhraseKind::Conjunction))
            && self.noun(last + 2).is_some_and(|n| n.prep.is_empty())
            && !self.starts_clause(last + 2)
        {
            last += 2;
        }
        last
    }

    /// Prepositional phrases joined to the one at `at`: `in A and, by nightfall, in B`.
    pub(super) fn more_adjuncts(&self, at: usize) -> Vec<usize> {
        let mut out = Vec::new();
        let Some(prep) = self.noun(at).map(|n| n.prep.clone()) else {
            return out;
        };
        let mut joined = false;
        for k in at + 1..self.phrases.len().min(at + 12) {
            match self.phrases.get(k).map(|p| &p.kind) {
                Some(PhraseKind::Mark) if self.word(k) == "," => {}
                Some(PhraseKind::Conjunction) if self.word(k) == "and" => joined = true,
                Some(PhraseKind::Other) => {}
                Some(PhraseKind::Noun(noun)) if noun.class == Head::Time => {}
                // `twelve attacks near A and four near B`
                Some(PhraseKind::Noun(noun))
                    if joined
                        && noun.prep.is_empty()
                        && self.phrases.get(k).is_some_and(|p| p.tokens.len() == 1)
                        && self.tokens.get(noun.head).is_some_and(|t| {
                            t.kind == super::token::Kind::Number
                                || matches!(
                                    t.lower.as_str(),
                                    "one" | "two" | "three" | "four" | "five" | "six" | "seven" | "eight" | "others"
                                )
                        }) => {}
                Some(PhraseKind::Noun(noun))
                    if joined && !noun.places.is_empty() && (noun.prep == prep || noun.prep.is_empty()) =>
                {
                    if self.starts_clause(k) {
                        break;
                    }
                    out.push(k);
                    joined = false;
                }
                _ => break,
            }
        }
        out
    }

    /// The noun phrase at `at` and those joined to it on its left: `A and the rest of B`.
    pub(super) fn joined(&self, at: usize) -> Vec<usize> {
        let mut out = vec![at];
        let mut k = at;
        while k >= 2 && out.len() < 8 {
            let mut left = k - 1;
            if !matches!(self.phrases.get(left).map(|p| &p.kind), Some(PhraseKind::Conjunction)) {
                break;
            }
            if self.is_mark(left - 1) {
                left -= 1;
            }
            // `A (3 May) and B (5 May) fell`
            if left > 0
                && self.word(left - 1) == ")"
                && let Some(open) =
                    (left.saturating_sub(4)..left - 1).find(|&k| self.date_in_brackets(k) == Some(left - 1))
            {
                left = open;
            }
            // `A, east of B, and C fell`
            if left >= 3
                && self.is_mark(left)
                && self.noun(left - 1).is_some_and(|n| matches!(n.prep.as_str(), "off" | "near" | "in"))
                && self.word(left - 2) == ","
                && self.noun(left - 3).is_some_and(|n| n.prep.is_empty() && !n.places.is_empty())
                && (left == 3 || self.verb(left - 4).is_none())
            {
                left -= 2;
            }
            if left == 0 || !self.noun(left - 1).is_some_and(|n| n.prep.is_empty() && !n.places.is_empty()) {
                break;
            }
            if left >= 2 && self.verb(left - 2).is_some() {
                break;
            }
            k = left - 1;
            out.insert(0, k);
        }
        out
    }
}
