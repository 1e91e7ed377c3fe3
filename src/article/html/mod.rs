//! Pages in HTML: the article of a page as plain blocks, and what the head of the page says.
//!
//! In: decoded HTML. Out: the extracted text, its blocks and [`Head`]. Never: scripts, menus, captions.
//!
//! The page is first scanned once, in linear time. The article is found by `dom_smoothie` (Readability), except in
//! pages that are nested deeper than browsers allow or too large for it; then, and where it finds too little, the
//! scan itself gives the text. Offsets of such an article count code points of the extracted text.

mod head;
mod scan;
mod text;

use dom_smoothie::Config;
use dom_smoothie::Readability;

use crate::diagnostic::Warning;

use super::BlockKind;
use super::plain::Piece;
use super::plain::RawBlock;
use super::reader::Head;
pub(super) use head::date;
use text::HtmlBlock;

/// Deepest nesting that is given to a tree builder, as in browsers; it needs quadratic time beyond.
const DEEPEST: usize = 512;

/// Largest product of nesting depth and bytes that is given to it.
const MOST_WORK: usize = 200_000_000;

/// Most elements that are given to it.
const MOST_ELEMENTS: usize = 50_000;

/// A page taken apart.
#[derive(Debug, Default)]
pub(super) struct Page {
    /// The text of the article; offsets refer to it.
    pub original: String,
    pub blocks: Vec<RawBlock>,
    pub head: Head,
    pub warnings: Vec<Warning>,
}

/// Elements inside one another at the deepest place.
pub(super) fn nesting(html: &str) -> usize {
    scan::shape(html).depth
}

/// True if the text is a page or a fragment of HTML.
pub(super) fn is_html(text: &str) -> bool {
    let start = text.trim_start_matches(|c: char| c.is_whitespace() || c == '\u{feff}');
    let opening: String = start.chars().take(200).flat_map(char::to_lowercase).collect();
    if ["<!doctype html", "<html", "<head", "<body", "<?xml"].iter().any(|t| opening.starts_with(t)) {
        return true;
    }
    let sample: String = start.chars().take(20_000).flat_map(char::to_lowercase).collect();
    let tags =
        ["<p>", "<p ", "</p>", "<div", "</div>", "<article", "<h1", "<h2", "<span", "</a>", "<br", "<li>", "<td"];
    let count: usize = tags.iter().map(|t| sample.matches(t).count()).sum();
    sample.contains("<html") || (opening.starts_with('<') && count >= 1) || count >= 6
}

/// Reads a page.
pub(super) fn read(html: &str) -> Page {
    let shape = scan::shape(html);
    let mut page = Page { head: head::read(html), ..Page::default() };
    let own = text::of_page(html);
    let mut chosen = own;
    let work = shape.depth.saturating_mul(html.len());
    if shape.depth > DEEPEST {
        let message =
            format!("elements are nested {} deep, more than {DEEPEST}: the text is taken as it stands", shape.depth);
        page.warnings.push(Warning::new("html-depth", message));
    } else if work <= MOST_WORK && shape.elements <= MOST_ELEMENTS && shape.elements >= 8 {
        let config = Config { max_elements_to_parse: MOST_ELEMENTS * 2, char_threshold: 250, ..Config::default() };
        if let Ok(found) = Readability::new(html, None, Some(config)).and_then(|mut r| r.parse()) {
            let blocks = text::of_fragment(&found.content);
            // Readability may take a teaser for the article: keep it only if it has most of the prose.
            if prose(&blocks) * 10 >= prose(&chosen) * 6 || chosen.is_empty() {
                chosen = blocks;
            }
            let head = &mut page.head;
            head.byline =
                head.byline.take().or(found.byline).map(|b| b.split_whitespace().collect::<Vec<_>>().join(" "));
            head.outlet = head.outlet.take().or(found.site_name);
            head.lang = head.lang.take().or(found.lang);
            if head.title.is_none() && !found.title.is_empty() {
                head.title = Some(found.title);
            }
        }
    }
    lay_out(&mut page, &chosen);
    page
}

/// Characters in paragraphs of some length.
fn prose(blocks: &[HtmlBlock]) -> usize {
    blocks
        .iter()
        .filter(|b| matches!(b.kind, BlockKind::Paragraph | BlockKind::ListItem) && b.text.len() > 60)
        .map(|b| b.text.len())
        .sum()
}

/// Writes the blocks out as the text that offsets refer to; title and byline first.
fn lay_out(page: &mut Page, blocks: &[HtmlBlock]) {
    let fold = |s: &str| s.chars().filter(|c| c.is_alphanumeric()).flat_map(char::to_lowercase).collect::<String>();
    let title = page.head.title.clone().map(|t| t.trim().to_owned()).filter(|t| !t.is_empty());
    let mut lines: Vec<(Option<BlockKind>, &str)> = Vec::with_capacity(blocks.len() + 2);
    if let Some(title) = title.as_deref() {
        lines.push((Some(BlockKind::Headline), title));
    }
    let key = title.as_deref().map(fold);
    if let Some(byline) = page.head.byline.as_deref()
        && !blocks.iter().take(4).any(|b| b.text.contains(byline))
        && byline.len() < 300
    {
        lines.push((Some(BlockKind::Stamp), byline));
    }
    for (i, block) in blocks.iter().enumerate() {
        // The heading of the page once more.
        if i < 4 && key.as_deref().is_some_and(|k| k == fold(&block.text)) {
            continue;
        }
        // Paragraphs are looked at again: stamps and furniture stand among them.
        let kind = if block.kind == BlockKind::Paragraph { Some(BlockKind::Paragraph) } else { Some(block.kind) };
        lines.push((kind, &block.text));
    }
    let mut original = String::new();
    for (kind, line) in lines {
        if !original.is_empty() {
            original.push_str("\n\n");
        }
        let start = original.len();
        original.push_str(line);
        page.blocks.push(RawBlock { kind, pieces: vec![Piece { range: start..original.len(), space: false }] });
    }
    page.original = original;
}
