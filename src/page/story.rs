//! The text of the articles with the words marked that the map rests on.
//!
//! In: articles, citations. Out: HTML of the text. Never: the map.

use std::collections::BTreeMap;
use std::collections::BTreeSet;
use std::ops::Range;

use crate::article::Article;
use crate::article::BlockKind;
use crate::layout;
use crate::markup::push_attribute;
use crate::markup::push_escaped;
use crate::page::Page;
use crate::provenance::Citation;

/// Most passages of an article that are marked.
const MOST: usize = 5000;

/// Which words belong to which marks.
pub(super) struct Story<'a> {
    /// Articles in the order of the situation.
    articles: Vec<Option<&'a Article>>,
    /// Passages of each article without overlap, with the groups of the map they support.
    passages: Vec<Vec<Passage>>,
}

/// Words of an article.
struct Passage {
    span: Range<usize>,
    /// Ids of groups of the map.
    groups: BTreeSet<String>,
}

/// The groups of the map that show a place, as far as the map has them.
pub(super) fn groups(page: &Page<'_>, place: &str) -> Vec<String> {
    layout::place_groups(place).into_iter().filter(|id| shows(page, id)).collect()
}

/// The groups of the map that show a movement.
pub(super) fn movement_groups(page: &Page<'_>, id: &str) -> Vec<String> {
    Some(layout::movement_group(id)).into_iter().filter(|id| shows(page, id)).collect()
}

fn shows(page: &Page<'_>, id: &str) -> bool {
    page.svg.contains(&format!(" id=\"{id}\""))
}

impl<'a> Story<'a> {
    pub(super) fn of(page: &Page<'a>) -> Self {
        let mut free: Vec<&Article> = page.articles.to_vec();
        let articles: Vec<Option<&Article>> = page
            .situation
            .articles
            .iter()
            .map(|source| {
                let at = free
                    .iter()
                    .position(|a| a.source == source.source && (a.title == source.title || source.title.is_none()));
                at.map(|i| free.remove(i))
            })
            .collect();
        let mut cited: Vec<Vec<(Range<usize>, Vec<String>)>> = vec![Vec::new(); articles.len()];
        let mut take = |evidence: &[Citation], groups: &[String]| {
            for citation in evidence {
                let Some(article) = articles.get(citation.article).copied().flatten() else { continue };
                let span = article.clean_span(citation.start, citation.end);
                if let Some(list) = cited.get_mut(citation.article).filter(|l| !span.is_empty() && l.len() < MOST) {
                    list.push((span, groups.to_vec()));
                }
            }
        };
        for event in &page.situation.events {
            take(&event.evidence, &groups(page, &event.location.name));
        }
        for movement in &page.situation.movements {
            take(&movement.evidence, &movement_groups(page, &movement.id));
        }
        let passages = cited.iter().map(|list| apart(list)).collect();
        Self { articles, passages }
    }

    /// Id of the passage in which a citation begins.
    pub(super) fn passage(&self, citation: &Citation) -> Option<String> {
        let article = self.articles.get(citation.article).copied().flatten()?;
        let start = article.clean_span(citation.start, citation.end).start;
        let list = self.passages.get(citation.article)?;
        let index = list.partition_point(|p| p.span.end <= start);
        list.get(index).filter(|p| p.span.contains(&start)).map(|_| format!("said-{}-{index}", citation.article))
    }

    /// Writes the articles.
    pub(super) fn push(&self, out: &mut String, page: &Page<'_>) {
        for (number, article) in self.articles.iter().enumerate() {
            let source = page.situation.articles.get(number);
            out.push_str("<article dir=\"auto\">\n");
            let Some(article) = article else {
                out.push_str("<p class=\"note\">The text of this article is not at hand: ");
                push_escaped(out, source.map_or("", |s| &s.source));
                out.push_str("</p>\n</article>\n");
                continue;
            };
            if !article.blocks.iter().any(|b| b.kind == BlockKind::Headline)
                && let Some(title) = &article.title
            {
                out.push_str("<h2>");
                push_escaped(out, title);
                out.push_str("</h2>\n");
            }
            if let Some(source) = source {
                push_origin(out, source);
            }
            for block in &article.blocks {
                let (open, close) = match block.kind {
                    BlockKind::Headline => ("<h2 dir=\"auto\">", "</h2>"),
                    BlockKind::Heading => ("<h3 dir=\"auto\">", "</h3>"),
                    BlockKind::Paragraph | BlockKind::TableRow => ("<p dir=\"auto\">", "</p>"),
                    BlockKind::ListItem => ("<p class=\"item\" dir=\"auto\">", "</p>"),
                    BlockKind::Stamp => ("<p class=\"note\" dir=\"auto\">", "</p>"),
                    BlockKind::Boilerplate | BlockKind::Duplicate => continue,
                };
                out.push_str(open);
                self.push_text(out, number, &article.text, block.span.clone());
                out.push_str(close);
                out.push('\n');
            }
            out.push_str("</article>\n");
        }
    }

