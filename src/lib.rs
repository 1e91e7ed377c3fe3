//! `frontline`: from a news article about a war to a map an editor would publish.
//!
//! The data flows one way: [`article`] → [`toponym`] → [`event`] → [`situation`] → [`control`] →
//! layout → scene → export. Each stage yields a plain struct; see `ARCHITECTURE.md`.

pub mod article;
pub mod basemap;
pub mod bundled;
pub mod colour;
pub mod control;
pub mod date;
pub mod diagnostic;
pub mod error;
pub mod event;
pub mod export;
pub mod font;
pub mod gazetteer;
pub mod geodesy;
pub mod layout;
pub mod lexicon;
pub mod pipeline;
pub mod projection;
pub mod provenance;
pub mod scene;
pub mod situation;
pub mod style;
pub mod terms;
pub mod toponym;
