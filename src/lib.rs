//! `frontline`: from a news article about a war to a map an editor would publish.
//!
//! The data flows one way: [`article`] → [`toponym`] → [`event`] → [`situation`] → [`control`] →
//! layout → scene → export. Each stage yields a plain struct; see `ARCHITECTURE.md`.
//!
//! ```
//! use frontline::article::ReadOptions;
//! use frontline::pipeline;
//! use frontline::situation::Overrides;
//! use frontline::situation::Settings;
//!
//! let knowledge = pipeline::Knowledge::bundled()?;
//! let text = "5 December 2024\n\nRebels captured Hama on Thursday. The army withdrew to Homs.";
//! let read = pipeline::read(&knowledge, text.as_bytes(), "note", &ReadOptions::default(), &[], &Overrides::default())?;
//! let situation = pipeline::situation(&[read], &Settings::default());
//! assert!(situation.events.iter().any(|e| e.location.name == "Hama" && e.event_type.takes_control()));
//! # Ok::<(), frontline::error::Error>(())
//! ```
//!
//! The steps one by one: [`geoparse()`], [`extract()`], [`derive()`], [`render()`]. None of them opens a file; without the feature `bundled-data` a
//! program brings knowledge of its own, without `png` it draws SVG only.
//!
//! ```
//! use frontline::article;
//! use frontline::bundled;
//! use frontline::layout::SheetOptions;
//! use frontline::pipeline::Knowledge;
//! use frontline::pipeline::sheet;
//! use frontline::situation;
//!
//! let knowledge = Knowledge::bundled()?;
//! let text = "5 December 2024\n\nRebels advanced from Idlib and captured Hama on Thursday.";
//! let article = article::read(text.as_bytes(), "note", &article::ReadOptions::default())?;
//! let toponyms = frontline::geoparse(&article, &knowledge.gazetteer, &knowledge.geoparser(&[]));
//! let extraction = frontline::extract(&article, &toponyms, &knowledge.lexicon);
//! let report = situation::Report { article: &article, toponyms: &toponyms, extraction: &extraction };
//! let situation = situation::update(&[report], &situation::Settings::default());
//! let derived = frontline::derive(&situation, &[]);
//! assert_eq!((derived.legs[0].from.as_str(), derived.legs[0].to.as_str()), ("Idlib", "Hama"));
//! let studio = sheet::Studio::open(&knowledge.gazetteer)?;
//! let (style, fonts) = (bundled::style("default")?, bundled::fonts()?);
//! let drawn = frontline::render(&situation, &derived, &studio, &style, &fonts, &SheetOptions::default())?;
//! assert!(sheet::svg(&drawn).contains("Hama"));
//! # Ok::<(), frontline::error::Error>(())
//! ```

pub mod article;
pub mod basemap;
pub mod bundled;
pub mod colour;
pub mod control;
pub mod date;
pub mod diagnostic;
pub mod error;
pub mod event;
pub mod exchange;
pub mod export;
pub mod font;
pub mod gazetteer;
pub mod geodesy;
pub mod layout;
pub mod lexicon;
pub mod limit;
mod markup;
pub mod page;
pub mod pipeline;
pub mod projection;
pub mod provenance;
pub mod scene;
pub mod sequence;
pub mod situation;
pub mod style;
pub mod terms;
pub mod toponym;

pub use control::derive;
pub use event::extract;
pub use layout::compose as render;
pub use toponym::geoparse;
