//! FlatGeobuf: one file a layer, with its index, in memory.
//!
//! In: a content. Out: bytes of files. Never: files; the writer of the crate goes through a temporary one, so only its tables
//! and its index are used.

use ::flatgeobuf::Column;
use ::flatgeobuf::ColumnArgs;
use ::flatgeobuf::ColumnType;
use ::flatgeobuf::Crs;
use ::flatgeobuf::CrsArgs;
use ::flatgeobuf::Feature;
use ::flatgeobuf::FeatureArgs;
use ::flatgeobuf::Geometry;
use ::flatgeobuf::GeometryArgs;
use ::flatgeobuf::GeometryType;
use ::flatgeobuf::Header;
use ::flatgeobuf::HeaderArgs;
use ::flatgeobuf::packed_r_tree::NodeItem;
use ::flatgeobuf::packed_r_tree::PackedRTree;
use ::flatgeobuf::packed_r_tree::calc_extent;
use ::flatgeobuf::packed_r_tree::hilbert_sort;
use flatbuffers::FlatBufferBuilder;
use flatbuffers::WIPOffset;
use serde_json::Value;

use crate::error::Error;
use crate::error::Result;
use crate::exchange::Content;
use crate::exchange::flat::Bearing;
use crate::exchange::flat::Flat;
use crate::exchange::flat::flat;
use crate::exchange::form::Form;
use crate::exchange::form::Position;
use crate::exchange::table::ColumnKind;
use crate::exchange::table::Kind;
use crate::situation::geojson;

/// Version 3.0 of the format.
const MAGIC: &[u8] = b"fgb\x03fgb\0";
/// What belongs to the whole is left out beyond this: readers refuse headers of more than ten million bytes.
const MOST_METADATA: usize = 4_000_000;

/// The files: name of the layer and bytes, from the ground up.
///
/// # Errors
/// None that a situation can bring about; what the index says is passed on.
pub fn layers(content: &Content<'_>) -> Result<Vec<(String, Vec<u8>)>> {
    let whole = geojson::member(content.situation).to_string();
    let whole = Some(whole.as_str()).filter(|t| t.len() <= MOST_METADATA);
    flat(content.features, Bearing::ALL)
        .iter()
        .map(|layer| Ok((layer.table.name.clone(), file(layer, &content.situation.title, whole)?)))
        .collect()
}

fn file(layer: &Flat<'_>, title: &str, whole: Option<&str>) -> Result<Vec<u8>> {
    let mut nodes = Vec::new();
    let mut features = Vec::new();
    for (i, (row, cells)) in layer.table.rows.iter().zip(&layer.rows).enumerate() {
        let form = Form::of(&row.shape);
        let mut node = form.bounds().map_or_else(|| NodeItem::create(0), |[w, s, e, n]| NodeItem::bounds(w, s, e, n));
        node.offset = i as u64;
        nodes.push(node);
        let columns = layer.table.columns.iter().map(|c| c.kind);
        let cells = columns.zip(cells).map(|(kind, cell)| (kind, cell.as_deref()));
        features.push(feature(&form, &properties(cells)));
    }
    let extent = calc_extent(&nodes);
    hilbert_sort(&mut nodes, &extent);
    let order: Vec<usize> = nodes.iter().map(|n| n.offset as usize).collect();
    let mut offset = 0;
    for node in &mut nodes {
        let length = features.get(node.offset as usize).map_or(0, Vec::len);
        node.offset = offset;
        offset += length as u64;
    }
    let mut out = MAGIC.to_vec();
    out.extend(header(layer, title, whole, &extent));
    let failed = |e: &dyn std::fmt::Display| Error::Internal(format!("FlatGeobuf: {e}"));
    let tree = PackedRTree::build(&nodes, &extent, PackedRTree::DEFAULT_NODE_SIZE).map_err(|e| failed(&e))?;
    tree.stream_write(&mut out).map_err(|e| failed(&e))?;
    for i in order {
        out.extend(features.get(i).map_or(&[][..], Vec::as_slice));
    }
    Ok(out)
}

