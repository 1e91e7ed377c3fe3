//! Who does what to what: subjects, objects and adjuncts of verb groups, found over phrases.

use std::ops::Range;

use super::phrase::Head;
use super::phrase::Noun;
use super::phrase::Phrase;
use super::phrase::PhraseKind;
use super::token::Token;
use super::verb::Verb;

/// A sentence cut into phrases.
#[derive(Debug)]
pub(super) struct Clauses<'s, 'a> {
    /// Tokens of the sentence.
    pub(super) tokens: &'s [Token<'a>],
    /// Phrases of the sentence.
    pub(super) phrases: Vec<Phrase>,
}

/// How far to look for an argument, in phrases.
pub(super) const REACH: usize = 40;

/// Words that are prepositions before a noun and conjunctions before a clause.
const BOTH: &[&str] = &["after", "before", "since", "until", "till", "as", "than", "like"];

impl<'s, 'a> Clauses<'s, 'a> {
    /// Phrases of a sentence, with the subjects of clauses after `as`, `after` and the like told from objects of prepositions.
    pub(super) fn new(tokens: &'s [Token<'a>], phrases: Vec<Phrase>) -> Self {
        let mut out = Self { tokens, phrases };
        for at in 2..out.phrases.len() {
            // `between A and B`: B as well.
            let joined = matches!(out.phrases.get(at - 1).map(|p| &p.kind), Some(PhraseKind::Conjunction))
                && out.noun(at - 2).is_some_and(|n| matches!(n.prep.as_str(), "between" | "betwixt"));
            if joined && out.noun(at).is_some_and(|n| n.prep.is_empty()) {
                out.set_prep(at, "between".to_owned());
                // `between the 11th and the 13th`
                let time = out.noun(at - 2).is_some_and(|n| n.class == Head::Time);
                if let Some(PhraseKind::Noun(noun)) = out.phrases.get_mut(at).map(|p| &mut p.kind)
                    && time
                    && noun.places.is_empty()
                {
                    noun.class = Head::Time;
                }
            }
        }
        for at in 0..out.phrases.len() {
            // `in the south P, Q and R were taken`: the names are the subject.
            let verb = out.verb(at + 1).is_some_and(|v| v.is_finite() && v.auxiliary);
            if verb && out.opens_with_quarter(at) && out.subject(at + 1).is_none() {
                out.set_prep(at, String::new());
            }
        }
        for at in 2..out.phrases.len() {
            // `have encircled P and taken Q`: one auxiliary for both.
            let bare = out.verb(at).is_some_and(|v| v.is_bare_participle() && !v.passive);
            let joined = matches!(out.phrases.get(at - 1).map(|p| &p.kind), Some(PhraseKind::Conjunction))
                && out.word(at - 1) == "and"
                && out.noun(at + 1).is_some_and(|n| n.prep.is_empty() || n.prep == "out of");
            let Some(first) = out
                .verb_before(at - 1)
                .filter(|_| bare && joined)
                .and_then(|k| out.verb(k))
                .filter(|v| v.auxiliary && (v.perfect || v.pluperfect) && !v.passive && !v.infinitive)
            else {
                continue;
            };
            let (perfect, pluperfect, negated, modal) =
                (first.perfect, first.pluperfect, first.negated, first.modal.clone());
            if let Some(PhraseKind::Verb(verb)) = out.phrases.get_mut(at).map(|p| &mut p.kind) {
                (verb.auxiliary, verb.perfect, verb.pluperfect) = (true, perfect, pluperfect);
                (verb.negated, verb.modal) = (verb.negated || negated, modal);
            }
        }
        for at in 0..out.phrases.len() {
            let Some(prep) = out.noun(at).map(|n| n.prep.clone()).filter(|p| BOTH.contains(&p.as_str())) else {
                continue;
            };
            out.set_prep(at, String::new());
            let end = out.phrases.len().min(at + 14);
            let clause = (at + 1..end)
                .find(|&k| out.verb(k).is_some_and(Verb::is_finite))
                .is_some_and(|k| out.subject(k) == Some(at) && !out.gap(at, k));
            if !clause {
                out.set_prep(at, prep);
            }
        }
        out
    }

    /// `In the south P`: a part of the country and a name in one phrase.
    fn opens_with_quarter(&self, at: usize) -> bool {
        let Some(phrase) = self.phrases.get(at).filter(|_| self.noun(at).is_some_and(|n| n.prep == "in")) else {
            return false;
        };
        let mut words = self.tokens.get(phrase.tokens.clone()).unwrap_or(&[]).iter();
        let mut next = || words.next();
        next().is_some_and(|t| t.reads("the"))
            && next().is_some_and(|t| {
                matches!(
                    t.lower.as_str(),
                    "north"
                        | "south"
                        | "east"
                        | "west"
                        | "north-east"
                        | "north-west"
                        | "south-east"
                        | "south-west"
                        | "centre"
                )
            })
            && next().is_some_and(Token::is_name)
    }

    fn set_prep(&mut self, at: usize, prep: String) {
        if let Some(PhraseKind::Noun(noun)) = self.phrases.get_mut(at).map(|p| &mut p.kind) {
            noun.prep = prep;
        }
    }

    /// True if one comma alone stands between: the verb belongs to another clause.
    fn gap(&self, from: usize, to: usize) -> bool {
        (from + 1..to).filter(|&k| self.is_mark(k)).count() == 1
    }
}

