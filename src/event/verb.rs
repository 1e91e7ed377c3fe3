//! Verb groups: the main verb with its auxiliaries, read as voice, tense, modality and negation.

use crate::lexicon::Effect;
use crate::lexicon::Form;
use crate::lexicon::Lexicon;
use crate::lexicon::WordClass;

use super::token::Kind;
use super::token::Token;

/// A verb group.
#[derive(Debug, Clone, Default)]
pub(super) struct Verb {
    /// Lemma of the main verb; `be`, `have`, `do` if there is none other; the word itself if it is not listed.
    pub(super) lemma: String,
    /// Token of the main verb.
    pub(super) main: usize,
    /// Form of the main verb.
    pub(super) form: Option<Form>,
    /// `was taken`, `taken` after a noun is decided later.
    pub(super) passive: bool,
    /// `has`, `have`.
    pub(super) perfect: bool,
    /// `had`.
    pub(super) pluperfect: bool,
    /// `is advancing`.
    pub(super) progressive: bool,
    /// The modal.
    pub(super) modal: Option<String>,
    /// Not, never, has yet to.
    pub(super) negated: bool,
    /// `to take`.
    pub(super) infinitive: bool,
    /// A finite auxiliary stands in it.
    pub(super) auxiliary: bool,
    /// Effects of adverbs inside the group.
    pub(super) effects: Vec<Effect>,
}

impl Verb {
    /// True if the group can carry a clause of its own.
    pub(super) fn is_finite(&self) -> bool {
        if self.infinitive {
            return false;
        }
        self.auxiliary
            || self.modal.is_some()
            || matches!(self.form, Some(Form::Past | Form::Third | Form::Base))
    }

    /// True for `capturing` without an auxiliary.
    pub(super) fn is_gerund(&self) -> bool {
        self.form == Some(Form::Gerund) && !self.auxiliary && !self.infinitive
    }

    /// True for a form that can be a participle standing after its noun.
    pub(super) fn is_bare_participle(&self) -> bool {
        self.form == Some(Form::Participle)
            && !self.auxiliary
            && !self.infinitive
            && self.modal.is_none()
    }
}

fn is_be(word: &str) -> bool {
    matches!(
        word,
        "am" | "is"
            | "are"
            | "was"
            | "were"
            | "be"
            | "been"
            | "being"
            | "isn't"
            | "aren't"
            | "wasn't"
            | "weren't"
            | "'re"
            | "r"
    )
}

fn is_have(word: &str) -> bool {
    matches!(
        word,
        "has" | "have" | "had" | "having" | "hasn't" | "haven't" | "hadn't" | "'ve"
    )
}

fn is_do(word: &str) -> bool {
    matches!(word, "do" | "does" | "did" | "don't" | "doesn't" | "didn't")
}

fn is_get(word: &str) -> bool {
    matches!(word, "got" | "gets" | "get" | "getting")
}

