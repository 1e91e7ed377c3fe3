//! Reading: bytes to [`Article`], step by step.
//!
//! In: bytes or text. Out: [`Article`]. Never: files.

use crate::date::Date;
use crate::date::days_between;
use crate::date::token;
use crate::diagnostic::Warning;
use crate::error::Error;
use crate::error::Result;
use crate::limit::Limit;
use crate::limit::Limits;

use super::Article;
use super::Block;
use super::BlockKind;
use super::Sentence;
use super::block;
use super::block::Draft;
use super::clean;
use super::clean::Builder;
use super::dateline;
use super::decode;
use super::heading;
use super::html;
use super::markdown;
use super::plain;
use super::plain::RawBlock;
use super::published;
use super::published::Known;
use super::sentence;

/// How the input is written.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub enum Format {
    /// Found out from the text.
    #[default]
    Auto,
    /// Plain text.
    Plain,
    /// Markdown.
    Markdown,
    /// A page or fragment of HTML.
    Html,
}

/// What the caller knows about the input.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct ReadOptions {
    /// Date of the article, which then is not looked for.
    pub date: Option<Date>,
    /// First and last year in which the story may play, for a text that names no year itself.
    pub years: Option<(i16, i16)>,
    /// How the input is written.
    pub format: Format,
    /// Most bytes and sentences.
    pub limits: Limits,
}

impl Default for ReadOptions {
    fn default() -> Self {
        Self { date: None, years: None, format: Format::Auto, limits: Limits::default() }
    }
}

/// What a format tells besides the text.
#[derive(Debug, Default)]
pub(super) struct Head {
    pub title: Option<String>,
    pub byline: Option<String>,
    pub outlet: Option<String>,
    pub url: Option<String>,
    pub lang: Option<String>,
    pub date: Option<Date>,
}

/// Reads an article.
///
/// # Errors
/// [`Error::Limit`] if the input is larger, is nested deeper or has more sentences than `limits` allow; [`Error::Input`] if it is empty, no text, or holds no article.
pub fn read(bytes: &[u8], source: &str, options: &ReadOptions) -> Result<Article> {
    options.limits.check(Limit::Bytes, bytes.len(), source)?;
    let input = |message: String| Error::Input { file: source.to_owned(), message };
    let decoded = decode::decode(bytes).map_err(input)?;
    let format = match options.format {
        Format::Auto if html::is_html(&decoded) => Format::Html,
        Format::Auto if markdown::is_markdown(&decoded) || is_named(source, "md") => Format::Markdown,
        Format::Auto => Format::Plain,
        format => format,
    };
    let mut warnings = Vec::new();
    let (original, raw, head) = match format {
        Format::Html => {
            options.limits.check(Limit::HtmlNesting, html::nesting(&decoded), source)?;
            let page = html::read(&decoded);
            warnings = page.warnings;
            (page.original, page.blocks, page.head)
        }
        Format::Markdown => {
            let (raw, head) = markdown::read(&decoded);
            (decoded, raw, head)
        }
        Format::Auto | Format::Plain => {
            let raw = plain::read(&decoded);
            (decoded, raw, Head::default())
        }
    };
    let entities = format != Format::Html && original.contains('&');
    let mut article = assemble(&original, &raw, entities, head, source, (options.date, options.years));
    options.limits.check(Limit::Sentences, article.sentences.len(), source)?;
    warnings.append(&mut article.warnings);
    article.warnings = warnings;
    let has = |kind: fn(BlockKind) -> bool| {
        article.sentences.iter().any(|s| {
            article.blocks.get(s.block).is_some_and(|b| kind(b.kind))
                && article.text.get(s.span.clone()).is_some_and(|t| t.chars().any(char::is_alphabetic))
        })
    };
    if !has(BlockKind::is_story) {
        return Err(input("expected the text of an article, found no words that are not page furniture".to_owned()));
    }
    if format == Format::Html && !has(|k| matches!(k, BlockKind::Paragraph | BlockKind::ListItem | BlockKind::TableRow))
    {
        return Err(input("expected a page with an article, found headings and menus only".to_owned()));
    }
    Ok(article)
}

