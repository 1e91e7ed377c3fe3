//! Where the places of a sequence lie on the map and in its insets: their marks and names, once for all dates.
//!
//! In: the story of all dates. Out: an [`Arrangement`], with insets if places crowd without. Never: what belongs to one day.

use std::collections::BTreeMap;
use std::collections::BTreeSet;

use crate::basemap::Layers;
use crate::control::Derived;
use crate::font::Fonts;
use crate::layout::Geography;
use crate::layout::SheetOptions;
use crate::layout::extent::Fitted;
use crate::layout::extent::fit_frame;
use crate::layout::fit::Fit;
use crate::layout::frame::Frame;
use crate::layout::gather::home_countries;
use crate::layout::geometry::Rect;
use crate::layout::geometry::distance;
use crate::layout::ground;
use crate::layout::ground::Ground;
use crate::layout::index::BoxIndex;
use crate::layout::inset;
use crate::layout::inset::Inset;
use crate::layout::labels;
use crate::layout::labels::Label;
use crate::layout::marks;
use crate::layout::marks::Look;
use crate::layout::panel;
use crate::layout::panel::Laid;
use crate::layout::placing;
use crate::layout::placing::Placed;
use crate::layout::sheet;
use crate::layout::story::Mark;
use crate::layout::story::Story;
use crate::layout::tally;
use crate::scene::Node;
use crate::scene::Point;
use crate::situation::Situation;
use crate::style::Style;

/// Most places of the story on the map: the rest of a long campaign would only be in the way.
pub(super) const MOST_PLACES: usize = 22;

/// Marks keep this distance, sheet units.
const APART: f64 = 34.0;

/// What an arrangement is made from.
#[derive(Clone, Copy)]
pub(super) struct Ink<'a> {
    pub(super) whole: &'a Situation,
    pub(super) derived: &'a Derived,
    /// What the map is fitted to, if that is not all that was derived.
    pub(super) focused: Option<&'a Derived>,
    pub(super) geography: &'a dyn Geography,
    pub(super) style: &'a Style,
    pub(super) fonts: &'a Fonts,
    pub(super) options: &'a SheetOptions,
    pub(super) size: (f64, f64),
    /// Where the map is.
    pub(super) map: Rect,
}

/// Marks and names in their places.
pub(super) struct Arrangement {
    /// All places, those that only an inset shows included.
    pub(super) story: Story,
    pub(super) frame: Frame,
    /// Rectangles of the insets.
    pub(super) panels: Vec<Option<Rect>>,
    pub(super) layers: Layers,
    pub(super) home: Vec<String>,
    pub(super) ground: Ground,
    /// Places of the map, with their indices into all, and their marks.
    pub(super) on_map: Story,
    pub(super) kept: Vec<usize>,
    pub(super) marks: Vec<Placed>,
    pub(super) drawn: placing::Drawn,
    pub(super) taken: BoxIndex,
    pub(super) scale: (Vec<Node>, Option<Rect>),
    pub(super) labels: Vec<Node>,
    pub(super) placed: Vec<Option<Label>>,
    home_values: Vec<u16>,
    near: BoxIndex,
    pub(super) insets: Vec<(Inset, Laid)>,
}

/// The arrangement of a story, whose places come in the order of their importance; the first stand on the map, more only in insets.
pub(super) fn arrange(ink: Ink<'_>, story: &Story) -> Arrangement {
    let first: Vec<usize> = (0..story.places.len().min(MOST_PLACES)).collect();
    let plain = with_insets(ink, part_of(story, &first), &[], None);
    match enlarged(ink, story, &plain) {
        Some(better) if better.named() >= plain.named() => better,
        _ => plain,
    }
}

/// The arrangement with insets, if the plain one needs any and has room for them; the rule is that of a single sheet.
fn enlarged(ink: Ink<'_>, story: &Story, plain: &Arrangement) -> Option<Arrangement> {
    let frame = plain.frame;
    let badly = inset::trouble(&plain.drawn, &plain.placed, &frame, (&plain.on_map, ink.derived));
    let seat: BTreeMap<usize, usize> = plain.kept.iter().enumerate().map(|(at, i)| (*i, at)).collect();
    // What has no place on the plain map is in trouble, too.
    let trouble: BTreeSet<usize> =
        (0..story.places.len()).filter(|i| seat.get(i).is_none_or(|at| badly.contains(at))).collect();
    let off = |i: &usize| story.places.get(*i).is_none_or(|p| !frame.rect.contains(frame.place(p.at)));
    let outside = (0..story.places.len()).filter(off).collect();
    let fit = Fit { frame, panels: Vec::new(), outside, is_inset: false };
    let mut insets = inset::plan(story, &marks_of(story, ink.style), &fit, ink.style, &trouble);
    if insets.is_empty() {
        return None;
    }
    let members: BTreeSet<usize> = insets.iter().flat_map(|i| i.members.iter().copied()).collect();
    let others = (0..story.places.len()).filter(|i| !members.contains(i)).take(MOST_PLACES);
    let mut chosen: Vec<usize> = members.iter().copied().chain(others).collect();
    chosen.sort_unstable();
    for inset in &mut insets {
        inset.members = inset.members.iter().filter_map(|i| chosen.binary_search(i).ok()).collect();
    }
    let better = with_insets(ink, part_of(story, &chosen), &insets, Some(frame));
    (!better.insets.is_empty()).then_some(better)
}

/// These places of a story.
fn part_of(story: &Story, indices: &[usize]) -> Story {
    let places = indices.iter().filter_map(|i| story.places.get(*i)).cloned().collect();
    Story { places, ..story.clone() }
}

