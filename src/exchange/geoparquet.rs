//! GeoParquet 1.1: one file a layer, geometry as well-known binary, in memory.
//!
//! In: a content. Out: bytes of files. Never: files, Arrow, compression, dictionaries, whose order hangs on chance.

use std::sync::Arc;

use parquet::basic::LogicalType;
use parquet::basic::Repetition;
use parquet::basic::Type as Physical;
use parquet::data_type::BoolType;
use parquet::data_type::ByteArray;
use parquet::data_type::ByteArrayType;
use parquet::data_type::DataType;
use parquet::data_type::DoubleType;
use parquet::data_type::Int32Type;
use parquet::data_type::Int64Type;
use parquet::errors::ParquetError;
use parquet::file::metadata::KeyValue;
use parquet::file::properties::EnabledStatistics;
use parquet::file::properties::WriterProperties;
use parquet::file::writer::SerializedColumnWriter;
use parquet::file::writer::SerializedFileWriter;
use parquet::schema::types::Type;
use serde_json::Value;
use serde_json::json;

use crate::date::Date;
use crate::date::days_between;
use crate::error::Error;
use crate::error::Result;
use crate::exchange::Content;
use crate::exchange::flat::Bearing;
use crate::exchange::flat::Flat;
use crate::exchange::flat::flat;
use crate::exchange::form::Form;
use crate::exchange::table::ColumnKind;
use crate::exchange::table::Kind;
use crate::situation::geojson;

/// Name of the column of the geometry.
const GEOMETRY: &str = "geometry";

/// The files: name of the layer and bytes, from the ground up.
///
/// # Errors
/// None that a situation can bring about; what the writer says is passed on.
pub fn layers(content: &Content<'_>) -> Result<Vec<(String, Vec<u8>)>> {
    let whole = geojson::member(content.situation).to_string();
    flat(content.features, Bearing::ALL)
        .iter()
        .map(|layer| {
            let bytes = file(layer, &whole).map_err(|e| Error::Internal(format!("GeoParquet: {e}")))?;
            Ok((layer.table.name.clone(), bytes))
        })
        .collect()
}

fn file(layer: &Flat<'_>, whole: &str) -> std::result::Result<Vec<u8>, ParquetError> {
    let forms: Vec<Form> = layer.table.rows.iter().map(|row| Form::of(&row.shape)).collect();
    let metadata = vec![
        KeyValue::new("geo".to_owned(), about(layer, &forms).to_string()),
        KeyValue::new("frontline".to_owned(), whole.to_owned()),
    ];
    let properties = WriterProperties::builder()
        .set_created_by("frontline".to_owned())
        .set_dictionary_enabled(false)
        .set_statistics_enabled(EnabledStatistics::Chunk)
        .set_key_value_metadata(Some(metadata))
        .build();
    let mut out = Vec::new();
    let mut writer = SerializedFileWriter::new(&mut out, Arc::new(schema(layer)?), Arc::new(properties))?;
    let mut group = writer.next_row_group()?;
    let mut columns = layer.table.columns.iter().enumerate();
    let mut geometry = Some(forms);
    while let Some(mut column) = group.next_column()? {
        if let Some(forms) = geometry.take() {
            let values: Vec<ByteArray> = forms
                .iter()
                .map(|form| {
                    let mut bytes = Vec::new();
                    form.push_wkb(&mut bytes);
                    ByteArray::from(bytes)
                })
                .collect();
            column.typed::<ByteArrayType>().write_batch(&values, None, None)?;
        } else if let Some((i, wanted)) = columns.next() {
            let cells: Vec<Option<&Value>> =
                layer.rows.iter().map(|row| row.get(i).and_then(Option::as_deref)).collect();
            fill(&mut column, wanted.kind, &cells)?;
        }
        column.close()?;
    }
    group.close()?;
    writer.close()?;
    Ok(out)
}

