//! The visible text of HTML as blocks.
//!
//! In: HTML. Out: [`HtmlBlock`]s. Never: menus, captions, buttons, related lists, scripts.

use crate::article::BlockKind;
use crate::article::entity;

use super::scan;
use super::scan::Event;

/// Stands for a line break until the block is complete.
const BREAK: char = '\u{1}';

/// A block of visible text.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct HtmlBlock {
    pub kind: BlockKind,
    pub text: String,
}

/// Elements that hold no prose of the article.
const SKIPPED: &[&str] = &[
    "aside",
    "audio",
    "button",
    "canvas",
    "dialog",
    "figcaption",
    "footer",
    "form",
    "map",
    "menu",
    "nav",
    "object",
    "picture",
    "select",
    "video",
];

/// Parts of a class or id that mark furniture.
const FURNITURE: &[&str] = &[
    "advert",
    "ad-slot",
    "breadcrumb",
    "byline-social",
    "caption",
    "comment",
    "consent",
    "cookie",
    "copyright",
    "disclaimer",
    "donate",
    "footer",
    "gdpr",
    "masthead",
    "menu",
    "mostread",
    "most-read",
    "nav",
    "newsletter",
    "paywall",
    "popup",
    "print-only",
    "promo",
    "read-more",
    "readmore",
    "recommend",
    "related",
    "share",
    "sharing",
    "sidebar",
    "signup",
    "skip-link",
    "social",
    "sponsor",
    "subscribe",
    "tags",
    "taboola",
    "teaser",
    "toolbar",
    "trending",
    "widget",
];

/// Elements that begin a new block.
const BLOCKS: &[&str] = &[
    "address",
    "article",
    "blockquote",
    "body",
    "caption",
    "center",
    "dd",
    "details",
    "div",
    "dl",
    "dt",
    "fieldset",
    "figure",
    "h1",
    "h2",
    "h3",
    "h4",
    "h5",
    "h6",
    "header",
    "hr",
    "li",
    "main",
    "ol",
    "p",
    "pre",
    "section",
    "summary",
    "table",
    "tbody",
    "tfoot",
    "thead",
    "tr",
    "ul",
];

/// The text of a whole page: of its article element if there is one with prose, else of all.
pub(super) fn of_page(html: &str) -> Vec<HtmlBlock> {
    let article = Walk::new(true, true).run(html);
    let prose: usize = article.iter().filter(|b| b.kind == BlockKind::Paragraph).map(|b| b.text.len()).sum();
    if prose >= 140 { article } else { Walk::new(false, true).run(html) }
}

/// The text of a fragment that was chosen already.
pub(super) fn of_fragment(html: &str) -> Vec<HtmlBlock> {
    Walk::new(false, false).run(html)
}

/// State of the walk over a page.
#[derive(Debug)]
struct Walk {
    /// Only inside `article` or `main`.
    only_article: bool,
    /// Classes are looked at.
    strict: bool,
    inside: usize,
    /// Name and depth of the element that is skipped.
    skipping: Option<(String, usize)>,
    kind: BlockKind,
    cells: usize,
    text: String,
    blocks: Vec<HtmlBlock>,
}

impl Walk {
    const fn new(only_article: bool, strict: bool) -> Self {
        Self {
            only_article,
            strict,
            inside: 0,
            skipping: None,
            kind: BlockKind::Paragraph,
            cells: 0,
            text: String::new(),
            blocks: Vec::new(),
        }
    }

    fn run(mut self, html: &str) -> Vec<HtmlBlock> {
        for event in scan::events(html) {
            match event {
                Event::Open(name, attributes) => self.open(&name.to_ascii_lowercase(), attributes),
                Event::Close(name) => self.close(&name.to_ascii_lowercase()),
                Event::Text(text) if self.skipping.is_none() && (!self.only_article || self.inside > 0) => {
                    self.text.push_str(&entity::decode(text));
                }
                Event::Text(_) | Event::Raw(..) => {}
            }
        }
        self.flush();
        self.blocks
    }

