//! Title and subtitle of the map: the finding in plain words, never more than the articles say. Other languages take the
//! finding and find their own words.
//!
//! In: sides, events, axes. Out: two lines of text. Never: layout.

use crate::date::Date;
use crate::date::month_name;
use crate::situation::Event;
use crate::situation::Side;
use crate::situation::Situation;
use crate::situation::side::is_role;
use crate::terms::Assertion;
use crate::terms::EventType;
use crate::terms::HolderStatus;
use crate::terms::LegStatus;
use crate::terms::Precision;

/// What a title says of a place.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum FindingKind {
    /// Taken.
    Captured,
    /// Taken back.
    Recaptured,
    /// Only one side says it is taken.
    CaptureClaimed,
    /// Only one side says it is taken back.
    RecaptureClaimed,
    /// Surrounded.
    Besieged,
    /// Entered.
    Entered,
    /// The end of an advance.
    Reached,
    /// Left.
    Withdrawn,
    /// Fought over.
    Fighting,
    /// An attack on it failed.
    Repelled,
    /// Struck from the air.
    Strikes,
    /// Shelled.
    Shelling,
}

/// The finding that a title states.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Finding {
    /// What happened.
    pub kind: FindingKind,
    /// Id of the side that did it.
    pub side: Option<String>,
    /// Name of the place.
    pub place: String,
    /// Key of its location.
    pub key: String,
    /// Name and key of the place that could be next.
    pub next: Option<(String, String)>,
}

/// True for what a title may say happened.
fn told(event: &Event) -> bool {
    let disputed = event.event_type.takes_control() && event.holder_status == HolderStatus::Contested;
    event.assertion.happened() && !event.partial && !disputed
}

/// True if a headline names the place of the event.
fn is_named(headline: &str, event: &Event) -> bool {
    let names = [event.location.name.as_str(), event.location.surface.as_str()];
    names.iter().filter(|n| n.chars().count() > 2).any(|name| {
        headline.match_indices(name).any(|(at, found)| {
            let before = headline.get(..at).and_then(|t| t.chars().next_back());
            let after = headline.get(at + found.len()..).and_then(|t| t.chars().next());
            before.is_none_or(|c| !c.is_alphanumeric()) && after.is_none_or(|c| !c.is_alphanumeric())
        })
    })
}

/// How much an event makes a title, for one that its article's headline names.
fn headline_rank(event: &Event) -> u8 {
    match event.event_type {
        EventType::Capture | EventType::Recapture => 6,
        EventType::Siege => 5,
        EventType::Entry => 4,
        EventType::Withdrawal => 3,
        EventType::Clash => 2,
        _ => 0,
    }
}

