//! The road from an article to its toponyms.
//!
//! In: [`Article`], [`Gazetteer`], [`Options`]. Out: [`Toponym`]s in order of the text. Never: events.

use std::collections::BTreeMap;
use std::ops::Range;

use crate::article::Article;
use crate::gazetteer::Gazetteer;
use crate::geodesy;
use crate::geodesy::LonLat;
use crate::toponym::Candidate;
use crate::toponym::ResolvedPlace;
use crate::toponym::Toponym;
use crate::toponym::ToponymKind;
use crate::toponym::actor;
use crate::toponym::actor::Closed;
use crate::toponym::airfield;
use crate::toponym::choose;
use crate::toponym::confidence::confidence_numbers;
use crate::toponym::confidence::logistic;
use crate::toponym::confidence::size_of_best;
use crate::toponym::given::join_given;
use crate::toponym::knowledge::Lexicon;
use crate::toponym::knowledge::model::Form;
use crate::toponym::knowledge::model::RANK;
use crate::toponym::knowledge::model::Register;
use crate::toponym::lookup::Lookup;
use crate::toponym::lookup::Sense;
use crate::toponym::mention;
use crate::toponym::mention::Named;
use crate::toponym::person;
use crate::toponym::person::Persons;
use crate::toponym::recognise;
use crate::toponym::recognise::Judged;
use crate::toponym::recognise::Scene;
use crate::toponym::relative;
use crate::toponym::resolve;
use crate::toponym::resolve::Group;
use crate::toponym::resolve::Mention;
use crate::toponym::resolve::Want;
use crate::toponym::span;
use crate::toponym::token;
use crate::toponym::token::Token;
use crate::toponym::told;
use crate::toponym::variant;

/// Names of a document from which one of them can be far from all the others.
const FEW_PLACES: usize = 4;
/// Most runner-up candidates reported.
pub(super) const MOST_CANDIDATES: usize = 10;

/// Settings of the geoparser.
#[derive(Debug, Clone)]
pub struct Options<'a> {
    /// Word classes and weights.
    pub lexicon: &'a Lexicon,
    /// Only places of these countries (ISO 3166-1 alpha-2, upper case); empty for all.
    pub countries: Vec<String>,
    /// Only places inside west, south, east, north, degrees.
    pub bbox: Option<[f64; 4]>,
    /// Only places within so many km of a position.
    pub near: Option<(LonLat, f64)>,
    /// A name with less confidence stays unresolved.
    pub least_confidence: f64,
    /// Whether to list candidates.
    pub candidates: bool,
    /// Armed actors: no place is read inside their names.
    pub actors: Option<&'a crate::lexicon::Lexicon>,
    /// More bytes of the article's text that name armed actors or media: no place is read inside them. Sorted.
    pub blocked: Vec<Range<usize>>,
}

impl<'a> Options<'a> {
    /// Usual settings with this lexicon.
    pub const fn new(lexicon: &'a Lexicon) -> Self {
        Self {
            lexicon,
            countries: Vec::new(),
            bbox: None,
            near: None,
            least_confidence: 0.2,
            candidates: true,
            actors: None,
            blocked: Vec::new(),
        }
    }

    fn allows(&self, sense: &Sense) -> bool {
        if !self.countries.is_empty() {
            let code: Vec<u8> = vec![(sense.country >> 8) as u8, sense.country as u8];
            if !self.countries.iter().any(|c| c.as_bytes() == code.as_slice()) {
                return false;
            }
        }
        if let Some([west, south, east, north]) = self.bbox {
            let across = if west <= east {
                (west..=east).contains(&sense.at.lon)
            } else {
                sense.at.lon >= west || sense.at.lon <= east
            };
            if !across || !(south..=north).contains(&sense.at.lat) {
                return false;
            }
        }
        self.near.is_none_or(|(at, km)| geodesy::distance_km(at, sense.at) <= km)
    }
}

/// Everything that was read from a document, before it becomes toponyms.
#[derive(Debug)]
pub(super) struct Reading<'g> {
    pub(super) tokens: Vec<Token>,
    pub(super) judged: Vec<Judged>,
    pub(super) names: Vec<Named>,
    pub(super) wants: Vec<Want>,
    pub(super) kinds: Vec<ToponymKind>,
    pub(super) groups: Vec<Group>,
    pub(super) group_of: Vec<Option<usize>>,
    /// Places that the text describes and no gazetteer has, by index of name.
    pub(super) told: BTreeMap<usize, ResolvedPlace>,
    pub(super) lookup: Lookup<'g>,
}

