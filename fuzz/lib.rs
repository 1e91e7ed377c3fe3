//! The readers of the tests, for the fuzz targets.

#[path = "../tests/it/drive.rs"]
pub mod drive;
