//! Whatever a situation holds, it goes into every format and comes back from those that are read.

use frontline::control;
use frontline::exchange::csv;
use frontline::exchange::geopackage;
use frontline::exchange::geopackage::Target;
use frontline::exchange::kml;
use frontline::exchange::qgis;
use frontline::pipeline::exports::Exports;
use frontline::situation::geojson;
use frontline::terms::Assertion;
use frontline::terms::EventType;
use frontline::terms::HolderStatus;
use proptest::prelude::*;
use serde_json::Map;
use serde_json::Value;
use serde_json::json;

/// Text as files may hold it: plain, empty, foreign, with marks of every format and characters that none shows.
fn words() -> impl Strategy<Value = String> {
    prop_oneof![
        3 => "[A-Za-z '-]{1,12}",
        1 => Just(String::new()),
        1 => Just("حماة".to_owned()),
        1 => Just("a\"b'c;d,e<f>&g]]>\\n%[% 1 %]".to_owned()),
        1 => Just("=HYPERLINK(\"x\")\r\n\u{0}\u{1}\u{202e}".to_owned()),
        1 => any::<String>(),
    ]
}

/// Keys beside those of the format: twins but for their case, names that a table keeps for itself.
fn key() -> impl Strategy<Value = String> {
    prop_oneof![
        prop::sample::select(vec![
            "note", "Note", "NOTE", "fid", "FID", "geom", "rowid", "select", "ogc_fid", "Holder", "a\"b", "x'); --"
        ])
        .prop_map(str::to_owned),
        "[a-zé ]{1,8}",
        any::<String>().prop_filter("has a name", |s| !s.is_empty()),
    ]
}

fn value() -> impl Strategy<Value = Value> {
    let leaf = prop_oneof![
        Just(Value::Null),
        any::<bool>().prop_map(Value::from),
        any::<i64>().prop_map(Value::from),
        any::<u64>().prop_map(Value::from),
        (-1e6..1e6_f64).prop_map(Value::from),
        words().prop_map(Value::from),
    ];
    leaf.prop_recursive(2, 6, 3, |inner| {
        prop_oneof![
            prop::collection::vec(inner.clone(), 0..3).prop_map(Value::from),
            prop::collection::btree_map("[a-z]{1,3}", inner, 0..3).prop_map(|m| Value::Object(m.into_iter().collect())),
        ]
    })
}

fn position() -> impl Strategy<Value = [f64; 2]> {
    (-179_000_000..179_000_000_i64, -89_000_000..89_000_000_i64).prop_map(|(x, y)| [x as f64 / 1e6, y as f64 / 1e6])
}

fn day() -> impl Strategy<Value = Value> {
    prop_oneof![
        Just(Value::Null),
        (1900..2100_i32, 1..13_u8, 1..29_u8).prop_map(|(y, m, d)| json!(format!("{y}-{m:02}-{d:02}")))
    ]
}

fn point() -> impl Strategy<Value = Value> {
    let term = |all: Vec<&'static str>| prop::sample::select(all);
    (
        position(),
        (words(), words(), words(), words()),
        term(EventType::ALL.iter().map(|v| v.as_str()).collect()),
        term(Assertion::ALL.iter().map(|v| v.as_str()).collect()),
        term(HolderStatus::ALL.iter().map(|v| v.as_str()).collect()),
        (day(), day()),
        (0..5_u32, 0..100_u32, any::<bool>()),
        prop::collection::vec((key(), value()), 0..5),
    )
        .prop_map(
            |(
                at,
                (name, key, holder, quote),
                kind,
                assertion,
                status,
                (start, end),
                (order, percent, by_hand),
                extra,
            )| {
                let mut properties: Map<String, Value> = extra.into_iter().collect();
                for (key, value) in [
                    ("layer", json!(if kind == "mention" { "place" } else { "event" })),
                    ("name", json!(name)),
                    ("place_key", json!(key)),
                    ("event_type", json!(kind)),
                    ("assertion", json!(assertion)),
                    ("holder", json!(holder)),
                    ("holder_status", json!(status)),
                    ("date_start", start),
                    ("date_end", end),
                    ("order", json!(order)),
                    ("confidence", json!(f64::from(percent) / 100.0)),
                    ("by_hand", json!(by_hand)),
                    ("evidence", json!(quote)),
                ] {
                    properties.insert(key.to_owned(), value);
                }
                json!({"type": "Feature", "geometry": {"type": "Point", "coordinates": at}, "properties": properties})
            },
        )
}

