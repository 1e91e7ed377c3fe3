//! Which words are verbs where they stand: forms told from nouns and adjectives by their neighbours.

use crate::lexicon::Form;
use crate::lexicon::Lexicon;
use crate::lexicon::WordClass;

use super::token::Kind;
use super::token::Token;

/// The main verb at `i`, if the word there can be one.
pub(super) fn main(
    tokens: &[Token<'_>],
    i: usize,
    lexicon: &Lexicon,
    be: bool,
    base: bool,
    perfect: bool,
) -> Option<(String, Form)> {
    let token = tokens.get(i)?;
    let word = token.lower.as_str();
    // `including P and Q`
    if word == "including" {
        return None;
    }
    let forms = lexicon.verb_forms(word);
    let pick = |form: Form| forms.iter().find(|f| f.form == form).map(|f| (f.lemma.clone(), form));
    if base {
        return pick(Form::Base);
    }
    // `an Iranian thrust for P`, `the Russian push on P`
    let named = i > 1
        && is_noun_too(word)
        && tokens.get(i - 2).is_some_and(|t| matches!(t.lower.as_str(), "a" | "an" | "another" | "any" | "each"))
        && tokens.get(i - 1).is_some_and(|t| t.is_capital() && lexicon.nation_of_demonym(t.text).is_some());
    if named && !base && !be && !perfect {
        return None;
    }
    let unlisted = || {
        (forms.is_empty() && word.len() > 4 && word.ends_with("ed") && !word.contains('-') && !lexicon.knows(word))
            .then(|| word.to_owned())
    };
    if be {
        return pick(Form::Participle)
            .or_else(|| pick(Form::Gerund))
            .or_else(|| unlisted().map(|w| (w, Form::Participle)));
    }
    if perfect {
        return pick(Form::Participle).or_else(|| unlisted().map(|w| (w, Form::Participle)));
    }
    let before = (i > 0).then(|| tokens.get(i - 1)).flatten();
    let after = tokens.get(i + 1);
    let noun_slot = before.is_some_and(|t| {
        t.is_possessive()
            || (t.kind == Kind::Word
                && (t.is(lexicon, WordClass::Determiner)
                    || (t.is(lexicon, WordClass::Preposition) && !t.reads("like"))
                    || (t.is(lexicon, WordClass::Adjective) && !t.is(lexicon, WordClass::Adverb))))
            || t.kind == Kind::Number && !t.is_capital() && !super::extent::is_date(tokens, i - 1, lexicon)
    });
    let noun_after = after.is_some_and(|t| {
        (t.kind == Kind::Word
            && !t.is(lexicon, WordClass::Preposition)
            && !t.is(lexicon, WordClass::Determiner)
            && !t.is(lexicon, WordClass::Adverb)
            && !t.is(lexicon, WordClass::Conjunction))
            || matches!(t.kind, Kind::Place(_))
    });
    for entry in forms {
        match entry.form {
            Form::Gerund => {
                if noun_slot
                    && !before.is_some_and(|t| {
                        matches!(
                            t.lower.as_str(),
                            "after"
                                | "before"
                                | "by"
                                | "while"
                                | "without"
                                | "since"
                                | "from"
                                | "despite"
                                | "on"
                                | "for"
                                | "of"
                                | "in"
                                | "to"
                        )
                    })
                {
                    continue;
                }
                // `on the brink of falling`
                let verge = before.is_some_and(|t| t.reads("of"))
                    && i >= 2
                    && tokens.get(i - 2).is_some_and(|t| {
                        matches!(t.lower.as_str(), "brink" | "verge" | "edge" | "point" | "cusp" | "danger" | "risk")
                    });
                if !verge
                    && before.is_some_and(|t| matches!(t.lower.as_str(), "of" | "in" | "on" | "for"))
                    && !after.is_some_and(|t| t.is_name() || t.is(lexicon, WordClass::Determiner))
                {
                    continue;
                }
                if matches!(
                    word,
                    "fighting"
                        | "shelling"
                        | "bombing"
                        | "landing"
                        | "storming"
                        | "beginning"
                        | "morning"
                        | "building"
                        | "meeting"
                ) && !after.is_some_and(|t| {
                    t.is_name() || t.is(lexicon, WordClass::Determiner) || t.reads("on") || t.reads("to")
                }) {
                    continue;
                }
                return Some((entry.lemma.clone(), Form::Gerund));
            }
            Form::Past | Form::Participle => {
                let only_past = entry.form == Form::Past && !forms.iter().any(|f| f.form == Form::Participle);
                if only_past && !before.is_some_and(|t| t.kind == Kind::Word && t.is(lexicon, WordClass::Preposition)) {
                    return Some((entry.lemma.clone(), Form::Past));
                }
                // `while another attacked P`
                let alone = before.is_some_and(|t| matches!(t.lower.as_str(), "another" | "others" | "some" | "many"))
                    && after.is_some_and(Token::is_name);
                if noun_slot && noun_after && !alone {
                    continue;
                }
                // `to restore lost positions`
                let after_infinitive = i >= 2
                    && tokens.get(i - 2).is_some_and(|t| t.reads("to"))
                    && before.is_some_and(|t| lexicon.verb_forms(&t.lower).iter().any(|f| f.form == Form::Base));
                if after_infinitive && noun_after {
                    continue;
                }
                if noun_slot
                    && before.is_some_and(|t| {
                        t.is(lexicon, WordClass::Determiner)
                            && !t.is(lexicon, WordClass::They)
                            && !matches!(
                                t.lower.as_str(),
                                "that"
                                    | "those"
                                    | "all"
                                    | "both"
                                    | "each"
                                    | "most"
                                    | "many"
                                    | "some"
                                    | "others"
                                    | "another"
                                    | "this"
                                    | "dozens"
                                    | "hundreds"
                                    | "several"
                                    | "much"
                                    | "few"
                                    | "one"
                            )
                    })
                {
                    continue;
                }
                if i == 0 && noun_after && !after.is_some_and(|t| matches!(t.lower.as_str(), "by")) {
                    continue;
                }
                // `left`, `set`, `cut` and the like are read as past; a participle is told by its surroundings later.
                let form = if entry.form == Form::Participle
                    && forms.iter().any(|f| f.form == Form::Past && f.lemma == entry.lemma)
                {
                    Form::Past
                } else {
                    entry.form
                };
                return Some((entry.lemma.clone(), form));
            }
            Form::Base if token.is(lexicon, WordClass::Preposition) => {}
            Form::Base | Form::Third => {
                if forms.iter().any(|f| matches!(f.form, Form::Past)) {
                    continue;
                }
                if plausible_present(tokens, i, lexicon, entry.form) {
                    return Some((entry.lemma.clone(), entry.form));
                }
            }
        }
    }
    if !noun_slot
        && i > 0
        && let Some(word) = unlisted()
    {
        return Some((word, Form::Past));
    }
    None
}

/// The token before `i`, or before the brackets that stand there: `the Liberation Army (LA) says`.
fn before_brackets<'t, 'a>(tokens: &'t [Token<'a>], i: usize) -> Option<&'t Token<'a>> {
    let last = i.checked_sub(1)?;
    let before = tokens.get(last)?;
    if !before.reads(")") {
        return Some(before);
    }
    let open = (last.saturating_sub(4)..last).rev().find(|&k| tokens.get(k).is_some_and(|t| t.reads("(")));
    open.and_then(|k| k.checked_sub(1)).and_then(|k| tokens.get(k)).or(Some(before))
}

