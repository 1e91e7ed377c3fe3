//! A war by date: the steps of a sequence, the state on each, how long each thing lasted, and the tables.
//!
//! In: dated situations and what was derived from them. Out: steps, a timeline as GeoJSON, tables, a
//! manifest. Never: files, pixels, text of articles.

mod correction;
mod manifest;
mod step;
mod table;
mod timeline;

pub use correction::Correction;
pub use correction::correct;
pub use manifest::FrameEntry;
pub use manifest::InputEntry;
pub use manifest::Manifest;
pub use step::Every;
pub use step::Step;
pub use step::steps;
pub use table::control_table;
pub use timeline::timeline;

use std::sync::Arc;

use crate::control::Derived;
use crate::date::Date;
use crate::situation::Situation;

/// The state of the war at a step; steps to which it is carried forward share it.
#[derive(Debug, Clone)]
pub struct State {
    /// The step.
    pub step: Step,
    /// What is known since the day of the newest report; its own date may be an earlier day.
    pub situation: Arc<Situation>,
    /// Advance lines, areas and front line, dated like the situation.
    pub derived: Arc<Derived>,
    /// The day of a later report that corrected this state.
    pub corrected: Option<Date>,
}

impl State {
    /// The situation and its geometry, dated on the day of the step.
    pub fn dated(&self) -> (Situation, Derived) {
        let day = self.step.day;
        if self.situation.as_of == Some(day) {
            return (Situation::clone(&self.situation), Derived::clone(&self.derived));
        }
        (Situation { as_of: Some(day), ..Situation::clone(&self.situation) }, self.derived.carried_to(day))
    }
}
