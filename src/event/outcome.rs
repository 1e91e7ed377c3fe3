//! What came of it, as the words around a claim tell: beaten off, unopposed, told against the order of time.
//!
//! In: a draft and the text of its sentence. Out: yes or no. Never: assertions.

use crate::article::Article;

use super::draft::Draft;

/// Without success, say the words after the trigger.
pub(super) fn in_vain(article: &Article, draft: &Draft) -> bool {
    const WORDS: &[&str] = &[
        "assault failed",
        "attack failed",
        "attempt failed",
        "beaten back",
        "beaten off",
        "but failed",
        "but without",
        "came to nothing",
        "did not advance",
        "did not gain ground",
        "did not succeed",
        "didn't work",
        "driven back",
        "driven off",
        "fought off",
        "gained no ground",
        "got nowhere",
        "in vain",
        "made no advance",
        "made no gain",
        "made no headway",
        "made no progress",
        "offensive failed",
        "raid failed",
        "they failed",
        "thrown back",
        "to no avail",
        "turned back",
        "unsuccessful",
        "was beaten",
        "was foiled",
        "was repelled",
        "was repulsed",
        "was thwarted",
        "were beaten",
        "were foiled",
        "were repelled",
        "were repulsed",
        "were stopped",
        "without gaining",
        "without result",
        "without success",
    ];
    let text = article.text.get(draft.trigger.end..draft.evidence.end).unwrap_or("").to_lowercase();
    let before = article.text.get(draft.evidence.start..draft.trigger.start).unwrap_or("").to_lowercase();
    let tail = before.rsplit([',', ';', ':']).next().unwrap_or("");
    WORDS.iter().any(|w| text.contains(w))
        || ["unsuccessfully", "in vain", "vainly"].iter().any(|w| tail.contains(w) || text.contains(w))
        || beaten_next(article, draft)
}

/// `All attacks were repelled.`: the sentence after the claim, in its paragraph.
fn beaten_next(article: &Article, draft: &Draft) -> bool {
    const WHAT: &[&str] = &[
        "all ",
        "both ",
        "each ",
        "every ",
        "neither ",
        "none ",
        "the assault",
        "the attack",
        "the attempt",
        "the offensive",
        "these ",
        "they were ",
        "it was ",
        "the enemy was ",
    ];
    const FATE: &[&str] = &[
        "beaten back",
        "beaten off",
        "broken up",
        "came to nothing",
        "driven back",
        "driven off",
        "failed",
        "foiled",
        "fought off",
        "led to a change",
        "made progress",
        "repelled",
        "repulsed",
        "succeeded",
        "thrown back",
        "thwarted",
        "turned back",
        "unsuccessful",
    ];
    let same = |i: usize| article.sentences.get(i).map(|s| s.block);
    let next = draft.sentence + 1;
    if same(next).is_none() || same(next) != same(draft.sentence) {
        return false;
    }
    let text = article.sentence(next).to_lowercase();
    let done = |w: &str| {
        text.contains(w) && (!matches!(w, "led to a change" | "made progress" | "succeeded") || text.starts_with('n'))
    };
    text.len() < 90 && WHAT.iter().any(|w| text.starts_with(w)) && FATE.iter().any(|w| done(w))
}

/// Wholly held, say the words of the claim: that is new.
pub(super) fn in_full(article: &Article, draft: &Draft) -> bool {
    const WORDS: &[&str] =
        &["full control", "complete control", "total control", "fully control", "completely control"];
    let text = article.text.get(draft.evidence.clone()).unwrap_or("").to_lowercase();
    !text.contains("still") && WORDS.iter().any(|w| text.contains(w))
}

/// Nobody resisted, says the sentence.
pub(super) fn unopposed(article: &Article, draft: &Draft) -> bool {
    const WORDS: &[&str] = &[
        "without a shot",
        "without a fight",
        "no resistance",
        "little resistance",
        "unopposed",
        "without resistance",
        "found deserted",
        "without firing",
        "without opposition",
    ];
    let text = article.text.get(draft.evidence.clone()).unwrap_or("").to_lowercase();
    WORDS.iter().any(|w| text.contains(w))
}

/// `Before Kandahar there was Herat`: told against the order of time.
pub(super) fn told_backwards(article: &Article, draft: &Draft) -> bool {
    let text = article.text.get(draft.evidence.clone()).unwrap_or("").trim_start();
    let opening: String = text.chars().take(60).collect::<String>().to_lowercase();
    let opening = opening.trim_start_matches("and ");
    opening.starts_with("before ")
        && (opening.contains(" there was")
            || opening.contains(" came ")
            || opening.starts_with("before that")
            || opening.starts_with("before this"))
        || opening.starts_with("earlier")
        || opening.starts_with("the day before")
}

/// True if the draft stands in a clause with `after` behind the claim whose words are `last`, in the same sentence.
pub(super) fn told_before(article: &Article, draft: &Draft, last: std::ops::Range<usize>) -> bool {
    if last.start < draft.evidence.start || last.end > draft.trigger.start {
        return false;
    }
    let between = article.text.get(last.end..draft.trigger.start).unwrap_or("").to_lowercase();
    between.split([';', ':']).next_back().is_some_and(|part| {
        part.split(|c: char| !c.is_alphanumeric()).any(|w| w == "after")
            && !part.contains(" was after ")
            && (draft.standing.pluperfect || part.trim_end().ends_with("after"))
    })
}

/// `Before entering P, they took Q`: P came after what the rest of the sentence tells.
pub(super) fn told_ahead(article: &Article, draft: &Draft) -> bool {
    let before = article.text.get(draft.evidence.start..draft.trigger.start).unwrap_or("").trim().to_lowercase();
    matches!(
        before.as_str(),
        "before" | "even before" | "long before" | "shortly before" | "hours before" | "just before"
    )
}
