//! Bytes of a sheet: SVG from the scene, PNG from that SVG; of several sheets an animation and a page that plays them.
//!
//! In: [`crate::scene::Scene`], fonts. Out: text or bytes. Never: geography, layout.

#[cfg(feature = "png")]
mod animation;
mod player;
#[cfg(feature = "png")]
mod png;
mod svg;

#[cfg(feature = "png")]
pub use animation::Animation;
#[cfg(feature = "png")]
pub use animation::Gif;
#[cfg(feature = "png")]
pub use animation::Mosaic;
#[cfg(feature = "png")]
pub use animation::Palette;
#[cfg(feature = "png")]
pub use animation::Pixels;
pub use player::Page;
pub use player::page;
#[cfg(feature = "png")]
pub use png::PngOptions;
#[cfg(feature = "png")]
pub use png::picture;
#[cfg(feature = "png")]
pub use png::png;
pub use svg::svg;