impl Clauses<'_, '_> {
    pub(super) fn noun(&self, at: usize) -> Option<&Noun> {
        match self.phrases.get(at).map(|p| &p.kind) {
            Some(PhraseKind::Noun(noun)) => Some(noun),
            _ => None,
        }
    }

    pub(super) fn verb(&self, at: usize) -> Option<&Verb> {
        match self.phrases.get(at).map(|p| &p.kind) {
            Some(PhraseKind::Verb(verb)) => Some(verb),
            _ => None,
        }
    }

    pub(super) fn word(&self, at: usize) -> &str {
        self.phrases.get(at).and_then(|p| self.tokens.get(p.tokens.start)).map_or("", |t| t.lower.as_str())
    }

    pub(super) fn is_mark(&self, at: usize) -> bool {
        matches!(self.phrases.get(at).map(|p| &p.kind), Some(PhraseKind::Mark))
    }

    /// True for marks that end a clause for good.
    pub(super) fn is_strong(&self, at: usize) -> bool {
        self.is_mark(at) && matches!(self.word(at), ";" | ":" | "\"" | "?" | "!" | "." | "…" | "“" | "”")
    }

    fn is_soft(&self, at: usize) -> bool {
        self.is_mark(at) && matches!(self.word(at), "," | "–" | "—" | "(" | ")" | "-")
    }

    /// The subject of the verb group at `at`.
    pub(super) fn subject(&self, at: usize) -> Option<usize> {
        self.subject_within(at, 8)
    }

