//! One frame: what all share, and over it what is known on its day.

use geo::MultiPolygon;

use crate::colour::Colour;
use crate::control::Change;
use crate::date::Date;
use crate::error::Error;
use crate::error::Result;
use crate::font::Fonts;
use crate::layout::Sheet;
use crate::layout::areas;
use crate::layout::block::measure;
use crate::layout::caption;
use crate::layout::compose::set_families;
use crate::layout::geometry::Rect;
use crate::layout::geometry::distance;
use crate::layout::ground;
use crate::layout::ground::layer;
use crate::layout::index::LineIndex;
use crate::layout::marks;
use crate::layout::marks::Look;
use crate::layout::marks::shape;
use crate::layout::series::Moment;
use crate::layout::series::column::Column;
use crate::layout::series::heading::Heading;
use crate::layout::series::stage::Stage;
use crate::layout::series::view::Seat;
use crate::layout::series::view::View;
use crate::layout::story;
use crate::layout::story::Mark;
use crate::layout::story::Story;
use crate::layout::words;
use crate::scene::Group;
use crate::scene::Node;
use crate::scene::Outline;
use crate::scene::Paint;
use crate::scene::Path;
use crate::scene::Point;
use crate::scene::Scene;
use crate::scene::Stroke;
use crate::situation::Area;
use crate::situation::Situation;
use crate::style::TextLook;

/// A frame with what it shares: nodes that come first are the same as those of other frames.
#[derive(Debug, Clone)]
pub struct Drawn {
    /// The frame.
    pub sheet: Sheet,
    /// Numbers of nodes, in order, after which something changes more often: the ground, the areas of control, the rest of the
    /// map with what all days have in the column. What follows is of the day.
    pub cuts: [usize; 3],
}

/// A day as it is drawn.
#[derive(Clone, Copy)]
struct Day<'a> {
    index: usize,
    moment: &'a Moment<'a>,
    situation: &'a Situation,
    story: &'a Story,
    heading: &'a Heading,
}

/// Changed ground thinner than this is not shown, sheet units.
const SLIVER: f64 = 2.5;

/// True for ground so thin that it looks like a line: where two days put one edge a little apart, nothing has changed.
fn is_sliver(ring: &[Point]) -> bool {
    let sides = || ring.iter().zip(ring.iter().cycle().skip(1));
    let around: f64 = sides().map(|(a, b)| distance(*a, *b)).sum();
    let twice: f64 = sides().map(|(a, b)| a.x * b.y - b.x * a.y).sum();
    twice.abs() < SLIVER * around
}

