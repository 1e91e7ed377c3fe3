//! GeoParquet read with the crate's own reader.

use std::collections::BTreeMap;

use bytes::Bytes;
use frontline::date::Date;
use parquet::basic::LogicalType;
use parquet::file::reader::FileReader as _;
use parquet::file::serialized_reader::SerializedFileReader;
use parquet::record::Field;
use serde_json::Value;
use serde_json::json;

use super::whole::Told;
use super::whole::geometry;

/// What is told of the whole, and the features of one file.
pub(super) fn read(bytes: &[u8]) -> (Value, Vec<Told>) {
    let reader = SerializedFileReader::new(Bytes::copy_from_slice(bytes)).unwrap();
    let about = reader.metadata().file_metadata();
    let told: BTreeMap<&str, Value> = about
        .key_value_metadata()
        .unwrap()
        .iter()
        .map(|pair| (pair.key.as_str(), serde_json::from_str(pair.value.as_deref().unwrap()).unwrap()))
        .collect();
    let geo = &told["geo"];
    assert_eq!((&geo["version"], &geo["primary_column"]), (&json!("1.1.0"), &json!("geometry")));
    let kinds = geo["columns"]["geometry"]["geometry_types"].clone();
    let json: Vec<String> = about
        .schema_descr()
        .columns()
        .iter()
        .filter(|c| c.logical_type_ref() == Some(&LogicalType::Json))
        .map(|c| c.name().to_owned())
        .collect();
    let first: Date = "1970-01-01".parse().unwrap();
    let mut out = Vec::new();
    for row in reader.get_row_iter(None).unwrap() {
        let row = row.unwrap();
        let mut place = Value::Null;
        let mut cells = Vec::new();
        for (name, field) in row.get_column_iter() {
            let value = match field {
                Field::Bytes(wkb) if name == "geometry" => {
                    place = geometry(wkb.data());
                    continue;
                }
                Field::Null => continue,
                Field::Bool(b) => json!(b),
                Field::Long(n) => json!(n),
                Field::Double(x) => json!(x),
                Field::Date(n) => json!(first.checked_add(jiff::Span::new().days(*n)).unwrap().to_string()),
                Field::Str(t) if json.contains(name) => serde_json::from_str(t).unwrap(),
                Field::Str(t) => json!(t),
                other => panic!("{name}: {other:?}"),
            };
            cells.push((name.clone(), value));
        }
        assert_eq!(kinds, json!([place["type"]]));
        out.push(Told::from_cells(&place, cells));
    }
    (told["frontline"].clone(), out)
}
