//! Verb groups: the main verb with its auxiliaries, read as voice, tense, modality and negation.

use crate::lexicon::Effect;
use crate::lexicon::Form;
use crate::lexicon::Lexicon;
use crate::lexicon::WordClass;

use super::inflection::main;
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
        self.auxiliary || self.modal.is_some() || matches!(self.form, Some(Form::Past | Form::Third | Form::Base))
    }

    /// True for `capturing` without an auxiliary.
    pub(super) fn is_gerund(&self) -> bool {
        self.form == Some(Form::Gerund) && !self.auxiliary && !self.infinitive
    }

    /// True for a form that can be a participle standing after its noun.
    pub(super) fn is_bare_participle(&self) -> bool {
        self.form == Some(Form::Participle) && !self.auxiliary && !self.infinitive && self.modal.is_none()
    }
}

pub(super) fn is_be(word: &str) -> bool {
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

pub(super) fn is_have(word: &str) -> bool {
    matches!(word, "has" | "have" | "had" | "having" | "hasn't" | "haven't" | "hadn't" | "'ve")
}

pub(super) fn is_do(word: &str) -> bool {
    matches!(word, "do" | "does" | "did" | "don't" | "doesn't" | "didn't")
}

pub(super) fn is_get(word: &str) -> bool {
    matches!(word, "got" | "gets" | "get" | "getting")
}

/// True for May and March as months.
pub(super) fn is_month(tokens: &[Token<'_>], at: usize) -> bool {
    at > 0
        && tokens.get(at).is_some_and(|t| matches!(t.text, "May" | "March"))
        && !tokens.get(at - 1).is_some_and(|t| t.kind == Kind::Mark && !t.reads(","))
}

/// Adverbs that may stand inside a verb group.
pub(super) fn is_adverb(word: &str, lexicon: &Lexicon) -> bool {
    lexicon.is(word, WordClass::Adverb) || is_manner(word)
}

/// `firmly`, `reportedly`.
pub(super) fn is_manner(word: &str) -> bool {
    const OTHER: &[&str] = &[
        "only",
        "assembly",
        "family",
        "supply",
        "rally",
        "reply",
        "early",
        "ally",
        "italy",
        "deadly",
        "daily",
        "weekly",
        "monthly",
        "elderly",
        "likely",
        "unlikely",
        "friendly",
        "hourly",
        "costly",
        "lonely",
        "orderly",
        "sally",
        "july",
        "anomaly",
        "monopoly",
        "apply",
        "comply",
        "imply",
        "multiply",
        "leadly",
        "northerly",
        "southerly",
        "easterly",
        "westerly",
        "bully",
        "belly",
        "jelly",
        "hilly",
        "silly",
        "folly",
    ];
    word.len() > 4 && word.ends_with("ly") && !OTHER.contains(&word)
}

/// Reads a verb group that begins at `at`; its end with it.
pub(super) fn read(tokens: &[Token<'_>], at: usize, lexicon: &Lexicon) -> Option<(Verb, usize)> {
    let mut verb = Verb::default();
    let mut i = at;
    let mut be = false;
    let mut base_expected = false;
    let mut last_aux: Option<(usize, &'static str)> = None;
    while let Some(token) = tokens.get(i).filter(|t| t.kind == Kind::Word) {
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
        if word == "no" && tokens.get(i + 1).is_some_and(|t| t.reads("longer")) {
            verb.negated = true;
            i += 2;
            if !verb.auxiliary {
                // `no longer holds`
                let form = tokens.get(i).filter(|t| t.kind == Kind::Word).and_then(|t| {
                    lexicon.verb_forms(&t.lower).iter().find(|f| !matches!(f.form, Form::Gerund | Form::Participle))
                })?;
                form.lemma.clone_into(&mut verb.lemma);
                verb.main = i;
                verb.form = Some(form.form);
                return Some((verb, i + 1));
            }
            continue;
        }
        if is_month(tokens, i) {
            break;
        }
        if lexicon.is(word, WordClass::Modal)
            && !(word == "may" && token.is_capital() && i > 0)
            && !(word == "will" && i > 0 && tokens.get(i - 1).is_some_and(|t| t.is(lexicon, WordClass::Determiner)))
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
        if is_get(word) && tokens.get(i + 1).is_some_and(|t| t.lower.ends_with("ed") || t.lower.ends_with("en")) {
            be = true;
            verb.auxiliary = true;
            last_aux = Some((i, "get"));
            i += 1;
            continue;
        }
        if word == "to" {
            let later = tokens.get(i + 1).zip(tokens.get(i + 2));
            let next = tokens.get(i + 1).filter(|t| t.kind == Kind::Word).map_or("", |t| t.lower.as_str());
            let base = |w: &str| {
                w == "be" || w == "have" || w == "do" || lexicon.verb_forms(w).iter().any(|f| f.form == Form::Base)
            };
            let split =
                later.is_some_and(|(a, b)| a.kind == Kind::Word && is_adverb(&a.lower, lexicon) && base(&b.lower));
            let noun_after =
                matches!(
                    next,
                    "control" | "base" | "post" | "station" | "front" | "fire" | "defeat" | "end" | "work" | "mass"
                ) && !tokens.get(i + 2).is_some_and(|t| t.is(lexicon, WordClass::Determiner) || t.is_name());
            if (base(next) && !noun_after) || split {
                // `has yet to`, `had still to`: what did not happen.
                let yet = verb.auxiliary
                    && last_aux.is_some_and(|(a, _)| {
                        tokens
                            .get(a + 1..i)
                            .is_some_and(|between| between.iter().any(|t| matches!(t.lower.as_str(), "yet" | "still")))
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
        let short = i > 0
            && i == at
            && tokens.get(i - 1).is_some_and(|t| ["'re", "’re", "'m", "’m"].iter().any(|e| t.lower.ends_with(e)));
        if word == "going"
            && (be || short)
            && tokens.get(i + 1).is_some_and(|t| t.reads("to"))
            && tokens.get(i + 2).is_some_and(|t| lexicon.verb_forms(&t.lower).iter().any(|f| f.form == Form::Base))
        {
            verb.modal = Some("will".to_owned());
            be = false;
            base_expected = true;
            i += 2;
            continue;
        }
        if let Some((lemma, form)) = main(tokens, i, lexicon, be, base_expected, verb.perfect || verb.pluperfect) {
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
        // `is all but surrounded`: nearly.
        if word == "all" && verb.auxiliary && tokens.get(i + 1).is_some_and(|t| t.reads("but")) {
            verb.effects.push(Effect::Aspect);
            i += 2;
            continue;
        }
        let since = word == "since" && verb.auxiliary && tokens.get(i + 1).is_some_and(|t| t.reads("been"));
        if since || is_adverb(word, lexicon) {
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
    verb.form = Some(if verb.modal.is_some() || base_expected { Form::Base } else { Form::Past });
    verb.auxiliary = true;
    // Adverbs after the auxiliary belong to what follows.
    Some((verb, aux + 1))
}
