//! Which candidate names are places: features, two passes of the linear model, the best set without overlaps.
//!
//! In: [`Span`]s and all that is known around them. Out: [`Judged`] spans. Never: positions.

use crate::toponym::apposition;
use crate::toponym::confidence::logistic;
use crate::toponym::cue;
use crate::toponym::cue::mark;
use crate::toponym::enumeration;
use crate::toponym::knowledge::model;
use crate::toponym::knowledge::model::Common;
use crate::toponym::knowledge::model::Elsewhere;
use crate::toponym::knowledge::model::Features;
use crate::toponym::knowledge::model::Flag;
use crate::toponym::knowledge::model::Form;
use crate::toponym::knowledge::model::Gaz;
use crate::toponym::knowledge::model::Known;
use crate::toponym::knowledge::model::Left;
use crate::toponym::knowledge::model::Overlap;
use crate::toponym::knowledge::model::Person;
use crate::toponym::knowledge::model::Register;
use crate::toponym::knowledge::model::Right;
use crate::toponym::knowledge::model::Size;
use crate::toponym::knowledge::model::Support;
use crate::toponym::knowledge::model::Weights;
use crate::toponym::knowledge::words::class;
use crate::toponym::lookup::Lookup;
use crate::toponym::person::Persons;
use crate::toponym::span;
use crate::toponym::span::Span;
use crate::toponym::support::Focus;
use crate::toponym::token::Token;
use crate::toponym::token::shape;
use crate::toponym::wording::common_of;
use crate::toponym::wording::name_word_of;
use crate::toponym::wording::person_of;
use crate::toponym::wording::place_of;

/// Least log-odds of a name that is taken.
const LEAST_ODDS: f64 = -0.4;
/// The same in a report of war for a name that the gazetteer knows in a country of the document: there a lost place costs more.
const LEAST_ODDS_WAR: f64 = -1.4;
/// The same in any report for a word that is no English one, in a division of the document whose names are transliterated.
const LEAST_ODDS_FOREIGN: f64 = -2.2;
/// The same for a word of no language the program knows that is another spelling of a place in a country of the document.
const LEAST_ODDS_VARIANT: f64 = -3.0;

/// The same for a name that the text itself calls a town or village.
const LEAST_ODDS_CALLED: f64 = -4.5;

/// Least bytes of a word in capitals that is looked for in other spellings.
const SHORTEST_SHOUTED: usize = 6;

/// A candidate name with its judgement.
#[derive(Debug, Clone)]
pub(super) struct Judged {
    /// The name.
    pub(super) span: Span,
    /// Probability that it is a place name.
    pub(super) probability: f64,
    /// Log-odds of the same.
    pub(super) odds: f64,
    /// Log-odds from which it is taken.
    pub(super) least: f64,
    /// Signs of a person's name.
    pub(super) person: Person,
    /// How common its words are.
    pub(super) common: Common,
    /// What stands before.
    pub(super) left: Left,
    /// What stands after.
    pub(super) right: Right,
    /// How it overlaps.
    pub(super) overlap: Overlap,
    /// The features, for fitting.
    pub(super) features: Features,
}

/// What the judgement reads.
#[derive(Debug, Clone, Copy)]
pub(super) struct Scene<'a> {
    /// Text of the article.
    pub(super) text: &'a str,
    /// All tokens.
    pub(super) tokens: &'a [Token],
    /// Runs of capitalised words.
    pub(super) runs: &'a [(usize, usize)],
    /// People.
    pub(super) persons: &'a Persons,
    /// Weights.
    pub(super) weights: &'a Weights,
}

