//! What all frames share.

use std::collections::BTreeMap;
use std::collections::BTreeSet;

use crate::error::Error;
use crate::error::Result;
use crate::font::Fonts;
use crate::layout::Geography;
use crate::layout::Metrics;
use crate::layout::SheetOptions;
use crate::layout::Town;
use crate::layout::areas;
use crate::layout::caption;
use crate::layout::extent::fit_frame;
use crate::layout::fit::Fit;
use crate::layout::frame::Frame;
use crate::layout::gather::capitals;
use crate::layout::gather::home_countries;
use crate::layout::gather::places_of;
use crate::layout::gather::town_candidates;
use crate::layout::geometry::Rect;
use crate::layout::geometry::distance;
use crate::layout::graticule;
use crate::layout::ground;
use crate::layout::ground::layer;
use crate::layout::index::BoxIndex;
use crate::layout::labels;
use crate::layout::language::Language;
use crate::layout::marks;
use crate::layout::marks::Look;
use crate::layout::names;
use crate::layout::names::Field;
use crate::layout::overlay;
use crate::layout::placing;
use crate::layout::placing::Placed;
use crate::layout::rivers;
use crate::layout::series::Moment;
use crate::layout::series::column;
use crate::layout::series::column::Column;
use crate::layout::series::focus;
use crate::layout::series::heading;
use crate::layout::series::heading::Heading;
use crate::layout::series::whole::Cast;
use crate::layout::series::whole::Shown;
use crate::layout::series::whole::arrows_of;
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
use crate::scene::Node;
use crate::scene::Point;
use crate::situation::Situation;
use crate::style::Style;
use crate::terms::Precision;

/// Most places of the story on a frame: the rest of a long campaign would only be in the way.
const MOST_PLACES: usize = 22;

/// What all frames share.
#[derive(Debug)]
pub struct Stage {
    pub(super) size: (f64, f64),
    pub(super) unit: f64,
    pub(super) language: Language,
    pub(super) style: Style,
    pub(super) families: Vec<String>,
    pub(super) frame: Frame,
    pub(super) column: Column,
    pub(super) headings: Vec<Heading>,
    pub(super) cast: Cast,
    pub(super) capitals: Vec<Town>,
    /// Land under the areas of control, and what lies over them.
    pub(super) ground: (Vec<Node>, Vec<Node>),
    pub(super) names: Vec<Node>,
    /// What lies over the marks and under their names.
    pub(super) over: Vec<Node>,
    /// Key, seat and size of the mark, name, and the day the note holds from.
    pub(super) seats: Vec<Seat>,
    /// Arrows, with the frames that show each.
    pub(super) legs: Vec<(Shown, Node)>,
    pub(super) definitions: Vec<Definition>,
    pub(super) scale: Vec<Node>,
    pub(super) metrics: Metrics,
}

/// The place of a mark and its label.
#[derive(Debug, Clone)]
pub(super) struct Seat {
    pub(super) key: String,
    pub(super) at: Point,
    pub(super) size: f64,
    pub(super) label: Option<Node>,
    pub(super) note: String,
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
    let cast = Cast::of(&whole);
    let stories = moments.iter().map(|m| story::tell(&cast.play(m), &capitals, &style, language));
    let headings = heading::headings(moments, stories, language);
    let mut all = story::tell(&whole, &capitals, &style, language);
    choose(&mut all, &whole, &headings);
    let noted = notes(&mut all, moments, &headings, language);
    let (derived, shown) = union_derived(moments);
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
            Placed { look, radius: marks::radius(look, &style), core: marks::core(look, &style) }
        })
        .collect();
    let sheet_page = sheet::Page::bare(page.map, options.web_mercator);
    let focused = if all.places.is_empty() { focus::focus(&derived, moments) } else { None };
    let fitted =
        fit_frame((&whole, focused.as_ref().unwrap_or(&derived), &all), (&places, &[]), &sheet_page, &style, fonts);
    let frame = fitted.frame.frame;
    let (all, places) = spread(all, places, &fitted.frame);
    let fit = Fit { frame, panels: Vec::new(), outside: Vec::new(), is_inset: false };
    let layers = geography.layers(frame.window(), 0.35 / (frame.scale * 111.2), ground::view(&style));
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
        many: drawn.subjects.len(),
    };
    let (label_nodes, placed) = labels::story(&context, &drawn.subjects, &mut taken);
    for b in drawn.hard.iter().chain(placed.iter().flatten().flat_map(|l| &l.boxes)) {
        field.block(b.grown(8.0));
    }
    for (at, r) in &drawn.rings {
        taken.add(Rect::around(*at, *r, *r), u32::MAX);
        field.block(Rect::around(*at, *r + 8.0, *r + 8.0));
    }
    for line in &drawn.courses {
        field.block_line(line, 12.0);
    }
    let (graticule, degrees) = if options.graticule {
        graticule::draw(&frame, (&style, fonts, language), &mut taken)
    } else {
        (Vec::new(), Vec::new())
    };
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
    // Two sides may meet on some days only.
    let held = moments.iter().flat_map(|m| &m.derived.areas);
    definitions.extend(areas::hatches(&all, held, whole.attacker.as_deref(), &style));
    definitions.extend(guides);
    let mut water = seas;
    water.extend(lakes);
    water.extend(river_names);
    let seats = seats(&all, &drawn, &places, label_nodes, &noted);
    let mut base = drawing.nodes.into_iter();
    let land: Vec<Node> = base.next().into_iter().collect();
    let mut ground = vec![layer("graticule", "Graticule", graticule)];
    ground.extend(base);
    ground.extend(overlay::draw(&options.overlays, false, &frame, &style));
    let mut over: Vec<Node> = overlay::draw(&options.overlays, true, &frame, &style).into_iter().collect();
    over.push(layer("degrees", "Degrees", degrees));
    Ok(Stage {
        size,
        unit,
        language: language.clone(),
        families: fonts.families().into_iter().map(str::to_owned).collect(),
        frame,
        column: page,
        headings,
        cast,
        capitals,
        ground: (land, ground),
        over,
        names: vec![
            layer("water-names", "Water names", water),
            layer("country-names", "Country names", countries),
            layer("towns", "Towns", town_nodes),
        ],
        seats,
        legs: arrows_of(&derived, &shown, drawn.advance),
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
