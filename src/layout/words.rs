//! The words of the sheet: dates and the notes under names, in the language of the sheet.

use crate::date::Date;
use crate::date::Period;
use crate::date::Weekday;
use crate::date::days_between;
use crate::layout::language::Language;
use crate::layout::language::Phrase;
use crate::situation::Event;
use crate::terms::Assertion;
use crate::terms::EventType;
use crate::terms::Precision;

/// Name of the month, in full and short.
fn month(date: Date) -> (Phrase, Phrase) {
    match date.month() {
        1 => (Phrase::January, Phrase::Jan),
        2 => (Phrase::February, Phrase::Feb),
        3 => (Phrase::March, Phrase::Mar),
        4 => (Phrase::April, Phrase::Apr),
        5 => (Phrase::May, Phrase::MayShort),
        6 => (Phrase::June, Phrase::Jun),
        7 => (Phrase::July, Phrase::Jul),
        8 => (Phrase::August, Phrase::Aug),
        9 => (Phrase::September, Phrase::Sep),
        10 => (Phrase::October, Phrase::Oct),
        11 => (Phrase::November, Phrase::Nov),
        _ => (Phrase::December, Phrase::Dec),
    }
}

fn weekday(date: Date) -> Phrase {
    match date.weekday() {
        Weekday::Monday => Phrase::Mon,
        Weekday::Tuesday => Phrase::Tue,
        Weekday::Wednesday => Phrase::Wed,
        Weekday::Thursday => Phrase::Thu,
        Weekday::Friday => Phrase::Fri,
        Weekday::Saturday => Phrase::Sat,
        Weekday::Sunday => Phrase::Sun,
    }
}

/// "5 December 2024".
pub(super) fn long_date(date: Date, language: &Language) -> String {
    let (day, year) = (date.day().to_string(), date.year().to_string());
    let month = language.say(month(date).0);
    language.digits(&language.fill(Phrase::LongDate, &[("day", &day), ("month", month), ("year", &year)]))
}

/// "5 Dec", with the year if it is not that of the map.
pub(super) fn short_date(date: Date, as_of: Option<Date>, language: &Language) -> String {
    if as_of.is_some_and(|d| d.year() != date.year()) {
        return short_date_year(date, language);
    }
    let (day, month) = (date.day().to_string(), language.say(month(date).1));
    language.digits(&language.fill(Phrase::ShortDate, &[("day", &day), ("month", month), ("short month", month)]))
}

/// "5 Dec 2024".
pub(super) fn short_date_year(date: Date, language: &Language) -> String {
    let (day, year) = (date.day().to_string(), date.year().to_string());
    let month = language.say(month(date).1);
    let slots = [("day", day.as_str()), ("month", month), ("short month", month), ("year", &year)];
    language.digits(&language.fill(Phrase::ShortDateYear, &slots))
}

/// "Thu 5 Dec" within ten days of the map's date, else "5 Dec".
fn day(date: Date, as_of: Option<Date>, language: &Language) -> String {
    let short = short_date(date, as_of, language);
    if as_of.is_some_and(|d| (0..=10).contains(&days_between(date, d))) {
        language.fill(Phrase::Weekday, &[("weekday", language.say(weekday(date))), ("date", &short)])
    } else {
        short
    }
}

/// When something happened: "Thu 5 Dec", "by 5 Dec", "in Sep"; empty if not known.
pub(super) fn when(period: Option<Period>, precision: Precision, as_of: Option<Date>, language: &Language) -> String {
    let Some(p) = period else {
        return String::new();
    };
    let by = |phrase: Phrase| language.fill(phrase, &[("date", &short_date(p.end, as_of, language))]);
    match p.days() {
        1 if precision == Precision::Exact => day(p.end, as_of, language),
        1 => by(Phrase::Around),
        2..=3 => {
            let first = if p.start.month() == p.end.month() {
                language.digits(&p.start.day().to_string())
            } else {
                short_date(p.start, as_of, language)
            };
            language.fill(Phrase::Days, &[("first", &first), ("last", &short_date(p.end, as_of, language))])
        }
        4..=21 if as_of.is_some_and(|d| days_between(p.end, d) <= 2) => match p.days() {
            ..=9 => language.say(Phrase::PastWeek).to_owned(),
            _ => language.say(Phrase::RecentWeeks).to_owned(),
        },
        22.. if p.start.month() == p.end.month() && p.start.year() == p.end.year() => {
            language.fill(Phrase::InMonth, &[("month", language.say(month(p.end).1))])
        }
        _ => by(Phrase::By),
    }
}