fn header(layer: &Flat<'_>, title: &str, whole: Option<&str>, extent: &NodeItem) -> Vec<u8> {
    let mut builder = FlatBufferBuilder::new();
    let columns: Vec<WIPOffset<Column<'_>>> = layer
        .table
        .columns
        .iter()
        .map(|column| {
            let name = Some(builder.create_string(&column.name));
            let type_ = match column.kind {
                ColumnKind::Text => ColumnType::String,
                ColumnKind::Integer => ColumnType::Long,
                ColumnKind::Real => ColumnType::Double,
                ColumnKind::Truth => ColumnType::Bool,
                ColumnKind::Day => ColumnType::DateTime,
                ColumnKind::Json => ColumnType::Json,
            };
            Column::create(&mut builder, &ColumnArgs { name, type_, ..ColumnArgs::default() })
        })
        .collect();
    let crs = CrsArgs { org: Some(builder.create_string("EPSG")), code: 4326, ..CrsArgs::default() };
    let arguments = HeaderArgs {
        name: Some(builder.create_string(&layer.table.name)),
        envelope: Some(builder.create_vector(&[extent.min_x, extent.min_y, extent.max_x, extent.max_y])),
        geometry_type: match layer.table.kind {
            Kind::Point => GeometryType::Point,
            Kind::Line => GeometryType::LineString,
            Kind::Areas => GeometryType::MultiPolygon,
        },
        columns: Some(builder.create_vector(&columns)),
        features_count: layer.rows.len() as u64,
        index_node_size: PackedRTree::DEFAULT_NODE_SIZE,
        crs: Some(Crs::create(&mut builder, &crs)),
        title: Some(builder.create_string(title)),
        metadata: whole.map(|t| builder.create_string(t)),
        ..HeaderArgs::default()
    };
    let header = Header::create(&mut builder, &arguments);
    builder.finish_size_prefixed(header, None);
    builder.finished_data().to_vec()
}

fn feature(form: &Form, properties: &[u8]) -> Vec<u8> {
    let mut builder = FlatBufferBuilder::new();
    let geometry = match form {
        Form::Points(all) => part(&mut builder, &[all]),
        Form::Lines(all) => part(&mut builder, &all.iter().map(Vec::as_slice).collect::<Vec<_>>()),
        Form::Areas(all) => {
            let parts: Vec<WIPOffset<Geometry<'_>>> = all
                .iter()
                .map(|rings| part(&mut builder, &rings.iter().map(Vec::as_slice).collect::<Vec<_>>()))
                .collect();
            let parts = Some(builder.create_vector(&parts));
            Geometry::create(&mut builder, &GeometryArgs { parts, ..GeometryArgs::default() })
        }
    };
    let properties = Some(builder.create_vector(properties));
    let feature =
        Feature::create(&mut builder, &FeatureArgs { geometry: Some(geometry), properties, ..FeatureArgs::default() });
    builder.finish_size_prefixed(feature, None);
    builder.finished_data().to_vec()
}

/// One or more rows of positions; the ends are told only where there are several.
fn part<'a>(builder: &mut FlatBufferBuilder<'a>, rows: &[&[Position]]) -> WIPOffset<Geometry<'a>> {
    let flat: Vec<f64> = rows.iter().copied().flatten().flatten().copied().collect();
    let ends: Vec<u32> = rows
        .iter()
        .scan(0, |end, row| {
            *end += row.len() as u32;
            Some(*end)
        })
        .collect();
    let ends = (ends.len() > 1).then(|| builder.create_vector(&ends));
    let xy = Some(builder.create_vector(&flat));
    Geometry::create(builder, &GeometryArgs { xy, ends, ..GeometryArgs::default() })
}

/// Cells as the format packs them: number of the column, value.
fn properties<'a>(cells: impl Iterator<Item = (ColumnKind, Option<&'a Value>)>) -> Vec<u8> {
    let mut out = Vec::new();
    for (i, (kind, cell)) in cells.enumerate() {
        let Some(value) = cell else { continue };
        out.extend((i as u16).to_le_bytes());
        match kind {
            ColumnKind::Truth => out.push(u8::from(value.as_bool().unwrap_or(false))),
            ColumnKind::Integer => out.extend(value.as_i64().unwrap_or(0).to_le_bytes()),
            ColumnKind::Real => out.extend(value.as_f64().unwrap_or(0.0).to_le_bytes()),
            ColumnKind::Text => push_text(&mut out, value.as_str().unwrap_or("")),
            ColumnKind::Day => push_text(&mut out, &format!("{}T00:00:00Z", value.as_str().unwrap_or(""))),
            ColumnKind::Json => push_text(&mut out, &value.to_string()),
        }
    }
    out
}

fn push_text(out: &mut Vec<u8>, text: &str) {
    out.extend((text.len() as u32).to_le_bytes());
    out.extend(text.as_bytes());
}
