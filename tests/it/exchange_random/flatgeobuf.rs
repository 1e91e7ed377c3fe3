//! FlatGeobuf read with the crate's own reader.

use std::io::Cursor;

use flatgeobuf::ColumnType;
use flatgeobuf::FallibleStreamingIterator as _;
use flatgeobuf::FeatureProperties as _;
use flatgeobuf::FgbReader;
use flatgeobuf::Geometry;
use flatgeobuf::GeometryType;
use flatgeobuf::geozero::ColumnValue;
use flatgeobuf::geozero::PropertyProcessor;
use serde_json::Value;
use serde_json::json;

use super::whole::Told;

/// What is told of the whole, and the features of one file.
pub(super) fn read(bytes: &[u8]) -> (Value, Vec<Told>) {
    let reader = FgbReader::open(Cursor::new(bytes)).unwrap();
    let header = reader.header();
    let member = serde_json::from_str(header.metadata().unwrap()).unwrap();
    let (kind, count) = (header.geometry_type(), header.features_count());
    assert_eq!((header.crs().unwrap().org(), header.crs().unwrap().code()), (Some("EPSG"), 4326));
    let json: Vec<bool> = header.columns().unwrap().iter().map(|c| c.type_() == ColumnType::Json).collect();
    let [w, s, e, n] = header.envelope().unwrap().iter().collect::<Vec<f64>>()[..] else { panic!("four numbers") };
    let mut out = Vec::new();
    // Through the index: every feature touches the bounds of all.
    let mut features = reader.select_bbox(w, s, e, n).unwrap();
    while let Some(feature) = features.next().unwrap() {
        let mut cells = Cells { json: &json, found: Vec::new() };
        feature.process_properties(&mut cells).unwrap();
        out.push(Told::from_cells(&geometry(&feature.geometry().unwrap(), kind), cells.found));
    }
    assert_eq!(out.len() as u64, count);
    (member, out)
}

struct Cells<'a> {
    json: &'a [bool],
    found: Vec<(String, Value)>,
}

impl PropertyProcessor for Cells<'_> {
    fn property(&mut self, i: usize, name: &str, value: &ColumnValue<'_>) -> flatgeobuf::geozero::error::Result<bool> {
        let value = match value {
            ColumnValue::Bool(b) => json!(b),
            ColumnValue::Long(n) => json!(n),
            ColumnValue::Double(x) => json!(x),
            ColumnValue::String(t) => json!(t),
            ColumnValue::DateTime(t) => json!(t.strip_suffix("T00:00:00Z").unwrap()),
            ColumnValue::Json(t) if self.json[i] => serde_json::from_str(t).unwrap(),
            other => panic!("{name}: {other:?}"),
        };
        self.found.push((name.to_owned(), value));
        Ok(false)
    }
}

fn geometry(found: &Geometry<'_>, kind: GeometryType) -> Value {
    let positions = |part: &Geometry<'_>| -> Vec<Value> {
        let flat: Vec<f64> = part.xy().unwrap().iter().collect();
        flat.chunks(2).map(|at| json!(at)).collect()
    };
    match kind {
        GeometryType::Point => json!({"type": "Point", "coordinates": positions(found)[0]}),
        GeometryType::LineString => json!({"type": "LineString", "coordinates": positions(found)}),
        GeometryType::MultiPolygon => {
            let polygon = |part: Geometry<'_>| -> Value {
                let all = positions(&part);
                let ends: Vec<usize> =
                    part.ends().map_or_else(|| vec![all.len()], |e| e.iter().map(|n| n as usize).collect());
                let begins = std::iter::once(0).chain(ends.iter().copied());
                begins.zip(&ends).map(|(a, b)| json!(all[a..*b])).collect()
            };
            let parts: Vec<Value> = found.parts().unwrap().iter().map(polygon).collect();
            json!({"type": "MultiPolygon", "coordinates": parts})
        }
        other => panic!("{other:?}"),
    }
}
