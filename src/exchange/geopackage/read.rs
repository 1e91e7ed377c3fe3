//! Reads a GeoPackage: one of this program with what was edited, or somebody else's layers as drawn by hand.
//!
//! In: the bytes of a file. Out: the text of situation.geojson and the edits. Never: opening files.

use std::collections::BTreeMap;

use rusqlite::Connection;
use rusqlite::OptionalExtension;
use rusqlite::types::ValueRef;
use serde_json::Value;
use serde_json::json;

use crate::error::Error;
use crate::error::Result;
use crate::exchange::form::Form;
use crate::exchange::geopackage::Edit;
use crate::exchange::geopackage::binary;

use crate::exchange::geopackage::cell::Cell;
use crate::exchange::geopackage::database;
use crate::exchange::geopackage::database::failed;
use crate::exchange::geopackage::database::has_table;
use crate::exchange::geopackage::merge;
use crate::exchange::geopackage::schema::quoted;
use crate::exchange::geopackage::write::MEMORY;
use crate::exchange::table::ColumnKind;
use crate::exchange::table::GROUND_UP;
use crate::exchange::table::known_kind;
use crate::limit::Limit;
use crate::limit::Limits;

/// Columns by which a layer that somebody else made can be told from roads and fields.
const TELLING: &[&str] = &["holder", "holder_status", "side", "control", "event_type", "side_left", "side_right"];

/// A situation that was read from a GeoPackage.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Opened {
    /// The text of situation.geojson, edits included.
    pub document: String,
    /// What was changed by hand since the file was written.
    pub edits: Vec<Edit>,
    /// Layers of the file that are not of this situation.
    pub others: Vec<String>,
}

/// A situation that was written into a file.
#[derive(Debug, Clone)]
pub(super) struct Kept {
    /// Row of the memory.
    pub(super) id: i64,
    /// Name of the situation; empty for none.
    pub(super) name: String,
    /// Our name of a table to its name in the file.
    pub(super) tables: BTreeMap<String, String>,
    /// Our name of a table, then name of a column to the key it stands for, where they differ.
    keys: Value,
    /// situation.geojson as it was written.
    pub(super) situation: Value,
}

/// A table with its rows.
#[derive(Debug, Clone)]
pub(super) struct Layer {
    /// Our name of the table, such as `event`.
    pub(super) name: String,
    pub(super) columns: Vec<(String, ColumnKind)>,
    pub(super) rows: Vec<Row>,
}

/// A feature as it stands in the file.
#[derive(Debug, Clone)]
pub(super) struct Row {
    pub(super) form: Option<Form>,
    pub(super) cells: Vec<Cell>,
}

/// The situations of a file, in the order in which they were written.
pub(super) fn kept(connection: &Connection) -> rusqlite::Result<Vec<Kept>> {
    if !has_table(connection, MEMORY)? {
        return Ok(Vec::new());
    }
    let mut statement = connection
        .prepare(&format!("SELECT id, name, tables, keys, situation FROM {MEMORY} ORDER BY id LIMIT 5000"))?;
    let texts = |row: &rusqlite::Row<'_>| {
        Ok((row.get::<_, i64>(0)?, row.get::<_, String>(1)?, [row.get::<_, String>(2)?, row.get(3)?, row.get(4)?]))
    };
    let mut out = Vec::new();
    for row in statement.query_map([], texts)? {
        let (id, name, parts) = row?;
        let [tables, keys, situation] = parts.map(|text| serde_json::from_str::<Value>(&text).unwrap_or(Value::Null));
        if !situation.get("features").is_some_and(Value::is_array) {
            continue;
        }
        let tables = tables.as_object().into_iter().flatten();
        let tables = tables.filter_map(|(ours, theirs)| Some((ours.clone(), theirs.as_str()?.to_owned()))).collect();
        out.push(Kept { id, name, tables, keys, situation });
    }
    Ok(out)
}

