//! When things happened: time expressions of an article and the day that a clause means.
//!
//! In: [`crate::article::Article`]. Out: [`Timeline`] of [`TimeExpression`]s. Never: events.
//!
//! Bare weekdays are the most recent such day, the day of the article included, unless the tense is future;
//! "the following day" counts from the date mentioned last; a date without a year is the latest one not after the
//! article. Without a date of the article the year of the title or the first dated sentence is carried forward.

mod anaphor;
mod calendar;
mod campaign;
mod clause;
mod daytime;
mod deictic;
mod explicit;
mod month;
mod number;
mod ordinal;
mod phrase;
mod reader;
mod retrospect;
mod tense;

use std::ops::Range;

use crate::article::Article;
use crate::date::Date;
use crate::date::Period;
use crate::terms::Precision;

pub use clause::Basis;
pub use clause::When;
pub(super) use clause::lost_aside;

/// Days before the article from which a date is history.
pub const HISTORY_DAYS: i32 = 60;

/// A time expression of a text.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct TimeExpression {
    /// Bytes of `Article::text`, words of relation ("since", "by") included.
    pub span: Range<usize>,
    /// The days meant. For `Until`, `By`, `Before` and `After` the day named; for `Since` from it to the reference.
    pub period: Period,
    /// How exact the period is.
    pub precision: Precision,
    /// How it relates to what is told.
    pub kind: TimeKind,
    /// Part of the day, if named.
    pub part: Option<PartOfDay>,
    /// True if it ends more than [`HISTORY_DAYS`] before the reference (for `Since`: if it starts so long before).
    pub historical: bool,
    /// True if it lies after the reference: a plan, an announcement.
    pub future: bool,
    /// True if it dates a statement ("said on Monday that …"), not what is stated.
    pub reporting: bool,
    /// True if it is only a time of day ("by nightfall"): it dates its own clause.
    pub local: bool,
    /// True if it stands in an aside that only describes: ", the only city lost since February,".
    pub aside: bool,
    /// True if it dates only the clause that follows ("three days after they broke out"), counted back from the main one.
    pub subordinate: bool,
}

/// Relation of an expression to what is told.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum TimeKind {
    /// On the day or in the period.
    Point,
    /// From then to the reference.
    Since,
    /// Up to then.
    Until,
    /// Then or earlier.
    By,
    /// Earlier than that.
    Before,
    /// Later than that.
    After,
    /// "In just over a week": a length that ends at the reference; its start is the start of the campaign.
    Within,
    /// "For ten days": a length; dates nothing by itself.
    Lasting,
}

/// Part of a day, in order.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum PartOfDay {
    /// Before sunrise; "early".
    Early,
    /// Morning.
    Morning,
    /// Noon and afternoon.
    Afternoon,
    /// Evening.
    Evening,
    /// Night; it runs to 06:00 of the next day.
    Night,
}

impl TimeExpression {
    /// True if it can say when an event took place.
    pub const fn dates_events(&self) -> bool {
        !matches!(
            self.kind,
            TimeKind::Within | TimeKind::Lasting | TimeKind::Before | TimeKind::After | TimeKind::Until
        )
    }
}

/// The time expressions of an article, by sentence.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Timeline {
    /// Expressions of each sentence in reading order; same indices as `Article::sentences`.
    pub sentences: Vec<Vec<TimeExpression>>,
    /// Date that "today" means in each sentence: of its block, else of the article.
    pub references: Vec<Option<Date>>,
    /// The article tells of a time long before it, or has no day of its own.
    pub retrospective: bool,
}

impl Timeline {
    /// Expressions of a sentence.
    pub fn in_sentence(&self, index: usize) -> &[TimeExpression] {
        self.sentences.get(index).map_or(&[], Vec::as_slice)
    }

    /// Date that "today" means in a sentence.
    pub fn reference(&self, index: usize) -> Option<Date> {
        self.references.get(index).copied().flatten()
    }

    /// When the words at `trigger` (bytes of `Article::text`, inside sentence `index`) took place:
    /// the nearest expression of its clause, else of the sentence, else the last date of the paragraph
    /// (precision 2), else the date of the article (precision 2).
    pub fn when(&self, article: &Article, index: usize, trigger: &Range<usize>) -> When {
        clause::when(self, article, index, trigger)
    }
}

/// Reads every time expression of an article.
pub fn read(article: &Article) -> Timeline {
    reader::read(article)
}
