//! Who says so beyond the clause: quotations that span sentences, attributions at the end, claims that nobody could verify.
//!
//! In: the drafts of an article and its text. Out: drafts with who says so. Never: sides, events.

use crate::article::Article;
use crate::lexicon::Effect;

use super::actor::Who;
use super::draft::Draft;

/// Verbs of saying, as they stand at the end of a report.
const SAYS: &[&str] = &[
    "added",
    "announced",
    "argue",
    "argued",
    "argues",
    "assert",
    "asserted",
    "claim",
    "claimed",
    "claims",
    "declared",
    "estimate",
    "estimated",
    "insist",
    "insisted",
    "insists",
    "maintain",
    "maintained",
    "maintains",
    "recalled",
    "relate",
    "report",
    "reported",
    "reports",
    "said",
    "say",
    "says",
    "stated",
    "states",
    "suggest",
    "suggests",
    "tell",
    "told",
    "wrote",
    "writes",
];

/// Ways to say at the end whose word it is.
const WORD_OF: &[&str] = &[
    ", as ",
    ", by all accounts",
    ", by most accounts",
    ", by the account of",
    ", by their own account",
    ", by his account",
    ", by her account",
    ", by its own account",
    ", if ",
    ", in the words of",
    ", it is said",
    ", it was said",
    ", on the word of",
    ", so it is said",
];

/// Nobody could check it.
const UNVERIFIED: &[&str] = &[
    "could not be confirmed",
    "could not be immediately confirmed",
    "could not be immediately verified",
    "could not be independently",
    "could not be verified",
    "could not immediately be",
    "could not independently",
    "could not confirm",
    "could not verify",
    "has not been confirmed",
    "has not been independently",
    "has not been verified",
    "have not been confirmed",
    "have not been independently",
    "have not been verified",
    "impossible to verify",
    "is unverified",
    "no independent confirmation",
    "no immediate confirmation",
    "not been independently",
    "not immediately possible to",
    "not possible to confirm",
    "not possible to independently",
    "not possible to verify",
    "remains unconfirmed",
    "remain unconfirmed",
    "unable to verify",
    "unable to confirm",
    "was unconfirmed",
    "is not confirmed",
    "are not confirmed",
    "was not confirmed",
];

/// Adds to the drafts who says so, where the sentence itself does not.
pub(super) fn attribute(article: &Article, drafts: &mut [Draft]) {
    let quotes: Vec<usize> = article.text.match_indices('"').map(|(at, _)| at).collect();
    for draft in drafts {
        if told(draft) {
            continue;
        }
        let Some((words, effect)) =
            ending(article, draft).or_else(|| quoted(article, &quotes, draft)).or_else(|| doubted(article, draft))
        else {
            continue;
        };
        draft.standing.add(effect);
        if draft.speaker.is_none() && !words.is_empty() {
            draft.speaker = Some((Who::Third, words));
        }
    }
}

/// True if the clause says who says so, or what it is worth.
fn told(draft: &Draft) -> bool {
    [Effect::Stated, Effect::Claimed, Effect::Reported, Effect::Confirmed, Effect::Denied]
        .iter()
        .any(|e| draft.standing.has(*e))
}

/// `…, partners report, while …`, `…, by the account of a blogger`: at the end of the clause.
fn ending(article: &Article, draft: &Draft) -> Option<(String, Effect)> {
    let text = article.text.get(draft.trigger.end..draft.evidence.end)?;
    let clause = text.split([';', '\u{2013}']).next().unwrap_or(text);
    if let Some(cue) = WORD_OF.iter().filter(|w| w.len() > 6).find(|w| clause.contains(*w)) {
        let at = clause.find(cue)?;
        return Some((person(clause.get(at + cue.len()..)?), Effect::Reported));
    }
    // `, X say,` or `, X say.`
    let mut parts = clause.split(',');
    parts.next()?;
    for part in parts {
        let words: Vec<&str> = part.trim().trim_end_matches(['.', '"', '!']).split_whitespace().collect();
        let Some(verb) = words.iter().position(|w| SAYS.contains(w)) else { continue };
        let first = words.first().map(|w| w.to_ascii_lowercase()).unwrap_or_default();
        let opens = [
            "and",
            "but",
            "who",
            "which",
            "that",
            "where",
            "when",
            "while",
            "as",
            "after",
            "or",
            "having",
            "then",
            "per",
            "according",
            "despite",
        ];
        // The verb ends the part, or a day or a place of speaking follows.
        let after = words.get(verb + 1).map_or("", |w| w.trim_end_matches('.'));
        let ends = matches!(
            after,
            "" | "on" | "in" | "at" | "late" | "early" | "by" | "yesterday" | "today" | "while" | "here"
        );
        if verb == 0 || verb > 7 || !ends || opens.contains(&first.as_str()) {
            continue;
        }
        return Some((words.get(..verb)?.join(" "), Effect::Stated));
    }
    None
}

