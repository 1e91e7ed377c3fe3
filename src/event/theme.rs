//! What a text is about: war or something else that borrows its words.
//!
//! In: the text. Out: yes or no. Never: events.

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
