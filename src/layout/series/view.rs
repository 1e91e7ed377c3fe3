//! A view of the ground, the map of a sequence or an inset on it: what its frames share.
//!
//! In: an arrangement. Out: a [`View`]. Never: what belongs to one day.

use std::collections::BTreeMap;

use crate::control::Derived;
use crate::layout::frame::Frame;
use crate::layout::ground::layer;
use crate::layout::overlay;
use crate::layout::panel::Laid;
use crate::layout::placing;
use crate::layout::placing::Placed;
use crate::layout::series::arrangement::Ink;
use crate::layout::series::whole::Shown;
use crate::layout::series::whole::arrows_of;
use crate::layout::story::Story;
use crate::scene::Node;
use crate::scene::Point;

/// A view of the ground.
#[derive(Debug, Clone)]
pub(super) struct View {
    pub(super) frame: Frame,
    /// Land under the areas of control, and what lies over them.
    pub(super) ground: (Vec<Node>, Vec<Node>),
    pub(super) names: Vec<Node>,
    /// What lies over the marks and under their names.
    pub(super) over: Vec<Node>,
    pub(super) seats: Vec<Seat>,
    /// Arrows, with the frames that show each.
    pub(super) legs: Vec<(Shown, Node)>,
    pub(super) scale: Vec<Node>,
}

/// The place of a mark and its label.
#[derive(Debug, Clone)]
pub(super) struct Seat {
    pub(super) key: String,
    pub(super) at: Point,
    pub(super) size: f64,
    pub(super) label: Option<Node>,
    /// The day of the capture as the label words it.
    pub(super) note: String,
}

impl View {
    /// The view of an inset.
    pub(super) fn of_inset(
        laid: &Laid,
        (derived, shown): (&Derived, &[Shown]),
        notes: &BTreeMap<String, String>,
        ink: Ink<'_>,
    ) -> Self {
        let mut base = laid.ground.iter().cloned();
        let land: Vec<Node> = base.next().into_iter().collect();
        let mut over: Vec<Node> = base.collect();
        over.extend(overlay::draw(&ink.options.overlays, false, &laid.frame, ink.style));
        Self {
            frame: laid.frame,
            ground: (land, over),
            names: vec![layer("towns", "Towns", laid.towns.clone())],
            over: Vec::new(),
            seats: seats(&laid.story, &laid.drawn, &laid.places, laid.labels.clone(), notes),
            legs: arrows_of(derived, shown, laid.drawn.advance.clone()),
            scale: laid.scale.clone(),
        }
    }
}

/// The seats of the places of a story; `notes` are the days of capture by key.
pub(super) fn seats(
    story: &Story,
    drawn: &placing::Drawn,
    places: &[Placed],
    mut labels: Vec<Node>,
    notes: &BTreeMap<String, String>,
) -> Vec<Seat> {
    let seat = |(i, ((place, placed), at)): (usize, ((&crate::layout::story::StoryPlace, &Placed), &Point))| {
        let id = drawn.subjects.iter().find(|s| s.place == i).map(|s| format!("label-{}", s.id));
        let index = id.and_then(|id| labels.iter().position(|n| matches!(n, Node::Group(g) if g.id == id)));
        Seat {
            key: place.key.clone(),
            at: *at,
            size: placed.look.size,
            label: index.map(|i| labels.remove(i)),
            note: notes.get(&place.key).cloned().unwrap_or_default(),
        }
    };
    story.places.iter().zip(places).zip(&drawn.seats).enumerate().map(seat).collect()
}
