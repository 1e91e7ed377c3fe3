//! The panel of an inset: a part of the map at a larger scale, in a border with its name.
//!
//! In: an inset, its rectangle, what the map is drawn from. Out: its ground, marks and names, and the panel round what is shown
//! there. Never: which places it takes over.

use std::collections::BTreeMap;
use std::collections::BTreeSet;

use crate::control::Derived;
use crate::font::Fonts;
use crate::layout::Geography;
use crate::layout::Metrics;
use crate::layout::SheetOptions;
use crate::layout::areas;
use crate::layout::block::measure;
use crate::layout::block::want;
use crate::layout::fit::Fit;
use crate::layout::frame::Frame;
use crate::layout::gather::town_candidates;
use crate::layout::geometry::Rect;
use crate::layout::ground;
use crate::layout::ground::layer;
use crate::layout::index::BoxIndex;
use crate::layout::inset::EDGE;
use crate::layout::inset::Inset;
use crate::layout::labels;
use crate::layout::language::Phrase;
use crate::layout::marks::shape;
use crate::layout::overlay;
use crate::layout::placing;
use crate::layout::placing::Placed;
use crate::layout::sheet;
use crate::layout::story::Story;
use crate::layout::tally;
use crate::layout::towns;
use crate::scene::Definition;
use crate::scene::Group;
use crate::scene::Node;
use crate::scene::Outline;
use crate::scene::Paint;
use crate::scene::Point;
use crate::scene::Stroke;
use crate::scene::Text;
use crate::situation::Situation;
use crate::style::Style;

/// What all insets of a sheet are drawn from.
#[derive(Clone, Copy)]
pub(super) struct Ink<'a> {
    pub(super) situation: &'a Situation,
    pub(super) derived: &'a Derived,
    pub(super) story: &'a Story,
    pub(super) places: &'a [Placed],
    pub(super) geography: &'a dyn Geography,
    pub(super) style: &'a Style,
    pub(super) fonts: &'a Fonts,
    pub(super) options: &'a SheetOptions,
    pub(super) home: &'a [String],
    pub(super) sheet: (f64, f64),
}

/// An inset that was drawn.
#[derive(Debug, Clone, Default)]
pub(super) struct Drawn {
    pub(super) nodes: Vec<Node>,
    pub(super) definitions: Vec<Definition>,
    pub(super) metrics: Metrics,
    /// Places of the story that it shows, by index, and whether they have their name here.
    pub(super) named: BTreeMap<usize, bool>,
}

/// An inset laid out: its ground, its marks and its names.
#[derive(Debug, Clone)]
pub(super) struct Laid {
    pub(super) frame: Frame,
    /// The base map, the land first.
    pub(super) ground: Vec<Node>,
    pub(super) front: Vec<Node>,
    pub(super) towns: Vec<Node>,
    pub(super) labels: Vec<Node>,
    pub(super) scale: Vec<Node>,
    pub(super) drawn: placing::Drawn,
    /// The part of the story that it shows, with the marks.
    pub(super) story: Story,
    pub(super) places: Vec<Placed>,
    pub(super) metrics: Metrics,
    /// Places of the whole story that it shows, by index, and whether they have their name here.
    pub(super) named: BTreeMap<usize, bool>,
    pub(super) border: Border,
}

/// What stands round the inset.
#[derive(Debug, Clone)]
pub(super) struct Border {
    number: usize,
    rect: Rect,
    /// The corner with the name.
    tab: Rect,
    words: String,
    /// Ids that only this part of the sheet has.
    own: BTreeSet<String>,
}

/// Draws an inset into its rectangle.
pub(super) fn draw(inset: &Inset, number: usize, rect: Rect, map: &Frame, ink: Ink<'_>) -> Drawn {
    let laid = lay_out(inset, number, rect, map, ink);
    let style = ink.style;
    let mut base = laid.ground.into_iter();
    let mut inner: Vec<Node> = base.next().into_iter().collect();
    inner.push(layer("control", "Control", areas::control(&laid.story, ink.derived, &laid.frame, style)));
    inner.extend(base);
    inner.extend(overlay::draw(&ink.options.overlays, false, &laid.frame, style));
    for (id, name, nodes) in [
        ("front", "Front line", laid.front),
        ("areas", "Areas", laid.drawn.areas),
        ("towns", "Towns", laid.towns),
        ("advance", "Advance", laid.drawn.advance),
        ("movements", "Movements", laid.drawn.movements),
        ("places", "Places", laid.drawn.places),
        ("labels", "Labels", laid.labels),
        ("scale", "Scale", laid.scale),
    ] {
        inner.push(layer(id, name, nodes));
    }
    Drawn {
        nodes: vec![laid.border.enclose(inner, style)],
        definitions: vec![laid.border.clip()],
        metrics: laid.metrics,
        named: laid.named,
    }
}

