//! GeoPackage: one file that QGIS opens styled, labelled and aware of time, and that comes back with what was edited.
//!
//! In: a [`Content`](crate::exchange::Content), or the bytes of a file. Out: bytes, or the text of situation.geojson with a
//! list of edits. Never: opening files.
//!
//! Beside its tables a situation leaves the text of situation.geojson in the metadata. What a reader finds there that
//! the tables still agree with is taken as it was written; what differs is an edit.

mod binary;
mod cell;
mod database;
mod edit;
mod merge;
mod read;
mod schema;
mod write;

pub use edit::Edit;
pub use read::Opened;
pub use read::read;
pub use read::read_within;
pub use write::Target;
pub use write::write;

/// True for the bytes of an SQLite database, which a GeoPackage is.
pub fn is_geopackage(bytes: &[u8]) -> bool {
    bytes.starts_with(b"SQLite format 3\0")
}

/// The geometry of one cell as GeoJSON, with at most `room` positions; `None` if it is empty, damaged or larger.
pub fn geometry(bytes: &[u8], mut room: usize) -> Option<serde_json::Value> {
    binary::decode(bytes, &mut room).ok().flatten().map(|form| form.to_json())
}
