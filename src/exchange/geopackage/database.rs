//! A database in memory, opened from bytes that may come from anybody.
//!
//! In: bytes. Out: a connection, or an error that names the file. Never: the file system.

use rusqlite::Connection;
use rusqlite::config::DbConfig;

use crate::error::Error;
use crate::error::Result;
use crate::exchange::geopackage::is_geopackage;

/// Steps of the database engine after which a file is given up, in ten thousands.
const MOST_STEPS: u32 = 200_000;

/// An error of the database, in the name of the file.
pub(super) fn failed(file: &str) -> impl Fn(rusqlite::Error) -> Error + '_ {
    move |error| {
        let message = match error.sqlite_error_code() {
            Some(rusqlite::ErrorCode::DatabaseCorrupt | rusqlite::ErrorCode::NotADatabase) => {
                format!("the GeoPackage is damaged ({error}); `ogr2ogr repaired.gpkg FILE` may save what is left")
            }
            Some(rusqlite::ErrorCode::OperationInterrupted) => "reading the GeoPackage takes too long".to_owned(),
            _ => format!("the GeoPackage cannot be used: {error}"),
        };
        Error::Input { file: file.to_owned(), message }
    }
}

/// An empty database.
pub(super) fn empty(file: &str) -> Result<Connection> {
    let connection = Connection::open_in_memory().map_err(failed(file))?;
    // Tables of the format point at one another and are taken out and put in one by one.
    connection.set_db_config(DbConfig::SQLITE_DBCONFIG_ENABLE_FKEY, false).map_err(failed(file))?;
    Ok(connection)
}

/// The database of a file's bytes.
pub(super) fn open(file: &str, bytes: &[u8]) -> Result<Connection> {
    if !is_geopackage(bytes) {
        return Err(Error::Input {
            file: file.to_owned(),
            message: "no GeoPackage: the file is no SQLite database".to_owned(),
        });
    }
    let mut bytes = bytes.to_vec();
    // A file that another program had open keeps a mark that its changes stand in a second file; they were joined before.
    for mark in bytes.iter_mut().skip(18).take(2) {
        *mark = 1;
    }
    let said = failed(file);
    let mut connection = empty(file)?;
    let size = bytes.len();
    connection.deserialize_read_exact("main", bytes.as_slice(), size, false).map_err(&said)?;
    for (option, value) in [
        (DbConfig::SQLITE_DBCONFIG_DEFENSIVE, true),
        (DbConfig::SQLITE_DBCONFIG_TRUSTED_SCHEMA, false),
        (DbConfig::SQLITE_DBCONFIG_ENABLE_TRIGGER, false),
        (DbConfig::SQLITE_DBCONFIG_ENABLE_VIEW, false),
    ] {
        connection.set_db_config(option, value).map_err(&said)?;
    }
    let mut steps = 0_u32;
    connection.progress_handler(
        10_000,
        Some(move || {
            steps = steps.saturating_add(1);
            steps > MOST_STEPS
        }),
    );
    let check: String = connection.query_row("PRAGMA quick_check(1)", [], |row| row.get(0)).map_err(&said)?;
    if check != "ok" {
        let first = check.lines().next_back().unwrap_or("");
        return Err(Error::Input {
            file: file.to_owned(),
            message: format!("the GeoPackage is damaged ({first}); `ogr2ogr repaired.gpkg FILE` may save what is left"),
        });
    }
    Ok(connection)
}

/// True if a table of this name is there.
pub(super) fn has_table(connection: &Connection, name: &str) -> rusqlite::Result<bool> {
    connection
        .query_row(
            "SELECT count(*) FROM sqlite_master WHERE type = 'table' AND lower(name) = lower(?1)",
            [name],
            |row| row.get::<_, i64>(0),
        )
        .map(|n| n > 0)
}
