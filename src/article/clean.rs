//! Characters made plain: one spelling of quotes, dashes and spaces, and the way back to the original.
//!
//! In: pieces of the original. Out: clean text with [`Offsets`]. Never: words changed.

use std::ops::Range;

use super::Offsets;
use super::entity;

/// Bytes of clean text after which a new run is noted, so that looking up a place takes bounded time.
const RUN: usize = 256;

/// What becomes of a character.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Plain {
    /// It stays, or this takes its place.
    Char(char),
    /// White space of any kind.
    Space,
    /// It leaves no trace: soft hyphens, zero-width and direction marks, control characters.
    Nothing,
}

/// The plain form of a character.
///
/// Quotes become `'` and `"`, hyphens `-`, dashes of any length `–` (U+2013), spaces a space.
pub(super) const fn plain(c: char) -> Plain {
    match c {
        ' '
        | '\t'
        | '\n'
        | '\r'
        | '\u{b}'
        | '\u{c}'
        | '\u{85}'
        | '\u{a0}'
        | '\u{1680}'
        | '\u{2000}'..='\u{200a}'
        | '\u{2028}'
        | '\u{2029}'
        | '\u{202f}'
        | '\u{205f}'
        | '\u{3000}' => Plain::Space,
        '`' => Plain::Char('\''),
        '!'..='~' => Plain::Char(c),
        '\0'..='\u{1f}'
        | '\u{7f}'..='\u{9f}'
        | '\u{ad}'
        | '\u{61c}'
        | '\u{200b}'..='\u{200f}'
        | '\u{202a}'..='\u{202e}'
        | '\u{2060}'..='\u{206f}'
        | '\u{feff}'
        | '\u{fe00}'..='\u{fe0f}'
        | '\u{fff9}'..='\u{fffb}' => Plain::Nothing,
        '\u{2018}'..='\u{201b}' | '\u{2032}' | '\u{2bc}' | '\u{b4}' | '\u{ff07}' => Plain::Char('\''),
        '\u{201c}'..='\u{201f}' | '\u{2033}' | '\u{ab}' | '\u{bb}' | '\u{ff02}' => Plain::Char('"'),
        '\u{2010}' | '\u{2011}' | '\u{fe63}' | '\u{ff0d}' => Plain::Char('-'),
        '\u{2012}'..='\u{2015}' | '\u{2212}' => Plain::Char('\u{2013}'),
        _ => Plain::Char(c),
    }
}

/// Collects clean text and remembers where each character came from.
#[derive(Debug)]
pub(super) struct Builder<'a> {
    original: &'a str,
    /// Byte and code point of the original up to which characters were counted.
    cursor: (usize, usize),
    text: String,
    runs: Vec<(usize, usize)>,
    /// Code point that the next clean character would have if the run went on, and clean byte where the run began.
    next: usize,
    run_start: usize,
}

impl<'a> Builder<'a> {
    pub(super) fn new(original: &'a str) -> Self {
        Self {
            original,
            cursor: (0, 0),
            text: String::with_capacity(original.len()),
            runs: Vec::with_capacity(original.len() / RUN + 8),
            next: usize::MAX,
            run_start: 0,
        }
    }

    pub(super) const fn len(&self) -> usize {
        self.text.len()
    }

    /// Code point of byte `at` of the original; bytes must be asked for in ascending order.
    fn code_point(&mut self, at: usize) -> usize {
        if at > self.cursor.0
            && let Some(between) = self.original.get(self.cursor.0..at)
        {
            self.cursor = (at, self.cursor.1 + between.chars().count());
        }
        self.cursor.1
    }

    fn push(&mut self, c: char, code_point: usize) {
        let at = self.text.len();
        if code_point != self.next || at - self.run_start >= RUN {
            self.runs.push((at, code_point));
            self.run_start = at;
        }
        self.next = code_point + 1;
        self.text.push(c);
    }

