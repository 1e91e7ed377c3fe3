//! Which place each label takes: greedy by importance, then ejection, then polishing. No randomness.

use crate::layout::geometry::Rect;
use crate::layout::index::BoxIndex;

/// A place that a label could take.
#[derive(Debug, Clone)]
pub(super) struct Candidate {
    pub(super) boxes: Vec<Rect>,
    pub(super) cost: f64,
}

/// A label with its places.
#[derive(Debug, Clone, Default)]
pub(super) struct Item {
    pub(super) candidates: Vec<Candidate>,
    /// Placed whatever it costs.
    pub(super) must: bool,
}

/// More blockers than this are not pushed aside for one label.
const MAX_EJECTED: usize = 3;
/// A label left out costs this much.
const LOST: f64 = 30.0;
/// Places tried with force for a name that must be there.
const TRIED_HARD: usize = 300;
/// Passes of polishing.
const PASSES: usize = 5;

struct Solver<'a> {
    items: &'a [Item],
    taken: BoxIndex,
    chosen: Vec<Option<usize>>,
}

impl Solver<'_> {
    /// Who stands where a candidate would, each once; nobody is told where they are more than `most`.
    fn blockers(&self, item: usize, candidate: usize, most: usize) -> Option<Vec<usize>> {
        let mut owners = Vec::new();
        let boxes = self.items.get(item).and_then(|i| i.candidates.get(candidate)).map_or(&[][..], |c| &c.boxes);
        for (_, owner) in boxes.iter().flat_map(|r| self.taken.touching(*r)) {
            let owner = owner as usize;
            if owner != item && !owners.contains(&owner) {
                if owners.len() == most {
                    return None;
                }
                owners.push(owner);
            }
        }
        Some(owners)
    }

    fn is_free(&self, item: usize, candidate: usize) -> bool {
        self.blockers(item, candidate, 0).is_some()
    }

    fn cost(&self, item: usize) -> f64 {
        match self.chosen.get(item).copied().flatten() {
            Some(c) => self.items[item].candidates[c].cost,
            None if self.items[item].must => LOST * 10.0,
            None => LOST,
        }
    }

    fn take(&mut self, item: usize, candidate: Option<usize>) {
        if self.chosen[item].is_some() {
            self.taken.remove(item as u32);
        }
        self.chosen[item] = candidate;
        if let Some(c) = candidate {
            for r in &self.items[item].candidates[c].boxes {
                self.taken.add(*r, item as u32);
            }
        }
    }

    /// The cheapest candidate that nobody blocks.
    fn best_free(&self, item: usize) -> Option<usize> {
        (0..self.items[item].candidates.len()).find(|c| self.is_free(item, *c))
    }

    /// Puts `item` at `candidate` and moves the blockers elsewhere, if that makes the whole cheaper.
    fn eject(&mut self, item: usize, candidate: usize) -> bool {
        let Some(blockers) = self.blockers(item, candidate, MAX_EJECTED).filter(|b| !b.is_empty()) else {
            return false;
        };
        let involved: Vec<usize> = std::iter::once(item).chain(blockers.iter().copied()).collect();
        let before: f64 = involved.iter().map(|i| self.cost(*i)).sum();
        let old: Vec<Option<usize>> = involved.iter().map(|i| self.chosen[*i]).collect();
        for b in &blockers {
            self.take(*b, None);
        }
        self.take(item, Some(candidate));
        for b in &blockers {
            let free = self.best_free(*b);
            self.take(*b, free);
        }
        let after: f64 = involved.iter().map(|i| self.cost(*i)).sum();
        if after < before - 1e-9 {
            return true;
        }
        for i in &involved {
            self.take(*i, None);
        }
        for (i, c) in involved.iter().zip(old) {
            self.take(*i, c);
        }
        false
    }
}

/// For each item, in order of importance, the index of its candidate. Candidates are sorted by cost first.
pub(super) fn solve(items: &mut [Item], sheet: (f64, f64)) -> Vec<Option<usize>> {
    for item in items.iter_mut() {
        item.candidates.sort_by(|a, b| a.cost.total_cmp(&b.cost));
    }
    let mut solver = Solver { items, taken: BoxIndex::new(sheet.0, sheet.1), chosen: vec![None; items.len()] };
    let n = solver.items.len();
    for item in 0..n {
        let free = solver.best_free(item);
        solver.take(item, free);
        if free.is_none() {
            let tries = if solver.items[item].must { TRIED_HARD } else { 24 };
            for candidate in 0..solver.items[item].candidates.len().min(tries) {
                if solver.eject(item, candidate) {
                    break;
                }
            }
        }
    }
    for _ in 0..PASSES {
        let mut changed = false;
        for item in 0..n {
            let now = solver.cost(item);
            for candidate in 0..solver.items[item].candidates.len().min(40) {
                if solver.items[item].candidates[candidate].cost >= now - 1e-9 {
                    break;
                }
                if solver.is_free(item, candidate) {
                    solver.take(item, Some(candidate));
                    changed = true;
                    break;
                }
                if solver.eject(item, candidate) {
                    changed = true;
                    break;
                }
            }
        }
        if !changed {
            break;
        }
    }
    solver.chosen
}

