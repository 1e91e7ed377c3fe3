//! Tokens of a sentence: words, numbers, marks, and names of places and actors as one token each.

use std::borrow::Cow;
use std::ops::Range;

use crate::lexicon::Lexicon;
use crate::lexicon::WordClass;
use crate::toponym::Toponym;
use crate::toponym::ToponymKind;

/// What a token is.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Kind {
    /// A word.
    Word,
    /// A number in figures.
    Number,
    /// A mark of punctuation, or the possessive `'s`.
    Mark,
    /// A toponym, by index.
    Place(usize),
    /// A toponym that stands for its government, by index.
    Government(usize),
    /// A named actor, by index into the actors of the article.
    Actor(usize),
}

/// A token.
#[derive(Debug, Clone)]
pub(super) struct Token<'a> {
    /// Bytes of the article text.
    pub(super) span: Range<usize>,
    /// As it stands.
    pub(super) text: &'a str,
    /// Lower case.
    pub(super) lower: String,
    /// What it is.
    pub(super) kind: Kind,
}

impl Token<'_> {
    /// True if it begins with a capital letter.
    pub(super) fn is_capital(&self) -> bool {
        self.text.chars().next().is_some_and(char::is_uppercase)
    }

    /// True for a word of the class.
    pub(super) fn is(&self, lexicon: &Lexicon, class: WordClass) -> bool {
        self.kind == Kind::Word && lexicon.is(&self.lower, class)
    }

    /// True for this mark or word.
    pub(super) fn reads(&self, text: &str) -> bool {
        self.lower == text
    }

    /// True for the possessive mark.
    pub(super) fn is_possessive(&self) -> bool {
        self.kind == Kind::Mark && (self.text == "'s" || self.text == "'")
    }

    /// The word as the tables spell it: `SDF` of `S.D.F.`.
    pub(super) fn spelled(&self) -> Cow<'_, str> {
        if self.kind == Kind::Word && is_dotted(self.text) {
            Cow::Owned(self.text.replace('.', ""))
        } else {
            Cow::Borrowed(self.text)
        }
    }

    /// True for a name: of a place, a government or an actor.
    pub(super) fn is_name(&self) -> bool {
        matches!(self.kind, Kind::Place(_) | Kind::Government(_) | Kind::Actor(_))
    }
}

/// Splits a stretch of text into words, numbers and marks.
pub(super) fn words(text: &str, range: Range<usize>) -> Vec<Token<'_>> {
    let mut out = Vec::new();
    let Some(part) = text.get(range.clone()) else {
        return out;
    };
    let mut chars = part.char_indices().peekable();
    while let Some((at, c)) = chars.next() {
        if c.is_whitespace() {
            continue;
        }
        let start = at;
        let mut end = at + c.len_utf8();
        if c.is_alphanumeric() || (matches!(c, '#' | '@') && chars.peek().is_some_and(|(_, n)| n.is_alphanumeric())) {
            while let Some(&(next, n)) = chars.peek() {
                let inner = if n.is_alphanumeric() {
                    true
                } else if matches!(n, '\'' | '’' | '-' | '.' | ',' | ':') {
                    let after = part.get(next + n.len_utf8()..).and_then(|rest| rest.chars().next());
                    let before = part.get(..next).and_then(|b| b.chars().next_back());
                    let (Some(after), Some(before)) = (after, before) else {
                        break;
                    };
                    match n {
                        '\'' | '’' | '-' => after.is_alphanumeric() && !possessive(part, next + n.len_utf8()),
                        '.' => {
                            (before.is_uppercase() && after.is_uppercase())
                                || (before.is_numeric() && after.is_numeric())
                        }
                        _ => before.is_numeric() && after.is_numeric(),
                    }
                } else {
                    n.is_alphanumeric()
                };
                if !inner {
                    break;
                }
                end = next + n.len_utf8();
                chars.next();
            }
            // `S.D.F. fighters`: the last stop belongs to the letters.
            if is_dotted(part.get(start..end).unwrap_or(""))
                && part.get(end..).is_some_and(|rest| rest.starts_with('.') && rest.len() > 1)
            {
                end += 1;
                chars.next();
            }
            push(&mut out, text, range.start + start..range.start + end);
        } else if matches!(c, '\'' | '’') && possessive(part, end) {
            if let Some((next, n)) = chars.next() {
                end = next + n.len_utf8();
            }
            mark(&mut out, text, range.start + start..range.start + end, "'s");
        } else if matches!(c, '\'' | '’')
            && part.get(..start).is_some_and(|b| b.ends_with('s'))
            && part.get(end..).is_some_and(|r| r.starts_with(' '))
        {
            mark(&mut out, text, range.start + start..range.start + end, "'s");
        } else {
            mark(&mut out, text, range.start + start..range.start + end, "");
        }
    }
    out
}