/// Reads the situation called `name`, or the only one.
///
/// # Errors
/// A damaged file; several situations and no name; layers in another reference system; nothing that could be meant.
pub fn read(file: &str, bytes: &[u8], name: Option<&str>) -> Result<Opened> {
    read_within(file, bytes, name, &Limits::default())
}

/// Reads a situation with limits of the caller's own.
///
/// # Errors
/// As [`read`], and more features or positions than `limits` allow.
pub fn read_within(file: &str, bytes: &[u8], name: Option<&str>, limits: &Limits) -> Result<Opened> {
    let connection = database::open(file, bytes)?;
    let said = failed(file);
    let input = |message: String| Error::Input { file: file.to_owned(), message };
    for table in ["gpkg_contents", "gpkg_geometry_columns"] {
        if !has_table(&connection, table).map_err(&said)? {
            return Err(input(format!("no GeoPackage: the database has no table {table}")));
        }
    }
    let mut all = kept(&connection).map_err(&said)?;
    let names: Vec<String> =
        all.iter().map(|k| if k.name.is_empty() { "(without a name)".to_owned() } else { k.name.clone() }).collect();
    let chosen = match name {
        Some(name) => Some(all.iter().position(|k| k.name == name).ok_or_else(|| {
            let there = if names.is_empty() { "none".to_owned() } else { names.join(", ") };
            input(format!("holds no situation \"{name}\"; there are: {there}"))
        })?),
        None if all.len() > 1 => match all.iter().position(|k| k.name.is_empty()) {
            Some(plain) => Some(plain),
            None => {
                return Err(input(format!("holds several situations; choose one with --from: {}", names.join(", "))));
            }
        },
        None => (!all.is_empty()).then_some(0),
    };
    let Some(chosen) = chosen else {
        return foreign(file, &connection, limits);
    };
    let spoken: Vec<String> = all.iter().flat_map(|k| k.tables.values().cloned()).collect();
    let kept = all.swap_remove(chosen);
    let mut room = Room::of(limits);
    let mut layers = Vec::new();
    let mut missing = Vec::new();
    let features = feature_tables(&connection).map_err(&said)?;
    for (ours, theirs) in kept.tables.iter().filter(|(ours, _)| *ours != "source") {
        match features.iter().find(|t| t.name == *theirs) {
            Some(table) => {
                let mut layer = layer(file, &connection, table, ours, &mut room)?;
                for (column, _) in &mut layer.columns {
                    if let Some(key) = kept.keys.get(ours).and_then(|k| k.get(column.as_str())).and_then(Value::as_str)
                    {
                        key.clone_into(column);
                    }
                }
                layers.push(layer);
            }
            None => missing.push(ours.clone()),
        }
    }
    let others = features.iter().filter(|t| !spoken.contains(&t.name)).map(|t| t.name.clone()).collect();
    let (document, edits) = merge::merge(kept.situation, &layers, &missing);
    Ok(Opened { document, edits, others })
}

/// A layer of features as the file registers it.
struct Registered {
    name: String,
    column: String,
    geometry: String,
    /// Name of the reference system when it is not WGS 84.
    elsewhere: Option<String>,
}

fn feature_tables(connection: &Connection) -> rusqlite::Result<Vec<Registered>> {
    let mut statement = connection.prepare(
        "SELECT g.table_name, g.column_name, g.geometry_type_name, s.organization || ':' || s.organization_coordsys_id \
         FROM gpkg_geometry_columns g JOIN gpkg_contents c ON c.table_name = g.table_name \
         LEFT JOIN gpkg_spatial_ref_sys s ON s.srs_id = g.srs_id WHERE c.data_type = 'features' ORDER BY g.table_name LIMIT 5000",
    )?;
    let rows = statement.query_map([], |row| {
        let system: Option<String> = row.get(3)?;
        let elsewhere = match system {
            Some(s) if s.eq_ignore_ascii_case("EPSG:4326") || s.to_uppercase().contains("CRS84") => None,
            Some(s) => Some(s),
            None => Some("an unknown system".to_owned()),
        };
        Ok(Registered { name: row.get(0)?, column: row.get(1)?, geometry: row.get(2)?, elsewhere })
    })?;
    rows.collect()
}

