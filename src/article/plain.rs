//! Plain text cut into lines and pieces: hard-wrapped lines are joined again, hyphens at their ends undone.
//!
//! In: decoded text. Out: [`RawBlock`]s, pieces of the original in reading order. Never: what a block means.

use std::collections::BTreeMap;
use std::ops::Range;

use super::BlockKind;

/// A block as the reader of a format sees it.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub(super) struct RawBlock {
    /// What the format says it is, if it does.
    pub kind: Option<BlockKind>,
    /// Pieces of the original, ascending.
    pub pieces: Vec<Piece>,
}

/// A run of the original.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Piece {
    /// Bytes of the original.
    pub range: Range<usize>,
    /// True if a space stands between this piece and the next.
    pub space: bool,
}

/// A line of the original without its end, trimmed.
#[derive(Debug, Clone)]
struct Line<'a> {
    range: Range<usize>,
    text: &'a str,
    /// Length in characters.
    chars: usize,
}

/// Longest line, in characters, that counts as wrapped by hand or by a mail program.
const WIDEST: usize = 130;

/// Words after which a line cannot end by itself.
const OPEN_ENDS: [&str; 34] = [
    "a", "an", "and", "around", "as", "at", "between", "but", "by", "for", "from", "had", "has", "have", "her", "his",
    "in", "into", "is", "its", "near", "of", "on", "or", "our", "that", "the", "their", "to", "was", "were", "which",
    "who", "with",
];

/// The blocks of plain text.
pub(super) fn read(original: &str) -> Vec<RawBlock> {
    let chunks = chunks(original);
    let wrapped = width(&chunks);
    let mut words = None;
    let mut blocks = Vec::new();
    for chunk in &chunks {
        let mut block = RawBlock::default();
        for (i, line) in chunk.iter().enumerate() {
            let next = chunk.get(i + 1).filter(|next| joins(line, next, wrapped));
            let Some(next) = next else {
                block.pieces.push(Piece { range: line.range.clone(), space: false });
                blocks.push(std::mem::take(&mut block));
                continue;
            };
            if line.text.ends_with('\u{ad}') {
                block.pieces.push(Piece { range: line.range.clone(), space: false });
            } else if let Some(keep) = hyphen(line.text, next.text, original, &mut words) {
                let end = if keep { line.range.end } else { line.range.end - 1 };
                block.pieces.push(Piece { range: line.range.start..end, space: false });
            } else {
                block.pieces.push(Piece { range: line.range.clone(), space: true });
            }
        }
    }
    part_date_field(original, &mut blocks);
    blocks
}

/// Parts `date 2017-04-21` from the story behind it, as exports of archives put it into the first line.
fn part_date_field(original: &str, blocks: &mut Vec<RawBlock>) {
    let Some(piece) = blocks.first_mut().and_then(|b| b.pieces.first_mut()) else { return };
    let Some(line) = original.get(piece.range.clone()) else { return };
    let field = ["date", "published"]
        .iter()
        .find(|name| line.get(..name.len()).is_some_and(|start| start.eq_ignore_ascii_case(name)));
    let Some(rest) = field.and_then(|name| line.get(name.len()..)) else { return };
    let rest = rest.trim_start_matches([':', ' ']);
    let date = rest.get(..10).filter(|d| {
        d.bytes().enumerate().all(|(i, b)| if matches!(i, 4 | 7) { b == b'-' } else { b.is_ascii_digit() })
    });
    let Some(story) = date.and_then(|d| rest.get(d.len()..)).filter(|s| s.starts_with(' ')) else { return };
    let begin = piece.range.end - story.trim_start().len();
    let end = piece.range.end - story.len();
    if begin >= piece.range.end {
        return;
    }
    let field = piece.range.start..end;
    piece.range.start = begin;
    blocks.insert(0, RawBlock { kind: None, pieces: vec![Piece { range: field, space: false }] });
}