/// The first words of a name or description, up to the next mark.
fn person(text: &str) -> String {
    text.trim()
        .split([',', '.', ';', '"'])
        .next()
        .unwrap_or("")
        .split_whitespace()
        .take(6)
        .collect::<Vec<_>>()
        .join(" ")
}

/// Words of a paragraph in which somebody is looked for who says so.
const WORDS: usize = 400;

/// Inside a quotation that the sentence itself does not attribute: whoever the paragraph lets say it.
///
/// `quotes` are where the quotation marks of the article stand.
fn quoted(article: &Article, quotes: &[usize], draft: &Draft) -> Option<(String, Effect)> {
    let block = article.blocks.get(article.sentences.get(draft.sentence)?.block)?;
    let text = article.text.get(block.span.clone())?;
    let first = quotes.partition_point(|at| *at < block.span.start);
    let next = quotes.partition_point(|at| *at < draft.trigger.start);
    if next.checked_sub(first)? % 2 == 0 {
        return None;
    }
    let open = quotes.get(next.checked_sub(1)?)? - block.span.start;
    let close = quotes.get(next).filter(|at| **at < block.span.end).map_or(text.len(), |at| at - block.span.start);
    let inside = text.get(open + 1..close)?;
    if inside.split_whitespace().take(4).count() < 4 {
        return None;
    }
    let said = |part: &str, near_end: bool| -> Option<String> {
        // Where the words of a part are looked at from its end, the last hundreds will do.
        let mut words: Vec<&str> = if near_end {
            part.rsplit(char::is_whitespace).filter(|w| !w.is_empty()).take(WORDS).collect()
        } else {
            part.split_whitespace().take(WORDS).collect()
        };
        if near_end {
            words.reverse();
        }
        let words: Vec<&str> = words.into_iter().map(|w| w.trim_matches([',', '.', ':', ';'])).collect();
        let verb = if near_end {
            words.iter().rposition(|w| SAYS.contains(w))?
        } else {
            words.iter().take(14).position(|w| SAYS.contains(w))?
        };
        // `said X` or `X said`
        let after = words.get(verb + 1..).unwrap_or(&[]);
        let before = words.get(verb.saturating_sub(5)..verb).unwrap_or(&[]);
        let name = if before.is_empty() { after.get(..after.len().min(4)).unwrap_or(&[]) } else { before };
        Some(name.join(" "))
    };
    // Behind the quotation, in front of it, at the end of the paragraph before.
    let behind = text.get(close + 1..).and_then(|t| said(t.split('"').next().unwrap_or(t), false));
    let front = || text.get(..open).and_then(|t| said(t.rsplit('"').next().unwrap_or(t), true));
    let name = behind.or_else(front)?;
    Some((name, Effect::Stated))
}

/// What nobody could verify, says this sentence or the next one of the paragraph.
fn doubted(article: &Article, draft: &Draft) -> Option<(String, Effect)> {
    let has = |text: &str| UNVERIFIED.iter().any(|w| text.contains(w));
    let other = |text: &str| {
        ["figure", "toll", "casualt", "number", "footage", "video", "identity"].iter().any(|w| text.contains(w))
    };
    let rest = article.text.get(draft.evidence.clone())?.to_lowercase();
    if has(&rest) && !other(&rest) {
        return Some((String::new(), Effect::Reported));
    }
    let block = |i: usize| article.sentences.get(i).map(|s| s.block);
    let next = draft.sentence + 1;
    if block(next) != block(draft.sentence) {
        return None;
    }
    let text = article.sentence(next).to_lowercase();
    let about = [
        "the claim",
        "the report",
        "this claim",
        "this report",
        "that claim",
        "these claims",
        "those claims",
        "their claim",
        "the announcement",
        "the information",
        "it was not possible",
        "it has not been",
        "it could not be",
        "there was no",
        "this could not",
        "this has not",
        "neither claim",
        "none of",
        "the account",
        "the statement",
        "the bbc",
        "the agency",
    ];
    (has(&text) && about.iter().any(|w| text.starts_with(w)) && !other(&text))
        .then(|| (String::new(), Effect::Reported))
}
