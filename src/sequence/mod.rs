//! A war by date: the steps of a sequence, the state on each, how long each thing lasted, and the tables.
//!
//! In: dated situations and what was derived from them. Out: steps, a timeline as GeoJSON, tables, a
//! manifest. Never: files, pixels, text of articles.

mod correction;
mod manifest;
mod step;
mod table;
mod timeline;

pub use correction::correct;
pub use manifest::FrameEntry;
pub use manifest::InputEntry;
pub use manifest::Manifest;
pub use step::Every;
pub use step::Step;
pub use step::steps;
pub use table::control_table;
pub use timeline::timeline;

use crate::control::Derived;
use crate::situation::Situation;

/// The state of the war at a step.
#[derive(Debug, Clone)]
pub struct State {
    /// The step.
    pub step: Step,
    /// What is known on its day.
    pub situation: Situation,
    /// Advance lines, areas and front line.
    pub derived: Derived,
}
