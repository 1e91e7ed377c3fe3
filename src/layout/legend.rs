//! The legend: who, then how the lines and marks of this sheet read, and nothing that is not on it.

use std::collections::BTreeMap;
use std::collections::BTreeSet;

use crate::colour::Colour;
use crate::control::Derived;
use crate::font::Fonts;
use crate::layout::areas;
use crate::layout::block::measure;
use crate::layout::block::want;
use crate::layout::geometry::Rect;
use crate::layout::language::Phrase;
use crate::layout::marks;
use crate::layout::marks::Look;
use crate::layout::marks::shape;
use crate::layout::story::Mark;
use crate::layout::story::Story;
use crate::layout::symbols::symbol_nodes;
use crate::scene::Node;
use crate::scene::Outline;
use crate::scene::Paint;
use crate::scene::Path;
use crate::scene::Point;
use crate::scene::Stroke;
use crate::scene::Text;
use crate::situation::Situation;
use crate::style::Style;
use crate::terms::EventType;
use crate::terms::HolderStatus;
use crate::terms::LegStatus;

/// Letters of the name of a side.
const LETTERS: usize = 40;

/// A symbol of the legend.
#[derive(Debug, Clone)]
pub(super) enum Symbol {
    /// A side: its hue, and its tint where areas are shown.
    Side(Colour, Option<Colour>),
    /// A hatch, by id, with its outline.
    Hatch(String, Colour),
    Advance(Colour),
    ClaimedAdvance(Colour),
    Projected(Colour),
    Movement(Colour, bool),
    /// The hues of its sides, and whether it is sure.
    Front(Colour, Colour, bool),
    Mark(Look),
}

/// A row: symbol and words.
#[derive(Debug, Clone)]
pub(super) struct Entry {
    pub(super) symbol: Symbol,
    pub(super) words: String,
    /// Width of the words, once measured.
    pub(super) width: f64,
}

/// A legend, measured.
#[derive(Debug, Clone, Default)]
pub(super) struct Legend {
    who: Vec<(Entry, f64)>,
    columns: Vec<(Vec<Entry>, f64)>,
    pub(super) width: f64,
    pub(super) height: f64,
    who_rows: Vec<usize>,
    /// The scale bar has a cell of the last column.
    pub(super) scale_width: f64,
    rows: usize,
    scale_cell: Option<usize>,
}

impl Legend {
    /// Nothing but a scale bar, which needs no panel.
    pub(super) fn is_empty(&self) -> bool {
        self.who.is_empty() && self.columns.iter().all(|(entries, _)| entries.is_empty())
    }
}

fn entry(symbol: Symbol, words: &str) -> Entry {
    Entry { symbol, words: words.to_owned(), width: 0.0 }
}

/// Sides that have ground, a leg, a place they took or a strike on the map.
fn shown_sides<'a>(situation: &'a Situation, story: &Story, derived: &'a Derived) -> BTreeSet<&'a str> {
    let struck: BTreeSet<&str> =
        story.places.iter().filter(|p| p.mark == Mark::Strike).map(|p| p.key.as_str()).collect();
    let events = situation.events.iter();
    let events = events.filter(|e| e.event_type.takes_control() || struck.contains(e.location.key.as_str()));
    let sides = derived.areas.iter().map(|a| &a.holder).chain(derived.legs.iter().map(|l| &l.side));
    let sides = sides.chain(situation.movements.iter().map(|m| &m.actor_side));
    sides.chain(events.map(|e| &e.actor_side)).filter_map(Option::as_deref).collect()
}

