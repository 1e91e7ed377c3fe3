//! One time expression at one place of a sentence.
//!
//! In: tokens and [`Context`]. Out: [`Found`]. Never: which clause it belongs to.

use crate::date::Date;
use crate::date::Period;
use crate::date::days_between;
use crate::date::token::Token;
use crate::date::token::TokenKind;
use crate::date::written;
use crate::date::written::Order;
use crate::terms::Precision;

use super::PartOfDay;
use super::TimeKind;
use super::calendar;
use super::deictic;
use super::explicit;
use super::number::Count;
use super::number::Hedge;
use super::number::Unit;

/// What is known at a place of the text.
#[derive(Debug, Clone, Default)]
pub(super) struct Context {
    /// What "today" means.
    pub reference: Option<Date>,
    /// Without a reference: the year of dates that name none.
    pub year: Option<i16>,
    /// Without a reference: the start of the main story, against which history is told.
    pub main: Option<Date>,
    /// The period mentioned last, history left out.
    pub last: Option<Period>,
    /// The period mentioned last, history included.
    pub any: Option<Period>,
    /// The period mentioned last in this paragraph, the pluperfect left out.
    pub here: Option<Period>,
    /// The period mentioned last in this sentence.
    pub sentence: Option<Period>,
    /// Order of figures that the document proves.
    pub order: Option<Order>,
}

impl Context {
    /// A new paragraph: what was mentioned before stays, a day of its own replaces it.
    pub(super) fn new_paragraph(&mut self, day: Option<Date>) {
        self.here = None;
        if let Some(day) = day {
            self.last = Some(Period::day(day));
        }
    }

    /// The days that "later" and "the same day" count from.
    pub(super) fn anchor(&self) -> Option<Period> {
        [self.sentence, self.here, self.last]
            .into_iter()
            .flatten()
            .find(|p| p.days() <= 7)
            .or_else(|| self.reference.map(Period::day))
    }

    /// Remembers an expression.
    pub(super) fn mention(&mut self, found: &Found) {
        if !found.anchor {
            return;
        }
        self.any = Some(found.period);
        self.sentence = Some(found.period);
        if !found.background {
            self.here = Some(found.period);
        }
        let history =
            self.reference.or(self.main).is_some_and(|now| days_between(found.period.end, now) > super::HISTORY_DAYS);
        if history || found.background || found.kind == TimeKind::Until {
            return;
        }
        self.last = Some(found.period);
        if self.reference.is_none() && found.period.days() <= 7 && found.kind != TimeKind::Until {
            let year = found.period.end.year();
            if self.year.is_none_or(|y| year > y) {
                self.year = Some(year);
            }
        }
    }
}

/// An expression at tokens `first..next`.
#[derive(Debug, Clone)]
pub(super) struct Found {
    pub first: usize,
    /// Where the expression itself begins, words of relation left out.
    pub at: usize,
    pub next: usize,
    pub period: Period,
    pub precision: Precision,
    pub kind: TimeKind,
    pub part: Option<PartOfDay>,
    /// True if later expressions may count from it.
    pub anchor: bool,
    pub reporting: bool,
    /// Two days joined: "from 4 to 7 August" is no beginning.
    pub range: bool,
    /// Counted back from the main clause to the one that follows.
    pub subordinate: bool,
    /// Told in the pluperfect: what follows does not count from it.
    pub background: bool,
}

impl Found {
    /// A period at tokens `first..next`, as precise as it is long.
    pub(super) fn new(first: usize, next: usize, period: Period) -> Self {
        Self {
            first,
            at: first,
            next,
            period,
            precision: period.precision(),
            kind: TimeKind::Point,
            part: None,
            anchor: true,
            reporting: false,
            range: false,
            background: false,
            subordinate: false,
        }
    }

    pub(super) fn day(first: usize, next: usize, day: Date) -> Self {
        Self::new(first, next, Period::day(day))
    }

    pub(super) fn with_part(mut self, part: Option<PartOfDay>) -> Self {
        self.part = part;
        self
    }

    pub(super) fn with_kind(mut self, kind: TimeKind) -> Self {
        self.kind = kind;
        self
    }

    pub(super) fn at_best(mut self, precision: Precision) -> Self {
        self.precision = self.precision.max(precision);
        self
    }

    pub(super) fn into_range(mut self) -> Self {
        self.range = true;
        self
    }

    pub(super) fn into_subordinate(mut self) -> Self {
        self.subordinate = true;
        self.anchor = false;
        self
    }

