//! The campaign of an article: when it began and how far back its gains belong to it.
//!
//! In: the text, drafts and their ages. Out: days. Never: events.

use std::collections::BTreeSet;

use crate::date::Period;
use crate::lexicon::Class;
use crate::lexicon::Effect;
use crate::terms::EventType;

use super::deed::Deed;
use super::draft::Draft;
use super::side::Sides;
use super::story::Story;
use super::temporal::TimeKind;
use super::temporal::When;

/// Gains up to this age are the campaign's if the attacker made them, days.
pub(super) const USUAL_DAYS: i32 = 400;
/// No campaign is longer, days.
const LONGEST_DAYS: i32 = 1200;
/// A gain older than this is not the news, days.
const NEWS_DAYS: i32 = 60;
/// Old gains that make a story of a whole campaign.
const CHAIN: usize = 3;

impl Story<'_> {
    /// `The offensive began on …`, `in just over a week`.
    pub(super) fn campaign_start(&self) -> Option<Period> {
        const WHAT: &[&str] = &[
            "offensive",
            "campaign",
            "operation",
            "assault",
            "war",
            "advance",
            "battle",
            "push",
            "drive",
            "invasion",
            "attack",
        ];
        const BEGAN: &[&str] = &["began", "begun", "started", "launched", "opened", "broke out"];
        let mut within = None;
        for index in 0..self.article.sentences.len() {
            let text = self.article.sentence(index).to_lowercase();
            let expressions = self.timeline.in_sentence(index);
            if expressions.is_empty() {
                continue;
            }
            let told = BEGAN.iter().find_map(|w| text.find(w)).filter(|_| WHAT.iter().any(|w| text.contains(w)));
            if let Some(at) = told {
                let base = self.article.sentences.get(index).map_or(0, |s| s.span.start);
                let near = expressions
                    .iter()
                    .filter(|e| e.dates_events() && !e.historical && !e.future)
                    .min_by_key(|e| e.span.start.abs_diff(base + at));
                if let Some(found) = near {
                    return Some(found.period);
                }
            }
            if within.is_none() {
                within = expressions
                    .iter()
                    .find(|e| e.kind == TimeKind::Within && !e.historical)
                    .map(|e| Period::day(e.period.start));
            }
        }
        within
    }

    /// How old a gain of the campaign can be, days: farther back than usual where the article follows one chain of gains
    /// from the news to its start, without a gap of more than a year or so.
    pub(super) fn campaign_days(&self, drafts: &[Draft], ages: &[Option<i32>], gains: impl Fn(&Draft) -> bool) -> i32 {
        let mut dated: Vec<(i32, String)> = drafts
            .iter()
            .zip(ages)
            .filter(|(d, _)| takes(d) && gains(d) && !self.in_background(d.sentence))
            .filter_map(|(d, age)| Some((age.filter(|a| *a >= 0)?, self.place_key(d.place))))
            .collect();
        dated.sort();
        if dated.first().is_none_or(|(age, _)| *age > NEWS_DAYS) {
            return USUAL_DAYS;
        }
        let mut last = 0;
        let mut old: BTreeSet<&str> = BTreeSet::new();
        for (age, place) in &dated {
            if age - last > USUAL_DAYS || *age > LONGEST_DAYS {
                break;
            }
            last = *age;
            if *age > NEWS_DAYS {
                old.insert(place);
            }
        }
        if old.len() >= CHAIN { (USUAL_DAYS + 1).max(last + 1) } else { USUAL_DAYS }
    }
}

/// Sentences at the head that tell what the story is.
const HEAD: usize = 6;

/// Claims with their days and ages.
type Dated = (Vec<Draft>, Vec<When>, Vec<Option<i32>>);

impl Story<'_> {
    /// Where the head of the article tells of the rout of a side that gains nothing, the roads it takes are those of its
    /// retreat: `Rebels beat a hasty retreat … Their trucks streamed past, heading for P`.
    pub(super) fn without_flight(
        &self,
        deeds: &[Deed],
        sides: &mut Sides,
        mut drafts: Vec<Draft>,
        mut whens: Vec<When>,
        mut ages: Vec<Option<i32>>,
    ) -> Dated {
        let mut routed = BTreeSet::new();
        for deed in deeds.iter().filter(|d| d.sentence < HEAD && !d.attacks) {
            routed.extend(sides.known(&deed.party, self.setting, self.lexicon));
        }
        for (draft, age) in drafts.iter().zip(&ages) {
            let old = age.is_some_and(|a| a > NEWS_DAYS) || draft.standing.bygone;
            if let Some(party) =
                draft.actor.as_ref().filter(|_| (takes(draft) && !loses(draft) || strikes(draft)) && !old)
                && let Some(side) = sides.known(party, self.setting, self.lexicon)
            {
                routed.remove(&side);
            }
        }
        if routed.is_empty() {
            return (drafts, whens, ages);
        }
        let keeps: Vec<bool> = drafts
            .iter()
            .map(|d| {
                let side = d.actor.as_ref().and_then(|p| sides.known(p, self.setting, self.lexicon));
                let road = matches!(d.class, Class::Event(EventType::Advance) | Class::Approach | Class::Reach);
                !(road && ROADS.contains(&d.lemma.as_str()) && side.is_some_and(|s| routed.contains(&s)))
            })
            .collect();
        let mut keep = keeps.iter().copied();
        drafts.retain(|_| keep.next().unwrap_or(true));
        let mut keep = keeps.iter().copied();
        whens.retain(|_| keep.next().unwrap_or(true));
        let mut keep = keeps.iter().copied();
        ages.retain(|_| keep.next().unwrap_or(true));
        (drafts, whens, ages)
    }
}

/// Verbs of going, which say nothing of an attack.
const ROADS: &[&str] =
    &["arrive", "drive", "go", "head", "make", "move", "pour", "proceed", "reach", "return", "stream", "travel"];

/// Whoever does it attacks.
fn strikes(draft: &Draft) -> bool {
    let attack = matches!(draft.class, Class::Attack | Class::Breach | Class::Expel | Class::Event(EventType::Siege));
    attack && !draft.standing.has(Effect::Negated) && !draft.standing.has(Effect::Denied)
}

/// Whoever does it loses the place.
fn loses(draft: &Draft) -> bool {
    matches!(draft.class, Class::Loss | Class::Surrender | Class::Handover | Class::Leave)
        || matches!(draft.class, Class::Event(EventType::Withdrawal))
}

/// The words tell that a place was taken.
fn takes(draft: &Draft) -> bool {
    let unreal = [Effect::Denied, Effect::Negated, Effect::Hypothetical, Effect::Future, Effect::Attempt];
    matches!(
        draft.class,
        Class::Event(EventType::Capture | EventType::Recapture | EventType::Entry | EventType::Withdrawal)
            | Class::Loss
            | Class::Surrender
            | Class::Handover
            | Class::Expel
            | Class::Leave
    ) && !draft.civil
        && !unreal.into_iter().any(|e| draft.standing.has(e))
}
