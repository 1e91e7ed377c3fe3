//! From dated articles or situations to the states of a sequence, and from those to frames.

use crate::control;
use crate::date::Date;
use crate::error::Result;
use crate::layout::Sheet;
use crate::layout::series;
use crate::layout::series::Moment;
use crate::layout::series::Stage;
use crate::pipeline::Read;
use crate::pipeline::sheet::Studio;
use crate::sequence::State;
use crate::sequence::Step;
use crate::situation::Report;
use crate::situation::Settings;
use crate::situation::Situation;
use crate::situation::update;

/// The day of an article.
pub fn day(read: &Read) -> Option<Date> {
    read.article.published.as_ref().map(|p| p.date)
}

/// The state at every step: the articles up to its day, folded over the baseline.
pub fn fold(read: &[Read], steps: &[Step], settings: &Settings) -> Vec<State> {
    steps
        .iter()
        .map(|step| {
            let reports: Vec<Report<'_>> = read
                .iter()
                .filter(|r| day(r).is_some_and(|d| d <= step.day))
                .map(|r| Report { article: &r.article, toponyms: &r.toponyms, extraction: &r.extraction })
                .collect();
            let settings = Settings { as_of: Some(step.day), ..settings.clone() };
            let situation = update(&reports, &settings);
            let derived = control::derive(&situation);
            State { step: *step, situation, derived }
        })
        .collect()
}

/// The state at every step: the newest of the dated situations up to its day.
pub fn carry(dated: &[(Date, Situation)], steps: &[Step]) -> Vec<State> {
    steps
        .iter()
        .filter_map(|step| {
            let (_, newest) = dated.iter().filter(|(day, _)| *day <= step.day).max_by_key(|(day, _)| *day)?;
            let situation = Situation { as_of: Some(step.day), ..newest.clone() };
            let derived = control::derive(&situation);
            Some(State { step: *step, situation, derived })
        })
        .collect()
}

/// What the frames show of the states.
pub fn moments(states: &[State]) -> Vec<Moment<'_>> {
    states
        .iter()
        .map(|state| Moment {
            day: state.step.day,
            stale: state.step.newest.filter(|_| state.step.stale()),
            situation: &state.situation,
            derived: &state.derived,
            gains: Vec::new(),
        })
        .collect()
}

impl Studio<'_> {
    /// Decides what all frames of a sequence share.
    ///
    /// # Errors
    /// No moments, or a size out of bounds.
    pub fn stage(
        &self,
        moments: &[Moment<'_>],
        style: &crate::style::Style,
        options: &crate::layout::SheetOptions,
    ) -> Result<Stage> {
        series::stage(moments, self, style, self.fonts(), &self.credited(options))
    }

    /// One frame of a sequence.
    ///
    /// # Errors
    /// An index without a moment.
    pub fn frame(&self, stage: &Stage, index: usize, moments: &[Moment<'_>]) -> Result<Sheet> {
        stage.sheet(index, moments, self.fonts())
    }
}
