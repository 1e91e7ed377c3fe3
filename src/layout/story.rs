//! From the state of the war to what the sheet says of each place: one mark, one side, a short note.

use std::collections::BTreeMap;
use std::collections::BTreeSet;
use std::sync::Arc;

use crate::colour::Colour;
use crate::control::Derived;
use crate::date::Date;
use crate::geodesy::LonLat;
use crate::geodesy::Nearby;
use crate::geodesy::distance_km;
use crate::layout::Town;
use crate::layout::ends::add_ends;
use crate::layout::ends::add_mentions;
use crate::layout::ends::add_stops;
use crate::layout::hues::looks;
use crate::layout::language::Language;
use crate::layout::language::Phrase;
use crate::layout::words;
use crate::situation::Event;
use crate::situation::Location;
use crate::situation::Movement;
use crate::situation::Situation;
use crate::situation::finding;
use crate::style::Affiliation;
use crate::style::SideLook;
use crate::style::Style;
use crate::terms::Assertion;
use crate::terms::EventType;
use crate::terms::HolderStatus;
use crate::terms::Precision;

/// What is drawn at a place.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub(super) enum Mark {
    Captured,
    Origin,
    Siege,
    Entered,
    Clash,
    Repelled,
    Threatened,
    Strike,
    Shelling,
    Withdrawn,
    Held,
    Reinforced,
    Refuge,
    Agreement,
    Capital,
    Named,
}

/// A place of the story.
#[derive(Debug, Clone)]
pub(super) struct StoryPlace {
    pub(super) key: String,
    pub(super) name: String,
    pub(super) at: LonLat,
    pub(super) mark: Mark,
    /// Hue of the mark.
    pub(super) hue: Colour,
    /// Hue of who holds the place now, for a threatened one.
    pub(super) held: Colour,
    /// Frames of both, where the style has frames.
    pub(super) frames: (Affiliation, Affiliation),
    /// Small text in the side's colour.
    pub(super) text: Colour,
    /// Only one side says so.
    pub(super) claimed: bool,
    /// Taken back by an earlier holder.
    pub(super) again: bool,
    /// The newest gain.
    pub(super) focal: bool,
    pub(super) capital: bool,
    pub(super) notes: Vec<String>,
    pub(super) precision: Precision,
    /// Importance: the higher, the earlier it is labelled.
    pub(super) weight: i64,
    /// Its words, for a tooltip.
    pub(super) evidence: String,
    /// The last day of what is drawn.
    pub(super) date: Option<Date>,
}

/// The story of a sheet.
#[derive(Debug, Clone)]
pub(super) struct Story {
    pub(super) places: Vec<StoryPlace>,
    /// Look of each side, in the order of the situation.
    pub(super) sides: BTreeMap<String, SideLook>,
    /// Look of who advances when nobody says who.
    pub(super) attacker: SideLook,
    /// Look of forces whose side nobody names.
    pub(super) unknown: SideLook,
    /// Words of the sheet.
    pub(super) language: Language,
    /// Places that have a number in place of their name, by key.
    pub(super) numbers: BTreeMap<String, usize>,
    /// Names in the language of the sheet; none in English.
    pub(super) translated: Arc<Translated>,
}

impl Story {
    pub(super) fn look(&self, side: Option<&str>) -> SideLook {
        side.and_then(|s| self.sides.get(s)).copied().unwrap_or(self.unknown)
    }

    /// Look of who advances: of the side, or of the attacker where none is named.
    pub(super) fn mover(&self, side: Option<&str>) -> SideLook {
        side.and_then(|s| self.sides.get(s)).copied().unwrap_or(self.attacker)
    }

    /// The number of a place that has one in place of its name.
    pub(super) fn number(&self, place: &StoryPlace) -> Option<usize> {
        self.numbers.get(&place.key).copied()
    }

    /// Gives numbers to places, in the order of their importance.
    pub(super) fn give_numbers(&mut self, keys: &[String]) {
        let numbered = self.places.iter().map(|p| &p.key).filter(|k| keys.contains(k));
        self.numbers = numbered.enumerate().map(|(i, key)| (key.clone(), i + 1)).collect();
    }

