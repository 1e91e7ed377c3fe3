//! Which place a name means: every group of equal names is decided once, from priors, containers and the company it keeps.
//!
//! In: [`Mention`]s, [`Lookup`]. Out: [`Group`]s with a probability per sense. Never: recognition.

mod company;
mod group;

use std::collections::BTreeMap;

use crate::toponym::knowledge::model::Gaz;
use crate::toponym::knowledge::model::RANK;
use crate::toponym::knowledge::model::Weights;
use crate::toponym::lookup::Lookup;
use crate::toponym::lookup::Sense;
use crate::toponym::lookup::vector_of;
use crate::toponym::resolve::company::Picks;
use crate::toponym::resolve::company::container_evidence;
use crate::toponym::resolve::company::join;

pub(super) use crate::toponym::resolve::group::Group;

/// What the words beside a name say about the kind of place.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub(super) enum Want {
    /// Nothing.
    Bare,
    /// A large administrative area: province, oblast, governorate, region, countryside.
    Area,
    /// A small one: county, district.
    District,
    /// A settlement.
    Town,
    /// A river, mountain or other feature.
    Physical,
    /// A river or lake, called by its name alone: "crossed the Oskil".
    Water,
}

/// A recognised name.
#[derive(Debug, Clone, Copy)]
pub(super) struct Mention {
    /// Its entry.
    pub(super) entry: usize,
    /// The kind of place meant.
    pub(super) want: Want,
    /// Index of the mention that names the area it lies in.
    pub(super) container: Option<usize>,
    /// Weight as evidence for others, 0 to 1.
    pub(super) weight: f32,
    /// It stands for a government.
    pub(super) speaks: bool,
    /// Its first token and its sentence.
    pub(super) stands: (usize, u32),
}

/// Most groups that take part in the comparison with each other.
const COMPANY: usize = 48;
/// Senses of a group that others compare with.
const TOP: usize = 3;
/// Rounds of comparison.
const ROUNDS: usize = 2;

/// Tokens and sentences within which another name is told of in the same breath.
const BESIDE_TOKENS: usize = 30;
const BESIDE_SENTENCES: u32 = 1;

/// Bare uses of a name in a report of war after which one with its country is a place of its own.
const BARE_BEFORE: usize = 2;

/// Groups the mentions and decides each group; the second value maps mentions to groups.
pub(super) fn resolve(
    mentions: &[Mention],
    lookup: &Lookup<'_>,
    weights: &Weights,
    allowed: &dyn Fn(&Sense) -> bool,
    war: bool,
) -> (Vec<Group>, Vec<usize>) {
    let (mut groups, of_mention) = group(mentions, lookup, allowed, war);
    for group in &mut groups {
        group.war = war;
        group.prepare();
    }
    join(&mut groups);
    for group in &mut groups {
        group.decide(weights);
    }
    note_beside(&mut groups, mentions, &of_mention);
    let company: Vec<usize> = (0..groups.len()).take(COMPANY).collect();
    for _ in 0..ROUNDS {
        let picks = Picks::read(&groups, &company);
        for index in 0..groups.len() {
            let containers = container_evidence(&groups, index);
            if let Some(group) = groups.get_mut(index) {
                group.compare(index, &picks, &containers);
            }
        }
        for group in &mut groups {
            group.decide(weights);
        }
    }
    (groups, of_mention)
}

/// Notes for each group which of the first groups are told of in the same breath, one bit each.
fn note_beside(groups: &mut [Group], mentions: &[Mention], of_mention: &[usize]) {
    for (number, (a, &of_a)) in mentions.iter().zip(of_mention).enumerate() {
        let near = |b: &Mention| {
            b.stands.0.saturating_sub(a.stands.0) <= BESIDE_TOKENS
                && b.stands.1.saturating_sub(a.stands.1) <= BESIDE_SENTENCES
        };
        let behind = mentions.get(number..).unwrap_or(&[]).iter().zip(of_mention.get(number..).unwrap_or(&[]));
        for (_, &of_b) in behind.skip(1).take_while(|(b, _)| near(b)) {
            for (own, other) in [(of_a, of_b), (of_b, of_a)] {
                if own != other
                    && other < COMPANY
                    && let Some(group) = groups.get_mut(own)
                {
                    group.beside |= 1 << other;
                }
            }
        }
    }
}

/// "The town of X" and plain "X" are the same place.
const fn merged(want: Want) -> Want {
    match want {
        Want::Town | Want::Bare => Want::Bare,
        Want::Area | Want::District | Want::Physical | Want::Water => want,
    }
}

fn group(
    mentions: &[Mention],
    lookup: &Lookup<'_>,
    allowed: &dyn Fn(&Sense) -> bool,
    war: bool,
) -> (Vec<Group>, Vec<usize>) {
    let mut groups: Vec<Group> = Vec::new();
    let mut keys: BTreeMap<(usize, Want, Option<usize>), usize> = BTreeMap::new();
    let mut bare: BTreeMap<usize, usize> = BTreeMap::new();
    let mut of_mention = Vec::with_capacity(mentions.len());
    for mention in mentions {
        // "Tripoli", "Tripoli", then "the Lebanese city of Tripoli": another place.
        let area = mention.container.and_then(|c| mentions.get(c)).map(|area| area.entry);
        let country = area.filter(|&a| lookup.entry(a).is_some_and(|e| e.gaz == Gaz::Country));
        let used = bare.entry(mention.entry).or_default();
        let namesake = country.filter(|_| war && *used >= BARE_BEFORE);
        *used += usize::from(area.is_none());
        let index = *keys.entry((mention.entry, merged(mention.want), namesake)).or_insert_with(|| {
            let mut senses: Vec<Sense> = lookup.senses(mention.entry).iter().filter(|s| allowed(s)).copied().collect();
            for sense in &mut senses {
                sense.vector = vector_of(sense.at);
            }
            let count = senses.len();
            groups.push(Group {
                entry: mention.entry,
                want: merged(mention.want),
                town: false,
                speaks: false,
                war: false,
                unmet: false,
                barred: Vec::new(),
                containers: Vec::new(),
                beside: 0,
                weight: 0.0,
                senses,
                clues: vec![[0.0; RANK.len()]; count],
                scores: vec![0.0; count],
                shares: vec![0.0; count],
                support: 0.0,
            });
            groups.len() - 1
        });
        if let Some(group) = groups.get_mut(index) {
            // A name found by its consonants says little about the others.
            let weight = if group.senses.iter().all(|s| s.skeleton) { mention.weight * 0.3 } else { mention.weight };
            group.weight = group.weight.max(weight);
            group.town |= mention.want == Want::Town;
            group.speaks |= mention.speaks;
        }
        of_mention.push(index);
    }
    for (mention, &own) in mentions.iter().zip(&of_mention) {
        let Some(&area) = mention.container.and_then(|c| of_mention.get(c)) else {
            continue;
        };
        if area != own
            && let Some(group) = groups.get_mut(own).filter(|g| !g.containers.contains(&area) && g.containers.len() < 8)
        {
            group.containers.push(area);
        }
    }
    (groups, of_mention)
}