/// Judges all candidates.
pub(super) fn judge(scene: Scene<'_>, spans: &mut [Span], lookup: &mut Lookup<'_>) -> (Vec<Judged>, Register) {
    let whole = Whole {
        marks: mark_tokens(scene.tokens, spans, lookup),
        lower: lower_words(scene.tokens),
        register: register_of(scene.tokens),
    };
    let mut judged: Vec<Judged> =
        spans.iter().enumerate().map(|(i, span)| judge_first(scene, spans, i, span, &whole, lookup)).collect();
    let mut focus = Focus::read(&judged, lookup);
    // Unknown names that share their consonants with a place of the document's countries.
    let countries = focus.leading_countries();
    let mut changed = false;
    let mut respelt = vec![false; spans.len()];
    if Lookup::has_skeletons(&countries) {
        for index in 0..spans.len() {
            let Some(one) = judged.get(index).filter(|j| j.span.entry.is_none() && j.odds > -5.0) else {
                continue;
            };
            let plain = matches!(one.span.form, Form::Single | Form::Two | Form::Three | Form::Particle | Form::Hyphen);
            if !plain && (one.span.form != Form::Capitals || one.span.end - one.span.start < SHORTEST_SHOUTED) {
                continue;
            }
            let Some(name) = scene.text.get(one.span.start..one.span.end) else {
                continue;
            };
            if let Some(entry) = lookup.find_variant(name, &countries) {
                if let Some(span) = spans.get_mut(index) {
                    span.entry = Some(entry);
                }
                if let Some(slot) = respelt.get_mut(index) {
                    *slot = true;
                }
                changed = true;
            }
        }
        if changed {
            for (i, one) in judged.iter_mut().enumerate() {
                if let Some(span) = spans.get(i).filter(|s| s.entry != one.span.entry) {
                    *one = judge_first(scene, spans, i, span, &whole, lookup);
                }
            }
            focus = Focus::read(&judged, lookup);
        }
    }
    let transliterated: Vec<u32> = countries.into_iter().filter(|&country| Lookup::has_skeletons(&[country])).collect();
    let elsewhere = highest_elsewhere(&judged);
    for ((one, best), respelt) in judged.iter_mut().zip(elsewhere).zip(respelt) {
        let size = one.span.entry.and_then(|e| lookup.entry(e)).map_or(Size::None, |e| e.size) as usize;
        let support = one.span.entry.map_or(Support::NotKnown, |e| focus.support(e, one.probability, lookup));
        one.features.set(model::ELSEWHERE, best as usize, size);
        one.features.set(model::SUPPORT, support as usize, size);
        one.odds = f64::from(scene.weights.log_odds(&one.features, true));
        one.probability = logistic(one.odds);
        let near = matches!(support, Support::Country | Support::Division);
        if near && whole.register == Register::War && is_plain_name(one, lookup) {
            one.least = LEAST_ODDS_WAR;
        }
        // Newsrooms of a front write its towns without a word of war beside them.
        let foreign =
            || one.span.entry.is_some_and(|e| lookup.senses(e).iter().any(|s| transliterated.contains(&s.country)));
        let supported = support == Support::Division || near && whole.register == Register::War;
        if supported && one.common == Common::No && is_plain_name(one, lookup) && foreign() {
            one.least = one.least.min(LEAST_ODDS_FOREIGN);
        }
        if near && respelt && one.common == Common::No && is_plain_name(one, lookup) {
            one.least = LEAST_ODDS_VARIANT;
        }
        if is_called_town(one, scene) {
            one.least = one.least.min(LEAST_ODDS_CALLED);
        }
    }
    (judged, whole.register)
}

/// True for "the village of X", "the villages of W and X" and "X, a village near", whatever the gazetteer says.
fn is_called_town(one: &Judged, scene: Scene<'_>) -> bool {
    let tokens = scene.tokens;
    // "Sake, the last town on the road": a common word or not.
    let described = apposition::read(tokens, one.span.next).is_some();
    let plain = matches!(one.span.form, Form::Single | Form::Two | Form::Three | Form::Particle | Form::Hyphen)
        && (described || matches!(one.common, Common::No | Common::SomeOfMany))
        && matches!(one.overlap, Overlap::Free | Overlap::LongerSmall);
    let before = |n: usize| one.span.first.checked_sub(n).and_then(|i| tokens.get(i));
    let named = || one.left == Left::OfType && before(2).is_some_and(|t| t.lower(class::TOWN));
    // "Rakhine State's Buthidaung Township"
    let owned = matches!(one.left, Left::Possessive | Left::PlaceCap)
        && before(1).is_some_and(|t| t.sign == b's')
        && matches!(one.span.form, Form::HeadAdmin)
        && matches!(one.common, Common::No | Common::SomeOfMany)
        && matches!(one.person, Person::No | Person::Whole);
    plain && (named() || described || enumeration::is_of_towns(scene.text, tokens, one.span.first, one.span.next))
        || owned
}

