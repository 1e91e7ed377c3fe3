//! Words, numbers and marks of a text with their places: what written dates are read from.
//!
//! In: text. Out: [`Token`]s in order. Never: meaning.

use std::ops::Range;

/// What a token is made of.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum TokenKind {
    /// Letters, with apostrophes inside.
    Word,
    /// Decimal digits.
    Number,
    /// One other character.
    Mark,
}

/// A word, a number or a mark; white space is left out.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Token<'a> {
    /// The characters.
    pub text: &'a str,
    /// First byte in the text that was read, plus the offset given.
    pub start: usize,
    /// What it is made of.
    pub kind: TokenKind,
}

impl Token<'_> {
    /// Byte after the last.
    pub const fn end(&self) -> usize {
        self.start + self.text.len()
    }

    /// Bytes of the token.
    pub const fn span(&self) -> Range<usize> {
        self.start..self.end()
    }

    /// True for a word equal to `word`, letter case aside.
    pub fn is(&self, word: &str) -> bool {
        self.kind == TokenKind::Word && self.text.eq_ignore_ascii_case(word)
    }

    /// True for the mark `mark`.
    pub fn is_mark(&self, mark: &str) -> bool {
        self.kind == TokenKind::Mark && self.text == mark
    }

    /// Value of a number of at most `digits` digits.
    pub fn number(&self, digits: usize) -> Option<i16> {
        (self.kind == TokenKind::Number && self.text.len() <= digits).then(|| self.text.parse().ok()).flatten()
    }

    /// True if the first letter is a capital.
    pub fn is_capitalised(&self) -> bool {
        self.text.chars().next().is_some_and(char::is_uppercase)
    }
}

/// The tokens of `text`; `offset` is added to their places.
pub fn tokenise(text: &str, offset: usize) -> Vec<Token<'_>> {
    let mut tokens = Vec::with_capacity(text.len() / 5 + 1);
    let mut chars = text.char_indices().peekable();
    while let Some((start, c)) = chars.next() {
        if c.is_whitespace() {
            continue;
        }
        let kind = if c.is_ascii_digit() {
            TokenKind::Number
        } else if c.is_alphabetic() {
            TokenKind::Word
        } else {
            TokenKind::Mark
        };
        let mut end = start + c.len_utf8();
        while let Some(&(at, next)) = chars.peek() {
            let inside = match kind {
                TokenKind::Number => next.is_ascii_digit(),
                TokenKind::Word => {
                    next.is_alphabetic()
                        || is_combining(next)
                        || (matches!(next, '\'' | '\u{2019}')
                            && text
                                .get(at + next.len_utf8()..)
                                .and_then(|r| r.chars().next())
                                .is_some_and(char::is_alphabetic))
                }
                TokenKind::Mark => false,
            };
            if !inside {
                break;
            }
            end = at + next.len_utf8();
            chars.next();
        }
        if let Some(piece) = text.get(start..end) {
            tokens.push(Token { text: piece, start: start + offset, kind });
        }
    }
    tokens
}

const fn is_combining(c: char) -> bool {
    matches!(c, '\u{300}'..='\u{36f}')
}