    /// A character that joins pieces; it stands for the place `at` (a byte) in the original.
    pub(super) fn push_glue(&mut self, c: char, at: usize) {
        let code_point = self.code_point(at);
        self.push(c, code_point);
    }

    /// A piece of the original, white space collapsed, entities of HTML read if asked for.
    /// White space at the start is dropped if the text so far ends with white space.
    pub(super) fn push_piece(&mut self, range: Range<usize>, entities: bool) {
        let original = self.original;
        let Some(piece) = original.get(range.clone()) else {
            return;
        };
        let mut code_point = self.code_point(range.start);
        let mut chars = piece.char_indices();
        while let Some((at, c)) = chars.next() {
            let mut shown = c;
            let mut width = 1;
            if entities
                && c == '&'
                && let Some((value, length)) = piece.get(at..).and_then(entity::read)
            {
                shown = value;
                for _ in 1..length {
                    chars.next();
                }
                width = length;
            }
            match plain(shown) {
                Plain::Char(c) => self.push(c, code_point),
                Plain::Space if !self.text.ends_with([' ', '\n']) && !self.text.is_empty() => {
                    self.push(' ', code_point);
                }
                Plain::Space | Plain::Nothing => {}
            }
            code_point += width;
        }
        self.cursor = (range.end, code_point);
    }

    /// Removes white space at the end, but nothing before byte `from` of the clean text.
    pub(super) fn trim_end(&mut self, from: usize) {
        while self.text.len() > from && self.text.ends_with([' ', '\n']) {
            self.text.pop();
        }
        while self.runs.last().is_some_and(|r| r.0 >= self.text.len()) {
            self.runs.pop();
        }
        // The next character may follow a gap.
        self.next = usize::MAX;
    }

    /// The clean text from byte `from`.
    pub(super) fn since(&self, from: usize) -> &str {
        self.text.get(from..).unwrap_or("")
    }

    pub(super) fn finish(self) -> (String, Offsets) {
        (self.text, Offsets { runs: self.runs })
    }
}

/// True for the bytes of characters that [`one_to_one`] leaves as they are.
const fn is_plain(byte: u8) -> bool {
    matches!(byte, b'\n' | b' '..=b'_' | b'a'..=b'~')
}

/// How many plain bytes stand at the beginning; they are looked at in lots, which costs least.
fn plain_bytes(bytes: &[u8]) -> usize {
    let mut count = 0;
    for lot in bytes.chunks(32) {
        if !lot.iter().fold(true, |all, &byte| all & is_plain(byte)) {
            return count + lot.iter().take_while(|&&byte| is_plain(byte)).count();
        }
        count += lot.len();
    }
    count
}

/// Text changed character by character: as many code points as before.
pub(super) fn one_to_one(text: &str) -> (String, Offsets) {
    let mut out = String::with_capacity(text.len());
    let mut runs = Vec::with_capacity(text.len() / RUN + 2);
    let mut last = 0;
    let mut code_point = 0;
    let mut rest = text;
    while !rest.is_empty() {
        if code_point == 0 || out.len() - last >= RUN {
            runs.push((out.len(), code_point));
            last = out.len();
        }
        // Most text is plain already, and its bytes are code points.
        let stop = plain_bytes(rest.as_bytes().get(..RUN).unwrap_or(rest.as_bytes()));
        let (plain_part, other) = rest.split_at_checked(stop).unwrap_or((rest, ""));
        out.push_str(plain_part);
        code_point += plain_part.len();
        let mut chars = other.chars();
        rest = other;
        if stop < RUN
            && let Some(c) = chars.next()
        {
            out.push(match plain(c) {
                Plain::Char(c) => c,
                Plain::Space => ' ',
                Plain::Nothing if c.is_ascii() => ' ',
                Plain::Nothing => c,
            });
            code_point += 1;
            rest = chars.as_str();
        }
    }
    (out, Offsets { runs })
}