/// What may still be read.
struct Room<'a> {
    limits: &'a Limits,
    positions: usize,
    features: usize,
}

impl<'a> Room<'a> {
    fn of(limits: &'a Limits) -> Self {
        let most = |limit| usize::try_from(limits.get(limit)).unwrap_or(usize::MAX);
        Self { limits, positions: most(Limit::Positions), features: most(Limit::Features) }
    }
}

fn layer(file: &str, connection: &Connection, table: &Registered, ours: &str, room: &mut Room<'_>) -> Result<Layer> {
    let said = failed(file);
    let input = |message: String| Error::Input { file: file.to_owned(), message };
    if let Some(system) = &table.elsewhere {
        return Err(input(format!(
            "layer {} is in {system}; expected longitude and latitude (EPSG:4326), which `ogr2ogr -t_srs EPSG:4326` makes",
            table.name
        )));
    }
    let mut columns = Vec::new();
    let mut places = Vec::new();
    let mut geometry = None;
    let mut described = connection.prepare(&format!("PRAGMA table_xinfo({})", quoted(&table.name))).map_err(&said)?;
    let names: Vec<(String, String, bool)> = described
        .query_map([], |row| Ok((row.get(1)?, row.get(2)?, row.get::<_, i64>(5)? > 0)))
        .and_then(Iterator::collect)
        .map_err(&said)?;
    for (i, (name, kind, key)) in names.iter().enumerate() {
        if name.eq_ignore_ascii_case(&table.column) {
            geometry = Some(i);
        } else if !key {
            columns.push((name.clone(), column_kind(connection, &table.name, name, kind).map_err(&said)?));
            places.push(i);
        }
    }
    let geometry = geometry.ok_or_else(|| input(format!("layer {} has no column {}", table.name, table.column)))?;
    let mut statement = connection.prepare(&format!("SELECT * FROM {}", quoted(&table.name))).map_err(&said)?;
    let mut found = statement.query([]).map_err(&said)?;
    let mut rows = Vec::new();
    while let Some(row) = found.next().map_err(&said)? {
        room.features =
            room.features.checked_sub(1).ok_or_else(|| room.limits.exceeded(Limit::Features, "too many", file))?;
        let form = match row.get_ref(geometry).map_err(&said)? {
            ValueRef::Null => None,
            ValueRef::Blob(bytes) => binary::decode(bytes, &mut room.positions).map_err(|reason| {
                if reason == binary::TOO_MANY {
                    return room.limits.exceeded(
                        Limit::Positions,
                        "too many",
                        &format!("{file}: layer {}", table.name),
                    );
                }
                input(format!("layer {}, feature {}: {reason}", table.name, rows.len() + 1))
            })?,
            _ => {
                return Err(input(format!(
                    "layer {}, feature {}: the geometry is no geometry",
                    table.name,
                    rows.len() + 1
                )));
            }
        };
        let mut cells = Vec::with_capacity(places.len());
        for i in &places {
            cells.push(match row.get_ref(*i).map_err(&said)? {
                ValueRef::Null | ValueRef::Blob(_) => Cell::Null,
                ValueRef::Integer(n) => Cell::Integer(n),
                ValueRef::Real(x) => Cell::Real(x),
                ValueRef::Text(t) => Cell::Text(String::from_utf8_lossy(t).into_owned()),
            });
        }
        rows.push(Row { form, cells });
    }
    Ok(Layer { name: ours.to_owned(), columns, rows })
}

