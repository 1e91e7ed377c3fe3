//! The choices of the other names of a document, as evidence for one of them.
//!
//! In: groups with shares. Out: ties of a sense to them. Never: decisions.

use crate::gazetteer::FeatureClass;
use crate::toponym::knowledge::model::clue;
use crate::toponym::lookup::Sense;
use crate::toponym::resolve::TOP;
use crate::toponym::resolve::Want;
use crate::toponym::resolve::group::Group;

/// An area named beside a group.
#[derive(Debug, Clone, Copy)]
pub(in crate::toponym) struct Containing {
    pub(super) level: u8,
    pub(super) country: u32,
    pub(super) admin1: u64,
    pub(super) share: f32,
}

pub(super) fn container_evidence(groups: &[Group], index: usize) -> Vec<Containing> {
    let mut out = Vec::new();
    let Some(group) = groups.get(index) else {
        return out;
    };
    for area in group.containers.iter().filter_map(|&c| groups.get(c)) {
        for (sense, &share) in area.senses.iter().zip(&area.shares).filter(|&(_, &share)| share > 0.05) {
            let level = match sense.class {
                FeatureClass::Country => 0,
                FeatureClass::Admin1 => 1,
                FeatureClass::Admin2 => 2,
                // "X in Tovuz district": the division is not in the gazetteer, but the town it is named after is.
                FeatureClass::Seat if matches!(area.want, Want::Area | Want::District) => 1,
                _ => continue,
            };
            out.push(Containing { level, country: sense.country, admin1: sense.admin1, share });
        }
    }
    out
}

/// A choice and the areas it lies in.
#[derive(Debug)]
struct Area {
    group: usize,
    class: FeatureClass,
    country: u32,
    admin1: u64,
    weight: f32,
}

/// What the other groups have in common with a sense.
#[derive(Debug, Default)]
pub(super) struct Shared {
    /// Share of them in its country.
    pub(super) country: f32,
    /// Share of them in its division.
    pub(super) division: f32,
    /// Weight of the name of its country.
    pub(super) country_named: f32,
    /// Weight of the name of its division.
    pub(super) division_named: f32,
    /// Weight of the surest other place in its division.
    pub(super) division_top: f32,
}

/// About e^-x for x up to 14, falling to nothing: (1 - x/256)^256.
fn decay(x: f32) -> f32 {
    let mut y = (1.0 - x / 256.0).max(0.0);
    for _ in 0..8 {
        y *= y;
    }
    y
}

/// Senses compared pair by pair.
const JOINED: usize = 16;
/// Groups compared pair by pair.
const JOINED_GROUPS: usize = 24;

/// Ties between the senses of two names whatever their present shares: two rare senses may lie side by side.
pub(super) fn join(groups: &mut [Group]) {
    let points: Vec<(Vec<[f32; 3]>, f32)> = groups
        .iter()
        .take(JOINED_GROUPS)
        .map(|g| {
            let local: Vec<[f32; 3]> = g
                .senses
                .iter()
                .filter(|s| {
                    !matches!(
                        s.class,
                        FeatureClass::Country | FeatureClass::Continent | FeatureClass::Sea | FeatureClass::Admin1
                    )
                })
                .take(JOINED)
                .map(|s| s.vector)
                .collect();
            let damp = g.weight / libm::sqrtf(local.len().max(1) as f32);
            (local, damp)
        })
        .collect();
    let entries: Vec<usize> = groups.iter().map(|g| g.entry).collect();
    for (own, group) in groups.iter_mut().enumerate() {
        if group.senses.len() < 2 {
            continue;
        }
        for (sense, clues) in group.senses.iter().zip(&mut group.clues) {
            let mut best = [[0.0f32; 3]; 2];
            for (other, (local, damp)) in points.iter().enumerate() {
                if entries.get(other) == entries.get(own) {
                    continue;
                }
                let mut closest = -1.0f32;
                for v in local {
                    let dot = v[0] * sense.vector[0] + v[1] * sense.vector[1] + v[2] * sense.vector[2];
                    closest = closest.max(dot);
                }
                // Beyond 400 km nothing counts.
                if closest < 0.998 {
                    continue;
                }
                let km = libm::sqrtf((2.0 - 2.0 * closest).max(0.0)) * 6371.0;
                for (top, scale) in best.iter_mut().zip([30.0, 100.0]) {
                    let value = damp * decay(km / scale);
                    if value > top[2] {
                        top[2] = value;
                        top.sort_by(|a, b| b.total_cmp(a));
                    }
                }
            }
            clues[clue::JOINT_30] = (best[0][0] + best[0][1] + best[0][2]) / 3.0;
            clues[clue::JOINT_100] = (best[1][0] + best[1][1] + best[1][2]) / 3.0;
        }
    }
}