/// Finds and resolves the place names of an article.
pub fn geoparse(article: &Article, gazetteer: &Gazetteer, options: &Options<'_>) -> Vec<Toponym> {
    let reading = read(article, gazetteer, options, None);
    let mut toponyms = write(article, &reading, options);
    if reading.groups.iter().any(|g| g.war) {
        let airports = airfield::in_mind(article, &toponyms, gazetteer);
        if !airports.is_empty() {
            toponyms.extend(airports);
            toponyms.sort_by_key(|t| (t.span.start, t.span.end));
        }
    }
    toponyms
}

/// Resolves given names: bytes of `Article::text`. The other names of the article help, but only the given are returned, in their order.
pub fn resolve_spans(
    article: &Article,
    spans: &[Range<usize>],
    gazetteer: &Gazetteer,
    options: &Options<'_>,
) -> Vec<Toponym> {
    let reading = read(article, gazetteer, options, Some(spans));
    let toponyms = write(article, &reading, options);
    let mut found = BTreeMap::new();
    for (index, toponym) in toponyms.iter().enumerate() {
        found.entry((toponym.span.start, toponym.span.end)).or_insert(index);
    }
    let answer = |span: &Range<usize>| found.get(&(span.start, span.end)).and_then(|&index| toponyms.get(index));
    spans.iter().map(|span| answer(span).cloned().unwrap_or_else(|| unresolved(span.clone()))).collect()
}

const fn unresolved(span: Range<usize>) -> Toponym {
    Toponym { span, kind: ToponymKind::Place, place: None, confidence: 0.0, candidates: Vec::new(), relative: None }
}

pub(super) fn read<'g>(
    article: &Article,
    gazetteer: &'g Gazetteer,
    options: &Options<'g>,
    given: Option<&[Range<usize>]>,
) -> Reading<'g> {
    let text = article.text.as_str();
    let tokens = token::tokenize(article, options.lexicon);
    let runs = person::runs(&tokens);
    let persons = Persons::find(&tokens, &runs);
    let mut lookup = Lookup::new(gazetteer);
    let mut spans = span::find_spans(text, &tokens, &runs, &mut lookup);
    let scene = Scene { text, tokens: &tokens, runs: &runs, persons: &persons, weights: &options.lexicon.weights };
    let (judged, register) = recognise::judge(scene, &mut spans, &mut lookup);
    let war = register == Register::War;
    let mut blocked: Vec<Closed> =
        options.blocked.iter().map(|span| Closed { span: span.clone(), medium: false }).collect();
    if let Some(actors) = options.actors {
        blocked.extend(actor::find_actors(text, &tokens, actors));
        blocked.sort_by_key(|b| (b.span.start, b.span.end));
    }
    let mut names: Vec<Named> = choose::choose(&judged)
        .into_iter()
        .filter_map(|i| judged.get(i))
        .map(named)
        .filter(|n| !actor::is_blocked(&blocked, n, &lookup))
        .filter(|n| !war || !actor::is_inside_group(n, &lookup))
        .collect();
    if let Some(given) = given {
        names = join_given(text, &tokens, names, given, &judged, &mut lookup);
    }
    for name in &mut names {
        if name.entry.is_none() {
            name.entry = base_entry(text, &tokens, name, &mut lookup);
        }
    }
    let wants: Vec<Want> = names.iter().map(|n| mention::want_of(n, &tokens, &lookup)).collect();
    let kinds: Vec<ToponymKind> = names.iter().map(|n| mention::kind_of(n, &tokens, &lookup)).collect();
    let (mut groups, mut group_of) = resolve_names(war, &names, &wants, &kinds, &tokens, &lookup, options);
    if variant::find_variants(text, &mut names, &groups, &group_of, &mut lookup) {
        (groups, group_of) = resolve_names(war, &names, &wants, &kinds, &tokens, &lookup, options);
    }
    let weights = &options.lexicon.weights;
    let told = told::apply((text, &tokens), &names, &mut groups, &group_of, weights, gazetteer);
    Reading { tokens, judged, names, wants, kinds, groups, group_of, told, lookup }
}

