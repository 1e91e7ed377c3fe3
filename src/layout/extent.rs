//! The extent of a sheet: what must be on it, with legend, locator and insets in its corners.
//!
//! In: the story, measured marks, the page. Out: a frame with its panels. Never: drawing.

use std::collections::BTreeSet;

use geo::BoundingRect as _;
use geo::Contains as _;

use crate::control::Derived;
use crate::font::Fonts;
use crate::geodesy::LonLat;
use crate::geodesy::Nearby;
use crate::layout::fit;
use crate::layout::fit::Ask;
use crate::layout::fit::Need;
use crate::layout::fit::Panel;
use crate::layout::gather::outline_of;
use crate::layout::geometry::Rect;
use crate::layout::inset::Inset;
use crate::layout::legend;
use crate::layout::placing;
use crate::layout::placing::Placed;
use crate::layout::sheet;
use crate::layout::story::Story;
use crate::situation::Situation;
use crate::style::Style;

/// The frame with what was measured for it.
pub(super) struct Fitted {
    pub(super) frame: fit::Fit,
    pub(super) legend: legend::Legend,
    has_legend: bool,
    has_locator: bool,
}

impl Fitted {
    /// Rectangle of the legend (0) or the locator (1).
    pub(super) fn panel(&self, which: usize) -> Option<Rect> {
        let (there, index) =
            if which == 0 { (self.has_legend, 0) } else { (self.has_locator, usize::from(self.has_legend)) };
        self.frame.panels.get(index).copied().flatten().filter(|_| there)
    }

    /// Rectangle of an inset.
    pub(super) fn inset(&self, which: usize) -> Option<Rect> {
        let before = usize::from(self.has_legend) + usize::from(self.has_locator);
        self.frame.panels.get(before + which).copied().flatten()
    }
}

/// The extent of a sheet with its panels; the legend lists only what can be seen there.
pub(super) fn fit_frame(
    (situation, derived, story): (&Situation, &Derived, &Story),
    (places, insets): (&[Placed], &[Inset]),
    page: &sheet::Page,
    style: &Style,
    fonts: &Fonts,
) -> Fitted {
    let rect = page.map;
    let s = &style.page;
    let roomy = rect.width() > 620.0 && rect.height() > 520.0 && !page.card;
    let plan_legend = |situation: &Situation, story: &Story, derived: &Derived| {
        let scale = if s.scale { 190.0 } else { 0.0 };
        legend::plan(
            (situation, story, derived),
            (style, fonts),
            (rect.width() * 0.62, rect.width() - 2.0 * s.inset),
            scale,
        )
    };
    let legend = if s.legend && roomy { plan_legend(situation, story, derived) } else { legend::Legend::default() };
    let has_legend = !legend.is_empty()
        && legend.width > 0.0
        && legend.width < rect.width() - 2.0 * s.inset
        && legend.height < rect.height() * 0.6;
    let legend = if has_legend { legend } else { legend::Legend::default() };
    let mut panels = Vec::new();
    if has_legend {
        panels.push(Panel { width: legend.width, height: legend.height, corners: [3, 2, 1, 0], worth: 4.0 });
    }
    let has_locator = s.locator && roomy;
    if has_locator {
        panels.push(Panel { width: s.locator_width, height: s.locator_height, corners: [1, 0, 3, 2], worth: 4.0 });
    }
    for inset in insets {
        panels.push(Panel {
            width: inset.width,
            height: inset.height,
            corners: [0, 1, 2, 3],
            worth: 4.0 + inset.members.len() as f64,
        });
    }
    let hidden: Vec<usize> = insets.iter().flat_map(|i| i.members.iter().skip(1).copied()).collect();
    let axis: BTreeSet<&str> =
        situation.axes.iter().flat_map(|a| a.reached.iter().chain(&a.ahead)).map(|p| p.key.as_str()).collect();
    let mut needs: Vec<Need> = places
        .iter()
        .zip(&story.places)
        .enumerate()
        .map(|(i, (p, place))| Need {
            at: place.at,
            label: if hidden.contains(&i) {
                (0.0, 0.0)
            } else {
                placing::label_size(place, story.places.len(), style, fonts)
            },
            radius: p.radius,
            loose: !place.focal && !axis.contains(place.key.as_str()),
        })
        .collect();
    if needs.is_empty() {
        // A sheet of areas or lines alone shows them whole.
        needs.extend(outline_of(derived).into_iter().map(|at| Need {
            at,
            label: (0.0, 0.0),
            radius: 0.0,
            loose: false,
        }));
    }
    let mut nearby = Nearby::new(0.5);
    story.places.iter().enumerate().for_each(|(i, p)| nearby.add(i, p.at));
    let index = |at: LonLat| nearby.first(at);
    let joined: Vec<(usize, usize)> =
        derived.legs.iter().filter_map(|l| Some((index(*l.line.first()?)?, index(*l.line.last()?)?))).collect();
    let mut moves: Vec<(LonLat, LonLat)> = situation.movements.iter().take(60).map(|m| (m.from.1, m.to.1)).collect();
    for [a, b, c, d] in insets.iter().map(|i| i.corners) {
        moves.extend([(a, b), (b, c), (c, d), (d, a)]);
    }
    let small = rect.width().min(rect.height());
    let pad = ((small * 0.15).min(140.0), (small * 0.11).min(95.0), (small * 0.085).min(64.0));
    let ground = if insets.is_empty() { Vec::new() } else { ground_of(derived) };
    let asked = panels.clone();
    let ask = Ask {
        rect,
        needs: &needs,
        joined: &joined,
        moves: &moves,
        panels: &asked,
        ground: &ground,
        inset: s.inset,
        min_width_km: style.map.min_width_km,
        web_mercator: page.web_mercator,
        pad,
    };
    let mut fitted = Fitted { frame: fit::fit(ask), legend, has_legend, has_locator };
    // What lies off the map is only pointed at, and what is too short is not drawn: both need no entry.
    for _ in 0..2 {
        let frame = fitted.frame.frame;
        let dropped = !fitted.frame.outside.is_empty()
            || !situation.movements.iter().all(|m| placing::movement_shows(m, &frame))
            || !derived.legs.iter().all(|l| placing::leg_shows(l, &frame));
        if !has_legend || !dropped {
            break;
        }
        let (mut seen, shown) = within(situation, story, &fitted.frame.outside);
        seen.movements.retain(|m| placing::movement_shows(m, &frame));
        let mut drawn = derived.clone();
        drawn.legs.retain(|l| placing::leg_shows(l, &frame));
        let (width, height) = (fitted.legend.width, fitted.legend.height);
        fitted.legend = plan_legend(&seen, &shown, &drawn);
        if fitted.legend.width > width || fitted.legend.height > height {
            // Fewer entries in other columns may need another place.
            if let Some(panel) = panels.first_mut() {
                (panel.width, panel.height) = (fitted.legend.width, fitted.legend.height);
            }
            fitted.frame = fit::fit(Ask { panels: &panels, ..ask });
        } else if let Some(panel) = fitted.frame.panels.first_mut().and_then(Option::as_mut) {
            *panel = in_corner(*panel, fitted.legend.width, fitted.legend.height, rect);
            break;
        }
    }
    fitted
}

