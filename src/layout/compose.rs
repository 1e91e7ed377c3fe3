//! The sheet put together, from the ground up.

use crate::control::Derived;
use crate::diagnostic::Warning;
use crate::error::Error;
use crate::error::Result;
use crate::font::Fonts;
use crate::font::is_rtl;
use crate::geodesy::LonLat;
use crate::layout::Geography;
use crate::layout::Sheet;
use crate::layout::SheetOptions;
use crate::layout::areas;
use crate::layout::caption;
use crate::layout::extent::fit_frame;
use crate::layout::frame::Frame;
use crate::layout::gather::capitals;
use crate::layout::gather::home_countries;
use crate::layout::gather::places_of;
use crate::layout::gather::town_candidates;
use crate::layout::geometry::Rect;
use crate::layout::graticule;
use crate::layout::ground;
use crate::layout::ground::layer;
use crate::layout::index::BoxIndex;
use crate::layout::inset;
use crate::layout::inset::Inset;
use crate::layout::key;
use crate::layout::labels;
use crate::layout::legend;
use crate::layout::locator;
use crate::layout::marks::shape;
use crate::layout::names;
use crate::layout::names::Field;
use crate::layout::overlay;
use crate::layout::panel;
use crate::layout::placing;
use crate::layout::rivers;
use crate::layout::sheet;
use crate::layout::story;
use crate::layout::story::Story;
use crate::layout::tally;
use crate::layout::towns;
use crate::limit::Limit;
use crate::scene::Definition;
use crate::scene::Group;
use crate::scene::Node;
use crate::scene::Outline;
use crate::scene::Paint;
use crate::scene::Point;
use crate::scene::Scene;
use crate::situation::Situation;
use crate::style::Style;

/// Smallest and largest side of a sheet, pixels.
const SIDES: std::ops::RangeInclusive<f64> = 200.0..=30_000.0;

/// Composes the sheet of a situation.
///
/// # Errors
/// A size out of bounds.
pub fn compose(
    situation: &Situation,
    derived: &Derived,
    geography: &dyn Geography,
    style: &Style,
    fonts: &Fonts,
    options: &SheetOptions,
) -> Result<Sheet> {
    if !SIDES.contains(&options.width) || !SIDES.contains(&options.height) {
        return Err(Error::Limit {
            file: "size".into(),
            message: format!("{} × {} pixels; each side must be from 200 to 30000", options.width, options.height),
        });
    }
    let ask = Ask { situation, derived, geography, style, fonts, options };
    let mut best = better_of(ask, &[])?;
    // What found no room gets a number and its name in a key, which takes room in its turn.
    let mut numbered: Vec<String> = Vec::new();
    let mut nameless = best.nameless.clone();
    for _ in 0..ROUNDS {
        if nameless.is_empty() || nameless.len() > MOST_NUMBERED {
            break;
        }
        // The focus keeps its name as long as others can make room.
        if nameless.len() > 1 {
            nameless.retain(|key| Some(key) != best.focus.as_ref());
        }
        numbered.append(&mut nameless);
        let next = better_of(ask, &numbered)?;
        let missing = next.nameless.iter().filter(|key| !numbered.contains(key)).cloned().collect();
        if next.nameless.len() < best.nameless.len() {
            best = next;
        }
        nameless = missing;
    }
    let Finished { mut sheet, nameless, .. } = best;
    if !nameless.is_empty() {
        let message = match nameless.len() {
            1 => "1 place of the story has no room for its name at this size".to_owned(),
            n => format!("{n} places of the story have no room for their names at this size"),
        };
        sheet.warnings.push(Warning::new("names-left-out", message));
    }
    Ok(sheet)
}

/// Rounds of giving numbers to places without a name.
const ROUNDS: usize = 6;
/// More places without a name are too many for a key.
const MOST_NUMBERED: usize = 40;
/// Share of a sheet's height that the key may take.
const KEY_SHARE: f64 = 0.26;
/// Rows of the key on a card.
const CARD_ROWS: usize = 5;

/// What every attempt is drawn from.
#[derive(Clone, Copy)]
struct Ask<'a> {
    situation: &'a Situation,
    derived: &'a Derived,
    geography: &'a dyn Geography,
    style: &'a Style,
    fonts: &'a Fonts,
    options: &'a SheetOptions,
}