/// The finding: of the place that the newest headline names, else the end of the main axis, else the latest capture.
pub fn finding(situation: &Situation) -> Option<Finding> {
    let axis = situation.axes.first();
    let when = |e: &Event| (e.period.map(|p| (p.end, p.start)), e.order, e.location.population);
    let newest = |types: &[EventType]| {
        situation
            .events
            .iter()
            .filter(|e| types.contains(&e.event_type) && told(e))
            .max_by_key(|e| (when(e), std::cmp::Reverse(e.id.clone())))
    };
    // Of two who took it, the one who has it.
    let has_it = |e: &Event| e.holder.is_some() && e.holder == e.actor_side;
    let last = situation.articles.iter().enumerate().max_by_key(|(i, a)| (a.date, *i)).map(|(_, a)| a);
    let headline = last.and_then(|a| a.title.as_deref()).and_then(|headline| {
        situation
            .events
            .iter()
            // What only one side claims is told as its claim.
            .filter(|e| told(e) || e.assertion == Assertion::Claimed && !e.partial)
            .filter(|e| headline_rank(e) > 0 && is_named(headline, e))
            .max_by_key(|e| (headline_rank(e), has_it(e), when(e), std::cmp::Reverse(e.id.clone())))
    });
    let end = axis.and_then(|a| a.reached.last()).and_then(|stop| {
        let side = axis.and_then(|a| a.side.as_ref());
        let there = |e: &&Event| e.location.key == stop.key && e.event_type.takes_control() && told(e);
        let own = situation.events.iter().filter(there).find(|e| side.is_some() && e.actor_side.as_ref() == side);
        own.or_else(|| situation.events.iter().find(there))
    });
    let capture = || newest(&[EventType::Capture, EventType::Recapture]);
    // Fighting in the headline says less than a place taken.
    let wide = |e: &Event| e.location.geo_precision == Precision::Region && !e.event_type.takes_control();
    let taken = headline.filter(|e| headline_rank(e) > 2 && !wide(e));
    let mut found = if let Some(event) = taken.or(end).or_else(capture).or(headline) {
        of_event(situation, event)
    } else if let Some((axis, stop)) = axis.and_then(|a| Some((a, a.reached.last()?))) {
        Finding {
            kind: FindingKind::Reached,
            side: axis.side.clone(),
            place: stop.name.clone(),
            key: stop.key.clone(),
            next: None,
        }
    } else {
        let order: [&[EventType]; 3] = [
            &[EventType::Withdrawal],
            &[EventType::Siege],
            &[
                EventType::Entry,
                EventType::Clash,
                EventType::Repelled,
                EventType::Advance,
                EventType::Shelling,
                EventType::Strike,
            ],
        ];
        of_event(situation, order.into_iter().find_map(newest)?)
    };
    let on_axis = |a: &&crate::situation::Axis| a.side == found.side || a.reached.iter().any(|s| s.key == found.key);
    let ahead = axis.filter(on_axis).and_then(|a| a.ahead.first()).filter(|s| s.key != found.key);
    found.next = ahead.map(|s| (s.name.clone(), s.key.clone()));
    Some(found)
}

fn of_event(situation: &Situation, event: &Event) -> Finding {
    let key = &event.location.key;
    let claimed = event.assertion == Assertion::Claimed
        || situation.axes.iter().flat_map(|a| &a.reached).any(|s| s.key == *key && s.status == LegStatus::Claimed);
    let kind = match event.event_type {
        EventType::Capture if claimed => FindingKind::CaptureClaimed,
        EventType::Recapture if claimed => FindingKind::RecaptureClaimed,
        EventType::Capture => FindingKind::Captured,
        EventType::Recapture => FindingKind::Recaptured,
        EventType::Siege => FindingKind::Besieged,
        EventType::Entry => FindingKind::Entered,
        EventType::Withdrawal => FindingKind::Withdrawn,
        EventType::Repelled => FindingKind::Repelled,
        EventType::Strike => FindingKind::Strikes,
        EventType::Shelling => FindingKind::Shelling,
        _ => FindingKind::Fighting,
    };
    Finding { kind, side: event.actor_side.clone(), place: event.location.name.clone(), key: key.clone(), next: None }
}

