//! Properties in KML: a schema for each layer, a typed value for each cell.
//!
//! In: flat tables. Out: XML. Never: geometry, looks.

use serde_json::Value;

use crate::exchange::flat::Bearing;
use crate::exchange::flat::Flat;
use crate::exchange::table::ColumnKind;
use crate::markup::is_plain;
use crate::markup::plain_json;
use crate::markup::push_attribute;
use crate::markup::push_escaped;

/// What KML can tell: text without characters that XML forbids or that hide text, numbers of its `int`, no JSON.
pub(super) const BEARING: Bearing = Bearing { text: is_plain, whole: |n| i32::try_from(n).is_ok(), json: false };

/// The names and types of the properties of a layer.
pub(super) fn push_schema(out: &mut String, flat: &Flat<'_>) {
    out.push_str("<Schema");
    push_attribute(out, "name", &flat.table.name);
    push_attribute(out, "id", &flat.table.name);
    out.push_str(">\n");
    for column in &flat.table.columns {
        let kind = match column.kind {
            ColumnKind::Text | ColumnKind::Day | ColumnKind::Json => "string",
            ColumnKind::Integer => "int",
            ColumnKind::Real => "double",
            ColumnKind::Truth => "bool",
        };
        out.push_str("<SimpleField");
        push_attribute(out, "type", kind);
        push_attribute(out, "name", &column.name);
        out.push_str("/>\n");
    }
    out.push_str("</Schema>\n");
}

/// The properties of a feature; lists and what fits in no column are JSON.
pub(super) fn push_values(out: &mut String, flat: &Flat<'_>, row: usize) {
    out.push_str("<ExtendedData><SchemaData");
    push_attribute(out, "schemaUrl", &format!("#{}", flat.table.name));
    out.push_str(">\n");
    let cells = flat.rows.get(row).map_or(&[][..], Vec::as_slice);
    for (column, cell) in flat.table.columns.iter().zip(cells) {
        let Some(value) = cell else { continue };
        out.push_str("<SimpleData");
        push_attribute(out, "name", &column.name);
        out.push('>');
        match value.as_ref() {
            Value::String(text) => push_escaped(out, text),
            Value::Bool(truth) => out.push_str(if *truth { "1" } else { "0" }),
            other => push_escaped(out, &plain_json(other)),
        }
        out.push_str("</SimpleData>\n");
    }
    out.push_str("</SchemaData></ExtendedData>\n");
}

/// What belongs to the whole, as JSON.
pub(super) fn push_whole(out: &mut String, member: &Value) {
    out.push_str("<ExtendedData><Data name=\"frontline\"><value>");
    push_escaped(out, &plain_json(member));
    out.push_str("</value></Data></ExtendedData>\n");
}
