//! Whatever a situation holds, it goes into every format, and every format says all of it.

#[cfg(feature = "flatgeobuf")]
#[path = "flatgeobuf.rs"]
mod buffers;
#[cfg(feature = "geoparquet")]
#[path = "geoparquet.rs"]
mod columns;
#[path = "kml.rs"]
mod placemarks;
#[path = "csv.rs"]
mod rows;
mod whole;

use frontline::control;
use frontline::exchange::csv;
#[cfg(feature = "flatgeobuf")]
use frontline::exchange::flatgeobuf;
use frontline::exchange::geopackage;
use frontline::exchange::geopackage::Target;
#[cfg(feature = "geoparquet")]
use frontline::exchange::geoparquet;
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

use whole::Whole;

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

/// The files of the layers as one; each tells the whole.
#[cfg(any(feature = "flatgeobuf", feature = "geoparquet"))]
fn joined(files: &[(String, Vec<u8>)], read: impl Fn(&[u8]) -> (Value, Vec<whole::Told>), member: &Value) -> Whole {
    let mut features = Vec::new();
    for (layer, bytes) in files {
        let (whole, found) = read(bytes);
        assert_eq!(whole, *member, "{layer}");
        assert!(found.iter().all(|f| layer.starts_with(&f.layer)), "{layer}");
        features.extend(found);
    }
    Whole::new(member, features)
}

proptest! {
    #![proptest_config(crate::random::config(128))]

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
        let told = Whole::of(content.document);
        prop_assert_eq!(placemarks::read(&kml::kml(&content)), told.clone());
        let archive = kml::kmz(&content);
        let inside = std::str::from_utf8(placemarks::unpacked(&archive, "doc.kml")).unwrap();
        prop_assert_eq!(placemarks::read(inside), told.clone());
        let coloured = geojson::read("random", &exports.simplestyle()).unwrap();
        prop_assert_eq!(&coloured, &geojson::read("random", content.document).unwrap());
        let layers = geojson::layer_files(content.features).into_iter();
        let layers = layers.flat_map(|(_, text)| whole::features(&serde_json::from_str(&text).unwrap())).collect();
        prop_assert_eq!(Whole::new(&told.member, layers), told.clone());
        #[cfg(feature = "flatgeobuf")]
        prop_assert_eq!(joined(&flatgeobuf::layers(&content).unwrap(), buffers::read, &told.member), told.clone());
        #[cfg(feature = "geoparquet")]
        prop_assert_eq!(joined(&geoparquet::layers(&content).unwrap(), columns::read, &told.member), told.clone());
        for raw in [false, true] {
            let mut records = rows::records(&csv::table(&situation, raw)).into_iter();
            let names = records.next().unwrap();
            prop_assert_eq!(records.len(), situation.events.len());
            for (record, event) in records.zip(&situation.events) {
                let (wanted, said): (Vec<_>, Vec<_>) = rows::expected(&situation, event).into_iter().unzip();
                let record: Vec<&str> =
                    record.iter().map(|t| if raw { t.as_str() } else { rows::without_guard(t) }).collect();
                prop_assert_eq!((&names.iter().map(String::as_str).collect::<Vec<_>>(), record), (&wanted, said.iter().map(String::as_str).collect()));
            }
        }
        prop_assert!(qgis::project(&content, "a", "a.gpkg", None).starts_with(b"PK"));
        let clean = exports.sidecars().iter().all(|(_, qml)| !qml.contains('\u{0}'));
        prop_assert!(clean, "a control character in a style");
    }
}
