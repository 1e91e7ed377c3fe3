//! The words of the sheet: notes under names, legend, dates. English.

use crate::date::Date;
use crate::date::Period;
use crate::date::Weekday;
use crate::date::days_between;
use crate::date::month_name;
use crate::situation::Event;
use crate::terms::Assertion;
use crate::terms::EventType;
use crate::terms::Precision;

/// The first three letters of the month.
fn month(date: Date) -> &'static str {
    let name = month_name(date);
    name.get(..3).unwrap_or(name)
}

fn weekday(date: Date) -> &'static str {
    match date.weekday() {
        Weekday::Monday => "Mon",
        Weekday::Tuesday => "Tue",
        Weekday::Wednesday => "Wed",
        Weekday::Thursday => "Thu",
        Weekday::Friday => "Fri",
        Weekday::Saturday => "Sat",
        Weekday::Sunday => "Sun",
    }
}

fn long_weekday(date: Date) -> &'static str {
    match date.weekday() {
        Weekday::Monday => "Monday",
        Weekday::Tuesday => "Tuesday",
        Weekday::Wednesday => "Wednesday",
        Weekday::Thursday => "Thursday",
        Weekday::Friday => "Friday",
        Weekday::Saturday => "Saturday",
        Weekday::Sunday => "Sunday",
    }
}

/// "Thursday 5 December 2024".
pub(super) fn long_date(date: Date) -> String {
    let month = month_name(date);
    format!("{} {} {month} {}", long_weekday(date), date.day(), date.year())
}

/// "5 Dec", with the year if it is not that of the map.
pub(super) fn short_date(date: Date, as_of: Option<Date>) -> String {
    if as_of.is_none_or(|d| d.year() == date.year()) {
        format!("{} {}", date.day(), month(date))
    } else {
        format!("{} {} {}", date.day(), month(date), date.year())
    }
}

/// "Thu 5 Dec" within ten days of the map's date, else "5 Dec".
fn day(date: Date, as_of: Option<Date>) -> String {
    if as_of.is_some_and(|d| (0..=10).contains(&days_between(date, d))) {
        format!("{} {}", weekday(date), short_date(date, as_of))
    } else {
        short_date(date, as_of)
    }
}

/// When something happened: " Thu 5 Dec", " by 5 Dec", " in Sep"; empty if not known.
pub(super) fn when(period: Option<Period>, precision: Precision, as_of: Option<Date>) -> String {
    let Some(p) = period else {
        return String::new();
    };
    match p.days() {
        1 if precision == Precision::Exact => format!(" {}", day(p.end, as_of)),
        1 => format!(" about {}", short_date(p.end, as_of)),
        2..=3 => format!(" {} to {}", p.start.day(), short_date(p.end, as_of)),
        4..=21 if as_of.is_some_and(|d| days_between(p.end, d) <= 2) => match p.days() {
            ..=9 => " in the past week".to_owned(),
            _ => " in recent weeks".to_owned(),
        },
        4..=21 => format!(" by {}", short_date(p.end, as_of)),
        _ if p.start.month() == p.end.month() && p.start.year() == p.end.year() => {
            format!(" in {}", month(p.end))
        }
        _ => format!(" by {}", short_date(p.end, as_of)),
    }
}

/// Since when something goes on.
fn since(period: Option<Period>, as_of: Option<Date>) -> String {
    let Some(p) = period else {
        return String::new();
    };
    if as_of.is_some_and(|d| p.start < d) && (p.end > p.start || as_of.is_some_and(|d| p.end < d)) {
        format!(" since {}", day(p.start, as_of))
    } else {
        format!(" {}", day(p.end, as_of))
    }
}

/// "HTS" out of a long name: at most `limit` letters, cut at words, else `None`.
fn brief(name: Option<&str>, limit: usize) -> Option<&str> {
    let name = name?.trim();
    (!name.is_empty() && name.chars().count() <= limit).then_some(name)
}