/// True if the file name ends with `.extension`.
fn is_named(source: &str, extension: &str) -> bool {
    source.rsplit_once('.').is_some_and(|(_, e)| e.eq_ignore_ascii_case(extension))
}

/// Builds the article from the pieces that a format reader found in `original`.
fn assemble(
    original: &str,
    raw: &[RawBlock],
    entities: bool,
    head: Head,
    source: &str,
    (given, years): (Option<Date>, Option<(i16, i16)>),
) -> Article {
    let mut builder = Builder::new(original);
    let mut spans = Vec::with_capacity(raw.len());
    for block in raw {
        let Some(first) = block.pieces.first() else {
            continue;
        };
        if builder.len() > 0 {
            builder.push_glue('\n', first.range.start.saturating_sub(1));
        }
        let start = builder.len();
        for piece in &block.pieces {
            builder.push_piece(piece.range.clone(), entities);
            if piece.space && !builder.since(start).ends_with(' ') {
                builder.push_glue(' ', piece.range.end);
            }
        }
        builder.trim_end(start);
        if builder.len() == start {
            builder.trim_end(start.saturating_sub(1));
            continue;
        }
        spans.push((start..builder.len(), block.kind));
    }
    let (text, offsets) = builder.finish();
    let drafts: Vec<Draft<'_>> =
        spans.iter().map(|(span, hint)| Draft { text: text.get(span.clone()).unwrap_or(""), hint: *hint }).collect();
    let (kinds, repeated) = block::classify(&drafts);
    let mut blocks: Vec<Block> =
        spans.into_iter().zip(kinds).map(|((span, _), kind)| Block { kind, span, date: None, period: None }).collect();
    let mut warnings = Vec::new();
    if repeated >= 0.2 {
        let message = format!("{:.0} % of the text stands there a second time and is left out", repeated * 100.0);
        warnings.push(Warning::new("repeated-body", message));
    }
    let line = blocks
        .iter()
        .take(12)
        .filter(|b| matches!(b.kind, BlockKind::Paragraph | BlockKind::Heading | BlockKind::Stamp))
        .filter_map(|b| text.get(b.span.clone()).map(|line| (b, line)))
        // A stamp with a time of day names an author, not a city.
        .filter(|(b, line)| b.kind != BlockKind::Stamp || !block::stamp_parts(&token::tokenise(line, 0)).time)
        .find_map(|(b, line)| dateline::read(line, b.span.start));
    let known = Known { given, page: head.date, url: head.url.as_deref(), years };
    let published = published::choose(&text, &blocks, line.as_ref(), &known, &mut warnings);
    let written = line.as_ref().zip(published.as_ref()).and_then(|(l, p)| {
        let date = l.date.as_ref()?;
        let day = date.date().or_else(|| date.in_year(p.date.year())).or_else(|| date.in_year(p.date.year() - 1))?;
        (1..=3).contains(&days_between(day, p.date)).then_some(day)
    });
    date_blocks(&text, &mut blocks, published.as_ref());
    let sentences = sentences(&text, &blocks);
    let shown = |kind: BlockKind| {
        blocks.iter().find(|b| b.kind == kind).and_then(|b| text.get(b.span.clone())).map(str::to_owned)
    };
    let byline = head.byline.or_else(|| {
        let lines = blocks.iter().filter(|b| b.kind == BlockKind::Stamp).filter_map(|b| text.get(b.span.clone()));
        lines
            .map(str::trim)
            .find(|l| l.get(..3).is_some_and(|p| p.eq_ignore_ascii_case("by ")))
            .and_then(|l| l.get(3..))
            .map(|name| name.trim().to_owned())
    });
    Article {
        source: source.to_owned(),
        title: shown(BlockKind::Headline).or(head.title),
        byline,
        outlet: head.outlet.or_else(|| line.as_ref().and_then(|l| l.agency.clone())),
        url: head.url,
        lang: head.lang,
        published,
        written,
        dateline: line.map(|l| l.city),
        offsets,
        blocks,
        sentences,
        warnings,
        text,
    }
}