/// Marks with room for the larger one of the day of the capture.
fn marks_of(story: &Story, style: &Style) -> Vec<Placed> {
    placing::subjects(story, style)
        .into_iter()
        .zip(&story.places)
        .map(|(placed, place)| {
            let look = Look { focal: place.mark == Mark::Captured, ..placed.look };
            Placed { look, radius: marks::radius(look, style), core: marks::core(look, style) }
        })
        .collect()
}

/// Arranges all; `insets` were planned on another frame.
fn with_insets(ink: Ink<'_>, story: Story, insets: &[Inset], planned: Option<Frame>) -> Arrangement {
    let Ink { whole, derived, geography, style, fonts, options, size, .. } = ink;
    let all_marks = marks_of(&story, style);
    let page = sheet::Page::bare(ink.map, options.web_mercator);
    let fitted: Fitted =
        fit_frame((whole, ink.focused.unwrap_or(derived), &story), (&all_marks, insets), &page, style, fonts);
    let frame = fitted.frame.frame;
    let insets: Vec<Inset> = insets.iter().map(|i| i.carried(&planned.unwrap_or(frame), &frame)).collect();
    let insets = inset::seated(&insets, &fitted);
    let (on_map, kept) = inset::without(&story, &insets);
    let (on_map, kept) = spread(&on_map, &kept, &fitted.frame);
    let marks: Vec<Placed> = kept.iter().filter_map(|i| all_marks.get(*i)).copied().collect();
    let panels = fitted.frame.panels.clone();
    let fit = Fit { frame, panels: panels.clone(), outside: Vec::new(), is_inset: false };
    let layers = geography.layers(frame.window(), 0.35 / (frame.scale * 111.2), ground::view(style));
    let home = home_countries(whole, &story, &layers);
    let mut ground = ground::draw(&layers, &frame, &home, style, size);
    let beyond = (!insets.is_empty()).then(|| inset::beyond(derived, &insets, &frame));
    let left = beyond.as_ref().unwrap_or(derived);
    let mut drawn = placing::place(whole, left, &on_map, &marks, &fit, style, &mut ground.lines, &|_| 0.0);
    inset::keep_clear(&insets, &kept, &frame, &mut drawn);
    let mut taken = BoxIndex::fine(size.0, size.1);
    for panel in panels.iter().flatten() {
        taken.add(panel.grown(5.0), 0);
    }
    for b in &drawn.hard {
        taken.add(*b, 0);
    }
    let mut scale = (Vec::new(), None);
    let words = (style, fonts, &options.language);
    if let Some((nodes, bounds)) =
        sheet::scale_bar(&frame, 128.0).and_then(|bar| sheet::loose_bar(bar, &frame, &taken, words))
    {
        taken.add(bounds, 0);
        scale = (nodes, Some(bounds));
    }
    let enlarged = panel::Ink {
        situation: whole,
        derived,
        story: &story,
        places: &all_marks,
        geography,
        style,
        fonts,
        options,
        home: &home,
        sheet: size,
    };
    let insets = insets
        .into_iter()
        .enumerate()
        .map(|(k, (inset, rect))| (inset.clone(), panel::lay_out(inset, k + 1, rect, &frame, enlarged)))
        .collect();
    let home_values = ground::values_of(&layers, &home);
    let near = labels::surroundings(&drawn.marks, size);
    let mut arrangement = Arrangement {
        story,
        frame,
        panels,
        layers,
        home,
        ground,
        on_map,
        kept,
        marks,
        drawn,
        taken: BoxIndex::fine(size.0, size.1),
        scale,
        labels: Vec::new(),
        placed: Vec::new(),
        home_values,
        near,
        insets,
    };
    let (labels, placed) = labels::story(&arrangement.context(ink), &arrangement.drawn.subjects, &mut taken);
    (arrangement.labels, arrangement.placed, arrangement.taken) = (labels, placed, taken);
    arrangement
}

/// Leaves out what is off the map, and what lies beside something larger: small towns would hide the city.
fn spread(story: &Story, indices: &[usize], fit: &Fit) -> (Story, Vec<usize>) {
    let mut kept: Vec<(usize, usize, Point)> = Vec::new();
    for (at, (place, i)) in story.places.iter().zip(indices).enumerate() {
        let point = fit.frame.place(place.at);
        if !fit.outside.contains(i) && kept.iter().all(|(.., other)| distance(*other, point) >= APART) {
            kept.push((at, *i, point));
        }
    }
    let places: Vec<usize> = kept.iter().map(|(at, ..)| *at).collect();
    (part_of(story, &places), kept.into_iter().map(|(_, i, _)| i).collect())
}

impl Arrangement {
    /// What placing more labels needs.
    pub(super) fn context<'a>(&'a self, ink: Ink<'a>) -> labels::Context<'a> {
        labels::Context {
            frame: &self.frame,
            style: ink.style,
            fonts: ink.fonts,
            lines: &self.ground.lines,
            raster: &self.ground.raster,
            home: &self.home_values,
            marks: &self.drawn.marks,
            near: &self.near,
            sheet: ink.size,
            tinted: !ink.derived.areas.is_empty(),
            language: &ink.options.language,
            many: self.drawn.subjects.len(),
        }
    }

    /// How many places of the story have their name, on the map or in an inset.
    fn named(&self) -> usize {
        let on_map = tally::named(&self.drawn, &self.placed);
        let mut named: BTreeSet<usize> =
            on_map.iter().filter(|(_, has)| **has).filter_map(|(k, _)| self.kept.get(*k)).copied().collect();
        let inside = self.insets.iter().flat_map(|(_, laid)| &laid.named);
        named.extend(inside.filter(|(_, has)| **has).map(|(i, _)| *i));
        named.len()
    }
}
