//! Bytes of a sheet: SVG from the scene, PNG and PDF from that SVG; of several sheets an animation and a page that plays them.
//!
//! In: [`crate::scene::Scene`], fonts. Out: text or bytes. Never: geography, layout.

#[cfg(feature = "png")]
mod apng;
#[cfg(feature = "png")]
mod contact;
#[cfg(feature = "png")]
mod gif;
#[cfg(feature = "png")]
mod letters;
#[cfg(feature = "pdf")]
mod pdf;
#[cfg(feature = "png")]
mod pixels;
mod player;
#[cfg(feature = "png")]
mod png;
mod svg;

#[cfg(feature = "png")]
pub use apng::Animation;
#[cfg(feature = "png")]
pub use contact::Mosaic;
#[cfg(feature = "png")]
pub use contact::Tile;
#[cfg(feature = "png")]
pub use gif::Gif;
#[cfg(feature = "png")]
pub use gif::Palette;
#[cfg(feature = "png")]
pub use letters::outlined_svg;
#[cfg(feature = "pdf")]
pub use pdf::pdf;
#[cfg(feature = "png")]
pub use pixels::Pixels;
pub use player::Page;
pub use player::page;
#[cfg(feature = "png")]
pub use png::Canvas;
#[cfg(feature = "png")]
pub use png::PngOptions;
#[cfg(feature = "png")]
pub use png::canvas;
#[cfg(feature = "png")]
pub use png::picture;
#[cfg(feature = "png")]
pub use png::png;
pub use svg::parts;
pub use svg::svg;
