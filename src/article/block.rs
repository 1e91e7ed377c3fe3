//! What each block of an article is: headline, heading, text, list item, stamp, page furniture, repeat.
//!
//! In: clean text of the blocks in order, hints of the format. Out: a [`BlockKind`] each. Never: dates chosen.

use std::collections::BTreeMap;

use crate::date::token;
use crate::date::token::Token;
use crate::date::token::TokenKind;
use crate::date::written;

use super::BlockKind;
use super::furniture;

/// Blocks at the top among which headline, dates and bylines are looked for.
const HEADER: usize = 7;

/// A block on its way to a kind.
#[derive(Debug)]
pub(super) struct Draft<'a> {
    /// Clean text.
    pub text: &'a str,
    /// What the format says.
    pub hint: Option<BlockKind>,
}

/// The kind of every block, and the share of the body that repeats, 0 to 1.
pub(super) fn classify(drafts: &[Draft<'_>]) -> (Vec<BlockKind>, f64) {
    let mut kinds: Vec<BlockKind> = Vec::with_capacity(drafts.len());
    let last = drafts.len().saturating_sub(1);
    let mut headline = drafts.iter().any(|d| d.hint == Some(BlockKind::Headline));
    // A paragraph of some length: shorter lines may still belong to the head.
    let mut body = false;
    for (i, draft) in drafts.iter().enumerate() {
        let kind = match draft.hint {
            Some(kind @ (BlockKind::Headline | BlockKind::Boilerplate | BlockKind::Stamp | BlockKind::TableRow)) => {
                kind
            }
            hint => {
                let header = i < HEADER;
                let body_began = body;
                if header && !body_began && is_date_field(draft.text) {
                    BlockKind::Stamp
                } else if furniture::is_furniture(draft.text) {
                    BlockKind::Boilerplate
                } else if is_stamp(draft.text, i == 0, header && !body_began, i + 2 > last && last > 1) {
                    BlockKind::Stamp
                } else if let Some(kind) = hint.filter(|k| *k != BlockKind::Paragraph) {
                    kind
                } else if item_mark(draft.text) > 0 {
                    BlockKind::ListItem
                } else if !headline && header && !body_began && i < last && is_headline(draft.text, i == 0) {
                    headline = true;
                    BlockKind::Headline
                } else if hint.is_none() && is_row(draft.text) {
                    BlockKind::TableRow
                } else if hint.is_none() && i < last && is_heading(draft.text, drafts.get(i + 1).map_or("", |d| d.text))
                {
                    BlockKind::Heading
                } else {
                    BlockKind::Paragraph
                }
            }
        };
        body |= kind == BlockKind::Paragraph && draft.text.len() >= 90;
        kinds.push(kind);
    }
    let share = mark_repeats(drafts, &mut kinds);
    (kinds, share)
}

/// Length of the mark that begins a list item or a numbered post, with the space after it; 0 if there is none.
pub(super) fn item_mark(text: &str) -> usize {
    let symbols = text.len() - text.trim_start_matches(|c: char| !c.is_alphanumeric() && !c.is_ascii()).len();
    let lead = text.get(..symbols).unwrap_or("");
    let rest = text.get(symbols..).unwrap_or("");
    let gap = |s: &str| s.len() - s.trim_start().len();
    let bullet = |s: &str| {
        let mut chars = s.chars();
        chars.next().is_some_and(|c| {
            matches!(
                c,
                '-' | '*'
                    | '•'
                    | '◦'
                    | '▪'
                    | '●'
                    | '·'
                    | '‣'
                    | '►'
                    | '➤'
                    | '–'
                    | '■'
                    | '□'
                    | '○'
                    | '★'
                    | '✅'
                    | '❌'
                    | '➡'
            )
        }) && chars.next().is_some_and(char::is_whitespace)
    };
    if bullet(text) {
        let first = text.chars().next().map_or(0, char::len_utf8);
        return first + gap(text.get(first..).unwrap_or(""));
    }
    let tail = rest.trim_start();
    let skipped = text.len() - tail.len();
    let open = usize::from(tail.starts_with('('));
    let number = tail.get(open..).unwrap_or("");
    let digits = number.bytes().take_while(u8::is_ascii_digit).count();
    if digits == 0 || digits > 3 {
        return 0;
    }
    let after = number.get(digits..).unwrap_or("");
    let mut mark = 0;
    if open == 0 && after.starts_with('/') {
        // 3/ or 3/12: a numbered post.
        let total = after.bytes().skip(1).take_while(u8::is_ascii_digit).count();
        mark = 1 + total;
    } else if after.starts_with(')') || (open == 0 && after.starts_with('.') && lead.is_empty()) {
        mark = 1;
    }
    let rest = after.get(mark..).unwrap_or("");
    if mark == 0 || gap(rest) == 0 || rest.trim_start().is_empty() {
        return 0;
    }
    skipped + open + digits + mark + gap(rest)
}

/// Length of a time of day that begins an entry of a live page (`14:20 GMT –`), 0 if there is none.
pub(super) fn time_mark(text: &str) -> usize {
    if !text.trim_start().starts_with(|c: char| c.is_ascii_digit() || c == '[') {
        return 0;
    }
    let tokens = token::tokenise(text.get(..40).unwrap_or(text), 0);
    let mut at = 0;
    let open = tokens.first().is_some_and(|t| t.is_mark("["));
    at += usize::from(open);
    let Some(mut next) = time_at(&tokens, at) else {
        return 0;
    };
    if tokens
        .get(next)
        .is_some_and(|t| ["gmt", "utc", "bst", "est", "edt", "et", "cet", "local"].iter().any(|z| t.is(z)))
    {
        next += 1;
    }
    if tokens.get(next).is_some_and(|t| t.is("time")) {
        next += 1;
    }
    while tokens.get(next).is_some_and(|t| matches!(t.text, "-" | "\u{2013}" | ":" | "]" | "|")) {
        next += 1;
    }
    tokens.get(next).map_or(text.len(), |t| t.start)
}

/// Index after a time of day at token `at`: `14:20`, `2.30pm`, `6 am`, `1:15 p.m.`.
fn time_at(tokens: &[Token<'_>], at: usize) -> Option<usize> {
    let hour = tokens.get(at)?.number(2)?;
    let mut next = at + 1;
    let mut minutes = false;
    if hour < 25
        && let Some([mark, minute]) = tokens.get(next..next + 2)
        && matches!(mark.text, ":" | ".")
        && minute.text.len() == 2
        && minute.start == mark.end()
        && minute.number(2).is_some_and(|m| m < 60)
    {
        minutes = mark.text == ":";
        next += 2;
        if let Some([_, second]) = tokens.get(next..next + 2).filter(|t| t.first().is_some_and(|m| m.is_mark(":")))
            && second.kind == TokenKind::Number
        {
            next += 2;
        }
    }
    let half = |t: &Token<'_>| t.is("am") || t.is("pm");
    if tokens.get(next).is_some_and(half) {
        return Some(next + 1);
    }
    if let Some([a, stop, m]) = tokens.get(next..next + 3)
        && (a.is("a") || a.is("p"))
        && stop.is_mark(".")
        && m.is("m")
    {
        return Some(next + 3 + usize::from(tokens.get(next + 3).is_some_and(|t| t.is_mark("."))));
    }
    minutes.then_some(next)
}

/// Words that stamps are made of.
const STAMP_WORDS: &[&str] = &[
    "am",
    "and",
    "archive",
    "article",
    "as",
    "at",
    "author",
    "bst",
    "by",
    "cest",
    "cet",
    "comments",
    "copy",
    "correspondent",
    "cutoff",
    "data",
    "date",
    "day",
    "desk",
    "edited",
    "editor",
    "edt",
    "est",
    "et",
    "filed",
    "first",
    "for",
    "from",
    "gmt",
    "in",
    "issued",
    "ist",
    "last",
    "local",
    "min",
    "minutes",
    "modified",
    "of",
    "on",
    "our",
    "pm",
    "posted",
    "published",
    "read",
    "reporter",
    "retrieved",
    "revised",
    "saved",
    "special",
    "staff",
    "the",
    "time",
    "to",
    "update",
    "updated",
    "utc",
    "with",
    "written",
];

/// Words that make a line with a date a stamp wherever it stands.
const STAMP_KEYS: &[&str] = &["edited", "modified", "posted", "published", "retrieved", "updated", "accessed", "saved"];

/// What a short line says about dates and authors.
#[derive(Debug, Default)]
pub(super) struct StampParts {
    /// Number of dates with day and month.
    pub dates: usize,
    /// True if one of them has a weekday.
    pub weekday: bool,
    /// True if one of them has a year.
    pub year: bool,
    /// True if a time of day stands in the line.
    pub time: bool,
    /// True if a word such as "Published" stands in the line.
    pub key: bool,
    /// Words that belong to none of these.
    pub others: usize,
    /// Those among them that begin with a small letter.
    pub small: usize,
}

/// Takes a line apart.
pub(super) fn stamp_parts(tokens: &[Token<'_>]) -> StampParts {
    let mut parts = StampParts::default();
    let mut at = 0;
    while let Some(token) = tokens.get(at) {
        if let Some((date, next)) = written::read(tokens, at) {
            parts.dates += 1;
            parts.weekday |= date.weekday.is_some();
            parts.year |= date.year.is_some();
            at = next;
            continue;
        }
        if let Some(next) = time_at(tokens, at) {
            parts.time = true;
            at = next;
            continue;
        }
        if token.kind == TokenKind::Word {
            let lower = token.text.to_ascii_lowercase();
            parts.key |= STAMP_KEYS.contains(&lower.as_str());
            if STAMP_WORDS.contains(&lower.as_str()) || written::weekday_or_short(&lower).is_some() {
            } else {
                parts.others += 1;
                parts.small += usize::from(!token.is_capitalised());
            }
        }
        at += 1;
    }
    parts
}

/// True for a line of fields, one of them a date: `Source: Daily Post Date: 21 Aug 2019`.
fn is_date_field(text: &str) -> bool {
    if text.len() > 160 || text.ends_with('.') {
        return false;
    }
    let tokens = token::tokenise(text, 0);
    let field = tokens.windows(2).any(|w| matches!(w, [name, mark] if name.is("date") && mark.is_mark(":")));
    let parts = stamp_parts(&tokens);
    field && parts.dates == 1 && parts.year && parts.small == 0 && parts.others <= 9
}

fn is_stamp(text: &str, first: bool, header: bool, footer: bool) -> bool {
    if text.len() > 240 || time_mark(text) > 0 {
        return false;
    }
    let tokens = token::tokenise(text, 0);
    let parts = stamp_parts(&tokens);
    let by = tokens.first().is_some_and(|t| t.is("by"));
    if parts.dates == 0 {
        let words = tokens.iter().filter(|t| t.kind == TokenKind::Word).count();
        return header && by && (2..=14).contains(&words) && !text.ends_with(['.', '!', '?', ':']);
    }
    if parts.others == 0 {
        // A day heading in the body has no year; a stamp has one or stands at the edge.
        return header || footer || parts.year;
    }
    // "The town was attacked on April 14, 2023." is a sentence.
    if text.ends_with('.') && parts.small > 0 && !parts.key {
        return false;
    }
    if parts.year && parts.time && parts.others <= if first { 3 } else { 6 } {
        return true;
    }
    let short = !ends_like_text(text, &tokens);
    (parts.key && parts.others <= 10 && (short || parts.others <= 4))
        || (by && header && parts.others <= 10)
        || (parts.year && header && !first && parts.others <= 9 && short)
        || (parts.year && first && parts.others <= 2 && short)
        || (parts.year && footer && parts.others <= 3 && short)
}

/// True if the line ends with a full stop that does not follow a date.
fn ends_like_text(text: &str, tokens: &[Token<'_>]) -> bool {
    let ends = text.ends_with(['.', '!', '?', ';', ',']);
    let number = tokens.len() > 1 && tokens.get(tokens.len() - 2).is_some_and(|t| t.kind == TokenKind::Number);
    ends && !number
}

fn words(text: &str) -> usize {
    text.split_whitespace().filter(|w| w.chars().any(char::is_alphanumeric)).count()
}

/// True if no letter is small.
pub(super) fn is_capitals(text: &str) -> bool {
    text.chars().filter(|c| c.is_uppercase()).count() > 2 && !text.chars().any(char::is_lowercase)
}

fn is_headline(text: &str, first: bool) -> bool {
    let count = words(text);
    if text.chars().count() > 230 || !(1..=36).contains(&count) || time_mark(text) > 0 {
        return false;
    }
    if text.ends_with('.') {
        return is_capitals(text) && count <= 20;
    }
    !text.ends_with([',', ';', ':']) && (first || !super::dateline::is_dateline(text))
}

fn is_heading(text: &str, next: &str) -> bool {
    if time_mark(text) > 0 && text.len() < 140 && !text.ends_with('.') && next.len() > text.len() {
        return true;
    }
    if is_day_or_year(text) {
        return true;
    }
    let count = words(text);
    text.chars().any(char::is_alphabetic)
        && text.len() <= 100
        && (1..=12).contains(&count)
        && !text.ends_with(['.', ',', ';', '!', '"', '\'', ')', '\u{2026}'])
        && !text.starts_with(['"', '\'', '@', '#'])
        && (next.len() > text.len() || text.ends_with([':', '?']) || is_capitals(text))
        && (is_capitals(text) || text.chars().next().is_some_and(|c| c.is_uppercase() || c.is_ascii_digit()))
}

/// True for a line that holds nothing but a day or a year: what stands below belongs to it.
fn is_day_or_year(text: &str) -> bool {
    if text.len() > 40 {
        return false;
    }
    let tokens = token::tokenise(text.trim_end_matches(':'), 0);
    if let [year] = tokens.as_slice() {
        return year.text.len() == 4 && year.number(4).is_some_and(|y| (1800..2200).contains(&y));
    }
    let parts = stamp_parts(&tokens);
    parts.dates == 1 && parts.others == 0 && !parts.time && !parts.key
}

/// True for a row of a table: cells between slashes, bars or tabs.
fn is_row(text: &str) -> bool {
    let cells = |mark: &str| text.matches(mark).count();
    text.len() < 300 && (cells(" / ") >= 2 || cells(" | ") >= 2) && !text.ends_with('.')
}

/// Marks blocks that stood before as duplicates; the share of the body that repeats, by bytes.
fn mark_repeats(drafts: &[Draft<'_>], kinds: &mut [BlockKind]) -> f64 {
    let mut seen: BTreeMap<String, usize> = BTreeMap::new();
    let mut repeated = 0;
    let mut total = 0;
    let mut run = false;
    for (i, (draft, kind)) in drafts.iter().zip(kinds.iter_mut()).enumerate() {
        if !kind.is_story() {
            continue;
        }
        let key = fold(draft.text);
        total += key.len();
        let known = seen.contains_key(&key);
        // Short lines ("Via radio", "Background") repeat in honest texts: they count inside a run of repeats only.
        if known && (key.len() >= 40 || run) && *kind != BlockKind::Headline {
            *kind = BlockKind::Duplicate;
            repeated += key.len();
            run = true;
        } else {
            run = false;
            seen.entry(key).or_insert(i);
        }
    }
    if total == 0 { 0.0 } else { repeated as f64 / total as f64 }
}

/// Letters and figures only, small.
fn fold(text: &str) -> String {
    text.chars().filter(|c| c.is_alphanumeric()).flat_map(char::to_lowercase).collect()
}