/// A known name of a place, not an adjective, not part of a person's or an organisation's name.
fn is_plain_name(one: &Judged, lookup: &Lookup<'_>) -> bool {
    let known = one.span.entry.and_then(|e| lookup.entry(e)).is_some_and(|e| {
        matches!(e.known, Known::Primary | Known::Alternate | Known::WithoutArticle | Known::Historic)
    });
    let rare = matches!(one.common, Common::No | Common::SomeOfMany | Common::AllOfMany);
    known
        && rare
        && matches!(one.person, Person::No | Person::Whole)
        && matches!(one.overlap, Overlap::Free | Overlap::LongerSmall)
}

/// Spans of known names begin and end at these tokens.
fn mark_tokens(tokens: &[Token], spans: &[Span], lookup: &Lookup<'_>) -> Vec<u8> {
    let mut marks = vec![0u8; tokens.len()];
    for span in spans {
        let Some(entry) = span.entry.and_then(|e| lookup.entry(e)) else {
            continue;
        };
        if matches!(entry.gaz, Gaz::None | Gaz::Hamlet | Gaz::Facility) || entry.known == Known::Demonym {
            continue;
        }
        let area = if matches!(entry.gaz, Gaz::Country | Gaz::Admin1) { mark::AREA } else { 0 };
        if let Some(m) = marks.get_mut(span.first) {
            *m |= mark::STARTS | area;
        }
        if let Some(m) = marks.get_mut(span.next - 1) {
            *m |= mark::ENDS;
        }
    }
    marks
}

/// Hashes of the lower-case words.
fn lower_words(tokens: &[Token]) -> Hashes {
    let lower = |t: &&Token| t.is(shape::WORD) && !t.is(shape::CAP);
    let mut out = Hashes::for_most(tokens.len());
    tokens.iter().filter(lower).for_each(|t| out.insert(t.hash));
    out
}

/// Hashes in slots, for asking only: they come out in no order. A hash whose first slots are all taken is left out, so that no
/// choice of words makes asking slow.
#[derive(Debug)]
struct Hashes {
    /// A power of two; 0 is an empty slot.
    slots: Vec<u64>,
}

impl Hashes {
    /// Slots tried for a hash.
    const TRIED: usize = 64;

    /// Empty, with room for so many.
    fn for_most(count: usize) -> Self {
        Self { slots: vec![0; (count * 2 + 2).next_power_of_two()] }
    }

    /// Slot of a hash, or the empty one where it would stand.
    fn slot(&self, hash: u64) -> Option<usize> {
        let mask = self.slots.len() - 1;
        let first = (hash ^ hash >> 32) as usize & mask;
        let mut tried = (first..).take(Self::TRIED).map(|at| at & mask);
        tried.find(|&at| self.slots.get(at).is_some_and(|&slot| slot == 0 || slot == hash))
    }

    fn insert(&mut self, hash: u64) {
        if let Some(slot) = self.slot(hash).and_then(|at| self.slots.get_mut(at)) {
            *slot = hash;
        }
    }

    fn contains(&self, hash: u64) -> bool {
        hash != 0 && self.slot(hash).and_then(|at| self.slots.get(at)) == Some(&hash)
    }
}

/// What is known of the whole document.
#[derive(Debug)]
struct Whole {
    marks: Vec<u8>,
    lower: Hashes,
    register: Register,
}

/// Share of words of war: from one in 300, and from one in 80.
fn register_of(tokens: &[Token]) -> Register {
    let words = tokens.iter().filter(|t| t.is(shape::WORD)).count();
    let war = tokens.iter().filter(|t| t.lower(class::WAR)).count();
    if war * 80 >= words {
        Register::War
    } else if war * 300 >= words {
        Register::Some
    } else {
        Register::Peace
    }
}