pub(super) const fn named(j: &Judged) -> Named {
    Named {
        start: j.span.start,
        end: j.span.end,
        first: j.span.first,
        next: j.span.next,
        entry: j.span.entry,
        form: j.span.form,
        odds: j.odds,
        left: j.left,
        right: j.right,
        overlap: j.overlap,
        found: true,
    }
}

/// Entry of a name without its type word: "Kharkiv Oblast", "Orontes River", "Mount Hermon".
fn base_entry(text: &str, tokens: &[Token], name: &Named, lookup: &mut Lookup<'_>) -> Option<usize> {
    let own = tokens.get(name.first..name.next)?;
    let (from, to) = match name.form {
        Form::HeadAdmin | Form::HeadPhysical if own.len() >= 2 => (own.first()?, own.get(own.len() - 2)?),
        Form::HeadFirst if own.len() >= 2 && own.first()?.has(crate::toponym::knowledge::words::class::PHYSICAL) => {
            (own.get(1)?, own.last()?)
        }
        _ => return None,
    };
    text.get(from.start..to.end).and_then(|base| lookup.find(base))
}

fn resolve_names(
    war: bool,
    names: &[Named],
    wants: &[Want],
    kinds: &[ToponymKind],
    tokens: &[Token],
    lookup: &Lookup<'_>,
    options: &Options<'_>,
) -> (Vec<Group>, Vec<Option<usize>>) {
    let containers = mention::containers(names, tokens, lookup);
    let mut mentions = Vec::with_capacity(names.len());
    let mut mention_of: Vec<Option<usize>> = Vec::with_capacity(names.len());
    for ((name, &want), &kind) in names.iter().zip(wants).zip(kinds) {
        let Some(entry) = name.entry else {
            mention_of.push(None);
            continue;
        };
        let probability = logistic(name.odds) as f32;
        let weight = match kind {
            ToponymKind::Place => probability,
            ToponymKind::Demonym | ToponymKind::Metonym => probability * 0.6,
            ToponymKind::Nested => probability * 0.8,
        };
        mention_of.push(Some(mentions.len()));
        let sentence = tokens.get(name.first).map_or(0, |token| token.sentence);
        let (speaks, stands) = (kind == ToponymKind::Metonym, (name.first, sentence));
        mentions.push(Mention { entry, want, container: None, weight, speaks, stands });
    }
    for (own, container) in mention_of.iter().zip(containers) {
        if let (Some(own), Some(Some(area))) = (own, container.and_then(|c| mention_of.get(c).copied()))
            && let Some(m) = mentions.get_mut(*own)
        {
            m.container = Some(area);
        }
    }
    let (groups, of_mention) =
        resolve::resolve(&mentions, lookup, &options.lexicon.weights, &|sense| options.allows(sense), war);
    let group_of = mention_of.iter().map(|m| m.and_then(|m| of_mention.get(m).copied())).collect();
    (groups, group_of)
}

/// A name with what was decided about it.
#[derive(Debug, Clone, Copy)]
pub(super) struct Decided<'r> {
    /// The name.
    pub(super) name: &'r Named,
    /// How it is used.
    pub(super) kind: ToponymKind,
    /// What was weighed, with its number, if the gazetteer knows the name.
    pub(super) group: Option<(usize, &'r Group)>,
    /// The place, if the evidence suffices.
    pub(super) sense: Option<&'r Sense>,
    /// Where the text puts a place that no gazetteer has.
    pub(super) told: Option<&'r ResolvedPlace>,
    /// Probability that it is right.
    pub(super) confidence: f64,
}

