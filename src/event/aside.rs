//! Asides: what stands between two commas, dashes or brackets and can be left out of a clause.
//!
//! In: the phrases of a sentence. Out: where an aside opens. Never: claims.

use std::ops::Range;

use crate::lexicon::Form;

use super::grammar::Clauses;
use super::grammar::REACH;
use super::phrase::Head;
use super::phrase::PhraseKind;
use super::token::Token;
use super::verb::Verb;

impl Clauses<'_, '_> {
    /// The opening mark that belongs to the closing one at `close`, if what stands between is an aside.
    pub(super) fn opening(&self, close: usize) -> Option<usize> {
        let closing = self.word(close).to_owned();
        let wanted = match closing.as_str() {
            ")" => "(",
            other => other,
        };
        let mut at = close;
        while at > 0 && close - at < REACH {
            at -= 1;
            if self.is_strong(at) {
                return None;
            }
            if self.is_mark(at) && self.word(at) == wanted {
                return self.list_of_participle(at, close).or_else(|| self.is_aside(at + 1..close).then_some(at));
            }
        }
        None
    }

    /// `, made up of A, B and C,`: the comma before the participle, where the one at `at` only parts the names of its list.
    fn list_of_participle(&self, at: usize, close: usize) -> Option<usize> {
        let item = |k: usize| match self.phrases.get(k).map(|p| &p.kind) {
            Some(PhraseKind::Noun(n)) => n.prep.is_empty() && n.class != Head::Time,
            Some(PhraseKind::Conjunction) => true,
            Some(PhraseKind::Mark) => matches!(self.word(k), "(" | ")"),
            _ => false,
        };
        let listed =
            (at + 1..close).any(|k| matches!(self.phrases.get(k).map(|p| &p.kind), Some(PhraseKind::Conjunction)));
        if !listed || !(at + 1..close).all(item) {
            return None;
        }
        let open = (at.saturating_sub(REACH)..at).rev().find(|&k| self.verb(k + 1).is_some() && self.word(k) == ",")?;
        let participle =
            self.verb(open + 1).is_some_and(|v| !v.is_finite() || v.form == Some(Form::Past) && !v.auxiliary);
        let plain = |k: usize| {
            matches!(self.word(k), "," | "(" | ")")
                || matches!(self.phrases.get(k).map(|p| &p.kind), Some(PhraseKind::Noun(_) | PhraseKind::Other))
        };
        (participle && (open + 2..at).all(plain)).then_some(open)
    }

    /// The mark before the first of several asides that share their commas: `P, downstream, to which they had moved, was taken`.
    pub(super) fn first_opening(&self, mut open: usize) -> usize {
        while let Some(earlier) = self.opening(open) {
            let listed = (earlier + 1..open).any(|k| {
                self.noun(k).is_some_and(|n| {
                    n.prep.is_empty()
                        && (n.class == Head::Place
                            || n.class == Head::Other && self.tokens.get(n.head).is_some_and(Token::is_capital))
                })
            });
            if listed {
                break;
            }
            open = earlier;
        }
        open
    }

    /// A relative clause, an apposition, a participle or an adverbial between two commas.
    fn is_aside(&self, range: Range<usize>) -> bool {
        let Some(first) = self.phrases.get(range.start) else {
            return false;
        };
        match &first.kind {
            PhraseKind::Relative | PhraseKind::Subordinator | PhraseKind::Other => true,
            PhraseKind::Verb(verb) => !verb.is_finite() || verb.form == Some(Form::Past) && !verb.auxiliary,
            PhraseKind::Noun(_) => {
                // An apposition or an adverbial holds no finite verb of its own before a relative, unless the relative is
                // not marked: `P, the only city the rebels had taken, was free`.
                let verb = range.clone().find(|&at| self.verb(at).is_some_and(Verb::is_finite)).unwrap_or(range.end);
                let bare = (range.start..verb)
                    .filter(|&at| self.noun(at).is_some_and(|n| n.prep.is_empty() && n.class != Head::Time))
                    .count();
                if verb < range.end && bare >= 2 {
                    return true;
                }
                // `, the army pushed on to P,` is a clause of its own.
                let acts = (range.start..verb)
                    .find_map(|at| self.noun(at).filter(|n| n.prep.is_empty() && n.class != Head::Time))
                    .is_some_and(|n| matches!(n.class, Head::Force | Head::Actor | Head::They));
                let active =
                    self.verb(verb).is_some_and(|v| !v.passive) && self.object(verb).is_none() && !self.before_by(verb);
                if verb < range.end && acts && active {
                    return false;
                }
                for at in range {
                    if matches!(self.phrases.get(at).map(|p| &p.kind), Some(PhraseKind::Relative)) {
                        return true;
                    }
                    if self.verb(at).is_some_and(|v| v.is_finite() && (v.auxiliary || v.modal.is_some())) {
                        return false;
                    }
                }
                true
            }
            // `, and with it B from C,`
            PhraseKind::Conjunction => {
                self.noun(range.start + 1).is_some_and(|n| !n.prep.is_empty())
                    && !range.clone().any(|at| self.verb(at).is_some_and(Verb::is_finite))
            }
            PhraseKind::Mark => false,
        }
    }
}