    pub(super) fn unanchored(mut self) -> Self {
        self.anchor = false;
        self
    }
}

/// The expression that begins at token `at`, with the words of relation before it.
pub(super) fn read(tokens: &[Token<'_>], at: usize, context: &Context) -> Option<Found> {
    let mut found = explicit::read(tokens, at, context).or_else(|| deictic::read(tokens, at, context))?;
    if found.part.is_none() {
        found.part = part_after(tokens, &mut found.next).or_else(|| part_before(tokens, at));
    }
    found.first = at;
    found.at = at;
    if found.kind == TimeKind::Point {
        let (first, kind) = relation(tokens, at);
        found.first = first;
        found.kind = if found.range && kind == TimeKind::Since && !tokens.get(first).is_some_and(|t| t.is("since")) {
            TimeKind::Point
        } else {
            kind
        };
    }
    let first = found.first;
    found.background = is_pluperfect(tokens, first);
    found.reporting = is_reporting(tokens, first, found.next);
    Some(found)
}

/// True if `item` goes on the range or list that `last` began.
pub(super) fn continues(tokens: &[Token<'_>], last: &Found, item: &Found) -> bool {
    if matches!(last.kind, TimeKind::Within | TimeKind::Lasting)
        || matches!(item.kind, TimeKind::Within | TimeKind::Lasting | TimeKind::Since)
    {
        return false;
    }
    let Some(between) = tokens.get(last.next..core_start(tokens, item)) else {
        return false;
    };
    let words: Vec<String> = between.iter().take(6).map(|t| t.text.to_ascii_lowercase()).collect();
    let words: Vec<&str> =
        words.iter().map(String::as_str).filter(|w| !matches!(*w, "the" | "early" | "late")).collect();
    let begins = |found: &Found, words: &[&str]| tokens.get(found.first).is_some_and(|t| words.iter().any(|w| t.is(w)));
    let opened = begins(last, &["between", "from"]);
    // "left on 18 August and on the 19th was in Digne": two clauses.
    let own = begins(item, &["on", "in", "at"]);
    let ordered = last.period.start <= item.period.end;
    match words.as_slice() {
        ["to" | "until" | "till" | "through" | "-" | "\u{2013}" | "&"] => ordered,
        ["and"] if opened => ordered,
        ["and" | "or"] | [",", "and"] if own => false,
        ["and" | "or" | ","] | [",", "and"] => {
            let gap = days_between(last.period.end, item.period.start);
            (0..=3).contains(&gap) && last.period.days() <= 7 && item.period.days() <= 7 && item.kind == TimeKind::Point
        }
        [] => {
            // "overnight Friday", "Monday, 23 June" that did not match as one.
            last.period.start <= item.period.end && last.period.end >= item.period.start && item.period.days() <= 2
        }
        _ => false,
    }
}

/// The token at which the expression itself begins: after "from", "until", "to".
fn core_start(tokens: &[Token<'_>], item: &Found) -> usize {
    let relation = tokens.get(item.first).is_some_and(|t| ["until", "till", "through"].iter().any(|w| t.is(w)));
    item.first + usize::from(relation)
}

/// Part of the day named after the expression: "Tuesday night", "Friday at dawn", "on Sunday in the evening".
fn part_after(tokens: &[Token<'_>], next: &mut usize) -> Option<PartOfDay> {
    let mut at = *next;
    if tokens.get(at).is_some_and(|t| t.is("at") || t.is("by") || t.is("before")) {
        at += 1;
    } else if tokens.get(at).is_some_and(|t| t.is("in")) && tokens.get(at + 1).is_some_and(|t| t.is("the")) {
        at += 2;
    }
    let token = tokens.get(at)?;
    let part = part_word(token.text)?;
    // "Friday night's raid" is fine, "Monday evening newspaper" is rare; "Saturday early" too.
    *next = at + 1;
    Some(part)
}

/// Part of the day named before it: "late on Thursday", "on the morning of 5 May", "early Sunday".
fn part_before(tokens: &[Token<'_>], at: usize) -> Option<PartOfDay> {
    let mut back = at;
    for _ in 0..4 {
        back = back.checked_sub(1)?;
        let token = tokens.get(back)?;
        if ["on", "of", "the", "in", ","].contains(&token.text.to_ascii_lowercase().as_str()) {
            continue;
        }
        return if token.is("late") { Some(PartOfDay::Evening) } else { part_word(token.text) };
    }
    None
}

/// The part of the day that a word names.
pub(super) fn part_word(word: &str) -> Option<PartOfDay> {
    let word = word.strip_suffix("'s").unwrap_or(word);
    Some(match word.to_ascii_lowercase().as_str() {
        "dawn" | "daybreak" | "sunrise" | "early" => PartOfDay::Early,
        "morning" | "am" => PartOfDay::Morning,
        "noon" | "midday" | "afternoon" | "lunchtime" | "pm" => PartOfDay::Afternoon,
        "evening" | "dusk" | "sunset" | "nightfall" => PartOfDay::Evening,
        "night" | "midnight" | "overnight" => PartOfDay::Night,
        _ => return None,
    })
}

/// Words of relation before token `at`: where they begin and what they mean.
fn relation(tokens: &[Token<'_>], at: usize) -> (usize, TimeKind) {
    let mut back = at;
    let mut first = at;
    for _ in 0..5 {
        let Some(before) = back.checked_sub(1) else {
            break;
        };
        let Some(token) = tokens.get(before) else {
            break;
        };
        let lower = token.text.to_ascii_lowercase();
        let kind = match lower.as_str() {
            "since" => TimeKind::Since,
            "from" => TimeKind::Since,
            "until" | "till" => TimeKind::Until,
            "by" => TimeKind::By,
            "before" => TimeKind::Before,
            "after" => TimeKind::After,
            "between" | "during" | "throughout" => return (before, TimeKind::Point),
            "on" | "in" | "at" | "over" if first == at || first == back => {
                if first < at {
                    // "walked in on Friday": one preposition belongs to the day.
                    break;
                }
                first = before;
                back = before;
                // "before dawn on Saturday": the relation is to dawn.
                let noun = before
                    .checked_sub(1)
                    .and_then(|i| tokens.get(i))
                    .is_some_and(|t| part_word(t.text).is_some() && !t.is("early"));
                if noun {
                    break;
                }
                continue;
            }
            "the" | "early" | "late" | "about" | "around" | "mid" | "-" | "this" => {
                back = before;
                if lower == "early" || lower == "late" {
                    first = before;
                }
                continue;
            }
            "of" => {
                // "the night of 10 June", "the morning of the 2d"
                let Some(noun) = before.checked_sub(1) else {
                    break;
                };
                if tokens.get(noun).is_none_or(|t| part_word(t.text).is_none()) {
                    break;
                }
                first = noun;
                back = noun;
                continue;
            }
            _ => break,
        };
        return (before, kind);
    }
    (first, TimeKind::Point)
}

const SPEECH: &[&str] = &[
    "acknowledged",
    "added",
    "admitted",
    "announced",
    "claimed",
    "confirmed",
    "declared",
    "denied",
    "published",
    "posted",
    "reported",
    "said",
    "says",
    "stated",
    "told",
    "tweeted",
    "warned",
    "wrote",
];

const STATEMENTS: &[&str] =
    &["announcement", "briefing", "communique", "interview", "report", "speech", "statement", "update"];

/// True if the expression dates a statement.
fn is_reporting(tokens: &[Token<'_>], first: usize, next: usize) -> bool {
    let lower = |i: usize| tokens.get(i).map(|t| t.text.to_ascii_lowercase()).unwrap_or_default();
    if STATEMENTS.contains(&lower(next).as_str()) {
        return true;
    }
    let mut back = first;
    for _ in 0..3 {
        let Some(before) = back.checked_sub(1) else {
            return false;
        };
        let word = lower(before);
        if SPEECH.contains(&word.as_str()) || STATEMENTS.contains(&word.as_str()) {
            return true;
        }
        if !matches!(word.as_str(), "on" | "late" | "early" | "the" | "reporters" | "journalists") {
            return false;
        }
        back = before;
    }
    false
}

/// True if the clause before token `first` stands in the pluperfect ("had set out on Thursday").
fn is_pluperfect(tokens: &[Token<'_>], first: usize) -> bool {
    for token in tokens.iter().take(first).rev().take(14) {
        if token.is("had") {
            return true;
        }
        if token.kind == TokenKind::Mark && matches!(token.text, "," | ";" | ":" | "\"") {
            return false;
        }
    }
    false
}

/// True if the tense at token `at` is future: the nearest verb form to the left, else a "will" soon after.
pub(super) fn is_future(tokens: &[Token<'_>], at: usize) -> bool {
    let word = |i: usize| tokens.get(i).map(|t| t.text.to_ascii_lowercase()).unwrap_or_default();
    let ahead = |w: &str| {
        matches!(w, "will" | "shall" | "won't" | "'ll" | "would" | "due" | "scheduled" | "slated" | "planned")
    };
    let mut back = at;
    for distance in 0..25 {
        let Some(before) = back.checked_sub(1) else {
            break;
        };
        back = before;
        let here = word(before);
        // "would meet on Friday", "could fall in the spring", but not "could have fallen".
        if distance < 6
            && matches!(here.as_str(), "would" | "may" | "might" | "could" | "should")
            && word(before + 1) != "have"
        {
            return true;
        }
        if ahead(&here) || here.ends_with("'ll") {
            return true;
        }
        if here == "to"
            && ["is", "are", "expected", "expects", "plans", "plan", "going", "set", "hopes", "likely"]
                .contains(&word(before.wrapping_sub(1)).as_str())
        {
            return true;
        }
        if tokens.get(before).is_some_and(|t| t.kind == TokenKind::Mark && matches!(t.text, ";" | "\"")) {
            return false;
        }
        let participle = here.len() > 3 && here.ends_with("ed");
        if participle
            && (1..4)
                .any(|d| before.checked_sub(d).is_some_and(|i| matches!(word(i).as_str(), "be" | "will" | "would")))
        {
            continue;
        }
        if participle
            || matches!(
                here.as_str(),
                "was" | "were" | "had" | "did" | "said" | "has" | "have" | "told" | "took" | "fell"
            )
        {
            return false;
        }
    }
    if at < 4 {
        for i in at..at + 9 {
            let here = word(i);
            if matches!(here.as_str(), "will" | "shall") {
                return true;
            }
            if here.ends_with("ed") || matches!(here.as_str(), "was" | "were" | "had" | "said" | "took" | "fell") {
                return false;
            }
        }
    }
    false
}

/// True if the token cannot be what a number or an ordinal counts: it ends the phrase.
pub(super) fn ends_phrase(token: Option<&Token<'_>>) -> bool {
    let Some(token) = token else { return true };
    match token.kind {
        TokenKind::Mark => !matches!(token.text, "-" | "%" | "$" | "\u{2013}" | "'"),
        TokenKind::Number => false,
        TokenKind::Word => {
            let lower = token.text.to_ascii_lowercase();
            FUNCTION_WORDS.contains(&lower.as_str())
        }
    }
}

const FUNCTION_WORDS: &[&str] = &[
    "a",
    "after",
    "also",
    "although",
    "an",
    "and",
    "are",
    "as",
    "at",
    "because",
    "before",
    "but",
    "by",
    "despite",
    "did",
    "during",
    "following",
    "for",
    "forces",
    "from",
    "government",
    "had",
    "has",
    "have",
    "he",
    "her",
    "his",
    "i",
    "in",
    "insurgents",
    "instant",
    "inst",
    "into",
    "is",
    "it",
    "its",
    "local",
    "no",
    "not",
    "of",
    "off",
    "on",
    "or",
    "our",
    "over",
    "rebels",
    "she",
    "so",
    "some",
    "soldiers",
    "that",
    "the",
    "their",
    "then",
    "there",
    "they",
    "this",
    "though",
    "through",
    "to",
    "troops",
    "ult",
    "ultimo",
    "under",
    "until",
    "was",
    "we",
    "were",
    "when",
    "where",
    "which",
    "while",
    "who",
    "will",
    "with",
    "without",
    "would",
];

/// A weekday with or without the possessive.
pub(super) fn weekday(token: &Token<'_>) -> Option<crate::date::Weekday> {
    if token.kind != TokenKind::Word {
        return None;
    }
    written::weekday(token.text.strip_suffix("'s").unwrap_or(token.text))
}

/// The days `count` before (`sign` -1) or after (1) `anchor`, as wide as the count is vague.
pub(super) fn moved(anchor: Date, sign: i32, count: &Count) -> Option<Period> {
    let day = calendar::shift(anchor, count.unit.days(count.number).checked_mul(sign)?)?;
    let slack = match count.unit {
        Unit::Hour | Unit::Day if count.vague => 2,
        Unit::Hour | Unit::Day => i32::from(count.hedge == Hedge::About),
        Unit::Week => 2 + i32::from(count.vague) * 5,
        Unit::Month => 15,
        Unit::Year => 182,
    };
    Some(Period::new(calendar::shift(day, -slack)?, calendar::shift(day, slack)?))
}
