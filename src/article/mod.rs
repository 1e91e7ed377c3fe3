//! An article as it was read: clean text, blocks, sentences, date; and the way back to the original.
//!
//! In: bytes or text. Out: [`Article`]. Never: place names or events.

mod block;
mod clean;
mod dateline;
mod decode;
mod entity;
mod furniture;
mod heading;
mod html;
mod markdown;
mod plain;
mod published;
mod reader;
pub mod sentence;

use std::ops::Range;

use crate::date::Date;
use crate::date::Period;
use crate::diagnostic::Warning;

pub use reader::Format;
pub use reader::ReadOptions;
pub use reader::read;
pub use reader::verbatim;

/// A news article, ready for reading by the later stages.
#[derive(Debug, Clone, Default)]
pub struct Article {
    /// File name or other label, as given by the caller.
    pub source: String,
    /// Headline.
    pub title: Option<String>,
    /// Author line.
    pub byline: Option<String>,
    /// Publication, if the text names one.
    pub outlet: Option<String>,
    /// Address of the page.
    pub url: Option<String>,
    /// Language of the page as it says itself.
    pub lang: Option<String>,
    /// When it was published, with the reason.
    pub published: Option<Published>,
    /// Day of the dateline, if it is one to three days before the publication: what "today" means in the text.
    pub written: Option<Date>,
    /// City of the wire dateline (`HAMA, Syria, Dec 5`), not a place of an event by itself.
    pub dateline: Option<Range<usize>>,
    /// The text that the later stages read: blocks divided by line feeds; quotes are `'` and `"`, hyphens `-`,
    /// dashes of any length `–` (U+2013), spaces a space; soft hyphens and zero-width characters are gone.
    pub text: String,
    /// From bytes of `text` to code points of the decoded original.
    pub offsets: Offsets,
    /// Blocks in reading order.
    pub blocks: Vec<Block>,
    /// Sentences of blocks that carry the story, in reading order.
    pub sentences: Vec<Sentence>,
    /// What a reader should know: conflicting dates, repeated body.
    pub warnings: Vec<Warning>,
}

/// The date of the article and how it was found.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Published {
    /// Day of publication.
    pub date: Date,
    /// True if the text names no year and it was inferred or is unknown.
    pub year_inferred: bool,
    /// True if nothing in the text fixes the year: the year in `date` only serves to order days and must not be shown.
    pub year_unknown: bool,
    /// Which rule found it: `given`, `byline`, `stamp`, `page`, `dateline`, `header`, `foot`, `url`, `updated`, `archive`, `text`.
    pub rule: &'static str,
}

/// A block of text.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Block {
    /// What it is.
    pub kind: BlockKind,
    /// Bytes of `Article::text`.
    pub span: Range<usize>,
    /// Date of this block alone (live blogs, day headings), if it has one.
    pub date: Option<Date>,
    /// The days that the heading above names without being one day: a month, a year, a week.
    pub period: Option<Period>,
}

/// Kinds of block. Only the first five carry the story.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum BlockKind {
    /// The title of the article.
    Headline,
    /// A heading inside the article.
    Heading,
    /// Body text.
    Paragraph,
    /// List item.
    ListItem,
    /// Row of a table.
    TableRow,
    /// Date or byline stamp.
    Stamp,
    /// Page furniture: credits, menus, "Loading…".
    Boilerplate,
    /// A paragraph that stood before already.
    Duplicate,
}

impl BlockKind {
    /// True if sentences are read from it.
    pub const fn is_story(self) -> bool {
        matches!(self, Self::Headline | Self::Heading | Self::Paragraph | Self::ListItem | Self::TableRow)
    }
}

/// A sentence.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Sentence {
    /// Bytes of `Article::text`.
    pub span: Range<usize>,
    /// Index of its block.
    pub block: usize,
}

/// Piecewise map from bytes of the clean text to code points of the original.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Offsets {
    /// `(byte in clean text, code point in original)`, ascending, one entry per run that maps one to one.
    pub runs: Vec<(usize, usize)>,
}

impl Article {
    /// Text of a sentence.
    pub fn sentence(&self, index: usize) -> &str {
        self.sentences.get(index).and_then(|s| self.text.get(s.span.clone())).unwrap_or("")
    }

    /// Without a date of the article: the year that the title or the first sentence with a year tells of.
    pub fn story_year(&self) -> Option<i16> {
        let sentences = (0..self.sentences.len()).map(|i| self.sentence(i));
        published::story_year(self.title.as_deref().into_iter().chain(sentences))
    }

    /// Index of the sentence that holds byte `at` of `text`, or of the last one that begins before it.
    pub fn sentence_at(&self, at: usize) -> Option<usize> {
        self.sentences.partition_point(|s| s.span.start <= at).checked_sub(1)
    }

    /// Bytes of `text` to code points of the decoded original, end exclusive.
    /// For a page in HTML the original is the text that was extracted from it.
    pub fn original_span(&self, span: Range<usize>) -> (usize, usize) {
        let start = self.offsets.code_point(&self.text, span.start);
        let Some(last) = self.text.get(span.clone()).and_then(|t| t.chars().next_back()) else {
            return (start, start);
        };
        (start, self.offsets.code_point(&self.text, span.end - last.len_utf8()) + 1)
    }

    /// Code points of the original, end exclusive, to bytes of `text`.
    pub fn clean_span(&self, start: usize, end: usize) -> Range<usize> {
        let from = self.offsets.byte(&self.text, start);
        from..self.offsets.byte(&self.text, end).max(from)
    }
}

impl Offsets {
    /// Code point of the original for byte `at` of `text`.
    fn code_point(&self, text: &str, at: usize) -> usize {
        let Some(&(byte, code_point)) =
            self.runs.partition_point(|r| r.0 <= at).checked_sub(1).and_then(|i| self.runs.get(i))
        else {
            return 0;
        };
        code_point + text.get(byte..at.min(text.len())).map_or(0, |t| t.chars().count())
    }

    /// Byte of `text` where code point `at` of the original stands, or the next one that was kept.
    fn byte(&self, text: &str, at: usize) -> usize {
        let index = self.runs.partition_point(|r| r.1 <= at);
        let next = self.runs.get(index).map_or(text.len(), |r| r.0);
        let Some(&(byte, code_point)) = index.checked_sub(1).and_then(|i| self.runs.get(i)) else {
            return next.min(text.len());
        };
        let rest = text.get(byte..next).unwrap_or("");
        rest.char_indices().nth(at - code_point).map_or(next, |(i, _)| byte + i)
    }
}