/// Since when something goes on.
fn since(period: Option<Period>, as_of: Option<Date>, language: &Language) -> String {
    let Some(p) = period else {
        return String::new();
    };
    if as_of.is_some_and(|d| p.start < d) && (p.end > p.start || as_of.is_some_and(|d| p.end < d)) {
        language.fill(Phrase::Since, &[("date", &day(p.start, as_of, language))])
    } else {
        day(p.end, as_of, language)
    }
}

/// A short name of who acts, in English only: the words come from the article.
fn actor<'a>(event: &'a Event, language: &Language) -> Option<&'a str> {
    let name = event.actor.as_deref()?.trim();
    let first = name.split(' ').next().unwrap_or("").to_lowercase();
    let pronoun =
        matches!(first.as_str(), "its" | "their" | "his" | "her" | "our" | "the" | "they" | "it" | "we" | "us" | "i");
    (language.is_english() && !name.is_empty() && name.chars().count() <= 18 && !pronoun).then_some(name)
}

/// True for a name that takes a plural verb: "Rebels", "Federal troops", not "US" nor "Hamas".
fn is_plural(name: &str) -> bool {
    let last = name.rsplit(' ').next().unwrap_or("");
    let common =
        ["rebels", "forces", "troops", "fighters", "militias", "insurgents", "separatists", "allies", "soldiers"];
    last.ends_with('s')
        && (name.contains(' ') || common.contains(&last.to_lowercase().as_str()))
        && last.chars().any(char::is_lowercase)
}

/// The note for an event, a short phrase in sentence case; `dated` is false where the day is said already.
pub(super) fn note(event: &Event, from: Option<&str>, as_of: Option<Date>, dated: bool, language: &Language) -> String {
    let date = if !dated {
        String::new()
    } else if matches!(event.event_type, EventType::Siege | EventType::Clash) {
        since(event.period, as_of, language)
    } else {
        when(event.period, event.time_precision, as_of, language)
    };
    let who = actor(event, language);
    let phrase = choose(event, from, who);
    let Some(phrase) = phrase else {
        return String::new();
    };
    let slots = [("date", date.as_str()), ("who", who.unwrap_or("")), ("place", from.unwrap_or(""))];
    let mut note = language.fill(phrase, &slots);
    if event.assertion == Assertion::Claimed && !event.event_type.takes_control() {
        note = language.fill(Phrase::OneSideSays, &[("note", &note)]);
    }
    sentence_case(&note)
}

fn choose(event: &Event, from: Option<&str>, who: Option<&str>) -> Option<Phrase> {
    let reported = event.assertion == Assertion::Reported;
    let pick = |plain: Phrase, partly: Phrase| if event.partial { partly } else { plain };
    Some(match (event.event_type, event.assertion) {
        (kind, Assertion::Denied) => denied(kind),
        (EventType::Threat, assertion) if assertion.happened() => Phrase::UnderThreat,
        (EventType::Threat | EventType::Objective, _) => Phrase::AttackedNext,
        (kind, Assertion::Hypothetical | Assertion::Future) => possible(kind),
        (EventType::Capture, Assertion::Claimed) => who.map_or(Phrase::CaptureClaimed, |w| {
            if is_plural(w) { Phrase::WhoClaimCapture } else { Phrase::WhoClaimsCapture }
        }),
        (EventType::Recapture, Assertion::Claimed) => who.map_or(Phrase::RecaptureClaimed, |w| {
            if is_plural(w) { Phrase::WhoClaimRecapture } else { Phrase::WhoClaimsRecapture }
        }),
        (EventType::Capture, _) if reported => pick(Phrase::CapturedReported, Phrase::PartlyCapturedReported),
        (EventType::Recapture, _) if reported => pick(Phrase::RecapturedReported, Phrase::PartlyRecapturedReported),
        (EventType::Capture, _) => pick(Phrase::Captured, Phrase::PartlyCaptured),
        (EventType::Recapture, _) => pick(Phrase::Recaptured, Phrase::PartlyRecaptured),
        (EventType::Origin, _) => Phrase::StartOfOffensive,
        (EventType::Withdrawal, _) => who.map_or(Phrase::Withdrew, |_| Phrase::WhoWithdrew),
        (EventType::Advance, _) => Phrase::AdvanceHere,
        (EventType::Entry, _) => {
            if reported {
                Phrase::EnteredReported
            } else {
                Phrase::EnteredHere
            }
        }
        (EventType::Siege, _) => Phrase::SurroundedHere,
        (EventType::Clash, _) => Phrase::ClashesHere,
        (EventType::Strike, _) => match who {
            Some(a) if a.chars().count() <= 4 && a.chars().all(char::is_uppercase) => Phrase::WhoAirStrikes,
            Some(_) => Phrase::HitBy,
            None => Phrase::AirStrikesHere,
        },
        (EventType::Shelling, _) => Phrase::ShelledHere,
        (EventType::Reinforcement, _) => match (from, reported) {
            (Some(_), true) => Phrase::ReinforcementsFromReported,
            (Some(_), false) => Phrase::ReinforcementsFrom,
            (None, true) => Phrase::ReinforcementsReported,
            (None, false) => Phrase::ReinforcementsHere,
        },
        (EventType::Hold, _) => who.map_or(Phrase::StillHeld, |_| Phrase::HeldBy),
        (EventType::Repelled, _) => Phrase::RepelledHere,
        (EventType::Agreement, _) => Phrase::AgreementHere,
        (EventType::Displacement, _) => from.map_or(Phrase::Fleeing, |_| Phrase::FleeingFrom),
        (EventType::Mention, _) => return None,
    })
}