    /// The name of a place in the language of the sheet.
    pub(super) fn name_of(&self, location: &Location) -> String {
        if location.feature_code.starts_with("PCL") {
            return self.language.country(&location.country, &location.name).to_owned();
        }
        self.language.place(location.geonameid).map_or_else(|| words::sentence_case(&location.name), str::to_owned)
    }

    pub(super) fn focal(&self) -> Option<&StoryPlace> {
        self.places.iter().find(|p| p.focal)
    }
}

fn rank(event: &Event) -> i64 {
    if !event.assertion.happened() {
        return match (event.event_type, event.assertion) {
            (EventType::Mention, _) | (_, Assertion::Historical | Assertion::Negated) => 0,
            (_, Assertion::Denied) => 30,
            (
                EventType::Threat
                | EventType::Objective
                | EventType::Capture
                | EventType::Advance
                | EventType::Clash
                | EventType::Siege,
                _,
            ) => 55,
            _ => 10,
        };
    }
    match event.event_type {
        EventType::Capture | EventType::Recapture => 100,
        EventType::Origin => 90,
        EventType::Siege => 80,
        EventType::Entry => 75,
        EventType::Repelled => 72,
        EventType::Clash => 70,
        EventType::Advance => 65,
        EventType::Withdrawal => 60,
        EventType::Threat => 56,
        EventType::Objective => 54,
        EventType::Strike => 50,
        EventType::Shelling => 49,
        EventType::Reinforcement => 45,
        EventType::Hold => 44,
        EventType::Agreement => 42,
        EventType::Displacement => 40,
        EventType::Mention => 0,
    }
}

/// True for a mark that says who holds or reached the ground.
pub(super) fn is_ground(mark: Mark) -> bool {
    matches!(mark, Mark::Captured | Mark::Entered | Mark::Held | Mark::Withdrawn)
}

fn mark(event: &Event) -> Mark {
    if !event.assertion.happened() {
        return if event.assertion == Assertion::Denied { Mark::Named } else { Mark::Threatened };
    }
    match event.event_type {
        EventType::Capture | EventType::Recapture => Mark::Captured,
        EventType::Origin => Mark::Origin,
        EventType::Siege => Mark::Siege,
        EventType::Entry | EventType::Advance => Mark::Entered,
        EventType::Repelled => Mark::Repelled,
        EventType::Clash => Mark::Clash,
        EventType::Withdrawal => Mark::Withdrawn,
        EventType::Threat | EventType::Objective => Mark::Threatened,
        EventType::Strike => Mark::Strike,
        EventType::Shelling => Mark::Shelling,
        EventType::Reinforcement => Mark::Reinforced,
        EventType::Hold => Mark::Held,
        EventType::Agreement => Mark::Agreement,
        EventType::Displacement => Mark::Refuge,
        EventType::Mention => Mark::Named,
    }
}

/// Whoever took a town of a division has entered the division: a mark in its middle would say no more.
fn goes_without_saying(event: &Event, gains: &BTreeSet<(&str, &str)>) -> bool {
    let region = event.location.geo_precision == Precision::Region
        && matches!(event.event_type, EventType::Entry | EventType::Advance)
        && event.assertion.happened();
    let side = event.actor_side.as_deref().filter(|_| region);
    side.is_some_and(|s| gains.contains(&(s, event.location.admin1.as_str())))
}

pub(super) fn is_capital(code: &str, at: LonLat, towns: &[Town]) -> bool {
    code == "PPLC" || towns.iter().any(|t| t.capital && distance_km(t.at, at) < 5.0)
}

