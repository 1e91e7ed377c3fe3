//! How QGIS shows the layers: styles (QML) and a project with a print layout.
//!
//! In: a [`Content`](crate::exchange::Content), tables. Out: XML text, or the bytes of a .qgz. Never: data of the layers.

mod areas;
mod form;
mod ground;
mod layout;
mod project;
mod style;
mod symbol;

pub use ground::ground_files;
pub use project::extent;
pub use project::project;
pub use style::sidecar;
#[cfg(feature = "gpkg")]
pub(super) use style::style;
