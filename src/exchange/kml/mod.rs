//! KML 2.2 and KMZ for Google Earth: folders, styles, spans of time, every property.
//!
//! In: a content. Out: text, or the bytes of an archive. Never: anything fetched from elsewhere.

mod data;
mod icon;

use crate::colour::Colour;
use crate::exchange::Content;
use crate::exchange::archive;
use crate::exchange::flat::flat;
use crate::exchange::form::Form;
use crate::exchange::form::Position;
use crate::exchange::text_of;
use crate::markup::push_escaped;
use crate::situation::geojson;
use crate::situation::geojson::Feature;

/// The text of a .kml.
pub fn kml(content: &Content<'_>) -> String {
    text(content, false)
}

/// The bytes of a .kmz, with its icons.
pub fn kmz(content: &Content<'_>) -> Vec<u8> {
    let (disc, ring) = (icon::png(0.0), icon::png(0.6));
    archive::zip(&[("doc.kml", text(content, true).as_bytes()), ("icons/disc.png", &disc), ("icons/ring.png", &ring)])
}

fn text(content: &Content<'_>, icons: bool) -> String {
    let mut out = String::from(
        "<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n<kml xmlns=\"http://www.opengis.net/kml/2.2\">\n<Document>\n",
    );
    element(&mut out, "name", &content.situation.title);
    let mut about = vec![content.situation.subtitle.clone()];
    about.extend(
        content.situation.articles.iter().map(|a| format!("Source: {}", a.title.as_deref().unwrap_or(&a.source))),
    );
    about.extend(content.credits.iter().map(|c| (*c).to_owned()));
    element(&mut out, "description", &about.iter().map(|l| plain(l)).collect::<Vec<_>>().join("<br/>"));
    styles(&mut out, content, icons);
    data::push_whole(&mut out, &geojson::member(content.situation));
    let layers = flat(content.features, data::BEARING);
    for layer in &layers {
        data::push_schema(&mut out, layer);
    }
    for layer in &layers {
        out.push_str("<Folder>\n");
        element(&mut out, "name", &layer.table.name);
        for (row, feature) in layer.table.rows.iter().enumerate() {
            placemark(&mut out, content, feature);
            data::push_values(&mut out, layer, row);
            geometry(&mut out, &Form::of(&feature.shape));
            out.push_str("</Placemark>\n");
        }
        out.push_str("</Folder>\n");
    }
    out.push_str("</Document>\n</kml>\n");
    out
}

fn element(out: &mut String, name: &str, text: &str) {
    out.push_str(&format!("<{name}>"));
    push_escaped(out, text);
    out.push_str(&format!("</{name}>\n"));
}

/// Text that Google Earth, which shows descriptions as HTML, shows as text.
fn plain(text: &str) -> String {
    let mut out = String::new();
    push_escaped(&mut out, text);
    out
}

/// A colour as KML writes it: opacity, blue, green, red.
fn abgr(colour: Colour, opacity: u8) -> String {
    format!("{opacity:02x}{:02x}{:02x}{:02x}", colour.b, colour.g, colour.r)
}

/// Key of a side in ids of styles: its place among the sides, 0 for none.
fn number(content: &Content<'_>, side: &str) -> usize {
    content.situation.sides.iter().position(|s| s.id == side).map_or(0, |i| i + 1)
}

/// One style for each look of each side.
fn styles(out: &mut String, content: &Content<'_>, icons: bool) {
    let sides = std::iter::once("").chain(content.situation.sides.iter().map(|s| s.id.as_str()));
    for side in sides {
        let (look, n) = (content.look(side), number(content, side));
        for (name, file, scale) in [("taken", "disc", 0.9), ("event", "ring", 0.6), ("faint", "ring", 0.4)] {
            let opacity = if name == "faint" { 140 } else { 255 };
            out.push_str(&format!(
                "<Style id=\"{name}-{n}\"><IconStyle><color>{}</color><scale>{scale}</scale>",
                abgr(look.hue, opacity)
            ));
            if icons {
                out.push_str(&format!("<Icon><href>icons/{file}.png</href></Icon>"));
            }
            out.push_str("</IconStyle><LabelStyle><scale>0.8</scale></LabelStyle></Style>\n");
        }
        for (name, hue, width, opacity) in [
            ("leg", content.mover(side).hue, 5, 255),
            ("goal", content.mover(side).hue, 3, 130),
            ("move", look.hue, 2, 180),
            ("front", look.hue, 4, 255),
        ] {
            out.push_str(&format!(
                "<Style id=\"{name}-{n}\"><LineStyle><color>{}</color><width>{width}</width></LineStyle></Style>\n",
                abgr(hue, opacity)
            ));
        }
        for (name, opacity) in [("held", 170), ("claimed", 90), ("open", 50)] {
            out.push_str(&format!(
                "<Style id=\"{name}-{n}\"><LineStyle><color>{}</color><width>1</width></LineStyle><PolyStyle><color>{}</color></PolyStyle></Style>\n",
                abgr(look.hue, 160),
                abgr(look.tint, opacity)
            ));
        }
    }
}

