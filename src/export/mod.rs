//! Bytes of a sheet: SVG from the scene, PNG from that SVG.
//!
//! In: [`crate::scene::Scene`], fonts. Out: text or bytes. Never: geography, layout.

mod markup;
#[cfg(feature = "png")]
mod png;
mod svg;

#[cfg(feature = "png")]
pub use png::PngOptions;
#[cfg(feature = "png")]
pub use png::png;
pub use svg::svg;
