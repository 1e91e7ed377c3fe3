//! What a text is about: war or something else that borrows its words.
//!
//! In: the text, what was read in it. Out: yes or no. Never: events.

use crate::lexicon::Class;
use crate::terms::EventType;

use super::actor::Who;
use super::draft::Draft;
use super::draft::Party;

/// True if the words of the text are those of a war: one for a short text, more for a long one.
pub(super) fn is_war(text: &str) -> bool {
    const WORDS: &[&str] = &[
        "troops",
        "soldiers",
        "army",
        "armies",
        "fighters",
        "junta",
        "garrison",
        "artillery",
        "warplanes",
        "battalion",
        "brigade",
        "regiment",
        "infantry",
        "paratroopers",
        "militia",
        "militias",
        "defenders",
        "guerrillas",
        "rebel",
        "rebels",
        "insurgents",
        "militants",
        "shelling",
        "airstrikes",
        "airstrike",
        "offensive",
        "frontline",
        "battle",
        "battles",
        "fighting",
        "war",
        "armour",
        "enemy",
        "regiments",
        "cavalry",
        "paramilitaries",
        "jihadists",
        "gunmen",
    ];
    let mut words = 0;
    let mut hits = 0;
    for word in text.split(|c: char| !c.is_alphabetic()).filter(|w| !w.is_empty()).take(5000) {
        words += 1;
        hits += usize::from(WORDS.contains(&word.to_lowercase().as_str()));
    }
    hits > words / 100
}

/// True if an article is about a war: by its words, by who is named in it, or by what is told.
pub(super) fn is_warlike(text: &str, seen: &[Party], drafts: &[Draft]) -> bool {
    seen.iter().any(|(w, _)| matches!(w, Who::Rebels | Who::Named(_)))
        || is_war(text)
        || drafts.iter().any(|d| {
            let fights = matches!(
                d.class,
                Class::Event(
                    EventType::Capture
                        | EventType::Recapture
                        | EventType::Clash
                        | EventType::Strike
                        | EventType::Shelling
                        | EventType::Siege
                        | EventType::Withdrawal
                        | EventType::Entry
                        | EventType::Hold
                ) | Class::Attack
                    | Class::Repel
                    | Class::Loss
                    | Class::Control
                    | Class::Leave
            );
            fights
                && d.nominal
                && matches!(
                    d.lemma.as_str(),
                    "clash" | "fighting" | "firefight" | "shelling" | "airstrike" | "siege" | "offensive"
                )
                || fights
                    && (d.actor.as_ref().is_some_and(|(w, _)| !matches!(w, Who::Third))
                        || d.fire.is_some()
                        || d.lemma == "fall"
                        || matches!(d.class, Class::Repel))
        })
}
