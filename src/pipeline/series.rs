//! From dated articles or situations to the states of a sequence, and from those to frames.

use std::sync::Arc;
use std::sync::Mutex;
use std::sync::PoisonError;

use crate::control;
use crate::control::Change;
use crate::date::Date;
use crate::error::Result;
use crate::export;
use crate::export::Canvas;
use crate::export::Pixels;
use crate::export::PngOptions;
use crate::font::Fonts;
use crate::layout::Sheet;
use crate::layout::series;
use crate::layout::series::Drawn;
use crate::layout::series::Moment;
use crate::layout::series::Stage;
use crate::pipeline;
use crate::pipeline::Read;
use crate::pipeline::sheet::Studio;
use crate::sequence::State;
use crate::situation::Area;
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

/// What is known on a day after a dated situation: the articles of the days between, added to it.
pub fn continued(
    state: &Situation,
    read: &[Read],
    (since, on): (Option<Date>, Date),
    settings: &Settings,
) -> Situation {
    let between = |r: &&Read| day(r).is_some_and(|d| d <= on && Some(d) > since);
    let settings = Settings { as_of: Some(on), ..settings.clone() };
    Situation { as_of: Some(on), ..pipeline::continued(state, read.iter().filter(between), &settings).situation }
}

/// What the frames show of the states, with the ground gained since the state before, and lost to nobody where areas were drawn;
/// `changes` are those between each state and the next.
pub fn moments<'a>(states: &'a [State], changes: &[Vec<Change>]) -> Vec<Moment<'a>> {
    let before = |i: usize| i.checked_sub(1).and_then(|k| changes.get(k)).map_or(&[][..], Vec::as_slice);
    states
        .iter()
        .enumerate()
        .map(|(i, state)| Moment {
            day: state.step.day,
            stale: state.step.newest.filter(|_| state.step.stale()),
            corrected: state.corrected,
            situation: &state.situation,
            derived: &state.derived,
            gains: before(i).iter().filter(|c| c.kind == ChangeKind::Gain).cloned().collect(),
            losses: if state.derived.areas.iter().any(Area::is_drawn) {
                control::abandoned(before(i))
            } else {
                Vec::new()
            },
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

    /// One frame of a sequence, laid out.
    ///
    /// # Errors
    /// An index without a moment.
    pub fn frame(&self, stage: &Stage, index: usize, moments: &[Moment<'_>]) -> Result<Frame> {
        let Drawn { sheet, cuts } = stage.sheet(index, moments, self.fonts())?;
        let (svg, parts) = export::parts(&sheet.scene, &cuts);
        Ok(Frame { sheet, svg, parts })
    }

    /// The same frame with the outlines of its letters instead of text.
    ///
    /// # Errors
    /// A text in a family that no face has.
    pub fn outlined(&self, frame: &Frame) -> Result<String> {
        export::outlined_svg(&frame.sheet.scene, self.fonts())
    }

    /// A painter of the frames of one sequence.
    pub fn painter(&self, options: PngOptions) -> Painter<'_> {
        Painter { fonts: self.fonts(), options, shared: Mutex::default() }
    }
}

/// A frame as SVG.
#[derive(Debug, Clone)]
pub struct Frame {
    /// The frame.
    pub sheet: Sheet,
    /// All of it.
    pub svg: String,
    /// The same in parts that lie one over the other: those that most frames share first, what is of its day alone last.
    parts: Vec<String>,
}

impl Frame {
    /// What lies under the words of the day.
    fn below(&self) -> &[String] {
        self.parts.split_last().map_or(&[], |(_, below)| below)
    }

    /// True if two frames differ in the words of their days alone.
    pub fn has_map_of(&self, other: &Self) -> bool {
        self.below() == other.below()
    }
}

/// The newest drawing of the parts up to one; whoever needs it while it is drawn waits for it.
type Shared = Arc<Mutex<Option<Canvas>>>;

/// Makes pictures of frames; what frames share is drawn once. The pixels are those of each frame drawn alone.
#[derive(Debug)]
pub struct Painter<'a> {
    fonts: &'a Fonts,
    options: PngOptions,
    /// For each part but the last below the day, its newest SVG and the drawing of it over the parts before.
    shared: Mutex<Vec<(String, Shared)>>,
}

impl Painter<'_> {
    /// The map of a frame: all but the words of its day.
    ///
    /// # Errors
    /// As [`export::picture`].
    pub fn map(&self, frame: &Frame) -> Result<Canvas> {
        let (last, shared) = frame.below().split_last().map_or(("", &[][..]), |(last, rest)| (last.as_str(), rest));
        let mut below: Option<Canvas> = None;
        for (place, part) in self.places(shared).iter().zip(shared) {
            let mut known = place.lock().unwrap_or_else(PoisonError::into_inner);
            let canvas = match &*known {
                Some(canvas) => canvas.clone(),
                None => export::canvas(part, self.fonts, self.options, below.as_ref())?,
            };
            *known = Some(canvas.clone());
            below = Some(canvas);
        }
        export::canvas(last, self.fonts, self.options, below.as_ref())
    }

    /// Where the drawings of parts are kept, drawn or not; a part that is new takes the place of the one before, and of all over it.
    fn places(&self, parts: &[String]) -> Vec<Shared> {
        let mut known = self.shared.lock().unwrap_or_else(PoisonError::into_inner);
        let same = known.iter().zip(parts).take_while(|((svg, _), part)| svg == *part).count();
        if same < parts.len() {
            known.truncate(same);
            known.extend(parts.iter().skip(same).map(|part| (part.clone(), Shared::default())));
        }
        known.iter().take(parts.len()).map(|(_, place)| Arc::clone(place)).collect()
    }

    /// The PNG and the pixels of a frame on its map, or that of a frame with the same.
    ///
    /// # Errors
    /// As [`export::picture`].
    pub fn picture(&self, frame: &Frame, map: &Canvas) -> Result<(Vec<u8>, Pixels)> {
        let words = (frame.sheet.scene.title.as_str(), frame.sheet.scene.description.as_str());
        let day = frame.parts.last().map_or("", String::as_str);
        export::picture(day, self.fonts, words, self.options, map)
    }
}
