//! The article beside its map: one page that needs nothing else, readable without scripts.
//!
//! In: a situation, its articles, the SVG of its sheet, faces. Out: HTML. Never: files, scripts or pictures from elsewhere.
//!
//! Words that put a mark on the map are links to it; the list under the map leads from each event to its words. A script of
//! the page's own, named by its checksum in the content security policy, lights up both ends of a link.

mod account;
mod assets;
mod story;

use crate::article::Article;
use crate::font::Fonts;
use crate::markup::push_attribute;
use crate::markup::push_escaped;
use crate::page::story::Story;
use crate::situation::Situation;

/// What the page is made of.
#[derive(Debug, Clone, Copy)]
pub struct Page<'a> {
    /// The situation that the map shows.
    pub situation: &'a Situation,
    /// Its articles, in any order.
    pub articles: &'a [&'a Article],
    /// The SVG of the sheet.
    pub svg: &'a str,
    /// Faces of the sheet.
    pub fonts: &'a Fonts,
    /// Language tag.
    pub lang: &'a str,
}

/// The page.
pub fn page(page: &Page<'_>) -> String {
    let story = Story::of(page);
    let mut out = String::with_capacity(page.svg.len() + 2_500_000);
    out.push_str("<!doctype html>\n<html");
    push_attribute(&mut out, "lang", page.lang);
    out.push_str(">\n<head>\n<meta charset=\"utf-8\">\n<meta http-equiv=\"Content-Security-Policy\"");
    push_attribute(&mut out, "content", &assets::policy());
    out.push_str(">\n<meta name=\"viewport\" content=\"width=device-width, initial-scale=1\">\n<meta name=\"referrer\" content=\"no-referrer\">\n<title>");
    push_escaped(&mut out, &page.situation.title);
    out.push_str("</title>\n<style>");
    assets::push_faces(&mut out, page.fonts, page.svg);
    out.push_str(assets::STYLE);
    out.push_str("</style>\n</head>\n<body>\n<header>\n<h1 dir=\"auto\">");
    push_escaped(&mut out, &page.situation.title);
    out.push_str("</h1>\n<p dir=\"auto\">");
    push_escaped(&mut out, &page.situation.subtitle);
    out.push_str("</p>\n</header>\n<main>\n<section id=\"map-side\" aria-label=\"Map\">\n<div class=\"sheet\" tabindex=\"0\" role=\"region\" aria-label=\"Map, may be scrolled\">\n");
    push_svg(&mut out, page.svg);
    out.push_str("</div>\n");
    account::push(&mut out, page, &story);
    out.push_str("</section>\n<section id=\"text-side\" aria-label=\"Article\">\n");
    story.push(&mut out, page);
    out.push_str("</section>\n</main>\n<script>");
    out.push_str(assets::SCRIPT);
    out.push_str("</script>\n</body>\n</html>\n");
    out
}

/// The SVG as a part of the page: as wide as its column, its groups open to screen readers.
fn push_svg(out: &mut String, svg: &str) {
    let (head, rest) = svg.split_once('>').unwrap_or((svg, ""));
    let mut kept = String::new();
    for part in head.split("\" ") {
        let name = part.trim_start().split('=').next().unwrap_or("");
        if matches!(name, "width" | "height") {
            continue;
        }
        if !kept.is_empty() {
            kept.push_str("\" ");
        }
        kept.push_str(part);
    }
    out.push_str(&kept.replace("role=\"img\"", "role=\"group\""));
    out.push('>');
    out.push_str(rest);
}