/// Byte places of the line ends that stand inside a sentence, for reading that keeps every character.
pub(super) fn soft_line_ends(original: &str) -> Vec<usize> {
    let chunks = chunks(original);
    let wrapped = width(&chunks);
    let mut ends = Vec::new();
    for chunk in &chunks {
        for pair in chunk.windows(2) {
            if let [line, next] = pair
                && joins(line, next, wrapped)
                && let Some(between) = original.get(line.range.end..next.range.start)
            {
                ends.extend(
                    between.char_indices().filter(|(_, c)| matches!(c, '\n' | '\r')).map(|(i, _)| line.range.end + i),
                );
            }
        }
    }
    ends
}

/// The first bytes of the line ends: U+0085 is C2 85, U+2028 is E2 80 A8.
const LINE_ENDS: [bool; 256] = {
    let mut ends = [false; 256];
    let mut byte = b'\n';
    while byte <= b'\r' {
        ends[byte as usize] = true;
        byte += 1;
    }
    ends[0xc2] = true;
    ends[0xe2] = true;
    ends
};

/// Lines between empty lines.
fn chunks(original: &str) -> Vec<Vec<Line<'_>>> {
    let mut chunks = vec![Vec::new()];
    let mut start = 0;
    let mut add = |range: Range<usize>| {
        let Some(raw) = original.get(range.clone()) else {
            return;
        };
        let text = raw.trim_matches(is_blank);
        if text.is_empty() {
            if chunks.last().is_some_and(|c: &Vec<Line<'_>>| !c.is_empty()) {
                chunks.push(Vec::new());
            }
        } else if let Some(chunk) = chunks.last_mut() {
            let from = range.start + (raw.len() - raw.trim_start_matches(is_blank).len());
            chunk.push(Line { range: from..from + text.len(), text, chars: text.chars().count() });
        }
    };
    let bytes = original.as_bytes();
    let mut at = 0;
    while let Some(step) = bytes.get(at..).and_then(|rest| rest.iter().position(|&b| LINE_ENDS[usize::from(b)])) {
        at += step;
        let Some(c) = original.get(at..).and_then(|rest| rest.chars().next()) else {
            break;
        };
        if matches!(c, '\n' | '\r' | '\u{b}' | '\u{c}' | '\u{85}' | '\u{2028}' | '\u{2029}') {
            add(start..at);
            start = at + c.len_utf8();
        }
        at += c.len_utf8();
    }
    add(start..original.len());
    chunks
}

fn is_blank(c: char) -> bool {
    c.is_whitespace() || matches!(c, '\u{feff}' | '\u{200b}'..='\u{200f}' | '\u{2060}')
}

