//! Folds articles into a situation: shared places and sides, merged events, holders, axes, title.
//!
//! In: [`Report`]s, [`Settings`]. Out: [`Situation`]. Never: derived geometry.

use crate::article::Article;
use crate::date::Date;
use crate::diagnostic::Warning;
use crate::event::Extraction;
use crate::situation::Situation;
use crate::situation::baseline::Baseline;
use crate::situation::fact;
use crate::situation::gather::Build;
use crate::situation::holder;
use crate::situation::location::Atlas;
use crate::situation::overrides::Overrides;
use crate::situation::side::Sides;
use crate::toponym::Toponym;

/// One article with what was read from it.
#[derive(Debug, Clone, Copy)]
pub struct Report<'a> {
    /// The article.
    pub article: &'a Article,
    /// Its toponyms; events refer to them by index.
    pub toponyms: &'a [Toponym],
    /// Its events.
    pub extraction: &'a Extraction,
}

/// What a situation is made with besides the articles.
#[derive(Debug, Clone, Default)]
pub struct Settings {
    /// The day to describe; the latest day of an article if not given.
    pub as_of: Option<Date>,
    /// Title of the map; made from the events if not given.
    pub title: Option<String>,
    /// Who held what before.
    pub baseline: Option<Baseline>,
    /// Corrections.
    pub overrides: Overrides,
}

/// The situation after all `reports`.
pub fn update(reports: &[Report<'_>], settings: &Settings) -> Situation {
    let mut order: Vec<usize> = (0..reports.len()).collect();
    let published = |i: usize| reports.get(i).and_then(|r| r.article.published.as_ref()).map(|p| p.date);
    order.sort_by_key(|&i| (published(i), i));
    let as_of = settings.as_of.or_else(|| order.iter().filter_map(|&i| published(i)).max());
    let mut warnings = Vec::new();
    let used: Vec<Report<'_>> = order
        .iter()
        .filter(|&&i| {
            let late = as_of.zip(published(i)).is_some_and(|(limit, day)| day > limit);
            if late && let Some(report) = reports.get(i) {
                let message = format!("{} is dated after the day of the map and was left out", report.article.source);
                warnings.push(Warning::new("later-article", message));
            }
            !late
        })
        .filter_map(|&i| reports.get(i).copied())
        .collect();
    let mut build = Build {
        as_of,
        settings,
        atlas: Atlas::default(),
        sides: Sides::default(),
        facts: Vec::new(),
        destinations: Vec::new(),
        clashes: Vec::new(),
        yearless: settings.as_of.is_none()
            && !used.is_empty()
            && used.iter().all(|r| r.article.published.as_ref().is_some_and(|p| p.year_unknown)),
    };
    let initial = build.read(&used);
    build.give_captures_a_side();
    let mut merged = fact::merge(std::mem::take(&mut build.facts));
    fact::date_by_withdrawal(&mut merged);
    fact::admit_by_withdrawal(&mut merged);
    warnings.extend(build.idle_rules(&merged, &used));
    let facts = build.overridden(merged);
    warnings.extend(build.doubts(&facts, &used));
    let holders = holder::fold(&facts, &initial);
    let mut situation = build.assemble(&used, &facts, &holders, &initial);
    situation.warnings.extend(warnings);
    for report in &used {
        let all = report.article.warnings.iter().chain(&report.extraction.warnings);
        situation.warnings.extend(all.cloned());
    }
    if let Some(baseline) = &settings.baseline {
        situation.warnings.extend(baseline.warnings.iter().cloned());
    }
    situation.warnings.dedup();
    situation
}