    fn open(&mut self, name: &str, attributes: &str) {
        if let Some((skipped, depth)) = &mut self.skipping {
            *depth += usize::from(skipped == name && !scan::VOID.contains(&name));
            return;
        }
        if matches!(name, "article" | "main") {
            self.inside += 1;
        }
        let furniture = SKIPPED.contains(&name) || (self.strict && is_furniture(name, attributes));
        if furniture && !scan::VOID.contains(&name) && !attributes.ends_with('/') {
            self.flush();
            self.skipping = Some((name.to_owned(), 1));
            return;
        }
        match name {
            "br" => {
                // Two in a row divide paragraphs.
                if self.text.trim_end_matches([' ', '\n', '\t', '\r']).ends_with(BREAK) {
                    let kind = self.kind;
                    self.flush();
                    self.kind = kind;
                } else {
                    self.text.push(BREAK);
                }
            }
            "td" | "th" => {
                if self.cells > 0 {
                    self.text.push_str(" | ");
                }
                self.cells += 1;
            }
            _ if BLOCKS.contains(&name) => {
                self.flush();
                self.kind = match name {
                    "h1" => BlockKind::Headline,
                    "h2" | "h3" | "h4" | "h5" | "h6" | "summary" | "dt" => BlockKind::Heading,
                    "li" => BlockKind::ListItem,
                    "tr" => BlockKind::TableRow,
                    _ if self.kind == BlockKind::ListItem && name == "p" => BlockKind::ListItem,
                    _ => BlockKind::Paragraph,
                };
            }
            _ => {}
        }
    }

    fn close(&mut self, name: &str) {
        if let Some((skipped, depth)) = &mut self.skipping {
            if skipped == name {
                *depth -= 1;
                if *depth == 0 {
                    self.skipping = None;
                }
            }
            return;
        }
        if BLOCKS.contains(&name) {
            self.flush();
            self.kind = BlockKind::Paragraph;
        }
        if matches!(name, "article" | "main") {
            self.inside = self.inside.saturating_sub(1);
        }
    }

    fn flush(&mut self) {
        let text = std::mem::take(&mut self.text);
        let cells = std::mem::take(&mut self.cells);
        let line = text.replace(BREAK, " ").split_whitespace().collect::<Vec<_>>().join(" ");
        if line.trim_matches(|c: char| c == '|' || c.is_whitespace()).is_empty() {
            return;
        }
        let kind = match self.kind {
            BlockKind::TableRow if cells < 2 => BlockKind::Paragraph,
            BlockKind::Headline if self.blocks.iter().any(|b| b.kind == BlockKind::Headline) => BlockKind::Heading,
            kind => kind,
        };
        self.blocks.push(HtmlBlock { kind, text: line });
    }
}

fn is_furniture(name: &str, attributes: &str) -> bool {
    if matches!(name, "html" | "body" | "article" | "main" | "p" | "h1") {
        return false;
    }
    let value = |key: &str| scan::attribute(attributes, key).unwrap_or("").to_ascii_lowercase();
    if scan::attribute(attributes, "hidden").is_some()
        || value("aria-hidden") == "true"
        || value("style").replace(' ', "").contains("display:none")
    {
        return true;
    }
    if matches!(value("role").as_str(), "navigation" | "banner" | "complementary" | "contentinfo" | "dialog" | "search")
    {
        return true;
    }
    let names = format!("{} {}", value("class"), value("id"));
    names.split(|c: char| c.is_whitespace() || c == '_').any(|n| {
        FURNITURE.iter().any(|f| {
            n.split('-').any(|part| part == *f || part.strip_suffix('s') == Some(f))
                || (f.contains('-') && n.contains(f))
                || (f.len() > 6 && n.contains(f))
        })
    })
}
