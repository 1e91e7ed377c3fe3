//! Writes a situation into a GeoPackage, new or beside what a file holds already.
//!
//! In: a content, the bytes of the file that is there. Out: the bytes of the file. Never: the clock; dates of change are
//! the day of the situation.

use rusqlite::Connection;
use rusqlite::params;
use serde_json::Map;
use serde_json::Value;

use crate::error::Error;
use crate::error::Result;
use crate::exchange::Content;

use crate::exchange::form::Form;
use crate::exchange::geopackage::cell::Cell;
use crate::exchange::geopackage::cell::cell;
use crate::exchange::geopackage::database;
use crate::exchange::geopackage::database::failed;
use crate::exchange::geopackage::database::has_table;
use crate::exchange::geopackage::read::Kept;
use crate::exchange::geopackage::read::kept;
use crate::exchange::geopackage::schema;
use crate::exchange::geopackage::schema::quoted;
use crate::exchange::qgis;
use crate::exchange::table::ColumnKind;
use crate::exchange::table::Kind;
use crate::exchange::table::Table;
use crate::exchange::table::tables;
use crate::terms::Assertion;
use crate::terms::EventType;
use crate::terms::HolderStatus;

/// Marks our rows of the metadata.
const STANDARD: &str = "urn:frontline:situation:1";
/// Remembers what was written, so that edits can be told from it.
pub(super) const MEMORY: &str = "frontline_situation";
/// Name of our styles.
const STYLE: &str = "frontline";

/// Where a situation is written to.
#[derive(Debug, Clone, Copy, Default)]
pub struct Target<'a> {
    /// Name of the file, for messages.
    pub file: &'a str,
    /// Its bytes, if it is there already: what is not of this situation stays.
    pub before: Option<&'a [u8]>,
    /// Name of the situation in the file; its layers are called `NAME_event` and so on.
    pub name: Option<&'a str>,
}

/// The bytes of the file with the situation in it. A situation of the same name is replaced.
///
/// # Errors
/// A file that is damaged or no GeoPackage, a name that cannot be one, a layer of somebody else where ours would go.
pub fn write(content: &Content<'_>, target: &Target<'_>) -> Result<Vec<u8>> {
    let (file, name) = (target.file, target.name.unwrap_or(""));
    let good = name.len() <= 40 && name.chars().all(|c| c.is_ascii_alphanumeric() || "_-".contains(c));
    let taken = ["gpkg", "rtree", "sqlite"].iter().any(|p| name.to_lowercase().starts_with(p));
    if !good || taken {
        let message = format!("\"{name}\" cannot name a situation; expected up to 40 letters, digits, - or _");
        return Err(Error::Input { file: file.to_owned(), message });
    }
    let said = failed(file);
    let mut before = match target.before {
        None => None,
        Some(bytes) => Some(database::open(file, bytes)?),
    };
    let old: Vec<Kept> = match &before {
        Some(connection) => kept(connection).map_err(&said)?,
        None => Vec::new(),
    };
    if let Some(connection) = &before
        && only_ours(connection, &old, name).map_err(&said)?
    {
        before = None;
    }
    let fresh = before.is_none();
    let mut connection = match before {
        Some(connection) => connection,
        None => database::empty(file)?,
    };
    let job = Job { content, name, day: day(content), file };
    let transaction = connection.transaction().map_err(&said)?;
    if fresh {
        transaction.pragma_update(None, "application_id", schema::APPLICATION_ID).map_err(&said)?;
        transaction.pragma_update(None, "user_version", schema::USER_VERSION).map_err(&said)?;
    }
    job.prepare(&transaction).map_err(&said)?;
    for kept in old.iter().filter(|_| !fresh).filter(|k| k.name == name) {
        Job::remove(&transaction, kept).map_err(&said)?;
    }
    job.fill(&transaction)?;
    transaction.commit().map_err(&said)?;
    let bytes = connection.serialize("main").map_err(&said)?.to_vec();
    Ok(bytes)
}