fn judge_first(
    scene: Scene<'_>,
    spans: &[Span],
    index: usize,
    span: &Span,
    whole: &Whole,
    lookup: &Lookup<'_>,
) -> Judged {
    let (marks, lower, register) = (&whole.marks, &whole.lower, whole.register);
    let Scene { tokens, persons, weights, .. } = scene;
    let own = tokens.get(span.first..span.next).unwrap_or(&[]);
    let entry = span.entry.and_then(|e| lookup.entry(e));
    let (gaz, known, size) = entry.map_or((Gaz::None, Known::None, Size::None), |e| (e.gaz, e.known, e.size));
    let left = cue::left(tokens, marks, span.first);
    let right = cue::right(tokens, marks, span.next);
    let overlap = overlap_of(scene, spans, index, span);
    let common = common_of(own);
    let word = name_word_of(own);
    let person = person_of(persons, own, span);
    let place = place_of(own);
    let is_lower =
        own.iter().filter(|t| t.is(shape::WORD)).count() == 1 && own.first().is_some_and(|t| lower.contains(t.hash));
    let mut f = Features::default();
    let (g, k, s, l, r) = (gaz as usize, known as usize, size as usize, left as usize, right as usize);
    let (form, c, w, p, o, z) =
        (span.form as usize, common as usize, word as usize, person as usize, overlap as usize, place as usize);
    f.set(model::BIAS, 0, 0);
    f.set(model::GAZ, g, 0);
    f.set(model::KNOWN, k, s);
    f.set(model::FORM, form, s);
    f.set(model::COMMON, c, s);
    f.set(model::NAMEWORD, w, s);
    f.set(model::LEFT, l, 0);
    f.set(model::RIGHT, r, 0);
    f.set(model::LEFT_SIZE, l, s);
    f.set(model::RIGHT_SIZE, r, s);
    f.set(model::PERSON, p, s);
    f.set(model::OVERLAP, o, s);
    f.set(model::PLACE, z, s);
    f.set(model::LOWER, if is_lower { Flag::Yes } else { Flag::No } as usize, 0);
    f.set(model::LEFT_COMMON, l, c);
    f.set(model::LEFT_NAMEWORD, l, w);
    f.set(model::OVERLAP_PERSON, o, p);
    f.set(model::REGISTER_KNOWN, register as usize, k);
    f.set(model::REGISTER_SIZE, register as usize, s);
    let odds = f64::from(weights.log_odds(&f, false));
    Judged {
        span: *span,
        probability: logistic(odds),
        odds,
        least: LEAST_ODDS,
        person,
        common,
        left,
        right,
        overlap,
        features: f,
    }
}

fn overlap_of(scene: Scene<'_>, spans: &[Span], index: usize, span: &Span) -> Overlap {
    let Scene { tokens, runs, .. } = scene;
    let at = runs.partition_point(|&(_, to)| to <= span.first);
    let run = runs.get(at).copied().filter(|&(from, _)| from < span.next).unwrap_or((span.first, span.next));
    // No name goes on for longer than this, however long the run is.
    let end = run.1.min(span.next + LONGEST_TAIL);
    let tail = tokens.get(span.next.min(end)..end).unwrap_or(&[]);
    let tail_has = |bits: u64| tail.iter().any(|t| t.is(shape::CAP) && t.has(bits));
    let first_in_run = span.first == run.0
        || tokens
            .get(run.0..span.first)
            .is_some_and(|t| t.iter().all(|t| t.has(class::ARTICLE | class::NEVER | class::LOCATION)))
        || span.entry.is_some()
            && run.0 + 1 == span.first
            && tokens.get(run.0).is_some_and(|t| span::is_opening_gerund(scene.text, t));
    let near = Near::read(spans, index, span);
    if near.in_longer {
        return Overlap::InLonger;
    }
    if tail_has(class::ARMED) {
        return Overlap::Armed;
    }
    if tail.last().is_some_and(|t| t.has(class::MEDIA) && (!t.has(class::COMMON1) || is_presented(tokens, run))) {
        return Overlap::InMedia;
    }
    if tail_has(class::ORGANISATION) {
        return if first_in_run { Overlap::OrganisationStart } else { Overlap::InOrganisation };
    }
    if near.in_form {
        return Overlap::InForm;
    }
    if near.over_shorter {
        return Overlap::LongerSmall;
    }
    if span.first > run.0 && near.after_place {
        return Overlap::AfterPlace;
    }
    if run.0 < span.first && !first_in_run || span.next < run.1 {
        return Overlap::InCapitalRun;
    }
    Overlap::Free
}

