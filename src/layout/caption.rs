//! Title, subtitle, notes and the description for those who cannot see the map.

use crate::control::Derived;
use crate::layout::SheetOptions;
use crate::layout::areas;
use crate::layout::language::Phrase;
use crate::layout::story::Story;
use crate::layout::story::name_at;
use crate::layout::words;
use crate::situation::FindingKind;
use crate::situation::Situation;
use crate::situation::finding;
use crate::situation::headline;
use crate::terms::EventType;
use crate::terms::HolderStatus;
use crate::terms::LegStatus;

/// The finding: given, or the title of the situation, or the same finding in the words of another language.
pub(super) fn title(situation: &Situation, story: &Story, options: &SheetOptions) -> String {
    if let Some(title) = options.title.as_deref().filter(|t| !t.trim().is_empty()) {
        return title.trim().to_owned();
    }
    let own = situation.title.trim();
    let english = headline(situation);
    // A title that a person wrote stays as it is.
    if !own.is_empty() && (story.language.is_english() || own != english) {
        return own.to_owned();
    }
    if story.language.is_english() && !story.places.is_empty() { english } else { finding_in(situation, story) }
}

/// The finding in the words of the sheet's language.
fn finding_in(situation: &Situation, story: &Story) -> String {
    let language = &story.language;
    let Some(finding) = finding(situation) else {
        return language
            .say(if story.places.is_empty() { empty(situation) } else { Phrase::PlacesInTheNews })
            .to_owned();
    };
    let side = finding.side.as_deref().and_then(|id| situation.sides.iter().find(|s| s.id == id));
    let who = side.map(|s| language.side(&s.id, &s.name));
    let name = |key: &str, name: &str| {
        story.places.iter().find(|p| p.key == key).map_or_else(|| name.to_owned(), |p| p.name.clone())
    };
    let place = name(&finding.key, &finding.place);
    let phrase = match (finding.kind, who.as_ref()) {
        (FindingKind::Captured, Some(_)) => Phrase::WhoCaptures,
        (FindingKind::Recaptured, Some(_)) => Phrase::WhoRecaptures,
        (FindingKind::Captured | FindingKind::Recaptured, None) => Phrase::PlaceCaptured,
        (FindingKind::CaptureClaimed, Some(_)) => Phrase::WhoSaysCaptured,
        (FindingKind::RecaptureClaimed, Some(_)) => Phrase::WhoSaysRecaptured,
        (FindingKind::CaptureClaimed | FindingKind::RecaptureClaimed, None) => Phrase::PlaceReportedCaptured,
        (FindingKind::Reached, Some(_)) => Phrase::WhoReaches,
        (FindingKind::Entered, Some(_)) => Phrase::WhoEnters,
        (FindingKind::Reached | FindingKind::Entered, None) => Phrase::PlaceEntered,
        (FindingKind::Withdrawn, Some(_)) => Phrase::WhoWithdraws,
        (FindingKind::Withdrawn, None) => Phrase::PlaceWithdrawn,
        (FindingKind::Besieged, _) => Phrase::PlaceBesieged,
        (FindingKind::Fighting, _) => Phrase::FightingAt,
        (FindingKind::Strikes, _) => Phrase::StrikesOn,
        (FindingKind::Shelling, _) => Phrase::ShellingOf,
        (FindingKind::Repelled, _) => Phrase::AttackRepelledAt,
    };
    let first = language.fill(phrase, &[("who", who.as_deref().unwrap_or("")), ("place", &place)]);
    let whole = match finding.next {
        Some((next, key)) => language.fill(Phrase::CouldBeNext, &[("finding", &first), ("place", &name(&key, &next))]),
        None => first,
    };
    words::sentence_case(&whole)
}

/// Title of a sheet without places.
fn empty(situation: &Situation) -> Phrase {
    if !situation.areas.is_empty() {
        Phrase::AreasOfControl
    } else if !situation.lines.is_empty() {
        Phrase::FrontLine
    } else {
        Phrase::NoEvents
    }
}

/// The line under the title.
pub(super) fn subtitle(situation: &Situation, story: &Story, derived: &Derived, options: &SheetOptions) -> String {
    if let Some(subtitle) = options.subtitle.as_deref().filter(|t| !t.trim().is_empty()) {
        return subtitle.trim().to_owned();
    }
    let language = &story.language;
    if !situation.subtitle.trim().is_empty() && language.is_english() {
        return situation.subtitle.trim().to_owned();
    }
    let mut parts = vec![situation.as_of.map_or_else(
        || language.say(Phrase::Undated).to_owned(),
        |d| language.fill(Phrase::AsReported, &[("date", &words::long_date(d, language))]),
    )];
    if let Some(pincer) = derived.pincers.first() {
        let place = name_at(story, &pincer.objective, pincer.at);
        parts.push(language.fill(Phrase::Pincer, &[("place", &place)]));
    } else if let Some(axis) = situation.axes.first()
        && let (Some(first), Some(last)) = (axis.reached.first(), axis.end())
        && first.key != last.key
    {
        let name = |stop: &crate::situation::Stop| name_at(story, &stop.name, stop.at);
        parts.push(language.fill(Phrase::AdvanceFromTo, &[("from", &name(first)), ("to", &name(last))]));
    }
    parts.join(match language.tag() {
        "fr" => "\u{a0}; ",
        _ if language.is_rtl() => "؛ ",
        _ => "; ",
    })
}