/// True if the file holds this situation and nothing else, so that it may be written anew.
fn only_ours(connection: &Connection, old: &[Kept], name: &str) -> rusqlite::Result<bool> {
    if old.iter().any(|k| k.name != name) || old.is_empty() {
        return Ok(false);
    }
    let ours: Vec<String> = old.iter().flat_map(|k| k.tables.values().cloned()).collect();
    let mut statement = connection.prepare("SELECT table_name FROM gpkg_contents")?;
    let all: Vec<String> = statement.query_map([], |row| row.get(0))?.collect::<rusqlite::Result<_>>()?;
    if all.iter().any(|t| t != "layer_styles" && t != MEMORY && !ours.contains(t)) {
        return Ok(false);
    }
    let others = |sql: &str| connection.query_row(sql, [], |row| row.get::<_, i64>(0));
    let styles = others("SELECT count(*) FROM layer_styles WHERE styleName <> 'frontline'")?;
    let notes = others("SELECT count(*) FROM gpkg_metadata WHERE md_standard_uri <> 'urn:frontline:situation:1'")?;
    let tables = others(
        "SELECT count(*) FROM sqlite_master WHERE type IN ('table', 'view') AND name NOT LIKE 'gpkg%' AND name NOT LIKE 'rtree%' \
         AND name NOT LIKE 'sqlite%' AND name NOT IN ('layer_styles', 'frontline_situation')",
    )?;
    Ok(styles == 0 && notes == 0 && usize::try_from(tables).is_ok_and(|n| n <= ours.len()))
}

/// The day of the situation as a date of change.
fn day(content: &Content<'_>) -> String {
    content.situation.as_of.map_or_else(|| "1970-01-01".to_owned(), |d| d.to_string()) + "T00:00:00.000Z"
}

struct Job<'a> {
    content: &'a Content<'a>,
    name: &'a str,
    day: String,
    file: &'a str,
}

