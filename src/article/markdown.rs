//! Markdown: front matter, headings, lists, tables; marks of emphasis and addresses of links left out.
//!
//! In: decoded text. Out: [`RawBlock`]s, pieces of the original, and [`Head`]. Never: HTML.

use std::ops::Range;

use super::BlockKind;
use super::html;
use super::plain::Piece;
use super::plain::RawBlock;
use super::reader::Head;

/// True if the text is Markdown beyond doubt: front matter, or headings or links of its own.
pub(super) fn is_markdown(text: &str) -> bool {
    if front_matter(text).is_some() {
        return true;
    }
    let sample = text.get(..20_000).unwrap_or(text);
    let headings = sample.lines().filter(|l| heading_mark(l) > 0).count();
    let links = sample.matches("](http").count();
    let strong = sample.matches("**").count() / 2;
    headings >= 1 && (headings + links + strong >= 2 || sample.trim_start().starts_with("# ")) || links >= 2
}

/// Reads a document.
pub(super) fn read(text: &str) -> (Vec<RawBlock>, Head) {
    let mut head = Head::default();
    let mut start = 0;
    if let Some((fields, end)) = front_matter(text) {
        start = end;
        for (key, value) in fields {
            field(&mut head, key, value);
        }
    }
    let mut blocks: Vec<RawBlock> = Vec::new();
    let mut open = false;
    let mut fenced = false;
    for (range, line) in lines(text, start) {
        let trimmed = line.trim();
        let from = range.start + (line.len() - line.trim_start().len());
        if trimmed.starts_with("```") || trimmed.starts_with("~~~") {
            fenced = !fenced;
            open = false;
            continue;
        }
        if trimmed.is_empty() || is_rule(trimmed) {
            // "===" or "---" under a line makes it a heading.
            if open
                && !trimmed.is_empty()
                && matches!(trimmed.as_bytes().first(), Some(b'=' | b'-'))
                && !trimmed.contains(' ')
            {
                promote(&mut blocks, trimmed.starts_with('='));
            }
            open = false;
            continue;
        }
        if open && trimmed.len() >= 2 && trimmed.bytes().all(|b| b == b'=') {
            promote(&mut blocks, true);
            open = false;
            continue;
        }
        let mark = heading_mark(trimmed);
        if mark > 0 {
            let body = trimmed.get(mark..).unwrap_or("").trim_end_matches('#').trim_end();
            let at = from + mark;
            let first = trimmed.starts_with("# ") && !blocks.iter().any(|b| b.kind == Some(BlockKind::Headline));
            let kind = if first { BlockKind::Headline } else { BlockKind::Heading };
            add(&mut blocks, Some(kind), text, at..at + body.len(), false);
            open = false;
            continue;
        }
        if trimmed.starts_with('|') && trimmed.len() > 1 {
            let is_line = trimmed.bytes().all(|b| matches!(b, b'|' | b'-' | b':' | b' '));
            if !is_line {
                let inner = trimmed.trim_matches('|').trim();
                let at = from + trimmed.find(inner).unwrap_or(0);
                add(&mut blocks, Some(BlockKind::TableRow), text, at..at + inner.len(), false);
            }
            open = false;
            continue;
        }
        let quote = trimmed.len() - trimmed.trim_start_matches(['>', ' ']).len();
        let quote = if trimmed.starts_with('>') { quote } else { 0 };
        let body = trimmed.get(quote..).unwrap_or("");
        let at = from + quote;
        if body.is_empty() {
            open = false;
            continue;
        }
        let item = super::block::item_mark(body);
        if item > 0 {
            let mark = if body.starts_with(|c: char| c.is_ascii_digit()) { 0 } else { item };
            add(&mut blocks, Some(BlockKind::ListItem), text, at + mark..at + body.len(), false);
            open = true;
            continue;
        }
        add(&mut blocks, None, text, at..at + body.len(), open && !fenced);
        open = true;
    }
    if head.title.is_none()
        && let Some(block) = blocks.iter().find(|b| b.kind == Some(BlockKind::Headline))
    {
        let pieces = block.pieces.iter().filter_map(|p| text.get(p.range.clone()));
        head.title = Some(pieces.collect::<String>());
    }
    (blocks, head)
}

/// Adds a line, to the block before if it goes on.
fn add(blocks: &mut Vec<RawBlock>, kind: Option<BlockKind>, text: &str, range: Range<usize>, goes_on: bool) {
    let pieces = inline(text, range);
    if pieces.is_empty() {
        return;
    }
    if goes_on && let Some(last) = blocks.last_mut() {
        if let Some(piece) = last.pieces.last_mut() {
            piece.space = true;
        }
        last.pieces.extend(pieces);
    } else {
        blocks.push(RawBlock { kind, pieces });
    }
}

fn promote(blocks: &mut [RawBlock], top: bool) {
    let first = top && !blocks.iter().any(|b| b.kind == Some(BlockKind::Headline));
    if let Some(last) = blocks.last_mut() {
        last.kind = Some(if first { BlockKind::Headline } else { BlockKind::Heading });
    }
}