    fn subject_within(&self, at: usize, depth: usize) -> Option<usize> {
        if depth == 0 {
            return None;
        }
        let verb = self.verb(at)?;
        let mut k = at;
        while k > 0 && at - k < REACH {
            k -= 1;
            match &self.phrases.get(k)?.kind {
                PhraseKind::Noun(noun) => {
                    // `P itself took until Friday`
                    let itself = noun.class == Head::It && self.word(k) == "itself";
                    if noun.prep.is_empty() && noun.class != Head::Time && !itself {
                        // `cut the town off by capturing P`: the town is an object.
                        if verb.is_gerund() && k + 1 < at && k > 0 && self.verb(k - 1).is_some() {
                            return self.subject_within(k - 1, depth - 1);
                        }
                        if verb.is_finite() && self.is_in_adjunct(k) {
                            k -= 1;
                            continue;
                        }
                        // `attempts to storm P failed`: P is the object of the infinitive.
                        if k > 0 && self.verb(k - 1).is_some_and(|v| v.infinitive) && verb.is_finite() {
                            k -= 1;
                            continue;
                        }
                        return Some(k);
                    }
                }
                PhraseKind::Other => {}
                PhraseKind::Mark => {
                    if !self.is_soft(k) {
                        return None;
                    }
                    if verb.is_bare_participle()
                        || (verb.form == Some(crate::lexicon::Form::Past)
                            && !verb.auxiliary
                            && k + 1 == at
                            && self.before_by(at))
                    {
                        return self.noun_before(k);
                    }
                    if k + 1 == at && verb.is_gerund() {
                        // `Armour, pouring down from P, …`: the gerund hangs on the noun if no verb stands before it.
                        return match self.verb_before(k) {
                            Some(v) => self.subject_within(v, depth - 1),
                            None => self.noun_before(k).filter(|&n| self.noun(n).is_some_and(|n| n.prep.is_empty())),
                        };
                    }
                    if let Some(open) = self.opening(k) {
                        k = self.first_opening(open);
                        continue;
                    }
                    if k + 1 == at || self.only_adverbs(k + 1..at) {
                        // `entered X, captured Y`
                        return self.verb_before(k).and_then(|v| self.subject_within(v, depth - 1));
                    }
                    return None;
                }
                PhraseKind::Conjunction => {
                    let paired =
                        k > 0 && self.noun(k + 1).is_some() && self.noun(k - 1).is_some_and(|n| !n.prep.is_empty());
                    let adverbs = self.only_adverbs(k + 1..at);
                    // `left P on the 18th and on the 19th was in Q`
                    let days = paired && adverbs && self.noun(k + 1).is_some_and(|n| n.class == Head::Time);
                    if let Some(v) = self.told_before(k).filter(|_| days) {
                        return self.subject_within(v, depth - 1);
                    }
                    if !paired && adverbs {
                        return self.told_before(k).and_then(|v| self.subject_within(v, depth - 1));
                    }
                }
                PhraseKind::Verb(says) => {
                    // `P, which both sides agreed was lost`: the subject stands before the relative.
                    let inner = self.subject_within(k, depth - 1);
                    let relative = inner.and_then(|s| s.checked_sub(1)).filter(|&r| {
                        verb.is_finite()
                            && says.is_finite()
                            && matches!(self.phrases.get(r).map(|p| &p.kind), Some(PhraseKind::Relative))
                            && matches!(self.word(r), "which" | "that" | "who")
                    });
                    return match relative {
                        Some(r) => self.noun_before(r),
                        None => inner,
                    };
                }
                PhraseKind::Relative => {
                    return match self.word(k) {
                        "who" | "which" | "that" | "whom" => self.noun_before(k),
                        _ => None,
                    };
                }
                PhraseKind::Subordinator => {
                    if verb.is_gerund() {
                        if let Some(v) = self.verb_before(k) {
                            return self.subject_within(v, depth - 1);
                        }
                        let comma = (at..self.phrases.len().min(at + REACH))
                            .find(|&i| self.is_mark(i) && self.word(i) == ",")?;
                        return (comma + 1..self.phrases.len().min(comma + 6))
                            .find(|&i| self.noun(i).is_some_and(|n| n.prep.is_empty() && n.class != Head::Time));
                    }
                    return None;
                }
            }
        }
        None
    }

    /// The verb of the clause before a conjunction, over an attribution between commas: `walked in, residents said, and were …`.
    fn told_before(&self, at: usize) -> Option<usize> {
        let verb = self.verb_before(at)?;
        let says = self.verb(verb).is_some_and(|v| {
            matches!(v.lemma.as_str(), "say" | "tell" | "report" | "add" | "announce" | "claim")
                && v.is_finite()
                && !v.passive
        }) && self.object(verb).is_none()
            && self.word(verb + 1) != "that";
        let comma = (verb.saturating_sub(6)..verb).rev().find(|&k| self.word(k) == ",").filter(|_| says);
        comma.and_then(|k| self.verb_before(k)).or(Some(verb))
    }

    /// True if the noun phrase goes on with a prepositional one before it: `by the army and the militias`.
    fn is_in_adjunct(&self, at: usize) -> bool {
        if at < 3
            || !matches!(self.phrases.get(at - 1).map(|p| &p.kind), Some(PhraseKind::Conjunction))
            || self.noun(at - 2).is_none_or(|n| n.prep.is_empty())
        {
            return false;
        }
        (0..at - 2)
            .rev()
            .take_while(|&k| match self.phrases.get(k).map(|p| &p.kind) {
                Some(PhraseKind::Noun(_) | PhraseKind::Other) => true,
                Some(PhraseKind::Conjunction) => self.noun(k + 1).is_some(),
                _ => false,
            })
            .any(|k| self.noun(k).is_some_and(|n| n.prep.is_empty() && n.class != Head::Time))
    }

