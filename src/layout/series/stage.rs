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
use crate::layout::gather::capitals;
use crate::layout::gather::places_of;
use crate::layout::gather::town_candidates;
use crate::layout::geometry::Rect;
use crate::layout::graticule;
use crate::layout::ground;
use crate::layout::ground::layer;
use crate::layout::inset;
use crate::layout::language::Language;
use crate::layout::names;
use crate::layout::names::Field;
use crate::layout::overlay;
use crate::layout::panel::Border;
use crate::layout::rivers;
use crate::layout::series::Moment;
use crate::layout::series::arrangement;
use crate::layout::series::arrangement::Arrangement;
use crate::layout::series::arrangement::Ink;
use crate::layout::series::arrangement::MOST_PLACES;
use crate::layout::series::column;
use crate::layout::series::column::Column;
use crate::layout::series::focus;
use crate::layout::series::heading;
use crate::layout::series::heading::Heading;
use crate::layout::series::view;
use crate::layout::series::view::View;
use crate::layout::series::whole::Cast;
use crate::layout::series::whole::Shown;
use crate::layout::series::whole::arrows_of;
use crate::layout::series::whole::union;
use crate::layout::series::whole::union_derived;
use crate::layout::story;
use crate::layout::story::Mark;
use crate::layout::story::Story;
use crate::layout::story::StoryPlace;
use crate::layout::tally::count;
use crate::layout::towns;
use crate::layout::words;
use crate::scene::Definition;
use crate::scene::Node;
use crate::situation::Situation;
use crate::style::Style;
use crate::terms::Precision;

/// Most places of the story that are looked at: those that find no place on the map may have one in an inset.
const CANDIDATES: usize = 2 * MOST_PLACES;

/// What all frames share.
#[derive(Debug)]
pub struct Stage {
    pub(super) size: (f64, f64),
    pub(super) unit: f64,
    pub(super) language: Language,
    pub(super) style: Style,
    pub(super) families: Vec<String>,
    /// Title of the whole, if one was given.
    pub(super) title: Option<String>,
    pub(super) column: Column,
    pub(super) headings: Vec<Heading>,
    pub(super) cast: Cast,
    pub(super) capitals: Vec<Town>,
    pub(super) map: View,
    /// Parts of the map at a larger scale, in their panels.
    pub(super) insets: Vec<(View, Border)>,
    pub(super) definitions: Vec<Definition>,
    pub(super) metrics: Metrics,
}

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
    let title = options.title.as_deref().map(str::trim).filter(|t| !t.is_empty()).map(str::to_owned);
    let shared = |story: &Story| {
        let credits = caption::credits(&whole, story, &derived, options, (false, None), true);
        let shared = column::Shared {
            moments,
            title: title.as_deref(),
            headings: &headings,
            whole: &whole,
            story,
            derived: &derived,
            style: &style,
            fonts,
            language,
            credits,
        };
        column::plan(size, &shared)
    };
    let mut main = all.clone();
    main.places.truncate(MOST_PLACES);
    let mut column = shared(&main);
    let focused = if all.places.is_empty() { focus::focus(&derived, moments) } else { None };
    let ink = Ink {
        whole: &whole,
        derived: &derived,
        focused: focused.as_ref(),
        geography,
        style: &style,
        fonts,
        options,
        size,
        map: column.map,
    };
    let arranged = arrangement::arrange(ink, &all);
    if !arranged.insets.is_empty() {
        column = shared(&arranged.story);
    }
    // Two sides may meet on some days only.
    let held = moments.iter().flat_map(|m| &m.derived.areas);
    let mut definitions = ground::definitions(&arranged.frame, &style);
    definitions.extend(areas::hatches(&arranged.story, held, whole.attacker.as_deref(), &style));
    definitions.extend(arranged.insets.iter().map(|(_, laid)| laid.border.clip()));
    let insets = arranged
        .insets
        .iter()
        .map(|(_, laid)| (View::of_inset(laid, (&derived, &shown), &noted, ink), laid.border.clone()))
        .collect();
    let (map, guides, metrics) = map_of(arranged, (&derived, &shown), &noted, ink);
    definitions.extend(guides);
    Ok(Stage {
        size,
        unit,
        language: language.clone(),
        families: fonts.families().into_iter().map(str::to_owned).collect(),
        title,
        column,
        headings,
        cast,
        capitals,
        map,
        insets,
        definitions,
        metrics,
        style,
    })
}