/// The note for an event, a short phrase in sentence case.
pub(super) fn note(event: &Event, from: Option<&str>, as_of: Option<Date>) -> String {
    let exact = when(event.period, event.time_precision, as_of);
    let actor = brief(event.actor.as_deref(), 18).filter(|a| {
        let first = a.split(' ').next().unwrap_or("").to_lowercase();
        !matches!(first.as_str(), "its" | "their" | "his" | "her" | "our" | "the" | "they" | "it")
    });
    // "Ukraine claims", "Federal troops claim".
    let claims = if actor.is_some_and(|a| a.contains(' ') && a.ends_with('s')) { "claim" } else { "claims" };
    let part = if event.partial { "partly " } else { "" };
    let words = match (event.event_type, event.assertion) {
        (_, Assertion::Denied) => format!("{} denied", noun(event.event_type)),
        (EventType::Threat | EventType::Objective, _) | (_, Assertion::Hypothetical | Assertion::Future) => {
            match event.event_type {
                EventType::Threat if event.assertion.happened() => "Under threat".to_owned(),
                EventType::Threat
                | EventType::Objective
                | EventType::Capture
                | EventType::Recapture
                | EventType::Advance
                | EventType::Clash => "Could be attacked next".to_owned(),
                other => format!("{} possible", noun(other)),
            }
        }
        (EventType::Capture, Assertion::Claimed) => {
            actor.map_or(format!("Capture claimed{exact}"), |a| format!("{a} {claims} capture"))
        }
        (EventType::Recapture, Assertion::Claimed) => {
            actor.map_or(format!("Recapture claimed{exact}"), |a| format!("{a} {claims} recapture"))
        }
        (EventType::Capture, Assertion::Reported) => format!("reported {part}captured{exact}"),
        (EventType::Recapture, Assertion::Reported) => format!("reported {part}recaptured{exact}"),
        (EventType::Capture, _) => format!("{part}captured{exact}"),
        (EventType::Recapture, _) => format!("{part}recaptured{exact}"),
        (EventType::Origin, _) => "Base of the offensive".to_owned(),
        (EventType::Withdrawal, _) => {
            let who = actor.unwrap_or("Forces");
            format!("{who} withdrew{exact}")
        }
        (EventType::Advance, _) => format!("Advance{exact}"),
        (EventType::Entry, _) => format!("Entered{exact}"),
        (EventType::Siege, _) => format!("Surrounded{}", since(event.period, as_of)),
        (EventType::Clash, _) => format!("Clashes{}", since(event.period, as_of)),
        (EventType::Strike, _) => match actor {
            Some(a) if a.chars().count() <= 4 && a.chars().all(char::is_uppercase) => {
                format!("{a} air strikes{exact}")
            }
            Some(a) => format!("Struck by {a}{exact}"),
            None => format!("Air strikes{exact}"),
        },
        (EventType::Shelling, _) => format!("Shelled{exact}"),
        (EventType::Reinforcement, _) => {
            from.map_or("Reinforcements".to_owned(), |f| format!("Reinforcements from {f}"))
        }
        (EventType::Hold, _) => actor.map_or("Still held".to_owned(), |a| format!("Still held by {a}")),
        (EventType::Repelled, _) => format!("Attack repelled{exact}"),
        (EventType::Agreement, _) => format!("Agreement{exact}"),
        (EventType::Displacement, _) => {
            from.map_or("People fleeing".to_owned(), |f| format!("People fleeing from {f}"))
        }
        (EventType::Mention, _) => String::new(),
    };
    let doubt = match event.assertion {
        Assertion::Reported
            if matches!(event.event_type, EventType::Reinforcement | EventType::Displacement | EventType::Entry) =>
        {
            " reported"
        }
        Assertion::Claimed if !event.event_type.takes_control() => ", one side says",
        _ => "",
    };
    sentence_case(&format!("{words}{doubt}"))
}

fn noun(event: EventType) -> &'static str {
    match event {
        EventType::Capture => "Capture",
        EventType::Recapture => "Recapture",
        EventType::Withdrawal => "Withdrawal",
        EventType::Siege => "Siege",
        EventType::Clash => "Fighting",
        EventType::Strike => "Strike",
        EventType::Shelling => "Shelling",
        EventType::Reinforcement => "Reinforcement",
        EventType::Agreement => "Agreement",
        EventType::Displacement => "Flight",
        EventType::Entry => "Entry",
        EventType::Origin | EventType::Advance => "Advance",
        EventType::Hold | EventType::Repelled | EventType::Threat | EventType::Objective | EventType::Mention => {
            "Attack"
        }
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

fn fill(text: &str, letters: usize) -> Vec<String> {
    let mut lines: Vec<String> = Vec::new();
    for word in text.split_whitespace() {
        match lines.last_mut() {
            Some(line) if line.chars().count() + 1 + word.chars().count() <= letters => {
                line.push(' ');
                line.push_str(word);
            }
            _ => lines.push(word.to_owned()),
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
