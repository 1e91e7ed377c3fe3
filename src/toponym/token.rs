//! Tokens of the story sentences of an article.
//!
//! In: [`Article`], [`Lexicon`]. Out: [`Token`]s with shape and word classes. Never: places.

use crate::article::Article;
use crate::toponym::knowledge::Lexicon;
use crate::toponym::knowledge::words::WordHash;
use crate::toponym::knowledge::words::hash_word;

/// Shape of a token, one bit each.
pub(super) mod shape {
    /// Begins with an upper-case letter.
    pub(in crate::toponym) const CAP: u16 = 1;
    /// At least two letters and all of them upper case.
    pub(in crate::toponym) const ALLCAPS: u16 = 2;
    /// A word of letters.
    pub(in crate::toponym) const WORD: u16 = 4;
    /// A number.
    pub(in crate::toponym) const DIGIT: u16 = 8;
    /// One sign of punctuation.
    pub(in crate::toponym) const PUNCT: u16 = 16;
    /// No space between it and the token before.
    pub(in crate::toponym) const GLUED: u16 = 32;
    /// A hyphen joins it to the token before.
    pub(in crate::toponym) const HYPHEN: u16 = 64;
    /// Letters with dots between or after them (`U.S.`).
    pub(in crate::toponym) const DOTTED: u16 = 128;
    /// `'s` after a word.
    pub(in crate::toponym) const POSSESSIVE: u16 = 256;
    /// First token of its sentence.
    pub(in crate::toponym) const FIRST: u16 = 512;
    /// In a sentence most of whose words are capitalised.
    pub(in crate::toponym) const TITLECASE: u16 = 1024;
    /// In a sentence or dateline run whose words are all capitals.
    pub(in crate::toponym) const SHOUTED: u16 = 2048;
    /// Has a lower-case letter in no word, single letter: an initial.
    pub(in crate::toponym) const INITIAL: u16 = 4096;
}

/// A word, number or sign.
#[derive(Debug, Clone, Copy)]
pub(super) struct Token {
    /// First byte in `Article::text`.
    pub(super) start: usize,
    /// Byte after the last.
    pub(super) end: usize,
    /// See [`shape`].
    pub(super) shape: u16,
    /// The sign, 0 for a word.
    pub(super) sign: u8,
    /// Index of its sentence.
    pub(super) sentence: u32,
    /// Hash of the lower-cased word.
    pub(super) hash: u64,
    /// See [`class`].
    pub(super) class: u64,
}

impl Token {
    pub(super) const fn is(&self, shape: u16) -> bool {
        self.shape & shape != 0
    }

    pub(super) const fn has(&self, class: u64) -> bool {
        self.class & class != 0
    }

    /// Lower-case word of one of the classes.
    pub(super) const fn lower(&self, class: u64) -> bool {
        self.shape & shape::CAP == 0 && self.class & class != 0
    }

    /// Capitalised word of one of the classes.
    pub(super) const fn cap(&self, class: u64) -> bool {
        self.shape & shape::CAP != 0 && self.class & class != 0
    }
}

/// Tokens of all sentences, in order.
pub(super) fn tokenize(article: &Article, lexicon: &Lexicon) -> Vec<Token> {
    let text = article.text.as_str();
    let mut tokens = Vec::with_capacity(text.len() / 5);
    for (index, sentence) in article.sentences.iter().enumerate() {
        let from = tokens.len();
        let (start, end) = (sentence.span.start, sentence.span.end.min(text.len()));
        if text.get(start..end).is_none() {
            continue;
        }
        scan(text, start, end, index as u32, lexicon, &mut tokens);
        if let Some(own) = tokens.get_mut(from..) {
            mark_sentence(own);
        }
    }
    tokens
}

fn mark_sentence(tokens: &mut [Token]) {
    let mut words = 0;
    let mut caps = 0;
    let mut shouted = 0;
    let mut long = 0;
    let mut first = true;
    for token in tokens.iter_mut() {
        if token.is(shape::WORD) {
            if first {
                token.shape |= shape::FIRST;
                first = false;
            }
            if token.end - token.start >= 4 {
                long += 1;
                caps += usize::from(token.is(shape::CAP));
                shouted += usize::from(token.is(shape::ALLCAPS));
            }
            words += 1;
        }
    }
    if words >= 3 && long >= 3 && caps * 4 >= long * 3 {
        let mark = if shouted * 4 >= long * 3 { shape::TITLECASE | shape::SHOUTED } else { shape::TITLECASE };
        for token in tokens {
            token.shape |= mark;
        }
    }
}

