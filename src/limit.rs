//! What one run may hold at most, so that no input, however it was made, costs more time or memory than it should.
//!
//! In: counts. Out: [`Limits`], or an error that names the limit and how to raise it. Never: files, arguments, a clock.

use crate::error::Error;
use crate::error::Result;

/// Something that is counted.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Limit {
    /// Bytes of an article.
    Bytes,
    /// Bytes of any other file.
    FileBytes,
    /// Elements of a page inside one another.
    HtmlNesting,
    /// Lists and objects of a JSON file inside one another.
    JsonNesting,
    /// Sentences of an article.
    Sentences,
    /// Place names in an article.
    Places,
    /// Features of a file.
    Features,
    /// Positions in the geometries of a file.
    Positions,
    /// Crossings of the outlines of areas, with themselves and with those of others.
    Crossings,
    /// Names that a map has to show.
    Labels,
    /// Pixels of a picture.
    Pixels,
    /// Seconds without an article, a frame or a picture being finished.
    Seconds,
}

impl Limit {
    /// All of them, in the order of their meaning.
    pub const ALL: [Self; 12] = [
        Self::Bytes,
        Self::FileBytes,
        Self::HtmlNesting,
        Self::JsonNesting,
        Self::Sentences,
        Self::Places,
        Self::Features,
        Self::Positions,
        Self::Crossings,
        Self::Labels,
        Self::Pixels,
        Self::Seconds,
    ];

    /// The word for it on the command line.
    pub fn name(self) -> &'static str {
        match self {
            Self::Bytes => "bytes",
            Self::FileBytes => "file-bytes",
            Self::HtmlNesting => "html-nesting",
            Self::JsonNesting => "json-nesting",
            Self::Sentences => "sentences",
            Self::Places => "places",
            Self::Features => "features",
            Self::Positions => "positions",
            Self::Crossings => "crossings",
            Self::Labels => "labels",
            Self::Pixels => "pixels",
            Self::Seconds => "seconds",
        }
    }

    /// What is counted, in the plural.
    pub fn counted(self) -> &'static str {
        match self {
            Self::Bytes | Self::FileBytes => "bytes",
            Self::HtmlNesting => "elements inside one another",
            Self::JsonNesting => "lists and objects inside one another",
            Self::Places => "place names",
            Self::Crossings => "crossings of outlines",
            Self::Labels => "names to show",
            _ => self.name(),
        }
    }

    /// The value where none is given.
    pub fn usual(self) -> u64 {
        match self {
            Self::Bytes => 16 << 20,
            Self::FileBytes => 256 << 20,
            Self::Sentences | Self::Features => 200_000,
            Self::HtmlNesting | Self::Places | Self::Crossings => 100_000,
            Self::JsonNesting => 100,
            Self::Positions => 1_000_000,
            Self::Labels => 25_000,
            Self::Pixels => 100_000_000,
            Self::Seconds => 120,
        }
    }

    /// The greatest value that can be given; the parser of JSON goes no deeper.
    pub fn most(self) -> u64 {
        if self == Self::JsonNesting { 127 } else { u64::MAX }
    }
}

/// A value for every [`Limit`].
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Limits {
    values: [u64; Limit::ALL.len()],
}

impl Default for Limits {
    fn default() -> Self {
        Self { values: Limit::ALL.map(Limit::usual) }
    }
}

impl Limits {
    /// The value of a limit.
    pub fn get(&self, limit: Limit) -> u64 {
        self.values.get(limit as usize).copied().unwrap_or_else(|| limit.usual())
    }

    /// The same limits with one changed.
    #[must_use]
    pub fn with(mut self, limit: Limit, value: u64) -> Self {
        if let Some(slot) = self.values.get_mut(limit as usize) {
            *slot = value;
        }
        self
    }

    /// Compares a count with its limit.
    ///
    /// # Errors
    /// [`Error::Limit`] if there are more, with the option that raises it.
    pub fn check(&self, limit: Limit, found: usize, file: &str) -> Result<()> {
        if found as u64 <= self.get(limit) {
            return Ok(());
        }
        Err(self.exceeded(limit, &found.to_string(), file))
    }

    /// Compares how deep a text of JSON is nested with its limit, before anything is built of it.
    ///
    /// # Errors
    /// [`Error::Limit`] if it is deeper.
    pub fn check_json(&self, text: &str, file: &str) -> Result<()> {
        let (mut depth, mut deepest) = (0_usize, 0_usize);
        let (mut quoted, mut escaped) = (false, false);
        for byte in text.bytes() {
            match byte {
                _ if escaped => escaped = false,
                b'\\' if quoted => escaped = true,
                b'"' => quoted = !quoted,
                b'[' | b'{' if !quoted => {
                    depth += 1;
                    deepest = deepest.max(depth);
                }
                b']' | b'}' if !quoted => depth = depth.saturating_sub(1),
                _ => {}
            }
        }
        self.check(Limit::JsonNesting, deepest, file)
    }

    /// The error that more was found than the limit allows.
    pub fn exceeded(&self, limit: Limit, found: &str, file: &str) -> Error {
        let message = format!(
            "{found} {}, more than the limit of {} (raise it with --limit {}=N)",
            limit.counted(),
            self.get(limit),
            limit.name()
        );
        Error::Limit { file: file.to_owned(), message }
    }
}