/// Lays an inset out in its rectangle.
pub(super) fn lay_out(inset: &Inset, number: usize, rect: Rect, map: &Frame, ink: Ink<'_>) -> Laid {
    let (style, fonts, options) = (ink.style, ink.fonts, ink.options);
    let frame = inset.frame(rect, map);
    let layers = ink.geography.layers(frame.window(), 0.35 / (frame.scale * 111.2), ground::view(style));
    let mut ground = ground::draw(&layers, &frame, ink.home, style, ink.sheet);
    let home = ground::values_of(&layers, ink.home);
    let shown: Vec<usize> = (0..ink.story.places.len())
        .filter(|i| ink.story.places.get(*i).is_some_and(|p| rect.grown(-EDGE).contains(frame.place(p.at))))
        .filter(|i| inset.members.contains(i) || ink.places.get(*i).is_some_and(|p| !p.look.area))
        .collect();
    let story =
        Story { places: shown.iter().filter_map(|i| ink.story.places.get(*i)).cloned().collect(), ..ink.story.clone() };
    let places: Vec<Placed> = shown.iter().filter_map(|i| ink.places.get(*i)).copied().collect();
    let fit = Fit { frame, panels: Vec::new(), outside: Vec::new(), is_inset: true };
    let drawn =
        placing::place(ink.situation, ink.derived, &story, &places, &fit, style, &mut ground.lines, &|_: Point| 0.0);
    let front = areas::front(ink.situation, &story, ink.derived, &frame, style, &mut ground.lines);

    let mut taken = BoxIndex::fine(ink.sheet.0, ink.sheet.1);
    for b in &drawn.hard {
        taken.add(*b, 0);
    }
    let lead = inset.members.first().and_then(|i| ink.story.places.get(*i)).map_or("", |p| p.name.as_str());
    let words = options.language.fill(Phrase::Vicinity, &[("place", lead)]);
    let look = style.text.scale;
    let width = measure(&words, &look, fonts) + 20.0;
    let tab = Rect::new(rect.x0, rect.y0, rect.x0 + width, rect.y0 + look.size + 14.0);
    taken.add(tab, 0);
    let mut scale = Vec::new();
    let mut clear = taken.clone();
    for (at, r) in &drawn.rings {
        clear.add(Rect::around(*at, *r, *r), 0);
    }
    for p in drawn.courses.iter().flatten() {
        clear.add(Rect::around(*p, 14.0, 14.0), 0);
    }
    if let Some(bar) = sheet::scale_bar(&frame, rect.width() * 0.3)
        && let Some((nodes, bounds)) = sheet::loose_bar(bar, &frame, &clear, (style, fonts, &options.language))
    {
        taken.add(bounds, 0);
        scale = nodes;
    }
    let near = labels::surroundings(&drawn.marks, ink.sheet);
    let context = labels::Context {
        frame: &frame,
        style,
        fonts,
        lines: &ground.lines,
        raster: &ground.raster,
        home: &home,
        marks: &drawn.marks,
        near: &near,
        language: &options.language,
        sheet: ink.sheet,
        tinted: !ink.derived.areas.is_empty(),
        many: ink.story.places.len(),
    };
    let (names, placed) = labels::story(&context, &drawn.subjects, &mut taken);
    for (at, r) in &drawn.rings {
        taken.add(Rect::around(*at, *r, *r), u32::MAX);
    }
    let candidates = town_candidates(ink.situation, ink.geography, &frame);
    let wanted = 6_usize.saturating_sub(drawn.subjects.len()).min(3);
    let (town_nodes, town_labels) = towns::place(&context, &candidates, wanted, &mut taken);
    let metrics = tally::count(&drawn, &placed, &town_labels, wanted.min(candidates.len()), &[]);
    let here = tally::named(&drawn, &placed);
    let named = here.into_iter().filter_map(|(k, has)| Some((*shown.get(k)?, has))).collect();
    // What the map itself shows keeps its id there.
    let own: BTreeSet<String> = inset
        .members
        .iter()
        .skip(1)
        .filter_map(|i| ink.story.places.get(*i))
        .flat_map(|p| crate::layout::place_groups(&p.name))
        .collect();
    let border = Border { number, rect, tab, words, own };
    let (ground, front) = (ground.nodes, front);
    Laid { frame, ground, front, towns: town_nodes, labels: names, scale, drawn, story, places, metrics, named, border }
}

impl Border {
    fn clip_id(&self) -> String {
        format!("clip-inset-{}", self.number)
    }

    /// The clip of what is drawn in the panel.
    pub(super) fn clip(&self) -> Definition {
        let at = Point::new(self.rect.x0, self.rect.y0);
        Definition::Clip { id: self.clip_id(), at, width: self.rect.width(), height: self.rect.height() }
    }

    /// The panel round what is drawn in it; ids that the map has, too, get a prefix.
    pub(super) fn enclose(&self, mut inner: Vec<Node>, style: &Style) -> Node {
        let (rect, tab, c) = (self.rect, self.tab, &style.colours);
        let corner = Point::new(rect.x0, rect.y0);
        let outline = Outline::Rect(corner, rect.width(), rect.height(), 0.0);
        inner.insert(0, shape(outline.clone(), Some(Paint::Plain(c.sea)), None));
        rename(&mut inner, &format!("inset-{}-", self.number), &self.own);
        let look = style.text.scale;
        let nodes = vec![
            Node::Group(Group { clip: Some(self.clip_id()), nodes: inner, ..Group::default() }),
            shape(Outline::Rect(corner, tab.width(), tab.height(), 0.0), Some(Paint::Plain(c.panel)), None),
            Node::Text(Text {
                words: self.words.clone(),
                at: Point::new(rect.x0 + 10.0, tab.y1 - 9.0),
                size: look.size,
                weight: want(&look).weight,
                colour: c.note,
                ..Text::default()
            }),
            shape(outline, None, Some(Stroke::solid(c.ink, 1.8))),
        ];
        layer(&format!("inset-{}", self.number), "Inset", nodes)
    }
}

/// Gives every id a prefix, so that none stands twice on the sheet, except those that only this part has.
fn rename(nodes: &mut [Node], prefix: &str, own: &BTreeSet<String>) {
    for node in nodes {
        let id = match node {
            Node::Group(group) => {
                rename(&mut group.nodes, prefix, own);
                &mut group.id
            }
            Node::Shape(shape) => &mut shape.id,
            Node::Text(_) => continue,
        };
        if !id.is_empty() && !own.contains(id.as_str()) {
            *id = format!("{prefix}{id}");
        }
    }
}