fn column_kind(connection: &Connection, table: &str, column: &str, declared: &str) -> rusqlite::Result<ColumnKind> {
    if let Some(known) = known_kind(column) {
        return Ok(known);
    }
    if has_table(connection, "gpkg_data_columns")? {
        let mime: Option<Option<String>> = connection
            .query_row(
                "SELECT mime_type FROM gpkg_data_columns WHERE table_name = ?1 AND column_name = ?2",
                [table, column],
                |row| row.get(0),
            )
            .optional()?;
        if mime.flatten().as_deref() == Some("application/json") {
            return Ok(ColumnKind::Json);
        }
    }
    let declared = declared.to_uppercase();
    let begins = |all: &[&str]| all.iter().any(|k| declared.starts_with(k));
    Ok(if begins(&["BOOL"]) {
        ColumnKind::Truth
    } else if begins(&["DATE"]) {
        ColumnKind::Day
    } else if begins(&["INT", "MEDIUMINT", "SMALLINT", "TINYINT", "BIGINT"]) {
        ColumnKind::Integer
    } else if begins(&["REAL", "DOUBLE", "FLOAT"]) {
        ColumnKind::Real
    } else {
        ColumnKind::Text
    })
}

/// The layers of a file that this program did not write: those with our names, else those that speak of holders or events.
fn foreign(file: &str, connection: &Connection, limits: &Limits) -> Result<Opened> {
    let said = failed(file);
    let tables = feature_tables(connection).map_err(&said)?;
    // What changed hands belongs to two situations; its areas are nobody's ground.
    let known = |name: &str| GROUND_UP.iter().find(|l| **l == name && name != "change").copied();
    let by_name = tables.iter().any(|t| known(&t.name).is_some());
    let mut room = Room::of(limits);
    let mut features = Vec::new();
    let mut others = Vec::new();
    for table in &tables {
        let ours = known(&table.name);
        let telling = || -> rusqlite::Result<bool> {
            let mut described = connection.prepare(&format!("PRAGMA table_info({})", quoted(&table.name)))?;
            let names =
                described.query_map([], |row| row.get::<_, String>(1))?.collect::<rusqlite::Result<Vec<_>>>()?;
            Ok(names.iter().any(|n| TELLING.contains(&n.to_lowercase().as_str())))
        };
        let wanted = if by_name { ours.is_some() } else { telling().map_err(&said)? };
        if !wanted {
            others.push(table.name.clone());
            continue;
        }
        let layer = layer(file, connection, table, &table.name, &mut room)?;
        features.extend(layer.rows.iter().map(|row| merge::plain(&layer, row, ours)));
    }
    if features.is_empty() && tables.len() == others.len() {
        let found: Vec<String> = tables.iter().take(12).map(|t| format!("{} ({})", t.name, t.geometry)).collect();
        let found = if found.is_empty() { "no layer of features".to_owned() } else { found.join(", ") };
        return Err(Error::Input {
            file: file.to_owned(),
            message: format!(
                "no layer of a situation; found {found}; expected layers called {}, or with a column holder, side or event_type",
                GROUND_UP.join(", ")
            ),
        });
    }
    let mut root = json!({"type": "FeatureCollection", "features": features});
    if by_name && let Some(map) = root.as_object_mut() {
        let member = axis(map.get("features").and_then(Value::as_array).map_or(&[][..], Vec::as_slice));
        map.insert("frontline".to_owned(), member);
    }
    Ok(Opened { document: root.to_string(), edits: Vec::new(), others })
}

/// What a copy of our layers still tells of the axis: events in their order, legs that are only projected.
fn axis(features: &[Value]) -> Value {
    let part = |f: &Value, key: &str| f.get("properties").and_then(|p| p.get(key)).cloned().unwrap_or(Value::Null);
    let order = |f: &Value| part(f, "order").as_u64().unwrap_or(0);
    let of = |layer: &str| {
        let mut found: Vec<&Value> = features.iter().filter(|f| part(f, "layer") == layer && order(f) > 0).collect();
        found.sort_by_key(|f| order(f));
        found
    };
    let legs: Vec<&Value> = of("advance").into_iter().filter(|f| part(f, "axis").as_u64().unwrap_or(1) == 1).collect();
    let ahead: Vec<Value> = legs.iter().filter(|f| part(f, "status") == "projected").map(|f| part(f, "to")).collect();
    let reached: Vec<Value> = of("event").into_iter().map(|f| part(f, "name")).collect();
    let side = legs.first().map_or(Value::Null, |f| part(f, "actor"));
    json!({"advance": reached, "advance_ahead": ahead, "attacker": side})
}