/// What the sheet says of each place, the most important first.
pub(super) fn tell(situation: &Situation, towns: &[Town], style: &Style, language: &Language) -> Story {
    let sides = looks(situation, style);
    let unknown = style.sides.get("unknown").copied().unwrap_or_else(|| style.side(None, 3));
    let attacker =
        situation.attacker.as_ref().and_then(|a| sides.get(a)).copied().unwrap_or_else(|| style.side(None, 0));
    let mut story = Story {
        places: Vec::new(),
        sides,
        attacker,
        unknown,
        language: language.clone(),
        numbers: BTreeMap::new(),
        translated: Arc::default(),
    };
    if !story.language.is_english() {
        story.translated = Arc::new(translated(situation, &story));
    }
    let mut by_place: BTreeMap<&str, Vec<&Event>> = BTreeMap::new();
    for event in &situation.events {
        by_place.entry(&event.location.key).or_default().push(event);
    }
    let known = Known::of(situation);
    let gains: BTreeSet<(&str, &str)> = situation
        .events
        .iter()
        .filter(|e| e.event_type.takes_control() && e.assertion.happened() && !e.location.admin1.is_empty())
        .filter(|e| e.location.geo_precision == Precision::Exact)
        .filter_map(|e| Some((e.actor_side.as_deref()?, e.location.admin1.as_str())))
        .collect();
    for events in by_place.values().filter(|events| !events.iter().all(|e| goes_without_saying(e, &gains))) {
        if let Some(place) = from_events(situation, &known, &story, events, towns) {
            story.places.push(place);
        }
    }
    add_stops(situation, &mut story, towns);
    add_ends(situation, &mut story);
    if story.places.is_empty() {
        add_mentions(situation, &mut story, towns);
    }
    choose_focus(situation, &mut story);
    story.places.sort_by(|a, b| b.weight.cmp(&a.weight).then_with(|| a.key.cmp(&b.key)));
    story
}

/// The event whose mark is drawn: the last change of control, else the most telling one.
fn leading<'a>(events: &[&'a Event]) -> Option<&'a Event> {
    let change = |e: &&&Event| e.event_type.takes_control() && e.assertion.happened();
    let newest = |of: &dyn Fn(&Event) -> bool| {
        events.iter().filter(change).filter(|e| of(e)).max_by_key(|e| e.period.map(|p| p.end))
    };
    // What one party says of a place that another is known to hold is not the last change.
    let holds = |e: &Event| e.holder_status == HolderStatus::Assessed && e.holder.is_some() && e.actor_side == e.holder;
    let doubtful =
        |e: &Event| e.assertion != Assertion::Asserted && e.holder_status == HolderStatus::Assessed && !holds(e);
    let newest = match newest(&|_| true) {
        Some(last) if doubtful(last) => newest(&holds).or(Some(last)),
        last => last,
    };
    let lost = |capture: &Event| {
        events.iter().any(|e| {
            e.event_type == EventType::Withdrawal
                && e.assertion.happened()
                && e.actor_side == capture.actor_side
                && e.actor_side.is_some()
                && e.period.map(|p| p.end) > capture.period.map(|p| p.end)
        })
    };
    if let Some(capture) = newest.filter(|c| !lost(c)) {
        return Some(capture);
    }
    let mut best: Option<&Event> = None;
    for event in events {
        if rank(event) > best.map_or(0, rank) {
            best = Some(event);
        }
    }
    best
}

/// True for a capture that somebody reports and others deny.
fn is_disputed(event: &Event) -> bool {
    event.assertion == Assertion::Reported && event.holder_status == HolderStatus::Contested
}

/// What is asked of a situation for every place.
struct Known<'a> {
    /// Movements of each class by where they end.
    arrivals: BTreeMap<EventType, (Nearby, Vec<&'a Movement>)>,
    sides: BTreeSet<&'a str>,
}

impl<'a> Known<'a> {
    fn of(situation: &'a Situation) -> Self {
        let mut arrivals: BTreeMap<EventType, (Nearby, Vec<&Movement>)> = BTreeMap::new();
        for movement in &situation.movements {
            let (ends, all) = arrivals.entry(movement.event_type).or_insert_with(|| (Nearby::new(SAME_KM), Vec::new()));
            ends.add(all.len(), movement.to.1);
            all.push(movement);
        }
        Self { arrivals, sides: situation.sides.iter().map(|s| s.id.as_str()).collect() }
    }