/// Sides whose colour can be seen.
pub(super) fn who(situation: &Situation, story: &Story, derived: &Derived, style: &Style) -> Vec<Entry> {
    let tinted = !derived.areas.is_empty();
    let language = &story.language;
    let mut seen: BTreeSet<Colour> = BTreeSet::new();
    for place in &story.places {
        match place.mark {
            Mark::Clash | Mark::Capital | Mark::Named | Mark::Agreement | Mark::Refuge => {}
            Mark::Threatened | Mark::Siege => seen.extend([place.hue, place.held]),
            _ => seen.extend([place.hue]),
        }
    }
    seen.extend(derived.legs.iter().map(|l| story.mover(l.side.as_deref()).hue));
    seen.extend(
        situation
            .movements
            .iter()
            .filter(|m| m.event_type != EventType::Displacement)
            .map(|m| story.look(m.actor_side.as_deref()).hue),
    );
    seen.extend(derived.areas.iter().filter_map(|a| a.holder.as_deref()).map(|h| story.look(Some(h)).hue));
    let mut sides: Vec<&crate::situation::Side> = situation.sides.iter().collect();
    let order = |id: &str| match Some(id) {
        x if x == situation.attacker.as_deref() => 0,
        x if x == situation.defender.as_deref() => 1,
        _ => 2,
    };
    sides.sort_by_key(|s| order(&s.id));
    let mut entries: Vec<Entry> = Vec::new();
    let shown = shown_sides(situation, story, derived);
    let mut bearers: BTreeMap<Colour, usize> = BTreeMap::new();
    for side in &situation.sides {
        *bearers.entry(story.look(Some(&side.id)).hue).or_default() += 1;
    }
    for side in sides {
        let look = story.look(Some(&side.id));
        // A colour that several sides share says nothing of each of them.
        let shared = bearers.get(&look.hue).is_some_and(|n| *n > 1);
        if seen.contains(&look.hue) && (!shared || shown.contains(side.id.as_str())) {
            let tint = tinted.then_some(look.tint);
            let name = story.language.side(&side.id, &side.name);
            // What stands in brackets goes first.
            let first = if name.chars().count() > LETTERS { name.split(" (").next() } else { None };
            let name = first.unwrap_or(&name);
            entries.push(entry(Symbol::Side(look.hue, tint), &crate::layout::words::cut(name, LETTERS)));
        }
    }
    if derived.areas.iter().any(|a| a.is_drawn() && a.holder.is_none()) {
        let look = story.mover(None);
        entries.push(entry(Symbol::Side(look.hue, Some(look.tint)), language.say(Phrase::AreaNoSide)));
    }
    if seen.contains(&story.unknown.hue) {
        entries.push(entry(Symbol::Side(story.unknown.hue, None), language.say(Phrase::SideUnknown)));
    }
    let people = situation.movements.iter().any(|m| m.event_type == EventType::Displacement)
        || story.places.iter().any(|p| p.mark == Mark::Refuge);
    if people {
        entries.push(entry(Symbol::Side(style.colours.civilian, None), language.say(Phrase::Civilians)));
    }
    for (status, words) in [
        (HolderStatus::Contested, language.say(Phrase::InDoubt)),
        (HolderStatus::Claimed, language.say(Phrase::ClaimedOnly)),
    ] {
        if let Some(hatch) = areas::legend_hatch(derived, status) {
            entries.push(entry(Symbol::Hatch(hatch, style.colours.border), words));
        }
    }
    if derived.areas.iter().any(|a| a.status == HolderStatus::Unknown && a.holder.is_none() && !a.by_hand) {
        entries.push(entry(
            Symbol::Side(style.colours.border, Some(style.colours.land)),
            language.say(Phrase::NoInformation),
        ));
    }
    entries
}

