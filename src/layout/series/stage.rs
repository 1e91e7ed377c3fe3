//! What all frames share, and one frame from it.

use std::collections::BTreeMap;
use std::collections::BTreeSet;

use crate::colour::Colour;
use crate::error::Error;
use crate::error::Result;
use crate::font::Fonts;
use crate::layout::Geography;
use crate::layout::Metrics;
use crate::layout::Sheet;
use crate::layout::SheetOptions;
use crate::layout::areas;
use crate::layout::caption;
use crate::layout::compose::fit_frame;
use crate::layout::fit::Fit;
use crate::layout::frame::Frame;
use crate::layout::gather::capitals;
use crate::layout::gather::home_countries;
use crate::layout::gather::places_of;
use crate::layout::gather::town_candidates;
use crate::layout::geometry::distance;
use crate::layout::ground;
use crate::layout::ground::layer;
use crate::layout::index::BoxIndex;
use crate::layout::labels;
use crate::layout::language::Language;
use crate::layout::marks;
use crate::layout::marks::Look;
use crate::layout::marks::shape;
use crate::layout::names;
use crate::layout::names::Field;
use crate::layout::placing;
use crate::layout::placing::Placed;
use crate::layout::rivers;
use crate::layout::series::Moment;
use crate::layout::series::column;
use crate::layout::series::column::Column;
use crate::layout::series::heading;
use crate::layout::series::heading::Heading;
use crate::layout::series::whole::arrows_of;
use crate::layout::series::whole::like;
use crate::layout::series::whole::union;
use crate::layout::series::whole::union_derived;
use crate::layout::sheet;
use crate::layout::story;
use crate::layout::story::Mark;
use crate::layout::story::Story;
use crate::layout::story::StoryPlace;
use crate::layout::tally::count;
use crate::layout::towns;
use crate::layout::words;
use crate::scene::Definition;
use crate::scene::Group;
use crate::scene::Node;
use crate::scene::Outline;
use crate::scene::Paint;
use crate::scene::Path;
use crate::scene::Point;
use crate::scene::Scene;
use crate::scene::Stroke;
use crate::situation::Situation;
use crate::style::Style;
use crate::terms::Precision;

/// Most places of the story on a frame: the rest of a long campaign would only be in the way.
const MOST_PLACES: usize = 22;

/// What all frames share.
#[derive(Debug)]
pub struct Stage {
    size: (f64, f64),
    unit: f64,
    language: Language,
    style: Style,
    families: Vec<String>,
    frame: Frame,
    column: Column,
    headings: Vec<Heading>,
    stories: Vec<Story>,
    /// Land under the areas of control, and what lies over them.
    ground: (Vec<Node>, Vec<Node>),
    names: Vec<Node>,
    /// Key, seat and size of the mark, name, and the day the note holds from.
    seats: Vec<Seat>,
    /// Arrows, with the index of the frame from which each is made.
    legs: Vec<(usize, Node)>,
    definitions: Vec<Definition>,
    scale: Vec<Node>,
    metrics: Metrics,
}

/// The place of a mark and its label.
#[derive(Debug, Clone)]
struct Seat {
    key: String,
    at: Point,
    size: f64,
    label: Option<Node>,
    note: String,
}

/// Marks keep this distance, sheet units.
const APART: f64 = 34.0;

/// Area of a sheet whose unit is a pixel.
const AREA: f64 = 1600.0 * 1200.0;

