//! A town that is named only later: `entered a strategic town on Saturday … the town of P`.
//!
//! In: the sentences of an article. Out: which place the first nameless town of the story is. Never: a guess among several, or a
//! town that an earlier success is told of.

use crate::article::Article;
use crate::lexicon::Lexicon;
use crate::toponym::Toponym;

use super::actor::Setting;
use super::extract::is_town;
use super::token;
use super::token::Kind;
use super::token::Token;

/// Sentences from the beginning in which a story leaves its town without a name.
const OPENING: usize = 4;
/// Sentences within which the name must follow.
const REACH: usize = 8;

const WORDS: &[&str] = &["town", "city", "village", "settlement", "port", "stronghold", "capital", "locality"];

/// The place that a nameless town of the opening turns out to be.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Coming {
    /// What it is called until then: `town`.
    word: String,
    /// Index of the toponym that names it.
    toponym: usize,
    /// Sentences in which the word stands for it.
    first: usize,
    last: usize,
}

impl Coming {
    /// The place, if the word in this sentence stands for it.
    pub(super) fn stands_for(&self, word: &str, sentence: usize) -> Option<usize> {
        (self.word == word && (self.first..=self.last).contains(&sentence)).then_some(self.toponym)
    }
}

/// Reads the opening of an article.
pub(super) fn coming(
    article: &Article,
    toponyms: &[Toponym],
    setting: &mut Setting,
    lexicon: &Lexicon,
) -> Option<Coming> {
    let mut open: Option<(String, usize)> = None;
    let mut next = 0;
    for (index, sentence) in article.sentences.iter().enumerate().take(OPENING + REACH) {
        let words = token::words(&article.text, sentence.span.clone());
        let actors = setting.find(&words, lexicon);
        let tokens = token::join(&article.text, words, &actors, toponyms, &mut next);
        if let Some((word, first)) = &open {
            if let Some(toponym) = named(&tokens, word, toponyms) {
                return Some(Coming { word: word.clone(), toponym, first: *first, last: index });
            }
            // Another town comes first: the nameless one could be it.
            let other = tokens.iter().any(|t| match t.kind {
                Kind::Place(i) => toponyms.get(i).and_then(|t| t.place.as_ref()).is_some_and(|p| is_town(p.class)),
                _ => false,
            });
            if other {
                return None;
            }
            continue;
        }
        if index >= OPENING {
            return None;
        }
        open = nameless(&tokens).map(|word| (word, index));
    }
    None
}

/// `a strategic town`, without a name beside it and no other town named before it.
fn nameless(tokens: &[Token<'_>]) -> Option<String> {
    for (i, token) in tokens.iter().enumerate() {
        if token.kind != Kind::Word || !WORDS.contains(&token.lower.as_str()) {
            continue;
        }
        let before = tokens.get(i.saturating_sub(5)..i)?;
        let from = before.iter().rposition(|t| matches!(t.lower.as_str(), "a" | "an" | "another"))?;
        let plain = before.get(from + 1..)?.iter().all(|t| t.kind == Kind::Word && !t.reads("of") && !t.reads("and"));
        let after = tokens.get(i + 1);
        let beside = after.is_some_and(|t| {
            matches!(t.kind, Kind::Place(_))
                || t.reads("of")
                || t.reads("called")
                || t.reads("named")
                || t.reads("like")
        }) || after.is_some_and(|t| t.reads(","))
            && tokens.get(i + 2).is_some_and(|t| matches!(t.kind, Kind::Place(_)) || t.is_capital())
            || i >= 2 && from + 1 == before.len() && tokens.get(i.saturating_sub(2)).is_some_and(|t| t.reads(","));
        // `P, a strategic town`
        let start = i - (before.len() - from);
        let apposed =
            start > 0 && tokens.get(start - 1).is_some_and(|t| t.reads(",") || t.reads("is") || t.reads("as"));
        if plain && !beside && !apposed {
            return Some(token.lower.clone());
        }
        return None;
    }
    None
}

/// The one town that the sentence names with the word: `the town of P`, `the town, P,`, `P town`.
fn named(tokens: &[Token<'_>], word: &str, toponyms: &[Toponym]) -> Option<usize> {
    const EARLIER: &[&str] = &[
        "after",
        "following",
        "since",
        "before",
        "earlier",
        "previously",
        "another",
        "other",
        "near",
        "from",
        "towards",
        "toward",
    ];
    let town = |t: Option<&Token<'_>>| match t?.kind {
        Kind::Place(i) => toponyms
            .get(i)
            .filter(|t| t.relative.is_none() && t.place.as_ref().is_none_or(|p| is_town(p.class)))
            .map(|_| i),
        _ => None,
    };
    let (at, found) = tokens.iter().enumerate().find_map(|(i, t)| {
        if t.kind != Kind::Word || t.lower != word {
            return None;
        }
        let definite = tokens.get(i.saturating_sub(4)..i)?.iter().any(|t| t.reads("the"));
        let of =
            tokens.get(i + 1).is_some_and(|t| t.reads("of") || t.reads(",")).then(|| town(tokens.get(i + 2))).flatten();
        let before = i.checked_sub(1).and_then(|b| town(tokens.get(b)));
        of.filter(|_| definite).or(before).map(|p| (i, p))
    })?;
    let held = tokens.get(at.saturating_sub(8)..at)?.iter().any(|t| EARLIER.contains(&t.lower.as_str()));
    (!held).then_some(found)
}