/// Points of the ground that somebody holds, in rows and columns.
fn ground_of(derived: &Derived) -> Vec<LonLat> {
    const STEPS: u32 = 24;
    let held = || derived.areas.iter().filter(|a| a.holder.is_some());
    let boxes: Vec<LonLat> = held()
        .filter_map(|a| a.shape.bounding_rect())
        .flat_map(|r| [LonLat::new(r.min().x, r.min().y), LonLat::new(r.max().x, r.max().y)])
        .collect();
    let Some(all) = crate::projection::Extent::round(&boxes) else { return Vec::new() };
    let at = |from: f64, to: f64, i: u32| from + (to - from) * (f64::from(i) + 0.5) / f64::from(STEPS);
    let cells = (0..STEPS).flat_map(|i| (0..STEPS).map(move |k| (i, k)));
    cells
        .map(|(i, k)| geo::Coord { x: at(all.west, all.east, i), y: at(all.south, all.north, k) })
        .filter(|point| held().any(|a| a.shape.contains(point)))
        .map(|point| LonLat::new(point.x, point.y))
        .collect()
}

/// The situation and the story without the places that are off the map.
fn within(situation: &Situation, story: &Story, outside: &[usize]) -> (Situation, Story) {
    let (mut seen, mut shown) = (situation.clone(), story.clone());
    let gone: Vec<LonLat> = outside.iter().filter_map(|i| story.places.get(*i)).map(|p| p.at).collect();
    let far = |at: LonLat| gone.iter().any(|g| crate::geodesy::distance_km(*g, at) < 1.0);
    seen.movements.retain(|m| !far(m.to.1));
    shown.places.retain(|p| !far(p.at));
    (seen, shown)
}

/// A rectangle of another size in the same corner.
fn in_corner(old: Rect, width: f64, height: f64, frame: Rect) -> Rect {
    let x0 = if old.centre().x < frame.centre().x { old.x0 } else { old.x1 - width };
    let y0 = if old.centre().y < frame.centre().y { old.y0 } else { old.y1 - height };
    Rect::new(x0, y0, x0 + width, y0 + height)
}