/// The sheet with insets if places crowd on the plain one and more of them have names then; `numbered` have a number.
fn better_of(ask: Ask<'_>, numbered: &[String]) -> Result<Finished> {
    let (named, insets, frame) = match attempt(ask, Pass::First, numbered)? {
        Attempt::Done(sheet) => return Ok(*sheet),
        Attempt::Crowded { named, insets, frame } => (named, insets, frame),
    };
    if let Attempt::Done(enlarged) = attempt(ask, Pass::Enlarged(&insets, frame), numbered)?
        && enlarged.sheet.metrics.placed_required >= named
    {
        return Ok(*enlarged);
    }
    match attempt(ask, Pass::Plain, numbered)? {
        Attempt::Done(sheet) => Ok(*sheet),
        Attempt::Crowded { .. } => Err(Error::Internal("a map without insets asked for insets".into())),
    }
}

/// A sheet, and the keys of places that have no name on it.
struct Finished {
    sheet: Sheet,
    nameless: Vec<String>,
    /// Key of the place in the focus.
    focus: Option<String>,
}

/// Which sheet is asked for.
#[derive(Clone, Copy)]
enum Pass<'a> {
    /// The plain one, unless places crowd on it.
    First,
    /// The one with these insets, which were planned on another frame.
    Enlarged(&'a [Inset], Frame),
    /// The plain one.
    Plain,
}

/// What became of it.
enum Attempt {
    Done(Box<Finished>),
    /// Insets would name more of the story than the number that has names without.
    Crowded {
        named: usize,
        insets: Vec<Inset>,
        frame: Frame,
    },
}