    /// The first movement of this class that ends there.
    fn arrival(&self, class: EventType, at: LonLat) -> Option<&'a Movement> {
        let (ends, all) = self.arrivals.get(&class)?;
        all.get(ends.first(at)?).copied()
    }
}

fn from_events(
    situation: &Situation,
    known: &Known<'_>,
    story: &Story,
    events: &[&Event],
    towns: &[Town],
) -> Option<StoryPlace> {
    let lead = leading(events)?;
    let location = &lead.location;
    let as_of = situation.as_of;
    let from = |e: &Event| {
        let movement = known.arrival(e.event_type, location.at);
        movement.map(|m| name_at(story, &m.from.0, m.from.1))
    };
    let language = &story.language;
    let mut notes = vec![words::note(lead, from(lead).as_deref(), as_of, true, language)];
    let mut others: Vec<&Event> = events
        .iter()
        .copied()
        .filter(|e| e.id != lead.id && rank(e) >= 40)
        // What is taken is no longer a goal.
        .filter(|e| e.assertion.happened() || !lead.event_type.takes_control())
        .collect();
    others.sort_by_key(|e| -rank(e));
    for other in others {
        // That forces advance is said by the arrows.
        let same_class = mark(other) == mark(lead)
            || other.event_type == EventType::Advance
            || other.event_type == EventType::Entry && lead.event_type.takes_control();
        if !same_class && notes.len() < 2 {
            // The day is said once.
            let dated = other.period != lead.period && other.event_type != EventType::Withdrawal;
            let note = words::note(other, from(other).as_deref(), as_of, dated, language);
            // Under a capture, troops that left and are not named would be taken for the captors.
            let nameless = note == language.fill(Phrase::Withdrew, &[("date", "")]);
            if !(nameless && lead.event_type.takes_control()) {
                notes.push(note);
            }
        }
    }
    notes.retain(|n| !n.is_empty());
    let mut shown = mark(lead);
    let capital = is_capital(&location.feature_code, location.at, towns);
    if capital && matches!(shown, Mark::Threatened | Mark::Named) && !lead.assertion.happened() {
        shown = Mark::Capital;
    }
    let named = lead.actor_side.as_deref().is_some_and(|side| known.sides.contains(side));
    let advancing =
        lead.order.is_some() || situation.sides.is_empty() || matches!(shown, Mark::Origin | Mark::Threatened);
    let actor = if !named && advancing { story.attacker } else { story.look(lead.actor_side.as_deref()) };
    let holder =
        lead.holder.as_deref().or(if shown == Mark::Threatened { situation.defender.as_deref() } else { None });
    let threat = if shown == Mark::Threatened {
        lead.actor_side.as_deref().filter(|a| Some(*a) != holder).or(situation.attacker.as_deref())
    } else {
        lead.actor_side.as_deref()
    };
    let hue = if shown == Mark::Threatened { story.mover(threat).hue } else { actor.hue };
    let quotes: Vec<&str> = lead.evidence.iter().take(1).map(|c| c.quote.as_str()).collect();
    let evidence = format!("{}: {}. “{}”", location.name, notes.join("; "), words::cut(&quotes.join(" "), 300));
    Some(StoryPlace {
        key: location.key.clone(),
        name: story.name_of(location),
        at: location.at,
        mark: shown,
        hue,
        held: story.look(holder).hue,
        frames: (
            if shown == Mark::Threatened { story.mover(threat).frame } else { actor.frame },
            story.look(holder).frame,
        ),
        text: actor.text,
        claimed: lead.assertion == Assertion::Claimed
            || shown == Mark::Captured && (lead.holder_status == HolderStatus::Claimed || is_disputed(lead)),
        again: lead.event_type == EventType::Recapture,
        focal: false,
        capital,
        notes,
        // Ground near a town that changed hands is no point.
        precision: if location.is_unnamed() && is_ground(shown) { Precision::Region } else { location.geo_precision },
        weight: rank(lead) * 1000
            + i64::try_from(events.len().min(40)).unwrap_or(40) * 10
            + i64::from(lead.order.is_some()) * 500,
        evidence,
        date: lead.period.map(|p| p.end),
    })
}