impl Job<'_> {
    /// Name of a table in the file.
    fn table(&self, name: &str) -> String {
        if self.name.is_empty() { name.to_owned() } else { format!("{}_{name}", self.name) }
    }

    /// The tables of the format, and what they hold in every file.
    fn prepare(&self, db: &Connection) -> rusqlite::Result<()> {
        db.execute_batch(schema::TABLES)?;
        db.execute_batch(&format!(
            "CREATE TABLE IF NOT EXISTS {MEMORY} (id INTEGER PRIMARY KEY NOT NULL, name TEXT NOT NULL UNIQUE, tables TEXT NOT NULL, \
             keys TEXT NOT NULL, situation TEXT NOT NULL)"
        ))?;
        for row in schema::REFERENCE_SYSTEMS {
            db.execute(
                "INSERT OR IGNORE INTO gpkg_spatial_ref_sys (srs_name, srs_id, organization, organization_coordsys_id, \
                definition, description) VALUES (?1, ?2, ?3, ?4, ?5, ?6)",
                params![row.0, row.1, row.2, row.3, row.4, row.5],
            )?;
        }
        for (table, extension, definition) in schema::EXTENSIONS {
            let known: i64 = db.query_row(
                "SELECT count(*) FROM gpkg_extensions WHERE table_name = ?1 AND extension_name = ?2",
                params![table, extension],
                |row| row.get(0),
            )?;
            if known == 0 {
                db.execute(
                    "INSERT INTO gpkg_extensions (table_name, column_name, extension_name, definition, scope) \
                    VALUES (?1, NULL, ?2, ?3, 'read-write')",
                    params![table, extension, definition],
                )?;
            }
        }
        // Both are registered, so that QGIS opens them as the tables that they are.
        for (table, what) in
            [("layer_styles", "Styles that QGIS applies by itself"), (MEMORY, "What was written; leave it alone")]
        {
            db.execute(
                "INSERT OR IGNORE INTO gpkg_contents (table_name, data_type, identifier, description, last_change) \
                VALUES (?1, 'attributes', ?1, ?2, ?3)",
                params![table, what, self.day],
            )?;
        }
        for (name, values) in enumerations() {
            for value in values {
                db.execute(
                    "INSERT OR IGNORE INTO gpkg_data_column_constraints (constraint_name, constraint_type, value) \
                    VALUES (?1, 'enum', ?2)",
                    params![name, value],
                )?;
            }
        }
        Ok(())
    }

    /// Takes out the situation that stood here before.
    fn remove(db: &Connection, old: &Kept) -> rusqlite::Result<()> {
        for table in old.tables.values() {
            db.execute_batch(&format!(
                "DROP TABLE IF EXISTS {}; DROP TABLE IF EXISTS {};",
                quoted(&format!("rtree_{table}_geom")),
                quoted(table)
            ))?;
            let ids = "SELECT md_file_id FROM gpkg_metadata_reference WHERE table_name = ?1";
            db.execute(
                &format!("DELETE FROM gpkg_metadata WHERE md_standard_uri = ?2 AND id IN ({ids})"),
                params![table, STANDARD],
            )?;
            for rows in [
                "gpkg_extensions",
                "gpkg_geometry_columns",
                "gpkg_data_columns",
                "gpkg_metadata_reference",
                "gpkg_contents",
            ] {
                db.execute(&format!("DELETE FROM {rows} WHERE table_name = ?1"), [table])?;
            }
            db.execute("DELETE FROM layer_styles WHERE f_table_name = ?1 AND styleName = ?2", params![table, STYLE])?;
            if has_table(db, "gpkg_ogr_contents")? {
                db.execute("DELETE FROM gpkg_ogr_contents WHERE table_name = ?1", [table])?;
            }
        }
        db.execute(&format!("DELETE FROM {MEMORY} WHERE id = ?1"), [old.id])?;
        Ok(())
    }

    fn fill(&self, db: &Connection) -> Result<()> {
        let said = failed(self.file);
        let tables = tables(self.content.features);
        let mut names = Map::new();
        let mut keys = Map::new();
        for table in &tables {
            names.insert(table.name.clone(), Value::from(self.table(&table.name)));
            let renamed = table.columns.iter().filter(|c| c.name != c.key);
            let renamed: Map<String, Value> = renamed.map(|c| (c.name.clone(), Value::from(c.key.clone()))).collect();
            if !renamed.is_empty() {
                keys.insert(table.name.clone(), Value::Object(renamed));
            }
        }
        names.insert("source".to_owned(), Value::from(self.table("source")));
        for name in names.values().filter_map(Value::as_str) {
            if has_table(db, name).map_err(&said)? {
                return Err(Error::Input {
                    file: self.file.to_owned(),
                    message: format!(
                        "has a table \"{name}\" that is not of this program; give the situation a name with --as"
                    ),
                });
            }
        }
        for table in &tables {
            self.layer(db, table).map_err(&said)?;
        }
        self.sources(db).map_err(&said)?;
        db.execute(
            &format!("INSERT INTO {MEMORY} (name, tables, keys, situation) VALUES (?1, ?2, ?3, ?4)"),
            params![
                self.name,
                Value::from(names.clone()).to_string(),
                Value::from(keys).to_string(),
                self.content.document
            ],
        )
        .map_err(&said)?;
        db.execute(
            "INSERT INTO gpkg_metadata (md_scope, md_standard_uri, mime_type, metadata) VALUES ('dataset', ?1, 'text/plain', ?2)",
            params![STANDARD, self.about()],
        )
        .map_err(&said)?;
        let id = db.last_insert_rowid();
        for table in names.values().filter_map(Value::as_str) {
            db.execute(
                "INSERT INTO gpkg_metadata_reference (reference_scope, table_name, timestamp, md_file_id) VALUES ('table', ?1, ?2, ?3)",
                params![table, self.day, id],
            )
            .map_err(&said)?;
        }
        Ok(())
    }

    /// Title, articles and credits, for whoever opens a layer's information.
    fn about(&self) -> String {
        let situation = self.content.situation;
        let mut lines = vec![situation.title.clone(), situation.subtitle.clone()];
        for article in &situation.articles {
            let parts = [Some(&article.source), article.title.as_ref(), article.outlet.as_ref(), article.url.as_ref()];
            let said: Vec<&str> = parts.into_iter().flatten().map(String::as_str).filter(|t| !t.is_empty()).collect();
            lines.push(format!("Source: {}", said.join(", ")));
        }
        lines.extend(self.content.credits.iter().map(|c| (*c).to_owned()));
        lines.retain(|l| !l.is_empty());
        lines.join("\n")
    }

    fn layer(&self, db: &Connection, table: &Table<'_>) -> rusqlite::Result<()> {
        let name = self.table(&table.name);
        let geometry = match table.kind {
            Kind::Point => "POINT",
            Kind::Line => "LINESTRING",
            Kind::Areas => "MULTIPOLYGON",
        };
        let mut columns = format!("\"fid\" INTEGER PRIMARY KEY AUTOINCREMENT NOT NULL, \"geom\" {geometry}");
        for column in &table.columns {
            let kind = match column.kind {
                ColumnKind::Text | ColumnKind::Json => "TEXT",
                ColumnKind::Integer => "INTEGER",
                ColumnKind::Real => "REAL",
                ColumnKind::Truth => "BOOLEAN",
                ColumnKind::Day => "DATETIME",
            };
            columns.push_str(&format!(", {} {kind}", quoted(&column.name)));
            // What is drawn by hand knows its layer and whose it is.
            match column.key.as_str() {
                "layer" => columns.push_str(&format!(" DEFAULT '{}'", table.layer)),
                "by_hand" => columns.push_str(" DEFAULT 1"),
                _ => {}
            }
        }
        db.execute_batch(&format!("CREATE TABLE {} ({columns})", quoted(&name)))?;
        let rtree = quoted(&format!("rtree_{name}_geom"));
        db.execute_batch(&format!("CREATE VIRTUAL TABLE {rtree} USING rtree(id, minx, maxx, miny, maxy)"))?;
        let marks: Vec<String> = (0..table.columns.len() + 2).map(|i| format!("?{}", i + 1)).collect();
        let names: Vec<String> = table.columns.iter().map(|c| quoted(&c.name)).collect();
        let comma = if names.is_empty() { "" } else { ", " };
        let mut insert = db.prepare(&format!(
            "INSERT INTO {} (\"fid\", \"geom\"{comma}{}) VALUES ({})",
            quoted(&name),
            names.join(", "),
            marks.join(", ")
        ))?;
        let mut index = db.prepare(&format!("INSERT INTO {rtree} VALUES (?1, ?2, ?3, ?4, ?5)"))?;
        let mut all: Option<[f64; 4]> = None;
        for (number, feature) in table.rows.iter().enumerate() {
            let fid = i64::try_from(number).unwrap_or(i64::MAX - 1) + 1;
            let form = Form::of(&feature.shape);
            insert.raw_bind_parameter(1, fid)?;
            insert.raw_bind_parameter(2, form.encode())?;
            for (i, column) in table.columns.iter().enumerate() {
                let value = feature.properties.iter().find(|(k, _)| *k == column.key).map(|(_, v)| v);
                match cell(value, column.kind) {
                    Cell::Null => insert.raw_bind_parameter(i + 3, rusqlite::types::Null)?,
                    Cell::Text(t) => insert.raw_bind_parameter(i + 3, t)?,
                    Cell::Integer(n) => insert.raw_bind_parameter(i + 3, n)?,
                    Cell::Real(x) => insert.raw_bind_parameter(i + 3, x)?,
                }
            }
            insert.raw_execute()?;
            if let Some([west, south, east, north]) = form.bounds() {
                index.execute(params![fid, west, east, south, north])?;
                let [w, s, e, n] = all.unwrap_or([west, south, east, north]);
                all = Some([w.min(west), s.min(south), e.max(east), n.max(north)]);
            }
        }
        db.execute_batch(&schema::triggers(&name))?;
        self.register(db, table, &name, geometry, all)
    }

    /// Enters a layer into the tables of the format, with its style.
    fn register(
        &self,
        db: &Connection,
        table: &Table<'_>,
        name: &str,
        geometry: &str,
        bounds: Option<[f64; 4]>,
    ) -> rusqlite::Result<()> {
        let part = |i: usize| bounds.and_then(|b| b.get(i).copied());
        db.execute(
            "INSERT INTO gpkg_contents (table_name, data_type, identifier, description, last_change, min_x, min_y, max_x, max_y, srs_id) \
             VALUES (?1, 'features', ?1, ?2, ?3, ?4, ?5, ?6, ?7, 4326)",
            params![name, describe(&table.layer), self.day, part(0), part(1), part(2), part(3)],
        )?;
        db.execute("INSERT INTO gpkg_geometry_columns VALUES (?1, 'geom', ?2, 4326, 0, 0)", params![name, geometry])?;
        db.execute(
            "INSERT INTO gpkg_extensions VALUES (?1, 'geom', 'gpkg_rtree_index', ?2, 'write-only')",
            params![name, schema::RTREE],
        )?;
        for column in &table.columns {
            let values = match (column.key.as_str(), table.layer.as_str()) {
                ("event_type", _) => Some("frontline_event_type"),
                ("assertion", _) => Some("frontline_assertion"),
                ("holder_status", _) | ("status", "control" | "front_line") => Some("frontline_holder_status"),
                _ => None,
            };
            let mime = (column.kind == ColumnKind::Json).then_some("application/json");
            if values.is_some() || mime.is_some() {
                db.execute(
                    "INSERT INTO gpkg_data_columns (table_name, column_name, name, mime_type, constraint_name) VALUES (?1, ?2, ?2, ?3, ?4)",
                    params![name, column.name, mime, values],
                )?;
            }
        }
        let own: i64 = db.query_row(
            "SELECT count(*) FROM layer_styles WHERE f_table_name = ?1 AND useAsDefault = 1",
            [name],
            |row| row.get(0),
        )?;
        db.execute(
            "INSERT INTO layer_styles (f_table_catalog, f_table_schema, f_table_name, f_geometry_column, styleName, styleQML, styleSLD, \
             useAsDefault, description, owner, ui, update_time) VALUES ('', '', ?1, 'geom', ?2, ?3, '', ?4, ?5, '', NULL, ?6)",
            params![name, STYLE, qgis::style(self.content, table), own == 0, describe(&table.layer), self.day],
        )?;
        Ok(())
    }

    /// The articles, as a table without geometry.
    fn sources(&self, db: &Connection) -> rusqlite::Result<()> {
        let name = self.table("source");
        db.execute_batch(&format!(
            "CREATE TABLE {} (\"fid\" INTEGER PRIMARY KEY AUTOINCREMENT NOT NULL, \"source\" TEXT, \"title\" TEXT, \"byline\" TEXT, \
             \"outlet\" TEXT, \"url\" TEXT, \"date\" DATETIME)",
            quoted(&name)
        ))?;
        for (i, article) in self.content.situation.articles.iter().enumerate() {
            db.execute(
                &format!("INSERT INTO {} VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7)", quoted(&name)),
                params![
                    i64::try_from(i).unwrap_or(i64::MAX - 1) + 1,
                    article.source,
                    article.title,
                    article.byline,
                    article.outlet,
                    article.url,
                    article.date.map(|d| format!("{d}T00:00:00.000Z"))
                ],
            )?;
        }
        db.execute(
            "INSERT INTO gpkg_contents (table_name, data_type, identifier, description, last_change) \
             VALUES (?1, 'attributes', ?1, 'Articles that the situation was made from', ?2)",
            params![name, self.day],
        )?;
        Ok(())
    }
}

/// Allowed values of columns.
fn enumerations() -> [(&'static str, Vec<&'static str>); 3] {
    [
        ("frontline_event_type", EventType::ALL.iter().map(|v| v.as_str()).collect()),
        ("frontline_assertion", Assertion::ALL.iter().map(|v| v.as_str()).collect()),
        ("frontline_holder_status", HolderStatus::ALL.iter().map(|v| v.as_str()).collect()),
    ]
}

/// What a layer holds, in a sentence.
pub(crate) fn describe(layer: &str) -> &'static str {
    match layer {
        "event" => "Events, each with the words that report it",
        "place" => "Places that were named, and who holds them",
        "advance" => "Legs of the advance, derived from dated events",
        "movement" => "Reported movements of forces and people",
        "front_line" => "Front line; draw your own into this layer",
        "control" => "Areas of control; draw your own into this layer",
        "change" => "Areas that changed hands",
        _ => "Features of the situation",
    }
}