/// True if a present form at `i` is a verb and not a noun: it follows a subject and an object or adjunct follows it.
pub(super) fn plausible_present(tokens: &[Token<'_>], i: usize, lexicon: &Lexicon, form: Form) -> bool {
    let Some(token) = tokens.get(i) else {
        return false;
    };
    let Some(before) = before_brackets(tokens, i) else {
        return false;
    };
    let after = tokens.get(i + 1);
    // `has complete control`
    if before.is_possessive() || super::verb::is_be(&before.lower) || super::verb::is_have(&before.lower) {
        return false;
    }
    let pronoun = before.kind == Kind::Word
        && (before.is(lexicon, WordClass::They)
            || before.is(lexicon, WordClass::It)
            || before.is(lexicon, WordClass::We)
            || before.is(lexicon, WordClass::Person)
            || matches!(before.lower.as_str(), "that" | "which" | "who"));
    if pronoun {
        return true;
    }
    // `let P fall`, `saw P fall`
    let seen = form == Form::Base
        && matches!(before.kind, Kind::Place(_))
        && (i.saturating_sub(4)..i - 1).any(|k| {
            tokens.get(k).is_some_and(|t| {
                matches!(t.lower.as_str(), "let" | "lets" | "saw" | "see" | "sees" | "watched" | "seen")
            })
        });
    if seen {
        return true;
    }
    let ambiguous = is_noun_too(&token.lower);
    // `stormed P and now control it`: a second verb of the same subject.
    let joined = (0..i)
        .rev()
        .take(3)
        .filter_map(|k| tokens.get(k).map(|t| (k, t)))
        .find(|(_, t)| !(t.is(lexicon, WordClass::Adverb) || t.lower.ends_with("ly")))
        .filter(|(_, t)| t.is(lexicon, WordClass::Conjunction))
        .is_some_and(|(k, _)| tokens.get(..k).is_some_and(|t| super::noun::clause_has_verb(t, lexicon)));
    if joined
        && after.is_some_and(|t| {
            t.is(lexicon, WordClass::It)
                || t.is(lexicon, WordClass::They)
                || t.is_name()
                || t.is(lexicon, WordClass::Determiner) && !ambiguous
        })
    {
        return true;
    }
    let object = after.is_none_or(|t| {
        t.is_name()
            || t.kind == Kind::Number
            || t.kind == Kind::Mark
            || (t.kind == Kind::Word
                && !t.reads("of")
                && (!ambiguous
                    || t.is(lexicon, WordClass::Determiner)
                    || t.is(lexicon, WordClass::Preposition)
                    || t.is_capital()
                    || t.is(lexicon, WordClass::Adjective)
                    || t.is(lexicon, WordClass::Control)
                    || t.is(lexicon, WordClass::Adverb)))
    });
    let subject = match before.kind {
        Kind::Actor(_) | Kind::Government(_) | Kind::Place(_) => true,
        Kind::Number | Kind::Mark => false,
        // `Their gains this week include P`
        Kind::Word if before.is(lexicon, WordClass::Time) && !ambiguous && i >= 3 => true,
        Kind::Word => {
            let plain = !before.is(lexicon, WordClass::Determiner)
                && !before.is(lexicon, WordClass::Preposition)
                && !before.is(lexicon, WordClass::Conjunction);
            let people = [
                WordClass::Force,
                WordClass::Civilian,
                WordClass::Official,
                WordClass::Air,
                WordClass::Shell,
                WordClass::RebelGeneric,
                WordClass::StateGeneric,
            ]
            .iter()
            .any(|&c| before.is(lexicon, c));
            if before.is(lexicon, WordClass::Adverb) || before.lower.ends_with("ly") {
                let earlier = (0..i)
                    .rev()
                    .take(4)
                    .filter_map(|k| tokens.get(k))
                    .find(|t| !(t.is(lexicon, WordClass::Adverb) || t.lower.ends_with("ly")));
                return earlier.is_some_and(|t| {
                    t.is_name()
                        || [
                            WordClass::Force,
                            WordClass::They,
                            WordClass::It,
                            WordClass::We,
                            WordClass::Air,
                            WordClass::RebelGeneric,
                        ]
                        .iter()
                        .any(|&c| t.is(lexicon, c))
                });
            }
            if ambiguous {
                people && after.is_some_and(|t| t.kind != Kind::Mark)
            } else {
                plain
                    && (people
                        || form == Form::Third && !before.lower.ends_with('s')
                        || form == Form::Base && before.lower.ends_with('s'))
            }
        }
    };
    if !subject || !object {
        return false;
    }
    if ambiguous {
        // `the Houthi push on P`, `Russian strikes on P`: number must agree.
        let plural = before.lower.ends_with('s')
            || matches!(before.lower.as_str(), "taliban" | "troops" | "police" | "militia" | "military");
        return match form {
            Form::Base => plural && !after.is_some_and(|t| matches!(t.lower.as_str(), "on" | "against" | "from")),
            _ => {
                (before.kind != Kind::Word || !before.lower.ends_with('s'))
                    && !matches!(
                        token.lower.as_str(),
                        "strikes" | "attacks" | "clashes" | "shells" | "forces" | "raids"
                    )
                    || (before.kind != Kind::Word && after.is_some_and(|t| matches!(t.kind, Kind::Place(_))))
            }
        };
    }
    true
}

/// Present forms that are nouns as often as verbs.
pub(super) fn is_noun_too(word: &str) -> bool {
    const NOUNS: &[&str] = &[
        "advance",
        "aim",
        "ambush",
        "approach",
        "arrest",
        "assault",
        "attack",
        "attempt",
        "base",
        "battle",
        "bid",
        "blockade",
        "block",
        "bomb",
        "breach",
        "call",
        "capture",
        "cause",
        "change",
        "charge",
        "claim",
        "clash",
        "control",
        "counterattack",
        "counter-attack",
        "cover",
        "cross",
        "cut",
        "deal",
        "defeat",
        "delay",
        "demand",
        "drive",
        "drone",
        "end",
        "escape",
        "estimate",
        "face",
        "fall",
        "fear",
        "fight",
        "fire",
        "force",
        "front",
        "gain",
        "gather",
        "guard",
        "halt",
        "hand",
        "head",
        "help",
        "hit",
        "hold",
        "hope",
        "host",
        "house",
        "land",
        "lead",
        "level",
        "link",
        "list",
        "loot",
        "loss",
        "march",
        "mark",
        "mass",
        "mortar",
        "move",
        "name",
        "need",
        "offer",
        "order",
        "patrol",
        "place",
        "plan",
        "plant",
        "plunder",
        "pocket",
        "position",
        "post",
        "power",
        "press",
        "probe",
        "progress",
        "promise",
        "push",
        "question",
        "raid",
        "rain",
        "range",
        "rescue",
        "rest",
        "result",
        "retreat",
        "return",
        "rise",
        "rocket",
        "rout",
        "rule",
        "run",
        "rush",
        "sack",
        "seal",
        "set",
        "share",
        "shell",
        "shelter",
        "siege",
        "signal",
        "sound",
        "spearhead",
        "spread",
        "stage",
        "stand",
        "start",
        "state",
        "station",
        "step",
        "stop",
        "storm",
        "stream",
        "stretch",
        "strike",
        "struggle",
        "supply",
        "support",
        "surge",
        "surprise",
        "talk",
        "target",
        "threat",
        "thrust",
        "travel",
        "turn",
        "use",
        "view",
        "visit",
        "voice",
        "vow",
        "wait",
        "walk",
        "warn",
        "watch",
        "wish",
        "work",
        "wound",
        "report",
        "reports",
        "post",
        "look",
        "like",
        "damage",
        "note",
        "rock",
        "trade",
        "exchange",
        "swarm",
        "subject",
        "number",
        "flare",
        "maul",
        "shake",
        "request",
        "purchase",
        "record",
        "breakthrough",
        "decrease",
        "interview",
        "smuggle",
        "attribute",
        "average",
        "aid",
        "stock",
        "rage",
        "hurry",
        "dispute",
        "light",
    ];
    let stem = word.strip_suffix("es").filter(|s| NOUNS.contains(s)).or_else(|| word.strip_suffix('s')).unwrap_or(word);
    NOUNS.contains(&stem) || NOUNS.contains(&word)
}