pub(super) fn line_entries(situation: &Situation, story: &Story, derived: &Derived, style: &Style) -> Vec<Entry> {
    let say = |phrase: Phrase| story.language.say(phrase);
    let mut entries = Vec::new();
    let leg = |status: LegStatus| {
        derived.legs.iter().find(|l| l.status == status).map(|l| story.mover(l.side.as_deref()).hue)
    };
    if let Some(hue) = leg(LegStatus::Completed) {
        entries.push(entry(Symbol::Advance(hue), say(Phrase::AdvanceMade)));
    }
    if let Some(hue) = leg(LegStatus::Claimed) {
        entries.push(entry(Symbol::ClaimedAdvance(hue), say(Phrase::AdvanceClaimed)));
    }
    if let Some(hue) = leg(LegStatus::Projected) {
        entries.push(entry(Symbol::Projected(hue), say(Phrase::PossibleAdvance)));
    }
    for (event, words, people) in [
        (EventType::Reinforcement, Phrase::Reinforcement, false),
        (EventType::Withdrawal, Phrase::Withdrawal, false),
        (EventType::Displacement, Phrase::Displacement, true),
    ] {
        if let Some(m) = situation.movements.iter().find(|m| m.event_type == event) {
            let hue = if people { style.colours.civilian } else { story.look(m.actor_side.as_deref()).hue };
            entries.push(entry(Symbol::Movement(hue, people), say(words)));
        }
    }
    for (stretch, words) in areas::loudest(situation, derived).into_iter().zip([Phrase::FrontLine, Phrase::FrontUnsure])
    {
        if let Some(f) = stretch {
            let hue = |s: &Option<String>| story.look(s.as_deref()).hue;
            let sure = f.status == HolderStatus::Assessed;
            entries.push(entry(Symbol::Front(hue(&f.side_left), hue(&f.side_right), sure), say(words)));
        }
    }
    entries
}

pub(super) fn mark_entries(story: &Story) -> Vec<Entry> {
    let mut entries = Vec::new();
    let words = |mark: Mark, look: &Look| match mark {
        Mark::Captured if look.claimed => Some(Phrase::CaptureClaimedMark),
        Mark::Captured => Some(Phrase::CapturedMark),
        Mark::Origin => Some(Phrase::StartMark),
        Mark::Siege => Some(Phrase::SurroundedMark),
        Mark::Entered => Some(Phrase::EnteredMark),
        Mark::Clash => Some(Phrase::ClashesMark),
        Mark::Repelled => Some(Phrase::RepelledMark),
        Mark::Threatened => Some(Phrase::ThreatenedMark),
        Mark::Strike if look.area => Some(Phrase::StrikesAreaMark),
        Mark::Strike => Some(Phrase::StrikesMark),
        Mark::Shelling => Some(Phrase::ShellingMark),
        Mark::Withdrawn => Some(Phrase::WithdrawnMark),
        Mark::Held => Some(Phrase::HeldMark),
        Mark::Reinforced | Mark::Named | Mark::Refuge => None,
        Mark::Agreement => Some(Phrase::AgreementMark),
        Mark::Capital => Some(Phrase::CapitalMark),
    };
    let mut kinds: Vec<(Mark, bool)> = Vec::new();
    // The key says what happened at a place with a number.
    let mut places: Vec<_> = story.places.iter().filter(|p| story.number(p).is_none()).collect();
    places.sort_by_key(|p| (p.mark, p.focal));
    for place in places {
        let mut look = Look::of(place, 1.0);
        look.focal = false;
        look.capital &= place.mark == Mark::Capital;
        // The arrow explains who flees where.
        let Some(label) = words(place.mark, &look).filter(|_| !marks::is_extent(look)) else {
            continue;
        };
        if kinds.contains(&(place.mark, look.claimed && place.mark == Mark::Captured)) {
            continue;
        }
        kinds.push((place.mark, look.claimed && place.mark == Mark::Captured));
        entries.push(Entry { symbol: Symbol::Mark(look), words: story.language.say(label).to_owned(), width: 0.0 });
    }
    entries
}

/// Room for the symbols of a column: arrows are longer than marks.
fn symbol_width(entries: &[Entry], style: &Style) -> f64 {
    let lines = entries.iter().any(|e| !matches!(e.symbol, Symbol::Mark(_)));
    if lines { style.page.legend_symbol } else { 32.0 }
}

