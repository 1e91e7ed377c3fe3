//! One frame: what all share, and over it what is known on its day.

use crate::colour::Colour;
use crate::control::Change;
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
use crate::layout::marks;
use crate::layout::marks::Look;
use crate::layout::marks::shape;
use crate::layout::series::Moment;
use crate::layout::series::column::Column;
use crate::layout::series::heading::Heading;
use crate::layout::series::stage::Seat;
use crate::layout::series::stage::Stage;
use crate::layout::story;
use crate::layout::story::Mark;
use crate::layout::story::Story;
use crate::scene::Group;
use crate::scene::Node;
use crate::scene::Outline;
use crate::scene::Paint;
use crate::scene::Path;
use crate::scene::Point;
use crate::scene::Scene;
use crate::scene::Stroke;
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

impl Stage {
    /// The sheet of one moment, by its index.
    ///
    /// # Errors
    /// An index without a moment.
    pub fn sheet(&self, index: usize, moments: &[Moment<'_>], fonts: &Fonts) -> Result<Drawn> {
        let (Some(moment), Some(heading)) = (moments.get(index), self.headings.get(index)) else {
            return Err(Error::Internal(format!("no frame {index} in the sequence")));
        };
        let (style, frame) = (&self.style, &self.frame);
        let situation = self.cast.play(moment);
        let story = &story::tell(&situation, &self.capitals, style, &self.language);
        let c = &style.colours;
        let mut lines = crate::layout::index::LineIndex::new(self.size.0, self.size.1);
        let filled = |rect: Rect, colour: Colour| {
            let corner = Point::new(rect.x0, rect.y0);
            shape(Outline::Rect(corner, rect.width(), rect.height(), 0.0), Some(Paint::Plain(colour)), None)
        };
        let page = Rect::new(0.0, 0.0, self.size.0, self.size.1);
        let mut map = vec![filled(page, c.page), filled(frame.rect, c.sea)];
        map.extend(self.ground.0.iter().cloned());
        let ground = map.len();
        map.push(layer("control", "Control", areas::control(story, moment.derived, frame, style)));
        let held = map.len();
        map.push(layer("gains", "Gains", self.gains(moment, story)));
        map.extend(self.ground.1.iter().cloned());
        map.push(layer(
            "front",
            "Front line",
            areas::front(&situation, story, moment.derived, frame, style, &mut lines),
        ));
        map.extend(self.names.iter().cloned());
        map.push(layer("advance", "Advance", self.arrows(index)));
        let (marks, labels) = self.places(index, (story, heading), fonts);
        map.push(layer("places", "Places", marks));
        map.extend(self.over.iter().cloned());
        map.push(layer("labels", "Labels", labels));
        map.push(layer("scale", "Scale", self.scale.clone()));
        let mut nodes = map;
        // The column covers what reaches over the edge of the map.
        nodes.push(filled(self.column.bounds(), c.page));
        let mut column = self.column.draw(style, fonts);
        set_families(&mut column, fonts);
        nodes.push(layer("column", "Column", column));
        let shared = nodes.len();
        let mut day = self.column.day(index, moment, &self.headings, (style, fonts, &self.language));
        set_families(&mut day, fonts);
        nodes.push(layer("day", "Day", day));
        let title = self.title(index);
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
        let projection = frame.projection.name().to_owned();
        let sheet = Sheet { scene, metrics: self.metrics, projection, warnings: Vec::new() };
        Ok(Drawn { sheet, cuts: [ground, held, shared] })
    }

    /// "Day 9: Hama taken"; the day alone when nothing changed hands.
    pub fn title(&self, index: usize) -> String {
        self.headings.get(index).map_or_else(String::new, |h| {
            if h.change.is_empty() { h.day.clone() } else { format!("{}: {}", h.day, h.change) }
        })
    }

    /// Ground gained in a darker tint, ground lost to nobody as bare land with the edge of who held it.
    fn gains(&self, moment: &Moment<'_>, story: &Story) -> Vec<Node> {
        let frame = &self.frame;
        let edge = frame.rect.grown(6.0);
        let land = self.style.colours.land;
        let patch = |change: &Change, lost: bool| {
            let look = story.mover(change.holder.as_deref());
            let mut path = Path::default();
            for ring in ground::rings(&change.shape, frame, edge) {
                path.add_ring(&ring);
            }
            let fill = if lost { land } else { look.tint.mix(look.hue, 0.42) };
            let stroke = Stroke::solid(look.hue, 1.0);
            (!path.pieces.is_empty()).then(|| shape(Outline::Path(path), Some(Paint::Plain(fill)), Some(stroke)))
        };
        let gained = moment.gains.iter().filter_map(|c| patch(c, false));
        gained.chain(moment.losses.iter().filter_map(|c| patch(c, true))).collect()
    }

    /// The arrows made by then, new ones in full colour, earlier ones quiet; and where the day's reports expect the next.
    fn arrows(&self, index: usize) -> Vec<Node> {
        let land = self.style.colours.land;
        let quiet = |node: &Node| toned(node, &|c| c.mix(land, 0.45));
        let old = self.legs.iter().filter(|(shown, _)| shown.made_before(index)).map(|(_, n)| quiet(n));
        let ahead = self.legs.iter().filter(|(shown, _)| shown.expected_on(index)).map(|(_, n)| n.clone());
        let new = self.legs.iter().filter(|(shown, _)| shown.made_on(index)).map(|(_, n)| n.clone());
        old.chain(ahead).chain(new).collect()
    }

    /// Marks and labels of the places known by then.
    fn places(&self, index: usize, (story, heading): (&Story, &Heading), fonts: &Fonts) -> (Vec<Node>, Vec<Node>) {
        let (mut marks, mut labels) = (Vec::new(), Vec::new());
        for seat in self.seats.iter().rev() {
            let Some(place) = story.places.iter().find(|p| p.key == seat.key) else {
                let (mark, label) = self.town(seat, fonts);
                marks.push(mark);
                labels.extend(label);
                continue;
            };
            let new = heading.taken.contains(&seat.key);
            let look = Look { focal: new, ..Look::of(place, seat.size) };
            let mut nodes = marks::draw(look, seat.at, &self.style);
            if look.area && look.mark != Mark::Refuge && !nodes.is_empty() {
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
    fn town(&self, seat: &Seat, fonts: &Fonts) -> (Node, Option<Node>) {
        let (style, symbols) = (&self.style, &self.style.symbols);
        let ring = Some(Stroke::solid(style.colours.town_ring, symbols.town_stroke));
        let fill = Some(Paint::Plain(style.colours.land));
        let is_capital = self.capitals.iter().any(|t| distance(self.frame.place(t.at), seat.at) < 2.0);
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
