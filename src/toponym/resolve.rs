//! Which place a name means: every group of equal names is decided once, from priors, containers and the company it keeps.
//!
//! In: [`Mention`]s, [`Lookup`]. Out: [`Group`]s with a probability per sense. Never: recognition.

use crate::gazetteer::FeatureClass;
use crate::gazetteer::NameKind;
use crate::toponym::lookup::Lookup;
use crate::toponym::lookup::Sense;
use crate::toponym::lookup::vector_of;
use crate::toponym::model::RANK;
use crate::toponym::model::Weights;

/// Numbers of one sense, in the order of [`RANK`].
pub(super) type Clues = [f32; RANK.len()];

/// What the words beside a name say about the kind of place.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub(super) enum Want {
    /// Nothing.
    Bare,
    /// An administrative area.
    Area,
    /// A settlement.
    Town,
    /// A river, mountain or other feature.
    Physical,
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
}

/// Mentions of one name.
#[derive(Debug, Clone)]
pub(super) struct Group {
    /// Entry of the name.
    pub(super) entry: usize,
    /// Kind of place meant.
    pub(super) want: Want,
    /// Groups that name an area it lies in.
    containers: Vec<usize>,
    /// Weight as evidence for others.
    weight: f32,
    /// Senses considered.
    pub(super) senses: Vec<Sense>,
    /// Clues of each sense.
    pub(super) clues: Vec<Clues>,
    /// Score of each sense.
    pub(super) scores: Vec<f32>,
    /// Probability of each sense.
    pub(super) shares: Vec<f32>,
    /// Mean of the three strongest ties of the best sense to other names.
    pub(super) support: f32,
}

/// Most groups that take part in the comparison with each other.
const COMPANY: usize = 48;
/// Senses of a group that others compare with.
const TOP: usize = 3;
/// Rounds of comparison.
const ROUNDS: usize = 2;

/// Index of each clue.
mod at {
    macro_rules! indices {
        ($($name:ident),*) => { indices!(@n 0usize; $($name)*); };
        (@n $n:expr; $head:ident $($tail:ident)*) => { pub(super) const $head: usize = $n; indices!(@n $n + 1; $($tail)*); };
        (@n $n:expr;) => {};
    }
    indices!(
        POPULATION,
        SHARE,
        COUNTRY,
        ADMIN1,
        ADMIN2,
        CAPITAL,
        SEAT,
        TOWN,
        QUARTER,
        REGION,
        WATER,
        TERRAIN,
        FACILITY,
        ALTERNATE,
        ABBREVIATION,
        DEMONYM,
        WITHOUT_ARTICLE,
        HISTORIC,
        SKELETON,
        IN_ADMIN1,
        IN_COUNTRY,
        IN_ADMIN2,
        IN_MISSED,
        FORM_ADMIN1,
        FORM_ADMIN2,
        FORM_TOWN,
        BARE_ADMIN1,
        BARE_ADMIN2,
        DOC_COUNTRY,
        DOC_ADMIN1,
        SPATIAL_100,
        SPATIAL_300,
        SPATIAL_1000,
        HEAD_MISSED,
        DATELINE,
        SAME_NAME_UP,
        CONFLICT
    );
}