#[cfg(test)]
mod tests {
    use crate::layout::geometry::Rect;
    use crate::layout::solve::Candidate;
    use crate::layout::solve::Item;
    use crate::layout::solve::LOST;
    use crate::layout::solve::solve;

    /// Numbers from 0 to 1 by a fixed rule.
    struct Dice(u64);

    impl Dice {
        fn roll(&mut self) -> f64 {
            self.0 = self.0.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
            ((self.0 >> 33) as f64) / f64::from(1_u32 << 31)
        }

        fn below(&mut self, n: usize) -> usize {
            ((self.roll() * n as f64) as usize).min(n.saturating_sub(1))
        }
    }

    /// Names at random points with eight seats each, and rings of seats farther off.
    fn names(count: usize, rings: usize, seed: u64) -> Vec<Item> {
        let mut dice = Dice(seed);
        (0..count)
            .map(|_| {
                let (x, y, w) = (dice.roll() * 900.0, dice.roll() * 700.0, 50.0 + 60.0 * dice.roll());
                let mut candidates = Vec::new();
                for ring in 0..=rings {
                    for seat in 0..8 {
                        let turn = std::f64::consts::FRAC_PI_4 * f64::from(seat);
                        let reach = 8.0 + 26.0 * ring as f64;
                        let (cx, cy) = (x + libm::cos(turn) * (reach + w / 2.0), y + libm::sin(turn) * (reach + 9.0));
                        let cost = f64::from(seat) * 0.1 + ring as f64 * 2.0 + dice.roll() * 0.5;
                        candidates.push(Candidate {
                            boxes: vec![Rect::new(cx - w / 2.0, cy - 9.0, cx + w / 2.0, cy + 9.0)],
                            cost,
                        });
                    }
                }
                candidates.sort_by(|a, b| a.cost.total_cmp(&b.cost));
                Item { candidates, must: false }
            })
            .collect()
    }

    fn cost(items: &[Item], chosen: &[Option<usize>]) -> f64 {
        items.iter().zip(chosen).map(|(i, c)| c.map_or(LOST, |c| i.candidates[c].cost)).sum()
    }

    /// Simulated annealing: slow, and nearly the best there is.
    fn anneal(items: &[Item], seed: u64) -> f64 {
        let mut dice = Dice(seed);
        let touch = |a: &Candidate, b: &Candidate| a.boxes.iter().any(|p| b.boxes.iter().any(|q| p.overlaps(*q)));
        let mut chosen: Vec<Option<usize>> = vec![None; items.len()];
        let (mut now, mut best) = (cost(items, &chosen), f64::INFINITY);
        let mut heat = 6.0;
        while heat > 0.02 {
            for _ in 0..items.len() * 30 {
                let item = dice.below(items.len());
                let candidate = dice.below(items[item].candidates.len());
                let mut next = chosen.clone();
                next[item] = Some(candidate);
                for other in 0..items.len() {
                    let blocked = |c: usize| touch(&items[other].candidates[c], &items[item].candidates[candidate]);
                    if other != item && next[other].is_some_and(blocked) {
                        next[other] = None;
                    }
                }
                let then = cost(items, &next);
                if then <= now || dice.roll() < libm::exp((now - then) / heat) {
                    (chosen, now) = (next, then);
                    best = best.min(now);
                }
            }
            heat *= 0.9;
        }
        best
    }

    #[test]
    fn places_of_names_cost_little_more_than_the_oracle_finds() {
        for (count, rings, seed) in [(20, 0, 1), (40, 0, 2), (40, 2, 3), (60, 2, 4), (60, 0, 5), (90, 1, 6)] {
            let mut items = names(count, rings, seed);
            let chosen = solve(&mut items, (1000.0, 800.0));
            let (ours, oracle) = (cost(&items, &chosen), anneal(&items, seed + 10));
            assert!(ours <= oracle * 1.15 + 1e-9, "{count} names, {rings} rings: {ours:.1} against {oracle:.1}");
        }
    }
}
