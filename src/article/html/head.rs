//! What a page says about itself: title, author, date, outlet, address, language.
//!
//! In: HTML. Out: [`Head`]. Never: the body's text.

use crate::article::entity;
use crate::article::reader::Head;
use crate::date::Date;
use crate::date::token;
use crate::date::written;

use super::scan;
use super::scan::Event;

/// Reads the head of a page, and dates in machine form anywhere in it.
pub(super) fn read(html: &str) -> Head {
    let mut head = Head::default();
    let mut time: Option<Date> = None;
    let mut linked: Option<Date> = None;
    let mut heading: Option<String> = None;
    let mut og_title = None;
    let mut in_heading = false;
    for event in scan::events(html) {
        match event {
            Event::Raw(name, _, text) if name.eq_ignore_ascii_case("title") && head.title.is_none() => {
                head.title = Some(tidy(text));
            }
            Event::Raw(name, attributes, text) if name.eq_ignore_ascii_case("script") => {
                let kind = scan::attribute(attributes, "type").unwrap_or("");
                if linked.is_none() && kind.to_ascii_lowercase().contains("ld+json") {
                    linked = json_value(text, "datePublished").and_then(date);
                }
            }
            Event::Open(name, attributes) => {
                let is = |n: &str| name.eq_ignore_ascii_case(n);
                if is("meta") {
                    meta(attributes, &mut head, &mut og_title);
                } else if is("html") {
                    head.lang = head
                        .lang
                        .or_else(|| scan::attribute(attributes, "lang").map(str::to_owned).filter(|l| !l.is_empty()));
                } else if is("link")
                    && scan::attribute(attributes, "rel").is_some_and(|r| r.eq_ignore_ascii_case("canonical"))
                {
                    head.url = head.url.or_else(|| scan::attribute(attributes, "href").map(str::to_owned));
                } else if is("time") && time.is_none() {
                    time = scan::attribute(attributes, "datetime").and_then(date);
                } else if is("h1") {
                    in_heading = heading.is_none();
                    if in_heading {
                        heading = Some(String::new());
                    }
                }
            }
            Event::Close(name) if name.eq_ignore_ascii_case("h1") => in_heading = false,
            Event::Text(text) if in_heading => {
                if let Some(h) = heading.as_mut().filter(|h| h.len() < 500) {
                    h.push_str(text);
                }
            }
            _ => {}
        }
    }
    let heading = heading.map(|h| tidy(&h)).filter(|h| h.split_whitespace().count() >= 2);
    // The heading as readers see it; the title of the window often ends with the name of the site.
    head.title = heading.or(og_title).or_else(|| head.title.map(|t| without_site(&t)));
    head.date = head.date.or(linked).or(time);
    head
}

fn meta(attributes: &str, head: &mut Head, og_title: &mut Option<String>) {
    let Some(content) = scan::attribute(attributes, "content").filter(|c| !c.trim().is_empty()) else {
        return;
    };
    let key = ["property", "name", "itemprop"]
        .iter()
        .find_map(|a| scan::attribute(attributes, a))
        .unwrap_or("")
        .to_ascii_lowercase();
    match key.as_str() {
        "article:published_time"
        | "datepublished"
        | "og:published_time"
        | "pubdate"
        | "publishdate"
        | "publish-date"
        | "dc.date"
        | "dc.date.issued"
        | "dcterms.issued"
        | "dcterms.created"
        | "date"
        | "sailthru.date"
        | "parsely-pub-date"
        | "cxenseparse:recs:publishtime"
            if head.date.is_none() =>
        {
            head.date = date(content);
        }
        "og:site_name" | "application-name" => {
            head.outlet = head.outlet.take().or_else(|| Some(tidy(content)));
        }
        "og:title" => *og_title = Some(tidy(content)),
        "og:url" => head.url = head.url.take().or_else(|| Some(tidy(content))),
        "author" | "article:author" | "parsely-author" if !content.starts_with("http") => {
            head.byline = head.byline.take().or_else(|| Some(tidy(content)));
        }
        _ => {}
    }
}

/// The first full date in a value such as `2024-11-30T18:40:00+00:00`.
pub(in crate::article) fn date(value: &str) -> Option<Date> {
    let head: String = value.chars().take(60).collect();
    if head.bytes().take(8).all(|b| b.is_ascii_digit()) && head.len() >= 8 {
        let part = |r: std::ops::Range<usize>| head.get(r);
        return Date::new(part(0..4)?.parse().ok()?, part(4..6)?.parse().ok()?, part(6..8)?.parse().ok()?).ok();
    }
    // "2024-11-30T18:40" reads as a date followed by a word.
    let spaced = head.replace('T', " ");
    let tokens = token::tokenise(&spaced, 0);
    written::find(&tokens).into_iter().find_map(|d| d.date())
}

/// The string value of a key of JSON, wherever it stands.
fn json_value<'a>(json: &'a str, key: &str) -> Option<&'a str> {
    let (_, after) = json.split_once(&format!("\"{key}\""))?;
    let value = after.trim_start().strip_prefix(':')?.trim_start().strip_prefix('"')?;
    value.split('"').next()
}

fn tidy(text: &str) -> String {
    entity::decode(text).split_whitespace().collect::<Vec<_>>().join(" ")
}

/// "Headline | Site" and "Headline - Site" without the site, if what is left is a headline.
fn without_site(title: &str) -> String {
    for mark in [" | ", " \u{2013} ", " \u{2014} ", " - "] {
        if let Some((left, right)) = title.rsplit_once(mark)
            && right.split_whitespace().count() <= 4
            && left.split_whitespace().count() >= 3
        {
            return left.to_owned();
        }
    }
    title.to_owned()
}
