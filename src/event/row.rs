//! Rows: a line of a table or a timeline that opens with its place tells of that place.
//!
//! In: the blocks of an article and its toponyms. Out: the places of a row, and what its clauses without a place tell of them.
//! Never: datelines, rows that name several places in a sentence.

use std::collections::BTreeMap;

use crate::article::Article;
use crate::article::BlockKind;
use crate::lexicon::Class;
use crate::lexicon::Form;
use crate::lexicon::Place;
use crate::terms::EventType;
use crate::toponym::Toponym;
use crate::toponym::ToponymKind;

use super::assertion;
use super::draft::Draft;
use super::focus::Focus;
use super::phrase::Head;
use super::phrase::PhraseKind;
use super::reading::Found;
use super::reading::Reading;
use super::verb::Verb;

/// Fewest rows that make a table or a list of places.
const FEWEST: usize = 2;
/// Longest opening that is only a date, words.
const DATE_WORDS: usize = 5;

/// The places that rows are about, by block.
pub(super) fn topics(article: &Article, toponyms: &[Toponym]) -> BTreeMap<usize, Vec<usize>> {
    let mut out = BTreeMap::new();
    // Lines that are nothing but a name: headings of what stands under them.
    let mut heads: Vec<(usize, Vec<usize>)> = Vec::new();
    let mut next = 0;
    for (index, block) in article.blocks.iter().enumerate() {
        while toponyms.get(next).is_some_and(|t| t.span.start < block.span.start) {
            next += 1;
        }
        let inside: Vec<usize> = (next..toponyms.len())
            .take_while(|&i| toponyms.get(i).is_some_and(|t| t.span.end <= block.span.end))
            .filter(|&i| toponyms.get(i).is_some_and(|t| t.kind == ToponymKind::Place && t.place.is_some()))
            .collect();
        if inside.is_empty() || !block.kind.is_story() || block.kind == BlockKind::Headline {
            continue;
        }
        if names_only(article, toponyms, &inside, block.span.clone()).is_some_and(|n| !n.is_empty()) {
            heads.push((index, inside.clone()));
        }
        let topic = cells(article, block.span.clone())
            .into_iter()
            .take(4)
            .map(|cell| names_only(article, toponyms, &inside, cell))
            .find(|names| names.as_ref().is_none_or(|n| !n.is_empty()))
            .flatten();
        if let Some(names) = topic {
            out.insert(index, names);
        }
    }
    if heads.len() >= FEWEST {
        for (index, names) in heads {
            let under = article
                .blocks
                .get(index + 1)
                .is_some_and(|b| matches!(b.kind, BlockKind::Paragraph | BlockKind::ListItem));
            if under && !out.contains_key(&(index + 1)) {
                out.insert(index + 1, names);
            }
        }
    }
    // One line that opens with a place may be a dateline.
    if out.len() < FEWEST { BTreeMap::new() } else { out }
}

/// The cells of a row: between bars, or the openings that end with a full stop, a colon or a dash.
fn cells(article: &Article, span: std::ops::Range<usize>) -> Vec<std::ops::Range<usize>> {
    let text = article.text.get(span.clone()).unwrap_or("");
    let table = text.matches('|').count() >= 2;
    let ends: &[&str] = if table { &["|"] } else { &[". ", ": ", "; ", " – ", " — ", " - ", " | ", ", "] };
    let mut out = Vec::new();
    let mut start = 0;
    while let Some(rest) = text.get(start..)
        && out.len() < 6
    {
        let found = ends.iter().filter_map(|e| rest.find(e).map(|at| (at, e.len()))).min();
        let Some((at, len)) = found else {
            break;
        };
        if at > 0 {
            out.push(span.start + start..span.start + start + at);
        }
        start += at + len;
    }
    out
}

/// The names in a cell that holds nothing else; none for a date, `None` for words.
fn names_only(
    article: &Article,
    toponyms: &[Toponym],
    inside: &[usize],
    cell: std::ops::Range<usize>,
) -> Option<Vec<usize>> {
    let names: Vec<usize> = inside
        .iter()
        .copied()
        .filter(|&i| toponyms.get(i).is_some_and(|t| cell.start <= t.span.start && t.span.end <= cell.end))
        .collect();
    let mut rest = String::new();
    let mut at = cell.start;
    for &i in &names {
        let span = toponyms.get(i)?.span.clone();
        rest.push_str(article.text.get(at..span.start)?);
        rest.push(' ');
        at = span.end;
    }
    rest.push_str(article.text.get(at..cell.end)?);
    let words: Vec<&str> = rest.split(|c: char| !c.is_alphanumeric()).filter(|w| !w.is_empty()).collect();
    if names.is_empty() {
        let date = words.len() <= DATE_WORDS && words.iter().any(|w| w.starts_with(|c: char| c.is_ascii_digit()));
        return (date || words.is_empty()).then(Vec::new);
    }
    words.iter().all(|w| matches!(*w, "and" | "The" | "the")).then_some(names)
}

impl Reading<'_, '_> {
    /// `P | Retaken by the army`: what a participle without a subject tells of the places of its row.
    pub(super) fn told_of_row(&self, at: usize, verb: &Verb, focus: &Focus) -> Vec<Draft> {
        let past = matches!(verb.form, Some(Form::Past | Form::Participle));
        if self.topic.is_empty() || !past || verb.negated || verb.modal.is_some() || verb.infinitive {
            return Vec::new();
        }
        let opens = at == 0
            || matches!(
                self.clauses.phrases.get(at - 1).map(|p| &p.kind),
                Some(PhraseKind::Mark | PhraseKind::Conjunction)
            );
        // `West bank of the town retaken`: a part; `Town taken`: the place itself.
        let before = at.checked_sub(1).and_then(|k| self.clauses.noun(k)).filter(|_| !opens);
        let part = before.is_some_and(|n| n.partial || n.edge || matches!(n.class, Head::Area | Head::Facility));
        let whole = before.is_some_and(|n| n.class == Head::Settlement && n.places.is_empty());
        if !(opens || part || whole) || verb.auxiliary || self.clauses.object(at).is_some() {
            return Vec::new();
        }
        let trigger = self.lexicon.verb_triggers(&verb.lemma).iter().find(|t| {
            // `Fell on the evening of 12 August.`
            let inverted = t.places.first() == Some(&Place::Subject) && opens && verb.lemma != "go";
            t.frame.is_empty()
                && (t.places.first() == Some(&Place::Object) || inverted)
                && matches!(
                    t.class,
                    Class::Event(EventType::Capture | EventType::Recapture | EventType::Entry | EventType::Siege)
                        | Class::Loss
                        | Class::Leave
                        | Class::Attack
                )
        });
        let Some(trigger) = trigger else {
            return Vec::new();
        };
        let standing = assertion::over_verb(self.clauses, at, self.lexicon);
        let by = self
            .clauses
            .right_of(at)
            .find(|&k| self.clauses.noun(k).is_some_and(|n| n.prep == "by" && n.class != Head::Time));
        let actor = by.and_then(|k| self.party(k, focus));
        self.topic
            .iter()
            .map(|&toponym| {
                let found = Found { toponym, phrase: at, partial: part, edge: part, by_reference: true };
                let draft = self.draft(at, verb, trigger, &found, standing.clone(), actor.clone(), None);
                Draft { passive: true, ..draft }
            })
            .collect()
    }
}
