//! Verb forms: irregular ones from the table, regular ones by rule.

use std::collections::BTreeMap;

use crate::error::Result;

use super::table;

/// Which form of a verb a word is.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Form {
    /// `take`.
    Base,
    /// `takes`.
    Third,
    /// `took`.
    Past,
    /// `taken`.
    Participle,
    /// `taking`.
    Gerund,
}

/// A reading of a word as a verb.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
pub struct VerbForm {
    /// The verb.
    pub lemma: String,
    /// Its form.
    pub form: Form,
}

/// One syllable with one vowel letter before one last consonant: `grab`, `hem`.
fn is_short(lemma: &str) -> bool {
    let vowel = |c: &char| matches!(c, 'a' | 'e' | 'i' | 'o' | 'u');
    let mut back = lemma.chars().rev();
    let last = back.next().is_some_and(|c| !vowel(&c) && !matches!(c, 'w' | 'x' | 'y'));
    last && back.next().is_some_and(|c| vowel(&c)) && lemma.chars().filter(|c| vowel(c) || *c == 'y').count() == 1
}

fn ends_doubling(lemma: &str) -> bool {
    const DOUBLING: &[&str] = &[
        "repel", "rebel", "expel", "begin", "forget", "overrun", "forbid", "prefer", "refer", "transfer", "control",
        "patrol", "infer", "propel", "dispel", "quit", "pummel", "level", "signal", "travel", "marshal", "airdrop",
        "compel", "submit",
    ];
    let stressed = ["mit", "cur", "pel", "quit"].iter().any(|e| lemma.ends_with(e))
        || lemma.ends_with("fer") && !lemma.ends_with("ffer");
    DOUBLING.contains(&lemma) || is_short(lemma) || stressed
}

fn third(lemma: &str) -> String {
    if ["s", "sh", "ch", "x", "z", "o"].iter().any(|e| lemma.ends_with(e)) {
        format!("{lemma}es")
    } else if let Some(stem) = consonant_y(lemma) {
        format!("{stem}ies")
    } else {
        format!("{lemma}s")
    }
}

fn consonant_y(lemma: &str) -> Option<&str> {
    let stem = lemma.strip_suffix('y')?;
    (!stem.ends_with(['a', 'e', 'i', 'o', 'u'])).then_some(stem)
}

fn doubled(lemma: &str) -> String {
    let mut out = lemma.to_owned();
    if let Some(last) = lemma.chars().last().filter(|_| ends_doubling(lemma)) {
        out.push(last);
    }
    out
}

fn past(lemma: &str) -> String {
    if lemma.ends_with('e') {
        format!("{lemma}d")
    } else if let Some(stem) = consonant_y(lemma) {
        format!("{stem}ied")
    } else {
        format!("{}ed", doubled(lemma))
    }
}

fn gerund(lemma: &str) -> String {
    if let Some(stem) = lemma.strip_suffix("ie") {
        format!("{stem}ying")
    } else if let Some(stem) = lemma.strip_suffix('e').filter(|s| !s.ends_with('e') && lemma.len() > 2) {
        format!("{stem}ing")
    } else {
        format!("{}ing", doubled(lemma))
    }
}

/// Reads `verbs.tsv`.
pub(super) fn forms(text: &str) -> Result<BTreeMap<String, Vec<VerbForm>>> {
    const FILE: &str = "verbs.tsv";
    let mut out: BTreeMap<String, Vec<VerbForm>> = BTreeMap::new();
    for (line, cells) in table::rows(text) {
        let lemma = table::cell(FILE, line, &cells, 0, "lemma")?;
        let (pasts, participles) = match cells.len() {
            1 => (vec![past(lemma)], vec![past(lemma)]),
            3 => (table::alternatives(cells.get(1).unwrap_or(&"-")), table::alternatives(cells.get(2).unwrap_or(&"-"))),
            n => {
                return Err(table::bad(FILE, line, format!("expected 1 or 3 columns, found {n}")));
            }
        };
        let mut add = |word: String, form: Form| {
            let list = out.entry(word).or_default();
            let entry = VerbForm { lemma: lemma.to_owned(), form };
            if !list.contains(&entry) {
                list.push(entry);
            }
        };
        add(lemma.to_owned(), Form::Base);
        add(third(lemma), Form::Third);
        for word in pasts {
            add(word, Form::Past);
        }
        for word in participles {
            add(word, Form::Participle);
        }
        add(gerund(lemma), Form::Gerund);
        // `leveled`, `signaling`: the American spelling beside the British one.
        if ends_doubling(lemma) && lemma.ends_with('l') && cells.len() == 1 {
            add(format!("{lemma}ed"), Form::Past);
            add(format!("{lemma}ed"), Form::Participle);
            add(format!("{lemma}ing"), Form::Gerund);
        }
    }
    Ok(out)
}