/// Name of the style of a feature.
fn style(content: &Content<'_>, feature: &Feature) -> String {
    let text = |key: &str| text_of(feature, key);
    let (name, side) = match feature.layer {
        "event" => {
            let happened = matches!(text("assertion"), "asserted" | "reported" | "claimed");
            let gain = matches!(text("event_type"), "capture" | "recapture") && text("assertion") != "claimed";
            (
                if happened && gain {
                    "taken"
                } else if happened {
                    "event"
                } else {
                    "faint"
                },
                text("actor_side"),
            )
        }
        "place" => ("faint", text("holder")),
        "advance" => (if text("status") == "completed" { "leg" } else { "goal" }, text("actor")),
        "movement" => ("move", text("actor_side")),
        "front_line" => ("front", text("side_left")),
        _ => {
            let name = match text("status") {
                "assessed" => "held",
                "claimed" => "claimed",
                _ => "open",
            };
            (name, text("holder"))
        }
    };
    format!("#{name}-{}", number(content, side))
}

/// The beginning of a placemark: name, words, time, style.
fn placemark(out: &mut String, content: &Content<'_>, feature: &Feature) {
    let text = |key: &str| text_of(feature, key);
    out.push_str("<Placemark>\n");
    let name = match feature.layer {
        "event" | "place" => text("name").to_owned(),
        "control" | "change" => content
            .situation
            .sides
            .iter()
            .find(|s| s.id == text("holder"))
            .map_or_else(|| text("holder").to_owned(), |s| s.name.clone()),
        "front_line" => "Front line".to_owned(),
        _ => format!("{} – {}", text("from"), text("to")),
    };
    element(out, "name", &name);
    let said = [text("event_type"), text("assertion"), text("evidence"), text("source")];
    let said: Vec<String> = said.into_iter().filter(|t| !t.is_empty()).map(plain).collect();
    if !said.is_empty() {
        element(out, "description", &said.join("<br/>"));
    }
    let first = |keys: &[&str]| keys.iter().map(|k| text(k)).find(|t| !t.is_empty()).map(str::to_owned);
    let (begin, end) = (first(&["date_start", "as_of"]), first(&["date_end", "as_of"]));
    if begin.is_some() || end.is_some() {
        out.push_str("<TimeSpan>");
        if let Some(d) = &begin {
            out.push_str(&format!("<begin>{}T00:00:00Z</begin>", plain(d)));
        }
        if let Some(d) = &end {
            out.push_str(&format!("<end>{}T23:59:59Z</end>", plain(d)));
        }
        out.push_str("</TimeSpan>\n");
    }
    element(out, "styleUrl", &style(content, feature));
}

fn geometry(out: &mut String, form: &Form) {
    let positions = |out: &mut String, all: &[Position]| {
        out.push_str("<coordinates>");
        for (i, [lon, lat]) in all.iter().enumerate() {
            if i > 0 {
                out.push(' ');
            }
            out.push_str(&format!("{lon},{lat}"));
        }
        out.push_str("</coordinates>");
    };
    match form {
        Form::Points(all) => {
            out.push_str("<Point>");
            positions(out, all);
            out.push_str("</Point>\n");
        }
        Form::Lines(all) => {
            for line in all {
                out.push_str("<LineString><tessellate>1</tessellate>");
                positions(out, line);
                out.push_str("</LineString>\n");
            }
        }
        Form::Areas(all) => {
            out.push_str("<MultiGeometry>");
            for polygon in all {
                out.push_str("<Polygon><tessellate>1</tessellate>");
                for (i, ring) in polygon.iter().enumerate() {
                    let side = if i == 0 { "outer" } else { "inner" };
                    out.push_str(&format!("<{side}BoundaryIs><LinearRing>"));
                    positions(out, ring);
                    out.push_str(&format!("</LinearRing></{side}BoundaryIs>"));
                }
                out.push_str("</Polygon>");
            }
            out.push_str("</MultiGeometry>\n");
        }
    }
}