/// Present choices of the groups that others compare with.
#[derive(Debug)]
pub(in crate::toponym) struct Picks {
    /// Group, unit vector, weight.
    points: Vec<(usize, [f32; 3], f32)>,
    areas: Vec<Area>,
    total: f32,
    own: Vec<f32>,
}

impl Picks {
    pub(super) fn read(groups: &[Group], company: &[usize]) -> Self {
        let mut picks = Self { points: Vec::new(), areas: Vec::new(), total: 0.0, own: vec![0.0; groups.len()] };
        for &index in company {
            let Some(group) = groups.get(index) else {
                continue;
            };
            let mut order: Vec<usize> =
                (0..group.senses.len()).filter(|&i| group.shares.get(i).is_some_and(|&s| s > 0.08)).collect();
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
                    picks.areas.push(Area {
                        group: index,
                        class: sense.class,
                        country: sense.country,
                        admin1: sense.admin1,
                        weight,
                    });
                }
                if !matches!(sense.class, FeatureClass::Country | FeatureClass::Continent | FeatureClass::Sea) {
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

    /// What the other groups have in common with a sense, damped for short documents.
    pub(super) fn company(&self, own: usize, sense: &Sense) -> Shared {
        let mut shared = Shared::default();
        if sense.country == 0 {
            return shared;
        }
        for area in &self.areas {
            if area.group == own || area.country != sense.country {
                continue;
            }
            shared.country += area.weight;
            if area.class == FeatureClass::Country && sense.class != FeatureClass::Country {
                shared.country_named = shared.country_named.max(area.weight);
            }
            if area.admin1 != 0 && area.admin1 == sense.admin1 {
                shared.division += area.weight;
                if area.class != FeatureClass::Admin1 {
                    shared.division_top = shared.division_top.max(area.weight);
                } else if sense.class != FeatureClass::Admin1 {
                    shared.division_named = shared.division_named.max(area.weight);
                }
            }
        }
        let others = self.total - self.own.get(own).copied().unwrap_or(0.0) + 0.5;
        shared.country /= others;
        shared.division /= others;
        shared
    }

    /// Mean of the best three exp(-d/s) to other groups, for s = 100, 300, 1000 km; and of the best two for s = 40 km to those
    /// told of in the same breath.
    pub(super) fn spatial(&self, own: usize, sense: &Sense, beside: u64) -> [f32; 4] {
        const SCALES: [f32; 3] = [100.0, 300.0, 1000.0];
        const LOCAL: f32 = 40.0;
        let mut best = [[0.0f32; 3]; 4];
        let mut group_value = [0.0f32; 4];
        let mut current = usize::MAX;
        let flush = |value: &[f32; 4], best: &mut [[f32; 3]; 4]| {
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
                group_value = [0.0; 4];
                current = group;
            }
            let dot = vector[0] * sense.vector[0] + vector[1] * sense.vector[1] + vector[2] * sense.vector[2];
            // Beyond about 4,500 km nothing counts.
            if dot < 0.76 {
                continue;
            }
            let km = libm::sqrtf((2.0 - 2.0 * dot).max(0.0)) * 6371.0;
            for (value, scale) in group_value.iter_mut().zip(SCALES) {
                if km < scale * 6.0 {
                    *value += weight * decay(km / scale);
                }
            }
            if km < LOCAL * 6.0 && beside >> group & 1 == 1 {
                group_value[3] += weight * decay(km / LOCAL);
            }
        }
        flush(&group_value, &mut best);
        let [a, b, c, local] = best;
        let mean = |top: [f32; 3]| (top[0] + top[1] + top[2]) / 3.0;
        [mean(a), mean(b), mean(c), f32::midpoint(local[0], local[1])]
    }
}
