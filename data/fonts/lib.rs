//! Four faces of Source Sans 3 (Adobe, SIL Open Font License 1.1) as bytes of a TrueType file, unchanged.
//!
//! A crate of its own, because no registry has one: a program that does not want the faces does not fetch them, and each is
//! compiled in once however many places name it. `README.md` has source, version and checksums.

/// Weight 400.
pub static REGULAR: &[u8] = include_bytes!("SourceSans3-Regular.ttf");
/// Weight 400, italic.
pub static ITALIC: &[u8] = include_bytes!("SourceSans3-It.ttf");
/// Weight 600.
pub static SEMIBOLD: &[u8] = include_bytes!("SourceSans3-Semibold.ttf");
/// Weight 700.
pub static BOLD: &[u8] = include_bytes!("SourceSans3-Bold.ttf");
