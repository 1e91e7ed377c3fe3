//! What harmful text looks like.

use serde_json::Value;
use serde_json::json;

/// Name and text of each payload.
pub(super) fn all() -> Vec<(&'static str, String)> {
    let short = [
        ("terminal escape", "\u{1b}]0;owned\u{7}\u{1b}[2J\u{8}\r"),
        ("C1 controls", "\u{9b}31m\u{85}\u{90}\u{7f}"),
        ("bidi controls", "\u{202e}\u{2066}\u{200f}\u{61c}\u{202a}\u{2069}"),
        ("not in XML", "\u{0}\u{1}\u{c}\u{fffe}\u{ffff}"),
        ("formula", "=cmd|' /C calc'!A0"),
        ("formula with a plus", "+1+cmd"),
        ("formula with a minus", "-2+3"),
        ("formula with an at", "@SUM(1)"),
        ("formula after a tab", "\t=1"),
        ("markup", "</text><script>alert(1)</script>"),
        ("attribute", "\"><img src=x onerror=alert(1)>' onload='alert(1)"),
        ("CDATA", "]]><b>&amp;&#0;&lt;!--<![CDATA["),
        ("end of a style and a script", "</style></script><svg onload=alert(1)>"),
        ("path", "../../../../etc/passwd"),
        ("device", "CON"),
        ("address", "javascript:alert(1)"),
        ("database", "'); DROP TABLE event;--"),
        ("line ends", "a\u{2028}b\u{2029}c\nd"),
        ("template", "{{7*7}}${7*7}%s%n"),
        ("joined letters", "👩‍👩‍👧‍👦🏳️‍🌈e\u{301}\u{302}\u{303}\u{304}\u{305}\u{306}\u{307}"),
    ];
    let mut all: Vec<(&str, String)> = short.iter().map(|(name, text)| (*name, (*text).to_owned())).collect();
    all.push(("long", "Verylongname ".repeat(400)));
    all.push(("long without a space", "X".repeat(5000)));
    all
}

/// All in one text, without the character that no argument of a program can have.
pub(super) fn joined() -> String {
    let all: Vec<String> = all().into_iter().map(|(_, p)| p.replace('\0', "")).collect();
    format!("={}", all.join(" "))
}

/// An article with payloads around and inside the places and actors.
pub(super) fn article() -> String {
    let mut text = String::from("Rebels </text><script>alert(1)</script> capture Hama\n\nHAMA, Syria, Dec 5, 2024 - ");
    for (_, payload) in all() {
        text += &format!("Rebels captured Hama on Thursday, {payload} officials in Homs said. ");
        text += &format!("The {payload} Brigade withdrew from Hama towards Homs. {payload}\n\n");
        text += &format!("Shelling hit {payload} near Idlib, \"{payload}\" the army said.\n\n");
    }
    text
}

/// The same as a page.
pub(super) fn page() -> String {
    let escaped = |text: &str| text.replace('&', "&amp;").replace('<', "&lt;").replace('"', "&quot;");
    let mut body = String::new();
    for (_, payload) in all() {
        body += &format!("<p>Rebels captured Hama on Thursday, {} officials in Homs said.</p>", escaped(&payload));
        body += &format!("<p title='{payload}'>The army withdrew {payload} from Hama towards Homs.</p>");
    }
    format!(
        "<html><head><title>{0}</title><meta property=\"og:title\" content=\"{0}\"><meta name=author content=\"{0}\">\
         <link rel=canonical href=\"javascript:alert(1)\"><meta property=\"article:published_time\" content=\"2024-12-05\">\
         <script type=\"application/ld+json\">{{\"@type\":\"NewsArticle\",\"headline\":\"{0}\",\"url\":\"javascript:alert(1)\"}}</script>\
         </head><body><article><h1>{0}</h1>{body}</article></body></html>",
        escaped("Rebels </text><script>alert(1)</script> \u{202e} capture Hama")
    )
}

/// A situation with a text in every place that takes one.
pub(crate) fn situation(text: &str) -> String {
    let point = |lon: f64, lat: f64| json!({"type": "Point", "coordinates": [lon, lat]});
    let line = json!({"type": "LineString", "coordinates": [[36.75, 35.13], [36.7, 34.73]]});
    let square = json!({"type": "Polygon", "coordinates": [[[36, 34], [37, 34], [37, 35], [36, 35], [36, 34]]]});
    let said = |layer: &str, id: &str, geometry: Value, more: Value| {
        let mut all = json!({"id": id, "layer": layer, "name": text, "surface": text, "aliases": [text, text], "admin1": text,
            "actor": text, "opponent": text, "attribution": text, "evidence": text, "evidence_start": 0, "evidence_end": 9,
            "source": text, "evidence_more": [text], "place_key": text, "feature_code": text, "from": text, "to": text,
            "as_of": "2024-12-05", "date": "2024-12-05", "date_start": "2024-12-05", "date_end": "2024-12-05",
            "order": 1, "confidence": 0.9, "article": 0, "mentions": 1});
        for (key, value) in more.as_object().unwrap() {
            all[key] = value.clone();
        }
        json!({"type": "Feature", "id": id, "geometry": geometry, "properties": all})
    };
    let event = |kind: &str| json!({"event_type": kind, "assertion": "asserted", "actor_side": text, "holder": text});
    json!({
        "type": "FeatureCollection",
        "frontline": {
            "schema": "1", "title": text, "subtitle": text, "as_of": "2024-12-05", "attacker": text, "defender": "b",
            "articles": [{"source": text, "title": text, "byline": text, "outlet": text, "url": text, "date": "2024-12-05"}],
            "sides": [{"id": text, "name": text, "state": false}, {"id": "b", "name": text, "state": true}],
            "unresolved": [text], "warnings": [text],
        },
        "features": [
            said("event", text, point(36.75, 35.13), event("capture")),
            said("event", "second", point(36.7, 34.73), event("strike")),
            said("event", "third", point(37.1, 36.2), event("clash")),
            said("place", "town", point(36.6, 35.9), json!({"event_type": "mention"})),
            said("movement", "withdrawal", line.clone(), json!({"event_type": "withdrawal", "assertion": "reported"})),
            said("control", "area", square.clone(), json!({"holder": text, "by_hand": true})),
            said("control", "other", json!({"type": "Polygon", "coordinates": [[[37, 34], [38, 34], [38, 35], [37, 35], [37, 34]]]}),
                json!({"holder": "b", "by_hand": true})),
            said("front_line", "line", line, json!({"by_hand": true})),
        ],
    })
    .to_string()
}