/// True for May and March as months.
pub(super) fn is_month(tokens: &[Token<'_>], at: usize) -> bool {
    at > 0
        && tokens
            .get(at)
            .is_some_and(|t| matches!(t.text, "May" | "March"))
        && !tokens
            .get(at - 1)
            .is_some_and(|t| t.kind == Kind::Mark && !t.reads(","))
}

/// Adverbs that may stand inside a verb group.
fn is_adverb(word: &str, lexicon: &Lexicon) -> bool {
    lexicon.is(word, WordClass::Adverb)
        || (word.len() > 4
            && word.ends_with("ly")
            && !matches!(
                word,
                "only"
                    | "assembly"
                    | "family"
                    | "supply"
                    | "rally"
                    | "reply"
                    | "early"
                    | "ally"
                    | "italy"
            ))
}

/// Reads a verb group that begins at `at`; its end with it.
pub(super) fn read(tokens: &[Token<'_>], at: usize, lexicon: &Lexicon) -> Option<(Verb, usize)> {
    let mut verb = Verb::default();
    let mut i = at;
    let mut be = false;
    let mut base_expected = false;
    let mut last_aux: Option<(usize, &'static str)> = None;
    loop {
        let Some(token) = tokens.get(i).filter(|t| t.kind == Kind::Word) else {
            break;
        };
        let word = token.lower.as_str();
        if i - at > 12 {
            break;
        }
        if word.ends_with("n't") || matches!(word, "not" | "never" | "cannot") {
            if word == "never" && i == at && tokens.get(i + 1).is_none() {
                break;
            }
            verb.negated = true;
            if matches!(word, "not" | "never") {
                i += 1;
                continue;
            }
        }
        if word == "no" && tokens.get(i + 1).is_some_and(|t| t.reads("longer")) && verb.auxiliary {
            verb.negated = true;
            i += 2;
            continue;
        }
        if is_month(tokens, i) {
            break;
        }
        if lexicon.is(word, WordClass::Modal)
            && !(word == "may" && token.is_capital() && i > 0)
            && !(word == "will"
                && i > 0
                && tokens
                    .get(i - 1)
                    .is_some_and(|t| t.is(lexicon, WordClass::Determiner)))
        {
            verb.modal = Some(word.trim_end_matches("n't").to_owned());
            base_expected = true;
            last_aux = Some((i, "be"));
            i += 1;
            continue;
        }
        if is_be(word) {
            be = true;
            verb.progressive |= word == "being";
            verb.auxiliary = true;
            base_expected = false;
            last_aux = Some((i, "be"));
            i += 1;
            continue;
        }
        if is_have(word) {
            if matches!(word, "had" | "hadn't") {
                verb.pluperfect = true;
            } else {
                verb.perfect = true;
            }
            verb.auxiliary |= word != "having";
            if word == "having" && verb.form.is_none() {
                verb.form = Some(Form::Gerund);
            }
            base_expected = false;
            last_aux = Some((i, "have"));
            i += 1;
            continue;
        }
        if is_do(word) {
            verb.auxiliary = true;
            base_expected = true;
            last_aux = Some((i, "do"));
            i += 1;
            continue;
        }
        if is_get(word)
            && tokens
                .get(i + 1)
                .is_some_and(|t| t.lower.ends_with("ed") || t.lower.ends_with("en"))
        {
            be = true;
            verb.auxiliary = true;
            last_aux = Some((i, "get"));
            i += 1;
            continue;
        }
        if word == "to" {
            let later = tokens.get(i + 1).zip(tokens.get(i + 2));
            let next = tokens
                .get(i + 1)
                .filter(|t| t.kind == Kind::Word)
                .map_or("", |t| t.lower.as_str());
            let base = |w: &str| {
                w == "be"
                    || w == "have"
                    || w == "do"
                    || lexicon.verb_forms(w).iter().any(|f| f.form == Form::Base)
            };
            let split = later.is_some_and(|(a, b)| {
                a.kind == Kind::Word && is_adverb(&a.lower, lexicon) && base(&b.lower)
            });
            let noun_after = matches!(
                next,
                "control"
                    | "base"
                    | "post"
                    | "station"
                    | "front"
                    | "fire"
                    | "defeat"
                    | "end"
                    | "work"
                    | "mass"
            ) && !tokens
                .get(i + 2)
                .is_some_and(|t| t.is(lexicon, WordClass::Determiner) || t.is_name());
            if (base(next) && !noun_after) || split {
                // `has yet to`, `had still to`: what did not happen.
                let yet = verb.auxiliary
                    && last_aux.is_some_and(|(a, _)| {
                        tokens.get(a + 1..i).is_some_and(|between| {
                            between
                                .iter()
                                .any(|t| matches!(t.lower.as_str(), "yet" | "still"))
                        })
                    });
                if yet {
                    verb.negated = true;
                } else if verb.auxiliary || verb.modal.is_some() {
                    // `was to take`, `is to begin`: planned.
                    if be && !verb.passive {
                        verb.modal = Some("will".to_owned());
                    } else {
                        break;
                    }
                } else if i > at {
                    break;
                } else {
                    verb.infinitive = true;
                }
                be = false;
                base_expected = true;
                i += 1;
                continue;
            }
            break;
        }
        if word == "going"
            && be
            && tokens.get(i + 1).is_some_and(|t| t.reads("to"))
            && tokens.get(i + 2).is_some_and(|t| {
                lexicon
                    .verb_forms(&t.lower)
                    .iter()
                    .any(|f| f.form == Form::Base)
            })
        {
            verb.modal = Some("will".to_owned());
            be = false;
            base_expected = true;
            i += 2;
            continue;
        }
        if let Some((lemma, form)) = main(
            tokens,
            i,
            lexicon,
            be,
            base_expected,
            verb.perfect || verb.pluperfect,
        ) {
            verb.lemma = lemma;
            verb.main = i;
            verb.passive = be && form == Form::Participle;
            verb.progressive |= be && form == Form::Gerund;
            if verb.form != Some(Form::Gerund) || form == Form::Gerund {
                verb.form = Some(form);
            }
            i += 1;
            return Some((verb, i));
        }
        if is_adverb(word, lexicon) {
            if let Some(effect) = lexicon.adverb(word) {
                verb.effects.push(effect);
            }
            i += 1;
            continue;
        }
        break;
    }
    let (aux, lemma) = last_aux?;
    lemma.clone_into(&mut verb.lemma);
    verb.main = aux;
    verb.form = Some(if verb.modal.is_some() || base_expected {
        Form::Base
    } else {
        Form::Past
    });
    verb.auxiliary = true;
    // Adverbs after the auxiliary belong to what follows.
    Some((verb, aux + 1))
}

/// The main verb at `i`, if the word there can be one.
fn main(
    tokens: &[Token<'_>],
    i: usize,
    lexicon: &Lexicon,
    be: bool,
    base: bool,
    perfect: bool,
) -> Option<(String, Form)> {
    let token = tokens.get(i)?;
    let word = token.lower.as_str();
    let forms = lexicon.verb_forms(word);
    let pick = |form: Form| {
        forms
            .iter()
            .find(|f| f.form == form)
            .map(|f| (f.lemma.clone(), form))
    };
    if base {
        return pick(Form::Base);
    }
    let unlisted = || {
        (forms.is_empty()
            && word.len() > 4
            && word.ends_with("ed")
            && !word.contains('-')
            && !lexicon.knows(word))
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
            || t.kind == Kind::Number && !t.is_capital()
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
                        )
                    })
                {
                    continue;
                }
                if before.is_some_and(|t| matches!(t.lower.as_str(), "of" | "in" | "on" | "for"))
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
                    t.is_name()
                        || t.is(lexicon, WordClass::Determiner)
                        || t.reads("on")
                        || t.reads("to")
                }) {
                    continue;
                }
                return Some((entry.lemma.clone(), Form::Gerund));
            }
            Form::Past | Form::Participle => {
                let only_past =
                    entry.form == Form::Past && !forms.iter().any(|f| f.form == Form::Participle);
                if only_past
                    && !before.is_some_and(|t| {
                        t.kind == Kind::Word && t.is(lexicon, WordClass::Preposition)
                    })
                {
                    return Some((entry.lemma.clone(), Form::Past));
                }
                if noun_slot && noun_after {
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
                if i == 0 && noun_after && !after.is_some_and(|t| matches!(t.lower.as_str(), "by"))
                {
                    continue;
                }
                // `left`, `set`, `cut` and the like are read as past; a participle is told by its surroundings later.
                let form = if entry.form == Form::Participle
                    && forms
                        .iter()
                        .any(|f| f.form == Form::Past && f.lemma == entry.lemma)
                {
                    Form::Past
                } else {
                    entry.form
                };
                return Some((entry.lemma.clone(), form));
            }
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
    if !noun_slot && i > 0 {
        if let Some(word) = unlisted() {
            return Some((word, Form::Past));
        }
    }
    None
}