/// The names in order of the text.
pub(super) fn decide<'r>(reading: &'r Reading<'_>, options: &'r Options<'_>) -> impl Iterator<Item = Decided<'r>> {
    let placed = reading.groups.iter().filter(|group| !group.senses.is_empty() && !group.unmet).count();
    let names = reading.names.iter().zip(&reading.kinds).zip(&reading.group_of).enumerate();
    names.map(move |(index, ((name, &kind), group))| {
        let group = group.and_then(|g| Some((g, reading.groups.get(g)?))).filter(|(_, g)| !g.senses.is_empty());
        let mut decided = Decided { name, kind, group, sense: None, told: None, confidence: 0.0 };
        if let Some((_, group)) = group {
            let numbers = confidence_numbers(group, name, size_of_best(group));
            let score: f64 = numbers.iter().zip(&options.lexicon.weights.confidence).map(|(n, w)| n * w).sum();
            let confidence = round(logistic(score));
            // In a report of war a namesake far from everything else is worse than a name left open.
            let stray = group.war && placed >= FEW_PLACES && group.is_stray();
            if confidence >= options.least_confidence && !group.unmet && !stray {
                decided.sense = group.senses.get(group.best().unwrap_or(0));
                decided.confidence = confidence;
            }
        }
        if decided.sense.is_none() && kind == ToponymKind::Place {
            decided.told = reading.told.get(&index);
            decided.confidence = if decided.told.is_some() { told::CONFIDENCE } else { 0.0 };
        }
        decided
    })
}

/// The senses considered with their scores, best first.
pub(super) fn ranked(group: &Group) -> impl Iterator<Item = (usize, &Sense, f64)> {
    let mut order: Vec<usize> = (0..group.senses.len()).collect();
    let score = |i: usize| group.scores.get(i).copied().unwrap_or(f32::MIN);
    order.sort_unstable_by(|&a, &b| score(b).total_cmp(&score(a)).then(a.cmp(&b)));
    order
        .into_iter()
        .take(MOST_CANDIDATES)
        .filter_map(move |i| Some((i, group.senses.get(i)?, round(f64::from(score(i))))))
}

fn write(article: &Article, reading: &Reading<'_>, options: &Options<'_>) -> Vec<Toponym> {
    let gazetteer = reading.lookup.gazetteer;
    let mut out: Vec<Toponym> = Vec::with_capacity(reading.names.len());
    let mut positions: Vec<Option<LonLat>> = Vec::with_capacity(reading.names.len());
    for Decided { name, kind, group, sense, told, confidence } in decide(reading, options) {
        let mut toponym = Toponym { kind, confidence, place: told.cloned(), ..unresolved(name.start..name.end) };
        if let Some((_, group)) = group {
            if let Some(sense) = sense {
                let town = ResolvedPlace::of(gazetteer, sense.id);
                let airport = (group.war && kind == ToponymKind::Place)
                    .then(|| airfield::read(&article.text, (name.start, name.end), &town, gazetteer))
                    .flatten();
                if let Some((end, airport)) = airport {
                    toponym.span.end = end;
                    toponym.place = Some(airport);
                } else {
                    toponym.place = Some(town);
                }
            }
            if options.candidates {
                toponym.candidates = candidates(gazetteer, group, &options.lexicon.weights.rank);
            }
            if kind == ToponymKind::Place
                && let Some(place) = &toponym.place
            {
                toponym.relative =
                    relative::read_offset(&article.text, &reading.tokens, name.first, name.end, place.at);
            }
        }
        positions.push(toponym.place.as_ref().filter(|_| kind == ToponymKind::Place).map(|p| p.at));
        out.push(toponym);
    }
    for i in 1..out.len() {
        let (Some(a), Some(b)) = (reading.names.get(i - 1), reading.names.get(i)) else {
            continue;
        };
        let (Some(Some(at)), Some(Some(bt))) = (positions.get(i - 1), positions.get(i)) else {
            continue;
        };
        if let Some(found) = relative::read_between(
            &article.text,
            &reading.tokens,
            (a.first, a.next, *at),
            (b.first, b.next, *bt),
            (a.end, b.end),
        ) {
            for t in out.iter_mut().skip(i - 1).take(2) {
                t.relative = Some(found.clone());
            }
        }
    }
    out
}

fn round(x: f64) -> f64 {
    (x * 1000.0).round() / 1000.0
}

fn candidates(gazetteer: &Gazetteer, group: &Group, weights: &[f64]) -> Vec<Candidate> {
    ranked(group)
        .filter_map(|(i, sense, score)| {
            let place = ResolvedPlace::of(gazetteer, sense.id);
            let clues = group
                .clues
                .get(i)?
                .iter()
                .zip(weights)
                .zip(RANK)
                .filter(|((clue, weight), _)| **clue != 0.0 && **weight != 0.0)
                .map(|((&clue, &weight), &name)| (name, round(f64::from(clue) * weight)))
                .collect();
            Some(Candidate { place, score, clues })
        })
        .collect()
}
