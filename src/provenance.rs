//! Where a statement comes from: the words of an article, a baseline row or an override.

/// The words that support a mark.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
pub struct Citation {
    /// Index into the list of articles of the situation.
    pub article: usize,
    /// First code point in the decoded article.
    pub start: usize,
    /// Code point after the last.
    pub end: usize,
    /// The words, white space collapsed.
    pub quote: String,
}
