//! Doubts: what articles and baseline say that does not agree, as warnings.
//!
//! In: merged facts, articles, a baseline. Out: [`Warning`]s. Never: decisions; those stand in the facts and holders.

use std::collections::BTreeMap;
use std::collections::BTreeSet;

use crate::diagnostic::Warning;
use crate::situation::fact::Fact;
use crate::situation::gather::Build;
use crate::situation::location::fold;
use crate::situation::location::is_wide;
use crate::situation::update::Report;

/// A place so near to an area is beside it, degrees.
const BESIDE_DEG: f64 = 0.25;
/// Rows or articles named in one warning; the rest are counted.
const NAMED: usize = 5;

impl Build<'_> {
    /// What a reader should know of the sources.
    pub(super) fn doubts(&self, facts: &[Fact], reports: &[Report<'_>]) -> Vec<Warning> {
        let mut out = Vec::new();
        let source = |i: usize| reports.get(i).map_or("", |r| r.article.source.as_str());
        for fact in facts.iter().filter(|f| f.takes() && !f.other_days.is_empty()) {
            let name = self.atlas.entries.get(fact.place).map_or("", |l| l.name.as_str());
            let Some(own) = fact.exact_day() else {
                continue;
            };
            let all = fact.other_days.iter().map(|(day, article)| format!("{day} in {}", source(*article)));
            let mut others: Vec<String> = all.take(NAMED).collect();
            if let Some(more) = fact.other_days.len().checked_sub(NAMED).filter(|n| *n > 0) {
                others.push(format!("{more} more"));
            }
            let message = format!(
                "the capture of {name} is dated {own} in {}, but {}; {own} counts",
                source(fact.article),
                others.join(", ")
            );
            out.push(Warning::new("date-conflict", message));
        }
        out.extend(self.baseline_doubts(reports));
        out
    }

    /// Rules of the overrides that correct nothing: a name, an id or a side misspelt, or another text.
    pub(super) fn idle_rules(&self, facts: &[Fact], reports: &[Report<'_>]) -> Vec<Warning> {
        let rules = &self.settings.overrides;
        let mut out = Vec::new();
        let mut say = |message: String| {
            out.push(Warning::new("override-idle", format!("{}: {message}", rules.file)));
        };
        if !rules.place.is_empty() {
            let texts: Vec<String> = reports.iter().map(|r| fold(&r.article.text)).collect();
            let known = |name: &str| {
                texts.iter().any(|t| t.contains(name))
                    || reports
                        .iter()
                        .flat_map(|r| r.toponyms)
                        .filter_map(|t| t.place.as_ref())
                        .any(|p| fold(&p.name) == name)
            };
            for rule in rules.place.iter().filter(|r| !known(&fold(&r.name))) {
                say(format!("place \"{}\": no article names it; nothing was corrected", rule.name));
            }
        }
        if !rules.event.is_empty() {
            let ids: BTreeSet<String> = self.event_ids(facts).into_iter().collect();
            for rule in &rules.event {
                if !ids.contains(&rule.id) {
                    say(format!("event \"{}\": no event has this id; nothing was corrected", rule.id));
                } else if let Some(side) = &rule.actor_side
                    && !self.sides.list.iter().any(|s| s.id == *side)
                {
                    let sides: Vec<&str> = self.sides.list.iter().map(|s| s.id.as_str()).collect();
                    let id = &rule.id;
                    say(format!("event \"{id}\": actor_side \"{side}\" is no side here ({})", sides.join(", ")));
                }
            }
        }
        let actors = || facts.iter().filter_map(|f| f.actor.as_deref());
        let told = reports.iter().flat_map(|r| &r.extraction.events).filter_map(|e| e.actor.as_deref());
        let told: BTreeSet<String> = told.chain(actors()).map(str::to_lowercase).collect();
        for rule in rules.side.iter().filter(|r| !told.contains(&r.actor.to_lowercase())) {
            say(format!("side of \"{}\": no event has this actor; nothing was corrected", rule.actor));
        }
        out
    }

    fn baseline_doubts(&self, reports: &[Report<'_>]) -> Vec<Warning> {
        let Some(baseline) = &self.settings.baseline else {
            return Vec::new();
        };
        let mut out = Vec::new();
        let late: Vec<String> = baseline
            .rows
            .iter()
            .filter_map(|r| r.as_of.filter(|day| self.as_of.is_some_and(|limit| *day > limit)).map(|day| (r, day)))
            .map(|(r, day)| format!("{} ({day})", r.place))
            .collect();
        let drawn = baseline.areas.iter();
        let drawn = drawn.filter_map(|a| a.as_of.filter(|d| self.as_of.is_some_and(|l| *d > l)).map(|d| (a, d)));
        let late: Vec<String> =
            late.into_iter().chain(drawn.map(|(a, d)| format!("area \"{}\" ({d})", a.id))).collect();
        if !late.is_empty() {
            let message = format!(
                "the baseline describes a later day than the map ({}): {}",
                self.as_of.map_or_else(String::new, |d| d.to_string()),
                listed(&late)
            );
            out.push(Warning::new("baseline-date", message));
        }
        if let Some(first) = baseline.rows.iter().filter_map(|r| r.as_of).max() {
            let old: Vec<String> = reports
                .iter()
                .filter(|r| r.article.published.as_ref().is_some_and(|p| p.date < first))
                .map(|r| r.article.source.clone())
                .collect();
            if !old.is_empty() {
                let message = format!(
                    "older than the baseline of {first}, so that what they date before it changes no holder: {}",
                    listed(&old)
                );
                out.push(Warning::new("baseline-date", message));
            }
        }
        let unknown: Vec<String> =
            baseline.rows.iter().filter(|r| r.holder.is_empty()).map(|r| r.place.clone()).collect();
        if !unknown.is_empty() {
            out.push(Warning::new(
                "baseline-holder",
                format!("{}no holder in the baseline for {}", baseline.prefix(), listed(&unknown)),
            ));
        }
        out.extend(misspelt(baseline.rows.iter().map(|r| r.holder.as_str())));
        out.extend(self.turned());
        out.extend(self.twice(baseline.rows.len()));
        out
    }

    /// Areas that lie far from every place of the articles, and among them with latitude and longitude exchanged.
    fn turned(&self) -> Option<Warning> {
        let baseline = self.settings.baseline.as_ref().filter(|b| b.rows.is_empty())?;
        let corners = || baseline.areas.iter().flat_map(|a| &a.shape.0).flat_map(|p| &p.exterior().0);
        let span = |of: fn(&geo::Coord<f64>) -> f64| {
            corners().map(of).fold((f64::INFINITY, f64::NEG_INFINITY), |(low, high), v| (low.min(v), high.max(v)))
        };
        let (x, y) = (span(|c| c.x), span(|c| c.y));
        let within = |v: f64, (low, high): (f64, f64)| (low - BESIDE_DEG..=high + BESIDE_DEG).contains(&v);
        let towns = || self.atlas.entries.iter().filter(|l| !is_wide(l));
        let among = towns().filter(|l| within(l.at.lon, x) && within(l.at.lat, y)).count();
        let turned = towns().filter(|l| within(l.at.lat, x) && within(l.at.lon, y)).count();
        (among == 0 && turned > 1 && turned * 2 > towns().count()).then(|| {
            let message = format!(
                "{}latitude and longitude look swapped: no place of the articles lies among the areas, but {turned} would with the two exchanged; GeoJSON wants longitude first",
                baseline.prefix()
            );
            Warning::new("swapped", message)
        })
    }

    /// Rows of the baseline that fell on one place and disagree.
    fn twice(&self, rows: usize) -> Option<Warning> {
        (!self.clashes.is_empty()).then(|| {
            Warning::new(
                "baseline-conflict",
                format!(
                    "of {rows} rows of the baseline several mean one place; the first counts: {}",
                    listed(&self.clashes)
                ),
            )
        })
    }
}

/// Holders of one or two rows that look like another holder misspelt.
fn misspelt<'a>(holders: impl Iterator<Item = &'a str>) -> Vec<Warning> {
    let mut counts: BTreeMap<&str, usize> = BTreeMap::new();
    for holder in holders.filter(|h| !h.is_empty()) {
        *counts.entry(holder).or_default() += 1;
    }
    let mut out = Vec::new();
    for (rare, &count) in counts.iter().filter(|(h, n)| **n <= 2 && h.len() >= 5) {
        let near = counts.iter().find(|(h, n)| **n > count * 3 && h != &rare && strsim(rare, h) <= 2);
        if let Some((usual, _)) = near {
            let message = format!("holder \"{rare}\" of the baseline is no other row's; is \"{usual}\" meant?");
            out.push(Warning::new("baseline-holder", message));
        }
    }
    out
}

/// Edits that make one word the other.
fn strsim(a: &str, b: &str) -> usize {
    let b: Vec<char> = b.chars().collect();
    let mut row: Vec<usize> = (0..=b.len()).collect();
    for (i, x) in a.chars().enumerate() {
        let mut left = i + 1;
        let mut next = vec![left];
        for (j, y) in b.iter().enumerate() {
            let above = row.get(j + 1).copied().unwrap_or(usize::MAX / 2);
            let corner = row.get(j).copied().unwrap_or(usize::MAX / 2);
            left = (corner + usize::from(x != *y)).min(above + 1).min(left + 1);
            next.push(left);
        }
        row = next;
    }
    row.last().copied().unwrap_or(0)
}

fn listed(names: &[String]) -> String {
    let more = names.len().saturating_sub(NAMED);
    let head = names.iter().take(NAMED).cloned().collect::<Vec<_>>().join(", ");
    if more > 0 { format!("{head} and {more} more") } else { head }
}