/// True for a run of capitalised words behind an article, or before a verb of speech or a possessive: "The X Post", "X Today said".
fn is_presented(tokens: &[Token], (from, to): (usize, usize)) -> bool {
    let article = |at: usize| tokens.get(at).is_some_and(|t| t.has(class::ARTICLE));
    article(from)
        || from > 0 && article(from - 1)
        || tokens.get(to).is_some_and(|t| t.sign == b's' || t.lower(class::SPEECH))
}

const fn is_headed(span: &Span) -> bool {
    matches!(span.form, Form::HeadAdmin | Form::HeadFacility | Form::HeadPhysical | Form::Road)
}

fn contains(outer: &Span, inner: &Span) -> bool {
    outer.first <= inner.first && outer.next >= inner.next && (outer.first < inner.first || outer.next > inner.next)
}

/// Words of a run of capitals that are looked at behind a name.
const LONGEST_TAIL: usize = 32;

/// Spans looked at on each side of one, so that the cost stays linear.
const NEIGHBOURS: usize = 24;

/// How the spans that touch one lie to it.
#[derive(Debug, Default)]
struct Near {
    /// A longer known name holds it.
    in_longer: bool,
    /// A longer name with a type word holds it.
    in_form: bool,
    /// It holds a shorter known name.
    over_shorter: bool,
    /// A known name ends where it begins.
    after_place: bool,
}

impl Near {
    fn read(spans: &[Span], index: usize, own: &Span) -> Self {
        let mut near = Self::default();
        let mut look = |other: &Span| {
            if other.next < own.first || (other.first, other.next) == (own.first, own.next) {
                return;
            }
            let known = other.entry.is_some();
            if contains(other, own) {
                near.in_longer |= known;
                near.in_form |= is_headed(other);
            }
            near.over_shorter |= known && contains(own, other);
            near.after_place |= known && other.next == own.first;
        };
        // They are sorted by their first token, and none is longer than the longest name.
        let before = spans.get(index.saturating_sub(NEIGHBOURS)..index).unwrap_or(&[]);
        before.iter().rev().take_while(|other| other.first + span::MOST_TOKENS >= own.first).for_each(&mut look);
        let after = spans.get(index..(index + NEIGHBOURS).min(spans.len())).unwrap_or(&[]);
        after.iter().take_while(|other| other.first <= own.next).for_each(&mut look);
        near
    }
}

/// For each span the highest probability of another span with the same name.
fn highest_elsewhere(judged: &[Judged]) -> Vec<Elsewhere> {
    let mut order: Vec<usize> = (0..judged.len()).collect();
    order.sort_by_key(|&i| judged.get(i).map_or(0, |j| j.span.hash));
    let mut out = vec![Elsewhere::Once; judged.len()];
    let hash = |i: usize| judged.get(i).map_or(0, |j| j.span.hash);
    let probability = |i: usize| judged.get(i).map_or(0.0, |j| j.probability);
    for group in order.chunk_by(|&a, &b| hash(a) == hash(b)) {
        if group.len() < 2 {
            continue;
        }
        let (mut top, mut second) = (0.0f64, 0.0f64);
        for &i in group {
            let p = probability(i);
            if p > top {
                second = top;
                top = p;
            } else if p > second {
                second = p;
            }
        }
        for &i in group {
            let best = if probability(i) >= top { second } else { top };
            let value = if best < 0.1 {
                Elsewhere::Low
            } else if best < 0.35 {
                Elsewhere::Unlikely
            } else if best < 0.65 {
                Elsewhere::Even
            } else if best < 0.9 {
                Elsewhere::Likely
            } else {
                Elsewhere::High
            };
            if let Some(slot) = out.get_mut(i) {
                *slot = value;
            }
        }
    }
    out
}