/// The map with all its names; with the paths of the names on rivers.
fn map_of(
    mut arranged: Arrangement,
    (derived, shown): (&crate::control::Derived, &[Shown]),
    noted: &BTreeMap<String, String>,
    ink: Ink<'_>,
) -> (View, Vec<Definition>, Metrics) {
    let Ink { style, fonts, options, geography, .. } = ink;
    let (frame, language) = (arranged.frame, &options.language);
    let mut taken = arranged.taken.clone();
    let mut field = Field::new(&arranged.ground.raster);
    for panel in arranged.panels.iter().flatten() {
        field.block(panel.grown(10.0));
    }
    if let Some(bounds) = arranged.scale.1 {
        field.block(bounds.grown(8.0));
    }
    let drawn = &arranged.drawn;
    for b in drawn.hard.iter().chain(arranged.placed.iter().flatten().flat_map(|l| &l.boxes)) {
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
        graticule::draw(&frame, (style, fonts, language), &mut taken)
    } else {
        (Vec::new(), Vec::new())
    };
    let naming = names::Context {
        layers: &arranged.layers,
        frame: &frame,
        style,
        fonts,
        lines: &arranged.ground.lines,
        home: &arranged.home,
        language,
    };
    let streams = &arranged.ground.streams;
    let countries = names::countries(&naming, &mut field, &mut taken, streams);
    let mut water = names::seas(&naming, &mut field, &mut taken);
    let candidates = town_candidates(ink.whole, geography, &frame);
    let wanted = (style.map.names as usize).saturating_sub(drawn.subjects.len()).clamp(4, 10);
    let (town_nodes, town_labels) = towns::place(&arranged.context(ink), &candidates, wanted, &mut taken);
    water.extend(names::lakes(&naming, &mut field, &mut taken));
    let (guides, river_names) =
        rivers::name(streams, frame.rect, (style, fonts, language), &arranged.ground.lines, &mut taken, 3);
    water.extend(river_names);
    let mut metrics = count(drawn, &arranged.placed, &town_labels, wanted.min(candidates.len()), &arranged.panels);
    arranged.insets.iter().for_each(|(_, laid)| metrics.add_faults(laid.metrics));
    let mut base = std::mem::take(&mut arranged.ground.nodes).into_iter();
    let land: Vec<Node> = base.next().into_iter().collect();
    let mut ground = vec![layer("graticule", "Graticule", graticule)];
    ground.extend(base);
    ground.extend(overlay::draw(&options.overlays, false, &frame, style));
    let mut over: Vec<Node> = overlay::draw(&options.overlays, true, &frame, style).into_iter().collect();
    let pointers: Vec<Node> = arranged.insets.iter().map(|(i, _)| inset::pointer(i, &frame, style)).collect();
    if !pointers.is_empty() {
        over.push(layer("inset-frames", "Inset frames", pointers));
    }
    over.push(layer("degrees", "Degrees", degrees));
    let map = View {
        frame,
        ground: (land, ground),
        names: vec![
            layer("water-names", "Water names", water),
            layer("country-names", "Country names", countries),
            layer("towns", "Towns", town_nodes),
        ],
        over,
        seats: view::seats(&arranged.on_map, drawn, &arranged.marks, std::mem::take(&mut arranged.labels), noted),
        legs: arrows_of(derived, shown, arranged.drawn.advance),
        scale: arranged.scale.0,
    };
    (map, guides, metrics)
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
    story.places.truncate(CANDIDATES);
    for place in &mut story.places {
        place.focal = false;
    }
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