/// An area with a hole, far from the edges of the map, or a line, drawn by hand.
fn drawn() -> impl Strategy<Value = Value> {
    (-170..160_i32, -80..70_i32, words(), any::<bool>(), day(), (key(), value())).prop_map(|(x, y, holder, area, as_of, (key, extra))| {
        let ring = |inset: f64, size: f64| {
            let (x, y) = (f64::from(x) + inset, f64::from(y) + inset);
            json!([[x, y], [x + size, y], [x + size, y + size], [x, y + size], [x, y]])
        };
        let geometry = if area {
            json!({"type": "MultiPolygon", "coordinates": [[ring(0.0, 4.0), ring(1.0, 1.0)], [ring(6.0, 1.5)]]})
        } else {
            json!({"type": "LineString", "coordinates": [[x, y], [f64::from(x) + 0.25, f64::from(y) + 0.5]]})
        };
        let mut properties = json!({"layer": if area { "control" } else { "front_line" }, "holder": holder, "side_left": holder,
            "as_of": as_of, "by_hand": true});
        if let Some(map) = properties.as_object_mut().filter(|m| !m.contains_key(&key)) {
            map.insert(key, extra);
        }
        json!({"type": "Feature", "geometry": geometry, "properties": properties})
    })
}

fn collection() -> impl Strategy<Value = String> {
    (prop::collection::vec(prop_oneof![3 => point(), 1 => drawn()], 0..8), words(), words(), words()).prop_map(|(features, title, id, side)| {
        json!({"type": "FeatureCollection", "features": features, "frontline": {"schema": "1", "title": title, "attacker": id,
            "sides": [{"id": id, "name": side, "state": false, "colour": null}], "unresolved": [side]}})
        .to_string()
    })
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 128, failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn nothing_is_lost_on_the_way(text in collection()) {
        let situation = geojson::read("random", &text).unwrap();
        let derived = control::derive(&situation, &[]);
        let exports = Exports::new(&situation, &derived, frontline::bundled::style("default").unwrap());
        let content = exports.content();
        let there = geojson::read("random", content.document).unwrap();
        prop_assert!(there.edits.is_empty() && there.deleted.is_empty(), "{:?} {:?}", there.edits, there.deleted);
        prop_assert_eq!(&there.events, &situation.events);
        prop_assert_eq!((&there.places, &there.movements), (&situation.places, &situation.movements));
        let bytes = geopackage::write(&content, &Target { file: "random", ..Target::default() }).unwrap();
        let opened = geopackage::read("random", &bytes, None).unwrap();
        prop_assert_eq!(&opened.edits, &Vec::new());
        prop_assert_eq!(geojson::read("random", &opened.document).unwrap(), there);
        // Read and written again a file stays as it is.
        let second = Exports::new(&situation, &derived, frontline::bundled::style("default").unwrap());
        prop_assert_eq!(second.content().document, content.document);
        prop_assert_eq!(geopackage::write(&content, &Target { file: "random", before: Some(&bytes), name: None }).unwrap(), bytes);
        let placemarks = kml::kml(&content).matches("<Placemark>").count();
        prop_assert_eq!(placemarks, content.features.len());
        let rows = csv::table(&situation, false);
        prop_assert!(rows.lines().count() > situation.events.len());
        prop_assert!(qgis::project(&content, "a", "a.gpkg", None).starts_with(b"PK"));
        let clean = exports.sidecars().iter().all(|(_, qml)| !qml.contains('\u{0}'));
        prop_assert!(clean, "a control character in a style");
    }
}
