//! The form of a layer in QGIS: choices instead of free text, and a tip with the words that report an event.
//!
//! In: a table. Out: XML text. Never: symbols.

use crate::exchange::Content;
use crate::exchange::table::Table;
use crate::markup::push_attribute;
use crate::markup::push_escaped;
use crate::terms::Assertion;
use crate::terms::ChangeKind;
use crate::terms::EventType;
use crate::terms::HolderStatus;
use crate::terms::LegStatus;

pub(super) fn push(out: &mut String, content: &Content<'_>, table: &Table<'_>) {
    out.push_str("<fieldConfiguration>\n");
    for column in &table.columns {
        let same = |all: Vec<&'static str>| all.into_iter().map(|v| (v.to_owned(), v.to_owned())).collect::<Vec<_>>();
        let choices = match (column.key.as_str(), table.layer.as_str()) {
            ("event_type", _) => same(EventType::ALL.iter().map(|v| v.as_str()).collect()),
            ("assertion", _) => same(Assertion::ALL.iter().map(|v| v.as_str()).collect()),
            ("holder_status", _) | ("status", "control" | "front_line") => {
                same(HolderStatus::ALL.iter().map(|v| v.as_str()).collect())
            }
            ("change", _) => same(ChangeKind::ALL.iter().map(|v| v.as_str()).collect()),
            ("status", "advance") => same(LegStatus::ALL.iter().map(|v| v.as_str()).collect()),
            ("holder" | "rival" | "actor_side" | "side_left" | "side_right", _) => {
                let mut all = vec![("nobody named".to_owned(), String::new())];
                all.extend(content.situation.sides.iter().map(|s| (s.name.clone(), s.id.clone())));
                all
            }
            _ => continue,
        };
        out.push_str("<field configurationFlags=\"None\"");
        push_attribute(out, "name", &column.name);
        out.push_str("><editWidget type=\"ValueMap\"><config><Option type=\"Map\"><Option type=\"List\" name=\"map\">");
        for (label, value) in choices {
            out.push_str("<Option type=\"Map\"><Option type=\"QString\"");
            push_attribute(out, "name", &label);
            push_attribute(out, "value", &value);
            out.push_str("/></Option>");
        }
        out.push_str("</Option></Option></config></editWidget></field>\n");
    }
    out.push_str("</fieldConfiguration>\n");
    if table.columns.iter().any(|c| c.name == "evidence") {
        // Text of an article is shown as text, whatever it holds.
        let safe =
            |column: &str| format!("[% replace(replace(coalesce(\"{column}\", ''), '&', '&amp;'), '<', '&lt;') %]");
        out.push_str("<mapTip>");
        push_escaped(
            out,
            &format!("<b>{}</b><br>{}<br><i>{}</i>", safe("event_type"), safe("evidence"), safe("source")),
        );
        out.push_str("</mapTip>\n");
    }
    let kind = match table.kind {
        crate::exchange::table::Kind::Point => 0,
        crate::exchange::table::Kind::Line => 1,
        crate::exchange::table::Kind::Areas => 2,
    };
    out.push_str(&format!("<layerGeometryType>{kind}</layerGeometryType>\n"));
}