    /// True if nothing but adverbs and times stands there.
    fn only_adverbs(&self, mut range: Range<usize>) -> bool {
        range.all(|i| match self.phrases.get(i).map(|p| &p.kind) {
            Some(PhraseKind::Noun(n)) => n.class == Head::Time || !n.prep.is_empty(),
            Some(PhraseKind::Other) => true,
            Some(PhraseKind::Mark) => self.word(i) == ",",
            _ => false,
        })
    }

    /// True if `by` follows the verb at once.
    pub(super) fn before_by(&self, at: usize) -> bool {
        (at + 1..(at + 4).min(self.phrases.len()))
            .any(|i| self.noun(i).is_some_and(|n| n.prep == "by" && n.class != Head::Time) && !self.is_manner(i))
    }

    /// `by storm`, `by surprise`: how it was done, not who did it.
    fn is_manner(&self, at: usize) -> bool {
        self.noun(at).is_some_and(|n| {
            n.prep == "by"
                && self.tokens.get(n.head).is_some_and(|t| {
                    matches!(
                        t.lower.as_str(),
                        "storm" | "surprise" | "assault" | "force" | "stealth" | "stratagem" | "treachery" | "escalade"
                    )
                })
        })
    }

    /// The nearest noun phrase before `at`, not further than a comma.
    pub(super) fn noun_before(&self, at: usize) -> Option<usize> {
        let mut k = at;
        let mut marks = 0;
        let mut with_prep = None;
        while k > 0 && at - k < 8 {
            k -= 1;
            if let Some(noun) = self.noun(k) {
                if noun.class == Head::Time {
                    continue;
                }
                if !noun.prep.is_empty() && with_prep.is_none() {
                    // `in Goma, which …` stands for Goma; `the town of X in Y, which` for the nearer one.
                    // `the only city in Darfur that …`: the city.
                    if k > 0
                        && self.noun(k - 1).is_some_and(|n| n.prep.is_empty() && n.class == Head::Settlement)
                        && matches!(noun.prep.as_str(), "in" | "near" | "off" | "of" | "outside" | "between" | "on")
                    {
                        return Some(k - 1);
                    }
                    with_prep = Some(k);
                    return with_prep;
                }
                return Some(k);
            }
            if self.is_soft(k) && marks == 0 {
                marks += 1;
                if let Some(open) = self.opening(k) {
                    k = open;
                }
                continue;
            }
            if matches!(self.phrases.get(k).map(|p| &p.kind), Some(PhraseKind::Other)) {
                continue;
            }
            break;
        }
        with_prep
    }

    /// The nearest verb group before `at` that carries a clause, asides skipped.
    pub(super) fn verb_before(&self, at: usize) -> Option<usize> {
        let mut k = at;
        while k > 0 && at - k < REACH {
            k -= 1;
            if self.is_strong(k) {
                return None;
            }
            if self.is_soft(k)
                && k < at
                && let Some(open) = self.opening(k)
            {
                // An aside between: but a list of participles is no aside.
                if matches!(self.phrases.get(open + 1).map(|p| &p.kind), Some(PhraseKind::Relative)) {
                    k = open;
                    continue;
                }
            }
            if self.verb(k).is_some() {
                return Some(k);
            }
        }
        None
    }

    /// The noun phrase right after the verb group, without preposition.
    pub(super) fn object(&self, at: usize) -> Option<usize> {
        for k in at + 1..self.phrases.len().min(at + 4) {
            match &self.phrases.get(k)?.kind {
                PhraseKind::Other => {}
                PhraseKind::Noun(noun) => {
                    let particle = k == at + 1
                        && matches!(noun.prep.as_str(), "off" | "up" | "over" | "back" | "out")
                        && self.verb(at).is_some_and(|v| {
                            matches!(
                                v.lemma.as_str(),
                                "cut"
                                    | "deliver"
                                    | "gobble"
                                    | "mop"
                                    | "roll"
                                    | "scoop"
                                    | "snap"
                                    | "swallow"
                                    | "sweep"
                                    | "yield"
                                    | "give"
                                    | "hand"
                                    | "turn"
                                    | "take"
                                    | "fend"
                                    | "ward"
                                    | "beat"
                                    | "fight"
                                    | "drive"
                                    | "seal"
                                    | "win"
                                    | "stave"
                                    | "throw"
                                    | "push"
                            )
                        });
                    if (noun.prep.is_empty() || particle) && noun.class != Head::Time {
                        // `said the town fell`: the subject of the next verb is no object.
                        return Some(k);
                    }
                    // `took in succession A and B`, `took on Friday A`
                    let aside = k == at + 1 && noun.places.is_empty() && noun.at.is_empty();
                    let late = aside
                        && self.noun(k + 1).is_some_and(|n| n.prep.is_empty() && n.class == Head::Place)
                        && !self.starts_clause(k + 1)
                        && !matches!(noun.prep.as_str(), "by" | "to" | "from" | "into");
                    // `took by storm the city of P`
                    let manner = self.is_manner(k) && self.noun(k + 1).is_some_and(|n| n.prep.is_empty());
                    return (late || manner).then_some(k + 1);
                }
                _ => return None,
            }
        }
        None
    }