/// Gathers and measures the legend, about `most_width` wide and never wider than `map_width`; `scale_width` is the room that
/// the scale bar asks for, 0 for none.
pub(super) fn plan(
    (situation, story, derived): (&Situation, &Story, &Derived),
    (style, fonts): (&Style, &Fonts),
    (most_width, map_width): (f64, f64),
    scale_width: f64,
) -> Legend {
    let page = &style.page;
    let look = style.text.legend;
    let wide = |e: &Entry| measure(&e.words, &look, fonts);
    let who: Vec<(Entry, f64)> =
        who(situation, story, derived, style).into_iter().map(|e| (wide(&e), e)).map(|(w, e)| (e, w)).collect();
    let measured = |mut e: Entry| {
        e.width = wide(&e);
        e
    };
    let lines: Vec<Entry> = line_entries(situation, story, derived, style).into_iter().map(measured).collect();
    let marks: Vec<Entry> = mark_entries(story).into_iter().map(measured).collect();
    let count = lines.len() + marks.len() + usize::from(scale_width > 0.0) * 2;
    if who.is_empty() && count == 0 {
        return Legend::default();
    }
    let least = lines.len().max(marks.len().div_ceil(2)).clamp(2, 5);
    let arrange = |rows: usize| {
        let mut columns: Vec<Vec<Entry>> = lines.chunks(rows).map(<[Entry]>::to_vec).collect();
        columns.extend(marks.chunks(rows).map(<[Entry]>::to_vec));
        // The scale bar takes two free cells of a column, the last such, or a column of its own.
        let mut cell = None;
        if scale_width > 0.0 {
            cell = columns.iter().rposition(|c| c.len() + 2 <= rows);
            if cell.is_none() {
                cell = Some(columns.len());
                columns.push(Vec::new());
            }
        }
        let columns: Vec<(Vec<Entry>, f64)> = columns
            .into_iter()
            .enumerate()
            .map(|(i, entries)| {
                let symbol = symbol_width(&entries, style);
                let mut width = entries.iter().map(|e| symbol + 14.0 + wide(e)).fold(0.0, f64::max);
                if Some(i) == cell {
                    width = width.max(scale_width);
                }
                (entries, width)
            })
            .collect();
        let width: f64 = columns.iter().map(|(_, w)| w + 26.0).sum();
        (columns, cell, width, rows)
    };
    let chip = |w: f64| 18.0 + 7.0 + w;
    let total: f64 = who.iter().map(|(_, w)| chip(*w)).sum::<f64>() + 22.0 * who.len().saturating_sub(1) as f64;
    let room = most_width - 2.0 * page.legend_padding;
    // The sides set a width that the columns may as well fill; a row more only if it saves more than it costs.
    let area = |width: f64, rows: usize| {
        let wide = width.max(total.min(room));
        wide * (rows as f64 + 1.6) * if width > room { 4.0 } else { 1.0 }
    };
    let mut best = arrange(least.saturating_sub(2).max(least.min(3)));
    for rows in best.3 + 1..=least + 1 {
        let other = arrange(rows);
        if area(other.2, other.3) < area(best.2, best.3) * 0.97 {
            best = other;
        }
    }
    // More rows, however many, where the columns would not fit on the map.
    while best.2 > map_width - 2.0 * page.legend_padding && best.3 <= count {
        best = arrange(best.3 + 1);
    }
    let (columns, scale_cell, _, rows) = best;
    let body: f64 = columns.iter().map(|(_, w)| *w).sum::<f64>() + 26.0 * (columns.len() - 1) as f64;
    let inner = body.max(total.min(room)).max(120.0);
    let rows_of = |inner: f64| {
        let mut who_rows = Vec::new();
        let mut used = 0.0;
        for (i, (_, w)) in who.iter().enumerate() {
            if i == 0 || used + 22.0 + chip(*w) > inner + 0.5 {
                who_rows.push(i);
                used = chip(*w);
            } else {
                used += 22.0 + chip(*w);
            }
        }
        who_rows
    };
    let mut who_rows = rows_of(inner);
    // Rows of about the same length, none with one side left over.
    for share in (10..20).rev().map(|share| f64::from(share) / 20.0) {
        let other = rows_of(inner * share);
        if other.len() != who_rows.len() {
            break;
        }
        who_rows = other;
    }
    let widest = who.iter().enumerate().fold((0.0_f64, 0.0_f64), |(most, used), (i, (_, w))| {
        let used = if who_rows.contains(&i) { chip(*w) } else { used + 22.0 + chip(*w) };
        (most.max(used), used)
    });
    let inner = body.max(widest.0).max(120.0);
    let head = who_rows.len() as f64 * page.legend_row + if who.is_empty() { 0.0 } else { 12.0 };
    let height = head + rows as f64 * page.legend_row + page.legend_padding * 1.1;
    Legend { who, columns, width: inner + 2.0 * page.legend_padding, height, who_rows, scale_width, rows, scale_cell }
}