/// Notes on method and sources under the map, a paragraph each.
pub(super) fn credits(
    situation: &Situation,
    story: &Story,
    derived: &Derived,
    options: &SheetOptions,
    (disputed, varies): (bool, Option<f64>),
    card: bool,
) -> Vec<String> {
    let language = &story.language;
    let say = |phrase: Phrase| language.say(phrase).to_owned();
    let dated = |d| words::short_date(d, Some(d), language) + " " + &language.digits(&d.year().to_string());
    // The credits of the shipped data are phrases, too.
    let own: Vec<String> = options
        .credits
        .iter()
        .map(|c| {
            [Phrase::BaseMapCredit, Phrase::NoEndorsement]
                .into_iter()
                .find(|p| p.english() == c)
                .map_or_else(|| c.clone(), say)
        })
        .collect();
    if card {
        let date = situation.as_of.map(|d| language.fill(Phrase::ReportedTo, &[("date", &dated(d))]));
        return date.into_iter().chain(own.first().cloned()).collect();
    }
    let areas = areas::method(situation, derived);
    let mut method: Vec<String> = Vec::new();
    if let Some(areas) = areas {
        method.push(if language.is_english() { areas } else { say(Phrase::ControlIndicative) });
        if derived.areas.iter().any(crate::situation::Area::is_carved) {
            method.push(say(Phrase::CarvedAreas));
        }
    }
    if !derived.legs.is_empty() {
        method.push(say(Phrase::ArrowsSchematic));
    }
    let area = story.places.iter().any(|p| p.precision == crate::terms::Precision::Region);
    method.push(say(if area { Phrase::PositionsArea } else { Phrase::Positions }));
    method.push(say(Phrase::HowToRead));
    let mut sources: Vec<String> = Vec::new();
    for article in situation.articles.iter().take(3) {
        let who = article.outlet.clone().or_else(|| article.byline.clone()).or_else(|| article.title.clone());
        let Some(who) = who else { continue };
        sources.push(article.date.map_or_else(|| who.clone(), |d| format!("{who}, {}", dated(d))));
    }
    if situation.articles.len() > 3 {
        let n = language.digits(&(situation.articles.len() - 3).to_string());
        sources.push(language.fill(Phrase::AndMore, &[("n", &n)]));
    }
    let mut second: Vec<String> = Vec::new();
    if !sources.is_empty() {
        second.push(language.fill(Phrase::SourceList, &[("sources", &words::cut(&sources.join("; "), 160))]));
    }
    second.extend(own);
    if disputed {
        second.push(say(Phrase::DisputedBorders));
    }
    if let Some(range) = varies {
        let percent = language.digits(&format!("{:.0}", (range - 1.0) * 100.0));
        second.push(language.fill(Phrase::ScaleVaries, &[("percent", &percent)]));
    }
    vec![method.join(" "), second.join(" ")].into_iter().filter(|p| !p.is_empty()).collect()
}

/// The long description: what happened where, in the order of importance, then the advance.
pub(super) fn description(situation: &Situation, story: &Story, derived: &Derived) -> String {
    let language = &story.language;
    let mut parts: Vec<String> = Vec::new();
    if let Some(date) = situation.as_of {
        parts.push(language.fill(Phrase::AsReported, &[("date", &words::long_date(date, language))]));
    }
    for place in story.places.iter().take(40) {
        let notes = if place.notes.is_empty() { String::new() } else { format!(": {}", place.notes.join(", ")) };
        parts.push(format!("{}{notes}", place.name));
    }
    let name = |name: &str, at: Option<&crate::geodesy::LonLat>| {
        at.map_or_else(|| name.to_owned(), |at| name_at(story, name, *at))
    };
    for (status, phrase) in [
        (LegStatus::Completed, Phrase::AdvanceMade),
        (LegStatus::Claimed, Phrase::AdvanceClaimed),
        (LegStatus::Projected, Phrase::PossibleAdvance),
    ] {
        let legs: Vec<String> = derived
            .legs
            .iter()
            .filter(|l| l.status == status)
            .map(|l| format!("{} – {}", name(&l.from, l.line.first()), name(&l.to, l.line.last())))
            .collect();
        if !legs.is_empty() {
            parts.push(format!("{}: {}", language.say(phrase), legs.join(", ")));
        }
    }
    for pincer in &derived.pincers {
        let place = name(&pincer.objective, Some(&pincer.at));
        parts.push(words::sentence_case(&language.fill(Phrase::Pincer, &[("place", &place)])));
    }
    for m in situation.movements.iter().take(12) {
        let what = match m.event_type {
            EventType::Displacement => Phrase::Displacement,
            EventType::Reinforcement => Phrase::Reinforcement,
            _ => Phrase::Withdrawal,
        };
        let (from, to) = (name(&m.from.0, Some(&m.from.1)), name(&m.to.0, Some(&m.to.1)));
        parts.push(format!("{}: {from} – {to}", language.say(what)));
    }
    if derived.areas.iter().any(|a| a.status == HolderStatus::Assessed) {
        parts.push(language.say(Phrase::ControlIndicative).trim_end_matches('.').to_owned());
    }
    let sentences: Vec<String> = parts.iter().map(|p| format!("{}.", p.trim_end_matches('.'))).collect();
    sentences.join(" ")
}