/// What the format wants to know of the geometry; without a reference system it is longitude and latitude in WGS 84.
fn about(layer: &Flat<'_>, forms: &[Form]) -> Value {
    let kind = match layer.table.kind {
        Kind::Point => "Point",
        Kind::Line => "LineString",
        Kind::Areas => "MultiPolygon",
    };
    let mut column = json!({"encoding": "WKB", "geometry_types": [kind], "edges": "planar"});
    let bounds = forms
        .iter()
        .filter_map(Form::bounds)
        .reduce(|[w, s, e, n], b| [w.min(b[0]), s.min(b[1]), e.max(b[2]), n.max(b[3])]);
    if let Some(map) = column.as_object_mut() {
        if let Some(bounds) = bounds {
            map.insert("bbox".to_owned(), json!(bounds));
        }
        if layer.table.kind == Kind::Areas {
            map.insert("orientation".to_owned(), json!("counterclockwise"));
        }
    }
    json!({"version": "1.1.0", "primary_column": GEOMETRY, "columns": {GEOMETRY: column}})
}

fn schema(layer: &Flat<'_>) -> std::result::Result<Type, ParquetError> {
    let geometry =
        Type::primitive_type_builder(GEOMETRY, Physical::BYTE_ARRAY).with_repetition(Repetition::REQUIRED).build()?;
    let mut fields = vec![Arc::new(geometry)];
    for column in &layer.table.columns {
        let (physical, logical) = match column.kind {
            ColumnKind::Text => (Physical::BYTE_ARRAY, Some(LogicalType::String)),
            ColumnKind::Json => (Physical::BYTE_ARRAY, Some(LogicalType::Json)),
            ColumnKind::Integer => (Physical::INT64, None),
            ColumnKind::Real => (Physical::DOUBLE, None),
            ColumnKind::Truth => (Physical::BOOLEAN, None),
            ColumnKind::Day => (Physical::INT32, Some(LogicalType::Date)),
        };
        let field = Type::primitive_type_builder(&column.name, physical)
            .with_repetition(Repetition::OPTIONAL)
            .with_logical_type(logical)
            .build()?;
        fields.push(Arc::new(field));
    }
    Type::group_type_builder(&layer.table.name).with_fields(fields).build()
}

fn fill(
    column: &mut SerializedColumnWriter<'_>,
    kind: ColumnKind,
    cells: &[Option<&Value>],
) -> std::result::Result<(), ParquetError> {
    match kind {
        ColumnKind::Truth => put::<BoolType>(column, cells, Value::as_bool),
        ColumnKind::Integer => put::<Int64Type>(column, cells, Value::as_i64),
        ColumnKind::Real => put::<DoubleType>(column, cells, Value::as_f64),
        ColumnKind::Day => put::<Int32Type>(column, cells, |v| day_number(v.as_str()?)),
        ColumnKind::Text => put::<ByteArrayType>(column, cells, |v| Some(ByteArray::from(v.as_str()?))),
        ColumnKind::Json => put::<ByteArrayType>(column, cells, |v| Some(ByteArray::from(v.to_string().into_bytes()))),
    }
}

fn put<T: DataType>(
    column: &mut SerializedColumnWriter<'_>,
    cells: &[Option<&Value>],
    value: impl Fn(&Value) -> Option<T::T>,
) -> std::result::Result<(), ParquetError> {
    let values: Vec<Option<T::T>> = cells.iter().map(|cell| cell.and_then(&value)).collect();
    let levels: Vec<i16> = values.iter().map(|v| i16::from(v.is_some())).collect();
    let values: Vec<T::T> = values.into_iter().flatten().collect();
    column.typed::<T>().write_batch(&values, Some(&levels), None)?;
    Ok(())
}

/// Days since 1 January 1970.
fn day_number(text: &str) -> Option<i32> {
    let day: Date = text.parse().ok()?;
    let first: Date = "1970-01-01".parse().ok()?;
    Some(days_between(first, day))
}