const fn is_apostrophe(ch: char) -> bool {
    matches!(ch, '\'' | '\u{2019}' | '\u{2018}' | '\u{2bc}' | '\u{2bb}' | '`' | '\u{2bf}' | '\u{2be}')
}

const fn is_hyphen(ch: char) -> bool {
    matches!(ch, '-' | '\u{2010}' | '\u{2011}')
}

fn scan(text: &str, start: usize, end: usize, sentence: u32, lexicon: &Lexicon, tokens: &mut Vec<Token>) {
    let mut at = start;
    let mut spaced = true;
    let mut hyphen = false;
    let slice = |from: usize, to: usize| text.get(from..to).unwrap_or("");
    let bytes = text.as_bytes().get(..end).unwrap_or_default();
    while let Some(&byte) = bytes.get(at) {
        if byte == b' ' {
            spaced = true;
            hyphen = false;
            at += 1;
            continue;
        }
        if byte.is_ascii_alphabetic()
            && let Some(word) = plain_word(bytes.get(at..).unwrap_or_default())
        {
            let mut bits = shape::WORD | word.shape;
            bits |= if spaced { 0 } else { shape::GLUED };
            bits |= if hyphen { shape::HYPHEN } else { 0 };
            let class = lexicon.words.classes(word.hash);
            let stop = at + word.length;
            tokens.push(Token { start: at, end: stop, shape: bits, sign: 0, sentence, hash: word.hash, class });
            at = stop;
            spaced = false;
            hyphen = false;
            continue;
        }
        if matches!(byte, b',' | b'.' | b'"' | b'(' | b')' | b':' | b';' | b'!' | b'?') {
            let glue = if spaced { 0 } else { shape::GLUED };
            let shape = shape::PUNCT | glue;
            tokens.push(Token { start: at, end: at + 1, shape, sign: byte, sentence, hash: 0, class: 0 });
            at += 1;
            spaced = false;
            hyphen = false;
            continue;
        }
        let Some(ch) = slice(at, end).chars().next() else { break };
        let size = ch.len_utf8();
        if ch.is_alphabetic() {
            let (stop, dotted) = scan_word(text, at, end);
            let word = slice(at, stop);
            let mut bits = shape::WORD;
            let mut letters = 0;
            let mut upper = 0;
            for letter in word.chars().filter(|c| c.is_alphabetic()) {
                letters += 1;
                upper += usize::from(!letter.is_lowercase());
            }
            if !ch.is_lowercase() || has_inner_capital(word) {
                bits |= shape::CAP;
            }
            if letters == upper && letters > 1 {
                bits |= shape::ALLCAPS;
            }
            if letters == 1 && bits & shape::CAP != 0 {
                bits |= shape::INITIAL;
            }
            if dotted {
                bits |= shape::DOTTED;
            }
            if !spaced {
                bits |= shape::GLUED;
            }
            if hyphen {
                bits |= shape::HYPHEN;
            }
            let hash = hash_word(word.trim_end_matches('.'));
            tokens.push(Token {
                start: at,
                end: stop,
                shape: bits,
                sign: 0,
                sentence,
                hash,
                class: lexicon.words.classes(hash),
            });
            at = stop;
            spaced = false;
            hyphen = false;
            continue;
        }
        if ch.is_numeric() {
            let mut stop = at;
            for (offset, c) in slice(at, end).char_indices() {
                if c.is_numeric()
                    || (matches!(c, ',' | '.' | ':')
                        && slice(at + offset + 1, end).starts_with(|d: char| d.is_ascii_digit()))
                {
                    stop = at + offset + c.len_utf8();
                } else {
                    break;
                }
            }
            let stop = stop.max(at + size);
            let glue = if spaced { 0 } else { shape::GLUED };
            tokens.push(Token {
                start: at,
                end: stop,
                shape: shape::DIGIT | glue,
                sign: b'0',
                sentence,
                hash: 0,
                class: 0,
            });
            at = stop;
            spaced = false;
            hyphen = false;
            continue;
        }
        if ch.is_whitespace() {
            spaced = true;
            hyphen = false;
            at += size;
            continue;
        }
        let after = slice(at + size, end).chars().next();
        if is_hyphen(ch) && !spaced && after.is_some_and(char::is_alphanumeric) {
            hyphen = true;
            at += size;
            continue;
        }
        if is_apostrophe(ch) && !spaced {
            let rest = slice(at + size, end);
            let mut chars = rest.chars();
            if matches!(chars.next(), Some('s' | 'S')) && !chars.next().is_some_and(char::is_alphanumeric) {
                let stop = at + size + 1;
                tokens.push(Token {
                    start: at,
                    end: stop,
                    shape: shape::POSSESSIVE | shape::GLUED,
                    sign: b's',
                    sentence,
                    hash: 0,
                    class: 0,
                });
                at = stop;
                continue;
            }
        }
        let sign = match ch {
            '\u{2013}' | '\u{2014}' | '\u{2015}' => b'-',
            '\u{201c}' | '\u{201d}' | '\u{ab}' | '\u{bb}' => b'"',
            c if is_apostrophe(c) => b'\'',
            c if c.is_ascii() => c as u8,
            _ => b'?',
        };
        let glue = if spaced { 0 } else { shape::GLUED };
        tokens.push(Token { start: at, end: at + size, shape: shape::PUNCT | glue, sign, sentence, hash: 0, class: 0 });
        at += size;
        spaced = false;
        hyphen = false;
    }
}

