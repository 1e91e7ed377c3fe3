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
/// Passes of polishing.
const PASSES: usize = 5;

struct Solver<'a> {
    items: &'a [Item],
    taken: BoxIndex,
    chosen: Vec<Option<usize>>,
}

impl Solver<'_> {
    fn blockers(&self, item: usize, candidate: usize) -> Vec<usize> {
        let mut owners = Vec::new();
        let boxes = self.items.get(item).and_then(|i| i.candidates.get(candidate)).map_or(&[][..], |c| &c.boxes);
        for r in boxes {
            for owner in self.taken.hits(*r) {
                let owner = owner as usize;
                if owner != item && !owners.contains(&owner) {
                    owners.push(owner);
                }
            }
        }
        owners
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
        (0..self.items[item].candidates.len()).find(|c| self.blockers(item, *c).is_empty())
    }

    /// Puts `item` at `candidate` and moves the blockers elsewhere, if that makes the whole cheaper.
    fn eject(&mut self, item: usize, candidate: usize) -> bool {
        let blockers = self.blockers(item, candidate);
        if blockers.is_empty() || blockers.len() > MAX_EJECTED {
            return false;
        }
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
            for candidate in 0..solver.items[item].candidates.len().min(24) {
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
                if solver.blockers(item, candidate).is_empty() {
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
