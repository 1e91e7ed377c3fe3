//! The list under the map: each event in words, with the way to its mark and to the text.
//!
//! In: events. Out: HTML. Never: the sheet.

use crate::markup::push_attribute;
use crate::markup::push_escaped;
use crate::page::Page;
use crate::page::story::Story;
use crate::page::story::groups;
use crate::situation::Event;

pub(super) fn push(out: &mut String, page: &Page<'_>, story: &Story<'_>) {
    out.push_str("<h2>What the map shows, and who says so</h2>\n<ul class=\"events\">\n");
    for event in &page.situation.events {
        push_event(out, page, story, event);
    }
    out.push_str("</ul>\n");
    for (title, list) in [
        ("Names that could not be placed", page.situation.unresolved.clone()),
        ("To bear in mind", page.situation.warnings.iter().map(|w| w.message.clone()).collect()),
    ] {
        if list.is_empty() {
            continue;
        }
        out.push_str(&format!("<h2>{title}</h2>\n<ul>\n"));
        for item in list {
            out.push_str("<li dir=\"auto\">");
            push_escaped(out, &item);
            out.push_str("</li>\n");
        }
        out.push_str("</ul>\n");
    }
}

fn push_event(out: &mut String, page: &Page<'_>, story: &Story<'_>, event: &Event) {
    let marks = groups(page, &event.location.name);
    out.push_str("<li dir=\"auto\">");
    let mark = marks.iter().find(|m| m.starts_with("place-"));
    if let Some(mark) = mark {
        out.push_str("<a class=\"mark\"");
        push_attribute(out, "href", &format!("#{mark}"));
        push_attribute(out, "data-marks", &marks.join(" "));
        out.push('>');
    }
    push_escaped(out, &event.location.name);
    if mark.is_some() {
        out.push_str("</a>");
    }
    let day =
        event.period.map(|p| if p.start == p.end { p.start.to_string() } else { format!("{} to {}", p.start, p.end) });
    let says = event.attribution.as_deref().filter(|a| !a.is_empty()).map(|a| format!("according to {a}"));
    let parts = [Some(event.event_type.to_string()), Some(event.assertion.to_string()), day, says];
    out.push_str(": ");
    push_escaped(out, &parts.into_iter().flatten().collect::<Vec<_>>().join(", "));
    for (i, citation) in event.evidence.iter().take(20).enumerate() {
        if let Some(passage) = story.passage(citation) {
            out.push_str(if i == 0 { " <a class=\"to-text\"" } else { ", <a class=\"to-text\"" });
            push_attribute(out, "href", &format!("#{passage}"));
            push_attribute(out, "aria-label", &format!("Words {} about {}", i + 1, event.location.name));
            out.push_str(&format!(">words {}</a>", i + 1));
        }
    }
    out.push_str("</li>\n");
}
