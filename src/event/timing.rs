//! When a claim of the story took place: its own date among those of the sentence, and from when history is measured.
//!
//! In: a draft, the timeline. Out: [`When`]. Never: what the claim is worth.

use crate::date;
use crate::date::Date;
use crate::date::Period;
use crate::lexicon::Class;
use crate::terms::Precision;

use super::draft::Draft;
use super::story::Story;
use super::temporal::Basis;
use super::temporal::TimeExpression;
use super::temporal::TimeKind;
use super::temporal::When;
use super::temporal::lost_aside;

/// The same days a year earlier.
fn last_year(period: Period) -> Period {
    let back = |d: Date| Date::new(d.year() - 1, d.month(), d.day()).unwrap_or(d);
    Period::new(back(period.start), back(period.end))
}

/// Dated by an expression of the draft's own; what is told as done does not lie ahead.
fn told_in(draft: &Draft, index: usize, found: &TimeExpression) -> When {
    When {
        period: Some(if found.future { last_year(found.period) } else { found.period }),
        precision: found.precision,
        basis: Basis::Clause,
        expression: Some((draft.sentence, index)),
        historical: found.historical,
        future: false,
        counted_back: false,
    }
}

impl Story<'_> {
    /// When a draft took place: the date of its own place in a list, else of its clause.
    pub(super) fn when(&self, draft: &Draft) -> When {
        let when = self.timeline.when(self.article, draft.sentence, &draft.trigger);
        let when = self.told_of_old(draft, when);
        let when = self.earlier(draft, when);
        let when = self.in_own_clause(draft, when);
        let when = self.within(draft, when);
        let when = self.respectively(draft, when);
        let when = self.beside(draft, when);
        let when = self.since_when(draft, when);
        let Some(window) = &draft.window else {
            return when;
        };
        let inside = self
            .timeline
            .in_sentence(draft.sentence)
            .iter()
            .enumerate()
            .find(|(_, e)| e.dates_events() && window.start <= e.span.start && e.span.end <= window.end);
        match inside {
            Some((index, found)) => told_in(draft, index, found),
            None => when,
        }
    }

    /// `at war since 2014, when they took P`: P was taken then, not from then on.
    fn since_when(&self, draft: &Draft, when: When) -> When {
        let expressions = self.timeline.in_sentence(draft.sentence);
        let opens = |e: &TimeExpression| {
            let behind = self.article.text.get(e.span.end..).unwrap_or("").trim_start_matches([',', ' ']);
            behind.starts_with("when ") && e.span.end < draft.trigger.start
        };
        let found = expressions.iter().enumerate().rev().find(|(_, e)| e.kind == TimeKind::Since && opens(e));
        let Some((index, found)) = found else { return when };
        let used = when.expression == Some((draft.sentence, index));
        if !used && matches!(when.basis, Basis::Clause) {
            return when;
        }
        let words = self.article.text.get(found.span.clone()).unwrap_or("");
        let start = found.period.start;
        let year = words.split(' ').count() == 2 && words.ends_with(|c: char| c.is_ascii_digit());
        let end = match found.precision {
            Precision::Exact | Precision::Near => start,
            Precision::Region if year => Date::new(start.year(), 12, 31).unwrap_or(start),
            Precision::Region => start.last_of_month(),
        };
        When { period: Some(Period::new(start, end)), ..told_in(draft, index, found) }
    }

    /// `in just over a week they took P, and now Q`: P on a day of that week, Q on the day of telling.
    fn within(&self, draft: &Draft, when: When) -> When {
        if matches!(when.basis, Basis::Clause | Basis::Sentence) {
            return when;
        }
        let expressions = self.timeline.in_sentence(draft.sentence);
        let length = expressions.iter().position(|e| {
            e.kind == TimeKind::Within && !e.historical && e.span.end <= draft.trigger.end.max(e.span.end)
        });
        let before = self.article.text.get(..draft.trigger.start).unwrap_or("");
        let now = before.trim_end().rsplit(' ').take(4).any(|w| w.eq_ignore_ascii_case("now"));
        match length.and_then(|i| expressions.get(i).map(|e| (i, e))) {
            Some((index, found)) if !now => When {
                period: Some(found.period),
                precision: Precision::Region,
                basis: Basis::Sentence,
                expression: Some((draft.sentence, index)),
                historical: false,
                future: false,
                counted_back: false,
            },
            _ => when,
        }
    }

    /// `P fell since the campaign began last week`: the date belongs to the other clause.
    fn in_own_clause(&self, draft: &Draft, when: When) -> When {
        let Some(found) = when
            .expression
            .filter(|(s, _)| *s == draft.sentence)
            .and_then(|(s, i)| self.timeline.in_sentence(s).get(i))
        else {
            return when;
        };
        let between = self.article.text.get(draft.trigger.end..found.span.start).unwrap_or("").to_lowercase();
        let other = [" since the ", " since its ", " since their ", " since they ", " since it "]
            .iter()
            .filter_map(|w| between.rfind(w))
            .max()
            .is_some_and(|at| {
                between.get(at..).is_some_and(|rest| {
                    [" began ", " started ", " was launched ", " launched ", " broke out "]
                        .iter()
                        .any(|w| format!("{rest} ").contains(w))
                })
            });
        match self.timeline.reference(draft.sentence).filter(|_| other) {
            Some(day) => When::of_article(day),
            None => when,
        }
    }

    /// `took P on Friday, hours after Q had been lost`: Friday is the day of P, and another sentence may tell that of Q.
    fn earlier(&self, draft: &Draft, when: When) -> When {
        let found = when
            .expression
            .filter(|(s, _)| *s == draft.sentence && draft.standing.pluperfect)
            .and_then(|(s, i)| self.timeline.in_sentence(s).get(i));
        let between = found.and_then(|e| self.article.text.get(e.span.end..draft.trigger.start)).unwrap_or("");
        let counted = ["hours after ", "minutes after ", "shortly after ", "soon after ", "not long after "];
        if counted.iter().any(|w| between.to_lowercase().contains(w)) {
            return When { basis: Basis::Article, precision: Precision::Near, ..when };
        }
        when
    }

    /// A clause without a date of its own in a sentence whose dates are all history is history too.
    fn told_of_old(&self, draft: &Draft, when: When) -> When {
        if matches!(when.basis, Basis::Clause) {
            return when;
        }
        let expressions = self.timeline.in_sentence(draft.sentence);
        // `retook P a year after it was lost`: the words count back to the loss.
        let sentence = self.article.sentence(draft.sentence);
        let back = |e: &TimeExpression| {
            e.subordinate && e.span.start >= draft.trigger.end
                || lost_aside(sentence, &draft.trigger, e, draft.evidence.start)
        };
        let dated: Vec<_> = expressions.iter().filter(|e| e.dates_events() && !e.aside && !back(e)).collect();
        // The nearest before the words, else the first.
        let near = dated.iter().rev().find(|e| e.span.start <= draft.trigger.start).or(dated.first());
        match near {
            Some(first) if dated.iter().all(|e| e.historical) && !self.in_relative(draft, first.span.start) => When {
                period: Some(first.period),
                precision: first.precision,
                basis: Basis::Sentence,
                historical: true,
                ..when
            },
            _ => when,
        }
    }

    /// `took P, which had been theirs since 2020`: the date stands in a clause about something else.
    fn in_relative(&self, draft: &Draft, date: usize) -> bool {
        let between = self.article.text.get(draft.trigger.end..date).unwrap_or("").to_lowercase();
        [" that had ", " that has ", " where ", " which ", " who ", " whose "].iter().any(|w| between.contains(w))
    }

    /// The day from which history is measured: publication, or the days of the story itself if that is old.
    pub(super) fn anchor(&self, drafts: &[Draft], whens: &[When]) -> Option<Date> {
        let published = self.article.published.as_ref().map(|p| p.date).filter(|_| !self.timeline.retrospective);
        let mut days: Vec<Date> = drafts
            .iter()
            .zip(whens)
            .filter(|(d, w)| {
                matches!(w.basis, Basis::Clause | Basis::Sentence)
                    && matches!(d.class, Class::Event(_) | Class::Loss | Class::Leave | Class::Attack)
            })
            .filter_map(|(_, w)| w.period.map(|p| p.end))
            .collect();
        days.sort();
        let middle = days.get(days.len() / 2).copied();
        match (published, middle) {
            (Some(p), Some(m)) if days.len() >= 4 && date::days_between(m, p) > 500 => days.last().copied(),
            (Some(p), _) => Some(p),
            (None, Some(_)) => days.get(days.len() * 9 / 10).or(days.last()).copied(),
            (None, None) => None,
        }
    }

    /// `since the 5th`, `by the 11th`: the state was reached on that day.
    pub(super) fn reached(&self, when: &When) -> bool {
        when.expression
            .and_then(|(s, i)| self.timeline.in_sentence(s).get(i))
            .is_some_and(|e| matches!(e.kind, TimeKind::Since | TimeKind::By) && !e.historical)
    }

    /// `P and Q fell on 16 and 21 May`: P on the first day, Q on the second.
    fn respectively(&self, draft: &Draft, when: When) -> When {
        let found = when
            .expression
            .filter(|(s, _)| *s == draft.sentence)
            .and_then(|(s, i)| self.timeline.in_sentence(s).get(i))
            .filter(|e| e.kind == TimeKind::Point && e.period.days() > 1);
        let words = found.and_then(|e| self.article.text.get(e.span.clone())).unwrap_or("").to_lowercase();
        let pair = words.contains(" and ") && !words.starts_with("between") && !words.starts_with("from");
        let Some(found) = found.filter(|_| pair) else {
            return when;
        };
        let joined = |a: usize, b: usize| {
            let (Some(a), Some(b)) = (self.toponyms.get(a), self.toponyms.get(b)) else { return false };
            self.article.text.get(a.span.end..b.span.start).is_some_and(|t| matches!(t.trim(), "and" | "and the"))
        };
        let at = draft.place;
        let listed = |i: Option<usize>| {
            let (Some(i), Some(first)) = (i, Some(at)) else { return false };
            let (low, high) = (i.min(first), i.max(first));
            let before = low.checked_sub(1).and_then(|b| self.toponyms.get(b)).zip(self.toponyms.get(low));
            let third = before
                .is_some_and(|(b, l)| self.article.text.get(b.span.end..l.span.start).is_some_and(|t| t.trim() == ","));
            joined(low, high) && !third
        };
        let day = if listed(at.checked_sub(1)) {
            found.period.end
        } else if listed(at.checked_add(1)) {
            found.period.start
        } else {
            return when;
        };
        When { period: Some(Period::day(day)), precision: Precision::Exact, ..when }
    }

    /// `P fell on 16 May and Q on Friday`, `P (May 16), Q (May 20)`: the day right behind the name of the place is its own,
    /// where the sentence gives days to several places.
    fn beside(&self, draft: &Draft, when: When) -> When {
        let expressions = self.timeline.in_sentence(draft.sentence);
        let Some(toponym) = self.toponyms.get(draft.place).filter(|_| expressions.len() > 1 && !draft.by_reference)
        else {
            return when;
        };
        if toponym.span.start < draft.evidence.start || toponym.span.end > draft.evidence.end {
            return when;
        }
        let behind = |end: usize, start: usize| {
            let between = self.article.text.get(end..start).map_or("?", str::trim);
            // `Q, after bitter fighting, on the 20th`
            let aside = between.len() < 80
                && between.len() > 2
                && between.starts_with(',')
                && between.ends_with(',')
                && !between.contains([';', ':', '.'])
                && !self.toponyms.iter().any(|t| end <= t.span.start && t.span.start < start);
            start >= end && (matches!(between, "" | "(" | ",") || aside)
        };
        let own = expressions.iter().position(|e| {
            e.kind == TimeKind::Point
                && e.dates_events()
                && !e.subordinate
                && !e.reporting
                && behind(toponym.span.end, e.span.start)
        });
        let Some((index, found)) = own.and_then(|i| expressions.get(i).map(|e| (i, e))) else {
            return when;
        };
        let others = self.toponyms.iter().enumerate().any(|(i, t)| {
            i != draft.place
                && draft.evidence.contains(&t.span.start)
                && expressions.iter().enumerate().any(|(j, e)| j != index && behind(t.span.end, e.span.start))
        });
        if !others || when.expression == Some((draft.sentence, index)) {
            return when;
        }
        told_in(draft, index, found)
    }
}