/// Gives the blocks under a heading with a date that date, up to the next one.
fn date_blocks(text: &str, blocks: &mut [Block], published: Option<&super::Published>) {
    let mut current = None;
    let mut period = None;
    let mut began = false;
    let lines = blocks.iter().filter(|b| b.kind.is_story()).filter_map(|b| text.get(b.span.clone()));
    let year = if published.is_none() { published::story_year(lines) } else { None };
    let base = published::Base { published, year };
    for block in blocks.iter_mut() {
        let line = text.get(block.span.clone()).unwrap_or("");
        let strict = block.kind == BlockKind::Stamp;
        let head = strict || block.kind == BlockKind::Heading;
        if head && let Some(days) = heading::period(line, base) {
            period = Some(days);
            current = None;
        } else if head && !strict && block::time_mark(line) == 0 {
            period = None;
        }
        if began && head {
            let date = published::of_heading(line, &block.span, strict, base);
            // A heading of another kind ends the day; a time of day and a stamp do not.
            if date.is_some() || !(strict || block::time_mark(line) > 0) {
                current = date;
            }
        }
        began |= block.kind == BlockKind::Paragraph;
        if block.kind.is_story() {
            block.date = current;
            block.period = period.filter(|_| current.is_none());
        }
    }
}

fn sentences(text: &str, blocks: &[Block]) -> Vec<Sentence> {
    let mut found = Vec::with_capacity(text.len() / 100 + 1);
    for (index, block) in blocks.iter().enumerate() {
        if !block.kind.is_story() {
            continue;
        }
        let Some(line) = text.get(block.span.clone()) else {
            continue;
        };
        let mark = if block.kind == BlockKind::ListItem { block::item_mark(line) } else { block::time_mark(line) };
        let body = line.get(mark..).unwrap_or("");
        let offset = block.span.start + mark;
        let whole = matches!(block.kind, BlockKind::Headline | BlockKind::TableRow);
        if whole {
            found.push(Sentence { span: offset..block.span.end, block: index });
        } else {
            found.extend(sentence::split(body, offset).into_iter().map(|span| Sentence { span, block: index }));
        }
    }
    found
}

/// An article whose text is `text` itself, character by character: nothing is dropped, joined or set aside.
///
/// Code points of `text` and of `Article::text` are the same, so offsets are exact; there is no date and no headline.
pub fn verbatim(text: &str, source: &str) -> Article {
    let (mut clean, offsets) = clean::one_to_one(text);
    let soft = plain::soft_line_ends(text);
    if !soft.is_empty() {
        clean = blank_line_ends(text, &clean, &soft);
    }
    let mut blocks = Vec::new();
    let mut start = 0;
    for (end, _) in clean.match_indices('\n').chain(std::iter::once((clean.len(), ""))) {
        if let Some(line) = clean.get(start..end)
            && !line.trim().is_empty()
        {
            let from = start + (line.len() - line.trim_start().len());
            blocks.push(Block {
                kind: BlockKind::Paragraph,
                span: from..from + line.trim().len(),
                date: None,
                period: None,
            });
        }
        start = end + 1;
    }
    let sentences = sentences(&clean, &blocks);
    Article { source: source.to_owned(), text: clean, offsets, blocks, sentences, ..Article::default() }
}

/// Line ends inside sentences become spaces; both texts have the same code points.
fn blank_line_ends(text: &str, clean: &str, soft: &[usize]) -> String {
    let mut next = soft.iter().peekable();
    text.char_indices()
        .zip(clean.chars())
        .map(|((at, _), c)| {
            if next.peek() == Some(&&at) {
                next.next();
                ' '
            } else {
                c
            }
        })
        .collect()
}