/// A word of plain Latin letters and digits.
struct PlainWord {
    length: usize,
    shape: u16,
    hash: u64,
}

/// Bits of [`LETTERS`].
const LOWER: u8 = 1;
const UPPER: u8 = 2;
const DIGIT: u8 = 4;

/// What a byte is in a plain word, 0 for one that ends it.
const LETTERS: [u8; 256] = {
    let mut letters = [0; 256];
    let mut byte = 0;
    while byte < letters.len() {
        letters[byte] = match byte as u8 {
            b'a'..=b'z' => LOWER,
            b'A'..=b'Z' => UPPER,
            b'0'..=b'9' => DIGIT,
            _ => 0,
        };
        byte += 1;
    }
    letters
};

/// The word at the beginning of `bytes`, if nothing in it or behind it asks for a closer look; most words are such.
fn plain_word(bytes: &[u8]) -> Option<PlainWord> {
    let mut hash = WordHash::default();
    let (mut length, mut kinds) = (0, 0);
    let mut after = b' ';
    for &byte in bytes {
        let kind = LETTERS[usize::from(byte)];
        if kind == 0 {
            after = byte;
            break;
        }
        kinds |= kind;
        hash.add(byte | 0x20);
        length += 1;
    }
    if !after.is_ascii() || matches!(after, b'\'' | b'`') || after == b'.' && length < 2 {
        return None;
    }
    let mut shape = if bytes.first()?.is_ascii_uppercase() { shape::CAP } else { 0 };
    if kinds & LOWER == 0 {
        let upper = bytes.iter().take(length).filter(|byte| byte.is_ascii_uppercase()).count();
        shape |= if upper > 1 { shape::ALLCAPS } else { shape::INITIAL };
    }
    Some(PlainWord { length, shape, hash: hash.finish() })
}

/// End of the word that begins at `at`, and whether dots belong to it.
fn scan_word(text: &str, at: usize, end: usize) -> (usize, bool) {
    let rest = text.get(at..end).unwrap_or("");
    let mut stop = at;
    let mut chars = rest.char_indices().peekable();
    let mut letters_since_dot = 0;
    let mut dotted = false;
    while let Some((offset, ch)) = chars.next() {
        if ch.is_alphabetic() || is_mark(ch) || ch.is_ascii_digit() {
            stop = at + offset + ch.len_utf8();
            letters_since_dot += 1;
            continue;
        }
        let next = chars.peek().map(|&(_, c)| c);
        if is_apostrophe(ch) && next.is_some_and(char::is_alphabetic) {
            let tail = rest.get(offset + ch.len_utf8()..).unwrap_or("");
            let mut it = tail.chars();
            let possessive = matches!(it.next(), Some('s' | 'S')) && !it.next().is_some_and(char::is_alphanumeric);
            if possessive {
                break;
            }
            continue;
        }
        // A dot inside or at the end of single letters: "U.S.", "D.C.".
        if ch == '.' && letters_since_dot == 1 && (dotted || next.is_some_and(char::is_alphabetic)) {
            let tail = rest.get(offset + 1..).unwrap_or("");
            let mut it = tail.chars();
            let single = it.next().is_some_and(char::is_alphabetic) && !it.next().is_some_and(char::is_alphabetic);
            if dotted || single {
                stop = at + offset + 1;
                dotted = true;
                letters_since_dot = 0;
                if single {
                    continue;
                }
            }
        }
        break;
    }
    (stop.max(at + rest.chars().next().map_or(0, char::len_utf8)), dotted)
}

/// True for `d'Ivoire`: a capital after an apostrophe.
fn has_inner_capital(word: &str) -> bool {
    let mut chars = word.chars();
    while let Some(ch) = chars.next() {
        if is_apostrophe(ch) {
            return chars.next().is_some_and(char::is_uppercase);
        }
    }
    false
}

const fn is_mark(ch: char) -> bool {
    matches!(ch, '\u{300}'..='\u{36f}')
}
