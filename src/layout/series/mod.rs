//! Frames of a dated sequence: extent, projection, ground, names, legend and the seats of all labels are decided once over
//! all dates; a frame shows what had happened by its day.
//!
//! In: the moments of a sequence in order of date. Out: a [`Stage`], and from it one [`crate::layout::Sheet`] a moment. Never: files.

mod arrangement;
mod column;
mod focus;
mod frame;
mod heading;
mod stage;
mod view;
mod whole;

use crate::control::Change;
use crate::control::Derived;
use crate::date::Date;
use crate::situation::Situation;

pub use frame::Drawn;
pub use stage::Stage;
pub use stage::stage;

/// The state on a day, as far as a frame shows it.
#[derive(Debug, Clone)]
pub struct Moment<'a> {
    /// The day.
    pub day: Date,
    /// The newest report before the day, if the state is only carried forward.
    pub stale: Option<Date>,
    /// The later report that corrected the state.
    pub corrected: Option<Date>,
    /// What is known.
    pub situation: &'a Situation,
    /// Advance lines, areas, front line.
    pub derived: &'a Derived,
    /// Ground gained since the moment before, by its new holder.
    pub gains: Vec<Change>,
    /// Ground lost since the moment before that nobody gained, by its old holder.
    pub losses: Vec<Change>,
}