fn attempt(ask: Ask<'_>, pass: Pass<'_>, numbered: &[String]) -> Result<Attempt> {
    let Ask { situation, derived, geography, style, fonts, options } = ask;
    let (insets, planned) = match pass {
        Pass::Enlarged(insets, frame) => (insets, Some(frame)),
        Pass::First | Pass::Plain => (&[][..], None),
    };
    let unit = options.unit();
    let size = (options.width / unit, options.height / unit);
    let capitals = capitals(geography, &places_of(situation));
    let mut story = story::tell(situation, &capitals, style, &options.language);
    let card = sheet::is_card(size);
    let shorter = card.then(|| story::abridge(situation, derived, &mut story));
    let entries = number(&mut story, numbered, size, (style, fonts));
    let whole = derived;
    let (situation, derived) = shorter.as_ref().map_or((situation, derived), |(s, d)| (s, d));
    let title = caption::title(situation, &story, options);
    let subtitle = caption::subtitle(situation, &story, whole, options);
    let credits = caption::credits(situation, &story, derived, options, (false, None), card);
    let mut page = sheet::plan(size, (&title, &subtitle), (&credits, &entries), style, fonts);
    page.web_mercator = options.web_mercator;
    let places = placing::subjects(&story, style);
    options.limits.check(Limit::Labels, places.len(), "map")?;
    let frame_of = |page: &sheet::Page| {
        let fitted = fit_frame((situation, derived, &story), (&places, insets), page, style, fonts);
        let frame = fitted.frame.frame;
        let layers = geography.layers(frame.window(), 0.35 / (frame.scale * 111.2), ground::view(style));
        (fitted, frame, layers)
    };
    let (mut fitted, mut frame, mut layers) = frame_of(&page);
    let disputed = layers.lines.iter().any(|l| l.kind == crate::basemap::BorderKind::Disputed);
    // A scale that differs by more than this over the map is told.
    let varies = Some(frame.scale_range()).filter(|range| *range > 1.05);
    if disputed || varies.is_some() {
        let longer = caption::credits(situation, &story, derived, options, (disputed, varies), card);
        let again = sheet::plan(size, (&title, &subtitle), (&longer, &entries), style, fonts);
        let moved = again.map != page.map;
        page = sheet::Page { web_mercator: options.web_mercator, ..again };
        if moved {
            (fitted, frame, layers) = frame_of(&page);
        }
    }
    let insets: Vec<Inset> = insets.iter().map(|i| i.carried(&planned.unwrap_or(frame), &frame)).collect();
    let insets = inset::seated(&insets, &fitted);
    let (on_map, kept) = inset::without(&story, &insets);
    let map_places: Vec<_> = kept.iter().filter_map(|i| places.get(*i)).copied().collect();
    let mut map_fit = fitted.frame.clone();
    map_fit.outside =
        kept.iter().enumerate().filter(|(_, i)| fitted.frame.outside.contains(i)).map(|(k, _)| k).collect();
    let home = home_countries(situation, &story, &layers);
    let mut ground = ground::draw(&layers, &frame, &home, style, size);

    let home_values = ground::values_of(&layers, &home);

    let raster = &ground.raster;
    let abroad = |p: Point| match raster.at(p) {
        ground::SEA => 0.5,
        ground::LAKE => 0.0,
        land if home_values.contains(&land) => 0.0,
        _ => 0.2,
    };
    let beyond = (!insets.is_empty()).then(|| inset::beyond(derived, &insets, &frame));
    let left = beyond.as_ref().unwrap_or(derived);
    let mut drawn = placing::place(situation, left, &on_map, &map_places, &map_fit, style, &mut ground.lines, &abroad);
    inset::keep_clear(&insets, &kept, &frame, &mut drawn);

    let front = areas::front(situation, &story, derived, &frame, style, &mut ground.lines);
    let mut taken = BoxIndex::fine(size.0, size.1);
    for panel in fitted.frame.panels.iter().flatten() {
        taken.add(panel.grown(5.0), 0);
    }
    for b in &drawn.hard {
        taken.add(*b, 0);
    }
    let bar_loose = fitted.legend.scale_width <= 0.0 && style.page.scale;
    let bar = sheet::scale_bar(&frame, if page.card { size.0 * 0.16 } else { 128.0 });
    let mut clear = taken.clone();
    for (at, r) in &drawn.rings {
        clear.add(Rect::around(*at, *r, *r), 0);
    }
    let mut loose_scale = Vec::new();
    let mut loose_bounds = None;
    if let Some(bar) = bar.filter(|_| bar_loose)
        && let Some((nodes, bounds)) = sheet::loose_bar(bar, &frame, &clear, (style, fonts, &options.language))
    {
        taken.add(bounds, 0);
        loose_scale = nodes;
        loose_bounds = Some(bounds);
    }
    let near = labels::surroundings(&drawn.marks, size);
    let context = labels::Context {
        frame: &frame,
        style,
        fonts,
        lines: &ground.lines,
        raster: &ground.raster,
        home: &home_values,
        marks: &drawn.marks,
        near: &near,
        language: &options.language,
        sheet: size,
        tinted: !derived.areas.is_empty(),
        many: on_map.places.len(),
    };
    let (story_labels, placed) = labels::story(&context, &drawn.subjects, &mut taken);
    if matches!(pass, Pass::First) && !card {
        let trouble = inset::trouble(&drawn, &placed, &frame, (&story, derived));
        let insets = inset::plan(&story, &places, &fitted.frame, style, &trouble);
        if !insets.is_empty() {
            let named = tally::named(&drawn, &placed).values().filter(|has| **has).count();
            return Ok(Attempt::Crowded { named, insets, frame });
        }
    }

    let (graticule, degrees) = if options.graticule {
        graticule::draw(&frame, (style, fonts, &options.language), &mut taken)
    } else {
        (Vec::new(), Vec::new())
    };
    let mut field = Field::new(&ground.raster);
    for (at, r) in &drawn.rings {
        taken.add(Rect::around(*at, *r, *r), u32::MAX);
        field.block(Rect::around(*at, *r + 8.0, *r + 8.0));
    }
    for panel in fitted.frame.panels.iter().flatten() {
        field.block(panel.grown(10.0));
    }
    if let Some(bounds) = loose_bounds {
        field.block(bounds.grown(8.0));
    }
    for b in drawn.hard.iter().chain(placed.iter().flatten().flat_map(|l| &l.boxes)) {
        field.block(b.grown(8.0));
    }
    for item in &derived.front {
        let track: Vec<Point> = item.line.0.iter().map(|p| frame.place(LonLat::new(p.x, p.y))).collect();
        for piece in crate::layout::geometry::clip_line(&track, frame.rect) {
            field.block_line(&piece, 10.0);
        }
    }
    for line in &drawn.courses {
        field.block_line(line, 16.0);
    }
    let name_context = names::Context {
        layers: &layers,
        frame: &frame,
        style,
        fonts,
        lines: &ground.lines,
        home: &home,
        language: &options.language,
    };
    let holders = areas::holders(&situation.sides, &story, derived, &frame);
    let side_names = names::sides(&name_context, &mut field, &mut taken, &holders);
    let country_names = names::countries(&name_context, &mut field, &mut taken, &ground.streams);
    let sea_names = names::seas(&name_context, &mut field, &mut taken);
    let candidates = town_candidates(situation, geography, &frame);
    let wanted = (style.map.names as usize).saturating_sub(drawn.subjects.len()).clamp(4, 10);
    let (town_nodes, town_labels) = towns::place(&context, &candidates, wanted, &mut taken);
    let lake_names = names::lakes(&name_context, &mut field, &mut taken);
    let (guides, river_names) =
        rivers::name(&ground.streams, frame.rect, (style, fonts, &options.language), &ground.lines, &mut taken, 4);
    let division_names = if style.map.division_names
        && options.language.is_latin()
        && (60.0..1500.0).contains(&frame.width_km())
        && derived.areas.is_empty()
    {
        let story = story.places.iter().map(|p| (p.name.as_str(), frame.place(p.at)));
        let named: Vec<(&str, Point)> =
            story.chain(candidates.iter().map(|t| (t.name.as_str(), frame.place(t.at)))).collect();
        names::divisions(&name_context, &mut field, &mut taken, &named, 5)
    } else {
        Vec::new()
    };

    let mut own = tally::named(&drawn, &placed);
    let mut metrics = tally::count(&drawn, &placed, &town_labels, wanted.min(candidates.len()), &fitted.frame.panels);
    let mut definitions = ground::definitions(&frame, style);
    definitions.extend(areas::hatches(&story, derived.areas.iter(), situation.attacker.as_deref(), style));
    definitions.extend(guides);

    let c = &style.colours;
    let corner = Point::new(frame.rect.x0, frame.rect.y0);
    let mut map = vec![shape(
        Outline::Rect(corner, frame.rect.width(), frame.rect.height(), 0.0),
        Some(Paint::Plain(c.sea)),
        None,
    )];
    let control = areas::control(&story, derived, &frame, style);
    let mut base = ground.nodes.into_iter();
    map.extend(base.next());
    map.push(layer("control", "Control", control));
    map.push(layer("graticule", "Graticule", graticule));
    map.extend(base);
    map.extend(overlay::draw(&options.overlays, false, &frame, style));
    let mut water_names = sea_names;
    water_names.extend(lake_names);
    water_names.extend(river_names);
    map.push(layer("front", "Front line", front));
    map.push(layer("areas", "Areas", drawn.areas));
    map.push(layer("admin-1-names", "Division names", division_names));
    map.push(layer("water-names", "Water names", water_names));
    map.push(layer("side-names", "Side names", side_names));
    map.push(layer("country-names", "Country names", country_names));
    map.push(layer("towns", "Towns", town_nodes));
    map.push(layer("advance", "Advance", drawn.advance));
    map.push(layer("movements", "Movements", drawn.movements));
    map.push(layer("places", "Places", drawn.places));
    map.extend(overlay::draw(&options.overlays, true, &frame, style));
    let pointers = insets.iter().map(|(i, _)| inset::pointer(i, &frame, style)).collect();
    map.push(layer("inset-frames", "Inset frames", pointers));
    map.push(layer("degrees", "Degrees", degrees));
    map.push(layer("labels", "Labels", story_labels));
    map.push(layer("scale", "Scale", loose_scale));
    let mut nodes =
        vec![shape(Outline::Rect(Point::new(0.0, 0.0), size.0, size.1, 0.0), Some(Paint::Plain(c.page)), None)];
    nodes.push(layer("headline", "Headline", sheet::draw(&page, false, fonts, &options.language)));
    nodes.push(Node::Group(Group {
        id: "map".into(),
        layer: Some("Map".into()),
        clip: Some("clip-map".into()),
        nodes: map,
        ..Group::default()
    }));
    if let Some(rect) = fitted.panel(0) {
        let (mut panel, scale_at) = legend::draw(&fitted.legend, rect, style, options.language.is_rtl());
        if let (Some(bar), Some(at)) = (bar, scale_at) {
            panel.extend(
                sheet::draw_scale(bar, Point::new(at.x + 6.0, at.y), (style, fonts, &options.language), false).0,
            );
        }
        nodes.push(layer("legend", "Legend", panel));
    }
    if let Some(rect) = fitted.panel(1) {
        let locator_frame = locator::frame(&frame, rect, style.map.locator_km.max(frame.width_km() * 3.0));
        let wide = geography.outlines(
            locator::window(&locator_frame),
            0.9 / (locator_frame.scale * 111.2),
            ground::view(style),
        );
        definitions.push(Definition::Clip {
            id: "clip-locator".into(),
            at: Point::new(rect.x0, rect.y0),
            width: rect.width(),
            height: rect.height(),
        });
        nodes.push(Node::Group(Group {
            id: "locator".into(),
            layer: Some("Locator".into()),
            nodes: locator::draw(&wide, &locator_frame, &frame, &home, (style, fonts), &options.language),
            ..Group::default()
        }));
    }
    let ink = panel::Ink {
        situation,
        derived,
        story: &story,
        places: &places,
        geography,
        style,
        fonts,
        options,
        home: &home,
        sheet: size,
    };
    let mut nameless: Vec<String> = Vec::new();
    for (k, (inset, rect)) in insets.iter().enumerate() {
        let part = panel::draw(inset, k + 1, *rect, &frame, ink);
        definitions.extend(part.definitions);
        nodes.extend(part.nodes);
        metrics.add_faults(part.metrics);
        for member in &inset.members {
            // The first is named on the map, too.
            let on_map = kept.iter().position(|i| i == member).and_then(|k| own.remove(&k));
            if let Some(has_name) = on_map {
                metrics.without_place(has_name);
            }
            let has_name = on_map == Some(true) || part.named.get(member) == Some(&true);
            metrics.add_place(has_name);
            nameless.extend(story.places.get(*member).filter(|_| !has_name).map(|p| p.key.clone()));
        }
    }
    let left_out = own.iter().filter(|(_, has_name)| !**has_name).filter_map(|(k, _)| on_map.places.get(*k));
    nameless.extend(left_out.map(|p| p.key.clone()));
    if page.key.rows > 0 {
        let rows = key::draw(&page.key, (page.left(), page.right), (style, fonts), &options.language);
        nodes.push(layer("key", "Key", rows));
    }
    nodes.push(layer("credits", "Credits", sheet::draw(&page, true, fonts, &options.language)));

    set_families(&mut nodes, fonts);
    let scene = Scene {
        width: size.0,
        height: size.1,
        zoom: unit,
        lang: options.language.tag().to_owned(),
        title,
        description: caption::description(situation, &story, derived),
        families: fonts.families().into_iter().map(str::to_owned).collect(),
        definitions,
        nodes,
    };
    let sheet = Sheet { scene, metrics, projection: frame.projection.name().to_owned(), warnings: Vec::new() };
    Ok(Attempt::Done(Box::new(Finished { sheet, nameless, focus: story.focal().map(|p| p.key.clone()) })))
}

/// Gives numbers to the places that need one, as many as the key has room for; the entries of the key.
fn number(story: &mut Story, keys: &[String], size: (f64, f64), (style, fonts): (&Style, &Fonts)) -> Vec<key::Entry> {
    let rows = if sheet::is_card(size) { CARD_ROWS } else { (size.1 * KEY_SHARE / key::ROW) as usize };
    story.give_numbers(keys);
    let entries = key::entries(story, style, fonts);
    let most = key::fitting(&entries, sheet::text_width(size, style), rows);
    story.numbers.retain(|_, number| *number <= most);
    entries.into_iter().take(most).collect()
}

/// Text from right to left is set in a face that has all of it.
pub(super) fn set_families(nodes: &mut [Node], fonts: &Fonts) {
    for node in nodes {
        match node {
            Node::Group(group) => set_families(&mut group.nodes, fonts),
            Node::Text(text) if is_rtl(&text.words) => {
                text.families = fonts.families_for(&text.words).into_iter().map(str::to_owned).collect();
                // Marks of direction keep brackets and stops at the ends on their side.
                text.words = format!("\u{200f}{}\u{200f}", text.words);
            }
            Node::Text(_) | Node::Shape(_) => {}
        }
    }
}
