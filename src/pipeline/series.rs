//! From dated articles or situations to the states of a sequence, and from those to frames.

use crate::control::Change;
use crate::date::Date;
use crate::error::Result;
use crate::layout::Sheet;
use crate::layout::series;
use crate::layout::series::Moment;
use crate::layout::series::Stage;
use crate::pipeline::Read;
use crate::pipeline::sheet::Studio;
use crate::sequence::State;
use crate::situation::Report;
use crate::situation::Settings;
use crate::situation::Situation;
use crate::situation::update;
use crate::terms::ChangeKind;

/// The day of an article.
pub fn day(read: &Read) -> Option<Date> {
    read.article.published.as_ref().map(|p| p.date)
}

/// What is known on a day: the articles up to it, folded over the baseline.
pub fn known(read: &[Read], on: Date, settings: &Settings) -> Situation {
    let reports: Vec<Report<'_>> = read
        .iter()
        .filter(|r| day(r).is_some_and(|d| d <= on))
        .map(|r| Report { article: &r.article, toponyms: &r.toponyms, extraction: &r.extraction })
        .collect();
    update(&reports, &Settings { as_of: Some(on), ..settings.clone() })
}

/// What is known on a day: the newest of the dated situations up to it; `None` before the first.
pub fn carried(dated: &[(Date, Situation)], on: Date) -> Option<Situation> {
    let (_, newest) = dated.iter().filter(|(day, _)| *day <= on).max_by_key(|(day, _)| *day)?;
    Some(Situation { as_of: Some(on), ..newest.clone() })
}

/// What the frames show of the states, with the ground gained since the state before; `changes` are those between each
/// state and the next.
pub fn moments<'a>(states: &'a [State], changes: &[Vec<Change>]) -> Vec<Moment<'a>> {
    let before = |i: usize| i.checked_sub(1).and_then(|k| changes.get(k)).map_or(&[][..], Vec::as_slice);
    states
        .iter()
        .enumerate()
        .map(|(i, state)| Moment {
            day: state.step.day,
            stale: state.step.newest.filter(|_| state.step.stale()),
            situation: &state.situation,
            derived: &state.derived,
            gains: before(i).iter().filter(|c| c.kind == ChangeKind::Gain).cloned().collect(),
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
        series::stage(moments, self, style, self.fonts(), &Self::credited(options))
    }

    /// One frame of a sequence.
    ///
    /// # Errors
    /// An index without a moment.
    pub fn frame(&self, stage: &Stage, index: usize, moments: &[Moment<'_>]) -> Result<Sheet> {
        stage.sheet(index, moments, self.fonts())
    }
}
