//! An article as it was read: clean text, blocks, sentences, date; and the way back to the original.
//!
//! In: bytes or text. Out: [`Article`]. Never: place names or events.

use std::ops::Range;

use crate::date::Date;
use crate::diagnostic::Warning;

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
    /// City of the wire dateline (`HAMA, Syria, Dec 5`), not a place of an event by itself.
    pub dateline: Option<Range<usize>>,
    /// The text that the later stages read: quotes, dashes and spaces made plain, nothing else lost.
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
    /// Which rule found it: `given`, `byline`, `stamp`, `dateline`, `header`, `url`, `text`.
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
        matches!(
            self,
            Self::Headline | Self::Heading | Self::Paragraph | Self::ListItem | Self::TableRow
        )
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
        self.sentences
            .get(index)
            .and_then(|s| self.text.get(s.span.clone()))
            .unwrap_or("")
    }
}