/// Decides everything that does not change from frame to frame.
///
/// # Errors
/// No moments, or a size out of bounds.
pub fn stage(
    moments: &[Moment<'_>],
    geography: &dyn Geography,
    style: &Style,
    fonts: &Fonts,
    options: &SheetOptions,
) -> Result<Stage> {
    if moments.is_empty() {
        return Err(Error::Internal("a sequence without a moment".into()));
    }
    let mut style = style.clone();
    (style.page.legend, style.page.locator) = (false, false);
    // Frames are seen larger than cards on a page: the type keeps its share of the sheet at every size.
    let unit = options.unit.unwrap_or_else(|| (options.width * options.height).max(1.0).sqrt() / AREA.sqrt());
    let size = (options.width / unit, options.height / unit);
    let language = &options.language;
    let whole = union(moments);
    let capitals = capitals(geography, &places_of(&whole));
    let stories: Vec<Story> =
        moments.iter().map(|m| story::tell(&like(m.situation, &whole), &capitals, &style, language)).collect();
    let headings = heading::headings(moments, &stories, language);
    let mut all = story::tell(&whole, &capitals, &style, language);
    choose(&mut all, &whole, &headings);
    let noted = notes(&mut all, moments, &headings, language);
    let (derived, made) = union_derived(moments);
    let shared = column::Shared {
        moments,
        headings: &headings,
        whole: &whole,
        story: &all,
        derived: &derived,
        style: &style,
        fonts,
        language,
        credits: caption::credits(&whole, &all, &derived, options, (false, None), true),
    };
    let page = column::plan(size, &shared);
    let places: Vec<Placed> = placing::subjects(&all, &style)
        .into_iter()
        .zip(&all.places)
        .map(|(p, place)| {
            let look = Look { focal: place.mark == Mark::Captured, ..p.look };
            Placed { look, radius: marks::radius(look, &style) }
        })
        .collect();
    let sheet_page = sheet::Page::bare(page.map, options.web_mercator);
    let fitted = fit_frame(&whole, &derived, &all, &places, &sheet_page, &style, fonts);
    let frame = fitted.frame.frame;
    let (all, places) = spread(all, places, &fitted.frame);
    let fit = Fit { frame, panels: Vec::new(), outside: Vec::new() };
    let layers = geography.layers(frame.window(), 0.35 / (frame.scale * 111.2));
    let home = home_countries(&whole, &all, &layers);
    let mut drawing = ground::draw(&layers, &frame, &home, &style, size);
    let drawn = placing::place(&whole, &derived, &all, &places, &fit, &style, &mut drawing.lines, &|_| 0.0);
    let mut taken = BoxIndex::new(size.0, size.1);
    for b in &drawn.hard {
        taken.add(*b, 0);
    }
    let home_values = ground::values_of(&layers, &home);
    let mut field = Field::new(&drawing.raster);
    let mut scale = Vec::new();
    if let Some((nodes, bounds)) =
        sheet::scale_bar(&frame, 128.0).and_then(|bar| sheet::loose_bar(bar, &frame, &taken, (&style, fonts, language)))
    {
        taken.add(bounds, 0);
        field.block(bounds.grown(8.0));
        scale = nodes;
    }
    let near = labels::surroundings(&drawn.marks, size);
    let context = labels::Context {
        frame: &frame,
        style: &style,
        fonts,
        lines: &drawing.lines,
        raster: &drawing.raster,
        home: &home_values,
        marks: &drawn.marks,
        near: &near,
        sheet: size,
        tinted: !derived.areas.is_empty(),
        language,
    };
    let (label_nodes, placed) = labels::story(&context, &drawn.subjects, &mut taken);
    for b in drawn.hard.iter().chain(placed.iter().flatten().flat_map(|l| &l.boxes)) {
        field.block(b.grown(8.0));
    }
    for line in &drawn.courses {
        field.block_line(line, 12.0);
    }
    let naming = names::Context {
        layers: &layers,
        frame: &frame,
        style: &style,
        fonts,
        lines: &drawing.lines,
        home: &home,
        language,
    };
    let countries = names::countries(&naming, &mut field, &mut taken, &drawing.streams);
    let seas = names::seas(&naming, &mut field, &mut taken);
    let candidates = town_candidates(&whole, geography, &frame);
    let wanted = (style.map.names as usize).saturating_sub(drawn.subjects.len()).clamp(4, 10);
    let (town_nodes, town_labels) = towns::place(&context, &candidates, wanted, &mut taken);
    let lakes = names::lakes(&naming, &mut field, &mut taken);
    let (guides, river_names) =
        rivers::name(&drawing.streams, frame.rect, (&style, fonts, language), &drawing.lines, &mut taken, 3);
    let metrics = count(&drawn, &placed, &town_labels, wanted.min(candidates.len()), &[]);
    let mut definitions = ground::definitions(&frame, &style);
    definitions.extend(areas::hatches(&all, &derived, whole.attacker.as_deref(), whole.defender.as_deref(), &style));
    definitions.extend(guides);
    let mut water = seas;
    water.extend(lakes);
    water.extend(river_names);
    let seats = seats(&all, &drawn, &places, label_nodes, &noted);
    let mut base = drawing.nodes.into_iter();
    let land: Vec<Node> = base.next().into_iter().collect();
    Ok(Stage {
        size,
        unit,
        language: language.clone(),
        families: fonts.families().into_iter().map(str::to_owned).collect(),
        frame,
        column: page,
        headings,
        stories,
        ground: (land, base.collect()),
        names: vec![
            layer("water-names", "Water names", water),
            layer("country-names", "Country names", countries),
            layer("towns", "Towns", town_nodes),
        ],
        seats,
        legs: arrows_of(&derived, &made, drawn.advance),
        definitions,
        scale,
        metrics,
        style,
    })
}

/// Keeps the places that matter most over all dates: those that changed hands or lie on an axis, the largest first.
fn choose(story: &mut Story, whole: &Situation, headings: &[Heading]) {
    let changed: BTreeSet<&String> = headings.iter().flat_map(|h| &h.taken).collect();
    let stops: BTreeSet<&String> = whole.axes.iter().flat_map(|a| &a.reached).map(|s| &s.key).collect();
    let people: BTreeMap<&String, u32> =
        whole.events.iter().map(|e| (&e.location.key, e.location.population)).collect();
    let rank = |key: &String, weight: i64| {
        let size = libm::log10(f64::from(people.get(key).copied().unwrap_or(0).max(100)));
        let part = f64::from(u8::from(changed.contains(key))) + 0.5 * f64::from(u8::from(stops.contains(key)));
        ((size + 1.5 * part) * 1000.0) as i64 + weight / 1000
    };
    let telling = |p: &StoryPlace| {
        p.precision != Precision::Region
            && !matches!(p.mark, Mark::Refuge | Mark::Named | Mark::Agreement | Mark::Reinforced | Mark::Strike)
    };
    story.places.retain(telling);
    story.places.sort_by_cached_key(|p| (std::cmp::Reverse(rank(&p.key, p.weight)), p.key.clone()));
    story.places.truncate(MOST_PLACES);
    for place in &mut story.places {
        place.focal = false;
    }
}

/// Leaves out what is off the map, and what lies beside something larger: small towns would hide the city.
fn spread(mut story: Story, places: Vec<Placed>, fit: &Fit) -> (Story, Vec<Placed>) {
    let mut kept: Vec<(StoryPlace, Placed, Point)> = Vec::new();
    for (i, (place, placed)) in story.places.drain(..).zip(places).enumerate() {
        let at = fit.frame.place(place.at);
        if !fit.outside.contains(&i) && kept.iter().all(|(.., other)| distance(*other, at) >= APART) {
            kept.push((place, placed, at));
        }
    }
    let (places, placed) = kept.into_iter().map(|(place, placed, _)| (place, placed)).unzip();
    story.places = places;
    (story, placed)
}

/// Puts the day of capture under the names, and gives it back by key.
fn notes(
    story: &mut Story,
    moments: &[Moment<'_>],
    headings: &[Heading],
    language: &Language,
) -> BTreeMap<String, String> {
    let as_of = moments.last().map(|m| m.day);
    let mut found = BTreeMap::new();
    for place in &mut story.places {
        place.notes.clear();
        let day = moments.iter().zip(headings).rev().find(|(_, h)| h.taken.contains(&place.key)).map(|(m, _)| m.day);
        let day = place.date.filter(|d| place.mark == Mark::Captured && day.is_some_and(|m| *d <= m)).or(day);
        if let Some(day) = day {
            let note = words::short_date(day, as_of, language);
            place.notes.push(note.clone());
            found.insert(place.key.clone(), note);
        }
    }
    found
}

fn seats(
    story: &Story,
    drawn: &placing::Drawn,
    places: &[Placed],
    mut labels: Vec<Node>,
    notes: &BTreeMap<String, String>,
) -> Vec<Seat> {
    story
        .places
        .iter()
        .zip(places)
        .zip(&drawn.seats)
        .map(|((place, placed), at)| {
            let id =
                drawn.subjects.iter().find(|s| s.name == place.name && s.at == *at).map(|s| format!("label-{}", s.id));
            let index = id.and_then(|id| labels.iter().position(|n| matches!(n, Node::Group(g) if g.id == id)));
            Seat {
                key: place.key.clone(),
                at: *at,
                size: placed.look.size,
                label: index.map(|i| labels.remove(i)),
                note: notes.get(&place.key).cloned().unwrap_or_default(),
            }
        })
        .collect()
}

impl Stage {
    /// The sheet of one moment, by its index.
    ///
    /// # Errors
    /// An index without a moment.
    pub fn sheet(&self, index: usize, moments: &[Moment<'_>], fonts: &Fonts) -> Result<Sheet> {
        let (Some(moment), Some(heading), Some(story)) =
            (moments.get(index), self.headings.get(index), self.stories.get(index))
        else {
            return Err(Error::Internal(format!("no frame {index} in the sequence")));
        };
        let (style, frame) = (&self.style, &self.frame);
        let c = &style.colours;
        let mut lines = crate::layout::index::LineIndex::new(self.size.0, self.size.1);
        let corner = Point::new(frame.rect.x0, frame.rect.y0);
        let ground = Outline::Rect(corner, frame.rect.width(), frame.rect.height(), 0.0);
        let mut map = vec![shape(ground, Some(Paint::Plain(c.sea)), None)];
        map.extend(self.ground.0.iter().cloned());
        map.push(layer("control", "Control", areas::control(story, moment.derived, frame, style)));
        map.push(layer("gains", "Gains", self.gains(moment, story)));
        map.extend(self.ground.1.iter().cloned());
        map.push(layer(
            "front",
            "Front line",
            areas::front(moment.situation, story, moment.derived, frame, style, &mut lines),
        ));
        map.extend(self.names.iter().cloned());
        map.push(layer("advance", "Advance", self.arrows(index)));
        let (marks, labels) = self.places(index, story, heading);
        map.push(layer("places", "Places", marks));
        map.push(layer("labels", "Labels", labels));
        map.push(layer("scale", "Scale", self.scale.clone()));
        let page = Outline::Rect(Point::new(0.0, 0.0), self.size.0, self.size.1, 0.0);
        let mut nodes = vec![shape(page, Some(Paint::Plain(c.page)), None)];
        nodes.push(Node::Group(Group {
            id: "map".into(),
            layer: Some("Map".into()),
            clip: Some("clip-map".into()),
            nodes: map,
            ..Group::default()
        }));
        nodes.push(layer(
            "column",
            "Column",
            self.column.draw(index, moment, &self.headings, (style, fonts, &self.language)),
        ));
        let title = self.title(index);
        let description = format!(
            "{} {}",
            Column::said(moment, &self.language),
            caption::description(moment.situation, story, moment.derived)
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
        Ok(Sheet { scene, metrics: self.metrics, projection: frame.projection.name().to_owned(), warnings: Vec::new() })
    }

    /// "Day 9: Hama taken"; the day alone when nothing changed hands.
    pub fn title(&self, index: usize) -> String {
        self.headings.get(index).map_or_else(String::new, |h| {
            if h.change.is_empty() { h.day.clone() } else { format!("{}: {}", h.day, h.change) }
        })
    }

    fn gains(&self, moment: &Moment<'_>, story: &Story) -> Vec<Node> {
        let frame = &self.frame;
        let edge = frame.rect.grown(6.0);
        moment
            .gains
            .iter()
            .filter_map(|gain| {
                let look = story.mover(gain.holder.as_deref());
                let mut path = Path::default();
                for ring in ground::rings(&gain.shape, frame, edge) {
                    path.add_ring(&ring);
                }
                let stroke = Stroke::solid(look.hue, 1.0);
                (!path.pieces.is_empty()).then(|| {
                    shape(Outline::Path(path), Some(Paint::Plain(look.tint.mix(look.hue, 0.42))), Some(stroke))
                })
            })
            .collect()
    }

    /// The arrows made by then: new ones in full colour, earlier ones quiet.
    fn arrows(&self, index: usize) -> Vec<Node> {
        let land = self.style.colours.land;
        let old = self.legs.iter().filter(|(from, _)| *from < index).map(|(_, n)| toned(n, &|c| c.mix(land, 0.45)));
        let new = self.legs.iter().filter(|(from, _)| *from == index).map(|(_, n)| n.clone());
        old.chain(new).collect()
    }

    /// Marks and labels of the places known by then.
    fn places(&self, index: usize, story: &Story, heading: &Heading) -> (Vec<Node>, Vec<Node>) {
        let (mut marks, mut labels) = (Vec::new(), Vec::new());
        for seat in self.seats.iter().rev() {
            let Some(place) = story.places.iter().find(|p| p.key == seat.key) else {
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
                        text.weight = 600;
                    }
                }
                labels.push(Node::Group(label));
            }
        }
        (marks, labels)
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