    /// A stretch of text with its passages as links to the map.
    fn push_text(&self, out: &mut String, number: usize, text: &str, span: Range<usize>) {
        let list = self.passages.get(number).map_or(&[][..], Vec::as_slice);
        let first = list.partition_point(|p| p.span.end <= span.start);
        let mut at = span.start;
        for (index, passage) in list.iter().enumerate().skip(first).take_while(|(_, p)| p.span.start < span.end) {
            let (start, end) = (passage.span.start.max(span.start), passage.span.end.min(span.end));
            push_escaped(out, text.get(at..start).unwrap_or(""));
            let words = text.get(start..end).unwrap_or("");
            // A passage over a paragraph break is marked on both sides; the first bears the name.
            let named = passage.span.start >= span.start;
            push_passage(out, passage, named.then(|| format!("said-{number}-{index}")), words);
            at = end;
        }
        push_escaped(out, text.get(at..span.end).unwrap_or(""));
    }
}

fn push_passage(out: &mut String, passage: &Passage, id: Option<String>, words: &str) {
    let target = passage.groups.iter().find(|g| g.starts_with("place-") || g.starts_with("movement-"));
    out.push_str(if target.is_some() { "<a class=\"said\"" } else { "<mark class=\"said\"" });
    if let Some(id) = id {
        push_attribute(out, "id", &id);
    }
    if let Some(target) = target {
        push_attribute(out, "href", &format!("#{target}"));
        let all: Vec<&str> = passage.groups.iter().map(String::as_str).collect();
        push_attribute(out, "data-marks", &all.join(" "));
    }
    out.push('>');
    push_escaped(out, words);
    out.push_str(if target.is_some() { "</a>" } else { "</mark>" });
}

/// Source, author and day of an article.
fn push_origin(out: &mut String, source: &crate::situation::Source) {
    out.push_str("<p class=\"note\">");
    let day = source.date.map(|d| d.to_string());
    let parts = [source.byline.as_deref(), source.outlet.as_deref(), day.as_deref(), Some(source.source.as_str())];
    let said: Vec<&str> = parts.into_iter().flatten().filter(|p| !p.is_empty()).collect();
    push_escaped(out, &said.join(" · "));
    if let Some(url) = source.url.as_deref().filter(|u| u.starts_with("https://") || u.starts_with("http://")) {
        out.push_str(" · <a rel=\"noopener noreferrer nofollow\"");
        push_attribute(out, "href", url);
        out.push_str(">source</a>");
    }
    out.push_str("</p>\n");
}

/// Passages that overlap are cut where they do, so that each word has one link.
fn apart(cited: &[(Range<usize>, Vec<String>)]) -> Vec<Passage> {
    let mut edges: BTreeMap<usize, (Vec<usize>, Vec<usize>)> = BTreeMap::new();
    for (i, (span, _)) in cited.iter().enumerate() {
        edges.entry(span.start).or_default().0.push(i);
        edges.entry(span.end).or_default().1.push(i);
    }
    let mut open: BTreeMap<&str, usize> = BTreeMap::new();
    let (mut depth, mut from) = (0_usize, 0);
    let mut out: Vec<Passage> = Vec::new();
    for (at, (begin, end)) in &edges {
        if depth > 0 && *at > from {
            let groups: BTreeSet<String> = open.keys().map(|g| (*g).to_owned()).collect();
            match out.last_mut() {
                Some(last) if last.span.end == from && last.groups == groups => last.span.end = *at,
                _ => out.push(Passage { span: from..*at, groups }),
            }
        }
        for (_, groups) in end.iter().filter_map(|i| cited.get(*i)) {
            depth -= 1;
            for group in groups {
                if let Some(count) = open.get_mut(group.as_str()) {
                    *count -= 1;
                    if *count == 0 {
                        open.remove(group.as_str());
                    }
                }
            }
        }
        for (_, groups) in begin.iter().filter_map(|i| cited.get(*i)) {
            depth += 1;
            for group in groups {
                *open.entry(group.as_str()).or_default() += 1;
            }
        }
        from = *at;
    }
    out
}
