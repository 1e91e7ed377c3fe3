//! Title, subtitle, notes and the description for those who cannot see the map.

use std::fmt::Write as _;

use crate::control::Derived;
use crate::layout::SheetOptions;
use crate::layout::areas;
use crate::layout::story::Mark;
use crate::layout::story::Story;
use crate::layout::words;
use crate::situation::Situation;
use crate::terms::EventType;
use crate::terms::HolderStatus;
use crate::terms::LegStatus;

/// The finding: given, or made from the newest capture and what comes next.
pub(super) fn title(situation: &Situation, story: &Story, options: &SheetOptions) -> String {
    if let Some(title) = options.title.as_deref().filter(|t| !t.trim().is_empty()) {
        return title.trim().to_owned();
    }
    if !situation.title.trim().is_empty() {
        return situation.title.trim().to_owned();
    }
    let side = |id: Option<&str>| id.and_then(|i| situation.sides.iter().find(|s| s.id == i)).map(|s| s.name.clone());
    let attacker = side(situation.attacker.as_deref());
    let next = situation.axes.first().and_then(|a| a.ahead.first()).map(|s| s.name.clone());
    let Some(focal) = story.focal() else {
        return story
            .places
            .first()
            .map_or_else(|| empty_title(situation).to_owned(), |p| format!("Reported events around {}", p.name));
    };
    let who = attacker.unwrap_or_else(|| "Attackers".to_owned());
    let first = match focal.mark {
        Mark::Captured if focal.claimed => format!("{who} claim capture of {}", focal.name),
        Mark::Captured if focal.again => format!("{who} recapture {}", focal.name),
        Mark::Captured => format!("{who} capture {}", focal.name),
        Mark::Siege => format!("{} surrounded", focal.name),
        Mark::Clash => format!("Fighting at {}", focal.name),
        _ => format!("{who} advance on {}", focal.name),
    };
    next.filter(|n| *n != focal.name).map_or_else(|| first.clone(), |n| format!("{first}; {n} could be next"))
}

/// Title of a sheet without places.
fn empty_title(situation: &Situation) -> &'static str {
    if !situation.areas.is_empty() {
        "Areas of control"
    } else if !situation.lines.is_empty() {
        "Front line"
    } else {
        "No events to map"
    }
}

/// The line under the title.
pub(super) fn subtitle(situation: &Situation, options: &SheetOptions) -> String {
    if let Some(subtitle) = options.subtitle.as_deref().filter(|t| !t.trim().is_empty()) {
        return subtitle.trim().to_owned();
    }
    if !situation.subtitle.trim().is_empty() {
        return situation.subtitle.trim().to_owned();
    }
    situation.as_of.map_or_else(String::new, |d| format!("As reported on {}", words::long_date(d)))
}

/// Notes on method and sources under the map, a paragraph each.
pub(super) fn credits(
    situation: &Situation,
    story: &Story,
    derived: &Derived,
    options: &SheetOptions,
    disputed: bool,
    card: bool,
) -> Vec<String> {
    if card {
        let date = situation.as_of.map(|d| format!("Reported to {} {}.", words::short_date(d, Some(d)), d.year()));
        return date.into_iter().chain(options.credits.first().cloned()).collect();
    }
    let areas = areas::method(situation, derived);
    let mut method: Vec<&str> = areas.as_deref().into_iter().collect();
    if !derived.legs.is_empty() {
        method.push("Arrows are schematic, not routes.");
    }
    let area = story.places.iter().any(|p| p.precision == crate::terms::Precision::Region);
    method.push(if area {
        "Positions approximate; dotted circles: events known only to an area."
    } else {
        "Positions approximate."
    });
    method.push("Colour shows the side, shape the event, dashes what is only reported or possible.");
    let mut sources: Vec<String> = Vec::new();
    for article in situation.articles.iter().take(3) {
        let who = article
            .outlet
            .clone()
            .or_else(|| article.byline.clone().map(|b| format!("article by {b}")))
            .or_else(|| article.title.clone());
        let Some(who) = who else { continue };
        sources.push(
            article
                .date
                .map_or_else(|| who.clone(), |d| format!("{who}, {} {}", words::short_date(d, Some(d)), d.year())),
        );
    }
    if situation.articles.len() > 3 {
        sources.push(format!("and {} more", situation.articles.len() - 3));
    }
    let mut second =
        if sources.is_empty() { String::new() } else { format!("Source: {}. ", words::cut(&sources.join("; "), 160)) };
    second.push_str(&options.credits.join(" "));
    if disputed {
        second.push_str(" Dashed borders are disputed.");
    }
    vec![method.join(" "), second.trim().to_owned()].into_iter().filter(|p| !p.is_empty()).collect()
}

/// The long description: what happened where, in the order of importance, then the advance.
pub(super) fn description(situation: &Situation, story: &Story, derived: &Derived) -> String {
    let mut text = String::from("Map.");
    if let Some(date) = situation.as_of {
        let _ = write!(text, " State on {}.", words::long_date(date));
    }
    for place in story.places.iter().take(40) {
        let notes = if place.notes.is_empty() { String::new() } else { format!(": {}", place.notes.join(", ")) };
        let _ = write!(text, " {}{notes}.", place.name);
    }
    for (status, words) in [
        (LegStatus::Completed, "Arrows show the advance made"),
        (LegStatus::Claimed, "Hatched arrows show an advance only one side claims"),
        (LegStatus::Projected, "Dashed arrows show a possible advance"),
    ] {
        let legs: Vec<String> =
            derived.legs.iter().filter(|l| l.status == status).map(|l| format!("{} to {}", l.from, l.to)).collect();
        if !legs.is_empty() {
            let _ = write!(text, " {words}: {}.", legs.join(", "));
        }
    }
    for m in situation.movements.iter().take(12) {
        let what = match m.event_type {
            EventType::Displacement => "People fleeing",
            EventType::Reinforcement => "Reinforcements",
            _ => "Movement",
        };
        let _ = write!(text, " {what} from {} to {}.", m.from.0, m.to.0);
    }
    if derived.areas.iter().any(|a| a.status == HolderStatus::Assessed) {
        text.push_str(" Tinted areas show who holds the ground, as an estimate.");
    }
    text
}