/// The width at which the text is wrapped, in characters, if it is.
fn width(chunks: &[Vec<Line<'_>>]) -> Option<usize> {
    let mut lengths = Vec::new();
    let mut breaks = 0;
    let mut open = 0;
    for chunk in chunks {
        lengths.extend(chunk.iter().map(|l| l.chars));
        for pair in chunk.windows(2) {
            if let [line, next] = pair {
                breaks += 1;
                open += usize::from(runs_on(line, next));
            }
        }
    }
    lengths.sort_unstable();
    let long = *lengths.get(lengths.len() * 9 / 10)?;
    (breaks > 0 && open * 10 >= breaks * 3 && long <= WIDEST).then_some(long)
}

/// True if the line surely goes on in the next one.
fn runs_on(line: &Line<'_>, next: &Line<'_>) -> bool {
    if line.chars > WIDEST || line.text.ends_with(['.', '!', '?', ':', ';', '"', '\u{201d}']) || starts_item(next.text)
    {
        return false;
    }
    if next.text.chars().next().is_some_and(char::is_lowercase) || line.text.ends_with([',', '-']) {
        return true;
    }
    let last = line.text.rsplit(|c: char| !c.is_alphanumeric()).next().unwrap_or("");
    OPEN_ENDS.contains(&last)
}

fn joins(line: &Line<'_>, next: &Line<'_>, wrapped: Option<usize>) -> bool {
    if runs_on(line, next) {
        return true;
    }
    let Some(width) = wrapped else { return false };
    if line.chars > WIDEST || starts_item(next.text) {
        return false;
    }
    let first = next.text.split_whitespace().next().unwrap_or("");
    let full = line.chars + 1 + first.chars().count() > width;
    // A line in capitals is a heading: it goes on in capitals and only there.
    if is_capitals(line.text) || is_capitals(next.text) {
        return is_capitals(line.text) && is_capitals(next.text) && line.chars * 2 > width;
    }
    full || line.chars * 10 >= width * 7
}

fn is_capitals(text: &str) -> bool {
    text.chars().any(char::is_uppercase) && !text.chars().any(char::is_lowercase)
}

/// True if a line begins with a bullet, a number of a list or of a thread, a time of day, or a word of bylines.
fn starts_item(text: &str) -> bool {
    let first = text.split(|c: char| !c.is_alphabetic()).next().unwrap_or("");
    super::block::item_mark(text) > 0
        || super::block::time_mark(text) > 0
        || ["by", "posted", "published", "updated", "filed"]
            .iter()
            .any(|w| first.eq_ignore_ascii_case(w) && text.len() < 160)
}

/// For a line that ends with a hyphen inside a word: whether the hyphen belongs to the word.
fn hyphen<'a>(
    line: &'a str,
    next: &'a str,
    original: &'a str,
    words: &mut Option<BTreeMap<&'a str, u32>>,
) -> Option<bool> {
    let stem = line.strip_suffix('-')?;
    let is_part = |c: char| c.is_alphanumeric() || c == '-' || c == '\'' || c == '\u{2019}';
    let first = stem.rsplit(|c: char| !is_part(c)).next().filter(|w| !w.is_empty())?;
    let second = next.split(|c: char| !is_part(c)).next().filter(|w| !w.is_empty())?;
    if !second.chars().next().is_some_and(char::is_lowercase) || first.ends_with(|c: char| c.is_ascii_digit()) {
        return Some(true);
    }
    let known = words.get_or_insert_with(|| {
        let mut counts = BTreeMap::new();
        for word in original.split(|c: char| !is_part(c)).filter(|w| w.len() > 3) {
            *counts.entry(word).or_insert(0) += 1;
        }
        counts
    });
    if known.contains_key(format!("{first}{second}").as_str()) {
        return Some(false);
    }
    if known.contains_key(format!("{first}-{second}").as_str()) {
        return Some(true);
    }
    let lower = first.to_lowercase();
    let head = second.split('-').next().unwrap_or("");
    let prefix = PREFIXES.contains(&lower.as_str());
    // "three-day", but "Sun-day".
    let counted = COUNTED.contains(&head) && (prefix || NUMBERS.contains(&lower.as_str()));
    // "pro-government" where "government" stands by itself elsewhere, but "pro-vincial".
    let whole = (prefix && known.get(second).is_some_and(|n| *n > 1)) || ALWAYS.contains(&lower.as_str());
    Some(counted || whole || first.contains('-') || SECOND_PARTS.contains(&head))
}

/// First parts that keep their hyphen whatever follows.
const ALWAYS: &[&str] = &["al", "ar", "ash", "el", "half", "quasi", "self", "semi", "well"];

/// First parts that keep their hyphen before a word of its own.
const PREFIXES: &[&str] = &[
    "anti", "counter", "cross", "early", "east", "ex", "high", "ill", "late", "long", "low", "mid", "multi", "non",
    "north", "post", "pre", "pro", "short", "south", "west",
];

/// Numbers, after which a unit keeps its hyphen.
const NUMBERS: &[&str] = &[
    "eight", "fifteen", "fifty", "five", "forty", "four", "hundred", "nine", "one", "seven", "six", "sixty", "ten",
    "thirty", "three", "twelve", "twenty", "two",
];

/// Units and the like.
const COUNTED: &[&str] =
    &["day", "foot", "hour", "kilometre", "level", "man", "mile", "month", "strong", "week", "year"];

/// Second parts that keep the hyphen before them.
const SECOND_PARTS: &[&str] = &[
    "aligned",
    "allied",
    "armed",
    "backed",
    "based",
    "born",
    "built",
    "by",
    "controlled",
    "east",
    "eastern",
    "friendly",
    "held",
    "in",
    "led",
    "linked",
    "long",
    "made",
    "named",
    "occupied",
    "off",
    "old",
    "on",
    "out",
    "range",
    "round",
    "ruled",
    "run",
    "scale",
    "speaking",
    "style",
    "supported",
    "the",
    "to",
    "up",
    "west",
];
