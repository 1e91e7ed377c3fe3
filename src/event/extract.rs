//! The whole reading of an article: sentence by sentence to drafts, then sides, dates and decisions.

use std::collections::BTreeMap;
use std::ops::Range;

use crate::article::Article;
use crate::article::BlockKind;
use crate::date;
use crate::gazetteer::FeatureClass;
use crate::lexicon::Lexicon;
use crate::toponym::Toponym;
use crate::toponym::ToponymKind;

use super::Extraction;
use super::actor::Setting;
use super::cataphora;
use super::deed::Deed;
use super::draft::Draft;
use super::draft::Party;
use super::focus;
use super::focus::Focus;
use super::grammar::Clauses;
use super::heading::Heading;
use super::phrase;
use super::question;
use super::reading::Reading;
use super::roster;
use super::row;
use super::side::Sides;
use super::source;
use super::story::Story;
use super::temporal;
use super::temporal::Basis;
use super::temporal::When;
use super::token;
use super::token::Token;

/// Words of a sentence read together; longer ones are cut, so that the work stays linear in the text.
const LONGEST: usize = 400;

/// Extracts what an article says about the war: see [`Extraction`]. `toponyms` in the order of the text.
pub fn extract(article: &Article, toponyms: &[Toponym], lexicon: &Lexicon) -> Extraction {
    let timeline = temporal::read(article);
    let mut setting = Setting::read(article, toponyms);
    let (mut drafts, seen, mut deeds) = read(article, toponyms, lexicon, &mut setting);
    source::attribute(article, &mut drafts);
    // History says little of who attacks now.
    deeds.retain(|d| !timeline.in_sentence(d.sentence).iter().any(|e| e.historical));
    let story = Story { article, toponyms, lexicon, timeline: &timeline, setting: &setting };
    let whens: Vec<When> = drafts.iter().map(|d| story.when(d)).collect();
    let anchor = story.anchor(&drafts, &whens);
    let ages: Vec<Option<i32>> = whens
        .iter()
        .map(|w| {
            w.period
                .zip(anchor)
                .filter(|_| matches!(w.basis, Basis::Clause | Basis::Sentence | Basis::Heading))
                .map(|(p, a)| date::days_between(p.end, a))
        })
        .collect();
    let old: Vec<bool> = ages.iter().zip(&whens).map(|(a, w)| w.historical || a.is_some_and(|d| d > 60)).collect();
    let mut sides = Sides::read(&drafts, &old, &seen, &deeds, &setting, lexicon);
    let (drafts, whens, ages) = story.without_flight(&deeds, &mut sides, drafts, whens, ages);
    story.tell(&drafts, &seen, &whens, &ages, sides)
}

/// Bytes of the names of armed actors that the article explains itself: `Deir Ezzor Military Council (DMC)`. No place
/// stands inside them. In the order of the text.
pub fn explained_actors(article: &Article, lexicon: &Lexicon) -> Vec<Range<usize>> {
    let mut setting = Setting::read(article, &[]);
    for sentence in &article.sentences {
        if article.text.get(sentence.span.clone()).is_some_and(|t| t.contains('(')) {
            setting.learn(&token::words(&article.text, sentence.span.clone()), lexicon);
        }
    }
    if setting.explained.is_empty() {
        return Vec::new();
    }
    let own: Vec<usize> = setting.explained.iter().map(|(_, index)| *index).collect();
    let mut out = Vec::new();
    for sentence in &article.sentences {
        let words = token::words(&article.text, sentence.span.clone());
        let found = setting.find(&words, lexicon);
        out.extend(found.into_iter().filter(|(_, index)| own.contains(index)).map(|(span, _)| span));
    }
    out
}

/// Reads every sentence.
fn read(
    article: &Article,
    toponyms: &[Toponym],
    lexicon: &Lexicon,
    setting: &mut Setting,
) -> (Vec<Draft>, Vec<Party>, Vec<Deed>) {
    for sentence in &article.sentences {
        setting.learn(&token::words(&article.text, sentence.span.clone()), lexicon);
    }
    let mut drafts: Vec<Draft> = Vec::new();
    let mut seen: Vec<Party> = Vec::new();
    let mut deeds: Vec<Deed> = Vec::new();
    let coming = cataphora::coming(article, toponyms, setting, lexicon);
    let mut focus =
        Focus { main: main_town(toponyms).or_else(|| town_of_title(article, toponyms)), coming, ..Focus::default() };
    let mut first = 0;
    // `Towns taken this week:`, to which the lines after it belong.
    let mut heading: Option<Heading> = None;
    let topics = row::topics(article, toponyms);
    let about_control = roster::is_about_control(article);
    let mut block = usize::MAX;
    for (index, sentence) in article.sentences.iter().enumerate() {
        let topic = topics.get(&sentence.block).map_or(&[][..], Vec::as_slice);
        if let Some(&place) = topic.first().filter(|_| block != sentence.block) {
            focus.event_at(place, index, sentence.block);
        }
        block = sentence.block;
        let words = token::words(&article.text, sentence.span.clone());
        let actors = setting.find(&words, lexicon);
        let tokens = token::join(&article.text, words, &actors, toponyms, &mut first);
        for part in tokens.chunks(LONGEST) {
            let clauses = Clauses::new(part, phrase::cut(part, lexicon));
            let reading = Reading {
                clauses: &clauses,
                lexicon,
                toponyms,
                sentence: index,
                block: sentence.block,
                evidence: sentence.span.clone(),
                topic,
            };
            for at in 0..clauses.phrases.len() {
                if clauses.noun(at).is_some() {
                    seen.extend(reading.party(at, &Focus::default()));
                }
            }
            deeds.extend(reading.deeds());
            let had = drafts.len();
            let mut more = reading.read(&mut focus, drafts.last());
            if question::is_asked(article.sentence(index)) {
                focus.asked = question::asked(&mut more);
            } else if more.is_empty() && question::affirms(part) {
                more = question::answered(&std::mem::take(&mut focus.asked), index, &sentence.span);
            }
            let in_list = article
                .blocks
                .get(sentence.block)
                .is_some_and(|b| matches!(b.kind, BlockKind::ListItem | BlockKind::TableRow));
            if let Some(above) = heading.as_ref().filter(|h| more.is_empty() || h.list_only) {
                more.extend(reading.items(above, in_list, &focus));
            }
            if more.is_empty() && drafts.len() == had {
                more = reading.roster(about_control, &focus);
            }
            let titled = article
                .blocks
                .get(sentence.block)
                .is_some_and(|b| matches!(b.kind, BlockKind::Headline | BlockKind::Heading));
            heading = reading.heading(titled, &focus).or(heading.filter(|_| !more.is_empty()));
            drafts.extend(more);
            if drafts.len() == had && topic.is_empty() {
                refocus(part, index, sentence.block, toponyms, &mut focus);
            }
        }
    }
    // `KABUL, Afghanistan, Aug 13 (Agency) –`: where it was written.
    if let Some(line) = &article.dateline {
        drafts.retain(|d| d.by_reference || toponyms.get(d.place).is_none_or(|t| !line.contains(&t.span.start)));
    }
    (drafts, seen, deeds)
}