    /// True if no verb follows the phrase at `at` before the next mark.
    pub(super) fn subject_of_none(&self, at: usize) -> bool {
        !(at + 1..self.phrases.len())
            .take_while(|&k| !self.is_mark(k))
            .any(|k| self.verb(k).is_some_and(Verb::is_finite))
    }

    /// True if the noun phrase is the subject of a finite verb.
    pub(super) fn starts_clause(&self, at: usize) -> bool {
        for k in at + 1..self.phrases.len().min(at + 6) {
            match self.phrases.get(k).map(|p| &p.kind) {
                Some(PhraseKind::Verb(verb)) => {
                    return verb.is_finite()
                        && !(verb.form == Some(crate::lexicon::Form::Past) && !verb.auxiliary && self.before_by(k));
                }
                Some(PhraseKind::Other) => {}
                Some(PhraseKind::Noun(noun)) if !noun.prep.is_empty() || noun.class == Head::Time => {}
                _ => return false,
            }
        }
        false
    }

    /// The first phrase of the clause that begins with one of the prepositions: to the right of `at`, else in front.
    pub(super) fn adjuncts(&self, at: usize, preps: &[&str], fronted: bool) -> Vec<usize> {
        let mut out: Vec<usize> =
            self.right_of(at).filter(|&k| self.noun(k).is_some_and(|n| preps.contains(&n.prep.as_str()))).collect();
        if out.is_empty() && fronted {
            out.extend(self.left_of(at).filter(|&k| self.noun(k).is_some_and(|n| preps.contains(&n.prep.as_str()))));
        }
        out
    }

    /// Phrases to the right of `at` inside its clause.
    pub(super) fn right_of(&self, at: usize) -> impl Iterator<Item = usize> {
        let mut end = at + 1;
        while let Some(phrase) = self.phrases.get(end) {
            if end - at > REACH {
                break;
            }
            let stop = match &phrase.kind {
                PhraseKind::Verb(verb) => verb.is_finite() || verb.is_gerund() || verb.infinitive,
                PhraseKind::Relative => true,
                PhraseKind::Subordinator => {
                    !matches!(self.word(end), "after" | "before" | "since" | "until" | "till" | "as" | "than")
                }
                PhraseKind::Mark => self.is_strong(end) || self.word(end) == "–" || self.word(end) == "—",
                _ => false,
            };
            if stop {
                break;
            }
            end += 1;
        }
        at + 1..end
    }

    /// Phrases to the left of `at` inside its clause, nearest first.
    pub(super) fn left_of(&self, at: usize) -> impl Iterator<Item = usize> {
        let mut start = at;
        while start > 0 && at - start < REACH {
            let k = start - 1;
            let stop = match self.phrases.get(k).map(|p| &p.kind) {
                Some(PhraseKind::Verb(verb)) => verb.is_finite(),
                Some(PhraseKind::Relative | PhraseKind::Subordinator) => true,
                Some(PhraseKind::Mark) => self.is_strong(k),
                _ => false,
            };
            if stop {
                break;
            }
            start = k;
        }
        (start..at).rev()
    }

    /// Bytes of the article text from one phrase to another.
    pub(super) fn span(&self, from: usize, to: usize) -> Range<usize> {
        let start = self.phrases.get(from).and_then(|p| self.tokens.get(p.tokens.start)).map_or(0, |t| t.span.start);
        let end = self
            .phrases
            .get(to)
            .and_then(|p| self.tokens.get(p.tokens.end.saturating_sub(1)))
            .map_or(start, |t| t.span.end);
        start..end.max(start)
    }
}
