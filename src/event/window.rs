//! Windows: the words of a list that belong to one of its places, with the day beside it.
//!
//! In: the phrase of a place. Out: bytes of the text. Never: dates.

use std::ops::Range;

use super::phrase::Head;
use super::phrase::PhraseKind;
use super::reading::Reading;

impl Reading<'_, '_> {
    /// For one place of a list with dates between: the bytes from it to the next one.
    pub(super) fn window(&self, phrase: usize) -> Option<Range<usize>> {
        let next = self.clauses.more_objects(phrase).first().copied();
        let earlier = (phrase.saturating_sub(8)..phrase)
            .rev()
            .find(|&k| self.clauses.noun(k).is_some_and(|n| n.prep.is_empty() && !n.places.is_empty()));
        let listed = next.is_some() || earlier.is_some_and(|e| self.clauses.more_objects(e).contains(&phrase));
        if !listed {
            return None;
        }
        let end = next.map_or_else(
            || self.clauses.right_of(phrase).last().unwrap_or(phrase),
            |n| self.with_date(n).saturating_sub(1),
        );
        let span = self.clauses.span(self.with_date(phrase), end.max(phrase));
        Some(span)
    }

    /// Where a member of a list begins with its date: `A and, on Monday, B`.
    fn with_date(&self, at: usize) -> usize {
        let mut k = at;
        let mut dated = false;
        while k > 0 && at - k < 5 {
            match self.clauses.phrases.get(k - 1).map(|p| &p.kind) {
                Some(PhraseKind::Mark) if self.clauses.word(k - 1) == "," => {}
                Some(PhraseKind::Noun(noun)) if noun.class == Head::Time => dated = true,
                Some(PhraseKind::Conjunction) if dated => return k,
                _ => return at,
            }
            k -= 1;
        }
        at
    }
}