/// Groups the mentions and decides each group; the second value maps mentions to groups.
pub(super) fn resolve(
    mentions: &[Mention],
    lookup: &Lookup<'_>,
    weights: &Weights,
    allowed: &dyn Fn(&Sense) -> bool,
) -> (Vec<Group>, Vec<usize>) {
    let (mut groups, of_mention) = group(mentions, lookup, allowed);
    for group in &mut groups {
        group.prepare();
        group.decide(weights);
    }
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

fn group(
    mentions: &[Mention],
    lookup: &Lookup<'_>,
    allowed: &dyn Fn(&Sense) -> bool,
) -> (Vec<Group>, Vec<usize>) {
    let mut groups: Vec<Group> = Vec::new();
    let mut keys: std::collections::BTreeMap<(usize, Want), usize> =
        std::collections::BTreeMap::new();
    let mut of_mention = Vec::with_capacity(mentions.len());
    for mention in mentions {
        let index = *keys
            .entry((mention.entry, mention.want))
            .or_insert_with(|| {
                let mut senses: Vec<Sense> = lookup
                    .senses(mention.entry)
                    .iter()
                    .filter(|s| allowed(s))
                    .copied()
                    .collect();
                for sense in &mut senses {
                    sense.vector = vector_of(sense.at);
                }
                let count = senses.len();
                groups.push(Group {
                    entry: mention.entry,
                    want: mention.want,
                    containers: Vec::new(),
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
            group.weight = group.weight.max(mention.weight);
        }
        of_mention.push(index);
    }
    for (mention, &own) in mentions.iter().zip(&of_mention) {
        let Some(&area) = mention.container.and_then(|c| of_mention.get(c)) else {
            continue;
        };
        if area != own {
            if let Some(group) = groups
                .get_mut(own)
                .filter(|g| !g.containers.contains(&area) && g.containers.len() < 8)
            {
                group.containers.push(area);
            }
        }
    }
    (groups, of_mention)
}

const fn is_settlement(class: FeatureClass) -> bool {
    matches!(
        class,
        FeatureClass::Town
            | FeatureClass::Capital
            | FeatureClass::Seat
            | FeatureClass::Quarter
            | FeatureClass::Camp
    )
}

const fn is_area(class: FeatureClass) -> bool {
    matches!(
        class,
        FeatureClass::Country | FeatureClass::Admin1 | FeatureClass::Admin2 | FeatureClass::Region
    )
}

const fn is_physical(class: FeatureClass) -> bool {
    use FeatureClass::{Desert, Island, Lake, Mountain, River, Sea, Valley};
    matches!(
        class,
        River | Lake | Sea | Mountain | Valley | Desert | Island
    )
}

impl Group {
    /// Clues that need no other name.
    fn prepare(&mut self) {
        let most = self
            .senses
            .iter()
            .map(|s| s.population)
            .max()
            .unwrap_or(0)
            .max(1) as f32;
        let has_town = self
            .senses
            .iter()
            .any(|s| is_settlement(s.class) && s.kind <= NameKind::Alternate);
        for (sense, clues) in self.senses.iter().zip(&mut self.clues) {
            clues[at::POPULATION] = libm::logf(1.0 + sense.population as f32) / 10.0;
            clues[at::SHARE] = sense.population as f32 / most;
            let class = match sense.class {
                FeatureClass::Country => at::COUNTRY,
                FeatureClass::Admin1 => at::ADMIN1,
                FeatureClass::Admin2 => at::ADMIN2,
                FeatureClass::Capital => at::CAPITAL,
                FeatureClass::Seat => at::SEAT,
                FeatureClass::Town => at::TOWN,
                FeatureClass::Quarter => at::QUARTER,
                FeatureClass::Region | FeatureClass::Continent | FeatureClass::Desert => at::REGION,
                FeatureClass::River | FeatureClass::Lake | FeatureClass::Sea => at::WATER,
                FeatureClass::Mountain | FeatureClass::Valley | FeatureClass::Island => at::TERRAIN,
                _ => at::FACILITY,
            };
            clues[class] = 1.0;
            match sense.kind {
                NameKind::Primary => {}
                NameKind::Alternate => clues[at::ALTERNATE] = 1.0,
                NameKind::Abbreviation => clues[at::ABBREVIATION] = 1.0,
                NameKind::Demonym => clues[at::DEMONYM] = 1.0,
                NameKind::WithoutArticle | NameKind::Variant => clues[at::WITHOUT_ARTICLE] = 1.0,
                NameKind::Historic => clues[at::HISTORIC] = 1.0,
            }
            if sense.skeleton {
                clues[at::SKELETON] = 1.0;
            }
            match self.want {
                Want::Area => {
                    if sense.class == FeatureClass::Admin1 {
                        clues[at::FORM_ADMIN1] = 1.0;
                    } else if sense.class == FeatureClass::Admin2 {
                        clues[at::FORM_ADMIN2] = 1.0;
                    } else if !is_area(sense.class) {
                        clues[at::HEAD_MISSED] = 1.0;
                    }
                }
                Want::Town => {
                    if is_settlement(sense.class) {
                        clues[at::FORM_TOWN] = 1.0;
                    } else {
                        clues[at::HEAD_MISSED] = 1.0;
                    }
                }
                Want::Physical => {
                    if !is_physical(sense.class) {
                        clues[at::HEAD_MISSED] = 1.0;
                    }
                }
                Want::Bare => {
                    if has_town && sense.class == FeatureClass::Admin1 {
                        clues[at::BARE_ADMIN1] = 1.0;
                    } else if has_town && sense.class == FeatureClass::Admin2 {
                        clues[at::BARE_ADMIN2] = 1.0;
                    }
                    if matches!(sense.class, FeatureClass::Country) && has_town {
                        clues[at::SAME_NAME_UP] = 1.0;
                    }
                }
            }
        }
    }

    /// Clues from the other groups.
    fn compare(&mut self, own: usize, picks: &Picks, containers: &[Containing]) {
        let only = self.senses.len() == 1;
        for (index, (sense, clues)) in self.senses.iter().zip(&mut self.clues).enumerate() {
            let (country, admin1) = picks.company(own, sense);
            clues[at::DOC_COUNTRY] = country;
            clues[at::DOC_ADMIN1] = admin1;
            if !only || index == 0 {
                let spatial = picks.spatial(own, sense);
                clues[at::SPATIAL_100] = spatial[0];
                clues[at::SPATIAL_300] = spatial[1];
                clues[at::SPATIAL_1000] = spatial[2];
            }
            let (mut in1, mut in0, mut in2) = (0.0f32, 0.0f32, 0.0f32);
            for c in containers {
                match c.level {
                    0 if c.country == sense.country && sense.class != FeatureClass::Country => {
                        in0 = in0.max(c.share)
                    }
                    1 if c.admin1 == sense.admin1 && sense.class != FeatureClass::Admin1 => {
                        in1 = in1.max(c.share)
                    }
                    2 if c.admin1 == sense.admin1 && is_settlement(sense.class) => {
                        in2 = in2.max(c.share)
                    }
                    _ => {}
                }
            }
            clues[at::IN_ADMIN1] = in1;
            clues[at::IN_COUNTRY] = in0;
            clues[at::IN_ADMIN2] = in2;
            let sum: f32 = containers
                .iter()
                .filter(|c| c.level < 2)
                .map(|c| c.share)
                .sum();
            clues[at::IN_MISSED] = if sum > 0.5 && in1 + in0 < 0.2 {
                1.0
            } else {
                0.0
            };
        }
    }

    /// Scores and shares from the clues.
    fn decide(&mut self, weights: &Weights) {
        let mut top = f32::MIN;
        for (clues, score) in self.clues.iter().zip(&mut self.scores) {
            *score = clues
                .iter()
                .zip(&weights.rank)
                .map(|(&c, &w)| c * w as f32)
                .sum();
            top = top.max(*score);
        }
        let mut sum = 0.0;
        for (score, share) in self.scores.iter().zip(&mut self.shares) {
            *share = libm::expf((score - top).max(-30.0));
            sum += *share;
        }
        for share in &mut self.shares {
            *share /= sum.max(1e-12);
        }
        self.support = self
            .best()
            .and_then(|b| self.clues.get(b))
            .map_or(0.0, |c| c[at::SPATIAL_300]);
    }

    /// Index of the best sense.
    pub(super) fn best(&self) -> Option<usize> {
        let mut best: Option<(usize, f32)> = None;
        for (i, &score) in self.scores.iter().enumerate() {
            if best.is_none_or(|(_, s)| score > s) {
                best = Some((i, score));
            }
        }
        best.map(|(i, _)| i)
    }

    /// True if a container agrees with the best sense.
    pub(super) fn is_contained(&self) -> bool {
        self.best()
            .and_then(|b| self.clues.get(b))
            .is_some_and(|c| c[at::IN_ADMIN1] + c[at::IN_COUNTRY] > 0.5)
    }
}

/// An area named beside a group.
#[derive(Debug, Clone, Copy)]
struct Containing {
    level: u8,
    country: u32,
    admin1: u64,
    share: f32,
}

fn container_evidence(groups: &[Group], index: usize) -> Vec<Containing> {
    let mut out = Vec::new();
    let Some(group) = groups.get(index) else {
        return out;
    };
    for area in group.containers.iter().filter_map(|&c| groups.get(c)) {
        for (sense, &share) in area
            .senses
            .iter()
            .zip(&area.shares)
            .filter(|&(_, &share)| share > 0.05)
        {
            let level = match sense.class {
                FeatureClass::Country => 0,
                FeatureClass::Admin1 => 1,
                FeatureClass::Admin2 => 2,
                _ => continue,
            };
            out.push(Containing {
                level,
                country: sense.country,
                admin1: sense.admin1,
                share,
            });
        }
    }
    out
}

/// Present choices of the groups that others compare with.
#[derive(Debug)]
struct Picks {
    /// Group, unit vector, weight.
    points: Vec<(usize, [f32; 3], f32)>,
    /// Group, country, division, weight.
    areas: Vec<(usize, u32, u64, f32)>,
    total: f32,
    own: Vec<f32>,
}

impl Picks {
    fn read(groups: &[Group], company: &[usize]) -> Self {
        let mut picks = Self {
            points: Vec::new(),
            areas: Vec::new(),
            total: 0.0,
            own: vec![0.0; groups.len()],
        };
        for &index in company {
            let Some(group) = groups.get(index) else {
                continue;
            };
            let mut order: Vec<usize> = (0..group.senses.len())
                .filter(|&i| group.shares.get(i).is_some_and(|&s| s > 0.08))
                .collect();
            order.sort_by(|&a, &b| {
                let share = |i: usize| group.shares.get(i).copied().unwrap_or(0.0);
                share(b).total_cmp(&share(a)).then(a.cmp(&b))
            });
            for &i in order.iter().take(TOP) {
                let (Some(sense), Some(&share)) = (group.senses.get(i), group.shares.get(i)) else {
                    continue;
                };
                let weight = share * group.weight;
                if sense.country != 0 {
                    picks
                        .areas
                        .push((index, sense.country, sense.admin1, weight));
                }
                if !matches!(
                    sense.class,
                    FeatureClass::Country | FeatureClass::Continent | FeatureClass::Sea
                ) {
                    picks.points.push((index, sense.vector, weight));
                }
            }
            picks.total += group.weight;
            if let Some(slot) = picks.own.get_mut(index) {
                *slot = group.weight;
            }
        }
        picks
    }

    /// Share of the other groups in the sense's country and division, damped for short documents.
    fn company(&self, own: usize, sense: &Sense) -> (f32, f32) {
        let (mut country, mut admin1) = (0.0, 0.0);
        for &(group, c, a, weight) in &self.areas {
            if group == own || sense.country == 0 {
                continue;
            }
            if c == sense.country {
                country += weight;
                if a != 0 && a == sense.admin1 {
                    admin1 += weight;
                }
            }
        }
        let others = self.total - self.own.get(own).copied().unwrap_or(0.0);
        (country / (others + 0.5), admin1 / (others + 0.5))
    }

    /// Mean of the best three exp(-d/s) to other groups, for s = 100, 300, 1000 km.
    fn spatial(&self, own: usize, sense: &Sense) -> [f32; 3] {
        const SCALES: [f32; 3] = [100.0, 300.0, 1000.0];
        let mut best = [[0.0f32; 3]; 3];
        let mut group_value = [0.0f32; 3];
        let mut current = usize::MAX;
        let mut flush = |value: &[f32; 3], best: &mut [[f32; 3]; 3]| {
            for (top, &v) in best.iter_mut().zip(value) {
                if v > top[2] {
                    top[2] = v;
                    top.sort_by(|a, b| b.total_cmp(a));
                }
            }
        };
        for &(group, vector, weight) in &self.points {
            if group == own {
                continue;
            }
            if group != current {
                flush(&group_value, &mut best);
                group_value = [0.0; 3];
                current = group;
            }
            let dot = vector[0] * sense.vector[0]
                + vector[1] * sense.vector[1]
                + vector[2] * sense.vector[2];
            // Beyond about 4,500 km nothing counts.
            if dot < 0.76 {
                continue;
            }
            let km = libm::sqrtf((2.0 - 2.0 * dot).max(0.0)) * 6371.0;
            for (value, scale) in group_value.iter_mut().zip(SCALES) {
                if km < scale * 6.0 {
                    *value += weight * libm::expf(-km / scale);
                }
            }
        }
        flush(&group_value, &mut best);
        best.map(|top| (top[0] + top[1] + top[2]) / 3.0)
    }
}