fn denied(kind: EventType) -> Phrase {
    match kind {
        EventType::Capture => Phrase::CaptureDenied,
        EventType::Recapture => Phrase::RecaptureDenied,
        EventType::Withdrawal => Phrase::WithdrawalDenied,
        EventType::Siege => Phrase::SiegeDenied,
        EventType::Clash => Phrase::FightingDenied,
        EventType::Strike | EventType::Shelling => Phrase::StrikeDenied,
        EventType::Agreement | EventType::Reinforcement | EventType::Displacement => Phrase::Denied,
        _ => Phrase::AttackDenied,
    }
}

fn possible(kind: EventType) -> Phrase {
    match kind {
        EventType::Capture | EventType::Recapture | EventType::Advance | EventType::Clash | EventType::Entry => {
            Phrase::AttackedNext
        }
        EventType::Withdrawal => Phrase::WithdrawalPossible,
        EventType::Siege => Phrase::SiegePossible,
        EventType::Strike | EventType::Shelling => Phrase::StrikePossible,
        EventType::Reinforcement => Phrase::ReinforcementPossible,
        EventType::Agreement => Phrase::AgreementPossible,
        EventType::Displacement => Phrase::FlightPossible,
        _ => Phrase::AttackPossible,
    }
}

/// A name with a capital first letter, whatever the text wrote.
pub(super) fn sentence_case(name: &str) -> String {
    let mut letters = name.chars();
    letters.next().map_or_else(String::new, |c| c.to_uppercase().collect::<String>() + letters.as_str())
}

/// Breaks words into lines of at most `letters`, evenly.
pub(super) fn wrap(text: &str, letters: usize) -> Vec<String> {
    let total = text.chars().count();
    let lines = total.div_ceil(letters.max(1)).max(1);
    // The narrowest width that needs no more lines gives lines of about one length.
    for width in total.div_ceil(lines)..=letters {
        let broken = fill(text, width);
        if broken.len() <= lines {
            return broken;
        }
    }
    fill(text, letters)
}

/// The words of a text; a number stays with the word after it and with a short one before it, as in `Thu 5 Dec`.
fn pieces(text: &str) -> Vec<String> {
    let number = |w: &str| w.chars().next().is_some_and(char::is_numeric);
    let words: Vec<&str> = text.split_whitespace().collect();
    let mut out: Vec<String> = Vec::new();
    for (i, word) in words.iter().enumerate() {
        let before = i.checked_sub(1).and_then(|k| words.get(k)).copied().unwrap_or("");
        let joined = i > 0 && (number(before) || number(word) && before.chars().count() <= 4);
        match out.last_mut() {
            Some(last) if joined => {
                last.push(' ');
                last.push_str(word);
            }
            _ => out.push((*word).to_owned()),
        }
    }
    out
}

fn fill(text: &str, letters: usize) -> Vec<String> {
    let mut lines: Vec<String> = Vec::new();
    for word in &pieces(text) {
        match lines.last_mut() {
            Some(line) if line.chars().count() + 1 + word.chars().count() <= letters => {
                line.push(' ');
                line.push_str(word);
            }
            _ => lines.push(word.clone()),
        }
    }
    if lines.is_empty() {
        lines.push(String::new());
    }
    lines
}

/// The first `letters` of a text, with an ellipsis if it is longer.
pub(super) fn cut(text: &str, letters: usize) -> String {
    if text.chars().count() <= letters {
        return text.to_owned();
    }
    let mut short: String = text.chars().take(letters.saturating_sub(1)).collect();
    short.truncate(short.trim_end().len());
    short.push('…');
    short
}