impl Stage {
    /// The sheet of one moment, by its index.
    ///
    /// # Errors
    /// An index without a moment.
    pub fn sheet(&self, index: usize, moments: &[Moment<'_>], fonts: &Fonts) -> Result<Drawn> {
        let (Some(moment), Some(heading)) = (moments.get(index), self.headings.get(index)) else {
            return Err(Error::Internal(format!("no frame {index} in the sequence")));
        };
        let style = &self.style;
        let situation = self.cast.play(moment);
        let story = &story::tell(&situation, &self.capitals, style, &self.language);
        let c = &style.colours;
        let filled = |rect: Rect, colour: Colour| {
            let corner = Point::new(rect.x0, rect.y0);
            shape(Outline::Rect(corner, rect.width(), rect.height(), 0.0), Some(Paint::Plain(colour)), None)
        };
        let page = Rect::new(0.0, 0.0, self.size.0, self.size.1);
        let day = Day { index, moment, situation: &situation, story, heading };
        let mut nodes = vec![filled(page, c.page), filled(self.map.frame.rect, c.sea)];
        nodes.extend(self.map.ground.0.iter().cloned());
        let ground = nodes.len();
        nodes.push(layer("control", "Control", self.control(&self.map, day, false)));
        let held = nodes.len();
        nodes.extend(self.above(&self.map, day, fonts));
        for (view, border) in &self.insets {
            let mut inner = view.ground.0.clone();
            inner.push(layer("control", "Control", self.control(view, day, false)));
            inner.extend(self.above(view, day, fonts));
            nodes.push(border.enclose(inner, style));
        }
        // The column covers what reaches over the edge of the map.
        nodes.push(filled(self.column.bounds(), c.page));
        let mut column = self.column.draw(style, fonts);
        set_families(&mut column, fonts);
        nodes.push(layer("column", "Column", column));
        let shared = nodes.len();
        let mut day = self.column.day(index, moment, &self.headings, (style, fonts, &self.language));
        set_families(&mut day, fonts);
        nodes.push(layer("day", "Day", day));
        let title = self.caption(index, moment.day);
        let description = format!(
            "{} {}",
            Column::said(moment, &self.language),
            caption::description(&situation, story, moment.derived)
        );
        let scene = Scene {
            width: self.size.0,
            height: self.size.1,
            zoom: self.unit,
            lang: self.language.tag().to_owned(),
            title,
            description,
            families: self.families.clone(),
            definitions: self.definitions.clone(),
            nodes,
        };
        let projection = self.map.frame.projection.name().to_owned();
        let sheet = Sheet { scene, metrics: self.metrics, projection, warnings: Vec::new() };
        Ok(Drawn { sheet, cuts: [ground, held, shared] })
    }

    /// Who holds what, sure or in doubt.
    fn control(&self, view: &View, day: Day<'_>, doubtful: bool) -> Vec<Node> {
        let areas = day.moment.derived.areas.iter().filter(|a| areas::is_doubtful(a) == doubtful);
        areas::control_of(day.story, areas, &view.frame, &self.style)
    }

    /// All that lies over the ground that is surely held. What is in doubt looks so, whoever came nearer to it.
    fn above(&self, view: &View, day: Day<'_>, fonts: &Fonts) -> Vec<Node> {
        let Day { index, moment, situation, story, heading } = day;
        let mut lines = LineIndex::new(self.size.0, self.size.1);
        let front = areas::front(situation, story, moment.derived, &view.frame, &self.style, &mut lines);
        let mut nodes = vec![
            layer("gains", "Gains", self.gains(view, moment, story)),
            layer("in-doubt", "In doubt", self.control(view, day, true)),
        ];
        nodes.extend(view.ground.1.iter().cloned());
        nodes.push(layer("front", "Front line", front));
        nodes.extend(view.names.iter().cloned());
        nodes.push(layer("advance", "Advance", self.arrows(view, index)));
        let (marks, labels) = self.places(view, index, (story, heading), fonts);
        nodes.push(layer("places", "Places", marks));
        nodes.extend(view.over.iter().cloned());
        nodes.push(layer("labels", "Labels", labels));
        nodes.push(layer("scale", "Scale", view.scale.clone()));
        nodes
    }

    /// What the frame of a day is called: the title of the whole and the date, if there is one, and what happened.
    fn caption(&self, index: usize, day: Date) -> String {
        let title = self.title(index);
        let Some(whole) = &self.title else { return title };
        let date = words::short_date_year(day, &self.language);
        if title.contains(&date) { format!("{whole} – {title}") } else { format!("{whole} – {date} – {title}") }
    }

    /// "Day 9: Hama taken"; the day alone when nothing changed hands.
    pub fn title(&self, index: usize) -> String {
        self.headings.get(index).map_or_else(String::new, |h| {
            if h.change.is_empty() { h.day.clone() } else { format!("{}: {}", h.day, h.change) }
        })
    }

    /// Ground gained in a darker tint, ground lost to nobody as bare land with the edge of who held it.
    fn gains(&self, view: &View, moment: &Moment<'_>, story: &Story) -> Vec<Node> {
        let frame = &view.frame;
        let edge = frame.rect.grown(6.0);
        let land = self.style.colours.land;
        // What a hand has drawn is shown however thin it is.
        let measured = moment.derived.areas.iter().any(Area::is_drawn);
        let patch = |change: &Change, lost: bool| {
            let look = story.mover(change.holder.as_deref());
            let mut path = Path::default();
            for polygon in &change.shape.0 {
                let mut rings = ground::rings(&MultiPolygon(vec![polygon.clone()]), frame, edge).into_iter().peekable();
                if !measured && rings.peek().is_some_and(|outer| is_sliver(outer)) {
                    continue;
                }
                rings.for_each(|ring| path.add_ring(&ring));
            }
            let fill = if lost { land } else { look.tint.mix(look.hue, 0.42) };
            let stroke = Stroke::solid(look.hue, 1.0);
            (!path.pieces.is_empty()).then(|| shape(Outline::Path(path), Some(Paint::Plain(fill)), Some(stroke)))
        };
        let gained = moment.gains.iter().filter_map(|c| patch(c, false));
        gained.chain(moment.losses.iter().filter_map(|c| patch(c, true))).collect()
    }

    /// The arrows made by then, new ones in full colour, earlier ones quiet; and where the day's reports expect the next.
    fn arrows(&self, view: &View, index: usize) -> Vec<Node> {
        let land = self.style.colours.land;
        let quiet = |node: &Node| toned(node, &|c| c.mix(land, 0.45));
        let old = view.legs.iter().filter(|(shown, _)| shown.made_before(index)).map(|(_, n)| quiet(n));
        let ahead = view.legs.iter().filter(|(shown, _)| shown.expected_on(index)).map(|(_, n)| n.clone());
        let new = view.legs.iter().filter(|(shown, _)| shown.made_on(index)).map(|(_, n)| n.clone());
        old.chain(ahead).chain(new).collect()
    }

    /// Marks and labels of the places known by then.
    fn places(
        &self,
        view: &View,
        index: usize,
        (story, heading): (&Story, &Heading),
        fonts: &Fonts,
    ) -> (Vec<Node>, Vec<Node>) {
        let (mut marks, mut labels) = (Vec::new(), Vec::new());
        for seat in view.seats.iter().rev() {
            let Some(place) = story.places.iter().find(|p| p.key == seat.key) else {
                let (mark, label) = self.town(view, seat, fonts);
                marks.push(mark);
                labels.extend(label);
                continue;
            };
            let new = heading.taken.contains(&seat.key);
            let look = Look { focal: new, ..Look::of(place, seat.size) };
            let mut nodes = marks::draw(look, seat.at, &self.style);
            if look.area && look.mark != Mark::Refuge && !marks::is_extent(look) && !nodes.is_empty() {
                nodes.remove(0);
            }
            marks.push(Node::Group(Group {
                id: format!("place-{}", areas::slug(&place.name)),
                title: Some(place.evidence.clone()),
                nodes,
                ..Group::default()
            }));
            let held = self.headings.iter().take(index + 1).any(|h| h.taken.contains(&seat.key));
            if let Some(Node::Group(label)) = &seat.label {
                let mut label = label.clone();
                label.nodes.retain(|n| held || !matches!(n, Node::Text(t) if t.words == seat.note));
                for node in &mut label.nodes {
                    if let Node::Text(text) = node
                        && text.words == seat.note
                        && new
                    {
                        text.colour = place.text;
                        // Bold is wider: the note keeps its place beside the mark.
                        let width = |weight: u16| {
                            let look = TextLook { weight: f64::from(weight), size: text.size, ..self.style.text.note };
                            measure(&text.words, &look, fonts)
                        };
                        let (before, bold) = (width(text.weight), width(600));
                        text.at.x -= (bold - before) * ((seat.at.x - text.at.x) / before.max(1.0)).clamp(0.0, 1.0);
                        text.weight = 600;
                    }
                }
                labels.push(Node::Group(label));
            }
        }
        (marks, labels)
    }

    /// A place of which nothing is told yet: a town for orientation, with its name where it will stay.
    fn town(&self, view: &View, seat: &Seat, fonts: &Fonts) -> (Node, Option<Node>) {
        let (style, symbols) = (&self.style, &self.style.symbols);
        let ring = Some(Stroke::solid(style.colours.town_ring, symbols.town_stroke));
        let fill = Some(Paint::Plain(style.colours.land));
        let is_capital = self.capitals.iter().any(|t| distance(view.frame.place(t.at), seat.at) < 2.0);
        let mark = if is_capital {
            let side = symbols.capital * 0.72;
            let corner = Point::new(seat.at.x - side / 2.0, seat.at.y - side / 2.0);
            shape(Outline::Rect(corner, side, side, 0.0), fill, ring)
        } else {
            shape(Outline::Circle(seat.at, symbols.town), fill, ring)
        };
        let Some(Node::Group(label)) = &seat.label else { return (mark, None) };
        let mut label = label.clone();
        label.nodes.retain(|n| !matches!(n, Node::Text(t) if t.words == seat.note));
        for node in &mut label.nodes {
            if let Node::Text(text) = node {
                let look = style.text.town;
                let width = |weight: u16, size: f64| {
                    measure(&text.words, &TextLook { weight: f64::from(weight), size, ..style.text.town }, fonts)
                };
                let size = look.size.min(text.size);
                let (before, after) = (width(text.weight, text.size), width(400, size));
                text.at.x += (before - after) * ((seat.at.x - text.at.x) / before.max(1.0)).clamp(0.0, 1.0);
                (text.colour, text.weight, text.size) = (style.colours.town, 400, size);
            }
        }
        (mark, Some(Node::Group(label)))
    }
}

/// A node in other colours.
fn toned(node: &Node, tone: &dyn Fn(Colour) -> Colour) -> Node {
    match node {
        Node::Group(group) => {
            Node::Group(Group { nodes: group.nodes.iter().map(|n| toned(n, tone)).collect(), ..group.clone() })
        }
        Node::Shape(old) => {
            let mut new = old.clone();
            if let Some(Paint::Plain(colour)) = &mut new.fill {
                *colour = tone(*colour);
            }
            if let Some(stroke) = &mut new.stroke {
                stroke.colour = tone(stroke.colour);
            }
            Node::Shape(new)
        }
        Node::Text(text) => Node::Text(text.clone()),
    }
}
