//! The readers and stages of the tests, for the fuzz targets.

#[path = "../tests/it/drive.rs"]
pub mod drive;
#[path = "../tests/it/stages.rs"]
pub mod stages;