/// Pieces of a line without marks of emphasis, addresses and images.
fn inline(text: &str, range: Range<usize>) -> Vec<Piece> {
    let Some(line) = text.get(range.clone()) else {
        return Vec::new();
    };
    let mut pieces = Vec::new();
    let mut start = 0;
    let mut at = 0;
    let bytes = line.as_bytes();
    let mut take = |from: usize, to: usize| {
        if to > from {
            pieces.push(Piece { range: range.start + from..range.start + to, space: false });
        }
    };
    // Closing brackets are looked for once: without one there are no more links.
    let mut links = true;
    while let Some(&b) = bytes.get(at) {
        match b {
            b'\\' if bytes.get(at + 1).is_some_and(u8::is_ascii_punctuation) => {
                take(start, at);
                start = at + 1;
                at += 2;
            }
            b'*' | b'`' => {
                take(start, at);
                at += 1;
                start = at;
            }
            // "_" marks emphasis at the edge of a word only.
            b'_' if !is_word(bytes.get(at.wrapping_sub(1))) || !is_word(bytes.get(at + 1)) => {
                take(start, at);
                at += 1;
                start = at;
            }
            b'!' | b'[' if links && (b == b'[' || bytes.get(at + 1) == Some(&b'[')) => {
                let open = at + usize::from(b == b'!');
                let Some((inner, after)) = link(line, open) else {
                    links = line.get(open..).is_some_and(|r| r.contains(']'));
                    at = open + 1;
                    continue;
                };
                take(start, at);
                if b == b'[' {
                    take(inner.start, inner.end);
                }
                at = after;
                start = after;
            }
            b'<' => {
                // An address in brackets or a tag: left out.
                let tag =
                    line.get(at + 1..).and_then(|r| r.get(..r.len().min(300)).or(Some(r))).and_then(|r| r.find('>'));
                let named = bytes.get(at + 1).is_some_and(|b| b.is_ascii_alphabetic() || *b == b'/');
                match tag.filter(|_| named) {
                    Some(length) => {
                        take(start, at);
                        at += length + 2;
                        start = at;
                    }
                    None => at += 1,
                }
            }
            _ => at += 1,
        }
    }
    take(start, line.len());
    pieces
}

fn is_word(byte: Option<&u8>) -> bool {
    byte.is_some_and(|b| b.is_ascii_alphanumeric() || *b >= 128)
}

/// For `[text](address)` or `[text][label]` at `open`: bytes of the text, and the byte after all of it.
fn link(line: &str, open: usize) -> Option<(Range<usize>, usize)> {
    let mut window = (open + 2000).min(line.len());
    while !line.is_char_boundary(window) {
        window -= 1;
    }
    let rest = line.get(open..window)?;
    let close = rest.find(']')?;
    let after = rest.get(close + 1..)?;
    let end = match after.as_bytes().first()? {
        b'(' => after.find(')')?,
        b'[' => after.find(']')?,
        _ => return None,
    };
    Some((open + 1..open + close, open + close + 1 + end + 1))
}

/// Length of the mark of a heading with its space (`## `), 0 if there is none.
fn heading_mark(line: &str) -> usize {
    let level = line.bytes().take_while(|b| *b == b'#').count();
    if (1..=6).contains(&level) && line.as_bytes().get(level) == Some(&b' ') && line.len() > level + 1 {
        level + 1
    } else {
        0
    }
}

/// True for `---`, `***`, `* * *`.
fn is_rule(line: &str) -> bool {
    let marks = line.bytes().filter(|b| *b != b' ').count();
    marks >= 3 && ["-", "*", "_"].iter().any(|m| line.bytes().all(|b| b == b' ' || m.as_bytes().first() == Some(&b)))
}

/// Lines of `text` from byte `start`, without their ends.
fn lines(text: &str, start: usize) -> impl Iterator<Item = (Range<usize>, &str)> {
    let mut at = start;
    std::iter::from_fn(move || {
        let rest = text.get(at..).filter(|r| !r.is_empty())?;
        let end = rest.find('\n').unwrap_or(rest.len());
        let range = at..at + end;
        at += end + 1;
        rest.get(..end).map(|line| (range, line))
    })
}

type Fields<'a> = Vec<(&'a str, &'a str)>;

/// Fields between `---` lines (or `+++`) at the start, and the byte after them.
fn front_matter(text: &str) -> Option<(Fields<'_>, usize)> {
    let body = text.trim_start_matches('\u{feff}');
    let skipped = text.len() - body.len();
    let fence = ["---", "+++"].into_iter().find(|f| body.lines().next().is_some_and(|l| l.trim_end() == *f))?;
    let mut fields = Vec::new();
    for (range, line) in lines(text, skipped).skip(1).take(200) {
        if line.trim_end() == fence {
            return (!fields.is_empty()).then_some((fields, (range.end + 1).min(text.len())));
        }
        let mark = if fence == "---" { ':' } else { '=' };
        if let Some((key, value)) = line.split_once(mark) {
            let plain = |s: &str| s.chars().all(|c| c.is_alphanumeric() || matches!(c, '_' | '-' | ' '));
            if plain(key) && !key.starts_with(' ') {
                fields.push((key.trim(), value.trim().trim_matches(['"', '\''])));
            }
        }
    }
    None
}

fn field(head: &mut Head, key: &str, value: &str) {
    if value.is_empty() {
        return;
    }
    let text = || Some(value.to_owned());
    match key.to_ascii_lowercase().as_str() {
        "title" | "headline" => head.title = text(),
        "date" | "published" | "publishdate" | "pubdate" | "publish_date" | "date_published" => {
            head.date = html::date(value);
        }
        "author" | "authors" | "byline" | "by" => head.byline = text(),
        "publisher" | "outlet" | "site" | "publication" => head.outlet = text(),
        "source" | "url" | "link" | "canonical" | "permalink" => {
            if value.starts_with("http") {
                head.url = text();
            } else if head.outlet.is_none() {
                head.outlet = text();
            }
        }
        "lang" | "language" => head.lang = text(),
        _ => {}
    }
}