/// A sentence without an event that names one town puts it in mind.
fn refocus(tokens: &[Token<'_>], sentence: usize, block: usize, toponyms: &[Toponym], focus: &mut Focus) {
    let name = |i: usize| match tokens.get(i).map(|t| t.kind) {
        Some(token::Kind::Place(t)) => toponyms.get(t).map(|p| (t, p)),
        _ => None,
    };
    // One that could not be placed is as much in mind as any other, if its neighbours say that it is a town.
    let like_a_town = |i: usize| {
        let before = |back: usize| i.checked_sub(back);
        let reads = |i: Option<usize>, words: &[&str]| {
            i.and_then(|i| tokens.get(i)).is_some_and(|t| words.contains(&t.lower.as_str()))
        };
        reads(Some(i + 1), &["town", "city", "village", "district"])
            || reads(before(1), &["in", "into", "at", "near", "outside", "around"])
            || reads(before(1), &["of"]) && reads(before(2), &["town", "city", "village", "outside"])
            || reads(before(1), &["and"]) && before(2).is_some_and(|b| name(b).is_some())
    };
    let mut towns = (0..tokens.len()).filter_map(|i| {
        let (index, toponym) = name(i)?;
        let town = toponym.place.as_ref().map_or_else(|| like_a_town(i), |p| is_town(p.class));
        (town && !focus::names_a_government(tokens, i)).then_some(index)
    });
    let named: Vec<usize> = towns.by_ref().collect();
    // `Before Kandahar there was Herat`: the last one is what follows.
    let leads = tokens.windows(2).any(|w| {
        w.first().is_some_and(|t| t.reads("there")) && w.get(1).is_some_and(|t| t.reads("was") || t.reads("were"))
    });
    match named.as_slice() {
        [one] => focus.event_at(*one, sentence, block),
        [.., last] if leads => focus.event_at(*last, sentence, block),
        _ => return,
    }
    focus.by_mention = true;
}

/// The town that is named most, if it stands out.
fn main_town(toponyms: &[Toponym]) -> Option<usize> {
    let mut counts: BTreeMap<&str, (usize, usize)> = BTreeMap::new();
    for (index, toponym) in toponyms.iter().enumerate().filter(|(_, t)| t.kind == ToponymKind::Place) {
        if let Some(place) = toponym.place.as_ref().filter(|p| is_town(p.class)) {
            counts.entry(place.key.as_str()).or_insert((0, index)).0 += 1;
        }
    }
    let mut list: Vec<(usize, usize)> = counts.into_values().collect();
    list.sort_by(|a, b| b.0.cmp(&a.0).then(a.1.cmp(&b.1)));
    match (list.first(), list.get(1)) {
        (Some(first), second)
            if first.0 >= 3 && second.is_none_or(|s| first.0 >= s.0 + 2 || (first.1 == 0 && first.0 > s.0)) =>
        {
            Some(first.1)
        }
        _ => None,
    }
}

/// The only town that the title names.
fn town_of_title(article: &Article, toponyms: &[Toponym]) -> Option<usize> {
    let title = article.blocks.first().filter(|b| b.kind == BlockKind::Headline)?;
    let mut named = toponyms.iter().enumerate().filter(|(_, t)| title.span.contains(&t.span.start));
    let town = |t: &Toponym| {
        t.kind == ToponymKind::Place && t.relative.is_none() && t.place.as_ref().is_some_and(|p| is_town(p.class))
    };
    let (index, first) = named.next().filter(|(_, t)| town(t))?;
    let key = |t: &Toponym| t.place.as_ref().map(|p| p.key.clone());
    named.all(|(_, t)| key(t) == key(first)).then_some(index)
}

pub(super) fn is_town(class: FeatureClass) -> bool {
    matches!(
        class,
        FeatureClass::Town | FeatureClass::Capital | FeatureClass::Seat | FeatureClass::Quarter | FeatureClass::Camp
    )
}