/// A title in English that states the finding.
pub fn headline(situation: &Situation) -> String {
    let Some(finding) = finding(situation) else {
        let title = situation.articles.iter().find_map(|a| a.title.clone());
        return title.unwrap_or_else(|| "Places in the news".to_owned());
    };
    let named = finding.side.as_deref().and_then(|id| side(situation, id));
    // "The Sudanese army retakes", "Ukrainian forces retake".
    let one = named.is_some_and(|s| is_singular(&short_name(&s.name)));
    let who = named.map(|s| if one { short_name(&s.name) } else { plural(s) });
    let s = if one { "s" } else { "" };
    let es = if one { "es" } else { "" };
    let say = if one { "says it has" } else { "say they have" };
    let place = &finding.place;
    let forces = who.as_deref().unwrap_or("Forces");
    let mut title = match (finding.kind, &who) {
        (FindingKind::Captured, Some(who)) => format!("{who} capture{s} {place}"),
        (FindingKind::Captured | FindingKind::Recaptured, None) => format!("{place} captured"),
        (FindingKind::Recaptured, Some(who)) => format!("{who} retake{s} {place}"),
        (FindingKind::CaptureClaimed, Some(who)) => format!("{who} {say} captured {place}"),
        (FindingKind::RecaptureClaimed, Some(who)) => format!("{who} {say} retaken {place}"),
        (FindingKind::CaptureClaimed | FindingKind::RecaptureClaimed, None) => format!("{place} reported captured"),
        (FindingKind::Reached, _) => format!("{forces} reach{es} {place}"),
        (FindingKind::Entered, _) => format!("{} enter{s} {place}", who.as_deref().unwrap_or("Troops")),
        (FindingKind::Withdrawn, _) => format!("{} withdraw{s} from {place}", who.as_deref().unwrap_or("Troops")),
        (FindingKind::Besieged, _) => format!("{place} under siege"),
        (FindingKind::Fighting, _) => format!("Fighting at {place}"),
        (FindingKind::Strikes, _) => format!("Strikes on {place}"),
        (FindingKind::Shelling, _) => format!("Shelling of {place}"),
        (FindingKind::Repelled, _) => format!("Attack on {place} repelled"),
    };
    if let Some((next, _)) = &finding.next {
        title.push_str("; ");
        title.push_str(next);
        title.push_str(" could be next");
    }
    title
}

/// The dated second line.
pub(super) fn subtitle(situation: &Situation, yearless: bool) -> String {
    let mut parts = Vec::new();
    if let Some(day) = situation.as_of.filter(|_| yearless) {
        let full = long_date(day);
        let without = full.rsplit_once(' ').map_or(full.as_str(), |(d, _)| d);
        parts.push(format!("Situation as reported on {without}, year not stated"));
    } else if let Some(day) = situation.as_of {
        parts.push(format!("Situation as reported on {}", long_date(day)));
    } else {
        parts.push("Undated report".to_owned());
    }
    if let Some(axis) = situation.axes.first()
        && let (Some(first), Some(last)) = (axis.reached.first(), axis.end())
        && first.key != last.key
    {
        parts.push(format!("advance from {} to {}", first.name, last.name));
    }
    parts.join("; ")
}

/// `5 December 2024`.
fn long_date(day: Date) -> String {
    format!("{} {} {}", day.day(), month_name(day), day.year())
}

fn side<'a>(situation: &'a Situation, id: &str) -> Option<&'a Side> {
    situation.sides.iter().find(|s| s.id == id)
}

/// True for a name that takes a singular verb, such as an army.
fn is_singular(name: &str) -> bool {
    let last = name.rsplit(' ').next().unwrap_or("").to_lowercase();
    matches!(last.as_str(), "army" | "military" | "navy" | "coalition" | "alliance" | "front")
}

/// A name that takes a plural verb: "HTS forces", "Syrian army forces", "the rebels" as "Rebels".
fn plural(side: &Side) -> String {
    let short = short_name(&side.name);
    let last = short.rsplit(' ').next().unwrap_or("").to_lowercase();
    if last == "force" {
        return format!("{short}s");
    }
    let is_plural = matches!(last.as_str(), "men")
        || (last.ends_with('s') && !short.chars().all(|c| c.is_uppercase() || !c.is_alphabetic()));
    let mut out = if is_plural { short } else { format!("{short} forces") };
    if is_role(&side.name)
        && let Some(first) = out.get(..1)
    {
        out = format!("{}{}", first.to_uppercase(), out.get(1..).unwrap_or(""));
    }
    out
}

/// The acronym in brackets if there is one, else the name without brackets and article.
pub(super) fn short_name(name: &str) -> String {
    if let Some((_, rest)) = name.split_once('(')
        && let Some((inner, _)) = rest.split_once(')')
        && inner.len() >= 2
        && inner.len() <= 12
        && inner.chars().all(|c| !c.is_lowercase())
    {
        return inner.to_owned();
    }
    let bare = name.split('(').next().unwrap_or(name).trim();
    bare.strip_prefix("the ").or_else(|| bare.strip_prefix("The ")).unwrap_or(bare).to_owned()
}