/// True if a present form at `i` is a verb and not a noun: it follows a subject and an object or adjunct follows it.
fn plausible_present(tokens: &[Token<'_>], i: usize, lexicon: &Lexicon, form: Form) -> bool {
    let Some(token) = tokens.get(i) else {
        return false;
    };
    let Some(before) = (i > 0).then(|| tokens.get(i - 1)).flatten() else {
        return false;
    };
    let after = tokens.get(i + 1);
    if before.is_possessive() {
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
    let ambiguous = is_noun_too(&token.lower);
    let object = after.is_none()
        || after.is_some_and(|t| {
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
                people
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
            || matches!(
                before.lower.as_str(),
                "taliban" | "troops" | "police" | "militia" | "military"
            );
        return match form {
            Form::Base => {
                plural
                    && !after.is_some_and(|t| matches!(t.lower.as_str(), "on" | "against" | "from"))
            }
            _ => {
                !before.lower.ends_with('s')
                    && !matches!(
                        token.lower.as_str(),
                        "strikes" | "attacks" | "clashes" | "shells" | "forces" | "raids"
                    )
                    || (before.kind != Kind::Word
                        && after.is_some_and(|t| matches!(t.kind, Kind::Place(_))))
            }
        };
    }
    true
}

/// Present forms that are nouns as often as verbs.
fn is_noun_too(word: &str) -> bool {
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
    ];
    let stem = word
        .strip_suffix("es")
        .filter(|s| NOUNS.contains(s))
        .or_else(|| word.strip_suffix('s'))
        .unwrap_or(word);
    NOUNS.contains(&stem) || NOUNS.contains(&word)
}