fn words(text: &str, at: Point, style: &Style) -> Node {
    let look = style.text.legend;
    Node::Text(Text {
        words: text.to_owned(),
        at,
        size: look.size,
        weight: want(&look).weight,
        colour: style.colours.ink,
        ..Text::default()
    })
}

/// Draws the legend; gives back the nodes and the place of the scale bar.
///
/// `mirrored` puts symbols to the right of their words, for languages from right to left.
pub(super) fn draw(legend: &Legend, rect: Rect, style: &Style, mirrored: bool) -> (Vec<Node>, Option<Point>) {
    let seat = |x: f64, width: f64| if mirrored { rect.x0 + rect.x1 - x - width } else { x };
    let (page, c) = (&style.page, &style.colours);
    let size = style.text.legend.size;
    let mut nodes = vec![shape(
        Outline::Rect(Point::new(rect.x0, rect.y0), rect.width(), rect.height(), 0.0),
        Some(Paint::Plain(c.panel)),
        Some(Stroke::solid(c.panel_edge, 1.2)),
    )];
    let left = rect.x0 + page.legend_padding;
    let mut y = rect.y0 + page.legend_padding * 0.55;
    let mut x = left;
    for (i, (e, width)) in legend.who.iter().enumerate() {
        if legend.who_rows.contains(&i) {
            y += if i == 0 { 0.0 } else { page.legend_row };
            x = left;
        }
        let middle = y + page.legend_row / 2.0;
        let corner = Point::new(seat(x, 18.0), middle - 9.0);
        let (fill, edge) = match &e.symbol {
            Symbol::Side(hue, Some(tint)) => (Paint::Plain(*tint), Some(Stroke::solid(*hue, 1.8))),
            Symbol::Side(hue, None) => (Paint::Plain(*hue), None),
            Symbol::Hatch(id, edge) => (Paint::Defined(id.clone()), Some(Stroke::solid(*edge, 1.6))),
            _ => (Paint::Plain(c.ink), None),
        };
        nodes.push(shape(Outline::Rect(corner, 18.0, 18.0, 2.0), Some(fill), edge));
        nodes.push(words(&e.words, Point::new(seat(x + 25.0, *width), middle + size * 0.33), style));
        x += 25.0 + width + 22.0;
    }
    if !legend.who.is_empty() {
        y += page.legend_row + 6.0;
        let rule = Path::line(&[Point::new(left, y), Point::new(rect.x1 - page.legend_padding, y)]);
        nodes.push(shape(Outline::Path(rule), None, Some(Stroke::solid(c.panel_edge, 1.2))));
        y += 6.0;
    }
    let mut x = left;
    let mut scale_at = None;
    for (i, (entries, width)) in legend.columns.iter().enumerate() {
        let symbol = symbol_width(entries, style);
        for (row, e) in entries.iter().enumerate() {
            let middle = y + page.legend_row * (row as f64 + 0.5);
            nodes.extend(symbol_nodes(&e.symbol, Point::new(seat(x, symbol), middle), symbol, style));
            nodes.push(words(&e.words, Point::new(seat(x + symbol + 14.0, e.width), middle + size * 0.33), style));
        }
        if legend.scale_cell == Some(i) {
            scale_at = Some(Point::new(seat(x, legend.scale_width), y + page.legend_row * (legend.rows as f64 - 0.55)));
        }
        x += width + 26.0;
    }
    (nodes, scale_at)
}