/// `S.D.F`, `U.N.`: single capitals with full stops between.
fn is_dotted(word: &str) -> bool {
    let word = word.strip_suffix('.').unwrap_or(word);
    word.contains('.')
        && word.split('.').all(|letter| {
            let mut chars = letter.chars();
            chars.next().is_some_and(char::is_uppercase) && chars.next().is_none()
        })
}

/// True if the text at `at` is the `s` of a possessive.
fn possessive(part: &str, at: usize) -> bool {
    part.get(at..).is_some_and(|rest| {
        let mut chars = rest.chars();
        chars.next() == Some('s') && chars.next().is_none_or(|c| !c.is_alphanumeric())
    })
}

fn push<'a>(out: &mut Vec<Token<'a>>, text: &'a str, span: Range<usize>) {
    let Some(word) = text.get(span.clone()) else {
        return;
    };
    let word = word.trim_start_matches(['#', '@']);
    let start = span.end - word.len();
    let kind = if word.starts_with(|c: char| c.is_numeric()) { Kind::Number } else { Kind::Word };
    out.push(Token { span: start..span.end, text: word, lower: word.to_lowercase(), kind });
}

fn mark<'a>(out: &mut Vec<Token<'a>>, text: &'a str, span: Range<usize>, as_text: &'static str) {
    let Some(word) = text.get(span.clone()) else {
        return;
    };
    let shown: &'a str = if as_text.is_empty() { word } else { as_text };
    out.push(Token { span, text: shown, lower: shown.to_owned(), kind: Kind::Mark });
}

/// True if the text after a point goes on with a number or in lower case.
fn goes_on(rest: &str) -> bool {
    rest.trim_start().chars().next().is_some_and(|c| c.is_ascii_digit() || c.is_lowercase() || c == ',')
}

/// Joins the words of named actors (`actors`: spans with their index, ascending, not overlapping) and of toponyms.
pub(super) fn join<'a>(
    text: &'a str,
    words: Vec<Token<'a>>,
    actors: &[(Range<usize>, usize)],
    toponyms: &[Toponym],
    first: &mut usize,
) -> Vec<Token<'a>> {
    let until_end = words.last().map_or(0, |t| t.span.end);
    let mut out: Vec<Token<'a>> = Vec::with_capacity(words.len());
    let mut actor = 0;
    let mut until = 0;
    for token in words {
        if token.kind == Kind::Mark && matches!(token.text, "\"" | "“" | "”" | "'" | "«" | "»") {
            continue;
        }
        // `Nov. 9`, `Gen. Slim`: a point inside a sentence belongs to a short word.
        let short =
            out.last().is_some_and(|t| t.kind == Kind::Word && t.text.len() <= 5 && t.span.end == token.span.start);
        if token.text == "." && short && text.get(token.span.end..until_end).is_some_and(goes_on) {
            continue;
        }
        if token.span.end <= until {
            continue;
        }
        while actors.get(actor).is_some_and(|(span, _)| span.end <= token.span.start) {
            actor += 1;
        }
        if let Some((span, index)) = actors.get(actor).filter(|(span, _)| span.start <= token.span.start) {
            let name = text.get(span.clone()).unwrap_or("");
            out.push(Token { span: span.clone(), text: name, lower: name.to_lowercase(), kind: Kind::Actor(*index) });
            until = span.end;
            continue;
        }
        while toponyms.get(*first).is_some_and(|t| t.span.end <= token.span.start) {
            *first += 1;
        }
        let found = toponyms.get(*first).filter(|t| t.span.start < token.span.end && t.span.end > token.span.start);
        if let Some(toponym) = found {
            let kind = match toponym.kind {
                ToponymKind::Place => Some(Kind::Place(*first)),
                ToponymKind::Metonym => Some(Kind::Government(*first)),
                ToponymKind::Demonym | ToponymKind::Nested => None,
            };
            if let Some(kind) = kind {
                let span = toponym.span.clone();
                let name = text.get(span.clone()).unwrap_or("");
                out.push(Token { span: span.clone(), text: name, lower: name.to_lowercase(), kind });
                until = span.end.max(token.span.end);
                if token.span.end > span.end {
                    // A toponym inside a word (`Washington-based`): the word stays a word.
                    if let Some(last) = out.last_mut() {
                        *last = token;
                    }
                }
                continue;
            }
        }
        out.push(token);
    }
    out
}
