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
use super::anaphor;
use super::calendar;
use super::campaign;
use super::daytime;
use super::deictic;
use super::explicit;
use super::number::Count;
use super::number::Hedge;
use super::number::Unit;
use super::tense;

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
    /// The period mentioned last in this paragraph in the pluperfect.
    pub back: Option<Period>,
    /// The period mentioned last in this sentence.
    pub sentence: Option<Period>,
    /// The days of the heading above: a month, a year, a week.
    pub within: Option<Period>,
    /// Without a reference: a span of days that the text names with its years.
    pub span: Option<Period>,
    /// The day that opened the last block which opened with one.
    pub opened: Option<Date>,
    /// The expression opens its block.
    pub opening: bool,
    /// Expressions of this sentence so far that are history.
    pub old: usize,
    /// The day on which the campaign began that the text tells of.
    pub began: Option<Date>,
    /// A day was counted from a beginning that is not known yet.
    pub wanted: bool,
    /// The day mentioned last was told of its evening or night: morning is the next day.
    pub night: bool,
    /// The whole month named last in this sentence.
    pub month: Option<Period>,
    /// Order of figures that the document proves.
    pub order: Option<Order>,
}

impl Context {
    /// A new paragraph: what was mentioned before stays, a day of its own replaces it.
    pub(super) fn new_paragraph(&mut self, day: Option<Date>, within: Option<Period>) {
        self.here = None;
        self.back = None;
        self.opening = true;
        if within != self.within {
            self.within = within;
            self.opened = None;
            if let Some(within) = within {
                self.any = Some(within);
                self.last = None;
            }
        }
        if let Some(day) = day {
            self.last = Some(Period::day(day));
        }
    }

    /// The day whose hours are told: the last of at most a week of the sentence, the paragraph or the text before.
    pub(super) fn day_told_of(&self) -> Option<Date> {
        let days = self.sentence.or(self.here).or(self.back).or(self.last.filter(|l| l.days() == 1))?;
        (days.days() <= 7).then_some(days.end)
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
        if (28..=31).contains(&found.period.days()) && found.period.start.day() == 1 {
            self.month = Some(found.period);
        }
        self.sentence = Some(found.period);
        if std::mem::take(&mut self.opening) && found.first <= 1 && found.period.days() <= 31 {
            self.opened = Some(found.period.end);
        }
        if found.background {
            self.back = Some(found.period);
        } else {
            self.here = Some(found.period);
            self.night = matches!(found.part, Some(PartOfDay::Evening | PartOfDay::Night));
        }
        let history =
            self.reference.or(self.main).is_some_and(|now| days_between(found.period.end, now) > super::HISTORY_DAYS);
        self.old = if history { self.old + 1 } else { 0 };
        let narrower = self.span.is_none_or(|s| {
            found.period.days() < s.days() && s.start <= found.period.start && found.period.end <= s.end
        });
        if self.reference.is_none() && found.range && (20..800).contains(&found.period.days()) && narrower {
            self.span = Some(found.period);
        }
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
    /// A time of day without a day.
    pub local: bool,
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
            local: false,
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
    let mut found = explicit::read(tokens, at, context)
        .or_else(|| deictic::read(tokens, at, context))
        .or_else(|| campaign::read(tokens, at, context))
        .or_else(|| anaphor::read(tokens, at, context))?;
    if found.part.is_none() {
        found.part = daytime::after(tokens, &mut found.next).or_else(|| daytime::before(tokens, at));
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
    found.background = tense::is_pluperfect(tokens, first);
    found.reporting = tense::is_reporting(tokens, first, found.next);
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
                    .is_some_and(|t| daytime::part_word(t.text).is_some() && !t.is("early"));
                if noun {
                    break;
                }
                continue;
            }
            "the" | "early" | "earlier" | "later" | "late" | "about" | "around" | "mid" | "-" | "this" => {
                back = before;
                if matches!(lower.as_str(), "early" | "earlier" | "later" | "late") {
                    first = before;
                }
                continue;
            }
            "of" => {
                // "the night of 10 June", "the morning of the 2d"
                let Some(noun) = before.checked_sub(1) else {
                    break;
                };
                if tokens.get(noun).is_none_or(|t| daytime::part_word(t.text).is_none() && !t.is("hours")) {
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
        // A week more or less is told to the day; the precision says that it may be one off.
        Unit::Week if !count.vague => 0,
        Unit::Week => 7,
        Unit::Month => 15,
        Unit::Year => 182,
    };
    Some(Period::new(calendar::shift(day, -slack)?, calendar::shift(day, slack)?))
}