/// The name in the sheet's language of a place that a movement or an axis names.
pub(super) fn name_at(story: &Story, name: &str, at: LonLat) -> String {
    let known = story.translated.get(name);
    let same = known.and_then(|(places, names)| names.get(places.first(at)?));
    same.map_or_else(|| name.to_owned(), Clone::clone)
}

/// Names of the situation in the language of a story: of each name the places that have it.
pub(super) type Translated = BTreeMap<String, (Nearby, Vec<String>)>;

fn translated(situation: &Situation, story: &Story) -> Translated {
    let mut names = Translated::new();
    let events = situation.events.iter().map(|e| &e.location);
    for location in events.chain(situation.places.iter().map(|p| &p.location)) {
        let (places, all) = names.entry(location.name.clone()).or_insert_with(|| (Nearby::new(SAME_KM), Vec::new()));
        places.add(all.len(), location.at);
        all.push(story.name_of(location));
    }
    names
}

/// Positions nearer than this are of one place.
const SAME_KM: f64 = 1.0;

/// Most places on a card.
const CARD_PLACES: usize = 6;

/// Keeps the axis, the focus and the most important places, with one short note each; what leads to places that are not
/// shown goes.
pub(super) fn abridge(situation: &Situation, derived: &Derived, story: &mut Story) -> (Situation, Derived) {
    let axis: BTreeSet<&str> = situation
        .axes
        .first()
        .into_iter()
        .flat_map(|a| a.reached.iter().skip(a.reached.len().saturating_sub(CARD_PLACES - 1)).chain(&a.ahead))
        .map(|s| s.key.as_str())
        .collect();
    let on_axis = |p: &StoryPlace| p.focal || axis.contains(p.key.as_str());
    let mut room = CARD_PLACES.saturating_sub(story.places.iter().filter(|p| on_axis(p)).count());
    story.places.retain(|p| {
        let other = !on_axis(p) && room > 0 && p.weight >= 56_000 && axis.len() < 3;
        room -= usize::from(other);
        on_axis(p) || other
    });
    for place in &mut story.places {
        place.notes.truncate(1);
        place.notes.retain(|n| place.focal || n.chars().count() <= 24);
    }
    let mut places = Nearby::new(SAME_KM);
    story.places.iter().enumerate().for_each(|(i, p)| places.add(i, p.at));
    let shown = |at: LonLat| places.first(at).is_some();
    let mut shorter = situation.clone();
    shorter.movements.retain(|m| shown(m.to.1));
    let mut fewer = derived.clone();
    // An arrow between places that are not on the card points at nothing.
    fewer.legs.retain(|l| [l.line.first(), l.line.last()].into_iter().flatten().all(|at| shown(*at)));
    (shorter, fewer)
}

/// The newest capture is the focus; without one the last place reached, else the most important clash or siege.
fn choose_focus(situation: &Situation, story: &mut Story) {
    let told = finding(situation).map(|f| f.key);
    let last = situation.axes.first().and_then(|a| a.reached.last()).map(|s| s.key.clone());
    let headline = told.and_then(|key| {
        story
            .places
            .iter()
            .position(|p| p.key == key && matches!(p.mark, Mark::Captured | Mark::Siege | Mark::Clash | Mark::Entered))
    });
    let captured = story
        .places
        .iter()
        .enumerate()
        .filter(|(_, p)| p.mark == Mark::Captured && !p.claimed)
        .max_by_key(|(i, p)| (p.date, Some(&p.key) == last.as_ref(), p.weight, std::cmp::Reverse(*i)))
        .map(|(i, _)| i);
    let other = || {
        story
            .places
            .iter()
            .enumerate()
            .filter(|(_, p)| matches!(p.mark, Mark::Captured | Mark::Siege | Mark::Clash | Mark::Entered))
            .max_by_key(|(i, p)| (p.weight, std::cmp::Reverse(*i)))
            .map(|(i, _)| i)
    };
    if let Some(place) = headline.or(captured).or_else(other).and_then(|i| story.places.get_mut(i)) {
        place.focal = true;
        place.weight += 100_000;
    }
}
